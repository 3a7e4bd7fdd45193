/**
 * What a daemon costs that has nothing to do: resident memory, CPU and payload of each of 16 daemons in one ring, and the
 * time from start to the ready line of a daemon that is alone.
 *
 *   npx tsx bench/idle.ts [--nodes 16] [--seconds 30] [--runs 5]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Fleet, FleetDaemon } from '../src/cli/fleet.ts'
import { median, printTable, processUsage } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '30' },
    runs: { type: 'string', default: '5' },
  },
})
/** Joins, first fingers and the garbage of starting are over by then. */
const SETTLE_MS = 15_000

/** Payload bytes that a daemon has sent and received: the sum over its envelope metrics. */
async function payload(daemon: FleetDaemon): Promise<{ in: number; out: number }> {
  const response = await fetch(`${daemon.url}/metrics`, { headers: { authorization: `Bearer ${daemon.token}` } })
  const sums = { in: 0, out: 0 }
  for (const line of (await response.text()).split('\n')) {
    const match = /^orbweaver_envelope_bytes_total\{direction="(in|out)",stream="\w+"\} (\S+)$/.exec(line)
    if (match !== null) sums[match[1] as 'in' | 'out'] += Number(match[2])
  }
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
const fleet = await Fleet.start({ nodes: Number(values.nodes), dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')) })
try {
  await sleep(SETTLE_MS)
  const before = await Promise.all(
    fleet.daemons.map(async (d) => ({ ...processUsage(d.pid ?? 0), ...(await payload(d)) })),
  )
  await sleep(seconds * 1000)
  const after = await Promise.all(
    fleet.daemons.map(async (d) => ({ ...processUsage(d.pid ?? 0), ...(await payload(d)) })),
  )
  const per = (pick: (usage: (typeof after)[number]) => number): number[] =>
    after.map((usage, i) => (pick(usage) - pick(before[i] ?? usage)) / seconds)
  const cpu = per(({ cpuMs }) => cpuMs / 10)
  printTable(`Idle daemon in a ring of ${values.nodes}, over ${values.seconds} s`, [
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
    { what: 'payload in, median', value: median(per((usage) => usage.in)), unit: 'B/s', gate: '≤ 2000' },
    { what: 'payload out, median', value: median(per((usage) => usage.out)), unit: 'B/s', gate: '≤ 2000' },
  ])
} finally {
  await fleet.stop()
}
