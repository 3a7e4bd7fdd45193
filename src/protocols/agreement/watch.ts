import type { NodeRef, PeerKey } from '../../base/index.ts'

/** What a node has to do with one of its shards. */
export interface Watch {
  /** Something is asked for it: one thing at a time. */
  busy: boolean
  /** Not before this time. */
  nextAt: number
  failures: number
  /** When it was first seen to be frozen, or to be incomplete. */
  since: number | undefined
  /** The member that should not be one, and since when that is so. */
  unwanted: { readonly peer: PeerKey; readonly sinceMs: number } | undefined
  /** The larger group that is to come, by its peers, and since when it has been the same one. */
  larger: { readonly peers: string; readonly sinceMs: number } | undefined
}

export const newWatch = (): Watch => ({
  busy: false,
  nextAt: 0,
  failures: 0,
  since: undefined,
  unwanted: undefined,
  larger: undefined,
})

/**
 * Has the larger group that is to come been the same for `growMs`? If not it is to be looked at again then. When many join
 * at once, those that follow a shard are others from one moment to the next: a group that grew at once would be changed
 * again several times, each time with all messages and writes of a change.
 */
export function isCalm(now: number, watch: Watch, members: readonly NodeRef[], growMs: number): boolean {
  const peers = members.map(({ peer }) => peer).join()
  if (watch.larger?.peers !== peers) watch.larger = { peers, sinceMs: now }
  const calmAt = watch.larger.sinceMs + growMs
  if (now >= calmAt) return true
  watch.failures = 0
  watch.nextAt = calmAt
  return false
}
