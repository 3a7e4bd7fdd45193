import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  CheckedRing,
  CheckFailed,
  makeRingWorld,
  runSchedule,
  unmet,
  type RingNode,
  type Schedule,
} from '../../../src/sim/index.ts'

function settled(nodes: number, successors = 3): CheckedRing {
  const ring = new CheckedRing({ seed: 'checked', params: { successors } })
  ring.sim.growTo(nodes, (forMs) => {
    ring.run(forMs)
  })
  ring.settle(60_000)
  return ring
}
const cut = (ring: CheckedRing, apart: readonly RingNode[]): void => {
  ring.sim.network.partition([[], apart])
  ring.parted()
}

describe('a ring that is checked', () => {
  it('is held to the invariant in each component, in doubt from the healing on, and sure when it is ideal again', () => {
    const ring = settled(20)
    assert.deepEqual([ring.established, ring.inDoubt], [true, false])
    cut(
      ring,
      ring.sim.members().filter((_, i) => i % 2 === 0),
    )
    assert.equal(ring.inDoubt, false)
    ring.run(20_000)
    ring.sim.network.heal()
    ring.parted()
    assert.deepEqual([ring.established, ring.inDoubt], [false, true])
    ring.settle(60_000)
    assert.equal(ring.inDoubt, false)
  })

  it('finds a violation: a member that is hidden from the others by force', () => {
    const ring = settled(12)
    // A cut that the checker is not told of is what it must not miss.
    const apart = ring.sim.members().filter((_, i) => i % 2 === 0)
    ring.sim.network.partition([[], apart])
    assert.throws(() => {
      ring.run(30_000)
    }, CheckFailed)
  })

  it('finds a wrong answer: one of a component that the asker is not in', () => {
    const ring = settled(12)
    ring.sim.network.partition([[], ring.sim.members().filter((_, i) => i % 2 === 0)])
    let failure: unknown
    for (let at = 0; at < 30_000 && failure === undefined; at += 100) {
      try {
        ring.lookup()
        ring.sim.run(ring.sim.now + 100)
      } catch (err) {
        failure = err
      }
    }
    assert.ok(failure instanceof CheckFailed && failure.message.includes('the last events'))
  })

  it('knows which losses and cuts the proof allows', () => {
    const ring = settled(4, 1)
    const [first, second] = ring.sim.members() as [RingNode, RingNode]
    // With one successor each, nobody can be spared.
    assert.equal(ring.mayCrash(first), false)
    assert.equal(
      ring.mayPart((node) => (node === second ? 1 : 0)),
      false,
    )
    const long = settled(6, 3)
    const members = long.sim.members()
    assert.equal(long.mayCrash(members[0] as RingNode), true)
    assert.equal(
      long.mayPart((node) => members.indexOf(node) % 2),
      true,
    )
    // The last of each half has all its successors in the other.
    assert.equal(
      long.mayPart((node) => (members.indexOf(node) < 3 ? 0 : 1)),
      false,
    )
    assert.equal(
      long.mayPart((node) => (node === members[0] ? 1 : 0)),
      false,
    )
  })
})

describe('running a schedule', () => {
  const base: Schedule = {
    world: 'ring',
    seed: 1,
    nodes: 6,
    successors: 3,
    untilMs: 20_000,
    settleMs: 60_000,
    actions: [],
  }
  const run = (change: Partial<Schedule>): ReturnType<typeof runSchedule> =>
    runSchedule({ ...base, ...change }, makeRingWorld)

  it('says what did not hold, with when and the trace', () => {
    const outcome = run({ settleMs: 0, actions: [{ atMs: 19_990, do: 'crash', node: 2 }] })
    assert.deepEqual([outcome.ok, outcome.check], [false, 'NotIdeal'])
    assert.ok(outcome.atMs >= 20_000 && outcome.trace.some((line) => line.includes('crash')))
    assert.equal(unmet({ ...base, expect: { outcome: 'NotIdeal' } }, outcome), undefined)
    assert.match(unmet(base, outcome) ?? '', /NotIdeal, not ok/)
  })

  it('passes over what means nobody, so that any part of a schedule is a schedule', () => {
    const nobody = 77
    const { ok, counts } = run({
      actions: [
        { atMs: 1, do: 'crash', node: nobody },
        { atMs: 1, do: 'leave', node: nobody },
        { atMs: 1, do: 'block', from: nobody, to: 0 },
        { atMs: 1, do: 'loss', rate: 1, node: nobody },
        { atMs: 1, do: 'diskError', node: nobody, code: 'IO' },
        { atMs: 1, do: 'clockJump', node: nobody, ms: 5 },
        { atMs: 1, do: 'lookup', node: nobody, target: 'a' },
        { atMs: 1, do: 'partition', groups: [[0, 1], [nobody]] },
        { atMs: 25_000, do: 'crash', node: 0 },
      ],
    })
    assert.deepEqual([ok, counts['members'], counts['passedOver']], [true, 6, 6])
  })

  it('ends what lasts when its time has come, or the schedule’s', () => {
    const lost = run({
      actions: [
        { atMs: 0, do: 'loss', rate: 1, forMs: 1_000 },
        { atMs: 2_000, do: 'lookups', everyMs: 100 },
      ],
    })
    assert.deepEqual([lost.ok, lost.counts['failed']], [true, 0])
    const down = run({
      actions: [
        { atMs: 0, do: 'crash', node: 1, forMs: 5_000 },
        { atMs: 100, do: 'stop', node: 4, forMs: 100_000 },
      ],
    })
    assert.deepEqual([down.ok, down.counts['members']], [true, 6])
  })

  it('takes what a host throws for a failure, with where', () => {
    const outcome = runSchedule(base, (schedule) => {
      const world = makeRingWorld(schedule)
      world.settle = () => {
        throw new TypeError('a bug')
      }
      return world
    })
    assert.deepEqual([outcome.check, /TypeError: a bug/.test(outcome.detail ?? '')], ['threw', true])
  })
})
