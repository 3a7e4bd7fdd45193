import type { Lamport, NodeRef, RingId, WallMs } from '../../base/index.ts'
import type { RecordHead, Version } from './head.ts'
import type { MoveRequest, MoveResponse } from './move-messages.ts'
import type { Admission, ConfigId, Group, Standing } from './quorum.ts'

export type { RecordHead, RecordKind, Version } from './head.ts'
export type { MoveRequest, MoveResponse } from './move-messages.ts'
export type { Admission, Arc, Config, ConfigId, Group, Member, PriorConfig, Standing } from './quorum.ts'

/** Bytes of a key, at least one. */
export const MAX_KEY_BYTES = 1_024
export const MAX_VALUE_BYTES = 1_048_576
/** Characters of a content type, printable ASCII. */
export const MAX_CONTENT_TYPE_CHARS = 128
/** Larger values travel, and are kept, in chunks of so many bytes, the last one shorter: one fits a frame of the data stream. */
export const CHUNK_BYTES = 49_152
/** Values of so many bytes travel with the message that names them: it fits a frame of the control stream. */
export const INLINE_BYTES = 12_288
export const DIGEST_BYTES = 32
export const SIGNATURE_BYTES = 64
/** Times of expiry are below this: the year 10889. */
export const MAX_WALL_MS = 2 ** 48

/** What an owner has signed: it stamps the version itself, so that nobody can replay an old one. */
export interface Signed {
  readonly lamport: Lamport
  readonly expiresAtMs: WallMs
  readonly signature: Uint8Array
}

/**
 * A write that a coordinator has begun, and that may be stored in parts, when the id became another's: the next coordinator
 * goes on with it under the same version, so that it happens once.
 */
export interface Begun {
  readonly version: Version
  readonly expiresAtMs: WallMs
}

/** "Only if this is the present version", or "only if there is no record". */
export type IfMatch = Version | 'absent'

// ---- from anybody to the coordinator, who is the owner of the id --------------------------------------------------------

/** Puts a value, or a marker. */
export interface PutRequest {
  readonly type: 'put'
  /** The receiver's position that is meant, since several may share a peer. */
  readonly position: number
  readonly id: RingId
  readonly kind: 'value' | 'marker'
  readonly key: Uint8Array
  readonly contentType: string
  readonly size: number
  readonly digest: Uint8Array
  /** Absent: it has been staged, since it is larger than INLINE_BYTES. */
  readonly value: Uint8Array | undefined
  /** From the coordinator's time on; what is signed names the time itself. */
  readonly ttlMs: number
  readonly ifMatch: IfMatch | undefined
  readonly signed: Signed | undefined
  /** Neither with `ifMatch` nor with `signed`, which names its version itself. */
  readonly begun?: Begun | undefined
}
export interface RemoveRequest {
  readonly type: 'remove'
  readonly position: number
  readonly id: RingId
  readonly ifMatch: IfMatch | undefined
  readonly signed: Signed | undefined
  /** As of a put. */
  readonly begun?: Begun | undefined
}
export interface GetRequest {
  readonly type: 'get'
  readonly position: number
  readonly id: RingId
  /** "If this is the configuration still, say what you have: I ask the members myself." Absent: ask them. */
  readonly under?: ConfigId | undefined
}
/** Tell me of every version of the record from now on, for a while; asked again it goes on. */
export interface WatchRequest {
  readonly type: 'watch'
  readonly position: number
  readonly id: RingId
}

// ---- from anybody to anybody who keeps the record, or will --------------------------------------------------------------

/** A chunk of a value that is about to be put or replicated. It is held for a short while, in memory. */
export interface StageRequest {
  readonly type: 'stage'
  readonly position: number
  /** SHA-256 of the whole value, and its length: what is staged goes by them. */
  readonly digest: Uint8Array
  readonly size: number
  readonly index: number
  readonly bytes: Uint8Array
}
export interface ChunkRequest {
  readonly type: 'chunk'
  readonly position: number
  readonly id: RingId
  readonly version: Version
  readonly index: number
}

// ---- from the coordinator to the others of the group; `fetch` also from readers -----------------------------------------

/** "Keep this." Harmless when repeated: the newest version stays. */
export interface ReplicateRequest {
  readonly type: 'replicate'
  readonly position: number
  /** As whose owner the sender coordinates. */
  readonly config: ConfigId
  readonly head: RecordHead
  /** Absent: it has been staged, there is none, or it has expired. */
  readonly value: Uint8Array | undefined
  /** The member of the group for whom it is kept, who could not be reached. */
  readonly hintFor: NodeRef | undefined
}
/** "I kept this for you while you could not be reached." */
export interface HandBackRequest {
  readonly type: 'handBack'
  readonly position: number
  readonly head: RecordHead
  /** As in `replicate`. */
  readonly value: Uint8Array | undefined
}
/** What do you have of it? */
export interface FetchRequest {
  readonly type: 'fetch'
  readonly position: number
  readonly config: ConfigId
  readonly id: RingId
}

export type RecordsRequest =
  | PutRequest
  | RemoveRequest
  | GetRequest
  | WatchRequest
  | StageRequest
  | ChunkRequest
  | ReplicateRequest
  | HandBackRequest
  | FetchRequest
  | MoveRequest

export type RecordsResponse =
  | MoveResponse
  /** An interim answer: it is being carried out. */
  | { readonly type: 'working' }
  /** To put and remove: durable at so many members of the group. */
  | { readonly type: 'stored'; readonly version: Version; readonly replicas: number; readonly expiresAtMs: WallMs }
  /** To get. A value above INLINE_BYTES is to be asked for in chunks. */
  | {
      readonly type: 'found'
      readonly head: RecordHead
      readonly value: Uint8Array | undefined
      /** Whom to ask beside the owner the next time. */
      readonly group?: Group | undefined
    }
  | { readonly type: 'absent'; readonly group?: Group | undefined }
  /** To get with `under`: what the owner has, whatever it is; it counts when enough members confirm the configuration. */
  | { readonly type: 'own'; readonly head: RecordHead | undefined; readonly value: Uint8Array | undefined }
  /** To watch: the present state (`head` absent: there is no record), and how long changes will be told. */
  | {
      readonly type: 'watching'
      readonly head: RecordHead | undefined
      readonly value: Uint8Array | undefined
      readonly leaseMs: number
    }
  | { readonly type: 'staged' }
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  /** To replicate and handBack: durable here, or nothing that need be kept. */
  | { readonly type: 'taken' }
  /** To replicate and handBack, and to a put or remove that names its version: here is a newer one. */
  | { readonly type: 'stale'; readonly head: RecordHead }
  /**
   * To fetch: what this node has, tombstones included. `standing` absent: it knows no configuration of the id, or its row
   * is damaged: what it does not have may exist.
   */
  | { readonly type: 'copy'; readonly head: RecordHead | undefined; readonly standing: Standing | undefined }
  /** To replicate and fetch: the receiver does not take part in that configuration. */
  | { readonly type: 'notAdmitted'; readonly why: Exclude<Admission, 'admitted'> }
  | {
      readonly type: 'failed'
      readonly code: RecordsRefusal
      /** With NOT_OWNER: who is, as far as the sender knows. */
      readonly owner?: NodeRef
      /** With VERSION_MISMATCH: the present version; absent: there is no record. */
      readonly version?: Version
      /** With NOT_OWNER, to a put or remove: it has been begun here. Absent: nothing has happened. */
      readonly begun?: Begun
    }

/**
 * It was not carried out. NOT_OWNER: another position is responsible; VERSION_MISMATCH: If-Match says another one;
 * CONFLICT: the key lives in the other mode; FORBIDDEN: it belongs to another peer, or the signature is wrong; INVALID: the
 * request contradicts itself; NOT_STAGED: the value has not been staged, or was forgotten; GONE: that version is here no
 * more; NOT_YET: the ranges of the receiver are about to change; NO_QUORUM: too few of the group have answered, what it has come to is not known.
 */
export type RecordsRefusal =
  | 'NOT_OWNER'
  | 'VERSION_MISMATCH'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INVALID'
  | 'NOT_STAGED'
  | 'GONE'
  | 'QUOTA_EXCEEDED'
  | 'OVERLOAD'
  | 'NO_QUORUM'
  | 'NOT_YET'
  | 'STORAGE_FULL'
  | 'IO'
  | 'CORRUPT'

/** The record that the receiver watches has changed. */
export interface ChangedMessage {
  readonly type: 'changed'
  readonly id: RingId
  readonly head: RecordHead
  /** As in `found`. */
  readonly value: Uint8Array | undefined
}
/** "I tell you of it no more": another one owns it now. */
export interface MovedMessage {
  readonly type: 'moved'
  readonly id: RingId
}
/** "I watch it no more." */
export interface UnwatchMessage {
  readonly type: 'unwatch'
  readonly id: RingId
}
export type RecordsMessage = ChangedMessage | MovedMessage | UnwatchMessage
