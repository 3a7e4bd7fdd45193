import type { PeerKey, ZonePath } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { isWriters, itemBytes, itemOf, itemPut, newest, placeOf, rangeOf, rowKeyOf } from './items.ts'
import { MAX_LEASE_MS, type Item, type PartDigest } from './messages.ts'
import type { Space } from './space.ts'

/** What is kept of items in memory: counts and digests of all parts of up to so many halvings. */
const BUCKET_BITS = 12
/** Rows read at a time. */
const PAGE_ROWS = 256
/** Rows being changed, and changes that wait for them; what comes besides fails. */
export const MAX_CHANGES = 8_192
/** Writers counted one by one; those beyond share one count, and one quota. */
export const MAX_WRITERS = 65_536
/** How far the version of an item may be above this node's Lamport clock. */
export const MAX_LAMPORT_LEAP = 2 ** 32
/** How far the clocks of two nodes may be apart before a lease is cut. */
export const CLOCKS_MS = 3_600_000
const OTHERS = '' as PeerKey

interface Part {
  count: number
  /** Of them those that are remembered as removed. */
  gone: number
  low: number
  high: number
}

/** Items on this node's disk, its own and copies; in memory only counts, what writers use, and a digest of each bucket. */
export class Shelf {
  readonly #core: Core
  /** By `partOf`; a part in which nothing is has none. */
  readonly #parts = new Map<number, Part>()
  readonly #writers = new Map<PeerKey, number>()
  /** Rows that are being changed, and who waits for that. */
  readonly #busy = new Map<string, ((then: Step) => void)[]>()
  /** Of all rows, those that wait included. */
  #changes = 0
  count = 0
  bytes = 0

  constructor(core: Core) {
    this.#core = core
  }

  /** Items written by that peer that this node keeps. */
  writtenBy(peer: PeerKey): number {
    return this.#writers.get(this.#writer(peer)) ?? 0
  }

  /** A row that was there at the start. */
  restore(space: number, place: string, item: Item): void {
    this.#account(space, place, item, 1)
  }

  get(
    step: Step,
    space: Space,
    place: string,
    ends: { item(then: Step, item: Item | undefined): void; failed(then: Step): void },
  ): void {
    const from = rowKeyOf(space.index, place)
    this.#core.read(step, { from, below: `${from}\0` }, 1, {
      rows: (then, [row]) => {
        ends.item(then, row === undefined ? undefined : itemOf(row)?.item)
      },
      failed: (then) => {
        ends.failed(then)
      },
    })
  }

  /** Items below the path from after the place on, in order, at most so many. */
  page(
    step: Step,
    space: Space,
    path: ZonePath,
    after: string | undefined,
    limit: number,
    ends: { items(then: Step, items: readonly Item[], more: boolean): void; failed(then: Step): void },
  ): void {
    const range = rangeOf(space.index, path)
    const from = after === undefined ? undefined : `${rowKeyOf(space.index, after)}\0`
    const rest = from !== undefined && from > range.from ? { from, below: range.below } : range
    if (rest.from >= rest.below) {
      ends.items(step, [], false)
      return
    }
    this.#core.read(step, rest, Math.min(limit, PAGE_ROWS), {
      rows: (then, rows, more) => {
        ends.items(
          then,
          rows.flatMap((row) => itemOf(row)?.item ?? []),
          more !== undefined,
        )
      },
      failed: (then) => {
        ends.failed(then)
      },
    })
  }

  /**
   * Changes the item at a place: `change` is given what is there and gives what is to be there, or undefined to leave it.
   * One change of a place after the other. `done` is told what stands there when it is durable.
   */
  change(
    step: Step,
    space: Space,
    place: string,
    change: (then: Step, before: Item | undefined) => Item | undefined,
    ends: { done(then: Step, item: Item | undefined): void; failed(then: Step): void },
  ): void {
    const name = rowKeyOf(space.index, place)
    const waiting = this.#busy.get(name)
    if (this.#changes >= MAX_CHANGES) {
      ends.failed(step)
      return
    }
    if (waiting !== undefined) {
      this.#changes++
      waiting.push((then) => {
        this.#changes--
        this.change(then, space, place, change, ends)
      })
      return
    }
    this.#busy.set(name, [])
    this.#changes++
    const failed = (then: Step): void => {
      ends.failed(then)
      this.#next(then, name)
    }
    this.get(step, space, place, {
      item: (then, before) => {
        const after = change(then, before)
        if (after === undefined || after === before) {
          ends.done(then, before)
          this.#next(then, name)
          return
        }
        const done = (last: Step): void => {
          if (before !== undefined) this.#account(space.index, place, before, -1)
          this.#account(space.index, place, after, 1)
          ends.done(last, after)
          this.#next(last, name)
        }
        this.#core.write(then, [itemPut(space.index, after)], { written: done, failed })
      },
      failed,
    })
  }

  /** Takes copies in: each where it is later than what is there. `done` when all are durable. */
  store(
    step: Step,
    space: Space,
    told: readonly Item[],
    ends: { done(then: Step): void; failed(then: Step): void },
  ): void {
    const items = told.flatMap((item) => sane(step, space, item) ?? [])
    let open = items.length
    let hasFailed = false
    const end = (then: Step): void => {
      if (--open > 0) return
      if (hasFailed) ends.failed(then)
      else ends.done(then)
    }
    if (open === 0) {
      ends.done(step)
      return
    }
    for (const item of items) {
      this.change(step, space, placeOf(item.point, item.key), (_, before) => newest(item, before), {
        done: end,
        failed: (then) => {
          hasFailed = true
          end(then)
        },
      })
    }
  }

  /** Forgets what stands at its place, unless that is being changed. */
  drop(step: Step, space: number, item: Item): void {
    const place = placeOf(item.point, item.key)
    const key = rowKeyOf(space, place)
    if (this.#busy.has(key)) return
    // Of a space this node does not have, or that had other dimensions, nothing is counted.
    const isCounted = this.#core.space(space)?.dimensions === item.point.length
    if (isCounted) this.#account(space, place, item, -1)
    const failed = (): void => {
      if (isCounted) this.#account(space, place, item, 1)
    }
    this.#core.write(step, [{ key }], { failed }, false)
  }

  /** Of what lies below a path of at most BUCKET_BITS halvings; undefined: it has to be counted row by row. */
  digest(space: Space, path: ZonePath): PartDigest | undefined {
    if (path.length > BUCKET_BITS) return undefined
    const { count, low, high } = this.#parts.get(partOf(space.index, path)) ?? NOTHING
    return { path, count, hash: [low >>> 0, high >>> 0] }
  }

  /** How many below a path of at most BUCKET_BITS halvings were not removed; undefined: it is not counted, so small it is. */
  present(space: Space, path: ZonePath): number | undefined {
    if (path.length > BUCKET_BITS) return undefined
    const { count, gone } = this.#parts.get(partOf(space.index, path)) ?? NOTHING
    return count - gone
  }

  /** About how many lie below a path: as if what lies in the smallest part that is counted were spread evenly. */
  estimate(space: Space, path: ZonePath): number {
    const { count } = this.#parts.get(partOf(space.index, path.slice(0, BUCKET_BITS))) ?? NOTHING
    return count * 2 ** -Math.max(0, path.length - BUCKET_BITS)
  }

  #account(space: number, place: string, item: Item, sign: 1 | -1): void {
    const [low, high] = hashOf(place, item)
    const gone = item.value === undefined ? sign : 0
    // From the smallest part in which it lies up to the whole: each is named by a bit less.
    for (let bits = bitsOf(place.slice(0, BUCKET_BITS)); bits > 0; bits >>= 1) {
      const name = space * PARTS + bits
      const part = this.#parts.get(name)
      if (part === undefined) this.#parts.set(name, { count: sign, gone, low, high })
      else {
        part.count += sign
        part.gone += gone
        part.low ^= low
        part.high ^= high
        if (part.count === 0) this.#parts.delete(name)
      }
    }
    this.count += sign
    this.bytes += sign * itemBytes(item)
    const peer = this.#writer(item.version.peer)
    const written = (this.#writers.get(peer) ?? 0) + sign
    if (written > 0) this.#writers.set(peer, written)
    else this.#writers.delete(peer)
  }

  #writer(peer: PeerKey): PeerKey {
    return this.#writers.has(peer) || this.#writers.size < MAX_WRITERS ? peer : OTHERS
  }

  #next(step: Step, name: string): void {
    const waiting = this.#busy.get(name) ?? []
    this.#busy.delete(name)
    this.#changes--
    const [first, ...others] = waiting
    if (first === undefined) return
    first(step)
    const now = this.#busy.get(name)
    if (now !== undefined) now.push(...others)
    else for (const each of others) each(step)
  }
}

const NOTHING: Part = { count: 0, gone: 0, low: 0, high: 0 }

/** More than all parts of one space. */
const PARTS = 2 ** (BUCKET_BITS + 1)
const bitsOf = (path: string): number => parseInt(`1${path}`, 2)
const partOf = (space: number, path: string): number => space * PARTS + bitsOf(path)

/**
 * What another says of an item, within what can be: no lease ends later than one that begins now, no version is far above
 * this node's clock, of which each message of an honest one tells, and what a node is like nobody says but itself.
 */
function sane({ wall, lamport }: Step, { holds }: Space, item: Item): Item | undefined {
  if (item.version.lamport > lamport + MAX_LAMPORT_LEAP || !isWriters(holds, item.key, item.version.peer))
    return undefined
  const latest = wall.latest + MAX_LEASE_MS + CLOCKS_MS
  if (item.expiresAtMs <= latest && item.keepUntilMs <= latest) return item
  return {
    ...item,
    expiresAtMs: Math.min(item.expiresAtMs, latest),
    keepUntilMs: Math.min(item.keepUntilMs, latest),
  }
}

/** Two words over place and version: FNV-1a with two offsets. Against chance, not against malice. */
export function hashOf(place: string, { version, keepUntilMs }: Item): readonly [number, number] {
  const text = `${place}|${version.lamport.toString()}|${version.peer}|${keepUntilMs.toString()}`
  let low = 0x811c9dc5
  let high = 0x1000193
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
  }
  return [low >>> 0, high >>> 0]
}
