import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clocksOf } from '../../../src/cli/doctor/clocks.ts'

const of = (...offsets: (number | null)[]) =>
  clocksOf(offsets.map((clockOffsetMs, i) => ({ peerId: `peer-${i}`, clockOffsetMs })))
const kinds = (...offsets: (number | null)[]): string[] => of(...offsets).map(({ status }) => status)

test('clocks within a second are well, one millisecond more is not', () => {
  assert.deepEqual(kinds(1_000, -1_000, 0), ['ok'])
  assert.deepEqual(kinds(0, 0, 1_001), ['warn'])
  assert.deepEqual(kinds(0, 0, -1_001), ['warn'])
})

test('the clock that differs from most others is the one that is off', () => {
  const [ours] = of(60_000, 60_100, 0)
  assert.equal(ours?.status, 'fail')
  assert.match(ours.detail, /^2 of 3 peers .*: peer-1 by 60 s ahead$/)
  assert.match(ours.hint ?? '', /clock of this machine/)
  const [theirs] = of(0, 20, -90_000)
  assert.match(theirs?.detail ?? '', /peer-2 by 90 s behind$/)
  assert.match(theirs?.hint ?? '', /there/)
  assert.deepEqual(kinds(5_000), ['fail'])
})

test('peers that do not tell the time are left out', () => {
  assert.deepEqual(of(null, null), [])
  assert.deepEqual(kinds(null, 9_000, 0, 0), ['warn'])
})
