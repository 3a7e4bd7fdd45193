import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { epoch, monoMs, wallMs, type NodeRef } from '../../../../src/base/index.ts'
import { MAX_LEFT, MAX_MET, MAX_REMEMBERED, type ChordRequest } from '../../../../src/protocols/chord/index.ts'
import { unitedRest } from '../../../../src/protocols/chord/lists.ts'
import type { Context, ReplyId } from '../../../../src/protocols/index.ts'
import { grown, idOf, Net, refOf, type NetNode } from './net.ts'

const ref = (digits: string): NodeRef => refOf(digits, idOf(digits))
const many = (count: number): NodeRef[] =>
  Array.from({ length: count }, (_, i) => ref((0x1000 + i).toString(16).padStart(4, '0')))

/** One request from a peer that nobody knows; gives what is answered. */
function request(net: Net, node: NetNode, from: NodeRef, body: ChordRequest): string | undefined {
  const effects = node.machine.step(context(net), {
    type: 'request',
    from: from.peer,
    reply: 1 as ReplyId,
    body,
    leftMs: 1000,
  })
  for (const effect of effects) {
    if (effect.type === 'refuse') return 'refused'
    if (effect.type === 'respond') return effect.body.type === 'failed' ? effect.body.code : effect.body.type
  }
  return undefined
}
const meet = (self: NodeRef, others: readonly NodeRef[]): ChordRequest => ({ type: 'meet', position: 0, self, others })
const leave = (self: NodeRef, heir: boolean, boundary?: NodeRef): ChordRequest => ({
  type: 'leave',
  position: 0,
  self,
  heir,
  boundary,
  successors: [],
})

describe('what strangers say', () => {
  test('of others is remembered up to MAX_MET, and pushes nobody out who was known', () => {
    const net = new Net()
    const { a } = grown(net, { a: '2', b: '6', c: 'a' })
    const position = a.machine.state.positions[0]!
    for (const node of many(MAX_REMEMBERED + 1))
      a.machine.step(context(net), { type: 'linkUp', peer: node.peer, epoch: epoch(1) })
    const known = position.remembered.length
    assert.ok(known <= MAX_REMEMBERED / 2, 'connections alone leave room for those that were in the tables')
    for (const node of many(MAX_MET + 1)) request(net, a, ref('4'), meet(ref('4'), [ref(`8${node.id.slice(0, 4)}`)]))
    assert.equal(position.remembered.filter(({ hearsay }) => hearsay).length, MAX_MET)
    assert.equal(position.remembered.filter(({ hearsay }) => !hearsay).length, known)
  })

  test('under another name than their own is refused', () => {
    const net = new Net()
    const { a, c } = grown(net, { a: '2', b: '6', c: 'a' })
    assert.equal(request(net, a, ref('4'), meet(ref('5'), [])), 'refused')
    assert.equal(request(net, a, ref('4'), leave(c.ref, true, ref('6'))), 'refused')
    assert.equal(a.machine.view.boundary(0)?.peer, 'c')
  })

  test('does not make a node heir of a range that does not end where its own begins', () => {
    const net = new Net()
    const { a } = grown(net, { a: '2', b: '6', c: 'a' })
    assert.equal(request(net, a, ref('4'), leave(ref('4'), true, ref('3'))), 'NOT_HEIR')
    assert.equal(a.machine.view.boundary(0)?.peer, 'c')
  })

  test('about leaving is kept of MAX_LEFT of them', () => {
    const net = new Net()
    const { a } = grown(net, { a: '2', b: '6', c: 'a' })
    for (const node of many(MAX_LEFT + 1)) request(net, a, node, leave(node, false))
    assert.equal(a.machine.state.left.size, MAX_LEFT)
  })

  test('to one that is in no ring is answered NOT_JOINED', () => {
    const net = new Net()
    const node = net.add(ref('7'))
    assert.equal(request(net, node, ref('4'), meet(ref('4'), [])), 'NOT_JOINED')
    assert.equal(request(net, node, ref('4'), leave(ref('4'), true, ref('3'))), 'NOT_JOINED')
  })
})

test('lists are united in ring order, without dead ones of our own, and cut', () => {
  const list = unitedRest(
    ref('2'),
    ref('4'),
    [ref('6'), ref('c'), ref('1')],
    [ref('3'), ref('5'), ref('8'), ref('c')],
    5,
    ({ peer }) => peer === '8',
  )
  assert.deepEqual(
    list.map(({ peer }) => String(peer)),
    ['5', '6', 'c', '1'],
  )
})

function context(net: Net): Context {
  const now = monoMs(net.now)
  return {
    now,
    wall: { earliest: wallMs(now), latest: wallMs(now) },
    lamport: 1 as Context['lamport'],
    epoch: epoch(1),
  }
}
