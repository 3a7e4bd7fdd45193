import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { epoch, peerKey, wallMs, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import type { Ballot, RegisterState } from '../../../../src/protocols/agreement/index.ts'
import {
  crc32,
  groupPut,
  keyOfText,
  lineagePut,
  registerPut,
  rowOf,
  textOfKey,
  type Membership,
  type RegisterRow,
} from '../../../../src/protocols/agreement/rows.ts'

const ballot: Ballot = { epoch: 2, counter: 7, peer: peerKey('p') }
const key = Uint8Array.of(0, 1, 255)
const state: RegisterState = {
  sequence: 3,
  kind: 'value',
  key,
  value: Uint8Array.of(9, 8, 7),
  contentType: 'text/plain',
  expiresAtMs: wallMs(12),
  writer: peerKey('w'),
  tag: ballot,
  recent: [ballot],
}
const row: RegisterRow = { promised: ballot, accepted: ballot, state }
const member: NodeRef = {
  peer: peerKey('m'),
  position: 0,
  epoch: epoch(3),
  addresses: [],
  id: 'a'.repeat(64) as RingId,
}
const membership: Membership = {
  group: { epoch: 4, members: [member] },
  from: undefined,
  promised: ballot,
  accepted: { ballot, next: { epoch: 5, members: [member] } },
  frozen: true,
  floor: 6,
  forgotten: { epoch: 4, counter: 8, peer: peerKey('p') },
}

const read = ({ key: at, value }: { readonly key: string; readonly value?: Uint8Array }): ReturnType<typeof rowOf> =>
  rowOf([at, value ?? new Uint8Array(0)])

void describe('the rows of agreement', () => {
  void it('say what was written', () => {
    assert.deepEqual(read(registerPut(0xab, textOfKey(key), row)), {
      kind: 'register',
      shard: 0xab,
      key: '0001ff',
      row,
    })
    const promise: RegisterRow = { promised: ballot, accepted: undefined, state: undefined }
    assert.deepEqual(read(registerPut(0, '61', promise)), { kind: 'register', shard: 0, key: '61', row: promise })
    assert.deepEqual(read(groupPut(255, membership)), { kind: 'group', shard: 255, membership })
    assert.deepEqual(read(lineagePut('f'.repeat(32))), { kind: 'lineage', lineage: 'f'.repeat(32) })
    assert.deepEqual(keyOfText(textOfKey(key)), key)
  })

  void it('are deleted when there is nothing to say', () => {
    assert.equal(registerPut(0, '61', { promised: undefined, accepted: undefined, state: undefined }).value, undefined)
    assert.equal(registerPut(0, '61', undefined).value, undefined)
    assert.equal(groupPut(0, undefined).value, undefined)
  })

  void it('say nothing when a bit of them is damaged or their end is lost', () => {
    for (const put of [registerPut(1, '61', row), groupPut(1, membership), lineagePut('0'.repeat(32))]) {
      const bytes = put.value ?? new Uint8Array(0)
      fc.assert(
        fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
          const damaged = Uint8Array.from(bytes)
          damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          assert.equal(rowOf([put.key, damaged]), undefined)
        }),
      )
      for (let length = 0; length < bytes.length; length++) {
        assert.equal(rowOf([put.key, bytes.subarray(0, length)]), undefined)
      }
    }
  })

  void it('are checked by the CRC-32 that others compute', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.equal(crc32(bytes), zlibCrc32(bytes))
      }),
    )
  })
})
