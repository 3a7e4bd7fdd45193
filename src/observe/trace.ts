import { fault } from '../base/index.ts'

/** An event with its number: 1, 2, 3 … without gaps, so that a reader sees what it has missed. */
export interface Traced<Event> {
  readonly sequence: number
  readonly event: Event
}

/** The last events, in a ring of fixed size: recording costs one assignment, the oldest makes room. */
export class TraceBuffer<Event> {
  readonly #events: (Event | undefined)[]
  #last = 0

  /** `capacity` events are kept; at 150 bytes each, 4,096 are 0.6 MB. */
  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) fault('a trace holds at least one event')
    this.#events = new Array<Event | undefined>(capacity).fill(undefined)
  }

  /** Number of the newest event; 0 when there is none. */
  get last(): number {
    return this.#last
  }

  record(event: Event): void {
    this.#events[this.#last % this.#events.length] = event
    this.#last++
  }

  /** Events with a number above `after` that are still there, oldest first, at most `limit`. */
  since(after: number, limit = Number.POSITIVE_INFINITY): Traced<Event>[] {
    const first = Math.max(after, 0, this.#last - this.#events.length)
    const found: Traced<Event>[] = []
    for (let at = first; at < this.#last && found.length < limit; at++) {
      const event = this.#events[at % this.#events.length]
      if (event !== undefined) found.push({ sequence: at + 1, event })
    }
    return found
  }
}
