import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lamport } from '../../src/base/index.ts'
import {
  COORDINATE_DIMENSIONS,
  MAX_ERROR,
  MAX_HEIGHT_MS,
  MAX_PLACE_MS,
  MIN_ERROR,
  MIN_HEIGHT_MS,
  type AttributesResponse,
} from '../../src/protocols/attributes/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import { ATTRIBUTES_LIMITS, attributesCodec } from '../../src/wire/attributes.ts'
import * as pb from '../../src/wire/generated/attributes.ts'
import { decodeEnvelope, encodeEnvelope, WireError } from '../../src/wire/index.ts'
import { newWire } from './support.ts'

const wire = newWire()
const within = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.double({ min, max, noNaN: true }), fc.constantFrom(min, max))
const sampled: fc.Arbitrary<AttributesResponse> = fc
  .record({
    place: fc.array(within(-MAX_PLACE_MS, MAX_PLACE_MS), {
      minLength: COORDINATE_DIMENSIONS,
      maxLength: COORDINATE_DIMENSIONS,
    }),
    height: within(MIN_HEIGHT_MS, MAX_HEIGHT_MS),
    error: within(MIN_ERROR, MAX_ERROR),
  })
  .map(({ place, height, error }) => ({ type: 'sampled', coordinate: { place, height }, error }))

test('what is sent arrives', () => {
  const head = { lamport: lamport(5), machine: 'attributes', id: 3 } as const
  const request: Envelope = {
    kind: 'request',
    ...head,
    leftMs: 100,
    semantics: 'maybe',
    once: undefined,
    body: { type: 'sample' },
  }
  assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, request)), request)
  fc.assert(
    fc.property(sampled, (body) => {
      const answer: Envelope = { kind: 'answer', ...head, body }
      assert.deepEqual(decodeEnvelope(wire, encodeEnvelope(wire, answer)), answer)
    }),
  )
})

test('limits are those of the machine', () => {
  assert.deepEqual(ATTRIBUTES_LIMITS, {
    dimensions: COORDINATE_DIMENSIONS,
    placeMs: MAX_PLACE_MS,
    heightMs: { least: MIN_HEIGHT_MS, most: MAX_HEIGHT_MS },
    error: { least: MIN_ERROR, most: MAX_ERROR },
  })
})

test('coordinates that are none are refused', () => {
  const good = { place: [1, -2], height: 3, error: 0.5 }
  const decode = (changes: Partial<pb.AttributesSampled>): AttributesResponse =>
    attributesCodec.response.decode(wire, pb.AttributesResponse.encode({ sampled: { ...good, ...changes } }))
  assert.equal(decode({}).error, 0.5)
  const bad: Partial<pb.AttributesSampled>[] = [
    { place: [1] },
    { place: [1, 2, 3] },
    { place: [1, MAX_PLACE_MS * (1 + Number.EPSILON)] },
    { place: [-MAX_PLACE_MS * (1 + Number.EPSILON), 1] },
    { place: [NaN, 1] },
    { place: [Infinity, 1] },
    { height: MAX_HEIGHT_MS * (1 + Number.EPSILON) },
    { height: MIN_HEIGHT_MS / 2 },
    { height: 0 },
    { height: NaN },
    { error: 0 },
    { error: -1 },
    { error: MAX_ERROR * (1 + Number.EPSILON) },
    { error: NaN },
  ]
  for (const changes of bad) assert.throws(() => decode(changes), WireError, JSON.stringify(changes))
})

test('bodies of later versions are unknown, damaged ones malformed', () => {
  for (const codec of [attributesCodec.request, attributesCodec.response]) {
    assert.throws(() => codec.decode(wire, new Uint8Array()), { reason: 'unknown' })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          codec.decode(wire, bytes)
        } catch (err) {
          assert.ok(err instanceof WireError)
        }
      }),
    )
  }
})
