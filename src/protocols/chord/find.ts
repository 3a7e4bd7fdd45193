import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { AskFailure, AskId, ReplyId } from '../machine.ts'
import { hopOf, type AskedHop, type Hop } from '../relay.ts'
import type { Core, FindRules, Found } from './core.ts'
import { dropNode } from './fingers.ts'
import { MAX_HOPS, MAX_PARKED, MAX_PATH } from './limits.ts'
import type { ChordRefusal, ChordResponse, FindRequest, Owner, PathHop, StepRequest } from './messages.ts'
import { candidatesFor, corrects, owns, route } from './routing.ts'
import { successorsOf } from './views.ts'
import { isApart, type FindGoal, type FindTransit, type FindUpstream, type HopPurpose, type Position } from './state.ts'

const RELAYING: ChordResponse = Object.freeze({ type: 'relaying' })

/** This position as the owner of a target, with the evidence. */
export function ownerHere(position: Position): Owner {
  const { membership } = position
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.boundary) : undefined
  return { owner: position.self, predecessor }
}

function foundHere(position: Position, hops: number): Found {
  return { type: 'found', found: ownerHere(position), hops, epoch: position.self.epoch }
}

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

/**
 * Held for the owner, this node has a predecessor that stands between: the sender does not know it yet. While the
 * predecessor itself is in doubt, saying so would send the find to a dead node.
 */
function nearerOwner(position: Position, target: FindRequest['target']): NodeRef | undefined {
  const { membership, self } = position
  const predecessor = membership.state === 'member' ? (position.shadow ?? membership.predecessor) : undefined
  if (predecessor === undefined) return undefined
  if (position.rectifying !== undefined) return undefined
  return corrects(target, predecessor.id, self.id) ? predecessor : undefined
}

function refuse(core: Core, reply: ReplyId, code: ChordRefusal): void {
  core.respond(reply, { type: 'failed', code })
}

/** Iterative find_successor, one step: nothing is forwarded. */
export function stepArrived(core: Core, position: Position, reply: ReplyId, body: StepRequest): void {
  if (position.membership.state === 'joining') refuse(core, reply, 'NOT_JOINED')
  else if (owns(position, body.target)) core.respond(reply, foundHere(position, 1))
  else {
    const candidates = candidatesFor(position, body.target, core.params, core.avoiding())
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

function forward(core: Core, transit: FindTransit): void {
  core.hedges.deposit()
  core.state.relay.forward(core.now, transit, rulesOf(core))
}

/** What the relay needs of Chord; made once per machine. */
function rulesOf(core: Core): FindRules {
  core.findRules ??= {
    nextHop: (transit) => nextHop(core, transit),
    secondHop: (transit) => secondHop(core, transit),
    ask: (transit, to, body, leftMs) =>
      core.ask({ kind: 'hop', transit, to }, to, body, leftMs, core.firstWordMsOf(to.peer)),
    park: (transit) => {
      park(core, transit)
    },
    gaveUp: (transit) => {
      gaveUp(core, transit, 'NO_ROUTE')
    },
  }
  return core.findRules
}

function nextHop(core: Core, transit: FindTransit): Hop<FindRequest> {
  const { goal } = transit
  const { position, target } = goal
  const { next } = goal
  goal.next = undefined
  if (next !== undefined && !transit.tried.includes(next.node.peer) && !core.isDead(next.node)) {
    return hopTo(core, goal, next.node, next.final)
  }
  if (position.membership.state === 'joining') return 'none'
  const step = route(position, target, core.params, core.avoiding(transit.tried))
  switch (step.kind) {
    case 'own':
      core.state.relay.close(transit)
      answer(core, transit, foundHere(position, goal.hops))
      return 'none'
    case 'wait':
      return 'wait'
    case 'none':
      return 'none'
    case 'ask':
      // Held for the owner, and nobody nearer is known: whoever is, the ring will tell.
      if (goal.final && nearerOwner(position, target) === undefined) return 'wait'
      return learnedHop(core, transit, step) ?? hopTo(core, goal, step.node, step.final)
  }
}

/**
 * Beside a hop that is late: the next best one. Of one that was held for the owner there is none, since nobody else may
 * answer in its place.
 */
function secondHop(core: Core, transit: FindTransit): { to: NodeRef; body: FindRequest } | undefined {
  const { goal } = transit
  const step = route(goal.position, goal.target, core.params, core.avoiding(transit.tried))
  if (step.kind !== 'ask' || core.isSlow(step.node.peer)) return undefined
  if (!core.hedges.withdraw(core.now)) {
    core.counts.hedgesForgone++
    return undefined
  }
  core.counts.hedges++
  return hopTo(core, goal, step.node, step.final)
}

/** Hops that take longer for their first word than they use to: others are asked beside them, and before them from now on. */
export function hedgeLate(core: Core): void {
  const { relay } = core.state
  for (const transit of relay.late(core.now)) {
    if (transit.hop !== undefined) core.rtts.late(transit.hop.peer)
    relay.hedge(core.now, transit, rulesOf(core))
  }
}

/** Straight to whom answers have shown as owner, over a connection that stands: the tables know somebody on the way. */
function learnedHop(core: Core, transit: FindTransit, step: { readonly final: boolean }): Hop<FindRequest> | undefined {
  const { goal } = transit
  if (step.final || goal.final || !core.params.routeBySuccessors) return undefined
  const owner = core.learned.ownerOf(goal.target, core.avoiding(transit.tried))
  if (owner === undefined || !core.learned.isLinked(owner.peer)) return undefined
  core.counts.learned++
  return hopTo(core, goal, owner, true)
}

function hopTo(core: Core, goal: FindGoal, to: NodeRef, final: boolean): Exclude<Hop<FindRequest>, string> {
  const { target, hops, path } = goal
  const { position } = to
  const body: FindRequest =
    path === undefined
      ? { type: 'find', position, target, hops, final }
      : { type: 'find', position, target, hops, final, trace: true }
  const lateMs = final ? undefined : core.rtts.rtoOf(to.peer)
  return lateMs === undefined ? { to, body } : { to, body, lateMs }
}

function park(core: Core, transit: FindTransit): void {
  const { state } = core
  if (state.parked.length >= MAX_PARKED) {
    state.relay.close(transit)
    gaveUp(core, transit, 'NO_ROUTE')
    return
  }
  state.parked.push(transit)
  state.parkedAt = Math.min(state.parkedAt, transit.deadlineAt)
}

/** What is owned has changed, or a doubt is gone: finds that waited for that go on. */
export function resumeParked(core: Core): void {
  const waiting = core.state.parked
  if (waiting.length === 0) return
  core.state.parked = []
  core.state.parkedAt = Infinity
  for (const transit of waiting) {
    if (core.state.relay.transits.has(transit)) resume(core, transit)
  }
}

function resume(core: Core, transit: FindTransit): void {
  const { goal } = transit
  const { position, target } = goal
  const nearer = goal.final && !owns(position, target) ? nearerOwner(position, target) : undefined
  if (nearer !== undefined && transit.upstream.kind === 'reply') {
    core.state.relay.close(transit)
    core.respond(transit.upstream.reply, { type: 'closer', candidates: [nearer] })
  } else forward(core, transit)
}

/** This node has left: those who wait for an answer try another. */
export function abandonParked(core: Core): void {
  const waiting = core.state.parked
  core.state.parked = []
  core.state.parkedAt = Infinity
  for (const transit of waiting) if (core.state.relay.close(transit)) gaveUp(core, transit, 'NOT_JOINED')
}

/** Parked finds for which nobody waits any more. */
export function expireParked(core: Core): void {
  const { state } = core
  if (state.parkedAt > core.now) return
  const waiting = state.parked
  state.parked = waiting.filter((transit) => transit.deadlineAt > core.now)
  state.parkedAt = state.parked.reduce((at, transit) => Math.min(at, transit.deadlineAt), Infinity)
  for (const transit of waiting) {
    if (transit.deadlineAt <= core.now && state.relay.close(transit)) gaveUp(core, transit, 'NO_ROUTE')
  }
}

/** An answer of a hop that has the find. */
export function hopAnswered(core: Core, asked: HopPurpose, ask: AskId, from: PeerKey, body: ChordResponse): void {
  const { transit, to } = asked
  const { relay } = core.state
  const hop = hopOf(transit, ask)
  if (hop === undefined || !relay.transits.has(transit)) return
  switch (body.type) {
    case 'found':
      brought(core, asked, hop, body)
      return
    case 'closer':
      note(core, asked, 'closer')
      corrected(core, transit, hop, to, body.candidates)
      return
    case 'failed':
      note(core, asked, 'refused')
      if (body.code === 'NOT_JOINED' || body.code === 'NO_SUCH_POSITION') {
        forgetNode(core, transit.goal.position, to)
        relay.failed(core.now, transit, hop, rulesOf(core))
      } else if (!relay.drop(transit, hop)) {
        relay.close(transit)
        gaveUp(core, transit, body.code)
      }
      return
    default:
      note(core, asked, 'refused')
      relay.failed(core.now, transit, hop, rulesOf(core))
  }
}

/** A hop has brought the answer: the other one, if there is one, is waited for no more. */
function brought(core: Core, asked: HopPurpose, hop: AskedHop, found: Found): void {
  const { transit, to } = asked
  const { goal } = transit
  core.state.relay.close(transit)
  const other = transit.second === hop ? transit.hop : transit.second
  if (transit.second === hop) core.counts.hedgesWon++
  if (!isApart(goal.position, core.now)) core.learned.learn(found.found)
  if (goal.path === undefined) {
    if (other !== undefined) core.cancelAsk(other.ask)
    answer(core, transit, found)
    return
  }
  if (other !== undefined) lateOf(core, other)
  note(core, asked, found.found.owner.id === to.id ? 'owner' : 'relayed')
  answer(core, transit, { ...found, path: [...goal.path, ...(found.path ?? [])].slice(0, MAX_PATH) })
}

function lateOf(core: Core, other: AskedHop): void {
  const asked = core.state.asks.get(other.ask)
  if (asked?.kind === 'hop') note(core, asked, 'late')
  core.cancelAsk(other.ask)
}

/** Of a traced find: whom this node has asked, and how that went. */
function note(core: Core, asked: HopPurpose, outcome: PathHop['outcome']): void {
  const { path } = asked.transit.goal
  if (path === undefined || path.length >= MAX_PATH) return
  const { peer, id: ringId } = asked.to
  path.push({ peer, ringId, rttMs: asked.wordMs ?? core.now - (asked.askedAt ?? core.now), outcome })
}

/** Held for the owner, it is not, and has named who is. */
function corrected(
  core: Core,
  transit: FindTransit,
  hop: AskedHop,
  asked: NodeRef,
  candidates: readonly NodeRef[],
): void {
  const { relay } = core.state
  const { goal } = transit
  if (core.learned.forget(asked.id)) core.counts.learnedWrong++
  const better = candidates.find((node) => corrects(goal.target, node.id, asked.id))
  const isOther = relay.drop(transit, hop)
  goal.hops++
  if (goal.hops >= MAX_HOPS) {
    if (isOther) return
    relay.close(transit)
    gaveUp(core, transit, 'HOPS_EXCEEDED')
    return
  }
  // It may name another position of its own.
  if (better?.peer !== hop.peer && !transit.tried.includes(hop.peer)) relay.exclude(transit, hop.peer)
  // It owns it and gave us no word (yet): nobody else can answer before the detector has spoken.
  if (better !== undefined && better.peer !== hop.peer && transit.tried.includes(better.peer)) {
    if (isOther) return
    relay.close(transit)
    gaveUp(core, transit, 'NO_ROUTE')
    return
  }
  if (better !== undefined && better.id !== goal.position.self.id) goal.next = { node: better, final: true }
  transit.second = transit.hop
  forward(core, transit)
}

/** No first word, no answer in time, or the link went down. */
export function hopFailed(core: Core, asked: HopPurpose, ask: AskId, from: PeerKey, why: AskFailure): void {
  const { transit } = asked
  const isSilent = why === 'timeout' && asked.wordMs === undefined
  if (isSilent) core.rtts.timedOut(from)
  const hop = hopOf(transit, ask)
  if (hop === undefined || !core.state.relay.transits.has(transit)) return
  note(core, asked, why === 'timeout' || why === 'unreachable' ? why : 'refused')
  if (isSilent) {
    core.counts.timeouts++
    suspectNeighbour(core, transit.goal.position, from)
  }
  core.state.relay.failed(core.now, transit, hop, rulesOf(core))
}

/** It gave no first word. Of a neighbour the detector is to know soon, since others wait for what it owns. */
function suspectNeighbour(core: Core, position: Position, peer: PeerKey): void {
  const isNew = !core.isSuspect(peer)
  core.suspect(peer)
  const [head] = successorsOf(position)
  if (isNew && head?.peer === peer && !core.isDead(head)) core.examine(head)
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

/** It answered that it is no member (any more): out of the fingers; a successor is asked by the next round, soon. */
function forgetNode(core: Core, position: Position, node: NodeRef): void {
  if (dropNode(position.fingers, node.id)) {
    position.routes = undefined
    core.state.tablesChanged = true
  }
  core.prompt(position)
}

function answer(core: Core, transit: FindTransit, found: Found): void {
  const { upstream } = transit
  if (upstream.kind === 'reply') core.respond(upstream.reply, found)
  else core.ends?.found(upstream, found)
}

function gaveUp(core: Core, transit: FindTransit, code: ChordRefusal): void {
  const { upstream } = transit
  if (upstream.kind === 'reply') refuse(core, upstream.reply, code)
  else core.ends?.lost(transit)
}
