import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, monoMs, peerKey, Random, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import { DirectReads, MAX_GROUPS } from '../../../../src/protocols/records/direct.ts'
import { Core } from '../../../../src/protocols/records/core.ts'
import { RECORDS_DEFAULTS, type RecordsRequest } from '../../../../src/protocols/records/index.ts'
import { codeOf, DAY_MS, found, get, put, remove, textOf, written } from './deeds.ts'
import { keyOf, Rig, sha256, type RigNode } from './rig.ts'

// Reads that ask the owner and members at once (decision 0015).

interface Scene {
  readonly rig: Rig
  readonly owner: RigNode
  readonly second: RigNode
  readonly third: RigNode
  /** Not of the group; it knows who is. */
  readonly reader: RigNode
}

/** A record of the value 'v', and a reader that has read it once. */
function scene(key = 'k'): Scene {
  const rig = new Rig(8)
  const [owner, second, third, , reader] = rig.groupOf(keyOf(key).id, 5) as [
    RigNode,
    RigNode,
    RigNode,
    RigNode,
    RigNode,
  ]
  written(put(rig, reader, key, 'v'))
  rig.run(2_000)
  assert.equal(textOf(get(rig, reader, key)), 'v')
  for (const { received } of rig.nodes) received.length = 0
  return { rig, owner, second, third, reader }
}

const typesOf = ({ received }: RigNode): string[] =>
  received.map((body) => (body.type === 'get' && body.under !== undefined ? 'get under' : body.type))
const rowOf = (key: string): string => `records/m/${keyOf(key).id}`

describe('a direct read', () => {
  it('asks the owner and one member at once, and nobody else', () => {
    const { rig, owner, second, third, reader } = scene()
    const begun = rig.now
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.deepEqual([owner, second, third].map(typesOf), [['get under'], ['fetch'], []])
    assert.equal(rig.now - begun, 3, 'there, the disk, and back')
  })

  it('says so at once when there is no record, or none any more', () => {
    const { rig, owner, second, reader } = scene()
    assert.equal(remove(rig, reader, 'k').ok, true)
    rig.run(2_000)
    owner.received.length = second.received.length = 0
    assert.equal(codeOf(get(rig, reader, 'k')), 'NOT_FOUND')
    assert.deepEqual([owner, second].map(typesOf), [['get under'], ['fetch']])
    owner.rows.delete(rowOf('k'))
    second.rows.delete(rowOf('k'))
    assert.equal(codeOf(get(rig, reader, 'k')), 'NOT_FOUND')
    assert.deepEqual([owner, second].map(typesOf), [
      ['get under', 'get under'],
      ['fetch', 'fetch'],
    ])
  })

  it('gives what is kept in pieces, and what travels in pieces', () => {
    const { rig, owner, reader } = scene()
    for (const size of [8_192, 100_000]) {
      const value = new Uint8Array(size).map((_, i) => i % 251)
      written(put(rig, reader, 'k', value))
      rig.run(2_000)
      owner.received.length = 0
      assert.deepEqual(found(get(rig, reader, 'k')).value, value)
      assert.equal(typesOf(owner)[0], 'get under')
      assert.ok(!typesOf(owner).includes('get'))
    }
  })

  it('has the owner read when a member has nothing, which is repaired', () => {
    const { rig, owner, second, reader } = scene()
    second.rows.delete(rowOf('k'))
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.deepEqual(typesOf(owner), ['get under', 'get'])
    rig.run(1_000)
    assert.ok(second.rows.has(rowOf('k')))
  })

  it('has the owner read when a member has something newer', () => {
    const { rig, owner, second, reader } = scene()
    const before = new Map(owner.rows)
    written(put(rig, reader, 'k', 'w'))
    rig.run(1_000)
    assert.ok(second.rows.has(rowOf('k')))
    owner.rows.set(rowOf('k'), before.get(rowOf('k')) as Uint8Array)
    assert.equal(textOf(get(rig, reader, 'k')), 'w')
    assert.equal(textOf(get(rig, reader, 'k')), 'w', 'the owner has it again')
  })

  it('has the owner ask the others when its own row, or that of a member, is damaged', () => {
    for (const whose of ['owner', 'second'] as const) {
      const all = scene()
      const { rig, reader, owner } = all
      const row = all[whose].rows.get(rowOf('k')) as Uint8Array
      all[whose].rows.set(
        rowOf('k'),
        row.map((byte, i) => (i === 20 ? byte ^ 1 : byte)),
      )
      assert.equal(textOf(get(rig, reader, 'k')), 'v', whose)
      assert.equal(typesOf(owner)[0], 'get under')
      rig.run(1_000)
      assert.deepEqual(all[whose].rows.get(rowOf('k')), row, 'it is put right')
    }
  })

  it('asks another member when one is silent, and that one first from then on', () => {
    const { rig, second, third, reader } = scene()
    second.liar = (_from, body) => (body.type === 'fetch' ? 'silence' : undefined)
    const begun = rig.now
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.ok(rig.now - begun >= 50)
    assert.deepEqual(typesOf(third), ['fetch'])
    second.received.length = third.received.length = 0
    const again = rig.now
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.equal(rig.now - again, 3)
    assert.deepEqual([second, third].map(typesOf), [[], ['fetch']])
  })

  it('leaves it to the owner when no member answers', () => {
    const { rig, owner, second, third, reader } = scene()
    rig.loses = (from, to) => from === reader && (to === second || to === third)
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.deepEqual(typesOf(owner), ['get under', 'get'])
  })

  it('ends when the owner is gone as any read does, and when nobody waits for it any more', () => {
    const { rig, owner, second, reader } = scene()
    const cancelled = rig.command(reader, { name: 'get', args: { id: keyOf('k').id } })
    rig.cancel(reader, cancelled.id)
    rig.run(1_000)
    assert.equal(cancelled.result, undefined)
    assert.equal(reader.machine.figures.commands, 0)
    rig.loses = (_from, to) => to === owner
    const read = rig.command(reader, { name: 'get', args: { id: keyOf('k').id } }, 20_000)
    rig.run(100)
    rig.crash(owner)
    rig.run(20_000)
    assert.equal(codeOf(read.result), 'ok')
    assert.equal(rig.ownerOf(keyOf('k').id), second)
  })
})

describe('a direct read and configurations', () => {
  it('is answered by no owner that others have replaced without its notice', () => {
    const { rig, owner, second, third, reader } = scene()
    // The owner is cut off from all but the reader, who has not heard of anything.
    const others = rig.nodes.filter((node) => node !== owner && node !== reader)
    rig.loses = (from, to) => (from === owner && others.includes(to)) || (to === owner && others.includes(from))
    owner.believes = [...rig.nodes]
    reader.believes = [...rig.nodes]
    for (const node of others) node.believes = rig.nodes.filter((each) => each !== owner)
    rig.ringChanged()
    rig.run(5_000)
    written(put(rig, third, 'k', 'new'))
    for (const { received } of rig.nodes) received.length = 0
    const reading = get(rig, reader, 'k', 2_000)
    assert.ok(typesOf(owner).includes('get under'), 'it is the owner as far as the reader knows')
    assert.ok(typesOf(second).includes('fetch'))
    assert.equal(codeOf(reading), 'NO_QUORUM')
    reader.believes = rig.nodes.filter((each) => each !== owner)
    assert.equal(textOf(get(rig, reader, 'k')), 'new')
  })

  it('is one of the quorum as long as configurations before are to be asked, and learns the new one', () => {
    const { rig, owner, third, reader } = scene()
    rig.crash(third)
    rig.run(20)
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    rig.run(10_000)
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    owner.received.length = 0
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.deepEqual(typesOf(owner), ['get under'])
  })

  it('counts no member that names another configuration, and believes no value that is not the owner’s', () => {
    const { rig, owner, second, third, reader } = scene()
    const other = { lamport: lamport(7), peer: second.peer }
    for (const member of [second, third]) {
      member.liar = (from, body: RecordsRequest) =>
        body.type === 'fetch' && from === reader.peer
          ? { type: 'copy', head: undefined, standing: { config: other, synced: true } }
          : undefined
    }
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
    assert.deepEqual(typesOf(owner), ['get under', 'get'])
    for (const member of [second, third]) {
      member.liar = (from, body: RecordsRequest) =>
        body.type === 'fetch' && from === reader.peer
          ? { type: 'copy', head: undefined, standing: { config: body.config, synced: true } }
          : undefined
    }
    assert.equal(textOf(get(rig, reader, 'k')), 'v')
  })

  it('takes no half answer for a whole one', () => {
    const { rig, owner, reader } = scene('m')
    const half = { type: 'own' as const, head: undefined, value: undefined }
    owner.liar = (_from, body) => (body.type === 'get' && body.under === undefined ? half : undefined)
    const fresh = rig.nodes.find((node) => node !== reader && !rig.groupOf(keyOf('m').id).includes(node)) as RigNode
    assert.equal(codeOf(get(rig, fresh, 'm', 2_000)), 'CORRUPT', 'it was asked to read, and says only what it has')
  })

  it('works in groups of one, two and five', () => {
    for (const [size, replicas] of [
      [1, 3],
      [2, 3],
      [8, 5],
    ] as const) {
      const rig = new Rig(size, { replicas })
      const owner = rig.ownerOf(keyOf('k').id)
      const reader = rig.nodes.at(-1) as RigNode
      written(put(rig, reader, 'k', 'v', { ttlMs: DAY_MS }))
      rig.run(2_000)
      assert.equal(textOf(get(rig, reader, 'k')), 'v')
      for (const { received } of rig.nodes) received.length = 0
      assert.equal(textOf(get(rig, reader, 'k')), 'v')
      assert.deepEqual(typesOf(owner), ['get under'])
      const fetches = rig.nodes.flatMap(typesOf).filter((type) => type === 'fetch').length
      assert.equal(fetches, replicas === 5 ? 2 : 0)
    }
  })
})

describe('the groups that a reader remembers', () => {
  const refOf = (n: number): NodeRef => ({
    peer: peerKey(`owner${n.toString()}`),
    position: 0,
    epoch: epoch(1),
    addresses: [],
    id: n.toString(16).padStart(64, '0') as RingId,
  })
  const group = { config: { lamport: lamport(1), peer: peerKey('owner') }, confirmations: 1, members: [refOf(0)] }

  it('are bounded: with one more the one learned the longest ago goes', () => {
    const core = new Core(
      RECORDS_DEFAULTS,
      { ring: undefined as never, sha256, signer: undefined },
      new Random('groups'),
    )
    const reads = new DirectReads(core)
    const ends = { known: unexpected, answered: unexpected, failed: unexpected, unsure: unexpected }
    const step = { now: monoMs(0), wall: { earliest: 0 as never, latest: 0 as never }, lamport: 1, effects: [] }
    const isKnown = (n: number): boolean => reads.begin(step, refOf(n), refOf(n).id, 1_000, ends) !== undefined
    for (let n = 1; n <= MAX_GROUPS; n++) reads.learn(refOf(n), group)
    assert.equal(reads.groups, MAX_GROUPS)
    assert.ok(isKnown(1))
    reads.learn(refOf(MAX_GROUPS + 1), group)
    assert.equal(reads.groups, MAX_GROUPS)
    assert.ok(!isKnown(1) && isKnown(2) && isKnown(MAX_GROUPS + 1))
    reads.learn(refOf(2), undefined)
    assert.ok(!isKnown(2), 'its owner has said that others are to be asked too')
    reads.learn(refOf(3), { ...group, confirmations: 2 })
    assert.ok(!isKnown(3), 'it names fewer members than have to confirm it')
  })
})

function unexpected(): never {
  throw new Error('nothing has happened')
}
