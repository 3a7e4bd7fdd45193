import { fault } from '../base/index.ts'
import {
  MAX_READ_ROWS,
  type Effect,
  type KeyRange,
  type MachineName,
  type OpId,
  type Protocol,
} from '../protocols/index.ts'
import type { Ports } from './ports.ts'
import { ReadTable, type OpenRead } from './read-table.ts'
import { WriteTable, type WrittenGroup } from './write-table.ts'

type AnyEffect = Effect<Protocol>
type WriteEffect = Extract<AnyEffect, { type: 'write' }>
type ReadEffect = Extract<AnyEffect, { type: 'read' }>

/**
 * What a host's machines want of the disk. A machine writes and reads only keys that begin with its name and a slash:
 * anything else is a fault, so that no machine can harm the rows of another.
 */
export class DiskTables {
  readonly #prefixes: readonly string[]
  readonly #ports: Pick<Ports, 'write' | 'read'>
  readonly #writes = new WriteTable()
  readonly #reads = new ReadTable()
  /** Pages that the step under way wants read. */
  readonly #pages: { id: number; range: KeyRange; limit: number }[] = []

  constructor(names: readonly MachineName[], ports: Pick<Ports, 'write' | 'read'>) {
    this.#prefixes = names.map((name) => `${name}/`)
    this.#ports = ports
  }

  get sizes(): { reads: number; heldBack: number } {
    return { reads: this.#reads.size, heldBack: this.#writes.heldCount }
  }

  write(slot: number, { op, batch, sync }: WriteEffect): void {
    for (const { key } of batch) this.#own(slot, key)
    this.#writes.write(slot, op, batch, sync)
  }

  /** Keeps an effect back until its write is durable. */
  hold(slot: number, effect: AnyEffect, after: OpId): void {
    this.#writes.hold(slot, after, effect)
  }

  /** Makes Lamport time up to `mark` durable with this step's writes, unless that is under way. */
  reserve(mark: number): void {
    if (!this.#writes.markPending) this.#writes.reserve(mark)
  }

  /** False when too many reads are under way. */
  read(slot: number, { op, range, limit }: ReadEffect): boolean {
    if (!(limit >= 1 && limit <= MAX_READ_ROWS)) fault(`a page has 1 to ${MAX_READ_ROWS} rows`)
    this.#own(slot, range.from)
    this.#own(slot, range.below)
    const id = this.#reads.open(slot, op)
    if (id !== undefined) this.#pages.push({ id, range, limit })
    return id !== undefined
  }

  /** The step is over: hands what it wrote and wants read to the ports. The writes first, for the reads to see them. */
  handOver(): void {
    const flushed = this.#writes.flush()
    if (flushed !== undefined) this.#ports.write(flushed.group, flushed.batch, flushed.sync)
    if (this.#pages.length === 0) return
    for (const { id, range, limit } of this.#pages.splice(0)) this.#ports.read(id, range, limit)
  }

  /** A group is durable or has failed: its ops with what they held back. */
  settleWrite(group: number): WrittenGroup | undefined {
    return this.#writes.settle(group)
  }

  /** A page came, or could not be read: whose it is. */
  settleRead(id: number): OpenRead | undefined {
    return this.#reads.take(id)
  }

  #own(slot: number, key: string): void {
    const prefix = this.#prefixes[slot] as string
    if (!key.startsWith(prefix)) fault(`${key.slice(0, 80)} is no key of ${prefix.slice(0, -1)}`)
  }
}
