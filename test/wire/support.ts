import { createHash } from 'node:crypto'
import fc from 'fast-check'
import {
  epoch,
  MAX_POSITIONS,
  multiaddr,
  peerKey,
  type NodeRef,
  type PeerKey,
  type RingId,
} from '../../src/base/index.ts'
import { MAX_NODE_REFS, MAX_REF_ADDRESSES, WireContext, type PeerSpelling } from '../../src/wire/index.ts'

/** Plain objects, as ours are. */
export const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true })

const PREFIX = Buffer.from('002408011220', 'hex')

/** Peers spelt as the hex of their key: as good as base58 for a codec, and quick. */
export const hexSpelling: PeerSpelling = {
  multihashOf: (peer) => new Uint8Array(Buffer.concat([PREFIX, Buffer.from(peer, 'hex')])),
  peerOf: (multihash) => peerKey(Buffer.from(multihash.subarray(PREFIX.byteLength)).toString('hex')),
}

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const newWire = (): WireContext => new WireContext(sha256, hexSpelling)

export const hex32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
export const peers: fc.Arbitrary<PeerKey> = hex32.map(peerKey)
export const ringIds = hex32.map((text) => text as RingId)
/** Counts of the whole range, the edges often. */
export const counts = fc.oneof(fc.nat(200), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER))
export const epochs = counts.map((count) => epoch(Math.max(1, count)))

const address = fc
  .tuple(fc.constantFrom('ip4', 'ip6', 'dns4'), fc.stringMatching(/^[a-z0-9.:-]{1,12}$/), fc.nat(65_535))
  .map(([kind, host, port]) => multiaddr(`/${kind}/${host}/tcp/${port}`))

/** References as `wire` interns them. */
export const refsOf = (wire: WireContext): fc.Arbitrary<NodeRef> =>
  fc
    .tuple(peers, fc.nat(MAX_POSITIONS - 1), epochs, fc.array(address, { maxLength: MAX_REF_ADDRESSES }))
    .map(([peer, position, at, addresses]) => wire.refs.refOf(peer, position, at, addresses))

export const refListsOf = (wire: WireContext): fc.Arbitrary<NodeRef[]> =>
  fc.array(refsOf(wire), { maxLength: MAX_NODE_REFS })
