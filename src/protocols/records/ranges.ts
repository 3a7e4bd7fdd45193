import type { MonoMs, PeerKey, RingId } from '../../base/index.ts'
import { Timers, type ReplyId } from '../machine.ts'
import { Answering } from './answering.ts'
import { ConfigStore } from './config-store.ts'
import { MAX_PIECES, type Piece } from './config-table.ts'
import type { Core, Step } from './core.ts'
import { Formers } from './formers.ts'
import { Membership } from './membership.ts'
import type { RecordHead, RecordsResponse } from './messages.ts'
import type { MoveRequest } from './move-messages.ts'
import { Owner } from './owner.ts'
import { Peers } from './peers.ts'
import {
  compareConfigs,
  type Admission,
  type Arc,
  type Config,
  type ConfigId,
  type Quorum,
  type RangesView,
  type Standing,
} from './quorum.ts'
import type { Stored } from './rows.ts'
import { Shelf } from './shelf.ts'
import type { Store } from './store.ts'
import { Syncs } from './sync.ts'

/** Between two looks while there is something to do, and while there is not. */
const BUSY_MS = 250
const IDLE_MS = 2_000
/** Before rows that could not be read or written are tried again. */
const DISK_AGAIN_MS = 1_000
export interface RangesInit {
  readonly core: Core
  readonly store: Store
  /** May a record that another replica gives be kept here? */
  readonly takes: (step: Step, from: PeerKey, head: RecordHead, value: Uint8Array | undefined) => boolean
}

/**
 * Who keeps which arc, as far as this node is concerned: it makes configurations for what it owns, takes part in those of
 * others, and lets go of what is no longer its own. See docs/decisions/0009-synced-arcs.md.
 */
export class Ranges implements RangesView {
  readonly shelf: Shelf
  readonly #core: Core
  readonly #configs: ConfigStore
  readonly #peers: Peers
  readonly #syncs: Syncs
  readonly #answering: Answering
  readonly #owner: Owner
  readonly #formers: Formers
  readonly #membership: Membership
  readonly #timers = new Timers<'look'>()
  #state: 'unread' | 'reading' | 'open' = 'unread'

  constructor({ core, store, takes }: RangesInit) {
    this.#core = core
    this.#configs = new ConfigStore(core)
    this.#peers = new Peers(core.ring, core.params.lostAfterMs)
    this.shelf = new Shelf(core, store)
    this.#answering = new Answering(store, this.shelf)
    this.#syncs = new Syncs({ core, store, shelf: this.shelf, takes, keeps: (id) => this.keeps(id) })
    store.onChange.push((_step, id, before, now) => {
      this.shelf.changed(id, wholeHead(before), wholeHead(now))
    })
    store.onDamage.push((_step, id) => {
      this.shelf.tree.doubt(id)
    })
    this.#owner = new Owner({
      core,
      configs: this.#configs,
      peers: this.#peers,
      syncs: this.#syncs,
      learn: this.#learn,
      wake: (at) => {
        this.#timers.set('look', at)
      },
    })
    this.#formers = new Formers({
      core,
      store,
      shelf: this.shelf,
      syncs: this.#syncs,
      peers: this.#peers,
      table: this.#configs.table,
      isRuled: (piece) => this.#owner.reignOf(piece) !== undefined,
      notOwned: (piece) => this.#owner.notOwned(piece),
      learn: this.#learn,
      forget: (step, arc) => {
        this.#configs.save(step, this.#configs.table.forget(arc))
      },
    })
    this.#membership = new Membership({
      core,
      configs: this.#configs,
      peers: this.#peers,
      reignOf: (piece) => this.#owner.reignOf(piece),
      owned: (position) => this.#owner.owned(position),
      heard: (step, from, config) => {
        this.#formers.heard(step.now, from, config)
        this.#timers.set('look', step.now + BUSY_MS)
      },
    })
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next ?? (this.#state === 'unread' ? (0 as MonoMs) : undefined)
  }

  /** For metrics. `unsettled`: arcs owned here of which not everything acknowledged is known to be here and at a majority. */
  get sizes(): {
    arcs: number
    owned: number
    unsettled: number
    underTarget: number
    leaving: number
    pulled: number
    given: number
  } {
    const reigns = this.#owner.reigns
    return {
      arcs: this.#configs.table.size,
      owned: reigns.length,
      unsettled: reigns.filter((reign) => !reign.isRelieved).length,
      underTarget: reigns.filter(({ config, filled }) => filled.size + 1 < config.members.length).length,
      leaving: this.#formers.size,
      ...this.#syncs.moved,
    }
  }

  /** What is known of arcs, for tests and reports. */
  get pieces(): readonly Piece[] {
    return this.#configs.table.pieces
  }

  // ---- what the coordinator and the replica ask -------------------------------------------------------------------------

  quorum(id: RingId): Quorum | undefined {
    const piece = this.#configs.table.at(id)
    const reign = piece && this.#owner.reignOf(piece)
    if (reign?.isDurable !== true || !this.#core.ring.owns(reign.position, id)) return undefined
    return reign.quorum()
  }

  admit(from: PeerKey, id: RingId, config: ConfigId): Admission {
    const piece = this.#configs.table.at(id)
    const order = piece === undefined ? -1 : compareConfigs(piece.config.id, config)
    if (order > 0) return 'superseded'
    return order === 0 && config.peer === from ? 'admitted' : 'unknown'
  }

  standing(id: RingId): Standing | undefined {
    const piece = this.#configs.table.at(id)
    return piece && { config: piece.config.id, synced: piece.since === undefined }
  }

  keeps(id: RingId): boolean {
    const self = this.#core.self
    return this.#configs.table.at(id)?.config.members.some(({ peer }) => peer === self) === true
  }

  isForeign(id: RingId): boolean {
    return (
      this.#state === 'open' && this.#configs.table.at(id) === undefined && this.#core.positionOwning(id) === undefined
    )
  }

  refused(now: number, peer: PeerKey, id: RingId, _admission: Admission): void {
    const piece = this.#configs.table.at(id)
    const reign = piece && this.#owner.reignOf(piece)
    reign?.told.delete(peer)
    reign?.work.delete(`tell ${peer}`)
    reign?.changed()
    this.#timers.set('look', now)
  }

  // ---- inputs --------------------------------------------------------------------------------------------------------

  /** The ring, or somebody in it, has changed. */
  ringChanged(step: Step): void {
    if (this.#state === 'open') this.#look(step)
  }

  tick(step: Step): void {
    const isDue = this.#timers.due(step.now as MonoMs).length > 0
    if (this.#state === 'unread' && (isDue || this.#timers.next === undefined)) this.#read(step)
    if (this.#state === 'open' && isDue) this.#look(step)
  }

  request(step: Step, from: PeerKey, reply: ReplyId, body: MoveRequest): void {
    if (this.#state !== 'open') {
      step.effects.push({ type: 'refuse', reply })
      return
    }
    switch (body.type) {
      case 'survey':
        this.#membership.survey(step, reply, body)
        return
      case 'configure':
        this.#membership.configure(step, from, reply, body)
        return
      case 'compare':
        this.#formers.heard(step.now, from, body.arc)
        this.#answering.compare(step, from, reply, body)
        return
      case 'pull':
        this.#answering.pull(step, from, reply, body)
        return
      case 'have':
        this.#syncs.have(step, from, reply, body)
        return
      case 'release':
        this.#membership.release(step, from, reply, body)
        return
      case 'leaving':
        if (body.self.peer === from) this.#peers.leaves(step.now, body.self)
        respond(step, reply, { type: 'agreed' })
        this.#look(step)
    }
  }

  /** Has others take over what is here. `ended`: arcs that are in good hands, and those that are not. */
  leave(step: Step, deadline: number, ended: (step: Step, given: number, left: number) => void): void {
    this.#formers.leave(step, deadline, this.#owner.reigns, ended)
    this.#timers.set('look', step.now)
  }

  /** It stays after all. */
  stay(): void {
    this.#formers.stay()
  }

  // ---- rows ----------------------------------------------------------------------------------------------------------

  #read(step: Step): void {
    this.#state = 'reading'
    this.#configs.read(step, {
      read: (then) => {
        this.#state = 'open'
        this.#formers.begin(then.now)
        this.#look(then)
      },
      failed: (then) => {
        this.#state = 'unread'
        this.#timers.set('look', then.now + DISK_AGAIN_MS)
      },
    })
  }

  /** Somebody knows of newer configurations. */
  readonly #learn = (step: Step, pieces: readonly { readonly arc: Arc; readonly config: Config }[]): void => {
    for (const { arc, config } of pieces) {
      if (this.#configs.table.size >= MAX_PIECES || config.id.peer === this.#core.self) continue
      this.#configs.save(step, this.#configs.table.learn({ arc, config, since: config.id }))
    }
    this.#timers.set('look', step.now)
  }

  #look(step: Step): void {
    this.#peers.look()
    this.#owner.look(step)
    this.#formers.look(step)
    const isBusy = this.#formers.isBusy || this.#owner.isBusy(step.now)
    this.#timers.set('look', step.now + (isBusy ? BUSY_MS : IDLE_MS))
  }
}

/** A damaged record counts as absent. */
const wholeHead = (stored: Stored | undefined): RecordHead | undefined =>
  stored === undefined || stored.broken ? undefined : stored.head

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}
