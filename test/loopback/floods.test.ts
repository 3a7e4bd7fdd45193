import assert from 'node:assert/strict'
import net from 'node:net'
import { test } from 'node:test'
import type { Connection } from '@libp2p/interface'
import { DEFAULT_LIMITS } from '../../src/adapters/libp2p/limits.ts'
import {
  CONTROL_PROTOCOL,
  DATA_PROTOCOL,
  encodeEnvelope,
  MAX_CONTROL_FRAME_BYTES,
  SESSION_PROTOCOL,
} from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/envelope.ts'
import { eventually, ping, TestNet, type TestNode } from './harness.ts'
import { envelopeFrame, frame, Stranger } from './stranger.ts'

const closed = (connection: Connection): Promise<void> => eventually(() => connection.status !== 'open', 'disconnected')
const portOf = (node: TestNode): number => Number(/\/tcp\/(\d+)/.exec(node.address)?.[1])

/** A socket of which nothing is known but whether it is closed; it may be reset before it was seen open. */
async function socketTo(node: TestNode): Promise<{ socket: net.Socket; closed: Promise<void> }> {
  const socket = net.connect(portOf(node), '127.0.0.1')
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  const connected = new Promise<void>((resolve) => socket.on('connect', () => resolve()))
  await Promise.race([closed, connected])
  return { socket, closed }
}

test('slowloris in the handshake: single bytes do not keep a socket open beyond its time', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { helloTimeoutMs: 300 } })
  const { socket, closed: over } = await socketTo(node)
  await eventually(() => node.transport.sizes.handshakes === 1, 'a handshake is under way')
  const drip = setInterval(() => socket.write('\x13'), 20)
  await over
  clearInterval(drip)
  await eventually(() => node.transport.sizes.inbound === 0, 'nothing is left of it')
  assert.deepEqual([node.transport.sizes.handshakes, node.sink.told.length], [0, 0])
})

test('slowloris in hello: single bytes do not put off its end either', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { helloTimeoutMs: 1_500 } })
  await using stranger = await Stranger.make()
  const connection = await stranger.dial(node)
  const stream = await connection.newStream(CONTROL_PROTOCOL)
  stream.send(Buffer.of(0, 0, 1, 0))
  const drip = setInterval(() => stream.status === 'open' && stream.send(Buffer.of(10)), 20)
  await closed(connection)
  clearInterval(drip)
  assert.deepEqual(node.sink.told, [])
  assert.equal(node.transport.sizes.hellos, 0)
})

test('handshakes under way are bounded, and the one above is closed at once with its reason', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { maxPendingHellos: 4 } })
  const sockets = []
  for (let i = 0; i < 4; i++) sockets.push(await socketTo(node))
  await eventually(() => node.transport.sizes.handshakes === 4, 'four are under way')
  await (
    await socketTo(node)
  ).closed
  const { event } = await node.sink.until('event')
  assert.deepEqual(event, { type: 'inboundRefused', reason: 'handshakes', last: '127.0.0.0/24', count: 1 })
  assert.equal(node.transport.counters.get('refused.inbound.handshakes'), 1)
  for (const { socket } of sockets) socket.destroy()
  await eventually(() => node.transport.sizes.inbound === 0, 'all are gone')
})

test('a prefix above its rate is closed before Noise, and told of once, not once per connection', async () => {
  await using net = new TestNet()
  // Three at once, and the next one in a quarter of an hour.
  const limits = { exemptLoopback: false, prefixHandshakesPerSecond: 0.001, handshakeBurstSeconds: 3_000 }
  const node = await net.node({ limits })
  for (let i = 0; i < 20; i++) {
    const { socket, closed: over } = await socketTo(node)
    // Those that are taken wait for our first bytes, the others are closed.
    if (i < 3) socket.destroy()
    await over
  }
  const refused = node.transport.counters.get('refused.inbound.prefixRate') ?? 0
  assert.equal(refused, 17)
  assert.equal(node.sink.of('event').length, 1)
  assert.deepEqual(node.sink.of('linkUp'), [])
})

test('one peer cannot take many connections', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { peerConnections: 2 } })
  await using stranger = await Stranger.make()
  const first = await stranger.meet(node)
  const second = await stranger.dial(node)
  await eventually(() => node.transport.sizes.inbound === 2, 'two are there')
  // It may look open to the dialler for a moment.
  const third = await stranger.dial(node).catch(() => undefined)
  if (third !== undefined) await closed(third)
  assert.equal(node.transport.counters.get('refused.inbound.peerConnections'), 1)
  assert.deepEqual([first.connection.status, second.status], ['open', 'open'])
  assert.equal(node.transport.links().length, 1)
})

test('a flood of hellos: each that is none costs its sender half a minute, and us nothing that stays', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { violationBanMs: 60_000 } })
  await using stranger = await Stranger.make()
  const connection = await stranger.dial(node)
  const stream = await connection.newStream(CONTROL_PROTOCOL)
  stream.send(frame(Buffer.alloc(64, 0xff)))
  await closed(connection)
  for (let i = 0; i < 5; i++) {
    const again = await stranger.dial(node).catch(() => undefined)
    if (again !== undefined) await closed(again)
  }
  assert.equal(node.transport.counters.get('refused.inbound.banned'), 5)
  await eventually(() => node.transport.sizes.inbound === 0, 'nothing is left of them')
  assert.deepEqual([node.transport.sizes.hellos, node.transport.sizes.handshakes], [0, 0])
})

for (const protocol of [SESSION_PROTOCOL, CONTROL_PROTOCOL, DATA_PROTOCOL, '/nobody/speaks/this/1']) {
  test(`a flood of streams of ${protocol} ends the connection and bans for a while`, async () => {
    await using net = new TestNet()
    const node = await net.node({ limits: { streamsPerSecond: 4 } })
    await using stranger = await Stranger.make()
    const { connection } = await stranger.meet(node)
    let opened = 0
    while (connection.status === 'open' && opened < 2_000) {
      opened++
      const stream = await connection.newStream(protocol, { maxOutboundStreams: 1e6 }).catch(() => undefined)
      stream?.abort(new Error('next'))
    }
    const told = await node.sink.until('event')
    assert.ok(told.event.type === 'violation' && told.event.reason === 'streamFlood')
    await node.sink.until('linkDown')
    assert.ok(opened < 200, `${opened} streams were taken`)
    assert.equal(node.transport.sizes.bans, 1)
  })
}

test('a peer opens as many sessions at once as it may have, and that is no flood', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const { sessionsPerPeer } = DEFAULT_LIMITS
  for (let i = 1; i <= sessionsPerPeer + 1; i++) {
    const stream = await connection.newStream(SESSION_PROTOCOL, { maxOutboundStreams: 1_000 })
    // The one too many is reset, maybe already.
    if (stream.writeStatus === 'writable') stream.send(frame(Buffer.concat([Buffer.of(3), Buffer.alloc(32, i)])))
  }
  await eventually(() => node.sink.of('sessionUp').length === sessionsPerPeer, 'all are up')
  assert.equal(node.transport.sizes.sessions, sessionsPerPeer)
  assert.equal(node.transport.links().length, 1)
})

test('large frames are slowed by their bytes, as small ones by their number', async () => {
  await using net = new TestNet()
  const bytesPerSecond = 4 * 1024 * 1024
  const node = await net.node({ limits: { controlBytesPerSecond: bytesPerSecond, framesPerTurn: 16 } })
  await using stranger = await Stranger.make()
  const { frames } = await stranger.meet(node)
  const body = new Uint8Array(MAX_CONTROL_FRAME_BYTES - 100)
  const large = envelopeFrame(pb.Envelope.encode({ kind: pb.EnvelopeKind.MESSAGE, lamport: 1, machine: 99, body }))
  const started = performance.now()
  // A second's worth may come at once, half a second's worth more at the rate.
  const count = Math.ceil((1.5 * bytesPerSecond) / large.byteLength)
  for (let i = 0; i < count; i++) if (!frames.send(large)) await frames.drained()
  frames.send(envelopeFrame(encodeEnvelope(node.wire, ping(1))))
  await node.sink.until('frame')
  assert.ok(performance.now() - started >= 480, `${performance.now() - started} ms`)
  assert.equal(node.transport.counters.get('unknownFrame'), count)
})
