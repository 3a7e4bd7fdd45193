import type { MonoMs } from '../base/index.ts'

/**
 * Named deadlines of one machine. A handful of names, so a linear scan beats a heap.
 */
export class Timers<Name extends string> {
  readonly #at = new Map<Name, MonoMs>()
  #next: MonoMs | undefined

  /** The earliest deadline. */
  get next(): MonoMs | undefined {
    return this.#next
  }

  set(name: Name, at: number): void {
    const before = this.#at.get(name)
    this.#at.set(name, at as MonoMs)
    if (this.#next === undefined || at < this.#next) this.#next = at as MonoMs
    else if (before !== undefined && before === this.#next) this.#rescan()
  }

  clear(name: Name): void {
    const before = this.#at.get(name)
    if (before === undefined) return
    this.#at.delete(name)
    if (before === this.#next) this.#rescan()
  }

  has(name: Name): boolean {
    return this.#at.has(name)
  }

  /** Clears and returns the names that are due at `now`, in the order of their deadlines. */
  due(now: MonoMs): Name[] {
    if (this.#next === undefined || this.#next > now) return []
    const due = [...this.#at].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b)
    for (const [name] of due) this.#at.delete(name)
    this.#rescan()
    return due.map(([name]) => name)
  }

  #rescan(): void {
    let next: MonoMs | undefined
    for (const at of this.#at.values()) if (next === undefined || at < next) next = at
    this.#next = next
  }
}
