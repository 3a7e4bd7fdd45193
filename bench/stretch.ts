/**
 * How much longer a look-up takes than a round trip to the owner, with exact fingers and with the nearest of each interval
 * (PNS), on nodes scattered over a square or on measured delays between sites; simulated, grown by joins.
 *
 *   npx tsx bench/stretch.ts [--nodes 1024] [--lookups 4000] [--matrix FILE]
 *
 * FILE: a square matrix of round trips in ms, one row a line, values parted by blanks, as those of PlanetLab at
 * https://github.com/uofa-rzhu3/NetLatency-Data (490 sites).
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Random } from '../src/base/index.ts'
import { matrixLatency, ownerOf, planeLatency, RingSimulation, type Latency, type RingNode } from '../src/sim/index.ts'
import { median, printTable, quantile } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1024' },
    lookups: { type: 'string', default: '4000' },
    matrix: { type: 'string' },
  },
})
const nodes = Number(values.nodes)
const lookups = Number(values.lookups)
/** So many looks at a finger measure its interval whole; where nothing changes they come at a third of the rate. */
const LOOKS = 8
const CALM_FACTOR = 3

/** A site that was not measured from another takes the median of all. */
function latencyOf(file: string | undefined): Latency {
  if (file === undefined) return wholeMs(planeLatency({ seed: 'stretch', acrossMs: 150 }))
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const usual = median(rows.flat().filter((ms) => ms > 0))
  return wholeMs(matrixLatency(rows.map((row, i) => row.map((ms, j) => (i === j || ms > 0 ? ms : usual)))))
}

/** The simulator's clock has whole milliseconds, and what comes between two counts for the later one. */
function wholeMs(latencyMs: Latency): Latency {
  return (from, to) => Math.max(1, Math.round(latencyMs(from, to)))
}

function measure(proximity: number): { readonly ratios: number[]; readonly times: number[]; readonly hops: number } {
  const latencyMs = latencyOf(values.matrix)
  const sim = new RingSimulation({
    seed: 'stretch',
    traceEvents: 0,
    links: false,
    latencyMs,
    params: { proximity, queryMs: 3_000, firstWordMs: 1_000 },
  })
  sim.growTo(nodes)
  sim.settle(600_000)
  const fingers = sim.params.fingersPerDoubling * Math.ceil(Math.log2(nodes / sim.params.successors))
  sim.run(sim.now + LOOKS * CALM_FACTOR * fingers * sim.params.fixFingerMs)
  const members = sim.members()
  const random = new Random('targets')
  const ratios: number[] = []
  const times: number[] = []
  let hops = 0
  for (let i = 0; i < lookups; i++) {
    sim.at(sim.now + i * 5, () => {
      const target = sim.drawTarget(random)
      const from = members[random.below(nodes)] as RingNode
      const owner = ownerOf(members, target)
      sim.lookup(from, target, (result) => {
        if (!result.ok || result.value.owner.id !== owner.ringId) throw new Error('a wrong answer, or none')
        hops += result.value.hops / lookups
        if (owner === from) return
        times.push(result.value.durationMs)
        ratios.push(result.value.durationMs / (2 * latencyMs(from, owner)))
      })
    })
  }
  sim.run(sim.now + lookups * 5 + 30_000)
  return { ratios, times, hops }
}

for (const proximity of [0, 16]) {
  const { ratios, times, hops } = measure(proximity)
  const what = proximity === 0 ? 'exact fingers' : `PNS(${proximity})`
  printTable(`${nodes} nodes, ${values.matrix ?? 'a square'}, ${what}`, [
    { what: 'median stretch', value: median(ratios), unit: '×', ...(proximity === 0 ? {} : { gate: '≤ 1.5' }) },
    { what: '90th percentile', value: quantile(ratios, 0.9), unit: '×' },
    { what: 'median time', value: median(times), unit: 'ms' },
    { what: 'remote peers per look-up', value: hops, unit: 'hops' },
  ])
}
