/** Outstanding asks, calls or ops of one machine: allocates their ids and remembers what each was for. Bounded. */
export class Pending<Id extends number, What> {
  readonly #open = new Map<Id, What>()
  readonly #limit: number
  #last = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#open.size
  }

  /** True when no further ask may be opened. */
  get full(): boolean {
    return this.#open.size >= this.#limit
  }

  open(what: What): Id {
    const id = ++this.#last as Id
    this.#open.set(id, what)
    return id
  }

  get(id: Id): What | undefined {
    return this.#open.get(id)
  }

  /** Takes it out: an answer counts once. */
  take(id: Id): What | undefined {
    const what = this.#open.get(id)
    if (what !== undefined) this.#open.delete(id)
    return what
  }

  entries(): IterableIterator<[Id, What]> {
    return this.#open.entries()
  }
}
