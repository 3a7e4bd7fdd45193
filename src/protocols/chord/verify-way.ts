import { between, inArc, type NodeRef, type RingId } from '../../base/index.ts'
import { exponentBehind, startOf } from './fingers.ts'
import { MAX_VERIFY_KNOWN, MAX_WAY_POINTS, VERIFY_GROUP } from './limits.ts'
import type { Owner } from './messages.ts'
import { partBetween } from './route-cost.ts'

/** What became of a question. `late`: no answer yet, and nobody waits for it; it still counts when it comes. */
export type VerifyStatus = 'unasked' | 'open' | 'late' | 'answered' | 'failed'

/** What is known of a node that has been asked. */
export interface Contact {
  readonly node: NodeRef
  list: VerifyStatus
  /** Whom its successor list shows as owner; undefined: it does not reach so far. */
  names: NodeRef | undefined
  step: VerifyStatus
  /** The place on the way for which it was last asked by a step. */
  stepAt: number
  /** It says that it owns the target. */
  claim: Owner | undefined
}

/** A verified look-up on its way. Plain data. */
export interface Verifying {
  readonly self: RingId
  readonly target: RingId
  readonly deadlineAt: number
  /** The last one is the target. */
  readonly wayPoints: readonly RingId[]
  /** No node so far before the place before belongs to a group, as a part of the ring. */
  readonly reach: number
  at: number
  readonly known: Map<RingId, NodeRef>
  contacts: Map<RingId, Contact>
  /** Questions so far, in all and at this place. */
  asks: number
  asksHere: number
  /** Times that the nodes about the target have been asked. */
  rounds: number
  lateAt: number
}

/**
 * The places at whose foot groups are asked, from the end of the own successor list to the target, each a power of two
 * behind the one before. A node as far before one place as another is before the next has the latter, or its neighbour, as
 * a finger: so every member of a group can tell of nodes at the next place, and what a liar tells is nearer to that place
 * only if it stands there. For a target within the own list the way leads once round the ring, since nodes before this one
 * have their say too; in a ring that the list covers there is no way to go.
 */
export function wayPointsTo(self: RingId, list: readonly NodeRef[], target: RingId): readonly RingId[] {
  const last = list.at(-1)
  if (last === undefined) return [target]
  const near = partBetween(self, last.id) / 2
  const end = inArc(self, target, last.id) ? self : target
  const places = [last.id]
  for (let at = last.id; places.length < MAX_WAY_POINTS - 1 && partBetween(at, end) > near;) {
    const bits = exponentBehind(at, end)
    at = startOf(at, (bits ?? 256) - 1)
    if (at === target) break
    places.push(at)
  }
  return places.length === 1 ? [target] : [...places, target]
}

/** The nodes nearest before the place for which `isUseful` holds, nearest first; one that stands at it is the last. */
export function nearestBefore(
  known: Iterable<NodeRef>,
  place: RingId,
  count: number,
  isUseful: (node: NodeRef) => boolean,
): NodeRef[] {
  return nearest(known, count, isUseful, (id, other) => id !== place && between(other, id, place))
}

/** The nodes nearest at or behind the target, nearest first. */
export function nearestBehind(
  known: Iterable<NodeRef>,
  target: RingId,
  count: number,
  isUseful: (node: NodeRef) => boolean,
): NodeRef[] {
  return nearest(
    known,
    count,
    isUseful,
    (id, other) => id === target || (other !== target && between(target, id, other)),
  )
}

function nearest(
  known: Iterable<NodeRef>,
  count: number,
  isUseful: (node: NodeRef) => boolean,
  isNearer: (id: RingId, other: RingId) => boolean,
): NodeRef[] {
  const found: NodeRef[] = []
  for (const node of known) {
    const farthest = found.at(-1)
    if (found.length === count && farthest !== undefined && !isNearer(node.id, farthest.id)) continue
    if (!isUseful(node)) continue
    const at = found.findIndex((other) => isNearer(node.id, other.id))
    found.splice(at < 0 ? found.length : at, 0, node)
    if (found.length > count) found.pop()
  }
  return found
}

/** Whom the node's list shows as owner; undefined when it does not reach so far. */
export function ownerBy(node: NodeRef, successors: readonly NodeRef[], target: RingId): NodeRef | undefined {
  let before = node.id
  for (const next of successors) {
    if (inArc(before, target, next.id)) return next
    before = next.id
  }
  return undefined
}

/** At the next place: of whom is known, only those about it and about the target are kept. */
export function goOn(verifying: Verifying): void {
  verifying.at++
  verifying.asksHere = 0
  const { known, target } = verifying
  const any = (): boolean => true
  const kept = [
    ...nearestBefore(known.values(), placeOf(verifying), MAX_VERIFY_KNOWN, any),
    ...nearestBehind(known.values(), target, VERIFY_GROUP, any),
  ]
  known.clear()
  for (const node of kept) known.set(node.id, node)
}

/** The nodes about the target are asked once more: of what they have said nothing counts. */
export function askAgain(verifying: Verifying): void {
  verifying.contacts = new Map()
  verifying.asksHere = 0
  verifying.lateAt = Infinity
}

/** How far before the present place its group may stand. */
export function reachAt({ self, wayPoints, at, reach }: Verifying, place: RingId): number {
  return partBetween(wayPoints[at - 1] ?? self, place) + reach
}

export const placeOf = ({ wayPoints, at, target }: Verifying): RingId => wayPoints[at] ?? target
export const isAtTarget = ({ wayPoints, at }: Verifying): boolean => at >= wayPoints.length - 1
