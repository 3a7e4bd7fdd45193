import { fail, prefixRange, rangeAfter, succeed, type CommandId, type KeyRange } from '../machine.ts'
import type { TallyCommands } from './commands.ts'
import type { Core, Step } from './core.ts'
import { KEPT, rowOf } from './rows.ts'

/** Tallies one `list` may ask for. */
export const MAX_LISTED = 10_000
/** Lists under way at once. */
export const MAX_LISTINGS = 16
/** Tallies of one page. */
const PAGE_ROWS = 256

/** Tells what is kept here, in pages as they come from the disk: nothing of it is held in memory. */
export class Listings {
  readonly #core: Core
  readonly #open = new Set<CommandId>()

  constructor(core: Core) {
    this.#core = core
  }

  begin(step: Step, id: CommandId, { prefix, after, limit }: TallyCommands['list']['args']): void {
    const isGood = Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED
    if (!isGood || (after !== undefined && !after.startsWith(prefix))) {
      const result = fail('INVALID_ARGUMENT', `limit is 1 to ${MAX_LISTED}, and after begins with the prefix`)
      step.effects.push({ type: 'done', id, result })
      return
    }
    if (this.#open.size >= MAX_LISTINGS) {
      step.effects.push({ type: 'done', id, result: fail('OVERLOAD', `${MAX_LISTINGS} lists are under way`) })
      return
    }
    this.#open.add(id)
    const all = prefixRange(KEPT + prefix)
    this.#page(step, id, after === undefined ? all : rangeAfter(all, KEPT + after), limit, 0)
  }

  /** The page that is being read is dropped when it comes. */
  cancel(id: CommandId): void {
    this.#open.delete(id)
  }

  #page(step: Step, id: CommandId, range: KeyRange, limit: number, before: number): void {
    this.#core.read(step, range, Math.min(PAGE_ROWS, limit - before), {
      rows: (then, rows, rest) => {
        if (!this.#open.has(id)) return
        const item = rows.flatMap((row) => {
          const known = rowOf(row)
          return known?.kind === 'kept' ? [{ name: known.name, value: known.kept.value }] : []
        })
        if (item.length > 0) then.effects.push({ type: 'progress', id, item })
        const listed = before + rows.length
        if (rest !== undefined && listed < limit) {
          this.#page(then, id, rest, limit, listed)
          return
        }
        this.#open.delete(id)
        then.effects.push({ type: 'done', id, result: succeed({ listed, more: rest !== undefined }) })
      },
      failed: (then, code) => {
        if (this.#open.delete(id)) {
          then.effects.push({ type: 'done', id, result: fail(code, 'the tallies could not be read from disk') })
        }
      },
    })
  }
}
