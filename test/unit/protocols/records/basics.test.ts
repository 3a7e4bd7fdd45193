import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  MAX_CONTENT_TYPE_CHARS,
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  parseVersion,
  versionText,
  type KeptRecord,
} from '../../../../src/protocols/records/index.ts'
import { codeOf, found, get, holders, put, putArgs, remove, textOf, written } from './deeds.ts'
import { bytes, keyOf, Rig, type RigNode } from './rig.ts'

describe('records', () => {
  for (const size of [1, 2, 3, 8]) {
    it(`are put, read and removed on a ring of ${size}`, () => {
      const rig = new Rig(size)
      const [first, last] = [rig.nodes[0], rig.nodes.at(-1)] as [RigNode, RigNode]
      const version = written(put(rig, first, 'k', 'v', { contentType: 'text/plain' })).version
      for (const each of rig.nodes) {
        const record = found(get(rig, each, 'k'))
        assert.deepEqual([record.version, record.contentType, record.owner], [version, 'text/plain', undefined])
        assert.deepEqual(record.value, bytes('v'))
      }
      const second = written(put(rig, last, 'k', 'w'))
      assert.ok(second.version.lamport > version.lamport)
      assert.equal(textOf(get(rig, first, 'k')), 'w')
      assert.ok(written(remove(rig, first, 'k')).version.lamport > second.version.lamport, 'versions go on')
      assert.equal(codeOf(get(rig, last, 'k')), 'NOT_FOUND')
      assert.equal(codeOf(remove(rig, last, 'k')), 'NOT_FOUND')
      assert.equal(codeOf(put(rig, first, 'k', 'x')), 'ok')
    })
  }

  it('are acknowledged with as many replicas as were named, and kept by the whole group', () => {
    const rig = new Rig(8)
    const result = written(put(rig, rig.nodes[0] as RigNode, 'k', 'v'))
    assert.ok(result.replicas >= 2 && result.replicas <= 3)
    rig.run(100)
    assert.deepEqual(new Set(holders(rig, 'k')), new Set(rig.groupOf(keyOf('k').id)))
  })

  it('may be of 0 bytes, of what fits a row, of what fits a message, and of a mebibyte', () => {
    const rig = new Rig(5)
    for (const size of [0, 1, 4_096, 4_097, 12_288, 12_289, 49_152, 49_153, MAX_VALUE_BYTES]) {
      const value = new Uint8Array(size).map((_, i) => i * 31 + size)
      assert.equal(codeOf(put(rig, rig.nodes[1] as RigNode, 'k', value)), 'ok', `${size} bytes`)
      assert.ok(Buffer.from(found(get(rig, rig.nodes[2] as RigNode, 'k')).value).equals(value), `${size} bytes`)
    }
    // Only the last one is left of them.
    rig.run(1_000)
    const owner = rig.ownerOf(keyOf('k').id)
    assert.equal([...owner.rows.keys()].filter((key) => key.startsWith('records/v/')).length, 22)
  })

  it('have limits, each refused one above it', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const long = 'k'.repeat(MAX_KEY_BYTES)
    assert.equal(codeOf(put(rig, node, long, 'v')), 'ok')
    assert.equal(codeOf(put(rig, node, `${long}k`, 'v')), 'TOO_LARGE')
    assert.equal(codeOf(put(rig, node, '', 'v')), 'INVALID_ARGUMENT')
    assert.equal(codeOf(put(rig, node, 'k', new Uint8Array(MAX_VALUE_BYTES + 1))), 'TOO_LARGE')
    const type = 'x'.repeat(MAX_CONTENT_TYPE_CHARS)
    assert.equal(codeOf(put(rig, node, 'k', 'v', { contentType: type })), 'ok')
    assert.equal(codeOf(put(rig, node, 'k', 'v', { contentType: `${type}x` })), 'INVALID_ARGUMENT')
    assert.equal(codeOf(put(rig, node, 'k', 'v', { contentType: 'a\nb' })), 'INVALID_ARGUMENT')
    const { maxTtlMs } = rig.params
    assert.equal(codeOf(put(rig, node, 'k', 'v', { ttlMs: maxTtlMs })), 'ok')
    for (const ttlMs of [0, -1, 0.5, NaN, maxTtlMs + 1]) {
      assert.equal(codeOf(put(rig, node, 'k', 'v', { ttlMs })), 'INVALID_ARGUMENT', `${ttlMs}`)
    }
    assert.equal(codeOf(put(rig, node, 'k', 'v', { id: keyOf('other').id })), 'INVALID_ARGUMENT')
  })

  it('are listed in pages', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    for (let i = 0; i < 10; i++) put(rig, node, `key ${i}`, 'v')
    const list = (after: KeptRecord['id'] | undefined, limit: number) => {
      const ended = rig.command(node, { name: 'list', args: { after, limit } })
      rig.run(20)
      return { records: ended.items.flat() as KeptRecord[], result: ended.result }
    }
    const first = list(undefined, 7)
    assert.deepEqual(first.result, { ok: true, value: { listed: 7, more: true } })
    const rest = list(first.records.at(-1)?.id, 7)
    assert.deepEqual(rest.result, { ok: true, value: { listed: 3, more: false } })
    const ids = [...first.records, ...rest.records].map(({ id }) => id)
    assert.deepEqual(ids, [...ids].sort())
    assert.equal(new Set(ids).size, 10)
    for (const limit of [0, 10_001, 1.5]) assert.equal(codeOf(list(undefined, limit).result), 'INVALID_ARGUMENT')
  })
})

describe('If-Match', () => {
  it('lets through who knows the present version, and tells the others what it is', () => {
    const rig = new Rig(5)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    const { version } = written(put(rig, a, 'k', 'v', { ifMatch: 'absent' }))
    const again = put(rig, b, 'k', 'w', { ifMatch: 'absent' })
    assert.equal(codeOf(again), 'VERSION_MISMATCH')
    assert.ok(!again.ok && again.detail.endsWith(versionText(version)))
    const next = written(put(rig, b, 'k', 'w', { ifMatch: version })).version
    const late = put(rig, a, 'k', 'x', { ifMatch: version })
    assert.ok(!late.ok && late.code === 'VERSION_MISMATCH' && late.detail.endsWith(versionText(next)))
    assert.equal(codeOf(remove(rig, a, 'k', version)), 'VERSION_MISMATCH')
    assert.equal(codeOf(remove(rig, a, 'k', next)), 'ok')
    const gone = put(rig, a, 'k', 'x', { ifMatch: next })
    assert.ok(!gone.ok && gone.code === 'VERSION_MISMATCH' && gone.detail.endsWith('absent'))
    assert.equal(codeOf(put(rig, a, 'k', 'x', { ifMatch: 'absent' })), 'ok')
  })

  it('lets through one of many at once', () => {
    const rig = new Rig(8)
    const { version } = written(put(rig, rig.nodes[0] as RigNode, 'k', 'v'))
    const tries = rig.nodes.map((node, i) =>
      rig.command(node, { name: 'put', args: putArgs('k', `${i}`, { ifMatch: version }) }),
    )
    rig.run(1_000)
    const codes = tries.map(({ result }) => codeOf(result))
    assert.equal(codes.filter((code) => code === 'ok').length, 1, codes.join())
    assert.equal(codes.filter((code) => code === 'VERSION_MISMATCH').length, 7)
    assert.equal(textOf(get(rig, rig.nodes[3] as RigNode, 'k')), `${codes.indexOf('ok')}`)
  })
})

describe('a version', () => {
  it('is written as text and read back', () => {
    const version = parseVersion('17-12D3KooWabc')
    assert.ok(version !== undefined)
    assert.equal(versionText(version), '17-12D3KooWabc')
    for (const text of ['', '17', '-x', '0-x', '017-x', '9007199254740991-x', '1-', '1-a/b', 'c5']) {
      assert.equal(parseVersion(text), undefined, text)
    }
  })
})
