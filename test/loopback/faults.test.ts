import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { epoch, multiaddr, peerKey, type NodeRef } from '../../src/base/index.ts'
import type { TransportLimits } from '../../src/adapters/libp2p/index.ts'
import { bytesReadOf } from '../../src/adapters/libp2p/corked-tcp.ts'
import { encodeEnvelope, SESSION_PROTOCOL } from '../../src/wire/index.ts'
import { eventually, idsOf, ping, TestNet, type TestNode } from './harness.ts'
import { Proxy } from './proxy.ts'
import { envelopeFrame, lengthOf, Stranger } from './stranger.ts'

/** A reference to a peer that does not exist. */
async function somebodyAt(from: TestNode, address: string): Promise<NodeRef> {
  const peer = peerKey(peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString())
  return from.wire.refs.refOf(peer, 0, epoch(1), [multiaddr(address)])
}

const typesOf = (node: TestNode): string[] => node.sink.told.map((told) => told.type)
/** The daemon's clocks forty times as fast: silence is found in 25 of 40 seconds. */
const QUICK: Partial<TransportLimits> = { keepAliveMs: 250, silentMs: 625, watchMs: 25 }

test('half-open TCP is found by the keep-alive when it has been silent for the stated time, though nobody talks', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  // It dials again, in vain.
  const a = await net.node({ listen: [], limits: { ...QUICK, dialTimeoutMs: 2_500 } })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  proxy.silence()
  await b.transport.stop()
  const { event } = await a.sink.until('event')
  assert.ok(event.type === 'dropped' && event.peer === b.peer && event.reason === 'silent')
  // Found by the first look after it: the time of looks that are later than three times their period does not count.
  assert.ok(event.afterMs >= 625 && event.afterMs < 625 + 3 * 25 + 1, `${event.afterMs} ms`)
  await a.sink.until('unreachable')
  assert.deepEqual(typesOf(a), ['linkUp', 'event', 'linkDown', 'unreachable'])
  assert.equal(a.transport.counters.get('dropped.silent'), 1)
})

test('an idle connection that works is never taken for half-open', async () => {
  await using net = new TestNet()
  const b = await net.node({ limits: QUICK })
  await using proxy = await Proxy.before(b.address)
  const a = await net.node({ listen: [], limits: QUICK })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  await b.sink.until('linkUp')
  // A ping of either side and its answer are four pieces at the most: eight of each take three times the silence that counts.
  const idle = proxy.chunks
  await eventually(() => proxy.chunks >= idle + 8 * 4, 'eight pings of each have been answered')
  for (const node of [a, b]) {
    assert.deepEqual(typesOf(node), ['linkUp'])
    assert.equal(node.transport.counters.get('dropped.silent'), undefined)
  }
  assert.equal(proxy.accepted, 1, 'the same connection')
})

test('the bytes of a connection are those of its socket', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const before = bytesReadOf(connection) ?? assert.fail('the socket is not known')
  node.transport.send(stranger.peer, ping(1))
  await eventually(() => (bytesReadOf(connection) ?? 0) > before, 'bytes came')
})

test('a network that holds its breath loses nothing, when it is shorter than the silence that counts', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  const a = await net.node({ listen: [], limits: { ...QUICK, silentMs: 60_000 } })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  await b.sink.until('linkUp')
  proxy.hold()
  for (let id = 1; id <= 500; id++) {
    a.transport.send(b.peer, ping(id))
    b.transport.send(a.peer, ping(id))
  }
  await eventually(() => proxy.held >= 2, 'both have sent')
  assert.deepEqual([idsOf(a.sink), idsOf(b.sink)], [[], []])
  proxy.release()
  const all = Array.from({ length: 500 }, (_, i) => i + 1)
  for (const node of [a, b]) {
    await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 500)
    assert.deepEqual(idsOf(node.sink), all)
  }
})

test('a peer that stops within a frame is ended, and its link is mended', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { stalledFrameMs: 200, watchMs: 20 } })
  await using stranger = await Stranger.make()
  const { connection, stream } = await stranger.meet(node)
  stream.send(Buffer.concat([lengthOf(100), Buffer.alloc(50)]))
  const { event } = await node.sink.until('event')
  assert.ok(event.type === 'dropped' && event.reason === 'stalled' && event.afterMs >= 200)
  await eventually(() => connection.status !== 'open', 'disconnected')
  await node.sink.until('linkDown')
  assert.equal(node.transport.counters.get('dropped.stalled'), 1)
  assert.equal(node.transport.sizes.bans, 0, 'its machine may be stuck')
})

test('a frame that comes in slow pieces is no stall', async () => {
  await using net = new TestNet()
  const limits = { stalledFrameMs: 1_000, watchMs: 20 }
  const node = await net.node({ limits })
  await using stranger = await Stranger.make()
  const { stream } = await stranger.meet(node)
  const bytes = envelopeFrame(encodeEnvelope(node.wire, ping(1)))
  const whole = Buffer.concat([lengthOf(bytes.byteLength), bytes])
  // The whole takes longer than the limit, each piece a small part of it: a busy machine makes no stall of that.
  const pauseMs = Math.ceil((1.2 * limits.stalledFrameMs) / whole.byteLength)
  for (const byte of whole) {
    stream.send(Buffer.of(byte))
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  await node.sink.until('frame')
  assert.equal(node.transport.counters.get('dropped.stalled'), undefined)
})

test('a peer that stops within a frame of a session loses the session, not the link', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { stalledFrameMs: 200, watchMs: 20 } })
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const stream = await connection.newStream(SESSION_PROTOCOL)
  stream.send(Buffer.concat([lengthOf(33), Buffer.alloc(1, 3), Buffer.alloc(32, 7)]))
  await node.sink.until('sessionUp')
  stream.send(Buffer.concat([lengthOf(1_000), Buffer.alloc(10, 1)]))
  await node.sink.until('sessionDown')
  assert.equal(node.transport.counters.get('session.stalled'), 1)
  assert.equal(node.transport.links().length, 1)
})

for (const direction of ['toFar', 'toNear'] as const) {
  test(`a bit that tips on the way (${direction}) breaks the connection and is never delivered`, async () => {
    await using net = new TestNet()
    const b = await net.node()
    await using proxy = await Proxy.before(b.address)
    const a = await net.node({ listen: [], limits: { backoffMs: 0 } })
    await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
    await b.sink.until('linkUp')
    // Within the ciphertext of a packet: two bytes of length come first.
    proxy.corrupt(direction, 20)
    const [from, to] = direction === 'toFar' ? [a, b] : [b, a]
    for (let id = 1; id <= 10; id++) from.transport.send(to.peer, ping(id))
    await a.sink.until('linkDown')
    await a.sink.until('linkUp', () => true, 1)
    await b.sink.until('linkUp', () => true, 1)
    assert.deepEqual(idsOf(to.sink), [], 'nothing of the damaged packet')
    from.transport.send(to.peer, ping(11))
    await to.sink.until('frame')
    assert.deepEqual(idsOf(to.sink), [11])
    assert.equal(a.transport.sizes.bans + b.transport.sizes.bans, 0, 'nobody is blamed for the network')
  })
}

test('a network that hands over single bytes changes nothing, from the handshake on', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  proxy.chop = true
  const a = await net.node({ listen: [] })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  for (let id = 1; id <= 20; id++) {
    a.transport.send(b.peer, ping(id))
    await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === id)
    b.transport.send(a.peer, ping(id))
    await a.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === id)
  }
})

test('a reset in the middle of a stream of frames: what came is whole and in order, then the link is mended', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  const a = await net.node({ listen: [], limits: { backoffMs: 0 } })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  await b.sink.until('linkUp')
  for (let id = 1; id <= 2_000; id++) a.transport.send(b.peer, ping(id))
  await b.sink.until('frame')
  proxy.cut()
  await a.sink.until('linkUp', () => true, 1)
  const came = idsOf(b.sink)
  assert.deepEqual(
    came,
    came.map((_, i) => i + 1),
  )
  a.transport.send(b.peer, ping(3_000))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 3_000)
})

test('both dial at once over a slow network: one connection remains and every frame arrives once', async () => {
  await using net = new TestNet()
  await using toA = await Proxy.before()
  await using toB = await Proxy.before()
  const a = await net.node({ announce: [toA.address] })
  const b = await net.node({ announce: [toB.address] })
  toA.target = a.address
  toB.target = b.address
  toA.delayMs = toB.delayMs = 20
  const count = 200
  for (let id = 1; id <= count; id++) {
    a.transport.send(b.ref, ping(id))
    b.transport.send(a.ref, ping(id))
    if (id % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  for (const node of [a, b]) await eventually(() => idsOf(node.sink).length >= count, 'all have come')
  assert.equal(toA.accepted + toB.accepted, 2, 'both have dialled')
  await eventually(() => [a, b].every((node) => node.transport.sizes.connections === 1), 'one connection')
  for (const node of [a, b]) {
    const ids = [...idsOf(node.sink)].sort((x, y) => x - y)
    assert.deepEqual(
      ids,
      Array.from({ length: count }, (_, i) => i + 1),
    )
    assert.deepEqual([...new Set(typesOf(node))].sort(), ['frame', 'linkUp'])
  }
})

test('the probe of a neighbour is not delayed by a storm of dials, nor kept back by failed ones', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using blackHole = await Proxy.before(b.address)
  blackHole.silence()
  const limits = { parallelDials: 3, urgentDials: 1, dialTimeoutMs: 60_000, helloTimeoutMs: 60_000, probeFreshMs: 0 }
  const a = await net.node({ limits: { ...limits, backoffMs: 60_000, maxBackoffMs: 60_000 } })
  await a.transport.connect(b.address)
  await b.sink.until('linkUp')
  for (let i = 0; i < 50; i++) a.transport.send(await somebodyAt(a, blackHole.address), ping(i))
  a.transport.probe(b.peer)
  // Behind the others it would wait for their time-outs, longer than a test waits.
  await a.sink.until('linkUp', () => true, 1)
  assert.equal(a.transport.counters.get('probed'), 1)
})
