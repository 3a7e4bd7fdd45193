import assert from 'node:assert/strict'
import { it } from 'node:test'
import { stretchOf } from './stretch.ts'

/** 16,384 nodes: test/long/paper-stretch.test.ts. */
it('Gummadi et al., SIGCOMM 2003 (figure 1.12): without regard to distance a look-up takes several times the direct way', () => {
  const { stretch, hops, wrong } = stretchOf({ nodes: 1_024, lookups: 1_000, seed: 1, medianMs: 50, maintainMs: 0 })
  assert.equal(wrong, 0)
  // As many legs as hops, each of them as long as any.
  assert.ok(stretch >= 3 && stretch <= 1.5 * hops, `${stretch} with ${hops} hops`)
})
