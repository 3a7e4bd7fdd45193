/**
 * Chord at scale in virtual time: N nodes grown by joins from a ring of one (at most a quarter of the ring per two
 * stabilise periods), until exactly ideal, then look-ups that must all be right. With --hops: mean hops to the predecessor
 * with ideal fingers and no help from successor lists, against ½·log2 N − 0.14 (Stoica et al., ToN 2003, re-derived).
 * Then the steady state: maintenance of an ideal ring with N/20 look-ups a second. Rates are by CPU time of this process,
 * which other load on the machine does not change; a step's time holds its share of the simulator's.
 *
 *   npx tsx bench/sim-chord.ts [--nodes 10000] [--lookups 10000] [--seed 1] [--hops] [--growth]
 *
 * With --growth: no steady state. 100,000 nodes need more memory than Node takes by itself:
 *
 *   NODE_OPTIONS=--max-old-space-size=11000 npx tsx bench/sim-chord.ts --nodes 100000 --lookups 100000 --growth
 *
 * How far it is goes to stderr. The exit code is 1 when an answer is wrong or missing, or more is used than may be.
 */
import { getHeapStatistics } from 'node:v8'
import { parseArgs } from 'node:util'
import { Random } from '../src/base/index.ts'
import { ownerOf, RingSimulation, type RingNode } from '../src/sim/index.ts'
import { printTable, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '10000' },
    lookups: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    hops: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
  },
})
const nodes = Number(values.nodes)
const lookups = Number(values.lookups)
/** What a node takes at most while the ring grows, garbage included. */
const NODE_BYTES = 80_000
if (nodes * NODE_BYTES > getHeapStatistics().heap_size_limit) {
  const needed = Math.ceil((nodes * NODE_BYTES) / 1e6)
  throw new Error(`${nodes} nodes need a larger heap: set NODE_OPTIONS=--max-old-space-size=${needed}`)
}
/** Virtual time after which something is wrong: the ring should have been ideal long before. */
const GIVE_UP_MS = 3_600_000

/** Virtual time of the steady state that is measured, after as much to warm up: enough messages at any size. */
const STEADY_MS = Math.max(20_000, 120_000_000 / nodes)

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What may be used, by the number of nodes: CPU seconds until all look-ups are answered, and resident GB. */
const LIMITS = new Map([
  [10_000, { seconds: 120, gigabytes: 3 }],
  [100_000, { seconds: 1_800, gigabytes: 12.9 }],
])
/** Between two reports of how far it is, CPU seconds. */
const REPORT_SECONDS = 10

let steps = 0
const begun = cpuSeconds()
const sim = new RingSimulation({
  seed: Number(values.seed),
  onStep: () => {
    steps++
  },
  traceEvents: 0,
  links: false,
  params: { routeBySuccessors: !values.hops },
})
const run = (forMs: number): void => {
  sim.run(sim.now + forMs)
  report(`${sim.nodes.length} nodes`)
}
let reportedAt = begun
function report(what: string): void {
  const now = cpuSeconds()
  if (now < reportedAt + REPORT_SECONDS) return
  reportedAt = now
  const at = `${(now - begun).toFixed(0)} s of CPU, ${(sim.now / 1000).toFixed(0)} s virtual`
  const memory = `${(process.memoryUsage.rss() / 1e9).toFixed(1)} GB`
  console.error(`${at}: ${what}, ${(sim.delivered / 1e6).toFixed(1)} million messages, ${memory}`)
}
sim.growTo(nodes, run)
const grownAt = sim.now
sim.settle(GIVE_UP_MS, { fingers: values.hops, run })
const idealAt = sim.now
const idealSeconds = cpuSeconds() - begun
const messages = sim.delivered
const idealSteps = steps

const random = new Random('look-ups')
const members = sim.members()
let wrong = 0
let failed = 0
let hopSum = 0
let open = lookups
/** Each node begins one a second. */
const lookupsMs = (1_000 * lookups) / nodes
for (let i = 0; i < lookups; i++) {
  sim.at(sim.now + (i * lookupsMs) / lookups, () => {
    const from = members[random.below(members.length)] as RingNode
    const target = sim.drawTarget(random)
    const expected = ownerOf(members, target)
    sim.lookup(from, target, (result) => {
      open--
      if (!result.ok) failed++
      else if (result.value.owner.id !== expected.ringId) wrong++
      // The owner is one hop more than its predecessor; both are 0 when the asker owns the target.
      else hopSum += Math.max(0, result.value.hops - 1)
    })
  })
}
while (open > 0) {
  sim.run(sim.now + 100)
  report(`${open} look-ups open`)
}
const seconds = cpuSeconds() - begun

const heapBytes = process.memoryUsage().heapUsed
let late = 0
const every = 20_000 / nodes
const background = (untilMs: number): void => {
  for (let at: number = sim.now; at < untilMs; at += every) {
    sim.at(at, () => {
      sim.lookup(members[random.below(members.length)] as RingNode, sim.drawTarget(random), (result) => {
        if (!result.ok) late++
      })
    })
  }
  sim.run(untilMs)
}
if (!values.growth) background(sim.now + STEADY_MS)
const steadyBegun = cpuSeconds()
const steadyMessages = sim.delivered
const steadySteps = steps
if (!values.growth) background(sim.now + STEADY_MS)
const steadySeconds = cpuSeconds() - steadyBegun
const gigabytes = process.resourceUsage().maxRSS / 1e6
const limitsOf = (pick: (limits: { seconds: number; gigabytes: number }) => number): string =>
  [...LIMITS].map(([of, limits]) => `≤ ${pick(limits)} at ${of.toLocaleString('en')}`).join(', ')
const expectedHops = 0.5 * Math.log2(nodes) - 0.14
const steadyRows = (): Row[] => [
  {
    what: 'messages per second, steady',
    value: (sim.delivered - steadyMessages) / steadySeconds,
    unit: '/s',
    gate: '≥ 300,000 at 1,000 nodes, ≥ 100,000 at 10,000',
  },
  {
    what: 'per step, steady',
    value: (steadySeconds / (steps - steadySteps)) * 1e6,
    unit: 'µs',
    gate: '≤ 2',
    note: 'host and simulator together',
  },
]
printTable(`Chord, ${nodes} nodes simulated, seed ${values.seed}`, [
  { what: 'all joined at (virtual)', value: grownAt / 1000, unit: 's' },
  { what: 'exactly ideal at (virtual)', value: idealAt / 1000, unit: 's' },
  { what: 'exactly ideal after (CPU)', value: idealSeconds, unit: 's' },
  {
    what: 'all look-ups done after (CPU)',
    value: seconds,
    unit: 's',
    gate: limitsOf(({ seconds: most }) => most),
  },
  { what: 'messages until ideal', value: messages, unit: '' },
  { what: 'messages per second until ideal', value: messages / idealSeconds, unit: '/s' },
  { what: 'per step until ideal', value: (idealSeconds / idealSteps) * 1e6, unit: 'µs' },
  ...(values.growth ? [] : steadyRows()),
  { what: 'heap in use after the look-ups', value: heapBytes / 1e9, unit: 'GB' },
  {
    what: 'peak RSS',
    value: gigabytes,
    unit: 'GB',
    gate: limitsOf(({ gigabytes: most }) => most),
  },
  { what: 'look-ups', value: lookups, unit: '' },
  { what: 'wrong answers', value: wrong, unit: '', gate: '0' },
  { what: 'failed look-ups', value: failed + late, unit: '', gate: '0' },
  {
    what: 'mean hops to the predecessor',
    value: hopSum / lookups,
    unit: '',
    note: `½·log2 N − 0.14 = ${expectedHops.toFixed(2)} without successor lists`,
  },
])
const limits = LIMITS.get(nodes)
const isBeyond = limits !== undefined && (seconds > limits.seconds || gigabytes > limits.gigabytes)
if (wrong + failed + late > 0 || isBeyond) process.exitCode = 1
