import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random } from '../../src/base/index.ts'
import { ownerOf, RingSimulation, type RingNode } from '../../src/sim/index.ts'

const NODES = 1_024
const LOOKUPS = 5_000

/**
 * Stoica et al., SIGCOMM 2001 §6.3 and Fig. 10: the mean path is about ½·log2 N. Re-derived with ideal fingers and counted
 * to the predecessor: ½·log2 N − 0.14. 4,096 and 16,384 nodes: bench/sim-chord.ts --hops.
 */
it('a look-up takes ½·log2 N − 0.14 ± 0.1 hops to the predecessor by ideal fingers alone', () => {
  const sim = new RingSimulation({
    seed: 'path length',
    traceEvents: 0,
    links: false,
    params: { routeBySuccessors: false },
  })
  sim.growTo(NODES)
  sim.settle(120_000, { fingers: true })
  const members = sim.members()
  const random = new Random('targets')
  let hops = 0
  let open = LOOKUPS
  for (let i = 0; i < LOOKUPS; i++) {
    sim.at(sim.now + i, () => {
      const target = sim.drawTarget(random)
      sim.lookup(members[random.below(NODES)] as RingNode, target, (result) => {
        assert.ok(result.ok, result.ok ? '' : result.detail)
        assert.equal(result.value.owner.id, ownerOf(members, target).ringId)
        hops += Math.max(0, result.value.hops - 1)
        open--
      })
    })
  }
  while (open > 0) sim.run(sim.now + 100)
  const expected = 0.5 * Math.log2(NODES) - 0.14
  assert.ok(Math.abs(hops / LOOKUPS - expected) <= 0.1, `${hops / LOOKUPS} hops, expected ${expected}`)
})
