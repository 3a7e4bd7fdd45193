import type { RingId } from '../../base/index.ts'
import { MAX_READ_ROWS, prefixRange, type KeyRange, type OpId, type Put } from '../machine.ts'
import { PIECES, pieceGone, pieceOf, piecePut } from './config-rows.ts'
import { ConfigTable, type Piece } from './config-table.ts'
import type { Core, Step } from './core.ts'

/** What has changed of a table. */
interface Change {
  readonly added: readonly Piece[]
  readonly removed: readonly Piece[]
}

/** The table of configurations, and its rows on disk. */
export class ConfigStore {
  readonly table = new ConfigTable()
  readonly #core: Core
  /** Ends of arcs whose rows are not as the table is: their write failed. */
  readonly #unsaved = new Set<RingId>()

  constructor(core: Core) {
    this.#core = core
  }

  /** Reads what was known when this node last stopped. A damaged row is forgotten: neighbours know what it said. */
  read(step: Step, ends: { read(step: Step): void; failed(step: Step): void }, range = prefixRange(PIECES)): void {
    this.#core.read(step, range, MAX_READ_ROWS, {
      rows: (then, rows, rest: KeyRange | undefined) => {
        for (const row of rows) {
          const piece = pieceOf(this.#core.sha256, row)
          if (piece !== undefined) this.table.learn(piece)
        }
        if (rest === undefined) ends.read(then)
        else this.read(then, ends, rest)
      },
      failed: (then) => {
        ends.failed(then)
      },
    })
  }

  /** Writes what has changed, and what could not be written before. Undefined: there is nothing to write. */
  save(
    step: Step,
    change: Change,
    ends: { written?(step: Step): void; failed?(step: Step): void } = {},
  ): OpId | undefined {
    for (const { arc } of [...change.removed, ...change.added]) this.#unsaved.add(arc.to)
    if (this.#unsaved.size === 0) {
      ends.written?.(step)
      return undefined
    }
    const saved = [...this.#unsaved]
    this.#unsaved.clear()
    const batch: Put[] = saved.map((to) => {
      const piece = this.table.at(to)
      return piece?.arc.to === to ? piecePut(this.#core.sha256, piece) : pieceGone(to)
    })
    return this.#core.write(step, batch, {
      written: (then) => ends.written?.(then),
      failed: (then) => {
        for (const to of saved) this.#unsaved.add(to)
        ends.failed?.(then)
      },
    })
  }
}
