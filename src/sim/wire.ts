import { createHash } from 'node:crypto'
import { fault, peerKey, ringIdOfPosition, type PeerKey, type Random, type RingId } from '../base/index.ts'
import type { Envelope, SessionId } from '../protocols/index.ts'
import {
  decodeEnvelope,
  encodeEnvelope,
  MAX_DATA_FRAME_BYTES,
  MAX_SESSION_ENVELOPE_BYTES,
  PEER_BYTES,
  WireContext,
  WireError,
} from '../wire/index.ts'
import type { SimPeer } from './node.ts'

/** How the multihash of an Ed25519 peer id begins. */
const MULTIHASH = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20]
/** Where the number of a simulated peer stands in what would be its public key. */
const INDEX_AT = PEER_BYTES - 4
/** What peers are called that damaged bytes speak of. */
const STRANGER = 'stranger-'
/** Of damaged messages so many are cut off, the others have bits flipped. */
const CUT_SHARE = 0.2
/** Bits flipped in one message at most. */
const MAX_FLIPS = 3

/** What the receiver makes of damaged bytes: an envelope, something of a later version, or a peer that misbehaves. */
export type Received = Envelope | 'unknown' | 'malformed'

/** The wire of the simulated network: the daemon's codec, with simulated nodes in the place of peers and ring ids. */
export class SimWire {
  readonly #context: WireContext

  /** @param nodeAt the node of an index; undefined: there is none */
  constructor(nodeAt: (index: number) => SimPeer | undefined) {
    const known = (multihash: Uint8Array): SimPeer | undefined => {
      const key = multihash.subarray(MULTIHASH.length, INDEX_AT)
      return key.every((byte) => byte === 0) ? nodeAt(numberAt(multihash, INDEX_AT)) : undefined
    }
    this.#context = new WireContext(
      // Simulated ring ids are drawn, those of strangers (damaged bytes) are hashed as they should be.
      (...parts) => {
        const node = parts[1] === undefined ? undefined : known(parts[1])
        const isFirst = parts[2]?.every((byte) => byte === 0) ?? false
        if (node !== undefined && isFirst) return Uint8Array.from(Buffer.from(node.ringId, 'hex'))
        return hashed(...parts)
      },
      {
        multihashOf: (peer) => multihashOf(peer),
        peerOf: (multihash) => known(multihash)?.peer ?? stranger(multihash),
      },
    )
  }

  /** Bytes of the envelope as a daemon sends it, without the frame around it. */
  bytesOf(envelope: Envelope): number {
    return encodeEnvelope(this.#context, envelope).length
  }

  /** There and back, undamaged; one that is too large for every stream is a fault of the machine that sent it. */
  roundTrip(envelope: Envelope): Envelope {
    const bytes = encodeEnvelope(this.#context, envelope)
    const session = sessionOf(envelope)
    if (bytes.byteLength > limitOf(session)) {
      fault(`a ${envelope.kind} of ${bytes.byteLength} bytes is too large for every stream`)
    }
    return decodeEnvelope(this.#context, bytes, session)
  }

  /** What arrives of an envelope whose bytes were flipped or cut off on the way. */
  damage(envelope: Envelope, random: Random): Received {
    let bytes = encodeEnvelope(this.#context, envelope)
    if (random.float() < CUT_SHARE) bytes = bytes.subarray(0, random.below(bytes.length))
    else flip(bytes, random)
    const session = sessionOf(envelope)
    // As the adapter looks at a frame before anything else.
    if (bytes.length > limitOf(session)) return 'malformed'
    try {
      const received = decodeEnvelope(this.#context, bytes, session)
      const inSession = received.kind === 'message' && received.machine === 'swarm'
      return inSession === (session !== undefined) ? received : 'malformed'
    } catch (err) {
      if (!(err instanceof WireError)) throw err
      return err.reason === 'unknown' ? 'unknown' : 'malformed'
    }
  }
}

/** As the daemon's transport: what is too large for the control stream travels on the data stream, whose frames have a kind. */
const limitOf = (session: SessionId | undefined): number =>
  session === undefined ? MAX_DATA_FRAME_BYTES - 1 : MAX_SESSION_ENVELOPE_BYTES

function flip(bytes: Uint8Array, random: Random): void {
  const flips = 1 + random.below(MAX_FLIPS)
  for (let i = 0; i < flips && bytes.length > 0; i++) {
    const at = random.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  }
}

const sessionOf = (envelope: Envelope): SessionId | undefined =>
  envelope.kind === 'message' ? envelope.session : undefined

/** A simulated peer is called `n` and its index. */
function multihashOf(peer: PeerKey): Uint8Array {
  if (peer.startsWith(STRANGER)) return Uint8Array.from(Buffer.from(peer.slice(STRANGER.length), 'hex'))
  const bytes = new Uint8Array(PEER_BYTES)
  bytes.set(MULTIHASH)
  new DataView(bytes.buffer).setUint32(INDEX_AT, Number(peer.slice(1)))
  return bytes
}

const hashed = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The ring id of a simulated peer's position; that of its first one is drawn instead. */
export const simulatedRingId = (peer: PeerKey, position: number): RingId =>
  ringIdOfPosition(hashed, multihashOf(peer), position)

const numberAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
const stranger = (multihash: Uint8Array): PeerKey => peerKey(STRANGER + Buffer.from(multihash).toString('hex'))
