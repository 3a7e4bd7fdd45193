import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, peerKey, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import { MAX_LISTINGS } from '../../../../src/protocols/listing.ts'
import { MAX_SERVED, MAX_SERVED_OF_ONE } from '../../../../src/protocols/records/answering.ts'
import { MAX_ATTEMPTS } from '../../../../src/protocols/records/asker.ts'
import { MAX_PIECES, MAX_PIECES_OF_ONE } from '../../../../src/protocols/records/config-table.ts'
import { MAX_MISSED_PEERS } from '../../../../src/protocols/records/hints.ts'
import type { RecordsRequest, RecordsResponse } from '../../../../src/protocols/records/index.ts'
import { MAX_MEMBERS } from '../../../../src/protocols/records/quorum.ts'
import { MAX_READS } from '../../../../src/protocols/records/reader.ts'
import { MAX_BUSY } from '../../../../src/protocols/records/store.ts'
import { MAX_HAVES, MAX_HAVES_OF_ONE } from '../../../../src/protocols/records/sync.ts'
import { MAX_WRITES, MAX_WRITES_OF_ID } from '../../../../src/protocols/records/writer.ts'
import { codeOf, keyOwnedBy, put, putArgs } from './deeds.ts'
import { bytes, keyOf, Rig, sha256, type RigNode } from './rig.ts'

const stranger = (n: number): PeerKey => peerKey(`stranger ${n}`)

const wordOf = (answer: RecordsResponse | 'refused'): string =>
  answer === 'refused' ? 'refused' : answer.type === 'failed' ? answer.code : answer.type

/** Asks a node without waiting; `words` grows by what it answers. */
function asking(rig: Rig, node: RigNode): { words: string[]; ask: (from: PeerKey, body: RecordsRequest) => void } {
  const words: string[] = []
  const ask = (from: PeerKey, body: RecordsRequest): void => {
    rig.requestLater(from, node, body, (answer) => {
      words.push(wordOf(answer))
    })
  }
  return { words, ask }
}

function putBody(key: string, text: string): RecordsRequest {
  const value = bytes(text)
  const rest = { contentType: '', ttlMs: 60_000, ifMatch: undefined, signed: undefined }
  const content = { size: value.byteLength, digest: sha256(value), value }
  return { type: 'put', position: 0, kind: 'value', ...keyOf(key), ...content, ...rest }
}

describe('an owner', () => {
  it(`has ${MAX_WRITES} writes under way or waiting, and refuses one more`, () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const { words, ask } = asking(rig, node)
    const keys = MAX_WRITES / MAX_WRITES_OF_ID
    for (let i = 0; i < MAX_WRITES; i++) ask(stranger(i % 7), putBody(`k${i % keys}`, `${i}`))
    assert.equal(words.length, 0)
    ask(stranger(1), putBody('one more', 'x'))
    assert.deepEqual(words, ['OVERLOAD'])
    rig.run(4_000)
    assert.equal(words.filter((word) => word === 'stored').length, MAX_WRITES)
    ask(stranger(1), putBody('one more', 'x'))
    rig.run(100)
    assert.equal(words.at(-1), 'stored', 'there is room again')
  })

  it(`changes ${MAX_BUSY} ids at once, and refuses one more`, () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const { words, ask } = asking(rig, node)
    for (let i = 0; i < MAX_BUSY; i++) ask(stranger(1), putBody(`k${i}`, 'v'))
    assert.equal(words.length, 0)
    ask(stranger(1), putBody('one more', 'v'))
    assert.deepEqual(words, ['OVERLOAD'])
    rig.run(1_000)
    assert.equal(words.filter((word) => word === 'stored').length, MAX_BUSY)
  })

  it(`has ${MAX_READS} reads under way, and refuses one more`, () => {
    const rig = new Rig(3)
    const owner = rig.nodes[0] as RigNode
    const id = keyOf(keyOwnedBy(rig, owner)).id
    // Nobody else answers: no read ends.
    rig.loses = () => true
    const { words, ask } = asking(rig, owner)
    for (let i = 0; i < MAX_READS; i++) ask(stranger(i), { type: 'get', position: 0, id })
    assert.equal(words.length, 0)
    ask(stranger(1), { type: 'get', position: 0, id })
    assert.deepEqual(words, ['OVERLOAD'])
    rig.run(6_000)
    assert.equal(words.filter((word) => word === 'NO_QUORUM').length, MAX_READS)
  })
})

describe('a node', () => {
  it(`carries ${MAX_ATTEMPTS} commands out at once, and refuses one more`, () => {
    const rig = new Rig(3)
    const [node] = rig.nodes as [RigNode]
    rig.loses = () => true
    const get = (): ReturnType<Rig['command']> => rig.command(node, { name: 'get', args: { id: keyOf('k').id } }, 2_000)
    const commands = Array.from({ length: MAX_ATTEMPTS + 1 }, get)
    assert.equal(codeOf(commands[MAX_ATTEMPTS - 1]?.result), 'running')
    assert.equal(codeOf(commands[MAX_ATTEMPTS]?.result), 'OVERLOAD')
    rig.run(2_500)
    rig.loses = () => false
    assert.equal(codeOf(put(rig, node, 'k', 'v')), 'ok', 'there is room again')
  })

  it(`lists ${MAX_LISTINGS} times at once, and refuses one more`, () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const list = (): ReturnType<Rig['command']> =>
      rig.command(node, { name: 'list', args: { after: undefined, limit: 10 } })
    const lists = Array.from({ length: MAX_LISTINGS + 1 }, list)
    assert.equal(codeOf(lists[MAX_LISTINGS - 1]?.result), 'running')
    assert.equal(codeOf(lists[MAX_LISTINGS]?.result), 'OVERLOAD')
    rig.run(100)
    assert.ok(lists.slice(0, MAX_LISTINGS).every(({ result }) => codeOf(result) === 'ok'))
  })

  it(`answers ${MAX_SERVED} comparisons and pulls at once, and refuses one more whoever asks`, () => {
    const rig = new Rig(3)
    const [node] = rig.nodes as [RigNode]
    const { words, ask } = asking(rig, node)
    const id = keyOf('k').id
    for (let i = 0; i < MAX_SERVED; i++) {
      ask(stranger(Math.floor(i / MAX_SERVED_OF_ONE)), { type: 'pull', position: 0, ids: [id] })
    }
    assert.equal(words.length, 0)
    ask(stranger(MAX_SERVED), { type: 'pull', position: 0, ids: [id] })
    assert.deepEqual(words, ['OVERLOAD'])
    rig.run(100)
    assert.equal(words.filter((word) => word === 'pulled').length, MAX_SERVED)
  })

  it(`pulls for ${MAX_HAVES} at once, for ${MAX_HAVES_OF_ONE} of one peer, and refuses one more`, () => {
    const rig = new Rig(5)
    const [node, ...others] = rig.nodes as [RigNode, ...RigNode[]]
    const { words, ask } = asking(rig, node)
    const refused = (): number => words.filter((word) => word === 'OVERLOAD').length
    const have = ({ ref }: RigNode): void => {
      ask(ref.peer, { type: 'have', position: 0, self: ref, ids: [keyOf('k').id] })
    }
    const [a, b, c, d] = others as [RigNode, RigNode, RigNode, RigNode]
    for (let i = 0; i < MAX_HAVES_OF_ONE; i++) have(a)
    assert.equal(refused(), 0)
    have(a)
    assert.equal(refused(), 1)
    for (let i = MAX_HAVES_OF_ONE; i < MAX_HAVES; i++) have(i < 2 * MAX_HAVES_OF_ONE ? b : c)
    assert.equal(refused(), 1)
    have(d)
    assert.equal(refused(), 2)
    rig.run(6_000)
    have(d)
    assert.equal(refused(), 2, 'there is room again')
  })

  it(`knows ${MAX_PIECES_OF_ONE} arcs of one owner, and ${MAX_PIECES} in all, and refuses one more`, () => {
    const rig = new Rig(8)
    const node = rig.nodes[0] as RigNode
    const begin = BigInt(`0x${node.ref.id}`) + 1n
    let told = 0
    /** Tells of an arc close behind the node, whose owner the node cannot rule out. */
    const configure = (from: PeerKey, members = 1): string => {
      const at = begin + BigInt(2 * told++)
      const [arcFrom, to] = [at, at + 1n].map((id) => id.toString(16).padStart(64, '0')) as [RingId, RingId]
      const self = { ...node.ref, peer: from, id: to }
      const known = Array.from({ length: members }, (_, i) => ({
        peer: i === 0 ? from : stranger(1_000 + i),
        position: 0,
      }))
      const id = { lamport: lamport(1), peer: from }
      const config = { from: arcFrom, to, id, members: known, prior: [] }
      const answer = rig.request(from, node, { type: 'configure', position: 0, self, config, filled: false })
      return wordOf(answer ?? 'refused')
    }
    assert.equal(configure(stranger(0), MAX_MEMBERS + 1), 'OVERLOAD', 'of too many members')
    const others = node.machine.figures.ranges.arcs
    for (let i = 0; i < MAX_PIECES_OF_ONE; i++) assert.equal(configure(stranger(0)), 'configured', `${i}`)
    assert.equal(configure(stranger(0)), 'OVERLOAD')
    for (let i = MAX_PIECES_OF_ONE + others; i < MAX_PIECES; i++) {
      assert.equal(configure(stranger(1 + (i % 7))), 'configured', `${i}`)
    }
    assert.equal(node.machine.figures.ranges.arcs, MAX_PIECES)
    assert.equal(configure(stranger(9)), 'OVERLOAD')
  })

  it('counts so many writers, and refuses a further one', () => {
    const rig = new Rig(1, { limits: { writers: 2 } as never })
    const [node] = rig.nodes as [RigNode]
    const { words, ask } = asking(rig, node)
    for (let i = 0; i < 3; i++) {
      ask(stranger(i), putBody(`k${i}`, 'v'))
      rig.run(50)
    }
    ask(stranger(1), putBody('another', 'v'))
    rig.run(50)
    assert.deepEqual(words, ['stored', 'stored', 'QUOTA_EXCEEDED', 'stored'])
  })
})

describe('copies for others', () => {
  /** A ring in which one of a group is out of reach, and who stands in for it. */
  function standIn(hints: number): { rig: Rig; owner: RigNode; missing: RigNode; behind: RigNode } {
    const rig = new Rig(8, { limits: { hints } as never })
    const owner = rig.nodes[0] as RigNode
    const [, , missing, behind] = rig.groupOf(owner.ref.id, 4) as [RigNode, RigNode, RigNode, RigNode]
    rig.loses = (from, to) => from === missing || to === missing
    return { rig, owner, missing, behind }
  }

  it('are kept up to a limit; the write is acknowledged all the same', () => {
    const { rig, owner, behind } = standIn(2)
    for (let i = 0; i < 3; i++) {
      assert.equal(codeOf(rig.do(owner, { name: 'put', args: putArgs(keyOwnedBy(rig, owner, `${i}/`), 'v') })), 'ok')
      rig.run(2_000)
    }
    assert.equal(behind.machine.figures.hints, 2)
  })

  it('are dropped when they have been handed back, and kept by who keeps the record itself', () => {
    const { rig, owner, missing, behind } = standIn(10)
    const key = keyOwnedBy(rig, owner)
    put(rig, owner, key, 'v')
    rig.run(2_000)
    const row = `records/m/${keyOf(key).id}`
    assert.ok(behind.rows.has(row) && !missing.rows.has(row))
    rig.loses = () => false
    rig.alive(missing)
    rig.run(1_500)
    assert.ok(missing.rows.has(row), 'handed back')
    assert.ok(!behind.rows.has(row), 'nobody needs it here')
    assert.ok(owner.rows.has(row))
  })

  it(`are for at most ${MAX_MISSED_PEERS} peers`, () => {
    const { rig, owner, behind } = standIn(1_000_000)
    const key = keyOwnedBy(rig, owner)
    const { ref } = owner
    put(rig, owner, key, 'v')
    rig.run(2_000)
    const sent = behind.received.find(({ type }) => type === 'replicate') as Extract<
      RecordsRequest,
      { type: 'replicate' }
    >
    const words: string[] = []
    for (let i = behind.machine.figures.hints; i <= MAX_MISSED_PEERS; i++) {
      const answer = rig.request(owner.peer, behind, { ...sent, hintFor: { ...ref, peer: stranger(i) } })
      words.push(wordOf(answer ?? 'refused'))
    }
    assert.deepEqual([words.at(-2), words.at(-1)], ['taken', 'OVERLOAD'])
  })
})
