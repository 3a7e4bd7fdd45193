import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MAX_DIMENSIONS, type NodeRef, type ZonePath } from '../../src/base/index.ts'
import {
  ATTRIBUTE_SPACE,
  MAX_AROUND,
  MAX_CLAIMS,
  MAX_ITEM_KEY_BYTES,
  MAX_ITEM_VALUE_BYTES,
  MAX_ITEMS,
  MAX_LEASE_MS,
  MAX_MATES,
  MAX_REALITIES,
  MAX_PARTS,
  MAX_HOPS,
  type CanRefusal,
  type CanRequest,
  type CanResponse,
  type Claim,
  type Holding,
  type Item,
  type Picture,
} from '../../src/protocols/can/index.ts'
import { MAX_VISITED } from '../../src/protocols/can/finder.ts'
import { MAX_PAIR_HOPS } from '../../src/protocols/can/reassigner.ts'
import { WireError } from '../../src/wire/index.ts'
import { CAN_LIMITS, canCodec } from '../../src/wire/can.ts'
import * as pb from '../../src/wire/generated/can.ts'
import { nodeRefTo } from '../../src/wire/node-ref.ts'
import { newWire, peers, record, refsOf } from './support.ts'

const wire = newWire()
const refs: fc.Arbitrary<NodeRef> = refsOf(wire)
const spaces = fc.oneof(fc.nat(MAX_REALITIES - 1), fc.constant(ATTRIBUTE_SPACE))
const paths = fc.array(fc.constantFrom('0', '1'), { maxLength: 40 }).map((bits) => bits.join('') as ZonePath)
const claim: fc.Arbitrary<Claim> = record({ path: paths, epoch: fc.integer({ min: 1, max: CAN_LIMITS.epoch }) })
const claims = fc.array(claim, { maxLength: 4 })
const holding: fc.Arbitrary<Holding> = record({ ref: refs, claims })
const around = fc.array(holding, { maxLength: 4 })
const mates = fc.array(refs, { minLength: 1, maxLength: MAX_MATES })
const coordinate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((x) => (x === 0 ? 0 : x))
const point = fc.array(coordinate, { minLength: 1, maxLength: MAX_DIMENSIONS })
const dimensions = fc.integer({ min: 1, max: MAX_DIMENSIONS })
const version = fc.integer({ min: 1, max: 2 ** 50 })
const pictures: fc.Arbitrary<Picture> = fc.oneof(
  record({ version }),
  record({ version, shown: record({ claims, around }) }),
  record({ version, shown: record({ claims, around, mates }) }),
)
const detours = fc.oneof(
  fc.constant(undefined),
  record({
    nearest: fc.double({ min: 0, max: 4, noNaN: true }).map((x) => (x === 0 ? 0 : x)),
    visited: fc.array(peers, { maxLength: 5 }),
  }),
)
const requests: fc.Arbitrary<CanRequest> = fc.oneof(
  record({ type: fc.constant('find' as const), space: spaces, point, hops: fc.nat(MAX_HOPS), detour: detours }),
  record({
    type: fc.constant('find' as const),
    space: spaces,
    point,
    hops: fc.nat(MAX_HOPS),
    detour: detours,
    trace: fc.constant(true as const),
    any: fc.constant(true as const),
  }),
  record({
    type: fc.constant('update' as const),
    space: spaces,
    dimensions,
    self: refs,
    have: fc.nat(1_000),
    picture: pictures,
  }),
  record({ type: fc.constant('update' as const), space: spaces, dimensions, have: version, picture: pictures }),
  record({
    type: fc.constant('update' as const),
    space: spaces,
    dimensions,
    self: refs,
    have: version,
    picture: pictures,
    follows: fc.constant(true as const),
  }),
  record({
    type: fc.constant('find' as const),
    space: spaces,
    point,
    hops: fc.nat(MAX_HOPS),
    detour: fc.constant(undefined),
    than: fc.double({ min: 0, max: 4, noNaN: true }).map((x) => (x === 0 ? 0 : x)),
  }),
  record({ type: fc.constant('join' as const), space: spaces, dimensions, self: refs, point, chosen: fc.boolean() }),
  record({ type: fc.constant('give' as const), space: spaces, self: refs, claim, around }),
  record({ type: fc.constant('give' as const), space: spaces, self: refs, claim, around, mates }),
  record({ type: fc.constant('accept' as const), space: spaces, claim }),
  record({
    type: fc.constant('claim' as const),
    space: spaces,
    self: refs,
    claims: fc.array(claim, { minLength: 1, maxLength: 3 }),
    volume: fc.constantFrom(0, 0.25, 1),
  }),
  record({
    type: fc.constant('claim' as const),
    space: spaces,
    self: refs,
    claims: fc.array(claim, { minLength: 1, maxLength: 3 }),
    volume: fc.constantFrom(0, 0.25, 1),
    of: peers,
  }),
  record({ type: fc.constant('pair' as const), space: spaces, below: paths, hops: fc.nat(MAX_PAIR_HOPS) }),
)
const keys = fc.uint8Array({ minLength: 1, maxLength: 40 })
const values = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined })
const times = fc.integer({ min: 0, max: 2 ** 45 })
const versions = record({ lamport: fc.integer({ min: 1, max: 2 ** 45 }), peer: peers })
const item: fc.Arbitrary<Item> = record({
  point,
  key: keys,
  value: values,
  version: versions,
  expiresAtMs: times,
}).chain((each) => fc.nat(MAX_LEASE_MS).map((keepMs) => ({ ...each, keepUntilMs: each.expiresAtMs + keepMs })))
const items = fc.array(item, { maxLength: 4 })
const place = fc
  .tuple(fc.array(fc.constantFrom('0', '1'), { minLength: 64, maxLength: 64 }), keys)
  .map(([bits, key]) => `${bits.join('')}/${Buffer.from(key).toString('hex')}`)
const after = fc.option(place, { nil: undefined })
const boxes = fc
  .array(fc.tuple(fc.nat(500), fc.integer({ min: 501, max: 1000 })), { minLength: 1, maxLength: 4 })
  .map((sides) => ({ low: sides.map(([low]) => low / 1000), high: sides.map(([, high]) => high / 1000) }))
const part = record({
  path: paths,
  count: fc.nat(1_000_000),
  hash: fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(2 ** 32 - 1)),
})
const itemRequests: fc.Arbitrary<CanRequest> = fc.oneof(
  record({
    type: fc.constant('put' as const),
    space: spaces,
    point,
    key: keys,
    value: values,
    leaseMs: fc.integer({ min: 1, max: MAX_LEASE_MS }),
  }),
  record({
    type: fc.constant('put' as const),
    space: spaces,
    point,
    key: keys,
    value: values,
    leaseMs: fc.integer({ min: 1, max: MAX_LEASE_MS }),
    lamport: fc.integer({ min: 1, max: 2 ** 50 }),
  }),
  record({ type: fc.constant('get' as const), space: spaces, point, key: keys, copies: fc.boolean() }),
  record({ type: fc.constant('store' as const), space: spaces, items }),
  record({ type: fc.constant('page' as const), space: spaces, path: paths, after }),
  record({ type: fc.constant('digest' as const), space: spaces, parts: fc.array(part, { maxLength: 4 }) }),
  record({
    type: fc.constant('query' as const),
    space: spaces,
    box: boxes,
    after,
    limit: fc.integer({ min: 0, max: MAX_ITEMS }),
  }),
)
const itemResponses: fc.Arbitrary<CanResponse> = fc.oneof(
  record({
    type: fc.constant('kept' as const),
    version: versions,
    expiresAtMs: times,
    copies: fc.integer({ min: 1, max: CAN_LIMITS.replicas }),
  }),
  record({ type: fc.constant('item' as const), item: fc.option(item, { nil: undefined }) }),
  record({ type: fc.constant('items' as const), items, more: fc.boolean() }),
  record({ type: fc.constant('differing' as const), paths: fc.array(paths, { maxLength: 4 }) }),
  record({
    type: fc.constant('answered' as const),
    items,
    more: fc.boolean(),
    covered: fc.array(paths, { maxLength: 4 }),
    counts: fc.array(fc.option(fc.nat(1_000_000), { nil: undefined }), { maxLength: 4 }),
    around,
  }),
)
const refusals: readonly CanRefusal[] = [
  'NOT_JOINED',
  'NO_ROUTE',
  'HOPS_EXCEEDED',
  'BUSY',
  'TOO_SMALL',
  'DIMENSIONS',
  'NOT_HELD',
  'FORBIDDEN',
]
const responses: fc.Arbitrary<CanResponse> = fc.oneof(
  fc.constantFrom<CanResponse>(
    { type: 'relaying' },
    { type: 'taken' },
    { type: 'agreed' },
    { type: 'better' },
    { type: 'alive' },
  ),
  record({
    type: fc.constant('found' as const),
    space: spaces,
    holder: holding,
    claim,
    hops: fc.nat(MAX_HOPS),
    path: fc.array(refs, { maxLength: 5 }),
  }),
  record({ type: fc.constant('updated' as const), picture: pictures, have: version }),
  record({ type: fc.constant('granted' as const), claim, around }),
  record({ type: fc.constant('granted' as const), claim, around, mates }),
  record({ type: fc.constant('mate' as const), picture: pictures }),
  record({ type: fc.constant('redirect' as const), to: refs, chosen: fc.boolean() }),
  record({ type: fc.constant('pair' as const), path: paths, lower: refs, upper: refs }),
  record({
    type: fc.constant('failed' as const),
    code: fc.constantFrom(...refusals.filter((code) => code !== 'DIMENSIONS')),
  }),
  record({
    type: fc.constant('failed' as const),
    code: fc.constant('DIMENSIONS' as const),
    dimensions: fc.nat(MAX_DIMENSIONS),
  }),
)

const refused = (bytes: Uint8Array, kind: string, decode = canCodec.request): void => {
  assert.throws(
    () => decode.decode(wire, bytes),
    (error: unknown) => error instanceof WireError && error.reason === kind,
  )
}
const find = (body: Partial<pb.CanFind>, space = 0): Uint8Array =>
  pb.CanRequest.encode({ space, find: { point: [0.5], hops: 0, trace: false, any: false, visited: [], ...body } })
const update = (shown: Partial<pb.CanShown>): Uint8Array => {
  const sample = canCodec.request.encode(
    wire,
    fc.sample(
      requests.filter(({ type }) => type === 'update'),
      1,
    )[0] as CanRequest,
  )
  const body = pb.CanRequest.decode(sample)
  return pb.CanRequest.encode({
    space: 0,
    update: {
      ...body.update,
      follows: false,
      dimensions: 2,
      have: 0,
      picture: { version: 1, shown: { claims: [], around: [], mates: [], ...shown } },
    },
  })
}
const claimOf = (length: number, bits: Uint8Array<ArrayBuffer>, epoch = 1): pb.CanClaim => ({
  path: { length, bits },
  epoch,
})

void test('requests and responses come back as they went', () => {
  fc.assert(
    fc.property(fc.oneof(requests, itemRequests), (body) => {
      assert.deepEqual(canCodec.request.decode(wire, canCodec.request.encode(wire, body)), body)
    }),
  )
  fc.assert(
    fc.property(fc.oneof(responses, itemResponses), (body) => {
      assert.deepEqual(canCodec.response.decode(wire, canCodec.response.encode(wire, body)), body)
    }),
  )
})

void test('limits are those of the protocol, and one above is refused', () => {
  assert.deepEqual(
    [CAN_LIMITS.keyBytes, CAN_LIMITS.valueBytes, CAN_LIMITS.items, CAN_LIMITS.parts, CAN_LIMITS.leaseMs],
    [MAX_ITEM_KEY_BYTES, MAX_ITEM_VALUE_BYTES, MAX_ITEMS, MAX_PARTS, MAX_LEASE_MS],
  )
  assert.deepEqual(
    [CAN_LIMITS.claims, CAN_LIMITS.around, CAN_LIMITS.mates, CAN_LIMITS.hops, CAN_LIMITS.visited, CAN_LIMITS.pairHops],
    [MAX_CLAIMS, MAX_AROUND, MAX_MATES, MAX_HOPS, MAX_VISITED, MAX_PAIR_HOPS],
  )
  const one = claimOf(1, Uint8Array.of(0x80))
  const holder = { claims: [] }
  refused(update({ claims: Array.from({ length: MAX_CLAIMS + 1 }, () => one) }), 'limit')
  refused(update({ around: Array.from({ length: MAX_AROUND + 1 }, () => holder) }), 'limit')
  const tooMany = Array.from({ length: MAX_MATES + 1 }, () => nodeRefTo(wire, fc.sample(refs, 1)[0] as NodeRef))
  refused(update({ mates: tooMany }), 'limit')
  const give = { claim: one, around: [], mates: tooMany, self: tooMany[0] as pb.NodeRef }
  refused(pb.CanRequest.encode({ space: 0, give }), 'limit')
  const granted = { claim: one, around: [], mates: tooMany }
  refused(pb.CanResponse.encode({ granted }), 'limit', canCodec.response as never)
  const mate = { version: 1, shown: { claims: [one], around: [], mates: tooMany } }
  refused(pb.CanResponse.encode({ mate }), 'limit', canCodec.response as never)
  refused(find({ hops: MAX_HOPS + 1 }), 'limit')
  refused(find({ point: Array.from({ length: MAX_DIMENSIONS + 1 }, () => 0) }), 'limit')
  refused(find({ nearest: 1, visited: Array.from({ length: MAX_VISITED + 1 }, () => new Uint8Array(38)) }), 'limit')
  refused(find({}, CAN_LIMITS.space + 1), 'limit')
  const put = { point: [0.5], key: Uint8Array.of(1), leaseMs: 1 }
  const putOf = (body: Partial<pb.CanPut>): Uint8Array => pb.CanRequest.encode({ space: 0, put: { ...put, ...body } })
  refused(putOf({ key: new Uint8Array(MAX_ITEM_KEY_BYTES + 1) }), 'limit')
  refused(putOf({ key: new Uint8Array() }), 'malformed')
  refused(putOf({ value: new Uint8Array(MAX_ITEM_VALUE_BYTES + 1) }), 'limit')
  refused(putOf({ leaseMs: MAX_LEASE_MS + 1 }), 'limit')
  refused(putOf({ leaseMs: 0 }), 'malformed')
  refused(putOf({ lamport: 0 }), 'malformed')
  const found = { hops: 0, path: [], space: CAN_LIMITS.space + 1 }
  refused(pb.CanResponse.encode({ found }), 'limit', canCodec.response as never)
  const query = { low: [0], high: [1], limit: 1 }
  const queryOf = (body: Partial<pb.CanQuery>): Uint8Array =>
    pb.CanRequest.encode({ space: 0, query: { ...query, ...body } })
  refused(queryOf({ limit: MAX_ITEMS + 1 }), 'limit')
  for (const high of [[0], [1.1], [NaN], [1, 1]]) refused(queryOf({ high }), 'malformed')
  refused(queryOf({ low: [0.5], high: [0.4] }), 'malformed')
  refused(queryOf({ after: 'somewhere' }), 'malformed')
  refused(update({ claims: [claimOf(CAN_LIMITS.depth + 1, new Uint8Array(65))] }), 'limit')
})

void test('points outside the torus, paths that do not fit their bits and claims without an epoch are malformed', () => {
  for (const x of [1, -0.1, NaN, Infinity]) refused(find({ point: [x] }), 'malformed')
  refused(find({ point: [] }), 'malformed')
  refused(find({ nearest: NaN }), 'malformed')
  for (const than of [NaN, -1]) refused(find({ than }), 'malformed')
  refused(update({ claims: [claimOf(9, Uint8Array.of(0))] }), 'malformed')
  refused(update({ claims: [claimOf(1, Uint8Array.of(0x40))] }), 'malformed')
  refused(update({ claims: [claimOf(1, Uint8Array.of(0x80), 0)] }), 'malformed')
  refused(pb.CanRequest.encode({ space: 0 }), 'unknown')
  refused(pb.CanResponse.encode({}), 'unknown', canCodec.response as never)
})

void test('whatever bytes come, decoding throws nothing but WireError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const codec of [canCodec.request, canCodec.response]) {
        try {
          codec.decode(wire, bytes)
        } catch (error) {
          assert.ok(error instanceof WireError, String(error))
        }
      }
    }),
    { numRuns: 300 },
  )
})
