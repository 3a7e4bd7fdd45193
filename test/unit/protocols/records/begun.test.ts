import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, peerKey, wallMs } from '../../../../src/base/index.ts'
import type { Begun, RecordsRequest, RecordsResponse, Version } from '../../../../src/protocols/records/index.ts'
import { codeOf, DAY_MS, found, get, holders, keyOwnedBy, put, putArgs, textOf, written } from './deeds.ts'
import { bytes, keyOf, Rig, sha256, START, type Command, type RigNode } from './rig.ts'

const LATE_MS = 3_600_000
const key = 'k'
const id = keyOf(key).id

interface Scene {
  readonly rig: Rig
  /** Owned the key when the write began. */
  readonly before: RigNode
  /** Owns it now. */
  readonly owner: RigNode
  readonly writing: ReturnType<Rig['command']>
}

/**
 * A write that its coordinator has stamped and stored, and nobody else, when another node comes that owns the id. `held`: the
 * new owner answers no put or remove of the writer yet.
 */
function movedWhile(command: (old: Version) => Command, held = false): Scene {
  const rig = new Rig(7)
  const owner = rig.ownerOf(id)
  rig.crash(owner)
  rig.run(1_000)
  const group = rig.groupOf(id)
  const [before] = group as [RigNode]
  const writer = rig.nodes.find((node) => node !== owner && !group.includes(node)) as RigNode
  const { version } = written(put(rig, before, key, 'old'))
  rig.run(1_000)
  for (const node of rig.nodes) {
    node.liar = (from, { type }) => (from === before.peer && type === 'replicate' ? 'silence' : undefined)
  }
  const writing = rig.command(writer, command(version), 8_000)
  rig.run(200)
  if (held) hold(owner, writer)
  rig.restart(owner)
  return { rig, before, owner, writing }
}

function hold(owner: RigNode, writer: RigNode): void {
  owner.liar = (from, { type }) =>
    from === writer.peer && (type === 'put' || type === 'remove') ? { type: 'failed', code: 'NOT_OWNER' } : undefined
}

/** What a node was asked to write. */
const asked = (node: RigNode): Extract<RecordsRequest, { type: 'put' | 'remove' }>[] =>
  node.received.flatMap((body) => (body.type === 'put' || body.type === 'remove' ? [body] : []))

describe('a write whose owner changes while it is carried out', () => {
  for (const sign of [false, true]) {
    it(`happens once, under the version that it was begun with${sign ? ': signed' : ''}`, () => {
      const { rig, before, owner, writing } = movedWhile(() => ({ name: 'put', args: putArgs(key, 'new', { sign }) }))
      rig.run(7_000)
      assert.ok(writing.result !== undefined)
      const { version } = written(writing.result)
      const [first] = asked(owner)
      assert.ok(first !== undefined, 'the new one was asked as well')
      if (sign) assert.deepEqual(first.signed, asked(before).at(-1)?.signed, 'no second signature')
      else assert.deepEqual([first.begun?.version, version.peer], [version, before.peer])
      rig.run(5_000)
      for (const node of rig.nodes) {
        const reading = get(rig, node, key)
        assert.equal(textOf(reading), 'new')
        assert.deepEqual(found(reading).version, version)
      }
      assert.ok(holders(rig, key).length >= 3)
    })
  }

  it('happens once when it removes', () => {
    const { rig, before, owner, writing } = movedWhile(() => ({ name: 'remove', args: { id } }))
    rig.run(7_000)
    assert.ok(writing.result !== undefined)
    const { version } = written(writing.result)
    assert.deepEqual([asked(owner)[0]?.begun?.version, version.peer], [version, before.peer])
    assert.equal(codeOf(get(rig, before, key)), 'NOT_FOUND')
  })

  it('does not come back over what has been written since: nobody knows whether it had been there', () => {
    const { rig, owner, writing } = movedWhile(() => ({ name: 'put', args: putArgs(key, 'new') }), true)
    rig.run(1_000)
    assert.equal(writing.result, undefined)
    const { version } = written(put(rig, owner, key, 'newer'))
    owner.liar = undefined
    rig.run(7_000)
    assert.equal(codeOf(writing.result), 'UNKNOWN_OUTCOME')
    rig.run(5_000)
    const reading = get(rig, owner, key)
    assert.equal(textOf(reading), 'newer')
    assert.deepEqual(found(reading).version, version)
  })

  it('is not said not to have happened when no owner is found after that', () => {
    const { rig, writing } = movedWhile(() => ({ name: 'put', args: putArgs(key, 'new') }), true)
    rig.run(10_000)
    assert.equal(codeOf(writing.result), 'UNKNOWN_OUTCOME')
  })

  it('is NO_QUORUM if it depends on what was there, which may be its own doing by now', () => {
    const { rig, owner, writing } = movedWhile(() => ({
      name: 'put',
      args: putArgs(key, 'new', { ifMatch: 'absent' }),
    }))
    rig.run(10_000)
    assert.ok(['NO_QUORUM', 'VERSION_MISMATCH'].includes(codeOf(writing.result)), codeOf(writing.result))
    assert.ok(asked(owner).every((body) => body.begun === undefined))
  })
})

describe('what a peer says to have been begun', () => {
  const stranger = peerKey('stranger')
  const wordOf = (answer: RecordsResponse | 'refused' | undefined): string =>
    answer === undefined || answer === 'refused' ? 'refused' : answer.type === 'failed' ? answer.code : answer.type

  function scene(): { rig: Rig; ask: (begun: Partial<Begun>, change?: object) => string; now: () => Begun } {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const mine = keyOwnedBy(rig, node)
    const value = bytes('v')
    const now = (): Begun => ({
      version: { lamport: lamport(node.lamport + 1), peer: stranger },
      // As the node takes it for: its calendar may be behind by 10 ms.
      expiresAtMs: wallMs(START + rig.now + 10 + rig.params.maxTtlMs + LATE_MS),
    })
    const body = {
      type: 'put' as const,
      position: 0,
      kind: 'value' as const,
      ...keyOf(mine),
      contentType: '',
      size: 1,
      digest: sha256(value),
      value,
      ttlMs: DAY_MS,
      ifMatch: undefined,
      signed: undefined,
    }
    const ask = (begun: Partial<Begun>, change: object = {}): string =>
      wordOf(rig.request(stranger, node, { ...body, ...change, begun: { ...now(), ...begun } }))
    return { rig, ask, now }
  }

  it('is believed up to the time of the clock, and to the latest end there can be, and not above', () => {
    const { ask, now } = scene()
    const { version, expiresAtMs } = now()
    assert.equal(ask({ version: { ...version, lamport: lamport(version.lamport + 1) } }), 'INVALID')
    assert.equal(ask({ expiresAtMs: wallMs(expiresAtMs + 1) }), 'INVALID')
    assert.equal(ask({}), 'stored')
  })

  it('does not go with a condition, nor with a signature', () => {
    const { ask } = scene()
    assert.equal(ask({}, { ifMatch: 'absent' }), 'INVALID')
    const signed = { lamport: lamport(1), expiresAtMs: wallMs(START + DAY_MS), signature: new Uint8Array(64) }
    assert.equal(ask({}, { signed }), 'INVALID')
  })

  it('puts no second value under a version that there is', () => {
    const { ask, now } = scene()
    const begun = now()
    assert.equal(ask(begun), 'stored')
    assert.equal(ask(begun), 'stored', 'the same again')
    const other = bytes('w')
    assert.equal(ask(begun, { value: other, digest: sha256(other) }), 'stale')
    assert.equal(ask(begun, { contentType: 'text/html' }), 'stale')
    assert.equal(ask({ ...begun, expiresAtMs: wallMs(begun.expiresAtMs - 1) }), 'stale')
    assert.equal(ask({ version: { ...begun.version, lamport: lamport(1) } }), 'stale', 'an old one')
  })
})

describe('a write of which a member has something newer', () => {
  for (const sign of [false, true]) {
    it(`is one write all the same, with one version, ${sign ? 'signed' : 'unsigned'}`, () => {
      const rig = new Rig(3)
      const owner = rig.nodes[0] as RigNode
      const [, second, third] = rig.groupOf(owner.ref.id) as [RigNode, RigNode, RigNode]
      const key = keyOwnedBy(rig, owner)
      let isSilent = true
      second.liar = (_from, body) => (isSilent && body.type === 'replicate' ? 'silence' : undefined)
      third.liar = (_from, body) => {
        if (body.type !== 'replicate') return undefined
        if (isSilent) return 'silence'
        third.liar = undefined
        const version = { ...body.head.version, lamport: lamport(body.head.version.lamport + 1) }
        return { type: 'stale', head: { ...body.head, version } }
      }
      const writing = rig.command(owner, { name: 'put', args: putArgs(key, 'v', { sign }) })
      rig.run(50)
      const { version } = found(get(rig, owner, key))
      assert.equal(writing.result, undefined, 'it is at the owner alone')
      isSilent = false
      rig.run(10_000)
      assert.equal(codeOf(writing.result), 'NO_QUORUM')
      assert.deepEqual(found(get(rig, owner, key)).version, version)
    })
  }
})
