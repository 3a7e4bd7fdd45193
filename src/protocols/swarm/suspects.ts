import type { PeerKey } from '../../base/index.ts'

/** Bad pieces that a peer had a part in, without a good one of its own between, until it is dropped. */
export const MAX_STRIKES = 3

/**
 * Who may have spoilt a piece that came from several peers. Nobody is condemned for one: the piece is fetched again from a
 * single peer, and a good piece of its own clears a peer.
 */
export class Suspects {
  readonly #solo = new Set<number>()
  readonly #strikes = new Map<PeerKey, number>()

  /** The piece must be one peer's job from beginning to end. */
  isSolo(piece: number): boolean {
    return this.#solo.has(piece)
  }

  good(piece: number, contributors: readonly PeerKey[]): void {
    this.#solo.delete(piece)
    const [only] = contributors
    if (only !== undefined && contributors.length === 1) this.#strikes.delete(only)
  }

  /** A piece of several was bad. Returns those of them for whom it was once too often. */
  bad(piece: number, contributors: readonly PeerKey[]): PeerKey[] {
    this.#solo.add(piece)
    const condemned: PeerKey[] = []
    for (const peer of contributors) {
      const strikes = (this.#strikes.get(peer) ?? 0) + 1
      if (strikes < MAX_STRIKES) this.#strikes.set(peer, strikes)
      else {
        this.#strikes.delete(peer)
        condemned.push(peer)
      }
    }
    return condemned
  }
}
