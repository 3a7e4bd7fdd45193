import type { MonoMs } from '../../base/index.ts'

/**
 * A token bucket: `perSecond` in the long run, `burst` at once (Turner, "New directions in communications", IEEE
 * Communications 24(10), 1986). Full when made.
 */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: MonoMs

  constructor(perSecond: number, burst: number, now: MonoMs) {
    this.#perMs = perSecond / 1_000
    this.#burst = burst
    this.#tokens = burst
    this.#at = now
  }

  /** Takes one if there is one. */
  take(now: MonoMs): boolean {
    this.#refill(now)
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** As good as new: forgetting it changes nothing. */
  full(now: MonoMs): boolean {
    this.#refill(now)
    return this.#tokens >= this.#burst
  }

  #refill(now: MonoMs): void {
    if (now <= this.#at) return
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
  }
}
