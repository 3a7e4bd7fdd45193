import { between, inArc, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import type { Owner } from './messages.ts'
import type { Avoid } from './routing.ts'

/**
 * Ranges remembered, for each own position: a full mesh of 64 daemons and room. Others have as many positions as this one, or
 * so; a mesh has as many ranges more.
 */
const MAX_RANGES = 128

/** (from, owner] was the owner's when it last answered. */
interface Range {
  readonly from: RingId
  readonly owner: NodeRef
}

/**
 * What answers to look-ups have shown of the ring. Hints only: where a connection to the owner stands a look-up goes
 * straight to it. The owner decides by what it knows itself and corrects whom asked in vain, so an old range costs a hop
 * and never a wrong answer.
 */
export class Learned {
  /** By the owner's ring id. */
  readonly #ranges: Range[] = []
  readonly #linked = new Set<PeerKey>()
  readonly #most: number
  /** Who has been asked what comes behind it; as many as ranges at most. */
  readonly #askedBehind = new Set<RingId>()
  #gapCalls = 0

  /** @param positions that this peer has */
  constructor(positions = 1) {
    this.#most = MAX_RANGES * positions
  }

  get size(): number {
    return this.#ranges.length
  }

  linkUp(peer: PeerKey): void {
    this.#linked.add(peer)
  }

  isLinked(peer: PeerKey): boolean {
    return this.#linked.has(peer)
  }

  linkDown(peer: PeerKey): void {
    this.#linked.delete(peer)
  }

  learn({ owner, predecessor }: Owner): void {
    if (predecessor === undefined) return
    const range = { from: predecessor.id, owner }
    this.#dropBetween(predecessor.id, owner.id)
    const at = this.#behind(owner.id)
    if (this.#ranges[at]?.owner.id === owner.id) {
      this.#ranges[at] = range
      return
    }
    this.#ranges.splice(at, 0, range)
    // The one on the other side of the ring makes room.
    if (this.#ranges.length > this.#most) this.#ranges.splice((at + this.#most / 2) % this.#ranges.length, 1)
  }

  /**
   * What the list of a node shows of those behind it. Hearsay: it adds to what answers have shown and makes ranges narrower,
   * never wider, and where there is no room it is not heard.
   */
  hear(node: NodeRef, successors: readonly NodeRef[]): void {
    let before = node
    for (const owner of successors) {
      if (this.#ranges.length >= this.#most) return
      this.#hearOf(before, owner)
      before = owner
    }
  }

  #hearOf(before: NodeRef, owner: NodeRef): void {
    const at = this.#behind(owner.id)
    const present = this.#ranges[at]
    if (before.id === owner.id) return
    if (present?.owner.id === owner.id) {
      // Somebody has come between: what is narrower is more likely.
      if (between(present.from, before.id, owner.id)) this.#ranges[at] = { from: before.id, owner: present.owner }
      return
    }
    const known = this.#ranges[at - 1] ?? this.#ranges.at(-1)
    const isBetween = known !== undefined && between(before.id, known.owner.id, owner.id)
    this.#ranges.splice(at, 0, { from: isBetween ? known.owner.id : before.id, owner })
  }

  /** Who was held to be in there is there no more. */
  #dropBetween(from: RingId, to: RingId): void {
    for (;;) {
      const before = this.#behind(to) - 1
      const range = this.#ranges[before] ?? this.#ranges.at(-1)
      if (range === undefined || range.owner.id === to || !between(from, range.owner.id, to)) return
      this.#ranges.splice(before < 0 ? this.#ranges.length - 1 : before, 1)
    }
  }

  /** The node was asked as owner and was not. True when it was known as one. */
  forget(id: RingId): boolean {
    const at = this.#behind(id)
    if (this.#ranges[at]?.owner.id !== id) return false
    this.#ranges.splice(at, 1)
    return true
  }

  /**
   * The node was asked as owner and was not: what it owns begins behind `from`, which it has named, or that is unknown. True
   * when it was known as one.
   */
  correct(id: RingId, from: RingId | undefined): boolean {
    const at = this.#behind(id)
    const range = this.#ranges[at]
    if (range?.owner.id !== id) return false
    if (from === undefined || !between(range.from, from, id)) return this.forget(id)
    this.#ranges[at] = { from, owner: range.owner }
    return true
  }

  /** Those that are known as owners, at most `most`, if `isWanted`. */
  owners(most: number, isWanted: (node: NodeRef) => boolean): readonly NodeRef[] {
    const owners: NodeRef[] = []
    for (const { owner } of this.#ranges) {
      if (owners.length >= most) break
      if (isWanted(owner)) owners.push(owner)
    }
    return owners
  }

  /**
   * Clockwise from `node` to `until`: the first one of whom it is not known who comes next, and marks it as asked. Who is
   * marked is passed over; the marks go after so many calls.
   */
  gapBehind(node: NodeRef, until: RingId, calls: number): NodeRef | undefined {
    if (this.#gapCalls++ % calls === 0) this.#askedBehind.clear()
    if (this.#ranges.length >= this.#most) return undefined
    let current = node
    for (let steps = 0; steps <= this.#ranges.length && current.id !== until; steps++) {
      const at = this.#behind(current.id)
      const next = this.#ranges[(this.#ranges[at]?.owner.id === current.id ? at + 1 : at) % this.#ranges.length]
      if (next?.from !== current.id && !this.#askedBehind.has(current.id)) {
        this.#askedBehind.add(current.id)
        return current
      }
      if (next === undefined || !inArc(current.id, next.owner.id, until)) return undefined
      current = next.owner
    }
    return undefined
  }

  /** Nothing of what was heard counts any more. */
  clear(): void {
    this.#ranges.length = 0
  }

  /** Who owned the target when last heard, unless something speaks against asking it. */
  ownerOf(target: RingId, avoid: Avoid): NodeRef | undefined {
    const range = this.#ranges[this.#behind(target)] ?? this.#ranges[0]
    if (range === undefined || !inArc(range.from, target, range.owner.id)) return undefined
    const { owner } = range
    if (avoid.isDead(owner) || avoid.isSuspect(owner.peer) || avoid.isParted(owner)) return undefined
    return avoid.tried.includes(owner.peer) ? undefined : owner
  }

  /** Index of the first range whose owner is at or behind the id; the length when there is none. */
  #behind(id: RingId): number {
    let low = 0
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ranges[middle] as Range).owner.id < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
