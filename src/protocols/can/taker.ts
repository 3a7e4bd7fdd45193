import { areNeighbours, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import { takesBefore } from './choices.ts'
import type { Core, Step } from './core.ts'
import type { Updates } from './updates.ts'
import type { CanResponse, Claim, ClaimRequest, Holding } from './messages.ts'
import { totalVolume, type HeldZone, type Neighbour, type Space } from './space.ts'

/** Of a node that is dead: the zones this one may have to take over, and since when it waits to. */
interface Case {
  readonly space: Space
  readonly of: Neighbour
  at: number
  asking: boolean
  /** Attempts that reached fewer than half of those around. */
  lonely: number
  /** Attempts that somebody objected to. */
  refused: number
}

/** A claim that fewer than half of those around could hear is made again so often before the zone is taken all the same. */
const LONELY_ATTEMPTS = 3
/** After so many it is taken against those that object, unless they are more than those that agree: some of them lie. */
const REFUSED_ATTEMPTS = 4
/** Who was told that another takes it looks again after so many times the wait. */
const STAND_BACK = 4
/** The longest wait is so many times that of one with a zone of the same size. */
const MAX_RATIO = 4

/**
 * Takes over the zones of neighbours that died (Ratnasamy et al. §2.3): each waits in proportion to its own volume, so the
 * one with the least comes first, and a mate, which holds nothing, before all; it asks all around the dead zone, and stands back for one that holds less. Two that could
 * not hear each other may both take it; the stronger claim holds when they meet.
 */
export class Taker {
  readonly #core: Core
  readonly #updates: Updates
  readonly #cases = new Map<string, Case>()

  constructor(core: Core, updates: Updates) {
    this.#core = core
    this.#updates = updates
  }

  get wakeAt(): number {
    let at = Infinity
    for (const each of this.#cases.values()) if (!each.asking && each.at < at) at = each.at
    return at
  }

  get open(): number {
    return this.#cases.size
  }

  /** Looks for neighbours that are dead: after news of one, and with each tick, which costs a look into a set each. */
  look(step: Step): void {
    for (const space of this.#core.spaces) {
      for (const neighbour of space.neighbours.values()) {
        if (!takesPart(space, neighbour.ref)) continue
        const name = nameOf(space, neighbour.ref.peer)
        if (!this.#core.isDead(neighbour.ref)) this.#cases.delete(name)
        else if (!this.#cases.has(name)) {
          const at = step.now + this.#waitMs(space, neighbour.held)
          this.#cases.set(name, { space, of: neighbour, at, asking: false, lonely: 0, refused: 0 })
        }
      }
    }
  }

  tick(step: Step): void {
    this.look(step)
    for (const [name, each] of [...this.#cases]) {
      const now = each.space.neighbours.get(each.of.ref.peer)
      if (now === undefined || !takesPart(each.space, now.ref) || !this.#core.isDead(now.ref)) this.#cases.delete(name)
      else if (each.at > step.now || each.asking) continue
      else if (this.#core.hearing.supersedeDead(each.space, now)) this.#cases.delete(name)
      else this.#claim(step, name, each, now)
    }
  }

  /** "I mean to take over": may it? */
  claimed(step: Step, { from, reply, leftMs }: Asked, body: ClaimRequest, space: Space): void {
    const core = this.#core
    const { of } = body
    // It holds at least what it is known to hold.
    const volume = Math.max(body.volume, totalVolume(space.neighbours.get(from)?.held ?? []))
    const answer = (then: Step, response: CanResponse): void => {
      core.respond(then, reply, response)
    }
    const dead = of === undefined ? undefined : space.neighbours.get(of)
    if (dead === undefined) {
      // This node is not beside it, or has seen it taken: it is in nobody's way.
      answer(step, of === core.self.peer ? ALIVE : AGREED)
    } else if (core.isDead(dead.ref)) answer(step, this.#verdict(step, from, volume, space, dead))
    else if (step.now - dead.heardAt < RECENT_MS) answer(step, ALIVE)
    else {
      this.#updates.probe(step, space, dead, Math.min(leftMs, core.params.askMs) / 2, (then, lives) => {
        if (lives) answer(then, ALIVE)
        else if (takesPart(space, dead.ref) && space.isMate) {
          // Another holds its head for dead, and so does it now: it is the heir.
          core.silent(dead.ref)
          answer(then, this.#verdict(then, from, volume, space, dead))
        } else answer(then, AGREED)
      })
    }
  }

  /** Of one that is dead for this node too: who holds less takes it. */
  #verdict(step: Step, from: PeerKey, volume: number, space: Space, dead: Neighbour): CanResponse {
    const own = totalVolume(space.own)
    const name = nameOf(space, dead.ref.peer)
    const waiting = this.#cases.get(name)
    const first = { space, of: dead, asking: false, lonely: 0, refused: 0 }
    if (
      takesPart(space, dead.ref) &&
      space.isBeside(dead.held) &&
      takesBefore(own, this.#core.self.peer, volume, from)
    ) {
      if (waiting === undefined) this.#cases.set(name, { ...first, at: step.now })
      return BETTER
    }
    const at = step.now + this.#standBackMs(space, dead.held)
    if (waiting === undefined) this.#cases.set(name, { ...first, at })
    else waiting.at = Math.max(waiting.at, at)
    return AGREED
  }

  /** A mate, which holds nothing, waits as long as one that holds as much. */
  #standBackMs(space: Space, held: readonly Claim[]): number {
    const { takeoverMs } = this.#core.params
    return STAND_BACK * (space.isMate ? this.#core.random.jitter(takeoverMs / 2) : this.#waitMs(space, held))
  }

  /** In proportion to the own volume: mates, which hold nothing, come first. */
  #waitMs(space: Space, held: readonly Claim[]): number {
    const ratio = Math.min(MAX_RATIO, totalVolume(space.own) / Math.max(totalVolume(held), Number.MIN_VALUE))
    return this.#core.params.takeoverMs * (ratio / 2 + 0.25 * this.#core.random.float())
  }

  #claim(step: Step, name: string, each: Case, dead: Neighbour): void {
    const core = this.#core
    const { space } = each
    const claims = dead.held.filter((zone) => space.isBeside([zone]))
    const around = this.#around(space, dead, claims)
    each.asking = true
    let open = around.length
    let agreed = 0
    let objecting = 0
    const settle = (then: Step): void => {
      if (--open > 0 || this.#cases.get(name) !== each) return
      each.asking = false
      // Who objects again and again, and then does nothing, is not heard for ever.
      const stands = objecting > agreed || (objecting > 0 && ++each.refused < REFUSED_ATTEMPTS)
      if (stands || !core.isDead(dead.ref)) each.at = then.now + this.#standBackMs(space, dead.held)
      else if (2 * (agreed + objecting) < around.length && ++each.lonely < LONELY_ATTEMPTS)
        each.at = then.now + core.params.takeoverMs
      else this.#take(then, name, space, dead, claims)
    }
    if (around.length === 0) {
      open = 1
      settle(step)
      return
    }
    const body: ClaimRequest = {
      type: 'claim',
      space: space.index,
      self: core.self,
      claims: claims.map(({ path, epoch }) => ({ path, epoch: epoch + 1 })),
      volume: totalVolume(space.own),
      of: dead.ref.peer,
    }
    // Who does not hold it for dead asks it first.
    const options = { deadlineMs: core.params.askMs, semantics: 'maybe' } as const
    const ends = {
      answered: (then: Step, _from: PeerKey, answer: CanResponse): void => {
        if (answer.type === 'agreed') agreed++
        else if (answer.type === 'better' || answer.type === 'alive') objecting++
        settle(then)
      },
      failed: settle,
    }
    for (const { ref } of around) core.ask(step, ref, body, options, ends)
  }

  /** All that are known to be around the dead zones and are not dead: of its own picture, and those of this node. */
  #around(space: Space, dead: Neighbour, claims: readonly HeldZone[]): Holding[] {
    const holdings = new Map<PeerKey, Holding>()
    const add = (ref: NodeRef, theirs: readonly Claim[]): void => {
      if (ref.peer === this.#core.self.peer || ref.peer === dead.ref.peer || this.#core.isDead(ref)) return
      if (!holdings.has(ref.peer)) holdings.set(ref.peer, { ref, claims: theirs })
    }
    for (const { ref, held } of space.neighbours.values()) {
      if (held.some(({ zone }) => claims.some((claim) => areNeighbours(claim.zone, zone)))) add(ref, held)
    }
    for (const { ref, claims: theirs } of dead.around) add(ref, theirs)
    for (const ref of dead.mates) add(ref, [])
    return [...holdings.values()]
  }

  #take(step: Step, name: string, space: Space, dead: Neighbour, claims: readonly Claim[]): void {
    this.#cases.delete(name)
    space.neighbours.delete(dead.ref.peer)
    const taken = claims.map(({ path, epoch }): Claim => ({ path, epoch: epoch + 1 }))
    const mates = space.isMate ? dead.mates.filter((ref) => !this.#core.isDead(ref)) : []
    this.#core.gain(step, space, taken, { change: 'taken', from: dead.ref.peer }, dead.around, { mates })
  }
}

/** Heard so lately, it lives. */
const RECENT_MS = 2_000
const ALIVE = { type: 'alive' } as const
const BETTER = { type: 'better' } as const
const AGREED = { type: 'agreed' } as const

/** Whether this node may take over what that one held: a mate does so for its head alone. */
const takesPart = (space: Space, { peer }: NodeRef): boolean =>
  space.isMember || (space.isMate && space.following?.head.peer === peer)

const nameOf = (space: Space, peer: PeerKey): string => `${space.index.toString()}/${peer}`
