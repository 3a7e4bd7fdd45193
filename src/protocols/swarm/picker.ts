import type { PeerKey, Random } from '../../base/index.ts'
import type { PieceSet } from './bits.ts'
import type { Rarity } from './rarity.ts'

/** Pieces chosen at random before the rarest: something to give soon matters more at first (literature.md §5.2). */
export const RANDOM_FIRST_PIECES = 4
/** Equally rare pieces among which the most fitting one is chosen. */
const CANDIDATES = 16
/** A peer that has fewer than one in so many of the idle pieces: look through its pieces instead of the order. */
const SPARSE = 16

/**
 * Chooses an idle piece that a peer has: the rarest, ties at random. Leechers that fetch from one seeder at once choose
 * alike only by chance, but chance is enough for a quarter of the bytes to be fetched twice; so of the tied pieces one is
 * preferred for which this peer comes first among the leechers it knows (rendezvous hashing): each has its own part
 * of the rarest pieces and gets the others' from them.
 */
export class Picker {
  readonly #rarity: Rarity
  readonly #random: Random
  readonly #self: number

  constructor(rarity: Rarity, self: PeerKey, random: Random) {
    this.#rarity = rarity
    this.#random = random
    this.#self = hashOf(self)
  }

  /**
   * @param have what the peer has
   * @param wanted how many of these are missing here, idle or not
   * @param verified pieces that are here
   * @param rivals the other leechers, as `hashOf`
   */
  pick(have: PieceSet, wanted: number, verified: number, rivals: readonly number[]): number | undefined {
    const rarity = this.#rarity
    if (wanted === 0 || rarity.size === 0) return undefined
    if (verified < RANDOM_FIRST_PIECES) {
      const candidates = this.#scan(have, 0, rarity.size)
      if (candidates.length > 0) return this.#fitting(candidates, rivals)
      return undefined
    }
    if (!have.isFull && wanted * SPARSE < rarity.size) return this.#pickSparse(have, rivals)
    for (let level = 0; level < rarity.levels; level++) {
      const candidates = this.#scan(have, rarity.beginOf(level), rarity.endOf(level))
      if (candidates.length > 0) return this.#fitting(candidates, rivals)
    }
    return undefined
  }

  /** Up to CANDIDATES pieces of the peer in a stretch of the order, from a random place on. */
  #scan(have: PieceSet, begin: number, end: number): number[] {
    const found: number[] = []
    const count = end - begin
    if (count === 0) return found
    const start = this.#random.below(count)
    for (let i = 0; i < count && found.length < CANDIDATES; i++) {
      const piece = this.#rarity.pieceAt(begin + ((start + i) % count))
      if (have.has(piece)) found.push(piece)
    }
    return found
  }

  #pickSparse(have: PieceSet, rivals: readonly number[]): number | undefined {
    let level = Infinity
    let candidates: number[] = []
    have.forEach((piece) => {
      if (!this.#rarity.isIdle(piece)) return
      const rare = this.#rarity.levelOf(piece)
      if (rare < level) {
        level = rare
        candidates = [piece]
      } else if (rare === level) candidates.push(piece)
    })
    if (candidates.length === 0) return undefined
    const start = this.#random.below(candidates.length)
    const some = candidates.length <= CANDIDATES ? candidates : candidates.slice(start, start + CANDIDATES)
    return this.#fitting(candidates.length <= CANDIDATES ? this.#random.shuffle(some) : some, rivals)
  }

  /** Would a rival sooner fetch this piece from a seed? Then it is soon to be had from the rival. */
  isForeign(piece: number, rivals: readonly number[]): boolean {
    return !this.#comesFirst(piece, rivals)
  }

  #fitting(candidates: readonly number[], rivals: readonly number[]): number | undefined {
    return candidates.find((piece) => this.#comesFirst(piece, rivals)) ?? candidates[0]
  }

  #comesFirst(piece: number, rivals: readonly number[]): boolean {
    const own = weight(this.#self, piece)
    for (const rival of rivals) if (weight(rival, piece) > own) return false
    return true
  }
}

/** A peer as a number for rendezvous hashing (FNV-1a): all sides must compute the same. */
export function hashOf(peer: PeerKey): number {
  let h = 0x811c9dc5
  for (let i = 0; i < peer.length; i++) h = Math.imul(h ^ peer.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** The weight of a peer for a piece, well mixed (splitmix32's finaliser). */
function weight(peer: number, piece: number): number {
  let z = (peer ^ Math.imul(piece + 1, 0x9e3779b1)) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
