import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectError } from '../../src/adapters/libp2p/connect-error.ts'
import { HelloError } from '../../src/adapters/libp2p/hello.ts'
import type { Envelope } from '../../src/protocols/index.ts'
import { encodeEnvelope, LATER_MACHINE } from '../../src/wire/index.ts'
import * as pb from '../../src/wire/generated/envelope.ts'
import { idsOf, ping, TestNet, type TestNode } from './harness.ts'
import { envelopeFrame, frame, Stranger } from './stranger.ts'

const range = (minVersion: number, maxVersion: number) => ({ versions: { minVersion, maxVersion } })

/** It still takes envelopes. */
async function answersTo(node: TestNode, stranger: Awaited<ReturnType<Stranger['meet']>>, id: number): Promise<void> {
  stranger.frames.send(envelopeFrame(encodeEnvelope(node.wire, ping(id))))
  await node.sink.until('frame', ({ envelope }) => envelope.kind === 'request' && envelope.id === id)
}

test('a newer peer that still speaks our version is spoken to in ours', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const link = await stranger.meet(node, range(1, 9))
  assert.equal(link.version, 1)
  assert.equal(node.transport.links()[0]?.version, 1)
  await answersTo(node, link, 1)
})

test('without a common version both sides say so, name the older one, and nobody is banned', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  await assert.rejects(stranger.meet(node, range(2, 9)), (err) => {
    assert.ok(err instanceof HelloError && err.code === 'VERSION_MISMATCH')
    assert.deepEqual([err.refusedBy, err.older], ['them', 'them'])
    const shown = connectError(err, '/ip4/192.0.2.1/tcp/1')
    assert.equal(shown.code, 'VERSION_MISMATCH')
    assert.match(shown.message, /the peer speaks version 1 of the protocol, this daemon 2 to 9/)
    assert.match(shown.hint ?? '', /the other daemon is too old/)
    return true
  })
  const { event } = await node.sink.until('event')
  assert.deepEqual(event, { type: 'helloRefused', peer: stranger.peer, code: 'VERSION_MISMATCH', by: 'us' })
  assert.equal(node.transport.counters.get('refused.us.VERSION_MISMATCH'), 1)
  assert.equal(node.transport.sizes.bans, 0)
  // It was updated, and comes back.
  await stranger.meet(node)
})

test('a request that only a later version knows gets to the host, which refuses it; the link stays', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const link = await stranger.meet(node)
  const request = { kind: pb.EnvelopeKind.REQUEST, lamport: 5, leftMs: 100 }
  const body = Buffer.of((15 << 3) | 2, 1, 7)
  const later = [
    // Another machine, another request of a known machine, another field, another value of an enum.
    pb.Envelope.encode({ ...request, id: 11, machine: 99 }),
    pb.Envelope.encode({ ...request, id: 12, machine: 1, body }),
    Buffer.concat([pb.Envelope.encode({ ...request, id: 13, machine: 99 }), Buffer.of(15 << 3, 1)]),
    Buffer.concat([pb.Envelope.encode({ ...request, id: 14, machine: 1 }), Buffer.of(6 << 3, 77)]),
  ]
  for (const bytes of later) link.stream.send(frame(envelopeFrame(bytes)))
  await answersTo(node, link, 20)
  const refused = node.sink.of('frame').filter(({ envelope }) => envelope.kind === 'request')
  assert.deepEqual(idsOf(node.sink), [11, 12, 13, 14, 20])
  for (const { envelope } of refused.slice(0, 4)) {
    assert.ok(envelope.kind === 'request' && envelope.machine === LATER_MACHINE && envelope.lamport === 5)
  }
  assert.equal(node.transport.counters.get('unknownRequest'), 4)
  assert.equal(node.transport.sizes.bans, 0)
})

test('messages, frames, goodbyes and reasons of a later version are passed over', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const link = await stranger.meet(node)
  const message = { kind: pb.EnvelopeKind.MESSAGE, lamport: 5, machine: 99 }
  link.stream.send(frame(envelopeFrame(pb.Envelope.encode(message))))
  // A kind of envelope that does not exist yet, and a frame of a kind that does not.
  link.stream.send(frame(envelopeFrame(Buffer.of(1 << 3, 77, 2 << 3, 5))))
  link.stream.send(frame(Buffer.of(77, 1, 2)))
  await answersTo(node, link, 1)
  assert.equal(node.transport.counters.get('unknownFrame'), 3)
  // A refusal for a reason that does not exist yet is a refusal to whoever waits for it.
  const refusal: Envelope = { kind: 'refusal', lamport: 5 as never, id: 3, why: 'overload' }
  const why = Buffer.concat([encodeEnvelope(node.wire, refusal), Buffer.of(6 << 3, 77)])
  link.stream.send(frame(envelopeFrame(why)))
  const told = await node.sink.until('frame', ({ envelope }) => envelope.kind === 'refusal')
  assert.deepEqual(told.envelope, { kind: 'refusal', lamport: 5, id: 3, why: 'refused' })
  // A goodbye for such a reason: alive, so no redial and no death.
  link.stream.send(frame(Buffer.of(2, 200)))
  await node.sink.until('linkDown')
  assert.deepEqual([node.sink.of('unreachable').length, node.transport.sizes.bans], [0, 0])
  assert.equal(node.transport.counters.get('redialled'), undefined)
})
