import { between, sameNode, type NodeRef, type PeerKey } from '../../base/index.ts'
import { liveNode, type AskFailure, type AskId, type LiveNode } from '../machine.ts'
import type { Core } from './core.ts'
import { dropPeer } from './fingers.ts'
import { resumeParked } from './find.ts'
import { clockwise, restAfter, sameList, sameRef } from './lists.ts'
import { MAX_RESTARTS, MAX_WALK, STRANDED_ROUNDS } from './limits.ts'
import type { ChordResponse, RingView } from './messages.ts'
import { notifyHead, query } from './query.ts'
import { checkPredecessor } from './rectify.ts'
import {
  becomeAlone,
  becomeFailingOver,
  calmFactor,
  isDeparting,
  becomeMemberOfTwo,
  becomeOnRing,
  becomeSettled,
  type Member,
  type Position,
  type Query,
} from './state.ts'

/**
 * stabilizeFromSuccessor and stabilizeFromPredecessor (Zave, TSE 2017 §IV): one round asks the head of the successor
 * list for its view and adopts it; then the head's predecessor, if it lies between; then notifies the head.
 */
export function beginRound(core: Core, position: Position): void {
  position.calmRounds = position.version === position.calmVersion ? position.calmRounds + 1 : 0
  position.calmVersion = position.version
  position.stabilizeAt = core.now + core.random.jitter(core.params.stabilizeMs * calmFactor(position))
  position.roundAt = core.now
  if (position.membership.state !== 'member' || isDeparting(position)) {
    position.stabilizeAt = Infinity
    return
  }
  if (position.query !== undefined) return // a slow answer: its end carries on
  checkPredecessor(core, position)
  claimWhenStranded(core, position)
  askNext(core, position)
}

/** Asks the head, or the first candidate that may take its place. */
export function askNext(core: Core, position: Position): void {
  const { membership } = position
  if (membership.state !== 'member' || position.query !== undefined || isDeparting(position)) return
  const { successors } = membership
  if (successors.state === 'settled') {
    if (core.isDead(successors.head)) loseHead(core, position, membership)
    else query(core, position, 'successor', successors.head)
    return
  }
  const candidates = withoutDead(core, successors.candidates)
  const first = candidates[0]
  if (first === undefined) {
    if (successors.far) comeToBeAlone(core, position)
    else failOverFar(core, position, membership)
    return
  }
  if (candidates !== successors.candidates) {
    becomeFailingOver(position, membership, candidates, successors.far)
    core.listsChanged(position)
  }
  query(core, position, 'failover', first)
}

function withoutDead(core: Core, candidates: readonly NodeRef[]): readonly NodeRef[] {
  let dead = 0
  while (dead < candidates.length && core.isDead(candidates[dead] as NodeRef)) dead++
  return dead === 0 ? candidates : candidates.slice(dead)
}

/** The head is dead or no member any more: the next in the list is asked (never on a time-out alone). */
function loseHead(core: Core, position: Position, member: Member): void {
  const { successors } = member
  if (successors.state === 'settled') becomeFailingOver(position, member, successors.rest, false)
  else becomeFailingOver(position, member, successors.candidates.slice(1), successors.far)
  core.listsChanged(position)
  askNext(core, position)
}

/**
 * Every successor is gone, beyond what the protocol promises to survive. Whoever else is known is asked, nearest first; if
 * all of them are dead the node is a ring of one again.
 */
function failOverFar(core: Core, position: Position, member: Member): void {
  const self = position.self.id
  const known = [...position.fingers.nodes, ...core.state.contacts]
  if (member.predecessor !== undefined) known.push(member.predecessor)
  const others = known
    .filter((node) => node.id !== self && !core.isDead(node))
    .sort(clockwise(self))
    .filter((node, i, sorted) => node.id !== sorted[i - 1]?.id)
  becomeFailingOver(position, member, others, true)
  core.listsChanged(position)
  askNext(core, position)
}

function comeToBeAlone(core: Core, position: Position): void {
  becomeAlone(position)
  position.stabilizeAt = Infinity
  position.fingerAt = Infinity
  core.stateChanged(position)
  resumeParked(core)
}

/** The answer to the outstanding query. */
export function queryAnswered(core: Core, position: Position, ask: AskId, from: PeerKey, body: ChordResponse): void {
  const asked = position.query
  if (asked?.ask !== ask) return
  position.query = undefined
  const view = heardView(position, asked, body)
  if (view === undefined) {
    queryFailed(core, position, asked, body.type === 'failed' ? 'gone' : 'timeout')
    return
  }
  const live = liveNode(from, view.self)
  if (live === undefined || live.id !== asked.to.id) queryFailed(core, position, asked, 'timeout')
  else adopt(core, position, asked, live, view)
}

/** The view of an answer; undefined when it brings none. */
function heardView(position: Position, asked: Query, body: ChordResponse): RingView | undefined {
  if (body.type === 'view') return body.view
  if (body.type !== 'unchanged') return undefined
  const known = position.headView
  return known !== undefined && sameNode(known.self, asked.to) && known.version === body.version ? known : undefined
}

/**
 * Adopts what a live node has just told, if it still may. Between the question and its answer nobody may have been told
 * the list that is now replaced: then the step would not be one (decision 0004), so the question is put again.
 */
function adopt(core: Core, position: Position, asked: Query, head: LiveNode, view: RingView): void {
  const { membership, self } = position
  const rest = restAfter(self.id, head.id, view.successors, core.params.successors)
  if (asked.told && changesList(position, head, rest)) {
    if (asked.restarts < MAX_RESTARTS) {
      query(core, position, asked.kind, asked.to, asked.walked, asked.restarts + 1)
    } else core.prompt(position)
    return
  }
  if (asked.kind === 'first') {
    if (membership.state !== 'alone') return
    becomeMemberOfTwo(position, head, rest)
    position.predecessorHeardAt = core.now
    core.stateChanged(position)
    resumeParked(core)
    beginTimers(core, position)
  } else {
    if (membership.state !== 'member' || !isStillNearer(position, membership, asked)) return
    if (becomeSettled(position, membership, head, rest)) core.listsChanged(position)
  }
  position.headView = view
  const nearer = view.predecessor
  if (nearer !== undefined && asked.walked < MAX_WALK && between(self.id, nearer.id, head.id) && !core.isDead(nearer)) {
    query(core, position, 'predecessor', nearer, asked.walked + 1)
  } else notifyHead(core, position)
}

/** A predecessor of the head is adopted only where it was seen: between this node and its head. */
function isStillNearer(position: Position, member: Member, asked: Query): boolean {
  if (asked.kind !== 'predecessor') return true
  const { successors } = member
  return successors.state === 'settled' && between(position.self.id, asked.to.id, successors.head.id)
}

function changesList(position: Position, head: NodeRef, rest: readonly NodeRef[]): boolean {
  const { membership } = position
  if (membership.state !== 'member') return true
  const { successors } = membership
  return successors.state !== 'settled' || !sameRef(successors.head, head) || !sameList(successors.rest, rest)
}

/** The query had no answer that helps. `gone`: it answered that it is no member. */
export function queryFailed(core: Core, position: Position, asked: Query, why: AskFailure | 'gone'): void {
  const { membership } = position
  const isGone = why === 'unreachable' || why === 'gone'
  if (asked.kind === 'first' || membership.state !== 'member') return
  if (asked.kind === 'predecessor') notifyHead(core, position)
  else if (isGone) loseHead(core, position, membership)
  else {
    // Slow or lost is not dead: ask again soon; meanwhile look-ups go round it.
    core.suspect(asked.to.peer)
    core.prompt(position)
  }
}

function claimWhenStranded(core: Core, position: Position): void {
  const { membership } = position
  if (membership.state !== 'member' || membership.boundary !== undefined) return
  position.strandedRounds++
  if (position.strandedRounds < STRANDED_ROUNDS || membership.predecessor === undefined) return
  becomeOnRing(position, membership, membership.predecessor)
  core.listsChanged(position)
  resumeParked(core)
}

/** The maintenance of a member begins: its first round soon, as it is new. */
export function beginTimers(core: Core, position: Position): void {
  position.stabilizeAt = core.now + core.random.jitter(core.params.stabilizeMs / 2, 0.5)
  position.fingerAt = core.now + core.random.jitter(core.params.fixFingerMs)
}

/** The detector holds a peer for dead. */
export function peerDied(core: Core, position: Position, peer: PeerKey): void {
  if (dropPeer(position.fingers, peer)) {
    position.routes = undefined
    core.state.tablesChanged = true
  }
  const { membership } = position
  if (membership.state !== 'member') return
  checkPredecessor(core, position)
  const { successors } = membership
  const first = successors.state === 'settled' ? successors.head : successors.candidates[0]
  if (first?.peer === peer) askNext(core, position)
}
