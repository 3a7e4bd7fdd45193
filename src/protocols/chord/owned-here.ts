import type { NodeRef } from '../../base/index.ts'
import type { ReplyId } from '../machine.ts'
import type { Core, Found } from './core.ts'
import type { ChordRefusal, FindRequest, Owner } from './messages.ts'
import { corrects } from './routing.ts'
import type { Position } from './state.ts'

/** This position as the owner of a target, with the evidence. */
export function ownerHere(position: Position): Owner {
  const { membership } = position
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.boundary) : undefined
  return { owner: position.self, predecessor }
}

export function foundHere(position: Position, hops: number): Found {
  return { type: 'found', found: ownerHere(position), hops, epoch: position.self.epoch }
}

/**
 * Held for the owner, this node has a predecessor that stands between: the sender does not know it yet. While the
 * predecessor itself is in doubt, saying so would send the find to a dead node.
 */
export function nearerOwner(position: Position, target: FindRequest['target']): NodeRef | undefined {
  const { membership, self } = position
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.predecessor) : undefined
  if (predecessor === undefined) return undefined
  if (position.rectifying !== undefined) return undefined
  return corrects(target, predecessor.id, self.id) ? predecessor : undefined
}

export function refuse(core: Core, reply: ReplyId, code: ChordRefusal): void {
  core.respond(reply, { type: 'failed', code })
}
