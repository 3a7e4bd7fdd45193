import type { MonoMs } from '../../base/index.ts'
import type { Handlers } from '../core.ts'
import type { Context, Effect, Input, Machine, Make, News } from '../machine.ts'
import type { OwnAttributes } from './commands.ts'
import { roundTripOf, type Coordinate, type Located } from './coordinate.ts'
import { Core } from './core.ts'
import { Finder } from './finder.ts'
import type { AttributesParams } from './params.ts'
import type { AttributesProtocol, AttributesSiblings } from './protocol.ts'
import { Publisher } from './publisher.ts'
import { Sampler } from './sampler.ts'

export const makeAttributes: Make<Attributes, AttributesParams, AttributesSiblings> = (params, siblings, random) =>
  new Attributes(new Core(params, siblings, random))

/** What other machines read of it. */
export interface AttributesView {
  /** Where this node is among all, and how sure it is. */
  readonly located: Located
  /** The round trip from here to there that the coordinates foretell, ms. */
  roundTripTo(other: Coordinate): number
}

/**
 * What nodes are like: each has a network coordinate and tells its measured properties in the attribute space of CAN, and
 * finds others by theirs. Rules: docs/protocols/attributes.md.
 */
export class Attributes implements Machine<AttributesProtocol>, AttributesView {
  readonly hears: readonly News['type'][] = ['peerDead']
  readonly #core: Core
  readonly #sampler: Sampler
  readonly #publisher: Publisher
  readonly #finder: Finder

  constructor(core: Core) {
    this.#core = core
    this.#sampler = new Sampler(core)
    this.#publisher = new Publisher(core)
    this.#finder = new Finder(core)
  }

  get wakeAt(): MonoMs | undefined {
    return Math.min(this.#sampler.wakeAt, this.#publisher.wakeAt) as MonoMs
  }

  get located(): Located {
    return this.#core.vivaldi.located
  }

  roundTripTo(other: Coordinate): number {
    return roundTripOf(this.located.coordinate, other)
  }

  /** Finds under way. */
  get finds(): number {
    return this.#finder.open
  }

  /** `now`: of the clock that its steps have. */
  describe(now: number): OwnAttributes {
    const { located, samples, neighbours } = this.#core.vivaldi
    const ago = (at: number | undefined): number | undefined => (at === undefined ? undefined : now - at)
    return {
      figures: this.#core.figures(now),
      located,
      samples,
      neighbours,
      sampledAgoMs: ago(this.#sampler.sampledAt),
      publishedAgoMs: ago(this.#publisher.toldAt),
    }
  }

  step(ctx: Context, input: Input<AttributesProtocol>): readonly Effect<AttributesProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<AttributesProtocol> = {
    commands: {
      find: (step, id, args, leftMs) => {
        this.#finder.begin(step, id, args, leftMs)
      },
      withdraw: (step, id) => {
        this.#publisher.withdraw(step, id)
      },
    },
    cancel: (_step, id) => {
      this.#finder.cancel(id)
      this.#publisher.cancel(id)
    },
    request: (step, { reply }) => {
      this.#core.respond(step, reply, { type: 'sampled', ...this.located })
    },
    news: (_step, news) => {
      if (news.type === 'peerDead') this.#core.vivaldi.forget(news.peer)
    },
    tick: (step) => {
      this.#core.figures(step.now)
      this.#sampler.tick(step)
      this.#publisher.tick(step)
    },
  }
}
