import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { errnoOf } from './io-errors.ts'
import { HASH_BYTES, LEAF_BYTES } from './limits.ts'
import { leafHashesInto, leavesPerPiece, merkleRoot, verifyPiece } from './merkle.ts'
import { sameSignature, type Signature, signatureOf } from './signature.ts'

/* What a worker of the hash pool does. All of it is synchronous: blocking is what the workers are for. */

/** A stretch of a file, from a piece boundary on to another or to the end. */
export interface Segment {
  readonly path: string
  /** How long the file should be: decides the shape of its tree. */
  readonly fileBytes: number
  readonly begin: number
  readonly bytes: number
}

/** Hash these segments, for sharing them or for checking what is on disk. */
export interface HashTask {
  readonly kind: 'hash'
  readonly pieceBytes: number
  readonly segments: readonly Segment[]
}

/**
 * The hashes of a segment's pieces, as many as could be read in full before the end of the file, and what the file looked
 * like before and after; or why there are none: a system error, or CHANGED = somebody wrote to it meanwhile, or IRREGULAR
 * = it is a device, pipe or folder.
 */
export type SegmentResult = { readonly signature: Signature; readonly hashes: Uint8Array } | { readonly errno: string }

/** Verify a piece in memory and, only if it is right, write it. */
export interface StoreTask {
  readonly kind: 'store'
  /** Open for writing; descriptors belong to the process, not to a thread. */
  readonly fd: number
  readonly position: number
  /** Handed over to the worker and back. The piece begins at its byte 0. */
  readonly buffer: ArrayBuffer
  readonly bytes: number
  readonly hash: Uint8Array
  readonly leaves: number
}

export type StoreResult = { readonly buffer: ArrayBuffer } & (
  { readonly verdict: 'stored' | 'corrupt' } | { readonly verdict: 'ioError'; readonly errno: string }
)

/** Bytes read at a time: large enough for full speed, small enough to stay in the second-level cache. */
const READ_BYTES = 32 * LEAF_BYTES

const errnoText = (error: unknown): string => {
  const errno = errnoOf(error)
  if (errno === undefined) throw error
  return errno
}

export const runHashTask = (task: HashTask): SegmentResult[] =>
  task.segments.map((segment) => hashSegment(segment, task.pieceBytes))

function hashSegment(segment: Segment, pieceBytes: number): SegmentResult {
  let fd: number
  try {
    // NONBLOCK: opening a pipe that nobody writes to must not wait.
    fd = openSync(segment.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    return { errno: errnoText(error) }
  }
  try {
    const before = fstatSync(fd)
    if (!before.isFile()) return { errno: 'IRREGULAR' }
    const hashes = hashPieces(fd, segment, pieceBytes)
    const signature = signatureOf(fstatSync(fd))
    return sameSignature(signatureOf(before), signature) ? { signature, hashes } : { errno: 'CHANGED' }
  } catch (error) {
    return { errno: errnoText(error) }
  } finally {
    closeSync(fd)
  }
}

const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES)

function hashPieces(fd: number, { begin, bytes, fileBytes }: Segment, pieceBytes: number): Uint8Array {
  const leaves = leavesPerPiece(fileBytes, pieceBytes)
  const count = Math.ceil(bytes / pieceBytes)
  const out = new Uint8Array(count * HASH_BYTES)
  const scratch = Buffer.allocUnsafeSlow((Math.min(leaves, Math.ceil(bytes / LEAF_BYTES)) + 1) * HASH_BYTES)
  for (let piece = 0; piece < count; piece++) {
    const end = begin + Math.min(bytes, (piece + 1) * pieceBytes)
    let filled = 0
    for (let at = begin + piece * pieceBytes; at < end;) {
      const wanted = Math.min(READ_BYTES, end - at)
      if (readFully(fd, readBuffer, wanted, at) < wanted) return out.slice(0, piece * HASH_BYTES)
      filled = leafHashesInto(readBuffer.subarray(0, wanted), scratch, filled)
      at += wanted
    }
    out.set(merkleRoot(scratch.subarray(0, filled), leaves, 0, scratch), piece * HASH_BYTES)
  }
  return out
}

function readFully(fd: number, into: Uint8Array, bytes: number, position: number): number {
  let done = 0
  while (done < bytes) {
    const read = readSync(fd, into, done, bytes - done, position + done)
    if (read === 0) break
    done += read
  }
  return done
}

export function runStoreTask({ fd, position, buffer, bytes, hash, leaves }: StoreTask): StoreResult {
  const piece = new Uint8Array(buffer, 0, bytes)
  if (!verifyPiece(piece, hash, leaves)) return { verdict: 'corrupt', buffer }
  try {
    for (let done = 0; done < bytes;) done += writeSync(fd, piece, done, bytes - done, position + done)
  } catch (error) {
    return { verdict: 'ioError', errno: errnoText(error), buffer }
  }
  return { verdict: 'stored', buffer }
}
