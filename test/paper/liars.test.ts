import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { underLies } from './liars.ts'

/** 10,000 nodes: test/long/paper-liars.test.ts. */
describe('Castro et al., OSDI 2002 (figure 1.21): a quarter of the nodes lie about who owns a key', () => {
  it('without defence a look-up is right as often as its path meets no liar', () => {
    const { right, expected, failed } = underLies({ nodes: 1_000, part: 0.25, lookups: 1_500, seed: 1 })
    assert.equal(failed, 0)
    // Three standard errors of 1,500 draws.
    assert.ok(Math.abs(right - expected) <= 0.04, `${right} right, ${expected} expected`)
    assert.ok(right < 0.6)
  })

  it('verified, it ends at the owner, whether they name each other, themselves, or say nothing', () => {
    const ways = ['league', 'self', 'drop'] as const
    const lied = underLies({ nodes: 1_000, part: 0.25, lookups: 100, seed: 1, ways }, 'verified')
    assert.equal(lied.right, 1, JSON.stringify(lied))
    assert.ok(lied.disagreements > 1, JSON.stringify(lied))
  })
})
