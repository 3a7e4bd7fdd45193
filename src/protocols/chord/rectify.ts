import { between, inArc, type NodeRef, type PeerKey } from '../../base/index.ts'
import { liveNode, type AskFailure, type LiveNode, type ReplyId } from '../machine.ts'
import { becomeHeir, becomePreceded, becomeUnpreceded } from './become.ts'
import type { Core } from './core.ts'
import { resumeParked } from './parked.ts'
import { sameRef } from './lists.ts'
import type { ChordResponse, NotifyRequest } from './messages.ts'
import { silentMs } from './periods.ts'
import { notifyHead, query } from './query.ts'
import type { Member, Position } from './state.ts'

/** Somebody says it may be our predecessor. */
export function notified(core: Core, position: Position, from: PeerKey, reply: ReplyId, body: NotifyRequest): void {
  const candidate = liveNode(from, body.self)
  if (candidate === undefined || candidate.id === position.self.id) {
    core.emit({ type: 'refuse', reply })
    return
  }
  const { membership } = position
  if (membership.state === 'joining') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  core.noteMember(candidate)
  core.respond(reply, { type: 'noted' })
  // A ring of one asks its first other before it adopts it, as it adopts it as successor too.
  if (membership.state === 'alone') {
    if (position.query === undefined) query(core, position, 'first', candidate)
  } else rectify(core, position, membership, candidate, body.onRing)
}

/** rectify (Zave, TSE 2017 §IV): a nearer notifier is taken; any other only when the present predecessor is dead. */
function rectify(core: Core, position: Position, member: Member, candidate: LiveNode, onRing: boolean): void {
  const { predecessor, successors } = member
  const self = position.self.id
  // A newcomer tells its predecessor-to-be that it has come: that is no claim, but a reason to stabilise. (With one other
  // node in the ring it may be a claim as well, past a head that has died.)
  if (successors.state === 'settled' && between(self, candidate.id, successors.head.id)) {
    core.prompt(position)
    if (predecessor?.id !== successors.head.id) return
  }
  const incumbent = predecessor ?? position.barrier
  if (incumbent === undefined || between(incumbent.id, candidate.id, self) || core.isDead(incumbent)) {
    precede(core, position, member, candidate, onRing)
  } else if (candidate.id === incumbent.id) {
    const isNews =
      predecessor === undefined || !sameRef(candidate, predecessor) || (onRing && member.boundary?.id !== candidate.id)
    if (isNews) precede(core, position, member, candidate, onRing)
    position.predecessorHeardAt = core.now
  } else {
    const waiting = position.rectifying
    // Only the best of those that wait.
    if (waiting === undefined || between(waiting.candidate.id, candidate.id, self)) {
      position.rectifying = { candidate, onRing }
    } else if (waiting.candidate.id === candidate.id) waiting.onRing ||= onRing
    ping(core, position, incumbent)
  }
}

function precede(core: Core, position: Position, member: Member, candidate: LiveNode, onRing: boolean): void {
  const wasOnRing = member.boundary !== undefined
  becomePreceded(position, member, candidate, onRing)
  position.predecessorHeardAt = core.now
  // It has just asked: it needs not be told of what is new.
  position.polledAt = core.now
  core.listsChanged(position)
  if (!wasOnRing && onRing) notifyHead(core, position)
  resumeParked(core)
}

function ping(core: Core, position: Position, predecessor: NodeRef): void {
  if (position.predecessorAsked) return
  position.predecessorAsked = true
  const body = { type: 'ping', position: predecessor.position } as const
  core.ask({ kind: 'predecessor', position, to: predecessor }, predecessor, body, core.params.queryMs)
}

/** The predecessor has been silent, or the detector has spoken. */
export function checkPredecessor(core: Core, position: Position): void {
  const { membership, barrier } = position
  if (membership.state !== 'member') return
  if (position.shadow !== undefined && core.isDead(position.shadow)) {
    position.shadow = undefined
    resumeParked(core)
  }
  const incumbent = membership.predecessor ?? barrier
  if (incumbent === undefined) return
  if (core.isDead(incumbent)) loseIncumbent(core, position, membership)
  else if (core.now - position.predecessorHeardAt > silentMs(core)) {
    ping(core, position, incumbent)
  }
}

/** The ping of the predecessor, or of the barrier, came back, or did not. */
export function predecessorAnswered(
  core: Core,
  position: Position,
  asked: NodeRef,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  position.predecessorAsked = false
  const { membership } = position
  if (membership.state !== 'member') return
  const { predecessor } = membership
  if ((predecessor ?? position.barrier)?.id !== asked.id) {
    reconsider(core, position, membership)
    return
  }
  if (answer === 'unreachable' || (typeof answer === 'object' && answer.type === 'failed')) {
    loseIncumbent(core, position, membership)
    return
  }
  position.rectifying = undefined
  if (typeof answer === 'object' && answer.type === 'pong') {
    position.predecessorHeardAt = core.now
    const live = liveNode(from, answer.self)
    const isNews = predecessor !== undefined && live?.id === asked.id && !sameRef(live, predecessor)
    if (isNews) precede(core, position, membership, live, false)
  }
  resumeParked(core)
}

/** The predecessor leaves and gives us its range, which begins at `boundary`; undefined when it had none. */
export function inheritFrom(
  core: Core,
  position: Position,
  member: Member,
  leaver: LiveNode,
  boundary: NodeRef | undefined,
): void {
  const { self } = position
  const isBehind = boundary !== undefined && inArc(leaver.id, self.id, boundary.id)
  if (!isBehind && member.predecessor?.id !== leaver.id) return
  becomeHeir(position, member, isBehind ? boundary : undefined)
  const waiting = position.rectifying
  position.rectifying = undefined
  const heir = position.membership
  if (waiting !== undefined && waiting.candidate.id !== leaver.id && heir.state === 'member') {
    precede(core, position, heir, waiting.candidate, waiting.onRing)
    return
  }
  core.listsChanged(position)
  resumeParked(core)
}

/** It was about another than the present one: look at the waiting notifier anew. */
function reconsider(core: Core, position: Position, member: Member): void {
  const waiting = position.rectifying
  position.rectifying = undefined
  if (waiting !== undefined) rectify(core, position, member, waiting.candidate, waiting.onRing)
}

/** The predecessor, or the barrier, is dead or no member any more: who waits takes its place. */
function loseIncumbent(core: Core, position: Position, member: Member): void {
  const waiting = position.rectifying
  position.rectifying = undefined
  position.barrier = undefined
  if (waiting !== undefined) precede(core, position, member, waiting.candidate, waiting.onRing)
  else if (member.predecessor !== undefined) {
    becomeUnpreceded(position, member)
    core.listsChanged(position)
    resumeParked(core)
  }
}
