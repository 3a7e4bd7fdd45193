import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { epoch, lamport, multiaddr, peerKey, wallMs } from '../../src/base/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import {
  LINEAGE_DIGITS,
  MAX_CONTENT_TYPE_CHARS,
  MAX_FETCHED,
  MAX_KEY_BYTES,
  MAX_LISTED_VALUE_BYTES,
  MAX_MEMBERS,
  MAX_OTHERS,
  MAX_PAGE_BYTES,
  MAX_PAGE_ROWS,
  MAX_RECENT,
  MAX_TTL_MS,
  MAX_VALUE_BYTES,
  MAX_WALL_MS,
  SHARDS,
  type AgreementRefusal,
  type AgreementRequest,
  type AgreementResponse,
  type Ballot,
  type Change,
  type Group,
  type ListedRegister,
  type RegisterState,
} from '../../src/protocols/agreement/index.ts'
import { AGREEMENT_LIMITS } from '../../src/wire/agreement-parts.ts'
import { agreementCodec } from '../../src/wire/agreement.ts'
import * as pb from '../../src/wire/generated/agreement.ts'
import { decodeEnvelope, encodeEnvelope, MAX_DATA_FRAME_BYTES, WireError } from '../../src/wire/index.ts'
import { newWire, record, refsOf } from './support.ts'

const wire = newWire()
const refs = refsOf(wire)
const peers = refs.map(({ peer }) => peer)
const count = fc.maxSafeNat().map((n) => Math.max(1, n))
const ballot: fc.Arbitrary<Ballot> = record({ epoch: count, counter: count, peer: peers })
const maybe = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(each, { nil: undefined })
const key = fc.uint8Array({ minLength: 1, maxLength: 40 })
const contentType = fc.constantFrom('', 'text/plain', 'application/json; charset=utf-8')
const expiresAtMs = maybe(fc.integer({ min: 1, max: MAX_WALL_MS - 1 }).map(wallMs))
const group: fc.Arbitrary<Group> = record({
  epoch: count.map((n) => Math.min(n, Number.MAX_SAFE_INTEGER - 1)),
  members: fc.uniqueArray(refs, { minLength: 1, maxLength: MAX_MEMBERS, selector: ({ peer }) => peer }),
})
const state: fc.Arbitrary<RegisterState> = fc
  .tuple(
    fc.boolean(),
    record({
      sequence: count,
      key,
      value: fc.uint8Array({ maxLength: 80 }),
      contentType,
      expiresAtMs,
      writer: peers,
      tag: ballot,
      recent: fc.array(ballot, { maxLength: MAX_RECENT }),
    }),
  )
  .map(([isThere, rest]) =>
    isThere
      ? { ...rest, kind: 'value' as const }
      : { ...rest, kind: 'tombstone' as const, value: new Uint8Array(0), contentType: '', expiresAtMs: undefined },
  )
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>({ type: 'read' }),
  record({
    type: fc.constant('put' as const),
    value: fc.uint8Array({ maxLength: 80 }),
    contentType,
    ttlMs: maybe(fc.integer({ min: 1, max: MAX_TTL_MS })),
    ifMatch: fc.oneof(fc.constantFrom(undefined, 'absent' as const), count),
  }),
  record({ type: fc.constant('remove' as const), ifMatch: maybe(count) }),
)
const address = {
  lineage: fc.oneof(
    fc.constant(''),
    fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  ),
  shard: fc.nat(SHARDS - 1),
  epoch: fc.maxSafeNat(),
}
const page = {
  prefix: fc.uint8Array({ maxLength: 20 }),
  after: fc.uint8Array({ maxLength: 20 }),
  limit: fc.integer({ min: 1, max: MAX_PAGE_ROWS }),
}
const is = <T extends string>(type: T): { type: fc.Arbitrary<T> } => ({ type: fc.constant(type) })
const requests: fc.Arbitrary<AgreementRequest> = fc.oneof(
  record({ ...address, ...is('ping') }),
  record({ ...address, ...is('where') }),
  record({ ...address, ...is('change'), key, change }),
  record({ ...address, ...is('list'), ...page }),
  record({ ...address, ...is('scan'), ...page }),
  record({ ...address, ...is('look'), key, full: fc.boolean() }),
  record({ ...address, ...is('prepare'), key, ballot, have: maybe(ballot) }),
  record({ ...address, ...is('accept'), ballot, next: ballot, state }),
  record({ ...address, ...is('forget'), key, ballot, sequence: count }),
  record({ ...address, ...is('target'), group }),
  record({ ...address, ...is('copy'), from: group, to: group }),
  record({ ...address, ...is('install'), from: group, group }),
  record({ ...address, ...is('prepareSeal'), ballot }),
  record({ ...address, ...is('acceptSeal'), ballot, next: group }),
  record({ ...address, ...is('digest'), after: fc.uint8Array({ maxLength: 20 }), final: fc.boolean() }),
  record({ ...address, ...is('fetch'), keys: fc.array(key, { minLength: 1, maxLength: 5 }) }),
)
const CODES: readonly AgreementRefusal[] = [
  'NOT_MEMBER',
  'FROZEN',
  'OTHER_LINEAGE',
  'BUSY',
  'NO_QUORUM',
  'VERSION_MISMATCH',
  'NOT_FOUND',
  'FORBIDDEN',
  'QUOTA_EXCEEDED',
  'UNKNOWN_OUTCOME',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
]
const held = { accepted: maybe(ballot), state: maybe(state), floor: fc.maxSafeNat() }
const registers: fc.Arbitrary<ListedRegister> = record({
  key,
  sequence: count,
  kind: fc.constantFrom('value' as const, 'tombstone' as const),
  contentType,
  expiresAtMs,
  size: fc.nat(MAX_VALUE_BYTES),
  value: maybe(fc.uint8Array({ maxLength: 40 })),
})
const responses: fc.Arbitrary<AgreementResponse> = fc.oneof(
  fc.constantFrom<AgreementResponse>({ type: 'working' }, { type: 'accepted' }, { type: 'forgotten' }),
  record({
    ...is('group'),
    lineage: address.lineage,
    group: maybe(group),
    others: fc.array(refs, { maxLength: MAX_OTHERS }),
  }),
  record({ ...is('changed'), state }),
  fc.tuple(fc.array(fc.tuple(registers, ballot), { maxLength: 5 }), maybe(key)).map(([list, through]) => ({
    type: 'listed' as const,
    registers: list.map(([register]) => register),
    ballots: list.map(([, each]) => each),
    through,
  })),
  record({ ...is('held'), ...held }),
  record({ ...is('promised'), ...held }),
  record({ ...is('rejected'), promised: ballot }),
  record({ ...is('nodes'), nodes: fc.array(refs, { maxLength: 5 }) }),
  record({ ...is('copied'), ready: fc.boolean() }),
  record({ ...is('installed'), ready: fc.boolean() }),
  record({ ...is('sealPromised'), accepted: maybe(record({ ballot, next: group })) }),
  record({
    ...is('digested'),
    ballots: fc.array(record({ key, ballot }), { maxLength: 5 }),
    through: maybe(key),
    floor: fc.maxSafeNat(),
  }),
  record({ ...is('fetched'), states: fc.array(record({ ballot, state }), { maxLength: 3 }) }),
  record({ ...is('failed'), code: fc.constantFrom(...CODES), sequence: maybe(count) }),
)

const envelope = (body: unknown): Envelope => ({
  kind: 'request',
  lamport: lamport(5),
  machine: 'agreement',
  body,
  id: 3,
  leftMs: 100,
  semantics: 'at-most-once',
  once: { calleeEpoch: 2, settledBelow: 7 },
})

const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(97)
const peer = wire.peerBytes(fc.sample(peers, { numRuns: 1, seed: 1 })[0] ?? peerKey('')) as Uint8Array<ArrayBuffer>
const anyBallot = { epoch: 1, counter: 1, peer }
const anyState = {
  sequence: 1,
  tombstone: false,
  key: bytes(1),
  value: bytes(1),
  contentType: '',
  writer: peer,
  tag: anyBallot,
  recent: [],
}
const head = { lineage: bytes(0), shard: 0, epoch: 0 }

void describe('the wire of agreement', () => {
  void it('brings every request and response across unchanged', () => {
    fc.assert(
      fc.property(requests, (body) => {
        assert.deepEqual(agreementCodec.request.decode(wire, agreementCodec.request.encode(wire, body)), body)
        assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, envelope(body)), undefined), envelope(body))
      }),
      { numRuns: 400 },
    )
    fc.assert(
      fc.property(responses, (body) => {
        assert.deepEqual(agreementCodec.response.decode(wire, agreementCodec.response.encode(wire, body)), body)
      }),
      { numRuns: 400 },
    )
  })

  void it('has the limits of the messages', () => {
    assert.deepEqual(AGREEMENT_LIMITS, {
      shards: SHARDS,
      keyBytes: MAX_KEY_BYTES,
      valueBytes: MAX_VALUE_BYTES,
      contentTypeChars: MAX_CONTENT_TYPE_CHARS,
      members: MAX_MEMBERS,
      recent: MAX_RECENT,
      ttlMs: MAX_TTL_MS,
      wallMs: MAX_WALL_MS,
      lineageBytes: LINEAGE_DIGITS / 2,
      others: MAX_OTHERS,
      pageRows: MAX_PAGE_ROWS,
      listedRows: 2 * MAX_PAGE_ROWS,
      fetched: MAX_FETCHED,
      listedValueBytes: MAX_LISTED_VALUE_BYTES,
    })
  })

  const REQUESTS: Record<string, Partial<pb.AgreementRequest>> = {
    'a shard too high': { shard: SHARDS, where: {} },
    'a lineage of 15 bytes': { lineage: bytes(15), where: {} },
    'an empty key': { look: { key: bytes(0), full: false } },
    'a key too long': { look: { key: bytes(MAX_KEY_BYTES + 1), full: false } },
    'a value too long': { change: { key: bytes(1), put: { value: bytes(MAX_VALUE_BYTES + 1), contentType: '' } } },
    'a content type too long': {
      change: { key: bytes(1), put: { value: bytes(1), contentType: 'x'.repeat(MAX_CONTENT_TYPE_CHARS + 1) } },
    },
    'a content type of control characters': { change: { key: bytes(1), put: { value: bytes(1), contentType: 'a\n' } } },
    'no lifetime': { change: { key: bytes(1), put: { value: bytes(1), contentType: '', ttlMs: 0 } } },
    'a lifetime too long': {
      change: { key: bytes(1), put: { value: bytes(1), contentType: '', ttlMs: MAX_TTL_MS + 1 } },
    },
    'a prefix too long': { list: { prefix: bytes(MAX_KEY_BYTES + 1), after: bytes(0), limit: 1 } },
    'a limit of none': { list: { prefix: bytes(0), after: bytes(0), limit: 0 } },
    'a limit too high': { list: { prefix: bytes(0), after: bytes(0), limit: MAX_PAGE_ROWS + 1 } },
    'a ballot of nobody': { prepareSeal: { ...anyBallot, peer: bytes(3) } },
    'a ballot without a counter': { prepareSeal: { ...anyBallot, counter: 0 } },
    'a group of nobody': { target: { epoch: 1, members: [] } },
    'a group too large': {
      target: {
        epoch: 1,
        members: Array.from({ length: MAX_MEMBERS + 1 }, () => ({ peer, position: 0, epoch: 1, addresses: [] })),
      },
    },
    'a group with a member twice': {
      target: { epoch: 1, members: [0, 1].map((position) => ({ peer, position, epoch: 1, addresses: [] })) },
    },
    'a removed register with a value': {
      accept: { ballot: anyBallot, next: anyBallot, state: { ...anyState, tombstone: true } },
    },
    'too many tags': {
      accept: {
        ballot: anyBallot,
        next: anyBallot,
        state: { ...anyState, recent: Array.from({ length: MAX_RECENT + 1 }, () => anyBallot) },
      },
    },
    'an expiry too far': {
      accept: { ballot: anyBallot, next: anyBallot, state: { ...anyState, expiresAtMs: MAX_WALL_MS } },
    },
    'a state without a tag': {
      accept: { ballot: anyBallot, next: anyBallot, state: { ...anyState, tag: undefined } as never },
    },
    'nothing to fetch': { fetch: { keys: [] } },
    'too much to fetch': { fetch: { keys: Array.from({ length: MAX_FETCHED + 1 }, () => bytes(1)) } },
    'a change of no kind': { change: { key: bytes(1) } },
    nothing: {},
  }
  for (const [about, body] of Object.entries(REQUESTS)) {
    void it(`refuses ${about}`, () => {
      assert.throws(
        () => agreementCodec.request.decode(wire, pb.AgreementRequest.encode({ ...head, ...body })),
        WireError,
      )
    })
  }

  const RESPONSES: Record<string, Partial<pb.AgreementResponse>> = {
    'ballots that are not as many': { listed: { registers: [], ballots: [anyBallot] } },
    'a listed value too long': {
      listed: {
        registers: [
          {
            key: bytes(1),
            sequence: 1,
            tombstone: false,
            contentType: '',
            size: 1,
            value: bytes(MAX_LISTED_VALUE_BYTES + 1),
          },
        ],
        ballots: [anyBallot],
      },
    },
    'a page too long': {
      digested: {
        ballots: Array.from({ length: MAX_PAGE_ROWS + 1 }, () => ({ key: bytes(1), ballot: anyBallot })),
        floor: 0,
      },
    },
    'a refusal without a code': { failed: {} as never },
    nothing: {},
  }
  for (const [about, body] of Object.entries(RESPONSES)) {
    void it(`refuses an answer with ${about}`, () => {
      assert.throws(() => agreementCodec.response.decode(wire, pb.AgreementResponse.encode(body)), WireError)
    })
  }

  void it('fits the largest bodies into a frame of the data stream', () => {
    const address = multiaddr(`/dns4/${'h'.repeat(50)}/tcp/65535`)
    const members = fc
      .sample(fc.uniqueArray(refs, { minLength: MAX_MEMBERS, maxLength: MAX_MEMBERS, selector: (ref) => ref.peer }), {
        numRuns: 1,
        seed: 7,
      })[0]!
      .map((ref) => wire.refs.refOf(ref.peer, 0, epoch(2 ** 50), [address, address, address]))
    const tag: Ballot = { epoch: 2 ** 52, counter: 2 ** 52, peer: members[0]!.peer }
    const largest: RegisterState = {
      sequence: 2 ** 52,
      kind: 'value',
      key: bytes(MAX_KEY_BYTES),
      value: bytes(MAX_VALUE_BYTES),
      contentType: 'x'.repeat(MAX_CONTENT_TYPE_CHARS),
      expiresAtMs: wallMs(MAX_WALL_MS - 1),
      writer: tag.peer,
      tag,
      recent: Array.from({ length: MAX_RECENT }, () => tag),
    }
    const lineage = 'f'.repeat(LINEAGE_DIGITS)
    const to: Group = { epoch: 2 ** 52, members }
    const bodies: AgreementRequest[] = [
      { type: 'accept', lineage, shard: 255, epoch: 2 ** 52, ballot: tag, next: tag, state: largest },
      { type: 'install', lineage, shard: 255, epoch: 2 ** 52, from: to, group: to },
      {
        type: 'fetch',
        lineage,
        shard: 255,
        epoch: 2 ** 52,
        keys: Array.from({ length: MAX_PAGE_BYTES / MAX_KEY_BYTES + 1 }, () => bytes(MAX_KEY_BYTES)),
      },
    ]
    for (const body of bodies) {
      const size = encodeEnvelope(wire, envelope(body)).byteLength
      assert.ok(size <= MAX_DATA_FRAME_BYTES, `${body.type} takes ${size} bytes`)
    }
  })
})
