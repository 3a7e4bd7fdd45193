/**
 * CAN at scale in virtual time: N nodes grown by joins, on a ring that grows by the same nodes, until the zones tile the
 * torus exactly, everybody holds one and knows exactly its neighbours; then locates from all that must all be right, with
 * their hops against (d/4)·n^(1/d) (Ratnasamy et al., SIGCOMM 2001). Then the steady state, beside that of a ring of as many
 * nodes without CAN. CPU time is of this process, which other load on the machine does not change; a node's share holds its
 * share of the simulator's.
 *
 *   npx tsx bench/sim-can.ts [--nodes 2000] [--dimensions 2] [--locates 4000] [--seed 1]
 *
 * How far it is goes to stderr. The exit code is 1 when an answer is wrong or missing.
 */
import { parseArgs } from 'node:util'
import {
  areNeighbours,
  contains,
  pathOfPoint,
  Random,
  ROOT_PATH,
  tilingFaults,
  zoneOf,
  type Box,
  type PeerKey,
  type Point,
  type ZonePath,
} from '../src/base/index.ts'
import { CAN_DEFAULTS, type Can, type CanParams, type Located, type SpaceShown } from '../src/protocols/can/index.ts'
import type { Machine, Protocol, Result } from '../src/protocols/index.ts'
import { RingSimulation, type RingNode } from '../src/sim/index.ts'
import { printTable, quantile } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '2000' },
    dimensions: { type: 'string', default: '2' },
    locates: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
  },
})
const nodes = Number(values.nodes)
const dimensions = Number(values.dimensions)
const locates = Number(values.locates)
/** Virtual time after which something is wrong. */
const GIVE_UP_MS = 3_600_000
/** Virtual time of the steady state that is measured, after as much without measuring. */
const STEADY_MS = 60_000
/** Between two looks whether all is as it should be, virtual. */
const LOOK_MS = 1_000
/** Between two reports of how far it is, CPU seconds. */
const REPORT_SECONDS = 10

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
let reportedAt = cpuSeconds()
function report(sim: RingSimulation, what: string): void {
  const now = cpuSeconds()
  if (now < reportedAt + REPORT_SECONDS) return
  reportedAt = now
  const virtual = `${(sim.now / 1000).toFixed(0)} s virtual`
  console.error(`${now.toFixed(0)} s of CPU, ${virtual}: ${what}, ${(sim.delivered / 1e6).toFixed(1)} million messages`)
}

const cans = new Map<PeerKey, Can>()
/** Asks and answers of the CAN machines. */
let canMessages = 0
function counted(machine: Machine<Protocol>): Machine<Protocol> {
  return {
    step: (ctx, input) => {
      const effects = machine.step(ctx, input)
      for (const { type } of effects) if (type === 'ask' || type === 'respond') canMessages++
      return effects
    },
    get wakeAt() {
      return machine.wakeAt
    },
    hears: machine.hears,
  }
}

function grown(params: CanParams | undefined): RingSimulation {
  const sim = new RingSimulation({
    seed: Number(values.seed),
    traceEvents: 0,
    links: false,
    ...(params === undefined ? {} : { machines: { can: params } }),
    between: ({ peer }, name, machine) => {
      if (name !== 'can') return machine
      cans.set(peer, machine as unknown as Can)
      return counted(machine)
    },
  })
  const run = (forMs: number): void => {
    sim.run(sim.now + forMs)
    report(sim, `${sim.nodes.length} nodes`)
  }
  sim.growTo(nodes, run)
  sim.settle(GIVE_UP_MS, { fingers: false, run })
  return sim
}

const shownOf = ({ peer }: RingNode): SpaceShown | undefined => cans.get(peer)?.describe()[0]

/** Whether two boxes have at least a corner in common on the torus. */
const touch = (a: Box, b: Box): boolean =>
  a.low.every((low, i) => {
    const [high, otherLow, otherHigh] = [a.high[i] ?? 1, b.low[i] ?? 0, b.high[i] ?? 1]
    const meets = low <= otherHigh && otherLow <= high
    return meets || (low === 0 && otherHigh === 1) || (otherLow === 0 && high === 1)
  })

/** Why not everybody holds one zone of an exact tiling and knows exactly its neighbours; undefined: it is so. */
function notIdeal(sim: RingSimulation): string | undefined {
  const all = sim.nodes.flatMap((node) => shownOf(node) ?? [])
  const odd = all.find(({ state, zones, granted }) => state !== 'member' || zones.length !== 1 || granted.length > 0)
  if (all.length < nodes) return `${all.length} of ${nodes} have a space`
  if (odd !== undefined) return `${odd.self.peer} is ${odd.state} with ${odd.zones.length} zones`
  const byPath = new Map(all.flatMap((each) => each.zones.map(({ path }) => [path, each] as const)))
  const { overlaps, gaps } = tilingFaults(byPath.keys())
  if (byPath.size < all.length || overlaps.length + gaps.length > 0) return 'the zones do not tile the torus'
  for (const { self, zones, neighbours } of all) {
    const expected = zones.flatMap((zone) => abutting(zone, byPath))
    const known = new Set(neighbours.map(({ ref }) => ref.peer))
    if (known.size !== expected.length || expected.some((peer) => !known.has(peer)))
      return `${self.peer} knows ${known.size} neighbours and has ${expected.length}`
  }
  return undefined
}

/** Down the partition tree, where something touches. */
function abutting(zone: Box, byPath: ReadonlyMap<ZonePath, SpaceShown>): PeerKey[] {
  const peers: PeerKey[] = []
  const open: ZonePath[] = [ROOT_PATH]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const box = zoneOf(path, dimensions)
    if (!touch(zone, box)) continue
    const holder = byPath.get(path)
    if (holder === undefined) open.push(`${path}0` as ZonePath, `${path}1` as ZonePath)
    else if (areNeighbours(zone, box)) peers.push(holder.self.peer)
  }
  return peers
}

const begun = cpuSeconds()
const sim = grown({ ...CAN_DEFAULTS, dimensions })
const grownAt = sim.now
for (let why = notIdeal(sim); why !== undefined; why = notIdeal(sim)) {
  if (sim.now - grownAt > GIVE_UP_MS) throw new Error(why)
  sim.run(sim.now + LOOK_MS)
  report(sim, why)
}
const idealAt = sim.now
const idealSeconds = cpuSeconds() - begun
const idealMessages = canMessages

const random = new Random('locates')
const holders = new Map(
  sim.nodes.flatMap((node) => shownOf(node)?.zones.map(({ path }) => [path, node.peer] as const) ?? []),
)
function holderOf(point: Point): PeerKey | undefined {
  for (let depth = 0; ; depth++) {
    const holder = holders.get(pathOfPoint(point, depth))
    if (holder !== undefined || depth > 32 * dimensions) return holder
  }
}
let open = locates
let wrong = 0
let failed = 0
const hops: number[] = []
for (let i = 0; i < locates; i++) {
  // In turn from all, each once a second.
  sim.at(sim.now + Math.floor((1_000 * i) / nodes), () => {
    const from = sim.nodes[i % sim.nodes.length] as RingNode
    const point = Array.from({ length: dimensions }, () => random.float())
    const expected = holderOf(point)
    sim.command(from, 'can', { name: 'locate', args: { space: 0, point, trace: false } }, 10_000, (result) => {
      open--
      const located = result as Result<Located>
      if (!located.ok) failed++
      else if (located.value.owner.peer !== expected || !contains(zoneOf(located.value.claim.path, dimensions), point))
        wrong++
      else hops.push(located.value.hops)
    })
  })
}
while (open > 0) {
  sim.run(sim.now + LOOK_MS)
  report(sim, `${open} locates open`)
}

/** CPU and messages of a node in a second in which nothing happens. */
function steady(of: RingSimulation): { readonly cpuUs: number; readonly messages: number; readonly can: number } {
  of.run(of.now + STEADY_MS)
  const [cpu, messages, can] = [cpuSeconds(), of.delivered, canMessages]
  of.run(of.now + STEADY_MS)
  const share = (value: number): number => value / nodes / (STEADY_MS / 1_000)
  return {
    cpuUs: share(cpuSeconds() - cpu) * 1e6,
    messages: share(of.delivered - messages),
    can: share(canMessages - can),
  }
}
const withCan = steady(sim)
const neighbours = sim.nodes.reduce((sum, node) => sum + (shownOf(node)?.neighbours.length ?? 0), 0) / nodes
const without = steady(grown(undefined))
const mean = hops.reduce((sum, each) => sum + each, 0) / Math.max(1, hops.length)
const formula = (dimensions / 4) * nodes ** (1 / dimensions)
printTable(`CAN, ${nodes} nodes simulated, ${dimensions} dimensions, seed ${values.seed}`, [
  { what: 'ring grown at (virtual)', value: grownAt / 1000, unit: 's' },
  { what: 'zones and neighbours exact at (virtual)', value: idealAt / 1000, unit: 's' },
  { what: 'zones and neighbours exact after (CPU)', value: idealSeconds, unit: 's' },
  { what: 'messages of CAN until then, per node', value: idealMessages / nodes, unit: '' },
  { what: 'neighbours of a node', value: neighbours, unit: '' },
  { what: 'locates', value: locates, unit: '' },
  { what: 'wrong answers', value: wrong, unit: '', gate: '0' },
  { what: 'failed locates', value: failed, unit: '', gate: '0' },
  { what: 'mean hops', value: mean, unit: '', note: `${(mean / formula).toFixed(2)} of (d/4)·n^(1/d)` },
  { what: '99th percentile of hops', value: quantile(hops, 0.99), unit: '' },
  { what: 'steady: messages of CAN of a node', value: withCan.can, unit: '/s', note: 'asks and answers' },
  { what: 'steady: all messages of a node', value: withCan.messages, unit: '/s' },
  { what: 'the same without CAN', value: without.messages, unit: '/s' },
  { what: 'steady: CPU of a node', value: withCan.cpuUs, unit: 'µs/s', note: 'ring, CAN and simulator together' },
  { what: 'the same without CAN', value: without.cpuUs, unit: 'µs/s' },
])
if (wrong + failed > 0) process.exitCode = 1
