import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lamport, wallMs, type RingId } from '../../src/base/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import { MAX_ENTRIES } from '../../src/protocols/records/compare.ts'
import type { Arc, Config, ConfigId, Member, RecordHead } from '../../src/protocols/records/index.ts'
import { MARK_BYTES, MAX_PARTS } from '../../src/protocols/records/merkle.ts'
import {
  MAX_PULLED,
  MAX_SURVEYED,
  type MoveRequest,
  type MoveResponse,
} from '../../src/protocols/records/move-messages.ts'
import { MAX_MEMBERS, MAX_PRIOR, type PriorConfig } from '../../src/protocols/records/quorum.ts'
import { decodeEnvelope, encodeEnvelope, MAX_CONTROL_FRAME_BYTES, WireError } from '../../src/wire/index.ts'
import { MOVE_LIMITS } from '../../src/wire/record-moves.ts'
import { recordsCodec } from '../../src/wire/records.ts'
import { newWire, peers, record, refsOf, ringIds } from './support.ts'

const wire = newWire()
const position = fc.nat(63)
const configIds: fc.Arbitrary<ConfigId> = record({
  lamport: fc.integer({ min: 1, max: 2 ** 40 }).map(lamport),
  peer: peers,
})
const arcs: fc.Arbitrary<Arc> = record({ from: ringIds, to: ringIds })
const members: fc.Arbitrary<Member[]> = fc.array(record<Member>({ peer: peers, position }), {
  minLength: 1,
  maxLength: 4,
})
/** With and without configurations of no use before it. */
const priors: fc.Arbitrary<PriorConfig> = fc
  .tuple(record({ id: configIds, members }), fc.option(fc.nat(2 ** 20)))
  .map(([prior, unused]) =>
    unused === null ? prior : { ...prior, unusedFrom: lamport(Math.max(1, prior.id.lamport - unused)) },
  )
const configs: fc.Arbitrary<Config> = fc
  .tuple(arcs, priors, fc.array(priors, { maxLength: 3 }))
  .map(([arc, config, prior]) => ({ ...arc, ...config, prior }))
const marks = fc.uint8Array({ minLength: MARK_BYTES, maxLength: MARK_BYTES })
const ids = fc.array(ringIds, { minLength: 1, maxLength: 5 })
const self = refsOf(wire)
const heads: fc.Arbitrary<RecordHead> = record({
  id: ringIds,
  version: configIds,
  kind: fc.constant('value' as const),
  key: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  contentType: fc.constant('text/plain'),
  size: fc.nat(100),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  expiresAtMs: fc.constant(wallMs(5_000)),
  keepUntilMs: fc.constant(wallMs(6_000)),
  writer: peers,
})

const requests: fc.Arbitrary<MoveRequest> = fc.oneof(
  record({ type: fc.constant('survey' as const), position, arc: arcs }),
  record({ type: fc.constant('configure' as const), position, self, config: configs, filled: fc.boolean() }),
  record({ type: fc.constant('compare' as const), position, arc: arcs, sum: marks }),
  record({ type: fc.constant('pull' as const), position, ids }),
  record({ type: fc.constant('have' as const), position, self, ids }),
  record({ type: fc.constant('release' as const), position, arc: arcs, known: configIds }),
  record({ type: fc.constant('leaving' as const), position, self }),
)
const responses: fc.Arbitrary<MoveResponse> = fc.oneof(
  record({
    type: fc.constant('surveyed' as const),
    pieces: fc.array(record({ arc: arcs, config: configs }), { maxLength: 3 }),
    to: ringIds,
  }),
  record({ type: fc.constant('configured' as const), since: fc.option(configIds, { nil: undefined }) }),
  record({
    type: fc.constant('compared' as const),
    comparison: fc.oneof(
      fc.constant({ type: 'same' as const }),
      record({ type: fc.constant('parts' as const), sums: fc.array(marks, { minLength: 2, maxLength: 6 }) }),
      record({
        type: fc.constant('entries' as const),
        entries: fc.array(record({ id: ringIds, mark: marks }), { maxLength: 5 }),
        to: ringIds,
      }),
    ),
  }),
  record({
    type: fc.constant('pulled' as const),
    records: fc.array(record({ head: heads, value: fc.option(fc.uint8Array({ maxLength: 30 }), { nil: undefined }) }), {
      maxLength: 3,
    }),
    handled: fc.nat(MAX_PULLED),
  }),
  fc.constant({ type: 'agreed' as const }),
)

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each instanceof Uint8Array ? [...each] : each)) ?? 'null')

test('requests and answers about ranges come back as they were', () => {
  fc.assert(
    fc.property(requests, (body) => {
      const back = recordsCodec.request.decode(wire, recordsCodec.request.encode(wire, body))
      assert.deepEqual(plain(back), plain(body))
    }),
  )
  fc.assert(
    fc.property(responses, (body) => {
      const back = recordsCodec.response.decode(wire, recordsCodec.response.encode(wire, body))
      assert.deepEqual(plain(back), plain(body))
    }),
  )
})

test('the limits of the wire are those of the protocol', () => {
  assert.deepEqual(MOVE_LIMITS, {
    members: MAX_MEMBERS,
    prior: MAX_PRIOR,
    pieces: MAX_SURVEYED,
    parts: MAX_PARTS,
    entries: MAX_ENTRIES,
    pulled: MAX_PULLED,
    markBytes: MARK_BYTES,
  })
})

const sample = <T>(arbitrary: fc.Arbitrary<T>): T => fc.sample(arbitrary, { numRuns: 1, seed: 7 })[0] as T
const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what)

test('one above each limit is refused, the limit itself is not', () => {
  const [id, mark, config, member, head] = [
    sample(ringIds),
    sample(marks),
    sample(configs),
    sample(members)[0]!,
    sample(heads),
  ]
  const node = sample(self)
  const arc: Arc = { from: id, to: id }
  const request = (body: MoveRequest): unknown =>
    recordsCodec.request.decode(wire, recordsCodec.request.encode(wire, body))
  const response = (body: MoveResponse): unknown =>
    recordsCodec.response.decode(wire, recordsCodec.response.encode(wire, body))
  const configure = (changed: Partial<Config>) => (): unknown =>
    request({ type: 'configure', position: 0, self: node, config: { ...config, ...changed }, filled: false })
  const prior = { id: config.id, members: [member] }
  const pairs: readonly (readonly [(count: number) => () => unknown, number])[] = [
    [(count) => configure({ members: times(count, member) }), MAX_MEMBERS],
    [(count) => configure({ prior: times(count, prior) }), MAX_PRIOR],
    [(count) => configure({ prior: [{ ...prior, members: times(count, member) }] }), MAX_MEMBERS],
    [(count) => configure({ unusedFrom: lamport(count) }), config.id.lamport],
    [(count) => configure({ prior: [{ ...prior, unusedFrom: lamport(count) }] }), prior.id.lamport],
    [(count) => () => request({ type: 'pull', position: 0, ids: times(count, id) }), MAX_PULLED],
    [(count) => () => request({ type: 'have', position: 0, self: node, ids: times(count, id) }), MAX_PULLED],
    [(count) => () => request({ type: 'compare', position: 0, arc, sum: new Uint8Array(count) }), MARK_BYTES],
    [
      (count) => () => response({ type: 'compared', comparison: { type: 'parts', sums: times(count, mark) } }),
      MAX_PARTS,
    ],
    [
      (count) => () =>
        response({ type: 'compared', comparison: { type: 'entries', entries: times(count, { id, mark }), to: id } }),
      MAX_ENTRIES,
    ],
    [(count) => () => response({ type: 'surveyed', pieces: times(count, { arc, config }), to: id }), MAX_SURVEYED],
    [
      (count) => () => response({ type: 'pulled', records: times(count, { head, value: undefined }), handled: 1 }),
      MAX_PULLED,
    ],
    [(count) => () => response({ type: 'pulled', records: [], handled: count }), MAX_PULLED],
  ]
  for (const [make, limit] of pairs) {
    make(limit)()
    assert.throws(make(limit + 1), WireError)
  }
  for (const empty of [configure({ members: [] }), () => request({ type: 'pull', position: 0, ids: [] })]) {
    assert.throws(empty, WireError)
  }
})

test('the largest list of entries fits a frame of the control stream', () => {
  const entries = times(MAX_ENTRIES, { id: 'f'.repeat(64) as RingId, mark: new Uint8Array(MARK_BYTES).fill(255) })
  const body: MoveResponse = {
    type: 'compared',
    comparison: { type: 'entries', entries, to: 'f'.repeat(64) as RingId },
  }
  const envelope: Envelope = { kind: 'answer', lamport: lamport(2 ** 40), id: 2 ** 40, machine: 'records', body }
  const bytes = encodeEnvelope(wire, envelope)
  assert.ok(bytes.byteLength < MAX_CONTROL_FRAME_BYTES, `${bytes.byteLength}`)
  assert.deepEqual(plain(decodeEnvelope(wire, bytes)), plain(envelope))
})
