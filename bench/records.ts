/**
 * Records through the admin API of real daemons: how long a put and a get of 1 KiB take from one client that waits for
 * each answer, how many puts a second it gets through with 64 in flight, and what an operation costs all daemons together:
 * CPU, envelopes and their bytes. A put is on the disks of a majority when it is answered, so in the same run: how long a
 * bare append with fdatasync takes here, and a synced put of LevelDB, the database of the daemons, in this process, which
 * no store on top of it can beat; and the cheapest answer of the API. Begins when the joins are digested, and tells how
 * long that took; then the daemons are warmed up.
 *
 *   npx tsx bench/records.ts [--nodes 16] [--ops 1000] [--seconds 10] [--bytes 1024] [--in-flight 64]
 *
 * With --million: what records cost one daemon that keeps them all, on disk and in memory.
 *
 *   npx tsx bench/records.ts --million [--records 1000000] [--bytes 1024]
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Level } from 'level'
import { AdminClient } from '../src/admin/client.ts'
import { Fleet, type FleetDaemon } from '../src/cli/fleet.ts'
import { cpuOf, metricsOf, settled, sumOf } from './fleet-metrics.ts'
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
const BYTES = Number(values.bytes)
/** As in bench/lookup.ts: each of 16 daemons answers some 300 of each, and keeps thrice as many: its code is compiled. */
const WARM = 5_000
const WARM_IN_FLIGHT = 16
/** Values are cut out of noise, each at another place: the database compresses what repeats within a block. */
const NOISE = randomBytes(1_048_576 + BYTES)
const valueOf = (i: number): Uint8Array<ArrayBuffer> => {
  const at = (i * 1_009) % (NOISE.byteLength - BYTES)
  return NOISE.subarray(at, at + BYTES)
}
/** No limit of rate, and room for all. */
const ARGS = [
  ...['--admin-writes-per-second', '1000000', '--admin-reads-per-second', '1000000'],
  ...['--records-quota-records', '1000000000', '--records-quota-bytes', '1000000000000'],
  ...['--records-max-bytes', '1000000000000', '--log-level', 'warn'],
]

const clientOf = (daemon: FleetDaemon): AdminClient =>
  new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: 60_000 })
const put = async (client: AdminClient, room: string, i: number): Promise<void> => {
  await client.call('putRecord', {
    params: { key: `${room}/${i}` },
    body: valueOf(i),
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
  return await timed(OPS, async (i) => {
    await file.write(valueOf(i))
    await file.datasync()
  })
}

/** What the daemons are built on, without them: one synced put after the other. */
async function levelPuts(dir: string): Promise<number[]> {
  const db = new Level<string, Uint8Array>(join(dir, 'bare'), { valueEncoding: 'view' })
  await db.open()
  try {
    return await timed(OPS, (i) => db.put(`one/${i}`, valueOf(i), { sync: true }))
  } finally {
    await db.close()
  }
}

// ---- what the daemons do ---------------------------------------------------------------------------------------------

/** What all daemons together have spent. */
interface Spent {
  readonly cpuMs: number
  readonly envelopes: number
  readonly bytes: number
}

async function spent(daemons: readonly FleetDaemon[]): Promise<Spent> {
  const cpuMs = cpuOf(daemons)
  const texts = await Promise.all(daemons.map(metricsOf))
  const envelopes = sumOf(texts, 'orbweaver_envelopes_total', 'direction="out"')
  return { cpuMs, envelopes, bytes: sumOf(texts, 'orbweaver_envelope_bytes_total', 'direction="out"') }
}

/** What `work` costs all daemons together for each of its operations. */
async function costOf(daemons: readonly FleetDaemon[], what: string, work: () => Promise<number>): Promise<Row[]> {
  const before = await spent(daemons)
  const count = await work()
  const after = await spent(daemons)
  return [
    { what: `${what}, CPU of all daemons`, value: (after.cpuMs - before.cpuMs) / count, unit: 'ms each' },
    { what: `${what}, envelopes`, value: (after.envelopes - before.envelopes) / count, unit: 'each' },
    { what: `${what}, payload`, value: (after.bytes - before.bytes) / count, unit: 'bytes each' },
  ]
}

async function speed(dir: string): Promise<void> {
  const started = performance.now()
  const fleet = await Fleet.start({ nodes: NODES, dir: join(dir, 'fleet'), args: ARGS })
  try {
    const { daemons } = fleet
    const ready = { tookMs: performance.now() - started, cpuMs: cpuOf(daemons) }
    const calm = await settled(daemons, started)
    printTable(`${NODES} daemons from nothing`, [
      { what: 'all ready after', value: ready.tookMs / 1_000, unit: 's' },
      { what: 'CPU until then', value: ready.cpuMs / 1_000, unit: 's' },
      { what: 'all groups formed after', value: calm.tookMs / 1_000, unit: 's' },
      { what: 'CPU from ready until then', value: (calm.cpuMs - ready.cpuMs) / 1_000, unit: 's' },
    ])
    const client = clientOf(daemons[0] as FleetDaemon)
    await flood(
      WARM_IN_FLIGHT,
      (begun) => begun >= WARM,
      (i) => put(client, 'warm', i),
    )
    await flood(
      WARM_IN_FLIGHT,
      (begun) => begun >= WARM,
      async (i) => {
        await client.call('record', { params: { key: `warm/${i}` } })
      },
    )
    const costs: Row[] = []
    const gates: Readonly<Record<string, string>> = { put: '< 5', get: '< 3' }
    const rows: Row[] = []
    const measure = async (what: string, times: () => Promise<number[]>, isCosted = false): Promise<void> => {
      let took: readonly number[] = []
      const work = async (): Promise<number> => {
        took = await times()
        return took.length
      }
      if (isCosted) costs.push(...(await costOf(daemons, what, work)))
      else await work()
      rows.push(
        {
          what: `${what}, p50`,
          value: quantile(took, 0.5),
          unit: 'ms',
          ...(gates[what] === undefined ? {} : { gate: gates[what] }),
        },
        { what: `${what}, p99`, value: quantile(took, 0.99), unit: 'ms' },
      )
    }
    await measure('append and fdatasync, no daemon', () => appends(dir))
    await measure('synced put of LevelDB, no daemon', () => levelPuts(dir))
    await measure('GET /livez', () => timed(OPS, () => client.call('livez', {})))
    await measure('put', () => timed(OPS, (i) => put(client, 'one', i)), true)
    await measure('get', () => timed(OPS, (i) => client.call('record', { params: { key: `one/${i}` } })), true)
    printTable(`1 client that waits for each answer, ${NODES} daemons, ${BYTES} bytes`, [...rows, ...costs])
    let perSecond = 0
    const many = await costOf(daemons, 'put', async () => {
      const begun = performance.now()
      const done = await flood(
        IN_FLIGHT,
        () => performance.now() > begun + SECONDS * 1_000,
        (i) => put(client, 'many', i),
      )
      perSecond = done / ((performance.now() - begun) / 1_000)
      return done
    })
    printTable(`${IN_FLIGHT} in flight from one client for ${SECONDS} s`, [
      { what: 'puts', value: perSecond, unit: '/s', gate: '≥ 1000' },
      ...many,
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
    const idle = processUsage(daemon.pid ?? 0)
    const look = async (records: number, begun: number): Promise<void> => {
      const disk = await bytesIn(join(daemon.dataDir, 'level'))
      const { rssBytes, anonBytes, cpuMs } = processUsage(daemon.pid ?? 0)
      printTable(
        `${records} records of ${BYTES} bytes on one daemon, after ${((performance.now() - begun) / 1_000).toFixed(0)} s`,
        [
          { what: 'on disk', value: disk / 1e6, unit: 'MB' },
          { what: 'on disk, each', value: disk / records, unit: 'bytes' },
          { what: 'resident', value: rssBytes / 1e6, unit: 'MB', note: `idle ${(idle.rssBytes / 1e6).toFixed(0)} MB` },
          {
            // The database maps its files: what of them is resident the system takes back when it needs the room.
            what: 'without pages of files',
            value: anonBytes / 1e6,
            unit: 'MB',
            note: `idle ${(idle.anonBytes / 1e6).toFixed(0)} MB`,
          },
          { what: 'CPU of the daemon since its start', value: cpuMs / 1_000, unit: 's' },
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
        (i) => put(client, 'record', from + i),
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
