import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idsOf, ping, TestNet } from './harness.ts'

test('two nodes of an open network meet and exchange envelopes', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const b = await net.node({ epoch: 7 })
  const contact = await a.transport.connect(b.address)
  assert.deepEqual(contact, { peer: b.peer, epoch: 7, addresses: b.transport.addresses })
  const up = await b.sink.until('linkUp')
  assert.deepEqual([up.peer, up.epoch], [a.peer, 1])
  a.transport.send(b.peer, ping(1))
  b.transport.send(a.peer, ping(2))
  const atB = await b.sink.until('frame')
  const atA = await a.sink.until('frame')
  assert.deepEqual([atB.from, atB.epoch, atB.envelope], [a.peer, 1, ping(1)])
  assert.deepEqual([atA.from, atA.epoch, atA.envelope], [b.peer, 7, ping(2)])
  assert.deepEqual(idsOf(a.sink), [2])
})
