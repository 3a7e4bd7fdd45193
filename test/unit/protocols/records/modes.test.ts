import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport } from '../../../../src/base/index.ts'
import { signedBytes } from '../../../../src/protocols/records/index.ts'
import { codeOf, DAY_MS, found, get, put, putArgs, remove, textOf, written } from './deeds.ts'
import { bytes, keyOf, Rig, sha256, signatureOf, type RigNode } from './rig.ts'

const mark = (rig: Rig, node: RigNode, key: string, ttlMs = DAY_MS) =>
  rig.do(node, { name: 'mark', args: { ...keyOf(key), ttlMs } })

describe('a signed record', () => {
  it('belongs to its writer, who may change and remove it, until it is forgotten', () => {
    const rig = new Rig(5, { tombstoneTtlMs: 10_000, maxTtlMs: 20_000 })
    const [owner, other] = rig.nodes as [RigNode, RigNode]
    const first = written(put(rig, owner, 'k', 'v', { sign: true, ttlMs: 20_000 }))
    assert.equal(first.version.peer, owner.peer, 'the owner stamps it')
    assert.equal(found(get(rig, other, 'k')).owner, owner.peer)
    assert.equal(codeOf(put(rig, other, 'k', 'w', { ttlMs: 9 })), 'FORBIDDEN')
    assert.equal(codeOf(put(rig, other, 'k', 'w', { sign: true, ttlMs: 9 })), 'FORBIDDEN')
    assert.equal(codeOf(remove(rig, other, 'k')), 'FORBIDDEN')
    // It need not be asked to sign again.
    assert.equal(codeOf(put(rig, owner, 'k', 'w', { ttlMs: 20_000 })), 'ok')
    assert.equal(found(get(rig, other, 'k')).owner, owner.peer)
    assert.equal(codeOf(remove(rig, owner, 'k')), 'ok')
    assert.equal(codeOf(get(rig, other, 'k')), 'NOT_FOUND')
    assert.equal(codeOf(put(rig, other, 'k', 'mine', { ttlMs: 9 })), 'FORBIDDEN', 'the tombstone is the owner’s too')
    rig.run(21_000)
    assert.equal(codeOf(put(rig, other, 'k', 'mine', { ttlMs: 9_000 })), 'ok')
  })

  it('takes an unsigned one over, and grows its version whatever was stored', () => {
    const rig = new Rig(3)
    const [owner, other] = rig.nodes as [RigNode, RigNode]
    rig.nodes.forEach((node) => (node.lamport = node === owner ? 5 : 1_000_000))
    const before = written(put(rig, other, 'k', 'v')).version
    owner.lamport = 5
    const after = written(put(rig, owner, 'k', 'w', { sign: true })).version
    assert.ok(after.lamport > before.lamport)
    assert.equal(textOf(get(rig, other, 'k')), 'w')
  })

  it('cannot be forged: not by another peer, with another value, another time, nor as an old version', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const { id, key } = keyOf('k')
    const value = bytes('v')
    const part = { id, kind: 'value' as const, lamport: 500, contentType: '', size: 1, digest: sha256(value) }
    const owner = rig.nodes[0]?.peer
    assert.ok(owner !== undefined)
    const expiresAtMs = 1_700_000_000_000 + DAY_MS
    const signature = signatureOf(owner, signedBytes({ ...part, expiresAtMs }))
    const body = {
      type: 'put' as const,
      position: 0,
      id,
      key,
      kind: part.kind,
      contentType: '',
      size: 1,
      digest: part.digest,
      value,
      ttlMs: 1,
      ifMatch: undefined,
    }
    const signed = { lamport: lamport(500), expiresAtMs: expiresAtMs as never, signature }
    const ask = (from: string, change: object = {}, mark: object = {}) => {
      const answer = rig.request(from as never, node, { ...body, ...change, signed: { ...signed, ...mark } })
      return answer === undefined || answer === 'refused'
        ? answer
        : answer.type === 'failed'
          ? answer.code
          : answer.type
    }
    assert.equal(ask('thief'), 'FORBIDDEN')
    const other = bytes('w')
    assert.equal(ask(owner, { value: other, digest: sha256(other) }), 'FORBIDDEN')
    assert.equal(ask(owner, {}, { lamport: 501 }), 'FORBIDDEN')
    assert.equal(ask(owner, {}, { expiresAtMs: expiresAtMs + 1 }), 'FORBIDDEN')
    assert.equal(ask(owner, { contentType: 'text/html' }), 'FORBIDDEN')
    assert.equal(ask(owner), 'stored')
    assert.equal(ask(owner), 'stored', 'the same one asked for again is the same one')
    const next = signatureOf(owner, signedBytes({ ...part, lamport: 550, expiresAtMs }))
    assert.equal(ask(owner, {}, { lamport: 550, signature: next }), 'stored')
    assert.equal(ask(owner), 'stale', 'replayed')
    // A time to live beyond the maximum, and a clock far ahead.
    const far = 1_700_000_000_000 + rig.params.maxTtlMs + 2 * 3_600_000
    const late = signatureOf(owner, signedBytes({ ...part, lamport: 600, expiresAtMs: far }))
    assert.equal(ask(owner, {}, { lamport: 600, expiresAtMs: far, signature: late }), 'INVALID')
    const ahead = 2 ** 41
    const ahead2 = signatureOf(owner, signedBytes({ ...part, lamport: ahead, expiresAtMs }))
    assert.equal(ask(owner, {}, { lamport: ahead, signature: ahead2 }), 'INVALID')
  })
})

describe('a key', () => {
  it('has one mode: a marker is followed by reads, and refuses plain writes', () => {
    const rig = new Rig(5)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    assert.equal(codeOf(mark(rig, a, 'k')), 'ok')
    const record = found(get(rig, b, 'k'))
    assert.deepEqual([record.consistent, record.value.byteLength], [true, 0])
    assert.equal(codeOf(put(rig, b, 'k', 'v')), 'CONFLICT')
    assert.equal(codeOf(remove(rig, b, 'k')), 'CONFLICT')
    assert.equal(codeOf(mark(rig, b, 'k')), 'ok', 'it is prolonged')
  })

  it('of a live record cannot be marked, one that was removed or has expired can', () => {
    const rig = new Rig(5)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    put(rig, a, 'k', 'v', { ttlMs: 1_000 })
    assert.equal(codeOf(mark(rig, b, 'k')), 'CONFLICT')
    assert.equal(textOf(get(rig, a, 'k')), 'v')
    remove(rig, a, 'k')
    assert.equal(codeOf(mark(rig, b, 'k')), 'ok')
    put(rig, a, 'l', 'v', { ttlMs: 1_000 })
    rig.run(1_100)
    assert.equal(codeOf(mark(rig, b, 'l')), 'ok')
  })

  it('is marked once only when that is what is asked for', () => {
    const rig = new Rig(5)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    const args = { ...keyOf('k'), ttlMs: 1_000, ifMatch: 'absent' as const }
    assert.equal(codeOf(rig.do(a, { name: 'mark', args })), 'ok')
    assert.equal(codeOf(rig.do(b, { name: 'mark', args })), 'VERSION_MISMATCH')
    rig.run(1_100)
    assert.equal(codeOf(rig.do(b, { name: 'mark', args })), 'ok')
  })

  it('can be used again when its marker has run out', () => {
    const rig = new Rig(3)
    const [a] = rig.nodes as [RigNode]
    mark(rig, a, 'k', 1_000)
    rig.run(1_100)
    assert.equal(codeOf(get(rig, a, 'k')), 'NOT_FOUND')
    assert.equal(codeOf(rig.do(a, { name: 'put', args: putArgs('k', 'v') })), 'ok')
    assert.equal(textOf(get(rig, a, 'k')), 'v')
  })
})
