import type { MonoMs } from '../../base/index.ts'
import {
  fail,
  succeed,
  type CommandId,
  type CommandOf,
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
    const at = Math.min(this.#renewals.wakeAt ?? Infinity, this.#lister.wakeAt ?? Infinity)
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** For metrics: commands under way, names whose leases are renewed here, and such as others have now. */
  get sizes(): { readonly commands: number; readonly renewed: number; readonly lost: number } {
    return { commands: this.#core.open, renewed: this.#renewals.size, lost: this.#renewals.lost }
  }

  step(ctx: Context, input: Input<NamesProtocol>): readonly Effect<NamesProtocol>[] {
    const step: Step = { now: ctx.now, lamport: ctx.lamport, effects: [] }
    const { calls, ops } = this.#core
    switch (input.type) {
      case 'command':
        this.#command(step, input.id, input.command, input.leftMs)
        break
      case 'cancel':
        this.#core.cancel(step, input.id)
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
      case 'tick':
        this.#renewals.tick(step)
        this.#lister.tick(step)
        break
      default:
      // Nothing else concerns names: they travel as registers.
    }
    return step.effects
  }

  #command(step: Step, id: CommandId, command: CommandOf<NamesProtocol>, leftMs: number): void {
    switch (command.name) {
      case 'set':
        this.#setter.set(step, id, command.args, leftMs)
        return
      case 'remove':
        this.#setter.remove(step, id, command.args, leftMs)
        return
      case 'get':
        this.#get(step, id, command.args.name, leftMs)
        return
      case 'list':
        this.#lister.begin(step, id, command.args, leftMs)
    }
  }

  #get(step: Step, id: CommandId, text: string, leftMs: number): void {
    const name = nameOf(text)
    if (!('labels' in name)) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', `not a name: ${name.problem}`) })
      return
    }
    const task = this.#core.command(step, id, leftMs)
    if (task === undefined) return
    this.#core.read(step, task, [...namesAbove(name), name], (then, held) => {
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
