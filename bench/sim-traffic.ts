/**
 * What maintenance costs a daemon on the wire, in simulation: messages and bytes a second that each sends, envelopes
 * encoded as a daemon encodes them (references carry one address), without frame, Noise and TCP.
 *
 *   npx tsx bench/sim-traffic.ts [--nodes 64] [--positions 1,4,8,16,64] [--minutes 5]
 *   npx tsx bench/sim-traffic.ts --nodes 1024 --positions 1 --sessions 60 --minutes 10
 *
 * Idle: an ideal ring whose periods have come to rest. With --sessions: nodes live and are gone for so many minutes in the
 * mean (exponential) and look up a key every 10 minutes, as in Li et al., "A performance vs. cost framework for evaluating
 * DHT design tradeoffs under churn", INFOCOM 2005: there Chord of 1,024 nodes with sessions of an hour has its
 * look-ups answered in 186 to 226 ms (median) at 40 bytes per node and second. Keys: what part of the ring the daemon with
 * the most owns, over the mean; copies: the same of the records it keeps, three of each on distinct daemons.
 */
import { parseArgs } from 'node:util'
import { arcFraction, type NodeRef } from '../src/base/index.ts'
import type { ChordRequest, ChordResponse } from '../src/protocols/chord/index.ts'
import type { Envelope } from '../src/protocols/index.ts'
import { RingSimulation, SimWire } from '../src/sim/index.ts'
import { quantile, show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '64' },
    positions: { type: 'string', default: '1,4,8,16,64' },
    minutes: { type: 'string', default: '5' },
    sessions: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
})
const MINUTE_MS = 60_000
/** After the ring is ideal: fingers are found, and what has changed is long ago. */
const REST_MS = 10 * MINUTE_MS
const GIVE_UP_MS = 3_600_000
/** Of each record (records.replicas). */
const COPIES = 3
/** A look-up of each node, mean time between two (Li et al. §4). */
const LOOKUP_MS = 10 * MINUTE_MS
/** What an address adds to a reference on the wire: IPv4, TCP, and how each of them is tagged. */
const ADDRESS_BYTES = '/ip4/203.0.113.77/tcp/9470'.length + 2

interface Measured {
  readonly positions: number
  readonly messages: number
  /** What would be messages if positions did not share them. */
  readonly parts: number
  readonly bytes: number
  readonly p99: number
  readonly most: number
  readonly copies: number
  readonly kept: number
  readonly hops: number
  readonly latencyMs: number
  readonly failed: number
}

function measure(nodes: number, positions: number): Measured {
  let messages = 0
  let parts = 0
  let bytes = 0
  let counting = false
  const wire = new SimWire((index) => sim.nodes[index])
  const sim = new RingSimulation({
    seed: values.seed,
    positions,
    traceEvents: 0,
    onDeliver: (envelope) => {
      if (!counting) return
      messages++
      parts += partsOf(envelope)
      bytes += wire.bytesOf(envelope) + ADDRESS_BYTES * references(envelope)
    },
  })
  sim.growTo(nodes)
  sim.settle(GIVE_UP_MS)
  const forMs = Number(values.minutes) * MINUTE_MS
  if (values.sessions !== undefined) churn(sim, Number(values.sessions) * MINUTE_MS, sim.now + REST_MS + forMs)
  sim.run(sim.now + REST_MS)
  counting = true
  const until = sim.now + forMs
  const lookups = values.sessions === undefined ? undefined : lookUp(sim, until)
  let seconds = 0
  while (sim.now < until) {
    seconds += sim.alive.length
    sim.run(sim.now + 1_000)
  }
  counting = false
  const loads = values.sessions === undefined ? loadsOf(sim, 1) : []
  const copies = values.sessions === undefined ? loadsOf(sim, COPIES) : []
  const idle = lookups ?? probe(sim)
  return {
    positions,
    messages: messages / seconds,
    parts: parts / seconds,
    bytes: bytes / seconds,
    p99: quantile(loads, 0.99) * loads.length,
    most: Math.max(...loads) * loads.length,
    copies: (quantile(copies, 0.99) * copies.length) / COPIES,
    kept: keptOf(sim),
    hops: idle.hops(),
    latencyMs: idle.latencyMs(),
    failed: idle.failed(),
  }
}

function partsOf(envelope: Envelope): number {
  const body = 'body' in envelope ? (envelope.body as ChordRequest | ChordResponse) : undefined
  if (body?.type !== 'batch') return 1
  return 'requests' in body ? body.requests.length : body.answers.length
}

/** References to nodes in a body, however deep. */
function references(of: unknown): number {
  if (typeof of !== 'object' || of === null) return 0
  if (Array.isArray(of)) return of.reduce((sum: number, each) => sum + references(each), 0)
  if ('peer' in of && 'epoch' in of) return 1
  return Object.values(of as Envelope | NodeRef).reduce((sum: number, each) => sum + references(each), 0)
}

/** The part of the ring of which each daemon keeps one of so many copies: it owns it, or follows its owner. */
function loadsOf(sim: RingSimulation, copies: number): number[] {
  const kept = new Map<string, number>()
  for (const { node, position } of sim.places()) {
    const boundary = node.view.boundary(position)
    const part = boundary === undefined ? 0 : arcFraction(boundary.id, node.view.self(position).id)
    for (const { peer } of [node, ...node.view.replicas(position, copies - 1)]) {
      kept.set(peer, (kept.get(peer) ?? 0) + part)
    }
  }
  return [...kept.values()]
}

/** Other daemons in the tables of one, mean: connections that are kept. */
function keptOf(sim: RingSimulation): number {
  const members = sim.members()
  const known = members.map(({ peer, view }) => {
    const peers = new Set(view.knownNodes().map((each) => each.peer))
    peers.delete(peer)
    return peers.size
  })
  return known.reduce((sum, each) => sum + each, 0) / members.length
}

interface Lookups {
  hops(): number
  latencyMs(): number
  failed(): number
}

function collect(sim: RingSimulation): Lookups & { look: () => void; open: () => number } {
  const times: number[] = []
  let hops = 0
  let failed = 0
  let open = 0
  const random = sim.random.fork('look-ups')
  return {
    look: () => {
      const from = random.pick(sim.members())
      if (from === undefined) return
      open++
      sim.lookup(from, sim.drawTarget(random), (result) => {
        open--
        if (!result.ok) failed++
        else {
          times.push(result.value.durationMs)
          hops += result.value.hops
        }
      })
    },
    open: () => open,
    hops: () => hops / times.length,
    latencyMs: () => quantile(times, 0.5),
    failed: () => failed / (times.length + failed),
  }
}

/** A thousand look-ups on the ring as it is. */
function probe(sim: RingSimulation): Lookups {
  const lookups = collect(sim)
  for (let i = 0; i < 1_000; i++) sim.at(sim.now + 10 * i, lookups.look)
  sim.run(sim.now + 30_000)
  return lookups
}

function lookUp(sim: RingSimulation, until: number): Lookups {
  const lookups = collect(sim)
  const random = sim.random.fork('when to look up')
  const next = (): void => {
    const at = sim.now + random.exponential(LOOKUP_MS / Math.max(1, sim.alive.length))
    if (at >= until) return
    sim.at(at, () => {
      lookups.look()
      next()
    })
  }
  next()
  return lookups
}

/** Each node crashes after a time and starts again after another, both exponential with the same mean. */
function churn(sim: RingSimulation, meanMs: number, until: number): void {
  const random = sim.random.fork('sessions')
  for (const node of sim.nodes) {
    const turn = (): void => {
      const at = sim.now + random.exponential(meanMs)
      if (at >= until) return
      sim.at(at, () => {
        if (node.alive) sim.crash(node)
        else sim.rejoin(node)
        turn()
      })
    }
    turn()
  }
}

const rows = values.positions.split(',').map((positions) => measure(Number(values.nodes), Number(positions)))
const sessions = values.sessions === undefined ? 'idle' : `sessions of ${values.sessions} minutes`
const columns = [
  'positions',
  'messages/s',
  'alone',
  'bytes/s',
  'most keys',
  'p99 keys',
  'p99 copies',
  'known peers',
  'hops',
  'median ms',
  'failed',
]
console.log(`\n${values.nodes} nodes simulated, ${sessions}; sent by each\n`)
console.log(columns.map((name) => name.padStart(11)).join(' '))
for (const row of rows) {
  const cells = [
    row.messages,
    row.parts,
    row.bytes,
    row.most,
    row.p99,
    row.copies,
    row.kept,
    row.hops,
    row.latencyMs,
  ].map((each) => (Number.isFinite(each) ? show(each) : ''))
  const line = [row.positions.toString(), ...cells, `${(row.failed * 100).toFixed(2)} %`]
  console.log(line.map((cell) => cell.padStart(11)).join(' '))
}
