import { MIB, OrbError } from '../base/index.ts'
import type { HashPool } from './hash-pool.ts'
import type { Segment, SegmentResult } from './hash-tasks.ts'
import { HASH_BYTES } from './limits.ts'
import { sameSignature, type Signature } from './signature.ts'

/** A file on disk to be hashed as the content of so many bytes. */
export interface HashInput {
  readonly path: string
  readonly bytes: number
  /** What it must look like all the while; otherwise the result is CHANGED. */
  readonly expected?: Signature
}

/**
 * The hash of each piece (32 bytes; zeros where the file ended before it) and what the file looked like all the while; or
 * why not: a system error, CHANGED or IRREGULAR (`SegmentResult`).
 */
export type HashedFile = { readonly hashes: Uint8Array; readonly signature: Signature } | { readonly errno: string }

export interface HashProgress {
  readonly hashedBytes: number
  readonly totalBytes: number
}

export interface HashOptions {
  /** Called after every 16 MiB or so, and at the end. */
  readonly onProgress?: (progress: HashProgress) => void
  readonly signal?: AbortSignal
  /** Begin nothing new after the first file that fails; those not hashed are undefined in the result. */
  readonly stopAtFailure?: boolean
}

/** Bytes in one job: 10 ms of hashing, so progress is smooth, an abort soon heard, and a piece to store never waits long. */
const BATCH_BYTES = 16 * MIB
/** Files in one job: opening as many takes as long. */
const BATCH_SEGMENTS = 256
/** Jobs under way per thread: the next is there when one is done. */
const JOBS_PER_THREAD = 2

interface Part {
  readonly file: number
  readonly segment: Segment
}

/**
 * Hashes files piece by piece on the pool, one result per file in the same order.
 * @throws OrbError CANCELLED when aborted (after the jobs under way have ended, so that nothing is read any more).
 */
export async function hashFiles(
  pool: HashPool,
  files: readonly HashInput[],
  pieceBytes: number,
  { onProgress, signal, stopAtFailure = false }: HashOptions = {},
): Promise<(HashedFile | undefined)[]> {
  const results = new Array<HashedFile | undefined>(files.length)
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
  let hashedBytes = 0
  let stopped = false
  const batches = batchesOf(files, pieceBytes)
  const runner = async (): Promise<void> => {
    // The generator is shared: each runner takes the next batch when it is done with one.
    for (const batch of batches) {
      if (stopped || signal?.aborted === true) return
      const answers = await pool.hash({ kind: 'hash', pieceBytes, segments: batch.map((part) => part.segment) })
      for (const [i, { file, segment }] of batch.entries()) {
        const result = joined(results[file], files[file], segment, answers[i], pieceBytes)
        results[file] = result
        stopped ||= stopAtFailure && result !== undefined && 'errno' in result
        hashedBytes += segment.bytes
      }
      onProgress?.({ hashedBytes, totalBytes })
    }
  }
  await Promise.all(Array.from({ length: pool.size * JOBS_PER_THREAD }, runner))
  if (signal?.aborted === true) throw new OrbError('CANCELLED', 'hashing was cancelled', { cause: signal.reason })
  return results
}

function joined(
  before: HashedFile | undefined,
  file: HashInput | undefined,
  segment: Segment,
  answer: SegmentResult | undefined,
  pieceBytes: number,
): HashedFile | undefined {
  if (before !== undefined && 'errno' in before) return before
  if (answer === undefined || file === undefined || 'errno' in answer) return answer
  const { signature } = answer
  const expected = before?.signature ?? file.expected ?? signature
  if (!sameSignature(expected, signature)) return { errno: 'CHANGED' }
  const hashes = before?.hashes ?? new Uint8Array(Math.ceil(file.bytes / pieceBytes) * HASH_BYTES)
  hashes.set(answer.hashes, (segment.begin / pieceBytes) * HASH_BYTES)
  return { hashes, signature }
}

function* batchesOf(files: readonly HashInput[], pieceBytes: number): Generator<Part[]> {
  const segmentBytes = Math.max(pieceBytes, BATCH_BYTES)
  let batch: Part[] = []
  let room = BATCH_BYTES
  for (const [file, { path, bytes }] of files.entries()) {
    let begin = 0
    do {
      const part = Math.min(segmentBytes, bytes - begin)
      batch.push({ file, segment: { path, fileBytes: bytes, begin, bytes: part } })
      begin += part
      room -= part
      if (room <= 0 || batch.length >= BATCH_SEGMENTS) {
        yield batch
        batch = []
        room = BATCH_BYTES
      }
    } while (begin < bytes)
  }
  if (batch.length > 0) yield batch
}
