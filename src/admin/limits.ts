import { TokenBucket } from '../base/index.ts'
import { isLoopbackHost, type Config } from '../config/index.ts'
import { addressGroup } from './address.ts'
import { BoundedTable } from './bounded-table.ts'

/** Callers whose buckets are kept apart; see BoundedTable for those beyond. Each bucket has about 100 bytes. */
const MAX_CALLERS = 1_024

type Settings = Pick<Config['admin'], 'readsPerSecond' | 'writesPerSecond' | 'anonymousPerSecond'>

const buckets = (perSecond: number): BoundedTable<TokenBucket> =>
  new BoundedTable({
    capacity: MAX_CALLERS,
    make: (nowMs) => new TokenBucket({ perSecond, burst: perSecond }, nowMs),
    idle: (bucket, nowMs) => bucket.isFull(nowMs),
  })

/**
 * How many requests a caller may make. Who has a token is limited by token, apart for reads and writes, and from other
 * machines by address as well; who has none by address. On this machine all share one address, so that it says nothing
 * about who calls: there nobody can use up what belongs to the holder of a token.
 */
export class Limits {
  readonly #reads: BoundedTable<TokenBucket>
  readonly #writes: BoundedTable<TokenBucket>
  readonly #anonymous: BoundedTable<TokenBucket>

  constructor({ readsPerSecond, writesPerSecond, anonymousPerSecond }: Settings) {
    this.#reads = buckets(readsPerSecond)
    this.#writes = buckets(writesPerSecond)
    this.#anonymous = buckets(anonymousPerSecond)
  }

  /** Takes one request from what the caller has left. 0: it may pass; else how long to wait, in milliseconds. */
  take(caller: string | undefined, address: string | undefined, reads: boolean, nowMs: number): number {
    if (caller === undefined) return taken(this.#anonymous.get(addressGroup(address), nowMs), nowMs)
    const table = reads ? this.#reads : this.#writes
    // Names of tokens have no colon and no space: no address can be taken for one.
    const own = taken(table.get(`token ${caller}`, nowMs), nowMs)
    if (own > 0 || (address !== undefined && isLoopbackHost(address))) return own
    return taken(table.get(`address ${addressGroup(address)}`, nowMs), nowMs)
  }
}

const taken = (bucket: TokenBucket, nowMs: number): number => (bucket.take(nowMs) ? 0 : bucket.waitMs(nowMs))
