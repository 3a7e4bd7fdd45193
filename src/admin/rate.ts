/** A bucket of tokens: `perSecond` are poured in a second, and as many fit. */
export class RateLimit {
  readonly #perSecond: number
  readonly #nowMs: () => number
  #left: number
  #atMs: number

  constructor(perSecond: number, nowMs: () => number) {
    this.#perSecond = perSecond
    this.#nowMs = nowMs
    this.#left = perSecond
    this.#atMs = nowMs()
  }

  /** Takes one; false: there is none. */
  take(): boolean {
    if (this.#left < 1) {
      // The clock is read only when the bucket runs dry: not once per request.
      const nowMs = this.#nowMs()
      this.#left = Math.min(this.#perSecond, this.#left + ((nowMs - this.#atMs) * this.#perSecond) / 1_000)
      this.#atMs = nowMs
      if (this.#left < 1) return false
    }
    this.#left--
    return true
  }
}
