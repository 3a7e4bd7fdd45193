import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MonoMs } from '../../../src/base/index.ts'
import type { Machine, Protocol } from '../../../src/protocols/index.ts'
import { Ticks } from '../../../src/runtime/ticks.ts'

/** A machine that wants its tick at `at`, and counts how often it is asked. */
class Asked implements Machine<Protocol> {
  readonly hears = []
  at: number | undefined
  asked = 0

  constructor(at: number | undefined) {
    this.at = at
  }

  get wakeAt(): MonoMs | undefined {
    this.asked++
    return this.at as MonoMs | undefined
  }

  step(): readonly [] {
    return []
  }
}

test('the earliest tick of all machines', () => {
  const ticks = new Ticks([new Asked(30), new Asked(undefined), new Asked(20)])
  assert.equal(ticks.earliest, 20)
  assert.deepEqual([ticks.of(0), ticks.of(1), ticks.of(2)], [30, Infinity, 20])
})

test('no machine wants one', () => {
  assert.equal(new Ticks([]).earliest, Infinity)
  assert.equal(new Ticks([new Asked(undefined)]).earliest, Infinity)
})

test('a machine is asked once after each of its steps, and not after those of others', () => {
  const [a, b] = [new Asked(30), new Asked(undefined)]
  const ticks = new Ticks([a, b])
  for (let i = 0; i < 3; i++) assert.equal(ticks.earliest, 30)
  assert.deepEqual([a.asked, b.asked], [1, 1])
  b.at = 10
  ticks.stepped(1)
  for (let i = 0; i < 3; i++) assert.equal(ticks.earliest, 10)
  assert.deepEqual([a.asked, b.asked], [1, 2])
  b.at = undefined
  ticks.stepped(1)
  ticks.stepped(1)
  assert.equal(ticks.earliest, 30)
  assert.deepEqual([a.asked, b.asked], [1, 3])
})
