import { between, inArc, plusPowerOfTwo, RING_BITS, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import type { FingerEntry } from './commands.ts'
import type { FingersPerDoubling } from './params.ts'
import { topOf } from './route-cost.ts'

/**
 * The fingers that the successor list does not tell. Chord's are succ(self + 2^i) (Stoica et al., ToN 2003 §IV.D); here
 * each doubling of the distance may have several, m in equal steps: slot m·i + k begins at self + 2^i·(1 + k/m). Of all
 * slots all but about m·log2(N/r) have the same node as the one below; only distinct ones are kept, in two parallel
 * lists by rising slot.
 */
export interface Fingers {
  /** m: 1, 2 or 4. */
  readonly perDoubling: FingersPerDoubling
  slots: number[]
  nodes: NodeRef[]
  /** The slot that is looked at next; undefined: the sweep begins again behind the successor list. */
  next: number | undefined
  /** A check or look-up of a finger is under way. */
  busy: boolean
}

export const noFingers = (perDoubling: FingersPerDoubling): Fingers => ({
  perDoubling,
  slots: [],
  nodes: [],
  next: undefined,
  busy: false,
})

/** Behind the last slot. */
export const slotsOf = ({ perDoubling }: Pick<Fingers, 'perDoubling'>): number => RING_BITS * perDoubling

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

/** The lowest slot whose start lies behind `node`; undefined when the starts have gone round. */
export function slotBehind(self: RingId, node: RingId, perDoubling: FingersPerDoubling): number | undefined {
  const bits = bitsOfDistance(self, node)
  const slot = bits === 0 ? 0 : (bits - 1) * perDoubling + stepsInto(self, node, bits, perDoubling)
  return slot < RING_BITS * perDoubling ? slot : undefined
}

/** Of the m steps of its doubling, how many begin at or before a distance of so many bits: 1 to m. */
function stepsInto(from: RingId, to: RingId, bits: number, perDoubling: FingersPerDoubling): number {
  if (perDoubling === 1) return 1
  const shift = bits - 1 - Math.log2(perDoubling)
  const top = topOfDistance(from, to)
  if (top >= perDoubling) return Math.floor(top / 2 ** (shift - RING_BITS + TOP_BITS)) - perDoubling + 1
  const distance = exactDistance(from, to)
  if (shift >= 0) return Number(distance >> BigInt(shift)) - perDoubling + 1
  // Less than m ids of a doubling: some steps are none.
  return Number(distance << BigInt(-shift)) - perDoubling + 2 ** -shift
}

/** Where the slot begins. */
export function startOfSlot(self: RingId, slot: number, perDoubling: FingersPerDoubling): RingId {
  const exponent = Math.floor(slot / perDoubling)
  let start = plusPowerOfTwo(self, exponent)
  // The steps in binary: 2^(exponent - 1) for half of the doubling, and so on.
  for (let part = perDoubling / 2, down = 1; part >= 1; part /= 2, down++) {
    if ((slot & part) !== 0 && exponent >= down) start = plusPowerOfTwo(start, exponent - down)
  }
  return start
}

/** Bit length of the clockwise distance; its leading digits nearly always decide, without 256-bit arithmetic. */
function bitsOfDistance(from: RingId, to: RingId): number {
  const top = topOfDistance(from, to)
  if (top > 0) return RING_BITS - TOP_BITS + bitLength(top)
  const exact = exactDistance(from, to)
  return exact === 0n ? 0 : exact.toString(2).length
}

/** The leading 52 bits of the clockwise distance, rounded down. */
function topOfDistance(from: RingId, to: RingId): number {
  const borrow = to.slice(TOP_DIGITS) < from.slice(TOP_DIGITS) ? 1 : 0
  const top = topOf(to) - topOf(from) - borrow
  return top < 0 ? top + 2 ** TOP_BITS : top
}

const exactDistance = (from: RingId, to: RingId): bigint => (BigInt(`0x${to}`) - BigInt(`0x${from}`)) & RING_MASK

/** Bits of an integer in [1, 2^53). */
function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32)
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value)
}

export const startOf = plusPowerOfTwo

export function fingerAt(fingers: Fingers, slot: number): NodeRef | undefined {
  const index = fingers.slots.indexOf(slot)
  return index < 0 ? undefined : fingers.nodes[index]
}

/** Enters a finger, and drops those between the one below and this one: they are the same node. True when it is news. */
export function enterFinger(fingers: Fingers, slot: number, node: NodeRef, self: RingId): boolean {
  const { slots, nodes } = fingers
  let at = 0
  while (at < slots.length && (slots[at] as number) < slot) at++
  // From here on: those that this node makes superfluous, as their start does not lie behind it.
  const behind = slotBehind(self, node.id, fingers.perDoubling) ?? slotsOf(fingers)
  let end = at
  while (end < slots.length && (slots[end] as number) < behind) end++
  if (end === at + 1 && slots[at] === slot && nodes[at] === node) return false
  slots.splice(at, end - at, slot)
  nodes.splice(at, end - at, node)
  return true
}

/** Drops the fingers whose slots lie in [from, to). */
export function dropFingers(fingers: Fingers, from: number, to: number): boolean {
  const before = fingers.nodes.length
  for (let i = fingers.nodes.length - 1; i >= 0; i--) {
    const slot = fingers.slots[i] as number
    if (slot >= from && slot < to) remove(fingers, i)
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
  fingers.slots.splice(index, 1)
  fingers.nodes.splice(index, 1)
}

/**
 * Which entries of the successor list are fingers: those with a start between them and the entry before. All of the
 * table near the node itself.
 */
export function fingersInList(self: RingId, list: readonly NodeRef[], perDoubling: FingersPerDoubling): FingerEntry[] {
  const entries: FingerEntry[] = []
  let slot: number | undefined = 0
  for (const node of list) {
    const start = startOfSlot(self, slot, perDoubling)
    if (!inArc(self, start, node.id)) continue
    entries.push({ start, node })
    slot = slotBehind(self, node.id, perDoubling)
    if (slot === undefined) break
  }
  return entries
}

/** The distinct fingers of list and table together, nearest first. */
export function distinctFingers(self: RingId, list: readonly NodeRef[], fingers: Fingers): FingerEntry[] {
  const { perDoubling } = fingers
  const entries = fingersInList(self, list, perDoubling)
  let last = list.at(-1)?.id ?? self
  for (let i = 0; i < fingers.nodes.length; i++) {
    const node = fingers.nodes[i] as NodeRef
    if (last !== self && !between(last, node.id, self)) continue
    entries.push({ start: startOfSlot(self, fingers.slots[i] as number, perDoubling), node })
    last = node.id
  }
  return entries
}
