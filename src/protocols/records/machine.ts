import type { MonoMs } from '../../base/index.ts'
import {
  fail,
  type CommandId,
  type CommandOf,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
} from '../machine.ts'
import { Asker } from './asker.ts'
import { Core, type Step } from './core.ts'
import { Keeper } from './keeper.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsProtocol, RecordsSiblings } from './protocol.ts'
import { Store } from './store.ts'

export const makeRecords: Make<Records, RecordsParams, RecordsSiblings> = (params, siblings, random) =>
  new Records(new Core(params, siblings, random))

/** Eventual records: see docs/protocols/records.md. */
export class Records implements Machine<RecordsProtocol> {
  readonly hears: readonly News['type'][] = ['peerDead']
  readonly #core: Core
  readonly #store: Store
  readonly #asker: Asker
  readonly #keeper: Keeper

  constructor(core: Core) {
    this.#core = core
    this.#store = new Store(core)
    this.#asker = new Asker(core)
    this.#keeper = new Keeper(core, this.#store)
  }

  get wakeAt(): MonoMs | undefined {
    const at = this.#asker.wakeAt
    return at === Infinity ? undefined : (at as MonoMs)
  }

  step(ctx: Context, input: Input<RecordsProtocol>): readonly Effect<RecordsProtocol>[] {
    const step: Step = { now: ctx.now, wall: ctx.wall, lamport: ctx.lamport, effects: [] }
    const { asks, calls, ops } = this.#core
    switch (input.type) {
      case 'command':
        this.#command(step, input.id, input.command, input.leftMs)
        break
      case 'cancel':
        this.#asker.cancel(step, input.id)
        break
      case 'request':
        this.#keeper.request(step, input.from, input.reply, input.body)
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
        if (input.news.type === 'peerDead') this.#asker.peerDied(step, input.news.peer)
        break
      case 'tick':
        this.#asker.tick(step)
        break
      default:
      // An interim answer has done its work when it came: the host is in no hurry now. Links are not liveness.
    }
    return step.effects
  }

  #command(step: Step, id: CommandId, command: CommandOf<RecordsProtocol>, leftMs: number): void {
    switch (command.name) {
      case 'put':
        this.#asker.put(step, id, command.args, leftMs)
        return
      case 'get':
        this.#asker.get(step, id, command.args.id, leftMs)
        return
      case 'remove':
        this.#asker.remove(step, id, command.args, leftMs)
        return
      case 'mark':
        this.#asker.mark(step, id, command.args, leftMs)
        return
      default:
        step.effects.push({ type: 'done', id, result: fail('OVERLOAD', 'not yet') })
    }
  }
}
