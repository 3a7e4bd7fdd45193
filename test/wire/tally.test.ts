import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lamport, multiaddr, peerKey, epoch } from '../../src/base/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import {
  isTallyName,
  MAX_ADD,
  MAX_NAME_BYTES,
  MAX_OPEN_GRANTS,
  MAX_VALUE,
  type TallyMessage,
  type TallyRefusal,
  type TallyRequest,
  type TallyResponse,
} from '../../src/protocols/tally/index.ts'
import * as pb from '../../src/wire/generated/tally.ts'
import { decodeEnvelope, encodeEnvelope, MAX_CONTROL_FRAME_BYTES, WireError } from '../../src/wire/index.ts'
import { TALLY_LIMITS, tallyCodec } from '../../src/wire/tally.ts'
import { newWire, record, refsOf } from './support.ts'

const wire = newWire()
const position = fc.nat(63)
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isTallyName)
const serial = fc.maxSafeNat().map((count) => Math.max(1, count))
const open = fc.array(serial, { maxLength: MAX_OPEN_GRANTS })
const notZero = (max: number): fc.Arbitrary<number> =>
  fc
    .oneof(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -max, max }), fc.constantFrom(-max, max))
    .map((n) => n || 1)

const requests: fc.Arbitrary<TallyRequest> = fc.oneof(
  record({ type: fc.constant('add' as const), position, name, n: notZero(MAX_ADD) }),
  record({ type: fc.constant('get' as const), position, name }),
  record({
    type: fc.constant('take' as const),
    position,
    name,
    amount: notZero(MAX_VALUE),
    serial,
    below: fc.maxSafeNat(),
    open,
  }),
)
const CODES: readonly TallyRefusal[] = ['NOT_KEEPER', 'FULL', 'OUT_OF_RANGE', 'STORAGE_FULL', 'IO', 'CORRUPT']
const responses: fc.Arbitrary<TallyResponse> = fc.oneof(
  fc.constantFrom<TallyResponse>({ type: 'working' }, { type: 'taken' }),
  record({ type: fc.constant('counted' as const), value: fc.maxSafeInteger(), keeper: refsOf(wire) }),
  record({ type: fc.constant('failed' as const), code: fc.constantFrom(...CODES) }),
)
const messages: fc.Arbitrary<TallyMessage> = record({ type: fc.constant('settled' as const), below: serial })

const envelope = (kind: 'message' | 'request' | 'answer' | 'interim', body: unknown): Envelope => {
  const head = { lamport: lamport(5), machine: 'tally', body } as const
  if (kind === 'message') return { kind, ...head, session: undefined }
  if (kind !== 'request') return { kind, ...head, id: 3 }
  const once = { calleeEpoch: 2, settledBelow: 7 }
  return { kind, ...head, id: 3, leftMs: 100, semantics: 'at-most-once', once }
}

void test('requests, answers and messages come back as they were', () => {
  const drawn = fc.oneof(
    requests.map((body) => envelope('request', body)),
    responses.map((body) => envelope('answer', body)),
    responses.map((body) => envelope('interim', body)),
    messages.map((body) => envelope('message', body)),
  )
  fc.assert(
    fc.property(drawn, (sent) => {
      assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, sent)), sent)
    }),
  )
})

void test('the limits of the wire are those of the machine, and the largest bodies fit a control frame', () => {
  const { nameBytes, add, value, open } = TALLY_LIMITS
  assert.deepEqual([nameBytes, add, value, open], [MAX_NAME_BYTES, MAX_ADD, MAX_VALUE, MAX_OPEN_GRANTS])
  const serials = Array<number>(MAX_OPEN_GRANTS).fill(MAX_VALUE)
  const long = 'é'.repeat(MAX_NAME_BYTES / 2)
  const take = {
    type: 'take',
    position: 63,
    name: long,
    amount: -MAX_VALUE,
    serial: MAX_VALUE,
    below: MAX_VALUE,
    open: serials,
  }
  const addresses = [0, 1].map((n) => multiaddr(`/dns4/${`${n}`.padEnd(122, 'y')}`))
  const keeper = wire.refs.refOf(peerKey('ab'.repeat(32)), 63, epoch(MAX_VALUE), addresses)
  for (const sent of [envelope('request', take), envelope('answer', { type: 'counted', value: -MAX_VALUE, keeper })]) {
    const bytes = encodeEnvelope(wire, sent)
    assert.ok(bytes.byteLength < MAX_CONTROL_FRAME_BYTES)
    assert.deepEqual(decodeEnvelope(wire, bytes), sent)
  }
})

const { request, response, message } = tallyCodec
const asked = (change: Partial<pb.TallyRequest>): Uint8Array =>
  pb.TallyRequest.encode({ name: 'x', get: {}, ...change })
const taking = (change: Partial<pb.TallyTake>): Uint8Array =>
  pb.TallyRequest.encode({ name: 'x', take: { amount: 1, serial: 1, below: 0, open: [], ...change } })
const answered = (body: Partial<pb.TallyResponse>): Uint8Array => pb.TallyResponse.encode(body)
for (const [what, decode] of [
  ['a request without a body', () => request.decode(wire, pb.TallyRequest.encode({ name: 'x' }))],
  ['a position too high', () => request.decode(wire, asked({ position: 64 }))],
  ['an empty name', () => request.decode(wire, asked({ name: '' }))],
  ['a name one byte too long', () => request.decode(wire, asked({ name: `${'é'.repeat(128)}a` }))],
  ['a name with a control character', () => request.decode(wire, asked({ name: 'a\0' }))],
  ['an add of 0', () => request.decode(wire, pb.TallyRequest.encode({ name: 'x', add: { n: 0 } }))],
  ['an add one too large', () => request.decode(wire, pb.TallyRequest.encode({ name: 'x', add: { n: MAX_ADD + 1 } }))],
  ['one too far below 0', () => request.decode(wire, pb.TallyRequest.encode({ name: 'x', add: { n: -MAX_ADD - 1 } }))],
  ['an amount of 0', () => request.decode(wire, taking({ amount: 0 }))],
  ['serial 0', () => request.decode(wire, taking({ serial: 0 }))],
  ['one open grant too many', () => request.decode(wire, taking({ open: Array<number>(MAX_OPEN_GRANTS + 1).fill(1) }))],
  ['an open grant with serial 0', () => request.decode(wire, taking({ open: [0] }))],
  ['an answer without a body', () => response.decode(wire, answered({}))],
  ['a count of nobody', () => response.decode(wire, answered({ counted: { value: 1 } }))],
  ['a refusal without a code', () => response.decode(wire, answered({ failed: {} as pb.TallyFailed }))],
  ['a message without a body', () => message.decode(wire, pb.TallyMessage.encode({}))],
  ['grants settled below 0', () => message.decode(wire, pb.TallyMessage.encode({ settled: { below: 0 } }))],
] as const) {
  void test(`refuses ${what}`, () => {
    assert.throws(decode, WireError)
  })
}

void test('understands a take of a version that says nothing of its other grants', () => {
  // amount 1 as zigzag, serial 9.
  const bytes = Uint8Array.of((2 << 3) | 2, 1, 'x'.charCodeAt(0), (5 << 3) | 2, 4, 1 << 3, 2, 2 << 3, 9)
  const take = { type: 'take', position: 0, name: 'x', amount: 1, serial: 9, below: 0, open: [] }
  assert.deepEqual(request.decode(wire, bytes), take)
})

void test('refuses numbers beyond what is exact', () => {
  // 2^53 and -2^53 as zigzag varints; nobody of ours would write them.
  for (const zigzag of [2n ** 54n, 2n ** 54n + 1n]) {
    const varint: number[] = []
    for (let rest = zigzag; ; rest >>= 7n) {
      varint.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
      if (rest <= 0x7fn) break
    }
    const inner = [1 << 3, ...varint]
    const name = [(2 << 3) | 2, 1, 'x'.charCodeAt(0)]
    const take = Uint8Array.of(...name, (5 << 3) | 2, inner.length + 2, ...inner, 2 << 3, 1)
    assert.throws(
      () => request.decode(wire, take),
      (err) => err instanceof WireError && /amount|safe|range/i.test(err.message),
    )
  }
})
