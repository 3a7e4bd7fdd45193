/**
 * What each further machine costs a simulated peer that has nothing for it to do: memory of a node, and messages a second
 * of CPU time while an ideal ring is maintained. Runs alternate, so that all meet the same machine.
 *
 *   npx tsx --expose-gc bench/sim-machines.ts [--nodes 1000] [--runs 3]
 */
import { parseArgs } from 'node:util'
import type { NodeRef } from '../src/base/index.ts'
import { AGREEMENT_DEFAULTS } from '../src/protocols/agreement/index.ts'
import { NAMES_DEFAULTS } from '../src/protocols/names/index.ts'
import { PROVIDERS_DEFAULTS } from '../src/protocols/providers/index.ts'
import { RECORDS_DEFAULTS } from '../src/protocols/records/index.ts'
import { SWARM_DEFAULTS } from '../src/protocols/swarm/index.ts'
import { TALLY_DEFAULTS } from '../src/protocols/tally/index.ts'
import { RingSimulation, type RingMachines } from '../src/sim/index.ts'
import { median, printTable } from './report.ts'

const { values } = parseArgs({
  options: { nodes: { type: 'string', default: '1000' }, runs: { type: 'string', default: '3' } },
})
const nodes = Number(values.nodes)
/** Virtual time that is measured, after the ring is ideal. */
const STEADY_MS = 120_000
const GIVE_UP_MS = 3_600_000

const WITH_TALLY: RingMachines = { providers: PROVIDERS_DEFAULTS, swarm: SWARM_DEFAULTS, tally: TALLY_DEFAULTS }
const WITH_RECORDS: RingMachines = { ...WITH_TALLY, records: RECORDS_DEFAULTS }
type Machines = RingMachines | ((self: NodeRef) => RingMachines)
const SETS: readonly [name: string, machines: Machines][] = [
  ['Chord alone', {}],
  ['and providers', { providers: PROVIDERS_DEFAULTS }],
  ['and swarm', { providers: PROVIDERS_DEFAULTS, swarm: SWARM_DEFAULTS }],
  ['and tally', WITH_TALLY],
  ['and records', WITH_RECORDS],
  [
    'and agreement and names',
    ({ peer }) => ({
      ...WITH_RECORDS,
      agreement: { ...AGREEMENT_DEFAULTS, founder: peer === 'n0' },
      names: NAMES_DEFAULTS,
    }),
  ],
]

const { gc } = globalThis
if (gc === undefined) throw new Error('run it with --expose-gc')

interface Run {
  readonly bytesPerNode: number
  readonly messagesPerSecond: number
}

function measure(collect: () => void, machines: Machines): Run {
  collect()
  const before = process.memoryUsage().heapUsed
  const sim = new RingSimulation({ seed: 1, traceEvents: 0, links: false, machines })
  sim.growTo(nodes)
  sim.settle(GIVE_UP_MS, { fingers: false })
  collect()
  const bytesPerNode = (process.memoryUsage().heapUsed - before) / nodes
  const begun = process.cpuUsage()
  const delivered = sim.delivered
  sim.run(sim.now + STEADY_MS)
  const { user, system } = process.cpuUsage(begun)
  return { bytesPerNode, messagesPerSecond: ((sim.delivered - delivered) * 1e6) / (user + system) }
}

const runs = SETS.map((): Run[] => [])
for (let run = 0; run < Number(values.runs); run++) {
  for (const [i, [, machines]] of SETS.entries()) runs[i]?.push(measure(() => gc(), machines))
}
printTable(
  `a ring of ${nodes} simulated peers, medians of ${values.runs} runs`,
  SETS.flatMap(([what], i) => [
    {
      what: `${what}: messages per second`,
      value: median((runs[i] ?? []).map((run) => run.messagesPerSecond)),
      unit: '/s',
    },
    {
      what: `${what}: memory of a node`,
      value: median((runs[i] ?? []).map((run) => run.bytesPerNode)) / 1e3,
      unit: 'kB',
    },
  ]),
)
