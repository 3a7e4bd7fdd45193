import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RingSimulation } from '../../src/sim/index.ts'
import { IdealRing } from './ideal-ring.ts'
import { asDaemon, pathLengths } from './path-length.ts'

/**
 * Path length: Stoica et al., SIGCOMM 2001 §6.3 and Fig. 10 (figure 1.1 of docs/paper-tests.md). 2^10 to 2^17 nodes:
 * test/long/paper-path-length.test.ts.
 */
describe('a look-up on an ideal ring', () => {
  const nodes = 1_024
  const half = 0.5 * Math.log2(nodes)

  it('takes ½·log2 N − 0.14 hops to the predecessor by fingers alone', () => {
    const { toPredecessor, p1, p99, wrong } = pathLengths({
      nodes,
      lookups: 1_200,
      seeds: 4,
      params: { routeBySuccessors: false },
    })
    assert.equal(wrong, 0)
    assert.ok(Math.abs(toPredecessor / (half - 0.14) - 1) <= 0.03, `${toPredecessor} hops`)
    assert.ok(p1 >= 1 && p1 <= 2 && p99 === 8, `1st and 99th percentile ${p1} and ${p99}`)
  })

  it('takes at most ½·log2 N − 1 hops with 20 successors', () => {
    const { toOwner, wrong } = pathLengths({
      nodes,
      lookups: 1_500,
      seeds: 2,
      params: { successors: 20 },
    })
    assert.equal(wrong, 0)
    assert.ok(toOwner <= half - 1, `${toOwner} hops`)
  })

  it('takes at most ½·log2 N − 1 hops to the owner as a daemon is set up', () => {
    const { toOwner, wrong } = pathLengths({ nodes, lookups: 1_500, seeds: 2, params: asDaemon })
    assert.equal(wrong, 0)
    assert.ok(toOwner <= half - 1, `${toOwner} hops`)
  })
})

it('a ring put together is the ring that joins and maintenance end up with', () => {
  const grown = new RingSimulation({ seed: 'grown', traceEvents: 0, links: false })
  grown.growTo(150)
  grown.settle(120_000, { fingers: true })
  // One more sweep: what is no finger any more is dropped by it.
  grown.run(grown.now + 120_000)
  const members = grown.members()
  const together = new IdealRing({ seed: 'together', nodes: 150, ringIds: members.map(({ ringId }) => ringId) })
  assert.equal(together.notIdeal(), undefined)
  members.forEach(({ view, ringId }, i) => {
    const [expected] = view.describe()
    const node = together.sorted[i]!
    const [actual] = node.view.ring.describe()
    assert.equal(node.ringId, ringId)
    assert.deepEqual(
      actual?.successors.map(({ id }) => id),
      expected?.successors.map(({ id }) => id),
    )
    assert.deepEqual(
      actual?.fingers.map(({ start, node: { id } }) => [start, id]),
      expected?.fingers.map(({ start, node: { id } }) => [start, id]),
    )
  })
})
