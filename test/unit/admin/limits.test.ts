import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Limits } from '../../../src/admin/limits.ts'

const limits = () => new Limits({ readsPerSecond: 3, writesPerSecond: 2, anonymousPerSecond: 1 })

function passed(of: Limits, caller: string | undefined, address: string, reads: boolean, nowMs = 0): number {
  for (let count = 0; ; count++) if (of.take(caller, address, reads, nowMs) > 0) return count
}

test('each token has its own reads and writes; without one the address counts', () => {
  const of = limits()
  assert.equal(passed(of, 'a', '127.0.0.1', true), 3)
  assert.equal(passed(of, 'a', '127.0.0.1', false), 2)
  assert.equal(passed(of, 'b', '127.0.0.1', true), 3)
  assert.equal(passed(of, undefined, '127.0.0.1', true), 1)
  assert.equal(passed(of, undefined, '10.0.0.1', true), 1)
  assert.equal(passed(of, 'a', '127.0.0.1', true, 1_000), 3, 'a second later')
})

test('from other machines the address counts besides, however many tokens it has', () => {
  const of = limits()
  assert.equal(passed(of, 'a', '10.0.0.1', true), 3)
  assert.equal(passed(of, 'b', '10.0.0.1', true), 0)
  assert.equal(passed(of, 'b', '10.0.0.2', true), 2, 'one was taken from b meanwhile')
})

test('a refused caller is told when to come again', () => {
  const of = limits()
  assert.equal(of.take(undefined, '10.0.0.1', true, 0), 0)
  assert.equal(of.take(undefined, '10.0.0.1', true, 250), 750)
  assert.equal(of.take(undefined, '10.0.0.1', true, 1_000), 0)
})

test('more addresses than are remembered share one limit: many of them gain nothing', () => {
  const of = limits()
  let count = 0
  for (let i = 0; i < 3_000; i++) if (of.take(undefined, `10.0.${i >> 8}.${i & 255}`, true, 0) === 0) count++
  assert.equal(count, 1_024 + 1)
})
