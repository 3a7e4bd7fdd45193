import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Budget, type Claim } from '../../../../src/protocols/swarm/budget.ts'
import { Pace, RateMeter } from '../../../../src/protocols/swarm/pace.ts'

void test('a rate is the mean of the last 5 s, or of the time since the first byte', () => {
  const meter = new RateMeter()
  assert.equal(meter.bps(5_000), 0)
  for (let at = 0; at < 10_000; at += 100) meter.add(at, 1_000)
  assert.ok(Math.abs(meter.bps(10_000) - 10_000) < 200)
  for (let at = 10_000; at < 60_000; at += 100) meter.add(at, 2_000)
  assert.ok(Math.abs(meter.bps(60_000) - 20_000) < 600, `${meter.bps(60_000)}`)
  assert.ok(meter.bps(62_500) < 12_000)
  assert.equal(meter.bps(65_000), 0, 'nothing is left of it 5 s after the last byte')
  assert.equal(meter.total, 100 * 1_000 + 500 * 2_000)
})

/** A link of so many bytes a millisecond and a round trip of `rttMs` without load, asked for as much as Pace wants. */
function settle(bytesPerMs: number, rttMs: number): number {
  const pace = new Pace()
  const block = 65_536
  let now = 0
  let free = 0
  const open: { at: number; sentAt: number; deliveredThen: number }[] = []
  while (now < 20_000) {
    while (open.length < Math.max(4, Math.ceil(pace.windowBytes / block))) {
      free = Math.max(free, now + rttMs / 2) + block / bytesPerMs
      open.push({ at: free + rttMs / 2, sentAt: now, deliveredThen: pace.delivered })
    }
    const next = open.shift()!
    now = next.at
    pace.came(now, block, next.sentAt, next.deliveredThen)
  }
  return pace.windowBytes
}

void test('the pipeline follows bandwidth times round trip, and is not lengthened by its own queue', () => {
  // 100 MB/s at 100 ms: 10 MB on the way, twice that asked for.
  const wan = settle(100_000, 100)
  assert.ok(wan > 10e6 && wan < 30e6, `${wan}`)
  // 1 MB/s at 20 ms: pauses of 50 ms count, 50 kB on the way.
  const slow = settle(1_000, 20)
  assert.ok(slow > 50e3 && slow < 600e3, `${slow}`)
})

void test('the budget is shared equally by swarms that fetch at once, and nobody is left without a piece', () => {
  const budget = new Budget({ inFlightBytes: 100 })
  const claim = (): Claim => ({ usedBytes: 0, waiting: false })
  const [a, b] = [claim(), claim()]
  for (let i = 0; i < 10; i++) {
    assert.ok(budget.affords(a, 10))
    budget.take(a, 10)
  }
  assert.equal(budget.affords(a, 10), false)
  assert.equal(budget.affords(b, 10), false)
  budget.wait(b, true)
  assert.equal(budget.waiting, 1)
  budget.give(a, 10)
  assert.equal(budget.affords(a, 10), false, 'a has more than its half')
  assert.ok(budget.affords(b, 10))
  budget.take(b, 10)
  assert.equal(budget.usedBytes, 100)
  for (let i = 0; i < 9; i++) budget.give(a, 10)
  budget.give(b, 10)
  assert.ok(budget.affords(a, 1_000), 'a piece larger than the budget may be alone')
})
