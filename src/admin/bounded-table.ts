/** How often a full table looks for entries that it can forget. */
const SWEEP_MS = 1_000

export interface TableOptions<Value> {
  readonly capacity: number
  readonly make: (nowMs: number) => Value
  /** Would a fresh one do as well? Then it is forgotten when room is needed. */
  readonly idle: (value: Value, nowMs: number) => boolean
}

/**
 * What is remembered of strangers, at most `capacity` of them. When it is full of entries that matter, all newcomers
 * share one: many addresses can neither fill the memory nor make it forget.
 */
export class BoundedTable<Value> {
  readonly #options: TableOptions<Value>
  readonly #values = new Map<string, Value>()
  #shared: Value | undefined
  #sweptMs = Number.NEGATIVE_INFINITY

  constructor(options: TableOptions<Value>) {
    this.#options = options
  }

  get size(): number {
    return this.#values.size
  }

  /** Of this key, made at the first call. */
  get(key: string, nowMs: number): Value {
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const { capacity, make } = this.#options
    if (this.#values.size >= capacity) this.#sweep(nowMs)
    if (this.#values.size >= capacity) return (this.#shared ??= make(nowMs))
    const value = make(nowMs)
    this.#values.set(key, value)
    return value
  }

  values(): Iterable<Value> {
    return this.#values.values()
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_MS) return
    this.#sweptMs = nowMs
    for (const [key, value] of this.#values) if (this.#options.idle(value, nowMs)) this.#values.delete(key)
  }
}
