import type { PeerKey, Random } from '../../base/index.ts'
import {
  Pending,
  type AskFailure,
  type AskId,
  type CallId,
  type CallResult,
  type Effect,
  type IoFailure,
  type KeyRange,
  type OpId,
  rangeAfter,
  type Row,
} from '../machine.ts'
import type { TallyResponse } from './messages.ts'
import type { TallyParams } from './params.ts'
import type { TallyProtocol, TallySiblings } from './protocol.ts'

/** The step under way: made for each, never kept. */
export interface Step {
  readonly now: number
  readonly lamport: number
  readonly effects: Effect<TallyProtocol>[]
}

/** What an ask was for. */
export interface AskEnds {
  answered(step: Step, from: PeerKey, body: TallyResponse): void
  failed(step: Step, why: AskFailure): void
}
/** What a write or a read was for. */
export interface OpEnds {
  written?(step: Step): void
  rows?(step: Step, rows: readonly Row[], more: boolean): void
  failed(step: Step, code: IoFailure): void
}
export type CallEnds = (step: Step, result: CallResult<TallyProtocol>) => void

/** Each part bounds what it has open by itself; this is above all of them together. */
const MAX_OPEN = 65_536

/** What the parts of the machine share. Ids are given out in one place, since they are one machine's. */
export class Core {
  readonly params: TallyParams
  readonly siblings: TallySiblings
  readonly random: Random
  readonly asks = new Pending<AskId, AskEnds>(MAX_OPEN)
  readonly calls = new Pending<CallId, CallEnds>(MAX_OPEN)
  readonly ops = new Pending<OpId, OpEnds>(MAX_OPEN)

  constructor(params: TallyParams, siblings: TallySiblings, random: Random) {
    this.params = params
    this.siblings = siblings
    this.random = random
  }

  /** Is this node, at one of its positions, responsible for the tally as far as it knows? */
  keeps(name: string): boolean {
    const { ring, keyOf } = this.siblings
    const key = keyOf(name)
    return ring.positions().some((position) => ring.owns(position, key))
  }

  /** Who is responsible for the tally, asked of the ring. */
  lookup(step: Step, name: string, deadlineMs: number, ends: CallEnds): CallId {
    const call = this.calls.open(ends)
    const args = { target: this.siblings.keyOf(name), mode: 'recursive' as const }
    step.effects.push({ type: 'call', to: 'chord', call, command: { name: 'lookup', args }, deadlineMs })
    return call
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
