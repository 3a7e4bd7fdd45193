import type { RingId } from '../base/index.ts'
import type { RingNode, RingPlace } from './ring.ts'

/** A position on the ring. */
type OnRing = Pick<RingPlace, 'ringId'>

/** A look-up under way: what would be right at some instant of it so far. */
export interface Asked {
  readonly from: RingNode
  readonly target: RingId
  readonly right: Set<RingId>
}

/** Which positions make up the ring of a node that asks; it may be in several, while rings merge. */
export type RingsOf<Place extends OnRing> = (asker: RingNode, onRing: ReadonlySet<Place>) => readonly Iterable<OnRing>[]

/**
 * Judges answers to look-ups. A wrong answer is one that is at no instant of the look-up the live succ(k) of the asker's
 * ring.
 */
export class Judge<Place extends OnRing = RingPlace> {
  readonly #ringsOf: RingsOf<Place>
  readonly #onRing = new Set<Place>()
  readonly #asked = new Set<Asked>()

  constructor(ringsOf: RingsOf<Place>) {
    this.#ringsOf = ringsOf
  }

  /** Look-ups under way. */
  get open(): number {
    return this.#asked.size
  }

  /** A look-up begins. */
  asks(from: RingNode, target: RingId): Asked {
    const asked = { from, target, right: new Set<RingId>() }
    this.#note(asked)
    this.#asked.add(asked)
    return asked
  }

  /** Its answer is there, or nobody waits for it any more. */
  ends(asked: Asked): void {
    this.#asked.delete(asked)
  }

  /** A position is on the ring now, or is not. */
  turn(place: Place, on: boolean): void {
    if (this.#onRing.has(place) === on) return
    if (on) this.#onRing.add(place)
    else this.#onRing.delete(place)
    this.look()
  }

  /** A node that asked is gone. */
  lost(node: RingNode): void {
    for (const asked of this.#asked) if (asked.from === node) this.#asked.delete(asked)
  }

  /** Something has changed by which other answers are right. */
  look(): void {
    for (const asked of this.#asked) this.#note(asked)
  }

  #note({ from, target, right }: Asked): void {
    for (const ring of this.#ringsOf(from, this.#onRing)) {
      const owner = succ(ring, target)
      if (owner !== undefined) right.add(owner)
    }
  }
}

/** The first position at or behind the target, clockwise. */
function succ(places: Iterable<OnRing>, target: RingId): RingId | undefined {
  let behind: RingId | undefined
  let first: RingId | undefined
  for (const { ringId } of places) {
    if (ringId >= target && (behind === undefined || ringId < behind)) behind = ringId
    if (first === undefined || ringId < first) first = ringId
  }
  return behind ?? first
}
