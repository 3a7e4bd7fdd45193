import type { MonoMs } from '../../base/index.ts'
import type { Handlers } from '../core.ts'
import {
  fail,
  succeed,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
} from '../machine.ts'
import { authorityOf, permits } from './authority.ts'
import { Core, type Step } from './core.ts'
import { Lister } from './lister.ts'
import { nameOf, namesAbove } from './name.ts'
import type { NamesParams } from './params.ts'
import type { NamesProtocol, NamesSiblings } from './protocol.ts'
import { Renewals } from './renewals.ts'
import { Setter } from './setter.ts'

export const makeNames: Make<Names, NamesParams, NamesSiblings> = (params, siblings, random) =>
  new Names(new Core(params, siblings, random))

/**
 * A directory: hierarchical names with owners and leases, each a consistent register of agreement, the names of one top
 * label in one shard. See docs/protocols/names.md.
 */
export class Names implements Machine<NamesProtocol> {
  readonly hears: readonly News['type'][] = []
  readonly #core: Core
  readonly #renewals: Renewals
  readonly #setter: Setter
  readonly #lister: Lister

  constructor(core: Core) {
    this.#core = core
    this.#renewals = new Renewals(core)
    this.#setter = new Setter(core, this.#renewals)
    this.#lister = new Lister(core)
  }

  get wakeAt(): MonoMs | undefined {
    const at = Math.min(this.#renewals.wakeAt, this.#lister.wakeAt ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** For metrics: commands under way, names whose leases are renewed here, and such as others have now. */
  get sizes(): { readonly commands: number; readonly renewed: number; readonly lost: number } {
    return { commands: this.#core.open, renewed: this.#renewals.size, lost: this.#renewals.lost }
  }

  step(ctx: Context, input: Input<NamesProtocol>): readonly Effect<NamesProtocol>[] {
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<NamesProtocol> = {
    commands: {
      set: (step, id, args, leftMs) => {
        this.#setter.set(step, id, args, leftMs)
      },
      remove: (step, id, args, leftMs) => {
        this.#setter.remove(step, id, args, leftMs)
      },
      get: (step, id, { name }, leftMs) => {
        this.#get(step, id, name, leftMs)
      },
      list: (step, id, args, leftMs) => {
        this.#lister.begin(step, id, args, leftMs)
      },
    },
    cancel: (step, id) => {
      this.#core.cancel(step, id)
    },
    tick: (step) => {
      this.#renewals.tick(step)
      this.#lister.tick(step)
    },
  }

  #get(step: Step, id: CommandId, text: string, leftMs: number): void {
    const name = nameOf(text)
    if (!('labels' in name)) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', `not a name: ${name.problem}`) })
      return
    }
    const task = this.#core.command(step, id, leftMs)
    if (task === undefined) return
    this.#core.readNames(step, task, [...namesAbove(name), name], (then, held) => {
      const found = held.at(-1)
      const entry = found?.entry
      const authority = authorityOf(held.slice(0, -1).map((each) => each?.entry))
      if (found === undefined || entry === undefined) {
        const what = found === undefined ? '' : ', only bytes that nobody has signed'
        this.#core.end(then, task, fail('NOT_FOUND', `there is no such name${what}`))
      } else if (permits(authority, entry.owner)) {
        this.#core.end(then, task, succeed(this.#core.answerOf(name, entry, found.register.expiresAtMs)))
      } else {
        const detail = `it does not count: ${entry.owner} has set it, but the name above belongs to ${authority?.owner ?? ''}`
        this.#core.end(then, task, fail('NOT_FOUND', detail))
      }
    })
  }
}
