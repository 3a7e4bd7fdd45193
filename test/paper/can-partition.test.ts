import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { partition } from './can-partition.ts'

/** Ratnasamy et al., SIGCOMM 2001, §2.2, Table 5 and Fig. 9 (figures 2.1, 2.2 and 2.5 of docs/paper-tests.md). */
void describe('a CAN of random joins', () => {
  void it('has 4.57 neighbours and 0.80 of the path of equal zones, in two dimensions', () => {
    const { neighbours, ofFormula } = partition({
      seed: 'bare',
      nodes: 4_096,
      dimensions: 2,
      checkHops: 0,
      lookups: 4_000,
    })
    assert.ok(Math.abs(neighbours - 4.57) <= 0.03, `${neighbours} neighbours`)
    assert.ok(Math.abs(ofFormula / 0.8 - 1) <= 0.05, `${ofFormula} of the formula`)
  })

  void it('has 7.2 neighbours in three, and no longer a path', () => {
    const { neighbours, ofFormula } = partition({
      seed: 'three',
      nodes: 8_192,
      dimensions: 3,
      checkHops: 0,
      lookups: 4_000,
    })
    assert.ok(Math.abs(neighbours - 7.2) <= 0.05, `${neighbours} neighbours`)
    assert.ok(ofFormula <= 1 && Math.abs(ofFormula / 0.8 - 1) <= 0.06, `${ofFormula} of the formula`)
  })

  void it('is divided evenly when larger zones around are split instead', () => {
    const size = { nodes: 8_192, dimensions: 3, lookups: 0 }
    const near = partition({ ...size, seed: 'one', checkHops: 1 }).byHalvings
    assert.ok((near.get(0) ?? 0) >= 0.8 && (near.get(1) ?? 0) <= 0.13, `${near.get(0)} at V`)
    assert.equal(Math.min(...near.keys()), -1, 'above 2V')
    const far = partition({ ...size, seed: 'two', checkHops: 2 }).byHalvings
    assert.ok((far.get(0) ?? 0) >= 0.9, `${far.get(0)} at V, two hops`)
  })
})
