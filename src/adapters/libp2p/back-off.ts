import { Recent, type Multiaddr } from '../../base/index.ts'
import { MAX_RESTING_ADDRESSES, type TransportLimits } from './limits.ts'

/**
 * How long to rest after a failed dial: doubled from `backoffMs` to `maxBackoffMs`, each time with jitter.
 * @param failures that came before
 * @param chance from 0 to 1
 */
export function restAfter(limits: TransportLimits, failures: number, chance: number): number {
  const { backoffMs, maxBackoffMs, backoffJitter } = limits
  const mean = Math.min(backoffMs * 2 ** Math.min(failures, 16), maxBackoffMs)
  return mean * (1 + backoffJitter * (2 * chance - 1))
}

interface Rest {
  failures: number
  failedAt: number
  until: number
}

/** A later start of a peer ends the rest of its addresses, but no sooner than so long after the last dial. */
const FORGIVE_AFTER_MS = 1_000

/**
 * Addresses at which nobody answered, whichever peer was looked for there: a thousand peer ids that a stranger says to be
 * at one victim's address are not dialled a thousand times. Bounded; the one that failed longest ago goes first.
 */
export class AddressRests {
  readonly #limits: TransportLimits
  readonly #now: () => number
  readonly #chance: () => number
  readonly #rests = new Recent<Multiaddr, Rest>(MAX_RESTING_ADDRESSES)

  constructor(limits: TransportLimits, now: () => number, chance: () => number) {
    this.#limits = limits
    this.#now = now
    this.#chance = chance
  }

  get size(): number {
    return this.#rests.size
  }

  has(address: Multiaddr): boolean {
    const rest = this.#rests.get(address)
    return rest !== undefined && rest.until > this.#now()
  }

  failed(address: Multiaddr): void {
    const now = this.#now()
    const failures = this.#rests.get(address)?.failures ?? 0
    const until = now + restAfter(this.#limits, failures, this.#chance())
    this.#rests.set(address, { failures: failures + 1, failedAt: now, until })
  }

  /** As if it had never failed. */
  answered(address: Multiaddr): void {
    this.#rests.delete(address)
  }

  /** It may be dialled again; if that fails, its rest is as long as it would have been. Hearsay, so not at any rate. */
  forgive(address: Multiaddr): void {
    const rest = this.#rests.get(address)
    if (rest !== undefined) rest.until = Math.min(rest.until, rest.failedAt + FORGIVE_AFTER_MS)
  }
}
