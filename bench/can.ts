/**
 * CAN on daemon processes on loopback: locate (time inside the daemon) and region queries over all daemons (over HTTP), warm;
 * with the CPU that all daemons use at rest, of which the space is a part.
 *
 *   npx tsx bench/can.ts [--nodes 32] [--items 100000] [--queries 300]
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { AdminClient } from '../src/admin/client.ts'
import { Fleet } from '../src/cli/fleet.ts'
import { median, printTable, processUsage, quantile } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '32' },
    items: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '300' },
  },
})
const nodes = Number(values.nodes)
const items = Number(values.items)
const queries = Number(values.queries)
const WARM = 500
/** Puts under way at once. */
const AT_ONCE = 32
/** Items that one query asks for; its box holds some four times as many. */
const PAGE = 100
/** Side of the boxes that are small for the space. */
const SIDE = Math.sqrt((4 * PAGE) / items)
const SETTLED_MS = 120_000
const REST_MS = 30_000

const fleet = await Fleet.start({ nodes, dir: await mkdtemp(join(tmpdir(), 'orbweaver-bench-')) })
try {
  const clients = fleet.daemons.map(({ url, token }) => new AdminClient({ url, token, timeoutMs: 60_000 }))
  const [asked = clients[0]] = clients.slice(1)
  if (asked === undefined) throw new Error('no daemon')
  const begun = performance.now()
  for (;;) {
    const states = await Promise.all(clients.map(async (client) => (await client.call('can', {})).state))
    if (states.every((state) => state === 'member')) break
    if (performance.now() - begun > SETTLED_MS) throw new Error(`not all hold a zone: ${states.join(' ')}`)
    await pause(250)
  }
  const restBegun = fleet.daemons.map(({ pid = 0 }) => processUsage(pid).cpuMs)
  await pause(REST_MS)
  const restMs = fleet.daemons.map(({ pid = 0 }, i) => processUsage(pid).cpuMs - (restBegun[i] ?? 0))

  let next = 0
  let again = 0
  const putBegun = performance.now()
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items; i = next++) {
      const client = clients[i % clients.length] ?? asked
      const query = { key: `item-${i}`, lease: '1d', timeoutMs: '30000' }
      for (let isKept = false; !isKept;) {
        try {
          await client.call('putCanItem', { query, body: Buffer.from(`value ${i}`) })
          isKept = true
        } catch {
          again++
        }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const putMs = performance.now() - putBegun

  const locates: { readonly ms: number; readonly hops: number }[] = []
  for (let i = 0; i < WARM + queries; i++) {
    const { durationMs, hops } = await asked.call('canLocate', { query: { key: `locate-${i}` } })
    if (i >= WARM) locates.push({ ms: durationMs, hops })
  }
  const query = async (
    box: string,
  ): Promise<{ readonly ms: number; readonly found: number; readonly asked: number }> => {
    const at = performance.now()
    const answer = await asked.call('canItems', { query: { box, limit: String(PAGE) } })
    if (answer.missing.length > 0) throw new Error(`${box} is not complete`)
    return { ms: performance.now() - at, found: answer.items.length, asked: answer.asked }
  }
  const small: Awaited<ReturnType<typeof query>>[] = []
  const maps: number[] = []
  for (let i = 0; i < queries; i++) {
    const [x, y] = [Math.random() * (1 - SIDE), Math.random() * (1 - SIDE)]
    small.push(await query(`${x},${y}:${x + SIDE},${y + SIDE}`))
  }
  const strips: Awaited<ReturnType<typeof query>>[] = []
  for (let i = 0; i < queries; i++) {
    // As thin as holds one page, through all of the space: half of the daemons or so have a part of it.
    const y = Math.random() * (1 - PAGE / items)
    strips.push(await query(`0,${y}:1,${y + (0.9 * PAGE) / items}`))
  }
  for (let i = 0; i < Math.min(queries, 50); i++) {
    const at = performance.now()
    const { zones } = await asked.call('canMap', {})
    if (zones.length < nodes) throw new Error(`the map has ${zones.length} zones`)
    maps.push(performance.now() - at)
  }
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
  const ms = (of: readonly { readonly ms: number }[]): number[] => of.map((each) => each.ms)
  printTable(`CAN, ${nodes} daemons, ${items} items`, [
    { what: 'locate, p50, inside the daemon', value: median(ms(locates)), unit: 'ms', gate: '< 5' },
    { what: 'locate, p99', value: quantile(ms(locates), 0.99), unit: 'ms' },
    { what: 'hops of a locate', value: mean(locates.map(({ hops }) => hops)), unit: 'hops' },
    { what: `a page of ${PAGE} of a small box, p50`, value: median(ms(small)), unit: 'ms', gate: '< 50' },
    { what: 'daemons that answered', value: mean(small.map((each) => each.asked)), unit: '' },
    { what: 'a strip through the space, p50', value: median(ms(strips)), unit: 'ms', gate: '< 50' },
    { what: 'items of it', value: mean(strips.map(({ found }) => found)), unit: '' },
    { what: 'daemons that answered', value: mean(strips.map((each) => each.asked)), unit: '' },
    { what: 'the map, all daemons, p50', value: median(maps), unit: 'ms' },
    { what: 'items put, 32 at once', value: (1000 * items) / putMs, unit: '/s', note: `${again} put again` },
    { what: 'CPU of a daemon at rest', value: (100 * mean(restMs)) / REST_MS, unit: '%', note: 'all of the daemon' },
  ])
  for (const client of clients) client.close()
} finally {
  await fleet.stop()
}
