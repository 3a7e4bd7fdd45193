import type { OpId } from '../protocols/index.ts'

/** Reads that may be under way at once in one host; a machine that asks for more is told `IO` at once. */
export const MAX_OPEN_READS = 1_024

/** Whose page is being read. */
export interface OpenRead {
  readonly owner: number
  readonly op: OpId
}

/** The reads of a host that the disk has not answered yet. */
export class ReadTable {
  readonly #open = new Map<number, OpenRead>()
  #last = 0

  get size(): number {
    return this.#open.size
  }

  /** The host's number of a new read; undefined when too many are under way. */
  open(owner: number, op: OpId): number | undefined {
    if (this.#open.size >= MAX_OPEN_READS) return undefined
    const id = ++this.#last
    this.#open.set(id, { owner, op })
    return id
  }

  take(id: number): OpenRead | undefined {
    const read = this.#open.get(id)
    if (read !== undefined) this.#open.delete(id)
    return read
  }
}
