import { Recent, type NodeRef, type PeerKey } from '../../base/index.ts'
import { intersect, uncovered } from '../arcs.ts'
import type { ConfigStore } from './config-store.ts'
import type { ConfigTable, Piece } from './config-table.ts'
import { Contests } from './contests.ts'
import type { Core, Step } from './core.ts'
import type { Peers } from './peers.ts'
import {
  compareConfigs,
  MAX_MEMBERS,
  MAX_PRIOR,
  priorOf,
  type Arc,
  type Config,
  type ConfigId,
  type Member,
  type PriorConfig,
} from './quorum.ts'
import { Reign } from './reign.ts'
import { Rule } from './rule.ts'
import { Survey } from './survey.ts'
import type { Syncs } from './sync.ts'

/** Before a configuration that could not be written is made anew. */
const DISK_AGAIN_MS = 1_000
/** Before neighbours are asked again. */
const SURVEY_AGAIN_MS = 150
/** Reigns that have ended of which it is remembered that they were of no use; what is forgotten is asked like others. */
export const MAX_UNUSED = 256
/** A group whose members change is not changed again within so long: the ring needs a moment to settle. */
const SETTLE_MS = 500

export interface OwnerInit {
  readonly core: Core
  readonly configs: ConfigStore
  readonly peers: Peers
  readonly syncs: Syncs
  /** Somebody knows of newer configurations. */
  readonly learn: (step: Step, pieces: readonly { readonly arc: Arc; readonly config: Config }[]) => void
  /** There is something to do at that time. */
  readonly wake: (at: number) => void
}

/** Makes configurations for the arcs that this node owns, of which each begins with a survey, and sees to them. */
export class Owner {
  readonly #core: Core
  readonly #configs: ConfigStore
  readonly #peers: Peers
  readonly #wake: (at: number) => void
  readonly #rule: Rule
  readonly #reigns = new Map<string, Reign>()
  /** Of reigns that have ended without anything acknowledged under them: what comes before whatever follows. */
  readonly #unused = new Recent<string, Before>(MAX_UNUSED)
  readonly #contests: Contests
  readonly #surveys = new Map<number, Survey>()
  #surveyAt = 0

  constructor({ core, configs, peers, syncs, learn, wake }: OwnerInit) {
    this.#core = core
    this.#configs = configs
    this.#peers = peers
    this.#wake = wake
    this.#contests = new Contests(() => core.self, core.random)
    this.#rule = new Rule({
      core,
      peers,
      syncs,
      arcsOf: (reign) => this.#piecesOf(reign).map(({ arc }) => arc),
      changed: (step, reign) => {
        this.#reignChanged(step, reign)
      },
      learn,
    })
  }

  get reigns(): readonly Reign[] {
    return [...this.#reigns.values()]
  }

  /** Is anything owned that is not settled? */
  isBusy(now: number): boolean {
    return (
      this.#surveys.size > 0 ||
      this.reigns.some((reign) => !reign.isComplete(now)) ||
      [...this.#allOwned()].some(([position, arc]) => this.#unruled(position, arc).length > 0)
    )
  }

  /** The configuration of this incarnation of which a piece is. */
  reignOf({ config }: Piece): Reign | undefined {
    return this.#reigns.get(reignKey(config))
  }

  /** What a position owns now. */
  owned(position: number): Arc | undefined {
    const { ring } = this.#core
    if (!ring.onRing(position)) return undefined
    const { id } = ring.self(position)
    return { from: ring.boundary(position)?.id ?? id, to: id }
  }

  /** What of a piece of an own configuration belongs to somebody else by now. */
  notOwned(piece: Piece): readonly Arc[] {
    const reign = this.reignOf(piece)
    const owned = this.#allOwned()
    return reign === undefined || !owned.has(reign.position) ? [] : uncovered(piece.arc, owned.values())
  }

  #allOwned(): ReadonlyMap<number, Arc> {
    const owned = new Map<number, Arc>()
    for (const position of this.#core.ring.positions()) {
      const arc = this.owned(position)
      if (arc !== undefined) owned.set(position, arc)
    }
    return owned
  }

  /** Begins whatever is to be done. */
  look(step: Step): void {
    const owned = this.#allOwned()
    this.#abdicate(step, owned)
    for (const [position, arc] of owned) {
      if (this.#unruled(position, arc).length > 0) this.#beginSurvey(step, position, arc)
    }
    for (const reign of this.reigns) if (!this.#regroup(step, reign)) this.#rule.advance(step, reign)
  }

  /** The parts of a position's arc for which it has made no configuration in this incarnation; another position may have. */
  #unruled(position: number, arc: Arc): Arc[] {
    const ruled = this.#configs.table.within(arc).filter((piece) => this.reignOf(piece)?.position === position)
    return uncovered(
      arc,
      ruled.map((piece) => piece.arc),
    )
  }

  /** Reigns over what is another's now end. */
  #abdicate(step: Step, owned: ReadonlyMap<number, Arc>): void {
    const held = new Set<string>()
    for (const piece of this.#configs.table.pieces) {
      const reign = this.reignOf(piece)
      const arc = reign && owned.get(reign.position)
      if (reign === undefined || arc === undefined) continue
      if (intersect(piece.arc, arc).length > 0) held.add(reignKey(piece.config))
    }
    for (const [key, reign] of this.#reigns) {
      if (held.has(key)) continue
      this.#reigns.delete(key)
      if (!reign.counts) this.#unused.set(key, this.#before(step, reign))
    }
  }

  #beginSurvey(step: Step, position: number, arc: Arc): void {
    if (this.#surveys.has(position) || this.#surveyAt > step.now) return
    const { ring } = this.#core
    const nodes = new Map<PeerKey, NodeRef>()
    const predecessor = ring.predecessor(position)
    for (const node of ring.successors(position)) if (!nodes.has(node.peer)) nodes.set(node.peer, node)
    if (predecessor !== undefined && !nodes.has(predecessor.peer)) nodes.set(predecessor.peer, predecessor)
    nodes.delete(this.#core.self)
    const survey = new Survey(this.#core, arc, this.#configs.table, {
      ended: (then, known, behind) => {
        this.#surveys.delete(position)
        this.#found(then, position, arc, known, behind)
      },
      failed: (then) => {
        this.#surveys.delete(position)
        this.#surveyAt = then.now + SURVEY_AGAIN_MS
        this.#wake(this.#surveyAt)
      },
    })
    this.#surveys.set(position, survey)
    survey.begin(step, [...nodes.values()])
  }

  /** The neighbours have said what they know: configurations for what is owned still. */
  #found(step: Step, position: number, asked: Arc, known: ConfigTable, behind: ReadonlySet<PeerKey>): void {
    const owned = this.owned(position)
    if (owned === undefined) return
    // What has become its own meanwhile has not been asked for.
    for (const part of this.#unruled(position, owned).flatMap((arc) => intersect(arc, asked))) {
      for (const { arc, config } of known.within(part)) {
        if (this.#contests.mustWait(step.now, owned.to, arc, config)) {
          this.#surveyAt = step.now + SURVEY_AGAIN_MS
          continue
        }
        // It may be an own one that came to nothing: an arc that is lost and won again and again makes no chain of them.
        const own = this.#reigns.get(reignKey(config))
        const before = (own && this.#before(step, own)) ?? this.#unused.get(reignKey(config)) ?? asPrior(config)
        this.#reign(step, position, arc, {
          ...before,
          since: this.#sinceOf(arc),
          also: new Set([...behind, ...before.also]),
        })
      }
      for (const arc of known.unknownIn(part)) this.#reign(step, position, arc, { prior: [], also: behind })
    }
    this.#wake(step.now)
  }

  /** Since when this node has had its share of an arc; 'never': it knows nothing of a part of it. */
  #sinceOf(arc: Arc): ConfigId | undefined | 'never' {
    if (this.#configs.table.unknownIn(arc).length > 0) return 'never'
    let latest: ConfigId | undefined
    for (const { since } of this.#configs.table.within(arc)) {
      if (since !== undefined && (latest === undefined || compareConfigs(since, latest) > 0)) latest = since
    }
    return latest
  }

  #reign(step: Step, position: number, arc: Arc, before: Before): void {
    const { since, also, unusedFrom, above = 0 } = before
    const { replicas } = this.#core.params
    // Beyond the limit the oldest are left out.
    const prior = [...before.prior]
      .sort((a, b) => compareConfigs(b.id, a.id))
      .slice(0, MAX_PRIOR)
      .map(priorOf)
    const highest = Math.max(above, ...prior.map((each) => each.id.lamport))
    const lamport = Math.max(step.lamport, highest + 1) as ConfigId['lamport']
    const id = { lamport, peer: this.#core.self }
    const kept = before.members ?? prior[0]?.members ?? []
    const members = this.#peers.membersOf(step.now, position, replicas, kept)
    const config: Config = { ...arc, ...priorOf({ id, members, unusedFrom }), prior }
    const begun = since === 'never' ? id : since
    const reign = new Reign(this.#peers, position, config, begun, step.now)
    reign.also = also
    reign.repairAt = step.now + this.#core.random.jitter(this.#core.params.syncMs)
    const key = reignKey(config)
    this.#reigns.set(key, reign)
    const change = this.#configs.table.replace([{ arc, config, since: begun }])
    this.#configs.save(step, change, {
      written: (then) => {
        if (this.#reigns.get(key) !== reign) return
        reign.isDurable = true
        this.#rule.advance(then, reign)
      },
      failed: (then) => {
        // Not begun: it is made anew when the disk works again, in the place of this one and not behind it.
        if (this.#reigns.get(key) === reign) {
          this.#reigns.delete(key)
          this.#unused.set(key, this.#before(then, reign))
        }
        this.#surveyAt = then.now + DISK_AGAIN_MS
        this.#wake(this.#surveyAt)
      },
    })
  }

  /** The members of a reign are to be others, or it can be made one with the next: a new one takes its place. */
  #regroup(step: Step, reign: Reign): boolean {
    const { config, position } = reign
    if (!reign.isDurable || step.now - reign.at < SETTLE_MS || this.#isTooLong(step, reign)) return false
    const pieces = this.#piecesOf(reign)
    const members = this.#peers.membersOf(step.now, position, this.#core.params.replicas, config.members)
    const isSame = members.length === config.members.length && members.every(({ peer }) => reign.isMember(peer))
    const owned = this.owned(position)
    // Of pieces some may be another's by now: what is known of those is for him to say.
    const [mine] = owned === undefined ? [] : pieces.flatMap(({ arc }) => intersect(arc, owned))
    if (owned === undefined || mine === undefined || !this.#core.ring.owns(position, mine.to)) return false
    if (!isSame || reign.outbidBy !== undefined || reign.rivals.length > 0) {
      for (const { arc } of pieces) {
        for (const part of intersect(arc, owned)) {
          this.#reign(step, position, part, this.#before(step, reign))
        }
      }
      return true
    }
    const next = this.#nextTo(reign, pieces)
    if (next === undefined || pieces.length !== 1 || !reign.isComplete(step.now) || !next.reign.isComplete(step.now)) {
      return false
    }
    const [first] = pieces as [Piece]
    const arc = { from: first.arc.from, to: next.piece.arc.to }
    if (intersect(arc, owned).length !== 1 || step.now - next.reign.at < SETTLE_MS) return false
    this.#join(step, position, { ...first, config }, { ...next.piece, config: next.reign.config })
    return true
  }

  /** Is it one of so many that nothing may be added to them before they are relieved, or it is too old to wait for that? */
  #isTooLong(step: Step, reign: Reign): boolean {
    const hasRivals = reign.rivals.length > 0
    return reign.room < (hasRivals ? 1 : 0) && !(hasRivals && this.#isOld(step, reign))
  }

  /** Of those before it, who could be reached has been compared with: if there is no room, the oldest give way to rivals. */
  #isOld({ now }: Step, { at }: Reign): boolean {
    return now - at >= this.#core.params.lostAfterMs
  }

  /** What comes before the one that takes the place of a reign. Rivals, which may be made up, push nothing out so soon. */
  #before(step: Step, reign: Reign): Before {
    const { room, rivals } = reign
    return beforeOf(reign, room <= 0 && this.#isOld(step, reign) ? rivals : rivals.slice(0, Math.max(0, room)))
  }

  /**
   * Makes one of two neighbouring arcs. First both are made anew under one id, and only then, when both are settled again,
   * one of them: what is between two ids of which each is that of another arc could not be told from a rival.
   */
  #join(step: Step, position: number, a: Piece, b: Piece): void {
    const from = a.arc.from
    if (compareConfigs(a.config.id, b.config.id) === 0) {
      this.#reign(step, position, { from, to: b.arc.to }, { prior: [a.config, b.config], also: NOBODY })
      return
    }
    const above = Math.max(a.config.id.lamport, b.config.id.lamport)
    for (const { arc, config } of [a, b]) this.#reign(step, position, arc, { prior: [config], also: NOBODY, above })
  }

  #piecesOf(reign: Reign): Piece[] {
    return this.#configs.table.pieces.filter((piece) => this.reignOf(piece) === reign)
  }

  /** Another reign of the same position that begins where this one ends. */
  #nextTo(reign: Reign, pieces: readonly Piece[]): { reign: Reign; piece: Piece } | undefined {
    for (const piece of this.#configs.table.pieces) {
      const other = this.reignOf(piece)
      if (other === undefined || other === reign || other.position !== reign.position) continue
      if (piece.arc.from === pieces[0]?.arc.to && this.#piecesOf(other).length === 1) return { reign: other, piece }
    }
    return undefined
  }

  /** What a reign says of itself is to be on disk: it has been relieved, or this node has everything. */
  #reignChanged(step: Step, reign: Reign): void {
    const pieces = this.#piecesOf(reign)
    this.#configs.save(
      step,
      this.#configs.table.replace(pieces.map(({ arc }) => ({ arc, config: reign.config, since: reign.since }))),
    )
  }
}

/** What comes before a configuration. */
interface Before {
  readonly prior: readonly PriorConfig[]
  /** See Config. */
  readonly unusedFrom?: ConfigId['lamport'] | undefined
  /** Who has kept the arc last; absent: the members of the first of those before. */
  readonly members?: readonly Member[]
  /** See Reign; 'never': this node knows nothing of a part of the arc. */
  readonly since?: ConfigId | undefined | 'never'
  /** See Reign. */
  readonly also: ReadonlySet<PeerKey>
  /** Its Lamport time is to be above this one. */
  readonly above?: number
}

/**
 * Where nothing was acknowledged under a reign, and those before are remembered still, there is nothing to be looked for under it,
 * and all that is to be done is to tell those who know it.
 */
function beforeOf(reign: Reign, rivals: readonly PriorConfig[]): Before {
  const { config, counts, since, also, told, work } = reign
  if (counts) return { prior: [config, ...rivals, ...config.prior], since, also }
  const { members } = config
  const mayKnow = members.map(({ peer }) => peer).filter((peer) => told.has(peer) || work.has(`tell ${peer}`))
  return {
    prior: [...rivals, ...config.prior],
    unusedFrom: config.unusedFrom ?? config.id.lamport,
    above: config.id.lamport,
    members,
    since,
    also: new Set([...also, ...mayKnow].slice(-MAX_MEMBERS)),
  }
}

const asPrior = (config: Config): Before => ({ prior: [config, ...config.prior], also: NOBODY })

const NOBODY: ReadonlySet<PeerKey> = new Set()

const reignKey = ({ id, to }: Config): string => `${id.lamport.toString()}/${id.peer}/${to}`
