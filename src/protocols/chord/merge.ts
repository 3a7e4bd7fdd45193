import { between, type NodeRef, type PeerKey } from '../../base/index.ts'
import { liveNode, type AskFailure, type LiveNode, type ReplyId } from '../machine.ts'
import type { Core } from './core.ts'
import { resumeParked } from './parked.ts'
import { beginRejoin } from './join.ts'
import { MAX_MET } from './limits.ts'
import type { ChordResponse, MeetRequest } from './messages.ts'
import { askMet } from './query.ts'
import { FIRST_PAUSE, forget, LONGEST_PAUSE, planProbe, remember } from './remembered.ts'
import { routesOf } from './routing.ts'
import { isDeparting, isMerging, type Position, type Remembered } from './state.ts'
import { successorsOf } from './views.ts'

/** Periods without a sign of another ring after which a merge is held to be over. */
const MERGING_PERIODS = 5
/** From the first sign of another ring until lists are linked with it: the word has gone round by then. */
const LINK_PERIODS = 2
/** Of a period: a node spreads the word no more often. */
const GOSSIP_SPACING = 1 / 2
/** Of a period: a node that others name is asked at once no more often. */
const HEARSAY_SPACING = 1 / 4
/** Somebody that is no member so often will join by itself. */
const MAX_STRANGENESS = 5

/**
 * Two rings become one (decision 0005). Whoever is no longer, or not yet, in the tables and may be a member elsewhere is
 * remembered and asked now and then: who is responsible for my own id? In one ring that is me. Else there are two rings,
 * the answer names my two neighbours in the other one, and all three are made acquainted, each adopting what is nearer by
 * the rules that always hold: after an answer, and in ring order. The word goes on to all in the tables, who look
 * themselves up in the other ring through what this node has found there (Shafaat, Ghodsi & Haridi, "Handling network
 * partitions and mergers in structured overlay networks", P2P 2007).
 */
export function probeNext(core: Core, position: Position): void {
  const { membership, remembered } = position
  if (membership.state === 'joining' || isDeparting(position) || isNewcomer(core, position)) {
    position.probeAt = core.now + core.params.stabilizeMs
    return
  }
  const of = remembered.reduce<Remembered | undefined>(
    (first, each) => (first === undefined || each.nextAt < first.nextAt ? each : first),
    undefined,
  )
  if (of === undefined || of.nextAt > core.now) {
    planProbe(core, position)
    return
  }
  position.probing = of.peer
  position.probeAt = Infinity
  position.probedAt = core.now
  probe(core, position, of)
}

/**
 * It has just joined and nobody on the ring has claimed it yet: who looks its id up finds another, in the one ring that
 * there is. One that is not claimed for long, or no more, may well stand on a ring that is not the others'.
 */
const isNewcomer = (core: Core, { membership, newUntil }: Position): boolean =>
  membership.state === 'member' && membership.boundary === undefined && core.now < newUntil

function probe(core: Core, position: Position, of: Pick<Remembered, 'peer' | 'node'>): void {
  const { self } = position
  const body = { type: 'find', position: of.node?.position ?? 0, target: self.id, hops: 0, final: false } as const
  core.ask({ kind: 'probe', position, peer: of.peer }, of.node ?? of.peer, body, core.findMs, core.params.queryMs)
}

/** It has answered, or has not. */
export function probed(core: Core, position: Position, peer: PeerKey, answer: ChordResponse | AskFailure): void {
  if (position.probing === peer) position.probing = undefined
  const of = position.remembered.find((each) => each.peer === peer)
  if (of !== undefined) judge(core, position, of, answer)
  planProbe(core, position)
}

function judge(core: Core, position: Position, of: Remembered, answer: ChordResponse | AskFailure): void {
  const { stabilizeMs } = core.params
  const again = (): void => {
    of.nextAt = core.now + core.random.jitter(of.pauseMs)
    of.pauseMs = Math.min(2 * of.pauseMs, LONGEST_PAUSE * stabilizeMs)
  }
  if (typeof answer === 'object' && answer.type === 'found') {
    const { owner, predecessor } = answer.found
    if (owner.id === position.self.id) forget(core, position, of.peer)
    else if (isNewcomer(core, position)) again()
    else {
      // Asked again until it has found us: then the rings are one here.
      of.pauseMs = FIRST_PAUSE * stabilizeMs
      of.nextAt = core.now + core.random.jitter(stabilizeMs, 0.5)
      encounter(core, position, owner, predecessor)
    }
  } else if (typeof answer === 'object' && answer.type === 'failed' && answer.code === 'NOT_JOINED') {
    if (++of.strangers >= MAX_STRANGENESS) forget(core, position, of.peer)
    else again()
  } else again()
}

/** There is a ring in which `before` and `behind` are our neighbours, and which does not know us. */
function encounter(core: Core, position: Position, behind: NodeRef, before: NodeRef | undefined): void {
  const { membership, self } = position
  if (membership.state === 'alone') {
    // Two that are alone take each other as they are; a ring is joined.
    if (before === undefined) introduceTo(core, position, behind)
    else beginRejoin(core, position, [behind, before])
    return
  }
  if (membership.state !== 'member') return
  beginMerging(core, position)
  const [head] = successorsOf(position)
  consider(core, position, behind)
  meet(core, position, behind, head)
  if (before !== undefined && before.id !== self.id && before.id !== behind.id) {
    meet(core, position, before, membership.predecessor)
  }
  spread(core, position, behind)
}

/** A while after the first sign the lists are linked: then everybody should know who stands before it in either ring. */
function beginMerging(core: Core, position: Position): void {
  const { stabilizeMs } = core.params
  if (!isMerging(position, core.now)) position.linkAt = core.now + LINK_PERIODS * stabilizeMs
  position.mergingUntil = core.now + MERGING_PERIODS * stabilizeMs
  position.calmRounds = 0
}

/** It has answered: it lives. In its ring it may be our predecessor. */
export function meetAnswered(
  core: Core,
  { position, to }: { readonly position: Position; readonly to: NodeRef },
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  if (typeof answer !== 'object') return
  if (answer.type === 'failed' && position.shadow?.id === to.id) {
    position.shadow = undefined
    resumeParked(core)
  }
  const live = answer.type === 'noted' ? liveNode(from, to) : undefined
  if (live !== undefined) overshadow(core, position, live)
}

/** What lies before a live member that is nearer than our predecessor is not ours, whichever ring it is on. */
function overshadow(core: Core, position: Position, node: LiveNode): void {
  const { membership, self, shadow } = position
  if (membership.state !== 'member' || membership.boundary === undefined) return
  if (!between((shadow ?? membership.boundary).id, node.id, self.id)) return
  position.shadow = node
  core.listsChanged(position)
  resumeParked(core)
}

/**
 * Somebody stands between us and our predecessor and has not notified us, long after the lists should have been linked: it
 * is told again. Called once a round.
 */
export function remindShadow(core: Core, position: Position): void {
  const { shadow, membership } = position
  if (shadow === undefined || membership.state !== 'member' || position.linkAt > core.now) return
  meet(core, position, shadow, membership.predecessor)
}

/** Asked by a notify it asks for our view, adopts us, and notifies us in turn. */
function introduceTo(core: Core, position: Position, other: NodeRef): void {
  const body = { type: 'notify', position: other.position, self: position.self, onRing: true } as const
  core.ask({ kind: 'announce' }, other, body, core.params.queryMs)
}

function meet(core: Core, position: Position, to: NodeRef, other: NodeRef | undefined): void {
  if (to.id === position.self.id || core.isDead(to)) return
  const others = other === undefined || other.id === to.id ? [] : [other]
  const body = { type: 'meet', position: to.position, self: position.self, others } as const
  core.ask({ kind: 'meet', position, to }, to, body, core.params.queryMs)
}

/** To everybody in the tables: a node of the other ring through which they can look themselves up there. */
function spread(core: Core, position: Position, contact: NodeRef): void {
  if (position.gossipAt > core.now) return
  position.gossipAt = core.now + GOSSIP_SPACING * core.params.stabilizeMs
  for (const node of routesOf(position, core.params)) meet(core, position, node, contact)
  for (const { self } of core.state.positions) meet(core, position, self, contact)
  const { membership } = position
  if (membership.state === 'member' && membership.predecessor !== undefined) {
    meet(core, position, membership.predecessor, contact)
  }
}

/** It may be our successor: if it stands before the head, it is asked, now or when the query under way has ended. */
function consider(core: Core, position: Position, node: NodeRef): void {
  const { membership, self, met } = position
  if (membership.state !== 'member' || isDeparting(position) || core.isDead(node)) return
  const [head] = successorsOf(position)
  if (head === undefined || !between(self.id, node.id, head.id)) return
  if (met === undefined || between(self.id, node.id, met.id)) position.met = node
  askMet(core, position)
}

/** Somebody has found that there are two rings. */
export function meetHeard(core: Core, position: Position, from: PeerKey, reply: ReplyId, body: MeetRequest): void {
  const node = liveNode(from, body.self)
  if (node === undefined || node.id === position.self.id) {
    core.emit({ type: 'refuse', reply })
    return
  }
  if (position.membership.state === 'joining') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  core.respond(reply, { type: 'noted' })
  core.noteMember(node)
  if (position.membership.state === 'alone') remember(core, position, { peer: node.peer, node }, 0)
  else {
    if (!isMerging(position, core.now)) core.prompt(position)
    beginMerging(core, position)
    overshadow(core, position, node)
    consider(core, position, node)
  }
  const { stabilizeMs } = core.params
  for (const other of body.others.slice(0, MAX_MET)) {
    remember(core, position, { peer: other.peer, node: other, hearsay: true }, stabilizeMs)
    // At once, also while another is being asked, which may take as long as a dial in vain.
    if (other.peer === position.self.peer || position.hearsayAt > core.now || isNewcomer(core, position)) continue
    position.hearsayAt = core.now + HEARSAY_SPACING * stabilizeMs
    probe(core, position, { peer: other.peer, node: other })
  }
}
