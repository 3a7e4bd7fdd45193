import assert from 'node:assert/strict'
import { it } from 'node:test'
import { lostKeys, margin } from './replication.ts'

/** More failures and rings: test/long/paper-replication.test.ts. */
it('Dabek et al., CFS, SOSP 2001 (figure 1.23): when a part p of the nodes dies at once, p^k of the keys are lost', () => {
  const cases = [
    { copies: 3, part: 0.5 },
    { copies: 3, part: 0.3 },
    { copies: 6, part: 0.5 },
  ]
  for (const { copies, part, lost } of lostKeys(3_000, cases, 20_000, 1)) {
    const expected = part ** copies
    // Neighbouring arcs share all keepers but one: about k of them count as one draw.
    assert.ok(Math.abs(lost - expected) <= margin(expected, 3_000 / copies), `${lost} lost, ${expected} expected`)
  }
})
