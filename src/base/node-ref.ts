import { asciiBytes } from './ascii.ts'
import type { Multiaddr, PeerKey, RingId } from './ids.ts'
import { ringIdOfBytes } from './ids.ts'
import { Recent } from './recent.ts'
import type { Epoch } from './units.ts'

/** One position of one incarnation of a peer, with addresses to dial. Frozen and shared: compare by `id` and `epoch`. */
export interface NodeRef {
  readonly peer: PeerKey
  /** Index of the virtual node, 0 ≤ position < 64. */
  readonly position: number
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
  /** Follows from peer and position, so that anybody can check it; cached here. */
  readonly id: RingId
}

/** Virtual nodes a peer may have at most (interface.md). */
export const MAX_POSITIONS = 64
/** Addresses a NodeRef carries at most: enough for v4, v6, LAN and a few relays; more would make hints a flood. */
export const MAX_ADDRESSES = 8

/** SHA-256 over the concatenation of the parts: 32 bytes. An argument, since base imports nothing. */
export type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array

const RING_DOMAIN = asciiBytes('orbweaver/ring/1')
const SWARM_DOMAIN = asciiBytes('orbweaver/swarm/1')
const SPACE_DOMAIN = asciiBytes('orbweaver/can/space/1')
const TALLY_DOMAIN = asciiBytes('orbweaver/tally/1')

/** Ring id of a peer's position: SHA-256("orbweaver/ring/1", multihash of the peer id, position as u32be). */
export function ringIdOfPosition(sha256: Sha256, multihash: Uint8Array, position: number): RingId {
  const index = new Uint8Array(4)
  new DataView(index.buffer).setUint32(0, position)
  return ringIdOfBytes(sha256(RING_DOMAIN, multihash, index))
}

/** Ring id of a key: SHA-256 of its bytes (UTF-8 of the text) alone. */
export function ringIdOfKey(sha256: Sha256, key: Uint8Array): RingId {
  return ringIdOfBytes(sha256(key))
}

/** Ring id at which the providers of a swarm are kept: SHA-256("orbweaver/swarm/1", info-hash). */
export function ringIdOfSwarm(sha256: Sha256, infoHash: Uint8Array): RingId {
  return ringIdOfBytes(sha256(SWARM_DOMAIN, infoHash))
}

/** Ring id at which a tally is kept: SHA-256("orbweaver/tally/1", UTF-8 of its name). */
export function ringIdOfTally(sha256: Sha256, name: Uint8Array): RingId {
  return ringIdOfBytes(sha256(TALLY_DOMAIN, name))
}

/** Ring id whose owner founds a CAN space that nobody holds: SHA-256("orbweaver/can/space/1", its index as u32be). */
export function ringIdOfSpace(sha256: Sha256, space: number): RingId {
  const index = new Uint8Array(4)
  new DataView(index.buffer).setUint32(0, space)
  return ringIdOfBytes(sha256(SPACE_DOMAIN, index))
}

/** The same position in the same incarnation. */
export const sameNode = (a: NodeRef, b: NodeRef): boolean => a.id === b.id && a.epoch === b.epoch

/**
 * Interns NodeRefs: equal descriptions give the same object, so that routing tables share them and the ring id is hashed
 * once. Holds at most `capacity` positions, least recently described first to go.
 */
export class NodeRefTable {
  readonly #refs: Recent<string, NodeRef>
  readonly #ringIdOf: (peer: PeerKey, position: number) => RingId

  constructor(ringIdOf: (peer: PeerKey, position: number) => RingId, capacity = 16_384) {
    this.#ringIdOf = ringIdOf
    this.#refs = new Recent(capacity)
  }

  get size(): number {
    return this.#refs.size
  }

  refOf(peer: PeerKey, position: number, epoch: Epoch, addresses: readonly Multiaddr[]): NodeRef {
    // The usual one without a new string; no peer has a slash.
    const key = position === 0 ? peer : `${peer}/${position.toString()}`
    const known = this.#refs.get(key)
    if (known?.epoch === epoch && sameAddresses(known.addresses, addresses)) return known
    const ref: NodeRef = Object.freeze({
      peer,
      position,
      epoch,
      addresses: Object.freeze([...addresses]),
      id: known?.id ?? this.#ringIdOf(peer, position),
    })
    this.#refs.set(key, ref)
    return ref
  }
}

function sameAddresses(a: readonly Multiaddr[], b: readonly Multiaddr[]): boolean {
  return a.length === b.length && a.every((address, i) => address === b[i])
}
