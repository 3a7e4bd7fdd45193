import { between, type RingId } from '../../base/index.ts'
import type { Core } from './core.ts'
import type { FindRequest, StepRequest } from './messages.ts'
import { corrects, owns } from './routing.ts'
import type { Position } from './state.ts'
import { successorsOf } from './views.ts'

/**
 * Several positions of one peer. Each is a full member with lists of its own; what they share is that any of them may
 * answer or route for the others, since a request that has come to one has come to all.
 */

/** The own position that owns the target, else the one from which it is nearest clockwise; undefined: none has joined. */
export function nearestOwn(core: Core, target: RingId): Position | undefined {
  const { positions } = core.state
  let nearest: Position | undefined
  for (const position of positions) {
    if (position.membership.state === 'joining') continue
    if (owns(position, target)) return position
    if (nearest === undefined || precedes(nearest.self.id, position.self.id, target)) nearest = position
  }
  return nearest
}

/** Does `id` stand before the target and behind `other`? One that stands at the target precedes nothing. */
const precedes = (other: RingId, id: RingId, target: RingId): boolean => between(other, id, target)

/** The position that deals with a find for the one it names. */
export function findAddressee(core: Core, position: Position, body: FindRequest): Position {
  if (core.state.positions.length === 1) return position
  const nearest = nearestOwn(core, body.target)
  if (nearest === undefined || !body.final || owns(nearest, body.target)) return nearest ?? position
  return ownBefore(core, position, body.target)
}

/**
 * Held for the owner, a position may have another own one between the target and itself: that one is meant. It would be
 * named to the asker, who does not ask a peer twice.
 */
function ownBefore(core: Core, position: Position, target: RingId): Position {
  let at = position
  for (let i = core.state.positions.length; i > 0; i--) {
    const { membership, self } = at
    const before = membership.state === 'member' ? membership.predecessor : undefined
    if (before === undefined || before.peer !== self.peer || !corrects(target, before.id, self.id)) return at
    const next = core.state.positions[before.position]
    if (next === undefined || next.membership.state === 'joining') return at
    at = next
  }
  return at
}

/** The position that answers a step for the one it names. */
export function stepAddressee(core: Core, position: Position, { target }: StepRequest): Position {
  if (core.state.positions.length === 1) return position
  const { membership, self } = position
  const before = membership.state === 'member' ? membership.predecessor : undefined
  const nearest = nearestOwn(core, target)
  if (nearest === undefined || owns(nearest, target)) return nearest ?? position
  // It was held for the owner and knows who stands before it.
  return before !== undefined && corrects(target, before.id, self.id) ? position : nearest
}

/** Nobody but this peer is in its ring, as far as it knows. */
export function isSolitary(core: Core): boolean {
  const members = core.state.positions.filter(({ membership }) => membership.state !== 'joining')
  const isAmongItself = (position: Position): boolean =>
    successorsOf(position).every(({ peer }) => peer === position.self.peer)
  return members.length > 0 && members.every(isAmongItself)
}
