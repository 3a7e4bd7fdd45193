import type { PeerKey } from '../../base/index.ts'

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

/** Grants of one giver that may be remembered as taken: as many as one may have open. */
export const MAX_TAKEN_PER_GIVER = 64

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

  /** The names of this giver's grants with a serial below this. */
  below(giver: PeerKey, serial: number): string[] {
    return [...(this.#of.get(giver) ?? [])].filter(([, taken]) => taken < serial).map(([name]) => name)
  }
}
