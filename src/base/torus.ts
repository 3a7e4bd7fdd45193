import { asciiBytes } from './ascii.ts'
import { OrbError } from './errors.ts'
import type { Random } from './random.ts'
import type { Brand } from './units.ts'

/**
 * The d-dimensional torus [0, 1)^d of CAN (Ratnasamy et al., SIGCOMM 2001), and the zones it is cut into. A zone is a
 * dyadic box: halved again and again in fixed cyclic order of the dimensions, so its volume, its bounds and who abuts whom
 * are exact, and the bits of the halvings, lower half '0', name it. Those names are the leaves of the binary partition
 * tree: zones tile the torus when their names are a complete prefix code.
 */

/** A zone's name: its way from the root of the partition tree, '0' and '1'; '' is the whole torus. */
export type ZonePath = Brand<string, 'ZonePath'>

/** A point: as many coordinates as there are dimensions, each in [0, 1). */
export type Point = readonly number[]

/** A box with bounds `low[i] ≤ x[i] < high[i]`, 0 ≤ low < high ≤ 1: it does not wrap around. */
export interface Box {
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** A box with the path that names it. Immutable. */
export interface Zone extends Box {
  readonly path: ZonePath
}

export const MAX_DIMENSIONS = 16
/** Halvings in one dimension: bounds are multiples of 2^-32, as the points of keys are, and exact as numbers. */
export const MAX_HALVINGS = 32

/** The smallest side a zone can have. */
const GRAIN = 2 ** -MAX_HALVINGS

export const ROOT_PATH = '' as ZonePath

/** Halvings a zone can have at most. */
export const maxDepth = (dimensions: number): number => dimensions * MAX_HALVINGS

export const isZonePath = (text: string, dimensions: number): text is ZonePath =>
  text.length <= maxDepth(dimensions) && /^[01]*$/.test(text)

/** The zone of a path. */
export function zoneOf(path: ZonePath, dimensions: number): Zone {
  const low = new Array<number>(dimensions).fill(0)
  const high = new Array<number>(dimensions).fill(1)
  for (let i = 0; i < path.length; i++) {
    const axis = i % dimensions
    const middle = middleOf(low, high, axis)
    if (path.charCodeAt(i) === 48) high[axis] = middle
    else low[axis] = middle
  }
  return { path, low, high }
}

const middleOf = (low: readonly number[], high: readonly number[], axis: number): number =>
  ((low[axis] ?? 0) + (high[axis] ?? 1)) / 2

/** Both halves, or undefined when the zone is as small as a zone can be. */
export function halvesOf(zone: Zone): readonly [lower: Zone, upper: Zone] | undefined {
  const dimensions = zone.low.length
  if (zone.path.length >= maxDepth(dimensions)) return undefined
  const axis = zone.path.length % dimensions
  const middle = middleOf(zone.low, zone.high, axis)
  return [
    { path: `${zone.path}0` as ZonePath, low: zone.low, high: zone.high.with(axis, middle) },
    { path: `${zone.path}1` as ZonePath, low: zone.low.with(axis, middle), high: zone.high },
  ]
}

/** The whole is 1. Exact for zones of up to 1,074 halvings. */
export const volumeOf = (path: ZonePath): number => 2 ** -path.length

/** Undefined for the root. */
export const parentOf = (path: ZonePath): ZonePath | undefined =>
  path === '' ? undefined : (path.slice(0, -1) as ZonePath)

/** The other half of its parent; undefined for the root. */
export const siblingOf = (path: ZonePath): ZonePath | undefined =>
  path === '' ? undefined : ((path.slice(0, -1) + (path.endsWith('0') ? '1' : '0')) as ZonePath)

/** Whether `inner` is `outer` or a part of it. */
export const covers = (outer: ZonePath, inner: ZonePath): boolean => inner.startsWith(outer)

/** Whether two zones have a point in common: then one covers the other. */
export const overlap = (a: ZonePath, b: ZonePath): boolean => a.startsWith(b) || b.startsWith(a)

/** What is left of `outer` without `inner`, which it covers: the fewest zones, at most one of each size. */
export function without(outer: ZonePath, inner: ZonePath): ZonePath[] {
  const left: ZonePath[] = []
  for (let at = inner; at.length > outer.length; at = at.slice(0, -1) as ZonePath) {
    const sibling = siblingOf(at)
    if (sibling !== undefined) left.push(sibling)
  }
  return left
}

/** The path of the zone of `depth` halvings in which the point lies. */
export function pathOfPoint(point: Point, depth: number): ZonePath {
  const dimensions = point.length
  const rest = [...point]
  let path = ''
  for (let i = 0; i < depth; i++) {
    const axis = i % dimensions
    const doubled = (rest[axis] ?? 0) * 2
    path += doubled >= 1 ? '1' : '0'
    rest[axis] = doubled >= 1 ? doubled - 1 : doubled
  }
  return path as ZonePath
}

/** Whether the point lies in the box. */
export function contains(box: Box, point: Point): boolean {
  for (let i = 0; i < point.length; i++) {
    const x = point[i] ?? 0
    if (x < (box.low[i] ?? 0) || x >= (box.high[i] ?? 1)) return false
  }
  return true
}

/** A point of the box by chance, each as likely. */
export const pointIn = ({ low, high }: Box, random: Random): number[] =>
  low.map((x, i) => x + random.float() * ((high[i] ?? 1) - x))

/** Whether two boxes have a point in common. */
export function intersects(a: Box, b: Box): boolean {
  for (let i = 0; i < a.low.length; i++) {
    if ((a.low[i] ?? 0) >= (b.high[i] ?? 1) || (b.low[i] ?? 0) >= (a.high[i] ?? 1)) return false
  }
  return true
}

/** Whether all of `inner` lies in `outer`. */
export function encloses(outer: Box, inner: Box): boolean {
  for (let i = 0; i < outer.low.length; i++) {
    if ((inner.low[i] ?? 0) < (outer.low[i] ?? 0) || (inner.high[i] ?? 1) > (outer.high[i] ?? 1)) return false
  }
  return true
}

/**
 * The axis along which two zones abut, or undefined when they are no neighbours. Neighbours: their sides overlap in all
 * dimensions but one, and touch in that one, around the torus too (§2.1). Zones that overlap in all are none.
 */
export function abutsAlong(a: Box, b: Box): number | undefined {
  let along: number | undefined
  for (let i = 0; i < a.low.length; i++) {
    const aLow = a.low[i] ?? 0
    const aHigh = a.high[i] ?? 1
    const bLow = b.low[i] ?? 0
    const bHigh = b.high[i] ?? 1
    if (aLow < bHigh && bLow < aHigh) continue
    if (along !== undefined) return undefined
    if (aHigh !== bLow && bHigh !== aLow && !(aHigh === 1 && bLow === 0) && !(bHigh === 1 && aLow === 0))
      return undefined
    along = i
  }
  return along
}

export const areNeighbours = (a: Box, b: Box): boolean => abutsAlong(a, b) !== undefined

/** How far x lies outside [low, high) on the circle of length 1; 0 inside, and never 0 outside. */
function gap(x: number, low: number, high: number): number {
  if (x >= low && x < high) return 0
  // `high` itself is outside: the last grain of the side is what can be reached.
  const above = x >= high ? x - high + GRAIN : x - high + GRAIN + 1
  const below = x < low ? low - x : low - x + 1
  return Math.min(above, below)
}

/**
 * Square of the Euclidean distance on the torus from a point to the nearest point of a zone; 0 exactly when it lies in it.
 * Of zones that tile the torus, each that does not hold the point has a neighbour that is strictly nearer.
 */
export function squaredDistance(box: Box, point: Point): number {
  let sum = 0
  for (let i = 0; i < point.length; i++) {
    const away = gap(point[i] ?? 0, box.low[i] ?? 0, box.high[i] ?? 1)
    sum += away * away
  }
  return sum
}

/** Square of the Euclidean distance of two points on the torus. */
export function squaredDistanceOfPoints(a: Point, b: Point): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const away = Math.abs((a[i] ?? 0) - (b[i] ?? 0))
    const near = Math.min(away, 1 - away)
    sum += near * near
  }
  return sum
}

/**
 * What keeps zones from tiling the torus: names of zones that overlap, and of the fewest that would fill the gaps. Both are
 * empty when the tiling is exact. n log n; no arithmetic, so nothing is rounded.
 */
export function tilingFaults(paths: Iterable<ZonePath>): { readonly overlaps: ZonePath[]; readonly gaps: ZonePath[] } {
  const sorted = [...paths].sort()
  const overlaps: ZonePath[] = []
  const gaps: ZonePath[] = []
  /** All zones before this one, in the order of the tree, are filled or in `gaps`; undefined: all are. */
  let next: string | undefined = ''
  let last: ZonePath | undefined
  for (const path of sorted) {
    if (last !== undefined && covers(last, path)) {
      overlaps.push(path)
      continue
    }
    last = path
    if (next !== undefined) gaps.push(...between(next, path))
    next = after(path)
  }
  if (next !== undefined) gaps.push(...between(next, undefined))
  return { overlaps, gaps }
}

/** The zones from `next`, a leaf position, up to `path`; undefined: to the end. */
function between(next: string, path: ZonePath | undefined): ZonePath[] {
  const gaps: ZonePath[] = []
  let at: string | undefined = next
  while (at !== undefined) {
    if (path?.startsWith(at) === true) {
      if (path === at) return gaps
      // Down to where it stands: each lower half that is passed by on the way is missing.
      for (let i = at.length; i < path.length; i++) {
        if (path.charCodeAt(i) === 49) gaps.push(`${path.slice(0, i)}0` as ZonePath)
      }
      return gaps
    }
    gaps.push(at as ZonePath)
    at = after(at as ZonePath)
  }
  return gaps
}

/** The largest zone that begins where this one ends in the order of the tree; undefined after the last. */
function after(path: ZonePath): string | undefined {
  const at = path.lastIndexOf('0')
  return at === -1 ? undefined : `${path.slice(0, at)}1`
}

/** @throws OrbError INVALID_ARGUMENT unless it is a point of that many dimensions. */
export function checkPoint(point: Point, dimensions: number): void {
  if (point.length === dimensions && point.every((x) => x >= 0 && x < 1)) return
  throw new OrbError('INVALID_ARGUMENT', `not a point of ${dimensions.toString()} dimensions: ${shown(point)}`, {
    hint: 'give one coordinate for each dimension, at least 0 and below 1',
  })
}

/** @throws OrbError INVALID_ARGUMENT unless it is a box of that many dimensions which holds a point. */
export function checkBox(box: Box, dimensions: number): void {
  const { low, high } = box
  const fits = low.length === dimensions && high.length === dimensions
  if (fits && low.every((x, i) => x >= 0 && x < (high[i] ?? 0) && (high[i] ?? 2) <= 1)) return
  throw new OrbError(
    'INVALID_ARGUMENT',
    `not a box of ${dimensions.toString()} dimensions: ${shown(low)} to ${shown(high)}`,
    {
      hint: 'each lower bound is at least 0 and below its upper bound, which is at most 1',
    },
  )
}

const shown = (values: readonly number[]): string =>
  `${values.slice(0, MAX_DIMENSIONS).join(',')}${values.length > MAX_DIMENSIONS ? ',…' : ''}`

/** SHA-512 over the concatenation of the parts: 64 bytes. An argument, since base imports nothing. */
export type Sha512 = (...parts: readonly Uint8Array[]) => Uint8Array

const POINT_DOMAIN = asciiBytes('orbweaver/can/1')

/**
 * The point of a key in the space of items: coordinate i is the i-th 32-bit big-endian word of SHA-512("orbweaver/can/1",
 * key) divided by 2^32; 1 to 16 dimensions, as many as there are words.
 */
export function pointOfKey(sha512: Sha512, key: Uint8Array, dimensions: number): Point {
  const digest = sha512(POINT_DOMAIN, key)
  const words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength)
  return Array.from({ length: dimensions }, (_, i) => words.getUint32(4 * i) / 2 ** 32)
}
