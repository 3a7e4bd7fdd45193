import { Bitfield } from './bitfield.ts'
import { type Signature, SIGNATURE_DIGEST_BYTES, signatureDigest } from './signature.ts'

/**
 * Where the store keeps how far it is, as opaque bytes of some ten bytes per file and a bit per piece. `save` resolves
 * when a crash can no longer undo it.
 */
export interface ProgressStore {
  load(): Promise<Uint8Array | undefined>
  save(record: Uint8Array): Promise<void>
}

/** How far a store was when it last said so. */
export interface ProgressRecord {
  /** The content stands in its final place. */
  readonly finished: boolean
  /** Nothing was being written when this was recorded: pieces that it does not hold are not on disk. */
  readonly clean: boolean
  /** Pieces that were verified and synced to disk. */
  readonly have: Bitfield
  /** By file: what it looked like when this was recorded; all zero when that is not known. */
  readonly digests: readonly Uint8Array[]
}

const MAGIC = 0x4f57_5001 // "OWP", version 1
const HEADER_BYTES = 16
const FINISHED = 1
const CLEAN = 2
const UNKNOWN = new Uint8Array(SIGNATURE_DIGEST_BYTES)

export function encodeRecord(
  state: { finished: boolean; clean: boolean; have: Bitfield },
  signatures: readonly (Signature | undefined)[],
): Uint8Array<ArrayBuffer> {
  const bits = state.have.toBytes()
  const record = new Uint8Array(HEADER_BYTES + bits.byteLength + signatures.length * SIGNATURE_DIGEST_BYTES)
  const header = new DataView(record.buffer)
  header.setUint32(0, MAGIC)
  header.setUint32(4, (state.finished ? FINISHED : 0) | (state.clean ? CLEAN : 0))
  header.setUint32(8, state.have.length)
  header.setUint32(12, signatures.length)
  record.set(bits, HEADER_BYTES)
  let at = HEADER_BYTES + bits.byteLength
  for (const signature of signatures) {
    if (signature !== undefined) record.set(signatureDigest(signature), at)
    at += SIGNATURE_DIGEST_BYTES
  }
  return record
}

/** Undefined for anything that was not written by `encodeRecord` for so many pieces and files: then all is verified anew. */
export function decodeRecord(record: Uint8Array, pieces: number, files: number): ProgressRecord | undefined {
  if (record.byteLength < HEADER_BYTES) return undefined
  const header = new DataView(record.buffer, record.byteOffset, record.byteLength)
  const flags = header.getUint32(4)
  if (header.getUint32(0) !== MAGIC || flags > (FINISHED | CLEAN)) return undefined
  if (header.getUint32(8) !== pieces || header.getUint32(12) !== files) return undefined
  const bitBytes = Math.ceil(pieces / 8)
  const digestsAt = HEADER_BYTES + bitBytes
  if (record.byteLength !== digestsAt + files * SIGNATURE_DIGEST_BYTES) return undefined
  const have = Bitfield.of(pieces, record.subarray(HEADER_BYTES, digestsAt))
  if (have === undefined) return undefined
  const digests = Array.from({ length: files }, (_, file) => {
    const at = digestsAt + file * SIGNATURE_DIGEST_BYTES
    return record.subarray(at, at + SIGNATURE_DIGEST_BYTES)
  })
  return { finished: (flags & FINISHED) !== 0, clean: (flags & CLEAN) !== 0, have, digests }
}

/** True when a file looks as it did when `digest` was recorded. */
export const isRecorded = (digest: Uint8Array | undefined, signature: Signature): boolean =>
  digest !== undefined &&
  Buffer.compare(digest, UNKNOWN) !== 0 &&
  Buffer.compare(digest, signatureDigest(signature)) === 0
