import { fail, prefixRange, rangeAfter, succeed, type CommandId, type KeyRange } from '../machine.ts'
import type { KeptRecord, RecordsCommands } from './commands.ts'
import type { Step } from './core.ts'
import { headKey, HEADS, type Stored } from './rows.ts'
import type { Store } from './store.ts'

/** Records one `list` may ask for. */
export const MAX_LISTED = 10_000
/** Lists under way at once. */
export const MAX_LISTINGS = 16
/** Records of one page. */
const PAGE_ROWS = 256

/** Tells what is kept here, in pages as they come from the disk: nothing of it is held in memory. */
export class Listings {
  readonly #store: Store
  readonly #open = new Set<CommandId>()

  constructor(store: Store) {
    this.#store = store
  }

  begin(step: Step, id: CommandId, { after, limit }: RecordsCommands['list']['args']): void {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED)) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', `limit is 1 to ${MAX_LISTED}`) })
      return
    }
    if (this.#open.size >= MAX_LISTINGS) {
      step.effects.push({ type: 'done', id, result: fail('OVERLOAD', `${MAX_LISTINGS} lists are under way`) })
      return
    }
    this.#open.add(id)
    const all = prefixRange(HEADS)
    this.#page(step, id, after === undefined ? all : rangeAfter(all, headKey(after)), limit, 0)
  }

  /** The page that is being read is dropped when it comes. */
  cancel(id: CommandId): void {
    this.#open.delete(id)
  }

  #page(step: Step, id: CommandId, range: KeyRange, limit: number, before: number): void {
    this.#store.page(
      step,
      range,
      Math.min(PAGE_ROWS, limit - before),
      (then, page, rest) => {
        if (!this.#open.has(id)) return
        const item = page.map(keptOf)
        if (item.length > 0) then.effects.push({ type: 'progress', id, item })
        const listed = before + page.length
        if (rest !== undefined && listed < limit) {
          this.#page(then, id, rest, limit, listed)
          return
        }
        this.#open.delete(id)
        then.effects.push({ type: 'done', id, result: succeed({ listed, more: rest !== undefined }) })
      },
      (then, code) => {
        if (this.#open.delete(id)) {
          then.effects.push({ type: 'done', id, result: fail(code, 'the records could not be read from disk') })
        }
      },
    )
  }
}

const keptOf = ({ head }: Stored): KeptRecord => ({
  id: head.id,
  key: head.key,
  kind: head.kind,
  version: head.version,
  sizeBytes: head.size,
  expiresAtMs: head.expiresAtMs,
  writer: head.writer,
  signed: head.signature !== undefined,
})
