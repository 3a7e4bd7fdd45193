import {
  abutsAlong,
  areNeighbours,
  covers,
  parentOf,
  siblingOf,
  volumeOf,
  type Zone,
  type ZonePath,
} from '../../base/index.ts'

/**
 * What a node decides from its tables alone, apart from how it comes to know and to tell: which way a message goes on,
 * which zone is split, who inherits one, where two siblings are. The paper tests decide by the same functions.
 */

/** Somebody to whom a message might go on. */
export interface Way {
  /** Square of its distance from the point; 0: it holds it. */
  readonly away: number
  /** Undefined: not measured yet. */
  readonly roundTripMs: number | undefined
}

/** Round trips below this are the same: what is measured there is the work, not the way. */
const LEAST_MS = 0.1

/**
 * Of ways that are nearer than a node itself, the one that makes most way for its round trip, the nearest while one of them
 * is not measured; and who holds the point before all others (Ratnasamy et al. §3.3).
 *
 * @param than square of the node's own distance; Infinity: any
 */
export function mostWay<Each extends Way>(ways: readonly Each[], than: number): Each | undefined {
  const from = Math.sqrt(Math.min(than, 1e9))
  const allMeasured = ways.every(({ roundTripMs }) => roundTripMs !== undefined)
  let best: Each | undefined
  let most = -Infinity
  let isHolder = false
  for (const each of ways) {
    const holds = each.away === 0
    if (isHolder && !holds) continue
    const way = from - Math.sqrt(each.away)
    const worth = allMeasured ? way / Math.max(each.roundTripMs ?? LEAST_MS, LEAST_MS) : way
    if (worth <= most && holds === isHolder) continue
    most = worth
    best = each
    isHolder = holds
  }
  return best
}

/** Those whose zone is the largest, when it is larger than `own`: one of them is split instead (§3.7). */
export function largerThan<Each>(own: ZonePath, around: Iterable<readonly [Each, ZonePath]>): Each[] {
  let most = volumeOf(own)
  let best: Each[] = []
  for (const [each, path] of around) {
    const volume = volumeOf(path)
    if (volume > most) {
      most = volume
      best = [each]
    } else if (volume === most && best.length > 0) best.push(each)
  }
  return best
}

/** Somebody beside a node and what it holds. */
export interface Holder {
  readonly held: readonly { readonly path: ZonePath; readonly zone: Zone }[]
  readonly volume: number
}

/** Who is given a zone when its holder leaves: who holds its sibling, since both become one, else who holds least beside it. */
export function heirOf<Each extends Holder>(zone: Zone, around: Iterable<Each>): Each | undefined {
  const sibling = siblingOf(zone.path)
  let best: Each | undefined
  for (const each of around) {
    if (each.held.some(({ path }) => path === sibling)) return each
    if (!each.held.some((held) => areNeighbours(held.zone, zone))) continue
    if (best === undefined || each.volume < best.volume) best = each
  }
  return best
}

/** Whether the first of two, by what they hold and their ids, takes over a zone whose holder has died (§2.3). */
export const takesBefore = (volume: number, id: string, thanVolume: number, thanId: string): boolean =>
  volume < thanVolume || (volume === thanVolume && id < thanId)

/**
 * One step of the search for two sibling leaves (appendix A), at the holder of a zone: either its sibling is one node's, or
 * it goes on with somebody in the sibling's half. Undefined: nobody there is known, or the zone is the root.
 */
export function pairBeside<Each extends Holder>(
  zone: Zone,
  around: Iterable<Each>,
): { readonly pair: ZonePath; readonly with: Each } | { readonly below: ZonePath; readonly next: Each } | undefined {
  const sibling = siblingOf(zone.path)
  const parent = parentOf(zone.path)
  if (sibling === undefined || parent === undefined) return undefined
  let next: Each | undefined
  for (const each of around) {
    for (const { path, zone: theirs } of each.held) {
      if (path === sibling) return { pair: parent, with: each }
      if (next === undefined && covers(sibling, path) && abutsAlong(theirs, zone) !== undefined) next = each
    }
  }
  return next === undefined ? undefined : { below: sibling, next }
}
