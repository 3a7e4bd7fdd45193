import { Recent, type Random } from '../../base/index.ts'
import { bounded, boundedError, MAX_ERROR, ORIGIN, roundTripOf, type Coordinate, type Located } from './coordinate.ts'

/** Of the adaptive timestep: how far a node goes at most to where a sample draws it, and how much a sample tells of its error (§3.4 of the paper). */
const CC = 0.25
const CE = 0.25
/** Round trips of a peer that are remembered, and which of them counts: a low percentile keeps queues and dials out (Ledlie, Gardner, Seltzer, "Network coordinates in the wild", NSDI 2007, §4.2). */
const HISTORY = 4
const PERCENTILE = 0.25
/** Peers whose last word still draws, besides the one that was sampled (neighbour decay, ibid. §4.3): half as much after each half-life. */
export const MAX_NEIGHBOURS = 32
const HALF_LIFE_MS = 120_000
/** Draws to the origin, so that the whole cloud of nodes does not drift (ibid. §4.4): 1 ms at 256 ms from it. */
const GRAVITY_MS = 256
/** Longer than any way: a round trip that took longer waited for something else. */
export const MAX_ROUND_TRIP_MS = 10_000
/** Differences below it are noise of clocks and schedulers, and no error (Ledlie, Pietzuch, Seltzer, ICDCS 2006). */
const NOISE_MS = 1
/**
 * Whoever draws more than so many times what the middle one of all neighbours does counts the less the more it draws: who
 * lies about where it is, or jumps, moves an honest node no further than honest ones do, while they are more than half.
 */
const MAX_PULL = 3
/** A smaller pull needs no bound, nor is there a middle of fewer neighbours. */
const FREE_PULL_MS = 5
const FEW = 4

interface Neighbour {
  located: Located
  /** Last ones first. */
  roundTrips: readonly number[]
  at: number
}

/**
 * This node's coordinate: with each measured round trip to another it moves a little towards where that round trip would
 * be foretold right, further the less sure it is and the surer the other (Vivaldi, figure 3). Pure; everything that it
 * holds is finite and in range whatever it is told.
 */
export class Vivaldi {
  readonly #random: Random
  /** Oldest sample first. */
  readonly #neighbours = new Recent<string, Neighbour>(MAX_NEIGHBOURS)
  #coordinate: Coordinate = ORIGIN
  #error = MAX_ERROR
  #samples = 0

  constructor(random: Random) {
    this.#random = random
  }

  get located(): Located {
    return { coordinate: this.#coordinate, error: this.#error }
  }
  /** Since it was made. */
  get samples(): number {
    return this.#samples
  }
  get neighbours(): number {
    return this.#neighbours.size
  }

  /** Has a round trip to that peer been measured lately? Then the next one has no dial in it. */
  knows(peer: string): boolean {
    return this.#neighbours.has(peer)
  }

  /** It is gone: where it was draws nobody any more. */
  forget(peer: string): void {
    this.#neighbours.delete(peer)
  }

  /**
   * A round trip to a peer, ms, and where that one says it is: in range, as the wire gives it. False: no use could be made
   * of it.
   */
  sample(peer: string, located: Located, roundTripMs: number, now: number): boolean {
    if (!(roundTripMs >= 0 && roundTripMs <= MAX_ROUND_TRIP_MS)) return false
    const known = this.#neighbours.get(peer)
    const roundTrips = [roundTripMs, ...(known?.roundTrips ?? [])].slice(0, HISTORY)
    this.#neighbours.set(peer, { located, roundTrips, at: now })
    this.#samples++
    this.#move(located, usual(roundTrips), now)
    return true
  }

  /** One step to where all neighbours draw it, the latest the most, and further the more the sample is to be trusted. */
  #move(sampled: Located, roundTripMs: number, now: number): void {
    const pulls = [...this.#neighbours.values()].map(({ located, roundTrips, at }) => ({
      located,
      weight: 2 ** (-(now - at) / HALF_LIFE_MS) * (this.#error / (this.#error + located.error)),
      ms: usual(roundTrips) - roundTripOf(this.#coordinate, located.coordinate),
    }))
    const most = mostPull(pulls.map(({ ms }) => Math.abs(ms)))
    const place = this.#coordinate.place.map(() => 0)
    let height = 0
    let weights = 0
    for (const { located, weight, ms } of pulls) {
      const pull = ms * weight * credit(ms, most)
      const way = this.#wayFrom(located.coordinate)
      for (let i = 0; i < place.length; i++) place[i] = (place[i] ?? 0) + pull * (way.place[i] ?? 0)
      height += pull * way.height
      weights += weight
    }
    const trust = this.#learn(sampled, roundTripMs, most)
    // Pulls in all directions add up as steps by chance do: over the root of their number they are as large as one's.
    const step = (CC * trust * Math.sqrt(pulls.length)) / weights
    const moved = this.#coordinate.place.map((x, i) => x + step * (place[i] ?? 0))
    const fallen = Math.min(1, Math.hypot(...moved) / GRAVITY_MS ** 2)
    this.#coordinate = bounded(
      moved.map((x) => x * (1 - fallen)),
      this.#coordinate.height + step * height,
    )
  }

  /** What the sample says of this node's error; gives how much it trusts the other rather than itself, 0 to 1. */
  #learn({ coordinate, error }: Located, roundTripMs: number, most: number): number {
    const trust = this.#error / (this.#error + error)
    const away = Math.abs(roundTripOf(this.#coordinate, coordinate) - roundTripMs)
    const off = Math.max(0, away - NOISE_MS) / Math.max(roundTripMs, NOISE_MS)
    const share = CE * trust * credit(away, most)
    this.#error = boundedError(Math.min(MAX_ERROR, off) * share + this.#error * (1 - share))
    return trust
  }

  /** The unit vector from there to here (§5.4: heights add up); by chance when both are in one place. */
  #wayFrom({ place, height }: Coordinate): { readonly place: readonly number[]; readonly height: number } {
    const own = this.#coordinate
    let apart = own.place.map((x, i) => x - (place[i] ?? 0))
    const across = Math.hypot(...apart)
    const length = across + own.height + height
    if (across < 1e-6) {
      const drawn = apart.map(() => this.#random.float() - 0.5)
      const size = Math.hypot(...drawn) || 1
      apart = drawn.map((x) => x / size)
      return { place: apart, height: 0 }
    }
    return { place: apart.map((x) => x / length), height: (own.height + height) / length }
  }
}

/** A low percentile of the last round trips of a peer. */
export function usual(roundTrips: readonly number[]): number {
  const sorted = [...roundTrips].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * PERCENTILE)] ?? 0
}

/** What counts of a pull, 0 to 1: all of one in bounds; beyond them the pull gets weaker the larger it is. */
const credit = (ms: number, most: number): number => (Math.abs(ms) <= most ? 1 : (most / Math.abs(ms)) ** 2)

/** How far one neighbour may draw at most, by how far all of them do. */
function mostPull(pulls: readonly number[]): number {
  if (pulls.length < FEW) return Infinity
  const sorted = [...pulls].sort((a, b) => a - b)
  return Math.max(FREE_PULL_MS, MAX_PULL * (sorted[(sorted.length - 1) >> 1] ?? 0))
}
