import type { Random, RingId } from '../base/index.ts'

/** A ring id by chance, uniform. Joined, not added up: a string of parts is one more look at memory wherever it is compared. */
export function randomRingId(random: Random): RingId {
  return Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, '0')).join('') as RingId
}

/**
 * The ring ids of a simulation's nodes, no two the same. A fork of `Random` has 32 bits of seed, so of 100,000 nodes one or
 * two would have the id of another, and could never join.
 */
export class DrawnRingIds {
  readonly #random: Random
  readonly #drawn = new Set<RingId>()

  constructor(random: Random) {
    this.#random = random
  }

  /** The id of a node that has none of its own choice. */
  draw(index: number): RingId {
    for (let again = 0; ; again++) {
      const id = randomRingId(this.#random.fork(again === 0 ? `ring id ${index}` : `ring id ${index}/${again}`))
      if (this.#drawn.has(id)) continue
      this.#drawn.add(id)
      return id
    }
  }
}
