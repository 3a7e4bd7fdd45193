/**
 * What a daemon costs that has nothing to do: resident memory, CPU and payload of each of 16 daemons in one ring, once all
 * ranges are whole and all groups formed, and the time from start to the ready line of a daemon that is alone.
 *
 *   npx tsx bench/idle.ts [--nodes 16] [--seconds 30] [--rest 60] [--runs 5] [-- options of the daemons, as --can-enabled false]
 *
 * CPU and payload are measured twice: at once, while newcomers still measure the way to each other every second and
 * neighbours show themselves to each other often, and after `--rest` seconds, when that is over. The gates are for rest.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Fleet, FleetDaemon } from '../src/cli/fleet.ts'
import { metricsOf, settled, sumOf } from './fleet-metrics.ts'
import { median, printTable, processUsage } from './report.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '30' },
    rest: { type: 'string', default: '60' },
    runs: { type: 'string', default: '5' },
  },
})
/** The garbage of asking for the metrics again and again is over by then. */
const CALM_MS = 5_000

/** Payload bytes that a daemon has sent and received: the sum over its envelope metrics. */
async function payload(daemon: FleetDaemon): Promise<{ in: number; out: number }> {
  const text = await metricsOf(daemon)
  const of = (direction: string): number => sumOf([text], 'orbweaver_envelope_bytes_total', `direction="${direction}"`)
  const sums = { in: of('in'), out: of('out') }
  if (sums.in + sums.out === 0) throw new Error('no orbweaver_envelope_bytes_total in /metrics')
  return sums
}

async function startAlone(): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'orbweaver-bench-'))
  const daemon = new FleetDaemon(
    'alone',
    join(dir, 'd'),
    ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0'],
    {},
  )
  const begun = performance.now()
  await daemon.start()
  const took = performance.now() - begun
  await daemon.end()
  await rm(dir, { recursive: true, force: true })
  return took
}

interface Idle {
  readonly rss: readonly number[]
  readonly cpu: readonly number[]
  readonly bytesIn: readonly number[]
  readonly bytesOut: readonly number[]
}

/** Of each daemon: RSS in MB, a share of a core in percent, payload in bytes per second. */
async function idleFor(seconds: number): Promise<Idle> {
  const usage = (): ReturnType<typeof processUsage>[] => fleet.daemons.map(({ pid }) => processUsage(pid ?? 0))
  // The metrics are asked for outside of the time whose CPU is measured: an answer costs a daemon as much as seconds of rest.
  const paidAt = performance.now()
  const paid = await Promise.all(fleet.daemons.map(payload))
  await sleep(CALM_MS)
  const before = usage()
  await sleep(seconds * 1000)
  const after = usage()
  const paidSeconds = (performance.now() - paidAt) / 1000
  const paidSince = (await Promise.all(fleet.daemons.map(payload))).map((sums, i) => ({
    in: (sums.in - (paid[i]?.in ?? 0)) / paidSeconds,
    out: (sums.out - (paid[i]?.out ?? 0)) / paidSeconds,
  }))
  return {
    rss: after.map(({ rssBytes }) => rssBytes / 1e6),
    // Milliseconds of CPU per 10 ms.
    cpu: after.map(({ cpuMs }, i) => (cpuMs - (before[i]?.cpuMs ?? cpuMs)) / (seconds * 10)),
    bytesIn: paidSince.map((sums) => sums.in),
    bytesOut: paidSince.map((sums) => sums.out),
  }
}

const starts: number[] = []
for (let run = 0; run < Number(values.runs); run++) starts.push(await startAlone())

const seconds = Number(values.seconds)
const fleet = await Fleet.start({
  nodes: Number(values.nodes),
  dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')),
  args: positionals,
})
try {
  const { tookMs } = await settled(fleet.daemons, performance.now())
  const atFirst = await idleFor(seconds)
  await sleep(Number(values.rest) * 1000)
  const atRest = await idleFor(seconds)
  printTable(`Idle daemon in a ring of ${values.nodes}, over ${values.seconds} s after ${values.rest} s of rest`, [
    { what: 'all groups formed after', value: tookMs / 1000, unit: 's' },
    { what: 'start to ready line, alone', value: median(starts), unit: 'ms', gate: '< 1500' },
    { what: 'RSS, median', value: median(atRest.rss), unit: 'MB', gate: '≤ 150' },
    { what: 'RSS, highest', value: Math.max(...atRest.rss), unit: 'MB', gate: '≤ 150' },
    { what: 'CPU, median', value: median(atRest.cpu), unit: '% of a core', gate: '≤ 0.5' },
    { what: 'CPU, highest', value: Math.max(...atRest.cpu), unit: '% of a core', gate: '≤ 0.5' },
    { what: 'CPU, median, at first', value: median(atFirst.cpu), unit: '% of a core' },
    { what: 'payload in, median', value: median(atRest.bytesIn), unit: 'B/s', gate: '≤ 2000' },
    { what: 'payload out, median', value: median(atRest.bytesOut), unit: 'B/s', gate: '≤ 2000' },
    { what: 'payload out, median, at first', value: median(atFirst.bytesOut), unit: 'B/s' },
  ])
} finally {
  await fleet.stop()
}
