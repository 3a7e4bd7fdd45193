import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lamport } from '../../src/base/index.ts'
import type { BlockRef } from '../../src/protocols/index.ts'
import * as messages from '../../src/protocols/swarm/messages.ts'
import type { SwarmMessage } from '../../src/protocols/swarm/messages.ts'
import { decodeEnvelope, encodeEnvelope, MAX_SESSION_ENVELOPE_BYTES, WireError } from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/swarm.ts'
import { SWARM_LIMITS, swarmCodec } from '../../src/wire/swarm.ts'
import { newWire, record } from './support.ts'

const wire = newWire()
const blockRefs: fc.Arbitrary<BlockRef> = fc.oneof(
  record({
    kind: fc.constant('piece' as const),
    piece: fc.nat(SWARM_LIMITS.pieces - 1),
    begin: fc.nat(SWARM_LIMITS.begin),
    length: fc.integer({ min: 1, max: SWARM_LIMITS.blockBytes }),
  }),
  record({ kind: fc.constant('info' as const), index: fc.nat(SWARM_LIMITS.infoChunks - 1) }),
  record({
    kind: fc.constant('layer' as const),
    file: fc.nat(SWARM_LIMITS.files - 1),
    index: fc.nat(SWARM_LIMITS.layerChunks - 1),
  }),
)
const bodies: fc.Arbitrary<SwarmMessage> = fc.oneof(
  record({
    type: fc.constant('hello' as const),
    infoBytes: fc.nat(SWARM_LIMITS.infoBytes),
    pieces: fc.nat(SWARM_LIMITS.pieces),
  }),
  record({ type: fc.constant('bitfield' as const), bits: fc.uint8Array({ maxLength: 300 }) }),
  record({ type: fc.constant('have' as const), piece: fc.nat(SWARM_LIMITS.pieces - 1) }),
  record({ type: fc.constantFrom('request' as const, 'cancel' as const, 'reject' as const), ref: blockRefs }),
  fc
    .constantFrom('haveAll' as const, 'haveNone' as const, 'interested' as const, 'notInterested' as const)
    .map((type) => ({ type })),
)

const round = (body: SwarmMessage): unknown => {
  const sent = { kind: 'message', lamport: lamport(5), machine: 'swarm', body, session: undefined } as const
  const back = decodeEnvelope(wire, encodeEnvelope(wire, sent))
  return back.kind === 'message' ? back.body : undefined
}

void test('every message of a session comes back as it was', () => {
  fc.assert(fc.property(bodies, (body) => assert.deepEqual(round(body), body)))
})

void test('the limits of the wire are those of the machine', () => {
  assert.equal(SWARM_LIMITS.infoBytes, messages.MAX_INFO_BYTES)
  assert.equal(SWARM_LIMITS.pieces, messages.MAX_PIECES)
  assert.equal(SWARM_LIMITS.files, messages.MAX_FILES)
  assert.equal(SWARM_LIMITS.blockBytes, messages.MAX_BLOCK_BYTES)
  assert.equal(SWARM_LIMITS.begin, messages.MAX_PIECE_BYTES - 1)
  assert.equal(SWARM_LIMITS.infoChunks, messages.MAX_INFO_BYTES / messages.METADATA_CHUNK_BYTES)
  assert.equal(SWARM_LIMITS.layerChunks, (messages.MAX_PIECES * 32) / messages.METADATA_CHUNK_BYTES)
})

void test('the largest bitfield fits a frame, one more byte is refused', () => {
  const largest = { type: 'bitfield', bits: new Uint8Array(SWARM_LIMITS.bitfieldBytes) } as const
  assert.deepEqual(round(largest), largest)
  assert.ok(swarmCodec.message.encode(wire, largest).byteLength < MAX_SESSION_ENVELOPE_BYTES - 64)
  assert.throws(() => round({ ...largest, bits: new Uint8Array(SWARM_LIMITS.bitfieldBytes + 1) }), WireError)
})

const { PIECE, INFO, LAYER, SWARM_BLOCK_KIND_UNSPECIFIED } = pb.SwarmBlockKind
for (const [what, body] of [
  ['no body', {}],
  ['a metainfo too large', { hello: { infoBytes: SWARM_LIMITS.infoBytes + 1, pieces: 0 } }],
  ['too many pieces', { hello: { infoBytes: 0, pieces: SWARM_LIMITS.pieces + 1 } }],
  ['a have beyond all pieces', { have: { piece: SWARM_LIMITS.pieces } }],
  ['a block without a kind', { request: { kind: SWARM_BLOCK_KIND_UNSPECIFIED, index: 0, begin: 0, length: 1 } }],
  ['a block without bytes', { request: { kind: PIECE, index: 0, begin: 0, length: 0 } }],
  ['a block too long', { request: { kind: PIECE, index: 0, begin: 0, length: SWARM_LIMITS.blockBytes + 1 } }],
  ['a piece too high', { cancel: { kind: PIECE, index: SWARM_LIMITS.pieces, begin: 0, length: 1 } }],
  ['a begin too high', { reject: { kind: PIECE, index: 0, begin: SWARM_LIMITS.begin + 1, length: 1 } }],
  ['an info chunk too high', { request: { kind: INFO, index: 0, begin: SWARM_LIMITS.infoChunks, length: 0 } }],
  ['a layer chunk too high', { request: { kind: LAYER, index: 0, begin: SWARM_LIMITS.layerChunks, length: 0 } }],
  ['a file too high', { request: { kind: LAYER, index: SWARM_LIMITS.files, begin: 0, length: 0 } }],
] as const) {
  void test(`refuses ${what}`, () => {
    assert.throws(() => swarmCodec.message.decode(wire, pb.SwarmMessage.encode(body)), WireError)
  })
}

void test('garbage is refused as a WireError, or means something', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        assert.ok(swarmCodec.message.decode(wire, bytes).type.length > 0)
      } catch (err) {
        assert.ok(err instanceof WireError, String(err))
      }
    }),
    { numRuns: 2_000 },
  )
})
