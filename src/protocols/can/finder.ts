import { contains, covers, pathOfPoint, type NodeRef, type PeerKey, type Point } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import type { AskId, ReplyId } from '../machine.ts'
import { hopOf, Relay, type Hop, type RelayRules, type Transit } from '../relay.ts'
import { mostWay } from './choices.ts'
import type { Core, Step } from './core.ts'
import type { CanRefusal, CanResponse, FindRequest, Holding } from './messages.ts'
import { MAX_HOPS } from './messages.ts'
import { MAX_ALTERNATES, MAX_TRANSITS } from './params.ts'
import { PLACE_BITS } from './items.ts'
import { compare } from './mismatch.ts'
import { headOf } from './sharing.ts'
import { claimOf, nearest, type HeldZone, type MateWay, type Neighbour, type Space } from './space.ts'

export type Found = Extract<CanResponse, { type: 'found' }>

/** What becomes of a find of this node's own. */
export interface FindEnds {
  found(step: Step, found: Found): void
  lost(step: Step, code: CanRefusal): void
}

interface Goal {
  readonly space: Space
  readonly point: Point
  readonly hops: number
  readonly trace: boolean
  /** In which it may be found, the one that was asked for first. */
  readonly spaces: readonly Space[]
  detour: FindRequest['detour']
  /** Own finds may begin at a stranger: this node holds no zone, or asks how others see it. */
  via: NodeRef | undefined
}
type Upstream = { readonly kind: 'reply'; readonly reply: ReplyId } | { readonly kind: 'own'; readonly ends: FindEnds }
export type FindTransit = Transit<Goal, Upstream>

/** Peers that one detour has visited at most; it ends then. */
export const MAX_VISITED = 64

/**
 * Greedy routing on the torus: to the neighbour that makes most way for its round trip (Ratnasamy et al. §2.1, §3.3), and
 * around a place where all that are nearer are dead, in an expanding ring, until somebody nearer is found.
 */
export class Finder {
  readonly #core: Core
  readonly #relay = new Relay<Goal, Upstream>(MAX_TRANSITS, MAX_ALTERNATES)

  constructor(core: Core) {
    this.#core = core
  }

  /** When the first of those under way has no time left. */
  get wakeAt(): number {
    let at = Infinity
    for (const { deadlineAt } of this.#relay.transits) if (deadlineAt < at) at = deadlineAt
    return at
  }

  get open(): number {
    return this.#relay.size
  }

  tick(step: Step): void {
    for (const transit of [...this.#relay.transits]) {
      if (transit.deadlineAt > step.now) continue
      for (const hop of [transit.hop, transit.second]) this.#core.cancelAsk(step, hop?.ask)
      if (this.#relay.close(transit)) this.#lost(step, transit, 'NO_ROUTE')
    }
  }

  /** A find of this node's own; `via`: begun there instead of here. */
  begin(
    step: Step,
    space: Space,
    point: Point,
    leftMs: number,
    ends: FindEnds,
    via?: NodeRef,
    trace = false,
  ): FindTransit | undefined {
    return this.#begin(step, { space, spaces: [space], point, hops: 0, trace, detour: undefined, via }, leftMs, ends)
  }

  /** Whoever holds the point in one of these realities. */
  beginAny(step: Step, spaces: readonly Space[], point: Point, leftMs: number, ends: FindEnds): void {
    const [space] = spaces
    if (space === undefined) ends.lost(step, 'NOT_JOINED')
    else
      this.#begin(
        step,
        { space, spaces, point, hops: 0, trace: false, detour: undefined, via: undefined },
        leftMs,
        ends,
      )
  }

  #begin(step: Step, goal: Goal, leftMs: number, ends: FindEnds): FindTransit | undefined {
    const here = goal.via === undefined ? this.#foundHere(goal.spaces, goal.point, 0) : undefined
    if (here !== undefined) {
      ends.found(step, here)
      return undefined
    }
    const transit = this.#relay.open(step.now, goal, { kind: 'own', ends }, leftMs)
    if (transit === undefined) ends.lost(step, 'BUSY')
    else this.#forward(step, transit)
    return transit
  }

  /**
   * Who probably holds the point: whom a find would go to first, or else who does so by what that one has told of those
   * around it. Nobody else is believed, so it is as good as the answer of a find that one hop of two would have made; and
   * whoever does not hold it says so. Undefined: it has to be found.
   */
  likely(space: Space, point: Point): NodeRef | undefined {
    const own = space.distanceTo(point)
    if (!space.isMember || own === 0 || space.grantAt(point) !== undefined) return undefined
    const next = this.#best([space], point, own, [], false)?.neighbour
    if (next === undefined || nearest(next.held, point) === 0) return next?.ref
    const place = pathOfPoint(point, PLACE_BITS)
    let best: { readonly ref: NodeRef; readonly epoch: number } | undefined
    for (const { ref, claims } of next.around) {
      for (const { path, epoch } of claims) {
        const isThere = path.length <= PLACE_BITS && covers(path, place)
        if (isThere && (best === undefined || epoch > best.epoch)) best = { ref, epoch }
      }
    }
    const isGood = best !== undefined && best.ref.peer !== this.#core.self.peer && !this.#core.isDead(best.ref)
    return isGood ? best?.ref : undefined
  }

  /** Ends one of this node's own; nobody is told. */
  drop(step: Step, transit: FindTransit): void {
    for (const hop of [transit.hop, transit.second]) this.#core.cancelAsk(step, hop?.ask)
    this.#relay.close(transit)
  }

  arrived(step: Step, { reply, leftMs }: Asked, body: FindRequest, space: Space): void {
    const core = this.#core
    const hops = body.hops + 1
    const spaces = body.any === true ? core.realitiesWith(space) : [space]
    const here = this.#foundHere(spaces, body.point, hops)
    if (here !== undefined) core.respond(step, reply, here)
    else if (!spaces.some(({ isIn }) => isIn)) core.respond(step, reply, { type: 'failed', code: 'NOT_JOINED' })
    else if (leastDistance(spaces, body.point) >= (body.than ?? Infinity))
      core.respond(step, reply, { type: 'failed', code: 'NO_ROUTE' })
    else if (hops >= MAX_HOPS) core.respond(step, reply, { type: 'failed', code: 'HOPS_EXCEEDED' })
    else {
      const detour = detourAt(core.self.peer, body.detour, leastDistance(spaces, body.point))
      const goal: Goal = { space, spaces, point: body.point, hops, trace: body.trace === true, detour, via: undefined }
      const transit = this.#relay.open(step.now, goal, { kind: 'reply', reply }, leftMs)
      if (transit === undefined) {
        step.effects.push({ type: 'refuse', reply })
        return
      }
      step.effects.push({ type: 'respond', reply, body: { type: 'relaying' }, interim: true })
      this.#forward(step, transit)
    }
  }

  #foundHere(spaces: readonly Space[], point: Point, hops: number): Found | undefined {
    const { self } = this.#core
    for (const space of spaces) {
      // A mate answers for its head, unless somebody else claims the place too.
      const head = headOf(this.#core, space)
      const zone = space.zoneAt(point) ?? (head === undefined ? undefined : this.#sharedAt(space, head, point))
      if (zone === undefined) continue
      const { path, epoch } = zone
      const holder: Holding =
        head === undefined ? { ref: self, claims: space.claims } : { ref: head.ref, claims: head.held.map(claimOf) }
      return { type: 'found', space: space.index, holder, claim: { path, epoch }, hops, path: [self] }
    }
    return undefined
  }

  #sharedAt(space: Space, head: Neighbour, point: Point): HeldZone | undefined {
    const zone = head.held.find((held) => contains(held.zone, point))
    const others = this.#core.nearerThan(space, point, Number.MIN_VALUE)
    return others.every(({ neighbour }) => neighbour === head) ? zone : undefined
  }

  #forward(step: Step, transit: FindTransit): void {
    this.#relay.forward(step.now, transit, this.#rules(step))
  }

  #rules(step: Step): RelayRules<Goal, Upstream, FindRequest> {
    return {
      nextHop: (transit) => this.#nextHop(transit),
      secondHop: () => undefined,
      ask: (transit, to, body, leftMs) => this.#ask(step, transit, to, body, leftMs),
      park: () => undefined,
      gaveUp: (transit) => {
        this.#lost(step, transit, 'NO_ROUTE')
      },
    }
  }

  #nextHop(transit: FindTransit): Hop<FindRequest> {
    const { goal, tried } = transit
    const { spaces, point } = goal
    const body = bodyOf(goal, goal.detour)
    if (goal.via !== undefined) return tried.includes(goal.via.peer) ? 'none' : { to: goal.via, body }
    const granted = spaces.map((space) => space.grantAt(point)).find((grant) => grant !== undefined)
    if (granted !== undefined && !tried.includes(granted.to.peer)) return { to: granted.to, body }
    if (granted !== undefined && spaces.length === 1) return 'none'
    const own = leastDistance(spaces, point)
    const than = Math.min(own, goal.detour?.nearest ?? Infinity)
    const best = this.#best(spaces, point, than, tried, false) ?? this.#best(spaces, point, than, tried, true)
    if (best !== undefined) {
      const { ref: to, neighbour } = best
      return { to, body: { ...body, detour: undefined, ...(to.peer === neighbour.ref.peer ? {} : { than }) } }
    }
    const around = this.#around(goal, own, tried)
    return around ?? 'none'
  }

  /** Of the neighbours nearer than that and their mates, the one that makes most way for its round trip; the nearest when none is known. */
  #best(
    spaces: readonly Space[],
    point: Point,
    than: number,
    tried: readonly PeerKey[],
    disputed: boolean,
  ): { readonly ref: NodeRef; readonly neighbour: Neighbour } | undefined {
    const ways = spaces.flatMap((space) =>
      this.#core
        .nearerThan(space, point, than, disputed)
        .flatMap(({ neighbour, away }) => [
          { ref: neighbour.ref, neighbour, away, roundTripMs: neighbour.roundTripMs },
          ...this.#matesOf(space, neighbour).map(({ ref, roundTripMs }) => ({ ref, neighbour, away, roundTripMs })),
        ]),
    )
    return mostWay(
      ways.filter(({ ref }) => !tried.includes(ref.peer)),
      than,
    )
  }

  /** Those that were measured, and live. */
  #matesOf(space: Space, { mates }: Neighbour): MateWay[] {
    return mates.flatMap(({ peer }) => {
      const way = space.ways.get(peer)
      return way?.roundTripMs === undefined || space.neighbours.has(peer) || this.#core.isDead(way.ref) ? [] : way
    })
  }

  /** Nobody nearer is alive: somebody around, who was not visited yet, and may know one. */
  #around(goal: Goal, own: number, tried: readonly PeerKey[]): Hop<FindRequest> | undefined {
    const { spaces, point } = goal
    const core = this.#core
    const before = goal.detour ?? { nearest: own, visited: [] }
    if (before.visited.length >= MAX_VISITED) return undefined
    const visited = before.visited.includes(core.self.peer) ? before.visited : [...before.visited, core.self.peer]
    let next: { readonly neighbour: Neighbour; readonly away: number } | undefined
    for (const each of spaces.flatMap((space) => core.nearerThan(space, point, Infinity, true))) {
      const { peer } = each.neighbour.ref
      if (visited.includes(peer) || tried.includes(peer)) continue
      if (next === undefined || each.away < next.away) next = each
    }
    if (next === undefined) return undefined
    const detour = { nearest: Math.min(before.nearest, own), visited }
    return { to: next.neighbour.ref, body: bodyOf(goal, detour) }
  }

  #ask(step: Step, transit: FindTransit, to: NodeRef, body: FindRequest, leftMs: number): AskId {
    const options = { deadlineMs: leftMs, firstWordMs: this.#core.params.firstWordMs, semantics: 'maybe' } as const
    const ask: AskId = this.#core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        if (answer.type === 'found' && transit.goal.spaces.some(({ index }) => index === answer.space))
          this.#found(then, transit, answer)
        else {
          compare(then, transit.goal.space, to, answer)
          this.#failed(then, transit, ask, answer.type === 'failed' ? answer.code : 'NO_ROUTE')
        }
      },
      failed: (then) => {
        this.#failed(then, transit, ask, 'NO_ROUTE')
      },
    })
    return ask
  }

  #found(step: Step, transit: FindTransit, found: Found): void {
    if (!this.#relay.close(transit)) return
    const { upstream, goal } = transit
    if (upstream.kind === 'own') upstream.ends.found(step, found)
    else {
      const path = goal.trace ? [this.#core.self, ...found.path].slice(0, MAX_HOPS) : found.path
      this.#core.respond(step, upstream.reply, { ...found, path })
    }
  }

  #failed(step: Step, transit: FindTransit, ask: AskId, code: CanRefusal): void {
    const hop = hopOf(transit, ask)
    if (hop === undefined || !this.#relay.transits.has(transit)) return
    if (transit.goal.via !== undefined) {
      this.#relay.close(transit)
      this.#lost(step, transit, code)
    } else this.#relay.failed(step.now, transit, hop, this.#rules(step))
  }

  #lost(step: Step, { upstream }: FindTransit, code: CanRefusal): void {
    if (upstream.kind === 'own') upstream.ends.lost(step, code)
    else this.#core.respond(step, upstream.reply, { type: 'failed', code })
  }
}

/** What goes on to the next node. */
function bodyOf({ space, spaces, point, hops, trace }: Goal, detour: FindRequest['detour']): FindRequest {
  const marks = { ...(trace ? ({ trace: true } as const) : {}), ...(spaces.length > 1 ? ({ any: true } as const) : {}) }
  return { type: 'find', space: space.index, point, hops, detour, ...marks }
}

/** Squared, of the nearest zone that this node holds in one of these. */
function leastDistance(spaces: readonly Space[], point: Point): number {
  let least = Infinity
  // Of several, one that it is not sure of holding leads nowhere.
  for (const space of spaces) if (space.isIn || spaces.length === 1) least = Math.min(least, space.distanceTo(point))
  return least
}

/** A detour ends with the first node that is nearer than it has been. */
function detourAt(self: PeerKey, detour: FindRequest['detour'], away: number): FindRequest['detour'] {
  if (detour === undefined || away < detour.nearest) return undefined
  return detour.visited.includes(self)
    ? detour
    : { ...detour, visited: [...detour.visited, self].slice(0, MAX_VISITED) }
}
