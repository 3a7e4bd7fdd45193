import type { MonoMs, PeerKey } from '../../base/index.ts'
import type { Handlers } from '../core.ts'
import { Listings } from '../listing.ts'
import {
  prefixRange,
  rangeAfter,
  succeed,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type KeyRange,
  type Machine,
  type Make,
  type News,
} from '../machine.ts'
import { Asker } from './asker.ts'
import type { KeptRecord } from './commands.ts'
import type { Piece } from './config-table.ts'
import { Core, type Step } from './core.ts'
import { Hints } from './hints.ts'
import { Keeper } from './keeper.ts'
import type { RecordsMessage } from './messages.ts'
import { isMove } from './move-messages.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsProtocol, RecordsSiblings } from './protocol.ts'
import { Ranges } from './ranges.ts'
import { Reader } from './reader.ts'
import { headKey, HEADS, keptOf, type Stored } from './rows.ts'
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
  readonly #listings: Listings<RecordsProtocol, KeptRecord>
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
    this.#listings = new Listings((step, range, limit, { items, failed }) => {
      const told = (then: Step, page: readonly Stored[], rest: KeyRange | undefined): void => {
        items(then, page.map(keptOf), rest)
      }
      store.page(step, range, limit, told, failed)
    })
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
    return this.#core.step(ctx, input, this.#on)
  }

  readonly #on: Handlers<RecordsProtocol> = {
    commands: {
      put: (step, id, args, leftMs) => {
        this.#asker.put(step, id, args, leftMs)
      },
      get: (step, id, args, leftMs) => {
        this.#asker.get(step, id, args.id, leftMs)
      },
      remove: (step, id, args, leftMs) => {
        this.#asker.remove(step, id, args, leftMs)
      },
      mark: (step, id, args, leftMs) => {
        this.#asker.mark(step, id, args, leftMs)
      },
      watch: (step, id, args) => {
        this.#watcher.begin(step, id, args)
      },
      list: (step, id, { after, limit }) => {
        const all = prefixRange(HEADS)
        this.#listings.begin(step, id, after === undefined ? all : rangeAfter(all, headKey(after)), limit)
      },
      handOver: (step, id, _args, leftMs) => {
        this.#handOver(step, id, leftMs)
      },
    },
    cancel: (step, id) => {
      this.#asker.cancel(step, id)
      this.#watcher.cancel(step, id)
      this.#listings.cancel(id)
      if (this.#leaving === id) this.#stay()
    },
    request: (step, { from, reply, leftMs }, body) => {
      if (isMove(body)) this.#ranges.request(step, from, reply, body)
      else this.#keeper.request(step, from, reply, body, leftMs)
    },
    message: (step, from, body) => {
      this.#message(step, from, body)
    },
    news: (step, news) => {
      this.#news(step, news)
    },
    tick: (step) => {
      this.#tick(step)
    },
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
