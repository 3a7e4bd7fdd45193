import type { MonoMs } from '../../base/index.ts'
import {
  fail,
  prefixRange,
  type CommandId,
  type CommandOf,
  type Context,
  type Effect,
  type Input,
  type KeyRange,
  type Machine,
  type Make,
  type News,
  type Row,
} from '../machine.ts'
import { Asker } from './asker.ts'
import { Core, type Step } from './core.ts'
import { HandOver } from './hand-over.ts'
import { Keeper } from './keeper.ts'
import { Listings } from './listing.ts'
import type { TallyParams } from './params.ts'
import type { TallyProtocol, TallySiblings } from './protocol.ts'
import { ALL, rowOf } from './rows.ts'

/** Rows of a page of the census. */
const CENSUS_ROWS = 1_024
/** Before trying again to read rows that could not be read. */
const CENSUS_AGAIN_MS = 5_000

export const makeTally: Make<Tally, TallyParams, TallySiblings> = (params, siblings, random) =>
  new Tally(new Core(params, siblings, random))

/**
 * Named counters kept on the ring: each at succ(SHA-256('orbweaver/tally/1' ‖ name)), by one keeper, on its disk; there
 * are no copies. The example of a protocol, and a way to see call semantics: docs/add-a-protocol.md and
 * docs/protocols/tally.md.
 */
export class Tally implements Machine<TallyProtocol> {
  readonly hears: readonly News['type'][] = ['rangeChanged', 'ringState', 'peerDead']
  readonly #core: Core
  readonly #asker: Asker
  readonly #keeper: Keeper
  readonly #handOver: HandOver
  readonly #listings: Listings
  /** The rows that have not been counted yet; undefined: all have. Nothing is kept before. */
  #uncounted: KeyRange | undefined = prefixRange(ALL)
  /** When to go on counting; 0 when made, since the first input is a tick. Infinity: the disk is at it. */
  #countAt = 0

  constructor(core: Core) {
    this.#core = core
    this.#asker = new Asker(core)
    this.#keeper = new Keeper(core)
    this.#handOver = new HandOver(core, this.#keeper)
    this.#listings = new Listings(core)
  }

  get wakeAt(): MonoMs | undefined {
    const keeping = this.#uncounted === undefined ? this.#handOver.wakeAt : this.#countAt
    const at = Math.min(keeping ?? Infinity, this.#asker.wakeAt ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Sizes of the bounded tables, for metrics. `kept` are on disk, `cached` of them and of those lately asked for in memory. */
  get sizes(): { kept: number; cached: number; moving: number; taken: number; attempts: number } {
    const { quotas, cached, taken } = this.#keeper
    return { kept: quotas.total, cached, moving: this.#handOver.moving, taken: taken.total, attempts: this.#asker.open }
  }

  step(ctx: Context, input: Input<TallyProtocol>): readonly Effect<TallyProtocol>[] {
    const step: Step = { now: ctx.now, lamport: ctx.lamport, effects: [] }
    const { asks, calls, ops } = this.#core
    switch (input.type) {
      case 'command':
        this.#command(step, input.id, input.command, input.leftMs)
        break
      case 'cancel':
        this.#asker.cancel(step, input.id)
        this.#listings.cancel(input.id)
        this.#handOver.cancel(input.id)
        break
      case 'request':
        // What was taken before is not known yet, and only that may be said.
        if (this.#uncounted !== undefined) step.effects.push({ type: 'refuse', reply: input.reply })
        else this.#keeper.request(step, input.from, input.reply, input.body)
        break
      case 'message':
        if (this.#uncounted === undefined) this.#keeper.settled(step, input.from, input.body.below)
        break
      case 'answer':
        asks.take(input.ask)?.answered(step, input.from, input.body)
        break
      case 'failed':
        asks.take(input.ask)?.failed(step, input.why)
        break
      case 'result':
        calls.take(input.call)?.(step, input.result)
        break
      case 'written':
        ops.take(input.op)?.written?.(step)
        break
      case 'rows':
        ops.take(input.op)?.rows?.(step, input.rows, input.more)
        break
      case 'ioFailed':
        ops.take(input.op)?.failed(step, input.code)
        break
      case 'news':
        this.#news(step, input.news)
        break
      case 'tick':
        this.#tick(step)
        break
      default:
      // An interim answer has done its work when it came: the host is in no hurry now. Links are not liveness.
    }
    return step.effects
  }

  #command(step: Step, id: CommandId, command: CommandOf<TallyProtocol>, leftMs: number): void {
    switch (command.name) {
      case 'add': {
        const { name, n, semantics } = command.args
        this.#asker.begin(step, id, name, n, semantics, leftMs)
        return
      }
      case 'get':
        this.#asker.begin(step, id, command.args.name, undefined, 'at-least-once', leftMs)
        return
      case 'list':
        this.#listings.begin(step, id, command.args)
        return
      case 'handOver':
        if (this.#uncounted === undefined) this.#handOver.leave(step, id, leftMs)
        else step.effects.push({ type: 'done', id, result: fail('IO', 'the tallies have not been read yet') })
    }
  }

  #news(step: Step, news: News): void {
    if (news.type === 'peerDead') this.#asker.peerDied(news.peer)
    else if (news.type === 'ringState' && news.state !== 'joining') this.#handOver.joined(step.now)
    else if (news.type === 'rangeChanged') this.#handOver.rangeChanged(step.now)
  }

  #tick(step: Step): void {
    if (this.#uncounted === undefined) this.#handOver.tick(step)
    else if (this.#countAt <= step.now) this.#count(step, this.#uncounted)
    this.#asker.tick(step)
  }

  /** Goes through all rows once, a page at a time: they are counted, not kept in memory. */
  #count(step: Step, range: KeyRange): void {
    this.#countAt = Infinity
    this.#core.read(step, range, CENSUS_ROWS, {
      rows: (then, rows, rest) => {
        for (const row of rows) this.#restore(then, row)
        this.#uncounted = rest
        if (rest !== undefined) {
          this.#count(then, rest)
          return
        }
        this.#keeper.open = true
        this.#handOver.rangeChanged(then.now)
      },
      failed: (then) => {
        this.#countAt = then.now + CENSUS_AGAIN_MS
      },
    })
  }

  #restore(step: Step, row: Row): void {
    const known = rowOf(row)
    if (known?.kind === 'kept') this.#keeper.quotas.add(known.kept.by, 1)
    else if (known?.kind === 'given') this.#handOver.restore(step.now, known.name, known.given)
    else if (known?.kind === 'taken') this.#keeper.taken.set(known.giver, known.name, known.serial)
  }
}
