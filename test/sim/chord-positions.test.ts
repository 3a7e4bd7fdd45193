import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CheckedRing, RingSimulation, type RingNode } from '../../src/sim/index.ts'

function grown(seed: string, nodes: number, positions: number, successors: number): CheckedRing {
  const ring = new CheckedRing({ seed, positions, params: { successors } })
  ring.growTo(nodes)
  ring.settle(60_000)
  return ring
}

function lookups(ring: CheckedRing, forMs: number, everyMs: number): void {
  for (let at = 0; at < forMs; at += everyMs) {
    ring.sim.at(ring.sim.now + at, () => {
      ring.lookup()
    })
  }
}

/** Distinct other peers in the list of a position. */
function peersIn(node: RingNode, position: number): Set<string> {
  return new Set(
    node.view
      .successors(position)
      .map(({ peer }) => peer)
      .filter((peer) => peer !== node.peer),
  )
}

describe('nodes with several positions', () => {
  it('a founder is a ring of its own positions at once, and answers for everything', () => {
    const ring = new CheckedRing({ seed: 'founder', positions: 8 })
    const node = ring.sim.grow()
    ring.sim.run(1)
    assert.equal(ring.sim.notIdeal(), undefined)
    lookups(ring, 1_000, 100)
    const before = ring.sim.delivered
    ring.run(60_000)
    assert.deepEqual(ring.lookups, { right: 10, wrong: 0, failed: 0 })
    assert.equal(ring.sim.delivered, before, 'own positions send each other no message')
    assert.deepEqual(
      node.view.positions().map((position) => node.view.onRing(position)),
      Array.from({ length: 8 }, () => true),
    )
  })

  for (const [nodes, positions, successors] of [
    [2, 8, 4],
    [5, 16, 3],
    [20, 4, 4],
  ] as const) {
    it(`${nodes} with ${positions} each: every list names ${successors} other peers, or all there are`, () => {
      const ring = grown(`lists ${nodes}`, nodes, positions, successors)
      for (const node of ring.sim.members()) {
        for (const position of node.view.positions()) {
          assert.equal(peersIn(node, position).size, Math.min(successors, nodes - 1))
        }
      }
    })
  }

  for (let seed = 0; seed < 6; seed++) {
    it(`all positions of r - 1 neighbouring nodes die at once, and no answer is wrong: seed ${seed}`, () => {
      const r = 4
      const ring = grown(`neighbours ${seed}`, 24, 4, r)
      lookups(ring, 10_000, 50)
      ring.sim.at(ring.sim.now + 2_000, () => {
        const [first] = ring.sim.members()
        const next = [...peersIn(first as RingNode, seed % 4)].slice(0, r - 1)
        for (const victim of ring.sim.nodes.filter(({ peer }) => next.includes(peer))) {
          assert.ok(ring.mayCrash(victim))
          ring.crash(victim)
        }
      })
      ring.run(20_000)
      ring.settle(60_000)
      assert.equal(ring.lookups.wrong, 0)
      assert.ok(ring.lookups.failed <= 4, JSON.stringify(ring.lookups))
      assert.ok(ring.lookups.right >= 196, JSON.stringify(ring.lookups))
      assert.equal(ring.sim.members().length, 24 - (r - 1))
    })
  }

  for (let seed = 0; seed < 8; seed++) {
    it(`joins, crashes and restarts of small rings keep the invariants and end ideal: seed ${seed}`, () => {
      const ring = new CheckedRing({
        seed: `churn ${seed}`,
        positions: 2 + (seed % 5),
        params: { successors: 2 + (seed % 3) },
      })
      const { sim, random } = ring
      const nodes = 4 + seed
      ring.growTo(nodes)
      for (let at = 5_000; at < 60_000; at += 5_000) {
        sim.at(sim.now + at, () => {
          const dead = sim.nodes.find(({ alive }) => !alive)
          const victim = random.pick(sim.members())
          if (dead !== undefined) sim.rejoin(dead)
          else if (random.float() < 0.3) sim.grow()
          else if (victim !== undefined && sim.members().length > 2 && ring.mayCrash(victim)) ring.crash(victim)
        })
      }
      lookups(ring, 60_000, 100)
      ring.run(75_000)
      ring.settle(120_000)
      const { right, wrong, failed } = ring.lookups
      assert.equal(wrong, 0)
      assert.ok(right >= 0.97 * (right + failed), JSON.stringify(ring.lookups))
    })
  }

  it('a node that leaves hands all its ranges over, and nobody waits', () => {
    const ring = grown('leave', 12, 4, 4)
    const { sim } = ring
    const node = sim.members()[3] as RingNode
    lookups(ring, 8_000, 20)
    let result: unknown
    sim.at(sim.now + 2_000, () => {
      sim.command(node, 'chord', { name: 'leave', args: {} }, 5_000, (ended) => {
        result = ended
        sim.stop(node)
        ring.lost(node)
      })
    })
    ring.run(10_000)
    assert.ok(typeof result === 'object' && result !== null && 'ok' in result && result.ok === true)
    assert.equal((result as unknown as { value: { handedOver: boolean } }).value.handedOver, true)
    assert.deepEqual(ring.lookups, { right: 400, wrong: 0, failed: 0 })
    ring.settle(60_000)
  })

  it('two rings that were cut apart become one again', () => {
    const ring = grown('cut', 10, 4, 8)
    const { sim } = ring
    const sides = [sim.nodes.filter((_, i) => i % 2 === 0), sim.nodes.filter((_, i) => i % 2 === 1)]
    assert.ok(ring.mayPart((node) => node.index % 2))
    sim.network.partition(sides)
    ring.parted()
    ring.run(60_000)
    sim.network.heal()
    ring.parted()
    // As docs/decisions/0005-ring-merge.md states it.
    ring.settle((30 * 1.2 + 10 + Math.log2(40)) * sim.params.stabilizeMs)
    lookups(ring, 5_000, 50)
    ring.run(10_000)
    assert.deepEqual(ring.lookups, { right: 100, wrong: 0, failed: 0 })
  })

  it('answers are the codec’s as well, with every message through it', () => {
    const ring = new CheckedRing({ seed: 'codec', positions: 4, codecEvery: 1 })
    ring.growTo(6)
    ring.settle(60_000)
    lookups(ring, 5_000, 50)
    ring.run(10_000)
    assert.deepEqual(ring.lookups, { right: 100, wrong: 0, failed: 0 })
  })

  it('maintenance grows far slower than the number of positions', () => {
    const messagesOf = (positions: number): number => {
      const sim = new RingSimulation({ seed: 'traffic', positions, traceEvents: 0 })
      sim.growTo(16)
      sim.settle(60_000)
      sim.run(sim.now + 300_000)
      const before = sim.delivered
      sim.run(sim.now + 120_000)
      return sim.delivered - before
    }
    const [one, sixteen] = [messagesOf(1), messagesOf(16)]
    assert.ok(sixteen < 8 * one, `${sixteen} messages of 16 positions, ${one} of one`)
  })
})
