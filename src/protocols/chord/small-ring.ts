import { inArc, type NodeRef } from '../../base/index.ts'
import type { AskFailure } from '../machine.ts'
import type { Core } from './core.ts'
import type { ChordResponse } from './messages.ts'
import { partBetween } from './route-cost.ts'
import { isApart, type Position } from './state.ts'
import { successorsOf } from './views.ts'

/**
 * In a ring that is small enough everybody knows everybody: whose range is where, from lists and answers (`Learned`), and
 * by a connection to each. Then look-ups take one hop. It costs nothing once all is known: who has been asked is not asked
 * again, and what changes later is learned from the look-ups that it misleads.
 */

/** Rings that seem to have up to so many peers are small: 64, and what is erred by in counting them. */
const SMALL_RING = 96
/** A list of eight alone shows hardly any ring of up to 96 as one as large as this. */
const LARGE_RING = 384
/** Round trips measured at once. */
const AT_ONCE = 4
/** A node that was asked who is behind it is asked again after so many looks at fingers. */
const LOOKS_PER_WALK = 64

/**
 * One more look around: successors whose round trip is not known are measured, since they are routed by like fingers; in a
 * small ring so are all others, and where the lists known leave a gap the node before it is asked for its list.
 */
export function lookAround(core: Core, position: Position): void {
  if (core.params.proximity < 2 || !core.params.routeBySuccessors) return
  const list = successorsOf(position)
  const isUnknown = (node: NodeRef): boolean => isOfUse(core, node) && core.rtts.rttOf(node.peer) === undefined
  const unknown = list.filter(isUnknown)
  const isSmall = isSmallRing(core, position)
  // In a large one that comes after the fingers: until they are there the list changes, or this node is new.
  if (!position.swept && isLargeRing(core, position)) return
  if (isSmall && unknown.length < AT_ONCE) {
    unknown.push(...core.learned.owners(AT_ONCE - unknown.length, (node) => isUnknown(node) && !unknown.includes(node)))
  }
  for (const node of unknown.slice(0, AT_ONCE)) {
    const body = { type: 'ping', position: node.position } as const
    core.ask({ kind: 'announce' }, node, body, core.queryMsOf(node.peer))
  }
  if (isSmall) walk(core, position, list)
}

const isOfUse = (core: Core, node: NodeRef): boolean =>
  node.peer !== core.self && !core.isDead(node) && !core.isParted(node)

/**
 * By its own list and those of its fingers: the part of the ring that eight nodes stand on is off by a third as often as
 * not, so that by one list every sixth node of a ring of 64 takes it for larger than 96, and two such never meet.
 */
function isSmallRing(core: Core, position: Position): boolean {
  const list = successorsOf(position)
  const last = list.at(-1)
  if (last === undefined) return false
  let count = list.length
  let part = partBetween(position.self.id, last.id)
  for (const { anchor, listed } of position.near?.values() ?? []) {
    // What begins within the own list has been counted.
    if (listed === undefined || inArc(position.self.id, anchor.id, last.id)) continue
    count += listed.count
    part += listed.part
  }
  return count <= SMALL_RING * core.state.positions.length * part
}

/** Certainly not small, however its nodes are scattered; by its own list alone, since others are asked for after that. */
export function isLargeRing(core: Core, position: Position): boolean {
  const list = successorsOf(position)
  const last = list.at(-1)
  if (last === undefined) return true
  // If others have as many positions as this peer.
  return list.length > LARGE_RING * core.state.positions.length * partBetween(position.self.id, last.id)
}

function walk(core: Core, position: Position, list: readonly NodeRef[]): void {
  const { membership } = position
  const predecessor = membership.state === 'member' ? membership.predecessor : undefined
  const last = list.at(-1)
  if (predecessor === undefined || last === undefined) return
  const to = core.learned.gapBehind(last, predecessor.id, LOOKS_PER_WALK)
  if (to === undefined || !isOfUse(core, to)) return
  const body = { type: 'view', position: to.position, have: 0 } as const
  core.ask({ kind: 'around', position, to }, to, body, core.queryMsOf(to.peer))
}

/** The list of a node before a gap. */
export function aroundAnswered(
  core: Core,
  { position, to }: { readonly position: Position; readonly to: NodeRef },
  answer: ChordResponse | AskFailure,
): void {
  if (typeof answer !== 'object' || answer.type !== 'view') {
    core.learned.forget(to.id)
    return
  }
  if (!isApart(position, core.now)) core.learned.hear(to, answer.view.successors)
}
