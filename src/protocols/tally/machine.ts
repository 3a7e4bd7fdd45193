import type { MonoMs } from '../../base/index.ts'
import { Census } from '../census.ts'
import type { Handlers } from '../core.ts'
import { Listings } from '../listing.ts'
import {
  fail,
  prefixRange,
  rangeAfter,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
  type Row,
} from '../machine.ts'
import { Asker } from './asker.ts'
import type { KeptTally } from './commands.ts'
import { Core, type Step } from './core.ts'
import { HandOver } from './hand-over.ts'
import { Keeper } from './keeper.ts'
import type { TallyParams } from './params.ts'
import type { TallyProtocol, TallySiblings } from './protocol.ts'
import { ALL, KEPT, rowOf } from './rows.ts'

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
  readonly #listings: Listings<TallyProtocol, KeptTally>
  /** Counts the rows at the start. Nothing is kept before. */
  readonly #census: Census<TallyProtocol>

  constructor(core: Core) {
    this.#core = core
    this.#asker = new Asker(core)
    this.#keeper = new Keeper(core)
    this.#handOver = new HandOver(core, this.#keeper)
    this.#listings = new Listings((step, range, limit, { items, failed }) => {
      core.read(step, range, limit, {
        rows: (then, rows, rest) => {
          items(then, rows.flatMap(keptOf), rest)
        },
        failed,
      })
    })
    this.#census = new Census(core, prefixRange(ALL), {
      row: (step, row) => {
        this.#restore(step, row)
      },
      done: (step) => {
        this.#keeper.open = true
        this.#handOver.rangeChanged(step.now)
      },
    })
  }

  get wakeAt(): MonoMs | undefined {
    const keeping = this.#census.isDone ? (this.#handOver.wakeAt ?? Infinity) : this.#census.wakeAt
    const at = Math.min(keeping, this.#asker.wakeAt ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Sizes of the bounded tables, for metrics. `kept` are on disk, `cached` of them and of those lately asked for in memory. */
  get sizes(): { kept: number; cached: number; moving: number; taken: number; attempts: number } {
    const { quotas, cached, taken } = this.#keeper
    return { kept: quotas.total, cached, moving: this.#handOver.moving, taken: taken.total, attempts: this.#asker.open }
  }

  step(ctx: Context, input: Input<TallyProtocol>): readonly Effect<TallyProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<TallyProtocol> = {
    commands: {
      add: (step, id, { name, n, semantics }, leftMs) => {
        this.#asker.begin(step, id, name, n, semantics, leftMs)
      },
      get: (step, id, { name }, leftMs) => {
        this.#asker.begin(step, id, name, undefined, 'at-least-once', leftMs)
      },
      list: (step, id, { prefix, after, limit }) => {
        const all = prefixRange(KEPT + prefix)
        if (after?.startsWith(prefix) === false) {
          step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', 'after begins with the prefix') })
        } else this.#listings.begin(step, id, after === undefined ? all : rangeAfter(all, KEPT + after), limit)
      },
      handOver: (step, id, _args, leftMs) => {
        if (this.#census.isDone) this.#handOver.leave(step, id, leftMs)
        else step.effects.push({ type: 'done', id, result: fail('IO', 'the tallies have not been read yet') })
      },
    },
    cancel: (step, id) => {
      this.#asker.cancel(step, id)
      this.#listings.cancel(id)
      this.#handOver.cancel(id)
    },
    request: (step, { from, reply }, body) => {
      // What was taken before is not known yet, and only that may be said.
      if (this.#census.isDone) this.#keeper.request(step, from, reply, body)
      else step.effects.push({ type: 'refuse', reply })
    },
    message: (step, from, { below }) => {
      if (this.#census.isDone) this.#keeper.settled(step, from, below)
    },
    news: (step, news) => {
      if (news.type === 'peerDead') this.#asker.peerDied(news.peer)
      else if (news.type === 'ringState' && news.state !== 'joining') this.#handOver.joined(step.now)
      else if (news.type === 'rangeChanged') this.#handOver.rangeChanged(step.now)
    },
    tick: (step) => {
      if (this.#census.isDone) this.#handOver.tick(step)
      else this.#census.tick(step)
      this.#asker.tick(step)
    },
  }

  #restore(step: Step, row: Row): void {
    const known = rowOf(row)
    if (known?.kind === 'kept') this.#keeper.quotas.add(known.kept.by, 1)
    else if (known?.kind === 'given') this.#handOver.restore(step.now, known.name, known.given)
    else if (known?.kind === 'taken') this.#keeper.taken.set(known.giver, known.name, known.serial)
  }
}

const keptOf = (row: Row): KeptTally[] => {
  const known = rowOf(row)
  return known?.kind === 'kept' ? [{ name: known.name, value: known.kept.value }] : []
}
