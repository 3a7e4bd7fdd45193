import type { PeerKey } from '../../base/index.ts'
import { MAX_OPEN_GRANTS } from './messages.ts'

/** How many of the tallies kept here each peer has brought. */
export class Quotas {
  readonly #of = new Map<PeerKey, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  of(peer: PeerKey): number {
    return this.#of.get(peer) ?? 0
  }

  add(peer: PeerKey, n: 1 | -1): void {
    this.#total += n
    const left = this.of(peer) + n
    if (left === 0) this.#of.delete(peer)
    else this.#of.set(peer, left)
  }
}

/**
 * Grants of one giver that may be remembered as taken: more than one may have open, since what has been closed meanwhile
 * is told with its next question only, and grants of one step share a serial.
 */
export const MAX_TAKEN_PER_GIVER = 2 * MAX_OPEN_GRANTS

/** The grants of others that were taken here: by giver and name, the serial of the latest. */
export class TakenGrants {
  readonly #of = new Map<PeerKey, Map<string, number>>()
  readonly #limit: number
  #total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get total(): number {
    return this.#total
  }

  get(giver: PeerKey, name: string): number | undefined {
    return this.#of.get(giver)?.get(name)
  }

  /** Is there no room to remember another one of this giver? */
  full(giver: PeerKey): boolean {
    return this.#total >= this.#limit || (this.#of.get(giver)?.size ?? 0) >= MAX_TAKEN_PER_GIVER
  }

  set(giver: PeerKey, name: string, serial: number | undefined): void {
    const names = this.#of.get(giver) ?? new Map<string, number>()
    this.#total -= names.size
    if (serial === undefined) names.delete(name)
    else names.set(name, serial)
    this.#total += names.size
    if (names.size === 0) this.#of.delete(giver)
    else this.#of.set(giver, names)
  }

  /** The names of this giver's grants with a serial below this, but for those that are open. */
  closed(giver: PeerKey, below: number, open: readonly number[]): string[] {
    const closed = ([, taken]: [string, number]): boolean => taken < below && !open.includes(taken)
    return [...(this.#of.get(giver) ?? [])].filter(closed).map(([name]) => name)
  }
}
