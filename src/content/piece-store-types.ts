import type { OrbError } from '../base/index.ts'
import type { HashPool } from './hash-pool.ts'
import type { HashOptions } from './hashing.ts'
import type { PieceIndex } from './info.ts'
import type { Manifest } from './manifest.ts'
import type { OpenFiles } from './open-files.ts'
import type { Place } from './placement.ts'
import type { ProgressStore } from './progress-record.ts'

export interface PieceStoreOptions extends HashOptions {
  /** Complete: the hash of every piece is known. */
  readonly manifest: Manifest
  readonly place: Place
  readonly pool: HashPool
  readonly files: OpenFiles
  readonly progress: ProgressStore
  readonly events?: PieceStoreEvents
}

/** What happens to a store of itself. */
export interface PieceStoreEvents {
  /** These pieces are not to be had any more: their file changed on disk. */
  readonly lost?: (pieces: readonly PieceIndex[]) => void
  /** Of the lost pieces these turned out to be right still. */
  readonly regained?: (pieces: readonly PieceIndex[]) => void
  /** Progress could not be recorded; it will be tried again. */
  readonly fault?: (error: OrbError) => void
}

/**
 * `stored` = verified and written; `corrupt` = the bytes are not the piece, nothing was written; `late` = it is here
 * already, or on its way; `ioError` = it could not be written, though it may be right. `buffer` is the caller's again; it is
 * undefined only when it was lost with a crashed thread.
 */
export type WriteResult =
  | { readonly verdict: 'stored' | 'corrupt' | 'late'; readonly buffer: ArrayBuffer }
  | { readonly verdict: 'ioError'; readonly error: OrbError; readonly buffer: ArrayBuffer | undefined }

/**
 * `absent` = that piece is not here; `range` = there is no such block (a peer's fault); `changed` = the file was changed on
 * disk, is being verified anew and cannot be served now.
 */
export type ReadResult =
  | { readonly status: 'ok'; readonly bytes: Uint8Array }
  | { readonly status: 'absent' | 'range' | 'changed' }
  | { readonly status: 'ioError'; readonly error: OrbError }
