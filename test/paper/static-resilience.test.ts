import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failedPathsAt } from './static-resilience.ts'

/** 65,536 nodes and up to 90 % of them dead: test/long/paper-static-resilience.test.ts. */
describe('Gummadi et al., SIGCOMM 2003 (figure 1.11): paths with 30 % of the nodes dead and no repair', () => {
  it('never fail with 16 successors', () => {
    assert.deepEqual(failedPathsAt({ nodes: 2_048, successors: 16, parts: [0.3], lookups: 1_500, seed: 1 }), [0])
  })

  it('fail without sequential neighbours: those are what the resilience comes from', () => {
    const [failed] = failedPathsAt({ nodes: 2_048, successors: 1, parts: [0.3], lookups: 150, seed: 1 })
    assert.ok(failed !== undefined && failed > 0)
  })
})
