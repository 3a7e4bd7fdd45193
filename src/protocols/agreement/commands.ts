import type { PeerKey, RingId, WallMs } from '../../base/index.ts'
import type { IoFailure } from '../machine.ts'
import type { Change, ListedRegister } from './messages.ts'

/** A register as it is after a change, or as it was read. */
export interface Register {
  /** Grows with each change; `versionText` makes the text of it that users see. */
  readonly sequence: number
  /** Undefined: it has been removed. */
  readonly value: Uint8Array | undefined
  readonly contentType: string
  /** Undefined: never. */
  readonly expiresAtMs: WallMs | undefined
  /** Who put or removed it. */
  readonly writer: PeerKey
}

/**
 * NO_QUORUM: fewer than a majority of the key's group can be reached; nothing was done. OTHER_LINEAGE is told as CONFLICT:
 * two networks that were founded apart have met. TIMEOUT and UNKNOWN_OUTCOME: the change may have been carried out, or be
 * carried out yet.
 */
export type AgreementFailure =
  | 'INVALID_ARGUMENT'
  | 'NOT_JOINED'
  | 'LOOKUP_TIMEOUT'
  | 'UNREACHABLE'
  | 'NO_QUORUM'
  | 'CONFLICT'
  | 'OVERLOAD'
  | 'TIMEOUT'
  | 'UNKNOWN_OUTCOME'
  | IoFailure

/** A group of which this node is a member. */
export interface OwnGroup {
  readonly shard: number
  readonly epoch: number
  readonly members: readonly PeerKey[]
  /** `sealed`: the group has decided on the next one, or is about to; `incomplete`: some members have not taken over yet. */
  readonly state: 'serving' | 'incomplete' | 'sealed'
}

/** The one table of the commands of agreement: it types machine, admin route, client and CLI. */
export type AgreementCommands = {
  /**
   * Reads or changes the register of a key, linearizably. VERSION_MISMATCH ends its detail with the present version
   * (`versionInDetail` reads it); a read or a removal of what is not there ends with NOT_FOUND.
   */
  change: {
    args: {
      /** Its first byte says which shard the register is in; of the same key it must always be the same. */
      readonly id: RingId
      /** 1 to MAX_KEY_BYTES bytes: names the register in its shard. */
      readonly key: Uint8Array
      readonly change: Change
    }
    result: Register
    codes: AgreementFailure | 'VERSION_MISMATCH' | 'NOT_FOUND' | 'FORBIDDEN' | 'TOO_LARGE' | 'QUOTA_EXCEEDED'
  }
  /**
   * The registers of one shard that have a value and whose keys begin with `prefix`, in the order of their bytes: the
   * first `limit` (1 to MAX_LISTED) after the key `after`, if given. Each register is told as it was at some instant
   * after the command began, or later, with all that was acknowledged before; not all of them as of one instant. A change
   * that nobody was told the outcome of yet may show. Keys that are to be listed together must have ids with one first byte.
   */
  list: {
    args: {
      readonly id: RingId
      readonly prefix: Uint8Array
      readonly after: Uint8Array | undefined
      readonly limit: number
    }
    /** In one answer, since siblings see no progress. All up to the key `through` are among them; undefined: to the end. */
    result: { readonly registers: readonly ListedRegister[]; readonly through: Uint8Array | undefined }
    codes: AgreementFailure
  }
  /** The groups of which this node is a member, for reports and tests. */
  groups: {
    args: Readonly<Record<string, never>>
    result: { readonly lineage: string; readonly groups: readonly OwnGroup[] }
    codes: never
  }
  /**
   * Leaves all groups, before this node leaves the ring; ends when the last has gone on without it, or shortly before its
   * deadline: of `left` groups this node remains a member.
   */
  handOver: {
    args: Readonly<Record<string, never>>
    result: { readonly given: number; readonly left: number }
    codes: never
  }
}
