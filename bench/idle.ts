/**
 * What a daemon costs that has nothing to do: resident memory, CPU and payload of each of 16 daemons in one ring, once all
 * ranges are whole and all groups formed, and the time from start to the ready line of a daemon that is alone.
 *
 *   npx tsx bench/idle.ts [--nodes 16] [--seconds 30] [--runs 5] [-- options of the daemons, as --can-enabled false]
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
  // The metrics are asked for outside of the time whose CPU is measured: an answer costs a daemon as much as seconds of rest.
  const paidAt = performance.now()
  const paid = await Promise.all(fleet.daemons.map(payload))
  await sleep(CALM_MS)
  const before = fleet.daemons.map(({ pid }) => processUsage(pid ?? 0))
  await sleep(seconds * 1000)
  const after = fleet.daemons.map(({ pid }) => processUsage(pid ?? 0))
  const paidSeconds = (performance.now() - paidAt) / 1000
  const paidSince = (await Promise.all(fleet.daemons.map(payload))).map((sums, i) => ({
    in: (sums.in - (paid[i]?.in ?? 0)) / paidSeconds,
    out: (sums.out - (paid[i]?.out ?? 0)) / paidSeconds,
  }))
  // A share of a core in percent: milliseconds of CPU per 10 ms.
  const cpu = after.map(({ cpuMs }, i) => (cpuMs - (before[i]?.cpuMs ?? cpuMs)) / (seconds * 10))
  printTable(`Idle daemon in a ring of ${values.nodes}, over ${values.seconds} s`, [
    { what: 'all groups formed after', value: tookMs / 1000, unit: 's' },
    { what: 'start to ready line, alone', value: median(starts), unit: 'ms', gate: '< 1500' },
    { what: 'RSS, median', value: median(after.map(({ rssBytes }) => rssBytes / 1e6)), unit: 'MB', gate: '≤ 150' },
    {
      what: 'RSS, highest',
      value: Math.max(...after.map(({ rssBytes }) => rssBytes / 1e6)),
      unit: 'MB',
      gate: '≤ 150',
    },
    { what: 'CPU, median', value: median(cpu), unit: '% of a core', gate: '≤ 0.5' },
    { what: 'CPU, highest', value: Math.max(...cpu), unit: '% of a core', gate: '≤ 0.5' },
    { what: 'payload in, median', value: median(paidSince.map((sums) => sums.in)), unit: 'B/s', gate: '≤ 2000' },
    { what: 'payload out, median', value: median(paidSince.map((sums) => sums.out)), unit: 'B/s', gate: '≤ 2000' },
  ])
} finally {
  await fleet.stop()
}
