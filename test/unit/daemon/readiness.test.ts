import assert from 'node:assert/strict'
import { test } from 'node:test'
import { succeed, fail, type Result } from '../../../src/protocols/index.ts'
import type { ChordView } from '../../../src/protocols/chord/index.ts'
import type { MonoMs } from '../../../src/base/index.ts'
import { Readiness } from '../../../src/daemon/readiness.ts'

type State = 'alone' | 'joining' | 'member'

/** A daemon with so many positions, its time, and who looks it up. */
class Bench {
  now = 0
  states: State[]
  isSolitary = false
  /** Positions that others do not find. */
  readonly lost = new Set<number>()
  lookedUp: number[] = []
  readonly readiness: Readiness
  #waiting: { at: number; callback: () => void }[] = []

  constructor(positions: number) {
    this.states = Array.from({ length: positions }, () => 'joining' as const)
    const ring = {
      positions: () => this.states.map((_, position) => position),
      state: (position: number) => this.states[position],
      self: (position: number) => ({ id: `id ${position}` }),
      successors: () => [{}],
      solitary: () => this.isSolitary,
    }
    this.readiness = new Readiness({
      ring: ring as unknown as ChordView,
      now: () => this.now as MonoMs,
      after: (delayMs, callback) => {
        const timer = { at: this.now + delayMs, callback }
        this.#waiting.push(timer)
        return () => {
          this.#waiting = this.#waiting.filter((each) => each !== timer)
        }
      },
      lookupSelf: (position) => Promise.resolve(this.#lookUp(position)),
    })
    this.readiness.start()
  }

  #lookUp(position: number): Result {
    this.lookedUp.push(position)
    return this.lost.has(position)
      ? fail('LOOKUP_TIMEOUT', 'nobody knew')
      : succeed({ owner: { id: `id ${position}` } })
  }

  /** Lets time pass, and what comes of it. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    for (;;) {
      const [next] = this.#waiting.sort((a, b) => a.at - b.at)
      if (next === undefined || next.at > until) break
      this.#waiting.shift()
      this.now = next.at
      next.callback()
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.now = until
  }

  get reasons(): readonly string[] {
    return this.readiness.reasons()
  }
}

test('a daemon is ready when it has joined at all of its positions, and is found at each', async () => {
  const bench = new Bench(3)
  await bench.pass(1_000)
  assert.deepEqual(bench.reasons, ['not joined yet'])
  assert.deepEqual(bench.lookedUp, [])
  bench.states = ['member', 'joining', 'joining']
  await bench.pass(150)
  assert.deepEqual(bench.reasons, ['2 of 3 positions have not joined yet'])
  assert.deepEqual([...new Set(bench.lookedUp)], [0])
  bench.states = ['member', 'member', 'member']
  bench.lost.add(2)
  await bench.pass(150)
  assert.deepEqual(bench.reasons, ['others do not find this daemon yet: nobody knew'])
  bench.lost.clear()
  await bench.pass(150)
  assert.deepEqual(bench.reasons, [])
  await bench.readiness.first
})

test('from then on positions are looked up in turns, one at a time; one that is lost is looked up until it is found', async () => {
  const bench = new Bench(4)
  bench.states = ['member', 'member', 'member', 'member']
  await bench.pass(150)
  bench.lookedUp = []
  await bench.pass(40_000)
  assert.deepEqual(bench.lookedUp, [0, 1, 2, 3])
  bench.lost.add(0)
  bench.lookedUp = []
  await bench.pass(29_000)
  assert.deepEqual([...new Set(bench.lookedUp)], [0])
  assert.deepEqual(bench.reasons, [], 'two checks may fail')
  await bench.pass(12_000)
  assert.match(bench.reasons.join(), /others do not find this daemon yet/)
  bench.lost.clear()
  await bench.pass(1_000)
  assert.deepEqual(bench.reasons, [])
})

test('a position that joins again has to be found again; the others are not asked for', async () => {
  const bench = new Bench(3)
  bench.states = ['member', 'member', 'member']
  await bench.pass(150)
  bench.states = ['member', 'joining', 'member']
  assert.deepEqual(bench.reasons, ['1 of 3 positions have not joined yet'])
  await bench.pass(10_200)
  bench.states = ['member', 'member', 'member']
  bench.lookedUp = []
  assert.notDeepEqual(bench.reasons, [])
  await bench.pass(150)
  assert.deepEqual([bench.lookedUp, bench.reasons], [[1], []])
})

test('with nobody but itself in the ring a daemon is ready, at one position or at many; not once others are there', async () => {
  for (const states of [['alone'], ['member', 'member', 'member']] as const) {
    const bench = new Bench(states.length)
    bench.states = [...states]
    bench.isSolitary = true
    await bench.pass(150)
    assert.deepEqual([bench.reasons, bench.lookedUp], [[], []])
    bench.states = states.map(() => 'member' as const)
    bench.isSolitary = false
    assert.match(bench.reasons.join(), /others do not find this daemon yet/)
    bench.readiness.ringChanged()
    await bench.pass(10)
    assert.deepEqual([bench.reasons, bench.lookedUp.length], [[], states.length])
  }
})

test('one that leaves or stops says so, and looks nothing up any more', async () => {
  const bench = new Bench(2)
  bench.states = ['member', 'member']
  await bench.pass(150)
  bench.readiness.leave()
  bench.lookedUp = []
  await bench.pass(60_000)
  assert.deepEqual([bench.reasons, bench.lookedUp], [['the daemon is leaving'], []])
})
