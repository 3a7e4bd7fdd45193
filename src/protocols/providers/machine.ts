import type { MonoMs, Random } from '../../base/index.ts'
import type { Handlers } from '../core.ts'
import { Timers, type Context, type Effect, type Input, type Machine, type News } from '../machine.ts'
import { Core, type Step } from './core.ts'
import { Keeper } from './keeper.ts'
import type { ProvidersParams } from './params.ts'
import type { ProvidersProtocol, ProvidersSiblings } from './protocol.ts'
import { Seeker } from './seeker.ts'

/** Followers may change without news: look this often while something is kept, or on its way. */
const WATCH_MS = 10_000
/** Leases that ran out are never shown; their memory is freed this often. */
const EXPIRE_MS = 60_000

/**
 * Who has a swarm: announces and finds (Seeker), and keeps the leased sets this node is responsible for (Keeper). Soft
 * state in memory; see docs/protocols/providers.md.
 */
export class Providers implements Machine<ProvidersProtocol> {
  readonly hears: readonly News['type'][] = ['rangeChanged', 'ringState', 'peerDead']
  readonly #core: Core
  readonly #seeker: Seeker
  readonly #keeper: Keeper
  readonly #timers = new Timers<'look' | 'expire'>()

  constructor(params: ProvidersParams, siblings: ProvidersSiblings, random: Random) {
    this.#core = new Core(params, siblings, random)
    this.#seeker = new Seeker(this.#core)
    this.#keeper = new Keeper(this.#core, (at) => {
      this.#timers.set('look', at)
    })
    this.#timers.set('look', 0)
  }

  get wakeAt(): MonoMs | undefined {
    const at = Math.min(this.#seeker.wakeAt ?? Infinity, this.#timers.next ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Sizes of the bounded tables, for metrics. */
  get sizes(): { swarms: number; leases: number; own: number; attempts: number } {
    const { swarmCount, total } = this.#keeper.leases
    return { swarms: swarmCount, leases: total, ...this.#seeker.sizes }
  }

  step(ctx: Context, input: Input<ProvidersProtocol>): readonly Effect<ProvidersProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<ProvidersProtocol> = {
    commands: {
      announce: (step, id, args) => {
        this.#seeker.announce(step, id, args)
      },
      withdraw: (step, id, args) => {
        this.#seeker.withdraw(step, id, args)
      },
      find: (step, id, args, leftMs) => {
        this.#seeker.find(step, id, args, leftMs)
      },
      handOver: (step, id) => {
        this.#keeper.handOver(step, id)
      },
    },
    cancel: (step, id) => {
      this.#keeper.cancel(step, id)
      this.#seeker.cancel(step, id)
    },
    request: (step, asked, body) => {
      this.#keeper.request(step, asked, body)
      this.#watch(step)
    },
    message: (step, from, { swarm }) => {
      this.#keeper.withdrawn(step, from, swarm)
    },
    news: (step, news) => {
      if (news.type === 'peerDead') this.#seeker.refresh(step.now, news.peer)
      else if (news.type === 'ringState' && news.state !== 'joining') {
        this.#seeker.refresh(step.now)
        this.#keeper.joined()
      }
      // At once: what has become another's for a moment is not known to be complete here.
      this.#keeper.look(step)
      this.#watch(step)
    },
    tick: (step) => {
      this.#seeker.tick(step)
      for (const due of this.#timers.due(step.now as MonoMs)) {
        if (due === 'expire') this.#keeper.leases.expire(step.now)
        else this.#keeper.look(step)
      }
      this.#watch(step)
    },
  }

  #watch(step: Step): void {
    if (this.#keeper.leases.total > 0 && !this.#timers.has('expire')) this.#timers.set('expire', step.now + EXPIRE_MS)
    if (!this.#keeper.isQuiet && !this.#timers.has('look')) this.#timers.set('look', step.now + WATCH_MS)
  }
}
