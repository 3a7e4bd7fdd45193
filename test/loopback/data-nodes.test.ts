import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Envelope } from '../../src/protocols/index.ts'
import { CHUNK_BYTES } from '../../src/protocols/records/index.ts'
import { eventually, idsOf, ping, TestNet, type TestNode } from './harness.ts'

const KIB = 1024
/** The largest value there is travels in so many chunks. */
const CHUNKS = Math.ceil((1024 * KIB) / CHUNK_BYTES)

/** A chunk of a value on its way to a replica: what the data stream is there for. */
const chunk = (id: number, bytes: Uint8Array): Envelope =>
  ({
    ...ping(id),
    machine: 'records',
    body: {
      type: 'stage',
      position: 0,
      digest: createHash('sha256').update(bytes).digest(),
      size: 1024 * KIB,
      index: id % (CHUNKS - 1),
      bytes,
    },
  }) as Envelope

const chunksIn = (node: TestNode): Uint8Array[] =>
  node.sink.of('frame').flatMap(({ envelope }) => {
    const body =
      envelope.kind === 'request'
        ? (envelope.body as { readonly type: string; readonly bytes?: Uint8Array })
        : undefined
    return body?.type === 'stage' && body.bytes !== undefined ? [body.bytes] : []
  })
const hashOf = (parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

test('two nodes send each other the largest values at once: whole, in order, on the data stream alone', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  const values = [a, b].map(() => Array.from({ length: CHUNKS }, () => randomBytes(CHUNK_BYTES)))
  const [fromA = [], fromB = []] = values
  // Both open a stream, in the same turn: neither may lose anything for that.
  for (let n = 0; n < CHUNKS; n++) {
    a.transport.send(b.ref, chunk(n, fromA[n] as Buffer))
    b.transport.send(a.ref, chunk(n, fromB[n] as Buffer))
  }
  await eventually(() => chunksIn(a).length === CHUNKS && chunksIn(b).length === CHUNKS, 'all there')
  assert.deepEqual([hashOf(chunksIn(b)), hashOf(chunksIn(a))], [hashOf(fromA), hashOf(fromB)])
  for (const node of [a, b]) {
    assert.deepEqual(
      idsOf(node.sink),
      Array.from({ length: CHUNKS }, (_, n) => n),
    )
    const { control, data } = node.transport.envelopeBytes.out
    assert.ok(data > CHUNKS * CHUNK_BYTES)
    assert.equal(control, 0)
  }
})

test('more than may wait is not sent and told; what was taken arrives, and the stream is good for more', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair({ limits: { dataBacklogBytes: 4 * CHUNK_BYTES } })
  const count = 64
  // Within one turn nothing can leave: four chunks less their frames are all that may wait.
  for (let id = 0; id < count; id++) a.transport.send(b.ref, chunk(id, Buffer.alloc(CHUNK_BYTES, id)))
  const refused = a.transport.counters.get('notSent.dataFull') ?? 0
  assert.equal(refused, count - 3)
  await eventually(() => chunksIn(b).length === count - refused, 'what was taken')
  assert.deepEqual(idsOf(b.sink), [0, 1, 2])
  // Whoever waits for room has it as soon as the peer has read.
  let sent = count
  for (; sent < 2 * count; sent++) {
    a.transport.send(b.ref, chunk(sent, Buffer.alloc(CHUNK_BYTES, sent)))
    await eventually(() => idsOf(b.sink).at(-1) === sent, `${sent} is there`)
  }
  assert.equal(a.transport.counters.get('notSent.dataFull'), refused)
  assert.deepEqual([a.transport.sizes.links, b.transport.sizes.bans], [1, 0])
})

test('a peer that takes its data slowly slows the sender, whose small messages do not wait', async () => {
  await using net = new TestNet()
  // About half of it comes at once, the rest at this rate.
  const [a, b] = await net.pair({}, { limits: { dataBytesPerSecond: 1024 * KIB } })
  const count = 2 * CHUNKS
  for (let id = 0; id < count; id++) a.transport.send(b.ref, chunk(id, Buffer.alloc(CHUNK_BYTES, id)))
  await eventually(() => chunksIn(b).length > 0, 'data flows')
  a.transport.send(b.ref, ping(1_000_000))
  await b.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === 1_000_000)
  const before = chunksIn(b).length
  assert.ok(before < count, `all ${before} chunks came before the small one`)
  await eventually(() => chunksIn(b).length === count, 'all there')
  assert.equal(a.transport.counters.get('data.slowReader'), undefined)
})

test('a peer that dies in the middle of a value is missed, and gets all of the next after it came back', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair({ limits: { backoffMs: 10, maxBackoffMs: 20 } })
  const many = 3 * CHUNKS
  for (let id = 0; id < many; id++) a.transport.send(b.ref, chunk(id, Buffer.alloc(CHUNK_BYTES, id)))
  await eventually(() => chunksIn(b).length > 0, 'data flows')
  await b.transport.stop()
  await a.sink.until('linkDown', ({ peer }) => peer === b.peer)
  const port = /\/tcp\/(\d+)/.exec(b.address)?.[1] ?? ''
  const again = await net.node({ privateKey: b.privateKey, epoch: 2, listen: [`/ip4/127.0.0.1/tcp/${port}`] })
  await a.transport.connect(again.address)
  await again.sink.until('linkUp')
  const value = Array.from({ length: CHUNKS }, () => randomBytes(CHUNK_BYTES))
  for (const [n, bytes] of value.entries()) a.transport.send(again.ref, chunk(many + n, bytes))
  await eventually(() => chunksIn(again).length >= CHUNKS, 'the next value')
  // Nothing of before comes late: it was for another incarnation.
  assert.equal(hashOf(chunksIn(again)), hashOf(value))
})
