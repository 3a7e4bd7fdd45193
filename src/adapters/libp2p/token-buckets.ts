/** Buckets remembered at once; the one not used for longest is forgotten, which fills it again. */
export const MAX_BUCKETS = 4_096

interface Bucket {
  tokens: number
  at: number
}

/** A rate for each of many keys (RFC 2697's token bucket, one colour): `perSecond` on average, `burst` at once. */
export class TokenBuckets<Key> {
  readonly #perSecond: number
  readonly #burst: number
  readonly #now: () => number
  readonly #buckets = new Map<Key, Bucket>()

  /** @param now monotonic milliseconds */
  constructor(perSecond: number, burst: number, now: () => number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#now = now
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Takes one token of `key`; false when there is none. */
  take(key: Key): boolean {
    const now = this.#now()
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) bucket = { tokens: this.#burst, at: now }
    else this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest()
    bucket.tokens = Math.min(this.#burst, bucket.tokens + ((now - bucket.at) * this.#perSecond) / 1000)
    bucket.at = now
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }

  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}
