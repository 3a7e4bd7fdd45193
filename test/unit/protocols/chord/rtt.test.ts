import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { peerKey } from '../../../../src/base/index.ts'
import { MAX_ROUND_TRIPS } from '../../../../src/protocols/chord/limits.ts'
import { MAX_RTO_MS, MIN_RTO_MS, RoundTrips } from '../../../../src/protocols/chord/rtt.ts'

const [p, q] = [peerKey('p'), peerKey('q')]

describe('round trips', () => {
  it('are unknown until the first answer, then as RFC 6298 §2.2 and §2.3 have them', () => {
    const rtts = new RoundTrips()
    assert.equal(rtts.rttOf(p), undefined)
    assert.equal(rtts.rtoOf(p), undefined)
    rtts.sample(p, 100)
    assert.equal(rtts.rttOf(p), 100)
    assert.equal(rtts.rtoOf(p), 100 + 4 * 50)
    rtts.sample(p, 60)
    // rttvar = ¾·50 + ¼·|100 − 60|, srtt = ⅞·100 + ⅛·60.
    assert.equal(rtts.rttOf(p), 95)
    assert.equal(rtts.rtoOf(p), 95 + 4 * 47.5)
    assert.equal(rtts.rttOf(q), undefined)
  })

  it('a first one that had to wait for the dial gives way to the next', () => {
    const rtts = new RoundTrips()
    rtts.sample(p, 100)
    rtts.sample(p, 10)
    assert.equal(rtts.rttOf(p), 10)
    rtts.linkDown(p)
    rtts.sample(p, 90)
    assert.equal(rtts.rttOf(p), 10, 'dialled anew')
    rtts.sample(p, 18)
    assert.equal(rtts.rttOf(p), 11)
  })

  it('time-outs double the time-out, up to a limit; a sample ends that', () => {
    const rtts = new RoundTrips()
    rtts.timedOut(p)
    assert.equal(rtts.rtoOf(p), undefined)
    rtts.sample(p, 20)
    const usual = rtts.rtoOf(p)!
    rtts.timedOut(p)
    assert.equal(rtts.rtoOf(p), 2 * usual)
    for (let i = 0; i < 20; i++) rtts.timedOut(p)
    assert.equal(rtts.rtoOf(p), 64 * usual)
    rtts.sample(p, 20)
    assert.ok(rtts.rtoOf(p)! <= usual)
  })

  it('the time-out follows steady round trips, and stays within its floor and ceiling', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100_000, noNaN: true }), fc.nat(30), (rttMs, more) => {
        const rtts = new RoundTrips()
        for (let i = 0; i <= more; i++) rtts.sample(p, rttMs)
        const rto = rtts.rtoOf(p)!
        assert.ok(Math.abs(rtts.rttOf(p)! - rttMs) <= 1e-6 * rttMs)
        assert.ok(rto >= MIN_RTO_MS && rto <= MAX_RTO_MS)
        if (rttMs > MIN_RTO_MS && rttMs < MAX_RTO_MS) assert.ok(rto >= rttMs)
        if (more === 30) assert.ok(rto <= Math.max(MIN_RTO_MS, rttMs * 1.01))
      }),
    )
  })

  it('stay within the range of what was seen', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1 }), (samples) => {
        const rtts = new RoundTrips()
        for (const sample of samples) rtts.sample(p, sample)
        const slack = 1e-6
        assert.ok(rtts.rttOf(p)! >= Math.min(...samples) - slack && rtts.rttOf(p)! <= Math.max(...samples) + slack)
      }),
    )
  })

  it('have a mean over the peers, each counting once', () => {
    const rtts = new RoundTrips()
    assert.equal(rtts.meanMs, 0)
    for (let i = 0; i < 10; i++) rtts.sample(p, 10)
    rtts.sample(q, 50)
    assert.equal(rtts.meanMs, 30)
    rtts.forget(q)
    assert.equal(rtts.meanMs, 10)
    rtts.forget(p)
    rtts.forget(p)
    assert.equal(rtts.meanMs, 0)
  })

  it('one that is late is so until any word from it', () => {
    const rtts = new RoundTrips()
    rtts.late(p)
    assert.equal(rtts.isLate(p), false, 'nobody knows what is usual of it')
    rtts.sample(p, 5)
    rtts.late(p)
    rtts.late(p)
    assert.ok(rtts.isLate(p) && !rtts.isLate(q))
    rtts.heard(q)
    assert.ok(rtts.isLate(p))
    rtts.heard(p)
    assert.equal(rtts.isLate(p), false)
  })

  it('are bounded: the oldest is forgotten first', () => {
    const rtts = new RoundTrips()
    for (let i = 0; i <= MAX_ROUND_TRIPS; i++) {
      rtts.sample(peerKey(`p${i.toString()}`), 1)
      if (i === 0) rtts.late(peerKey('p0'))
    }
    assert.equal(rtts.size, MAX_ROUND_TRIPS)
    assert.equal(rtts.rttOf(peerKey('p0')), undefined)
    assert.equal(rtts.isLate(peerKey('p0')), false)
    assert.equal(rtts.rttOf(peerKey('p1')), 1)
  })
})
