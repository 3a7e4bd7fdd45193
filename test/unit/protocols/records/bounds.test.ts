import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, peerKey, type NodeRef, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import { MAX_STAMPS } from '../../../../src/protocols/records/asker.ts'
import type { RecordsRequest, RecordsResponse } from '../../../../src/protocols/records/index.ts'
import { MAX_KNOWN, Peers } from '../../../../src/protocols/records/peers.ts'
import type { RecordsRing } from '../../../../src/protocols/records/protocol.ts'
import { MAX_REPAIRS } from '../../../../src/protocols/records/reader.ts'
import { MAX_SYNCS } from '../../../../src/protocols/records/rule.ts'
import { MAX_WAITING } from '../../../../src/protocols/records/store.ts'
import { MAX_PAGES } from '../../../../src/protocols/records/survey.ts'
import { MAX_STAND_INS } from '../../../../src/protocols/records/writer.ts'
import { codeOf, get, keyOwnedBy, put, putArgs, written } from './deeds.ts'
import { keyOf, Rig, type RigNode } from './rig.ts'

type Of<Type extends RecordsRequest['type']> = Extract<RecordsRequest, { type: Type }>
const isOf =
  <Type extends RecordsRequest['type']>(type: Type) =>
  (body: RecordsRequest): body is Of<Type> =>
    body.type === type

describe('a write', () => {
  it(`is begun ${MAX_STAMPS} times anew by who asks for it, and not once more`, () => {
    const rig = new Rig(3)
    const [owner, client] = rig.nodes as [RigNode, RigNode]
    const key = keyOwnedBy(rig, owner)
    const { version } = written(put(rig, owner, key, 'v'))
    rig.run(100)
    let asked = 0
    owner.liar = (_from, body) => {
      if (body.type !== 'put') return undefined
      asked++
      const head = headOf(rig, key)
      return { type: 'stale', head: { ...head, version: { ...version, lamport: lamport(version.lamport + asked) } } }
    }
    assert.equal(codeOf(put(rig, client, key, 'w', { sign: true }, 5_000)), 'CONFLICT')
    assert.equal(asked, 1 + MAX_STAMPS)
  })

  it(`is kept by ${MAX_STAND_INS} others for members out of reach, and by nobody beyond`, () => {
    const rig = new Rig(16, { replicas: 7 })
    const owner = rig.nodes[0] as RigNode
    const [, ...ring] = rig.groupOf(owner.ref.id, 16)
    const missing = ring.slice(0, MAX_STAND_INS + 1)
    rig.loses = (from, to) => missing.includes(from) || missing.includes(to)
    const key = keyOwnedBy(rig, owner)
    const ended = rig.command(owner, { name: 'put', args: putArgs(key, 'v') })
    rig.run(6_000)
    const hints = ring.filter(({ received }) => received.some((body) => body.type === 'replicate' && body.hintFor))
    assert.deepEqual(hints.map(({ peer }) => peer), ring.slice(6, 6 + MAX_STAND_INS).map(({ peer }) => peer)) // prettier-ignore
    rig.run(5_000)
    assert.notEqual(codeOf(ended.result), 'ok', 'three of seven have it')
  })
})

/** A head of the record as its owner has it, which went to the others. */
function headOf(rig: Rig, key: string): Of<'replicate'>['head'] {
  const { id } = keyOf(key)
  for (const { received } of rig.nodes) {
    const copy = received.filter(isOf('replicate')).find(({ head }) => head.id === id)
    if (copy !== undefined) return copy.head
  }
  throw new Error('nobody was sent it')
}

describe('a member', () => {
  it(`has ${MAX_WAITING} changes of one record wait for their turn, and refuses one more`, () => {
    const rig = new Rig(3)
    const owner = rig.nodes[0] as RigNode
    const [, member] = rig.groupOf(owner.ref.id) as [RigNode, RigNode]
    put(rig, owner, keyOwnedBy(rig, owner), 'v')
    rig.run(100)
    const copy = member.received.find(isOf('replicate'))
    assert.ok(copy !== undefined)
    const words: string[] = []
    const ask = (): void => {
      rig.requestLater(owner.peer, member, copy, (answer) => {
        words.push(answer === 'refused' ? answer : answer.type === 'failed' ? answer.code : answer.type)
      })
    }
    for (let i = 0; i < MAX_WAITING; i++) ask()
    assert.deepEqual(words, [])
    ask()
    assert.deepEqual(words, ['OVERLOAD'])
    rig.run(100)
    ask()
    rig.run(100)
    assert.deepEqual(words.slice(1), Array<string>(MAX_WAITING + 1).fill('taken'))
  })
})

describe('an owner', () => {
  it(`repairs ${MAX_REPAIRS} copies at once, and leaves one more to a later read`, () => {
    const rig = new Rig(3)
    const owner = rig.nodes[0] as RigNode
    const [, ...members] = rig.groupOf(owner.ref.id) as [RigNode, RigNode, RigNode]
    const key = keyOwnedBy(rig, owner)
    put(rig, owner, key, 'v')
    rig.run(100)
    let repairs = 0
    for (const member of members) {
      // They say that they have nothing, and never that they took it.
      member.liar = (_from, body): RecordsResponse | 'silence' | undefined => {
        if (body.type === 'replicate') repairs++
        if (body.type !== 'fetch') return body.type === 'replicate' ? 'silence' : undefined
        return { type: 'copy', head: undefined, standing: { config: body.config, synced: true } }
      }
    }
    const reads = Array.from({ length: MAX_REPAIRS + 1 }, () =>
      rig.command(owner, { name: 'get', args: { id: keyOf(key).id } }),
    )
    // Shorter than what an ask waits before it is repeated.
    rig.run(100)
    assert.ok(reads.every(({ result }) => codeOf(result) === 'ok'))
    assert.equal(repairs, MAX_REPAIRS)
    rig.run(10_000)
    repairs = 0
    assert.equal(codeOf(get(rig, owner, key)), 'ok')
    rig.run(100)
    assert.equal(repairs, 1, 'there is room again')
  })

  it(`compares with ${MAX_SYNCS} members at once at its own bidding, and with the next when one of them is done`, () => {
    const rig = new Rig(8, { replicas: 7 })
    const owner = rig.nodes[0] as RigNode
    const members = rig.groupOf(owner.ref.id, 7).slice(1)
    const asked = new Set<PeerKey>()
    const silent = (node: RigNode): void => {
      node.liar = (from, body) => {
        if (body.type !== 'compare') return undefined
        if (from === owner.peer) asked.add(node.peer)
        return 'silence'
      }
    }
    rig.nodes.filter((node) => node !== owner).forEach(silent)
    // All members have everything, and are compared with from time to time: at the latest within two periods, all of them.
    const until = rig.now + 2 * rig.params.syncMs
    while (asked.size === 0 && rig.now < until) rig.run(10)
    rig.run(100)
    assert.equal(asked.size, MAX_SYNCS)
    assert.ok(members.length > MAX_SYNCS)
  })

  it(`reads ${MAX_PAGES} pages of what a neighbour says that it knows, and believes no more`, () => {
    const rig = new Rig(3)
    const [owner, liar] = rig.nodes as [RigNode, RigNode]
    let pages = 0
    liar.liar = (_from, body) => {
      if (body.type !== 'survey') return undefined
      pages++
      const { from, to } = body.arc
      // A little further each time, for ever.
      const next = (BigInt(`0x${from}`) + 1n).toString(16).padStart(64, '0') as RingId
      return { type: 'surveyed', pieces: [], to: next === to ? to : next }
    }
    rig.restart(owner)
    rig.run(1_000)
    assert.equal(pages, MAX_PAGES)
    assert.equal(codeOf(put(rig, owner, keyOwnedBy(rig, owner), 'v')), 'ok')
  })
})

describe('what is remembered of peers', () => {
  const refOf = (n: number): NodeRef => ({
    peer: peerKey(`peer ${n}`),
    position: 0,
    epoch: 1 as NodeRef['epoch'],
    addresses: [],
    id: n.toString(16).padStart(64, '0') as RingId,
  })
  const self = { ...refOf(0), peer: peerKey('self') }
  const alone: RecordsRing = {
    positions: () => [0],
    self: () => self,
    owns: () => true,
    onRing: () => true,
    state: () => 'alone',
    boundary: () => undefined,
    successors: () => [],
    predecessor: () => undefined,
    likelyOwner: () => undefined,
    replicas: () => [],
  }
  const all = Array.from({ length: MAX_KNOWN + 1 }, (_, i) => refOf(i))

  it(`are ${MAX_KNOWN} references, and who has left: with one above, the oldest is forgotten`, () => {
    const peers = new Peers(alone, 1_000)
    for (const ref of all) peers.remember(ref)
    assert.deepEqual(all.map(({ peer }) => peers.refOf(peer) === undefined).indexOf(false), 1)
    for (const ref of all) peers.leaves(0, ref)
    assert.equal(all.filter(({ peer }) => peers.hasLeft(0, peer)).length, MAX_KNOWN)
    assert.equal(peers.hasLeft(0, peerKey('peer 0')), false)
  })

  it(`are ${MAX_KNOWN} that are missing; one above is not taken for lost before there is room`, () => {
    const peers = new Peers(alone, 1_000)
    for (const { peer } of all) assert.equal(peers.isGone(0, peer), false)
    const gone = all.filter(({ peer }) => peers.isGone(1_000, peer))
    assert.deepEqual([gone.length, gone.at(-1)], [MAX_KNOWN, all.at(-2)])
  })
})
