import type { Lamport, MonoMs, PeerKey } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type {
  AskEffect,
  AskFailure,
  AskId,
  Envelope,
  Input,
  MachineName,
  Protocol,
  ReplyId,
  RequestEnvelope,
  RespondEffect,
  SendEffect,
} from '../protocols/index.ts'
import { AskTable } from './ask-table.ts'
import type { Interceptor } from './interceptors/index.ts'
import { Outbox } from './outbox.ts'
import type { Ports } from './ports.ts'
import { ReplyTable } from './reply-table.ts'

/** Asks a host may have open; more fail at once with `overload`. */
export const MAX_OPEN_ASKS = 16_384

/** Stamped by the Lamport interceptor before it leaves. */
const UNSTAMPED = 0 as Lamport

type AnyInput = Input<Protocol>

export interface CallsInit {
  readonly self: PeerKey
  readonly clock: LamportClock
  readonly names: readonly MachineName[]
  readonly interceptors: readonly Interceptor[]
  readonly ports: Ports
  /** Hands an input to a machine within the step under way. */
  readonly feed: (slot: number, input: AnyInput) => void
}

/** Both ends of calls between peers: what this host asked, what it owes an answer to, and the way out. */
export class Calls {
  readonly #names: readonly MachineName[]
  readonly #feed: (slot: number, input: AnyInput) => void
  readonly #asks = new AskTable()
  readonly #replies = new ReplyTable()
  readonly #outbox: Outbox

  constructor(init: CallsInit) {
    this.#names = init.names
    this.#feed = init.feed
    // What a host sends to itself arrives in the same step, stamped already by being part of it.
    this.#outbox = new Outbox(init.self, init.ports, init.clock, init.interceptors, (envelope, now) => {
      this.accept(init.self, envelope, now)
    })
  }

  get sizes(): { asks: number; replies: number; heldBack: number } {
    return { asks: this.#asks.size, replies: this.#replies.size, heldBack: this.#outbox.held }
  }

  /** No ask fails before this time. */
  get bound(): MonoMs | undefined {
    return this.#asks.bound
  }

  /** Fails what is due; `late` is told of each peer that gave no word. */
  wake(now: MonoMs, late: (peer: PeerKey) => void): void {
    for (const entry of this.#asks.due(now)) {
      this.#feed(entry.owner, failed(entry.ask, entry.peer, 'timeout'))
      late(entry.peer)
    }
    this.#replies.expire(now)
  }

  /** Fails all asks to one peer; returns the latest incarnation that any of them was meant for, 0 for none. */
  failPeer(peer: PeerKey, why: AskFailure): number {
    let epoch = 0
    for (const entry of this.#asks.ofPeer(peer)) {
      if (entry.epoch > epoch) epoch = entry.epoch
      this.#feed(entry.owner, failed(entry.ask, peer, why))
    }
    return epoch
  }

  /** Nobody waits for answers to this peer any more. */
  forgetReplies(peer: PeerKey): void {
    this.#replies.dropPeer(peer)
  }

  stepEnds(): void {
    this.#replies.stepEnds()
  }

  /** The Lamport mark has moved. */
  release(): void {
    this.#outbox.release()
  }

  send(slot: number, effect: SendEffect<Protocol>, now: MonoMs): void {
    const { to, body, session } = effect
    this.#outbox.send(to, { kind: 'message', lamport: UNSTAMPED, machine: this.#nameOf(slot), body, session }, now)
  }

  ask(slot: number, effect: AskEffect<Protocol>, now: MonoMs): void {
    const { to, body, deadlineMs, firstWordMs } = effect
    const peer = typeof to === 'string' ? to : to.peer
    if (this.#asks.size >= MAX_OPEN_ASKS) {
      this.#feed(slot, failed(effect.ask, peer, 'overload'))
      return
    }
    const deadline = (now + deadlineMs) as MonoMs
    const firstWord = (now + Math.min(firstWordMs ?? deadlineMs, deadlineMs)) as MonoMs
    const epoch = typeof to === 'string' ? 0 : to.epoch
    const id = this.#asks.open({ owner: slot, ask: effect.ask, peer, epoch, deadline, nextDeadline: firstWord })
    const machine = this.#nameOf(slot)
    const sent = this.#outbox.send(
      to,
      { kind: 'request', lamport: UNSTAMPED, id, leftMs: deadlineMs, machine, body },
      now,
    )
    if (!sent && this.#asks.close(id)) this.#feed(slot, failed(effect.ask, peer, 'overload'))
  }

  cancelAsk(slot: number, ask: AskId): void {
    this.#asks.close(AskTable.wireId(slot, ask))
  }

  respond(slot: number, effect: RespondEffect<Protocol>, now: MonoMs): void {
    const interim = effect.interim === true
    const owed = interim ? this.#replies.get(effect.reply) : this.#replies.take(effect.reply)
    if (owed === undefined) return
    const kind = interim ? 'interim' : 'answer'
    const machine = this.#nameOf(slot)
    this.#outbox.send(owed.from, { kind, lamport: UNSTAMPED, id: owed.wireId, machine, body: effect.body }, now)
  }

  refuse(reply: ReplyId, now: MonoMs): void {
    const owed = this.#replies.take(reply)
    if (owed === undefined) return
    this.#outbox.send(owed.from, { kind: 'refusal', lamport: UNSTAMPED, id: owed.wireId, why: 'refused' }, now)
  }

  /** An envelope has passed the interceptors: hand it to its machine. */
  accept(from: PeerKey, envelope: Envelope, now: MonoMs): void {
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
        this.#acceptRequest(from, envelope, now)
        return
      case 'interim':
      case 'answer':
      case 'refusal':
        this.#acceptAnswer(from, envelope)
    }
  }

  #acceptRequest(from: PeerKey, envelope: RequestEnvelope, now: MonoMs): void {
    const slot = this.#names.indexOf(envelope.machine)
    const { id, body, leftMs } = envelope
    if (slot < 0 || this.#replies.full(from)) {
      const why = slot < 0 ? 'refused' : 'overload'
      this.#outbox.send(from, { kind: 'refusal', lamport: UNSTAMPED, id, why }, now)
      return
    }
    const reply = this.#replies.open({ from, wireId: id, deadline: (now + leftMs) as MonoMs })
    this.#feed(slot, { type: 'request', from, reply, body, leftMs })
  }

  #acceptAnswer(from: PeerKey, envelope: Exclude<Envelope, { kind: 'message' | 'request' }>): void {
    const entry = this.#asks.get(envelope.id)
    // Late, forged, or of another machine: an answer counts only from the peer that was asked.
    if (entry?.peer !== from) return
    if (envelope.kind === 'refusal') {
      this.#asks.close(envelope.id)
      this.#feed(entry.owner, failed(entry.ask, from, envelope.why))
      return
    }
    if (envelope.machine !== this.#nameOf(entry.owner)) return
    if (envelope.kind === 'interim') entry.nextDeadline = entry.deadline
    else this.#asks.close(envelope.id)
    this.#feed(entry.owner, { type: envelope.kind, ask: entry.ask, from, body: envelope.body })
  }

  #nameOf(slot: number): MachineName {
    return this.#names[slot] as MachineName
  }
}

function failed(ask: AskId, from: PeerKey, why: AskFailure): AnyInput {
  return { type: 'failed', ask, from, why }
}
