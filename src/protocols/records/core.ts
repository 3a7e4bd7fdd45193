import type { NodeRef, PeerKey, Random, RingId, Sha256, WallInterval } from '../../base/index.ts'
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
  type Row,
  type Semantics,
} from '../machine.ts'
import type { RecordsRequest, RecordsResponse } from './messages.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsProtocol, RecordsRing, RecordsSiblings } from './protocol.ts'

/** The step under way: made for each, never kept. */
export interface Step {
  readonly now: number
  readonly wall: WallInterval
  readonly lamport: number
  readonly effects: Effect<RecordsProtocol>[]
}

/** What an ask was for. */
export interface AskEnds {
  answered(step: Step, from: PeerKey, body: RecordsResponse): void
  failed(step: Step, why: AskFailure): void
}
/** What a write or a read was for. */
export interface OpEnds {
  written?(step: Step): void
  rows?(step: Step, rows: readonly Row[], more: boolean): void
  failed(step: Step, code: IoFailure): void
}
export type CallEnds = (step: Step, result: CallResult<RecordsProtocol>) => void

/** Each part bounds what it has open by itself; this is above all of them together. */
const MAX_OPEN = 65_536

/** What the parts of the machine share. Ids are given out in one place, since they are one machine's. */
export class Core {
  readonly params: RecordsParams
  readonly siblings: RecordsSiblings
  readonly random: Random
  readonly asks = new Pending<AskId, AskEnds>(MAX_OPEN)
  readonly calls = new Pending<CallId, CallEnds>(MAX_OPEN)
  readonly ops = new Pending<OpId, OpEnds>(MAX_OPEN)

  constructor(params: RecordsParams, siblings: RecordsSiblings, random: Random) {
    this.params = params
    this.siblings = siblings
    this.random = random
  }

  get ring(): RecordsRing {
    return this.siblings.ring
  }

  get sha256(): Sha256 {
    return this.siblings.sha256
  }

  get self(): PeerKey {
    return this.ring.self(0).peer
  }

  /** The own position that owns the id; undefined: none does. */
  positionOwning(id: RingId): number | undefined {
    const { ring } = this.siblings
    for (const position of ring.positions()) if (ring.owns(position, id)) return position
    return undefined
  }

  ask(
    step: Step,
    to: NodeRef,
    body: RecordsRequest,
    options: { readonly deadlineMs: number; readonly semantics: Semantics },
    ends: AskEnds,
  ): AskId {
    const ask = this.asks.open(ends)
    step.effects.push({ type: 'ask', ask, to, body, ...options })
    return ask
  }

  cancelAsk(step: Step, ask: AskId): void {
    if (this.asks.take(ask) !== undefined) step.effects.push({ type: 'cancelAsk', ask })
  }

  /** Who is responsible for the id, asked of the ring. */
  lookup(step: Step, id: RingId, deadlineMs: number, ends: CallEnds): CallId {
    const call = this.calls.open(ends)
    const args = { target: id, mode: 'recursive' as const }
    step.effects.push({ type: 'call', to: 'chord', call, command: { name: 'lookup', args }, deadlineMs })
    return call
  }

  /** Writes a batch, durable when `written` is told. */
  write(step: Step, batch: readonly Put[], sync: boolean, ends: OpEnds): OpId {
    const op = this.ops.open(ends)
    step.effects.push({ type: 'write', op, batch, sync })
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
