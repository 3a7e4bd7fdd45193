/**
 * Records through the admin API of real daemons: how long a put and a get of 1 KiB take from one client that waits for
 * each answer, and how many puts a second it gets through with 64 in flight. A put is on the disks of a majority when it is
 * answered, so in the same run: how long a bare append with fdatasync takes here, which no durable store can beat, and the
 * cheapest answer of the API.
 *
 *   npx tsx bench/records.ts [--nodes 16] [--ops 1000] [--seconds 10] [--bytes 1024] [--in-flight 64]
 *
 * With --million: what records cost one daemon that keeps them all, on disk and in memory.
 *
 *   npx tsx bench/records.ts --million [--records 1000000] [--bytes 1024]
 */
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AdminClient } from '../src/admin/client.ts'
import { Fleet, type FleetDaemon } from '../src/cli/fleet.ts'
import { printTable, processUsage, quantile, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '16' },
    ops: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    bytes: { type: 'string', default: '1024' },
    'in-flight': { type: 'string', default: '64' },
    million: { type: 'boolean', default: false },
    records: { type: 'string', default: '1000000' },
  },
})
const NODES = Number(values.nodes)
const OPS = Number(values.ops)
const SECONDS = Number(values.seconds)
const IN_FLIGHT = Number(values['in-flight'])
const RECORDS = Number(values.records)
const VALUE = Buffer.alloc(Number(values.bytes), 'orbweaver ')
/** No limit of rate, and room for all. */
const ARGS = [
  ...['--admin-writes-per-second', '1000000', '--admin-reads-per-second', '1000000'],
  ...['--records-quota-records', '1000000000', '--records-quota-bytes', '1000000000000'],
  ...['--records-max-bytes', '1000000000000', '--log-level', 'warn'],
]

const clientOf = (daemon: FleetDaemon): AdminClient =>
  new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: 60_000 })
const put = async (client: AdminClient, key: string): Promise<void> => {
  await client.call('putRecord', {
    params: { key },
    body: VALUE,
    query: { timeoutMs: '30000' },
  })
}

/** Milliseconds of each of so many calls, one after the other. */
async function timed(count: number, call: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const begun = performance.now()
    await call(i)
    times.push(performance.now() - begun)
  }
  return times
}

/** So many at once, until `isOver`. Returns how many were done. */
async function flood(
  atOnce: number,
  isOver: (done: number) => boolean,
  call: (i: number) => Promise<void>,
): Promise<number> {
  let begun = 0
  let done = 0
  const worker = async (): Promise<void> => {
    while (!isOver(begun)) {
      await call(begun++)
      done++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return done
}

async function appends(dir: string): Promise<number[]> {
  await using file = await open(join(dir, 'appended'), 'a')
  return await timed(OPS, async () => {
    await file.write(VALUE)
    await file.datasync()
  })
}

/** All ranges are whole: what is measured is not the mending after the joins. */
async function settled(daemons: readonly FleetDaemon[]): Promise<void> {
  for (let open = 1; open > 0;) {
    open = 0
    for (const daemon of daemons) {
      const response = await fetch(`${daemon.url}/metrics`, { headers: { authorization: `Bearer ${daemon.token}` } })
      const text = await response.text()
      for (const [, count] of text.matchAll(/^orbweaver_records_arcs\{state="(?:unsettled|under_target)"\} (\d+)$/gm)) {
        open += Number(count)
      }
    }
    if (open > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function speed(dir: string): Promise<void> {
  const fleet = await Fleet.start({ nodes: NODES, dir: join(dir, 'fleet'), args: ARGS })
  try {
    await settled(fleet.daemons)
    const client = clientOf(fleet.daemons[0] as FleetDaemon)
    for (let i = 0; i < 100; i++) await put(client, `warm/${i}`)
    const rows = [
      { what: 'append and fdatasync, no daemon', times: await appends(dir) },
      { what: 'GET /livez', times: await timed(OPS, () => client.call('livez', {})) },
      { what: 'put', times: await timed(OPS, (i) => put(client, `one/${i}`)) },
      { what: 'get', times: await timed(OPS, (i) => client.call('record', { params: { key: `one/${i}` } })) },
    ]
    const gates: Readonly<Record<string, string>> = { put: '< 5', get: '< 3' }
    printTable(
      `1 client that waits for each answer, ${NODES} daemons, ${VALUE.byteLength} bytes`,
      rows.flatMap(({ what, times }): Row[] => [
        {
          what: `${what}, p50`,
          value: quantile(times, 0.5),
          unit: 'ms',
          ...(gates[what] === undefined ? {} : { gate: gates[what] }),
        },
        { what: `${what}, p99`, value: quantile(times, 0.99), unit: 'ms' },
      ]),
    )
    const until = performance.now() + SECONDS * 1_000
    const begun = performance.now()
    const done = await flood(
      IN_FLIGHT,
      () => performance.now() > until,
      (i) => put(client, `many/${i}`),
    )
    const perSecond = done / ((performance.now() - begun) / 1_000)
    printTable(`${IN_FLIGHT} in flight from one client for ${SECONDS} s`, [
      { what: 'puts', value: perSecond, unit: '/s', gate: '≥ 1000' },
    ])
    client.close()
  } finally {
    await fleet.stop()
  }
}

async function bytesIn(dir: string): Promise<number> {
  const names = await readdir(dir, { recursive: true })
  const sizes = await Promise.all(
    names.map(async (name) => {
      try {
        const found = await stat(join(dir, name))
        return found.isFile() ? found.size : 0
      } catch {
        // The database has just replaced it.
        return 0
      }
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function million(dir: string): Promise<void> {
  const fleet = await Fleet.start({ nodes: 1, dir: join(dir, 'fleet'), args: ARGS })
  try {
    const daemon = fleet.daemons[0] as FleetDaemon
    const client = clientOf(daemon)
    const idle = processUsage(daemon.pid ?? 0).rssBytes
    const look = async (records: number, begun: number): Promise<void> => {
      const disk = await bytesIn(join(daemon.dataDir, 'level'))
      const { rssBytes } = processUsage(daemon.pid ?? 0)
      printTable(
        `${records} records of ${VALUE.byteLength} bytes on one daemon, after ${((performance.now() - begun) / 1_000).toFixed(0)} s`,
        [
          { what: 'on disk', value: disk / 1e6, unit: 'MB' },
          { what: 'on disk, each', value: disk / records, unit: 'bytes' },
          { what: 'resident', value: rssBytes / 1e6, unit: 'MB', note: `idle ${(idle / 1e6).toFixed(0)} MB` },
        ],
      )
    }
    const begun = performance.now()
    for (let at = 0; at < RECORDS;) {
      const to = Math.min(RECORDS, at + Math.ceil(RECORDS / 5))
      const from = at
      await flood(
        IN_FLIGHT,
        (n) => n >= to - from,
        (i) => put(client, `record/${from + i}`),
      )
      at = to
      await look(at, begun)
    }
    const restart = performance.now()
    await daemon.end()
    await daemon.start()
    console.log(`restart: ready after ${((performance.now() - restart) / 1_000).toFixed(1)} s`)
    const again = clientOf(daemon)
    const times = await timed(OPS, (i) => again.call('record', { params: { key: `record/${(i * 7_919) % RECORDS}` } }))
    printTable('get after the restart, one at a time', [
      { what: 'p50', value: quantile(times, 0.5), unit: 'ms' },
      { what: 'p99', value: quantile(times, 0.99), unit: 'ms' },
    ])
    await look(RECORDS, begun)
    client.close()
    again.close()
  } finally {
    await fleet.stop()
  }
}

const dir = await mkdtemp(join(tmpdir(), 'orbweaver-bench-'))
try {
  await (values.million ? million(dir) : speed(dir))
} finally {
  await rm(dir, { recursive: true, force: true })
}
