import type { NodeRef, PeerKey, Random, WallInterval } from '../../base/index.ts'
import {
  Pending,
  rangeAfter,
  type AskFailure,
  type AskId,
  type CallId,
  type CallResult,
  type Effect,
  type IoFailure,
  type KeyRange,
  type OpId,
  type Put,
  type ReplyId,
  type Row,
  type Semantics,
} from '../machine.ts'
import { startOf } from './group.ts'
import type { AgreementRefusal, AgreementRequest, AgreementResponse } from './messages.ts'
import type { AgreementParams } from './params.ts'
import type { AgreementProtocol, AgreementSiblings } from './protocol.ts'

/** The step under way: made for each, never kept. */
export interface Step {
  readonly now: number
  readonly wall: WallInterval
  readonly lamport: number
  readonly effects: Effect<AgreementProtocol>[]
}

/** What an ask was for. */
export interface AskEnds {
  answered(step: Step, from: PeerKey, body: AgreementResponse): void
  failed(step: Step, why: AskFailure): void
}
/** What a write or a read was for. */
export interface OpEnds {
  written?(step: Step): void
  rows?(step: Step, rows: readonly Row[], more: boolean): void
  failed(step: Step, code: IoFailure): void
}
export type CallEnds = (step: Step, result: CallResult<AgreementProtocol>) => void

/** A request as its parts are handed it. */
export interface Asked {
  readonly from: PeerKey
  readonly reply: ReplyId
  readonly leftMs: number
}

/** Each part bounds what it has open by itself; this is above all of them together. */
const MAX_OPEN = 65_536
/** Peers whose last known addresses are remembered. */
const MAX_FRESH = 1_024

/** What the parts of the machine share. Ids are given out in one place, since they are one machine's. */
export class Core {
  readonly params: AgreementParams
  readonly siblings: AgreementSiblings
  readonly random: Random
  readonly asks = new Pending<AskId, AskEnds>(MAX_OPEN)
  readonly calls = new Pending<CallId, CallEnds>(MAX_OPEN)
  readonly ops = new Pending<OpId, OpEnds>(MAX_OPEN)
  /** Later references of peers than those that groups remember: they may have moved. */
  readonly #fresh = new Map<PeerKey, NodeRef>()

  constructor(params: AgreementParams, siblings: AgreementSiblings, random: Random) {
    this.params = params
    this.siblings = siblings
    this.random = random
  }

  get self(): PeerKey {
    return this.siblings.ring.self(0).peer
  }

  /** Is this node, at one of its positions, the ring's owner of the beginning of the shard? Then at which. */
  positionOwning(shard: number): number | undefined {
    const { ring } = this.siblings
    return ring.positions().find((position) => ring.owns(position, startOf(shard)))
  }

  isDead(node: NodeRef): boolean {
    return node.peer !== this.self && this.siblings.detector.isDead(node)
  }

  /** Looks at the ring for where peers are now. */
  refresh(): void {
    for (const node of this.siblings.ring.knownNodes()) {
      const known = this.#fresh.get(node.peer)
      if (known !== undefined && (known.epoch > node.epoch || known === node)) continue
      this.#fresh.delete(node.peer)
      this.#fresh.set(node.peer, node)
    }
    for (const peer of this.#fresh.keys()) {
      if (this.#fresh.size <= MAX_FRESH) return
      this.#fresh.delete(peer)
    }
  }

  /** The latest reference of the same position: what a group remembers may be of an earlier incarnation. */
  latest(node: NodeRef): NodeRef {
    if (node.peer === this.self) {
      const { ring } = this.siblings
      return ring.positions().includes(node.position) ? ring.self(node.position) : node
    }
    const fresh = this.#fresh.get(node.peer)
    if (fresh === undefined || fresh.epoch <= node.epoch) return node
    // The ring id is of the position that the group was chosen by.
    return fresh.position === node.position ? fresh : { ...node, epoch: fresh.epoch, addresses: fresh.addresses }
  }

  ask(
    step: Step,
    to: NodeRef,
    body: AgreementRequest,
    options: { readonly deadlineMs: number; readonly semantics: Semantics },
    ends: AskEnds,
  ): AskId {
    const ask = this.asks.open(ends)
    step.effects.push({ type: 'ask', ask, to: this.latest(to), body, ...options })
    return ask
  }

  /** Asks what does no harm when it is repeated. */
  askOften(step: Step, to: NodeRef, body: AgreementRequest, ends: AskEnds): AskId {
    return this.ask(step, to, body, { deadlineMs: this.params.roundMs, semantics: 'at-least-once' }, ends)
  }

  cancelAsk(step: Step, ask: AskId): void {
    if (this.asks.take(ask) !== undefined) step.effects.push({ type: 'cancelAsk', ask })
  }

  respond(step: Step, reply: ReplyId, body: AgreementResponse, after?: OpId): void {
    step.effects.push(after === undefined ? { type: 'respond', reply, body } : { type: 'respond', reply, body, after })
  }

  refuse(step: Step, reply: ReplyId, code: AgreementRefusal, sequence?: number): void {
    this.respond(step, reply, { type: 'failed', code, sequence })
  }

  working(step: Step, reply: ReplyId): void {
    step.effects.push({ type: 'respond', reply, body: { type: 'working' }, interim: true })
  }

  /** Who owns the beginning of the shard, asked of the ring. */
  lookup(step: Step, shard: number, deadlineMs: number, ends: CallEnds): CallId {
    const call = this.calls.open(ends)
    const args = { target: startOf(shard), mode: 'recursive' as const }
    step.effects.push({ type: 'call', to: 'chord', call, command: { name: 'lookup', args }, deadlineMs })
    return call
  }

  /** Writes a batch; it is durable when `written` is told. */
  write(step: Step, batch: readonly Put[], ends: OpEnds): OpId {
    const op = this.ops.open(ends)
    step.effects.push({ type: 'write', op, batch, sync: true })
    return op
  }

  /** Reads the next rows of a range; `rest` is what comes after them. */
  read(
    step: Step,
    range: KeyRange,
    limit: number,
    ends: { rows(step: Step, rows: readonly Row[], rest: KeyRange | undefined): void; failed: OpEnds['failed'] },
  ): void {
    const op = this.ops.open({
      rows: (then, rows, more) => {
        const last = rows.at(-1)
        ends.rows(then, rows, more && last !== undefined ? rangeAfter(range, last[0]) : undefined)
      },
      failed: ends.failed,
    })
    step.effects.push({ type: 'read', op, range, limit })
  }
}
