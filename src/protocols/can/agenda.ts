import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Claim } from './messages.ts'

/** Somebody who holds these zones, as is known. */
export interface Known {
  readonly ref: NodeRef
  readonly claims: readonly Claim[]
}

/** What decides who is asked first: who is nearer, then whose zone comes first in the tree. */
export interface Rank {
  readonly away: number
  readonly path: string
}

interface Entry {
  known: Known
  rank: Rank
  at: number
}

const isLess = (a: Rank, b: Rank): boolean => (a.away === b.away ? a.path < b.path : a.away < b.away)

/**
 * Those that a query may have to ask, in order: a binary heap. What is wanted of them gets less as others answer, so a rank
 * only ever grows, and it is enough to reckon it anew when one comes to the front.
 */
export class Agenda {
  readonly #entries = new Map<PeerKey, Entry>()
  readonly #heap: Entry[] = []

  get size(): number {
    return this.#heap.length
  }

  /** Enters somebody, or what is known of it now. @param rank no greater than what `next` will reckon */
  put(known: Known, rank: Rank): void {
    const present = this.#entries.get(known.ref.peer)
    if (present === undefined) {
      const entry = { known, rank, at: this.#heap.length }
      this.#entries.set(known.ref.peer, entry)
      this.#heap.push(entry)
      this.#rise(entry)
      return
    }
    present.known = known
    if (!isLess(rank, present.rank)) return
    present.rank = rank
    this.#rise(present)
  }

  delete(peer: PeerKey): void {
    const entry = this.#entries.get(peer)
    if (entry === undefined) return
    this.#entries.delete(peer)
    const last = this.#heap.pop()
    if (last === undefined || last === entry) return
    this.#place(last, entry.at)
    this.#rise(last)
    this.#sink(last)
  }

  clear(): void {
    this.#entries.clear()
    this.#heap.length = 0
  }

  /** The first one, who stays; undefined: none. @param rankOf what it is now; undefined: it need not be asked any more */
  next(rankOf: (known: Known) => Rank | undefined): NodeRef | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      const { ref } = first.known
      const rank = rankOf(first.known)
      if (rank === undefined) {
        this.delete(ref.peer)
        continue
      }
      const isFirst = !isLess(first.rank, rank)
      first.rank = rank
      if (isFirst) return ref
      this.#sink(first)
      if (this.#heap[0] === first) return ref
    }
    return undefined
  }

  #rise(entry: Entry): void {
    while (entry.at > 0) {
      const above = this.#heap[(entry.at - 1) >> 1] as Entry
      if (!isLess(entry.rank, above.rank)) return
      this.#swap(entry, above)
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.at + 1]
      const right = this.#heap[2 * entry.at + 2]
      const least = right !== undefined && left !== undefined && isLess(right.rank, left.rank) ? right : left
      if (least === undefined || !isLess(least.rank, entry.rank)) return
      this.#swap(least, entry)
    }
  }

  #swap(a: Entry, b: Entry): void {
    const { at } = a
    this.#place(a, b.at)
    this.#place(b, at)
  }

  #place(entry: Entry, at: number): void {
    this.#heap[at] = entry
    entry.at = at
  }
}
