import type { MonoMs, PeerKey } from '../../base/index.ts'
import {
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
import { Asker } from './asker.ts'
import type { Piece } from './config-table.ts'
import { Core, type Step } from './core.ts'
import { Hints } from './hints.ts'
import { Keeper } from './keeper.ts'
import { Listings } from './listing.ts'
import type { RecordsMessage } from './messages.ts'
import { isMove } from './move-messages.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsProtocol, RecordsSiblings } from './protocol.ts'
import { Ranges } from './ranges.ts'
import { Reader } from './reader.ts'
import { Store } from './store.ts'
import { Sweeper } from './sweeper.ts'
import { Watcher } from './watcher.ts'
import { Watches } from './watches.ts'
import { Writer } from './writer.ts'

export const makeRecords: Make<Records, RecordsParams, RecordsSiblings> = (params, siblings, random) =>
  new Records(new Core(params, siblings, random))

/** Eventual records: see docs/protocols/records.md. */
export class Records implements Machine<RecordsProtocol> {
  readonly hears: readonly News['type'][] = ['peerDead', 'peerAlive', 'rangeChanged', 'ringState']
  readonly #core: Core
  readonly #store: Store
  readonly #ranges: Ranges
  /** Who waits for the end of a hand-over. */
  #leaving: CommandId | undefined
  readonly #asker: Asker
  readonly #keeper: Keeper
  readonly #reader: Reader
  readonly #writer: Writer
  readonly #hints: Hints
  readonly #watches: Watches
  readonly #watcher: Watcher
  readonly #sweeper: Sweeper
  readonly #listings: Listings
  #begun = false

  constructor(core: Core) {
    this.#core = core
    const store = (this.#store = new Store(core))
    const ranges = (this.#ranges = new Ranges({
      core,
      store,
      takes: (step, from, head, value) => typeof this.#keeper.replica.whole(step, from, { head, value }) !== 'string',
    }))
    const reader = (this.#reader = new Reader(core, store, ranges))
    const writer = (this.#writer = new Writer(core, store, ranges, reader))
    const hints = (this.#hints = new Hints(core, store, (id) => ranges.isForeign(id)))
    const watches = (this.#watches = new Watches(core, store))
    this.#keeper = new Keeper(core, { store, ranges, reader, writer, watches, hints })
    this.#asker = new Asker(core)
    this.#watcher = new Watcher(core)
    this.#sweeper = new Sweeper(core, store)
    this.#listings = new Listings(store)
  }

  get wakeAt(): MonoMs | undefined {
    if (!this.#begun) return 0 as MonoMs
    const at = Math.min(
      this.#asker.wakeAt,
      this.#reader.wakeAt,
      this.#writer.wakeAt,
      this.#hints.wakeAt,
      this.#watches.wakeAt,
      this.#watcher.wakeAt,
      this.#sweeper.wakeAt,
      this.#ranges.wakeAt ?? Infinity,
    )
    return at === Infinity ? undefined : (at as MonoMs)
  }

  /** Figures for metrics: gauges of what is open and kept, and counts since the start. */
  get figures(): RecordsFigures {
    const { usage, damagedRows } = this.#store
    return {
      records: usage.records,
      bytes: usage.bytes,
      writers: usage.writers,
      stagedBytes: this.#keeper.staging.bytes,
      hints: this.#hints.total,
      watches: this.#watches.total,
      commands: this.#asker.open + this.#watcher.open,
      reads: this.#reader.open,
      writes: this.#writer.open,
      hintsLeft: this.#writer.hints,
      hintsReturned: this.#hints.returned,
      repaired: this.#reader.repaired,
      damagedRows,
      swept: this.#sweeper.swept,
      ranges: this.#ranges.sizes,
    }
  }

  /** What is known of arcs, for tests and reports. */
  get pieces(): readonly Piece[] {
    return this.#ranges.pieces
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
        this.#watcher.cancel(step, input.id)
        this.#listings.cancel(input.id)
        if (this.#leaving === input.id) this.#stay()
        break
      case 'request':
        if (isMove(input.body)) this.#ranges.request(step, input.from, input.reply, input.body)
        else this.#keeper.request(step, input.from, input.reply, input.body, input.leftMs)
        break
      case 'message':
        this.#message(step, input.from, input.body)
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
      case 'watch':
        this.#watcher.begin(step, id, command.args)
        return
      case 'list':
        this.#listings.begin(step, id, command.args)
        return
      case 'handOver':
        this.#handOver(step, id, leftMs)
    }
  }

  #handOver(step: Step, id: CommandId, leftMs: number): void {
    this.#leaving = id
    this.#ranges.leave(step, step.now + Math.max(0, leftMs - ANSWER_MS), (then, given, left) => {
      this.#leaving = undefined
      then.effects.push({ type: 'done', id, result: succeed({ given, left }) })
    })
  }

  #stay(): void {
    this.#leaving = undefined
    this.#ranges.stay()
  }

  #message(step: Step, from: PeerKey, body: RecordsMessage): void {
    switch (body.type) {
      case 'changed':
        this.#watcher.changed(step, from, body)
        return
      case 'moved':
        this.#watcher.lost(step, from, body.id)
        return
      case 'unwatch':
        this.#watches.remove(from, body.id)
    }
  }

  #news(step: Step, news: News): void {
    switch (news.type) {
      case 'peerDead':
        this.#ranges.ringChanged(step)
        this.#asker.peerDied(step, news.peer)
        this.#watcher.lost(step, news.peer)
        this.#watches.peerDied(news.peer)
        return
      case 'peerAlive':
        this.#hints.heard(step.now, news.peer)
        this.#ranges.ringChanged(step)
        return
      case 'rangeChanged':
      case 'ringState':
        this.#ranges.ringChanged(step)
        this.#watches.rangeChanged(step.now)
        return
      default:
    }
  }

  #tick(step: Step): void {
    if (!this.#begun) {
      this.#begun = true
      this.#sweeper.begin(step)
      this.#hints.restore(step)
    }
    this.#ranges.tick(step)
    this.#asker.tick(step)
    this.#reader.tick(step)
    this.#writer.tick(step)
    this.#hints.tick(step)
    this.#watches.tick(step)
    this.#watcher.tick(step)
    this.#sweeper.tick(step)
  }
}

/** A hand-over ends so much before its deadline. */
const ANSWER_MS = 100

/** What this node has of records now, and what it has done since it was started. */
export interface RecordsFigures {
  /** Kept here, tombstones and markers included, and what they count, bytes. */
  readonly records: number
  readonly bytes: number
  readonly writers: number
  readonly stagedBytes: number
  /** Kept for members that could not be reached. */
  readonly hints: number
  /** Leases of watchers. */
  readonly watches: number
  readonly commands: number
  readonly reads: number
  readonly writes: number
  /** Copies left with others for members that could not be reached. */
  readonly hintsLeft: number
  readonly hintsReturned: number
  /** Replicas that reads found behind. */
  readonly repaired: number
  readonly damagedRows: number
  readonly swept: number
  /** Of its ranges, see `Ranges.sizes`. */
  readonly ranges: Ranges['sizes']
}
