/**
 * CAN on daemon processes on loopback: locate (time inside the daemon) and region queries over all daemons (over HTTP), warm;
 * how fast items are put by many clients at once, and what each operation costs all daemons together: CPU, envelopes and
 * their bytes, whatever else the daemons do meanwhile included. Begins when the joins are digested.
 *
 *   npx tsx bench/can.ts [--nodes 32] [--items 100000] [--queries 300] [--in-flight 64]
 */
import { mkdtemp } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { AdminClient } from '../src/admin/client.ts'
import { Fleet } from '../src/cli/fleet.ts'
import { cpuOf, metricsOf, settled, sumOf } from './fleet-metrics.ts'
import { median, printTable, quantile, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '32' },
    items: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '300' },
    'in-flight': { type: 'string', default: '64' },
  },
})
const nodes = Number(values.nodes)
const items = Number(values.items)
const queries = Number(values.queries)
const atOnce = Number(values['in-flight'])
const WARM = 500
/** Items that one query asks for; its box holds some four times as many. */
const PAGE = 100
/** Side of the boxes that are small for the space. */
const SIDE = Math.sqrt((4 * PAGE) / items)
const SETTLED_MS = 120_000
const REST_MS = 30_000
/** No limit of rate. */
const ARGS = ['--admin-writes-per-second', '1000000', '--admin-reads-per-second', '1000000', '--log-level', 'warn']

const fleet = await Fleet.start({
  nodes,
  dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')),
  args: ARGS,
  atOnce: 8,
})
const { daemons } = fleet
const clients = daemons.map(({ url, token }) => new AdminClient({ url, token, timeoutMs: 60_000 }))
const asked = clients[1] ?? clients[0]

interface Spent {
  readonly cpuMs: number
  readonly envelopes: number
  readonly bytes: number
}

async function sent(): Promise<Omit<Spent, 'cpuMs'>> {
  const texts = await Promise.all(daemons.map(metricsOf))
  const envelopes = sumOf(texts, 'orbweaver_envelopes_total', 'direction="out"')
  return { envelopes, bytes: sumOf(texts, 'orbweaver_envelope_bytes_total', 'direction="out"') }
}

const costs: Row[] = []

/** Does so many, one after the other, and notes what each has cost all daemons together. */
async function costOf<Result>(what: string, count: number, work: () => Promise<Result>): Promise<Result> {
  // The metrics are asked for outside of the time whose CPU is measured: an answer costs a daemon as much as many a put.
  const before: Spent = { ...(await sent()), cpuMs: cpuOf(daemons) }
  const result = await work()
  const after: Spent = { cpuMs: cpuOf(daemons), ...(await sent()) }
  costs.push(
    { what: `${what}: CPU of all daemons`, value: (after.cpuMs - before.cpuMs) / count, unit: 'ms each' },
    { what: `${what}: envelopes`, value: (after.envelopes - before.envelopes) / count, unit: 'each' },
    { what: `${what}: payload`, value: (after.bytes - before.bytes) / count, unit: 'bytes each' },
  )
  return result
}

async function timed<Result>(count: number, work: (i: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let i = 0; i < count; i++) results.push(await work(i))
  return results
}

async function allHoldZones(): Promise<void> {
  const begun = performance.now()
  for (;;) {
    const states = await Promise.all(clients.map(async (client) => (await client.call('can', {})).state))
    if (states.every((state) => state === 'member')) return
    if (performance.now() - begun > SETTLED_MS) throw new Error(`not all hold a zone: ${states.join(' ')}`)
    await pause(250)
  }
}

/** A share of a core in percent, of each daemon in the mean, when nothing is asked of them. */
async function rest(): Promise<number> {
  const before = cpuOf(daemons)
  await pause(REST_MS)
  return (100 * (cpuOf(daemons) - before)) / REST_MS / nodes
}

/** Puts all items, so many at once through all daemons in turn. Returns how many a second, and how often one was put again. */
async function fill(): Promise<{ readonly perSecond: number; readonly again: number }> {
  let next = 0
  let again = 0
  const begun = performance.now()
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items; i = next++) {
      const client = clients[i % clients.length]
      const query = { key: `item-${i}`, lease: '1d', timeoutMs: '30000' }
      for (let isKept = false; !isKept;) {
        try {
          await client?.call('putCanItem', { query, body: Buffer.from(`value ${i}`) })
          isKept = true
        } catch (error) {
          if (again++ >= items) throw error
        }
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return { perSecond: (1000 * items) / (performance.now() - begun), again }
}

interface Page {
  readonly ms: number
  readonly found: number
  readonly asked: number
}

async function pageOf(box: string): Promise<Page> {
  const at = performance.now()
  const answer = await asked?.call('canItems', { query: { box, limit: String(PAGE) } })
  if (answer === undefined || answer.missing.length > 0) throw new Error(`${box} is not complete`)
  return { ms: performance.now() - at, found: answer.items.length, asked: answer.asked }
}

function smallBox(): string {
  const [x, y] = [Math.random() * (1 - SIDE), Math.random() * (1 - SIDE)]
  return `${x},${y}:${x + SIDE},${y + SIDE}`
}

/** As thin as holds one page, through all of the space: every daemon that has a part of it is asked. */
function strip(): string {
  const y = Math.random() * (1 - PAGE / items)
  return `0,${y}:1,${y + (0.9 * PAGE) / items}`
}

async function locate(i: number): Promise<{ readonly ms: number; readonly hops: number }> {
  const located = await asked?.call('canLocate', { query: { key: `locate-${i}` } })
  return { ms: located?.durationMs ?? NaN, hops: located?.hops ?? NaN }
}

async function map(): Promise<number> {
  const at = performance.now()
  const drawn = await asked?.call('canMap', {})
  if (drawn === undefined || drawn.zones.length < nodes) throw new Error(`the map has ${drawn?.zones.length} zones`)
  return performance.now() - at
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length

try {
  await allHoldZones()
  await settled(daemons, performance.now())
  const atRest = await rest()
  const { perSecond, again } = await costOf('put', items, fill)
  await timed(WARM, locate)
  const locates = await costOf('locate', queries, () => timed(queries, (i) => locate(WARM + i)))
  await timed(WARM / 5, () => pageOf(smallBox()))
  const small = await costOf('a small box', queries, () => timed(queries, () => pageOf(smallBox())))
  await timed(WARM / 5, () => pageOf(strip()))
  const strips = await costOf('a strip', queries, () => timed(queries, () => pageOf(strip())))
  const whole = await timed(queries / 5, () => pageOf('0,0:1,1'))
  const maps = await costOf('the map', queries / 5, () => timed(queries / 5, map))
  const ms = (of: readonly { readonly ms: number }[]): number[] => of.map((each) => each.ms)
  printTable(`CAN, ${nodes} daemons, ${items} items, load average ${loadavg()[0]?.toFixed(1)}`, [
    { what: 'locate, p50, inside the daemon', value: median(ms(locates)), unit: 'ms', gate: '< 5' },
    { what: 'locate, p99', value: quantile(ms(locates), 0.99), unit: 'ms' },
    { what: 'hops of a locate', value: mean(locates.map(({ hops }) => hops)), unit: 'hops' },
    { what: `a page of ${PAGE} of a small box, p50`, value: median(ms(small)), unit: 'ms', gate: '< 50' },
    { what: 'p99', value: quantile(ms(small), 0.99), unit: 'ms' },
    { what: 'daemons that answered', value: mean(small.map((each) => each.asked)), unit: '' },
    { what: 'a strip through the space, p50', value: median(ms(strips)), unit: 'ms', gate: '< 50' },
    { what: 'p99', value: quantile(ms(strips), 0.99), unit: 'ms' },
    { what: 'items of it', value: mean(strips.map(({ found }) => found)), unit: '' },
    { what: 'daemons that answered', value: mean(strips.map((each) => each.asked)), unit: '' },
    { what: 'the first page of the whole, p50', value: median(ms(whole)), unit: 'ms', gate: '< 50' },
    { what: 'daemons that answered', value: mean(whole.map((each) => each.asked)), unit: '' },
    { what: 'the map, all daemons, p50', value: median(maps), unit: 'ms' },
    { what: `items put, ${atOnce} at once`, value: perSecond, unit: '/s', note: `${again} put again` },
    { what: 'CPU of a daemon at rest', value: atRest, unit: '%', note: 'all of the daemon' },
  ])
  printTable('What each costs', costs)
} finally {
  for (const client of clients) client.close()
  await fleet.stop()
}
