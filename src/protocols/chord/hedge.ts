import { TokenBucket } from '../../base/index.ts'

/** What one find that is passed on adds to the budget: hedges stay below a twentieth of the finds. */
const PER_FIND = 0.05
/** What time adds, so that a node that is asked rarely may hedge nevertheless, and what can be saved up. */
const RATE = { perSecond: 1, burst: 16 }

/**
 * How many second hops a node may ask beside late ones. When much of the ring is slow at once, hedging would otherwise
 * double the load of what is left of it (Dean & Barroso, "The tail at scale", CACM 56(2), 2013: hedged requests within
 * 5 % of the load bring most of what they can).
 */
export class HedgeBudget {
  readonly #bucket = new TokenBucket(RATE, 0)

  /** A find was passed on. */
  deposit(): void {
    this.#bucket.deposit(PER_FIND)
  }

  /** Takes one hedge; false when there is none left. */
  withdraw(now: number): boolean {
    return this.#bucket.take(now)
  }
}
