import type { BlockRef } from '../machine.ts'

/**
 * What travels on a session besides the blocks (BEP 3, BEP 6, BEP 9 and BEP 52 in Orbweaver's frames). A session belongs to
 * one swarm, so no message names it. See docs/protocols/swarm.md.
 */

/**
 * The first message of either side, and once more when a side that did not know the layout has learnt it. A side says what
 * pieces it has (bitfield, have-all or have-none) once both hellos with `pieces` > 0 have passed.
 */
export interface HelloMessage {
  readonly type: 'hello'
  /** Size of the bencoded info dictionary in bytes, which this side can serve; 0: not known yet. */
  readonly infoBytes: number
  /** Number of pieces; 0: layout not known yet. */
  readonly pieces: number
}
/** Which pieces the sender has: bit 0x80 of byte 0 is piece 0; spare bits are 0. Once per session, as the other two. */
export interface BitfieldMessage {
  readonly type: 'bitfield'
  readonly bits: Uint8Array
}
export interface HaveAllMessage {
  readonly type: 'haveAll'
}
export interface HaveNoneMessage {
  readonly type: 'haveNone'
}
/** One more verified piece. */
export interface HaveMessage {
  readonly type: 'have'
  readonly piece: number
}
/** The sender would ask for something that the receiver has; the sender would not. */
export interface InterestedMessage {
  readonly type: 'interested'
}
export interface NotInterestedMessage {
  readonly type: 'notInterested'
}
/** Exactly one answer follows: the block or a reject (BEP 6). */
export interface RequestMessage {
  readonly type: 'request'
  readonly ref: BlockRef
}
/** "I no longer need it." The request is answered all the same: by a reject, or by the block if it was on its way. */
export interface CancelMessage {
  readonly type: 'cancel'
  readonly ref: BlockRef
}
export interface RejectMessage {
  readonly type: 'reject'
  readonly ref: BlockRef
}

export type SwarmMessage =
  | HelloMessage
  | BitfieldMessage
  | HaveAllMessage
  | HaveNoneMessage
  | HaveMessage
  | InterestedMessage
  | NotInterestedMessage
  | RequestMessage
  | CancelMessage
  | RejectMessage

/** The leaf of BEP 52's Merkle trees: what begins and lengths of requests are multiples of. */
export const LEAF_BYTES = 16 * 1024
/** The largest block of a piece: the next power of two costs latency and memory and gains little (libp2p-guide, bulk data). */
export const MAX_BLOCK_BYTES = 64 * 1024
/** Bytes of a chunk of the info dictionary or of a piece layer; the last one is shorter (BEP 9). */
export const METADATA_CHUNK_BYTES = 16 * 1024
/** Pieces of a swarm at most; a bitfield is then 128 KiB. The same bound as content's. */
export const MAX_PIECES = 2 ** 20
/** The largest piece: a buffer of this size is held for a piece until it is verified. */
export const MAX_PIECE_BYTES = 16 * 1024 * 1024
/** Bytes of an info dictionary at most: some 100,000 files with long names. The same bound as content's. */
export const MAX_INFO_BYTES = 8 * 1024 * 1024
/** Files of a swarm at most. The same bound as content's. */
export const MAX_FILES = 100_000
/** Requests of one peer that may wait here unanswered; one more is rejected. Above what any side asks for ahead. */
export const MAX_REQUESTS = 512
