import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lockout } from '../../../src/admin/lockout.ts'

const FAILURES = 3
const LONGEST_MS = 10_000
const lockout = () => new Lockout({ lockoutFailures: FAILURES, lockoutMaxMs: LONGEST_MS })

/** Fails until a lock begins; returns its length. */
function lock(of: Lockout, address: string, nowMs: number): number {
  for (let i = 1; i < FAILURES; i++) assert.deepEqual(of.failed(address, nowMs), { lockedMs: 0, began: undefined })
  const { lockedMs, began } = of.failed(address, nowMs)
  assert.equal(lockedMs, 0, 'the failure that begins it is an ordinary one')
  assert.equal(began?.failures, FAILURES)
  return began.lockMs
}

test('each lock is twice as long, up to the longest', () => {
  const of = lockout()
  let nowMs = 0
  for (const expected of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    assert.equal(lock(of, '10.0.0.1', nowMs), expected)
    assert.equal(of.failed('10.0.0.1', nowMs).lockedMs, expected)
    assert.equal(of.failed('10.0.0.1', nowMs + expected - 1).lockedMs, 1)
    assert.equal(of.locked(nowMs), 1)
    nowMs += expected
    assert.equal(of.locked(nowMs), 0)
  }
})

test('what comes during a lock does not prolong it; other addresses are not concerned', () => {
  const of = lockout()
  lock(of, '10.0.0.1', 0)
  for (let i = 0; i < 100; i++) assert.ok(of.failed('10.0.0.1', 500).lockedMs > 0)
  assert.equal(of.failed('10.0.0.1', 1_000).lockedMs, 0)
  assert.equal(of.failed('10.0.0.2', 500).lockedMs, 0)
})

test('hosts of one v6 network are one; quiet for the longest time is forgotten', () => {
  const of = lockout()
  lock(of, '2001:db8::1', 0)
  assert.equal(of.failed('2001:db8::2', 0).lockedMs, 1_000)
  assert.equal(lock(of, '2001:db8::3', 1_000), 2_000)
  assert.equal(lock(of, '2001:db8::4', 3_000 + LONGEST_MS), 1_000, 'from the start again')
})

test('the table is bounded, and full of locked ones it locks newcomers together', () => {
  const of = new Lockout({ lockoutFailures: 1, lockoutMaxMs: 1_000 })
  for (let i = 0; i < 5_000; i++) of.failed(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 0)
  assert.equal(of.locked(0), 1_024)
  assert.ok(of.failed('192.0.2.1', 0).lockedMs > 0)
})
