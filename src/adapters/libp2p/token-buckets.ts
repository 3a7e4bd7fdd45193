import { TokenBucket, type TokenRate } from '../../base/index.ts'

/** Buckets remembered at once; the one not used for longest is forgotten, which fills it again. */
export const MAX_BUCKETS = 4_096

/** A rate for each of many keys: a token bucket of its own for each. */
export class TokenBuckets<Key> {
  readonly #rate: TokenRate
  readonly #now: () => number
  readonly #buckets = new Map<Key, TokenBucket>()

  /** @param now monotonic milliseconds */
  constructor(rate: TokenRate, now: () => number) {
    this.#rate = rate
    this.#now = now
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Takes one token of `key`; false when there is none. */
  take(key: Key): boolean {
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, now)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > MAX_BUCKETS) this.#forgetOldest()
    return bucket.take(now)
  }

  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}
