import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { AskFailure, AskId, ReplyId } from '../machine.ts'
import { Comparing, type Differences } from './compare.ts'
import type { Core, Step } from './core.ts'
import {
  INLINE_BYTES,
  MAX_VALUE_BYTES,
  type RecordHead,
  type RecordsRequest,
  type RecordsResponse,
} from './messages.ts'
import { MAX_PULLED, type HaveRequest } from './move-messages.ts'
import type { Arc } from './quorum.ts'
import { Served } from './served.ts'
import type { Shelf } from './shelf.ts'
import type { Store } from './store.ts'
import { ValueReader } from './transfer.ts'
import { compareRecords, isExpired, isForgettable } from './versions.ts'

/** How long one question of a comparison may take. */
const COMPARE_MS = 5_000
const PULL_MS = 5_000
/** How long the other end may take to pull what it lacks. */
const HAVE_MS = 20_000
/** A large value, in chunks. */
const VALUE_MS = 30_000
/** Requests of others to pull from them, under way at once; another one gets OVERLOAD. */
export const MAX_HAVES = 64
/** Of one peer: it compares up to MAX_SYNCS arcs at once, with some parts of each under way. */
export const MAX_HAVES_OF_ONE = 24
/** Values above INLINE_BYTES read at once for one page of what is pulled. */
const LARGE_AT_ONCE = 2

/** What a pulled record has come to. */
type Outcome = 'durable' | 'older' | 'failed'

/** `level`: both shall have the same. `give`: the other end shall have what is here; `take`: the other way round. */
export type SyncWay = 'level' | 'give' | 'take'

/** Where a comparison stands. */
export interface SyncEnds {
  /** Both have the same now, as far as both keep it; or it is not known. `moved`: records that went either way. */
  ended(step: Step, isDone: boolean, moved: number): void
}

export interface SyncInit {
  readonly core: Core
  readonly store: Store
  readonly shelf: Shelf
  /** May a record that a peer gives be kept here? Its key, value and signature must fit, its id be one that is kept. */
  readonly takes: (step: Step, from: PeerKey, head: RecordHead, value: Uint8Array | undefined) => boolean
  /** Is the id one that is kept here? */
  readonly keeps: (id: RingId) => boolean
}

/** Compares arcs with other replicas, and moves what either lacks: by pulling, so that each end decides what it takes. */
export class Syncs {
  /** Records pulled, and given to be pulled, since the start. */
  readonly moved = { pulled: 0, given: 0 }
  readonly #init: SyncInit
  readonly #haves = new Served(MAX_HAVES, MAX_HAVES_OF_ONE)

  constructor(init: SyncInit) {
    this.#init = init
  }

  // ---- the side that asks ------------------------------------------------------------------------------------------

  /** Makes an arc equal here and at a peer, or gives it what it lacks. Returns the way to give up. */
  begin(step: Step, to: NodeRef, arc: Arc, way: SyncWay, ends: SyncEnds): (step: Step) => void {
    const open = new Set<AskId>()
    let hasEnded = false
    let moved = 0
    const end = (then: Step, isDone: boolean): void => {
      if (hasEnded) return
      hasEnded = true
      for (const ask of open) this.#init.core.cancelAsk(then, ask)
      ends.ended(then, isDone, moved)
    }
    const ask: Ask = (then, body, deadlineMs, answered) => {
      const failed = (at: Step): void => {
        comparing.fail(at)
      }
      if (!hasEnded) this.#ask(then, to, body, deadlineMs, open, answered, failed)
    }
    const comparing: Comparing<Step> = new Comparing<Step>(this.#init.shelf, arc, {
      ask: (then, part, sum) => {
        const { position } = to
        ask(then, { type: 'compare', position, arc: part, sum }, COMPARE_MS, (at, body) => {
          if (body.type === 'compared') comparing.answered(at, part, body.comparison)
          else comparing.fail(at)
        })
      },
      differ: (then, differences, done) => {
        const { theirs, both, ours } = differences
        moved += (way === 'give' ? 0 : theirs.length) + both.length + (way === 'take' ? 0 : ours.length)
        this.#level(then, to, way, ask, differences, (at, isDone) => {
          if (isDone) done(at)
          else comparing.fail(at)
        })
      },
      ended: end,
    })
    comparing.begin(step)
    return (then) => {
      end(then, false)
    }
  }

  /** Pulls what the other end has otherwise, then has it pull what is newer, or only, here. */
  #level(
    step: Step,
    to: NodeRef,
    way: SyncWay,
    ask: Ask,
    { theirs, both, ours }: Differences,
    done: (step: Step, isDone: boolean) => void,
  ): void {
    if (way === 'give') {
      this.#giveAll(step, to, ask, [...both, ...ours], done)
      return
    }
    const newer = [...ours]
    const each = (then: Step, id: RingId, outcome: Outcome): boolean => {
      if (outcome === 'older') newer.push(id)
      if (outcome !== 'failed') return true
      done(then, false)
      return false
    }
    this.#pullAll(step, to, ask, [...theirs, ...both], each, (then) => {
      this.#giveAll(then, to, ask, way === 'take' ? [] : newer, done)
    })
  }

  #giveAll(
    step: Step,
    to: NodeRef,
    ask: Ask,
    ids: readonly RingId[],
    done: (step: Step, isDone: boolean) => void,
  ): void {
    if (ids.length === 0) {
      done(step, true)
      return
    }
    const self = this.#init.core.ring.self(0)
    const now = ids.slice(0, MAX_PULLED)
    ask(step, { type: 'have', position: to.position, self, ids: now }, HAVE_MS, (then, body) => {
      if (body.type !== 'agreed') {
        done(then, false)
        return
      }
      this.moved.given += now.length
      this.#giveAll(then, to, ask, ids.slice(MAX_PULLED), done)
    })
  }

  /** Pulls ids in order; `each` returns false to end it. */
  #pullAll(
    step: Step,
    from: NodeRef,
    ask: Ask,
    ids: readonly RingId[],
    each: (step: Step, id: RingId, outcome: Outcome) => boolean,
    done: (step: Step) => void,
  ): void {
    if (ids.length === 0) {
      done(step)
      return
    }
    const asked = ids.slice(0, MAX_PULLED)
    ask(step, { type: 'pull', position: from.position, ids: asked }, PULL_MS, (then, body) => {
      if (body.type !== 'pulled' || body.handled < 1 || body.handled > asked.length) {
        each(then, asked[0] as RingId, 'failed')
        return
      }
      const isAsked = body.records.every(({ head }) => asked.indexOf(head.id) < body.handled && asked.includes(head.id))
      if (!isAsked) {
        each(then, asked[0] as RingId, 'failed')
        return
      }
      // All that came with the page at once: they share a write. What has to be read in chunks, a few at a time.
      const large = body.records.filter((record) => !this.#isWhole(then, record))
      const small = body.records.filter((record) => !large.includes(record))
      let open = 0
      let isOver = false
      const goOn = (at: Step): void => {
        while (!isOver && open < LARGE_AT_ONCE && large.length > 0) take(at, large.shift())
        if (!isOver && open === 0 && large.length === 0) {
          isOver = true
          this.#pullAll(at, from, ask, ids.slice(body.handled), each, done)
        }
      }
      const take = (at: Step, record: Pulled | undefined): void => {
        if (record === undefined) return
        open++
        this.#take(at, from, record, (later, outcome) => {
          open--
          if (isOver) return
          if (!each(later, record.head.id, outcome)) isOver = true
          else goOn(later)
        })
      }
      // Not before all of them have begun is the page over.
      open++
      for (const record of small) take(then, record)
      open--
      goOn(then)
    })
  }

  /** Did the record come with all that is to be kept of it? */
  #isWhole(step: Step, { head, value }: Pulled): boolean {
    return head.kind !== 'value' || head.size <= INLINE_BYTES || value !== undefined || isExpired(head, step.wall)
  }

  /** Keeps a record of another replica if it is newer than what is here. */
  #take(step: Step, from: NodeRef, record: Pulled, done: (step: Step, outcome: Outcome) => void): void {
    const { core } = this.#init
    const { head, value } = record
    if (this.#isWhole(step, record)) {
      this.#keep(step, from.peer, head, value, done)
      return
    }
    // Nothing is fetched, or made room for, that would not be kept.
    if (head.size > MAX_VALUE_BYTES || !this.#init.keeps(head.id)) {
      done(step, 'failed')
      return
    }
    const reader = new ValueReader(core, from, head, {
      read: (then, whole) => {
        this.#keep(then, from.peer, head, whole, done)
      },
      failed: (then) => {
        // It has dropped the value since the record has expired, or has a newer one by now: the next comparison tells.
        done(then, 'failed')
      },
    })
    reader.begin(step, step.now + VALUE_MS)
  }

  #keep(
    step: Step,
    from: PeerKey,
    head: RecordHead,
    value: Uint8Array | undefined,
    done: (step: Step, outcome: Outcome) => void,
  ): void {
    const { store, takes } = this.#init
    if (isForgettable(head, step.wall)) {
      // It is about to be swept there.
      done(step, 'durable')
      return
    }
    if (!this.#init.keeps(head.id) || !takes(step, from, head, value) || store.isBusy(head.id)) {
      done(step, 'failed')
      return
    }
    let isOlder = false
    store.change(step, head.id, {
      decide: (then, { stored, damaged }) => {
        const order = stored === undefined || damaged ? 1 : compareRecords(head, stored.head, then.wall)
        isOlder = order < 0
        return order > 0 ? { head, value } : undefined
      },
      ended: (then, outcome) => {
        if (outcome === 'durable') this.moved.pulled++
        done(then, outcome === 'durable' ? 'durable' : outcome !== 'nothing' ? 'failed' : isOlder ? 'older' : 'durable')
      },
    })
  }

  #ask(
    step: Step,
    to: NodeRef,
    body: RecordsRequest,
    deadlineMs: number,
    open: Set<AskId>,
    answered: (step: Step, body: RecordsResponse) => void,
    failed: (step: Step, why: AskFailure) => void,
  ): void {
    const ask = this.#init.core.ask(
      step,
      to,
      body,
      { deadlineMs, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          open.delete(ask)
          answered(then, answer)
        },
        failed: (then, why) => {
          open.delete(ask)
          failed(then, why)
        },
      },
    )
    open.add(ask)
  }

  // ---- the side that is asked --------------------------------------------------------------------------------------

  /** Pulls what the other end says it has. */
  have(step: Step, from: PeerKey, reply: ReplyId, { self, ids }: HaveRequest): void {
    if (self.peer !== from) {
      respond(step, reply, { type: 'failed', code: 'INVALID' })
      return
    }
    if (!this.#haves.begin(from)) {
      respond(step, reply, { type: 'failed', code: 'OVERLOAD' })
      return
    }
    step.effects.push({ type: 'respond', reply, body: { type: 'working' }, interim: true })
    let hasEnded = false
    const end = (then: Step, body: RecordsResponse): void => {
      if (hasEnded) return
      hasEnded = true
      this.#haves.end(from)
      respond(then, reply, body)
    }
    const open = new Set<AskId>()
    const ask: Ask = (then, body, deadlineMs, answered) => {
      this.#ask(then, self, body, deadlineMs, open, answered, (at) => {
        end(at, { type: 'failed', code: 'GONE' })
      })
    }
    this.#pullAll(
      step,
      self,
      ask,
      ids,
      (then, _id, outcome) => {
        if (outcome !== 'failed') return true
        end(then, { type: 'failed', code: 'GONE' })
        return false
      },
      (then) => {
        end(then, { type: 'agreed' })
      },
    )
  }
}

/** A record as it is pulled: large values are left out. */
interface Pulled {
  readonly head: RecordHead
  readonly value: Uint8Array | undefined
}

type Ask = (
  step: Step,
  body: RecordsRequest,
  deadlineMs: number,
  answered: (step: Step, body: RecordsResponse) => void,
) => void

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}
