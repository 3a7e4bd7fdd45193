import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lamport } from '../../src/base/index.ts'
import { MAX_BATCH, MAX_MET, MAX_PATH } from '../../src/protocols/chord/limits.ts'
import type {
  BatchedAnswer,
  ChordRefusal,
  ChordRequest,
  ChordResponse,
  PathHop,
} from '../../src/protocols/chord/messages.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import { decodeEnvelope, encodeEnvelope, MAX_CONTROL_FRAME_BYTES, MAX_HOPS, WireError } from '../../src/wire/index.ts'
import * as pbChord from '../../src/wire/generated/chord.ts'
import * as pb from '../../src/wire/generated/envelope.ts'
import { counts, epochs, newWire, peers, record, refListsOf, refsOf, ringIds } from './support.ts'

const wire = newWire()
const positions = fc.nat(63)
const hops = fc.nat(MAX_HOPS)
const maybeRef = fc.option(refsOf(wire), { nil: undefined })

const changedRequests = record({
  type: fc.constant('changed' as const),
  position: positions,
  of: positions,
})
const requests: fc.Arbitrary<ChordRequest> = fc.oneof(
  record({ type: fc.constant('view' as const), position: positions, have: counts }),
  record({
    type: fc.constant('view' as const),
    position: positions,
    have: counts,
    fingers: fc.constant(true as const),
  }),
  record({ type: fc.constant('ping' as const), position: positions }),
  record({ type: fc.constant('notify' as const), position: positions, self: refsOf(wire), onRing: fc.boolean() }),
  record({ type: fc.constant('find' as const), position: positions, target: ringIds, hops, final: fc.boolean() }),
  record({
    type: fc.constant('find' as const),
    position: positions,
    target: ringIds,
    hops,
    final: fc.boolean(),
    trace: fc.constant(true as const),
  }),
  record({ type: fc.constant('step' as const), position: positions, target: ringIds }),
  record({
    type: fc.constant('step' as const),
    position: positions,
    target: ringIds,
    nearest: fc.constant(true as const),
  }),
  record({
    type: fc.constant('meet' as const),
    position: positions,
    self: refsOf(wire),
    others: refListsOf(wire).map((refs) => refs.slice(0, MAX_MET)),
  }),
  record({
    type: fc.constant('leave' as const),
    position: positions,
    self: refsOf(wire),
    heir: fc.boolean(),
    boundary: maybeRef,
    successors: refListsOf(wire),
  }),
  changedRequests,
  record({
    type: fc.constant('batch' as const),
    position: positions,
    requests: fc.array(
      fc.oneof(
        record({ type: fc.constant('view' as const), position: positions, have: counts }),
        record({ type: fc.constant('ping' as const), position: positions }),
        record({ type: fc.constant('notify' as const), position: positions, self: refsOf(wire), onRing: fc.boolean() }),
        changedRequests,
      ),
      { minLength: 1, maxLength: MAX_BATCH },
    ),
  }),
)
const refusals = fc.constantFrom<ChordRefusal>(
  'NOT_JOINED',
  'NO_SUCH_POSITION',
  'HOPS_EXCEEDED',
  'NO_ROUTE',
  'NOT_HEIR',
)
const pathHops: fc.Arbitrary<PathHop> = record({
  peer: peers,
  ringId: ringIds,
  rttMs: fc.nat(2 ** 32 - 1).map((microseconds) => microseconds / 1_000),
  outcome: fc.constantFrom<PathHop['outcome']>(
    'owner',
    'relayed',
    'closer',
    'late',
    'timeout',
    'unreachable',
    'refused',
  ),
})
const partAnswers: fc.Arbitrary<BatchedAnswer> = fc.oneof(
  record({
    type: fc.constant('view' as const),
    view: record({ version: counts, self: refsOf(wire), predecessor: maybeRef, successors: refListsOf(wire) }),
  }),
  record({
    type: fc.constant('view' as const),
    view: record({ version: counts, self: refsOf(wire), predecessor: maybeRef, successors: refListsOf(wire) }),
    fingers: refListsOf(wire).filter((refs) => refs.length > 0),
  }),
  record({ type: fc.constant('unchanged' as const), version: counts }),
  record({ type: fc.constant('pong' as const), self: refsOf(wire) }),
  fc.constant({ type: 'noted' as const }),
  record({ type: fc.constant('failed' as const), code: refusals }),
)
const responses: fc.Arbitrary<ChordResponse> = fc.oneof(
  partAnswers,
  record({
    type: fc.constant('batch' as const),
    answers: fc.array(fc.option(partAnswers, { nil: undefined }), { maxLength: MAX_BATCH }),
  }),
  fc.constant({ type: 'relaying' as const }),
  record({
    type: fc.constant('found' as const),
    found: record({ owner: refsOf(wire), predecessor: maybeRef }),
    hops,
    epoch: epochs,
  }),
  record({
    type: fc.constant('found' as const),
    found: record({ owner: refsOf(wire), predecessor: maybeRef }),
    hops,
    epoch: epochs,
    path: fc.array(pathHops, { minLength: 1, maxLength: MAX_PATH }),
  }),
  record({ type: fc.constant('closer' as const), candidates: refListsOf(wire) }),
)
const times = counts.map((count) => lamport(Math.max(1, count)))
const chord = fc.constant('chord' as const)
const envelopes: fc.Arbitrary<Envelope> = fc.oneof(
  record({
    kind: fc.constant('request' as const),
    lamport: times,
    id: counts,
    leftMs: fc.nat(3_600_000),
    machine: chord,
    body: requests,
    semantics: fc.constantFrom('maybe' as const, 'at-least-once' as const),
    once: fc.constant(undefined),
  }),
  record({
    kind: fc.constant('request' as const),
    lamport: times,
    id: counts,
    leftMs: fc.nat(3_600_000),
    machine: chord,
    body: requests,
    semantics: fc.constant('at-most-once' as const),
    once: record({ calleeEpoch: counts, settledBelow: counts }),
  }),
  record({
    kind: fc.constantFrom('answer' as const, 'interim' as const),
    lamport: times,
    id: counts,
    machine: chord,
    body: responses,
  }),
  record({
    kind: fc.constant('refusal' as const),
    lamport: times,
    id: counts,
    why: fc.constantFrom('refused' as const, 'overload' as const, 'unknown-outcome' as const),
  }),
)

test('every envelope survives the wire', () => {
  fc.assert(
    fc.property(envelopes, (envelope) => {
      assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, envelope)), envelope)
    }),
    { numRuns: 500 },
  )
})

test('references are interned: the same description is the same object, with its ring id computed', () => {
  fc.assert(
    fc.property(refsOf(wire), (self) => {
      const pong: Envelope = {
        kind: 'answer',
        lamport: lamport(1),
        id: 1,
        machine: 'chord',
        body: { type: 'pong', self },
      }
      const again = decodeEnvelope(wire, encodeEnvelope(wire, pong))
      assert.equal(((again as { body: unknown }).body as { self: unknown }).self, self)
      // Another daemon comes to the same ring id by itself.
      const elsewhere = decodeEnvelope(newWire(), encodeEnvelope(wire, pong))
      assert.deepEqual(elsewhere, again)
    }),
  )
})

test('bytes of a peer never do worse than a WireError', () => {
  const seen = new Set<string>()
  const judge = (bytes: Uint8Array): void => {
    try {
      decodeEnvelope(wire, bytes)
      seen.add('taken')
    } catch (err) {
      assert.ok(err instanceof WireError, String(err))
      seen.add(err.reason)
    }
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), judge), { numRuns: 3_000 })
  // Mutations of good frames get deeper: flipped, cut, repeated, spliced.
  const mutated = fc.tuple(
    envelopes,
    fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(3)), { minLength: 1, maxLength: 4 }),
  )
  fc.assert(
    fc.property(mutated, ([envelope, changes]) => {
      let bytes = Buffer.from(encodeEnvelope(wire, envelope))
      for (const [where, byte, how] of changes) {
        const at = where % (bytes.byteLength + 1)
        if (how === 0 && at < bytes.byteLength) bytes[at] = byte
        else if (how === 1) bytes = bytes.subarray(0, at)
        else if (how === 2) bytes = Buffer.concat([bytes, bytes.subarray(at)])
        else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)])
      }
      judge(bytes)
    }),
    { numRuns: 5_000 },
  )
  assert.deepEqual([...seen].sort(), ['limit', 'malformed', 'taken', 'unknown'])
})

test('the worst frame of the allowed size is judged in milliseconds', () => {
  const worst: [string, Buffer][] = [
    // Group tags, which the decoder follows recursively.
    ['nested groups', Buffer.alloc(MAX_CONTROL_FRAME_BYTES, 0x0b)],
    ['empty references', referencesOf(Buffer.alloc(0))],
    ['repeated fields', Buffer.alloc(MAX_CONTROL_FRAME_BYTES, Buffer.of(0x10, 0x01))],
    ['endless varint', Buffer.alloc(MAX_CONTROL_FRAME_BYTES, 0xff)],
  ]
  for (const [what, bytes] of worst) {
    // CPU time, and the best of five: what else the machine has to do does not count, nor do compiler and collector.
    const tookMs = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage()
      try {
        decodeEnvelope(wire, bytes)
      } catch (err) {
        assert.ok(err instanceof WireError, `${what}: ${String(err)}`)
      }
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    })
    assert.ok(Math.min(...tookMs) < 200, `${what}: ${Math.min(...tookMs)} ms`)
  }
})

/** As many successors as a frame holds, each with these bytes. */
function referencesOf(ref: Buffer): Buffer {
  const one = Buffer.concat([Buffer.of(0x22, ref.byteLength), ref])
  const view = Buffer.concat(Array.from({ length: Math.floor(16_000 / one.byteLength) }, () => one))
  const body = Buffer.concat([Buffer.of(0x0a), varint(view.byteLength), view])
  return Buffer.from(pb.Envelope.encode({ kind: pb.EnvelopeKind.ANSWER, lamport: 1, id: 1, machine: 1, body }))
}
const varint = (value: number): Buffer => Buffer.of((value & 0x7f) | 0x80, value >> 7)

test('a RingView of 32 successors with as many addresses as may be fits a control frame', () => {
  const addresses = Array.from({ length: 8 }, (_, i) => `/ip4/192.168.100.10${i}/tcp/6553${i}` as never)
  const long = [`/dns4/${'x'.repeat(116)}/tcp/1` as never, `/dns4/${'y'.repeat(116)}/tcp/1` as never]
  for (const list of [addresses, long]) {
    const refs = Array.from({ length: 34 }, (_, i) =>
      wire.refs.refOf(i.toString(16).padStart(64, '0') as never, 63, Number.MAX_SAFE_INTEGER as never, list),
    )
    const [self, predecessor, ...successors] = refs
    const view = { version: Number.MAX_SAFE_INTEGER, self, predecessor, successors }
    const time = lamport(Number.MAX_SAFE_INTEGER)
    const envelope: Envelope = {
      kind: 'answer',
      lamport: time,
      id: 2 ** 53 - 1,
      machine: 'chord',
      body: { type: 'view', view },
    }
    const bytes = encodeEnvelope(wire, envelope)
    assert.ok(bytes.byteLength < MAX_CONTROL_FRAME_BYTES, `${bytes.byteLength}`)
    assert.deepEqual(decodeEnvelope(wire, bytes), envelope)
  }
})

// ---- one above every limit -------------------------------------------------------------------------------------------

type PbRef = Parameters<typeof pbChord.ChordPong.encode>[0]['self']
const goodRef = (): NonNullable<PbRef> => ({
  peer: new Uint8Array(Buffer.concat([Buffer.from('002408011220', 'hex'), Buffer.alloc(32, 1)])),
  position: 0,
  epoch: 1,
  addresses: [],
})
const head = { kind: pb.EnvelopeKind.ANSWER, lamport: 1, id: 1, machine: 1, leftMs: 0 }
const request = (body: Partial<pbChord.ChordRequest>, over: Partial<pb.Envelope> = {}): Uint8Array =>
  pb.Envelope.encode({ ...head, kind: pb.EnvelopeKind.REQUEST, body: pbChord.ChordRequest.encode(body), ...over })
const answer = (body: Partial<pbChord.ChordResponse>, over: Partial<pb.Envelope> = {}): Uint8Array =>
  pb.Envelope.encode({ ...head, body: pbChord.ChordResponse.encode(body), ...over })
const pong = (over: Partial<NonNullable<PbRef>>): Uint8Array => answer({ pong: { self: { ...goodRef(), ...over } } })
const contact = (): pbChord.ChordPathHop => ({
  peer: goodRef().peer,
  ringId: new Uint8Array(32),
  rttMicroseconds: 1,
  outcome: pbChord.ChordOutcome.RELAYED,
})
const pathOf = (length: number): pbChord.ChordPathHop[] => Array.from({ length }, contact)
const found = (over: { path: pbChord.ChordPathHop[] }): Uint8Array =>
  answer({ found: { owner: goodRef(), hops: 1, epoch: 1, ...over } })
const many = (count: number): NonNullable<PbRef>[] => Array.from({ length: count }, goodRef)
const pings = (count: number): pbChord.ChordPart[] => Array.from({ length: count }, () => ({ position: 0, ping: {} }))
const noted = (count: number): pbChord.ChordPartAnswer[] => Array.from({ length: count }, () => ({ noted: {} }))
const host = (bytes: number): string => `/dns4/${'x'.repeat(bytes - 12)}/tcp/1`
const target = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

const limits: [what: string, good: Uint8Array, bad: Uint8Array, reason: string][] = [
  ['peer bytes', pong({}), pong({ peer: goodRef().peer.subarray(1) }), 'malformed'],
  ['peer kind', pong({}), pong({ peer: goodRef().peer.map((byte, i) => (i === 3 ? 2 : byte)) }), 'malformed'],
  ['position', pong({ position: 63 }), pong({ position: 64 }), 'limit'],
  ['epoch', pong({ epoch: 1 }), pong({ epoch: 0 }), 'malformed'],
  [
    'addresses',
    pong({ addresses: Array(8).fill('/a') as string[] }),
    pong({ addresses: Array(9).fill('/a') as string[] }),
    'limit',
  ],
  ['address bytes', pong({ addresses: [host(128)] }), pong({ addresses: [host(129)] }), 'limit'],
  [
    'bytes of all addresses',
    pong({ addresses: [host(128), host(128)] }),
    pong({ addresses: [host(128), host(126), '/ab'] }),
    'limit',
  ],
  ['form of an address', pong({ addresses: ['/a/b'] }), pong({ addresses: ['a/b'] }), 'malformed'],
  ['characters of an address', pong({ addresses: ['/a/b'] }), pong({ addresses: ['/a/\u0000'] }), 'malformed'],
  ['ASCII of an address', pong({ addresses: ['/a/b'] }), pong({ addresses: ['/a/ü'] }), 'malformed'],
  ['ends of an address', pong({ addresses: ['/a/b'] }), pong({ addresses: ['/a//b'] }), 'malformed'],
  [
    'successors',
    answer({ view: { version: 1, self: goodRef(), successors: many(32), fingers: [] } }),
    answer({ view: { version: 1, self: goodRef(), successors: many(33), fingers: [] } }),
    'limit',
  ],
  [
    'fingers beside a view',
    answer({ view: { version: 1, self: goodRef(), successors: many(1), fingers: many(32) } }),
    answer({ view: { version: 1, self: goodRef(), successors: many(1), fingers: many(33) } }),
    'limit',
  ],
  ['candidates', answer({ closer: { candidates: many(32) } }), answer({ closer: { candidates: many(33) } }), 'limit'],
  ['self of a pong', pong({}), answer({ pong: {} }), 'malformed'],
  [
    'others of a meeting',
    request({ meet: { self: goodRef(), others: many(4) } }),
    request({ meet: { self: goodRef(), others: many(5) } }),
    'limit',
  ],
  ['position of a change', request({ changed: { of: 63 } }), request({ changed: { of: 64 } }), 'limit'],
  ['no questions in a batch', request({ batch: { parts: pings(1) } }), request({ batch: { parts: [] } }), 'malformed'],
  ['questions in a batch', request({ batch: { parts: pings(64) } }), request({ batch: { parts: pings(65) } }), 'limit'],
  [
    'what a question in a batch is',
    request({ batch: { parts: pings(1) } }),
    request({ batch: { parts: [{ position: 0 }] } }),
    'unknown',
  ],
  ['answers to a batch', answer({ batch: { answers: noted(64) } }), answer({ batch: { answers: noted(65) } }), 'limit'],
  [
    'successors of one that leaves',
    request({ leave: { self: goodRef(), heir: true, successors: many(32) } }),
    request({ leave: { self: goodRef(), heir: true, successors: many(33) } }),
    'limit',
  ],
  ['self of a view', pong({}), answer({ view: { version: 1, successors: [], fingers: [] } }), 'malformed'],
  [
    'hops of an answer',
    answer({ found: { owner: goodRef(), hops: 255, epoch: 1, path: [] } }),
    answer({ found: { owner: goodRef(), hops: 256, epoch: 1, path: [] } }),
    'limit',
  ],
  ['path', found({ path: pathOf(64) }), found({ path: pathOf(65) }), 'limit'],
  [
    'outcome of a contact',
    found({ path: pathOf(1) }),
    found({ path: [{ ...contact(), outcome: pbChord.ChordOutcome.CHORD_OUTCOME_UNSPECIFIED }] }),
    'malformed',
  ],
  [
    'ring id of a contact',
    found({ path: pathOf(1) }),
    found({ path: [{ ...contact(), ringId: new Uint8Array(31) }] }),
    'malformed',
  ],
  [
    'hops of a request',
    request({ find: { target: target(32), hops: 255, final: true, trace: false } }),
    request({ find: { target: target(32), hops: 256, final: true, trace: false } }),
    'limit',
  ],
  [
    'target too short',
    request({ step: { target: target(32), nearest: false } }),
    request({ step: { target: target(31), nearest: false } }),
    'malformed',
  ],
  [
    'target too long',
    request({ step: { target: target(32), nearest: false } }),
    request({ step: { target: target(33), nearest: false } }),
    'malformed',
  ],
  ['position asked', request({ position: 63, ping: {} }), request({ position: 64, ping: {} }), 'limit'],
  [
    'refusal code',
    answer({ failed: { code: pbChord.ChordRefusal.NO_ROUTE } }),
    answer({ failed: {} as never }),
    'malformed',
  ],
  ['body of a request', request({ ping: {} }), request({}), 'unknown'],
  ['body of an answer', answer({ noted: {} }), answer({}), 'unknown'],
  ['machine', answer({ noted: {} }), answer({ noted: {} }, { machine: 99 }), 'unknown'],
  [
    'kind',
    answer({ noted: {} }),
    answer({ noted: {} }, { kind: pb.EnvelopeKind.ENVELOPE_KIND_UNSPECIFIED }),
    'malformed',
  ],
  [
    'messages of a machine without',
    answer({ noted: {} }),
    answer({ noted: {} }, { kind: pb.EnvelopeKind.MESSAGE }),
    'unknown',
  ],
  ['lamport', answer({ noted: {} }), answer({ noted: {} }, { lamport: 0 }), 'malformed'],
  ['time left', request({ ping: {} }, { leftMs: 3_600_000 }), request({ ping: {} }, { leftMs: 3_600_001 }), 'limit'],
  [
    'why of a refusal',
    pb.Envelope.encode({ ...head, kind: pb.EnvelopeKind.REFUSAL, why: pb.RefusalWhy.OVERLOAD }),
    pb.Envelope.encode({ ...head, kind: pb.EnvelopeKind.REFUSAL }),
    'malformed',
  ],
]
for (const [what, good, bad, reason] of limits) {
  test(`limit: ${what}`, () => {
    decodeEnvelope(wire, good)
    assert.throws(
      () => decodeEnvelope(wire, bad),
      (err) => err instanceof WireError && err.reason === reason,
    )
  })
}

test('numbers of 2^53 and above are refused', () => {
  // lamport 2^53 - 1 and 2^53 as varints.
  const good = Buffer.from('080510ffffffffffffff0f20013001', 'hex')
  const bad = Buffer.from('0805108080808080808010' + '20013001', 'hex')
  assert.equal(decodeEnvelope(wire, good).lamport, Number.MAX_SAFE_INTEGER)
  assert.throws(() => decodeEnvelope(wire, bad), WireError)
})

test('what our own code may not send is a fault, not bytes', () => {
  const body = { type: 'haveAll' }
  const message: Envelope = { kind: 'message', lamport: lamport(1), machine: 'chord', body, session: undefined }
  assert.throws(() => encodeEnvelope(wire, message), { code: 'INTERNAL' })
})

test('addresses above the limits are left out when a reference is sent', () => {
  const addresses = [host(128), host(129), 'nonsense', host(120), '/a/b', '/c/d'].map((text) => text as never)
  const self = wire.refs.refOf('ab'.repeat(32) as never, 0, 1 as never, addresses)
  const envelope: Envelope = {
    kind: 'answer',
    lamport: lamport(1),
    id: 1,
    machine: 'chord',
    body: { type: 'pong', self },
  }
  const again = decodeEnvelope(wire, encodeEnvelope(wire, envelope)) as { body: { self: { addresses: string[] } } }
  assert.deepEqual(again.body.self.addresses, [host(128), host(120), '/a/b', '/c/d'])
})
