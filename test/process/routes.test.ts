import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { AdminClient, type CallInput, type ResponseOf, type RouteName } from '../../src/admin/client.ts'
import { ROUTE_NAMES } from '../../src/admin/routes.ts'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { eventually, ringIdOfKey, ringIds, succ, withFleet } from './rig.ts'

it('every route of the table answers on a real daemon as it says', async () => {
  await withFleet(3, async (fleet, dir) => {
    const [first, second, third] = fleet.daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
    const called = new Set<RouteName>()
    const clients = new Map<FleetDaemon, AdminClient>()
    const call = <N extends RouteName>(daemon: FleetDaemon, name: N, input: CallInput<N>): Promise<ResponseOf<N>> => {
      called.add(name)
      let client = clients.get(daemon)
      if (client === undefined) {
        client = new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: 20_000 })
        clients.set(daemon, client)
      }
      return client.call(name, input)
    }
    try {
      assert.deepEqual(await call(first, 'livez', {}), { ok: true })
      assert.deepEqual(await call(first, 'readyz', {}), { ok: true })
      const status = await call(first, 'status', {})
      assert.deepEqual([status.peerId, status.state, status.epoch], [first.peerId, 'joined', 1])

      const ids = await ringIds(fleet.daemons)
      for (const key of ['alpha', '', '.', '..', 'a/b?c#d', '🦊', 'x'.repeat(1024)]) {
        const { owner, hops } = await call(first, 'lookup', { params: { key } })
        assert.equal(owner.ringId, succ(ids, ringIdOfKey(key)), key)
        assert.ok(hops <= 2)
      }
      const traced = await call(first, 'lookup', { params: { key: 'traced' }, query: { trace: '1' } })
      assert.equal(traced.path?.length, traced.hops)
      const target = 'ff'.repeat(32)
      assert.equal((await call(first, 'succ', { params: { id: target } })).owner.ringId, succ(ids, target))
      await eventually(20_000, 'the successor list is whole', async () => {
        const { positions } = await call(first, 'ring', {})
        return positions[0]?.successors.length === 2 ? true : undefined
      })
      const before = (await call(first, 'clock', {})).lamport
      assert.ok((await call(first, 'clock', {})).lamport >= before)
      assert.equal((await call(first, 'peers', {})).peers.length, 2)
      assert.equal((await call(first, 'dial', { body: { address: second.overlay } })).peerId, second.peerId)

      const file = join(dir, 'shared.bin')
      await writeFile(file, Buffer.alloc(300_000, 1))
      const { swarmId, magnet } = await call(first, 'addSwarm', { body: { path: file } })
      assert.ok(swarmId !== null && magnet !== null)
      assert.equal((await call(first, 'swarm', { params: { id: swarmId } })).state, 'seeding')
      const torrent = join(dir, 'shared.torrent')
      await writeFile(torrent, await call(first, 'torrent', { params: { id: swarmId } }))
      const output = join(dir, 'fetched')
      await mkdir(output)
      await call(second, 'addSwarm', { body: { torrent, output } })
      await eventually(20_000, 'fetched', async () =>
        (await call(second, 'swarm', { params: { id: swarmId } })).state === 'seeding' ? true : undefined,
      )
      assert.equal((await call(second, 'swarms', {})).swarms.length, 1)
      await call(second, 'removeSwarm', { params: { id: swarmId }, query: { data: 'delete' } })
      assert.equal((await call(second, 'swarms', {})).swarms.length, 0)

      assert.match(await call(first, 'metrics', {}), /^orbweaver_ring_member 1$/m)
      assert.equal((await call(first, 'openapi', {})).openapi, '3.1.0')
      const { token } = await call(third, 'rotateToken', {})
      await assert.rejects(call(third, 'peers', {}), { code: 'UNAUTHENTICATED' })
      third.token = token
      clients.get(third)?.close()
      clients.delete(third)
      assert.deepEqual(await call(third, 'stop', {}), { state: 'leaving' })
      await eventually(15_000, 'the third has stopped', () => Promise.resolve(third.running ? undefined : true))
      assert.deepEqual([...called].toSorted(), [...ROUTE_NAMES].toSorted())
    } finally {
      for (const client of clients.values()) client.close()
    }
  })
})
