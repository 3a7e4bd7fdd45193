/** A bucket of tokens: `perSecond` are poured in a second, and `burst` fit, by default as many as in a second. */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  #left: number
  #atMs: number

  constructor(perSecond: number, nowMs: number, burst = perSecond) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#left = burst
    this.#atMs = nowMs
  }

  /** Takes one; false: there is none. */
  take(nowMs: number): boolean {
    this.#pour(nowMs)
    if (this.#left < 1) return false
    this.#left--
    return true
  }

  /** Until there is one again. */
  waitMs(nowMs: number): number {
    this.#pour(nowMs)
    return this.#left >= 1 ? 0 : ((1 - this.#left) * 1_000) / this.#perSecond
  }

  isFull(nowMs: number): boolean {
    this.#pour(nowMs)
    return this.#left >= this.#burst
  }

  #pour(nowMs: number): void {
    this.#left = Math.min(this.#burst, this.#left + ((nowMs - this.#atMs) * this.#perSecond) / 1_000)
    this.#atMs = nowMs
  }
}
