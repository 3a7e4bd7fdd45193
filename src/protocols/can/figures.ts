import { areNeighbours, overlap, zoneOf, type Zone } from '../../base/index.ts'
import type { ZoneChange } from '../machine.ts'
import type { SpaceShown } from './commands.ts'
import type { Core } from './core.ts'
import { totalVolume } from './space.ts'

/** What a node has of one space, in numbers. */
export interface SpaceFigures {
  readonly space: number
  readonly state: SpaceShown['state']
  readonly zones: number
  /** Of all zones it holds; the whole is 1. */
  readonly volume: number
  readonly neighbours: number
  /** Halves on their way to newcomers. */
  readonly granted: number
}

/** For status and metrics; cheap. */
export interface CanFigures {
  readonly spaces: readonly SpaceFigures[]
  /** Items on this node's disk, its own and copies of others'; removals that are remembered count too. */
  readonly items: number
  readonly bytes: number
  /** Zones whose items are being collected. */
  readonly collecting: number
  /** Zones of dead neighbours that this node may take over. */
  readonly takingOver: number
  /** Own commands under way: on items, and queries. */
  readonly commands: number
  readonly queries: number
  /** How often zones came here and left, since the start. */
  readonly changes: Readonly<Record<ZoneChange, number>>
}

/** The spaces of a node in numbers. */
export function spaceFigures({ spaces }: Pick<Core, 'spaces'>): SpaceFigures[] {
  return spaces.map(({ index, state, own, grants, neighbours }) => ({
    space: index,
    state,
    zones: own.length,
    volume: totalVolume(own),
    neighbours: neighbours.size,
    granted: grants.length,
  }))
}

export const CAN_INVARIANTS = ['OwnZonesDisjoint', 'ZonesAroundDisjoint', 'NeighboursAbut', 'NoGapAround'] as const
/**
 * Those invariants of the tiling that one node can see broken in its own tables. OwnZonesDisjoint: two of its zones
 * overlap; ZonesAroundDisjoint: a neighbour claims a part of one of its zones, or two neighbours the same; NeighboursAbut: it
 * keeps somebody as neighbour who holds nothing beside it; NoGapAround: a part of a side of one of its zones has nobody
 * beyond it that it knows of.
 */
export type CanInvariant = (typeof CAN_INVARIANTS)[number]

/** How often each is broken in what a node knows now. For moments after a change of hands they may be, and then not. */
export function brokenAround({ dimensions, zones, granted, neighbours }: SpaceShown): Record<CanInvariant, number> {
  const own = zones.map(({ path }) => zoneOf(path, dimensions))
  const given = granted.map(({ path }) => zoneOf(path, dimensions))
  const theirs = neighbours.map(({ claims }) => claims.map(({ path }) => zoneOf(path, dimensions)))
  // What is on its way to somebody who shows it already is known twice, and counted once.
  const around = [
    ...given.filter((each) => !theirs.flat().some((other) => overlap(each.path, other.path))),
    ...theirs.flat(),
  ]
  const onWay = new Set(zones.filter(({ givenTo }) => givenTo !== undefined).map(({ path }) => path))
  const broken = { OwnZonesDisjoint: 0, ZonesAroundDisjoint: 0, NeighboursAbut: 0, NoGapAround: 0 }
  own.forEach((zone, i) => {
    if (own.some((other, at) => at > i && overlap(zone.path, other.path))) broken.OwnZonesDisjoint++
    if (!onWay.has(zone.path) && around.some((other) => overlap(zone.path, other.path))) broken.ZonesAroundDisjoint++
    if (hasGap(zone, [...own, ...around])) broken.NoGapAround++
  })
  around.forEach((zone, i) => {
    if (around.some((other, at) => at > i && overlap(zone.path, other.path))) broken.ZonesAroundDisjoint++
  })
  // Who claims a part of an own zone is beside it too: a rival is counted above, and an heir is none.
  const isBeside = (zone: Zone): boolean =>
    own.some((each) => areNeighbours(each, zone) || overlap(each.path, zone.path))
  for (const held of theirs) if (own.length > 0 && !held.some(isBeside)) broken.NeighboursAbut++
  return broken
}

/** Whether the zones known, which are disjoint, leave a part of one of its sides free. Exact: all areas are powers of two. */
function hasGap(zone: Zone, known: readonly Zone[]): boolean {
  return zone.low.some((low, axis) => {
    const high = zone.high[axis] ?? 1
    if (low === 0 && high === 1) return false
    const side = areaOf(zone, zone, axis)
    const beyond = (at: number, edge: 'low' | 'high'): number =>
      known.reduce((sum, other) => ((other[edge][axis] ?? 0) % 1 === at % 1 ? sum + areaOf(zone, other, axis) : sum), 0)
    return beyond(low, 'high') < side || beyond(high, 'low') < side
  })
}

/** Of what two boxes have in common in all dimensions but one. */
function areaOf(a: Zone, b: Zone, axis: number): number {
  return a.low.reduce((area, low, i) => {
    if (i === axis) return area
    return area * Math.max(0, Math.min(a.high[i] ?? 1, b.high[i] ?? 1) - Math.max(low, b.low[i] ?? 0))
  }, 1)
}
