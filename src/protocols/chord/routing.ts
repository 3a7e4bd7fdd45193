import { between, inArc, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import { distinctFingers } from './fingers.ts'
import { hintsBehind } from './hints.ts'
import { MAX_CANDIDATES } from './limits.ts'
import type { ChordParams } from './params.ts'
import { cheapestBefore, partBetween, type RouteCosts } from './route-cost.ts'
import type { Position } from './state.ts'
import { successorsOf } from './views.ts'

/** What routing may know besides the tables: who is dead, who has lately been silent, who has been tried. */
export interface Avoid {
  readonly isDead: (node: NodeRef) => boolean
  readonly isSuspect: (peer: PeerKey) => boolean
  /** May it be on another ring? Then it is asked only as one of the own successors, which are of this one. */
  readonly isParted: (node: NodeRef) => boolean
  readonly tried: readonly PeerKey[]
  /** Positions that their peers have said they do not have: others of the same peer may well be there. */
  readonly absent?: readonly RingId[] | undefined
  /** How long hops take; left out: all alike. */
  readonly costs?: RouteCosts
}

/**
 * The next step of find_successor. `own`: this position owns the target. `wait`: it may be its, but nobody on the ring
 * has said so yet. `ask`: that node; `final` when it is held for the owner. `none`: nobody is left to ask.
 */
export type Route =
  | { readonly kind: 'own' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'ask'; readonly node: NodeRef; readonly final: boolean }
  | { readonly kind: 'none' }

const OWN: Route = { kind: 'own' }
const WAIT: Route = { kind: 'wait' }
const NOBODY: Route = { kind: 'none' }

/** Is the position responsible for the target, as far as it can know? Never true without evidence from the ring. */
export function owns(position: Position, target: RingId): boolean {
  const { membership, self } = position
  if (membership.state === 'alone') return true
  if (membership.state === 'joining' || membership.boundary === undefined || position.suspended) return false
  return inArc((position.shadow ?? membership.boundary).id, target, self.id)
}

/** Nodes to route by, nearest first: the successor list, the fingers behind it, and hints behind these, or the distinct fingers alone. */
export function routesOf(position: Position, params: ChordParams): readonly NodeRef[] {
  if (position.routes !== undefined) return position.routes
  const self = position.self.id
  const list = successorsOf(position)
  if (!params.routeBySuccessors) {
    position.routes = distinctFingers(self, list, position.fingers).map((entry) => entry.node)
  } else if (position.fingers.nodes.length + position.hints.length === 0) position.routes = list
  else {
    const last = list.at(-1)?.id ?? self
    position.routes = [...list, ...withNear(position, last), ...hintsBehind(position)]
  }
  return position.routes
}

/** Whom to route by at a finger besides itself. */
export function nearOf(position: Position, anchor: NodeRef): NodeRef | undefined {
  return position.near?.get(anchor.id)?.chosen
}

/** The fingers behind the list, each followed by the nearer node of its interval. */
function withNear(position: Position, last: RingId): readonly NodeRef[] {
  const routes: NodeRef[] = []
  for (const finger of position.fingers.nodes) {
    if (!between(last, finger.id, position.self.id)) continue
    routes.push(finger)
    const near = nearOf(position, finger)
    if (near !== undefined) routes.push(near)
  }
  return routes
}

/**
 * Where a find goes from here (ToN 2003 Fig. 5, with successor list and alternates).
 * @param beyond who is asked instead of one on the way, as `final`, when the list does not show the owner; asked for before
 *   the tables are gone through, which costs most of all this
 */
export function route(
  position: Position,
  target: RingId,
  params: ChordParams,
  avoid: Avoid,
  beyond?: (avoid: Avoid) => NodeRef | undefined,
): Route {
  const { membership, self } = position
  if (owns(position, target)) return OWN
  if (membership.state !== 'member') return NOBODY
  const { predecessor, boundary } = membership
  const { shadow } = position
  if (shadow !== undefined && boundary !== undefined && inArc(boundary.id, target, shadow.id)) {
    return unusable(shadow, avoid) ? NOBODY : { kind: 'ask', node: shadow, final: true }
  }
  if (predecessor !== undefined && inArc(predecessor.id, target, self.id)) return WAIT
  if (position.suspended && membership.boundary !== undefined && inArc(membership.boundary.id, target, self.id))
    return WAIT
  const owner = presumedOwner(position, target, params, avoid)
  if (owner !== undefined) return { kind: 'ask', node: owner, final: true }
  const known = beyond?.(avoid)
  if (known !== undefined) return { kind: 'ask', node: known, final: true }
  const node = nearestBefore(position, target, params, avoid)
  return node === undefined ? NOBODY : { kind: 'ask', node, final: false }
}

/**
 * closest_preceding_node: of those to route by, the last before the target that is of use, or one by which the way is
 * quicker; a silent one if there is no other.
 */
export function nearestBefore(
  position: Position,
  target: RingId,
  params: ChordParams,
  avoid: Avoid,
): NodeRef | undefined {
  const self = position.self
  const routes = routesOf(position, params)
  const list = successorsOf(position)
  const quickest = quickestBefore(position, target, params, avoid)
  if (quickest !== undefined) return quickest
  let silent: NodeRef | undefined
  for (let i = routes.length - 1; i >= 0; i--) {
    const node = routes[i] as NodeRef
    if (!between(self.id, node.id, target) || unusable(node, avoid)) continue
    if (avoid.isParted(node) && !list.some(({ id }) => id === node.id)) continue
    if (!avoid.isSuspect(node.peer)) return node
    silent ??= node
  }
  return silent
}

/** Where there are fingers to choose from, the one by which the way takes the least time. */
function quickestBefore(position: Position, target: RingId, params: ChordParams, avoid: Avoid): NodeRef | undefined {
  const { costs } = avoid
  const list = successorsOf(position)
  const last = list.at(-1)
  if (costs === undefined || last === undefined || params.proximity < 2 || !params.routeBySuccessors) return undefined
  if (position.fingers.nodes.length === 0) return undefined
  const self = position.self.id
  const isUsable = (node: NodeRef): boolean =>
    !unusable(node, avoid) &&
    !avoid.isSuspect(node.peer) &&
    (!avoid.isParted(node) || list.some(({ id }) => id === node.id))
  const way = { self, target, reach: partBetween(self, last.id) }
  return cheapestBefore(routesOf(position, params), way, costs, isUsable)
}

/**
 * The successor that the own list shows as owner: the first usable one at or behind the target. Those before it that are
 * of no use are dead or have been tried, so the one behind will hear of it and take over.
 */
function presumedOwner(position: Position, target: RingId, params: ChordParams, avoid: Avoid): NodeRef | undefined {
  const list = successorsOf(position)
  const reach = params.routeBySuccessors ? list.length : Math.min(1, list.length)
  const self = position.self.id
  const last = list.at(-1)
  if (last === undefined || !inArc(self, target, last.id)) return undefined
  for (let i = 0; i < list.length; i++) {
    const node = list[i] as NodeRef
    if (!inArc(self, target, node.id)) continue
    // Behind the reach only when all nearer ones are of no use.
    if (i >= reach && list.slice(0, i).some((nearer) => !unusable(nearer, avoid))) return undefined
    if (!unusable(node, avoid)) return node
  }
  return undefined
}

const unusable = (node: NodeRef, avoid: Avoid): boolean =>
  avoid.tried.includes(node.peer) || avoid.absent?.includes(node.id) === true || avoid.isDead(node)

/** Whom somebody who looks for the target step by step should ask, best first. */
export function candidatesFor(
  position: Position,
  target: RingId,
  params: ChordParams,
  avoid: Avoid,
): readonly NodeRef[] {
  const candidates: NodeRef[] = []
  const tried = [...avoid.tried]
  while (candidates.length < MAX_CANDIDATES / 2) {
    const next = route(position, target, params, { ...avoid, tried })
    if (next.kind !== 'ask') break
    candidates.push(next.node)
    tried.push(next.node.peer)
  }
  const { membership } = position
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.predecessor) : undefined
  if (predecessor !== undefined && !tried.includes(predecessor.peer)) candidates.splice(1, 0, predecessor)
  return candidates
}

/** Those nearest before the target that the exact tables hold, nearest first, and the own predecessor, as evidence. */
export function exactBefore(position: Position, target: RingId, avoid: Avoid): readonly NodeRef[] {
  const { self, membership, fingers } = position
  const isBefore = (node: NodeRef): boolean => between(self.id, node.id, target) && !unusable(node, avoid)
  const isNearer = (a: NodeRef, b: NodeRef): number => (a.id === b.id ? 0 : between(a.id, b.id, target) ? 1 : -1)
  const known = new Map([...fingers.nodes, ...successorsOf(position)].map((node) => [node.id, node]))
  const nearest = [...known.values()]
    .filter(isBefore)
    .sort(isNearer)
    .slice(0, MAX_CANDIDATES - 1)
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.predecessor) : undefined
  return predecessor === undefined || known.has(predecessor.id) ? nearest : [...nearest, predecessor]
}

/** Is `node` nearer to the target than `asked`, which was held for the owner and was not: does it lie in [target, asked)? */
export function corrects(target: RingId, node: RingId, asked: RingId): boolean {
  return node === target || between(target, node, asked)
}
