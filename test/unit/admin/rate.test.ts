import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RateLimit } from '../../../src/admin/rate.ts'

test('a burst of as many as in a second, then as they are poured', () => {
  let nowMs = 0
  const limit = new RateLimit(10, nowMs)
  const taken = (): number => {
    let count = 0
    while (limit.take(nowMs)) count++
    return count
  }
  assert.equal(limit.isFull(nowMs), true)
  assert.equal(taken(), 10)
  assert.equal(limit.isFull(nowMs), false)
  assert.equal(limit.waitMs(nowMs), 100)
  nowMs += 99
  assert.equal(taken(), 0)
  assert.ok(Math.abs(limit.waitMs(nowMs) - 1) < 1e-9)
  nowMs += 1
  assert.equal(limit.waitMs(nowMs), 0)
  assert.equal(taken(), 1)
  nowMs += 500
  assert.equal(taken(), 5)
  nowMs += 60_000
  assert.equal(limit.isFull(nowMs), true)
  assert.equal(taken(), 10)
})

test('a burst of its own: ten at once, then one a minute', () => {
  const limit = new RateLimit(1 / 60, 0, 10)
  for (let i = 0; i < 10; i++) assert.ok(limit.take(0))
  assert.equal(limit.take(0), false)
  assert.equal(limit.take(59_000), false)
  assert.equal(limit.take(60_001), true)
})

test('property: over any time no more pass than a burst and what was poured', () => {
  const waits = fc.array(fc.tuple(fc.nat(300), fc.nat(20)), { maxLength: 50 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), waits, (perSecond, steps) => {
      let nowMs = 0
      let passed = 0
      const limit = new RateLimit(perSecond, nowMs)
      for (const [waitMs, asks] of steps) {
        nowMs += waitMs
        for (let i = 0; i < asks; i++) if (limit.take(nowMs)) passed++
      }
      assert.ok(passed <= perSecond + (nowMs * perSecond) / 1_000 + 1e-6)
    }),
  )
})
