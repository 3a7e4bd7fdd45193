import type { Epoch, Lamport, MonoMs, PeerKey } from '../../base/index.ts'
import type { Envelope, RefusalWhy, RequestEnvelope } from '../../protocols/index.ts'
import { CallRecords } from './call-records.ts'
import { peerOf, type Destination, type Interceptor, type Onward } from './interceptor.ts'
import { SeenIds } from './seen-ids.ts'

/** Peers whose requests are remembered; one more is refused at-most-once calls until an old one may be forgotten. */
export const MAX_CALLERS = 4_096
/** At-most-once calls of all peers that are remembered. */
export const MAX_RECORDS = 8_192
/** No ask lasts longer (MAX_LEFT_MS of the wire): a peer that has been gone for so long repeats nothing any more. */
const FORGET_AFTER_MS = 3_600_000
/** What is sent once and doubled arrives within this, also when its connection is gone meanwhile. */
const GUEST_MS = 60_000
/** Machines whose ids are counted apart: an id modulo this is the machine's (see AskTable). */
const SLOTS = 16

/** What is remembered of one incarnation of a peer. */
interface Caller {
  readonly epoch: Epoch
  /** Requests that are carried out 0 or 1 times, by machine. */
  readonly maybe: SeenIds[]
  /** At-most-once calls, by machine. */
  readonly once: CallRecords[]
  linked: boolean
  heardAt: number
}

/**
 * Makes `maybe` 0 or 1 and `at-most-once` at most one: a request that has been here already does not come to the host
 * again. Of an at-most-once call the answer is kept, keyed by (peer, epoch, id), until the caller says that it is
 * settled; a repetition that comes while the first is carried out attaches to it, a later one gets the kept answer.
 * What was forgotten, or was meant for an earlier incarnation of this host, gets `unknown-outcome`: never a second run.
 * (Birrell & Nelson, "Implementing remote procedure calls", TOCS 1984, §4.)
 */
export class Dedup implements Interceptor {
  readonly name = 'dedup'
  readonly #epoch: Epoch
  readonly #callers = new Map<PeerKey, Caller>()
  #records = 0
  #sweepAt = 0
  #running = 0

  /** @param epoch of this host. */
  constructor(epoch: Epoch) {
    this.#epoch = epoch
  }

  /** At-most-once calls being carried out. */
  get open(): number {
    return this.#running
  }

  /** Sizes of the bounded tables, for metrics. */
  get sizes(): { callers: number; records: number } {
    return { callers: this.#callers.size, records: this.#records }
  }

  inbound(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs, onward: Onward): boolean {
    if (envelope.kind !== 'request' || envelope.semantics === 'at-least-once') return true
    const caller = this.#callerOf(from, epoch, now)
    if (caller === 'stale') return false
    const slot = envelope.id % SLOTS
    if (envelope.semantics === 'maybe') {
      // Without room to remember it, it is carried out: the peer has just come, its connection doubles nothing.
      return caller === undefined || (caller.maybe[slot] ??= new SeenIds()).isNew(envelope.id)
    }
    const verdict = caller === undefined ? 'overload' : this.#judge(caller, slot, envelope)
    if (verdict === 'run') return true
    if (verdict === 'attach') return false
    const reply = typeof verdict === 'string' ? refusal(envelope.id, verdict) : { ...verdict }
    onward.outbound(reply, from, now)
    return false
  }

  outbound(envelope: Envelope, to: Destination): boolean {
    if (this.#running === 0 || (envelope.kind !== 'answer' && envelope.kind !== 'refusal')) return true
    const records = this.#callers.get(peerOf(to))?.once[envelope.id % SLOTS]
    if (records?.isRunning(envelope.id) !== true) return true
    this.#running--
    if (envelope.kind === 'refusal' && envelope.why === 'overload') {
      // It was not carried out: a repetition may be.
      records.forget(envelope.id)
      this.#records--
    } else records.answered(envelope.id, envelope)
    return true
  }

  linkUp(peer: PeerKey, epoch: Epoch): void {
    const caller = this.#callers.get(peer)
    if (caller === undefined) return
    if (caller.epoch < epoch) this.#drop(peer, caller)
    else caller.linked = true
  }

  linkDown(peer: PeerKey): void {
    const caller = this.#callers.get(peer)
    if (caller === undefined) return
    caller.linked = false
  }

  #judge(caller: Caller, slot: number, { id, once }: RequestEnvelope): 'run' | 'attach' | RefusalWhy | Envelope {
    if (once === undefined) return 'refused'
    if (once.calleeEpoch !== 0 && once.calleeEpoch !== this.#epoch) return 'unknown-outcome'
    const records = (caller.once[slot] ??= new CallRecords())
    this.#records -= records.size
    this.#running -= records.running
    records.settle(once.settledBelow)
    this.#records += records.size
    this.#running += records.running
    const known = records.get(id)
    if (known === 'running') return 'attach'
    if (known !== undefined) return known
    if (records.isForgotten(id)) return 'unknown-outcome'
    if (records.full || this.#records >= MAX_RECORDS) {
      if (!records.forgetOldestAnswer()) return 'overload'
      this.#records--
    }
    records.runs(id)
    this.#records++
    this.#running++
    return 'run'
  }

  /** Undefined: there is no room for another peer. */
  #callerOf(peer: PeerKey, epoch: Epoch, now: MonoMs): Caller | 'stale' | undefined {
    const known = this.#callers.get(peer)
    if (known !== undefined) {
      if (known.epoch > epoch) return 'stale'
      known.heardAt = now
      if (known.epoch === epoch) return known
      this.#drop(peer, known)
    } else {
      if (now >= this.#sweepAt) this.#sweep(now)
      if (this.#callers.size >= MAX_CALLERS && !this.#forgetOne(now)) return undefined
    }
    const caller: Caller = { epoch, maybe: [], once: [], linked: true, heardAt: now }
    this.#callers.set(peer, caller)
    return caller
  }

  /** Guests that come and go leave nothing behind: only who has called at-most-once may come back for an answer. */
  #sweep(now: MonoMs): void {
    this.#sweepAt = now + GUEST_MS
    for (const [peer, caller] of this.#callers) {
      if (!caller.linked && caller.once.length === 0 && now - caller.heardAt >= GUEST_MS) this.#drop(peer, caller)
    }
  }

  #forgetOne(now: MonoMs): boolean {
    for (const [peer, caller] of this.#callers) {
      if (caller.linked || now - caller.heardAt < FORGET_AFTER_MS) continue
      this.#drop(peer, caller)
      return true
    }
    return false
  }

  #drop(peer: PeerKey, caller: Caller): void {
    this.#callers.delete(peer)
    for (const records of caller.once as (CallRecords | undefined)[]) {
      this.#records -= records?.size ?? 0
      this.#running -= records?.running ?? 0
    }
  }
}

const refusal = (id: number, why: RefusalWhy): Envelope => ({ kind: 'refusal', lamport: 0 as Lamport, id, why })
