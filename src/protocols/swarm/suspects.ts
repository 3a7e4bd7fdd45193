import type { PeerKey } from '../../base/index.ts'
import type { Unit } from './unit.ts'

/** Bad pieces that a peer had a part in, without a good one of its own between, until it is dropped. */
const MAX_STRIKES = 3

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

  /** A unit was bad: who is to be dropped for it, and why. */
  judge({ index, contributors, name }: Unit): { peer: PeerKey; why: string }[] {
    if (contributors.length === 1) return contributors.map((peer) => ({ peer, why: `sent ${name} with a wrong hash` }))
    this.#solo.add(index)
    const condemned: { peer: PeerKey; why: string }[] = []
    for (const peer of contributors) {
      const strikes = (this.#strikes.get(peer) ?? 0) + 1
      if (strikes < MAX_STRIKES) this.#strikes.set(peer, strikes)
      else {
        this.#strikes.delete(peer)
        condemned.push({ peer, why: `had a part in ${MAX_STRIKES} pieces with a wrong hash` })
      }
    }
    return condemned
  }
}
