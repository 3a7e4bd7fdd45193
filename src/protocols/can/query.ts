import {
  encloses,
  intersects,
  squaredDistanceOfPoints,
  zoneOf,
  type Box,
  type PeerKey,
  type Point,
  type ZonePath,
} from '../../base/index.ts'
import type { CommandId } from '../machine.ts'
import type { Agenda, Known } from './agenda.ts'
import type { HeldPart } from './commands.ts'
import { MAX_ITEMS, type Item } from './messages.ts'
import type { Space } from './space.ts'

/** A query of this node's own, and what has come of it. */
export interface Query {
  readonly id: CommandId
  space: Space
  /** Realities that have not been asked: for what is missing, since their zones are held by others. */
  readonly others: Space[]
  readonly box: Box
  readonly after: string | undefined
  readonly limit: number
  /** Undefined: in the order of the tree. */
  readonly nearestTo: Point | undefined
  /** Until then this space is asked, and until then any. */
  deadlineAt: number
  readonly endsAt: number
  /** By place; of those that came twice the later. */
  readonly found: Map<string, Item>
  /** What this page has no room for: items beyond this place, or farther away than that. Undefined: it is not full. */
  end: string | undefined
  farthest: number | undefined
  /** Zones that have been answered for. */
  readonly covered: Set<ZonePath>
  /** All that cover one of those. */
  readonly above: Set<string>
  /** Who answered for them and what they keep, when that is all that is asked for. */
  readonly map: Map<ZonePath, HeldPart> | undefined
  /** Where an answer was cut off: of places after it nothing is known below its paths. */
  readonly cut: { readonly paths: readonly ZonePath[]; readonly place: string }[]
  /** Known to hold zones in the box. */
  readonly known: Map<PeerKey, Known>
  /** Of them those that have not been asked, and may have to be. */
  readonly waiting: Agenda
  readonly asked: Map<PeerKey, number>
  open: number
  /** How many may be asked at once. */
  window: number
  /** Those asked once more since they were found to hold a part that nobody had answered for. */
  again: number
  answers: number
  finding: boolean
}

/** Where the page ends, when it is full; what it cannot hold any more is dropped, when there is much of it. */
export function fill(query: Query): void {
  const { found, limit, nearestTo } = query
  if (found.size < limit) return
  let places: string[]
  if (nearestTo === undefined) {
    places = [...found.keys()].sort()
    query.end = places[limit - 1]
  } else {
    const away = [...found].map(([place, { point }]) => ({ place, away: squaredDistanceOfPoints(point, nearestTo) }))
    away.sort((a, b) => a.away - b.away)
    places = away.map(({ place }) => place)
    query.farthest = away[limit - 1]?.away
  }
  if (found.size > 4 * limit + MAX_ITEMS) for (const place of places.slice(limit)) found.delete(place)
}

/** What is asked for: of the nearest, when as many as are wanted were found, nothing that is farther away than those. */
export function boxOf({ box, nearestTo, farthest }: Query): Box {
  if (nearestTo === undefined || farthest === undefined) return box
  // A little more than the root: it is rounded.
  const radius = Math.sqrt(farthest) * (1 + 1e-9) + 2 ** -40
  const low = nearestTo.map((x) => x - radius)
  const high = nearestTo.map((x) => x + radius)
  // A side that would wrap around is asked for as a whole.
  const wraps = low.map((x, i) => x < 0 || (high[i] ?? 1) > 1)
  return { low: low.map((x, i) => (wraps[i] === true ? 0 : x)), high: high.map((x, i) => (wraps[i] === true ? 1 : x)) }
}

/**
 * The same parts as far as they matter to the box: each is halved, the largest first, until it lies inside the box, or they
 * are not larger than the box, and never below `depth` halvings. At most `most`, unless there were more.
 */
export function narrowed(
  paths: readonly ZonePath[],
  { box, space: { dimensions } }: Pick<Query, 'box' | 'space'>,
  depth: number,
  most: number,
): ZonePath[] {
  const isInside = (path: ZonePath): boolean => encloses(box, zoneOf(path, dimensions))
  const settled = paths.filter(isInside)
  const open = paths.filter((path) => !settled.includes(path))
  const volume = box.low.reduce((product, low, i) => product * ((box.high[i] ?? 1) - low), 1)
  const over = (): number => open.reduce((sum, path) => sum + 2 ** -path.length, 0)
  while (open.length > 0 && over() > volume) {
    const path = open.reduce((a, b) => (b.length < a.length ? b : a))
    const halves = [`${path}0` as ZonePath, `${path}1` as ZonePath].filter((half) =>
      intersects(zoneOf(half, dimensions), box),
    )
    if (path.length >= depth || open.length + settled.length - 1 + halves.length > most) break
    open.splice(open.indexOf(path), 1)
    for (const half of halves) (isInside(half) ? settled : open).push(half)
  }
  return [...settled, ...open].sort()
}
