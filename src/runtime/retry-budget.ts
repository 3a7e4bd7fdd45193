import type { MonoMs } from '../base/index.ts'

/** What one new ask adds to the budget: repetitions stay below a tenth of the asks. */
const PER_ASK = 0.1
/** What time adds, per second: a host that asks rarely may repeat nevertheless. */
const PER_SECOND = 2
/** What can be saved up; also the budget of a host that has just started. */
const MAX_SAVED = 32

/**
 * How many repetitions a host may send: a token bucket filled by new asks and, slowly, by time. When a part of the network
 * is broken, repetitions would otherwise multiply the load of what is left of it (Google SRE book, "Addressing cascading
 * failures"; Finagle's RetryBudget).
 */
export class RetryBudget {
  #tokens = MAX_SAVED
  #filledAt = 0

  deposit(): void {
    this.#tokens = Math.min(MAX_SAVED, this.#tokens + PER_ASK)
  }

  /** Takes one repetition; false when there is none left. */
  withdraw(now: MonoMs): boolean {
    this.#tokens = Math.min(MAX_SAVED, this.#tokens + ((now - this.#filledAt) * PER_SECOND) / 1000)
    this.#filledAt = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}
