import {
  asciiOf,
  epoch,
  MAX_POSITIONS,
  NodeRefTable,
  ringIdOfPosition,
  type Epoch,
  type PeerKey,
  type Sha256,
} from '../base/index.ts'
import type { Protocol } from '../protocols/index.ts'
import { WireError } from './errors.ts'
import { ID_BYTES, MAX_COUNT, PEER_BYTES } from './limits.ts'

/** Translates one kind of body of one machine. Encoding faults on our own mistakes, decoding throws WireError only. */
export interface BodyCodec<Body> {
  encode(wire: WireContext, body: Body): Uint8Array
  decode(wire: WireContext, bytes: Uint8Array): Body
}

/** What a machine puts on the wire; a part that its protocol does not have is left out and refused when it comes. */
export interface MachineCodec<P extends Protocol = Protocol> {
  readonly message?: BodyCodec<P['message']>
  readonly request?: BodyCodec<P['request']>
  readonly response?: BodyCodec<P['response']>
}

/** How peers are spelt, injected: libp2p's base58 text in the daemon. */
export interface PeerSpelling {
  /** The multihash of a peer id, PEER_BYTES long. */
  multihashOf(peer: PeerKey): Uint8Array
  /** The inverse; only called with PEER_BYTES bytes that begin like an Ed25519 peer id. */
  peerOf(multihash: Uint8Array): PeerKey
}

/** Peers whose spelling is remembered: base58 costs microseconds, a Map look-up does not. */
export const MAX_SPELLINGS = 16_384
const ED25519_PREFIX = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20] as const

/** What coding needs besides the bytes: interned references and spelt peers. One per daemon. */
export class WireContext {
  readonly refs: NodeRefTable
  readonly #spelling: PeerSpelling
  readonly #peers = new Map<string, PeerKey>()
  readonly #bytes = new Map<PeerKey, Uint8Array>()

  constructor(sha256: Sha256, spelling: PeerSpelling) {
    this.#spelling = spelling
    this.refs = new NodeRefTable((peer, position) => ringIdOfPosition(sha256, this.peerBytes(peer), position))
  }

  peerBytes(peer: PeerKey): Uint8Array {
    let bytes = this.#bytes.get(peer)
    if (bytes === undefined) {
      bytes = this.#spelling.multihashOf(peer)
      this.#bytes.set(peer, bytes)
      if (this.#bytes.size > MAX_SPELLINGS) forgetOldest(this.#bytes)
    }
    return bytes
  }

  /** @throws WireError unless `bytes` is the multihash of an Ed25519 peer id. */
  peerOf(bytes: Uint8Array): PeerKey {
    if (bytes.byteLength !== PEER_BYTES) throw new WireError('malformed', `a peer has ${PEER_BYTES} bytes`)
    const text = asciiOf(bytes)
    let peer = this.#peers.get(text)
    if (peer === undefined) {
      if (!ED25519_PREFIX.every((byte, i) => bytes[i] === byte)) {
        throw new WireError('malformed', 'not the multihash of an Ed25519 peer id')
      }
      peer = this.#spelling.peerOf(bytes)
      this.#peers.set(text, peer)
      if (this.#peers.size > MAX_SPELLINGS) forgetOldest(this.#peers)
    }
    return peer
  }
}

function forgetOldest(map: Map<unknown, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key)
    return
  }
}

/** What protons says of it. */
const UNKNOWN_ENUM_VALUE = 'Invalid enum value'

/** Runs a generated decoder: whatever it throws on hostile bytes becomes a WireError. */
export function decoded<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T {
  try {
    return decode(bytes)
  } catch (err) {
    const words = err instanceof Error ? err.message : 'not a protobuf message'
    // A value that an enum has got in a later version is no offence.
    throw new WireError(words === UNKNOWN_ENUM_VALUE ? 'unknown' : 'malformed', words, { cause: err })
  }
}

/** A sub-message that must be there. */
export function present<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new WireError('malformed', `${field} is missing`)
  return value
}

/** An unsigned integer of at most `max`. */
export function atMost(value: number, max: number, field: string): number {
  if (!(value <= max)) throw new WireError('limit', `${field} is above ${max}`)
  return value
}

/** An unsigned integer of `min` to `max`. */
export function within(value: number, min: number, max: number, field: string): number {
  if (value < min) throw new WireError('malformed', `${field} is below ${min}`)
  return atMost(value, max, field)
}

/** A list of at most `max` elements. */
export function atMostLong<T>(list: T[], max: number, field: string): T[] {
  if (list.length > max) throw new WireError('limit', `${field} has more than ${max} elements`)
  return list
}

export function exactly(bytes: Uint8Array, length: number, field: string): Uint8Array {
  if (bytes.byteLength !== length) throw new WireError('malformed', `${field} has ${length} bytes`)
  return bytes
}

export const positionFrom = (value: number): number => atMost(value, MAX_POSITIONS - 1, 'position')
/** Epochs begin at 1. */
export const epochFrom = (value: number): Epoch => epoch(within(value, 1, MAX_COUNT, 'epoch'))

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** 64 lower-case hex digits of 32 bytes. */
export function hexFrom(bytes: Uint8Array, field: string): string {
  exactly(bytes, ID_BYTES, field)
  let text = ''
  for (const byte of bytes) text += HEX[byte] ?? ''
  return text
}

/** 32 bytes of 64 hex digits. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ID_BYTES)
  for (let i = 0; i < ID_BYTES; i++)
    bytes[i] = (nibble(text.charCodeAt(2 * i)) << 4) | nibble(text.charCodeAt(2 * i + 1))
  return bytes
}

const nibble = (code: number): number => (code <= 57 ? code - 48 : code - 87)
