import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { compareKeys } from '../../../src/base/index.ts'

it('keys are ordered as their UTF-8 bytes are', () => {
  // Those around the surrogates are the ones that JavaScript orders otherwise.
  const char = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
  )
  const keys = fc.array(char, { maxLength: 6 }).map((chars) => chars.join(''))
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      assert.equal(Math.sign(compareKeys(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
    { numRuns: 1_000 },
  )
  assert.ok(compareKeys('\uffff', '\u{10000}') < 0 && '\uffff' > '\u{10000}')
})
