import { halvesOf, type NodeRef, type ZonePath } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import { largerThan } from './choices.ts'
import type { Core, Step } from './core.ts'
import {
  MAX_AROUND,
  type AcceptRequest,
  type CanResponse,
  type Claim,
  type Holding,
  type JoinRequest,
} from './messages.ts'
import type { Mates } from './mates.ts'
import { MAX_GRANTS } from './params.ts'
import { claimOf, type Grant, type HeldZone, type Space } from './space.ts'

/** A newcomer that has not accepted for so long, and is alive, does not know of its grant. */
const ACCEPT_MS = 15_000

/** Gives halves of this node's zones to newcomers (Ratnasamy et al. §2.2), after a look for larger ones around (§3.7). */
export class Splitter {
  readonly #core: Core
  readonly #mates: Mates

  /** When grants are looked at next. */
  wakeAt = Infinity

  constructor(core: Core, mates: Mates) {
    this.#core = core
    this.#mates = mates
  }

  /** What a newcomer that died, or never heard of it, was granted is this node's again. */
  tick(step: Step): void {
    if (step.now < this.wakeAt) return
    this.wakeAt = Infinity
    for (const space of this.#core.spaces) {
      const back = space.grants.filter(({ to, at }) => this.#core.isDead(to) || step.now - at >= ACCEPT_MS)
      if (back.length > 0) {
        space.setGrants(space.grants.filter((each) => !back.includes(each)))
        const claims = back.map(({ path, epoch }): Claim => ({ path, epoch: epoch + 1 }))
        const failed = (then: Step): void => {
          space.setGrants([...space.grants, ...back.map((each) => ({ ...each, at: then.now }))])
          this.wakeAt = Math.min(this.wakeAt, then.now + LOOK_MS)
        }
        this.#core.gain(step, space, claims, { change: 'reclaimed', from: undefined }, [], { failed })
      }
      if (space.grants.length > 0) this.wakeAt = step.now + LOOK_MS
    }
  }

  join(step: Step, { reply, from }: Asked, body: JoinRequest, space: Space): void {
    const answer = (response: CanResponse): void => {
      this.#core.respond(step, reply, response)
    }
    const before = space.grants.find(({ to }) => to.peer === from)
    if (!space.isMember) answer({ type: 'failed', code: 'NOT_JOINED' })
    else if (before !== undefined) this.#grantAgain(step, reply, space, before, body.self)
    else if (this.#holdsAlready(space, body.self)) answer({ type: 'failed', code: 'BUSY' })
    else if (space.grants.length >= MAX_GRANTS || this.#core.isLeaving) answer({ type: 'failed', code: 'BUSY' })
    else if (space.own.length > 1) this.#giveWhole(step, reply, space, body.self)
    else if (this.#mates.takeIn(step, reply, space, body.self)) return
    else {
      const own = space.zoneAt(body.point) ?? space.own[0]
      // What is on its way to somebody is that one's to split.
      const isGiven = own !== undefined && space.giving.has(own.path)
      const larger = body.chosen ? undefined : this.#larger(space, own)
      if (larger !== undefined) answer({ type: 'redirect', to: larger, chosen: true })
      else if (isGiven) answer({ type: 'failed', code: 'BUSY' })
      else if (own === undefined || !this.#split(step, reply, space, own, body))
        answer({ type: 'failed', code: 'TOO_SMALL' })
    }
  }

  accept(step: Step, { reply, from }: Asked, { claim }: AcceptRequest, space: Space): void {
    const left = space.grants.filter(({ to, path }) => to.peer !== from || path !== claim.path)
    if (left.length < space.grants.length) {
      space.setGrants(left)
      this.#core.respond(step, reply, { type: 'taken' }, this.#core.save(step, space))
    } else this.#core.respond(step, reply, { type: 'taken' })
  }

  /** A neighbour, or one of theirs, that holds a larger zone. Of several of the same size any. */
  #larger(space: Space, own: HeldZone | undefined): NodeRef | undefined {
    const { volumeCheck } = this.#core.params
    if (volumeCheck === 0 || own === undefined) return undefined
    const known: (readonly [NodeRef, ZonePath])[] = []
    const look = (ref: NodeRef, claims: readonly Claim[]): void => {
      if (ref.peer === this.#core.self.peer || this.#core.isDead(ref)) return
      for (const { path } of claims) known.push([ref, path])
    }
    for (const { ref, held, around, version } of space.neighbours.values()) {
      if (version > 0) look(ref, held)
      if (volumeCheck === 2) for (const each of around) look(each.ref, each.claims)
    }
    return this.#core.random.pick(largerThan(own.path, known))
  }

  #split(step: Step, reply: Asked['reply'], space: Space, own: HeldZone, { point, self }: JoinRequest): boolean {
    const halves = halvesOf(own.zone)
    if (halves === undefined) return false
    const epoch = own.epoch + 1
    const [lower, upper] = halves
    const inLower = space.zoneAt(point) === own && point.every((x, i) => x < (lower.high[i] ?? 1))
    const [given, kept] = inLower ? [lower, upper] : [upper, lower]
    const others = space.claims.filter(({ path }) => path !== own.path)
    const claim = { path: given.path, epoch }
    const mates = this.#mates.divide(space)
    this.#core.tell(step, space, 'split', [claim], self.peer)
    this.#grant(step, reply, space, claim, [...others, { path: kept.path, epoch }], self, mates)
    return true
  }

  /** This node holds several zones: the newcomer gets one as it is. */
  #giveWhole(step: Step, reply: Asked['reply'], space: Space, to: NodeRef): void {
    const [given] = space.own
      .filter(({ path }) => !space.giving.has(path))
      .sort((a, b) => a.path.length - b.path.length)
    if (given === undefined) {
      this.#core.respond(step, reply, { type: 'failed', code: 'BUSY' })
      return
    }
    const kept = space.claims.filter(({ path }) => path !== given.path)
    const claim = { path: given.path, epoch: given.epoch + 1 }
    this.#core.tell(step, space, 'given', [claim], to.peer)
    this.#grant(step, reply, space, claim, kept, to)
  }

  #grant(
    step: Step,
    reply: Asked['reply'],
    space: Space,
    claim: Claim,
    kept: readonly Claim[],
    to: NodeRef,
    mates: readonly NodeRef[] = [],
  ): void {
    const grant: Grant = { ...space.held(claim), to, at: step.now }
    const around = this.#aroundOf(space, kept)
    space.setGrants([...space.grants, grant])
    this.wakeAt = Math.min(this.wakeAt, step.now + LOOK_MS)
    const op = this.#core.hold(step, space, kept)
    this.#core.respond(step, reply, { type: 'granted', claim, around, ...(mates.length > 0 ? { mates } : {}) }, op)
  }

  /** One grant for each peer: it may have started again meanwhile. */
  #grantAgain(step: Step, reply: Asked['reply'], space: Space, before: Grant, to: NodeRef): void {
    const { path, epoch } = before
    const around = this.#aroundOf(space, space.claims)
    const answer = { type: 'granted', claim: { path, epoch }, around } as const
    if (before.to.epoch === to.epoch) this.#core.respond(step, reply, answer)
    else {
      space.setGrants(space.grants.map((each) => (each === before ? { ...before, to } : each)))
      this.#core.respond(step, reply, answer, this.#core.save(step, space))
    }
  }

  /** A neighbour that holds zones is no newcomer: nobody gathers zones by joining again and again. */
  #holdsAlready(space: Space, { peer, epoch }: NodeRef): boolean {
    const known = space.neighbours.get(peer)
    return known !== undefined && known.version > 0 && known.ref.epoch === epoch && !this.#core.isDead(known.ref)
  }

  /** Whom the newcomer has to show itself to: this node, and its neighbours. */
  #aroundOf(space: Space, kept: readonly Claim[]): readonly Holding[] {
    return [{ ref: this.#core.self, claims: kept.map(claimOf) }, ...space.around()].slice(0, MAX_AROUND)
  }
}

/** How often grants are looked at. */
const LOOK_MS = 1_000
