import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { epoch, monoMs, wallMs, type PeerKey } from '../../../../src/base/index.ts'
import type { CommandId, ReplyId, Result } from '../../../../src/protocols/index.ts'
import type { LookupResult } from '../../../../src/protocols/chord/index.ts'
import { grown, idOf, Net, type NetNode } from './net.ts'

const RING = { a: '1', b: '4', c: '8', d: 'b', e: 'e' } as const
const lookup = (net: Net, node: NetNode, digits: string, leftMs = 5_000): CommandId =>
  net.command(node, { name: 'lookup', args: { target: idOf(digits), mode: 'recursive' } }, leftMs)
const ownerOf = (net: Net, id: CommandId): string | undefined => {
  const result = net.result(id) as Result<LookupResult> | undefined
  return result?.ok === true ? result.value.owner.peer : result?.code
}

describe('a node that is stopped for a while', () => {
  test('its range goes to its successor once it is held for dead, and look-ups that wait get that answer in time', () => {
    const net = new Net({ detectMs: 3_000 })
    const ring = grown(net, RING)
    net.stop(ring.c)
    const ids = [ring.a, ring.b, ring.d, ring.e].map((from) => lookup(net, from, '6'))
    net.run(2_900)
    assert.deepEqual(
      ids.map((id) => ownerOf(net, id)),
      [undefined, undefined, undefined, undefined],
      'nobody answers for one that is not declared dead',
    )
    net.run(2_000)
    assert.deepEqual(
      ids.map((id) => ownerOf(net, id)),
      ['d', 'd', 'd', 'd'],
    )
  })

  test('it answers for nothing before its successor has said that it is known', () => {
    const net = new Net({ detectMs: 1_500 })
    const ring = grown(net, RING)
    net.stop(ring.c)
    net.run(10_000)
    assert.equal(ring.d.machine.view.boundary(0)?.peer, 'b', 'd has taken over')
    // What arrives while it sleeps is taken in first: a look-up of its own, and one that was routed to it.
    const own = lookup(net, ring.c, '6')
    net.cont(ring.c)
    assert.equal(ring.c.machine.view.onRing(0), false)
    assert.equal(ownerOf(net, own), undefined)
    const before = ring.d.machine.view.boundary(0)?.peer
    assert.equal(before, 'b')
    net.run(3_000)
    assert.equal(ring.d.machine.view.boundary(0)?.peer, 'c', 'back in its place')
    assert.equal(ring.c.machine.view.boundary(0)?.peer, 'b')
    assert.ok(['c', 'd'].includes(ownerOf(net, own) ?? ''))
    const after = lookup(net, ring.a, '6')
    net.run(500)
    assert.equal(ownerOf(net, after), 'c')
  })

  test('nobody has missed it: it goes on after one round trip', () => {
    const net = new Net({ detectMs: 60_000 })
    const ring = grown(net, RING)
    net.stop(ring.c)
    net.run(6_000)
    net.cont(ring.c)
    assert.equal(ring.c.machine.view.onRing(0), false)
    net.run(50)
    assert.equal(ring.c.machine.view.onRing(0), true)
    assert.equal(ring.c.machine.view.boundary(0)?.peer, 'b')
  })

  test('it asks once, however much has waited for it', () => {
    const net = new Net({ detectMs: 60_000 })
    const { c } = grown(net, RING)
    const asked = (reply: number): number => {
      const at = wallMs(net.now + 60_000)
      const ctx = { now: monoMs(at), wall: { earliest: at, latest: at }, lamport: 1 as never, epoch: epoch(1) }
      const body = { type: 'ping', position: 0 } as const
      const input = { type: 'request', from: 'a' as PeerKey, reply: reply as ReplyId, body, leftMs: 1_000 } as const
      return c.machine.step(ctx, input).filter((effect) => effect.type === 'ask').length
    }
    assert.deepEqual([asked(1), asked(2), asked(3)], [1, 0, 0])
  })
})
