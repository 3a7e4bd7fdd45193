/**
 * What several nodes to a zone do for the ways of a CAN, in simulation: hops of a locate, and how long it and each hop take,
 * on a plane where delay grows with distance (Ratnasamy et al. §4.1.4, table 2).
 *
 *   npx tsx bench/sim-can-overload.ts [--nodes 96] [--locates 400] [--across 100] [--seed 1]
 */
import { parseArgs } from 'node:util'
import type { PeerKey } from '../src/base/index.ts'
import { CAN_DEFAULTS, MAX_MATES, type Can, type CanProtocol, type Located } from '../src/protocols/can/index.ts'
import type { CommandOf, Result } from '../src/protocols/index.ts'
import { planeLatency, RingSimulation } from '../src/sim/index.ts'
import { show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '96' },
    locates: { type: 'string', default: '400' },
    /** From one corner of the plane to the other, milliseconds one way. */
    across: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
})
/** After the last join: all know their neighbours and how far they are. */
const REST_MS = 180_000
const BETWEEN_MS = 200
const COMMAND_MS = 10_000

/** Hops, milliseconds of a locate, and of one of its hops; and how many of all nodes hold zones. */
function measured(overload: number): readonly number[] {
  const latencyMs = planeLatency({ seed: values.seed, acrossMs: Number(values.across) })
  const machines = { can: { ...CAN_DEFAULTS, overload } }
  const cans = new Map<PeerKey, Can>()
  const ring = new RingSimulation({
    seed: values.seed,
    latencyMs,
    traceEvents: 0,
    machines,
    between: ({ peer }, name, machine) => {
      if (name === 'can') cans.set(peer, machine as unknown as Can)
      return machine
    },
  })
  ring.growTo(Number(values.nodes))
  ring.run(ring.now + REST_MS)
  let [answered, hops, ms] = [0, 0, 0]
  for (let i = 0; i < Number(values.locates); i++) {
    const from = ring.random.pick(ring.nodes)
    if (from === undefined) break
    const point = Array.from({ length: CAN_DEFAULTS.dimensions }, () => ring.random.float())
    const command: CommandOf<CanProtocol> = { name: 'locate', args: { space: 0, point, trace: false } }
    const begun = ring.now
    ring.command(from, 'can', command, COMMAND_MS, (result) => {
      const located = result as Result<Located>
      if (!located.ok || located.value.hops === 0) return
      answered++
      hops += located.value.hops
      ms += ring.now - begun
    })
    ring.run(ring.now + BETWEEN_MS)
  }
  ring.run(ring.now + COMMAND_MS)
  const paths = new Set(ring.nodes.flatMap(({ peer }) => cans.get(peer)?.view.zones(0) ?? []).map(({ path }) => path))
  return [overload, paths.size, answered, hops / answered, ms / answered, ms / hops]
}

console.log(['to a zone', 'zones', 'answered', 'hops', 'ms', 'ms per hop'].join('\t'))
for (let overload = 1; overload <= MAX_MATES + 1; overload++) console.log(measured(overload).map(show).join('\t'))
