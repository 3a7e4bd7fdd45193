import type { Envelope } from '../../protocols/index.ts'

/** At-most-once calls of one machine of one peer that are remembered; as many as it may have open. */
export const MAX_RECORDS_PER_CALLER = 512

/** The at-most-once calls of one machine of one incarnation of a peer: which run, and the answers of those that have. */
export class CallRecords {
  readonly #calls = new Map<number, 'running' | Envelope>()
  /** Every call up to here that is not in the map was once, or its caller has settled it. */
  #floor = -1
  /** The caller waits for none below. */
  #settled = 0
  #running = 0

  get size(): number {
    return this.#calls.size
  }

  get running(): number {
    return this.#running
  }

  get full(): boolean {
    return this.#calls.size >= MAX_RECORDS_PER_CALLER
  }

  /** `running`, its answer, or undefined: not known (any more). */
  get(id: number): 'running' | Envelope | undefined {
    return id < this.#settled ? undefined : this.#calls.get(id)
  }

  isRunning(id: number): boolean {
    return this.#calls.get(id) === 'running'
  }

  /** Was it perhaps carried out, and is no longer remembered? */
  isForgotten(id: number): boolean {
    return id <= this.#floor
  }

  runs(id: number): void {
    this.#calls.set(id, 'running')
    this.#running++
  }

  answered(id: number, answer: Envelope): void {
    this.#calls.set(id, answer)
    this.#running--
  }

  /** It was not carried out. */
  forget(id: number): void {
    this.#calls.delete(id)
    this.#running--
  }

  /** The caller waits for no call below `id` any more: forgets them, also those that nobody has answered yet. */
  settle(id: number): void {
    if (id <= this.#settled) return
    this.#settled = id
    this.#floor = Math.max(this.#floor, id - 1)
    for (const [known, state] of this.#calls) {
      // They come nearly in order; a straggler is known no more, and goes the next time.
      if (known >= id) return
      this.#calls.delete(known)
      if (state === 'running') this.#running--
    }
  }

  /** Makes room; false when all are running. */
  forgetOldestAnswer(): boolean {
    for (const [id, state] of this.#calls) {
      if (state === 'running') continue
      this.#calls.delete(id)
      this.#floor = Math.max(this.#floor, id)
      return true
    }
    return false
  }
}
