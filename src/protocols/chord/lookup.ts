import { between, counted, inArc, type NodeRef, type PeerKey } from '../../base/index.ts'
import { fail, succeed, type AskFailure, type CommandId } from '../machine.ts'
import type { ChordCommands, LookupResult, Verification } from './commands.ts'
import type { Core, Found } from './core.ts'
import { beginFind } from './find.ts'
import { MAX_CANDIDATES, MAX_LOOKUPS, MAX_PATH, MAX_STEPS, MAX_VERIFYING } from './limits.ts'
import type { ChordResponse, Owner, PathHop } from './messages.ts'
import { isSolitary, nearestOwn } from './own.ts'
import { ownerHere } from './owned-here.ts'
import { candidatesFor, corrects, nearestBefore, owns, routesOf } from './routing.ts'
import { successorsOf } from './views.ts'
import type { FindGoal, FindTransit, Lookup, Position, StepPurpose, Stepping, VerifyPurpose } from './state.ts'
import { beginVerifying, canVerifyAgain, verifyAgain, verifyAnswered, verifyLate, type Verdict } from './verify.ts'

/** Of every three attempts two are recursive, by different first hops; the third is iterative. */
const ATTEMPTS_PER_TURN = 3
/** Nodes that an iterative attempt asks at once, when those before are late. */
const MAX_STEPS_OPEN = 3
/** A failed attempt is followed by the next after this part of a stabilisation period: what failed it needs repair. */
const PAUSE = 8

type LookupArgs = ChordCommands['lookup']['args']

/** LOOKUP: who owns the target. Attempts follow one another until one has an answer or the time is up. */
export function beginLookup(core: Core, command: CommandId, args: LookupArgs, leftMs: number): void {
  const { state } = core
  const position = nearestOwn(core, args.target)
  if (position === undefined) {
    core.emit({ type: 'done', id: command, result: fail('NOT_JOINED', 'this node is in no ring') })
    return
  }
  const lookup: Lookup = {
    command,
    target: args.target,
    mode: args.mode,
    viaAnother: args.via === 'another',
    trace: args.trace === true,
    startedAt: core.now,
    deadlineAt: core.now + leftMs,
    attemptMs: leftMs / 3,
    attempt: 0,
    tried: [],
    path: [],
    stepping: undefined,
    verifying: undefined,
    waitsUntil: undefined,
  }
  if (owns(position, args.target) && (!lookup.viaAnother || isSolitary(core))) {
    done(core, lookup, ownerHere(position), 0, UNCONTESTED)
    return
  }
  if (state.lookups.size >= MAX_LOOKUPS || (lookup.mode === 'verified' && isFullOfVerifying(core))) {
    core.emit({ type: 'done', id: command, result: fail('LOOKUP_TIMEOUT', 'too many look-ups are under way') })
    return
  }
  state.lookups.set(command, lookup)
  attempt(core, lookup, position)
}

function attempt(core: Core, lookup: Lookup, position: Position): void {
  const turn = lookup.attempt++ % ATTEMPTS_PER_TURN
  if (turn === 0) lookup.tried = []
  if (lookup.mode === 'verified') {
    const { verifying } = lookup
    judged(
      core,
      lookup,
      verifying === undefined ? beginVerifying(core, lookup, position) : verifyAgain(core, lookup, verifying),
    )
    return
  }
  const leftMs = Math.min(lookup.attemptMs, lookup.deadlineAt - core.now)
  if (lookup.mode === 'iterative' || turn === ATTEMPTS_PER_TURN - 1) {
    beginStepping(core, lookup, position, leftMs)
    return
  }
  const next = lookup.viaAnother
    ? anyOther(core, lookup, position)
    : turn === 0
      ? undefined
      : roundAbout(core, lookup, position)
  const { target } = lookup
  const goal: FindGoal = lookup.trace
    ? { position, target, hops: 0, final: false, next, path: [] }
    : { position, target, hops: 0, final: false, next }
  const begun = beginFind(core, goal, { kind: 'lookup', lookup }, leftMs, lookup.tried)
  if (!begun) pause(core, lookup)
}

/** By one before the owner: it may reach the owner when we do not. The own tables would only try those behind. */
function roundAbout(core: Core, { target, tried }: Lookup, position: Position): FindGoal['next'] {
  const node = nearestBefore(position, target, core.params, core.avoiding(tried))
  return node === undefined ? undefined : { node, final: false }
}

/** Any neighbour, when somebody else is to decide. */
function anyOther(core: Core, lookup: Lookup, position: Position): FindGoal['next'] {
  const others = routesOf(position, core.params).filter(
    (node) =>
      node.peer !== core.self &&
      !core.isDead(node) &&
      !core.isSuspect(node.peer) &&
      !core.isParted(node) &&
      !lookup.tried.includes(node.peer),
  )
  const node = core.random.pick(others)
  return node === undefined ? undefined : { node, final: false }
}

/** A recursive attempt has an answer; one that its own evidence contradicts does not count. */
export function lookupFound(core: Core, lookup: Lookup, found: Found): void {
  if (!core.state.lookups.has(lookup.command)) return
  if (found.path !== undefined) trace(lookup, found.path)
  if (proves(found.found, lookup.target)) finish(core, lookup, found.found, found.hops)
  else pause(core, lookup)
}

const proves = ({ owner, predecessor }: Owner, target: LookupArgs['target']): boolean =>
  predecessor === undefined || inArc(predecessor.id, target, owner.id)

/** A recursive attempt is over without an answer. */
export function lookupLost(core: Core, lookup: Lookup, transit: FindTransit): void {
  if (!core.state.lookups.has(lookup.command)) return
  lookup.tried = [...new Set([...lookup.tried, ...transit.tried])]
  if (transit.goal.path !== undefined) trace(lookup, transit.goal.path)
  pause(core, lookup)
}

function trace(lookup: Lookup, path: readonly PathHop[]): void {
  for (const hop of path) if (lookup.path.length < MAX_PATH) lookup.path.push(hop)
}

function pause(core: Core, lookup: Lookup): void {
  lookup.stepping = undefined
  // What a verified look-up waits for is that those before the target hear of a change, one from another.
  const times = lookup.verifying === undefined ? 1 : 2 ** (lookup.attempt - 1)
  const waitsUntil = core.now + core.random.jitter((times * core.params.stabilizeMs) / PAUSE)
  if (waitsUntil >= lookup.deadlineAt) {
    timedOut(core, lookup)
    return
  }
  lookup.waitsUntil = waitsUntil
  core.state.lookupsAt = Math.min(core.state.lookupsAt, waitsUntil)
}

/** Look-ups whose pause is over go on. */
export function resumeLookups(core: Core): void {
  const { state, now } = core
  if (state.lookupsAt > now) return
  let next = Infinity
  const due: Lookup[] = []
  for (const lookup of state.lookups.values()) {
    const at = lookup.waitsUntil ?? lookup.stepping?.lateAt ?? lookup.verifying?.lateAt ?? Infinity
    if (at <= now) due.push(lookup)
    else next = Math.min(next, at)
  }
  state.lookupsAt = next
  for (const lookup of due) {
    if (lookup.waitsUntil === undefined) {
      if (lookup.stepping !== undefined) stepLate(core, lookup, lookup.stepping)
      else if (lookup.verifying !== undefined) judged(core, lookup, verifyLate(core, lookup, lookup.verifying))
      continue
    }
    lookup.waitsUntil = undefined
    const position = nearestOwn(core, lookup.target)
    if (position === undefined) finishWith(core, lookup, fail('NOT_JOINED', 'this node has left the ring'))
    else if (owns(position, lookup.target) && !lookup.viaAnother) {
      finish(core, lookup, ownerHere(position), 0, UNCONTESTED)
    } else attempt(core, lookup, position)
  }
}

function timedOut(core: Core, lookup: Lookup): void {
  finishWith(core, lookup, fail('LOOKUP_TIMEOUT', `no answer after ${counted(lookup.attempt, 'attempt')}`))
}

function finish(core: Core, lookup: Lookup, owner: Owner, hops: number, verification?: Verification): void {
  core.state.lookups.delete(lookup.command)
  done(core, lookup, owner, hops, verification)
}

function finishWith(core: Core, lookup: Lookup, result: ReturnType<typeof fail>): void {
  core.state.lookups.delete(lookup.command)
  core.emit({ type: 'done', id: lookup.command, result })
}

function done(
  core: Core,
  lookup: Lookup,
  { owner, predecessor }: Owner,
  hops: number,
  verification?: Verification,
): void {
  const result: LookupResult = {
    id: lookup.target,
    owner,
    predecessor,
    hops,
    durationMs: core.now - lookup.startedAt,
    ...(lookup.trace || lookup.mode === 'iterative' ? { path: lookup.path } : {}),
    ...(lookup.mode === 'verified' && verification !== undefined ? { verification } : {}),
  }
  core.emit({ type: 'done', id: lookup.command, result: succeed(result) })
}

/** The caller gave up, or its time is over. */
export function cancelLookup(core: Core, command: CommandId): void {
  const lookup = core.state.lookups.get(command)
  if (lookup === undefined) return
  core.state.lookups.delete(command)
  for (const transit of core.state.relay.transits) {
    if (transit.upstream.kind !== 'lookup' || transit.upstream.lookup !== lookup) continue
    core.state.relay.close(transit)
    for (const hop of [transit.hop, transit.second]) if (hop !== undefined) core.cancelAsk(hop.ask)
    return
  }
}

// ---- verified -----------------------------------------------------------------------------------------------------------

/** What an own position owns it knows itself. */
const UNCONTESTED: Verification = Object.freeze({ asked: 0, witnesses: 0, disagreements: Object.freeze([]) })

function isFullOfVerifying({ state }: Core): boolean {
  let count = 0
  for (const { mode } of state.lookups.values()) if (mode === 'verified') count++
  return count >= MAX_VERIFYING
}

/** A verifying question was answered, or was not. */
export function verifyingAnswered(
  core: Core,
  asked: VerifyPurpose,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  if (!core.state.lookups.has(asked.lookup.command)) return
  judged(core, asked.lookup, verifyAnswered(core, asked, from, answer))
}

function judged(core: Core, lookup: Lookup, verdict: Verdict): void {
  if (verdict === undefined) return
  if (verdict !== 'unproven') {
    core.counts.disagreements += verdict.verification.disagreements.length
    finish(core, lookup, verdict.owner, verdict.hops, verdict.verification)
  } else if (lookup.verifying !== undefined && canVerifyAgain(lookup.verifying)) pause(core, lookup)
  else {
    const rounds = lookup.attempt.toString()
    finishWith(core, lookup, fail('NO_QUORUM', `nobody could be proved to be the owner in ${rounds} rounds`))
  }
}

// ---- iterative ----------------------------------------------------------------------------------------------------------

/** Iterative find_successor (ToN 2003 §IV.C): this node asks one after another itself, and sees each of them answer. */
function beginStepping(core: Core, lookup: Lookup, position: Position, leftMs: number): void {
  const candidates = candidatesFor(position, lookup.target, core.params, core.avoiding())
  const deadlineAt = core.now + leftMs
  lookup.stepping = {
    deadlineAt,
    candidates,
    asked: [position.self.id],
    hops: 0,
    open: 0,
    last: undefined,
    lateAt: Infinity,
  }
  stepOn(core, lookup, lookup.stepping)
}

function stepOn(core: Core, lookup: Lookup, stepping: Stepping): void {
  // Since they were named some may have been found dead, or parted: perhaps the cut between us has just ended.
  const own = core.state.positions.flatMap((position) => successorsOf(position))
  const isUseful = (node: NodeRef): boolean =>
    !core.isDead(node) && (!core.isParted(node) || own.some(({ id }) => id === node.id))
  const [next, ...rest] = stepping.candidates.filter(isUseful)
  const leftMs = stepping.deadlineAt - core.now
  if (next === undefined || leftMs <= 0 || stepping.asked.length > MAX_STEPS) {
    // Those that were late may still answer.
    if (stepping.open === 0) pause(core, lookup)
    return
  }
  stepping.candidates = rest
  stepping.asked.push(next.id)
  stepping.open++
  stepping.lateAt = core.now + (core.rtts.rtoOf(next.peer) ?? core.params.firstWordMs)
  core.state.lookupsAt = Math.min(core.state.lookupsAt, stepping.lateAt)
  const body = { type: 'step', position: next.position, target: lookup.target } as const
  stepping.last = { kind: 'step', lookup, to: next }
  core.ask(stepping.last, next, body, Math.min(core.queryMsOf(next.peer), leftMs))
}

/** The node asked last is late: the next candidate is asked beside it, since nobody else would go on in its place. */
function stepLate(core: Core, lookup: Lookup, stepping: Stepping): void {
  stepping.lateAt = Infinity
  if (stepping.last !== undefined) noteStep(core, stepping.last, 'late')
  if (stepping.open < MAX_STEPS_OPEN) stepOn(core, lookup, stepping)
}

/** What came of a contact; in place of what was noted of it while it was late. */
function noteStep(core: Core, asked: StepPurpose, outcome: PathHop['outcome']): void {
  const { path } = asked.lookup
  const { peer, id: ringId } = asked.to
  const at = asked.lateIn ?? path.length
  if (at >= MAX_PATH) return
  if (outcome === 'late') asked.lateIn = at
  path[at] = { peer, ringId, rttMs: asked.wordMs ?? core.now - (asked.askedAt ?? core.now), outcome }
}

/** A node's answer to a step, or why there was none. */
export function stepAnswered(core: Core, asked: StepPurpose, from: PeerKey, answer: ChordResponse | AskFailure): void {
  const { lookup, to } = asked
  const { stepping } = lookup
  if (stepping === undefined || !core.state.lookups.has(lookup.command)) return
  // Of an attempt before, which is over.
  if (!stepping.asked.includes(to.id)) return
  stepping.open--
  const note = (outcome: PathHop['outcome']): void => {
    noteStep(core, asked, outcome)
  }
  if (typeof answer === 'string') {
    note(answer === 'timeout' || answer === 'unreachable' ? answer : 'refused')
    if (answer === 'timeout') {
      core.suspect(from)
      core.rtts.timedOut(from)
    }
  } else if (answer.type === 'found') {
    stepping.hops++
    const isProof = answer.found.owner.peer === to.peer && proves(answer.found, lookup.target)
    note(isProof ? 'owner' : 'refused')
    if (isProof) {
      finish(core, lookup, answer.found, stepping.hops)
      return
    }
  } else if (answer.type === 'closer') {
    stepping.hops++
    note('closer')
    stepping.candidates = better(lookup, stepping, to, answer.candidates)
  } else note('refused')
  const isNews = typeof answer === 'object' && answer.type === 'closer'
  if (isNews || stepping.open === 0) stepOn(core, lookup, stepping)
}

/** Candidates after an answer: first those between target and the node that was held for the owner, then as it named them. */
function better(lookup: Lookup, stepping: Stepping, asked: NodeRef, named: readonly NodeRef[]): readonly NodeRef[] {
  const { target } = lookup
  const fresh = named.slice(0, MAX_CANDIDATES).filter((node) => !stepping.asked.includes(node.id))
  const before = stepping.asked[stepping.asked.indexOf(asked.id) - 1] ?? asked.id
  const wasHeldForOwner = inArc(before, target, asked.id) && before !== asked.id
  const isNearer = (node: NodeRef): boolean =>
    wasHeldForOwner && corrects(target, node.id, asked.id) && between(before, node.id, asked.id)
  const ordered = [...fresh.filter(isNearer), ...fresh.filter((node) => !isNearer(node))]
  const names = new Set(ordered.map((node) => node.id))
  return [...ordered, ...stepping.candidates.filter((node) => !names.has(node.id))].slice(0, MAX_CANDIDATES)
}
