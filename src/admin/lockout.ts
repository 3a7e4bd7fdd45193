import type { Config } from '../config/index.ts'
import { addressGroup } from './address.ts'
import { BoundedTable } from './bounded-table.ts'

/** Addresses that are remembered; see BoundedTable for those beyond. */
const MAX_ADDRESSES = 1_024
const FIRST_LOCK_MS = 1_000

interface Suspect {
  failures: number
  /** Locks so far: each is twice as long as the one before. */
  locks: number
  lockedUntilMs: number
  lastFailureMs: number
}

/** What a wrong token led to. */
export interface Verdict {
  /** How long the address is locked out already; 0: it was not, and this failure was counted. */
  readonly lockedMs: number
  /** The lock that this failure began. */
  readonly began: { readonly failures: number; readonly lockMs: number } | undefined
}

const COUNTED: Verdict = { lockedMs: 0, began: undefined }

/**
 * Remembers who presented wrong tokens. It is asked about wrong tokens alone: the right one is compared before and
 * always works, so that nobody can lock its holder out by failing from the same address.
 */
export class Lockout {
  readonly #failuresAllowed: number
  readonly #longestMs: number
  readonly #suspects: BoundedTable<Suspect>

  constructor({ lockoutFailures, lockoutMaxMs }: Pick<Config['admin'], 'lockoutFailures' | 'lockoutMaxMs'>) {
    this.#failuresAllowed = lockoutFailures
    this.#longestMs = lockoutMaxMs
    this.#suspects = new BoundedTable<Suspect>({
      capacity: MAX_ADDRESSES,
      make: (nowMs) => ({ failures: 0, locks: 0, lockedUntilMs: nowMs, lastFailureMs: nowMs }),
      idle: (suspect, nowMs) => this.#isForgotten(suspect, nowMs),
    })
  }

  /** A wrong token came from this address. */
  failed(address: string | undefined, nowMs: number): Verdict {
    const suspect = this.#suspects.get(addressGroup(address), nowMs)
    if (nowMs < suspect.lockedUntilMs) return { lockedMs: suspect.lockedUntilMs - nowMs, began: undefined }
    if (this.#isForgotten(suspect, nowMs)) Object.assign(suspect, { failures: 0, locks: 0 })
    suspect.failures++
    suspect.lastFailureMs = nowMs
    if (suspect.failures < this.#failuresAllowed) return COUNTED
    const { failures } = suspect
    const lockMs = Math.min(this.#longestMs, FIRST_LOCK_MS * 2 ** suspect.locks)
    suspect.locks++
    suspect.failures = 0
    suspect.lockedUntilMs = nowMs + lockMs
    return { lockedMs: 0, began: { failures, lockMs } }
  }

  /** Addresses that are locked out at present. */
  locked(nowMs: number): number {
    let count = 0
    for (const { lockedUntilMs } of this.#suspects.values()) if (nowMs < lockedUntilMs) count++
    return count
  }

  #isForgotten({ lastFailureMs, lockedUntilMs }: Suspect, nowMs: number): boolean {
    return nowMs - Math.max(lastFailureMs, lockedUntilMs) >= this.#longestMs
  }
}
