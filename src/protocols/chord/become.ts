import { between, inArc, type NodeRef } from '../../base/index.ts'
import type { LiveNode } from '../machine.ts'
import { sameList, sameRef } from './lists.ts'
import type { JoinAttempt, Member, Position } from './state.ts'

/** The only functions that change what a position is: its membership, its lists, its range. */

/** The lists of what a view tells have changed. */
function changed(position: Position): void {
  position.version++
  position.behindKnows = false
  position.view = undefined
  position.routes = undefined
}

export function becomeRenamed(position: Position, self: NodeRef): void {
  position.self = self
  changed(position)
}

export function becomeAlone(position: Position): void {
  position.shadow = undefined
  position.membership = { state: 'alone' }
  position.suspended = false
  position.doubtful = false
  position.aloneAt = undefined
  position.headView = undefined
  position.notified = undefined
  position.strandedRounds = 0
  changed(position)
}

export function becomeJoining(position: Position, attempt: JoinAttempt | undefined): void {
  position.membership = { state: 'joining', attempt }
  changed(position)
}

/** It has left the ring, and may join again. */
export function becomeLeft(position: Position): void {
  position.membership = { state: 'joining', attempt: undefined }
  position.query = undefined
  position.rectifying = undefined
  position.barrier = undefined
  position.headView = undefined
  position.notified = undefined
  position.notifying = undefined
  position.met = undefined
  position.shadow = undefined
  position.suspended = false
  position.doubtful = false
  changed(position)
}

/** Its range is on its way to its successor, or in doubt: it owns nothing for now. */
export function becomeSuspended(position: Position, suspended: boolean): void {
  position.suspended = suspended
}

/** Others have gone on without it: it is an appendage until its predecessor claims it anew. */
export function becomeExcluded(position: Position, member: Member): void {
  position.membership = { ...member, boundary: undefined }
  position.notified = undefined
  position.shadow = undefined
  changed(position)
}

/** The predecessor leaves and gives its range, which begins at `boundary`. */
export function becomeHeir(position: Position, member: Member, boundary: NodeRef | undefined): void {
  position.membership = { ...member, predecessor: undefined, boundary: boundary ?? member.boundary }
  position.barrier = undefined
  changed(position)
}

/** A newcomer with its successor list: an appendage, since nobody has notified it. */
export function becomeMember(
  position: Position,
  head: LiveNode,
  rest: readonly NodeRef[],
  barrier: NodeRef | undefined,
): void {
  position.membership = {
    state: 'member',
    successors: { state: 'settled', head, rest },
    predecessor: undefined,
    boundary: undefined,
  }
  position.barrier = barrier
  position.strandedRounds = 0
  changed(position)
}

/** A ring of one takes its first other: successor and predecessor at once. It stays on the ring. */
export function becomeMemberOfTwo(position: Position, other: LiveNode, rest: readonly NodeRef[]): void {
  position.membership = {
    state: 'member',
    successors: { state: 'settled', head: other, rest },
    predecessor: other,
    boundary: other,
  }
  changed(position)
}

/** Takes over a list; false when it is the present one. */
export function becomeSettled(position: Position, member: Member, head: LiveNode, rest: readonly NodeRef[]): boolean {
  const { successors } = member
  if (successors.state === 'settled' && sameRef(successors.head, head) && sameList(successors.rest, rest)) return false
  position.membership = { ...member, successors: { state: 'settled', head, rest } }
  changed(position)
  return true
}

export function becomeFailingOver(
  position: Position,
  member: Member,
  candidates: readonly NodeRef[],
  far: boolean,
): void {
  position.membership = { ...member, successors: { state: 'failingOver', candidates, far } }
  position.headView = undefined
  changed(position)
}

/**
 * Takes a predecessor. A notifier on the ring sets the boundary; another can only pull it nearer, since somebody on the
 * ring may stand between the two whom we have not heard of.
 */
export function becomePreceded(position: Position, member: Member, predecessor: LiveNode, onRing: boolean): void {
  const { boundary } = member
  const narrows = boundary !== undefined && inArc(boundary.id, predecessor.id, position.self.id)
  const follows = onRing || narrows || boundary?.id === predecessor.id
  position.membership = { ...member, predecessor, boundary: follows ? predecessor : boundary }
  position.barrier = undefined
  const { shadow } = position
  if (shadow !== undefined && !between(predecessor.id, shadow.id, position.self.id)) position.shadow = undefined
  if (onRing) position.strandedRounds = 0
  changed(position)
}

/** Nobody on the ring is left to claim it as successor: it takes the range up to its predecessor on its own. */
export function becomeOnRing(position: Position, member: Member, boundary: LiveNode): void {
  position.membership = { ...member, boundary }
  position.strandedRounds = 0
  changed(position)
}

/** The predecessor is no more; the range stays until somebody further back notifies. */
export function becomeUnpreceded(position: Position, member: Member): void {
  position.membership = { ...member, predecessor: undefined }
  changed(position)
}
