import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { AdminClient, type CallInput, type ResponseOf, type RouteName } from '../../src/admin/client.ts'
import { ROUTE_NAMES } from '../../src/admin/routes.ts'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { eventually, ringIdOfKey, ringIds, succ, withFleet } from './rig.ts'

/** The others on the ring, in the order in which they follow `id`. */
function clockwiseFrom(ids: readonly string[], id: string): string[] {
  const sorted = ids.toSorted()
  const at = sorted.indexOf(id)
  return [...sorted.slice(at + 1), ...sorted.slice(0, at)]
}

/** Longer than any call is told to take. */
const CALL_MS = 40_000

type Call = <N extends RouteName>(daemon: FleetDaemon, name: N, input: CallInput<N>) => Promise<ResponseOf<N>>

/** The routes of the space, from one daemon to another, and of what daemons tell of themselves. */
async function space(daemons: readonly FleetDaemon[], call: Call): Promise<void> {
  const [first, second, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
  await eventually(30_000, 'each holds a part of the space', async () => {
    const shown = await Promise.all(daemons.map((daemon) => call(daemon, 'can', {})))
    return shown.every(({ state, zones }) => state === 'member' && zones.length === 1) ? true : undefined
  })
  const patient = { timeoutMs: '20000' }
  const query = { key: 'bench', point: '0.2,0.7', ...patient }
  const put = await call(first, 'putCanItem', { query, body: Buffer.from('oak') })
  const { owner } = await call(second, 'canLocate', { query: { point: '0.2,0.7', ...patient } })
  assert.equal(put.owner.peerId, owner.peerId)
  const map = await eventually(20_000, 'all answer for the map', async () => {
    const shown = await call(third, 'canMap', { query: patient })
    return shown.missing.length === 0 ? shown : undefined
  })
  const around = map.zones.find(({ low, high }) => [0.2, 0.7].every((x, i) => x >= (low[i] ?? 1) && x < (high[i] ?? 0)))
  assert.equal(around?.peerId, owner.peerId)
  assert.match(await call(third, 'canMapSvg', { query: patient }), /^<svg [\s\S]*<\/svg>\s*$/)
  const listed = await eventually(20_000, 'all answer for the box', async () => {
    const shown = await call(second, 'canItems', { query: { box: '0,0.5:0.5,1', ...patient } })
    return shown.missing.length === 0 ? shown : undefined
  })
  assert.deepEqual(
    listed.items.map(({ key, value }) => [key, value]),
    [['bench', 'oak']],
  )
  await call(third, 'removeCanItem', { query })
  await assert.rejects(call(first, 'canItems', { query }), { code: 'NOT_FOUND' })

  await eventually(90_000, 'the others are found', async () => {
    const found = await call(first, 'find', { query: { expr: 'uptime>=0s', ...patient } })
    return found.nodes.length === daemons.length ? true : undefined
  })
  assert.ok((await call(first, 'attributes', {})).freeBytes > 0)
}

it('every route of the table answers on a real daemon as it says', async () => {
  await withFleet(3, async (fleet, dir) => {
    const [first, second, third] = fleet.daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
    const called = new Set<RouteName>()
    const clients = new Map<FleetDaemon, AdminClient>()
    const call: Call = (daemon, name, input) => {
      called.add(name)
      let client = clients.get(daemon)
      if (client === undefined) {
        client = new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: CALL_MS })
        clients.set(daemon, client)
      }
      return client.call(name, input)
    }
    try {
      assert.deepEqual(await call(first, 'livez', {}), { ok: true })
      // Whoever has been alone is ready again once one of those that came has found it.
      assert.deepEqual(await eventually(20_000, 'the first is ready', () => call(first, 'readyz', {})), { ok: true })
      const status = await call(first, 'status', {})
      assert.deepEqual([status.peerId, status.state, status.epoch], [first.peerId, 'joined', 1])

      const ids = await ringIds(fleet.daemons)
      for (const key of ['alpha', '', '.', '..', 'a/b?c#d', '🦊', 'x'.repeat(1024)]) {
        const { owner } = await call(first, 'lookup', { params: { key } })
        assert.equal(owner.ringId, succ(ids, ringIdOfKey(key)), key)
        // The way is short as soon as each knows all positions of the others.
        await eventually(20_000, 'two hops at most', async () =>
          (await call(first, 'lookup', { params: { key } })).hops <= 2 ? true : undefined,
        )
      }
      const traced = await call(first, 'lookup', { params: { key: 'traced' }, query: { trace: '1' } })
      assert.equal(traced.path?.length, traced.hops)
      const target = 'ff'.repeat(32)
      assert.equal((await call(first, 'succ', { params: { id: target } })).owner.ringId, succ(ids, target))
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
      await eventually(60_000, 'fetched', async () =>
        (await call(second, 'swarm', { params: { id: swarmId } })).state === 'seeding' ? true : undefined,
      )
      assert.equal((await call(second, 'swarms', {})).swarms.length, 1)
      await call(second, 'removeSwarm', { params: { id: swarmId }, query: { data: 'delete' } })
      assert.equal((await call(second, 'swarms', {})).swarms.length, 0)

      const counted = await call(first, 'addToTally', { params: { name: 'visits' }, body: { add: 5 } })
      assert.equal((await call(second, 'tally', { params: { name: 'visits' } })).value, 5)
      const keeper = fleet.daemons.find(({ peerId }) => peerId === counted.keeper.peerId) ?? assert.fail('no keeper')
      assert.deepEqual((await call(keeper, 'tallies', {})).tallies, [{ name: 'visits', value: 5 }])

      // While the daemons settle who keeps what, one that is asked may have to wait.
      const patient = { timeoutMs: '30000' }
      const put = await call(first, 'putRecord', {
        params: { key: 'motd' },
        query: patient,
        body: Buffer.from('hello'),
      })
      assert.ok((put.replicas ?? 0) >= 2)
      assert.equal(
        Buffer.from(await call(third, 'record', { params: { key: 'motd' }, query: patient })).toString(),
        'hello',
      )
      called.add('watchRecord')
      const watching = new AdminClient({ url: second.url, token: second.token, timeoutMs: 30_000 })
      for await (const { data } of watching.events('watchRecord', { params: { key: 'motd' } })) {
        assert.equal(data.version, put.version)
        break
      }
      watching.close()
      const kept = await Promise.all(fleet.daemons.map((daemon) => call(daemon, 'keptRecords', {})))
      assert.ok(kept.flatMap(({ records }) => records).filter(({ id }) => id === put.id).length >= 2)
      await call(second, 'removeRecord', { params: { key: 'motd' }, query: patient })
      await assert.rejects(call(first, 'record', { params: { key: 'motd' }, query: patient }), { code: 'NOT_FOUND' })

      const set = await call(first, 'setName', {
        params: { name: 'hall/printer' },
        query: patient,
        body: { value: 'next to the door' },
      })
      assert.deepEqual(await call(second, 'name', { params: { name: 'hall/printer' }, query: patient }), set)
      const below = await call(third, 'names', { query: { prefix: 'hall', ...patient } })
      assert.deepEqual(below.names, [set])
      await call(first, 'removeName', { params: { name: 'hall/printer' }, query: patient })
      await assert.rejects(call(first, 'name', { params: { name: 'hall/printer' }, query: patient }), {
        code: 'NOT_FOUND',
      })

      await space(fleet.daemons, call)

      // Three peers are fewer than a list is to name: it goes all the way round, through all of their positions.
      await eventually(20_000, 'the successor lists are whole', async () => {
        const { positions } = await call(first, 'ring', {})
        for (const { ringId, successors } of positions) {
          assert.deepEqual(
            successors.map((node) => node.ringId),
            clockwiseFrom(ids, ringId),
          )
        }
        assert.equal(positions.length, status.ringIds.length)
        return true
      })

      const { interceptors } = await call(first, 'interceptors', {})
      const same = interceptors.map(({ name, parameters }) => ({ name, parameters }))
      await call(first, 'setInterceptors', { body: { interceptors: same } })

      const change = { key: 'log.level', from: 'info', to: 'debug' }
      const { applied } = await call(first, 'patchConfig', { body: { [change.key]: change.to } })
      assert.deepEqual(applied, [change])
      const { options } = await call(first, 'config', {})
      assert.equal(options.find(({ key }) => key === change.key)?.value, change.to)
      const back = { key: change.key, from: change.to, to: change.from }
      assert.deepEqual((await call(first, 'reload', {})).applied, [back])

      const made = await call(first, 'createToken', { body: { name: 'reader', scope: 'read' } })
      const reader = new AdminClient({ url: first.url, token: made.token, timeoutMs: 20_000 })
      assert.equal((await reader.call('peers', {})).peers.length, 2)
      await assert.rejects(reader.call('stop', {}), { code: 'FORBIDDEN' })
      await call(first, 'revokeToken', { params: { name: 'reader' } })
      await assert.rejects(reader.call('peers', {}), { code: 'UNAUTHENTICATED' })
      reader.close()
      assert.deepEqual(
        (await call(first, 'tokens', {})).tokens.map(({ name }) => name),
        ['admin'],
      )
      const { entries } = await call(first, 'audit', { query: { limit: '3' } })
      assert.deepEqual(
        entries.map((entry) =>
          entry.event === 'request' ? `${entry.who} ${entry.route} ${entry.status}` : entry.event,
        ),
        ['anonymous GET /v1/peers 401', 'admin DELETE /v1/tokens/{name} 204', 'reader POST /v1/stop 403'],
      )

      const name = 'a/b?c#🦊'
      const added = await call(first, 'addToTally', { params: { name }, body: { add: 40 } })
      assert.deepEqual([added.name, added.value], [name, 40])
      const more = { add: 2, semantics: 'at-least-once' } as const
      assert.ok((await call(second, 'addToTally', { params: { name }, body: more })).value >= 42)
      const tally = await call(third, 'tally', { params: { name } })
      assert.equal(tally.keeper.peerId, added.keeper.peerId)
      const lists = await Promise.all(
        fleet.daemons.map((daemon) => call(daemon, 'tallies', { query: { prefix: 'a/' } })),
      )
      assert.deepEqual(
        lists.flatMap(({ tallies }) => tallies),
        [{ name, value: tally.value }],
      )

      assert.match(await call(first, 'metrics', {}), /^orbweaver_ring_member 1$/m)
      assert.equal((await call(first, 'openapi', {})).openapi, '3.1.0')
      const { token } = await call(third, 'rotateToken', {})
      await assert.rejects(call(third, 'peers', {}), { code: 'UNAUTHENTICATED' })
      third.token = token
      clients.get(third)?.close()
      clients.delete(third)
      // While the third is there to take over: a member that is away would be waited for to the last.
      assert.deepEqual(await call(second, 'leave', {}), { state: 'leaving' })
      await eventually(30_000, 'the second has left', () => Promise.resolve(second.running ? undefined : true))
      assert.deepEqual(await call(third, 'stop', {}), { state: 'leaving' })
      await eventually(15_000, 'the third has stopped', () => Promise.resolve(third.running ? undefined : true))
      assert.deepEqual([...called].toSorted(), [...ROUTE_NAMES].toSorted())
    } finally {
      for (const client of clients.values()) client.close()
    }
  })
})
