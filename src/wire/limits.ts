import { KIB, MAX_ADDRESSES } from '../base/index.ts'

/**
 * What a peer may send, field by field. Each limit bounds memory and time of one frame; raising one is a change of the
 * protocol, since older peers end the connection at theirs.
 */

/** A frame of a control stream: large enough for MAX_NODE_REFS references, small enough that one never delays others by a millisecond. */
export const MAX_CONTROL_FRAME_BYTES = 16 * KIB
/** A frame of a data stream: a chunk of a record's value and what names it. What fits a control frame travels there. */
export const MAX_DATA_FRAME_BYTES = 64 * KIB
/** An envelope on a session stream: a bitfield of 2^21 pieces and its frame. */
export const MAX_SESSION_ENVELOPE_BYTES = 256 * KIB + 1 * KIB
/** The bytes of one block. */
export const MAX_BLOCK_PAYLOAD_BYTES = 64 * KIB

/** Addresses of a reference, as in base. */
export const MAX_REF_ADDRESSES = MAX_ADDRESSES
/** One address: a DNS name of 100 characters with its protocols. */
export const MAX_ADDRESS_BYTES = 128
/**
 * All addresses of a reference together: four of IPv6 or eight of IPv4. So 34 references, a whole RingView, stay below
 * MAX_CONTROL_FRAME_BYTES, and nobody can make others' answers too large by having many long addresses.
 */
export const MAX_REF_ADDRESSES_BYTES = 256
/** References in one list (successors, candidates). */
export const MAX_NODE_REFS = 32
/** References of members elsewhere that one meeting may bring. */
export const MAX_MET_REFS = 4
/** Contacts that a traced look-up reports. */
export const MAX_PATH_HOPS = 64
/** Questions in one message. */
export const MAX_BATCH_PARTS = 64
/** Hops of a look-up; a ring of a million nodes takes about ten. */
export const MAX_HOPS = 255
/** Numbers that count (epochs, versions, Lamport time, request ids) stay exact in a double. */
export const MAX_COUNT = Number.MAX_SAFE_INTEGER
/** How long an asker may say that it waits: an hour. */
export const MAX_LEFT_MS = 3_600_000
/** Multihash of an Ed25519 peer id: identity (0x00), 36 bytes, key type 1, 32 bytes of key. */
export const PEER_BYTES = 38
/** A ring id, an info-hash. */
export const ID_BYTES = 32
/** Nonces and proofs of hello. */
export const NONCE_BYTES = 32
export const PROOF_BYTES = 32
