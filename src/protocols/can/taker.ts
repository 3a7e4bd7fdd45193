import { areNeighbours, overlap, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import { takesBefore } from './choices.ts'
import type { Core, Step } from './core.ts'
import type { CanResponse, Claim, ClaimRequest, Holding } from './messages.ts'
import { totalVolume, type Neighbour, type Space } from './space.ts'

/** Of a node that is dead: the zones this one may have to take over, and since when it waits to. */
interface Case {
  readonly space: Space
  readonly of: Neighbour
  at: number
  asking: boolean
  /** Attempts that reached fewer than half of those around. */
  lonely: number
}

/** A claim that fewer than half of those around could hear is made again so often before the zone is taken all the same. */
const LONELY_ATTEMPTS = 3
/** Who was told that another takes it looks again after so many times the wait. */
const STAND_BACK = 4
/** The longest wait is so many times that of one with a zone of the same size. */
const MAX_RATIO = 4

/**
 * Takes over the zones of neighbours that died (Ratnasamy et al. §2.3): each waits in proportion to its own volume, so the
 * one with the least comes first, asks all around the dead zone, and stands back for one that holds less. Two that could
 * not hear each other may both take it; the stronger claim holds when they meet.
 */
export class Taker {
  readonly #core: Core
  readonly #cases = new Map<string, Case>()

  constructor(core: Core) {
    this.#core = core
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
      if (!space.isMember) continue
      for (const neighbour of space.neighbours.values()) {
        const name = nameOf(space, neighbour.ref.peer)
        if (!this.#core.isDead(neighbour.ref)) this.#cases.delete(name)
        else if (!this.#cases.has(name)) {
          const at = step.now + this.#waitMs(space, neighbour.held)
          this.#cases.set(name, { space, of: neighbour, at, asking: false, lonely: 0 })
        }
      }
    }
  }

  tick(step: Step): void {
    this.look(step)
    for (const [name, each] of [...this.#cases]) {
      const now = each.space.neighbours.get(each.of.ref.peer)
      if (now === undefined || !each.space.isMember || !this.#core.isDead(now.ref)) this.#cases.delete(name)
      else if (each.at > step.now || each.asking) continue
      else if (this.#core.supersedeDead(each.space, now)) this.#cases.delete(name)
      else this.#claim(step, name, each, now)
    }
  }

  /** "I mean to take over": may it? */
  claimed(step: Step, { from, reply }: Asked, body: ClaimRequest, space: Space): void {
    const answer = (response: CanResponse): void => {
      this.#core.respond(step, reply, response)
    }
    const { of } = body
    const dead = of === undefined ? undefined : space.neighbours.get(of)
    if (of === undefined || dead === undefined) {
      // This node is not beside it, or has seen it taken: it is in nobody's way, but may know who holds it now.
      answer(of === this.#core.self.peer ? { type: 'alive' } : { type: 'agreed' })
      return
    }
    if (!this.#core.isDead(dead.ref) && step.now - dead.heardAt < this.#core.params.silentMs / 2) {
      dead.askAt = Math.min(dead.askAt, step.now)
      answer({ type: 'alive' })
      return
    }
    const own = totalVolume(space.own)
    const { self } = this.#core
    const isBetter = this.#mayTake(space, dead) && takesBefore(own, self.peer, body.volume, from)
    const name = nameOf(space, of)
    const waiting = this.#cases.get(name)
    if (isBetter) {
      this.#cases.set(name, waiting ?? { space, of: dead, at: step.now, asking: false, lonely: 0 })
      answer({ type: 'better' })
    } else {
      const at = step.now + STAND_BACK * this.#waitMs(space, dead.held)
      if (waiting === undefined) this.#cases.set(name, { space, of: dead, at, asking: false, lonely: 0 })
      else waiting.at = Math.max(waiting.at, at)
      answer({ type: 'agreed' })
    }
  }

  /** In proportion to the own volume. */
  #waitMs(space: Space, held: readonly Claim[]): number {
    const ratio = Math.min(MAX_RATIO, totalVolume(space.own) / Math.max(totalVolume(held), Number.MIN_VALUE))
    return this.#core.params.takeoverMs * (ratio / 2 + 0.25 * this.#core.random.float())
  }

  /** One of its zones abuts, or reaches into, one of this node's. */
  #mayTake(space: Space, { held }: Neighbour): boolean {
    return space.isBeside(held)
  }

  #claim(step: Step, name: string, each: Case, dead: Neighbour): void {
    const core = this.#core
    const { space } = each
    const claims = dead.held.filter((zone) =>
      space.own.some((own) => areNeighbours(own.zone, zone.zone) || overlap(own.path, zone.path)),
    )
    const around = this.#around(space, dead, claims)
    each.asking = true
    let open = around.length
    let agreed = 0
    let verdict: 'better' | 'alive' | undefined
    const settle = (then: Step): void => {
      if (--open > 0 || this.#cases.get(name) !== each) return
      each.asking = false
      if (verdict !== undefined || !core.isDead(dead.ref))
        each.at = then.now + STAND_BACK * this.#waitMs(space, dead.held)
      else if (2 * agreed < around.length && ++each.lonely < LONELY_ATTEMPTS)
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
    const { askMs, firstWordMs } = core.params
    for (const { ref } of around) {
      core.ask(
        step,
        ref,
        body,
        { deadlineMs: askMs, firstWordMs, semantics: 'maybe' },
        {
          answered: (then, _from, answer) => {
            if (answer.type === 'agreed') agreed++
            else if (answer.type === 'better' || answer.type === 'alive') verdict = answer.type
            settle(then)
          },
          failed: settle,
        },
      )
    }
  }

  /** All that are known to be around the dead zones and are not dead: of its own picture, and those of this node. */
  #around(
    space: Space,
    dead: Neighbour,
    claims: readonly { readonly zone: Neighbour['held'][number]['zone'] }[],
  ): Holding[] {
    const holdings = new Map<PeerKey, Holding>()
    const add = (ref: NodeRef, theirs: readonly Claim[]): void => {
      if (ref.peer === this.#core.self.peer || ref.peer === dead.ref.peer || this.#core.isDead(ref)) return
      if (!holdings.has(ref.peer)) holdings.set(ref.peer, { ref, claims: theirs })
    }
    for (const { ref, held } of space.neighbours.values()) {
      if (held.some(({ zone }) => claims.some((claim) => areNeighbours(claim.zone, zone)))) add(ref, held)
    }
    for (const { ref, claims: theirs } of dead.around) add(ref, theirs)
    return [...holdings.values()]
  }

  #take(step: Step, name: string, space: Space, dead: Neighbour, claims: readonly Claim[]): void {
    this.#cases.delete(name)
    space.neighbours.delete(dead.ref.peer)
    const taken = claims.map(({ path, epoch }): Claim => ({ path, epoch: epoch + 1 }))
    this.#core.gain(step, space, taken, dead.around)
  }
}

const nameOf = (space: Space, peer: PeerKey): string => `${space.index.toString()}/${peer}`
