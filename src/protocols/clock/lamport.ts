import type { Lamport, PeerKey } from '../../base/index.ts'

/** A mark is reserved this far ahead of the clock, so that one write serves that many steps. */
export const LAMPORT_RESERVE = 2 ** 16
/**
 * One message moves the clock forward by at most this much: at 100,000 steps a second an honest network needs 127 days
 * for it, and a hostile peer needs thousands of messages, each with a synced write on our side, to exhaust 2^53.
 */
export const MAX_LAMPORT_JUMP = 2 ** 40
/** Times at or above this are refused on the wire: arithmetic stays exact and reservations stay below 2^53. */
export const MAX_LAMPORT = 2 ** 53 - 2 ** 41

/** A stamp of the total order: Lamport time, ties broken by the peer. */
export interface Stamp {
  readonly lamport: Lamport
  readonly peer: PeerKey
}

/** Lamport's total order ⇒ (CACM 21(7), 1978, p. 561): negative when a comes first. Only equal stamps give 0. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.lamport !== b.lamport) return a.lamport - b.lamport
  return a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0
}

/**
 * Lamport's logical clock with a durable mark. Invariant: nothing stamped above `mark` may leave the daemon, and a
 * restart begins at the mark; so the clock never runs back over a restart.
 */
export class LamportClock {
  #time: number
  #mark: number
  #capped = 0

  /** @param time where the clock starts: the mark of the run before. @param mark durable now, ≥ time. */
  constructor(time: number, mark: number) {
    this.#time = time
    this.#mark = mark
  }

  get time(): Lamport {
    return this.#time as Lamport
  }

  /** Highest time that may leave the daemon. */
  get mark(): number {
    return this.#mark
  }

  /** How many received times were further ahead than MAX_LAMPORT_JUMP. */
  get capped(): number {
    return this.#capped
  }

  /** A step begins (IR1): advances by one. */
  tick(): Lamport {
    return ++this.#time as Lamport
  }

  /** A message with this time arrived (IR2): the clock is never behind it; the step's tick then passes it. */
  merge(remote: number): void {
    if (remote <= this.#time) return
    if (remote - this.#time > MAX_LAMPORT_JUMP) {
      this.#capped++
      this.#time = Math.min(this.#time + MAX_LAMPORT_JUMP, MAX_LAMPORT)
    } else this.#time = Math.min(remote, MAX_LAMPORT)
  }

  /** The mark to persist next, when half of the reserve is used up; undefined while there is enough. */
  get wanted(): number | undefined {
    return this.#mark - this.#time < LAMPORT_RESERVE / 2 ? this.#time + LAMPORT_RESERVE : undefined
  }

  /** `mark` is durable now. */
  reserved(mark: number): void {
    if (mark > this.#mark) this.#mark = mark
  }
}
