import { TokenBucket, type MonoMs } from '../base/index.ts'

/** What one new ask adds to the budget: repetitions stay below a tenth of the asks. */
const PER_ASK = 0.1
/**
 * What time adds: a host that asks rarely may repeat nevertheless. What can be saved up is also the budget of a host that
 * has just started.
 */
const RATE = { perSecond: 2, burst: 32 }

/**
 * How many repetitions a host may send: a token bucket filled by new asks and, slowly, by time. When a part of the network
 * is broken, repetitions would otherwise multiply the load of what is left of it (Google SRE book, "Addressing cascading
 * failures"; Finagle's RetryBudget).
 */
export class RetryBudget {
  readonly #bucket = new TokenBucket(RATE, 0)

  deposit(): void {
    this.#bucket.deposit(PER_ASK)
  }

  /** Takes one repetition; false when there is none left. */
  withdraw(now: MonoMs): boolean {
    return this.#bucket.take(now)
  }
}
