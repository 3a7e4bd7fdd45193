import { between, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'

/** What is known of how long hops take. */
export interface RouteCosts {
  /** The smoothed round trip, ms; undefined of a peer that has not answered yet. */
  readonly rttOf: (peer: PeerKey) => number | undefined
  /** The mean of all round trips, ms; 0 before the first. */
  readonly meanMs: () => number
}

/**
 * What each halving of the distance that is left will cost, in mean round trips: about half a hop, to a node that is the
 * nearest of its interval. 0.1 to 0.5 come to the same time within a twentieth, on a plane and on delays measured on
 * PlanetLab; the less it is, the more and shorter hops.
 */
const HALVING = 0.4
/** Round trips below it, ms, are all alike: what is quicker costs more in the hosts than between them. */
const ALIKE_MS = 2
/** Hex digits that a double holds exactly. */
const TOP_DIGITS = 13
const TOP_SPAN = 2 ** (4 * TOP_DIGITS)

/** Clockwise distance as a part of the ring, to 52 bits. */
export const partBetween = (from: RingId, to: RingId): number => partOf(topOf(from), topOf(to))

/** An id's leading digits as a number. */
const topOf = (id: RingId): number => Number.parseInt(id.slice(0, TOP_DIGITS), 16)

function partOf(fromTop: number, toTop: number): number {
  const top = toTop - fromTop
  return (top < 0 ? top + TOP_SPAN : top) / TOP_SPAN
}

/**
 * Of the nodes between `self` and the target the one by which the way is the shortest in time: its round trip, and what is
 * left to go from there. `nodes` are nearest first; `reach` is the part of the ring that a successor list spans: from there on it is one hop more
 * (proximity route selection; Gummadi et al., SIGCOMM 2003 §4).
 */
export function cheapestBefore(
  nodes: readonly NodeRef[],
  way: { readonly self: RingId; readonly target: RingId; readonly reach: number },
  costs: RouteCosts,
  isUsable: (node: NodeRef) => boolean,
): NodeRef | undefined {
  const meanMs = Math.max(ALIKE_MS, costs.meanMs())
  let best: NodeRef | undefined
  let bestCost = Infinity
  const targetTop = topOf(way.target)
  // From the farthest, so that of equal ones the nearest to the target is taken.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i] as NodeRef
    if (!between(way.self, node.id, way.target)) continue
    const left = partOf(topOf(node.id), targetTop)
    const halvings = left > way.reach ? 1 + Math.log2(left / way.reach) : 0
    const toGoMs = HALVING * meanMs * halvings
    // From those that are still farther from the target more is left to go.
    if (toGoMs >= bestCost) break
    const cost = Math.max(ALIKE_MS, costs.rttOf(node.peer) ?? meanMs) + toGoMs
    if (cost >= bestCost || !isUsable(node)) continue
    best = node
    bestCost = cost
  }
  return best
}
