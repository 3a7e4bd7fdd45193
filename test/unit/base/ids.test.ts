import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  arcFraction,
  between,
  idBefore,
  inArc,
  OrbError,
  plusPowerOfTwo,
  ringId,
  ringIdOfBytes,
  swarmId,
  type RingId,
} from '../../../src/base/index.ts'

const anyId = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(ringIdOfBytes)
const SIZE = 1n << 256n
const numberOf = (id: RingId): bigint => BigInt(`0x${id}`)
/** Clockwise steps from a to b: the dumb reference for every arc. */
const steps = (a: RingId, b: RingId): bigint => (numberOf(b) - numberOf(a) + SIZE) % SIZE

describe('ring ids', () => {
  it('refuses all but 64 lower-case hex digits', () => {
    for (const bad of [
      '',
      'ab',
      'G'.repeat(64),
      'A'.repeat(64),
      'a'.repeat(63),
      'a'.repeat(65),
      ` ${'a'.repeat(63)}`,
    ]) {
      assert.throws(
        () => ringId(bad),
        (error: unknown) => error instanceof OrbError && error.code === 'INVALID_ARGUMENT',
      )
      assert.throws(() => swarmId(bad), OrbError)
    }
    assert.throws(() => ringIdOfBytes(new Uint8Array(31)), OrbError)
    assert.throws(() => ringIdOfBytes(new Uint8Array(33)), OrbError)
    assert.equal(ringId('0f'.repeat(32)), '0f'.repeat(32))
  })

  it('between is the clockwise open arc', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (a, x, b) => {
        const expected = a === b ? x !== a : x !== a && x !== b && steps(a, x) < steps(a, b)
        assert.equal(between(a, x, b), expected)
      }),
    )
  })

  it('between holds for no end, and for all but a on the arc a to a', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        assert.equal(between(a, a, b), false)
        assert.equal(between(a, b, b), false)
        assert.equal(between(a, b, a), a !== b)
      }),
    )
  })

  it('inArc closes the arc at its end; the arc (a, a] is the ring', () => {
    fc.assert(
      fc.property(anyId, anyId, anyId, (a, x, b) => {
        assert.equal(inArc(a, x, b), x === b || between(a, x, b))
        assert.equal(inArc(a, x, a), true)
      }),
    )
  })

  it('adds powers of two around the ring', () => {
    fc.assert(
      fc.property(anyId, fc.integer({ min: 0, max: 255 }), (id, exponent) => {
        assert.equal(steps(id, plusPowerOfTwo(id, exponent)), 1n << BigInt(exponent))
      }),
    )
  })

  it('knows the id before each', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        assert.equal(steps(idBefore(id), id), 1n)
      }),
    )
    assert.equal(idBefore('0'.repeat(64) as RingId), 'f'.repeat(64))
  })

  it('measures arcs as a fraction of the ring', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const exact = Number((steps(a, b) * 1_000_000n) / SIZE) / 1_000_000
        assert.ok(Math.abs(arcFraction(a, b) - exact) < 2e-6)
      }),
    )
  })
})
