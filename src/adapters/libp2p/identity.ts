import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf, publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey, peerIdFromPublicKey, peerIdFromString } from '@libp2p/peer-id'
import { fault, OrbError, peerKey, type PeerKey } from '../../base/index.ts'
import type { PeerSpelling } from '../../wire/index.ts'

/** Files that only their owner may read (see config/data-dir.ts). */
export interface PrivateFiles {
  /** The text of a file, or undefined when there is none. */
  read(path: string, maxBytes: number): Promise<string | undefined>
  /** Writes a file if there is none. False: there is one, it is untouched. */
  create(path: string, content: string): Promise<boolean>
}

export interface Identity {
  readonly privateKey: PrivateKey
  readonly peer: PeerKey
}

/** Base64 of libp2p's protobuf of an Ed25519 key has 92 characters. */
const MAX_FILE_BYTES = 1024
/** How long the multihash of an Ed25519 key is before the key: identity hash, length, key type, length. */
const MULTIHASH_PREFIX_BYTES = 6

/** Does the text name a peer that can be in an overlay, one with an Ed25519 key, in the one way to spell it? */
export function isPeerId(text: string): boolean {
  try {
    const peer = peerIdFromString(text)
    return peer.type === 'Ed25519' && peer.toString() === text
  } catch {
    // What libp2p cannot read is none.
    return false
  }
}

/** Peers as libp2p spells them: base58 of the multihash. */
export const peerSpelling: PeerSpelling = {
  multihashOf: (peer) => peerIdFromString(peer).toMultihash().bytes,
  peerOf: (multihash) =>
    peerKey(peerIdFromPublicKey(publicKeyFromRaw(multihash.subarray(MULTIHASH_PREFIX_BYTES))).toString()),
}

/**
 * The daemon's Ed25519 key from `path` (libp2p's protobuf in base64), made there when the file does not exist.
 * @throws OrbError CORRUPT when it is not such a key; nothing is deleted. Besides what `files` throws.
 */
export async function loadIdentity(files: PrivateFiles, path: string): Promise<Identity> {
  const text = await files.read(path, MAX_FILE_BYTES)
  if (text !== undefined) return identityOf(keyFrom(text, path))
  const key = await generateKeyPair('Ed25519')
  if (await files.create(path, `${Buffer.from(privateKeyToProtobuf(key)).toString('base64')}\n`)) return identityOf(key)
  // Another process was quicker: its key counts.
  const theirs = (await files.read(path, MAX_FILE_BYTES)) ?? fault(`${path} is there and is not`)
  return identityOf(keyFrom(theirs, path))
}

const identityOf = (privateKey: PrivateKey): Identity => ({
  privateKey,
  peer: peerKey(peerIdFromPrivateKey(privateKey).toString()),
})

function keyFrom(text: string, path: string): PrivateKey {
  let cause: unknown
  try {
    const key = privateKeyFromProtobuf(Buffer.from(text, 'base64'))
    if (key.type === 'Ed25519') return key
    cause = new Error(`a key of type ${key.type}`)
  } catch (err) {
    cause = err
  }
  throw new OrbError('CORRUPT', `${path} is not an Ed25519 identity key`, {
    hint: 'put back a copy of it; without one, move it away: the next start makes a new identity, a new peer to all others',
    cause,
  })
}
