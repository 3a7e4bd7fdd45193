import { calendarOf, sameBytes, type Box, type PeerKey } from '../../base/index.ts'
import { ATTRIBUTE_SPACE, type Gathered, type Item } from '../can/index.ts'
import { fail, succeed, type CommandId, type Result } from '../machine.ts'
import { boxOf, holds } from './box.ts'
import { MAX_FOUND, type AttributesFailure, type FindOrder, type FoundNode } from './commands.ts'
import { ORIGIN, roundTripOf, type Coordinate } from './coordinate.ts'
import type { Core, Step } from './core.ts'
import { decodeEntry, isLaterEntry, isSigned, keyOfPeer, type Entry } from './entry.ts'
import type { Condition } from './expression.ts'
import { agedBy, figureOf } from './figures.ts'

/** Items asked for at once. */
const PAGE = 256
/** Items of the box that one find looks at. */
export const MAX_SEEN = 8_192
/** Finds of this node's own at once. */
export const MAX_FINDS = 64
/** Calendars are apart by this much at most: an entry is believed as long after its lease. */
const CLOCKS_MS = 600_000
/** Kept back of a command's time to answer with what there is. */
const MARGIN_MS = 200

interface Seen {
  readonly entry: Entry
  readonly value: Uint8Array
}
interface Find {
  readonly id: CommandId
  readonly conditions: readonly Condition[]
  readonly order: FindOrder | undefined
  readonly limit: number
  readonly own: Coordinate
  readonly box: Box
  readonly deadlineAt: number
  readonly latest: Map<PeerKey, Seen>
  seen: number
  asked: number
  missingParts: number
}

/** Answers what nodes there are by a region query, and by what they have told: nobody is believed about another. */
export class Finder {
  readonly #core: Core
  readonly #finds = new Map<CommandId, Find>()

  constructor(core: Core) {
    this.#core = core
  }

  get open(): number {
    return this.#finds.size
  }

  begin(
    step: Step,
    id: CommandId,
    what: { readonly conditions: readonly Condition[]; readonly order: FindOrder | undefined; readonly limit: number },
    leftMs: number,
  ): void {
    const own = this.#core.vivaldi.located.coordinate
    const box = boxOf(what.conditions, own)
    if (this.#finds.size >= MAX_FINDS) this.#end(step, id, fail('OVERLOAD', 'too many finds at once'))
    else if (box === undefined) {
      const nothing = { nodes: [], matched: 0, hasMore: false, missingParts: 0, asked: 0 }
      this.#end(step, id, succeed(nothing))
    } else {
      const find: Find = {
        id,
        ...what,
        limit: Math.min(what.limit, MAX_FOUND),
        own,
        box,
        deadlineAt: step.now + Math.max(leftMs / 2, leftMs - MARGIN_MS),
        latest: new Map(),
        seen: 0,
        asked: 0,
        missingParts: 0,
      }
      this.#finds.set(id, find)
      this.#page(step, find, undefined)
    }
  }

  cancel(id: CommandId): void {
    this.#finds.delete(id)
  }

  #page(step: Step, find: Find, after: string | undefined): void {
    const leftMs = find.deadlineAt - step.now
    if (leftMs <= 0) {
      this.#answer(step, find, true)
      return
    }
    const args = { space: ATTRIBUTE_SPACE, box: find.box, after, limit: PAGE }
    this.#core.call(step, { to: 'can', command: { name: 'query', args } }, leftMs, (then, result) => {
      if (!this.#finds.has(find.id)) return
      // The compiler cannot know that a query's result is what a query gives.
      if (result.ok) this.#gathered(then, find, result.value as Gathered)
      else if (find.seen > 0) this.#answer(then, find, true)
      else {
        this.#finds.delete(find.id)
        this.#end(then, find.id, fail(FAILURES[result.code] ?? 'UNREACHABLE', result.detail))
      }
    })
  }

  #gathered(step: Step, find: Find, { items, next, missing, asked }: Gathered): void {
    for (const item of items) this.#take(step, find, item)
    find.seen += items.length
    find.asked += asked
    find.missingParts += missing.length
    const isEnough = find.order === undefined && this.#matching(find).length >= find.limit
    if (next === undefined) this.#answer(step, find, false)
    else if (isEnough || find.seen >= MAX_SEEN) this.#answer(step, find, true)
    else this.#page(step, find, next)
  }

  /** An item that a node has put there itself, as far as its place in the table and its date say. */
  #take(step: Step, find: Find, { key, value, version: { peer } }: Item): void {
    const told = value === undefined ? undefined : decodeEntry(value)
    if (told === undefined || value === undefined || !sameBytes(key, keyOfPeer(peer))) return
    const ageMs = Math.max(0, Math.round(calendarOf(step.wall) - told.atMs))
    const entry = { ...told, figures: agedBy(told.figures, ageMs) }
    if (entry.atMs + entry.leaseMs + CLOCKS_MS < step.wall.earliest) return
    const seen = { entry, value }
    const known = find.latest.get(peer)
    if (known === undefined) find.latest.set(peer, seen)
    else {
      // One of the two is old, or made up by who keeps it.
      const { signer } = this.#core.siblings
      const [later, earlier] = isLaterEntry(entry, known.entry) ? [seen, known] : [known, seen]
      find.latest.set(peer, isSigned(signer, peer, later.value) ? later : earlier)
    }
  }

  #matching({ latest, conditions, own }: Find): (readonly [PeerKey, Seen])[] {
    const { self } = this.#core.siblings
    return [...latest].filter(([peer, { entry }]) => {
      const { figures, located } = entry
      if (peer !== self) return holds(conditions, { figures, coordinate: located.coordinate }, own)
      // To itself a node has no way to go.
      return holds(conditions, { figures, coordinate: ORIGIN }, ORIGIN)
    })
  }

  #answer(step: Step, find: Find, hasMore: boolean): void {
    this.#finds.delete(find.id)
    const { limit, order, asked, missingParts } = find
    const matching = this.#matching(find).map(([peer, seen]) => [peer, seen, this.#wayTo(find, peer, seen)] as const)
    if (order !== undefined) {
      const { by, descending } = order
      const worth = ([, { entry }, roundTripMs]: (typeof matching)[number]): number =>
        by === 'rtt' ? roundTripMs : figureOf(entry.figures, by)
      const sign = descending ? -1 : 1
      matching.sort((a, b) => sign * (worth(a) - worth(b)) || (a[0] < b[0] ? -1 : 1))
    }
    const nodes: FoundNode[] = []
    let unsigned = 0
    for (const [peer, seen, roundTripMs] of matching) {
      if (nodes.length >= limit) break
      const found = this.#found(step, peer, seen, roundTripMs)
      if (found === undefined) unsigned++
      else nodes.push(found)
    }
    const matched = matching.length - unsigned
    this.#end(step, find.id, succeed({ nodes, matched, hasMore, missingParts, asked }))
  }

  #wayTo({ own }: Find, peer: PeerKey, { entry }: Seen): number {
    return peer === this.#core.siblings.self ? 0 : roundTripOf(own, entry.located.coordinate)
  }

  /** Undefined: it has not said so itself. */
  #found(step: Step, peer: PeerKey, { entry, value }: Seen, roundTripMs: number): FoundNode | undefined {
    const { signer, refOf } = this.#core.siblings
    const { epoch, addresses, figures, located, atMs } = entry
    const node = isSigned(signer, peer, value) ? refOf(peer, epoch, addresses) : undefined
    if (node === undefined) return undefined
    return { node, figures, located, roundTripMs, ageMs: Math.max(0, Math.round(calendarOf(step.wall) - atMs)) }
  }

  #end(step: Step, id: CommandId, result: Result): void {
    step.effects.push({ type: 'done', id, result })
  }
}

const FAILURES: Readonly<Record<string, AttributesFailure>> = {
  NOT_JOINED: 'NOT_JOINED',
  OVERLOAD: 'OVERLOAD',
  LOOKUP_TIMEOUT: 'LOOKUP_TIMEOUT',
  TIMEOUT: 'LOOKUP_TIMEOUT',
}
