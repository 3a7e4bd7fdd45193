import { Random } from '../../src/base/index.ts'
import type { ChordParams } from '../../src/protocols/chord/index.ts'
import { drawId, IdealRing, Owners } from './ideal-ring.ts'
import { plane } from './plane.ts'

export interface StretchOptions {
  readonly nodes: number
  readonly lookups: number
  readonly seed: number | string
  /** Median one-way latency of two hosts. */
  readonly medianMs: number
  /** How long the nodes maintain their tables before the look-ups: in that time they choose their fingers. */
  readonly maintainMs: number
  readonly params?: Partial<ChordParams>
}

export interface Stretch {
  /** Medians: of what a look-up takes as a multiple of a round trip to the owner, and of both in ms. */
  readonly stretch: number
  readonly lookupMs: number
  readonly directMs: number
  readonly hops: number
  readonly p90Hops: number
  readonly wrong: number
}

/** Look-ups over links of different latency, against asking the owner directly. */
export function stretchOf({ nodes, lookups, seed, medianMs, maintainMs, params }: StretchOptions): Stretch {
  const latencyMs = plane(seed, medianMs)
  const ring = new IdealRing({
    seed,
    nodes,
    still: maintainMs === 0,
    latencyMs,
    ...(params === undefined ? {} : { params }),
  })
  if (maintainMs > 0) ring.pass(maintainMs)
  const owners = new Owners(ring.sorted)
  const random = new Random(`stretch ${seed}`)
  const samples: { readonly ms: number; readonly direct: number; readonly hops: number }[] = []
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i, () => {
      const from = random.pick(ring.sorted)
      const target = drawId(random)
      const owner = owners.of(target)
      if (from === undefined) return
      ring.lookup(from, target, (result) => {
        if (!result.ok || result.value.owner.id !== owner.ringId) return
        const direct = from === owner ? 0 : latencyMs(from, owner) + latencyMs(owner, from)
        samples.push({ ms: result.value.durationMs, direct, hops: result.value.hops })
      })
    })
  }
  ring.pass(lookups + 30_000)
  const quantileOf = (values: number[], q: number): number => {
    values.sort((a, b) => a - b)
    return values[Math.floor(values.length * q)] ?? NaN
  }
  const remote = samples.filter(({ direct }) => direct > 0)
  return {
    stretch: quantileOf(
      remote.map(({ ms, direct }) => ms / direct),
      0.5,
    ),
    lookupMs: quantileOf(
      remote.map(({ ms }) => ms),
      0.5,
    ),
    directMs: quantileOf(
      remote.map(({ direct }) => direct),
      0.5,
    ),
    hops: samples.reduce((sum, { hops }) => sum + hops, 0) / samples.length,
    p90Hops: quantileOf(
      samples.map(({ hops }) => hops),
      0.9,
    ),
    wrong: lookups - samples.length,
  }
}
