import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CheckedRing, RingSimulation } from '../../src/sim/index.ts'

/** Poisson joins (new nodes and restarts alike) and crashes at the same rate. */
function churn(ring: CheckedRing, forMs: number, perMinute: number): void {
  const { sim, random } = ring
  const until = sim.now + forMs
  const gap = 60_000 / perMinute
  const every = (action: () => void): void => {
    const next = sim.now + random.exponential(gap)
    if (next >= until) return
    sim.at(next, () => {
      action()
      every(action)
    })
  }
  every(() => {
    const dead = sim.nodes.filter((node) => !node.alive)
    const again = random.float() < 0.5 ? random.pick(dead) : undefined
    if (again === undefined) sim.grow()
    else sim.rejoin(again)
  })
  every(() => {
    const victim = random.pick(sim.members())
    if (victim !== undefined && sim.members().length > 2 && ring.mayCrash(victim)) ring.crash(victim)
  })
}

describe('a ring of Chord machines', () => {
  it('of 1,000 nodes with 10 % joining and crashing a minute keeps the invariant after every step', () => {
    const ring = new CheckedRing({ seed: 'churn 1000' })
    ring.growTo(1000)
    ring.settle(60_000)
    assert.ok(ring.established)
    const forMs = 60_000
    churn(ring, forMs, 100)
    const end = ring.sim.now + forMs
    for (let at: number = ring.sim.now; at < end; at += 25) {
      ring.sim.at(at, () => {
        ring.lookup()
      })
    }
    ring.run(forMs)
    ring.settle(60_000)
    const { right, wrong, failed } = ring.lookups
    assert.equal(wrong, 0)
    assert.ok(right + failed >= 2_300, `${right} right, ${failed} failed`)
    // Stoica et al., ToN 2003, Table III: at most 16 of 10,000 fail.
    assert.ok(failed <= (right + failed) * 0.0016, `${failed} of ${right + failed} look-ups failed`)
  })

  for (let seed = 0; seed < 30; seed++) {
    it(`grows from one, churns hard in a small ring and becomes ideal again: seed ${seed}`, () => {
      const ring = new CheckedRing({ seed, params: { successors: 2 + (seed % 5) } })
      const nodes = 3 + (seed % 18)
      ring.growTo(nodes)
      churn(ring, 60_000, nodes)
      for (let at = 0; at < 60_000; at += 200) {
        ring.sim.at(ring.sim.now + at, () => {
          ring.lookup()
        })
      }
      ring.run(90_000)
      ring.settle(120_000)
      assert.equal(ring.lookups.wrong, 0)
      assert.ok(ring.lookups.right > 250, JSON.stringify(ring.lookups))
    })
  }

  it('answers right with a tenth of all messages lost', () => {
    const ring = new CheckedRing({ seed: 'loss', lossRate: 0.1 })
    ring.growTo(40)
    for (let at = 0; at < 30_000; at += 50) {
      ring.sim.at(ring.sim.now + at, () => {
        ring.lookup()
      })
    }
    ring.run(60_000)
    const { right, wrong, failed } = ring.lookups
    assert.equal(wrong, 0)
    assert.ok(right >= 0.98 * (right + failed), `${right} right, ${failed} failed`)
  })
})

describe('a simulation', () => {
  const fingerprint = (seed: number): string => {
    const sim = new RingSimulation({ seed })
    for (let i = 0; i < 20; i++) sim.at(i * 500, () => sim.grow())
    sim.at(15_000, () => {
      sim.crash(sim.nodes[3] as never)
    })
    sim.at(20_000, () => {
      sim.rejoin(sim.nodes[3] as never)
    })
    sim.run(40_000)
    return `${sim.trace.fingerprint} ${sim.delivered}\n${sim.trace.lines().join('\n')}`
  }

  it('is a function of its seed', () => {
    assert.equal(fingerprint(7), fingerprint(7))
    assert.notEqual(fingerprint(7), fingerprint(8))
  })

  it('never lets Lamport time run back over a crash', () => {
    const highest = new Map<string, number>()
    const sim = new RingSimulation({
      seed: 3,
      onStep: (node) => {
        const { time, mark } = node.host.clock
        // What can have left the daemon: nothing above the durable mark.
        const sent = Math.min(time, mark)
        assert.ok(time >= (highest.get(node.peer) ?? 0), `${node.peer} went back to ${time}`)
        highest.set(node.peer, Math.max(sent, highest.get(node.peer) ?? 0))
      },
    })
    for (let i = 0; i < 8; i++) sim.at(i * 500, () => sim.grow())
    for (let round = 0; round < 10; round++) {
      const victim = sim.nodes[1 + (round % 7)]
      sim.run(10_000 + round * 5_000)
      if (victim === undefined) continue
      sim.crash(victim)
      sim.run(sim.now + 1_000)
      sim.rejoin(victim)
    }
    assert.equal(highest.size, 8)
  })
})
