import type { NodeRef, PeerKey, Random, RingId, WallInterval } from '../base/index.ts'
import {
  fail,
  Pending,
  rangeAfter,
  type AskEffect,
  type AskFailure,
  type AskId,
  type CallId,
  type CallOf,
  type CallResult,
  type CommandId,
  type CommandOf,
  type Context,
  type Effect,
  type Input,
  type IoFailure,
  type KeyRange,
  type News,
  type OpId,
  type Protocol,
  type Put,
  type ReplyId,
  type Row,
} from './machine.ts'

/** The step under way: made for each, never kept. */
export interface StepOf<P extends Protocol> {
  readonly now: number
  readonly wall: WallInterval
  readonly lamport: number
  readonly effects: Effect<P>[]
}

/** What becomes of an ask: one of the two is told, once, unless it is cancelled. */
export interface AskEndsOf<P extends Protocol> {
  answered(step: StepOf<P>, from: PeerKey, body: P['response']): void
  failed(step: StepOf<P>, why: AskFailure): void
}
/** What becomes of a write. */
export interface WriteEndsOf<P extends Protocol> {
  written?(step: StepOf<P>): void
  failed(step: StepOf<P>, code: IoFailure): void
}
/** What becomes of a read; `rest` is what of the range comes after the rows, undefined when that is all. */
export interface ReadEndsOf<P extends Protocol> {
  rows(step: StepOf<P>, rows: readonly Row[], rest: KeyRange | undefined): void
  failed(step: StepOf<P>, code: IoFailure): void
}
/** What becomes of a call to a sibling. */
export type CallEndsOf<P extends Protocol> = (step: StepOf<P>, result: CallResult<P>) => void

/** A request, for those who answer it later. */
export interface Asked {
  readonly from: PeerKey
  readonly reply: ReplyId
  /** Milliseconds the asker waits, from the step in which it came. */
  readonly leftMs: number
}

/** What a machine does with what comes to it unasked. What comes of its own effects goes to the ends it gave with them. */
export interface Handlers<P extends Protocol> {
  /** One for each command of the protocol. */
  readonly commands: {
    readonly [K in keyof P['commands'] & string]: (
      step: StepOf<P>,
      id: CommandId,
      args: P['commands'][K]['args'],
      leftMs: number,
    ) => void
  }
  /** Whoever commanded it waits no longer. */
  cancel(step: StepOf<P>, id: CommandId): void
  /** Left out: every request is refused. */
  request?(step: StepOf<P>, asked: Asked, body: P['request']): void
  /** Left out, as `news`: dropped. */
  message?(step: StepOf<P>, from: PeerKey, body: P['message']): void
  news?(step: StepOf<P>, news: News): void
  /** The connection to that peer is gone, which is no death. */
  linkDown?(step: StepOf<P>, peer: PeerKey): void
  tick(step: StepOf<P>): void
}

/** The question to Chord for who is responsible for an id, as `call` takes it. */
export const lookupOf = (target: RingId) =>
  ({ to: 'chord', command: { name: 'lookup', args: { target, mode: 'recursive' } } }) as const

/**
 * Asks, calls, and writes and reads that a machine may have open, of each, before it begins nothing more for anybody: a
 * request is refused with `overload`, a command fails with OVERLOAD, a message is dropped. Its parts have narrower bounds
 * by themselves; twice as many as the requests that may wait in the host, each of which may wait for a write.
 */
export const MAX_OPEN = 16_384

/**
 * What the parts of a machine share, and the books of what it has begun: an ask, a call, a write or a read is made here
 * with its ends, and `step` brings what comes of it to them. An answer counts once; one to what is not, or no more, in the
 * books is dropped. A machine extends it by what it needs besides. See docs/add-a-protocol.md.
 */
export class MachineCore<P extends Protocol, Params, Siblings> {
  readonly params: Params
  readonly siblings: Siblings
  readonly random: Random
  readonly #asks = new Pending<AskId, AskEndsOf<P>>()
  readonly #calls = new Pending<CallId, CallEndsOf<P>>()
  readonly #ops = new Pending<OpId, OpEnds<P>>()
  /** Asks that leave when a write is durable, and never when it fails. */
  readonly #held = new Map<OpId, readonly AskId[]>()

  constructor(params: Params, siblings: Siblings, random: Random) {
    this.params = params
    this.siblings = siblings
    this.random = random
  }

  /** What is open, for tests and metrics. */
  get sizes(): { readonly asks: number; readonly calls: number; readonly ops: number } {
    return { asks: this.#asks.size, calls: this.#calls.size, ops: this.#ops.size }
  }

  get #isFull(): boolean {
    return this.#asks.size >= MAX_OPEN || this.#calls.size >= MAX_OPEN || this.#ops.size >= MAX_OPEN
  }

  /** Takes one input: to the ends of what was begun, or to the machine. */
  step(ctx: Context, input: Input<P>, on: Handlers<P>): readonly Effect<P>[] {
    const step: StepOf<P> = { now: ctx.now, wall: ctx.wall, lamport: ctx.lamport, effects: [] }
    switch (input.type) {
      case 'answer':
        this.#asks.take(input.ask)?.answered(step, input.from, input.body)
        break
      case 'failed':
        this.#asks.take(input.ask)?.failed(step, input.why)
        break
      case 'result':
        this.#calls.take(input.call)?.(step, input.result)
        break
      case 'written':
        this.#held.delete(input.op)
        this.#ops.take(input.op)?.written?.(step)
        break
      case 'rows':
        this.#ops.take(input.op)?.rows?.(step, input.rows, input.more)
        break
      case 'ioFailed':
        this.#ioFailed(step, input.op, input.code)
        break
      case 'request':
        if (on.request === undefined) step.effects.push({ type: 'refuse', reply: input.reply })
        else if (this.#isFull) step.effects.push({ type: 'refuse', reply: input.reply, why: 'overload' })
        else on.request(step, input, input.body)
        break
      case 'message':
        if (!this.#isFull) on.message?.(step, input.from, input.body)
        break
      case 'command':
        if (this.#isFull) step.effects.push({ type: 'done', id: input.id, result: FULL })
        else commandOf(on, input.command)(step, input.id, input.command.args, input.leftMs)
        break
      case 'cancel':
        on.cancel(step, input.id)
        break
      case 'news':
        on.news?.(step, input.news)
        break
      case 'tick':
        on.tick(step)
        break
      case 'linkDown':
        on.linkDown?.(step, input.peer)
        break
      default:
      // An interim answer has done its work when it came: the host is in no hurry now. Links are not liveness.
    }
    return step.effects
  }

  /** Asks a peer. `after`: when this write is durable; if it fails the ask is not made, and its ends are told nothing. */
  ask(
    step: StepOf<P>,
    to: NodeRef,
    body: P['request'],
    options: Pick<AskEffect<P>, 'deadlineMs' | 'firstWordMs' | 'semantics' | 'after'>,
    ends: AskEndsOf<P>,
  ): AskId {
    const ask = this.#asks.open(ends)
    const { after } = options
    if (after !== undefined) this.#held.set(after, [...(this.#held.get(after) ?? []), ask])
    step.effects.push({ type: 'ask', ask, to, body, ...options })
    return ask
  }

  /** Its ends are told nothing any more. */
  cancelAsk(step: StepOf<P>, ask: AskId | undefined): void {
    if (ask !== undefined && this.#asks.take(ask) !== undefined) step.effects.push({ type: 'cancelAsk', ask })
  }

  /** Commands a sibling. */
  call(step: StepOf<P>, what: CallOf<P>, deadlineMs: number, ends: CallEndsOf<P>): CallId {
    const call = this.#calls.open(ends)
    // The compiler does not see that an intersection with a type of P is the one of the effect.
    step.effects.push({ type: 'call', call, deadlineMs, ...what } as Effect<P>)
    return call
  }

  cancelCall(step: StepOf<P>, call: CallId | undefined): void {
    if (call !== undefined && this.#calls.take(call) !== undefined) step.effects.push({ type: 'cancelCall', call })
  }

  /** Answers a request; `after` a write: when that is durable, and not if it fails. */
  respond(step: StepOf<P>, reply: ReplyId, body: P['response'], after?: OpId): void {
    step.effects.push(after === undefined ? { type: 'respond', reply, body } : { type: 'respond', reply, body, after })
  }

  /** Writes a batch, durable when `written` is told. Not `sync`: it may be lost when the machine stops. */
  write(step: StepOf<P>, batch: readonly Put[], ends: WriteEndsOf<P>, sync = true): OpId {
    const op = this.#ops.open(ends)
    step.effects.push({ type: 'write', op, batch, sync })
    return op
  }

  /**
   * A write whose batch `fill` gives, which is told the write, so that effects can wait for it. Nothing is written when it
   * gives none; returns whether something is.
   */
  writeWith(step: StepOf<P>, fill: (op: OpId) => readonly Put[] | undefined, ends: WriteEndsOf<P>): boolean {
    const op = this.#ops.open(ends)
    const batch = fill(op)
    if (batch === undefined) this.#ops.take(op)
    else step.effects.push({ type: 'write', op, batch, sync: true })
    return batch !== undefined
  }

  /** Reads the next rows of a range, `limit` at most. */
  read(step: StepOf<P>, range: KeyRange, limit: number, ends: ReadEndsOf<P>): void {
    const op = this.#ops.open({
      rows: (then, rows, more) => {
        const last = rows.at(-1)
        ends.rows(then, rows, more && last !== undefined ? rangeAfter(range, last[0]) : undefined)
      },
      failed: (then, code) => {
        ends.failed(then, code)
      },
    })
    step.effects.push({ type: 'read', op, range, limit })
  }

  #ioFailed(step: StepOf<P>, op: OpId, code: IoFailure): void {
    for (const ask of this.#held.get(op) ?? []) this.#asks.take(ask)
    this.#held.delete(op)
    this.#ops.take(op)?.failed(step, code)
  }
}

const FULL = fail('OVERLOAD', `${MAX_OPEN} questions, writes or reads are under way`)

interface OpEnds<P extends Protocol> extends WriteEndsOf<P> {
  rows?(step: StepOf<P>, rows: readonly Row[], more: boolean): void
}

/** A command's name and arguments belong together by its type, which a look into the table by name alone cannot say. */
function commandOf<P extends Protocol>(
  { commands }: Handlers<P>,
  { name }: CommandOf<P>,
): (step: StepOf<P>, id: CommandId, args: unknown, leftMs: number) => void {
  return commands[name]
}
