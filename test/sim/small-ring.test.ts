import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../src/base/index.ts'
import type { ChordRequest } from '../../src/protocols/chord/index.ts'
import { ownerOf, RingSimulation, type RingNode } from '../../src/sim/index.ts'

const NODES = 64
const LOOKUPS = 300

/** Remote peers that each of some look-ups took. */
function hopsOf(sim: RingSimulation, random: Random, from?: RingNode): number[] {
  const members = sim.members()
  const places = sim.places()
  const hops: number[] = []
  for (let i = 0; i < LOOKUPS; i++) {
    sim.at(sim.now + i * 5, () => {
      const target = sim.drawTarget(random)
      sim.lookup(from ?? (members[random.below(members.length)] as RingNode), target, (result) => {
        assert.ok(result.ok, result.ok ? '' : result.detail)
        assert.equal(result.value.owner.id, ownerOf(places, target).ringId)
        hops.push(result.value.hops)
      })
    })
  }
  sim.run(sim.now + LOOKUPS * 5 + 5_000)
  assert.equal(hops.length, LOOKUPS)
  return hops
}

const shareOfOne = (hops: readonly number[]): number => hops.filter((each) => each <= 1).length / hops.length

// By default a daemon has two positions. In the ring of seed 2 the lists of some nodes look as if it had more than 96 peers.
for (const [positions, seed] of [
  [1, 2],
  [2, 64],
] as const) {
  describe(`a ring of 64 daemons at ${positions} ${positions === 1 ? 'position' : 'positions'} each`, () => {
    let around = 0
    const sim = new RingSimulation({
      seed,
      traceEvents: 0,
      links: true,
      positions,
      onDeliver: (envelope) => {
        if (envelope.kind !== 'request') return
        const body = envelope.body as ChordRequest
        if (body.type === 'view' && body.have === 0) around++
      },
    })
    sim.growTo(NODES)
    sim.settle(120_000)
    const random = new Random('targets')

    it('is a full mesh that answers in one hop a minute after it was grown, without any look-up before', () => {
      sim.run(sim.now + 60_000)
      for (const node of sim.nodes) assert.equal(node.links.size, NODES - 1)
      const share = shareOfOne(hopsOf(sim, random))
      assert.ok(share >= 0.95, `${(share * 100).toFixed(1)} % in one hop`)
    })

    it('asks nobody for lists any more once it knows them', () => {
      sim.run(sim.now + 600_000)
      around = 0
      sim.run(sim.now + 300_000)
      // Each position asks its head once a minute; who comes next of others is asked anew where it is not known, seldom.
      assert.ok(around / NODES / positions <= 12, `${around} lists asked for`)
    })

    it('takes in a newcomer: its look-ups take one hop a minute later, and so do those of the others', () => {
      const newcomer = sim.grow()
      sim.settle(60_000)
      sim.run(sim.now + 60_000)
      const own = shareOfOne(hopsOf(sim, random, newcomer))
      assert.ok(own >= 0.95, `${(own * 100).toFixed(1)} % of the newcomer's in one hop`)
      const all = shareOfOne(hopsOf(sim, random))
      assert.ok(all >= 0.95, `${(all * 100).toFixed(1)} % in one hop`)
    })
  })
}
