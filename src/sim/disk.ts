import type { Put } from '../protocols/index.ts'

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

  #sync(): void {
    for (const { key, value } of this.#unsynced) {
      if (value === undefined) this.#durable.delete(key)
      else this.#durable.set(key, value)
    }
    this.#unsynced = []
  }
}
