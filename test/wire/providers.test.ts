import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { epoch, lamport, multiaddr, peerKey, type RingId, type SwarmId } from '../../src/base/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import {
  MAX_REPLICATED,
  MAX_SAMPLE,
  type Provider,
  type ProvidersMessage,
  type ProvidersRefusal,
  type ProvidersRequest,
  type ProvidersResponse,
} from '../../src/protocols/providers/index.ts'
import { decodeEnvelope, encodeEnvelope, MAX_CONTROL_FRAME_BYTES, WireError } from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/providers.ts'
import { PROVIDERS_LIMITS, providersCodec } from '../../src/wire/providers.ts'
import { hex32, newWire, peers, record, refsOf } from './support.ts'

const wire = newWire()
const swarms = hex32.map((text) => text as SwarmId)
const positions = fc.nat(63)
const refs = refsOf(wire)
const providers: fc.Arbitrary<Provider> = record({
  ref: refs,
  seeding: fc.boolean(),
  leftMs: fc.nat(PROVIDERS_LIMITS.leaseMs),
})
const requests: fc.Arbitrary<ProvidersRequest> = fc.oneof(
  record({
    type: fc.constant('announce' as const),
    position: positions,
    swarm: swarms,
    self: refs,
    seeding: fc.boolean(),
  }),
  record({
    type: fc.constant('find' as const),
    position: positions,
    swarm: swarms,
    limit: fc.integer({ min: 1, max: MAX_SAMPLE }),
  }),
  record({
    type: fc.constant('replicate' as const),
    position: positions,
    self: refs,
    swarm: swarms,
    providers: fc.array(providers, { maxLength: MAX_REPLICATED }),
    gone: fc.array(peers, { maxLength: MAX_REPLICATED }),
  }),
  record({
    type: fc.constant('pull' as const),
    position: positions,
    self: refs,
    arc: record({ from: hex32.map((text) => text as RingId), to: hex32.map((text) => text as RingId) }),
  }),
)
const responses: fc.Arbitrary<ProvidersResponse> = fc.oneof(
  record({
    type: fc.constant('announced' as const),
    leaseMs: fc.nat(PROVIDERS_LIMITS.leaseMs),
    replicas: fc.nat(PROVIDERS_LIMITS.replicas),
  }),
  record({
    type: fc.constant('found' as const),
    providers: fc.array(providers, { maxLength: MAX_SAMPLE }),
    total: fc.nat(1_000),
    replicas: fc.array(refs, { maxLength: PROVIDERS_LIMITS.replicas }),
  }),
  record({
    type: fc.constant('failed' as const),
    code: fc.constantFrom<ProvidersRefusal>('NOT_OWNER', 'NOT_YOURS', 'FULL', 'NOT_YET'),
  }),
  record({ type: fc.constantFrom('replicated' as const, 'working' as const) }),
  record({ type: fc.constant('pulled' as const), settled: fc.boolean() }),
)
const messages: fc.Arbitrary<ProvidersMessage> = record({ type: fc.constant('withdraw' as const), swarm: swarms })
const envelope = (kind: 'message' | 'request' | 'answer', body: unknown): Envelope => {
  const head = { lamport: lamport(5), machine: 'providers', body } as const
  if (kind === 'message') return { kind, ...head, session: undefined }
  return kind === 'request'
    ? { kind, ...head, id: 3, leftMs: 100, semantics: 'maybe', once: undefined }
    : { kind, ...head, id: 3 }
}

void test('requests, answers and messages come back as they were', () => {
  const drawn = fc.oneof(
    requests.map((body) => envelope('request', body)),
    responses.map((body) => envelope('answer', body)),
    messages.map((body) => envelope('message', body)),
  )
  fc.assert(
    fc.property(drawn, (sent) => {
      assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, sent)), sent)
    }),
  )
})

/** A provider that takes as many bytes as one can. */
const fat = (i: number): Provider => {
  const addresses = [0, 1].map((n) => multiaddr(`/dns4/${`${i}x${n}`.padEnd(122, 'y')}`))
  const peer = peerKey(i.toString(16).padStart(64, '0'))
  return {
    ref: wire.refs.refOf(peer, 63, epoch(Number.MAX_SAFE_INTEGER), addresses),
    seeding: true,
    leftMs: 86_400_000,
  }
}

void test('the largest replicate request fits a control frame', () => {
  const all = Array.from({ length: MAX_REPLICATED }, (_, i) => fat(i))
  const gone = all.map(({ ref }) => ref.peer)
  const body = { type: 'replicate', position: 63, self: fat(99).ref, swarm: 'ab'.repeat(32), providers: all, gone }
  const bytes = encodeEnvelope(wire, envelope('request', body)).byteLength
  assert.ok(bytes > 5_000 && bytes < MAX_CONTROL_FRAME_BYTES, `${bytes} bytes`)
})

const swarm = new Uint8Array(32)
const node = {
  peer: wire.peerBytes(peerKey('ab'.repeat(32))) as Uint8Array<ArrayBuffer>,
  position: 0,
  epoch: 1,
  addresses: [],
}
const provider = { node, seeding: true, leftMs: 1 }
const { request, response, message } = providersCodec
for (const [what, decode] of [
  ['a request without a body', () => request.decode(wire, pb.ProvidersRequest.encode({ swarm }))],
  [
    'a swarm too short',
    () => request.decode(wire, pb.ProvidersRequest.encode({ swarm: swarm.slice(1), find: { limit: 1 } })),
  ],
  ['a find of none', () => request.decode(wire, pb.ProvidersRequest.encode({ swarm, find: { limit: 0 } }))],
  [
    'a find of too many',
    () => request.decode(wire, pb.ProvidersRequest.encode({ swarm, find: { limit: MAX_SAMPLE + 1 } })),
  ],
  [
    'an announcement of nobody',
    () => request.decode(wire, pb.ProvidersRequest.encode({ swarm, announce: { seeding: true } })),
  ],
  [
    'a position too high',
    () => request.decode(wire, pb.ProvidersRequest.encode({ position: 64, swarm, find: { limit: 1 } })),
  ],
  [
    'a pull of nothing',
    () => request.decode(wire, pb.ProvidersRequest.encode({ pull: { self: node, from: swarm, to: swarm.slice(1) } })),
  ],
  ['an answer without a body', () => response.decode(wire, pb.ProvidersResponse.encode({}))],
  [
    'one provider too many',
    () => {
      const many = Array.from({ length: MAX_SAMPLE + 1 }, () => provider)
      return response.decode(wire, pb.ProvidersResponse.encode({ found: { providers: many, total: 1, replicas: [] } }))
    },
  ],
  [
    'one replica too many',
    () => {
      const replicas = Array.from({ length: PROVIDERS_LIMITS.replicas + 1 }, () => node)
      return response.decode(wire, pb.ProvidersResponse.encode({ found: { providers: [], total: 1, replicas } }))
    },
  ],
  [
    'a lease too long',
    () => {
      const long = { ...provider, leftMs: PROVIDERS_LIMITS.leaseMs + 1 }
      return response.decode(
        wire,
        pb.ProvidersResponse.encode({ found: { providers: [long], total: 1, replicas: [] } }),
      )
    },
  ],
  [
    'a refusal without a code',
    () => response.decode(wire, pb.ProvidersResponse.encode({ failed: {} as pb.ProvidersFailed })),
  ],
  ['a message without a body', () => message.decode(wire, pb.ProvidersMessage.encode({ swarm }))],
  [
    'one copy too many',
    () => {
      const many = Array.from({ length: MAX_REPLICATED + 1 }, () => provider)
      return request.decode(
        wire,
        pb.ProvidersRequest.encode({ swarm, replicate: { self: node, providers: many, gone: [] } }),
      )
    },
  ],
  [
    'one withdrawal too many',
    () => {
      const gone = Array.from({ length: MAX_REPLICATED + 1 }, () => node.peer)
      return request.decode(wire, pb.ProvidersRequest.encode({ swarm, replicate: { self: node, providers: [], gone } }))
    },
  ],
] as const) {
  void test(`refuses ${what}`, () => {
    assert.throws(decode, WireError)
  })
}
