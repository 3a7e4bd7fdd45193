import assert from 'node:assert/strict'
import { it } from 'node:test'
import { lookupLatency } from './wide-area.ts'

/**
 * Stoica et al., SIGCOMM 2001 §6.6, Fig. 13 (figure 1.8): 180 nodes at round trips of 60 ms look up iteratively in a median
 * of 285 ms at most.
 */
it('180 nodes at round trips of 60 ms: an iterative look-up takes 285 ms at most in the median, a recursive one no more', () => {
  const setting = { nodes: 180, lookups: 600, latencyMs: (): number => 30, seed: 1 }
  const iterative = lookupLatency({ ...setting, mode: 'iterative' })
  const recursive = lookupLatency({ ...setting, mode: 'recursive' })
  assert.equal(iterative.wrong + recursive.wrong, 0)
  assert.ok(iterative.median >= 60 && iterative.median <= 285, `${iterative.median} ms`)
  assert.ok(recursive.median <= iterative.median, `${recursive.median} ms recursive, ${iterative.median} iterative`)
})
