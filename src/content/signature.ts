import { hash } from 'node:crypto'

/**
 * What tells a file from a changed one without reading it. The time of the last status change is part of it since
 * `touch`, `cp -p` and rsync can set the modification time back; it also moves when only the mode or a link changes, which
 * costs a needless check of the hashes, no more. A change within the clock tick of the file system (4 ms on Linux, up to
 * 2 s on FAT) can go unseen.
 */
export interface Signature {
  readonly bytes: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly inode: number
}

interface Stats {
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
}

export const signatureOf = (stats: Stats): Signature => ({
  bytes: stats.size,
  mtimeMs: stats.mtimeMs,
  ctimeMs: stats.ctimeMs,
  inode: stats.ino,
})

export const sameSignature = (a: Signature, b: Signature): boolean =>
  a.bytes === b.bytes && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode

export const SIGNATURE_DIGEST_BYTES = 8

/** Eight bytes that stand for a signature in a record: enough against chance, and nobody gains by forging it. */
export function signatureDigest(signature: Signature): Uint8Array {
  const numbers = Float64Array.of(signature.bytes, signature.mtimeMs, signature.ctimeMs, signature.inode)
  return hash('sha256', numbers, 'buffer').subarray(0, SIGNATURE_DIGEST_BYTES)
}
