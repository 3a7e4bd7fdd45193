import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { multiaddr } from '../../src/base/index.ts'
import {
  decodeHello,
  encodeHello,
  HELLO_REFUSALS,
  WireError,
  type ForeignHello,
  type HelloFrame,
} from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/hello.ts'
import { counts, epochs, record } from './support.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const versions = fc
  .tuple(fc.integer({ min: 1, max: 65_535 }), fc.integer({ min: 1, max: 65_535 }))
  .map(([a, b]) => ({ minVersion: Math.min(a, b), maxVersion: Math.max(a, b) }))
const addresses = fc.array(
  fc.nat(65_535).map((port) => multiaddr(`/ip4/10.0.0.1/tcp/${port}`)),
  { maxLength: 8 },
)
const ANY_VERSION = { minVersion: 1, maxVersion: 65_535 }
const frames: fc.Arbitrary<Exclude<HelloFrame, ForeignHello>> = fc.oneof(
  record({
    type: fc.constant('hello' as const),
    versions,
    epoch: epochs,
    nonce: bytes32,
    private: fc.boolean(),
    addresses,
    proof: fc.option(bytes32, { nil: undefined }),
    wallMs: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
  }).map(({ versions: range, ...rest }) => ({ ...rest, ...range })),
  record({ type: fc.constant('proof' as const), mac: fc.option(bytes32, { nil: undefined }) }),
  record({
    type: fc.constant('refusal' as const),
    code: fc.constantFrom(...HELLO_REFUSALS),
    versions,
    epoch: counts,
  }).map(({ versions: range, ...rest }) => ({ ...rest, ...range })),
)

test('every hello frame survives the wire', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const again = decodeHello(encodeHello(frame), ANY_VERSION)
      const plain = (each: HelloFrame): unknown =>
        Object.fromEntries(
          Object.entries(each).map(([k, v]) => [k, v instanceof Uint8Array ? Buffer.from(v).toString('hex') : v]),
        )
      assert.deepEqual(plain(again), plain(frame))
    }),
  )
})

test('hostile bytes never do worse than a WireError', () => {
  const judge = (bytes: Uint8Array): void => {
    try {
      decodeHello(bytes)
    } catch (err) {
      assert.ok(err instanceof WireError, String(err))
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), judge), { numRuns: 2_000 })
  fc.assert(
    fc.property(frames, fc.nat(), fc.nat(255), (frame, where, byte) => {
      const bytes = encodeHello(frame)
      bytes[where % bytes.byteLength] = byte
      judge(bytes)
      judge(bytes.subarray(0, where % bytes.byteLength))
    }),
    { numRuns: 2_000 },
  )
})

const good: pb.Hello = {
  minVersion: 1,
  maxVersion: 65_535,
  epoch: 1,
  nonce: new Uint8Array(32),
  private: false,
  addresses: [],
  proof: new Uint8Array(0),
  wallMs: 0,
}
const bad: [string, Partial<pb.Hello>, string][] = [
  ['version 0', { minVersion: 0 }, 'malformed'],
  ['versions in the wrong order', { minVersion: 3, maxVersion: 2 }, 'malformed'],
  ['version above 16 bits', { maxVersion: 65_536 }, 'limit'],
  ['epoch 0', { epoch: 0 }, 'malformed'],
  ['nonce of 31 bytes', { nonce: new Uint8Array(31) }, 'malformed'],
  ['nonce of 33 bytes', { nonce: new Uint8Array(33) }, 'malformed'],
  ['proof of 31 bytes', { proof: new Uint8Array(31) }, 'malformed'],
  ['nine addresses', { addresses: Array.from({ length: 9 }, () => '/a') }, 'limit'],
]
for (const [what, over, reason] of bad) {
  test(`hello: ${what}`, () => {
    decodeHello(pb.HelloFrame.encode({ hello: good }))
    assert.throws(
      () => decodeHello(pb.HelloFrame.encode({ hello: { ...good, ...over } })),
      (err) => err instanceof WireError && err.reason === reason,
    )
  })
}

test('a frame of no kind, and a refusal of no code, are refused', () => {
  assert.throws(() => decodeHello(pb.HelloFrame.encode({})), WireError)
  const refusal = { code: 0, minVersion: 1, maxVersion: 1, epoch: 0 }
  assert.throws(() => decodeHello(pb.HelloFrame.encode({ refusal })), WireError)
})

test('of a hello without a common version only the versions are looked at', () => {
  const later = pb.HelloFrame.encode({
    hello: { ...good, minVersion: 7, maxVersion: 9, epoch: 0, nonce: Buffer.alloc(3) },
  })
  assert.deepEqual(decodeHello(later), { type: 'foreign', minVersion: 7, maxVersion: 9 })
  assert.equal(decodeHello(later.slice(), { minVersion: 1, maxVersion: 6 }).type, 'foreign')
  assert.throws(() => decodeHello(later, { minVersion: 1, maxVersion: 7 }), WireError)
})

test('fields that a later version has added are passed over', () => {
  // Field 15 of the frame and field 14 of the hello, both of length 3.
  const hello = pb.Hello.encode({ ...good, nonce: Buffer.alloc(32, 7) })
  const more = Buffer.concat([hello, Buffer.of((14 << 3) | 2, 3, 1, 2, 3)])
  const frame = Buffer.concat([Buffer.of((1 << 3) | 2, more.byteLength), more, Buffer.of((15 << 3) | 2, 3, 1, 2, 3)])
  const decoded = decodeHello(frame)
  assert.ok(decoded.type === 'hello' && decoded.nonce[0] === 7)
})

test('a refusal for a reason of a later version is still a refusal', () => {
  const refusal = { code: 77, minVersion: 1, maxVersion: 3, epoch: 0 }
  assert.deepEqual(decodeHello(pb.HelloFrame.encode({ refusal })), { ...refusal, type: 'refusal', code: 'OTHER' })
})

test('the numbers of refusals are those of hello.proto', () => {
  const numbers = HELLO_REFUSALS.map((code) => {
    const frame = encodeHello({ type: 'refusal', code, minVersion: 1, maxVersion: 1, epoch: 0 })
    return pb.HelloFrame.decode(frame).refusal?.code
  })
  const source = readFileSync(new URL('../../src/wire/hello.proto', import.meta.url), 'utf8')
  assert.deepEqual(
    numbers,
    HELLO_REFUSALS.map((code) => Number(new RegExp(`^ +${code} = (\\d+);`, 'm').exec(source)?.[1])),
  )
})

test('a calendar above what a number holds is refused', () => {
  const bytes = pb.HelloFrame.encode({ hello: { ...good, wallMs: 1 } })
  // Field 8, a varint: 2^53 in the place of 1; the lengths around it grow by 7.
  assert.deepEqual([...bytes.subarray(-2)], [0x40, 1])
  const above = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)
  const grown = Buffer.concat([bytes.subarray(0, -1), above])
  grown[1] = (grown[1] ?? 0) + 7
  assert.throws(() => decodeHello(grown), WireError)
})
