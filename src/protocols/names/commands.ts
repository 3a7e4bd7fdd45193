import type { PeerKey, RingId, WallMs } from '../../base/index.ts'
import type { AgreementFailure } from '../agreement/commands.ts'
import type { NameValue } from './value.ts'

/** Names that one list may ask for. */
export const MAX_LISTED = 256

/** A name as it stands in the directory. */
export interface NameEntry {
  /** In its one form. */
  readonly name: string
  /** Ring id at which its tree is kept. */
  readonly id: RingId
  readonly value: NameValue
  readonly owner: PeerKey
  /** The version: grows with each change, not with renewals; `revisionText` makes the text of it that users see. */
  readonly revision: number
  /** Who else may set names below it. */
  readonly delegates: readonly PeerKey[]
  /** When its lease ends unless it is renewed. */
  readonly expiresAtMs: WallMs | undefined
}

/**
 * FORBIDDEN: the name, or the nearest one above it, belongs to another peer; CONFLICT: others change it all the time, or two
 * networks that were founded apart have met; the others as agreement says.
 */
export type NamesFailure = AgreementFailure | 'NOT_FOUND' | 'FORBIDDEN' | 'QUOTA_EXCEEDED'

/** The one table of the commands of names: it types machine, admin route, client and CLI. */
export type NamesCommands = {
  /**
   * Sets a name, for this daemon's peer. VERSION_MISMATCH ends its detail with the present version (`revisionInDetail`
   * reads it).
   */
  set: {
    args: {
      readonly name: string
      readonly value: NameValue
      /** Who else may set names below it; undefined: those whom it has. */
      readonly delegates: readonly PeerKey[] | undefined
      /** The lease, MIN_TTL_MS to MAX_TTL_MS. */
      readonly ttlMs: number
      /** Does this daemon renew the lease while it runs, and when it runs again? */
      readonly renew: boolean
      /** The version that must be the present one; `absent`: there must be none; undefined: whatever there is. */
      readonly ifMatch: number | 'absent' | undefined
    }
    result: NameEntry
    codes: NamesFailure | 'VERSION_MISMATCH' | 'TOO_LARGE'
  }
  get: { args: { readonly name: string }; result: NameEntry; codes: NamesFailure }
  /** Removes a name of this daemon's peer. Names below it stay. */
  remove: {
    args: { readonly name: string; readonly ifMatch: number | undefined }
    /** As it was. */
    result: NameEntry
    codes: NamesFailure | 'VERSION_MISMATCH' | 'TOO_LARGE'
  }
  /**
   * The names below `above` (undefined: the top labels): those one level down, or all of them, each before those below it,
   * label by label in the order of the bytes of UTF-8. Those after the name `after`, if given; at most `limit` of them, 1
   * to MAX_LISTED. All below everything cannot be asked for at once.
   */
  list: {
    args: {
      readonly above: string | undefined
      readonly recursive: boolean
      readonly after: string | undefined
      readonly limit: number
    }
    /** `next`: go on after this name; undefined: these were all. A page may be short, or empty, before the end. */
    result: { readonly names: readonly NameEntry[]; readonly next: string | undefined }
    codes: NamesFailure
  }
}
