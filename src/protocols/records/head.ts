import type { Lamport, PeerKey, RingId, WallMs } from '../../base/index.ts'

/** Orders the versions of one record: Lamport time first, then the peer that stamped it. No two are equal. */
export interface Version {
  readonly lamport: Lamport
  /** The coordinator; of a signed record its owner. */
  readonly peer: PeerKey
}

/**
 * `value`: what somebody put. `tombstone`: it was removed. `marker`: the key lives in the consistent mode, see the machine
 * agreement; it hides what lies under it.
 */
export type RecordKind = 'value' | 'tombstone' | 'marker'

/** All of a record but its value. */
export interface RecordHead {
  /** SHA-256 of the key. */
  readonly id: RingId
  readonly version: Version
  readonly kind: RecordKind
  /** Empty only in a tombstone of a record of which the remover knew no key. */
  readonly key: Uint8Array
  /** Empty: not given. */
  readonly contentType: string
  /** Bytes of the value; 0 but for kind `value`. */
  readonly size: number
  /** SHA-256 of the value. */
  readonly digest: Uint8Array
  /** From then on it is as if it were not there. */
  readonly expiresAtMs: WallMs
  /** Until then the head is kept, for what it hides: an older value that a node which was away may still have. */
  readonly keepUntilMs: WallMs
  /** Who put it: its bytes count against this peer's quota. */
  readonly writer: PeerKey
  /** Of the writer, who owns the record; absent: anybody may change it. See `signedBytes`. */
  readonly signature?: Uint8Array
}
