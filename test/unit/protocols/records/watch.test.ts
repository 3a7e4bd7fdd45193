import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport } from '../../../../src/base/index.ts'
import type { WatchedState } from '../../../../src/protocols/records/index.ts'
import { MAX_WATCHED } from '../../../../src/protocols/records/watcher.ts'
import { codeOf, put, remove } from './deeds.ts'
import { keyOf, Rig, type RigNode } from './rig.ts'

const LONG_MS = 10_000_000

function watch(rig: Rig, node: RigNode, key: string) {
  const ended = rig.command(node, { name: 'watch', args: { id: keyOf(key).id } }, LONG_MS)
  return {
    id: ended.id,
    code: () => codeOf(ended.result),
    /** Values told so far; '-': none. */
    told: () => (ended.items as WatchedState[]).map((state) => wordOf(state)),
    last: () => ended.items.at(-1) as WatchedState | undefined,
  }
}

const wordOf = ({ value, consistent }: WatchedState): string =>
  consistent
    ? 'consistent'
    : value === undefined
      ? '-'
      : value.byteLength > 20
        ? `${value.byteLength}`
        : new TextDecoder().decode(value)

describe('a watch', () => {
  it('tells the present state first, then each change', () => {
    const rig = new Rig(8)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    const none = watch(rig, a, 'none')
    put(rig, a, 'k', 'v')
    const watching = watch(rig, b, 'k')
    rig.run(50)
    put(rig, a, 'k', 'w')
    rig.run(50)
    put(rig, a, 'k', new Uint8Array(100_000))
    rig.run(100)
    remove(rig, a, 'k')
    rig.run(50)
    assert.deepEqual(watching.told(), ['v', 'w', '100000', '-'])
    assert.deepEqual(none.told(), ['-'])
    assert.equal(none.last()?.version, undefined)
    put(rig, a, 'none', 'some')
    rig.run(50)
    assert.deepEqual(none.told(), ['-', 'some'])
  })

  it('tells of expiry at its time, which no message says, and of a marker', () => {
    const rig = new Rig(3)
    const [a, b] = rig.nodes as [RigNode, RigNode]
    put(rig, a, 'k', 'v', { ttlMs: 5_000 })
    const watching = watch(rig, b, 'k')
    rig.run(4_900)
    assert.deepEqual(watching.told(), ['v'])
    rig.run(200)
    assert.deepEqual(watching.told(), ['v', '-'])
    rig.do(a, { name: 'mark', args: { ...keyOf('k'), ttlMs: 60_000 } })
    rig.run(50)
    assert.deepEqual(watching.told(), ['v', '-', 'consistent'])
  })

  it('makes up for lost messages when it renews', () => {
    const rig = new Rig(5, { watchLeaseMs: 9_000 })
    const owner = rig.ownerOf(keyOf('k').id)
    const [a, b] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    put(rig, a, 'k', 'v')
    const watching = watch(rig, b, 'k')
    rig.run(50)
    rig.loses = (from, to) => from === owner && to === b
    put(rig, a, 'k', 'w')
    rig.run(50)
    rig.loses = () => false
    rig.run(4_000)
    assert.deepEqual(watching.told(), ['v', 'w'])
  })

  it('goes on with the next owner when one dies, and tells what has changed meanwhile', () => {
    const rig = new Rig(8)
    const owner = rig.ownerOf(keyOf('k').id)
    const [a, b] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    put(rig, a, 'k', 'v')
    const watching = watch(rig, b, 'k')
    rig.run(50)
    rig.crash(owner)
    put(rig, a, 'k', 'w')
    rig.run(5_000)
    put(rig, a, 'k', 'x')
    rig.run(1_000)
    const told = watching.told()
    assert.deepEqual([told[0], told.at(-1)], ['v', 'x'])
  })

  it('is sent away by an owner that owns it no more', () => {
    const rig = new Rig(8, { watchLeaseMs: 3_600_000 })
    const owner = rig.ownerOf(keyOf('k').id)
    const [a, b] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    rig.crash(owner)
    rig.run(2_000)
    put(rig, a, 'k', 'v')
    const watching = watch(rig, b, 'k')
    rig.run(50)
    rig.restart(owner)
    rig.run(3_000)
    put(rig, a, 'k', 'w')
    rig.run(1_000)
    assert.equal(watching.told().at(-1), 'w')
  })

  it('ends when it is cancelled, here and at the owner', () => {
    const rig = new Rig(5)
    const owner = rig.ownerOf(keyOf('k').id)
    const [a, b] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    const watching = watch(rig, b, 'k')
    rig.run(50)
    assert.equal(owner.machine.figures.watches, 1)
    rig.cancel(b, watching.id)
    rig.run(50)
    assert.equal(owner.machine.figures.watches, 0)
    put(rig, a, 'k', 'v')
    rig.run(50)
    assert.deepEqual(watching.told(), ['-'])
  })

  it('has limits at the owner, of one peer and of all; leases run out', () => {
    const rig = new Rig(1, { watchLeaseMs: 5_000, limits: { watches: 3, watchesPerPeer: 2 } as never })
    const [node] = rig.nodes as [RigNode]
    const ask = (peer: string, key: string): string => {
      const answer = rig.request(peer as never, node, { type: 'watch', position: 0, id: keyOf(key).id })
      return answer === undefined || answer === 'refused'
        ? 'refused'
        : answer.type === 'failed'
          ? answer.code
          : answer.type
    }
    assert.equal(ask('a', '1'), 'watching')
    assert.equal(ask('a', '2'), 'watching')
    assert.equal(ask('a', '3'), 'OVERLOAD')
    assert.equal(ask('a', '2'), 'watching', 'renewed')
    assert.equal(ask('b', '2'), 'watching')
    assert.equal(ask('c', '2'), 'OVERLOAD')
    rig.run(16_000)
    assert.equal(node.machine.figures.watches, 0)
    assert.equal(ask('c', '2'), 'watching')
  })

  it('has a limit where it is commanded', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const watches = Array.from({ length: MAX_WATCHED + 1 }, () => watch(rig, node, 'k'))
    assert.deepEqual([watches[MAX_WATCHED - 1]?.code(), watches[MAX_WATCHED]?.code()], ['running', 'OVERLOAD'])
  })

  it('believes only the owner that it has asked', () => {
    const rig = new Rig(5)
    const owner = rig.ownerOf(keyOf('k').id)
    const [a, b] = rig.nodes.filter((node) => node !== owner) as [RigNode, RigNode]
    put(rig, a, 'k', 'v')
    const watching = watch(rig, b, 'k')
    rig.run(50)
    const answer = rig.request(b.peer, owner, { type: 'get', position: 0, id: keyOf('k').id })
    assert.ok(answer !== undefined && answer !== 'refused' && answer.type === 'found')
    const head = { ...answer.head, version: { lamport: lamport(10 ** 9), peer: a.peer } }
    rig.input(b, {
      type: 'message',
      from: a.peer,
      body: { type: 'changed', id: keyOf('k').id, head, value: undefined },
    })
    rig.input(b, { type: 'message', from: a.peer, body: { type: 'moved', id: keyOf('k').id } })
    rig.run(50)
    assert.deepEqual(watching.told(), ['v'])
  })
})
