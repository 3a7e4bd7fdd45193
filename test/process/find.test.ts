import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, cli, eventually, withFleet } from './rig.ts'

interface Found {
  readonly nodes: readonly {
    readonly peerId: string
    readonly addresses: readonly string[]
    readonly freeBytes: number
    readonly uploadRate: number
    readonly uptimeMs: number
    readonly rttMs: number
    readonly coordinate: { readonly place: readonly number[] }
  }[]
  readonly matched: number
}

const find = async (daemon: FleetDaemon, expression: string, more = ''): Promise<Found> => {
  const path = `/v1/find?expr=${encodeURIComponent(expression)}&timeoutMs=10000${more}`
  const { status, body } = await api<Found>(daemon, 'GET', path)
  if (status !== 200) throw new Error(`${daemon.name} says ${JSON.stringify(body)}`)
  return body
}
const peersOf = ({ nodes }: Found): string[] => nodes.map(({ peerId }) => peerId).sort()

it('three daemons are found by what they tell of themselves, by HTTP and on the command line', async () => {
  await withFleet(3, async ({ daemons }) => {
    const [first, second, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
    const everybody = daemons.map(({ peerId }) => peerId).sort()
    const tells = { 'attributes.intervalMs': 1_000, 'attributes.sampleMs': 1_000 }
    for (const daemon of daemons) assert.equal((await api(daemon, 'PATCH', '/v1/config', tells)).status, 200)
    for (const daemon of daemons) {
      await eventually(60_000, `${daemon.name} finds all`, async () => {
        const found = await find(daemon, 'uptime>=0s').catch(() => undefined)
        return found !== undefined && peersOf(found).join() === everybody.join() ? true : undefined
      })
    }

    // Of one alone it is known how much it can send.
    await api(second, 'PATCH', '/v1/config', { 'attributes.uploadRate': 9e9 })
    const sender = await eventually(60_000, 'the fast one is found', async () => {
      const found = await find(first, 'uploadRate>8GB/s uptime>1s')
      return found.nodes.length > 0 ? found : undefined
    })
    assert.deepEqual([peersOf(sender), sender.nodes[0]?.uploadRate], [[second.peerId], 9e9])
    assert.ok((sender.nodes[0]?.freeBytes ?? 0) > 0)
    assert.ok(sender.nodes[0]?.addresses.some((address) => address.startsWith('/ip4/127.0.0.1/tcp/')))
    assert.deepEqual(
      peersOf(await find(first, 'uploadRate<=8GB/s')),
      everybody.filter((peer) => peer !== second.peerId),
    )
    const near = await find(third, 'rtt<10s', '&sort=rtt')
    assert.deepEqual([near.matched, near.nodes[0]?.peerId, near.nodes[0]?.rttMs], [3, third.peerId, 0])

    const command = (...args: string[]) => cli('find', ...args, '--data-dir', third.dataDir)
    const listed = await command('uploadRate>8GB/s', '--sort', 'freeBytes')
    assert.equal(listed.code, 0, listed.stderr)
    assert.match(listed.stdout, new RegExp(`^PEER +FREE.*\\n${second.peerId} `))
    const nearest = await command('uptime>0s', '--near', '--limit', '1', '--json')
    assert.deepEqual(peersOf(JSON.parse(nearest.stdout) as Found), [third.peerId])
    const wrong = await command('freeBytes>10Gb')
    assert.notEqual(wrong.code, 0)
    assert.match(wrong.stderr, /character 13 of "freeBytes>10Gb": freeBytes is not told in "Gb"/)
    assert.match(wrong.stderr, /kB, MB, GB/)

    const own = await api<{ samples: number; publishedAgoMs: number }>(second, 'GET', '/v1/attributes')
    assert.equal(own.status, 200)
    assert.ok(own.body.publishedAgoMs >= 0)

    // Who is killed is gone with its lease, three intervals.
    await second.end('SIGKILL')
    await eventually(60_000, 'the killed one is gone', async () => {
      const found = await find(first, 'uptime>=0s').catch(() => undefined)
      return found !== undefined && peersOf(found).join() === everybody.filter((peer) => peer !== second.peerId).join()
        ? true
        : undefined
    })
  })
})
