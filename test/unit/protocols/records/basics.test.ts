import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FoundRecord, WrittenRecord } from '../../../../src/protocols/records/index.ts'
import type { Result } from '../../../../src/protocols/index.ts'
import { bytes, keyOf, Rig, type RigNode } from './rig.ts'

const DAY = 86_400_000
const put = (rig: Rig, node: RigNode, key: string, value: string | Uint8Array, more: object = {}): Result =>
  rig.do(node, {
    name: 'put',
    args: {
      ...keyOf(key),
      value: typeof value === 'string' ? bytes(value) : value,
      ttlMs: DAY,
      sign: false,
      ...more,
    },
  })
const get = (rig: Rig, node: RigNode, key: string): Result => rig.do(node, { name: 'get', args: { id: keyOf(key).id } })
const textOf = (result: Result): string => {
  assert.ok(result.ok, JSON.stringify(result))
  return new TextDecoder().decode((result.value as FoundRecord).value)
}

describe('records', () => {
  for (const size of [1, 2, 3, 8]) {
    it(`are put, read and removed on a ring of ${size}`, () => {
      const rig = new Rig(size)
      const [node] = rig.nodes as [RigNode]
      const written = put(rig, node, 'k', 'v')
      assert.ok(written.ok, JSON.stringify(written))
      assert.equal((written.value as WrittenRecord).replicas, Math.floor(Math.min(3, size) / 2) + 1)
      for (const each of rig.nodes) assert.equal(textOf(get(rig, each, 'k')), 'v')
      assert.ok(put(rig, rig.nodes.at(-1) as RigNode, 'k', 'w').ok)
      assert.equal(textOf(get(rig, node, 'k')), 'w')
      const removed = rig.do(node, { name: 'remove', args: { id: keyOf('k').id } })
      assert.ok(removed.ok, JSON.stringify(removed))
      const none = get(rig, node, 'k')
      assert.equal(none.ok ? '' : none.code, 'NOT_FOUND')
    })
  }
  it('of a mebibyte too', () => {
    const rig = new Rig(5)
    const value = new Uint8Array(1_048_576).map((_, i) => i * 31)
    const written = put(rig, rig.nodes[1] as RigNode, 'big', value)
    assert.ok(written.ok, JSON.stringify(written))
    const found = get(rig, rig.nodes[2] as RigNode, 'big')
    assert.ok(found.ok && Buffer.from((found.value as FoundRecord).value).equals(value))
  })
})
