import type { MonoMs, Random } from '../../base/index.ts'
import {
  succeed,
  Timers,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type News,
} from '../machine.ts'
import { Keeper } from './keeper.ts'
import type { ProvidersParams } from './params.ts'
import type { ProvidersProtocol, ProvidersSiblings } from './protocol.ts'
import { Seeker, SETTLE_MS } from './seeker.ts'

/** Followers may change without news: look this often while something is kept. */
const WATCH_MS = 10_000
/** Leases that ran out are never shown; their memory is freed this often. */
const EXPIRE_MS = 60_000

/**
 * Who has a swarm: announces and finds (Seeker), and keeps the leased sets this node is responsible for (Keeper). Soft
 * state in memory; see docs/protocols/providers.md.
 */
export class Providers implements Machine<ProvidersProtocol> {
  readonly hears: readonly News['type'][] = ['rangeChanged', 'ringState', 'peerDead']
  readonly #seeker: Seeker
  readonly #keeper: Keeper
  readonly #timers = new Timers<'rebalance' | 'push' | 'expire'>()
  #started = false
  /** A rebalance stands shortly: further news must not put it off. */
  #settling = false
  /** The command that ends when all has been handed over. */
  #handingOver: { readonly id: CommandId; readonly leases: number } | undefined

  constructor(params: ProvidersParams, siblings: ProvidersSiblings, random: Random) {
    this.#seeker = new Seeker(params, siblings, random.fork('seeker'))
    this.#keeper = new Keeper(params, siblings, random.fork('keeper'))
  }

  get wakeAt(): MonoMs | undefined {
    if (!this.#started) return 0 as MonoMs
    const seeker = this.#seeker.wakeAt
    const own = this.#timers.next
    return seeker === undefined || (own !== undefined && own < seeker) ? own : seeker
  }

  /** Sizes of the bounded tables, for metrics. */
  get sizes(): { swarms: number; leases: number; own: number; attempts: number } {
    const { swarmCount, total } = this.#keeper.leases
    return { swarms: swarmCount, leases: total, ...this.#seeker.sizes }
  }

  step(ctx: Context, input: Input<ProvidersProtocol>): readonly Effect<ProvidersProtocol>[] {
    const effects: Effect<ProvidersProtocol>[] = []
    const { now } = ctx
    this.#started = true
    switch (input.type) {
      case 'request': {
        const body = this.#keeper.answer(now, input.from, input.body, effects)
        effects.push({ type: 'respond', reply: input.reply, body })
        this.#keepTimers(now)
        break
      }
      case 'message':
        if (input.body.type === 'withdraw') this.#keeper.withdrawn(input.from, input.body.swarm, effects)
        else this.#keeper.replicated(now, input.from, input.body)
        this.#keepTimers(now)
        break
      case 'command':
        if (input.command.name === 'handOver') this.#handOver(now, input.id, effects)
        else this.#seeker.command(now, input.id, input.command, input.leftMs, effects)
        break
      case 'cancel':
        if (this.#handingOver?.id === input.id) this.#handingOver = undefined
        else this.#seeker.cancel(input.id, effects)
        break
      case 'result':
        this.#seeker.lookedUp(now, input.call, input.result, effects)
        break
      case 'answer':
        this.#seeker.answered(now, input.ask, input.body, effects)
        break
      case 'failed':
        this.#seeker.askFailed(now, input.ask, input.why, effects)
        break
      case 'news':
        this.#news(now, input.news)
        break
      case 'tick':
        this.#seeker.tick(now, effects)
        this.#tick(now, effects)
        break
      default:
    }
    return effects
  }

  #news(now: number, news: News): void {
    if (news.type === 'peerDead') this.#seeker.refresh(now, news.peer)
    else if (news.type === 'ringState' && news.state !== 'joining') this.#seeker.refresh(now)
    if (this.#keeper.leases.total === 0 || this.#settling) return
    this.#settling = true
    this.#timers.set('rebalance', now + SETTLE_MS)
  }

  #keepTimers(now: number): void {
    if (this.#keeper.leases.total === 0) return
    if (!this.#timers.has('expire')) this.#timers.set('expire', now + EXPIRE_MS)
    if (!this.#timers.has('rebalance')) this.#timers.set('rebalance', now + WATCH_MS)
  }

  #handOver(now: number, id: CommandId, effects: Effect<ProvidersProtocol>[]): void {
    this.#handingOver = { id, leases: this.#keeper.handOver() }
    this.#push(now, effects)
  }

  #push(now: number, effects: Effect<ProvidersProtocol>[]): void {
    const next = this.#keeper.push(now, effects)
    if (next !== undefined) this.#timers.set('push', next)
    else if (this.#handingOver !== undefined) {
      const { id, leases } = this.#handingOver
      this.#handingOver = undefined
      effects.push({ type: 'done', id, result: succeed({ leases }) })
    }
  }

  #tick(now: MonoMs, effects: Effect<ProvidersProtocol>[]): void {
    for (const due of this.#timers.due(now)) {
      if (due === 'expire') {
        this.#keeper.leases.expire(now)
        continue
      }
      if (due === 'rebalance') {
        this.#settling = false
        this.#keeper.rebalance()
      }
      this.#push(now, effects)
    }
    this.#keepTimers(now)
  }
}
