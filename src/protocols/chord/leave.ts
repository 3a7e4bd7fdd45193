import { between, inArc, type NodeRef, type PeerKey } from '../../base/index.ts'
import { fail, liveNode, succeed, type AskFailure, type CommandId, type ReplyId } from '../machine.ts'
import { becomeFailingOver, becomeJoining, becomeLeft, becomeSuspended } from './become.ts'
import type { Core } from './core.ts'
import { dropNode } from './fingers.ts'
import { abandonParked, resumeParked } from './parked.ts'
import { cancelAttempt } from './join.ts'
import { clockwise, cutToReach } from './lists.ts'
import type { ChordResponse, LeaveRequest } from './messages.ts'
import { isSolitary } from './own.ts'
import { inheritFrom } from './rectify.ts'
import { askNext } from './stabilize.ts'
import { isDeparting, type Leaving, type Member, type Position } from './state.ts'
import { listOf, successorsOf, viewOf } from './views.ts'

/**
 * After these the successor may have taken the range: the question may have reached it before its link was lost, and who
 * cannot be dialled (it may keep us away for a while) can live on.
 */
const MAY_HAVE_IT: ReadonlySet<AskFailure> = new Set(['timeout', 'unreachable', 'unknown-outcome'])
/** A successor that cannot take the range over now is asked again after this part of a stabilisation period. */
const RETRY = 10
/** The result comes while somebody still waits for it. */
const OF_DEADLINE = 0.9

/**
 * Leaves the ring. A crash is safe by Zave's proof; what a departure adds is that nobody need find out:
 *
 * 1. From the moment the successor is asked, this node owns nothing (finds wait), so there are never two owners.
 * 2. The successor takes over the range up to our boundary, if its own begins at us. It refuses while its own range is
 *    under way, so of two neighbours that leave at once the second goes first.
 * 3. Those r before us hear of it, one after another as each names its predecessor, and go over to our successors.
 * 4. Only then this node is no member any more and answers NOT_JOINED.
 */
export function beginLeave(core: Core, command: CommandId, leftMs: number): void {
  const { state } = core
  const { positions } = state
  if (state.departure !== undefined) {
    state.departure.commands.push(command)
    return
  }
  const isMember = positions.some(({ membership }) => membership.state !== 'joining')
  for (const position of positions) endAttempt(core, position)
  if (!isMember) {
    core.emit({ type: 'done', id: command, result: fail('NOT_JOINED', 'this node is in no ring') })
    return
  }
  state.departure = { commands: [command], handedOver: true, told: 0 }
  const isLast = isSolitary(core)
  const deadlineAt = core.now + leftMs * OF_DEADLINE
  const leavers = positions.filter(({ membership }) => membership.state !== 'joining')
  // All of them first: the departure ends when none is left.
  for (const position of leavers) {
    position.leaving = {
      deadlineAt,
      phase: 'waiting',
      retryAt: core.now,
      inDoubt: false,
      handedOver: false,
      told: 0,
    }
  }
  for (const position of leavers) {
    if (position.leaving === undefined) continue
    // There is nobody who could take anything over.
    if (position.membership.state === 'alone' || isLast) gone(core, position, position.leaving)
    else handOver(core, position, position.leaving)
  }
}

/** What joins now does not join any more. */
function endAttempt(core: Core, position: Position): void {
  if (position.membership.state !== 'joining' || position.membership.attempt === undefined) return
  cancelAttempt(core, position, 'this node is leaving')
  if (core.state.positions.length === 1) return
  position.joinAt = Infinity
  becomeJoining(position, undefined)
}

/** Its timer: the next try, or the end of its patience. */
export function leaveOn(core: Core, position: Position): void {
  const { leaving } = position
  if (leaving === undefined || leaving.retryAt > core.now) return
  if (leaving.deadlineAt <= core.now) gone(core, position, leaving)
  else if (leaving.phase === 'telling') leaving.retryAt = leaving.deadlineAt
  else handOver(core, position, leaving)
}

function handOver(core: Core, position: Position, leaving: Leaving): void {
  const { membership } = position
  if (membership.state !== 'member') {
    gone(core, position, leaving)
    return
  }
  const { successors, predecessor, boundary } = membership
  // A predecessor that is being replaced must have found us before it loses us again, else it may lose its whole list.
  const isReady = successors.state === 'settled' && !core.isDead(successors.head) && predecessor !== undefined
  if (!isReady) {
    later(core, leaving)
    return
  }
  leaving.phase = 'asking'
  leaving.retryAt = leaving.deadlineAt
  becomeSuspended(position, true)
  askToLet(core, position, successors.head, true, boundary)
}

function askToLet(core: Core, position: Position, to: NodeRef, heir: boolean, boundary: NodeRef | undefined): void {
  const { self, leaving } = position
  const successors = successorsOf(position)
  const body = { type: 'leave', position: to.position, self, heir, boundary, successors } as const
  const leftMs = (leaving?.deadlineAt ?? core.now) - core.now
  core.ask({ kind: 'leave', position, to, heir }, to, body, Math.max(1, Math.min(core.params.queryMs, leftMs)))
}

function later(core: Core, leaving: Leaving): void {
  const next = core.now + core.random.jitter(core.params.stabilizeMs / RETRY, 0.5)
  leaving.retryAt = Math.min(leaving.deadlineAt, next)
}

/** Somebody has answered that it knows, or has not. */
export function leaveAnswered(
  core: Core,
  asked: { readonly position: Position; readonly to: NodeRef; readonly heir: boolean },
  answer: ChordResponse | AskFailure,
): void {
  const { position, to, heir } = asked
  const { leaving, membership } = position
  if (leaving === undefined || membership.state !== 'member') return
  const view = typeof answer === 'object' && answer.type === 'view' ? answer.view : undefined
  if (!heir) {
    if (view !== undefined && to.peer !== core.self) leaving.told++
    const next = view?.predecessor
    // In order, from the predecessor backwards, r of them; a small ring ends at ourselves.
    const isFurther =
      next !== undefined && between(to.id, position.self.id, next.id) && leaving.told < core.params.successors
    if (isFurther && !core.isDead(next)) askToLet(core, position, next, false, undefined)
    else gone(core, position, leaving)
    return
  }
  if (leaving.phase !== 'asking') return
  if (view !== undefined) {
    leaving.handedOver = true
    leaving.phase = 'telling'
    tell(core, position, membership, leaving, to)
    return
  }
  leaving.phase = 'waiting'
  // A refusal: it has not taken the range, so it is still ours. Without a word it may have, and may have passed it on
  // before it refuses what is asked again: then we own nothing until somebody has it for certain.
  leaving.inDoubt ||= typeof answer === 'string' && MAY_HAVE_IT.has(answer)
  if (!leaving.inDoubt) {
    becomeSuspended(position, false)
    resumeParked(core)
  }
  core.prompt(position)
  later(core, leaving)
}

function tell(core: Core, position: Position, member: Member, leaving: Leaving, heir: NodeRef): void {
  position.stabilizeAt = Infinity
  position.fingerAt = Infinity
  core.emit({ type: 'news', news: { type: 'rangeChanged', position: position.index } })
  const { predecessor } = member
  // In a ring of two the heir is all there is to tell.
  if (predecessor === undefined || predecessor.id === heir.id || core.isDead(predecessor)) gone(core, position, leaving)
  else askToLet(core, position, predecessor, false, undefined)
}

function gone(core: Core, position: Position, leaving: Leaving): void {
  position.leaving = undefined
  becomeLeft(position)
  position.stabilizeAt = Infinity
  position.fingerAt = Infinity
  position.joinAt = Infinity
  position.remembered = []
  core.state.parted.clear()
  position.probeAt = Infinity
  core.stateChanged(position)
  if (core.state.positions.every(({ membership }) => membership.state === 'joining')) abandonParked(core)
  else resumeParked(core)
  departed(core, leaving)
}

/** One position is gone; with the last of them this peer is. */
function departed(core: Core, { handedOver, told }: Leaving): void {
  const { departure, positions } = core.state
  if (departure === undefined) return
  departure.handedOver &&= handedOver
  departure.told += told
  if (positions.some(({ leaving }) => leaving !== undefined)) return
  core.state.departure = undefined
  const result = succeed({ handedOver: departure.handedOver, told: departure.told })
  for (const id of departure.commands) core.emit({ type: 'done', id, result })
}

/** Somebody else leaves. */
export function leaveHeard(core: Core, position: Position, from: PeerKey, reply: ReplyId, body: LeaveRequest): void {
  const node = liveNode(from, body.self)
  const { membership, self } = position
  if (node === undefined || node.id === self.id) {
    core.emit({ type: 'refuse', reply })
    return
  }
  if (membership.state !== 'member') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  const hasIt = covers(membership, node, self)
  if (body.heir && !hasIt && !mayInherit(position, membership, node, body.boundary)) {
    core.respond(reply, { type: 'failed', code: 'NOT_HEIR' })
    return
  }
  core.noteLeft(node)
  core.learned.forget(node.id)
  for (const own of core.state.positions) {
    if (!dropNode(own.fingers, node.id)) continue
    own.routes = undefined
    core.state.tablesChanged = true
  }
  if (body.heir) inheritFrom(core, position, membership, node, hasIt ? undefined : body.boundary)
  goOver(core, position, node, body.successors)
  const now = position.membership.state
  if (position.query !== undefined) position.query.told = true
  if (now === 'member' || now === 'alone') core.respond(reply, { type: 'view', view: viewOf(position) })
}

/** Its range is ours already: we took it, and our answer was lost; or everybody has held it for dead. */
function covers({ boundary }: Member, node: NodeRef, self: NodeRef): boolean {
  return boundary !== undefined && inArc(boundary.id, node.id, self.id)
}

/** Its range is ours to take when ours begins at it, and ours is not under way to somebody else. */
function mayInherit(position: Position, member: Member, node: NodeRef, given: NodeRef | undefined): boolean {
  if (given === undefined) return true
  if (isDeparting(position)) return false
  if (member.boundary !== undefined) return member.boundary.id === node.id
  // We own nothing yet; then so does what it gives us, until somebody claims us.
  return member.predecessor?.id === node.id
}

/** Its successors take its place in our list, where it headed it; they are asked before one is adopted. */
function goOver(core: Core, position: Position, node: NodeRef, named: readonly NodeRef[]): void {
  const { membership, self } = position
  if (membership.state !== 'member') return
  const { successors } = membership
  const list = listOf(successors)
  const first = list[0]
  if (first?.id !== node.id) {
    core.prompt(position)
    return
  }
  const rest = list.filter((each) => each.id !== node.id)
  const known = new Set(rest.map(({ id }) => id))
  const others = named.filter(({ id }) => !known.has(id) && id !== self.id && id !== node.id)
  const candidates = cutToReach(self.peer, [...rest, ...others].sort(clockwise(self.id)), core.params.successors)
  position.query = undefined
  becomeFailingOver(position, membership, candidates, false)
  core.listsChanged(position)
  askNext(core, position)
}
