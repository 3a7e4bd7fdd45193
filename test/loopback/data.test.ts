import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, Stream } from '@libp2p/interface'
import { FrameStream } from '../../src/adapters/libp2p/frame-stream.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import {
  DATA_PROTOCOL,
  encodeEnvelope,
  encodeGoodbye,
  LATER_MACHINE,
  MAX_CONTROL_FRAME_BYTES,
  MAX_DATA_FRAME_BYTES,
} from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/envelope.ts'
import { eventually, idsOf, ping, TestNet, type TestNode } from './harness.ts'
import { envelopeFrame, frame, lengthOf, Stranger } from './stranger.ts'

const KIB = 1024

/** A request of a machine that only a later version has, as a frame of so many bytes: it gets to the host, which refuses it. */
function requestFrame(id: number, frameBytes: number): Uint8Array {
  const head = { kind: pb.EnvelopeKind.REQUEST, lamport: 1, id, leftMs: 1_000, machine: 99 }
  const overhead = pb.Envelope.encode({ ...head, body: new Uint8Array(20_000) }).byteLength - 20_000
  const bytes = envelopeFrame(pb.Envelope.encode({ ...head, body: new Uint8Array(frameBytes - 1 - overhead) }))
  assert.equal(bytes.byteLength, frameBytes)
  return bytes
}

const framesOf = (stream: Stream): FrameStream =>
  new FrameStream(stream, { maxFrameBytes: 1 << 20, highWaterBytes: 1 << 20 })

/** The stranger's own data stream on a link. */
async function dataOf(connection: Connection): Promise<{ stream: Stream; frames: FrameStream }> {
  const stream = await connection.newStream(DATA_PROTOCOL)
  return { stream, frames: framesOf(stream) }
}

/** What a node sends that is too large for its control stream; nobody may take it, but the transport does not know. */
const large = (bytes: number): Envelope =>
  ({
    kind: 'message',
    lamport: 1,
    machine: 'swarm',
    body: { type: 'bitfield', bits: new Uint8Array(bytes) },
  }) as Envelope

/** A link with a stranger that collects what comes on the node's data streams. */
async function collecting(node: TestNode): Promise<{
  stranger: Stranger
  meeting: Awaited<ReturnType<Stranger['meet']>>
  received: Uint8Array[]
  streams: Stream[]
}> {
  const stranger = await Stranger.make()
  const received: Uint8Array[] = []
  const streams: Stream[] = []
  await stranger.takeData((stream) => {
    streams.push(stream)
    const frames = framesOf(stream)
    void (async () => {
      for await (const each of frames) received.push(each)
    })().catch(() => undefined)
  })
  return { stranger, meeting: await stranger.meet(node), received, streams }
}

test('a frame of exactly the limit is taken on the data stream, and small ones too', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const { frames } = await dataOf(connection)
  frames.send(requestFrame(1, MAX_DATA_FRAME_BYTES))
  frames.send(envelopeFrame(encodeEnvelope(node.wire, ping(2))))
  frames.send(requestFrame(3, MAX_CONTROL_FRAME_BYTES + 100))
  await eventually(() => node.sink.of('frame').length === 3, 'all there')
  assert.deepEqual(idsOf(node.sink), [1, 2, 3])
  const [first] = node.sink.of('frame')
  assert.ok(first?.envelope.kind === 'request' && first.envelope.machine === LATER_MACHINE)
  const { control, data } = node.transport.envelopeBytes.in
  assert.ok(data > MAX_DATA_FRAME_BYTES + MAX_CONTROL_FRAME_BYTES, `${data} bytes`)
  assert.equal(control, 0)
})

test('a later version may have frames of other kinds on the data stream', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const { frames } = await dataOf(connection)
  frames.send(Uint8Array.of(200, 1, 2, 3))
  frames.send(requestFrame(1, 20 * KIB))
  await node.sink.until('frame')
  assert.equal(node.transport.counters.get('unknownFrame'), 1)
})

const swarmMessage = (node: TestNode): Uint8Array => frame(envelopeFrame(encodeEnvelope(node.wire, large(20 * KIB))))

const violations: { what: string; reason: string; bytes: (node: TestNode) => Uint8Array }[] = [
  {
    what: 'a data frame one byte above the limit',
    reason: 'frameTooLarge',
    bytes: () => lengthOf(MAX_DATA_FRAME_BYTES + 1),
  },
  { what: 'a data frame of 4 GiB', reason: 'frameTooLarge', bytes: () => lengthOf(2 ** 32 - 1) },
  { what: 'garbage as data', reason: 'malformed', bytes: () => frame(envelopeFrame(Buffer.alloc(20_000, 0xff))) },
  { what: 'an empty data frame', reason: 'malformed', bytes: () => frame(Buffer.alloc(0)) },
  { what: 'a goodbye on the data stream', reason: 'malformed', bytes: () => frame(encodeGoodbye('pruned')) },
  { what: 'a block on the data stream', reason: 'malformed', bytes: () => frame(Buffer.alloc(20_000, 1)) },
  { what: 'a message of the swarm on the data stream', reason: 'malformed', bytes: swarmMessage },
]

for (const { what, reason, bytes } of violations) {
  test(`${what} ends the link and bans for a while`, async () => {
    await using net = new TestNet()
    const node = await net.node()
    await using stranger = await Stranger.make()
    const { connection } = await stranger.meet(node)
    const { stream } = await dataOf(connection)
    stream.send(bytes(node))
    const { event } = await node.sink.until('event')
    assert.equal(event.type === 'violation' && event.reason, reason)
    await node.sink.until('linkDown')
    await eventually(() => connection.status !== 'open', 'disconnected')
    assert.deepEqual([node.transport.sizes.bans, node.sink.of('frame').length], [1, 0])
  })
}

test('a data stream before hello is reset', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { stream } = await dataOf(await stranger.dial(node))
  await eventually(() => stream.status === 'reset', 'reset')
  assert.deepEqual(node.sink.told, [])
})

test('a second data stream of one side is reset, the first goes on', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const first = await dataOf(connection)
  const second = await connection.newStream(DATA_PROTOCOL, { maxOutboundStreams: 2 })
  await eventually(() => second.status === 'reset', 'reset')
  first.frames.send(requestFrame(1, 20 * KIB))
  await node.sink.until('frame')
})

test('a frame that rests half received ends its data stream, not the link, and another can be opened', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { stalledFrameMs: 150, watchMs: 25 } })
  await using stranger = await Stranger.make()
  const { connection, frames: control } = await stranger.meet(node)
  const { stream } = await dataOf(connection)
  stream.send(Buffer.concat([lengthOf(60 * KIB), Buffer.alloc(30 * KIB)]))
  await eventually(() => stream.status === 'reset', 'reset')
  assert.equal(node.transport.counters.get('data.stalled'), 1)
  control.send(envelopeFrame(encodeEnvelope(node.wire, ping(1))))
  await node.sink.until('frame')
  const { frames } = await dataOf(connection)
  frames.send(requestFrame(2, 60 * KIB))
  await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 2)
  assert.deepEqual([node.transport.sizes.bans, node.sink.of('linkDown').length], [0, 0])
})

test('a flood of data is slowed by its bytes and loses nothing, and what comes on control does not wait for it', async () => {
  await using net = new TestNet()
  // A second's worth may come at once: sixteen frames; the others wait for the rate.
  const node = await net.node({ limits: { dataBytesPerSecond: 1024 * KIB } })
  await using stranger = await Stranger.make()
  const { connection, frames: control } = await stranger.meet(node)
  const { frames } = await dataOf(connection)
  const started = performance.now()
  const count = 32
  for (let id = 1; id <= count; id++) frames.send(requestFrame(id, MAX_DATA_FRAME_BYTES))
  control.send(envelopeFrame(encodeEnvelope(node.wire, ping(1_000))))
  const pong = await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 1_000)
  const before = node.sink.told.indexOf(pong)
  // What came at once, a few on their way, and what the rate lets through while a busy machine is slow; never all.
  const most = Math.min(count / 2 + 4 + 16 * ((performance.now() - started) / 1_000), count - 1)
  assert.ok(before <= most, `${before} large frames were taken before the small one, not ${most}`)
  await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === count)
  assert.ok(performance.now() - started >= 480, `${performance.now() - started} ms`)
  assert.equal(node.sink.of('frame').length, count + 1)
})

test('what is too large for control leaves on one data stream, in order, opened on first use', async () => {
  await using net = new TestNet()
  const node = await net.node()
  const { stranger, received, streams } = await collecting(node)
  await using _stranger = stranger
  node.transport.send(stranger.peer, ping(1))
  assert.deepEqual(node.transport.envelopeBytes.out.data, 0)
  const sizes = [MAX_CONTROL_FRAME_BYTES, 20_000, 50_000, MAX_DATA_FRAME_BYTES - 100, 17_000]
  for (const bytes of sizes) node.transport.send(stranger.peer, large(bytes))
  await eventually(() => received.length === sizes.length, 'all there')
  assert.equal(streams.length, 1)
  for (const [i, bytes] of sizes.entries()) {
    assert.ok(envelopeFrame(encodeEnvelope(node.wire, large(bytes))).equals(received[i] ?? Buffer.alloc(0)), `${bytes}`)
  }
})

test('one byte above what a data frame carries is not sent', async () => {
  await using net = new TestNet()
  const node = await net.node()
  const { stranger, received } = await collecting(node)
  await using _stranger = stranger
  const overhead = encodeEnvelope(node.wire, large(60_000)).byteLength - 60_000
  node.transport.send(stranger.peer, large(MAX_DATA_FRAME_BYTES - overhead))
  const { event } = await node.sink.until('event')
  assert.ok(event.type === 'notSent' && event.reason === 'tooLarge')
  node.transport.send(stranger.peer, large(MAX_DATA_FRAME_BYTES - 1 - overhead))
  await eventually(() => received.length === 1, 'the largest is there')
  assert.equal(received[0]?.byteLength, MAX_DATA_FRAME_BYTES)
})

test('megabytes of data do not hold up what is sent on control after them', async () => {
  await using net = new TestNet()
  const node = await net.node()
  const { stranger, meeting, received } = await collecting(node)
  await using _stranger = stranger
  const count = 128
  for (let i = 0; i < count; i++) node.transport.send(stranger.peer, large(60 * KIB))
  await eventually(() => received.length > 0, 'data flows')
  node.transport.send(stranger.peer, ping(1))
  assert.ok((await meeting.frames.read()) !== undefined)
  const before = received.length
  await eventually(() => received.length === count, 'all there')
  assert.ok(before < count, `all ${before} large frames came before the small one`)
})

test('a peer that does not read its data is sent no more than the limit, loses the stream, and keeps the link', async () => {
  await using net = new TestNet()
  const node = await net.node({
    limits: { dataBacklogBytes: 1024 * KIB, stalledFrameMs: 500, watchMs: 25, dataRestMs: 60_000 },
  })
  await using stranger = await Stranger.make()
  await stranger.takeData((stream) => stream.pause())
  const { frames } = await stranger.meet(node)
  const body = large(60 * KIB)
  for (let i = 0; node.transport.counters.get('notSent.dataFull') === undefined; i++) {
    node.transport.send(stranger.peer, body)
    assert.ok(i < 1_000, 'never full')
    await new Promise((resolve) => setImmediate(resolve))
  }
  // Its window and ours: what is on its way is bounded, too.
  assert.ok(node.transport.envelopeBytes.out.data < 12 * 1024 * KIB, `${node.transport.envelopeBytes.out.data} bytes`)
  await eventually(() => node.transport.counters.get('data.slowReader') === 1, 'given up')
  node.transport.send(stranger.peer, body)
  await eventually(() => node.transport.counters.get('notSent.dataResting') === 1, 'not opened again at once')
  node.transport.send(stranger.peer, ping(1))
  assert.ok((await frames.read()) !== undefined)
  assert.deepEqual([node.transport.sizes.links, node.transport.sizes.bans], [1, 0])
  assert.equal(node.transport.counters.get('data.broken'), undefined)
})

test('a data stream that the peer resets is opened again after a rest', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { dataRestMs: 20 } })
  const { stranger, received, streams } = await collecting(node)
  await using _stranger = stranger
  node.transport.send(stranger.peer, large(20 * KIB))
  await eventually(() => received.length === 1, 'the first is there')
  streams[0]?.abort(new Error('no more'))
  // What is sent into the broken stream is lost, as a packet may be.
  await eventually(() => {
    node.transport.send(stranger.peer, large(20 * KIB))
    return streams.length === 2
  }, 'another stream')
  await eventually(() => received.length >= 2, 'it works')
  assert.equal(node.sink.of('linkDown').length, 0)
})

test('a peer that takes no data streams costs nothing but what is large', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { dataRestMs: 60_000 } })
  await using stranger = await Stranger.make()
  const { frames } = await stranger.meet(node)
  node.transport.send(stranger.peer, large(20 * KIB))
  await eventually(() => node.transport.counters.get('data.broken') === 1, 'refused')
  node.transport.send(stranger.peer, large(20 * KIB))
  assert.equal(node.transport.counters.get('notSent.dataResting'), 1)
  node.transport.send(stranger.peer, ping(1))
  assert.ok((await frames.read()) !== undefined)
  assert.equal(node.transport.sizes.links, 1)
})

test('the bytes that wait for a dial are bounded', async () => {
  await using net = new TestNet()
  const a = await net.node({ limits: { queuedBytes: 100 * KIB } })
  const b = await net.node()
  for (let i = 0; i < 3; i++) a.transport.send(b.ref, large(40 * KIB))
  const { event } = await a.sink.until('event')
  assert.ok(event.type === 'notSent' && event.reason === 'queueFull')
  assert.equal(a.transport.counters.get('notSent.queueFull'), 1)
})
