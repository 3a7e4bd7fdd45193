import type { NodeRef, RingId } from '../../base/index.ts'
import type { Comparison } from './compare.ts'
import type { RecordHead } from './head.ts'
import type { Arc, Config, ConfigId } from './quorum.ts'

/** Pieces in one answer to a survey: they fit a frame of the control stream unless many members have died. */
export const MAX_SURVEYED = 16
/** Ids in one request to pull, or to be pulled. */
export const MAX_PULLED = 64

// Messages by which arcs of records move, heal and are compared: decision 0009.

/** "I own this arc: which configurations do you know of it?" Refused while the receiver owns some of it itself. */
export interface SurveyRequest {
  readonly type: 'survey'
  readonly position: number
  readonly arc: Arc
}
/** "You are, or were, a member of this arc." `filled`: the receiver has been brought up to date under it. */
export interface ConfigureRequest {
  readonly type: 'configure'
  readonly position: number
  /** The owner's position. */
  readonly self: NodeRef
  readonly config: Config
  readonly filled: boolean
}
/** "This is the sum of what I have in the arc. What have you?" */
export interface CompareRequest {
  readonly type: 'compare'
  readonly position: number
  readonly arc: Arc
  readonly sum: Uint8Array
}
/** "Give me what you have of these." At most MAX_PULLED. */
export interface PullRequest {
  readonly type: 'pull'
  readonly position: number
  readonly ids: readonly RingId[]
}
/** "Of these I have what you lack: pull it from me." Answered when it is durable. At most MAX_PULLED. */
export interface HaveRequest {
  readonly type: 'have'
  readonly position: number
  readonly self: NodeRef
  readonly ids: readonly RingId[]
}
/** "I am no member of this arc any more, and have compared it with you. Do you still need me?" */
export interface ReleaseRequest {
  readonly type: 'release'
  readonly position: number
  readonly arc: Arc
  /** The configuration that the sender knows for it. */
  readonly known: ConfigId
}
/** "I am about to leave the ring: do not count on me." */
export interface LeavingRequest {
  readonly type: 'leaving'
  readonly position: number
  readonly self: NodeRef
}

export type MoveRequest =
  SurveyRequest | ConfigureRequest | CompareRequest | PullRequest | HaveRequest | ReleaseRequest | LeavingRequest

const MOVES: ReadonlySet<string> = new Set<MoveRequest['type']>([
  'survey',
  'configure',
  'compare',
  'pull',
  'have',
  'release',
  'leaving',
])
/** Does the request concern ranges, not records? */
export const isMove = (body: { readonly type: string }): body is MoveRequest => MOVES.has(body.type)

export type MoveResponse =
  /** To a survey: in the order of the arc, complete up to `to`. */
  | {
      readonly type: 'surveyed'
      readonly pieces: readonly { readonly arc: Arc; readonly config: Config }[]
      readonly to: RingId
    }
  /** To configure: persisted here. `since`: see Piece. */
  | { readonly type: 'configured'; readonly since: ConfigId | undefined }
  | ({ readonly type: 'compared' } & { readonly comparison: Comparison })
  /**
   * To pull: what there is of the first `handled` of the ids. A value above INLINE_BYTES is left out: it is to be read in
   * chunks.
   */
  | {
      readonly type: 'pulled'
      readonly records: readonly { readonly head: RecordHead; readonly value: Uint8Array | undefined }[]
      readonly handled: number
    }
  /** To have: durable here, as far as it was newer. To release: it may drop what it has. To leaving. */
  | { readonly type: 'agreed' }
