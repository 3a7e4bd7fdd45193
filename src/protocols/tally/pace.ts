import type { PeerKey, Random } from '../../base/index.ts'

/** Before looking again after tallies that could not be given, the first time. */
const AGAIN_MS = 2_000
const LONGEST_AGAIN_MS = 30_000
/** Takers that are left alone at once; a sweep that meets more of them offers to the others in vain. */
export const MAX_RESTING = 64

/**
 * How eagerly tallies are offered. An offer that is refused costs two writes and a question, and there may be thousands to
 * offer: so a taker that has refused one is left alone until the next sweep, and sweeps that leave something behind come
 * more and more rarely, until one leaves nothing or the ring is another.
 */
export class Pace {
  readonly #random: Random
  readonly #resting = new Set<PeerKey>()
  #hasFailed = false
  /** Sweeps in a row that have left something behind. */
  #failures = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** A sweep begins. */
  begin(): void {
    if (!this.#hasFailed) this.#failures = 0
    this.#hasFailed = false
    this.#resting.clear()
  }

  /** The ring is another: what failed may succeed now. */
  renew(): void {
    this.#failures = 0
    this.#hasFailed = false
  }

  /** Something is left behind. Returns how long to wait before the next sweep, milliseconds. */
  failed(): number {
    if (!this.#hasFailed) this.#failures++
    this.#hasFailed = true
    return this.#random.jitter(Math.min(AGAIN_MS * 2 ** (this.#failures - 1), LONGEST_AGAIN_MS))
  }

  rest(taker: PeerKey): void {
    if (this.#resting.size < MAX_RESTING) this.#resting.add(taker)
  }

  isResting(taker: PeerKey): boolean {
    return this.#resting.has(taker)
  }
}
