/**
 * What several positions cost daemons that keep records, in simulation: how long one that was away takes until it is on the
 * ring at all of its positions (virtual time, round trips of 20 ms), what it and the others send for that; and what each
 * sends, and what processor time it takes, at rest, 200 records per daemon compared once a minute.
 *
 *   npx tsx bench/positions.ts [--nodes 16] [--positions 1,4,8,16] [--minutes 5]
 */
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ringIdOfKey } from '../src/base/index.ts'
import { RECORDS_DEFAULTS } from '../src/protocols/records/index.ts'
import { RingSimulation, SimWire, type RingNode } from '../src/sim/index.ts'
import { median, show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '16' },
    positions: { type: 'string', default: '1,4,8,16' },
    minutes: { type: 'string', default: '5' },
  },
})
const MINUTE_MS = 60_000
const GIVE_UP_MS = 600_000
const RECORDS_EACH = 200
const RESTARTS = 5
const STEP_MS = 10

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function measure(nodes: number, positions: number): number[] {
  let [messages, bytes] = [0, 0]
  const wire = new SimWire((index) => sim.nodes[index])
  const sim: RingSimulation = new RingSimulation({
    seed: 'positions',
    positions,
    dedup: true,
    traceEvents: 0,
    machines: { records: RECORDS_DEFAULTS },
    onDeliver: (envelope) => {
      messages++
      bytes += wire.bytesOf(envelope)
    },
  })
  sim.growTo(nodes)
  sim.settle(GIVE_UP_MS)
  sim.run(sim.now + MINUTE_MS)
  fill(sim, RECORDS_EACH * nodes)
  sim.run(sim.now + 5 * MINUTE_MS)
  const starts: number[] = []
  let sent = 0
  for (let i = 0; i < RESTARTS; i++) {
    const node = sim.nodes[i] as RingNode
    sim.stop(node)
    sim.run(sim.now + MINUTE_MS)
    const [before, begunAt] = [messages, sim.now]
    sim.rejoin(node)
    while (!isOnRing(node)) sim.run(sim.now + STEP_MS)
    starts.push(sim.now - begunAt)
    sim.run(begunAt + MINUTE_MS)
    sent += messages - before
  }
  sim.run(sim.now + 10 * MINUTE_MS)
  const forMs = Number(values.minutes) * MINUTE_MS
  const [before, cpuBefore] = [{ messages, bytes }, process.cpuUsage()]
  sim.run(sim.now + forMs)
  const { user } = process.cpuUsage(cpuBefore)
  const each = (nodes * forMs) / 1_000
  const idle = (messages - before.messages) / each
  return [
    positions,
    median(starts),
    sent / RESTARTS - (idle * nodes * MINUTE_MS) / 1_000,
    idle,
    (bytes - before.bytes) / each,
    user / each,
  ]
}

const isOnRing = ({ view }: RingNode): boolean => view.positions().every((position) => view.onRing(position))

function fill(sim: RingSimulation, records: number): void {
  const value = new Uint8Array(1_000)
  let stored = 0
  for (let i = 0; i < records; i++) {
    const key = new TextEncoder().encode(`key ${i}`)
    const args = { id: ringIdOfKey(sha256, key), key, value, ttlMs: 86_400_000, sign: false }
    sim.at(sim.now + 10 * i, () => {
      sim.command(sim.nodes[i % sim.nodes.length] as RingNode, 'records', { name: 'put', args }, 10_000, ({ ok }) => {
        if (ok) stored++
      })
    })
  }
  sim.run(sim.now + 10 * records + 10_000)
  if (stored < records) throw new Error(`${stored} of ${records} were stored`)
}

const columns = ['positions', 'on ring ms', 'for that', 'messages/s', 'bytes/s', 'cpu µs/s']
console.log(
  `\n${values.nodes} daemons simulated, ${RECORDS_EACH} records each: one that comes back, then all at rest\n`,
)
console.log(columns.map((name) => name.padStart(11)).join(' '))
for (const each of values.positions.split(',')) {
  const row = measure(Number(values.nodes), Number(each))
  console.log(row.map((cell) => show(cell).padStart(11)).join(' '))
}
