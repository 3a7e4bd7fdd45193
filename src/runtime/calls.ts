import type { Epoch, Lamport, MonoMs, PeerKey, Random } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type {
  AskEffect,
  AskFailure,
  AskId,
  Envelope,
  Input,
  MachineName,
  Once,
  Protocol,
  RefusalWhy,
  ReplyId,
  RequestEnvelope,
  RespondEffect,
  Semantics,
  SendEffect,
} from '../protocols/index.ts'
import { AskTable, type OpenAsk, type Repetition } from './ask-table.ts'
import type { Destination, InterceptorChain } from './interceptors/index.ts'
import { Outbox, type Way } from './outbox.ts'
import type { Ports } from './ports.ts'
import { Repeats } from './repeats.ts'
import { ReplyTable } from './reply-table.ts'

/** Asks a host may have open; more fail at once with `overload`. */
export const MAX_OPEN_ASKS = 16_384

/** Stamped by the Lamport interceptor before it leaves. */
const UNSTAMPED = 0 as Lamport

type AnyInput = Input<Protocol>

export interface CallsInit {
  readonly self: PeerKey
  readonly epoch: Epoch
  readonly clock: LamportClock
  readonly names: readonly MachineName[]
  readonly interceptors: InterceptorChain
  readonly ports: Ports
  readonly random: Random
  /** Hands an input to a machine within the step under way. */
  readonly feed: (slot: number, input: AnyInput) => void
}

/** Both ends of calls between peers: what this host asked, what it owes an answer to, and the way out. */
export class Calls {
  readonly #self: PeerKey
  readonly #names: readonly MachineName[]
  readonly #feed: (slot: number, input: AnyInput) => void
  readonly #asks = new AskTable()
  readonly #replies = new ReplyTable()
  readonly #outbox: Outbox
  readonly #repeats: Repeats
  /** The incarnation at the other end of each standing link. */
  readonly #linked = new Map<PeerKey, Epoch>()

  constructor(init: CallsInit) {
    this.#self = init.self
    this.#names = init.names
    this.#feed = init.feed
    this.#repeats = new Repeats(init.random)
    // What a host sends to itself arrives in the same step, stamped already by being part of it.
    this.#outbox = new Outbox(init.self, init.ports, init.clock, init.interceptors, (envelope, now) => {
      this.accept(init.self, init.epoch, envelope, now)
    })
  }

  get sizes(): { asks: number; replies: number; heldBack: number } {
    return { asks: this.#asks.size, replies: this.#replies.size, heldBack: this.#outbox.held }
  }

  /** No ask fails before this time. */
  get bound(): MonoMs | undefined {
    return this.#asks.bound
  }

  /** Moves `bound` to the first ask that is really open, if it has passed. */
  tighten(now: MonoMs): void {
    this.#asks.tighten(now)
  }

  /** Fails what is due; `late` is told of each peer that gave no word. */
  wake(now: MonoMs, late: (peer: PeerKey) => void): void {
    for (const entry of this.#asks.due(now)) {
      const { repetition } = entry
      if (repetition !== undefined && entry.deadline > now) {
        if (repetition.why === 'timeout') late(entry.peer)
        this.#repeat(entry, repetition, now)
        continue
      }
      const why = repetition?.why ?? 'timeout'
      this.#fail(entry, why)
      if (why === 'timeout') late(entry.peer)
    }
    this.#replies.expire(now)
  }

  /**
   * Fails the asks to one peer, or puts off the next attempt of those that are repeated; returns the latest incarnation
   * that any of them was meant for, 0 for none.
   */
  failPeer(peer: PeerKey, why: 'timeout' | 'unreachable', now: MonoMs): number {
    let epoch = 0
    for (const entry of this.#asks.ofPeer(peer)) {
      if (entry.epoch > epoch) epoch = entry.epoch
      const { repetition } = entry
      // It is told for sure, so not of what may still leave.
      if (repetition === undefined) this.#fail(entry, entry.isHeld ? 'timeout' : why)
      else if (why === 'unreachable') {
        // What has left once may have been carried out, whatever became of the peer since.
        if (repetition.calleeEpoch === 0 && !entry.isHeld) repetition.why = 'unreachable'
        this.#wait(entry, now + this.#repeats.waitMs(repetition))
      } else this.#wait(entry, now + this.#repeats.relinkMs(repetition))
    }
    return epoch
  }

  /** A link to this incarnation of the peer stands. */
  linkUp(peer: PeerKey, epoch: Epoch): void {
    this.#linked.set(peer, epoch)
    this.#replies.dropEarlier(peer, epoch)
    for (const entry of this.#asks.ofPeer(peer)) {
      const { repetition } = entry
      if (repetition === undefined) continue
      repetition.why = 'timeout'
      // What waited for a link leaves on this one; what had left before may be known to an earlier incarnation alone.
      if (repetition.calleeEpoch === 0) repetition.calleeEpoch = epoch
      else if (repetition.calleeEpoch !== epoch && repetition.semantics === 'at-most-once') {
        this.#fail(entry, 'unknown-outcome')
      }
    }
  }

  /** What was in flight is lost. Nobody waits for answers to this peer any more, save those who will ask again. */
  linkDown(peer: PeerKey, now: MonoMs): void {
    this.#linked.delete(peer)
    this.failPeer(peer, 'timeout', now)
    this.#replies.dropPeer(peer)
  }

  stepEnds(): void {
    this.#replies.stepEnds()
  }

  /** The Lamport mark has moved. */
  release(): void {
    this.#outbox.release()
  }

  /** What an interceptor passed on has come past the others on its way out. */
  leave(to: Destination, envelope: Envelope): void {
    this.#outbox.leave(to, envelope)
  }

  send(slot: number, effect: SendEffect<Protocol>, now: MonoMs): void {
    const { to, body, session } = effect
    this.#outbox.send(to, { kind: 'message', lamport: UNSTAMPED, machine: this.#nameOf(slot), body, session }, now)
  }

  ask(slot: number, effect: AskEffect<Protocol>, now: MonoMs): void {
    const { to, body, deadlineMs, firstWordMs, semantics } = effect
    const peer = typeof to === 'string' ? to : to.peer
    if (this.#asks.size >= MAX_OPEN_ASKS) {
      this.#feed(slot, failed(effect.ask, peer, 'overload'))
      return
    }
    // Between a host and itself nothing is lost: a repetition would only be carried out twice, past all interceptors.
    const isOnce = semantics === 'maybe' || peer === this.#self
    const repetition = isOnce ? undefined : this.#repetition(peer, semantics, effect)
    const firstWordIn = repetition === undefined ? (firstWordMs ?? deadlineMs) : this.#repeats.waitMs(repetition)
    const entry: OpenAsk = {
      owner: slot,
      ask: effect.ask,
      peer,
      epoch: typeof to === 'string' ? 0 : to.epoch,
      deadline: (now + deadlineMs) as MonoMs,
      nextDeadline: (now + Math.min(firstWordIn, deadlineMs)) as MonoMs,
      isHeld: false,
      repetition,
    }
    const id = this.#asks.open(entry)
    if (repetition?.semantics === 'at-most-once') this.#repeats.opened(peer, slot, id)
    if (this.#attempt(entry, to, body, semantics, now) === 'dropped') this.#fail(entry, 'overload')
  }

  #attempt(entry: OpenAsk, to: Destination, body: unknown, semantics: Semantics, now: MonoMs): Way {
    const { owner, repetition } = entry
    const id = AskTable.wireId(owner, entry.ask)
    const once = repetition && this.#onceOf(entry.peer, owner, repetition)
    const machine = this.#nameOf(owner)
    const leftMs = entry.deadline - now
    const envelope = { kind: 'request', lamport: UNSTAMPED, id, leftMs, machine, body, semantics, once } as const
    const way = this.#outbox.send(to, envelope, now)
    if (way === 'held') entry.isHeld = true
    return way
  }

  #repetition(peer: PeerKey, semantics: Repetition['semantics'], effect: AskEffect<Protocol>): Repetition {
    const { to, body, deadlineMs, firstWordMs } = effect
    this.#repeats.began()
    const patienceMs = Repeats.patienceMs(deadlineMs, firstWordMs)
    const calleeEpoch = this.#linked.get(peer) ?? 0
    return { semantics, to, body, patienceMs, attempts: 1, calleeEpoch, isInDoubt: false, why: 'timeout' }
  }

  /** No word in time, or the link was lost: sends it again if the budget allows, and waits. */
  #repeat(entry: OpenAsk, repetition: Repetition, now: MonoMs): void {
    repetition.attempts++
    this.#wait(entry, now + this.#repeats.waitMs(repetition))
    if (!this.#repeats.allowed(now)) return
    if (repetition.why === 'timeout') repetition.isInDoubt = true
    // This attempt may be carried out, whatever was said of the one before: it may wait for a connection, too.
    repetition.why = 'timeout'
    this.#attempt(entry, repetition.to, repetition.body, repetition.semantics, now)
  }

  #onceOf(peer: PeerKey, slot: number, { semantics, calleeEpoch }: Repetition): Once | undefined {
    if (semantics !== 'at-most-once') return undefined
    return { calleeEpoch, settledBelow: this.#repeats.settledBelow(peer, slot) }
  }

  #wait(entry: OpenAsk, until: number): void {
    this.#asks.postpone(entry, Math.min(until, entry.deadline) as MonoMs)
  }

  #fail(entry: OpenAsk, why: AskFailure): void {
    if (this.#close(entry)) this.#feed(entry.owner, failed(entry.ask, entry.peer, why))
  }

  #close(entry: OpenAsk): boolean {
    const id = AskTable.wireId(entry.owner, entry.ask)
    if (entry.repetition?.semantics === 'at-most-once') this.#repeats.settled(entry.peer, entry.owner, id)
    return this.#asks.close(id)
  }

  cancelAsk(slot: number, ask: AskId): void {
    const entry = this.#asks.get(AskTable.wireId(slot, ask))
    if (entry !== undefined) this.#close(entry)
  }

  respond(slot: number, effect: RespondEffect<Protocol>, now: MonoMs): void {
    const interim = effect.interim === true
    const owed = interim ? this.#replies.get(effect.reply) : this.#replies.take(effect.reply)
    if (owed === undefined) return
    const kind = interim ? 'interim' : 'answer'
    const machine = this.#nameOf(slot)
    this.#outbox.send(owed.from, { kind, lamport: UNSTAMPED, id: owed.wireId, machine, body: effect.body }, now)
  }

  refuse(reply: ReplyId, why: RefusalWhy, now: MonoMs): void {
    const owed = this.#replies.take(reply)
    if (owed === undefined) return
    this.#outbox.send(owed.from, { kind: 'refusal', lamport: UNSTAMPED, id: owed.wireId, why }, now)
  }

  /** An envelope has passed the interceptors: hand it to its machine. */
  accept(from: PeerKey, epoch: Epoch, envelope: Envelope, now: MonoMs): void {
    // A link of a later incarnation has replaced the one that is known of.
    const linked = this.#linked.size > 0 ? this.#linked.get(from) : undefined
    if (linked !== undefined && linked < epoch) this.linkUp(from, epoch)
    switch (envelope.kind) {
      case 'message': {
        const slot = this.#names.indexOf(envelope.machine)
        const { body, session } = envelope
        if (slot < 0) return
        this.#feed(
          slot,
          session === undefined ? { type: 'message', from, body } : { type: 'message', from, body, session },
        )
        return
      }
      case 'request':
        this.#acceptRequest(from, epoch, envelope, now)
        return
      case 'interim':
      case 'answer':
      case 'refusal':
        this.#acceptAnswer(from, envelope, now)
    }
  }

  #acceptRequest(from: PeerKey, epoch: Epoch, envelope: RequestEnvelope, now: MonoMs): void {
    const slot = this.#names.indexOf(envelope.machine)
    const { id, body, leftMs } = envelope
    if (slot < 0 || this.#replies.full(from)) {
      const why = slot < 0 ? 'refused' : 'overload'
      this.#outbox.send(from, { kind: 'refusal', lamport: UNSTAMPED, id, why }, now)
      return
    }
    const deadline = (now + leftMs) as MonoMs
    const reply = this.#replies.open({ from, epoch, wireId: id, deadline, repeated: envelope.semantics !== 'maybe' })
    this.#feed(slot, { type: 'request', from, reply, body, leftMs })
  }

  #acceptAnswer(from: PeerKey, envelope: Exclude<Envelope, { kind: 'message' | 'request' }>, now: MonoMs): void {
    const entry = this.#asks.get(envelope.id)
    // Late, forged, or of another machine: an answer counts only from the peer that was asked.
    if (entry?.peer !== from) return
    const { repetition } = entry
    if (envelope.kind === 'refusal') {
      if (envelope.why === 'overload' && repetition !== undefined) {
        repetition.why = repetition.isInDoubt ? 'timeout' : 'overload'
        this.#wait(entry, now + this.#repeats.waitMs(repetition))
      } else this.#fail(entry, envelope.why)
      return
    }
    if (envelope.machine !== this.#nameOf(entry.owner)) return
    if (envelope.kind === 'interim') {
      // It is at work: no reminder is due before long, only against the loss of the answer itself.
      if (repetition === undefined) entry.nextDeadline = entry.deadline
      else {
        repetition.why = 'timeout'
        this.#wait(entry, now + this.#repeats.longestMs(repetition))
      }
    } else this.#close(entry)
    this.#feed(entry.owner, { type: envelope.kind, ask: entry.ask, from, body: envelope.body })
  }

  #nameOf(slot: number): MachineName {
    return this.#names[slot] as MachineName
  }
}

function failed(ask: AskId, from: PeerKey, why: AskFailure): AnyInput {
  return { type: 'failed', ask, from, why }
}
