import type { Core } from './core.ts'
import { CALM_FACTOR, CALM_ROUNDS } from './limits.ts'
import type { Position } from './state.ts'

/** Each round in which nothing has changed either makes the next one come so much later. */
const CALM_GROWTH = 1.5
/** A predecessor that stabilises asks for our view once a period; after so many without a word it is asked itself. */
const SILENT_PERIODS = 2.5
/**
 * Periods that the fingers of the successor will do for a newcomer: by then its list has found its place, behind which the
 * sweep of its own starts, and where many join at a time it is not begun in vain.
 */
const HINT_PERIODS = 10
/** Of a period: whose last question is longer ago comes at calm intervals and has to be told what is new. */
const CALM_INTERVAL = 1.5

/** Mean time until the next round: the shorter the more has changed lately. */
export function roundMs(core: Core, position: Position): number {
  const { stabilizeMs, stabilizeMaxMs } = core.params
  const calm = position.version === position.calmVersion ? position.calmRounds - CALM_ROUNDS : -1
  if (calm < 0 || !hasItsPlace(position) || stabilizeMaxMs <= stabilizeMs) return stabilizeMs
  return Math.min(stabilizeMaxMs, stabilizeMs * CALM_GROWTH ** (calm + 1))
}

/** Nothing is missing: what waits for its predecessor's claim, or for a new head, looks after it at every period. */
function hasItsPlace({ membership, shadow, doubtful }: Position): boolean {
  if (membership.state !== 'member' || membership.successors.state !== 'settled') return false
  const { predecessor, boundary } = membership
  return predecessor !== undefined && predecessor.id === boundary?.id && shadow === undefined && !doubtful
}

/** Longest time between two rounds that any member makes, if all are configured alike. */
export const longestMs = ({ params }: Core): number => Math.max(params.stabilizeMs, params.stabilizeMaxMs)

/** After so long without a word from its predecessor a member asks whether it lives. */
export const silentMs = (core: Core): number => SILENT_PERIODS * longestMs(core)

/**
 * Mean time between two looks at a finger of this position. Once each position has looked at all its fingers they take
 * turns, so that a peer with many positions looks no more often than one that has a single one.
 */
export function fingerMs(core: Core, position: Position): number {
  const { fingers } = position
  if (fingers.next === undefined && fingers.nodes.length > 0) position.swept = true
  const isCalm = position.calmRounds >= CALM_ROUNDS && position.version === position.calmVersion
  const turns = position.swept ? core.state.positions.length : 1
  return core.params.fixFingerMs * turns * (isCalm ? CALM_FACTOR : 1)
}

/**
 * What is new here is to be known behind. A predecessor that asks each second finds out itself; one that is calm asks
 * seldom, so it is told to ask, and tells the one behind it when its own list changes by that.
 */
export function tellBehind(core: Core, position: Position): void {
  const { membership } = position
  if (position.behindKnows || membership.state !== 'member' || position.leaving !== undefined) return
  const { predecessor } = membership
  if (predecessor === undefined || predecessor.peer === core.self || core.isDead(predecessor)) return
  const calmMs = CALM_INTERVAL * core.params.stabilizeMs
  if (core.now - position.polledAt < calmMs || core.now - position.toldBehindAt < calmMs) return
  position.toldBehindAt = core.now
  const body = { type: 'changed', position: predecessor.position, of: position.index } as const
  core.ask({ kind: 'announce' }, predecessor, body, core.params.queryMs)
}

/** The maintenance of a member begins: its first round soon, as it is new. */
export function beginTimers(core: Core, position: Position): void {
  position.stabilizeAt = core.now + core.random.jitter(core.params.stabilizeMs / 2, 0.5)
  const { stabilizeMs, fixFingerMs, routeBySuccessors } = core.params
  const mayWait = routeBySuccessors && position.hints.length > 0
  position.fingerAt = core.now + (mayWait ? HINT_PERIODS * stabilizeMs : 0) + core.random.jitter(fixFingerMs)
}
