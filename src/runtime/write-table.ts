import { asciiBytes, fault } from '../base/index.ts'
import type { Effect, OpId, Protocol, Put } from '../protocols/index.ts'

/** Under which key the Lamport mark is kept; the daemon reads it before the host is made. */
export const LAMPORT_MARK_KEY = 'host/lamport-mark'

type AnyEffect = Effect<Protocol>

interface OpenOp {
  readonly owner: number
  readonly op: OpId
  /** Effects that wait for it (`after`), in order. */
  readonly held: AnyEffect[]
}

/** The ops of one step's writes: durable together or failed together. */
export interface WrittenGroup {
  readonly ops: OpenOp[]
  /** The Lamport mark that this group makes durable. */
  mark?: number
}

/**
 * Writes of a step are one batch ("group"): durable together or failed together. Effects with `after` wait here; an op
 * that is neither pending nor of this step is a fault of the machine.
 */
export class WriteTable {
  readonly #groups = new Map<number, WrittenGroup>()
  #last = 0
  #step: (WrittenGroup & { batch: Put[]; sync: boolean }) | undefined
  #markPending = false
  #heldCount = 0

  /** Effects held back now. */
  get heldCount(): number {
    return this.#heldCount
  }

  get markPending(): boolean {
    return this.#markPending
  }

  write(owner: number, op: OpId, batch: readonly Put[], sync: boolean): void {
    const step = (this.#step ??= { ops: [], batch: [], sync: false })
    step.ops.push({ owner, op, held: [] })
    for (const put of batch) step.batch.push(put)
    step.sync ||= sync
  }

  /** Reserves Lamport time up to `mark`, in the same batch as the step's other writes. */
  reserve(mark: number): void {
    const step = (this.#step ??= { ops: [], batch: [], sync: false })
    step.mark = mark
    step.batch.push({ key: LAMPORT_MARK_KEY, value: decimal(mark) })
    step.sync = true
    this.#markPending = true
  }

  hold(owner: number, after: OpId, effect: AnyEffect): void {
    const op = this.#find(owner, after) ?? fault(`an effect waits for write ${after}, which is not pending`)
    op.held.push(effect)
    this.#heldCount++
  }

  /** Ends a step: its batch to hand to the disk, if it wrote anything. */
  flush(): { group: number; batch: readonly Put[]; sync: boolean } | undefined {
    const step = this.#step
    if (step === undefined) return undefined
    this.#step = undefined
    const group = ++this.#last
    this.#groups.set(group, step)
    return { group, batch: step.batch, sync: step.sync }
  }

  settle(group: number): WrittenGroup | undefined {
    const settled = this.#groups.get(group)
    if (settled === undefined) return undefined
    this.#groups.delete(group)
    if (settled.mark !== undefined) this.#markPending = false
    for (const op of settled.ops) this.#heldCount -= op.held.length
    return settled
  }

  #find(owner: number, op: OpId): OpenOp | undefined {
    const matches = (open: OpenOp): boolean => open.owner === owner && open.op === op
    const found = this.#step?.ops.find(matches)
    if (found !== undefined) return found
    for (const group of this.#groups.values()) {
      const inGroup = group.ops.find(matches)
      if (inGroup !== undefined) return inGroup
    }
    return undefined
  }
}

/** A mark as decimal ASCII: readable in a dump, exact to 2^53. */
function decimal(value: number): Uint8Array {
  return asciiBytes(value.toString())
}
