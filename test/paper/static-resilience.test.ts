import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { failedPaths } from './static-resilience.ts'

/** 65,536 nodes and up to 90 % of them dead: test/long/paper-static-resilience.test.ts. */
describe('Gummadi et al., SIGCOMM 2003 (figure 1.11): paths with 30 % of the nodes dead and no repair', () => {
  it('never fail with 16 successors', () => {
    assert.equal(failedPaths({ nodes: 2_048, successors: 16, part: 0.3, lookups: 1_500, seed: 1 }), 0)
  })

  it('fail without sequential neighbours: those are what the resilience comes from', () => {
    assert.ok(failedPaths({ nodes: 2_048, successors: 1, part: 0.3, lookups: 150, seed: 1 }) > 0)
  })
})
