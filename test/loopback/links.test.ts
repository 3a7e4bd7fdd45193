import assert from 'node:assert/strict'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { test } from 'node:test'
import { epoch, multiaddr, peerKey, type NodeRef } from '../../src/base/index.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import { eventually, idsOf, ping, TestNet, type TestNode } from './harness.ts'
import { Proxy } from './proxy.ts'

/** A reference to a peer that does not exist, at an address where nobody listens. */
async function nobody(from: TestNode, ...addresses: string[]): Promise<NodeRef> {
  const peer = peerKey(peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString())
  const at = addresses.length > 0 ? addresses : ['/ip4/127.0.0.1/tcp/1']
  return from.wire.refs.refOf(peer, 0, epoch(1), at.map(multiaddr))
}

/** A request whose asker waits so long. */
const request = (id: number, leftMs: number): Envelope => ({ ...ping(id), leftMs }) as Envelope

const typesOf = (node: TestNode): string[] => node.sink.told.map((told) => told.type)

test('what is sent while a peer is being dialled arrives in order', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const b = await net.node()
  for (let id = 1; id <= 100; id++) a.transport.send(b.ref, ping(id))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 100)
  assert.deepEqual(
    idsOf(b.sink),
    Array.from({ length: 100 }, (_, i) => i + 1),
  )
  assert.deepEqual(typesOf(b)[0], 'linkUp')
  assert.equal(a.transport.links().length, 1)
})

test('a refused dial is told at once, and not tried again at once', async () => {
  await using net = new TestNet()
  const a = await net.node({ limits: { backoffMs: 60_000, maxBackoffMs: 60_000 } })
  const ref = await nobody(a)
  a.transport.send(ref, ping(1))
  assert.deepEqual(typesOf(a), [], 'never from within the call')
  await a.sink.until('unreachable')
  a.transport.send(ref, ping(2))
  await a.sink.until('unreachable', (told) => told.peer === ref.peer, 1)
  assert.equal(a.transport.counters.get('dialFailed'), 1)
  // Another address is another chance.
  const moved = await nobody(a, '/ip4/127.0.0.1/tcp/2')
  a.transport.send({ ...moved, peer: ref.peer }, ping(3))
  await a.sink.until('unreachable', (told) => told.peer === ref.peer, 2)
  assert.equal(a.transport.counters.get('dialFailed'), 2)
  a.transport.send(moved.peer, ping(4))
  await a.sink.until('unreachable', (told) => told.peer === moved.peer)
})

test('the queue of a peer that is being dialled is bounded', async () => {
  await using net = new TestNet()
  const a = await net.node({ limits: { queuedEnvelopes: 8 } })
  const b = await net.node()
  for (let id = 1; id <= 9; id++) a.transport.send(b.ref, ping(id))
  await a.sink.until('event', ({ event }) => event.type === 'notSent' && event.reason === 'queueFull')
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 8)
  a.transport.send(b.peer, ping(10))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 10)
  assert.deepEqual(idsOf(b.sink), [1, 2, 3, 4, 5, 6, 7, 8, 10])
})

test('a request that waited for a dial longer than its asker does not leave, others say how long is left', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  proxy.hold()
  const ref = { ...b.ref, addresses: [multiaddr(proxy.address)] }
  const began = performance.now()
  a.transport.send(ref, request(1, 20))
  a.transport.send(ref, request(2, 60_000))
  await eventually(() => performance.now() > began + 40 && proxy.chunks > 0, 'the first has waited too long')
  proxy.release()
  await b.sink.until('frame')
  a.transport.send(b.peer, request(3, 60_000))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 3)
  assert.deepEqual(idsOf(b.sink), [2, 3])
  const left = b.sink.of('frame').map(({ envelope }) => (envelope.kind === 'request' ? envelope.leftMs : 0))
  assert.ok((left[0] ?? 0) <= 60_000 - 40)
  assert.equal(left[1], 60_000)
  assert.equal(a.transport.counters.get('notSent.expired'), 1)
})

test('unreachable is not told while a link stands or a dial is under way: something may still leave', async () => {
  await using net = new TestNet()
  const a = await net.node({ limits: { backoffMs: 60_000, maxBackoffMs: 60_000 } })
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  proxy.hold()
  // A peer that rests: each request is told that it cannot be reached, until an address is heard of that can be dialled.
  const ref = await nobody(a)
  a.transport.send({ ...ref, peer: b.peer }, ping(1))
  await a.sink.until('unreachable')
  a.transport.send(b.peer, ping(2))
  a.transport.send({ ...b.ref, addresses: [multiaddr(proxy.address)] }, ping(3))
  await eventually(() => proxy.chunks > 0, 'the dial is under way')
  assert.deepEqual(typesOf(a), ['unreachable'])
  proxy.release()
  await b.sink.until('frame')
  assert.deepEqual(idsOf(b.sink), [3])
})

test('a dead address does not hold up the good one behind it', async () => {
  await using net = new TestNet()
  const a = await net.node({ limits: { dialStaggerMs: 50 } })
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  proxy.silence()
  a.transport.send({ ...b.ref, addresses: [multiaddr(proxy.address), ...b.ref.addresses] }, ping(1))
  await b.sink.until('frame')
})

test('a connection that breaks is dialled again at once', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const b = await net.node({ listen: [], limits: { backoffMs: 0 } })
  await using proxy = await Proxy.before(a.address)
  await b.transport.connect(`${proxy.address}/p2p/${a.peer}`)
  await a.sink.until('linkUp')
  proxy.cut()
  await b.sink.until('linkUp', () => true, 1)
  assert.deepEqual(typesOf(b).slice(0, 3), ['linkUp', 'linkDown', 'linkUp'])
  // The other side cannot dial it, so for it the peer was away for a moment.
  await a.sink.until('linkUp', () => true, 1)
  assert.deepEqual(typesOf(a).slice(0, 2), ['linkUp', 'linkDown'])
  b.transport.send(a.peer, ping(1))
  await a.sink.until('frame')
})

test('a daemon that died is noticed by its connection, before any time-out', async () => {
  await using net = new TestNet()
  await using proxy = await Proxy.before()
  const mortal = await net.node({ announce: [proxy.address] })
  proxy.target = mortal.address
  const a = await net.node({ limits: { backoffMs: 0, silentMs: 60_000 } })
  await a.transport.connect(`${proxy.address}/p2p/${mortal.peer}`)
  await mortal.sink.until('linkUp')
  await proxy[Symbol.asyncDispose]()
  await a.sink.until('unreachable')
  assert.deepEqual(typesOf(a), ['linkUp', 'linkDown', 'unreachable'])
  assert.equal(a.transport.counters.get('redialled'), 1)
})

test('a stop is told as such: no redial, and the peer is gone at once', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  await b.transport.stop()
  await a.sink.until('unreachable')
  assert.deepEqual(typesOf(a), ['linkUp', 'linkDown', 'unreachable'])
  assert.equal(a.transport.counters.get('redialled'), undefined)
})

test('above the budget the least recently used link goes with a goodbye, which is no death', async () => {
  await using net = new TestNet()
  const hub = await net.node({ limits: { softLinks: 2, pruneGraceMs: 0 } })
  const [kept, used, idle] = [await net.node(), await net.node(), await net.node()]
  hub.transport.keep(kept.peer)
  for (const node of [kept, idle]) await node.transport.connect(hub.address)
  await hub.sink.until('linkUp', ({ peer }) => peer === idle.peer)
  const clash = idle.sink.until('linkDown')
  await used.transport.connect(hub.address)
  await clash
  assert.deepEqual(typesOf(idle), ['linkUp', 'linkDown'])
  assert.equal(idle.transport.counters.get('redialled'), undefined)
  assert.deepEqual(
    hub.transport.links().map((link) => link.peer),
    [kept.peer, used.peer],
  )
  // It is welcome again when there is something to say.
  hub.transport.release(kept.peer)
  idle.transport.send(hub.peer, ping(1))
  await hub.sink.until('frame')
})

test('a young link is pruned when its grace is over', async () => {
  await using net = new TestNet()
  const hub = await net.node({ limits: { softLinks: 1, pruneGraceMs: 1_500 } })
  const [one, two] = [await net.node(), await net.node()]
  for (const node of [one, two]) await node.transport.connect(hub.address)
  await hub.sink.until('linkUp', ({ peer }) => peer === two.peer)
  assert.equal(hub.transport.links().length, 2)
  await hub.sink.until('linkDown')
  assert.equal(hub.transport.links().length, 1)
})

test('when both dial at once, one connection remains and nobody sees the other one go', async () => {
  await using net = new TestNet()
  for (let round = 0; round < 8; round++) {
    const [a, b] = [await net.node(), await net.node()]
    for (let id = 1; id <= 20; id++) {
      a.transport.send(b.ref, ping(id))
      b.transport.send(a.ref, ping(id))
    }
    for (const node of [a, b]) {
      await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 20)
    }
    await eventually(() => [a, b].every((node) => node.transport.sizes.connections === 1), 'one connection')
    for (let id = 21; id <= 30; id++) a.transport.send(b.peer, ping(id))
    await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 30)
    for (const node of [a, b]) {
      assert.equal(node.sink.of('linkUp').length, 1)
      assert.equal(node.sink.of('linkDown').length + node.sink.of('unreachable').length, 0)
    }
    assert.deepEqual(
      [...idsOf(b.sink)].sort((x, y) => x - y),
      Array.from({ length: 30 }, (_, i) => i + 1),
    )
  }
})

test('64 peers of one address connect at once', async () => {
  await using net = new TestNet()
  const hub = await net.node()
  const peers = await Promise.all(Array.from({ length: 64 }, () => net.node({ listen: [] })))
  for (const node of peers) node.transport.send(hub.ref, ping(1))
  await Promise.all(peers.map((node) => hub.sink.until('frame', ({ from }) => from === node.peer)))
  assert.equal(hub.transport.links().length, 64)
  assert.equal(hub.transport.sizes.hellos, 0)
})

test('a probe of a peer that has just been heard does nothing', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  b.transport.send(a.peer, ping(1))
  await a.sink.until('frame')
  a.transport.probe(b.peer)
  assert.equal(a.transport.counters.get('probed'), undefined)
})

test('a probe of a silent peer that is there gives a new link in place of the old', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair({ limits: { probeFreshMs: 0 } })
  a.transport.probe(b.peer)
  a.transport.probe(b.peer)
  await a.sink.until('linkUp', () => true, 1)
  assert.deepEqual(typesOf(a), ['linkUp', 'linkDown', 'linkUp'])
  assert.equal(a.transport.counters.get('probed'), 1)
  a.transport.send(b.peer, ping(1))
  await b.sink.until('frame')
  assert.deepEqual(typesOf(b), ['linkUp', 'frame'])
})

test('a probe finds a peer dead whose machine says nothing any more', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  const hidden = await net.node({ listen: [], limits: { probeFreshMs: 0, dialTimeoutMs: 1_500 } })
  await hidden.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  proxy.silence()
  // Its own address would answer: as if the cable were cut.
  await b.transport.stop()
  hidden.transport.probe(b.peer)
  await hidden.sink.until('unreachable')
  assert.deepEqual(typesOf(hidden), ['linkUp', 'linkDown', 'unreachable'])
})

test('a banned peer is disconnected, and not taken again', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  b.transport.ban(a.peer, 'corrupt blocks')
  await b.sink.until('linkDown')
  assert.equal(b.transport.sizes.bans, 1)
  await a.sink.until('linkDown')
  await assert.rejects(a.transport.connect(b.address), { name: 'OrbError' })
  b.transport.send(a.ref, ping(1))
  await b.sink.until('unreachable')
})

test('a peer is taken again when its ban is over', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair({ limits: { backoffMs: 10, maxBackoffMs: 10 } }, { limits: { banMs: 500 } })
  b.transport.ban(a.peer, 'corrupt blocks')
  await a.sink.until('linkDown')
  const before = a.sink.told.length
  const again = a.sink.until('linkUp', () => true, before)
  let isOver = false
  void again.catch(() => undefined).finally(() => (isOver = true))
  while (!isOver) await a.transport.connect(b.address).catch(() => undefined)
  await again
})

test('nothing more is heard of a peer once it is banned, not even what has come already', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  const heard: number[] = []
  b.sink.onFrame = (from, envelope) => {
    heard.push(envelope.kind === 'request' ? envelope.id : -1)
    if (heard.length === 3) b.transport.ban(from, 'test')
  }
  for (let id = 1; id <= 50; id++) a.transport.send(b.peer, ping(id))
  await b.sink.until('linkDown')
  await eventually(() => b.transport.sizes.connections === 0, 'disconnected')
  assert.deepEqual(heard, [1, 2, 3])
})

test('what a daemon says of itself is where it can be dialled', async () => {
  await using net = new TestNet()
  const a = await net.node({
    announce: [
      '/dns4/example.test/tcp/7461',
      '/ip4/203.0.113.7/tcp/7461/p2p/12D3KooWJ5qvSEpKBDYzrmBHhTfc1J2k3vks6mpCRyh2ZnAUsc3F',
    ],
  })
  const b = await net.node({ listen: ['/ip4/0.0.0.0/tcp/0'] })
  assert.deepEqual(a.transport.addresses, ['/dns4/example.test/tcp/7461', '/ip4/203.0.113.7/tcp/7461'])
  assert.ok(b.transport.addresses.length > 0)
  assert.ok(b.transport.addresses.every((address) => !address.includes('0.0.0.0') && !address.includes('/p2p/')))
  await a.transport.connect(b.transport.listening.find((address) => address.includes('127.0.0.1'))!)
  await b.sink.until('linkUp')
  assert.deepEqual(b.transport.addressesOf(a.peer), a.transport.addresses)
})
