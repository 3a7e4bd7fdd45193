/**
 * What a CAN costs a daemon at rest, in simulation: messages and bytes a second that each sends, by what they are for,
 * beside those of its Chord. Envelopes are encoded as a daemon encodes them, references with one address, without frame,
 * Noise and TCP.
 *
 *   npx tsx bench/sim-can-calm.ts [--nodes 16,64,1024] [--minutes 5] [--items 10]
 */
import { parseArgs } from 'node:util'
import { CAN_DEFAULTS } from '../src/protocols/can/index.ts'
import type { Envelope } from '../src/protocols/index.ts'
import { RingSimulation, SimWire } from '../src/sim/index.ts'
import { show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '16,64,1024' },
    minutes: { type: 'string', default: '5' },
    /** Of each node. */
    items: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
})
const MINUTE_MS = 60_000
/** After the last join: the ring is ideal, and all periods have come to rest. */
const REST_MS = 5 * MINUTE_MS
const LEASE_MS = 24 * 60 * MINUTE_MS
/** What an address adds to a reference on the wire. */
const ADDRESS_BYTES = '/ip4/203.0.113.77/tcp/9470'.length + 2

interface Sum {
  messages: number
  bytes: number
}

function references(of: unknown): number {
  if (typeof of !== 'object' || of === null) return 0
  if (Array.isArray(of)) return of.reduce((sum: number, each) => sum + references(each), 0)
  if ('peer' in of && 'epoch' in of) return 1
  return Object.values(of).reduce((sum: number, each) => sum + references(each), 0)
}

function purposeOf(envelope: Envelope): string {
  if (!('machine' in envelope)) return 'other'
  if (envelope.machine !== 'can') return envelope.machine
  return `can ${(envelope.body as { type: string }).type}`
}

function measure(nodes: number): void {
  const sums = new Map<string, Sum>()
  let counting = false
  const wire = new SimWire((index) => sim.nodes[index])
  const sim = new RingSimulation({
    seed: values.seed,
    traceEvents: 0,
    machines: { can: CAN_DEFAULTS },
    onDeliver: (envelope) => {
      if (!counting) return
      const purpose = purposeOf(envelope)
      const sum = sums.get(purpose) ?? { messages: 0, bytes: 0 }
      sum.messages++
      sum.bytes += wire.bytesOf(envelope) + ADDRESS_BYTES * references(envelope)
      sums.set(purpose, sum)
    },
  })
  sim.growTo(nodes)
  sim.run(sim.now + MINUTE_MS)
  for (let i = 0; i < Number(values.items) * nodes; i++) {
    const point = [sim.random.float(), sim.random.float()]
    const args = { space: 0, point, key: Uint8Array.of(i & 255, i >> 8), value: new Uint8Array(100), leaseMs: LEASE_MS }
    const node = sim.alive[i % sim.alive.length]
    if (node !== undefined) sim.command(node, 'can', { name: 'put', args }, 10_000, () => undefined)
  }
  sim.run(sim.now + REST_MS)
  counting = true
  const forMs = Number(values.minutes) * MINUTE_MS
  sim.run(sim.now + forMs)
  const seconds = (nodes * forMs) / 1_000
  console.log(`\n${nodes} nodes, each second and node:      messages     bytes`)
  const line = (name: string, { messages, bytes }: Sum): void => {
    console.log(`  ${name.padEnd(32)} ${show(messages / seconds).padStart(10)} ${show(bytes / seconds).padStart(10)}`)
  }
  const all = [...sums].sort(([, a], [, b]) => b.messages - a.messages)
  for (const [purpose, sum] of all) line(purpose, sum)
  const can: Sum = { messages: 0, bytes: 0 }
  for (const [purpose, { messages, bytes }] of all) {
    if (!purpose.startsWith('can ')) continue
    can.messages += messages
    can.bytes += bytes
  }
  line('can, all', can)
}

for (const nodes of values.nodes.split(',').map(Number)) measure(nodes)
