import type { NodeRef, RingId } from '../../base/index.ts'
import type { Hop } from '../relay.ts'
import type { Core, FindRules, Found } from './core.ts'
import { MAX_PARKED } from './limits.ts'
import type { ChordRefusal, FindRequest } from './messages.ts'
import { foundHere, nearerOwner, refuse } from './owned-here.ts'
import { route, type Avoid } from './routing.ts'
import type { FindGoal, FindTransit } from './state.ts'

export function forward(core: Core, transit: FindTransit): void {
  core.hedges.deposit()
  core.state.relay.forward(core.now, transit, rulesOf(core))
}

/** What the relay needs of Chord; made once per machine. */
export function rulesOf(core: Core): FindRules {
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
  const isHere = (node: NodeRef): boolean =>
    !transit.tried.includes(node.peer) && goal.absent?.includes(node.id) !== true
  if (next !== undefined && isHere(next.node) && !core.isDead(next.node)) {
    return hopTo(core, goal, next.node, next.final)
  }
  if (position.membership.state === 'joining') return 'none'
  const beyond = goal.final ? undefined : (avoid: Avoid) => learnedOwner(core, target, avoid)
  const step = route(position, target, core.params, core.avoiding(transit.tried, goal.absent), beyond)
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
      return hopTo(core, goal, step.node, step.final)
  }
}

/**
 * Beside a hop that is late: the next best one. Of one that was held for the owner there is none, since nobody else may
 * answer in its place.
 */
function secondHop(core: Core, transit: FindTransit): { to: NodeRef; body: FindRequest } | undefined {
  const { goal } = transit
  const step = route(goal.position, goal.target, core.params, core.avoiding(transit.tried, goal.absent))
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
function learnedOwner(core: Core, target: RingId, avoid: Avoid): NodeRef | undefined {
  if (!core.params.routeBySuccessors) return undefined
  const owner = core.learned.ownerOf(target, avoid)
  if (owner === undefined || !core.learned.isLinked(owner.peer)) return undefined
  core.counts.learned++
  return owner
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

export function answer(core: Core, transit: FindTransit, found: Found): void {
  const { upstream } = transit
  if (upstream.kind === 'reply') core.respond(upstream.reply, found)
  else core.ends?.found(upstream, found)
}

export function gaveUp(core: Core, transit: FindTransit, code: ChordRefusal): void {
  const { upstream } = transit
  if (upstream.kind === 'reply') refuse(core, upstream.reply, code)
  else core.ends?.lost(transit)
}
