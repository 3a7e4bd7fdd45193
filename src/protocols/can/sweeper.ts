import { prefixRange, rangeAfter, type KeyRange } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { ITEMS, itemOf } from './items.ts'
import type { Shelf } from './shelf.ts'

/** Rows looked at in one step. */
const ROWS = 256

/** Goes around over all items and drops those that nobody needs to remember any more. */
export class Sweeper {
  readonly #core: Core
  readonly #shelf: Shelf
  #rest: KeyRange = prefixRange(ITEMS)
  #at: number
  #busy = false

  constructor(core: Core, shelf: Shelf) {
    this.#core = core
    this.#shelf = shelf
    this.#at = core.params.sweepMs
  }

  get wakeAt(): number {
    return this.#busy || this.#shelf.count === 0 ? Infinity : this.#at
  }

  tick(step: Step): void {
    if (this.#busy || step.now < this.#at || this.#shelf.count === 0) return
    this.#busy = true
    this.#core.read(step, this.#rest, ROWS, {
      rows: (then, rows, rest) => {
        this.#busy = false
        for (const row of rows) {
          const known = itemOf(row)
          if (known !== undefined && known.item.keepUntilMs < then.wall.earliest)
            this.#shelf.drop(then, known.space, known.item)
        }
        const last = rows.at(-1)
        this.#rest = rest === undefined || last === undefined ? prefixRange(ITEMS) : rangeAfter(rest, last[0])
        this.#at = then.now + (rest === undefined ? this.#core.params.sweepMs : PAUSE_MS)
      },
      failed: (then) => {
        this.#busy = false
        this.#at = then.now + this.#core.params.sweepMs
      },
    })
  }
}

/** Between pages: expiry is not urgent. */
const PAUSE_MS = 20
