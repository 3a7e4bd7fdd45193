import type { Rarity } from './rarity.ts'
import type { Session } from './session.ts'
import type { Unit } from './unit.ts'

/** A block is asked of at most so many peers at once: the slowest of the last pieces, and two that may be quicker. */
export const MAX_ASKERS = 3
/** An end that is nearer than this is not worth bytes that come twice. */
const WORTH_MS = 500
/** The helper must be expected to be so much sooner: rates are guesses. */
const SOONER = 2
/** Of a peer that has never sent a block: what one may take. */
const UNKNOWN_MS = 250

/** A block to ask for, marked as asked for already. */
export interface TailBlock {
  readonly unit: Unit
  readonly block: number
}

/** Is every piece under way that anybody here has? */
export function isEndgame(rarity: Rarity | undefined, sessions: readonly Session[]): boolean {
  if (rarity === undefined || rarity.held > 0) return false
  return rarity.size === 0 || !sessions.some((session) => session.isSeed)
}

/**
 * The end game (BEP 3): all pieces that can be had are under way, and a peer that has nothing to do takes over from the
 * slowest ones. It begins with what would come last: first blocks that nobody was asked for yet, then, twice, blocks that
 * are asked for. Whoever sends first wins; the others get a cancel. Each call of `next` looks at the helper anew.
 * @param mayMix pieces that must be one peer's job from beginning to end are left alone
 */
export function* tailFor(
  now: number,
  helper: Session,
  sessions: Iterable<Session>,
  blockBytes: number,
  mayMix: (unit: Unit) => boolean,
): Generator<TailBlock, void, undefined> {
  for (const { slow, gapMs, left } of slowestFirst(now, helper, sessions, blockBytes)) {
    let ahead = left
    for (const { unit, block } of lastFirst(slow)) {
      const waitMs = ahead-- * gapMs
      const helperMs = helper.pace.rttMs + (helper.owed + 1) * gapOf(now, helper, blockBytes)
      if (waitMs < WORTH_MS || waitMs < SOONER * helperMs) break
      if (unit.kind !== 'piece' || helper.have?.has(unit.index) !== true || !mayMix(unit)) continue
      const taken = block === undefined ? unit.take() : unit.double(block, MAX_ASKERS) ? block : undefined
      if (taken === undefined) continue
      const key = unit.blockKey(taken)
      // Two requests of one peer for the same block could not be told apart.
      if (helper.asked.has(key) || helper.cancelled.has(key)) unit.giveBack(taken)
      else yield { unit, block: taken }
    }
  }
}

interface Slow {
  readonly slow: Session
  readonly gapMs: number
  /** Blocks it has yet to bring. */
  readonly left: number
}

function slowestFirst(now: number, helper: Session, sessions: Iterable<Session>, blockBytes: number): Slow[] {
  const found: Slow[] = []
  for (const slow of sessions) {
    if (slow === helper) continue
    const left = slow.units.reduce((sum, unit) => sum + unit.missing, slow.asked.size)
    if (left > 0) found.push({ slow, left, gapMs: gapOf(now, slow, blockBytes) })
  }
  return found.sort((a, b) => b.left * b.gapMs - a.left * a.gapMs)
}

/** Milliseconds from block to block; of a peer that owes and sends nothing it grows while we wait. */
function gapOf(now: number, session: Session, blockBytes: number): number {
  const { bytesPerMs } = session.pace
  const usualMs = bytesPerMs > 0 ? blockBytes / bytesPerMs : UNKNOWN_MS
  return session.owed > 0 ? Math.max(usualMs, now - session.lastBlockAt) : usualMs
}

/** What a session will bring, the last first; without a number: a block that it has not asked for. */
function* lastFirst(slow: Session): Generator<{ readonly unit: Unit; readonly block: number | undefined }> {
  for (const unit of slow.units.toReversed()) {
    for (let missing = unit.missing; missing > 0; missing--) yield { unit, block: undefined }
  }
  yield* [...slow.asked.values()].reverse()
}
