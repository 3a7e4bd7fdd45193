import type { RingId } from '../../base/index.ts'
import type { IoFailure, KeyRange, Put } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { CHUNK_BYTES, type Version } from './messages.ts'
import {
  chunkKey,
  chunkRange,
  chunksOf,
  chunksRange,
  headKey,
  headRange,
  headRow,
  headsFrom,
  idOfHeadKey,
  isChunked,
  sealed,
  storedOf,
  unsealed,
  type Stored,
} from './rows.ts'
import { Usage } from './usage.ts'
import { sameVersion } from './versions.ts'

/** Ids whose rows are being read or changed at once; one more gets `busy`. */
export const MAX_BUSY = 512
/** Changes of one id that wait for their turn. */
export const MAX_WAITING = 256

/** What is kept of an id. */
export interface Look {
  readonly stored: Stored | undefined
  /** What is there cannot be read, or not whole: that it is not known here does not mean that it does not exist. */
  readonly damaged: boolean
}

/** A record to be stored. `value`: all of it; undefined: there is none, or it is dropped. */
export interface NewRecord {
  readonly head: Stored['head']
  readonly value: Uint8Array | undefined
}

/** A change of what is kept of one id, in its turn. */
export interface Change {
  /** What is to be kept instead; `drop`: nothing; `break`: the same, as damaged; undefined: all stays as it is. */
  decide(step: Step, look: Look): NewRecord | 'drop' | 'break' | undefined
  /** It is on disk, `nothing` happened, or the disk failed and all is as it was. */
  ended(step: Step, outcome: 'durable' | 'nothing' | IoFailure): void
}

/** Told of each change that is durable. */
export type Changed = (step: Step, id: RingId, before: Stored | undefined, now: Stored | undefined) => void

type Failed = (step: Step, code: IoFailure) => void

/** The value in pieces as they are kept; one piece up to ROW_VALUE_BYTES. */
const asStored = ({ head, value }: NewRecord): Stored => {
  const hasValue = head.kind === 'value' && value !== undefined
  return { head, hasValue, value: hasValue && !isChunked(head.size) ? value : undefined, broken: false }
}

/** An id that is being changed: what is there, once it has been read, and the changes to come. */
interface Turn {
  look: Look | undefined
  readonly waiting: Change[]
}

/**
 * All access to the rows of records. Nothing of them stays in memory but counters. Changes of one id happen one after the
 * other, each durable before the next; those of different ids share batches.
 */
export class Store {
  readonly usage: Usage
  /** Told of each row that is found damaged. */
  readonly onDamage: ((step: Step, id: RingId) => void)[] = []
  readonly onChange: Changed[] = []
  readonly #core: Core
  readonly #turns = new Map<RingId, Turn>()
  #damagedRows = 0
  /** Ids up to this one have been counted; undefined: all. */
  #countedTo: string | undefined = ''
  /** While a page is being counted nothing may change. */
  #held: ((step: Step) => void)[] | undefined

  constructor(core: Core) {
    this.#core = core
    this.usage = new Usage(core.params)
  }

  /** Rows found damaged since the start. */
  get damagedRows(): number {
    return this.#damagedRows
  }

  /** Ids being changed. */
  get busy(): number {
    return this.#turns.size
  }

  /** May no further id be changed now? */
  isBusy(id: RingId): boolean {
    const turn = this.#turns.get(id)
    return turn === undefined ? this.#turns.size >= MAX_BUSY : turn.waiting.length >= MAX_WAITING
  }

  /** What is kept of the id. */
  look(step: Step, id: RingId, found: (step: Step, look: Look) => void, failed: Failed): void {
    this.#core.read(step, headRange(id), 1, {
      rows: (then, [row]) => {
        const stored = row && storedOf(this.#core.sha256, row)
        const damaged = row !== undefined && (stored === undefined || stored.broken)
        if (row !== undefined && stored === undefined) this.#noteDamage(then, id)
        found(then, { stored, damaged })
      },
      failed,
    })
  }

  /** One chunk of a record's value, as kept; undefined: there is none, or it is damaged. */
  chunk(
    step: Step,
    id: RingId,
    version: Version,
    index: number,
    found: (step: Step, bytes: Uint8Array | undefined) => void,
    failed: Failed,
  ): void {
    this.#core.read(step, chunkRange(id, version, index), 1, {
      rows: (then, [row]) => {
        const bytes = row && unsealed(this.#core.sha256, row)
        // Also when it is missing: unless the version is another by now, the value is not whole.
        if (bytes === undefined) this.#break(then, id, version)
        found(then, bytes)
      },
      failed,
    })
  }

  /** The whole value of a record that was looked at; undefined: it is not kept, or not whole any more. */
  value(step: Step, stored: Stored, found: (step: Step, value: Uint8Array | undefined) => void, failed: Failed): void {
    const { head, hasValue } = stored
    if (!hasValue || !isChunked(head.size)) {
      found(step, hasValue ? stored.value : undefined)
      return
    }
    const value = new Uint8Array(head.size)
    const read = (at: Step, range: KeyRange, before: number): void => {
      this.#core.read(at, range, chunksOf(head.size) - before, {
        rows: (then, rows, rest) => {
          let index = before
          for (const row of rows) {
            const bytes = unsealed(this.#core.sha256, row)
            const begin = index * CHUNK_BYTES
            const fits = bytes?.byteLength === Math.min(CHUNK_BYTES, head.size - begin)
            if (bytes === undefined || !fits || row[0] !== chunkKey(head.id, head.version, index)) {
              this.#break(then, head.id, head.version)
              found(then, undefined)
              return
            }
            value.set(bytes, begin)
            index++
          }
          if (index === chunksOf(head.size)) found(then, value)
          else if (rest !== undefined && rows.length > 0) read(then, rest, index)
          else {
            // Gone since it was looked at; or it was never whole.
            this.#break(then, head.id, head.version)
            found(then, undefined)
          }
        },
        failed,
      })
    }
    read(step, chunksRange(head.id, head.version), 0)
  }

  /** A page of records in the order of their ids; damaged ones are left out and told of. */
  page(
    step: Step,
    range: KeyRange,
    limit: number,
    found: (step: Step, page: readonly Stored[], rest: KeyRange | undefined) => void,
    failed: Failed,
  ): void {
    this.#core.read(step, range, limit, {
      rows: (then, rows, rest) => {
        const page: Stored[] = []
        for (const row of rows) {
          const stored = storedOf(this.#core.sha256, row)
          if (stored?.broken === false) page.push(stored)
          else if (stored === undefined) {
            const id = idOfHeadKey(row[0])
            if (id !== undefined) this.#noteDamage(then, id)
          }
        }
        found(then, page, rest)
      },
      failed,
    })
  }

  /** Lets a change happen when its turn comes. Ask `isBusy` before. */
  change(step: Step, id: RingId, change: Change): void {
    const turn = this.#turns.get(id)
    if (turn !== undefined) {
      turn.waiting.push(change)
      return
    }
    const begun: Turn = { look: undefined, waiting: [change] }
    this.#turns.set(id, begun)
    this.look(
      step,
      id,
      (then, look) => {
        begun.look = look
        this.#next(then, id, begun)
      },
      (then, code) => {
        this.#turns.delete(id)
        for (const each of begun.waiting) each.ended(then, code)
      },
    )
  }

  /** Have all rows been counted? Until then `usage` shows a part. */
  get counted(): boolean {
    return this.#countedTo === undefined
  }

  /** Counts the next page of rows; changes wait for so long. `done`: go on with the next one, unless all are counted. */
  count(step: Step, limit: number, done: (step: Step) => void, failed: Failed): void {
    const range = headsFrom((this.#countedTo ?? '') as RingId)
    const goOn = (then: Step): void => {
      const held = this.#held ?? []
      this.#held = undefined
      for (const begin of held) begin(then)
    }
    this.#held = []
    this.#core.read(step, range, limit, {
      rows: (then, rows, rest) => {
        for (const row of rows) this.usage.replace(undefined, storedOf(this.#core.sha256, row))
        this.#countedTo = rest?.from.slice(headKey('' as RingId).length)
        goOn(then)
        done(then)
      },
      failed: (then, code) => {
        goOn(then)
        failed(then, code)
      },
    })
  }

  #next(step: Step, id: RingId, turn: Turn): void {
    for (let change = turn.waiting.shift(); change !== undefined; change = turn.waiting.shift()) {
      const look = turn.look as Look
      const next = change.decide(step, look)
      if (next !== undefined) {
        this.#write(step, id, turn, look, next, change)
        return
      }
      change.ended(step, 'nothing')
    }
    this.#turns.delete(id)
  }

  #write(step: Step, id: RingId, turn: Turn, look: Look, next: NewRecord | 'drop' | 'break', change: Change): void {
    if (this.#held !== undefined) {
      this.#held.push((then) => {
        this.#write(then, id, turn, look, next, change)
      })
      return
    }
    const before = look.stored
    const stored =
      next === 'drop' ? undefined : next !== 'break' ? asStored(next) : before && { ...before, broken: true }
    const batch = this.#batch(id, before, stored, typeof next === 'string' ? undefined : next.value)
    // What has not been counted yet will be, as it is then.
    const isCounted = this.#countedTo === undefined || id < this.#countedTo
    if (isCounted) this.usage.replace(before, stored)
    this.#core.write(step, batch, {
      written: (then) => {
        turn.look = { stored, damaged: stored?.broken === true }
        for (const told of this.onChange) told(then, id, before, stored)
        change.ended(then, 'durable')
        this.#next(then, id, turn)
      },
      failed: (then, code) => {
        if (isCounted) this.usage.replace(stored, before)
        change.ended(then, code)
        this.#next(then, id, turn)
      },
    })
  }

  #batch(id: RingId, before: Stored | undefined, stored: Stored | undefined, value: Uint8Array | undefined): Put[] {
    const { sha256 } = this.#core
    const batch: Put[] = []
    const hasChunks = before?.hasValue === true && isChunked(before.head.size)
    const stays =
      stored?.hasValue === true && before !== undefined && sameVersion(stored.head.version, before.head.version)
    if (hasChunks && !stays) {
      for (let n = 0; n < chunksOf(before.head.size); n++) batch.push({ key: chunkKey(id, before.head.version, n) })
    }
    if (stored === undefined) {
      batch.push({ key: headKey(id) })
      return batch
    }
    const { head } = stored
    if (value !== undefined && stored.hasValue && isChunked(head.size)) {
      for (let n = 0; n < chunksOf(head.size); n++) {
        const key = chunkKey(id, head.version, n)
        batch.push({ key, value: sealed(sha256, key, value.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)) })
      }
    }
    batch.push({ key: headKey(id), value: headRow(sha256, stored) })
    return batch
  }

  #noteDamage(step: Step, id: RingId): void {
    this.#damagedRows++
    for (const told of this.onDamage) told(step, id)
  }

  /** A chunk of this version is damaged: the record counts as damaged from now on. */
  #break(step: Step, id: RingId, version: Version): void {
    if (this.isBusy(id)) return
    let found = false
    this.change(step, id, {
      decide: (_then, { stored }) => {
        found = stored !== undefined && !stored.broken && stored.hasValue && sameVersion(stored.head.version, version)
        return found ? 'break' : undefined
      },
      ended: (then, outcome) => {
        if (found && outcome === 'durable') this.#noteDamage(then, id)
      },
    })
  }
}
