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
  /** There was a row, and it cannot be read: what it said is not known here any more. */
  readonly damaged: boolean
}

/** A record to be stored. `value`: all of it; undefined: there is none, or it is dropped. */
export interface NewRecord {
  readonly head: Stored['head']
  readonly value: Uint8Array | undefined
}

/** A change of what is kept of one id, in its turn. */
export interface Change {
  /** What is to be kept instead; `drop`: nothing; undefined: all stays as it is. */
  decide(step: Step, look: Look): NewRecord | 'drop' | undefined
  /** It is on disk, `nothing` happened, or the disk failed and all is as it was. */
  ended(step: Step, outcome: 'durable' | 'nothing' | IoFailure): void
}

type Failed = (step: Step, code: IoFailure) => void

/** The value in pieces as they are kept; one piece up to ROW_VALUE_BYTES. */
const asStored = ({ head, value }: NewRecord): Stored => {
  const hasValue = head.kind === 'value' && value !== undefined
  return { head, hasValue, value: hasValue && !isChunked(head.size) ? value : undefined }
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
  /** Told of each row that could not be read. */
  damaged: (step: Step, id: RingId) => void = () => undefined
  /** Told of each change that is durable: trees over the ids are to be made anew there. */
  changed: (step: Step, id: RingId, before: Stored | undefined, now: Stored | undefined) => void = () => undefined
  readonly #core: Core
  readonly #turns = new Map<RingId, Turn>()
  #damagedRows = 0

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
        const damaged = row !== undefined && stored === undefined
        if (damaged) this.#noteDamage(then, id)
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
        if (row !== undefined && bytes === undefined) this.#noteDamage(then, id)
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
              this.#noteDamage(then, head.id)
              found(then, undefined)
              return
            }
            value.set(bytes, begin)
            index++
          }
          if (index === chunksOf(head.size)) found(then, value)
          else if (rest !== undefined) read(then, rest, index)
          else found(then, undefined)
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
          if (stored !== undefined) page.push(stored)
          else {
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

  #write(step: Step, id: RingId, turn: Turn, look: Look, next: NewRecord | 'drop', change: Change): void {
    const before = look.stored
    const stored = next === 'drop' ? undefined : asStored(next)
    const batch = this.#batch(id, before, next, stored)
    this.usage.replace(before, stored)
    this.#core.write(step, batch, true, {
      written: (then) => {
        turn.look = { stored, damaged: false }
        this.changed(then, id, before, stored)
        change.ended(then, 'durable')
        this.#next(then, id, turn)
      },
      failed: (then, code) => {
        this.usage.replace(stored, before)
        change.ended(then, code)
        this.#next(then, id, turn)
      },
    })
  }

  #batch(id: RingId, before: Stored | undefined, next: NewRecord | 'drop', stored: Stored | undefined): Put[] {
    const { sha256 } = this.#core
    const batch: Put[] = []
    const hasChunks = before?.hasValue === true && isChunked(before.head.size)
    const stays =
      stored?.hasValue === true && before !== undefined && sameVersion(stored.head.version, before.head.version)
    if (hasChunks && !stays) {
      for (let n = 0; n < chunksOf(before.head.size); n++) batch.push({ key: chunkKey(id, before.head.version, n) })
    }
    if (next === 'drop' || stored === undefined) {
      batch.push({ key: headKey(id) })
      return batch
    }
    if (stored.hasValue && isChunked(next.head.size)) {
      const value = next.value as Uint8Array
      for (let n = 0; n < chunksOf(next.head.size); n++) {
        const key = chunkKey(id, next.head.version, n)
        batch.push({ key, value: sealed(sha256, key, value.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)) })
      }
    }
    batch.push({ key: headKey(id), value: headRow(sha256, stored) })
    return batch
  }

  #noteDamage(step: Step, id: RingId): void {
    this.#damagedRows++
    this.damaged(step, id)
  }
}
