import type { PeerKey } from '../../base/index.ts'

/**
 * The number of a proposal. No two proposals have the same: the counter is Lamport time of the peer that makes it, which
 * never runs back, not even over a crash. The epoch comes first, so that whatever a group promises is above all that any
 * group before it has promised.
 */
export interface Ballot {
  readonly epoch: number
  readonly counter: number
  readonly peer: PeerKey
}

/** Negative when a comes first; undefined comes before all. */
export function compareBallots(a: Ballot | undefined, b: Ballot | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  if (a.epoch !== b.epoch) return a.epoch - b.epoch
  if (a.counter !== b.counter) return a.counter - b.counter
  return a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0
}

export const sameBallot = (a: Ballot | undefined, b: Ballot | undefined): boolean => compareBallots(a, b) === 0

/** The later one. */
export const laterBallot = (a: Ballot | undefined, b: Ballot | undefined): Ballot | undefined =>
  compareBallots(a, b) >= 0 ? a : b
