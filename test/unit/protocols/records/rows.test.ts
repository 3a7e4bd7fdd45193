import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lamport, peerKey, wallMs, type RingId } from '../../../../src/base/index.ts'
import type { RecordHead } from '../../../../src/protocols/records/index.ts'
import {
  chunkKey,
  headKey,
  headRow,
  hintKey,
  hintOf,
  idOfHeadKey,
  isChunked,
  ROW_VALUE_BYTES,
  sealed,
  storedOf,
  unsealed,
  type Stored,
} from '../../../../src/protocols/records/rows.ts'
import { compareRecords } from '../../../../src/protocols/records/versions.ts'
import { bytes, sha256 } from './rig.ts'

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 })
const ids = hex.map((id) => Buffer.from(id).toString('hex') as RingId)
const peers = fc.stringMatching(/^[1-9A-Za-z]{1,60}$/).map(peerKey)
const times = fc.nat(2 ** 31).map(wallMs)
const heads: fc.Arbitrary<RecordHead> = fc
  .record({
    id: ids,
    version: fc.record({ lamport: fc.integer({ min: 1, max: 2 ** 40 }).map(lamport), peer: peers }),
    kind: fc.constantFrom('value' as const, 'tombstone' as const, 'marker' as const),
    key: fc.uint8Array({ maxLength: 1_024 }),
    contentType: fc.stringMatching(/^[ -~]{0,128}$/),
    digest: hex,
    expiresAtMs: times,
    keepUntilMs: times,
    writer: peers,
  })
  .chain((head) =>
    fc
      .tuple(fc.oneof(fc.nat(200), fc.constantFrom(ROW_VALUE_BYTES, ROW_VALUE_BYTES + 1)), fc.boolean())
      .map(([size, isSigned]) => ({
        ...head,
        size: head.kind === 'value' ? size : 0,
        ...(isSigned ? { signature: new Uint8Array(64).fill(size) } : {}),
      })),
  )
const stored: fc.Arbitrary<Stored> = fc.tuple(heads, fc.boolean(), fc.boolean()).map(([head, isKept, broken]) => {
  const hasValue = head.kind === 'value' && isKept
  const value = hasValue && !isChunked(head.size) ? new Uint8Array(head.size).fill(7) : undefined
  return { head, value, hasValue, broken }
})
const plain = ({ head, ...rest }: Stored): unknown =>
  JSON.parse(
    JSON.stringify({ ...rest, ...head }, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ),
  )

describe('a row', () => {
  it('says again what was written', () => {
    fc.assert(
      fc.property(stored, (record) => {
        const key = headKey(record.head.id)
        const again = storedOf(sha256, [key, headRow(sha256, record)])
        assert.ok(again !== undefined)
        assert.deepEqual(plain(again), plain(record))
      }),
    )
  })

  it('that is damaged, cut short, or stands under another key says nothing', () => {
    fc.assert(
      fc.property(stored, ids, fc.nat(), fc.integer({ min: 1, max: 255 }), (record, other, at, flip) => {
        const key = headKey(record.head.id)
        const row = headRow(sha256, record)
        const bad = Uint8Array.from(row)
        bad[at % row.length] = (bad[at % row.length] as number) ^ flip
        assert.equal(storedOf(sha256, [key, bad]), undefined)
        assert.equal(storedOf(sha256, [key, row.subarray(0, at % row.length)]), undefined)
        if (other !== record.head.id) assert.equal(storedOf(sha256, [headKey(other), row]), undefined)
      }),
    )
  })

  it('of any bytes does not throw', () => {
    const key = headKey('ab'.repeat(32) as RingId)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (content, isLike) => {
        if (isLike && content.length > 1) content.set([1, (content[1] as number) & 0x70])
        // With a right checksum too: what an older or newer version has written.
        for (const row of [content, sealed(sha256, key, content)]) {
          const known = storedOf(sha256, [key, row])
          assert.ok(known === undefined || known.head.id === 'ab'.repeat(32))
        }
      }),
    )
  })

  it('of a chunk is known by its key', () => {
    const id = 'cd'.repeat(32) as RingId
    const version = { lamport: lamport(5), peer: peerKey('p') }
    const key = chunkKey(id, version, 1)
    const row = sealed(sha256, key, bytes('chunk'))
    assert.deepEqual(unsealed(sha256, [key, row]), bytes('chunk'))
    assert.equal(unsealed(sha256, [chunkKey(id, version, 2), row]), undefined)
    assert.ok(chunkKey(id, version, 9) < chunkKey(id, version, 10), 'in the order of the value')
  })

  it('is known for what it is by its key', () => {
    const id = 'ef'.repeat(32) as RingId
    assert.equal(idOfHeadKey(headKey(id)), id)
    assert.equal(idOfHeadKey('records/m/xyz'), undefined)
    assert.deepEqual(hintOf(hintKey(peerKey('p'), id)), { peer: 'p', id })
    for (const key of ['records/h/p', `records/h/${id}`, `records/h/p/${id}/x`, `records/m/${id}`]) {
      assert.equal(hintOf(key), undefined, key)
    }
  })
})

describe('the order of records', () => {
  it('is total: whoever has the same two keeps the same one, in whatever order they came', () => {
    const wall = { earliest: wallMs(2 ** 30), latest: wallMs(2 ** 30) }
    fc.assert(
      fc.property(heads, heads, heads, (a, b, c) => {
        const sign = (x: RecordHead, y: RecordHead): number => Math.sign(compareRecords(x, y, wall))
        assert.equal(sign(a, b), -sign(b, a) || 0)
        assert.equal(sign(a, a), 0)
        if (sign(a, b) <= 0 && sign(b, c) <= 0) assert.ok(sign(a, c) <= 0)
      }),
    )
  })
})
