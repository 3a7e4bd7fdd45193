import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lamport, peerKey } from '../../../../src/base/index.ts'
import {
  compareStamps,
  LamportClock,
  LAMPORT_RESERVE,
  MAX_LAMPORT,
  MAX_LAMPORT_JUMP,
} from '../../../../src/protocols/clock/index.ts'

describe('LamportClock', () => {
  it('never goes back and is past what it merged after the next tick (IR1, IR2)', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1_000_000 })), (received) => {
        const clock = new LamportClock(0, LAMPORT_RESERVE)
        for (const time of received) {
          const before = clock.time
          clock.merge(time)
          const after = clock.tick()
          assert.ok(after > before && after > time)
        }
      }),
    )
  })

  it('caps an absurd jump, exactly at the limit', () => {
    const clock = new LamportClock(10, 100)
    clock.merge(10 + MAX_LAMPORT_JUMP)
    assert.equal(clock.time, 10 + MAX_LAMPORT_JUMP)
    assert.equal(clock.capped, 0)
    const other = new LamportClock(10, 100)
    other.merge(10 + MAX_LAMPORT_JUMP + 1)
    assert.equal(other.time, 10 + MAX_LAMPORT_JUMP)
    assert.equal(other.capped, 1)
    const last = new LamportClock(MAX_LAMPORT - 1, MAX_LAMPORT)
    last.merge(MAX_LAMPORT + 5)
    assert.equal(last.time, MAX_LAMPORT)
  })

  it('wants a new mark when half of the reserve is used up', () => {
    const clock = new LamportClock(0, LAMPORT_RESERVE)
    assert.equal(clock.wanted, undefined)
    clock.merge(LAMPORT_RESERVE / 2 + 1)
    assert.equal(clock.wanted, LAMPORT_RESERVE / 2 + 1 + LAMPORT_RESERVE)
    clock.reserved(clock.wanted)
    assert.equal(clock.wanted, undefined)
    clock.reserved(5)
    assert.ok(clock.mark > 5, 'a mark never goes back')
  })

  it('orders all stamps totally', () => {
    const stamp = fc.record({
      lamport: fc.nat({ max: 5 }).map(lamport),
      peer: fc.constantFrom('a', 'b', 'c').map(peerKey),
    })
    fc.assert(
      fc.property(stamp, stamp, stamp, (a, b, c) => {
        assert.equal(Math.sign(compareStamps(a, b)) + Math.sign(compareStamps(b, a)), 0)
        assert.equal(compareStamps(a, b) === 0, a.lamport === b.lamport && a.peer === b.peer)
        if (compareStamps(a, b) < 0 && compareStamps(b, c) < 0) assert.ok(compareStamps(a, c) < 0)
        if (a.lamport < b.lamport) assert.ok(compareStamps(a, b) < 0)
      }),
    )
  })
})
