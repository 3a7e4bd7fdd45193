/** Requests that one machine of one peer may have under way out of order. */
export const SEEN_WINDOW = 64

/**
 * Which of a peer's growing ids have been seen, by a sliding window (as the anti-replay window of RFC 4303 §3.4.3): an id
 * below the window counts as seen.
 */
export class SeenIds {
  readonly #seen = new Set<number>()
  #floor = -1

  /** True once per id. */
  isNew(id: number): boolean {
    if (id <= this.#floor || this.#seen.has(id)) return false
    this.#seen.add(id)
    if (this.#seen.size > SEEN_WINDOW) {
      // Ids come nearly in order, so the oldest of the set is about the lowest.
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest)
        if (oldest > this.#floor) this.#floor = oldest
        break
      }
    }
    return true
  }
}
