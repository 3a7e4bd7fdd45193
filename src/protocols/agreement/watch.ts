import type { PeerKey } from '../../base/index.ts'
import type { Succession } from './succession.ts'

/** What a node has to do with one of its shards. */
export interface Watch {
  succession: Succession | undefined
  /** Something is asked for it: one thing at a time. */
  busy: boolean
  /** It is being found out who should be a member, or made so. */
  choosing: boolean
  /** Not before this time. */
  nextAt: number
  failures: number
  /** When it was first seen to be frozen, or to be incomplete. */
  since: number | undefined
  /** The member that should not be one, and since when that is so. */
  unwanted: { readonly peer: PeerKey; readonly sinceMs: number } | undefined
}

export const newWatch = (): Watch => ({
  succession: undefined,
  busy: false,
  choosing: false,
  nextAt: 0,
  failures: 0,
  since: undefined,
  unwanted: undefined,
})
