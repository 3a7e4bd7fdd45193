import type { MachineCore, StepOf } from './core.ts'
import { MAX_READ_ROWS, type KeyRange, type Protocol, type Row } from './machine.ts'

/** Before going on when the disk has failed. */
const AGAIN_MS = 2_000

/**
 * Goes through the rows of a range once, when the machine starts, a page at a time: what is made of them is kept, not they.
 * When the disk fails it goes on later where it was.
 */
export class Census<P extends Protocol> {
  readonly #core: Pick<MachineCore<P, unknown, unknown>, 'read'>
  readonly #on: { row(step: StepOf<P>, row: Row): void; done(step: StepOf<P>): void }
  /** What has not been read yet. */
  #rest: KeyRange | undefined
  /** When to go on; 0 when made, since the first input is a tick. Infinity: the disk is at it, or all is read. */
  #at = 0

  constructor(
    core: Pick<MachineCore<P, unknown, unknown>, 'read'>,
    range: KeyRange,
    on: { row(step: StepOf<P>, row: Row): void; done(step: StepOf<P>): void },
  ) {
    this.#core = core
    this.#rest = range
    this.#on = on
  }

  /** All has been read. Before, a machine does not know what it has promised. */
  get isDone(): boolean {
    return this.#rest === undefined
  }

  /** Infinity: it waits for nothing. */
  get wakeAt(): number {
    return this.#at
  }

  tick(step: StepOf<P>): void {
    if (this.#rest !== undefined && this.#at <= step.now) this.#read(step, this.#rest)
  }

  #read(step: StepOf<P>, range: KeyRange): void {
    this.#at = Infinity
    this.#core.read(step, range, MAX_READ_ROWS, {
      rows: (then, rows, rest) => {
        for (const row of rows) this.#on.row(then, row)
        this.#rest = rest
        if (rest === undefined) this.#on.done(then)
        else this.#read(then, rest)
      },
      failed: (then) => {
        this.#at = then.now + AGAIN_MS
      },
    })
  }
}
