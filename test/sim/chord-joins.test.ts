import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { NodeRef, RingId } from '../../src/base/index.ts'
import { CheckedRing, type RingNode } from '../../src/sim/index.ts'

/** An id between two members, `part` of 16 of the way by its leading digits. */
function idBetween(from: RingId, to: RingId, part: number): RingId {
  const a = BigInt(`0x${from}`)
  const size = (BigInt(`0x${to}`) - a + 2n ** 256n) % 2n ** 256n
  const id = (a + (size * BigInt(part)) / 32n) % 2n ** 256n
  return id.toString(16).padStart(64, '0') as RingId
}

describe('many newcomers between the same two nodes', () => {
  // 21, 81 and 93: the predecessor has claimed a newcomer that nobody else knows of when it crashes.
  for (const seed of [0, 1, 2, 3, 4, 6, 7, 8, 11, 12, 21, 64, 68, 81, 90, 93]) {
    const crashes = ['nobody', 'the predecessor', 'the successor', 'a newcomer'][seed % 4] as string
    it(`twelve at once, ${crashes} crashes: seed ${seed}`, () => {
      const ring = new CheckedRing({ seed: `joins ${seed}` })
      const { sim } = ring
      ring.growTo(30)
      ring.settle(60_000)
      const members = sim.members()
      const at = 5 + (seed % 20)
      const predecessor = members[at] as RingNode
      const successor = members[at + 1] as RingNode
      const contacts: NodeRef[] = [0, 15, 20].map((i) => (members[i] as RingNode).ref)
      const newcomers: RingNode[] = []
      for (let i = 1; i <= 12; i++) {
        sim.at(sim.now + ring.random.below(60), () => {
          const node = sim.add(idBetween(predecessor.ringId, successor.ringId, 2 * i))
          newcomers.push(node)
          const join = (): void => {
            sim.command(node, 'chord', { name: 'join', args: { contacts } }, 20_000, (result) => {
              if (!result.ok && node.alive) join()
            })
          }
          join()
        })
      }
      for (let t = 0; t < 6_000; t += 10) {
        sim.at(sim.now + t, () => {
          ring.lookup()
        })
      }
      sim.at(sim.now + 40 + ring.random.below(200), () => {
        const victim = [undefined, predecessor, successor, newcomers[3]][seed % 4]
        if (victim !== undefined && ring.mayCrash(victim)) ring.crash(victim)
      })
      ring.run(12_000)
      assert.equal(ring.lookups.wrong, 0)
      assert.ok(ring.lookups.right >= 590, JSON.stringify(ring.lookups))
      ring.settle(60_000)
      assert.ok(sim.members().length >= 41)
    })
  }
})
