import type { NodeRef, RingId, SwarmId } from '../../base/index.ts'
import { holds, intersect, subtract, uncovered, type Arc } from '../arcs.ts'
import type { AskId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { Giver } from './giver.ts'
import { MAX_SOURCES } from './messages.ts'

/** Before asking again for what nobody could give, or the owner before does not give up yet. */
export const AGAIN_MS = 250
/** How long one node may take to give all it has of an arc. */
const PULL_MS = 20_000
/** How long a node that lost an arc says that it had all of it: the new owner asks at once. */
const RELEASED_MS = 30_000
/** Arcs that it remembers to have lost. */
export const MAX_RELEASED = 16

export interface RangeParts {
  readonly core: Core
  readonly giver: Giver
  /** The sets kept here within an arc. */
  readonly within: (arc: Arc) => SwarmId[]
  /** Something has changed: look again at that time. */
  readonly wake: (at: number) => void
}

/**
 * What one position owns, and how much of it is complete here ("settled"). An owner of an arc is settled when it has
 * fetched what those behind it have of it: its successors, the nearest of which owned it before, and who followed that one.
 * Each gives all it has; the first that was settled itself ends it. The owner before gives nothing while it still owns some
 * of the arc, so nothing is announced to it after that. Until then look-ups are told to ask those others too. Who follows
 * gets all that is owned, once, and each change of it.
 */
export class Range {
  readonly position: number
  readonly #parts: RangeParts
  #settled: Arc | undefined
  #pull: { readonly arc: Arc; readonly sources: NodeRef[]; ask: AskId | undefined; answers: number } | undefined
  /** When to begin again with what could not be fetched. */
  #againAt = 0
  readonly #released: { readonly arc: Arc; readonly until: number }[] = []
  /** Those that follow and have all that is owned, and those that it is being given to; by id and epoch. */
  readonly #level = new Set<string>()
  readonly #giving = new Set<string>()

  constructor(parts: RangeParts, position: number) {
    this.#parts = parts
    this.position = position
  }

  /** Has everything to be done been done? */
  get isQuiet(): boolean {
    return this.#pull === undefined && this.#giving.size === 0
  }

  /** Is all there is of the id known to be here? Then nobody else need be asked. */
  knows(id: RingId): boolean {
    return this.#settled !== undefined && holds(this.#settled, id)
  }

  /** Was, or is, all of the arc complete here until it became another's? */
  had(now: number, arc: Arc): boolean {
    const complete = this.#released.filter(({ until }) => until > now).map((each) => each.arc)
    if (this.#settled !== undefined) complete.push(this.#settled)
    return uncovered(arc, complete).length === 0
  }

  /** Compares what is owned, and who follows, with the last time. */
  look(step: Step): void {
    const { core } = this.#parts
    const owned = core.owned(this.position)
    this.#cut(step, owned)
    if (owned === undefined) return
    const [missing] = this.#settled === undefined ? [owned] : subtract(owned, this.#settled)
    if (missing === undefined) this.#follow(step, owned)
    else if (this.#pull === undefined && this.#againAt <= step.now) this.#fetch(step, missing)
  }

  /** It has become another's: it is not known to be complete any more, and need not be fetched. */
  #cut(step: Step, owned: Arc | undefined): void {
    const before = this.#settled
    if (owned === undefined) {
      // Off the ring nothing is taken over from it: whoever is alone before it joins had all of a ring that is no more.
      this.#released.length = 0
      this.#settled = undefined
      this.#level.clear()
    } else if (before !== undefined) {
      for (const arc of subtract(before, owned)) {
        this.#released.push({ arc, until: step.now + RELEASED_MS })
        if (this.#released.length > MAX_RELEASED) this.#released.shift()
      }
      this.#settled = intersect(before, owned).find(({ to }) => to === owned.to)
    }
    const pull = this.#pull
    // Some of it has become another's meanwhile: that will not be taken here, and the rest is asked for anew.
    if (pull !== undefined && (owned === undefined || subtract(pull.arc, owned).length > 0)) {
      this.#pull = undefined
      this.#parts.core.cancelAsk(step, pull.ask)
    }
  }

  // ---- what is missing -----------------------------------------------------------------------------------------------

  #fetch(step: Step, arc: Arc): void {
    const sources = [...this.#parts.core.ring.replicas(this.position, MAX_SOURCES)]
    this.#pull = { arc, sources, ask: undefined, answers: sources.length === 0 ? 1 : 0 }
    this.#next(step)
  }

  #next(step: Step): void {
    const { core } = this.#parts
    const pull = this.#pull
    if (pull === undefined) return
    const to = pull.sources.shift()
    if (to === undefined) {
      this.#fetched(step, pull.answers > 0)
      return
    }
    const body = { type: 'pull' as const, position: to.position, self: core.ring.self(this.position), arc: pull.arc }
    const options = { deadlineMs: PULL_MS, firstWordMs: core.params.askMs, semantics: 'at-most-once' as const }
    pull.ask = core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        if (this.#pull !== pull) return
        // Whoever is there and could not give all it has is asked again: NOT_YET, or FULL.
        if (answer.type !== 'pulled') this.#fetched(then, false)
        else {
          pull.answers++
          if (answer.settled) this.#fetched(then, true)
          else this.#next(then)
        }
      },
      failed: (then) => {
        if (this.#pull === pull) this.#next(then)
      },
    })
  }

  #fetched(step: Step, isDone: boolean): void {
    const { arc } = this.#pull ?? {}
    this.#pull = undefined
    if (!isDone || arc === undefined) {
      this.#againAt = step.now + AGAIN_MS
      this.#parts.wake(this.#againAt)
      return
    }
    this.#settled = { from: arc.from, to: this.#parts.core.ring.self(this.position).id }
    // Those that follow lack what has come.
    this.#level.clear()
    this.look(step)
  }

  // ---- those that follow ---------------------------------------------------------------------------------------------

  #follow(step: Step, owned: Arc): void {
    const { core, giver, within } = this.#parts
    const followers = core.ring.replicas(this.position, core.params.replicas - 1)
    const names = new Set(followers.map(nameOf))
    for (const name of this.#level) if (!names.has(name)) this.#level.delete(name)
    for (const node of followers) {
      const name = nameOf(node)
      if (this.#level.has(name) || this.#giving.has(name)) continue
      this.#giving.add(name)
      // What comes meanwhile is told by itself; if the range grows meanwhile it is given once more.
      this.#level.add(name)
      giver.give(step, node, this.position, within(owned), (then, isDone) => {
        this.#giving.delete(name)
        if (!isDone || !this.#level.has(name)) this.behind(then, node)
      })
    }
  }

  /** It could not be told something. */
  behind(step: Step, node: NodeRef): void {
    this.#level.delete(nameOf(node))
    this.#parts.wake(step.now + AGAIN_MS)
  }
}

const nameOf = ({ id, epoch }: NodeRef): string => `${id} ${epoch.toString()}`

/** Does any of the pieces that a node owns touch the arc? */
export const touches = (arc: Arc, owned: Arc | undefined): boolean =>
  owned !== undefined && intersect(arc, owned).length > 0
