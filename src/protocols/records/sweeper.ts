import type { MonoMs, RingId } from '../../base/index.ts'
import { prefixRange, Timers, type KeyRange } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { HEADS } from './rows.ts'
import type { Store } from './store.ts'
import { isExpired, isForgettable } from './versions.ts'

/** Rows counted at once at the start. */
const CENSUS_ROWS = 256
/** Before counting is tried again when the disk fails. */
const CENSUS_AGAIN_MS = 1_000
/** Rows looked at in one go, and how many of them are changed at once. */
const PAGE_ROWS = 256
const WINDOW = 32
/** A few records are gone through in so long; of more, a page in PAGE_MS. */
const CYCLE_MS = 60_000
const PAGE_MS = 250

/**
 * Counts what is stored, once, at the start; then goes through the rows again and again, a page at a time, and removes what
 * has expired: first the value, and when nothing older can come to light any more the head.
 */
export class Sweeper {
  readonly #core: Core
  readonly #store: Store
  readonly #timers = new Timers<'census' | 'sweep'>()
  #range: KeyRange = prefixRange(HEADS)
  #swept = 0

  constructor(core: Core, store: Store) {
    this.#core = core
    this.#store = store
  }

  get wakeAt(): number {
    return this.#timers.next ?? Infinity
  }

  /** Values and heads removed since the start. */
  get swept(): number {
    return this.#swept
  }

  begin(step: Step): void {
    this.#store.count(
      step,
      CENSUS_ROWS,
      (then) => {
        if (this.#store.counted) this.#timers.set('sweep', then.now + this.#core.random.jitter(PAGE_MS))
        else this.begin(then)
      },
      (then) => {
        this.#timers.set('census', then.now + CENSUS_AGAIN_MS)
      },
    )
  }

  tick(step: Step): void {
    for (const due of this.#timers.due(step.now as MonoMs)) {
      if (due === 'census') this.begin(step)
      else this.#sweep(step)
    }
  }

  #sweep(step: Step): void {
    this.#store.page(
      step,
      this.#range,
      PAGE_ROWS,
      (then, page, rest) => {
        const old = page.filter(
          ({ head, hasValue }) => isForgettable(head, then.wall) || (hasValue && isExpired(head, then.wall)),
        )
        this.#range = rest ?? prefixRange(HEADS)
        this.#remove(
          then,
          old.map(({ head }) => head.id),
        )
      },
      (then) => {
        this.#rest(then)
      },
    )
  }

  #remove(step: Step, ids: RingId[]): void {
    let under = 0
    const next = (at: Step): void => {
      while (under < WINDOW && ids.length > 0) {
        const id = ids.shift() as RingId
        if (this.#store.isBusy(id)) continue
        under++
        this.#store.change(at, id, {
          decide: (then, { stored, damaged }) => {
            if (stored === undefined || damaged || !isExpired(stored.head, then.wall)) return undefined
            this.#swept++
            return isForgettable(stored.head, then.wall) ? 'drop' : { head: stored.head, value: undefined }
          },
          ended: (then) => {
            under--
            next(then)
          },
        })
      }
      if (under === 0 && ids.length === 0) this.#rest(at)
    }
    next(step)
  }

  #rest(step: Step): void {
    const pages = Math.ceil(this.#store.usage.records / PAGE_ROWS)
    const pauseMs = Math.max(PAGE_MS, CYCLE_MS / Math.max(1, pages))
    this.#timers.set('sweep', step.now + this.#core.random.jitter(pauseMs))
  }
}
