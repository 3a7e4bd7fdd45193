import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lostKeys, margin } from './replication.ts'

/** More failures and copies: test/long/paper-replication.test.ts. */
describe('Dabek et al., CFS, SOSP 2001 (figure 1.23): keys lost when a part p of the nodes fails at once', () => {
  for (const [copies, part] of [
    [3, 0.5],
    [3, 0.3],
    [6, 0.5],
  ] as const) {
    it(`is p^k: k = ${copies}, p = ${part}`, () => {
      const lost = lostKeys({ nodes: 3_000, copies, part, keys: 20_000, seed: 1 })
      const expected = part ** copies
      // Neighbouring arcs share all keepers but one: about k of them count as one draw.
      assert.ok(Math.abs(lost - expected) <= margin(expected, 3_000 / copies), `${lost} lost, ${expected} expected`)
    })
  }
})
