import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ChordCommands } from '../../src/protocols/chord/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { CheckedRing, RingSimulation, type RingNode } from '../../src/sim/index.ts'

type Left = Result<ChordCommands['leave']['result']>
const LEAVE_MS = 5_000

function grown(seed: string, nodes: number, successors = 8): CheckedRing {
  const ring = new CheckedRing({ seed, params: { successors } })
  ring.growTo(nodes)
  ring.settle(60_000)
  return ring
}
/** Leaves and then ends its process. */
function leave(ring: CheckedRing, node: RingNode, done: (result: Left) => void = () => undefined): void {
  ring.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, (result) => {
    ring.crash(node)
    done(result as Left)
  })
}
function lookups(ring: CheckedRing, forMs: number, everyMs: number): void {
  for (let at = 0; at < forMs; at += everyMs) {
    ring.sim.at(ring.sim.now + at, () => {
      ring.lookup()
    })
  }
}

describe('leaving the ring', () => {
  it('hands the range over and tells those before, so that nobody waits and no answer is wrong', () => {
    const ring = grown('leave one', 60)
    const node = ring.sim.members()[7] as RingNode
    let result: Left | undefined
    lookups(ring, 3_000, 5)
    ring.sim.at(ring.sim.now + 1_000, () => {
      leave(ring, node, (is) => {
        result = is
      })
    })
    ring.run(6_000)
    assert.deepEqual(result, { ok: true, value: { handedOver: true, told: 8 } })
    assert.deepEqual(ring.lookups, { right: 600, wrong: 0, failed: 0 })
    ring.settle(60_000)
  })

  for (let seed = 0; seed < 6; seed++) {
    it(`a third of a ring leaves within a second, neighbours at once: seed ${seed}`, () => {
      const ring = grown(`storm ${seed}`, 60)
      const members = ring.sim.members()
      const first = seed * 7
      lookups(ring, 8_000, 10)
      let handed = 0
      let ended = 0
      for (let i = 0; i < 20; i++) {
        const node = members[(first + i) % members.length] as RingNode
        ring.sim.at(ring.sim.now + 1_000 + ring.random.below(1_000), () => {
          leave(ring, node, (result) => {
            ended++
            if (result.ok && result.value.handedOver) handed++
          })
        })
      }
      ring.run(12_000)
      assert.equal(ended, 20)
      assert.ok(handed >= 18, `${handed} handed over`)
      assert.equal(ring.lookups.wrong, 0)
      assert.ok(ring.lookups.failed <= 4, JSON.stringify(ring.lookups))
      assert.ok(ring.lookups.right >= 796, JSON.stringify(ring.lookups))
      ring.settle(60_000)
    })
  }

  it('all of a small ring leave, until nobody is left', () => {
    // Unchecked: the invariants are about those that stay.
    const sim = new RingSimulation({ seed: 'all', params: { successors: 3 } })
    sim.growTo(5)
    sim.settle(60_000)
    let handed = 0
    for (const node of sim.members()) {
      sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, (result) => {
        sim.crash(node)
        if ((result as Left).ok && (result as Left & { ok: true }).value.handedOver) handed++
      })
    }
    sim.run(sim.now + LEAVE_MS)
    assert.equal(sim.alive.length, 0)
    assert.ok(handed >= 4, `${handed} found an heir`)
  })

  it('one that crashes in the middle of leaving is like any that crashes', () => {
    for (let afterMs = 0; afterMs < 100; afterMs += 10) {
      const ring = grown('crash in the middle', 30)
      const node = ring.sim.members()[11] as RingNode
      lookups(ring, 3_000, 10)
      ring.sim.at(ring.sim.now + 500, () => {
        ring.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, () => undefined)
      })
      ring.sim.at(ring.sim.now + 500 + afterMs, () => {
        ring.crash(node)
      })
      ring.run(6_000)
      assert.equal(ring.lookups.wrong, 0)
      assert.ok(ring.lookups.right >= 297, JSON.stringify(ring.lookups))
      ring.settle(60_000)
    }
  })

  it('afterwards it answers that it is in no ring, and may join again', () => {
    const ring = grown('again', 10)
    const node = ring.sim.members()[3] as RingNode
    let left: Left | undefined
    ring.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, (result) => {
      left = result as Left
    })
    ring.run(2_000)
    assert.ok(left?.ok)
    assert.equal(node.view.state(0), 'joining')
    let again: Left | undefined
    ring.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, (result) => {
      again = result as Left
    })
    assert.equal(again?.ok === false && again.code, 'NOT_JOINED')
    ring.sim.join(node)
    ring.settle(60_000)
    assert.equal(ring.sim.members().length, 10)
  })
})
