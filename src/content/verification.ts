import type { HashPool } from './hash-pool.ts'
import { hashFiles, type HashOptions } from './hashing.ts'
import { type ContentFile, type PieceIndex, pieceIndex } from './info.ts'
import { HASH_BYTES } from './limits.ts'
import type { Manifest } from './manifest.ts'
import { equalHashes } from './merkle.ts'
import type { Signature } from './signature.ts'

/** What one file on disk is worth. */
export interface VerifiedFile {
  readonly file: ContentFile
  /** What it looked like while it was read; undefined when it could not be, or changed meanwhile. */
  readonly signature: Signature | undefined
  /** Its pieces that are right. */
  readonly good: readonly PieceIndex[]
}

/** Hashes files on disk and compares. A file that is missing or unreadable has no good pieces. */
export async function verifyFiles(
  pool: HashPool,
  manifest: Manifest,
  files: readonly ContentFile[],
  pathOf: (file: ContentFile) => string,
  options: HashOptions,
): Promise<VerifiedFile[]> {
  const inputs = files.map((file) => ({ path: pathOf(file), bytes: file.bytes }))
  const hashed = await hashFiles(pool, inputs, manifest.info.pieceBytes, options)
  return files.map((file, i) => {
    const result = hashed[i]
    if (result === undefined || 'errno' in result) return { file, signature: undefined, good: [] }
    const good: PieceIndex[] = []
    for (let nth = 0; nth < file.pieces; nth++) {
      const piece = pieceIndex(file.firstPiece + nth)
      const hash = result.hashes.subarray(nth * HASH_BYTES, (nth + 1) * HASH_BYTES)
      const expected = manifest.hashOf(piece)
      if (expected !== undefined && equalHashes(expected.hash, hash)) good.push(piece)
    }
    return { file, signature: result.signature, good }
  })
}
