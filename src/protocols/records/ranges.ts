import { inArc, type MonoMs, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import {
  liveNode,
  MAX_READ_ROWS,
  prefixRange,
  Timers,
  type KeyRange,
  type OpId,
  type Put,
  type ReplyId,
} from '../machine.ts'
import { intersect, uncovered } from './arcs.ts'
import { PIECES, pieceGone, pieceOf, piecePut } from './config-rows.ts'
import { ConfigTable, MAX_PIECES, type Piece } from './config-table.ts'
import type { Core, Step } from './core.ts'
import { Formers } from './formers.ts'
import type { RecordHead, RecordsResponse } from './messages.ts'
import {
  MAX_SURVEYED,
  type ConfigureRequest,
  type MoveRequest,
  type ReleaseRequest,
  type SurveyRequest,
} from './move-messages.ts'
import { Peers } from './peers.ts'
import {
  compareConfigs,
  MAX_MEMBERS,
  MAX_PRIOR,
  type Admission,
  type Arc,
  type Config,
  type ConfigId,
  type PriorConfig,
  type Quorum,
  type RangesView,
  type Standing,
} from './quorum.ts'
import { Reign } from './reign.ts'
import { Rule } from './rule.ts'
import { Shelf } from './shelf.ts'
import type { Stored } from './rows.ts'
import type { Store } from './store.ts'
import { Survey } from './survey.ts'
import { Syncs } from './sync.ts'

/** Between two looks while there is something to do, and while there is not. */
const BUSY_MS = 250
const IDLE_MS = 2_000
/** Before rows that could not be read or written are tried again. */
const DISK_AGAIN_MS = 1_000
/** Before neighbours are asked again. */
const SURVEY_AGAIN_MS = 150
/** A group whose members change is not changed again within so long: the ring needs a moment to settle. */
const SETTLE_MS = 500

/** What the pieces of one answer may take on the wire: a control frame is shared. */
const SURVEY_BYTES = 12_288

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
  readonly #table = new ConfigTable()
  readonly #peers: Peers
  readonly #syncs: Syncs
  readonly #rule: Rule
  readonly #formers: Formers
  readonly #timers = new Timers<'look'>()
  readonly #reigns = new Map<string, Reign>()
  readonly #surveys = new Map<number, Survey>()
  /** Keys of rows that are not as the table is: their write failed. */
  readonly #unsaved = new Set<RingId>()
  #state: 'unread' | 'reading' | 'open' = 'unread'
  #surveyAt = 0

  constructor({ core, store, takes }: RangesInit) {
    this.#core = core
    this.#peers = new Peers(core.ring, core.params.lostAfterMs)
    this.shelf = new Shelf(core, store)
    this.#syncs = new Syncs({ core, store, shelf: this.shelf, takes, keeps: (id) => this.keeps(id) })
    store.onChange.push((_step, id, before, now) => {
      this.shelf.changed(id, wholeHead(before), wholeHead(now))
    })
    store.onDamage.push((_step, id) => {
      this.shelf.tree.doubt(id)
    })
    this.#rule = new Rule({
      core,
      peers: this.#peers,
      syncs: this.#syncs,
      arcsOf: (reign) => this.#piecesOf(reign).map(({ arc }) => arc),
      changed: this.#reignChanged,
      learn: this.#learn,
    })
    this.#formers = new Formers({
      core,
      store,
      shelf: this.shelf,
      syncs: this.#syncs,
      peers: this.#peers,
      table: this.#table,
      isRuled: (piece) => this.#reignOf(piece) !== undefined,
      learn: this.#learn,
      forget: (step, arc) => {
        this.#save(step, this.#table.forget(arc))
      },
    })
  }

  get wakeAt(): MonoMs | undefined {
    return this.#state === 'unread' ? (0 as MonoMs) : this.#timers.next
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
    const reigns = [...this.#reigns.values()]
    return {
      arcs: this.#table.size,
      owned: reigns.length,
      unsettled: reigns.filter((reign) => !reign.isRelieved).length,
      underTarget: reigns.filter(({ config, filled }) => filled.size + 1 < config.members.length).length,
      leaving: this.#formers.size,
      ...this.#syncs.moved,
    }
  }

  /** What is known of arcs, for tests and reports. */
  get pieces(): readonly Piece[] {
    return this.#table.pieces
  }

  // ---- what the coordinator and the replica ask -------------------------------------------------------------------------

  quorum(id: RingId): Quorum | undefined {
    const piece = this.#table.at(id)
    const reign = piece && this.#reignOf(piece)
    if (reign?.isDurable !== true || !this.#core.ring.owns(reign.position, id)) return undefined
    return reign.quorum()
  }

  admit(from: PeerKey, id: RingId, config: ConfigId): Admission {
    const piece = this.#table.at(id)
    const order = piece === undefined ? -1 : compareConfigs(piece.config.id, config)
    if (order > 0) return 'superseded'
    return order === 0 && config.peer === from ? 'admitted' : 'unknown'
  }

  standing(id: RingId): Standing | undefined {
    const piece = this.#table.at(id)
    return piece && { config: piece.config.id, synced: piece.since === undefined }
  }

  keeps(id: RingId): boolean {
    const self = this.#core.self
    return this.#table.at(id)?.config.members.some(({ peer }) => peer === self) === true
  }

  refused(now: number, peer: PeerKey, id: RingId, _admission: Admission): void {
    const piece = this.#table.at(id)
    const reign = piece && this.#reignOf(piece)
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
    if (this.#state === 'unread') {
      this.#state = 'reading'
      this.#read(step, prefixRange(PIECES))
      return
    }
    if (this.#timers.due(step.now as MonoMs).length === 0) return
    if (this.#state === 'open') this.#look(step)
  }

  request(step: Step, from: PeerKey, reply: ReplyId, body: MoveRequest): void {
    if (this.#state !== 'open') {
      step.effects.push({ type: 'refuse', reply })
      return
    }
    switch (body.type) {
      case 'survey':
        this.#survey(step, reply, body)
        return
      case 'configure':
        this.#configure(step, from, reply, body)
        return
      case 'compare':
        this.#formers.heard(step.now, from, body.arc)
        this.#syncs.compare(step, reply, body)
        return
      case 'pull':
        this.#syncs.pull(step, reply, body)
        return
      case 'have':
        this.#syncs.have(step, from, reply, body)
        return
      case 'release':
        this.#release(step, from, reply, body)
        return
      case 'leaving':
        if (body.self.peer === from) this.#peers.leaves(step.now, body.self)
        respond(step, reply, { type: 'agreed' })
        this.#look(step)
    }
  }

  /** Has others take over what is here. `ended`: arcs that are in good hands, and those that are not. */
  leave(step: Step, deadline: number, ended: (step: Step, given: number, left: number) => void): void {
    this.#formers.leave(step, deadline, [...this.#reigns.values()], ended)
    this.#timers.set('look', step.now)
  }

  /** It stays after all. */
  stay(): void {
    this.#formers.stay()
  }

  // ---- rows ----------------------------------------------------------------------------------------------------------

  #read(step: Step, range: KeyRange): void {
    this.#core.read(step, range, MAX_READ_ROWS, {
      rows: (then, rows, rest) => {
        for (const row of rows) {
          const piece = pieceOf(this.#core.sha256, row)
          if (piece !== undefined) this.#table.learn(piece)
        }
        if (rest !== undefined) {
          this.#read(then, rest)
          return
        }
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

  /** Writes what has changed of the table, and what could not be written before. Undefined: there is nothing to write. */
  #save(
    step: Step,
    change: { readonly added: readonly Piece[]; readonly removed: readonly Piece[] },
    ends: { written?(step: Step): void; failed?(step: Step): void } = {},
  ): OpId | undefined {
    for (const { arc } of [...change.removed, ...change.added]) this.#unsaved.add(arc.to)
    if (this.#unsaved.size === 0) {
      ends.written?.(step)
      return undefined
    }
    const saved = [...this.#unsaved]
    this.#unsaved.clear()
    const batch: Put[] = saved.map((to) => {
      const piece = this.#table.at(to)
      return piece?.arc.to === to ? piecePut(this.#core.sha256, piece) : pieceGone(to)
    })
    return this.#core.write(step, batch, true, {
      written: (then) => ends.written?.(then),
      failed: (then) => {
        for (const to of saved) this.#unsaved.add(to)
        ends.failed?.(then)
      },
    })
  }

  /** Somebody knows of newer configurations. */
  readonly #learn = (step: Step, pieces: readonly { readonly arc: Arc; readonly config: Config }[]): void => {
    for (const { arc, config } of pieces) {
      if (this.#table.size >= MAX_PIECES || config.id.peer === this.#core.self) continue
      this.#save(step, this.#table.learn({ arc, config, since: config.id }))
    }
    this.#timers.set('look', step.now)
  }

  // ---- the owner -----------------------------------------------------------------------------------------------------

  #reignOf({ config }: Piece): Reign | undefined {
    return this.#reigns.get(reignKey(config))
  }

  /** What a position owns now. */
  #owned(position: number): Arc | undefined {
    const { ring } = this.#core
    if (!ring.onRing(position)) return undefined
    const { id } = ring.self(position)
    return { from: ring.boundary(position)?.id ?? id, to: id }
  }

  #look(step: Step): void {
    this.#peers.look()
    const owned = new Map<number, Arc>()
    for (const position of this.#core.ring.positions()) {
      const arc = this.#owned(position)
      if (arc !== undefined) owned.set(position, arc)
    }
    this.#abdicate(owned)
    for (const [position, arc] of owned) {
      if (this.#unruled(arc).length > 0) this.#beginSurvey(step, position, arc)
    }
    for (const reign of [...this.#reigns.values()]) {
      if (!this.#regroup(step, reign)) this.#rule.advance(step, reign)
    }
    this.#formers.look(step)
    const isBusy =
      this.#surveys.size > 0 ||
      this.#formers.isBusy ||
      [...this.#reigns.values()].some((reign) => !reign.isComplete(step.now)) ||
      [...owned.values()].some((arc) => this.#unruled(arc).length > 0)
    this.#timers.set('look', step.now + (isBusy ? BUSY_MS : IDLE_MS))
  }

  /** The parts of an arc for which no configuration of this incarnation is there. */
  #unruled(arc: Arc): Arc[] {
    const ruled = this.#table.within(arc).filter((piece) => this.#reignOf(piece) !== undefined)
    return uncovered(
      arc,
      ruled.map((piece) => piece.arc),
    )
  }

  /** Reigns over what is another's now end. */
  #abdicate(owned: ReadonlyMap<number, Arc>): void {
    const held = new Set<string>()
    for (const piece of this.#table.pieces) {
      const reign = this.#reignOf(piece)
      const arc = reign && owned.get(reign.position)
      if (reign === undefined || arc === undefined) continue
      if (intersect(piece.arc, arc).length > 0) held.add(reignKey(piece.config))
    }
    for (const key of this.#reigns.keys()) if (!held.has(key)) this.#reigns.delete(key)
  }

  #beginSurvey(step: Step, position: number, arc: Arc): void {
    if (this.#surveys.has(position) || this.#surveyAt > step.now) return
    const { ring } = this.#core
    const nodes = new Map<PeerKey, NodeRef>()
    const predecessor = ring.predecessor(position)
    for (const node of ring.successors(position)) if (!nodes.has(node.peer)) nodes.set(node.peer, node)
    if (predecessor !== undefined && !nodes.has(predecessor.peer)) nodes.set(predecessor.peer, predecessor)
    nodes.delete(this.#core.self)
    const survey = new Survey(this.#core, arc, {
      ended: (then, known, behind) => {
        this.#surveys.delete(position)
        this.#found(then, position, known, behind)
      },
      failed: (then) => {
        this.#surveys.delete(position)
        this.#surveyAt = then.now + SURVEY_AGAIN_MS
        this.#timers.set('look', this.#surveyAt)
      },
    })
    this.#surveys.set(position, survey)
    survey.begin(step, [...nodes.values()], this.#table)
  }

  /** The neighbours have said what they know: configurations for what is owned still. */
  #found(step: Step, position: number, known: ConfigTable, behind: ReadonlySet<PeerKey>): void {
    const owned = this.#owned(position)
    if (owned === undefined) return
    for (const part of this.#unruled(owned).flatMap((arc) => intersect(arc, owned))) {
      for (const { arc, config } of known.within(part)) {
        this.#reign(step, position, arc, [config, ...config.prior], this.#sinceOf(arc), behind)
      }
      for (const arc of known.unknownIn(part)) this.#reign(step, position, arc, [], undefined, behind)
    }
    this.#timers.set('look', step.now)
  }

  /** Since when this node has had its share of an arc; 'never': it knows nothing of a part of it. */
  #sinceOf(arc: Arc): ConfigId | undefined | 'never' {
    if (this.#table.unknownIn(arc).length > 0) return 'never'
    let latest: ConfigId | undefined
    for (const { since } of this.#table.within(arc)) {
      if (since !== undefined && (latest === undefined || compareConfigs(since, latest) > 0)) latest = since
    }
    return latest
  }

  #reign(
    step: Step,
    position: number,
    arc: Arc,
    before: readonly (PriorConfig & { readonly members: Config['members'] })[],
    since: ConfigId | undefined | 'never',
    also: ReadonlySet<PeerKey>,
  ): void {
    const { replicas } = this.#core.params
    const prior = before.slice(0, MAX_PRIOR).map(({ id, members }) => ({ id, members }))
    const lamport = Math.max(step.lamport, ...prior.map(({ id }) => id.lamport + 1)) as ConfigId['lamport']
    const id = { lamport, peer: this.#core.self }
    const members = this.#peers.membersOf(step.now, position, replicas, prior[0]?.members ?? [])
    const config: Config = { ...arc, id, members, prior }
    const begun = since === 'never' ? id : since
    const reign = new Reign(this.#peers, position, config, begun, step.now)
    reign.also = also
    reign.repairAt = step.now + this.#core.random.jitter(this.#core.params.syncMs)
    const key = reignKey(config)
    this.#reigns.set(key, reign)
    const change = this.#table.replace([{ arc, config, since: begun }])
    this.#save(step, change, {
      written: (then) => {
        if (this.#reigns.get(key) !== reign) return
        reign.isDurable = true
        this.#rule.advance(then, reign)
      },
      failed: (then) => {
        // Not begun: it is found anew when the disk works again.
        if (this.#reigns.get(key) === reign) this.#reigns.delete(key)
        this.#surveyAt = then.now + DISK_AGAIN_MS
        this.#timers.set('look', this.#surveyAt)
      },
    })
  }

  /** The members of a reign are to be others, or it can be made one with the next: a new one takes its place. */
  #regroup(step: Step, reign: Reign): boolean {
    const { config, position } = reign
    if (!reign.isDurable || step.now - reign.at < SETTLE_MS || config.prior.length >= MAX_PRIOR) return false
    const pieces = this.#piecesOf(reign)
    const members = this.#peers.membersOf(step.now, position, this.#core.params.replicas, config.members)
    const isSame = members.length === config.members.length && members.every(({ peer }) => reign.isMember(peer))
    const owned = this.#owned(position)
    if (owned === undefined || !this.#core.ring.owns(position, pieces[0]?.arc.to ?? owned.to)) return false
    if (!isSame) {
      for (const { arc } of pieces) {
        for (const part of intersect(arc, owned)) {
          this.#reign(step, position, part, [config, ...config.prior], reign.since, NOBODY)
        }
      }
      return true
    }
    const next = this.#nextTo(reign, pieces)
    if (next === undefined || pieces.length !== 1 || !reign.isComplete(step.now) || !next.reign.isComplete(step.now)) {
      return false
    }
    const arc = { from: (pieces[0] as Piece).arc.from, to: next.piece.arc.to }
    if (intersect(arc, owned).length !== 1 || step.now - next.reign.at < SETTLE_MS) return false
    this.#reign(step, position, arc, [config, next.reign.config], undefined, NOBODY)
    return true
  }

  #piecesOf(reign: Reign): Piece[] {
    return this.#table.pieces.filter((piece) => this.#reignOf(piece) === reign)
  }

  /** Another reign of the same position that begins where this one ends. */
  #nextTo(reign: Reign, pieces: readonly Piece[]): { reign: Reign; piece: Piece } | undefined {
    for (const piece of this.#table.pieces) {
      const other = this.#reignOf(piece)
      if (other === undefined || other === reign || other.position !== reign.position) continue
      if (piece.arc.from === pieces[0]?.arc.to && this.#piecesOf(other).length === 1) return { reign: other, piece }
    }
    return undefined
  }

  /** What a reign says of itself is to be on disk: it has been relieved, or this node has everything. */
  readonly #reignChanged = (step: Step, reign: Reign): void => {
    const pieces = this.#piecesOf(reign)
    this.#save(step, this.#table.replace(pieces.map(({ arc }) => ({ arc, config: reign.config, since: reign.since }))))
  }

  // ---- members -------------------------------------------------------------------------------------------------------

  #ownsAny(arc: Arc): boolean {
    return this.#core.ring.positions().some((position) => {
      const owned = this.#owned(position)
      return owned !== undefined && intersect(arc, owned).length > 0
    })
  }

  #survey(step: Step, reply: ReplyId, { arc }: SurveyRequest): void {
    if (this.#ownsAny(arc)) {
      respond(step, reply, { type: 'failed', code: 'NOT_YET' })
      return
    }
    respond(step, reply, this.#surveyed(arc))
  }

  /** What is known of an arc, in its order. */
  #surveyed(arc: Arc): RecordsResponse {
    const inOrder = this.#table.within(arc).sort((a, b) => (inArc(arc.from, a.arc.to, b.arc.to) ? -1 : 1))
    const pieces: { arc: Arc; config: Config }[] = []
    let bytes = 0
    for (const { arc: part, config } of inOrder) {
      bytes += surveyBytes(config)
      if (pieces.length > 0 && (pieces.length === MAX_SURVEYED || bytes > SURVEY_BYTES)) break
      pieces.push({ arc: part, config })
    }
    const to = pieces.length < inOrder.length ? (pieces.at(-1)?.arc.to ?? arc.to) : arc.to
    return { type: 'surveyed', pieces, to }
  }

  #configure(step: Step, from: PeerKey, reply: ReplyId, { self, config, filled }: ConfigureRequest): void {
    const owner = liveNode(from, self)
    if (owner === undefined || config.id.peer !== from || config.id.lamport > step.lamport) {
      respond(step, reply, { type: 'failed', code: 'INVALID' })
      return
    }
    if (this.#ownsAny(config)) {
      respond(step, reply, { type: 'failed', code: 'NOT_YET' })
      return
    }
    if (this.#table.size >= MAX_PIECES || config.members.length > MAX_MEMBERS) {
      respond(step, reply, { type: 'failed', code: 'OVERLOAD' })
      return
    }
    this.#peers.remember(owner)
    this.#formers.heard(step.now, from, config)
    const isBehind = this.#table.within(config).some((piece) => compareConfigs(piece.config.id, config.id) > 0)
    const learnt = this.#table.learn({ arc: config, config, since: config.id })
    const own = (): Piece[] =>
      this.#table.within(config).filter((piece) => compareConfigs(piece.config.id, config.id) === 0)
    const full = filled ? own().filter(({ since }) => since !== undefined) : []
    const change = this.#table.replace(full.map((piece) => ({ ...piece, since: undefined })))
    let since: ConfigId | undefined
    for (const piece of own()) since = piece.since ?? since
    const body: RecordsResponse = isBehind ? this.#surveyed(config) : { type: 'configured', since }
    const op = this.#save(step, {
      added: [...learnt.added, ...change.added],
      removed: [...learnt.removed, ...change.removed],
    })
    step.effects.push(op === undefined ? { type: 'respond', reply, body } : { type: 'respond', reply, body, after: op })
    this.#timers.set('look', step.now + BUSY_MS)
  }

  /** One that is no member any more asks whether it may let go. */
  #release(step: Step, from: PeerKey, reply: ReplyId, { arc }: ReleaseRequest): void {
    const pieces = this.#table.within(arc)
    const reigns = pieces.map((piece) => this.#reignOf(piece))
    const isMine = this.#table.unknownIn(arc).length === 0 && reigns.every((reign) => reign?.isDurable === true)
    if (!isMine || reigns.some((reign) => reign?.isMember(from) === true)) {
      respond(step, reply, this.#surveyed(arc))
      return
    }
    const isComplete = reigns.every((reign) => reign?.isComplete(step.now) === true)
    respond(step, reply, isComplete ? { type: 'agreed' } : { type: 'failed', code: 'NOT_YET' })
  }
}

/** A damaged record counts as absent. */
const wholeHead = (stored: Stored | undefined): RecordHead | undefined =>
  stored === undefined || stored.broken ? undefined : stored.head

/** What a piece takes on the wire, about. */
const surveyBytes = ({ members, prior }: Config): number =>
  [{ members }, ...prior].reduce((sum, each) => sum + 64 + 48 * each.members.length, 160)

const NOBODY: ReadonlySet<PeerKey> = new Set()

const reignKey = ({ id, to }: Config): string => `${id.lamport.toString()}/${id.peer}/${to}`

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}
