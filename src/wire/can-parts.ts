import { isZonePath, MAX_DIMENSIONS, MAX_HALVINGS, type Point, type ZonePath } from '../base/index.ts'
import { atMost, atMostLong, exactly, present } from './codec.ts'
import { WireError } from './errors.ts'
import type * as pb from './generated/can.ts'

export const CAN_LIMITS = {
  /** The highest index of a space: that of attributes. */
  space: 16,
  /** Zones of one node in one message. */
  claims: 32,
  /** Neighbours told in one message. */
  around: 64,
  /** Of one node. */
  mates: 3,
  hops: 255,
  pairHops: 64,
  /** Peers of one detour. */
  visited: 64,
  /** Halvings of a zone. */
  depth: MAX_DIMENSIONS * MAX_HALVINGS,
  epoch: 2 ** 32 - 1,
  keyBytes: 256,
  valueBytes: 8_192,
  /** Items of one message. */
  items: 256,
  /** Parts of one digest. */
  parts: 64,
  leaseMs: 604_800_000,
  /** Characters of a place: 64 halvings, a slash and the key in hex. */
  place: 577,
  replicas: 8,
} as const

export function pathTo(path: ZonePath): pb.CanPath {
  const bits = new Uint8Array(Math.ceil(path.length / 8))
  for (let i = 0; i < path.length; i++) {
    if (path.charCodeAt(i) === 49) bits[i >> 3] = (bits[i >> 3] ?? 0) | (128 >> (i & 7))
  }
  return { length: path.length, bits }
}

export function pathFrom(wire: pb.CanPath | undefined, field: string): ZonePath {
  const { length, bits } = present(wire, field)
  atMost(length, CAN_LIMITS.depth, `${field}.length`)
  exactly(bits, Math.ceil(length / 8), `${field}.bits`)
  let path = ''
  for (let i = 0; i < 8 * bits.byteLength; i++) {
    const bit = ((bits[i >> 3] ?? 0) >> (7 - (i & 7))) & 1
    if (i < length) path += bit === 1 ? '1' : '0'
    else if (bit === 1) throw new WireError('malformed', `${field} has bits after its end`)
  }
  if (!isZonePath(path, MAX_DIMENSIONS)) throw new WireError('malformed', `${field} is no path`)
  return path
}

export function pointFrom(point: number[]): Point {
  atMostLong(point, MAX_DIMENSIONS, 'point')
  if (point.length === 0) throw new WireError('malformed', 'point is missing')
  if (!point.every((x) => x >= 0 && x < 1)) throw new WireError('malformed', 'a coordinate is not in [0, 1)')
  return point
}
