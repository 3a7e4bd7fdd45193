import type { PeerKey, RingId, WallMs } from '../../base/index.ts'
import type { IoFailure } from '../machine.ts'
import type { IfMatch, RecordKind, Version } from './messages.ts'

/** A write that is durable at `replicas` members of the group, a majority at least. */
export interface WrittenRecord {
  readonly id: RingId
  readonly version: Version
  readonly replicas: number
  readonly expiresAtMs: WallMs
}

export interface FoundRecord {
  readonly value: Uint8Array
  readonly version: Version
  readonly contentType: string
  readonly expiresAtMs: WallMs
  /** Whose it is; undefined: anybody may change it. */
  readonly owner: PeerKey | undefined
  /** The key lives in the consistent mode: `value` is empty, ask the machine agreement. */
  readonly consistent: boolean
}

/** One state of a watched record. */
export interface WatchedState {
  /** Undefined: there is none, and none is known to have been. */
  readonly version: Version | undefined
  /** Undefined: removed, expired, or never there. */
  readonly value: Uint8Array | undefined
  readonly contentType: string
  readonly expiresAtMs: WallMs | undefined
  readonly owner: PeerKey | undefined
  readonly consistent: boolean
}

/** A record kept by this node, as listed. */
export interface KeptRecord {
  readonly id: RingId
  readonly key: Uint8Array
  readonly kind: RecordKind
  readonly version: Version
  readonly sizeBytes: number
  readonly expiresAtMs: WallMs
  readonly writer: PeerKey
  readonly signed: boolean
}

/** Why the coordinator could not be reached, or could not do it. UNKNOWN_OUTCOME, TIMEOUT, NO_QUORUM: it may have happened. */
type Reach = 'NOT_JOINED' | 'LOOKUP_TIMEOUT' | 'UNREACHABLE' | 'OVERLOAD' | 'NO_QUORUM' | IoFailure
type WriteFailure =
  | Reach
  | 'INVALID_ARGUMENT'
  | 'CONFLICT'
  | 'VERSION_MISMATCH'
  | 'FORBIDDEN'
  | 'QUOTA_EXCEEDED'
  | 'UNKNOWN_OUTCOME'
  | 'TIMEOUT'

/** The one table of the commands of records: it types machine, admin route, client and CLI. */
export type RecordsCommands = {
  /**
   * Puts a value under the key's id: ends when a majority of the group has it on disk. `ifMatch`: only if that is the
   * present version (`absent`: if there is no record); VERSION_MISMATCH names the present one at the end of its detail.
   * `sign`: the key belongs to this node from then on. `ttlMs` 1 to params.maxTtlMs.
   */
  put: {
    args: {
      readonly id: RingId
      /** 1 to MAX_KEY_BYTES bytes, of which `id` is the SHA-256. */
      readonly key: Uint8Array
      /** At most MAX_VALUE_BYTES. */
      readonly value: Uint8Array
      /** At most MAX_CONTENT_TYPE_CHARS of printable ASCII. */
      readonly contentType?: string
      readonly ttlMs: number
      readonly ifMatch?: IfMatch
      readonly sign: boolean
    }
    result: WrittenRecord
    codes: WriteFailure | 'TOO_LARGE'
  }
  /** The newest version that a majority knows. */
  get: { args: { readonly id: RingId }; result: FoundRecord; codes: Reach | 'NOT_FOUND' }
  /** Leaves a tombstone, whose version goes on from that of the record. */
  remove: {
    args: { readonly id: RingId; readonly ifMatch?: IfMatch }
    result: WrittenRecord
    codes: WriteFailure | 'NOT_FOUND'
  }
  /**
   * Says that the key lives in the consistent mode now, for `ttlMs`; again to prolong it. CONFLICT: a live eventual record
   * is there. For the machine agreement, before it acknowledges the first write. `ifMatch` absent: only if there is no mark
   * yet, so that none is shortened.
   */
  mark: {
    args: { readonly id: RingId; readonly key: Uint8Array; readonly ttlMs: number; readonly ifMatch?: 'absent' }
    result: WrittenRecord
    codes: WriteFailure
  }
  /**
   * Tells the present state, then each later one that the owner gets to see, until it is cancelled or its deadline passes.
   * States may be left out when they follow fast, never the last one. Fails when the owner cannot be found for long.
   */
  watch: { args: { readonly id: RingId }; progress: WatchedState; result: null; codes: Reach }
  /** Before this node leaves: others are to keep what it keeps. Ends when they do, or shortly before its deadline. */
  handOver: {
    args: Record<string, never>
    /** Arcs that are in good hands, and those that are not. */
    result: { readonly given: number; readonly left: number }
    codes: never
  }
  /** What this node keeps, in the order of ids, after the given one; tombstones and markers too. `limit` 1 to MAX_LISTED. */
  list: {
    args: { readonly after: RingId | undefined; readonly limit: number }
    progress: readonly KeptRecord[]
    /** `more`: there are others after the last one listed. */
    result: { readonly listed: number; readonly more: boolean }
    codes: 'INVALID_ARGUMENT' | 'OVERLOAD' | IoFailure
  }
}
