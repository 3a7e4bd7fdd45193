import { compareKeys } from '../base/index.ts'
import type { KeyRange, Put, Row } from '../protocols/index.ts'

/** Rows with their keys in order, as UTF-8 bytes are: a page costs what is on it. */
export class OrderedRows {
  readonly #rows: Map<string, Uint8Array>
  readonly #keys: string[]

  constructor(rows: Iterable<Row>) {
    this.#rows = new Map(rows)
    this.#keys = [...this.#rows.keys()].sort(compareKeys)
  }

  apply({ key, value }: Put): void {
    const isKnown = this.#rows.has(key)
    if (value === undefined) this.#rows.delete(key)
    else this.#rows.set(key, value)
    if (isKnown === (value !== undefined)) return
    const at = this.#atOrBehind(key)
    if (isKnown) this.#keys.splice(at, 1)
    else this.#keys.splice(at, 0, key)
  }

  /** The first rows of a range. */
  page({ from, below }: KeyRange, limit: number): { rows: Row[]; more: boolean } {
    const begin = this.#atOrBehind(from)
    const end = this.#atOrBehind(below)
    const keys = this.#keys.slice(begin, Math.min(end, begin + limit))
    return { rows: keys.map((key) => [key, this.#rows.get(key) as Uint8Array]), more: end > begin + limit }
  }

  /** How many keys come before this one. */
  #atOrBehind(key: string): number {
    let [low, high] = [0, this.#keys.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareKeys(this.#keys[middle] as string, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
