import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../../src/base/index.ts'
import { ownerOf, planeLatency, RingSimulation, type RingNode } from '../../src/sim/index.ts'

const NODES = 160
const LOOKUPS = 600

/** Median of a look-up's time over that of a round trip to the owner, and the mean of its hops. */
function stretch(proximity: number): { readonly median: number; readonly hops: number } {
  const latencyMs = planeLatency({ seed: 'proximity', acrossMs: 120 })
  const sim = new RingSimulation({
    seed: 'proximity',
    traceEvents: 0,
    links: false,
    latencyMs,
    params: { fixFingerMs: 250, proximity },
  })
  sim.growTo(NODES)
  sim.settle(120_000)
  sim.run(sim.now + 60_000)
  const members = sim.members()
  const random = new Random('targets')
  const ratios: number[] = []
  let hops = 0
  for (let i = 0; i < LOOKUPS; i++) {
    sim.at(sim.now + i * 20, () => {
      const target = sim.drawTarget(random)
      const from = members[random.below(NODES)] as RingNode
      const owner = ownerOf(members, target)
      sim.lookup(from, target, (result) => {
        assert.ok(result.ok, result.ok ? '' : result.detail)
        assert.equal(result.value.owner.id, owner.ringId)
        hops += result.value.hops
        if (owner !== from) ratios.push(result.value.durationMs / (2 * latencyMs(from, owner)))
      })
    })
  }
  sim.run(sim.now + LOOKUPS * 20 + 20_000)
  ratios.sort((a, b) => a - b)
  return { median: ratios[ratios.length >> 1] ?? NaN, hops: hops / LOOKUPS }
}

/**
 * Gummadi et al., SIGCOMM 2003: with proximity neighbour selection paths are about as long and take far less time. The stretch
 * at 16,384 nodes, where a look-up takes more hops: bench/stretch.ts.
 */
test('among 16 nodes of each interval the nearest is routed by: hardly more hops, and far less time', () => {
  const [exact, near] = [stretch(0), stretch(16)]
  assert.ok(Math.abs(near.hops - exact.hops) < 0.75, `${near.hops} hops, ${exact.hops} without`)
  assert.ok(near.median < 0.75 * exact.median, `stretch ${near.median}, ${exact.median} without`)
})
