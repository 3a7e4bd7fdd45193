import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keyLoad } from './key-load.ts'

/**
 * Key load: Stoica et al., SIGCOMM 2001 §6.2, Fig. 8 and 9 (figures 1.2 and 1.3 of docs/paper-tests.md; the expected values
 * are those re-derived there). 10,000 nodes, 20 seeds, 1 to 20 positions: test/long/paper-key-load.test.ts.
 */
describe('keys per node', () => {
  it('with one position each: the 99th percentile is 4.6 times the mean, and some own nothing', () => {
    const loads = [0, 1, 2].map((seed) => keyLoad({ nodes: 4_000, keys: 200_000, positions: 1, seed }))
    const p99 = loads.reduce((sum, load) => sum + load.p99, 0) / loads.length
    assert.ok(p99 >= 4.4 && p99 <= 4.85, `${p99}`)
    assert.ok(loads.every(({ sorted }) => sorted[0] === 0))
  })

  it('with 20 positions each: between half of the mean and 1.65 times the mean', () => {
    const { p1, p99 } = keyLoad({ nodes: 2_500, keys: 250_000, positions: 20, seed: 1 })
    assert.ok(Math.abs(p99 / 1.64 - 1) <= 0.05, `${p99}`)
    assert.ok(Math.abs(p1 / 0.51 - 1) <= 0.08, `${p1}`)
  })
})
