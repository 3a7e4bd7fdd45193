import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { PeerKey } from '../../base/index.ts'
import type { Signer } from '../../protocols/index.ts'
import { peerSpelling, type Identity } from './identity.ts'

/** Public keys kept ready, least recently used first to go: parsing one costs about as much as a verification. */
export const MAX_PARSED_KEYS = 1_024
const SIGNATURE_BYTES = 64
const KEY_BYTES = 32
/** What a peer id has before an Ed25519 key: identity multihash, 36 bytes of protobuf, key type 1, 32 bytes of key. */
const MULTIHASH_PREFIX = Buffer.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20)
/** DER before the key itself (RFC 8410 §4 and §7): SubjectPublicKeyInfo, PrivateKeyInfo. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Signs with the daemon's identity, and checks signatures by the peer id alone, which holds the public key: Ed25519 (RFC
 * 8032, pure) of node:crypto, synchronous, some 50 µs to sign and 120 µs to verify.
 */
export class IdentitySigner implements Signer {
  readonly #private: KeyObject
  /** Undefined: this peer id holds no key. */
  readonly #keys = new Map<PeerKey, KeyObject | undefined>()

  constructor({ privateKey }: Pick<Identity, 'privateKey'>) {
    // libp2p's raw key is the seed followed by the public key.
    const seed = privateKey.raw.subarray(0, KEY_BYTES)
    this.#private = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  }

  /** Keys that are kept ready. */
  get size(): number {
    return this.#keys.size
  }

  sign(bytes: Uint8Array): Uint8Array {
    return sign(null, bytes, this.#private)
  }

  verify(peer: PeerKey, bytes: Uint8Array, signature: Uint8Array): boolean {
    if (signature.byteLength !== SIGNATURE_BYTES) return false
    const key = this.#keyOf(peer)
    return key !== undefined && verify(null, bytes, key, signature)
  }

  #keyOf(peer: PeerKey): KeyObject | undefined {
    const known = this.#keys.has(peer)
    const key = known ? this.#keys.get(peer) : publicKeyOf(peer)
    this.#keys.delete(peer)
    this.#keys.set(peer, key)
    if (!known && this.#keys.size > MAX_PARSED_KEYS) {
      const [oldest] = this.#keys.keys()
      if (oldest !== undefined) this.#keys.delete(oldest)
    }
    return key
  }
}

/** The key in a peer id; undefined: it is none, or one with another kind of key. */
function publicKeyOf(peer: PeerKey): KeyObject | undefined {
  let multihash: Uint8Array
  try {
    multihash = peerSpelling.multihashOf(peer)
  } catch {
    // What peers write in place of a peer id is no fault of ours: nobody has signed.
    return undefined
  }
  const prefix = MULTIHASH_PREFIX.byteLength
  if (multihash.byteLength !== prefix + KEY_BYTES || !MULTIHASH_PREFIX.equals(multihash.subarray(0, prefix))) {
    return undefined
  }
  const key = Buffer.concat([SPKI_PREFIX, multihash.subarray(prefix)])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}
