import type { PeerKey } from '../../base/index.ts'
import type { Entry } from './entry.ts'

/** Who decides on the names below one that exists. */
export type Authority = Pick<Entry, 'owner' | 'delegates'>

/** May the peer have a name that stands below? Without anybody above, anybody may. */
export const permits = (authority: Authority | undefined, peer: PeerKey): boolean =>
  authority === undefined || authority.owner === peer || authority.delegates.includes(peer)

/**
 * Who decides below a path, given the entries on it from the top down (undefined: there is none). A name counts only as long
 * as the nearest above it that counts permits its owner: who takes a delegate away, or gets a top label after another,
 * need not wait for what stands below to end.
 */
export function authorityOf(path: readonly (Authority | undefined)[]): Authority | undefined {
  let authority: Authority | undefined
  for (const entry of path) if (entry !== undefined && permits(authority, entry.owner)) authority = entry
  return authority
}
