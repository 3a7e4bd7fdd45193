import type { StepOf } from './core.ts'
import { fail, succeed, type CommandId, type IoFailure, type KeyRange, type Protocol } from './machine.ts'

/** Items that one listing may ask for. */
export const MAX_LISTED = 10_000
/** Listings under way at once. */
export const MAX_LISTINGS = 16
/** Items of one page. */
const PAGE_ROWS = 256

/** Reads the items of a page of rows; `rest` is what comes after them. */
export type ReadItems<P extends Protocol, Item> = (
  step: StepOf<P>,
  range: KeyRange,
  limit: number,
  ends: {
    readonly items: (step: StepOf<P>, items: readonly Item[], rest: KeyRange | undefined) => void
    readonly failed: (step: StepOf<P>, code: IoFailure) => void
  },
) => void

/** Commands that tell what is kept here, in pages as they come from the disk: nothing of it is held in memory. */
export class Listings<P extends Protocol, Item> {
  readonly #read: ReadItems<P, Item>
  readonly #open = new Set<CommandId>()

  constructor(read: ReadItems<P, Item>) {
    this.#read = read
  }

  /** Ends with how many were told, and whether there are `more`. INVALID_ARGUMENT, OVERLOAD, or what the disk says. */
  begin(step: StepOf<P>, id: CommandId, range: KeyRange, limit: number): void {
    const refusal = !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED)
      ? fail('INVALID_ARGUMENT', `limit is 1 to ${MAX_LISTED}`)
      : this.#open.size >= MAX_LISTINGS
        ? fail('OVERLOAD', `${MAX_LISTINGS} lists are under way`)
        : undefined
    if (refusal !== undefined) {
      step.effects.push({ type: 'done', id, result: refusal })
      return
    }
    this.#open.add(id)
    this.#page(step, id, range, limit, 0)
  }

  /** The page that is being read is dropped when it comes. */
  cancel(id: CommandId): void {
    this.#open.delete(id)
  }

  #page(step: StepOf<P>, id: CommandId, range: KeyRange, limit: number, before: number): void {
    this.#read(step, range, Math.min(PAGE_ROWS, limit - before), {
      items: (then, item, rest) => {
        if (!this.#open.has(id)) return
        if (item.length > 0) then.effects.push({ type: 'progress', id, item })
        const listed = before + item.length
        if (rest !== undefined && listed < limit) {
          this.#page(then, id, rest, limit, listed)
          return
        }
        this.#open.delete(id)
        then.effects.push({ type: 'done', id, result: succeed({ listed, more: rest !== undefined }) })
      },
      failed: (then, code) => {
        if (!this.#open.delete(id)) return
        then.effects.push({ type: 'done', id, result: fail(code, 'what is kept could not be read from disk') })
      },
    })
  }
}
