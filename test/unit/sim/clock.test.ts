import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OrbError, type MonoMs } from '../../../src/base/index.ts'
import type { Effect, Input, Machine, Protocol } from '../../../src/protocols/index.ts'
import { clockOf, MAX_DRIFT_PPM, NodeClock, Simulation } from '../../../src/sim/index.ts'

describe('NodeClock', () => {
  it('shows the truth until it is set wrong', () => {
    const clock = new NodeClock()
    assert.deepEqual([clock.mono(1_234), clock.trueAt(99)], [1_234, 99])
    assert.deepEqual({ ...clock.wall(1_234) }, { earliest: 1_234, latest: 1_234 })
  })

  it('runs forward whatever its drift does, and its inverse is its inverse', () => {
    const drifts = fc.array(fc.record({ after: fc.nat(100_000), ppm: fc.integer({ min: -100_000, max: 100_000 }) }), {
      maxLength: 10,
    })
    fc.assert(
      fc.property(drifts, (list) => {
        const clock = new NodeClock()
        let now = 0
        let shown = 0
        for (const { after, ppm } of list) {
          now += after
          clock.drift(now, ppm)
          assert.ok(clock.mono(now) >= shown - 1e-6)
          shown = clock.mono(now)
          assert.ok(Math.abs(clock.trueAt(clock.mono(now + 500)) - (now + 500)) < 1e-3)
        }
      }),
    )
  })

  it('jumps in the calendar alone, and says how far off it may be', () => {
    const clock = new NodeClock()
    clock.drift(0, 1_000)
    clock.jump(-5_000)
    clock.uncertaintyMs = 20
    assert.equal(clock.mono(10_000), 10_010)
    assert.deepEqual({ ...clock.wall(10_000) }, { earliest: 4_990, latest: 5_030 })
  })

  it('refuses to drift further than a broken clock does', () => {
    new NodeClock().drift(0, MAX_DRIFT_PPM)
    new NodeClock().drift(0, -MAX_DRIFT_PPM)
    for (const ppm of [MAX_DRIFT_PPM + 1, -MAX_DRIFT_PPM - 1, NaN]) {
      assert.throws(() => {
        new NodeClock().drift(0, ppm)
      }, OrbError)
    }
  })
})

/** Wakes each second of its own clock and keeps what the context said. */
class Ticker implements Machine<Protocol> {
  readonly hears = []
  readonly seen: { now: number; earliest: number; latest: number }[] = []
  wakeAt = 0 as MonoMs | undefined

  step(ctx: Parameters<Machine<Protocol>['step']>[0], input: Input<Protocol>): readonly Effect<Protocol>[] {
    if (input.type === 'tick') {
      this.seen.push({ now: ctx.now, earliest: ctx.wall.earliest, latest: ctx.wall.latest })
      this.wakeAt = (ctx.now + 1_000) as MonoMs
    }
    return []
  }
}

describe('a node whose clock is wrong', () => {
  it('has its timers fire fast or slow, and is told its own time', () => {
    const sim = new Simulation<Ticker>({
      seed: 1,
      make: () => {
        const view = new Ticker()
        return { machines: [['chord', view]], view }
      },
    })
    const [right, fast, slow] = [sim.add(), sim.add(), sim.add()]
    clockOf(fast).drift(0, 100_000)
    clockOf(slow).drift(0, -100_000)
    clockOf(slow).jump(86_400_000)
    clockOf(slow).uncertaintyMs = 7
    sim.run(100_000)
    const ticks = [right, fast, slow].map((node) => node.view.seen.length)
    assert.deepEqual(ticks, [101, 110, 90])
    const last = slow.view.seen.at(-1)
    assert.ok(last !== undefined && Math.abs(last.earliest + 7 - (last.now + 86_400_000)) < 1e-6)
    assert.equal(last.latest - last.earliest, 14)
    for (const { now, earliest, latest } of right.view.seen) assert.ok(now === earliest && now === latest)
  })
})
