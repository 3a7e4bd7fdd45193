import {
  contains,
  covers,
  intersects,
  ROOT_PATH,
  squaredDistance,
  squaredDistanceOfPoints,
  zoneOf,
  type NodeRef,
  type ZonePath,
} from '../../base/index.ts'
import { fail, succeed, type CommandId } from '../machine.ts'
import { Agenda, type Known, type Rank } from './agenda.ts'
import type { Client } from './client.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import { firstPlaceOf, isLater, lastPlaceOf, PLACE_BITS, placeOf } from './items.ts'
import { MAX_ITEMS, type CanResponse, type Claim, type Item } from './messages.ts'
import { boxOf, fill, narrowed, type Query } from './query.ts'
import type { Space } from './space.ts'

/** Nodes asked at once for one query: at first, while one of them may fill the page, and twice as many with each answer. */
const AT_FIRST = 4
const PARALLEL = 16
/** Queries of this node's own at once. */
export const MAX_QUERIES = 256
/** Parts told as missing at most. */
export const MAX_MISSING = 64
/** A node that says nothing is asked again, so often. */
const ATTEMPTS = 2
/**
 * Pages that one query asks of one node: of the nearest it may tell many before the nearest are among them. More than 1,000
 * items take of the largest size; what lies behind them is told as missing.
 */
export const MAX_ASKED = 1_024

/** Zones that one map shows. */
export const MAX_MAP_ZONES = 4_096

/**
 * Region queries: from this node, who asks the holder of some point of the box, then all around it with zones in the box,
 * breadth first, until the zones that were answered for cover the box. So each part is asked once, it is known what is
 * missing, and no node carries what others found. The nearest to a point likewise, nearest zones first, until no zone that
 * was not asked can hold a nearer one.
 */
export class Querier {
  readonly #core: Core
  readonly #finder: Finder
  readonly #client: Client
  readonly #queries = new Map<CommandId, Query>()

  constructor(core: Core, finder: Finder, client: Client) {
    this.#core = core
    this.#finder = finder
    this.#client = client
  }

  get wakeAt(): number {
    let at = Infinity
    for (const { deadlineAt } of this.#queries.values()) if (deadlineAt < at) at = deadlineAt
    return at
  }

  get open(): number {
    return this.#queries.size
  }

  begin(
    step: Step,
    id: CommandId,
    space: Space,
    what: Pick<Query, 'box' | 'after' | 'limit' | 'nearestTo'> & { readonly isMap?: true },
    leftMs: number,
  ): void {
    const [first, ...others] = this.#core.realitiesWith(space).filter(({ isIn }) => isIn)
    if (first === undefined)
      step.effects.push({ type: 'done', id, result: fail('NOT_JOINED', 'this node holds no zone yet') })
    else if (this.#queries.size >= MAX_QUERIES) {
      step.effects.push({ type: 'done', id, result: fail('OVERLOAD', 'too many queries at once') })
    } else {
      const { isMap, ...asked } = what
      const query: Query = {
        id,
        space: first,
        others: isMap === true ? [] : others,
        ...asked,
        map: isMap === true ? new Map() : undefined,
        deadlineAt: 0,
        // What is missing is told rather than waited for to the last.
        endsAt: step.now + Math.max(leftMs * 0.8, leftMs - MARGIN_MS),
        found: new Map(),
        end: undefined,
        farthest: undefined,
        covered: new Set(),
        above: new Set(),
        cut: [],
        known: new Map(),
        waiting: new Agenda(),
        asked: new Map(),
        open: 0,
        window: isMap === true ? PARALLEL : AT_FIRST,
        again: 0,
        answers: 0,
        finding: false,
      }
      this.#queries.set(id, query)
      this.#enter(step, query)
    }
  }

  /** Begins in its space, with those known there. */
  #enter(step: Step, query: Query): void {
    const { space, others, endsAt } = query
    query.deadlineAt = others.length === 0 ? endsAt : step.now + (endsAt - step.now) / 2
    this.#meet(query, this.#core.self, space.claims)
    for (const { ref, held } of space.neighbours.values()) this.#meet(query, ref, held)
    this.#goOn(step, query)
  }

  /** Paths name the same places in all realities: what was answered for stays so, and the rest is asked in the next. */
  #elsewhere(step: Step, query: Query): boolean {
    const next = query.endsAt > step.now ? query.others.shift() : undefined
    if (next === undefined) return false
    query.space = next
    query.finding = false
    query.known.clear()
    query.waiting.clear()
    query.asked.clear()
    this.#enter(step, query)
    return true
  }

  cancel(id: CommandId): void {
    this.#queries.delete(id)
  }

  tick(step: Step): void {
    for (const query of [...this.#queries.values()]) if (query.deadlineAt <= step.now) this.#end(step, query)
  }

  /** Holds zones in the box, as somebody says or it says itself: it is to be asked, unless it was. */
  #meet(query: Query, ref: NodeRef, claims: readonly Claim[], isWanted = !query.asked.has(ref.peer)): void {
    const inside = claims.filter((claim) => intersects(query.space.held(claim).zone, query.box))
    if (inside.length === 0 || (query.known.size >= MAX_MET && !query.known.has(ref.peer))) return
    const known: Known = { ref, claims: inside }
    query.known.set(ref.peer, known)
    if (isWanted) query.waiting.put(known, rankOf(query, inside))
  }

  #goOn(step: Step, query: Query): void {
    if (!this.#queries.has(query.id)) return
    if (query.map !== undefined && query.map.size >= MAX_MAP_ZONES) {
      this.#end(step, query)
      return
    }
    while (query.open < query.window) {
      const next = this.#next(query)
      if (next === undefined) break
      this.#ask(step, query, next)
    }
    if (query.open > 0 || query.finding) return
    const [first] = this.#missing(query)
    if (first === undefined) this.#end(step, query)
    else this.#find(step, query, first)
  }

  /** Whom to ask next: with zones that nobody has answered for, and that may hold what is wanted; the first, or nearest. */
  #next(query: Query): NodeRef | undefined {
    return query.waiting.next(({ claims }) => {
      const wanted = claims.filter(({ path }) => this.#isWanted(query, path))
      // What is not wanted now never is again: more and more is answered for, and the page gets fuller.
      return wanted.length === 0 ? undefined : rankOf(query, query.nearestTo === undefined ? wanted : claims)
    })
  }

  /** Not answered for, and neither before where this page begins nor beyond what it can hold. */
  #isWanted(query: Query, path: ZonePath): boolean {
    const { covered, after, nearestTo, farthest, end } = query
    for (let length = 0; length <= path.length; length++) {
      if (covered.has(path.slice(0, length) as ZonePath)) return false
    }
    if (after !== undefined && lastPlaceOf(path) <= after) return false
    if (nearestTo !== undefined) {
      return farthest === undefined || squaredDistance(zoneOf(path, query.space.dimensions), nearestTo) <= farthest
    }
    return end === undefined || firstPlaceOf(path) <= end
  }

  /** `from`: where its answer was cut off before. */
  #ask(step: Step, query: Query, to: NodeRef, from = query.after, attempt = 1): void {
    const { space, limit, nearestTo } = query
    const times = (query.asked.get(to.peer) ?? 0) + 1
    query.asked.set(to.peer, times)
    query.waiting.delete(to.peer)
    query.open++
    const most = query.map !== undefined ? 0 : nearestTo === undefined ? Math.min(limit, MAX_ITEMS) : MAX_ITEMS
    const body = { type: 'query', space: space.index, box: boxOf(query), after: from, limit: most } as const
    this.#client.ask(step, space, to, body, this.#core.params.askMs, (then, response) => {
      query.open--
      if (!this.#queries.has(query.id)) return
      if (response.type === 'answered') {
        const rest = this.#answered(query, to, response, from)
        if (rest !== undefined && times < MAX_ASKED) {
          this.#ask(then, query, to, rest)
          return
        }
      } else if (attempt < ATTEMPTS) {
        this.#ask(then, query, to, from, attempt + 1)
        return
      } else query.known.delete(to.peer)
      this.#goOn(then, query)
    })
  }

  /** Where it has to be asked on: of the nearest items it has told the first in the order of the tree. */
  #answered(
    query: Query,
    from: NodeRef,
    answer: Extract<CanResponse, { type: 'answered' }>,
    after: string | undefined,
  ): string | undefined {
    if (after === query.after) query.answers++
    query.window = Math.min(PARALLEL, 2 * query.window)
    const { items, more, covered, around, counts } = answer
    const { space, box } = query
    // It answers for what it was asked for, and for nobody else.
    const own = query.known.get(from.peer)?.claims ?? []
    const parts = covered.flatMap((path) => own.flatMap((claim) => narrower(path, claim.path) ?? []))
    covered.forEach((path, i) => {
      if (parts.some((part) => covers(path, part))) query.map?.set(path, { path, holder: from, items: counts[i] })
    })
    const zones = parts.map((path) => zoneOf(path, space.dimensions))
    for (const item of items) {
      // It may say what it likes: what lies elsewhere was not asked for.
      if (item.point.length !== space.dimensions || !contains(box, item.point)) continue
      if (!zones.some((zone) => contains(zone, item.point))) continue
      const place = placeOf(item.point, item.key)
      const known = query.found.get(place)
      if (known === undefined || isLater(item.version, known.version)) query.found.set(place, item)
    }
    const last = items.at(-1)
    const cutAt = more && last !== undefined ? placeOf(last.point, last.key) : undefined
    if (query.nearestTo !== undefined && cutAt !== undefined && cutAt > (after ?? '')) {
      fill(query)
      return cutAt
    }
    if (cutAt !== undefined) query.cut.push({ paths: parts, place: cutAt })
    for (const path of parts) {
      query.covered.add(path)
      for (let length = 0; length < path.length; length++) query.above.add(path.slice(0, length))
    }
    if (items.length > 0) fill(query)
    for (const { ref, claims } of around) if (!query.asked.has(ref.peer)) this.#meet(query, ref, claims)
    return undefined
  }

  /** Nobody known is left, and parts of the box are: whoever holds the first of them. */
  #find(step: Step, query: Query, path: ZonePath): void {
    const { space, box } = query
    const zone = zoneOf(path, space.dimensions)
    const point = zone.low.map((low, i) => Math.max(low, box.low[i] ?? 0))
    query.finding = true
    this.#finder.begin(
      step,
      space,
      point,
      Math.max(1, Math.min(query.deadlineAt - step.now, this.#core.params.askMs)),
      {
        found: (then, { holder }) => {
          if (query.space !== space) return
          query.finding = false
          const times = query.asked.get(holder.ref.peer) ?? 0
          // It holds more than it was thought to, perhaps.
          const isOfUse = times === 0 || (times < MAX_ASKED && query.again++ < MAX_AGAIN)
          this.#meet(query, holder.ref, holder.claims, isOfUse)
          this.#again(then, query, isOfUse)
        },
        lost: (then) => {
          if (query.space !== space) return
          query.finding = false
          this.#again(then, query, false)
        },
      },
    )
  }

  /** At once when something new is known; else nothing would come of it before zones have changed hands: told as missing. */
  #again(step: Step, query: Query, isNew: boolean): void {
    if (!this.#queries.has(query.id)) return
    if (isNew) this.#goOn(step, query)
    else this.#end(step, query)
  }

  /** Parts of the box that were not answered for and are wanted, in the order of the tree. */
  #missing(query: Query): ZonePath[] {
    const { space, box, above, after } = query
    const missing: ZonePath[] = []
    const look = (path: ZonePath): void => {
      if (missing.length >= MAX_MISSING || !intersects(zoneOf(path, space.dimensions), box)) return
      if (!this.#isWanted(query, path)) return
      // What the page before has covered of it is not missing.
      const isBegun = after !== undefined && firstPlaceOf(path) <= after && path.length < PLACE_BITS
      if (!isBegun && !above.has(path)) missing.push(path)
      else {
        look(`${path}0` as ZonePath)
        look(`${path}1` as ZonePath)
      }
    }
    look(ROOT_PATH)
    // What lies beside the box was not asked for. Below the smallest zone that is known nobody holds less.
    const around = [...space.neighbours.values()].flatMap(({ held }) => held)
    const depth = Math.max(...[...space.own, ...around].map(({ path }) => path.length), 0)
    return narrowed(missing, query, Math.min(depth, PLACE_BITS), MAX_MISSING).filter((path) =>
      this.#isWanted(query, path),
    )
  }

  #end(step: Step, query: Query): void {
    const missing = this.#missing(query)
    if (missing.length > 0 && this.#elsewhere(step, query)) return
    this.#queries.delete(query.id)
    const { found, limit, nearestTo, cut } = query
    if (query.map !== undefined) {
      const zones = [...query.map.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MAX_MAP_ZONES)
      step.effects.push({ type: 'done', id: query.id, result: succeed({ zones, missing }) })
      return
    }
    let items: Item[]
    let next: string | undefined
    if (nearestTo === undefined) {
      // Beyond a place where an answer was cut off something may be missing.
      const bound = cut.reduce<string | undefined>(
        (least, { place }) => (least === undefined || place < least ? place : least),
        undefined,
      )
      const places = [...found.keys()].sort().filter((place) => bound === undefined || place <= bound)
      const page = places.slice(0, limit)
      items = page.flatMap((place) => found.get(place) ?? [])
      // A full page may have kept zones behind it from being asked.
      next = page.length >= limit || page.length < places.length || bound !== undefined ? page.at(-1) : undefined
    } else {
      const byDistance = [...found.values()].sort(
        (a, b) => squaredDistanceOfPoints(a.point, nearestTo) - squaredDistanceOfPoints(b.point, nearestTo),
      )
      items = byDistance.slice(0, limit)
    }
    step.effects.push({ type: 'done', id: query.id, result: succeed({ items, next, missing, asked: query.answers }) })
  }
}

/** The first of these zones in the order of the tree, or how near they come to a point. */
function rankOf({ space, nearestTo }: Query, claims: readonly Claim[]): Rank {
  if (nearestTo === undefined) {
    const path = claims.reduce((least, each) => (each.path < least ? each.path : least), claims[0]?.path ?? ROOT_PATH)
    return { away: 0, path }
  }
  let away = Infinity
  for (const claim of claims) away = Math.min(away, squaredDistance(space.held(claim).zone, nearestTo))
  return { away, path: '' }
}

/** The part that two zones have in common, if any. */
const narrower = (a: ZonePath, b: ZonePath): ZonePath | undefined => (covers(a, b) ? b : covers(b, a) ? a : undefined)

/** Nodes that one query hears of; of a box with more zones the others are told as missing. */
export const MAX_MET = 16_384
/** Nodes that are asked once more in one query. */
const MAX_AGAIN = 16

/** Kept back of a command's time to answer with what there is. */
const MARGIN_MS = 500
