import { fault, type Epoch, type Multiaddr } from '../base/index.ts'
import { atMost, decoded, epochFrom, exactly, within } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/hello.ts'
import { MAX_COUNT, NONCE_BYTES, PROOF_BYTES } from './limits.ts'
import { addressesFrom, fittingAddresses } from './node-ref.ts'

/** Versions of the protocol, both ends included. */
export interface VersionRange {
  readonly minVersion: number
  readonly maxVersion: number
}

/** What this code speaks. */
export const OUR_VERSIONS: VersionRange = { minVersion: 1, maxVersion: 1 }
const MAX_VERSION = 0xffff

/** Why a hello is refused, said to the other side. */
export const HELLO_REFUSALS = ['NETWORK_MISMATCH', 'VERSION_MISMATCH', 'STALE_EPOCH', 'OVERLOAD', 'BANNED'] as const
export type HelloRefusalCode = (typeof HELLO_REFUSALS)[number]

export interface Hello extends VersionRange {
  readonly type: 'hello'
  readonly epoch: Epoch
  /** 32 fresh random bytes. */
  readonly nonce: Uint8Array
  /** The sender's network has a secret. */
  readonly private: boolean
  readonly addresses: readonly Multiaddr[]
  /** Only of a responder in a private network. */
  readonly proof: Uint8Array | undefined
  /** The sender's calendar, milliseconds since 1970; undefined: an earlier version, which does not say. */
  readonly wallMs: number | undefined
}
export interface Proof {
  readonly type: 'proof'
  /** Undefined in an open network. */
  readonly mac: Uint8Array | undefined
}
export interface HelloRefusal extends VersionRange {
  readonly type: 'refusal'
  /** OTHER: for a reason that this version does not know. */
  readonly code: HelloRefusalCode | 'OTHER'
  /** Of STALE_EPOCH: the highest epoch that the refuser has seen; else 0. */
  readonly epoch: number
}
/** A hello of somebody who speaks none of our versions: whatever else it says may mean something else by now. */
export interface ForeignHello extends VersionRange {
  readonly type: 'foreign'
}
export type HelloFrame = Hello | Proof | HelloRefusal | ForeignHello

/** The numbers of HelloRefusalCode in hello.proto. */
const CODES: Readonly<Record<HelloRefusalCode, number>> = {
  NETWORK_MISMATCH: 1,
  VERSION_MISMATCH: 2,
  STALE_EPOCH: 3,
  OVERLOAD: 4,
  BANNED: 5,
}

/** The highest version that both speak; undefined: none. */
export function commonVersion(ours: VersionRange, theirs: VersionRange): number | undefined {
  const highest = Math.min(ours.maxVersion, theirs.maxVersion)
  return highest >= Math.max(ours.minVersion, theirs.minVersion) ? highest : undefined
}

const NOTHING = new Uint8Array(0)

function frameTo(frame: Exclude<HelloFrame, ForeignHello>): Partial<pb.HelloFrame> {
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
          wallMs: frame.wallMs ?? 0,
        },
      }
    case 'proof':
      return { proof: { mac: (frame.mac ?? NOTHING) as Uint8Array<ArrayBuffer> } }
    case 'refusal': {
      const { code, minVersion, maxVersion, epoch } = frame
      if (code === 'OTHER') fault('nobody refuses for a reason that he does not know')
      return { refusal: { code: CODES[code], minVersion, maxVersion, epoch } }
    }
  }
}

export const encodeHello = (frame: Exclude<HelloFrame, ForeignHello>): Uint8Array =>
  pb.HelloFrame.encode(frameTo(frame))

/** @throws WireError */
export function decodeHello(bytes: Uint8Array, ours: VersionRange = OUR_VERSIONS): HelloFrame {
  const { hello, proof, refusal } = decoded(pb.HelloFrame.decode, bytes)
  if (hello !== undefined) return helloFrom(hello, ours)
  if (proof !== undefined) return { type: 'proof', mac: macFrom(proof.mac) }
  if (refusal !== undefined) {
    if (refusal.code === 0) throw new WireError('malformed', 'code is missing')
    const code = HELLO_REFUSALS.find((name) => CODES[name] === refusal.code) ?? 'OTHER'
    return { type: 'refusal', code, ...versionsFrom(refusal), epoch: atMost(refusal.epoch, MAX_COUNT, 'epoch') }
  }
  throw new WireError('unknown', 'a hello frame without a known body')
}

function helloFrom(hello: pb.Hello, ours: VersionRange): Hello | ForeignHello {
  const versions = versionsFrom(hello)
  if (commonVersion(ours, versions) === undefined) return { type: 'foreign', ...versions }
  return {
    type: 'hello',
    ...versions,
    epoch: epochFrom(hello.epoch),
    nonce: exactly(hello.nonce, NONCE_BYTES, 'nonce'),
    private: hello.private,
    addresses: addressesFrom(hello.addresses),
    proof: macFrom(hello.proof),
    wallMs: hello.wallMs === 0 ? undefined : atMost(hello.wallMs, MAX_COUNT, 'wallMs'),
  }
}

function versionsFrom(from: VersionRange): VersionRange {
  const minVersion = within(from.minVersion, 1, MAX_VERSION, 'minVersion')
  return { minVersion, maxVersion: within(from.maxVersion, minVersion, MAX_VERSION, 'maxVersion') }
}

function macFrom(mac: Uint8Array): Uint8Array | undefined {
  return mac.byteLength === 0 ? undefined : exactly(mac, PROOF_BYTES, 'proof')
}
