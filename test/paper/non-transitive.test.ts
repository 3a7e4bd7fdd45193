import assert from 'node:assert/strict'
import { it } from 'node:test'
import { withPairsCut } from './non-transitive.ts'

/** 1,024 nodes: test/long/paper-non-transitive.test.ts. */
it('Li et al., INFOCOM 2005 (figure 1.15): 5 % of all pairs cut, less than 2.9 % of look-ups fail', () => {
  const { failed, wrong } = withPairsCut({ nodes: 256, part: 0.05, lookups: 1_000, forMs: 60_000, seed: 1 })
  assert.ok(failed + wrong < 29, `${failed} of 1,000 failed, ${wrong} were answered wrong`)
})
