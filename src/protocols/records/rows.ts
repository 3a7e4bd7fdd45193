import {
  asciiBytes,
  asciiOf,
  isRingId,
  type Lamport,
  type PeerKey,
  type RingId,
  type Sha256,
  type WallMs,
} from '../../base/index.ts'
import { prefixRange, type KeyRange, type Row } from '../machine.ts'
import type { KeptRecord } from './commands.ts'
import {
  CHUNK_BYTES,
  DIGEST_BYTES,
  SIGNATURE_BYTES,
  type RecordHead,
  type RecordKind,
  type Version,
} from './messages.ts'
import { versionText } from './versions.ts'

/**
 * The rows of this machine:
 *
 * - `records/m/<id>`: a record's head and, up to ROW_VALUE_BYTES, its value.
 * - `records/v/<id>/<version>/<n>`: chunk n of a larger value, CHUNK_BYTES each; written and deleted with the head.
 * - `records/h/<peer>/<id>`: "the record of this id belongs to that peer, who could not be reached".
 * - `records/r/…`: what this node knows of its ranges.
 *
 * Each row ends with a checksum over its key and content: a damaged row, or one that belongs elsewhere, counts as absent.
 */
export const HEADS = 'records/m/'
const CHUNKS = 'records/v/'
export const HINTS = 'records/h/'
/** Up to so many bytes a value stands in the row of its head. */
export const ROW_VALUE_BYTES = 4_096
/** What a record costs on disk besides its key and value, about. */
export const ROW_COST_BYTES = 256

const FORMAT = 1
const CHECKSUM_BYTES = 8
const KINDS: readonly RecordKind[] = ['value', 'tombstone', 'marker']
const SIGNED = 0x10
const HAS_VALUE = 0x20
const BROKEN = 0x40

/** A record as it is on disk. */
export interface Stored {
  readonly head: RecordHead
  /** Of a small record; undefined: it is in chunks, or was dropped when the record expired. */
  readonly value: Uint8Array | undefined
  /** Is the value kept, in the row or in chunks? False once it has been dropped, and for a tombstone and a marker. */
  readonly hasValue: boolean
  /** A chunk of the value is damaged: the record counts as absent until it has been fetched again. */
  readonly broken: boolean
}

export const headKey = (id: RingId): string => HEADS + id
/** The row of one record alone. */
export const headRange = (id: RingId): KeyRange => single(headKey(id))
/** All heads from the id `from`, with it, on; see `rangeAfter` for the next page. */
export const headsFrom = (from: RingId): KeyRange => ({ from: headKey(from), below: prefixRange(HEADS).below })
export const chunkKey = (id: RingId, version: Version, index: number): string =>
  `${CHUNKS}${id}/${versionText(version)}/${index.toString().padStart(2, '0')}`
export const chunkRange = (id: RingId, version: Version, index: number): KeyRange =>
  single(chunkKey(id, version, index))
export const chunksRange = (id: RingId, version: Version): KeyRange =>
  prefixRange(`${CHUNKS}${id}/${versionText(version)}/`)
export const hintKey = (peer: PeerKey, id: RingId): string => `${HINTS}${peer}/${id}`
export const hintsRange = (peer: PeerKey): KeyRange => prefixRange(`${HINTS}${peer}/`)

const single = (key: string): KeyRange => ({ from: key, below: `${key}\0` })

export const chunksOf = (size: number): number => Math.ceil(size / CHUNK_BYTES)
/** Are values of this size kept in chunks? */
export const isChunked = (size: number): boolean => size > ROW_VALUE_BYTES

/** The id in the key of a head's row; undefined: it is none. */
export function idOfHeadKey(key: string): RingId | undefined {
  const id = key.slice(HEADS.length)
  return key.startsWith(HEADS) && isRingId(id) ? id : undefined
}

/** Peer and id in the key of a hint; undefined: it is none. */
export function hintOf(key: string): { readonly peer: PeerKey; readonly id: RingId } | undefined {
  const [peer = '', id = '', ...rest] = key.startsWith(HINTS) ? key.slice(HINTS.length).split('/') : []
  return peer !== '' && rest.length === 0 && isRingId(id) ? { peer: peer as PeerKey, id } : undefined
}

/** Adds the checksum to the first `length` bytes of the buffer, and cuts the rest off. */
function seal(sha256: Sha256, key: string, buffer: Uint8Array, length: number): Uint8Array {
  const digest = sha256(asciiBytes(key), buffer.subarray(0, length))
  buffer.set(digest.subarray(0, CHECKSUM_BYTES), length)
  return buffer.subarray(0, length + CHECKSUM_BYTES)
}

/** What the checksum stands for; undefined: the row is damaged. */
function unseal(sha256: Sha256, [key, bytes]: Row): Uint8Array | undefined {
  const length = bytes.byteLength - CHECKSUM_BYTES
  if (length < 0) return undefined
  const content = bytes.subarray(0, length)
  const digest = sha256(asciiBytes(key), content)
  for (let i = 0; i < CHECKSUM_BYTES; i++) if (digest[i] !== bytes[length + i]) return undefined
  return content
}

/** The row of a chunk, or of whatever else is a few bytes under a key. */
export function sealed(sha256: Sha256, key: string, bytes: Uint8Array): Uint8Array {
  const buffer = new Uint8Array(bytes.byteLength + CHECKSUM_BYTES)
  buffer.set(bytes)
  return seal(sha256, key, buffer, bytes.byteLength)
}
export const unsealed = unseal

/** The row of a record; `value` undefined: it is in chunks, dropped, or there is none. */
export function headRow(sha256: Sha256, { head, value, hasValue, broken }: Stored): Uint8Array {
  const peer = asciiBytes(head.version.peer)
  const writer = asciiBytes(head.writer)
  const type = asciiBytes(head.contentType)
  const room =
    64 +
    DIGEST_BYTES +
    SIGNATURE_BYTES +
    peer.length +
    writer.length +
    type.length +
    head.key.length +
    (value?.length ?? 0)
  const buffer = new Uint8Array(room)
  const view = new DataView(buffer.buffer)
  buffer[0] = FORMAT
  buffer[1] =
    KINDS.indexOf(head.kind) |
    (head.signature === undefined ? 0 : SIGNED) |
    (hasValue ? HAS_VALUE : 0) |
    (broken ? BROKEN : 0)
  view.setFloat64(2, head.version.lamport)
  view.setFloat64(10, head.expiresAtMs)
  view.setFloat64(18, head.keepUntilMs)
  view.setUint32(26, head.size)
  let at = 30
  const put = (bytes: Uint8Array): void => {
    buffer.set(bytes, at)
    at += bytes.length
  }
  for (const part of [peer, writer, type, head.key]) {
    view.setUint16(at, part.length)
    at += 2
    put(part)
  }
  put(head.digest)
  if (head.signature !== undefined) put(head.signature)
  if (value !== undefined) put(value)
  return seal(sha256, headKey(head.id), buffer, at)
}

/** What the row of a record says; undefined: it is damaged. */
export function storedOf(sha256: Sha256, row: Row): Stored | undefined {
  const id = idOfHeadKey(row[0])
  const bytes = unseal(sha256, row)
  if (id === undefined || bytes === undefined || bytes[0] !== FORMAT || bytes.byteLength < 38 + DIGEST_BYTES)
    return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = bytes[1] ?? 0
  const kind = KINDS[flags & 0x0f]
  if (kind === undefined) return undefined
  const size = view.getUint32(26)
  let at = 30
  const take = (length: number): Uint8Array => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const part = (): Uint8Array => {
    // Beyond the end: what is wrong with `at` shows below.
    const length = at + 2 <= bytes.byteLength ? view.getUint16(at) : 0
    at += 2
    return take(length)
  }
  const text = (): string => asciiOf(part())
  const peer = text() as PeerKey
  const writer = text() as PeerKey
  const contentType = text()
  const key = part()
  const digest = take(DIGEST_BYTES)
  const signature = (flags & SIGNED) === 0 ? undefined : take(SIGNATURE_BYTES)
  const hasValue = (flags & HAS_VALUE) !== 0
  const value = hasValue && !isChunked(size) ? take(size) : undefined
  if (at !== bytes.byteLength) return undefined
  const head: RecordHead = {
    id,
    version: { lamport: view.getFloat64(2) as Lamport, peer },
    kind,
    key,
    contentType,
    size,
    digest,
    expiresAtMs: view.getFloat64(10) as WallMs,
    keepUntilMs: view.getFloat64(18) as WallMs,
    writer,
    ...(signature === undefined ? {} : { signature }),
  }
  return { head, value, hasValue, broken: (flags & BROKEN) !== 0 }
}

/** What is told of a record when those that are kept are listed. */
export const keptOf = ({ head }: Stored): KeptRecord => ({
  id: head.id,
  key: head.key,
  kind: head.kind,
  version: head.version,
  sizeBytes: head.size,
  expiresAtMs: head.expiresAtMs,
  writer: head.writer,
  signed: head.signature !== undefined,
})
