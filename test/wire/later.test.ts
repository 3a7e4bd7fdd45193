import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LATER_MACHINE, laterEnvelope } from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/envelope.ts'

test('hostile bytes never throw, and never become anything but a request or a refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const envelope = laterEnvelope(bytes)
      if (envelope === undefined) return
      assert.ok(envelope.kind === 'request' || envelope.kind === 'refusal')
      assert.ok(Number.isSafeInteger(envelope.id) && envelope.lamport >= 1)
    }),
    { numRuns: 5_000 },
  )
})

test('whatever is new in a request, its id and time are found, and it goes to a machine that nobody has', () => {
  const known = pb.Envelope.encode({ kind: pb.EnvelopeKind.REQUEST, lamport: 9, id: 77, machine: 60 })
  // Fields of each wire type that do not exist yet: varint, 64 bits, bytes, 32 bits.
  const fresh = Buffer.of(0xf8, 1, 5, 0xf1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0xea, 1, 2, 1, 2, 0xf5, 1, 1, 2, 3, 4)
  for (const bytes of [known, Buffer.concat([known, fresh]), Buffer.concat([fresh, known])]) {
    const envelope = laterEnvelope(bytes)
    assert.ok(envelope?.kind === 'request')
    assert.deepEqual([envelope.id, envelope.lamport, envelope.machine], [77, 9, LATER_MACHINE])
  }
})

test('without a time that anybody may send, or cut short, it is nothing', () => {
  const request = { kind: pb.EnvelopeKind.REQUEST, id: 1, machine: 60 }
  assert.equal(laterEnvelope(pb.Envelope.encode(request)), undefined)
  assert.equal(laterEnvelope(pb.Envelope.encode({ ...request, lamport: 1 }).subarray(0, -1)), undefined)
  assert.equal(laterEnvelope(pb.Envelope.encode({ ...request, kind: pb.EnvelopeKind.MESSAGE, lamport: 1 })), undefined)
  assert.equal(laterEnvelope(new Uint8Array(0)), undefined)
})
