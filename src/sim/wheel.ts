/**
 * Time in 1 ms buckets, first in, first out within a bucket: the order of events is a function of the order in which
 * they were scheduled alone, so equal seeds give equal traces. A wheel of arrays, since a heap costs a comparison per
 * level and event, and simulations schedule tens of millions.
 */
export class Wheel<Event> {
  static readonly #SIZE = 2 ** 16
  readonly #buckets: (Event[] | undefined)[] = new Array<Event[] | undefined>(Wheel.#SIZE)
  /** Events beyond the wheel's horizon, by their millisecond. */
  readonly #far = new Map<number, Event[]>()
  #now = 0
  #size = 0
  #nextFar = Infinity

  /** Current time in ms. */
  get now(): number {
    return this.#now
  }

  /** Events not run yet. */
  get size(): number {
    return this.#size
  }

  /** Schedules at the first whole millisecond not before `at`, and not before now. */
  schedule(at: number, event: Event): void {
    const ms = Math.max(Math.ceil(at), this.#now)
    this.#size++
    if (ms - this.#now >= Wheel.#SIZE) {
      const far = this.#far.get(ms)
      if (far === undefined) this.#far.set(ms, [event])
      else far.push(event)
      if (ms < this.#nextFar) this.#nextFar = ms
      return
    }
    const slot = ms % Wheel.#SIZE
    const bucket = this.#buckets[slot]
    if (bucket === undefined) this.#buckets[slot] = [event]
    else bucket.push(event)
  }

  /** Runs all events up to and including `until`, also those that they schedule; then now is `until`. */
  run(until: number, handle: (event: Event) => void): void {
    while (this.#now <= until) {
      if (this.#size === 0) break
      const slot = this.#now % Wheel.#SIZE
      if (this.#nextFar === this.#now) this.#bringFar(slot)
      const bucket = this.#buckets[slot]
      if (bucket !== undefined) {
        // The bucket grows while it runs: what is due now runs now.
        for (let i = 0; i < bucket.length; i++) {
          this.#size--
          handle(bucket[i] as Event)
        }
        this.#buckets[slot] = undefined
      }
      if (this.#now === until) return
      this.#now++
    }
    this.#now = Math.max(this.#now, until)
  }

  /** Far events come before near ones of the same millisecond: they were scheduled earlier. */
  #bringFar(slot: number): void {
    const far = this.#far.get(this.#now) ?? []
    this.#far.delete(this.#now)
    this.#buckets[slot] = [...far, ...(this.#buckets[slot] ?? [])]
    this.#nextFar = Infinity
    for (const ms of this.#far.keys()) if (ms < this.#nextFar) this.#nextFar = ms
  }
}
