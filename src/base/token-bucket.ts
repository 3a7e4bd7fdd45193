/** How fast a token bucket fills, and how much it holds. */
export interface TokenRate {
  /** Tokens poured in a second, more than 0. */
  readonly perSecond: number
  /** Tokens that fit: as many pass at once after a pause. */
  readonly burst: number
}

/**
 * A token bucket: `perSecond` in the long run, `burst` at once (Turner, "New directions in communications", IEEE
 * Communications 24(10), 1986; RFC 2697 §3 with one colour). Full when made. Times are milliseconds of any one clock; a
 * clock that goes backwards pours nothing, and pours again only when it is later than it has ever been.
 */
export class TokenBucket {
  readonly #rate: TokenRate
  #tokens: number
  #atMs: number

  constructor(rate: TokenRate, nowMs: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#atMs = nowMs
  }

  /** Takes a token; false: there is none. */
  take(nowMs: number): boolean {
    this.#pour(nowMs)
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** How long until there is a token, in milliseconds; 0: there is one. */
  waitMs(nowMs: number): number {
    this.#pour(nowMs)
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) * 1_000) / this.#rate.perSecond
  }

  /** As good as new: forgetting it changes nothing. */
  isFull(nowMs: number): boolean {
    this.#pour(nowMs)
    return this.#tokens >= this.#rate.burst
  }

  /** Puts `tokens`, or a part of one, in beside what time pours; what does not fit is lost. */
  deposit(tokens: number): void {
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + tokens)
  }

  #pour(nowMs: number): void {
    if (nowMs <= this.#atMs) return
    this.deposit(((nowMs - this.#atMs) * this.#rate.perSecond) / 1_000)
    this.#atMs = nowMs
  }
}
