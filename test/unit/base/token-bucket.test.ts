import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TokenBucket } from '../../../src/base/index.ts'

const takenOf = (bucket: TokenBucket, nowMs: number): number => {
  let count = 0
  while (bucket.take(nowMs)) count++
  return count
}

test('a burst, then as they are poured', () => {
  let nowMs = 0
  const bucket = new TokenBucket({ perSecond: 10, burst: 10 }, nowMs)
  assert.equal(bucket.isFull(nowMs), true)
  assert.equal(takenOf(bucket, nowMs), 10)
  assert.equal(bucket.isFull(nowMs), false)
  assert.equal(bucket.waitMs(nowMs), 100)
  nowMs += 99
  assert.equal(takenOf(bucket, nowMs), 0)
  assert.ok(Math.abs(bucket.waitMs(nowMs) - 1) < 1e-9)
  nowMs += 1
  assert.equal(bucket.waitMs(nowMs), 0)
  assert.equal(takenOf(bucket, nowMs), 1)
  nowMs += 500
  assert.equal(takenOf(bucket, nowMs), 5)
  nowMs += 60_000
  assert.equal(bucket.isFull(nowMs), true)
  assert.equal(takenOf(bucket, nowMs), 10)
})

test('a burst that is not that of a second: ten at once, then one a minute', () => {
  const bucket = new TokenBucket({ perSecond: 1 / 60, burst: 10 }, 0)
  for (let i = 0; i < 10; i++) assert.ok(bucket.take(0))
  assert.equal(bucket.take(0), false)
  assert.equal(bucket.take(59_000), false)
  assert.equal(bucket.take(60_001), true)
})

test('what is put in beside time counts as what is poured, and does not run over', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 3 }, 0)
  bucket.deposit(1)
  assert.equal(takenOf(bucket, 0), 3)
  bucket.deposit(0.5)
  assert.equal(takenOf(bucket, 0), 0)
  assert.equal(bucket.waitMs(0), 500)
  assert.equal(takenOf(bucket, 500), 1)
  bucket.deposit(100)
  assert.equal(bucket.isFull(500), true)
  assert.equal(takenOf(bucket, 500), 3)
})

test('a clock that goes back pours nothing, then or when it catches up', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 10 }, 10_000)
  assert.equal(takenOf(bucket, 10_000), 10)
  for (const nowMs of [0, -5_000, 9_999, 10_000]) {
    assert.equal(bucket.take(nowMs), false, `at ${nowMs}`)
    assert.equal(bucket.waitMs(nowMs), 100, `at ${nowMs}`)
    assert.equal(bucket.isFull(nowMs), false, `at ${nowMs}`)
  }
  assert.equal(takenOf(bucket, 10_100), 1)
})

test('property: over any time, whatever the clock does, no more pass than a burst and what was poured', () => {
  const waits = fc.array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.nat(20)), { maxLength: 50 })
  const some = fc.integer({ min: 1, max: 50 })
  fc.assert(
    fc.property(some, some, waits, (perSecond, burst, steps) => {
      let [nowMs, latestMs, passed] = [0, 0, 0]
      const bucket = new TokenBucket({ perSecond, burst }, nowMs)
      for (const [waitMs, asks] of steps) {
        nowMs += waitMs
        latestMs = Math.max(latestMs, nowMs)
        for (let i = 0; i < asks; i++) if (bucket.take(nowMs)) passed++
      }
      assert.ok(passed <= burst + (latestMs * perSecond) / 1_000 + 1e-6)
    }),
  )
})

test('property: who waits as long as it is told gets a token, and not much before', () => {
  const rate = fc.record({ perSecond: fc.double({ min: 0.01, max: 1_000, noNaN: true }), burst: fc.nat(20) })
  fc.assert(
    fc.property(rate, fc.nat(40), ({ perSecond, burst }, takes) => {
      const bucket = new TokenBucket({ perSecond, burst: burst + 1 }, 0)
      for (let i = 0; i < takes; i++) bucket.take(0)
      const waitMs = bucket.waitMs(0)
      if (waitMs > 0) assert.equal(bucket.take(waitMs * 0.999), false)
      assert.equal(bucket.take(waitMs * 1.001), true)
    }),
  )
})
