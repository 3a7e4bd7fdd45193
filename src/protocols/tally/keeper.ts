import type { PeerKey } from '../../base/index.ts'
import type { WriteEndsOf } from '../core.ts'
import type { IoFailure, OpId, Put, ReplyId } from '../machine.ts'
import { Quotas, TakenGrants } from './books.ts'
import type { Core, Step } from './core.ts'
import type { TallyRefusal, TallyRequest, TallyResponse } from './messages.ts'
import type { TallyProtocol } from './protocol.ts'
import { keptPut, keptRange, rowOf, takenPut, type Kept } from './rows.ts'

/** Something that is to happen to a tally, in its turn. */
type Change =
  | {
      readonly type: 'add'
      readonly reply: ReplyId
      readonly position: number
      readonly from: PeerKey
      readonly n: number
    }
  | { readonly type: 'get'; readonly reply: ReplyId; readonly position: number }
  | {
      readonly type: 'take'
      readonly reply: ReplyId
      readonly from: PeerKey
      readonly amount: number
      readonly serial: number
      /** Is the giver one to take from, this node one to give to? */
      readonly entitled: boolean
    }
  | OwnChange

/** A change of this node itself: an amount leaves, or comes back. */
export interface OwnChange {
  readonly type: 'own'
  /** What to add to the tally and to write with it in the write `op`; undefined: nothing happens. */
  apply(step: Step, value: number, op: OpId): { readonly n: number; readonly put: Put } | undefined
  /** It is durable, nothing happened, or writing failed. */
  ended(step: Step, outcome: 'durable' | 'nothing' | IoFailure): void
}

/** One tally in memory. */
interface Counter {
  state: 'unread' | 'reading' | 'idle' | 'writing'
  /** As it is on disk; undefined: it is 0. */
  kept: Kept | undefined
  /** As it will be when what is being written is durable; `changed`: it is not the same. */
  next: Kept | undefined
  changed: boolean
  /** In the order in which they came. Their number is bounded by the host: a request each, and moves. */
  waiting: Change[]
  writing: Change[]
  /** Takes back what the books say of what is being written. */
  undo: (() => void)[]
}

/** Tallies that are being read at once; requests for further ones that are not in memory get FULL. */
export const MAX_READING = 256

/**
 * Counts what is kept here. Each tally has at most one write under way: what comes meanwhile waits and is written
 * together, so a write that fails fails exactly the changes in it, and a burst of adds costs two writes, not hundreds.
 */
export class Keeper {
  readonly quotas = new Quotas()
  readonly taken: TakenGrants
  /** False: the rows have not been read yet, or this node is leaving. It counts nothing then. */
  open = false
  /** Told of each tally that was counted here although it is another's by now: the range may move while the disk works. */
  strayed: (step: Step) => void = () => undefined
  readonly #core: Core
  /** Least recently used first. */
  readonly #counters = new Map<string, Counter>()
  #reading = 0

  constructor(core: Core) {
    this.#core = core
    this.taken = new TakenGrants(core.params.limits.taken)
  }

  get cached(): number {
    return this.#counters.size
  }

  request(step: Step, from: PeerKey, reply: ReplyId, body: TallyRequest): void {
    const { ring, keyOf } = this.#core.siblings
    const { position, name } = body
    const known = this.open && ring.positions().includes(position)
    const owned = known && ring.owns(position, keyOf(name))
    if (body.type === 'take') {
      // A giver that leaves the ring gives to us what will be ours when it has left.
      const entitled = owned || (known && ring.predecessor(position)?.peer === from)
      const { amount, serial, below, open } = body
      this.settled(step, from, below, open)
      this.enter(step, name, { type: 'take', reply, from, amount, serial, entitled })
      return
    }
    if (!owned) this.#core.respond(step, reply, { type: 'failed', code: 'NOT_KEEPER' })
    else if (body.type === 'add') this.enter(step, name, { type: 'add', reply, position, from, n: body.n })
    else this.enter(step, name, { type: 'get', reply, position })
  }

  /** The giver has closed its grants below this, but for those that are open: they need not be remembered. */
  settled(step: Step, giver: PeerKey, below: number, open: readonly number[] = []): void {
    const names = this.taken.closed(giver, below, open)
    if (names.length === 0) return
    for (const name of names) this.taken.set(giver, name, undefined)
    // Lost in a crash, or never written: they are forgotten the next time.
    const batch = names.map((name) => takenPut(giver, name))
    this.#core.write(step, batch, { failed: () => undefined }, false)
  }

  /** Lets a change happen to a tally when its turn comes. */
  enter(step: Step, name: string, change: Change): void {
    const counter = this.#counter(name)
    if (counter.state === 'unread' && this.#reading >= MAX_READING && 'reply' in change) {
      this.#counters.delete(name)
      this.#core.respond(step, change.reply, { type: 'failed', code: 'FULL' })
      return
    }
    counter.waiting.push(change)
    if (counter.state === 'idle') this.#write(step, name, counter)
    else if (counter.state === 'unread') this.#read(step, name, counter)
    // The asker need not ask again: it is only the disk that takes its time.
    if (counter.state === 'reading' && 'reply' in change) {
      step.effects.push({ type: 'respond', reply: change.reply, body: { type: 'working' }, interim: true })
    }
  }

  #counter(name: string): Counter {
    const counter = this.#counters.get(name) ?? newCounter()
    this.#counters.delete(name)
    this.#counters.set(name, counter)
    for (const [oldest, { state }] of this.#counters) {
      if (this.#counters.size <= this.#core.params.cached) break
      if (state === 'idle' && oldest !== name) this.#counters.delete(oldest)
    }
    return counter
  }

  #read(step: Step, name: string, counter: Counter): void {
    counter.state = 'reading'
    this.#reading++
    const failed = (then: Step, code: IoFailure): void => {
      this.#reading--
      this.#counters.delete(name)
      for (const change of counter.waiting) this.#fail(then, change, code)
    }
    this.#core.read(step, keptRange(name), 1, {
      rows: (then, [row]) => {
        const known = row && rowOf(row)
        if (row !== undefined && known?.kind !== 'kept') {
          failed(then, 'CORRUPT')
          return
        }
        this.#reading--
        counter.kept = known?.kind === 'kept' ? known.kept : undefined
        counter.state = 'idle'
        this.#write(then, name, counter)
      },
      failed,
    })
  }

  /** All that waits happens now, in one write; what it comes to is said once that is durable. */
  #write(step: Step, name: string, counter: Counter): void {
    const ends: WriteEndsOf<TallyProtocol> = {
      written: (then) => {
        const { writing } = counter
        this.#settle(counter, counter.next)
        for (const change of writing) if (change.type === 'own') change.ended(then, 'durable')
        if (counter.kept !== undefined && !this.#core.keeps(name)) this.strayed(then)
        if (counter.waiting.length > 0) this.#write(then, name, counter)
      },
      failed: (then, code) => {
        const { writing, undo } = counter
        for (const takeBack of undo.toReversed()) takeBack()
        this.#settle(counter, counter.kept)
        for (const change of writing) this.#fail(then, change, code)
        if (counter.waiting.length > 0) this.#write(then, name, counter)
      },
    }
    counter.state = 'writing'
    counter.next = counter.kept
    const fill = (op: OpId): readonly Put[] | undefined => {
      const puts: Put[] = []
      for (const change of counter.waiting.splice(0)) this.#apply(step, name, counter, change, op, puts)
      return counter.changed ? [keptPut(name, counter.next), ...puts] : undefined
    }
    if (this.#core.writeWith(step, fill, ends)) return
    this.#settle(counter, counter.kept)
    if (counter.waiting.length > 0) this.#write(step, name, counter)
  }

  #settle(counter: Counter, kept: Kept | undefined): void {
    counter.kept = kept
    counter.state = 'idle'
    counter.changed = false
    counter.writing = []
    counter.undo = []
  }

  #apply(step: Step, name: string, counter: Counter, change: Change, op: OpId, puts: Put[]): void {
    if (change.type === 'own') {
      const outcome = change.apply(step, counter.next?.value ?? 0, op)
      if (outcome === undefined) {
        change.ended(step, 'nothing')
        return
      }
      this.#count(counter, outcome.n, this.#core.siblings.ring.self(0).peer, Infinity)
      counter.writing.push(change)
      puts.push(outcome.put)
      return
    }
    const body = this.#answer(name, counter, change, puts)
    // Persist before answer. What is said of a write under way must wait for it too, be it a mere reading.
    if (counter.changed) counter.writing.push(change)
    this.#core.respond(step, change.reply, body, counter.changed ? op : undefined)
  }

  #answer(name: string, counter: Counter, change: Exclude<Change, OwnChange>, puts: Put[]): TallyResponse {
    const refusal = this.#refusal(name, counter, change, puts)
    if (refusal !== undefined) return { type: 'failed', code: refusal }
    if (change.type === 'take') return { type: 'taken' }
    const keeper = this.#core.siblings.ring.self(change.position)
    return { type: 'counted', value: counter.next?.value ?? 0, keeper }
  }

  /** Does what a request asks for in the write under way, or says why not. */
  #refusal(name: string, counter: Counter, change: Exclude<Change, OwnChange>, puts: Put[]): TallyRefusal | undefined {
    const { limits } = this.#core.params
    if (change.type === 'get') return undefined
    const { from } = change
    if (change.type === 'add') return this.#count(counter, change.n, from, limits.perPeer)
    const before = this.taken.get(from, name)
    if (before !== undefined && before >= change.serial) return undefined
    if (!change.entitled) return 'NOT_KEEPER'
    if (before === undefined && this.taken.full(from)) return 'FULL'
    const refusal = this.#count(counter, change.amount, from, limits.perGiver)
    if (refusal !== undefined) return refusal
    this.taken.set(from, name, change.serial)
    counter.undo.push(() => {
      this.taken.set(from, name, before)
    })
    puts.push(takenPut(from, name, change.serial))
    return undefined
  }

  /** The disk failed: what was held back for it is not said, this is. */
  #fail(step: Step, change: Change, code: IoFailure): void {
    if (change.type === 'own') change.ended(step, code)
    else this.#core.respond(step, change.reply, { type: 'failed', code })
  }

  /** Adds to the value that is about to be written. */
  #count(counter: Counter, n: number, by: PeerKey, limit: number): TallyRefusal | undefined {
    const { limits } = this.#core.params
    const before = counter.next
    const value = (before?.value ?? 0) + n
    if (!Number.isSafeInteger(value)) return 'OUT_OF_RANGE'
    const isNew = before === undefined
    if (isNew && limit < Infinity && (this.quotas.total >= limits.tallies || this.quotas.of(by) >= limit)) return 'FULL'
    counter.next = value === 0 ? undefined : { value, by: before?.by ?? by }
    counter.changed = true
    this.#book(counter, before, -1)
    this.#book(counter, counter.next, 1)
    return undefined
  }

  #book(counter: Counter, kept: Kept | undefined, n: 1 | -1): void {
    if (kept === undefined) return
    this.quotas.add(kept.by, n)
    counter.undo.push(() => {
      this.quotas.add(kept.by, n === 1 ? -1 : 1)
    })
  }
}

const newCounter = (): Counter => ({
  state: 'unread',
  kept: undefined,
  next: undefined,
  changed: false,
  waiting: [],
  writing: [],
  undo: [],
})
