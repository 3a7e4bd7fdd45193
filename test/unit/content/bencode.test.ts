import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { OrbError } from '../../../src/base/index.ts'
import { type Bencoded, byteString, bytesOf, decodeBencode, encodeBencode } from '../../../src/content/bencode.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const decode = (text: string, limits = {}): Bencoded => decodeBencode(bytes(text), { bytes: 1000, ...limits })
const encode = (value: Bencoded): string => Buffer.from(encodeBencode(value)).toString('latin1')
const fails = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof OrbError && error.code === code && message.test(error.message)

/** Byte strings as plain bytes, since a Buffer and a Uint8Array are not deeply equal. */
const plain = (value: Bencoded): Bencoded => {
  if (typeof value === 'number') return value
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (Array.isArray(value)) return value.map(plain)
  return new Map([...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]))
}

const arbitrary: fc.Arbitrary<Bencoded> = fc.letrec<{ value: Bencoded }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc
      .array(fc.tuple(fc.uint8Array({ maxLength: 8 }).map(byteString), tie('value')), { maxLength: 6 })
      .map((entries): Bencoded => new Map(entries)),
  ),
})).value

suite('bencode', () => {
  test('the examples of BEP 3 and BEP 52', () => {
    assert.equal(decode('i3e'), 3)
    assert.equal(decode('i-3e'), -3)
    assert.equal(decode('i0e'), 0)
    assert.deepEqual(plain(decode('l4:spam4:eggse')), [Uint8Array.from(bytes('spam')), Uint8Array.from(bytes('eggs'))])
    assert.equal(encode(new Map([['spam', [bytes('a'), bytes('b')]]])), 'd4:spaml1:a1:bee')
    assert.equal(
      encode(
        new Map<string, Bencoded>([
          ['spam', bytes('eggs')],
          ['cow', bytes('moo')],
        ]),
      ),
      'd3:cow3:moo4:spam4:eggse',
    )
    assert.equal(encode(new Map()), 'de')
    assert.equal(encode([]), 'le')
    assert.equal(encode(bytes('')), '0:')
  })

  test('property: what is encoded decodes to the same, and canonically', () => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const encoded = encodeBencode(value)
        const decoded = decodeBencode(encoded, { bytes: encoded.byteLength })
        assert.deepEqual(plain(decoded), plain(value))
        assert.deepEqual(encodeBencode(decoded), encoded)
      }),
    )
  })

  test('property: whatever decodes is the one encoding of its value', () => {
    const alphabet = fc.constantFrom('i', 'l', 'd', 'e', '0', '1', '2', '3', '-', ':', 'a', 'b')
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        let value: Bencoded
        try {
          value = decode(text)
        } catch (error) {
          assert.ok(error instanceof OrbError, String(error))
          return
        }
        assert.equal(encode(value), text)
      }),
      { numRuns: 20_000 },
    )
  })

  test('property: a changed byte never crashes the decoder', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.nat(255), (value, at, byte) => {
        const encoded = encodeBencode(value)
        encoded[at % encoded.byteLength] = byte
        try {
          decodeBencode(encoded, { bytes: encoded.byteLength })
        } catch (error) {
          assert.ok(error instanceof OrbError, String(error))
        }
      }),
    )
  })

  const malformed: [why: string, text: string, message: RegExp][] = [
    ['nothing', '', /cut short/],
    ['two values', 'i1ei2e', /after the end/],
    ['a number cut short', 'i12', /cut short/],
    ['a list cut short', 'li1e', /cut short/],
    ['a string cut short', '5:abc', /beyond the end/],
    ['a length cut short', '5', /cut short/],
    ['a dictionary without a value', 'd1:ae', /not a digit/],
    ['unsorted keys', 'd1:bi1e1:ai2ee', /order of their bytes/],
    ['a longer key before its prefix', 'd2:aai1e1:ai2ee', /order of their bytes/],
    ['a repeated key', 'd1:ai1e1:ai2ee', /twice/],
    ['a key that is a number', 'di1ei2ee', /not a digit/],
    ['a leading zero', 'i03e', /leading zero/],
    ['a leading zero in a length', '03:abc', /leading zero/],
    ['minus zero', 'i-0e', /minus zero/],
    ['a number without digits', 'ie', /without digits/],
    ['a minus without digits', 'i-e', /without digits/],
    ['a plus', 'i+1e', /not a digit/],
    ['a blank', 'i 1e', /not a digit/],
    ['2^53', 'i9007199254740992e', /2\^53/],
    ['a number of 17 digits', 'i10000000000000000e', /2\^53/],
    ['an endless number', `i${'9'.repeat(500)}e`, /2\^53/],
    ['a length of 2^53', '9007199254740992:', /2\^53/],
  ]
  for (const [why, text, message] of malformed) {
    test(`refused: ${why}`, () => assert.throws(() => decode(text), fails('INVALID_ARGUMENT', message)))
  }

  test('the largest numbers are taken', () => {
    assert.equal(decode('i9007199254740991e'), Number.MAX_SAFE_INTEGER)
    assert.equal(decode('i-9007199254740991e'), Number.MIN_SAFE_INTEGER)
  })

  test('limits: bytes, depth and values, each with one more', () => {
    assert.equal(decode('4:abcd', { bytes: 6 }) instanceof Uint8Array, true)
    assert.throws(() => decode('5:abcde', { bytes: 6 }), fails('TOO_LARGE', /7 bytes; at most 6/))
    assert.ok(decode('lllleeee', { depth: 4 }))
    assert.throws(() => decode('llllleeeee', { depth: 4 }), fails('TOO_LARGE', /4 deep/))
    assert.ok(decode('li1ei1ei1ee', { values: 4 }))
    assert.throws(() => decode('li1ei1ei1ei1ee', { values: 4 }), fails('TOO_LARGE', /too many values/))
  })

  test('a bomb of empty dictionaries ends at the limit, not in memory', () => {
    const bomb = Buffer.from(`l${'de'.repeat(1_000_000)}e`)
    assert.throws(() => decodeBencode(bomb, { bytes: 3e6 }), fails('TOO_LARGE', /values/))
    assert.throws(() => decodeBencode(Buffer.alloc(1_000_000, 'l'), { bytes: 3e6 }), fails('TOO_LARGE', /deep/))
  })

  test('keys are bytes: any byte works, and their order is that of bytes', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i)
    const dict = new Map([
      [byteString(all), 1],
      [byteString(Uint8Array.of(255)), 2],
      [byteString(Uint8Array.of(128)), 3],
    ])
    const decoded = decodeBencode(encodeBencode(dict), { bytes: 1000 }) as Map<string, Bencoded>
    assert.deepEqual([...decoded.values()], [1, 3, 2])
    assert.deepEqual(Uint8Array.from(bytesOf([...decoded.keys()][0]!)), all)
  })

  test('our own mistakes are faults', () => {
    for (const number of [0.5, NaN, Infinity, -0, 2 ** 53]) {
      assert.throws(() => encodeBencode([number]), fails('INTERNAL', /cannot carry/))
    }
  })
})
