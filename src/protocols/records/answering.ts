import type { PeerKey } from '../../base/index.ts'
import type { ReplyId } from '../machine.ts'
import { answerComparison } from './compare.ts'
import type { Step } from './core.ts'
import { INLINE_BYTES, type RecordHead, type RecordsResponse } from './messages.ts'
import type { CompareRequest, PullRequest } from './move-messages.ts'
import { Served } from './served.ts'
import type { Shelf } from './shelf.ts'
import type { Store } from './store.ts'

/** Comparisons and pulls being answered at once, of all and of one; another one gets OVERLOAD. */
export const MAX_SERVED = 256
export const MAX_SERVED_OF_ONE = 64
/** What the head of a record takes on the wire at most, but for its key. */
const HEAD_BYTES = 400

/**
 * Says to anybody what is kept here of an arc, and gives it. Each question costs a page of rows or two and one frame, so that
 * their number is what bounds the cost.
 */
export class Answering {
  readonly #store: Store
  readonly #shelf: Shelf
  readonly #served = new Served(MAX_SERVED, MAX_SERVED_OF_ONE)

  constructor(store: Store, shelf: Shelf) {
    this.#store = store
    this.#shelf = shelf
  }

  /** How to answer, once; undefined: it has been refused, since too much is being answered. */
  #answering(step: Step, from: PeerKey, reply: ReplyId): ((step: Step, body: RecordsResponse) => void) | undefined {
    if (!this.#served.begin(from)) {
      respond(step, reply, { type: 'failed', code: 'OVERLOAD' })
      return undefined
    }
    return (then, body) => {
      this.#served.end(from)
      respond(then, reply, body)
    }
  }

  compare(step: Step, from: PeerKey, reply: ReplyId, { arc, sum }: CompareRequest): void {
    const answer = this.#answering(step, from, reply)
    if (answer === undefined) return
    answerComparison<Step>(
      step,
      this.#shelf,
      arc,
      sum,
      (then, comparison) => {
        answer(then, { type: 'compared', comparison })
      },
      (then, code) => {
        answer(then, { type: 'failed', code })
      },
    )
  }

  /** Gives as many of the records as fit a frame. */
  pull(step: Step, from: PeerKey, reply: ReplyId, { ids }: PullRequest): void {
    const answer = this.#answering(step, from, reply)
    if (answer === undefined) return
    const store = this.#store
    const records: { head: RecordHead; value: Uint8Array | undefined }[] = []
    let bytes = 0
    let handled = 0
    const failed = (then: Step, code: 'STORAGE_FULL' | 'IO' | 'CORRUPT'): void => {
      answer(then, { type: 'failed', code })
    }
    const next = (at: Step): void => {
      const id = ids[handled]
      if (id === undefined || bytes >= INLINE_BYTES) {
        answer(at, { type: 'pulled', records, handled })
        return
      }
      store.look(
        at,
        id,
        (then, { stored }) => {
          if (stored === undefined) {
            handled++
            next(then)
            return
          }
          const { head } = stored
          const add = (later: Step, value: Uint8Array | undefined): void => {
            const cost = HEAD_BYTES + head.key.byteLength + (value?.byteLength ?? 0)
            // One always goes: it fits by itself.
            if (records.length > 0 && bytes + cost > INLINE_BYTES) {
              answer(later, { type: 'pulled', records, handled })
              return
            }
            bytes += cost
            handled++
            records.push({ head, value })
            next(later)
          }
          if (head.size > INLINE_BYTES) add(then, undefined)
          else store.value(then, stored, add, failed)
        },
        failed,
      )
    }
    next(step)
  }
}

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}
