/**
 * LOOKUP on a ring of 16 daemon processes on loopback, warm: time inside the daemon, over HTTP, and look-ups per second
 * through one daemon at 32 in flight; against the same daemon's cheapest HTTP answer (livez) in the same run.
 *
 *   npx tsx bench/lookup.ts [--nodes 16] [--runs 3]
 */
import { mkdtemp } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Fleet, type FleetDaemon } from '../src/cli/fleet.ts'
import { median, printTable, quantile } from './report.ts'

const { values } = parseArgs({
  options: { nodes: { type: 'string', default: '16' }, runs: { type: 'string', default: '3' } },
})
/** Each of 16 daemons answers some 600 of them: enough for its code to be compiled. */
const WARM = 10_000
const ONE_AT_A_TIME = 1_500
const AT_ONCE = 32
const MANY = 8_000

/** Keep-alive, as a program that asks often would. */
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${response.statusCode ?? 0} ${text}`))
      })
    })
    call.on('error', reject)
    call.end()
  })
}

interface Sample {
  readonly httpMs: number
  readonly insideMs: number
  readonly hops: number
}

async function lookup(daemon: FleetDaemon, key: string): Promise<Sample> {
  const begun = performance.now()
  const { durationMs, hops } = JSON.parse(await get(`${daemon.url}/v1/lookup/${key}`)) as {
    durationMs: number
    hops: number
  }
  return { httpMs: performance.now() - begun, insideMs: durationMs, hops }
}

/** Answers per second with AT_ONCE requests under way. */
async function rate(ask: (i: number) => Promise<unknown>, many = MANY): Promise<number> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < many) await ask(next++)
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return (many / (performance.now() - begun)) * 1000
}

const nodes = Number(values.nodes)
const fleet = await Fleet.start({ nodes, dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')) })
try {
  const asked = fleet.daemons[1] ?? fleet.daemons[0]
  if (asked === undefined) throw new Error('no daemon')
  await rate((i) => get(`${asked.url}/v1/lookup/warm-${i}`), WARM)
  const runs: { p50: number; p99: number; http50: number; http99: number; floor50: number; hops: number }[] = []
  const rates: { lookups: number; floor: number }[] = []
  for (let run = 0; run < Number(values.runs); run++) {
    const samples: Sample[] = []
    for (let i = 0; i < ONE_AT_A_TIME; i++) samples.push(await lookup(asked, `key-${run}-${i}`))
    const floor: number[] = []
    for (let i = 0; i < ONE_AT_A_TIME; i++) {
      const begun = performance.now()
      await get(`${asked.url}/livez`)
      floor.push(performance.now() - begun)
    }
    const inside = samples.map(({ insideMs }) => insideMs)
    const http = samples.map(({ httpMs }) => httpMs)
    runs.push({
      p50: median(inside),
      p99: quantile(inside, 0.99),
      http50: median(http),
      http99: quantile(http, 0.99),
      floor50: median(floor),
      hops: samples.reduce((sum, { hops }) => sum + hops, 0) / samples.length,
    })
    rates.push({
      lookups: await rate((i) => get(`${asked.url}/v1/lookup/many-${run}-${i}`)),
      floor: await rate(() => get(`${asked.url}/livez`)),
    })
  }
  const of = (pick: (run: (typeof runs)[number]) => number): number => median(runs.map(pick))
  printTable(`LOOKUP, ring of ${nodes} daemons, medians of ${values.runs} runs`, [
    { what: 'inside the daemon, p50', value: of((run) => run.p50), unit: 'ms', gate: '< 0.7' },
    { what: 'inside the daemon, p99', value: of((run) => run.p99), unit: 'ms', gate: '< 10' },
    { what: 'over HTTP, p50', value: of((run) => run.http50), unit: 'ms', gate: '< 2' },
    { what: 'over HTTP, p99', value: of((run) => run.http99), unit: 'ms', gate: '< 10' },
    { what: 'livez over HTTP, p50 (floor)', value: of((run) => run.floor50), unit: 'ms' },
    { what: 'ratio to the floor', value: of((run) => run.http50 / run.floor50), unit: '×' },
    { what: 'remote peers per look-up', value: of((run) => run.hops), unit: 'hops' },
    {
      what: 'look-ups at 32 in flight',
      value: median(rates.map(({ lookups }) => lookups)),
      unit: '/s',
      gate: '> 2000',
    },
    { what: 'livez at 32 in flight (floor)', value: median(rates.map(({ floor }) => floor)), unit: '/s' },
  ])
} finally {
  agent.destroy()
  await fleet.stop()
}
