import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { asciiBytes, asciiJson, asciiOf, jsonOf } from '../../../src/base/index.ts'

describe('ASCII', () => {
  it('is bytes and text, of any length', () => {
    const text = fc.string({ unit: 'binary-ascii' })
    fc.assert(fc.property(text, (each) => asciiOf(asciiBytes(each)) === each))
    fc.assert(fc.property(text, (each) => Buffer.from(each, 'ascii').equals(asciiBytes(each))))
    // More than a function takes arguments.
    const long = 'x'.repeat(1_000_000)
    assert.ok(asciiOf(asciiBytes(long)) === long)
  })

  it('holds JSON; bytes that hold none are no value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), (value) => {
        assert.equal(JSON.stringify(jsonOf(asciiJson(value))), JSON.stringify(value))
      }),
    )
    const row = asciiJson({ amount: 7 })
    assert.equal(jsonOf(row.subarray(0, -1)), undefined)
    assert.equal(jsonOf(new Uint8Array()), undefined)
    assert.equal(jsonOf(Uint8Array.of(0xff, 0x00)), undefined)
  })
})
