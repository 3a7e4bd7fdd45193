import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, cli, eventually, sharedFleet } from './rig.ts'

/** When a state that must come is given up, with what is missing: before the runner ends the test, which tells nothing. */
const SETTLED_MS = 80_000
const WHOLE = '0,0:1,1'
/** One in the middle of each sixteenth of the square: in every zone of six or seven daemons is one. */
const POINTS = Array.from({ length: 16 }, (_, i) => [(i % 4) / 4 + 1 / 8, Math.floor(i / 4) / 4 + 1 / 8] as const)

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
  assert.deepEqual([items.length, next], [POINTS.length, null])
  await Promise.all(
    items.map(async ({ key, point, value }) => {
      assert.equal(value, `value of ${key}`)
      const holder = map.zones.find((zone) => contains(zone, point))?.peerId
      const path = `/v1/can/locate?point=${point.join(',')}&timeoutMs=10000`
      const { body } = await api<{ owner: { peerId: string } }>(asked, 'GET', path)
      assert.equal(body.owner.peerId, holder, `${key} at ${point.join(',')}`)
    }),
  )
}

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

const peerIds = (daemons: readonly FleetDaemon[]): string[] => daemons.map(({ peerId }) => peerId).sort()

/** Everybody is found, and nobody else. */
const findsAll = (asked: FleetDaemon, among: readonly FleetDaemon[], expression = 'uptime>=0s'): Promise<true> =>
  eventually<true>(SETTLED_MS, `${asked.name} finds these ${among.length} and nobody else`, async () => {
    const found = peersOf(await find(asked, expression))
    if (found.join() === peerIds(among).join()) return true
    throw new Error(found.join(' '))
  })

/** A counter of zones that came or left, by kind. */
async function changes(daemon: FleetDaemon, change: string): Promise<number> {
  const { body } = await api<string>(daemon, 'GET', '/metrics')
  const pattern = new RegExp(`^orbweaver_can_zone_changes_total\\{change="${change}"\\} (\\d+)$`, 'm')
  return Number(pattern.exec(body)?.[1])
}

/** What they tell of themselves is soon renewed, and soon gone. */
const ARGS = ['--attributes-interval-ms', '4000', '--attributes-sample-ms', '1000']
const shared = sharedFleet(6, { args: ARGS })

it('daemons are found by what they tell of themselves, by HTTP and on the command line', async () => {
  const { daemons } = shared
  const [first, second, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
  await Promise.all([first, second, third].map((daemon) => findsAll(daemon, daemons)))

  // Of one alone it is known how much it can send.
  await api(second, 'PATCH', '/v1/config', { 'attributes.uploadRate': 9e9 })
  const sender = await eventually(SETTLED_MS, 'the fast one is found', async () => {
    const found = await find(first, 'uploadRate>8GB/s uptime>1s')
    return found.nodes.length > 0 ? found : undefined
  })
  assert.deepEqual([peersOf(sender), sender.nodes[0]?.uploadRate], [[second.peerId], 9e9])
  assert.ok((sender.nodes[0]?.freeBytes ?? 0) > 0)
  assert.ok(sender.nodes[0]?.addresses.some((address) => address.startsWith('/ip4/127.0.0.1/tcp/')))
  const others = daemons.filter((daemon) => daemon !== second)
  await findsAll(first, others, 'uploadRate<=8GB/s')
  const near = await eventually(SETTLED_MS, 'it is known how far all are', async () => {
    const found = await find(third, 'rtt<10s', '&sort=rtt')
    return found.matched === daemons.length ? found : undefined
  })
  assert.deepEqual([near.nodes[0]?.peerId, near.nodes[0]?.rttMs], [third.peerId, 0])

  const command = (...args: string[]) => cli('find', ...args, '--data-dir', third.dataDir)
  const listed = await command('uploadRate>8GB/s', '--sort', 'freeBytes')
  assert.equal(listed.code, 0, listed.stderr)
  assert.match(listed.stdout, new RegExp(`^PEER +RTT +UP +FREE +UPLOAD +LOAD +AS OF.*\\n${second.peerId} `))
  const nearest = await command('uptime>0s', '--near', '--limit', '1', '--json')
  assert.deepEqual(peersOf(JSON.parse(nearest.stdout) as Found), [third.peerId])
  const wrong = await command('freeBytes>10Gb')
  assert.notEqual(wrong.code, 0)
  assert.match(wrong.stderr, /character 13 of "freeBytes>10Gb": freeBytes is not told in "Gb"/)
  assert.match(wrong.stderr, /kB, MB, GB/)

  const own = await api<{ samples: number; publishedAgoMs: number }>(second, 'GET', '/v1/attributes')
  assert.equal(own.status, 200)
  assert.ok(own.body.publishedAgoMs >= 0)
})

it('six daemons divide the square, a seventh splits a region, one leaves and one dies: neighbours take over', async () => {
  const { daemons, dir } = shared
  const [first, second, third, fourth] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon, FleetDaemon]
  // What a busy machine does not get done in time is told so, and tried again.
  const put = (point: readonly [number, number], i: number): Promise<boolean> =>
    eventually(SETTLED_MS, `item-${i} is kept`, async () => {
      const daemon = daemons[i % 6] ?? first
      const path = `/v1/can/items?key=item-${i}&point=${point.join(',')}&lease=1h&timeoutMs=10000`
      const response = await fetch(`${daemon.url}${path}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${daemon.token}` },
        body: `value of item-${i}`,
      })
      const kept = (await response.json()) as { copies: number }
      if (response.status !== 200) throw new Error(JSON.stringify(kept))
      assert.ok(kept.copies >= 2, 'a neighbour has it too')
      return true
    })
  await divided(first, daemons)
  await Promise.all(POINTS.map(put))
  const six = await divided(second, daemons)
  await landed(second, six)

  const here = ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0', ...ARGS]
  const seventh = new FleetDaemon('node-7', join(dir, 'node-7'), here, {})
  try {
    await seventh.start(await first.joinString())
    const seven = await divided(first, [...daemons, seventh])
    const own = seven.zones.find(({ peerId }) => peerId === seventh.peerId)?.path ?? assert.fail('no zone')
    assert.ok(
      six.zones.some(({ path }) => path === own.slice(0, -1)),
      `${own} is a half of what one of the six held`,
    )
    await landed(seventh, seven)
    assert.ok((await changes(seventh, 'joined')) >= 1)

    const shown = await cli('--data-dir', seventh.dataDir, '--timeout', '30s', 'can')
    assert.equal(shown.code, 0, shown.stderr)
    assert.match(shown.stdout, new RegExp(`^A +${seventh.peerId} +this daemon # +zone ${own}`, 'm'))
    for (const { peerId } of daemons) assert.match(shown.stdout, new RegExp(`^[B-G] +${peerId} `, 'm'))

    const left = await cli('--data-dir', third.dataDir, '--timeout', '60s', 'leave')
    // That a busy machine is late with something else it hands over is no matter of this test.
    assert.ok(left.code === 0 || !left.stderr.includes('zones were not handed over'), left.stderr)
    const stayed = [...daemons.filter((daemon) => daemon !== third), seventh]
    await landed(first, await divided(first, stayed))
    const received = await Promise.all(stayed.map((daemon) => changes(daemon, 'received')))
    assert.ok(Math.max(...received) >= 1, 'what it held was handed over')

    await fourth.end('SIGKILL')
    const survivors = stayed.filter((daemon) => daemon !== fourth)
    await landed(second, await divided(second, survivors))
    const taken = await Promise.all(survivors.map((daemon) => changes(daemon, 'taken')))
    assert.ok(Math.max(...taken) >= 1, 'what it held was taken over')
    await findsAll(first, survivors)
  } finally {
    await seventh.end()
  }
})
