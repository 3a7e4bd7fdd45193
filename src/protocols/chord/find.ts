import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { ReplyId } from '../machine.ts'
import type { Core } from './core.ts'
import { forward } from './forward.ts'
import { MAX_HOPS } from './limits.ts'
import type { ChordResponse, FindRequest, StepRequest } from './messages.ts'
import { foundHere, nearerOwner, refuse } from './owned-here.ts'
import { candidatesFor, exactBefore, owns } from './routing.ts'
import type { FindGoal, FindUpstream, Position } from './state.ts'

const RELAYING: ChordResponse = Object.freeze({ type: 'relaying' })

/** Recursive find_successor arrives: answer, correct, or take care of it. */
export function findArrived(core: Core, position: Position, reply: ReplyId, body: FindRequest, leftMs: number): void {
  const { membership } = position
  const hops = body.hops + 1
  if (membership.state === 'joining') refuse(core, reply, 'NOT_JOINED')
  else if (owns(position, body.target)) core.respond(reply, foundHere(position, hops))
  else if (hops >= MAX_HOPS) refuse(core, reply, 'HOPS_EXCEEDED')
  else {
    const nearer = body.final ? nearerOwner(position, body.target) : undefined
    if (nearer !== undefined) {
      examinePredecessor(core, position, nearer)
      core.respond(reply, { type: 'closer', candidates: [nearer] })
      return
    }
    const { target, final, trace } = body
    const goal: FindGoal =
      trace === true
        ? { position, target, hops, final, next: undefined, path: [] }
        : { position, target, hops, final, next: undefined }
    const transit = core.state.relay.open(core.now, goal, { kind: 'reply', reply }, leftMs)
    if (transit === undefined) {
      core.emit({ type: 'refuse', reply })
      return
    }
    core.emit({ type: 'respond', reply, body: RELAYING, interim: true })
    forward(core, transit)
  }
}

/** Iterative find_successor, one step: nothing is forwarded. */
export function stepArrived(core: Core, position: Position, reply: ReplyId, body: StepRequest): void {
  if (position.membership.state === 'joining') refuse(core, reply, 'NOT_JOINED')
  else if (owns(position, body.target)) core.respond(reply, foundHere(position, 1))
  else {
    const { nearest, target } = body
    const candidates =
      nearest === true
        ? exactBefore(position, target, core.avoiding())
        : candidatesFor(position, target, core.params, core.avoiding())
    core.respond(reply, { type: 'closer', candidates })
  }
}

/** Begins a find of this node's own. False when too many are under way. */
export function beginFind(
  core: Core,
  goal: FindGoal,
  upstream: FindUpstream,
  leftMs: number,
  tried?: readonly PeerKey[],
): boolean {
  const transit = core.state.relay.open(core.now, goal, upstream, leftMs, tried)
  if (transit === undefined) return false
  forward(core, transit)
  return true
}

/**
 * Somebody holds this node for the owner of what is its predecessor's: it may not know that one yet, or have had no word
 * from it.
 */
function examinePredecessor(core: Core, position: Position, predecessor: NodeRef): void {
  const isSilent = core.now - position.predecessorHeardAt > core.params.firstWordMs
  if (!isSilent || core.isSuspect(predecessor.peer) || core.isDead(predecessor)) return
  core.suspect(predecessor.peer)
  core.examine(predecessor)
}
