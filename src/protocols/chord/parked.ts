import type { Core } from './core.ts'
import { forward, gaveUp } from './forward.ts'
import { nearerOwner } from './owned-here.ts'
import { owns } from './routing.ts'
import type { FindTransit } from './state.ts'

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
