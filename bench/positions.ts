/**
 * What several positions cost real daemons on loopback: how long one takes to start into a ring of so many, its processor
 * time at rest and while it looks up, look-ups (hops, time) and records (put, get).
 *
 *   npm run build && npx tsx bench/positions.ts [--nodes 6] [--positions 1,4,8,16] [--seconds 20]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { Fleet, type FleetDaemon } from '../src/cli/fleet.ts'
import { quantile, show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '6' },
    positions: { type: 'string', default: '1,4,8,16' },
    seconds: { type: 'string', default: '20' },
  },
})
/** Until all groups of agreement have their members. */
const SETTLE_MS = 20_000
const LOOKUPS = 300
const RECORDS = 200

async function call<T>(daemon: FleetDaemon, method: string, path: string, body?: string): Promise<T> {
  const response = await fetch(`${daemon.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${daemon.token}` },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${text}`)
  return (text.startsWith('{') ? JSON.parse(text) : text) as T
}

/** A metric of all daemons together; `metric` is an expression that its name and labels match. */
async function sum(daemons: readonly FleetDaemon[], metric: string): Promise<number> {
  const texts = await Promise.all(daemons.map((daemon) => call<string>(daemon, 'GET', '/metrics')))
  const line = new RegExp(`^${metric} (\\S+)$`, 'gm')
  return texts.flatMap((text) => [...text.matchAll(line)]).reduce((total, [, value]) => total + Number(value), 0)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

async function measure(nodes: number, positions: number, dir: string): Promise<number[]> {
  const args = ['--chord-positions', String(positions)]
  const fleet = await Fleet.start({ nodes, dir, args })
  try {
    const { daemons } = fleet
    await pause(SETTLE_MS)
    // One that was away comes back.
    const last = daemons.at(-1) as FleetDaemon
    const starts: number[] = []
    for (let i = 0; i < 3; i++) {
      await last.end('SIGTERM')
      starts.push(await timed(() => last.start()))
    }
    await pause(SETTLE_MS)
    const restMs = 1000 * Number(values.seconds)
    const [cpu, bytes] = [await sum(daemons, 'process_cpu_seconds_total'), await sent(daemons)]
    await pause(restMs)
    const idleCpu = (await sum(daemons, 'process_cpu_seconds_total')) - cpu
    const idleBytes = (await sent(daemons)) - bytes
    const lookups: number[] = []
    let hops = 0
    for (let i = 0; i < LOOKUPS; i++) {
      const daemon = daemons[i % nodes] as FleetDaemon
      const found = await call<{ hops: number; durationMs: number }>(daemon, 'GET', `/v1/lookup/key-${i}`)
      lookups.push(found.durationMs)
      hops += found.hops
    }
    const [puts, gets]: [number[], number[]] = [[], []]
    for (let i = 0; i < RECORDS; i++) {
      const [writer, reader] = [daemons[i % nodes] as FleetDaemon, daemons[(i + 1) % nodes] as FleetDaemon]
      puts.push(await timed(() => call(writer, 'PUT', `/v1/records/bench-${i}`, 'x'.repeat(1_000))))
      gets.push(await timed(() => call(reader, 'GET', `/v1/records/bench-${i}`)))
    }
    const each = nodes * Number(values.seconds)
    return [
      positions,
      quantile(starts, 0.5),
      (1000 * idleCpu) / each,
      idleBytes / each,
      hops / LOOKUPS,
      quantile(lookups, 0.5),
      quantile(lookups, 0.99),
      quantile(puts, 0.5),
      quantile(gets, 0.5),
    ]
  } finally {
    await fleet.stop()
  }
}

const sent = (daemons: readonly FleetDaemon[]): Promise<number> =>
  sum(daemons, 'orbweaver_envelope_bytes_total{[^}]*direction="out"[^}]*}')

const dir = await mkdtemp(join(tmpdir(), 'orbweaver-positions-'))
const columns = ['positions', 'start ms', 'cpu ms/s', 'bytes/s', 'hops', 'lookup p50', 'p99 ms', 'put p50', 'get p50']
const rows: number[][] = []
try {
  for (const each of values.positions.split(',')) {
    rows.push(await measure(Number(values.nodes), Number(each), join(dir, each)))
  }
} finally {
  await rm(dir, { recursive: true, force: true })
}
console.log(
  `\n${values.nodes} daemons on loopback; restart of one, each at rest, then look-ups and 1,000-byte records\n`,
)
console.log(columns.map((name) => name.padStart(11)).join(' '))
for (const row of rows) console.log(row.map((each) => show(each).padStart(11)).join(' '))
