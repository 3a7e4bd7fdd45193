import { compareKeys, OrbError, Random } from '../base/index.ts'
import type { IoFailure, KeyRange, Put, Row } from '../protocols/index.ts'
import { OrderedRows } from './ordered-rows.ts'

/** What a disk does wrong. */
export interface DiskFaults {
  /** Every write, or read, of the next ones fails so; undefined: it works. */
  readonly writeError: IoFailure | undefined
  readonly readError: IoFailure | undefined
  /** Share of groups, 0 to 1, that fail with IO besides. */
  readonly failRate: number
  /** How long a group or a page takes, milliseconds. */
  readonly latencyMs: number
}

/** A disk without faults takes so long. */
const LATENCY_MS = 1
const FAIR: DiskFaults = { writeError: undefined, readError: undefined, failRate: 0, latencyMs: LATENCY_MS }

/** A write or a read under way: what it comes to is known at `atMs`, by `finish`. */
export interface Pending<Outcome> {
  readonly atMs: number
  readonly finish: () => Outcome
}

interface Group {
  readonly batch: readonly Put[]
  readonly sync: boolean
}

/**
 * A simulated disk below a log-structured store like LevelDB: groups are written in order, each as a whole or not at all,
 * and a sync makes durable what was written before it as well. What was not synced is lost in a crash; of what is being
 * written then, as much as chance has it.
 */
export class SimDisk {
  readonly #durable = new Map<string, Uint8Array>()
  #unsynced: Put[] = []
  /** All that was written, durable or not; undefined: nobody has read a page since rows were lost or damaged. */
  #written: OrderedRows | undefined
  #pending: Group[] = []
  #busyUntil = 0
  #faults = FAIR
  readonly #random: Random

  constructor(random: Random = new Random('disk')) {
    this.#random = random
  }

  get faults(): DiskFaults {
    return this.#faults
  }

  /**
   * Sets what is wrong with it from now on; what is not given is right.
   * @throws OrbError INVALID_ARGUMENT of a rate outside of 0 to 1 or a latency that is negative or not finite
   */
  set(faults: Partial<DiskFaults>): void {
    const { failRate, latencyMs } = (this.#faults = { ...FAIR, ...faults })
    if (!(failRate >= 0 && failRate <= 1)) throw new OrbError('INVALID_ARGUMENT', `failRate cannot be ${failRate}`)
    if (!(latencyMs >= 0 && Number.isFinite(latencyMs))) {
      throw new OrbError('INVALID_ARGUMENT', `latencyMs cannot be ${latencyMs}`)
    }
  }

  /** Begins to write a group. */
  write(nowMs: number, batch: readonly Put[], sync: boolean): Pending<IoFailure | undefined> {
    const group = { batch, sync }
    this.#pending.push(group)
    return this.#queued(nowMs, () => this.#settle(group))
  }

  /** Begins to read the first rows of a range; sees what was written before. */
  read(nowMs: number, range: KeyRange, limit: number): Pending<{ rows: Row[]; more: boolean } | IoFailure> {
    return this.#queued(nowMs, () => this.#faults.readError ?? this.page(range, limit))
  }

  /** Writes a group at once, synced, as a daemon does before its first packet. Returns why it cannot. */
  writeNow(batch: readonly Put[]): IoFailure | undefined {
    const group = { batch, sync: true }
    this.#pending.push(group)
    return this.#settle(group)
  }

  /** Power is cut: of the groups under way a part, from the first on, may have reached the disk. */
  crash(): void {
    const reached = this.#pending.slice(0, this.#random.below(this.#pending.length + 1))
    for (const group of reached) this.#apply(group)
    this.#pending = []
    this.#loseUnsynced()
    this.#busyUntil = 0
  }

  /** Clean shutdown: what is under way is waited for and everything is synced, unless the disk fails. */
  close(): void {
    for (const group of [...this.#pending]) this.#settle(group)
    this.#busyUntil = 0
    if (this.#faults.writeError === undefined) this.#sync()
    else this.#loseUnsynced()
  }

  /** A bit of a durable row is another from now on; whoever reads the row must find that out. */
  damage(key: string): void {
    const value = this.#durable.get(key)
    if (value === undefined || value.length === 0) return
    const damaged = Uint8Array.from(value)
    const at = this.#random.below(damaged.length)
    damaged[at] = (damaged[at] as number) ^ (1 << this.#random.below(8))
    this.#durable.set(key, damaged)
    this.#written = undefined
  }

  /** What is durable. */
  get(key: string): Uint8Array | undefined {
    return this.#durable.get(key)
  }

  /** Durable rows whose key begins with `prefix`, in the order of their keys. */
  rows(prefix: string): Row[] {
    return [...this.#durable].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => compareKeys(a, b))
  }

  /** The first rows of a range, as written so far, durable or not; keys in the order of their UTF-8 bytes. */
  page(range: KeyRange, limit: number): { rows: Row[]; more: boolean } {
    if (this.#written === undefined) {
      this.#written = new OrderedRows(this.#durable)
      for (const put of this.#unsynced) this.#written.apply(put)
    }
    return this.#written.page(range, limit)
  }

  /** One after the other. */
  #queued<Outcome>(nowMs: number, finish: () => Outcome): Pending<Outcome> {
    this.#busyUntil = Math.max(this.#busyUntil, nowMs + this.#faults.latencyMs)
    return { atMs: this.#busyUntil, finish }
  }

  #settle(group: Group): IoFailure | undefined {
    this.#pending.splice(this.#pending.indexOf(group), 1)
    const { writeError, failRate } = this.#faults
    if (writeError !== undefined) return writeError
    if (failRate > 0 && this.#random.float() < failRate) return 'IO'
    this.#apply(group)
    return undefined
  }

  #apply({ batch, sync }: Group): void {
    for (const put of batch) {
      this.#unsynced.push(put)
      this.#written?.apply(put)
    }
    if (sync) this.#sync()
  }

  #loseUnsynced(): void {
    this.#unsynced = []
    this.#written = undefined
  }

  #sync(): void {
    for (const put of this.#unsynced) apply(this.#durable, put)
    this.#unsynced = []
  }
}

function apply(rows: Map<string, Uint8Array>, { key, value }: Put): void {
  if (value === undefined) rows.delete(key)
  else rows.set(key, value)
}
