import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeEnvelope } from '../../src/wire/index.ts'
import { eventually, ping, TestNet } from './harness.ts'
import { envelopeFrame, Stranger } from './stranger.ts'

test('a crowd of busy strangers cannot push out those that are kept', async () => {
  await using net = new TestNet()
  const limits = { softLinks: 4, hardLinks: 12, pruneGraceMs: 0, probeFreshMs: 0 }
  const hub = await net.node({ limits })
  const kept = [await net.node(), await net.node(), await net.node()]
  for (const node of kept) {
    await node.transport.connect(hub.address)
    hub.transport.keep(node.peer)
  }
  await hub.sink.until('linkUp', ({ peer }) => peer === kept[2]?.peer)
  const strangers = await Promise.all(Array.from({ length: 16 }, () => Stranger.make()))
  for (const stranger of strangers) {
    // Each talks, so it was used later than any neighbour.
    const { frames } = await stranger.meet(hub)
    frames.send(envelopeFrame(encodeEnvelope(hub.wire, ping(1))))
    await hub.sink.until('frame', ({ from }) => from === stranger.peer)
  }
  await eventually(() => hub.transport.links().length <= limits.softLinks, 'the budget is kept')
  const linked = hub.transport.links().map(({ peer }) => peer)
  for (const node of kept) {
    assert.ok(linked.includes(node.peer))
    assert.equal(
      hub.sink.of('linkDown').some(({ peer }) => peer === node.peer),
      false,
    )
  }
  assert.ok((hub.transport.counters.get('pruned') ?? 0) >= 15)
  await Promise.all(strangers.map((stranger) => stranger[Symbol.asyncDispose]()))
})

test('a full daemon refuses strangers with a reason, and takes those that it keeps', async () => {
  await using net = new TestNet()
  const hub = await net.node({ limits: { softLinks: 2, hardLinks: 2, pruneGraceMs: 60_000 } })
  const neighbour = await net.node()
  hub.transport.keep(neighbour.peer)
  for (let i = 0; i < 2; i++) await (await net.node()).transport.connect(hub.address)
  await eventually(() => hub.transport.links().length === 2, 'it is full')
  const late = await net.node()
  await assert.rejects(late.transport.connect(hub.address), { code: 'OVERLOAD' })
  assert.equal(hub.transport.counters.get('refused.us.OVERLOAD'), 1)
  const { event } = await hub.sink.until('event')
  assert.deepEqual(event, { type: 'helloRefused', peer: late.peer, code: 'OVERLOAD', by: 'us' })
  await neighbour.transport.connect(hub.address)
  await hub.sink.until('linkUp', ({ peer }) => peer === neighbour.peer)
  // And it can always call somebody itself.
  await hub.transport.connect(late.address)
  assert.equal(hub.transport.links().length, 4)
})

test('a hundred connections: tables as large as they should be, and empty afterwards', async () => {
  await using net = new TestNet()
  const count = 100
  const hub = await net.node({ limits: { softLinks: 2 * count } })
  const strangers = await Promise.all(Array.from({ length: count }, () => Stranger.make()))
  for (let at = 0; at < count; at += 10) {
    await Promise.all(strangers.slice(at, at + 10).map((stranger) => stranger.meet(hub)))
  }
  const { links, connections, inbound, handshakes, hellos, dialling } = hub.transport.sizes
  assert.deepEqual([links, connections, inbound, handshakes, hellos, dialling], [count, count, count, 0, 0, 0])
  await Promise.all(strangers.map((stranger) => stranger[Symbol.asyncDispose]()))
  await eventually(() => hub.transport.sizes.inbound === 0, 'all are gone')
  await eventually(() => hub.transport.sizes.links === 0, 'no link is left')
  assert.equal(hub.transport.sizes.connections, 0)
})
