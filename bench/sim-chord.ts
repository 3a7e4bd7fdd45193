/**
 * Chord at scale in virtual time: N nodes grown by joins from a ring of one (at most a quarter of the ring per two
 * stabilise periods), until exactly ideal, then look-ups that must all be right. With --hops: mean hops to the predecessor
 * with ideal fingers and no help from successor lists, against ½·log2 N − 0.14 (Stoica et al., ToN 2003, re-derived).
 *
 *   npx tsx bench/sim-chord.ts [--nodes 10000] [--lookups 10000] [--seed 1] [--hops]
 */
import { parseArgs } from 'node:util'
import { Random } from '../src/base/index.ts'
import { ownerOf, RingSimulation, type RingNode } from '../src/sim/index.ts'
import { printTable } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '10000' },
    lookups: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    hops: { type: 'boolean', default: false },
  },
})
const nodes = Number(values.nodes)
const lookups = Number(values.lookups)
/** Virtual time after which something is wrong: the ring should have been ideal long before. */
const GIVE_UP_MS = 3_600_000

const begun = performance.now()
const sim = new RingSimulation({
  seed: Number(values.seed),
  traceEvents: 0,
  links: false,
  params: { routeBySuccessors: !values.hops },
})
sim.growTo(nodes)
const grownAt = sim.now
sim.settle(GIVE_UP_MS, { fingers: values.hops })
const idealAt = sim.now
const idealSeconds = (performance.now() - begun) / 1000
const messages = sim.delivered

const random = new Random('look-ups')
const members = sim.members()
let wrong = 0
let failed = 0
let hopSum = 0
let open = lookups
for (let i = 0; i < lookups; i++) {
  sim.at(sim.now + (i % 10_000), () => {
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
while (open > 0) sim.run(sim.now + 100)
const seconds = (performance.now() - begun) / 1000
const expectedHops = 0.5 * Math.log2(nodes) - 0.14
printTable(`Chord, ${nodes} nodes simulated, seed ${values.seed}`, [
  { what: 'all joined at (virtual)', value: grownAt / 1000, unit: 's' },
  { what: 'exactly ideal at (virtual)', value: idealAt / 1000, unit: 's' },
  { what: 'exactly ideal after', value: idealSeconds, unit: 's' },
  { what: 'all look-ups done after', value: seconds, unit: 's', gate: '< 120 at 10,000 nodes' },
  { what: 'messages until ideal', value: messages, unit: '' },
  { what: 'messages per second', value: messages / idealSeconds, unit: '/s' },
  { what: 'peak RSS', value: process.resourceUsage().maxRSS / 1e6, unit: 'GB', gate: '≤ 3' },
  { what: 'look-ups', value: lookups, unit: '' },
  { what: 'wrong answers', value: wrong, unit: '', gate: '0' },
  { what: 'failed look-ups', value: failed, unit: '', gate: '0' },
  {
    what: 'mean hops to the predecessor',
    value: hopSum / lookups,
    unit: '',
    note: `½·log2 N − 0.14 = ${expectedHops.toFixed(2)} without successor lists`,
  },
])
if (wrong + failed > 0) process.exitCode = 1
