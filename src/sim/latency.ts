import { OrbError, Random } from '../base/index.ts'
import type { Endpoint } from './network.ts'

/** One-way delay of a pair, ms; the same for a pair whenever it is asked, and in both directions. */
export type Latency = (from: Endpoint, to: Endpoint) => number

/** Below it the simulator's order of events would be that of the sending. */
const MIN_MS = 0.1

export interface PlaneOptions {
  readonly seed: number | string
  /** Delay from corner to opposite corner, one way, ms. */
  readonly acrossMs: number
  /** What every delay has besides: the last miles. Default 1. */
  readonly lastMileMs?: number
}

/** Nodes by chance on a square; delay grows with their distance. The mean one way is 0.37 of `acrossMs` and the last miles. */
export function planeLatency({ seed, acrossMs, lastMileMs = 1 }: PlaneOptions): Latency {
  const random = new Random(`plane ${seed}`)
  const places: { readonly x: number; readonly y: number }[] = []
  const placeOf = (index: number): { readonly x: number; readonly y: number } => {
    while (places.length <= index) places.push({ x: random.float(), y: random.float() })
    return places[index] as { x: number; y: number }
  }
  const scale = acrossMs / Math.SQRT2
  return (from, to) => {
    const [a, b] = [placeOf(from.index), placeOf(to.index)]
    return Math.max(MIN_MS, lastMileMs + scale * Math.hypot(a.x - b.x, a.y - b.y))
  }
}

/**
 * Measured delays between sites, such as those of King (Gummadi, Saroiu & Gribble, IMW 2002): row and column are sites, and
 * node i stands at site i modulo their number. What is measured are round trips: half of them one way. Nodes of one site
 * are `sameSiteMs` apart, one way; default 0.5.
 * @throws OrbError INVALID_ARGUMENT unless the matrix is square, not empty, and of positive times off its diagonal
 */
export function matrixLatency(roundTripsMs: readonly (readonly number[])[], sameSiteMs = 0.5): Latency {
  const sites = roundTripsMs.length
  const isTime = (ms: number, i: number, j: number): boolean => i === j || (Number.isFinite(ms) && ms > 0)
  const isWhole = roundTripsMs.every((row, i) => row.length === sites && row.every((ms, j) => isTime(ms, i, j)))
  if (sites === 0 || !isWhole) throw new OrbError('INVALID_ARGUMENT', 'not a square matrix of round trips')
  return (from, to) => {
    const [a, b] = [from.index % sites, to.index % sites]
    if (a === b) return sameSiteMs
    // A pair is the same in both directions, whatever was measured.
    const [low, high] = a < b ? [a, b] : [b, a]
    return Math.max(MIN_MS, (roundTripsMs[low]?.[high] as number) / 2)
  }
}
