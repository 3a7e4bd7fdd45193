import { between, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'

/** What is known of how long hops take. */
export interface RouteCosts {
  /** The smoothed round trip, ms; undefined of a peer that has not answered yet. */
  readonly rttOf: (peer: PeerKey) => number | undefined
  /** The mean of all round trips, ms; 0 before the first. */
  readonly meanMs: () => number
}

/**
 * What is left of the way beyond the last hop, in mean round trips: a hop more, where the owner is not in the list of the
 * node that is asked, and a part of a hop for each halving of the distance up to where it will be, as those hops are to the
 * nearest of their intervals. Fitted to delays measured on PlanetLab and to a plane, 1,024 to 16,384 nodes; half or double
 * of either comes to the same time within a twentieth. The less a halving counts, the more and the shorter the hops.
 */
const ONE_MORE = 0.5
const HALVING = 0.12
/** Round trips below it, ms, are all alike: what is quicker costs more in the hosts than between them. */
const ALIKE_MS = 2
/** Hex digits that a double holds exactly. */
const TOP_DIGITS = 13
const TOP_SPAN = 2 ** (4 * TOP_DIGITS)

/** Clockwise distance as a part of the ring, to 52 bits. */
export const partBetween = (from: RingId, to: RingId): number => partOf(topOf(from), topOf(to))

/** An id's leading digits as a number; each hop of a find asks for many, so nothing is allocated. */
export function topOf(id: RingId): number {
  let top = 0
  for (let i = 0; i < TOP_DIGITS; i++) {
    const code = id.charCodeAt(i)
    // '0' is 48 and 'a' is 97: the low four bits, and nine more of a letter.
    top = top * 16 + (code & 15) + (code >> 6) * 9
  }
  return top
}

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
    const toGoMs = left > way.reach ? meanMs * (ONE_MORE + HALVING * Math.log2(left / way.reach)) : 0
    // From those that are still farther from the target more is left to go.
    if (toGoMs >= bestCost) break
    const cost = Math.max(ALIKE_MS, costs.rttOf(node.peer) ?? meanMs) + toGoMs
    if (cost >= bestCost || !isUsable(node)) continue
    best = node
    bestCost = cost
  }
  return best
}
