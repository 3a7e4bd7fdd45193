import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, cli, eventually, withFleet } from './rig.ts'

const SETTLED_MS = 60_000
const ITEMS = 40
const WHOLE = '0,0:1,1'

interface Box {
  readonly path: string
  readonly low: readonly number[]
  readonly high: readonly number[]
}
interface MapAnswer {
  readonly zones: readonly (Box & { readonly peerId: string })[]
  readonly missing: readonly Box[]
}
interface Items {
  readonly items: readonly { readonly key: string; readonly point: readonly number[]; readonly value: string }[]
  readonly next: string | null
  readonly missing: readonly Box[]
}

const contains = ({ low, high }: Box, point: readonly number[]): boolean =>
  point.every((x, i) => x >= (low[i] ?? 0) && x < (high[i] ?? 1))
const volume = (zones: readonly Box[]): number => zones.reduce((sum, { path }) => sum + 2 ** -path.length, 0)

/** The map, once these daemons and nobody else hold one zone each, and the zones fill the square. */
const divided = (asked: FleetDaemon, among: readonly FleetDaemon[]): Promise<MapAnswer> =>
  eventually(SETTLED_MS, `the square is divided among ${among.length}`, async () => {
    const { status, body } = await api<MapAnswer>(asked, 'GET', '/v1/can/map?timeoutMs=5000')
    if (status !== 200) throw new Error(JSON.stringify(body))
    const holders = body.zones.map(({ peerId }) => peerId).toSorted()
    const wanted = among.map(({ peerId }) => peerId).toSorted()
    const isWhole = volume(body.zones) === 1 && body.missing.length === 0
    if (isWhole && JSON.stringify(holders) === JSON.stringify(wanted)) return body
    throw new Error(body.zones.map(({ path, peerId }) => `${path}=${peerId.slice(-4)}`).join(' '))
  })

const all = (daemon: FleetDaemon): Promise<Items> =>
  eventually(SETTLED_MS, 'a complete answer', async () => {
    const { body } = await api<Items>(daemon, 'GET', `/v1/can/items?box=${WHOLE}&limit=1000&timeoutMs=5000`)
    return body.missing.length === 0 ? body : undefined
  })

/** Each item lies where the map says that it belongs, by the word of a daemon that is asked for it. */
async function landed(asked: FleetDaemon, map: MapAnswer): Promise<void> {
  const { items, next } = await all(asked)
  assert.deepEqual([items.length, next], [ITEMS, null])
  await Promise.all(
    items.map(async ({ key, point, value }) => {
      assert.equal(value, `value of ${key}`)
      const holder = map.zones.find((zone) => contains(zone, point))?.peerId
      const { body } = await api<{ owner: { peerId: string } }>(asked, 'GET', `/v1/can/locate?key=${key}`)
      assert.equal(body.owner.peerId, holder, `${key} at ${point.join(',')}`)
    }),
  )
}

it('six daemons divide the square, a seventh splits a region, one leaves and one dies: neighbours take over', async () => {
  await withFleet(6, async (fleet, dir) => {
    const [first, second, third, fourth] = fleet.daemons as [FleetDaemon, FleetDaemon, FleetDaemon, FleetDaemon]
    const six = await divided(first, fleet.daemons)
    // Whose copy a busy machine cannot place in time is told so, and puts it again.
    const put = (i: number): Promise<boolean> =>
      eventually(SETTLED_MS, `item-${i} is kept`, async () => {
        const daemon = fleet.daemons[i % 6] ?? first
        const response = await fetch(`${daemon.url}/v1/can/items?key=item-${i}&lease=1h&timeoutMs=10000`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${daemon.token}` },
          body: `value of item-${i}`,
        })
        const kept = (await response.json()) as { copies: number }
        if (response.status !== 200) throw new Error(JSON.stringify(kept))
        assert.ok(kept.copies >= 2, 'a neighbour has it too')
        return true
      })
    for (let i = 0; i < ITEMS; i += 4) await Promise.all([put(i), put(i + 1), put(i + 2), put(i + 3)])
    await landed(second, six)

    const seventh = new FleetDaemon(
      'node-7',
      join(dir, 'node-7'),
      ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0'],
      {},
    )
    try {
      await seventh.start(await first.joinString())
      const seven = await divided(first, [...fleet.daemons, seventh])
      const own = seven.zones.find(({ peerId }) => peerId === seventh.peerId)?.path ?? assert.fail('no zone')
      assert.ok(
        six.zones.some(({ path }) => path === own.slice(0, -1)),
        `${own} is a half of what one of the six held`,
      )
      await landed(seventh, seven)

      const shown = await cli('--data-dir', seventh.dataDir, 'can')
      assert.equal(shown.code, 0, shown.stderr)
      assert.match(shown.stdout, new RegExp(`^A +${seventh.peerId} +this daemon # +zone ${own}`, 'm'))
      for (const { peerId } of fleet.daemons) assert.match(shown.stdout, new RegExp(`^[B-G] +${peerId} `, 'm'))

      const left = await cli('--data-dir', third.dataDir, '--timeout', '40s', 'leave')
      assert.equal(left.code, 0, left.stderr)
      const stayed = [...fleet.daemons.filter((daemon) => daemon !== third), seventh]
      await landed(first, await divided(first, stayed))

      await fourth.end('SIGKILL')
      const survivors = stayed.filter((daemon) => daemon !== fourth)
      await landed(second, await divided(second, survivors))
    } finally {
      await seventh.end()
    }
  })
})
