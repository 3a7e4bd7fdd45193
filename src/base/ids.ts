import { hexOf } from './bytes.ts'
import type { Brand } from './units.ts'
import { OrbError } from './errors.ts'

/**
 * A point of the ring: 256 bits as 64 lower-case hex digits, so that string order is ring order. Strings, not bigint or
 * bytes: they key a Map, compare in native code and are made once per node.
 */
export type RingId = Brand<string, 'RingId'>
/** A libp2p peer id in its text form. */
export type PeerKey = Brand<string, 'PeerKey'>
/** A BitTorrent v2 info-hash (BEP 52), 64 lower-case hex digits. */
export type SwarmId = Brand<string, 'SwarmId'>
/** A multiaddr in its text form. */
export type Multiaddr = Brand<string, 'Multiaddr'>

export const RING_BITS = 256
const HEX_256 = /^[0-9a-f]{64}$/
const RING_SIZE = 1n << BigInt(RING_BITS)

export const isRingId = (text: string): text is RingId => HEX_256.test(text)
export const isSwarmId = (text: string): text is SwarmId => HEX_256.test(text)

/** @throws OrbError INVALID_ARGUMENT unless `text` is 64 lower-case hex digits. */
export function ringId(text: string): RingId {
  if (isRingId(text)) return text
  throw new OrbError('INVALID_ARGUMENT', `not a ring id: ${JSON.stringify(text.slice(0, 80))}`, {
    hint: 'a ring id is 64 lower-case hex digits',
  })
}

/** @throws OrbError INVALID_ARGUMENT unless `text` is 64 lower-case hex digits. */
export function swarmId(text: string): SwarmId {
  if (isSwarmId(text)) return text
  throw new OrbError('INVALID_ARGUMENT', `not a swarm id: ${JSON.stringify(text.slice(0, 80))}`, {
    hint: 'a swarm id is a v2 info-hash: 64 lower-case hex digits',
  })
}

export const peerKey = (text: string): PeerKey => text as PeerKey
export const multiaddr = (text: string): Multiaddr => text as Multiaddr

/** The ring id of 32 bytes. */
export function ringIdOfBytes(bytes: Uint8Array): RingId {
  if (bytes.byteLength !== RING_BITS / 8) throw new OrbError('INVALID_ARGUMENT', 'a ring id has 32 bytes')
  return hexOf(bytes) as RingId
}

/** `id + 2^exponent` on the ring; the start of Chord's finger `exponent` (0 ≤ exponent < 256). */
export const plusPowerOfTwo = (id: RingId, exponent: number): RingId => plus(id, 1n << BigInt(exponent))

/** `id - 1` on the ring: what the arc that begins with `id` comes after. */
export const idBefore = (id: RingId): RingId => plus(id, RING_SIZE - 1n)

function plus(id: RingId, distance: bigint): RingId {
  const sum = (BigInt(`0x${id}`) + distance) % RING_SIZE
  return sum.toString(16).padStart(64, '0') as RingId
}

/**
 * True when x lies strictly inside the clockwise open arc a→b (Zave, TSE 2017 §III). The arc a→a is the whole ring but
 * a: between(a, x, a) holds for every x ≠ a.
 */
export function between(a: RingId, x: RingId, b: RingId): boolean {
  return a < b ? a < x && x < b : x !== a && x !== b ? x > a || x < b : false
}

/** True when x lies in the half-open arc (a, b], the ids a node b with predecessor a is responsible for; (a, a] is all. */
export function inArc(a: RingId, x: RingId, b: RingId): boolean {
  return x === b || between(a, x, b)
}

/** Clockwise distance from a to b as a number in [0, 1): for statistics, exact to 52 bits only. */
export function arcFraction(a: RingId, b: RingId): number {
  const distance = (BigInt(`0x${b}`) - BigInt(`0x${a}`) + RING_SIZE) % RING_SIZE
  return Number(distance >> 204n) / 2 ** 52
}
