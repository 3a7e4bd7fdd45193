import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hexOf, sameBytes } from '../../../src/base/index.ts'

const bytes = fc.uint8Array({ maxLength: 70 })

describe('bytes', () => {
  it('are written as two lower-case digits each', () => {
    fc.assert(
      fc.property(bytes, (each) => {
        assert.equal(hexOf(each), Buffer.from(each).toString('hex'))
      }),
    )
  })

  it('are the same as others of their length with the same at each place', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), (a, b, nth) => {
        assert.equal(sameBytes(a, b), Buffer.compare(a, b) === 0)
        assert.equal(sameBytes(a, a.slice()), true)
        assert.equal(sameBytes(a, Uint8Array.of(...a, 0)), false)
        if (a.length === 0) return
        const other = a.slice()
        other[nth % a.length] = (other[nth % a.length] ?? 0) ^ 1
        assert.equal(sameBytes(a, other), false)
      }),
    )
  })
})
