import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { monoMs, type MonoMs } from '../../../src/base/index.ts'
import { succeed, type CommandId, type Effect, type Protocol } from '../../../src/protocols/index.ts'
import { Pump } from '../../../src/runtime/index.ts'
import { rig, Scripted } from './rig.ts'

/** A clock that stands still until it is moved. */
class HeldClock {
  time = 0
  timers = new Set<{ at: number; callback: () => void }>()
  now = (): MonoMs => monoMs(this.time)
  after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { at: this.time + delayMs, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }
  moveTo(time: number): void {
    this.time = time
    for (const timer of [...this.timers]) {
      if (timer.at > time) continue
      this.timers.delete(timer)
      timer.callback()
    }
  }
}

function pumped(): { machine: Scripted; clock: HeldClock; pump: Pump } {
  const machine = new Scripted()
  const clock = new HeldClock()
  // Results go to the pump, as a daemon's ports do.
  const { host } = rig(
    { chord: machine },
    {
      settled: (id, result) => {
        pump.settled(id, result)
      },
      progress: (id, item) => {
        pump.progress(id, item)
      },
    },
  )
  const pump = new Pump(host, clock)
  return { machine, clock, pump }
}

describe('Pump', () => {
  it('wakes the host when it asked to be woken, with one timer', () => {
    const { machine, clock, pump } = pumped()
    pump.start()
    assert.equal(clock.timers.size, 0)
    machine.wakeAt = monoMs(50)
    pump.run((host, now) => {
      host.linkUp(now, 'bob' as never, 1 as never)
    })
    pump.run((host, now) => {
      host.linkUp(now, 'eve' as never, 1 as never)
    })
    assert.equal(clock.timers.size, 1)
    clock.moveTo(49)
    assert.equal(machine.wakeAt, 50)
    clock.moveTo(50)
    assert.equal(machine.wakeAt, undefined, 'it got its tick')
    assert.equal(clock.timers.size, 0)
  })

  it('runs no further step after one that threw, and tells whom it was given instead of the bringer of the input', async () => {
    const machine = new Scripted()
    const failures: unknown[] = []
    const { host } = rig({ chord: machine })
    const pump = new Pump(host, new HeldClock(), (error) => failures.push(error))
    pump.start()
    machine.react = () => {
      throw new Error('a bug')
    }
    const waiting = pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100 })
    assert.deepEqual(
      failures.map((error) => (error as Error).message),
      ['a bug'],
    )
    assert.equal((await waiting).ok, false)
    let ran = false
    pump.run(() => {
      ran = true
    })
    assert.equal(ran, false)
  })

  it('never re-enters: what a step sets off runs after it', () => {
    const { pump } = pumped()
    const order: string[] = []
    pump.run(() => {
      pump.run(() => order.push('second'))
      order.push('first')
    })
    assert.deepEqual(order, ['first', 'second'])
  })

  it('resolves a command that ends at once, and one that ends later', async () => {
    const { machine, pump } = pumped()
    machine.react = (input) => (input.type === 'command' ? [{ type: 'done', id: input.id, result: succeed(1) }] : [])
    assert.deepEqual(await pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100 }), succeed(1))
    let open: number | undefined
    machine.react = (input) => {
      if (input.type === 'command') open = input.id
      if (input.type === 'linkUp') return [{ type: 'done', id: open as never, result: succeed(2) }]
      return []
    }
    const later = pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100 })
    pump.run((host, now) => {
      host.linkUp(now, 'bob' as never, 1 as never)
    })
    assert.deepEqual(await later, succeed(2))
  })

  it('hands on what a command tells, within its first step and later, each in its order and to its own caller alone', async () => {
    const { machine, pump } = pumped()
    const opened: CommandId[] = []
    const tell = (id: CommandId, item: string): Effect<Protocol> => ({ type: 'progress', id, item })
    machine.react = (input) => {
      if (input.type !== 'command') return []
      opened.push(input.id)
      // The second also has a word for the first, and one for nobody.
      if (opened.length === 1) return [tell(input.id, 'a'), tell(input.id, 'b')]
      const others = [tell(opened[0]!, 'd'), tell(99 as CommandId, 'x')]
      return [tell(input.id, 'c'), ...others, { type: 'done', id: input.id, result: succeed(2) }]
    }
    const told: [which: number, item: unknown][] = []
    const run = (which: number): Promise<unknown> =>
      pump.command(
        'chord',
        { name: 'ring', args: {} },
        {
          deadlineMs: 100,
          progress: (item: unknown) => {
            told.push([which, item])
          },
        },
      )
    const first = run(1)
    assert.deepEqual(told, [
      [1, 'a'],
      [1, 'b'],
    ])
    assert.deepEqual(await run(2), succeed(2))
    machine.react = (input) =>
      input.type === 'linkUp' ? [tell(opened[0]!, 'e'), { type: 'done', id: opened[0]!, result: succeed(1) }] : []
    pump.run((host, now) => {
      host.linkUp(now, 'bob' as never, 1 as never)
    })
    assert.deepEqual(await first, succeed(1))
    assert.deepEqual(told.slice(2), [
      [1, 'd'],
      [2, 'c'],
      [1, 'e'],
    ])
  })

  it('gives up a command when its caller does, or when the daemon stops', async () => {
    const { machine, pump } = pumped()
    const caller = new AbortController()
    const first = pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100, signal: caller.signal })
    caller.abort()
    const given = await first
    assert.equal(given.ok ? '' : given.code, 'CANCELLED')
    assert.equal(machine.seen.at(-1)?.type, 'cancel')
    const second = pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100 })
    pump.stop()
    const stopped = await second
    assert.equal(stopped.ok ? '' : stopped.code, 'CANCELLED')
    const third = await pump.command('chord', { name: 'ring', args: {} }, { deadlineMs: 100 })
    assert.equal(third.ok, false)
  })
})
