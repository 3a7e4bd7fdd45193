import type { RingId } from '../../base/index.ts'
import type { Signer } from '../signer.ts'
import { DIGEST_BYTES, type RecordHead, type RecordKind } from './messages.ts'

const DOMAIN = 'orbweaver/record/1'
const KIND_NUMBERS: Readonly<Record<RecordKind, number>> = { value: 1, tombstone: 2, marker: 3 }

/** What an owner signs of a record. */
export interface SignedPart {
  readonly id: RingId
  readonly kind: RecordKind
  /** Of the version, whose peer is the owner itself. */
  readonly lamport: number
  readonly expiresAtMs: number
  readonly contentType: string
  readonly size: number
  readonly digest: Uint8Array
}

/**
 * The bytes under an owner's signature: "orbweaver/record/1", the id (32 bytes), the kind (1), the Lamport time of the
 * version, the time of expiry in milliseconds since 1970 and the value's size (8 each, big-endian), SHA-256 of the value
 * (32), the content type. The owner grows its Lamport time with each version, so an old one is never newer than it was.
 */
export function signedBytes(part: SignedPart): Uint8Array {
  const text = DOMAIN + part.contentType
  const bytes = new Uint8Array(text.length + 32 + 1 + 24 + DIGEST_BYTES)
  const view = new DataView(bytes.buffer)
  let at = ascii(bytes, 0, DOMAIN)
  for (let i = 0; i < 32; i++) bytes[at++] = parseInt(part.id.slice(2 * i, 2 * i + 2), 16)
  bytes[at++] = KIND_NUMBERS[part.kind]
  for (const count of [part.lamport, part.expiresAtMs, part.size]) {
    view.setBigUint64(at, BigInt(count))
    at += 8
  }
  bytes.set(part.digest, at)
  ascii(bytes, at + DIGEST_BYTES, part.contentType)
  return bytes
}

function ascii(bytes: Uint8Array, from: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[from + i] = text.charCodeAt(i)
  return from + text.length
}

/** What shows that a head is not what was asked for, or not of whom it names; undefined: nothing that can be checked. */
export function forgeryIn(signer: Signer | undefined, head: RecordHead, id: RingId): string | undefined {
  if (head.id !== id) return 'another record'
  if (head.signature === undefined || signer === undefined) return undefined
  const { kind, version, expiresAtMs, contentType, size, digest, writer, signature } = head
  const part = { id, kind, lamport: version.lamport, expiresAtMs, contentType, size, digest }
  const isGood = version.peer === writer && signer.verify(writer, signedBytes(part), signature)
  return isGood ? undefined : 'a wrong signature'
}
