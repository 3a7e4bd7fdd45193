import { between, fault, type NodeRef, type PeerKey } from '../../base/index.ts'
import { fail, liveNode, succeed, type AskFailure, type CommandId, type LiveNode, type Result } from '../machine.ts'
import { becomeAlone, becomeJoining, becomeMember, becomePreceded } from './become.ts'
import type { ChordCommands } from './commands.ts'
import type { Core } from './core.ts'
import { takeHints } from './hints.ts'
import { resumeParked } from './parked.ts'
import { restAfter } from './lists.ts'
import { MAX_CONTACTS, MAX_WALK } from './limits.ts'
import type { ChordResponse, RingView } from './messages.ts'
import { beginTimers } from './periods.ts'
import { notifyHead } from './query.ts'
import { remember } from './remembered.ts'
import { isLargeRing } from './small-ring.ts'
import type { JoinAttempt, Position } from './state.ts'

/** After a round of contacts in vain: the first pause, doubled each round up to the longest; jittered. */
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 3_000

/** A newcomer is claimed within a round or two; of many between the same two nodes the last one later. */
const NEW_PERIODS = 5

type JoinArgs = ChordCommands['join']['args']
type Outcome = Result<ChordCommands['join']['result'], ChordCommands['join']['codes']>

/**
 * Join (verdi-chord's variant of Zave's): find succ(own id) through a contact, ask it for its view, adopt it followed by
 * its successors, all but the last. The newcomer is then a member without predecessor: an appendage that owns nothing.
 */
export function beginJoin(core: Core, position: Position, command: CommandId, args: JoinArgs, leftMs: number): void {
  const { membership } = position
  if (membership.state === 'member') {
    for (const node of args.contacts.slice(0, MAX_CONTACTS)) remember(core, position, { peer: node.peer, node }, 0)
    finish(core, command, succeed({ state: 'member' }))
    return
  }
  if (args.contacts.length === 0) {
    found(core, position, command)
    return
  }
  const contacts = args.contacts.filter((node) => node.peer !== position.self.peer).slice(0, MAX_CONTACTS)
  if (contacts.length === 0) {
    finish(core, command, fail('UNREACHABLE', 'the only contact is this node itself'))
    return
  }
  cancelAttempt(core, position, 'another join took its place')
  const wasAlone = membership.state === 'alone' || membership.attempt?.wasAlone === true
  const deadlineAt = core.now + leftMs
  begin(core, position, { command, contacts, turn: 0, unreachable: true, deadlineAt, wasAlone, walked: 0 })
}

/** A node that is alone has met a ring: it joins that, or is alone again. */
export function beginRejoin(core: Core, position: Position, contacts: readonly NodeRef[]): void {
  const deadlineAt = core.now + 2 * core.findMs
  const attempt = { command: undefined, contacts, turn: 0, unreachable: true, deadlineAt, wasAlone: true, walked: 0 }
  begin(core, position, attempt)
}

function begin(core: Core, position: Position, attempt: JoinAttempt): void {
  if (attempt.contacts.some(({ peer }) => peer !== core.self)) core.state.contacts = attempt.contacts
  position.query = undefined
  becomeJoining(position, attempt)
  core.stateChanged(position)
  askContact(core, position, attempt)
}

/** What joins now has to give way. */
export function cancelAttempt(core: Core, { membership }: Position, why: string): void {
  if (membership.state !== 'joining' || membership.attempt === undefined) return
  finish(core, membership.attempt.command, fail('CANCELLED', why))
}

/** A ring of one. */
function found(core: Core, position: Position, command: CommandId): void {
  if (position.membership.state === 'joining') {
    cancelAttempt(core, position, 'a ring of its own was founded')
    if (core.state.positions.length > 1) foundTogether(core)
    else {
      becomeAlone(position)
      position.joinAt = Infinity
      core.stateChanged(position)
    }
  }
  finish(core, command, succeed({ state: 'alone' }))
}

/** The own positions are a ring from the beginning, and an ideal one: nobody else knows any of them. */
function foundTogether(core: Core): void {
  const ring = [...core.state.positions].sort((a, b) => (a.self.id < b.self.id ? -1 : 1))
  for (const [at, position] of ring.entries()) {
    const following = [...ring.slice(at + 1), ...ring.slice(0, at)].map(({ self }) => self)
    const head = ownNode(core, following[0])
    const predecessor = ownNode(core, following.at(-1))
    becomeMember(position, head, restAfter(position.self, head, following.slice(1), core.params.successors), undefined)
    if (position.membership.state === 'member') becomePreceded(position, position.membership, predecessor, true)
    position.predecessorHeardAt = core.now
    position.joinAt = Infinity
    core.stateChanged(position)
    beginTimers(core, position)
  }
}

/** What this machine says of itself is no hearsay. */
const ownNode = (core: Core, self: NodeRef | undefined): LiveNode =>
  (self === undefined ? undefined : liveNode(core.self, self)) ?? fault('an own position is not of this peer')

function askContact(core: Core, position: Position, attempt: JoinAttempt): void {
  const contact = attempt.contacts[attempt.turn % attempt.contacts.length]
  const leftMs = attempt.deadlineAt - core.now
  if (contact === undefined || leftMs <= 0) {
    giveUp(core, position, attempt)
    return
  }
  attempt.walked = 0
  const target = position.self.id
  const body = { type: 'find', position: contact.position, target, hops: 0, final: false } as const
  const deadlineMs = Math.min(core.findMs, leftMs)
  core.ask({ kind: 'joinFind', position, attempt }, contact, body, deadlineMs, core.params.queryMs)
}

/** The contact has found the successor, or not. */
export function joinFound(
  core: Core,
  position: Position,
  attempt: JoinAttempt,
  answer: ChordResponse | AskFailure,
): void {
  if (!isCurrent(position, attempt)) return
  if (typeof answer === 'object' && answer.type === 'found' && answer.found.owner.id !== position.self.id) {
    askView(core, position, attempt, answer.found.owner)
  } else turnFailed(core, position, attempt, answer === 'unreachable')
}

const isCurrent = ({ membership }: Position, attempt: JoinAttempt): boolean =>
  membership.state === 'joining' && membership.attempt === attempt

function askView(core: Core, position: Position, attempt: JoinAttempt, to: NodeRef): void {
  const body = { type: 'view', position: to.position, have: 0, fingers: true } as const
  core.ask({ kind: 'joinView', position, attempt, to }, to, body, core.params.queryMs)
}

/** The successor has told its view: adopt it, unless a nearer one has joined meanwhile. */
export function joinViewed(
  core: Core,
  position: Position,
  attempt: JoinAttempt,
  asked: NodeRef,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  if (!isCurrent(position, attempt)) return
  const told = typeof answer === 'object' && answer.type === 'view' ? answer : undefined
  const view = told?.view
  const head = view === undefined ? undefined : liveNode(from, view.self)
  if (view === undefined || head === undefined || head.id !== asked.id) {
    turnFailed(core, position, attempt, answer === 'unreachable')
    return
  }
  const self = position.self.id
  const nearer = view.predecessor
  if (nearer !== undefined && between(self, nearer.id, head.id) && !core.isDead(nearer)) {
    if (attempt.walked++ < MAX_WALK) askView(core, position, attempt, nearer)
    else turnFailed(core, position, attempt, false)
    return
  }
  const rest = restAfter(position.self, head, view.successors, core.params.successors)
  becomeMember(position, head, rest, nearer?.id === self ? undefined : nearer)
  // In a ring that is not large a look-up takes hardly more, and shows whose range is where.
  takeHints(position, isLargeRing(core, position) ? (told?.fingers ?? []) : [])
  position.newUntil = core.now + NEW_PERIODS * core.params.stabilizeMs
  position.headView = view
  position.predecessorHeardAt = core.now
  position.joinAt = Infinity
  core.stateChanged(position)
  beginTimers(core, position)
  notifyHead(core, position)
  announce(core, position, view)
  finish(core, attempt.command, succeed({ state: 'member' }))
  joinSiblings(core, position)
  resumeParked(core)
}

/** The first position is in a ring: the others join it through that one, and do not give up. */
function joinSiblings(core: Core, first: Position): void {
  if (first.index !== 0 || core.state.departure !== undefined) return
  for (const position of core.state.positions) {
    if (position.membership.state !== 'joining' || position.membership.attempt !== undefined) continue
    const contacts = [first.self]
    const deadlineAt = Infinity
    const attempt = { command: undefined, contacts, turn: 0, unreachable: true, deadlineAt, wasAlone: false, walked: 0 }
    begin(core, position, attempt)
  }
}

/** Tells the predecessor-to-be that it has a nearer successor, so that it need not wait for its next round. */
function announce(core: Core, position: Position, view: RingView): void {
  const { predecessor } = view
  if (predecessor === undefined || predecessor.id === position.self.id || core.isDead(predecessor)) return
  const body = { type: 'notify', position: predecessor.position, self: position.self, onRing: false } as const
  core.ask({ kind: 'announce' }, predecessor, body, core.params.queryMs)
}

function turnFailed(core: Core, position: Position, attempt: JoinAttempt, unreachable: boolean): void {
  attempt.unreachable &&= unreachable
  attempt.turn++
  const { length } = attempt.contacts
  if (attempt.turn % length !== 0) {
    askContact(core, position, attempt)
    return
  }
  const rounds = attempt.turn / length
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (rounds - 1))
  position.joinAt = core.now + core.random.jitter(pauseMs)
  if (position.joinAt >= attempt.deadlineAt) giveUp(core, position, attempt)
}

/** The pause is over: the contacts once more. */
export function joinAgain(core: Core, position: Position): void {
  position.joinAt = Infinity
  const { membership } = position
  if (membership.state !== 'joining' || membership.attempt === undefined) return
  const { attempt } = membership
  attempt.unreachable = true
  askContact(core, position, attempt)
}

function giveUp(core: Core, position: Position, attempt: JoinAttempt): void {
  const why = attempt.unreachable
    ? fail('UNREACHABLE', 'none of the contacts could be reached')
    : fail('TIMEOUT', 'no contact could find our place in the ring in time')
  endJoin(core, position, attempt)
  finish(core, attempt.command, why)
}

/** The caller gave up, or its time is over. */
export function cancelJoin(core: Core, position: Position, command: CommandId): void {
  const { membership } = position
  if (membership.state === 'joining' && membership.attempt?.command === command) {
    endJoin(core, position, membership.attempt)
  }
}

/** Back to what it was before. */
function endJoin(core: Core, position: Position, attempt: JoinAttempt): void {
  position.joinAt = Infinity
  if (attempt.wasAlone) becomeAlone(position)
  else becomeJoining(position, undefined)
  core.stateChanged(position)
}

function finish(core: Core, id: CommandId | undefined, result: Outcome): void {
  if (id !== undefined) core.emit({ type: 'done', id, result })
}
