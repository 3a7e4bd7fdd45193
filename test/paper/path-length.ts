import { Random } from '../../src/base/index.ts'
import type { ChordParams } from '../../src/protocols/chord/index.ts'
import { RING_PARAMS } from '../../src/sim/index.ts'
import { drawId, IdealRing, Owners, type IdealRingOptions } from './ideal-ring.ts'

export interface PathLengths {
  /** Mean of remote nodes asked before the owner: 0 when the asker owns the target or its predecessor is asked first. */
  readonly toPredecessor: number
  /** Mean of remote nodes asked, the owner being the last. */
  readonly toOwner: number
  readonly p1: number
  readonly p99: number
  readonly wrong: number
}

/** What a still ring is not unless it is said: two fingers for each doubling, and hops by round trip. */
export const asDaemon = {
  fingersPerDoubling: RING_PARAMS.fingersPerDoubling,
  proximity: RING_PARAMS.proximity,
} as const

export interface PathLengthOptions {
  readonly nodes: number
  readonly lookups: number
  readonly seeds: number
  readonly params?: Partial<ChordParams>
}

/** Look-ups of random keys from random nodes of rings that are ideal and stay so. */
export function pathLengths({ nodes, lookups, seeds, params = {} }: PathLengthOptions): PathLengths {
  const hops: number[] = []
  let wrong = 0
  for (let seed = 0; seed < seeds; seed++) {
    const options: IdealRingOptions = { seed: `path ${seed}`, nodes, still: true, params }
    wrong += lookUpMany(new IdealRing(options), lookups, hops)
  }
  hops.sort((a, b) => a - b)
  const before = hops.map((each) => Math.max(0, each - 1))
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length
  const at = (q: number): number => before[Math.floor(before.length * q)] ?? NaN
  return { toPredecessor: mean(before), toOwner: mean(hops), p1: at(0.01), p99: at(0.99), wrong }
}

/** Adds the hops of each right answer; how many were wrong or did not come. */
function lookUpMany(ring: IdealRing, lookups: number, hops: number[]): number {
  const owners = new Owners(ring.sorted)
  const random = new Random('targets')
  let right = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + (i % 1_000), () => {
      const target = drawId(random)
      const from = ring.sorted[random.below(ring.sorted.length)]
      if (from === undefined) return
      ring.lookup(from, target, (result) => {
        if (!result.ok || result.value.owner.id !== owners.of(target).ringId) return
        right++
        hops.push(result.value.hops)
      })
    })
  }
  ring.pass(10_000)
  return lookups - right
}
