import { Recent, TokenBucket, type TokenRate } from '../../base/index.ts'

/** Buckets remembered at once; the one not used for longest is forgotten, which fills it again. */
export const MAX_BUCKETS = 4_096

/** A rate for each of many keys: a token bucket of its own for each. */
export class TokenBuckets<Key> {
  readonly #rate: TokenRate
  readonly #now: () => number
  readonly #buckets = new Recent<Key, TokenBucket>(MAX_BUCKETS)

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
    this.#buckets.set(key, bucket)
    return bucket.take(now)
  }
}
