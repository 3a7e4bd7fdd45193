/** What libp2p does to those who do not know it, tried on real connections; see docs/protocols/transport.md. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '@libp2p/interface'
import { DEFAULT_LIMITS } from '../../src/adapters/libp2p/limits.ts'
import { swarmId } from '../../src/base/index.ts'
import { sessionIdOf } from '../../src/protocols/index.ts'
import { encodeEnvelope, SESSION_PROTOCOL } from '../../src/wire/index.ts'
import { eventually, idsOf, ping, TestNet } from './harness.ts'
import { Proxy } from './proxy.ts'
import { envelopeFrame, frame, Stranger } from './stranger.ts'

const openFrame = (swarm: number): Uint8Array => frame(Buffer.concat([Buffer.of(3), Buffer.alloc(32, swarm)]))

test('a dialler may open many streams before the listener has finished its upgrade', async () => {
  await using net = new TestNet()
  const node = await net.node()
  for (let round = 0; round < 5; round++) {
    await using stranger = await Stranger.make()
    const connection = await stranger.dial(node)
    let why: unknown
    connection.addEventListener('close', (event) => (why = (event as { readonly error?: Error }).error))
    const opening = Array.from({ length: 60 }, (_, i) =>
      connection.newStream(i === 0 ? '/orbweaver/control/1' : SESSION_PROTOCOL, { maxOutboundStreams: 100 }),
    )
    await Promise.allSettled(opening)
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(connection.status, 'open', `${String(why)}; the listener says ${JSON.stringify(node.sink.told)}`)
    assert.equal((connection as unknown as { muxer: { status: string } }).muxer.status, 'open')
  }
})

test('a connection whose muxer is dead is noticed at once, though it is listed as open', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const { muxer } = connection as unknown as { muxer: { abort(err: Error): void } }
  muxer.abort(new Error('dead'))
  assert.equal(connection.status, 'open')
  await assert.rejects(connection.newStream(SESSION_PROTOCOL), { name: 'ConnectionClosedError' })
  await node.sink.until('linkDown')
})

test('streams that were refused are released at both ends', async () => {
  await using net = new TestNet()
  const node = await net.node()
  node.sink.wants = () => false
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  for (let i = 1; i <= 20; i++) {
    const stream = await connection.newStream(SESSION_PROTOCOL, { maxOutboundStreams: 100 })
    stream.send(openFrame(i))
    await stream.close()
  }
  await eventually(() => connection.streams.length === 1, 'only the control stream is left')
  assert.equal(node.transport.counters.get('session.unwanted'), 20)
})

test('an open stream is not taken for an accepted session', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  b.sink.wants = () => false
  const swarm = swarmId('ab'.repeat(32))
  a.transport.openSession(sessionIdOf(swarm, b.peer), swarm, b.peer)
  await a.sink.until('sessionDown')
  assert.deepEqual(a.sink.of('sessionUp'), [])
})

test('a stream of a protocol that nobody speaks is reset, and the link is untouched', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  await assert.rejects(
    async () => {
      const stream = await connection.newStream('/ipfs/id/1.0.0')
      await eventually(() => stream.status !== 'open', 'reset')
      throw new Error('reset')
    },
    (err: Error) => err.name === 'UnsupportedProtocolError' || err.message === 'reset',
  )
  node.transport.send(stranger.peer, ping(1))
  assert.equal(node.transport.links().length, 1)
})

test('data to a reader that stops is bounded by its window, breaks nothing, and holds up no control frame', async () => {
  await using net = new TestNet()
  const node = await net.node()
  let release = (): void => undefined
  const first = new Promise<void>((resolve) => (release = resolve))
  let taken = 0
  node.sink.onBlock = () => {
    taken++
    return first
  }
  await using stranger = await Stranger.make()
  const { connection, frames } = await stranger.meet(node)
  const stream = await connection.newStream(SESSION_PROTOCOL)
  stream.send(openFrame(7))
  await node.sink.until('sessionUp')
  const payload = 64 * 1024
  const block = Buffer.alloc(6 + payload)
  // Kind of frame, kind of block (info), index.
  block.set([1, 2, 0, 0, 0, 0])
  let sent = 0
  while (stream.writeBufferLength < 1024 * 1024) {
    stream.send(frame(block))
    sent++
    await new Promise((resolve) => setImmediate(resolve))
    assert.ok(sent < 4_000, 'no back-pressure')
  }
  const inFlight = sent * payload - stream.writeBufferLength
  assert.ok(inFlight < 16 * 1024 * 1024, `${inFlight} bytes`)
  assert.equal(taken, 1)
  // Control has its own stream, which does not wait behind those blocks.
  frames.send(envelopeFrame(encodeEnvelope(node.wire, ping(1))))
  await node.sink.until('frame')
  assert.equal(taken, 1)
  release()
  await eventually(() => taken === sent, 'all arrive once it reads again')
  assert.equal(stream.status, 'open')
})

test('the frames of a burst leave in few packets', async () => {
  await using net = new TestNet()
  const b = await net.node()
  await using proxy = await Proxy.before(b.address)
  const a = await net.node({ listen: [] })
  await a.transport.connect(`${proxy.address}/p2p/${b.peer}`)
  await b.sink.until('linkUp')
  await eventually(() => b.transport.sizes.hellos === 0, 'all is quiet')
  const before = proxy.chunks
  for (let id = 1; id <= 200; id++) a.transport.send(b.peer, ping(id))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 200)
  assert.equal(idsOf(b.sink).length, 200)
  assert.ok(proxy.chunks - before <= 6, `${proxy.chunks - before} chunks for 200 frames`)
})

test('libp2p keeps nothing of strangers that have gone', async () => {
  await using net = new TestNet()
  const node = await net.node()
  for (let i = 0; i < 10; i++) {
    await using stranger = await Stranger.make()
    await stranger.meet(node)
  }
  await eventually(() => node.transport.sizes.connections === 0, 'all are gone')
  assert.deepEqual(
    [node.transport.sizes.inbound, node.transport.sizes.handshakes, node.transport.sizes.hellos],
    [0, 0, 0],
  )
  await using other = await Stranger.make()
  await other.meet(node)
  assert.deepEqual(await other.remembered(), [], 'the peer store of libp2p is empty even while connected')
})

test('many dials leave no listeners behind and no warning', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error): void => void warnings.push(warning)
  process.on('warning', listen)
  await using net = new TestNet()
  const node = await net.node()
  const { address } = node
  await using stranger = await Stranger.make()
  let last: Connection | undefined
  for (let i = 0; i < DEFAULT_LIMITS.peerConnections; i++) last = await stranger.dial(node, address)
  last?.abort(new Error('enough'))
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', listen)
  assert.deepEqual(
    warnings.filter(({ name }) => name === 'MaxListenersExceededWarning'),
    [],
  )
})
