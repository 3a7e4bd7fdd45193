import type { Epoch, Multiaddr } from '../base/index.ts'
import { atMost, decoded, epochFrom, exactly, within } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/hello.ts'
import { MAX_COUNT, NONCE_BYTES, PROOF_BYTES } from './limits.ts'
import { addressesFrom, fittingAddresses } from './node-ref.ts'

/** The protocol version this code speaks. */
export const PROTOCOL_VERSION = 1
const MAX_VERSION = 0xffff

/** Why a hello is refused, said to the other side. */
export const HELLO_REFUSALS = ['NETWORK_MISMATCH', 'VERSION_MISMATCH', 'STALE_EPOCH', 'OVERLOAD', 'BANNED'] as const
export type HelloRefusalCode = (typeof HELLO_REFUSALS)[number]

export interface Hello {
  readonly type: 'hello'
  readonly minVersion: number
  readonly maxVersion: number
  readonly epoch: Epoch
  /** 32 fresh random bytes. */
  readonly nonce: Uint8Array
  /** The sender's network has a secret. */
  readonly private: boolean
  readonly addresses: readonly Multiaddr[]
  /** Only of a responder in a private network. */
  readonly proof: Uint8Array | undefined
}
export interface Proof {
  readonly type: 'proof'
  /** Undefined in an open network. */
  readonly mac: Uint8Array | undefined
}
export interface HelloRefusal {
  readonly type: 'refusal'
  readonly code: HelloRefusalCode
  readonly minVersion: number
  readonly maxVersion: number
  /** Of STALE_EPOCH: the highest epoch that the refuser has seen; else 0. */
  readonly epoch: number
}
export type HelloFrame = Hello | Proof | HelloRefusal

const CODES = {
  NETWORK_MISMATCH: pb.HelloRefusalCode.NETWORK_MISMATCH,
  VERSION_MISMATCH: pb.HelloRefusalCode.VERSION_MISMATCH,
  STALE_EPOCH: pb.HelloRefusalCode.STALE_EPOCH,
  OVERLOAD: pb.HelloRefusalCode.OVERLOAD,
  BANNED: pb.HelloRefusalCode.BANNED,
} as const satisfies Record<HelloRefusalCode, pb.HelloRefusalCode>

const NOTHING = new Uint8Array(0)

function frameTo(frame: HelloFrame): Partial<pb.HelloFrame> {
  switch (frame.type) {
    case 'hello':
      return {
        hello: {
          minVersion: frame.minVersion,
          maxVersion: frame.maxVersion,
          epoch: frame.epoch,
          nonce: frame.nonce as Uint8Array<ArrayBuffer>,
          private: frame.private,
          addresses: fittingAddresses(frame.addresses) as readonly string[] as string[],
          proof: (frame.proof ?? NOTHING) as Uint8Array<ArrayBuffer>,
        },
      }
    case 'proof':
      return { proof: { mac: (frame.mac ?? NOTHING) as Uint8Array<ArrayBuffer> } }
    case 'refusal': {
      const { code, minVersion, maxVersion, epoch } = frame
      return { refusal: { code: CODES[code], minVersion, maxVersion, epoch } }
    }
  }
}

export const encodeHello = (frame: HelloFrame): Uint8Array => pb.HelloFrame.encode(frameTo(frame))

/** @throws WireError */
export function decodeHello(bytes: Uint8Array): HelloFrame {
  const { hello, proof, refusal } = decoded(pb.HelloFrame.decode, bytes)
  if (hello !== undefined) return helloFrom(hello)
  if (proof !== undefined) return { type: 'proof', mac: macFrom(proof.mac) }
  if (refusal !== undefined) {
    if (refusal.code === pb.HelloRefusalCode.HELLO_REFUSAL_UNSPECIFIED) {
      throw new WireError('malformed', 'code is missing')
    }
    const { minVersion, maxVersion } = versionsFrom(refusal)
    return {
      type: 'refusal',
      code: refusal.code,
      minVersion,
      maxVersion,
      epoch: atMost(refusal.epoch, MAX_COUNT, 'epoch'),
    }
  }
  throw new WireError('unknown', 'a hello frame without a known body')
}

function helloFrom(hello: pb.Hello): Hello {
  return {
    type: 'hello',
    ...versionsFrom(hello),
    epoch: epochFrom(hello.epoch),
    nonce: exactly(hello.nonce, NONCE_BYTES, 'nonce'),
    private: hello.private,
    addresses: addressesFrom(hello.addresses),
    proof: macFrom(hello.proof),
  }
}

function versionsFrom(from: { minVersion: number; maxVersion: number }): { minVersion: number; maxVersion: number } {
  const minVersion = within(from.minVersion, 1, MAX_VERSION, 'minVersion')
  return { minVersion, maxVersion: within(from.maxVersion, minVersion, MAX_VERSION, 'maxVersion') }
}

function macFrom(mac: Uint8Array): Uint8Array | undefined {
  return mac.byteLength === 0 ? undefined : exactly(mac, PROOF_BYTES, 'proof')
}
