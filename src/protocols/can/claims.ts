import { covers, overlap, without, type PeerKey } from '../../base/index.ts'
import type { Claim, Holding } from './messages.ts'

/** Whether the first of two claims to the same place holds: the higher epoch, then the lower peer id. */
export const isStronger = (epoch: number, peer: PeerKey, than: number, of: PeerKey): boolean =>
  epoch > than || (epoch === than && peer < of)

export const sameClaims = (a: readonly Claim[], b: readonly Claim[]): boolean =>
  a.length === b.length && a.every(({ path, epoch }, i) => b[i]?.path === path && b[i].epoch === epoch)

/** What is left of somebody's claims beside another's. */
export interface Settled {
  readonly kept: readonly Claim[]
  /** The parts that the other holds by right. */
  readonly lost: readonly Claim[]
  /** Some claim of the other's is weaker than one of these: it should be told. */
  readonly prevailed: boolean
}

/**
 * Settles claims that overlap, point by point: at each the strongest claim holds, and a weaker one keeps what is left of
 * its zone, cut into the fewest. The order of claims is total, so all that know the same claims come to the same tiling,
 * and settling one pair after the other, in any order, comes to the same end.
 */
export function settle(own: readonly Claim[], self: PeerKey, other: Holding): Settled {
  let kept: Claim[] = [...own]
  const lost: Claim[] = []
  let prevailed = false
  for (const theirs of other.claims) {
    const next: Claim[] = []
    for (const mine of kept) {
      if (!overlap(mine.path, theirs.path)) next.push(mine)
      else if (isStronger(mine.epoch, self, theirs.epoch, other.ref.peer)) {
        prevailed = true
        next.push(mine)
      } else if (covers(theirs.path, mine.path)) lost.push(mine)
      else {
        lost.push({ path: theirs.path, epoch: mine.epoch })
        for (const path of without(mine.path, theirs.path)) next.push({ path, epoch: mine.epoch })
      }
    }
    kept = next
  }
  return { kept, lost, prevailed }
}
