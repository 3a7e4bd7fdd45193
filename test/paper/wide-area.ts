import { Random } from '../../src/base/index.ts'
import type { ChordParams, LookupMode } from '../../src/protocols/chord/index.ts'
import type { SimPeer } from '../../src/sim/index.ts'
import { drawId, IdealRing, Owners } from './ideal-ring.ts'

export interface WideAreaOptions {
  readonly nodes: number
  readonly lookups: number
  readonly mode: LookupMode
  readonly latencyMs: (from: SimPeer, to: SimPeer) => number
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
}

export interface Latencies {
  readonly median: number
  readonly p90: number
  readonly hops: number
  readonly wrong: number
}

/** How long look-ups take on an ideal ring over slow links. */
export function lookupLatency({ nodes, lookups, mode, latencyMs, seed, params }: WideAreaOptions): Latencies {
  const ring = new IdealRing({ seed, nodes, still: true, latencyMs, ...(params === undefined ? {} : { params }) })
  const owners = new Owners(ring.sorted)
  const random = new Random(`wide area ${seed}`)
  const times: number[] = []
  let hops = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i * 5, () => {
      const from = random.pick(ring.sorted)
      const target = drawId(random)
      if (from === undefined) return
      ring.lookup(
        from,
        target,
        (result) => {
          if (!result.ok || result.value.owner.id !== owners.of(target).ringId) return
          times.push(result.value.durationMs)
          hops += result.value.hops
        },
        { mode },
      )
    })
  }
  ring.pass(lookups * 5 + 30_000)
  times.sort((a, b) => a - b)
  const at = (q: number): number => times[Math.floor(times.length * q)] ?? NaN
  return { median: at(0.5), p90: at(0.9), hops: hops / times.length, wrong: lookups - times.length }
}
