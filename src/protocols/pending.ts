/** Outstanding asks, calls or ops of one machine: allocates their ids and remembers what each was for. Whoever opens bounds how many. */
export class Pending<Id extends number, What> {
  readonly #open = new Map<Id, What>()
  #last = 0

  get size(): number {
    return this.#open.size
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
