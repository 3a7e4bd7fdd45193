import { inArc, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import type { AskFailure } from '../machine.ts'
import type { Verification } from './commands.ts'
import type { Core } from './core.ts'
import {
  MAX_LIST,
  MAX_OWNERS_ASKED,
  MAX_PATH,
  MAX_VERIFY_ASKS,
  MAX_VERIFY_ASKS_HERE,
  MAX_VERIFY_KNOWN,
  MAX_VERIFY_ROUNDS,
  VERIFY_GROUP,
} from './limits.ts'
import type { ChordResponse, Owner, PathHop } from './messages.ts'
import { partBetween } from './route-cost.ts'
import { routesOf } from './routing.ts'
import type { Lookup, Position, VerifyPurpose } from './state.ts'
import {
  isTooSparse,
  leaders,
  peersAsked,
  reachOf,
  stretchOf,
  suffices,
  votesFor,
  type Stretch,
} from './verify-votes.ts'
import {
  askAgain,
  goOn,
  isAtTarget,
  nearestBefore,
  nearestBehind,
  ownerBy,
  placeOf,
  reachAt,
  wayPointsTo,
  type Contact,
  type Verifying,
} from './verify-way.ts'
import { successorsOf } from './views.ts'

/**
 * Verified look-ups. A single path of h hops meets no liar with probability (1 - f)^h, and three of them are little better
 * (Castro et al., OSDI 2002 §4). So each hop is a group of nodes instead of one (the wide paths of Hildrum & Kubiatowicz,
 * DISC 2003): those nearest before a place on the way are asked for their lists until no nearer one comes up, and what they
 * know of the next place makes the next group. Ring ids follow from peer ids: a liar can hide who stands somewhere, but one
 * honest member of the group tells, and nobody can be invented that answers. In the end the nearest node at or behind the
 * target that itself says so is the owner, if the group's lists bear it out.
 */

/** What it has come to: the owner with what speaks for it and against; a round that proved nothing; or nothing yet. */
export type Verdict =
  { readonly owner: Owner; readonly verification: Verification; readonly hops: number } | 'unproven' | undefined

/** Without a round trip to go by, a node is late after so many mean ones. */
const LATE_MEANS = 6
/** Possible owners that are asked at once. */
const OWNERS_AT_ONCE = 3

export function beginVerifying(core: Core, lookup: Lookup, position: Position): Verdict {
  const verifying: Verifying = {
    self: position.self.id,
    target: lookup.target,
    deadlineAt: lookup.deadlineAt,
    wayPoints: wayPointsTo(position.self.id, successorsOf(position), lookup.target),
    reach: reachOf(ownStretch(core)),
    at: 0,
    known: new Map(),
    contacts: new Map(),
    asks: 0,
    asksHere: 0,
    rounds: 1,
    lateAt: Infinity,
  }
  lookup.verifying = verifying
  hearOwn(core, verifying)
  sendScouts(core, lookup, verifying, position)
  return verifyOn(core, lookup, verifying)
}

/**
 * The own list is as true as the head that told it; so those far away are asked who stands about the end of it, of whom the
 * ring behind them knows more.
 */
function sendScouts(core: Core, lookup: Lookup, verifying: Verifying, position: Position): void {
  const place = placeOf(verifying)
  const reach = reachAt(verifying, place)
  for (const node of position.fingers.nodes) {
    const isFar = node.peer !== core.self && partBetween(node.id, place) > reach
    if (isFar && !core.isDead(node)) ask(core, lookup, verifying, contactOf(verifying, node), 'step', place)
  }
}

/** What this node knows itself, at all its positions. */
function hearOwn(core: Core, verifying: Verifying): void {
  for (const own of core.state.positions) {
    const { membership } = own
    if (membership.state !== 'member') continue
    hear(verifying, [own.self, ...successorsOf(own)])
    if (membership.predecessor !== undefined) hear(verifying, [membership.predecessor])
    for (const node of routesOf(own, core.params)) hear(verifying, [node])
  }
}

/** The last round proved nothing: the nodes about the target are asked once more. Undefined: often enough, or too often. */
export function canVerifyAgain({ rounds, asks }: Verifying): boolean {
  return rounds < MAX_VERIFY_ROUNDS && asks < MAX_VERIFY_ASKS
}

export function verifyAgain(core: Core, lookup: Lookup, verifying: Verifying): Verdict {
  verifying.rounds++
  askAgain(verifying)
  hearOwn(core, verifying)
  return verifyOn(core, lookup, verifying)
}

/** Those that have not answered in their time are waited for no more: others are asked in their place. */
export function verifyLate(core: Core, lookup: Lookup, verifying: Verifying): Verdict {
  verifying.lateAt = Infinity
  for (const contact of verifying.contacts.values()) {
    if (contact.list === 'open') contact.list = 'late'
    if (contact.step === 'open') contact.step = 'late'
  }
  return verifyOn(core, lookup, verifying)
}

/** An answer to a verifying question, or why there was none. */
export function verifyAnswered(
  core: Core,
  asked: VerifyPurpose,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): Verdict {
  const { lookup, to, verifying, round } = asked
  // Of a round before, which is over.
  if (verifying.rounds !== round) return undefined
  const contact = verifying.contacts.get(to.id)
  if (contact === undefined) return undefined
  if (answer === 'timeout') {
    core.suspect(from)
    core.rtts.timedOut(from)
  }
  const outcome =
    asked.what === 'list' ? listTold(core, verifying, contact, answer) : stepTold(verifying, contact, asked, answer)
  if (lookup.path.length < MAX_PATH) {
    const rttMs = asked.wordMs ?? core.now - (asked.askedAt ?? core.now)
    const isList = asked.what === 'list'
    const names = isList ? contact.names?.id : undefined
    const asks = { place: asked.at + 1, asked: isList ? 'list' : 'nearest', names } as const
    lookup.path.push({ peer: to.peer, ringId: to.id, rttMs, outcome, verifying: asks })
  }
  // Between two rounds nothing is decided.
  return lookup.waitsUntil === undefined ? verifyOn(core, lookup, verifying) : undefined
}

const failureOf = (answer: ChordResponse | AskFailure): PathHop['outcome'] =>
  answer === 'timeout' || answer === 'unreachable' ? answer : 'refused'

function listTold(
  core: Core,
  verifying: Verifying,
  contact: Contact,
  answer: ChordResponse | AskFailure,
): PathHop['outcome'] {
  if (typeof answer === 'string' || answer.type !== 'view' || answer.view.self.id !== contact.node.id) {
    contact.list = 'failed'
    return failureOf(answer)
  }
  const { successors, predecessor, version } = answer.view
  const list = successors.slice(0, MAX_LIST)
  contact.list = 'answered'
  contact.names = ownerBy(contact.node, list, verifying.target)
  hear(verifying, list)
  if (predecessor !== undefined) hear(verifying, [predecessor])
  promptOf(core, contact.node, version)
  return 'closer'
}

/** It takes its predecessor to have heard what it tells; so should that be this node, it has to look for itself. */
function promptOf(core: Core, { id }: NodeRef, version: number): void {
  for (const own of core.state.positions) {
    const { headView } = own
    if (headView?.self.id === id && headView.version !== version) core.prompt(own)
  }
}

function stepTold(
  verifying: Verifying,
  contact: Contact,
  asked: VerifyPurpose,
  answer: ChordResponse | AskFailure,
): PathHop['outcome'] {
  const isLatest = contact.stepAt === asked.at
  const isAnswer = typeof answer === 'object' && (answer.type === 'found' || answer.type === 'closer')
  if (isLatest) contact.step = isAnswer ? 'answered' : 'failed'
  if (!isAnswer) return failureOf(answer)
  if (answer.type === 'closer') {
    hear(verifying, answer.candidates)
    return 'closer'
  }
  const { owner, predecessor } = answer.found
  if (predecessor !== undefined) hear(verifying, [predecessor])
  hear(verifying, [owner])
  // Another position of the same peer is asked itself.
  if (asked.target !== verifying.target || owner.id !== contact.node.id) return 'closer'
  if (predecessor !== undefined && !inArc(predecessor.id, verifying.target, owner.id)) return 'refused'
  contact.claim = answer.found
  return 'owner'
}

/** Of what one answer names no more counts than an honest one can name. */
function hear({ known }: Verifying, nodes: readonly NodeRef[]): void {
  for (const node of nodes.slice(0, MAX_LIST)) {
    const present = known.get(node.id)
    if (present === undefined ? known.size < MAX_VERIFY_KNOWN * MAX_LIST : present.epoch < node.epoch) {
      known.set(node.id, node)
    }
  }
}

// ---- the way --------------------------------------------------------------------------------------------------------

function verifyOn(core: Core, lookup: Lookup, verifying: Verifying): Verdict {
  for (;;) {
    const group = groupOf(core, verifying)
    askGroup(core, lookup, verifying, group)
    if (group.some((node) => isWaiting(verifying, node)) || waitsForScouts(verifying)) return undefined
    if (isAtTarget(verifying)) return decide(core, lookup, verifying, group)
    goOn(verifying)
  }
}

/** Those nearest before the place that answer, or have not been asked yet. */
function groupOf(core: Core, verifying: Verifying): NodeRef[] {
  const isFull = isSpent(verifying) || verifying.asksHere >= MAX_VERIFY_ASKS_HERE
  const own = core.state.positions.flatMap((position) => successorsOf(position))
  const place = placeOf(verifying)
  const reach = reachAt(verifying, place)
  return nearestBefore(verifying.known.values(), place, VERIFY_GROUP, (node) => {
    const status = verifying.contacts.get(node.id)?.list ?? 'unasked'
    if (status === 'failed' || status === 'late' || (isFull && status === 'unasked')) return false
    return partBetween(node.id, place) <= reach && isUsable(core, own, node)
  })
}

const isSpent = ({ asks }: Verifying): boolean => asks >= MAX_VERIFY_ASKS

const isUsable = (core: Core, own: readonly NodeRef[], node: NodeRef): boolean =>
  !core.isDead(node) && (!core.isParted(node) || own.some(({ id }) => id === node.id))

function isWaiting(verifying: Verifying, node: NodeRef): boolean {
  const contact = verifying.contacts.get(node.id)
  if (contact?.list === 'open') return true
  return !isAtTarget(verifying) && contact?.step === 'open'
}

/** At the first place all that are asked are waited for. */
const waitsForScouts = ({ at, rounds, contacts }: Verifying): boolean =>
  at === 0 && rounds === 1 && contacts.values().some(({ step }) => step === 'open')

function askGroup(core: Core, lookup: Lookup, verifying: Verifying, group: readonly NodeRef[]): void {
  const next = verifying.wayPoints[verifying.at + 1]
  for (const node of group) {
    if (verifying.asksHere >= MAX_VERIFY_ASKS_HERE) return
    const contact = contactOf(verifying, node)
    if (contact.list === 'unasked') ask(core, lookup, verifying, contact, 'list', verifying.target)
    if (next !== undefined && contact.stepAt !== verifying.at) ask(core, lookup, verifying, contact, 'step', next)
  }
}

function contactOf(verifying: Verifying, node: NodeRef): Contact {
  const present = verifying.contacts.get(node.id)
  if (present !== undefined) return present
  const contact: Contact = { node, list: 'unasked', names: undefined, step: 'unasked', stepAt: -1, claim: undefined }
  verifying.contacts.set(node.id, contact)
  return contact
}

function ask(
  core: Core,
  lookup: Lookup,
  verifying: Verifying,
  contact: Contact,
  what: VerifyPurpose['what'],
  target: RingId,
): void {
  if (isSpent(verifying)) return
  const { node } = contact
  const { position, peer } = node
  verifying.asks++
  verifying.asksHere++
  core.counts.verifyQuestions++
  contact[what] = 'open'
  if (what === 'step') contact.stepAt = verifying.at
  const usualMs = core.rtts.meanMs > 0 ? Math.min(core.params.firstWordMs, LATE_MEANS * core.rtts.meanMs) : undefined
  const lateMs = core.rtts.rtoOf(peer) ?? usualMs ?? core.params.firstWordMs
  const lateAt = core.now + Math.min(lateMs, core.params.firstWordMs)
  verifying.lateAt = verifying.lateAt === Infinity ? lateAt : Math.max(verifying.lateAt, lateAt)
  core.state.lookupsAt = Math.min(core.state.lookupsAt, verifying.lateAt)
  const body =
    what === 'list'
      ? ({ type: 'view', position, have: 0 } as const)
      : ({ type: 'step', position, target, nearest: true } as const)
  const leftMs = verifying.deadlineAt - core.now
  const { at, rounds: round } = verifying
  const purpose = { kind: 'verify', lookup, verifying, to: node, what, at, round, target } as const
  core.ask(purpose, node, body, Math.max(1, Math.min(core.queryMsOf(peer), leftMs)))
}

// ---- the owner ------------------------------------------------------------------------------------------------------

/**
 * The nearest at or behind the target that says itself that it owns it, once all nearer ones have had their say. Those that
 * the group names are asked first: liars can invent any number of nearer ones that never answer.
 */
function decide(core: Core, lookup: Lookup, verifying: Verifying, group: readonly NodeRef[]): Verdict {
  const own = core.state.positions.flatMap((position) => successorsOf(position))
  const near = nearestBehind(verifying.known.values(), verifying.target, MAX_OWNERS_ASKED, () => true)
  let asking = 0
  for (const node of new Set([...leaders(verifying, group, OWNERS_AT_ONCE), ...near])) {
    if (!isUsable(core, own, node)) continue
    const contact = contactOf(verifying, node)
    if (contact.stepAt !== verifying.at) ask(core, lookup, verifying, contact, 'step', verifying.target)
    if (contact.step === 'open' && ++asking >= OWNERS_AT_ONCE) break
  }
  const claims = nearestBehind(
    [...verifying.contacts.values()].filter(({ claim }) => claim !== undefined).map(({ node }) => node),
    verifying.target,
    1,
    () => true,
  )
  const claim = claims[0] && verifying.contacts.get(claims[0].id)?.claim
  if (claim === undefined) return asking === 0 ? 'unproven' : undefined
  let skipped = 0
  for (const node of nearestBehind(verifying.known.values(), verifying.target, MAX_OWNERS_ASKED, () => true)) {
    if (node.id === claim.owner.id) break
    const step = verifying.contacts.get(node.id)?.step
    if (step === 'open') return undefined
    if (step !== 'answered') skipped++
  }
  return judge(core, verifying, group, { claim, skipped })
}

function judge(
  core: Core,
  verifying: Verifying,
  group: readonly NodeRef[],
  { claim, skipped }: { readonly claim: Owner; readonly skipped: number },
): Verdict {
  const votes = votesFor(verifying, group, claim.owner)
  if (!suffices(votes, skipped) || isTooSparse(stretchOf(group), ownStretch(core))) return 'unproven'
  const { voters: _, ...verification } = votes
  return { owner: claim, verification, hops: peersAsked(verifying, core.self) }
}

/** The own successor lists: arcs that this node has seen itself. */
function ownStretch(core: Core): Stretch {
  let part = 0
  let gaps = 0
  for (const own of core.state.positions) {
    const list = successorsOf(own)
    const { part: arc } = stretchOf([...list.toReversed(), own.self])
    part += arc
    gaps += list.length
  }
  return { part, gaps }
}
