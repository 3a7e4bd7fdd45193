import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { epoch, lamport, multiaddr, peerKey, wallMs, type RingId } from '../../src/base/index.ts'
import { MAX_LAMPORT } from '../../src/protocols/clock/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import {
  CHUNK_BYTES,
  DIGEST_BYTES,
  INLINE_BYTES,
  MAX_CONTENT_TYPE_CHARS,
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  MAX_WALL_MS,
  SIGNATURE_BYTES,
  type Begun,
  type ConfigId,
  type Group,
  type IfMatch,
  type RecordHead,
  type RecordsMessage,
  type RecordsRefusal,
  type RecordsRequest,
  type RecordsResponse,
  type Signed,
  type Version,
} from '../../src/protocols/records/index.ts'
import * as pb from '../../src/wire/generated/records.ts'
import {
  decodeEnvelope,
  encodeEnvelope,
  MAX_CONTROL_FRAME_BYTES,
  MAX_DATA_FRAME_BYTES,
  WireError,
} from '../../src/wire/index.ts'
import { RECORDS_LIMITS } from '../../src/wire/record-parts.ts'
import { recordsCodec } from '../../src/wire/records.ts'
import { newWire, peers, record, refsOf, ringIds } from './support.ts'

const wire = newWire()
const position = fc.nat(63)
const digest = fc.uint8Array({ minLength: DIGEST_BYTES, maxLength: DIGEST_BYTES })
const signature = fc.uint8Array({ minLength: SIGNATURE_BYTES, maxLength: SIGNATURE_BYTES })
const lamports = fc
  .oneof(fc.integer({ min: 1, max: 1_000 }), fc.constant(MAX_LAMPORT - 1), fc.maxSafeNat())
  .map((time) => lamport(Math.min(Math.max(1, time), MAX_LAMPORT - 1)))
const times = fc.oneof(fc.integer({ min: 1, max: 2 ** 31 }), fc.constant(MAX_WALL_MS - 1)).map(wallMs)
const versions: fc.Arbitrary<Version & ConfigId> = record({ lamport: lamports, peer: peers })
const keys = (minLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength, maxLength: 40 })
const contentType = fc.stringMatching(/^[ -~]{0,20}$/)
const values = fc.option(fc.uint8Array({ maxLength: 60 }), { nil: undefined })
const size = fc.oneof(fc.nat(100), fc.constant(MAX_VALUE_BYTES))
const signed: fc.Arbitrary<Signed | undefined> = fc.option(
  record<Signed>({ lamport: lamports, expiresAtMs: times, signature }),
  { nil: undefined },
)
const ifMatch: fc.Arbitrary<IfMatch | undefined> = fc.option(fc.oneof(fc.constant('absent' as const), versions), {
  nil: undefined,
})
const begun: fc.Arbitrary<Begun> = record<Begun>({ version: versions, expiresAtMs: times })
const maybeBegun = fc.option(begun, { nil: undefined })
const common = {
  id: ringIds,
  version: versions,
  contentType,
  digest,
  expiresAtMs: times,
  keepUntilMs: times,
  writer: peers,
}
const heads: fc.Arbitrary<RecordHead> = fc
  .tuple(
    fc.oneof(
      record<RecordHead>({ ...common, kind: fc.constant('value' as const), key: keys(1), size }),
      record<RecordHead>({ ...common, kind: fc.constant('tombstone' as const), key: keys(0), size: fc.constant(0) }),
      record<RecordHead>({ ...common, kind: fc.constant('marker' as const), key: keys(1), size: fc.constant(0) }),
    ),
    fc.option(signature, { nil: undefined }),
  )
  .map(([head, mark]) => (mark === undefined ? head : { ...head, signature: mark }))

const requests: fc.Arbitrary<RecordsRequest> = fc.oneof(
  record({
    type: fc.constant('put' as const),
    position,
    id: ringIds,
    kind: fc.constantFrom('value' as const, 'marker' as const),
    key: keys(1),
    contentType,
    size,
    digest,
    value: values,
    ttlMs: fc.integer({ min: 1, max: 2 ** 40 }),
    ifMatch,
    signed,
    begun: maybeBegun,
  }),
  record({ type: fc.constant('remove' as const), position, id: ringIds, ifMatch, signed, begun: maybeBegun }),
  record({
    type: fc.constant('get' as const),
    position,
    id: ringIds,
    under: fc.option(versions, { nil: undefined }),
  }),
  record({ type: fc.constant('watch' as const), position, id: ringIds }),
  record({
    type: fc.constant('stage' as const),
    position,
    digest,
    size: fc.integer({ min: 1, max: MAX_VALUE_BYTES }),
    index: fc.nat(21),
    bytes: fc.uint8Array({ maxLength: 60 }),
  }),
  record({ type: fc.constant('chunk' as const), position, id: ringIds, version: versions, index: fc.nat(21) }),
  record({
    type: fc.constant('replicate' as const),
    position,
    config: versions,
    head: heads,
    value: values,
    hintFor: fc.option(refsOf(wire), { nil: undefined }),
  }),
  record({ type: fc.constant('handBack' as const), position, head: heads, value: values }),
  record({ type: fc.constant('fetch' as const), position, config: versions, id: ringIds }),
)
const CODES: readonly RecordsRefusal[] = [
  'NOT_OWNER',
  'VERSION_MISMATCH',
  'NOT_FOUND',
  'CONFLICT',
  'FORBIDDEN',
  'INVALID',
  'NOT_STAGED',
  'GONE',
  'QUOTA_EXCEEDED',
  'OVERLOAD',
  'NOT_YET',
  'NO_QUORUM',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
]
const standing = fc.option(record({ config: versions, synced: fc.boolean() }), { nil: undefined })
const head = fc.option(heads, { nil: undefined })
const group: fc.Arbitrary<Group | undefined> = fc.option(
  record({ config: versions, confirmations: fc.nat(15), members: fc.array(refsOf(wire), { maxLength: 16 }) }),
  { nil: undefined },
)
const responses: fc.Arbitrary<RecordsResponse> = fc.oneof(
  fc.constantFrom<RecordsResponse>({ type: 'working' }, { type: 'staged' }, { type: 'taken' }),
  record({
    type: fc.constant('stored' as const),
    version: versions,
    replicas: fc.integer({ min: 1, max: 16 }),
    expiresAtMs: times,
  }),
  record({ type: fc.constant('found' as const), head: heads, value: values, group }),
  record({ type: fc.constant('absent' as const), group }),
  record({ type: fc.constant('own' as const), head, value: values }),
  record({
    type: fc.constant('watching' as const),
    head,
    value: values,
    leaseMs: fc.integer({ min: 1, max: 3_600_000 }),
  }),
  record({ type: fc.constant('chunk' as const), bytes: fc.uint8Array({ maxLength: 60 }) }),
  record({ type: fc.constant('stale' as const), head: heads }),
  record({ type: fc.constant('copy' as const), head, standing }),
  record({
    type: fc.constant('notAdmitted' as const),
    why: fc.constantFrom('superseded' as const, 'unknown' as const),
  }),
  record({ type: fc.constant('failed' as const), code: fc.constantFrom(...CODES) }),
  record({ type: fc.constant('failed' as const), code: fc.constantFrom(...CODES), owner: refsOf(wire) }),
  record({ type: fc.constant('failed' as const), code: fc.constantFrom(...CODES), version: versions }),
  record({ type: fc.constant('failed' as const), code: fc.constantFrom(...CODES), begun }),
)
const messages: fc.Arbitrary<RecordsMessage> = fc.oneof(
  fc.tuple(heads, values).map(([of, value]) => ({ type: 'changed' as const, id: of.id, head: of, value })),
  record({ type: fc.constantFrom('moved' as const, 'unwatch' as const), id: ringIds }),
)

const envelope = (kind: 'message' | 'request' | 'answer' | 'interim', body: unknown): Envelope => {
  const top = { lamport: lamport(5), machine: 'records', body } as const
  if (kind === 'message') return { kind, ...top, session: undefined }
  if (kind !== 'request') return { kind, ...top, id: 3 }
  const once = { calleeEpoch: 2, settledBelow: 7 }
  return { kind, ...top, id: 3, leftMs: 100, semantics: 'at-most-once', once }
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

const peer = peerKey('ab'.repeat(32))
const id = 'cd'.repeat(32) as RingId
const version: Version = { lamport: lamport(MAX_LAMPORT - 1), peer }
const full: RecordHead & { readonly signature: Uint8Array } = {
  id,
  version,
  kind: 'value',
  key: new Uint8Array(MAX_KEY_BYTES),
  contentType: 'x'.repeat(MAX_CONTENT_TYPE_CHARS),
  size: INLINE_BYTES,
  digest: new Uint8Array(DIGEST_BYTES),
  expiresAtMs: wallMs(MAX_WALL_MS - 1),
  keepUntilMs: wallMs(MAX_WALL_MS - 1),
  writer: peer,
  signature: new Uint8Array(SIGNATURE_BYTES),
}

void test('the limits of the wire are those of the machine', () => {
  const {
    keyBytes,
    contentTypeChars,
    valueBytes,
    inlineBytes,
    chunkBytes,
    chunks,
    signatureBytes,
    wallMs: time,
  } = RECORDS_LIMITS
  assert.deepEqual(
    [keyBytes, contentTypeChars, valueBytes, inlineBytes, chunkBytes, chunks, signatureBytes, time],
    [
      MAX_KEY_BYTES,
      MAX_CONTENT_TYPE_CHARS,
      MAX_VALUE_BYTES,
      INLINE_BYTES,
      CHUNK_BYTES,
      Math.ceil(MAX_VALUE_BYTES / CHUNK_BYTES),
      SIGNATURE_BYTES,
      MAX_WALL_MS,
    ],
  )
  assert.equal(RECORDS_LIMITS.lamport, MAX_LAMPORT)
})

void test('the largest value in a message fits a control frame, a chunk a data frame', () => {
  const value = new Uint8Array(INLINE_BYTES)
  const addresses = [0, 1].map((n) => multiaddr(`/dns4/${`${n}`.padEnd(122, 'y')}`))
  const hintFor = wire.refs.refOf(peer, 63, epoch(Number.MAX_SAFE_INTEGER), addresses)
  const groupOf = (members: number): Group => ({
    config: version,
    confirmations: 15,
    members: Array.from({ length: members }, () => hintFor),
  })
  const replicate = { type: 'replicate', position: 63, config: version, head: full, value, hintFor }
  const put = {
    type: 'put',
    position: 63,
    id,
    kind: 'value',
    key: full.key,
    contentType: full.contentType,
    size: full.size,
    digest: full.digest,
    value,
    ttlMs: MAX_WALL_MS - 1,
    ifMatch: version,
    signed: { lamport: version.lamport, expiresAtMs: full.expiresAtMs, signature: full.signature },
    begun: { version, expiresAtMs: full.expiresAtMs },
  }
  for (const sent of [
    envelope('request', replicate),
    envelope('request', put),
    envelope('answer', { type: 'found', head: full, value, group: groupOf(2) }),
    envelope('answer', { type: 'own', head: full, value }),
    envelope('message', { type: 'changed', id, head: full, value }),
  ]) {
    const bytes = encodeEnvelope(wire, sent)
    assert.ok(bytes.byteLength < MAX_CONTROL_FRAME_BYTES, `${bytes.byteLength} bytes`)
    assert.deepEqual(decodeEnvelope(wire, bytes), sent)
  }
  const bytes = new Uint8Array(CHUNK_BYTES)
  const stage = { type: 'stage', position: 63, digest: full.digest, size: MAX_VALUE_BYTES, index: 21, bytes }
  const large = encodeEnvelope(wire, envelope('answer', { type: 'found', head: full, value, group: groupOf(16) }))
  assert.ok(large.byteLength < MAX_DATA_FRAME_BYTES, `${large.byteLength} bytes`)
  for (const sent of [envelope('request', stage), envelope('answer', { type: 'chunk', bytes })]) {
    const length = encodeEnvelope(wire, sent).byteLength
    assert.ok(length > MAX_CONTROL_FRAME_BYTES && length < MAX_DATA_FRAME_BYTES, `${length} bytes`)
  }
})

const { request, response, message } = recordsCodec
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>
const stamp: pb.RecordVersion = { lamport: 1, peer: own(wire.peerBytes(peer)) }
const idBytes = new Uint8Array(32)
const goodPut: pb.RecordPut = {
  id: idBytes,
  kind: pb.RecordKind.RECORD_VALUE,
  key: new Uint8Array(1),
  contentType: '',
  size: 1,
  digest: new Uint8Array(32),
  value: new Uint8Array(1),
  ttlMs: 1,
}
const goodHead: pb.RecordHead = {
  ...goodPut,
  version: stamp,
  expiresAtMs: 1,
  keepUntilMs: 1,
  writer: own(wire.peerBytes(peer)),
}
const putting = (change: Partial<pb.RecordPut>) => () =>
  request.decode(wire, pb.RecordsRequest.encode({ put: { ...goodPut, ...change } }))
const stale = (change: Partial<pb.RecordHead>) => () =>
  response.decode(wire, pb.RecordsResponse.encode({ stale: { head: { ...goodHead, ...change } } }))
const staging = (change: Partial<pb.RecordStage>) => () =>
  request.decode(
    wire,
    pb.RecordsRequest.encode({ stage: { digest: idBytes, size: 1, index: 0, bytes: idBytes, ...change } }),
  )
const reading = (under: pb.RecordConfigId): Uint8Array => pb.RecordsRequest.encode({ get: { id: idBytes, under } })
const grouped = (confirmations: number, members: number): pb.RecordGroup => ({
  config: stamp,
  confirmations,
  members: Array.from({ length: members }, () => ({ peer: stamp.peer, position: 0, epoch: 1, addresses: [] })),
})
const answering = (body: Partial<pb.RecordsResponse>) => () => response.decode(wire, pb.RecordsResponse.encode(body))

void test('takes what is just within the limits', () => {
  putting({ key: new Uint8Array(MAX_KEY_BYTES), value: new Uint8Array(INLINE_BYTES), size: MAX_VALUE_BYTES })()
  stale({ contentType: '~'.repeat(MAX_CONTENT_TYPE_CHARS), expiresAtMs: MAX_WALL_MS - 1 })()
  answering({ absent: { group: grouped(15, 16) } })()
  answering({ own: { value: new Uint8Array(INLINE_BYTES) } })()
  staging({ size: MAX_VALUE_BYTES, index: 21, bytes: new Uint8Array(CHUNK_BYTES) })()
})

for (const [what, decode] of [
  ['a request without a body', () => request.decode(wire, pb.RecordsRequest.encode({}))],
  ['a position too high', () => request.decode(wire, pb.RecordsRequest.encode({ position: 64, put: goodPut }))],
  ['an id of 31 bytes', putting({ id: new Uint8Array(31) })],
  ['an empty key', putting({ key: new Uint8Array(0) })],
  ['a key one byte too long', putting({ key: new Uint8Array(MAX_KEY_BYTES + 1) })],
  ['a put of a tombstone', putting({ kind: pb.RecordKind.RECORD_TOMBSTONE })],
  ['a put without a kind', putting({ kind: pb.RecordKind.RECORD_KIND_UNSPECIFIED })],
  ['a content type one character too long', putting({ contentType: 'x'.repeat(MAX_CONTENT_TYPE_CHARS + 1) })],
  ['a content type with a line feed', putting({ contentType: 'a\nb' })],
  ['a size one too large', putting({ size: MAX_VALUE_BYTES + 1 })],
  ['a value one byte too long for a message', putting({ value: new Uint8Array(INLINE_BYTES + 1) })],
  ['a digest of 33 bytes', putting({ digest: new Uint8Array(33) })],
  ['a time to live of 0', putting({ ttlMs: 0 })],
  ['a time to live too long', putting({ ttlMs: MAX_WALL_MS })],
  ['a signature of 63 bytes', putting({ signed: { lamport: 1, expiresAtMs: 1, signature: new Uint8Array(63) } })],
  ['a signed Lamport time of 0', putting({ signed: { lamport: 0, expiresAtMs: 1, signature: new Uint8Array(64) } })],
  ['a write begun without a version', putting({ begun: { expiresAtMs: 1 } })],
  ['a write begun that has no end', putting({ begun: { version: stamp, expiresAtMs: 0 } })],
  ['a write begun that ends too late', putting({ begun: { version: stamp, expiresAtMs: MAX_WALL_MS } })],
  ['a read under no configuration', () => request.decode(wire, reading({ lamport: 0, peer: stamp.peer }))],
  ['a group that needs more members than there can be', answering({ absent: { group: grouped(16, 0) } })],
  ['a group of too many', answering({ absent: { group: grouped(0, 17) } })],
  ['a group without a configuration', answering({ absent: { group: { confirmations: 0, members: [] } } })],
  ['an own value one byte too long', answering({ own: { value: new Uint8Array(INLINE_BYTES + 1) } })],
  ['a staged value of nothing', staging({ size: 0 })],
  ['a staged value one byte too large', staging({ size: MAX_VALUE_BYTES + 1 })],
  ['a chunk one byte too long', staging({ bytes: new Uint8Array(CHUNK_BYTES + 1) })],
  ['a chunk one too far', staging({ index: 22 })],
  ['an answer without a body', answering({})],
  ['a head without a version', () => response.decode(wire, withoutVersion())],
  ['a Lamport time too late', stale({ version: { ...stamp, lamport: MAX_LAMPORT } })],
  ['a marker with a value', stale({ kind: pb.RecordKind.RECORD_MARKER })],
  ['a time of expiry too late', stale({ expiresAtMs: MAX_WALL_MS })],
  ['a writer that is no peer', stale({ writer: new Uint8Array(38) })],
  ['a signature of 65 bytes', stale({ signature: new Uint8Array(65) })],
  ['an answered chunk one byte too long', answering({ chunk: { bytes: new Uint8Array(CHUNK_BYTES + 1) } })],
  ['a lease of 0', answering({ watching: { leaseMs: 0 } })],
  ['a lease too long', answering({ watching: { leaseMs: 3_600_001 } })],
  ['no replica', answering({ stored: { version: stamp, replicas: 0, expiresAtMs: 1 } })],
  ['too many replicas', answering({ stored: { version: stamp, replicas: 17, expiresAtMs: 1 } })],
  ['a refusal without a code', answering({ failed: {} as pb.RecordFailed })],
  ['no reason', answering({ notAdmitted: {} as pb.RecordNotAdmitted })],
  ['a message without a body', () => message.decode(wire, pb.RecordsMessage.encode({}))],
] as const) {
  void test(`refuses ${what}`, () => {
    assert.throws(decode, WireError)
  })
}

function withoutVersion(): Uint8Array {
  const { version: _, ...head } = goodHead
  return pb.RecordsResponse.encode({ stale: { head: head } })
}

void test('whatever bytes come, decoding throws nothing but WireError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      for (const codec of [request, response, message]) {
        try {
          codec.decode(wire, bytes)
        } catch (err) {
          assert.ok(err instanceof WireError, String(err))
        }
      }
    }),
  )
})
