import assert from 'node:assert/strict'
import { it } from 'node:test'
import { eventually, TestNet } from './harness.ts'

it('the budget of connections can be moved while it runs: what is above it goes, least recently used first', async () => {
  await using net = new TestNet()
  const hub = await net.node({ limits: { softLinks: 8, pruneGraceMs: 0 } })
  const others = await Promise.all(Array.from({ length: 5 }, () => net.node()))
  for (const other of others) await hub.transport.connect(other.address)
  assert.equal(hub.transport.sizes.links, 5)
  hub.transport.keep(others[0]!.peer)
  hub.transport.setSoftLinks(2)
  await eventually(() => hub.transport.sizes.links === 2, 'two are left')
  assert.ok(
    hub.transport.links().some(({ peer }) => peer === others[0]!.peer),
    'kept ones stay',
  )
  hub.transport.setSoftLinks(8)
  await hub.transport.connect(others[1]!.address)
  assert.ok(hub.transport.sizes.links >= 2)
})
