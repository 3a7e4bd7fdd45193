import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { swarmId } from '../../src/base/index.ts'
import type { BlockRef } from '../../src/protocols/index.ts'
import {
  decodeBlock,
  decodeGoodbye,
  decodeSessionOpen,
  decodeSessionRefusal,
  encodeBlockHeader,
  encodeGoodbye,
  encodeSessionOpen,
  encodeSessionRefusal,
  MAX_BLOCK_PAYLOAD_BYTES,
  WireError,
} from '../../src/wire/index.ts'
import { hex32, record } from './support.ts'

const uint32 = fc.nat(0xffff_ffff)
const blocks: fc.Arbitrary<{ ref: BlockRef; bytes: Uint8Array }> = fc
  .tuple(
    fc.oneof(
      record({ kind: fc.constant('piece' as const), piece: uint32, begin: uint32 }),
      record({ kind: fc.constant('info' as const), index: uint32 }),
      record({ kind: fc.constant('layer' as const), file: uint32, index: uint32 }),
    ),
    fc.uint8Array({ minLength: 1, maxLength: 100 }),
  )
  .map(([ref, bytes]) => ({ ref: ref.kind === 'piece' ? { ...ref, length: bytes.byteLength } : ref, bytes }))

test('every block survives, and its bytes are a view of the frame', () => {
  fc.assert(
    fc.property(blocks, ({ ref, bytes }) => {
      // Somewhere inside of a larger buffer, as frames are.
      const frame = Buffer.concat([Buffer.alloc(3), encodeBlockHeader(ref), bytes, Buffer.alloc(5)]).subarray(3, -5)
      const again = decodeBlock(frame)
      assert.deepEqual(again.ref, ref)
      assert.deepEqual(Buffer.from(again.bytes), Buffer.from(bytes))
      assert.equal(again.bytes.buffer, frame.buffer)
    }),
  )
})

test('hostile block frames never do worse than a WireError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeBlock(bytes)
      } catch (err) {
        assert.ok(err instanceof WireError)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a block has at most 64 KiB', () => {
  const of = (length: number): Uint8Array =>
    Buffer.concat([encodeBlockHeader({ kind: 'piece', piece: 1, begin: 0, length }), Buffer.alloc(length)])
  assert.equal(decodeBlock(of(MAX_BLOCK_PAYLOAD_BYTES)).bytes.byteLength, MAX_BLOCK_PAYLOAD_BYTES)
  assert.throws(
    () => decodeBlock(of(MAX_BLOCK_PAYLOAD_BYTES + 1)),
    (err) => err instanceof WireError && err.reason === 'limit',
  )
})

test('the small frames survive, and nothing else is taken for them', () => {
  for (const reason of ['pruned', 'stopping', 'duplicate'] as const) {
    assert.equal(decodeGoodbye(encodeGoodbye(reason)), reason)
  }
  for (const why of ['duplicate', 'overload', 'unwanted'] as const) {
    assert.equal(decodeSessionRefusal(encodeSessionRefusal(why)), why)
  }
  fc.assert(fc.property(hex32, (text) => assert.equal(decodeSessionOpen(encodeSessionOpen(swarmId(text))), text)))
  const open = encodeSessionOpen(swarmId('ab'.repeat(32)))
  for (const bad of [Uint8Array.of(2), Uint8Array.of(2, 0), Uint8Array.of(2, 1, 1)]) {
    assert.throws(() => decodeGoodbye(bad), WireError)
    assert.throws(() => decodeSessionRefusal(bad), WireError)
    assert.throws(() => decodeSessionOpen(bad), WireError)
  }
  assert.throws(() => decodeSessionOpen(open.subarray(0, -1)), WireError)
  assert.throws(() => decodeSessionOpen(Buffer.concat([open, Buffer.of(0)])), WireError)
})

test('a reason of a later version is still a goodbye, or a refusal', () => {
  for (const number of [4, 9, 255]) {
    assert.equal(decodeGoodbye(Uint8Array.of(2, number)), 'pruned')
    assert.equal(decodeSessionRefusal(Uint8Array.of(5, number)), 'unwanted')
  }
})
