import { between, inArc, plusPowerOfTwo, RING_BITS, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import type { FingerEntry } from './commands.ts'

/**
 * The fingers that the successor list does not tell: finger i is succ(self + 2^i) (Stoica et al., ToN 2003 §IV.D). Of the
 * 256 starts all but about log2 N have the same node as the one below; only distinct ones are kept, in two parallel
 * lists by rising exponent.
 */
export interface Fingers {
  exponents: number[]
  nodes: NodeRef[]
  /** The exponent that is looked at next; undefined: the sweep begins again behind the successor list. */
  next: number | undefined
  /** A check or look-up of a finger is under way. */
  busy: boolean
}

export const noFingers = (): Fingers => ({ exponents: [], nodes: [], next: undefined, busy: false })

const RING_MASK = (1n << BigInt(RING_BITS)) - 1n
/** Hex digits that fit a double exactly: two ids of a real ring differ within them. */
const TOP_DIGITS = 13
const TOP_BITS = TOP_DIGITS * 4

/**
 * The lowest exponent whose start self + 2^i lies behind `node`, so that its finger is another one; undefined when the
 * starts have gone round.
 */
export function exponentBehind(self: RingId, node: RingId): number | undefined {
  const bits = bitsOfDistance(self, node)
  return bits < RING_BITS ? bits : undefined
}

/** Bit length of the clockwise distance; its leading digits nearly always decide, without 256-bit arithmetic. */
function bitsOfDistance(from: RingId, to: RingId): number {
  const borrow = to.slice(TOP_DIGITS) < from.slice(TOP_DIGITS) ? 1 : 0
  const top = Number.parseInt(to.slice(0, TOP_DIGITS), 16) - Number.parseInt(from.slice(0, TOP_DIGITS), 16) - borrow
  const distance = top < 0 ? top + 2 ** TOP_BITS : top
  if (distance > 0) return RING_BITS - TOP_BITS + bitLength(distance)
  const exact = (BigInt(`0x${to}`) - BigInt(`0x${from}`)) & RING_MASK
  return exact === 0n ? 0 : exact.toString(2).length
}

/** Bits of an integer in [1, 2^53). */
function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32)
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value)
}

export const startOf = plusPowerOfTwo

export function fingerAt(fingers: Fingers, exponent: number): NodeRef | undefined {
  const index = fingers.exponents.indexOf(exponent)
  return index < 0 ? undefined : fingers.nodes[index]
}

/** Enters a finger, and drops those between the one below and this one: they are the same node. True when it is news. */
export function enterFinger(fingers: Fingers, exponent: number, node: NodeRef, self: RingId): boolean {
  const { exponents, nodes } = fingers
  let at = 0
  while (at < exponents.length && (exponents[at] as number) < exponent) at++
  // From here on: those that this node makes superfluous, as their start does not lie behind it.
  const behind = exponentBehind(self, node.id) ?? RING_BITS
  let end = at
  while (end < exponents.length && (exponents[end] as number) < behind) end++
  if (end === at + 1 && exponents[at] === exponent && nodes[at] === node) return false
  exponents.splice(at, end - at, exponent)
  nodes.splice(at, end - at, node)
  return true
}

/** Drops the fingers whose exponents lie in [from, to). */
export function dropFingers(fingers: Fingers, from: number, to: number): boolean {
  const before = fingers.nodes.length
  for (let i = fingers.nodes.length - 1; i >= 0; i--) {
    const exponent = fingers.exponents[i] as number
    if (exponent >= from && exponent < to) remove(fingers, i)
  }
  return fingers.nodes.length !== before
}

/** Drops every finger that is this peer. */
export function dropPeer(fingers: Fingers, peer: PeerKey): boolean {
  const before = fingers.nodes.length
  for (let i = fingers.nodes.length - 1; i >= 0; i--) if (fingers.nodes[i]?.peer === peer) remove(fingers, i)
  return fingers.nodes.length !== before
}

/** Drops one node, which is no member any more; others of its peer may be. */
export function dropNode(fingers: Fingers, id: RingId): boolean {
  const before = fingers.nodes.length
  for (let i = before - 1; i >= 0; i--) if (fingers.nodes[i]?.id === id) remove(fingers, i)
  return fingers.nodes.length !== before
}

function remove(fingers: Fingers, index: number): void {
  fingers.exponents.splice(index, 1)
  fingers.nodes.splice(index, 1)
}

/**
 * Which entries of the successor list are fingers: those with a start between them and the entry before. All of
 * classical Chord's table near the node itself.
 */
export function fingersInList(self: RingId, list: readonly NodeRef[]): FingerEntry[] {
  const entries: FingerEntry[] = []
  let exponent: number | undefined = 0
  for (const node of list) {
    const start = startOf(self, exponent)
    if (!inArc(self, start, node.id)) continue
    entries.push({ start, node })
    exponent = exponentBehind(self, node.id)
    if (exponent === undefined) break
  }
  return entries
}

/** The distinct fingers of list and table together, nearest first. */
export function distinctFingers(self: RingId, list: readonly NodeRef[], fingers: Fingers): FingerEntry[] {
  const entries = fingersInList(self, list)
  let last = list.at(-1)?.id ?? self
  for (let i = 0; i < fingers.nodes.length; i++) {
    const node = fingers.nodes[i] as NodeRef
    if (last !== self && !between(last, node.id, self)) continue
    entries.push({ start: startOf(self, fingers.exponents[i] as number), node })
    last = node.id
  }
  return entries
}
