import { idBefore, inArc, Recent, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import { subtract } from '../arcs.ts'
import type { Entry } from './compare.ts'
import type { ConfigTable, Piece } from './config-table.ts'
import type { Core, Step } from './core.ts'
import type { Peers } from './peers.ts'
import { compareConfigs, type Arc, type Config, type ConfigId } from './quorum.ts'
import type { Reign } from './reign.ts'
import type { Shelf } from './shelf.ts'
import type { Store } from './store.ts'
import type { Syncs } from './sync.ts'

const LOOKUP_MS = 5_000
const RELEASE_MS = 5_000
const LEAVING_MS = 2_000
/** An offer that was not taken rests so long at first, and at most. */
const REST_MS = 500
const LONGEST_REST_MS = 30_000
/**
 * Between two looks for rows of arcs of which nothing is known, unless some have just been dealt with; and how many arcs are
 * looked at.
 */
const STRAY_MS = 20_000
export const MAX_STRAYS = 16
const ORIGIN = '0'.repeat(64) as RingId
const WHOLE: Arc = { from: ORIGIN, to: ORIGIN }
/** So long a new owner has to tell of a configuration of its own. */
export const GIVEN_UP_MS = 5_000
/** Arcs offered at once. */
export const MAX_OFFERS = 2
/** An owner that has compared nothing for so many periods may be none any more. */
export const SILENT_PERIODS = 3
/** Arcs of which it is remembered when their owner was heard of. */
export const MAX_HEARD = 4_096

export interface FormersInit {
  readonly core: Core
  readonly store: Store
  readonly shelf: Shelf
  readonly syncs: Syncs
  readonly peers: Peers
  readonly table: ConfigTable
  /** Is it of a configuration that this node has made and holds to? */
  readonly isRuled: (piece: Piece) => boolean
  /** Of one that is: what of it belongs to somebody else by now. */
  readonly notOwned: (piece: Piece) => readonly Arc[]
  readonly learn: (step: Step, pieces: readonly { readonly arc: Arc; readonly config: Config }[]) => void
  readonly forget: (step: Step, arc: Arc) => void
}

/** The first row of an arc of which nothing is known, as if of a configuration that any other comes after. */
interface Stray {
  readonly piece: Piece
  /** Where what is unknown ends. */
  readonly until: RingId
}

interface Leaving {
  readonly deadline: number
  readonly ended: (step: Step, given: number, left: number) => void
  /** Own arcs that are being brought to those who follow. */
  underWay: number
  given: number
  left: number
}

/**
 * Lets go of arcs of which this node is no member any more: it compares each with the present owner, asks whether it is
 * needed, and only then removes the rows. The same for arcs of whose owner nothing has been heard for long: it may have
 * changed while this node was away.
 */
export class Formers {
  readonly #init: FormersInit
  readonly #work = new Map<RingId, { readonly until: number; readonly failures: number }>()
  /** When the owner of an arc, named by its end, was heard of the last time. */
  readonly #heard = new Recent<RingId, number>(MAX_HEARD)
  /** Since when parts of arcs that are ruled here belong to others, by their ends. */
  #givenUp: ReadonlyMap<RingId, number> = new Map()
  #offers = 0
  readonly #strays: Stray[] = []
  #strayAt = 0
  #begunAt = 0
  #leaving: Leaving | undefined

  constructor(init: FormersInit) {
    this.#init = init
  }

  /** Arcs on their way out. */
  get size(): number {
    return this.#work.size
  }

  get isBusy(): boolean {
    return this.#work.size > 0 || this.#leaving !== undefined
  }

  begin(now: number): void {
    this.#begunAt = now
    this.#strayAt = now + STRAY_MS
  }

  /** Somebody has compared an arc, or told of its configuration: of what it is the owner, it is so still. */
  heard(now: number, peer: PeerKey, arc: Arc): void {
    const { table } = this.#init
    for (const { arc: part, config } of table.within(arc)) {
      const whole = table.at(part.to)
      // Of a part alone: the rest may be another's by now.
      if (config.id.peer !== peer || whole === undefined || subtract(whole.arc, arc).length > 0) continue
      this.#heard.set(whole.arc.to, now)
    }
  }

  look(step: Step): void {
    const wanted = new Set<RingId>()
    for (const piece of this.#toGo(step)) {
      wanted.add(piece.arc.to)
      const work = this.#work.get(piece.arc.to)
      if ((work?.until ?? 0) <= step.now && this.#offers < MAX_OFFERS) this.#offer(step, piece)
      else if (work === undefined) this.#work.set(piece.arc.to, { until: step.now, failures: 0 })
    }
    for (const { piece, until } of this.#strays.splice(0)) {
      wanted.add(piece.arc.to)
      if (this.#offers < MAX_OFFERS && !this.#work.has(piece.arc.to)) this.#offer(step, piece, until)
    }
    this.#lookForStrays(step)
    for (const [to, { until }] of this.#work) if (until < Infinity && !wanted.has(to)) this.#work.delete(to)
    this.#checkLeaving(step)
  }

  #toGo(step: Step): Piece[] {
    const toGo: Piece[] = []
    const givenUp = new Map<RingId, number>()
    for (const piece of this.#init.table.pieces) {
      if (!this.#init.isRuled(piece)) {
        if (this.#isToGo(step, piece)) toGo.push(piece)
        continue
      }
      // Of a configuration of its own what is another's by now: he may have had his before, and not have told of it.
      for (const arc of this.#init.notOwned(piece)) {
        const since = this.#givenUp.get(arc.to) ?? step.now
        givenUp.set(arc.to, since)
        if (step.now - since >= GIVEN_UP_MS) toGo.push({ ...piece, arc })
      }
    }
    this.#givenUp = givenUp
    return toGo
  }

  #isToGo(step: Step, piece: Piece): boolean {
    const { core, peers } = this.#init
    // The neighbours are being asked who had it.
    if (core.positionOwning(piece.arc.to) !== undefined) return false
    if (!core.ring.positions().some((position) => core.ring.onRing(position))) return false
    const { members, id } = piece.config
    const isMember = members.some(({ peer }) => peer === peers.self)
    if (!isMember || id.peer === peers.self) return true
    const heardAt = this.#heard.get(piece.arc.to)
    // One that has come back is compared with at once, if it is a member still.
    if (heardAt === undefined) return step.now - this.#begunAt > core.params.syncMs
    return step.now - heardAt > SILENT_PERIODS * core.params.syncMs
  }

  /** Has it become one to be kept since the piece was given up? */
  #isKeptAgain(id: RingId, given: Piece): boolean {
    const { table, peers } = this.#init
    const now = table.at(id)
    if (now === undefined || compareConfigs(now.config.id, given.config.id) === 0) return false
    return now.config.members.some(({ peer }) => peer === peers.self)
  }

  /**
   * Rows of arcs of which nothing is known: what was kept for others, or what this node has forgotten that it is a member
   * of. From the first one of each on, what belongs to the same owner is offered: that one takes it, or says which
   * configurations there are.
   */
  #lookForStrays(step: Step): void {
    if (step.now < this.#strayAt) return
    this.#strayAt = step.now + STRAY_MS
    const { table, shelf, store, peers } = this.#init
    if (table.size === 0 || (store.counted && store.usage.records === 0)) return
    const id = { lamport: 1 as ConfigId['lamport'], peer: peers.self }
    for (const arc of table.unknownIn(WHOLE).slice(0, MAX_STRAYS)) {
      const found = (_then: Step, [first]: readonly Entry[]): void => {
        if (first === undefined) return
        const part = { from: idBefore(first.id), to: first.id }
        const config = { ...part, id, members: [], prior: [] }
        this.#strays.push({ piece: { arc: part, config, since: undefined }, until: arc.to })
      }
      shelf.list(step, arc, 1, found, () => undefined)
    }
  }

  /** `until`: it is the first row of what is unknown up to there, and as much of that as is the owner's goes with it. */
  #offer(step: Step, piece: Piece, until?: RingId): void {
    const { core, peers, syncs, table } = this.#init
    const { to } = piece.arc
    this.#offers++
    this.#work.set(to, { until: Infinity, failures: this.#work.get(to)?.failures ?? 0 })
    const ended: OfferEnded = (then, isGone) => {
      this.#offers--
      if (until !== undefined && (isGone || table.at(to) !== undefined)) this.#strayAt = then.now
      if (isGone) this.#work.delete(to)
      else this.#rest(then, to)
    }
    core.lookup(step, to, LOOKUP_MS, (then, result) => {
      if (!result.ok || result.value.owner.peer === peers.self) {
        ended(then, false)
        return
      }
      const { owner } = result.value
      const offered =
        until === undefined ? piece : upTo(inArc(piece.arc.from, owner.id, until) ? owner.id : until, piece)
      syncs.begin(then, owner, offered.arc, 'give', {
        ended: (at, isDone) => {
          this.#askRelease(at, owner, offered, isDone, ended)
        },
      })
    })
  }

  /** `isGiven`: the owner has all that is here. If not, the arc may be that of several owners by now. */
  #askRelease(step: Step, owner: NodeRef, piece: Piece, isGiven: boolean, ended: OfferEnded): void {
    const { arc } = piece
    const body = { type: 'release' as const, position: owner.position, arc, known: piece.config.id }
    this.#init.core.ask(
      step,
      owner,
      body,
      { deadlineMs: RELEASE_MS, semantics: 'at-least-once' },
      {
        answered: (then, from, answer) => {
          if (answer.type === 'agreed' && isGiven) {
            // First that it is ruled here: should it come back, the others are asked what they know of it.
            if (this.#init.isRuled(piece)) this.#init.forget(then, arc)
            this.#drop(then, piece, ended)
            return
          }
          if (answer.type === 'surveyed') {
            this.#init.learn(then, answer.pieces)
            this.heard(then.now, from, arc)
          }
          ended(then, false)
        },
        failed: (then) => {
          ended(then, false)
        },
      },
    )
  }

  /** Removes what is here of an arc, unless it has become one to be kept meanwhile. */
  #drop(step: Step, piece: Piece, ended: OfferEnded): void {
    const { arc } = piece
    const { shelf, store } = this.#init
    const failed = (then: Step): void => {
      ended(then, false)
    }
    shelf.ids(
      step,
      arc,
      (then, ids, next) => {
        let open = 1
        let hasFailed = false
        const one = (at: Step): void => {
          if (--open > 0) return
          if (hasFailed) failed(at)
          else if (next !== undefined) next(at)
          else this.#gone(at, piece, ended)
        }
        for (const id of ids) {
          if (store.isBusy(id)) {
            hasFailed = true
            continue
          }
          open++
          store.change(then, id, {
            decide: (_at, { stored }) => (stored === undefined || this.#isKeptAgain(id, piece) ? undefined : 'drop'),
            ended: (at, outcome) => {
              if (outcome !== 'durable' && outcome !== 'nothing') hasFailed = true
              one(at)
            },
          })
        }
        one(then)
      },
      failed,
    )
  }

  #gone(step: Step, piece: Piece, ended: OfferEnded): void {
    const { table, forget } = this.#init
    const { arc } = piece
    const isFree = table.within(arc).every((each) => !this.#isKeptAgain(each.arc.to, piece))
    if (isFree) forget(step, arc)
    ended(step, isFree)
  }

  #rest(step: Step, to: RingId): void {
    const failures = (this.#work.get(to)?.failures ?? 0) + 1
    const restMs = this.#init.core.random.jitter(Math.min(REST_MS * 2 ** Math.min(failures, 8), LONGEST_REST_MS))
    this.#work.set(to, { until: step.now + restMs, failures })
  }

  // ---- leaving -------------------------------------------------------------------------------------------------------

  /** Tells everybody not to count on this node, and brings what it owns to those who will be responsible. */
  leave(
    step: Step,
    deadline: number,
    reigns: readonly Reign[],
    ended: (step: Step, given: number, left: number) => void,
  ): void {
    const { core, peers } = this.#init
    const leaving: Leaving = { deadline, ended, underWay: 1, given: 0, left: 0 }
    this.#leaving = leaving
    const told = new Set<PeerKey>()
    for (const reign of reigns) for (const peer of reign.others) told.add(peer)
    for (const { config } of this.#init.table.pieces) told.add(config.id.peer)
    for (const position of core.ring.positions()) for (const { peer } of core.ring.successors(position)) told.add(peer)
    told.delete(peers.self)
    for (const peer of told) this.#tellLeaving(step, peer)
    // Who keeps nothing has nothing to give.
    if (this.#init.store.usage.records > 0) for (const reign of reigns) this.#give(step, leaving, reign)
    leaving.underWay--
  }

  stay(): void {
    this.#leaving = undefined
  }

  #tellLeaving(step: Step, peer: PeerKey): void {
    const ref = this.#init.peers.refOf(peer)
    if (ref === undefined) return
    const body = { type: 'leaving' as const, position: ref.position, self: this.#init.core.ring.self(0) }
    const ends = { answered: (): void => undefined, failed: (): void => undefined }
    this.#init.core.ask(step, ref, body, { deadlineMs: LEAVING_MS, semantics: 'at-least-once' }, ends)
  }

  /** Those who keep the arc when this node is gone are to have everything. */
  #give(step: Step, leaving: Leaving, reign: Reign): void {
    const { peers, syncs } = this.#init
    const { config } = reign
    const heirs = config.members.flatMap(({ peer }) => (peer === peers.self ? [] : (peers.refOf(peer) ?? [])))
    if (heirs.length === 0) {
      leaving.left++
      return
    }
    leaving.underWay++
    let given = 0
    const next = (at: Step): void => {
      const heir = heirs.shift()
      if (heir === undefined) {
        leaving.underWay--
        if (given > 0) leaving.given++
        else leaving.left++
        return
      }
      syncs.begin(at, heir, config, 'level', {
        ended: (then, isDone) => {
          if (isDone) given++
          next(then)
        },
      })
    }
    next(step)
  }

  #checkLeaving(step: Step): void {
    const leaving = this.#leaving
    if (leaving === undefined) return
    const { table, peers, isRuled } = this.#init
    const kept = table.pieces.filter(
      (piece) => !isRuled(piece) && piece.config.members.some(({ peer }) => peer === peers.self),
    )
    if ((leaving.underWay > 0 || kept.length > 0) && step.now < leaving.deadline) return
    this.#leaving = undefined
    leaving.ended(step, leaving.given, leaving.left + kept.length + leaving.underWay)
  }
}

/** `isGone`: nothing of it is here any more. If not, it is tried again, unless it is to be kept by now. */
type OfferEnded = (step: Step, isGone: boolean) => void

const upTo = (to: RingId, { arc, config }: Piece): Piece => {
  const wide = { from: arc.from, to }
  return { arc: wide, config: { ...config, ...wide }, since: undefined }
}
