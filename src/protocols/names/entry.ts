import { peerKey, type PeerKey } from '../../base/index.ts'
import type { Signer } from '../signer.ts'
import { keyOfName, type Name } from './name.ts'
import { KIND_NUMBERS, MAX_VALUE_BYTES, problemOfValue, VALUE_KINDS, type NameValue } from './value.ts'

/** Peers besides the owner that may set names below an entry's. */
export const MAX_DELEGATES = 4
/** Bytes of a peer id. */
export const MAX_PEER_BYTES = 64
const SIGNATURE_BYTES = 64
const FORM = 1

/** What a name's register holds, signed by its owner. */
export interface Entry {
  readonly owner: PeerKey
  /**
   * The version that users see: Lamport time of the owner's daemon when it was set, so that it grows with each change, also
   * over removals. A renewal of the lease leaves it as it is.
   */
  readonly revision: number
  readonly value: NameValue
  /** Who else may set names below this one; at most MAX_DELEGATES, none of them the owner. */
  readonly delegates: readonly PeerKey[]
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const DOMAIN = encoder.encode('orbweaver/name/1')

/**
 * The bytes of an entry: the form (1), the kind (1), the revision (8, big-endian), the owner, the number of delegates (1),
 * each delegate, the value; a peer is its length (1) and its text. Then the signature of the owner (64) over
 * "orbweaver/name/1", the length of the name's key (2, big-endian), the key, and the bytes before.
 */
export function encodeEntry(signer: Signer, name: Name, entry: Entry): Uint8Array {
  const peers = [entry.owner, ...entry.delegates].map((peer) => encoder.encode(peer))
  const value = encoder.encode(entry.value.text)
  const size = 11 + peers.reduce((sum, peer) => sum + 1 + peer.byteLength, 0) + value.byteLength
  const bytes = new Uint8Array(size + SIGNATURE_BYTES)
  bytes[0] = FORM
  bytes[1] = KIND_NUMBERS[entry.value.kind]
  new DataView(bytes.buffer).setBigUint64(2, BigInt(entry.revision))
  let at = 10
  peers.forEach((peer, i) => {
    bytes[at++] = peer.byteLength
    bytes.set(peer, at)
    at += peer.byteLength
    if (i === 0) bytes[at++] = entry.delegates.length
  })
  bytes.set(value, at)
  bytes.set(signer.sign(signedBytes(name, bytes.subarray(0, size))), size)
  return bytes
}

/** The entry of a name, by its bytes; undefined: they are damaged, not of this name, or not signed by whom they name. */
export function decodeEntry(signer: Signer, name: Name, bytes: Uint8Array): Entry | undefined {
  const size = bytes.byteLength - SIGNATURE_BYTES
  const entry = size > 0 ? entryOf(bytes.subarray(0, size)) : undefined
  if (entry === undefined) return undefined
  const signature = bytes.subarray(size)
  return signer.verify(entry.owner, signedBytes(name, bytes.subarray(0, size)), signature) ? entry : undefined
}

function signedBytes(name: Name, body: Uint8Array): Uint8Array {
  const key = keyOfName(name)
  const bytes = new Uint8Array(DOMAIN.byteLength + 2 + key.byteLength + body.byteLength)
  bytes.set(DOMAIN)
  new DataView(bytes.buffer).setUint16(DOMAIN.byteLength, key.byteLength)
  bytes.set(key, DOMAIN.byteLength + 2)
  bytes.set(body, DOMAIN.byteLength + 2 + key.byteLength)
  return bytes
}

function entryOf(body: Uint8Array): Entry | undefined {
  const kind = VALUE_KINDS.find((each) => KIND_NUMBERS[each] === body[1])
  if (body.byteLength < 12 || body[0] !== FORM || kind === undefined) return undefined
  const revision = Number(new DataView(body.buffer, body.byteOffset, body.byteLength).getBigUint64(2))
  const reader = new Reader(body, 10)
  const owner = reader.peer()
  const count = reader.byte()
  if (owner === undefined || count === undefined || count > MAX_DELEGATES) return undefined
  const delegates: PeerKey[] = []
  for (let i = 0; i < count; i++) {
    const delegate = reader.peer()
    if (delegate === undefined || delegate === owner || delegates.includes(delegate)) return undefined
    delegates.push(delegate)
  }
  const text = reader.rest()
  if (text === undefined || !Number.isSafeInteger(revision) || revision < 1) return undefined
  const value: NameValue = { kind, text }
  return problemOfValue(value) === undefined ? { owner, revision, value, delegates } : undefined
}

class Reader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  byte(): number | undefined {
    return this.#bytes[this.#at++]
  }

  peer(): PeerKey | undefined {
    const length = this.byte() ?? 0
    const end = this.#at + length
    if (length === 0 || length > MAX_PEER_BYTES || end > this.#bytes.byteLength) return undefined
    const text = textOf(this.#bytes.subarray(this.#at, end))
    this.#at = end
    return text === undefined ? undefined : peerKey(text)
  }

  rest(): string | undefined {
    const left = this.#bytes.subarray(this.#at)
    return left.byteLength > MAX_VALUE_BYTES ? undefined : textOf(left)
  }
}

/** Undefined: it is no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
