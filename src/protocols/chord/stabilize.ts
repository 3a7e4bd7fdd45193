import { between, sameNode, type NodeRef, type PeerKey } from '../../base/index.ts'
import { liveNode, type AskFailure, type AskId, type LiveNode } from '../machine.ts'
import {
  becomeAlone,
  becomeExcluded,
  becomeFailingOver,
  becomeMemberOfTwo,
  becomeOnRing,
  becomeSettled,
  becomeSuspended,
} from './become.ts'
import type { Core } from './core.ts'
import { dropPeer } from './fingers.ts'
import { dropHint } from './hints.ts'
import { resumeParked } from './parked.ts'
import { clockwise, isFullList, restAfter, sameList, sameRef, unitedRest } from './lists.ts'
import { MAX_RESTARTS, MAX_WALK, STRANDED_ROUNDS } from './limits.ts'
import type { ChordResponse, RingView } from './messages.ts'
import { remindShadow } from './merge.ts'
import { dropNear } from './near.ts'
import { beginTimers, roundMs, tellBehind } from './periods.ts'
import { askMet, notifyHead, query } from './query.ts'
import { checkPredecessor } from './rectify.ts'
import { remember } from './remembered.ts'
import { isDeparting, isMerging, type Member, type Position, type Query } from './state.ts'
import { successorsOf } from './views.ts'

/**
 * When the whole list was dead, the successor that is found is not known to be the next live node. Those in between make
 * themselves known to it within this time; only then it is claimed, and may take over ranges.
 */
const FAR_PERIODS = 10
/**
 * Where a head has died among newcomers it may have claimed one of them, which owns a range by that, and nobody else knows
 * which. Within this time they have found their places among each other; only then the first of them is claimed.
 */
const NEW_PERIODS = 2
/** So long a node of a large ring that knows nobody waits for those that know it. */
const ALONE_PERIODS = 10

/** Of its period: a round of an own position with the same neighbour comes so much sooner, to go in one message. */
const EARLIER = 0.5

/** The round of a position that is due, and those of the others that ask the same peer and are due before long. */
export function beginRounds(core: Core, position: Position): void {
  const peer = headOf(position)?.peer
  beginRound(core, position)
  if (core.state.positions.length === 1 || peer === undefined) return
  for (const other of core.state.positions) {
    const isNear = other.stabilizeAt <= core.now + EARLIER * roundMs(core, other)
    if (other !== position && isNear && headOf(other)?.peer === peer) beginRound(core, other)
  }
}

const headOf = ({ membership }: Position): NodeRef | undefined =>
  membership.state === 'member' && membership.successors.state === 'settled' ? membership.successors.head : undefined

/**
 * stabilizeFromSuccessor and stabilizeFromPredecessor (Zave, TSE 2017 §IV): one round asks the head of the successor
 * list for its view and adopts it; then the head's predecessor, if it lies between; then notifies the head.
 */
function beginRound(core: Core, position: Position): void {
  askRound(core, position)
  remindShadow(core, position)
}

function askRound(core: Core, position: Position): void {
  position.calmRounds = position.version === position.calmVersion ? position.calmRounds + 1 : 0
  position.calmVersion = position.version
  position.stabilizeAt = core.now + core.random.jitter(roundMs(core, position))
  position.roundAt = core.now
  if (position.membership.state !== 'member' || isDeparting(position)) {
    position.stabilizeAt = Infinity
    return
  }
  if (position.query !== undefined) return // a slow answer: its end carries on
  checkPredecessor(core, position)
  claimWhenStranded(core, position)
  tellBehind(core, position)
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
    if (successors.far) nobodyLeft(core, position, membership)
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
  becomeFailingOver(position, member, othersKnown(core, position, member), true)
  core.listsChanged(position)
  askNext(core, position)
}

function othersKnown(core: Core, position: Position, member: Member): readonly NodeRef[] {
  const self = position.self.id
  const known = [...position.fingers.nodes, ...core.state.contacts]
  if (member.predecessor !== undefined) known.push(member.predecessor)
  for (const { node } of position.remembered) if (node !== undefined) known.push(node)
  for (const own of core.state.positions) if (own.membership.state !== 'joining') known.push(own.self)
  return known
    .filter((node) => node.id !== self && !core.isDead(node))
    .sort(clockwise(self))
    .filter((node, i, sorted) => node.id !== sorted[i - 1]?.id)
}

/**
 * Everybody who is known is dead. In a ring as small as its lists that is everybody there was. In a larger one others live
 * on, and those behind will make themselves known: this node keeps what it owns and no more, for a while.
 */
function nobodyLeft(core: Core, position: Position, member: Member): void {
  const aloneAt = position.aloneAt ?? core.now + (position.wide ? ALONE_PERIODS * core.params.stabilizeMs : 0)
  position.aloneAt = aloneAt
  if (aloneAt <= core.now) {
    comeToBeAlone(core, position)
    return
  }
  const others = othersKnown(core, position, member)
  if (others.length === 0) return
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
  const live = view === undefined ? undefined : liveNode(from, view.self)
  if (view === undefined || live?.id !== asked.to.id) {
    queryFailed(core, position, asked, body.type === 'failed' ? 'gone' : 'timeout')
  } else adopt(core, position, asked, live, view)
  askMet(core, position)
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
  const { self } = position
  if (position.doubtful && asked.kind !== 'met') knownStill(core, position, head, view)
  const { membership } = position
  if (asked.kind === 'met') position.mergingUntil = Math.max(position.mergingUntil, core.now + core.params.stabilizeMs)
  const rest = restFor(core, position, head, view)
  if (asked.told && changesList(position, head, rest)) {
    if (asked.restarts < MAX_RESTARTS) {
      query(core, position, asked.kind, asked.to, asked.walked, asked.restarts + 1)
    } else {
      // By chance: two that ask each other in step would drop each other's answers for ever.
      const next = core.now + core.random.float() * core.params.stabilizeMs
      if (next < position.stabilizeAt) position.stabilizeAt = next
    }
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
    const waits = isFar(membership)
      ? FAR_PERIODS
      : isAmongNewcomers(core, position, asked, head, view)
        ? NEW_PERIODS
        : 0
    if (waits > 0) position.claimsAt = core.now + waits * core.params.stabilizeMs
    if (becomeSettled(position, membership, head, rest)) core.listsChanged(position)
    position.wide = position.fingers.nodes.length > 0 || isFullList(self.peer, head, rest, core.params.successors)
    position.aloneAt = undefined
  }
  position.headView = view
  position.listFrom = isMerging(position, core.now) ? undefined : view
  const nearer = view.predecessor
  if (nearer !== undefined && asked.walked < MAX_WALK && between(self.id, nearer.id, head.id)) {
    if (!core.isDead(nearer)) {
      query(core, position, 'predecessor', nearer, asked.walked + 1)
      return
    }
    // The head holds it for alive: one of us is wrong.
    remember(core, position, { peer: nearer.peer, node: nearer }, core.params.stabilizeMs)
  }
  notifyHead(core, position)
}

/** The one that takes the dead head's place names a predecessor that was not in our list. */
function isAmongNewcomers(core: Core, { self }: Position, asked: Query, head: NodeRef, view: RingView): boolean {
  const nearer = view.predecessor
  return (
    asked.kind === 'failover' && nearer !== undefined && between(self.id, nearer.id, head.id) && !core.isDead(nearer)
  )
}

const isFar = ({ successors }: Member): boolean => successors.state === 'failingOver' && successors.far

/**
 * This node was stopped for a while. Others may have held it for dead and given its range away, so it answers for nothing
 * until its head has said that it still is its predecessor; what was asked before is of no use for that.
 */
export function slept(core: Core, position: Position): void {
  const { membership } = position
  if (membership.state !== 'member' || isDeparting(position)) return
  position.doubtful = true
  becomeSuspended(position, true)
  position.query = undefined
  position.headView = undefined
  askNext(core, position)
}

/** The head's view, asked for after we slept: who stands before it? */
function knownStill(core: Core, position: Position, head: NodeRef, { predecessor }: RingView): void {
  const { membership, self } = position
  if (membership.state !== 'member') return
  // Somebody came between in the meantime: it will be asked next, and knows.
  if (predecessor !== undefined && between(self.id, predecessor.id, head.id) && !core.isDead(predecessor)) return
  position.doubtful = false
  becomeSuspended(position, position.leaving?.inDoubt === true)
  // Excluded: a newcomer again, which owns nothing until its predecessor claims it.
  if (predecessor?.id !== self.id) becomeExcluded(position, membership)
  core.listsChanged(position)
  resumeParked(core)
}

function restFor(core: Core, position: Position, head: NodeRef, view: RingView): readonly NodeRef[] {
  const { successors: length } = core.params
  const { membership, listFrom } = position
  const isMergingNow = isMerging(position, core.now)
  // The same as the last time; most answers are.
  if (view === listFrom && !isMergingNow && membership.state === 'member') {
    const { successors } = membership
    if (successors.state === 'settled' && successors.head.id === head.id) return successors.rest
  }
  if (!isMergingNow) return restAfter(position.self, head, view.successors, length)
  return unitedRest(position.self, head, view.successors, successorsOf(position), length, core.isDead)
}

/** One that was seen or met between this node and its head is adopted only if it still stands there. */
function isStillNearer(position: Position, member: Member, asked: Query): boolean {
  if (asked.kind !== 'predecessor' && asked.kind !== 'met') return true
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
  if (asked.kind === 'predecessor' || asked.kind === 'met') notifyHead(core, position)
  else if (isGone) loseHead(core, position, membership)
  else {
    // Slow or lost is not dead: ask again soon; meanwhile look-ups go round it.
    core.suspect(asked.to.peer)
    if (asked.kind === 'failover') examine(core, position, membership)
    core.prompt(position)
  }
}

/**
 * After a death the next was silent as well, as after a cut: everybody in the tables is looked at, not one after another.
 * Who stays in them from before a cut would lead into another ring after it.
 */
function examine(core: Core, position: Position, { successors }: Member): void {
  if (successors.state !== 'failingOver') return
  core.learned.clear()
  for (const node of [...successors.candidates, ...position.fingers.nodes]) if (!core.isDead(node)) core.examine(node)
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

/** The detector holds a peer for dead. */
export function peerDied(core: Core, position: Position, peer: PeerKey): void {
  if (dropPeer(position.fingers, peer)) {
    position.routes = undefined
    core.state.tablesChanged = true
  }
  dropHint(position, (node) => node.peer === peer)
  dropNear(core, position, peer)
  const { membership } = position
  if (membership.state !== 'member') return
  checkPredecessor(core, position)
  const { successors } = membership
  const first = successors.state === 'settled' ? successors.head : successors.candidates[0]
  if (first?.peer === peer) askNext(core, position)
}
