import type { KeyRange, Put, Row } from '../protocols/index.ts'

/** A simulated disk: what was written without sync is lost in a crash. */
export class SimDisk {
  readonly #durable = new Map<string, Uint8Array>()
  #unsynced: Put[] = []

  write(batch: readonly Put[], sync: boolean): void {
    this.#unsynced.push(...batch)
    // As in a log-structured store, a sync makes durable what was written before it as well.
    if (sync) this.#sync()
  }

  /** Power is cut. */
  crash(): void {
    this.#unsynced = []
  }

  /** Clean shutdown. */
  close(): void {
    this.#sync()
  }

  get(key: string): Uint8Array | undefined {
    return this.#durable.get(key)
  }

  rows(prefix: string): [string, Uint8Array][] {
    return [...this.#durable].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
  }

  /** The first rows of a range, as written so far, durable or not; keys in the order of their UTF-8 bytes. */
  page(range: KeyRange, limit: number): { rows: Row[]; more: boolean } {
    const present = new Map(this.#durable)
    for (const { key, value } of this.#unsynced) {
      if (value === undefined) present.delete(key)
      else present.set(key, value)
    }
    const rows = [...present]
      .filter(([key]) => compareKeys(key, range.from) >= 0 && compareKeys(key, range.below) < 0)
      .sort(([a], [b]) => compareKeys(a, b))
    return { rows: rows.slice(0, limit), more: rows.length > limit }
  }

  #sync(): void {
    for (const { key, value } of this.#unsynced) {
      if (value === undefined) this.#durable.delete(key)
      else this.#durable.set(key, value)
    }
    this.#unsynced = []
  }
}

/** As LevelDB orders keys: by UTF-8 bytes, which is the order of code points and not that of JavaScript's `<`. */
function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    // Surrogates stand for code points above all other units.
    if (x !== y) return x - y + (isSurrogate(x) ? 0x10000 : 0) - (isSurrogate(y) ? 0x10000 : 0)
  }
  return a.length - b.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
