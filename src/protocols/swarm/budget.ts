import type { SwarmParams } from './params.ts'

/** One swarm's part of the budget. */
export interface Claim {
  usedBytes: number
  /** Some of its sessions could fetch more if there were room. */
  waiting: boolean
}

/**
 * Bytes of pieces under way, over all swarms: each piece has a buffer from its first block to its verdict. Swarms that
 * fetch at the same time get equal parts, and each at least one piece when there is room at all.
 */
export class Budget {
  /** Read at each use: the limit may be moved while pieces are under way. */
  readonly #params: Pick<SwarmParams, 'inFlightBytes'>
  readonly #claims = new Set<Claim>()
  #usedBytes = 0

  constructor(params: Pick<SwarmParams, 'inFlightBytes'>) {
    this.#params = params
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  /** Claims that wait. */
  get waiting(): number {
    let waiting = 0
    for (const claim of this.#claims) if (claim.waiting) waiting++
    return waiting
  }

  affords(claim: Claim, bytes: number): boolean {
    if (this.#usedBytes === 0) return true
    const { inFlightBytes } = this.#params
    if (this.#usedBytes + bytes > inFlightBytes) return false
    const claims = this.#claims.size + (this.#claims.has(claim) ? 0 : 1)
    return claim.usedBytes === 0 || claim.usedBytes + bytes <= inFlightBytes / claims
  }

  take(claim: Claim, bytes: number): void {
    this.#usedBytes += bytes
    claim.usedBytes += bytes
    this.#claims.add(claim)
  }

  give(claim: Claim, bytes: number): void {
    this.#usedBytes -= bytes
    claim.usedBytes -= bytes
    this.#settle(claim)
  }

  /** A claim that waits keeps its part: the others leave room for it as their pieces end. */
  wait(claim: Claim, waiting: boolean): void {
    claim.waiting = waiting
    if (waiting) this.#claims.add(claim)
    else this.#settle(claim)
  }

  #settle(claim: Claim): void {
    if (claim.usedBytes === 0 && !claim.waiting) this.#claims.delete(claim)
  }
}
