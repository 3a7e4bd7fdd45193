import type { NodeRef } from '../../base/index.ts'
import type { RingView } from './messages.ts'
import type { Position, Successors } from './state.ts'

const NONE: readonly NodeRef[] = Object.freeze([])

/** Head and rest, or the candidates while there is no head. */
export function listOf(successors: Successors): readonly NodeRef[] {
  if (successors.state === 'failingOver') return successors.candidates
  return [successors.head, ...successors.rest]
}

/** The successor list as the position's view tells it. */
export function successorsOf(position: Position): readonly NodeRef[] {
  return position.membership.state === 'member' ? viewOf(position).successors : NONE
}

/** What this position tells of itself; made once per change. */
export function viewOf(position: Position): RingView {
  if (position.view !== undefined) return position.view
  const { membership } = position
  position.view = Object.freeze({
    version: position.version,
    self: position.self,
    predecessor: membership.state === 'member' ? membership.predecessor : undefined,
    successors: membership.state === 'member' ? listOf(membership.successors) : NONE,
  })
  return position.view
}
