import { lstat, access, constants, open, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fault, OrbError } from '../base/index.ts'
import { Bitfield } from './bitfield.ts'
import type { HashPool } from './hash-pool.ts'
import { type HashedFile, hashFiles, type HashOptions } from './hashing.ts'
import { buildInfo, checkPieceLength, type FileEntry, pieceLengthFor } from './info.ts'
import { describing, ioError } from './io-errors.ts'
import { HASH_BYTES, MAX_FILES } from './limits.ts'
import { Manifest } from './manifest.ts'
import { leavesPerPiece, piecesRoot } from './merkle.ts'
import { checkPathSize, nameFault, type Platform, quoted, STAGING_NAME, textOf } from './names.ts'
import { encodeRecord } from './progress-record.ts'
import { type Signature, signatureOf } from './signature.ts'

/** Something in a shared folder that is no part of the content. */
export interface Skipped {
  readonly path: string
  readonly why: 'symbolic link' | 'not a file or folder' | 'unfinished download' | 'empty folder'
}

/** What is no part of the content: how much, and the first MAX_SKIPPED of it. */
export interface SkippedList {
  readonly count: number
  readonly first: readonly Skipped[]
}

/** Of what was left out so many are named: a person reads no more, and a folder can hold millions of links. */
export const MAX_SKIPPED = 100

export interface ScannedFile {
  /** Components below the content's root; of a single file its name. */
  readonly path: readonly string[]
  readonly absolute: string
  readonly signature: Signature
}

/** What would be shared of a path. */
export interface Scan {
  /** Absolute. */
  readonly root: string
  readonly name: string
  readonly files: readonly ScannedFile[]
  readonly totalBytes: number
  readonly skipped: SkippedList
}

/** Content on disk, ready to be served: give `record` to the ProgressStore before opening a PieceStore on `root`. */
export interface Shared {
  readonly manifest: Manifest
  readonly root: string
  readonly record: Uint8Array
  readonly skipped: SkippedList
}

export interface ShareOptions extends HashOptions {
  /** Absent: chosen from the size (`pieceLengthFor`). */
  readonly pieceBytes?: number
  readonly platform?: Platform
}

/**
 * Finds the files at `path`, a file or a folder. Symbolic links are not followed: inside a folder they are left out and
 * listed in `skipped`, as are pipes, sockets, devices, empty folders and Orbweaver's own unfinished downloads.
 * @throws OrbError NOT_FOUND; FORBIDDEN when something cannot be read; INVALID_ARGUMENT for a link itself, a folder
 *   without files, a name that other systems cannot hold (invalid UTF-8, backslash); TOO_LARGE beyond 100,000 files;
 *   CANCELLED.
 */
export async function scanContent(path: string, options: ShareOptions = {}): Promise<Scan> {
  const root = resolve(path)
  const name = basename(root)
  const platform = options.platform ?? process.platform
  if (path.includes('\0')) throw new OrbError('INVALID_ARGUMENT', `the path ${quoted(path)} contains a NUL character`)
  const stats = await describing(`cannot share ${quoted(root)}`, () => lstat(root))
  if (stats.isSymbolicLink()) {
    throw new OrbError('INVALID_ARGUMENT', `${quoted(root)} is a symbolic link`, { hint: 'share what it points to' })
  }
  checkName(Buffer.from(name), root, platform)
  const scanner = new Scanner(platform, options.signal)
  if (stats.isDirectory()) await scanner.folder(root, [], 0)
  else if (stats.isFile()) await scanner.file(root, [name], signatureOf(stats))
  else throw new OrbError('INVALID_ARGUMENT', `${quoted(root)} is neither a file nor a folder`)
  if (scanner.files.length === 0) {
    throw new OrbError('INVALID_ARGUMENT', `there is no file in ${quoted(root)}`, {
      hint: 'a shared folder needs at least one file; symbolic links in it are not followed',
    })
  }
  const totalBytes = scanner.files.reduce((sum, file) => sum + file.signature.bytes, 0)
  return { root, name, files: scanner.files, totalBytes, skipped: scanner.skipped }
}

/**
 * Hashes what a scan found. The same files under the same name always give the same swarm id.
 * @throws OrbError CONFLICT when a file changed since the scan or during it (growing, shrinking, rewritten); FORBIDDEN or
 *   IO when one cannot be read; TOO_LARGE beyond the limits of an info dictionary; CANCELLED.
 */
export async function hashContent(scan: Scan, pool: HashPool, options: ShareOptions = {}): Promise<Shared> {
  const pieceBytes = options.pieceBytes ?? pieceLengthFor(scan.totalBytes)
  checkPieceLength(pieceBytes)
  // Everything but the hashes is known already: what cannot be described is told before hashing, not after an hour of it.
  buildInfo(scan.name, pieceBytes, scan.files.map(withoutHash), options.platform)
  const inputs = scan.files.map(({ absolute, signature }) => ({
    path: absolute,
    bytes: signature.bytes,
    expected: signature,
  }))
  const hashed = await hashFiles(pool, inputs, pieceBytes, { ...options, stopAtFailure: true })
  const failed = hashed.findIndex((result) => result !== undefined && 'errno' in result)
  const failedFile = scan.files[failed]
  if (failedFile !== undefined) hashesOf(failedFile, hashed[failed])
  const layers = new Map<string, { root: Uint8Array; hashes: Uint8Array }>()
  const entries = scan.files.map((file, i) => {
    const hashes = hashesOf(file, hashed[i])
    const { path, signature } = file
    if (signature.bytes === 0) return { path, bytes: 0 }
    const root = piecesRoot(hashes, leavesPerPiece(signature.bytes, pieceBytes))
    if (hashes.byteLength > HASH_BYTES) layers.set(Buffer.from(root).toString('latin1'), { root, hashes })
    return { path, bytes: signature.bytes, root }
  })
  const manifest = new Manifest(buildInfo(scan.name, pieceBytes, entries, options.platform))
  for (const { root, hashes } of layers.values()) manifest.acceptLayer(root, hashes)
  const have = new Bitfield(manifest.info.pieces)
  have.addRange(0, manifest.info.pieces)
  const record = encodeRecord({ finished: true, clean: true, have }, signaturesInOrder(manifest, scan.files))
  return { manifest, root: scan.root, record, skipped: scan.skipped }
}

/** `scanContent`, then `hashContent`. */
export async function shareContent(path: string, pool: HashPool, options: ShareOptions = {}): Promise<Shared> {
  return hashContent(await scanContent(path, options), pool, options)
}

/** An entry with a made-up root, different for each file. */
function withoutHash({ path, signature: { bytes } }: ScannedFile, index: number): FileEntry {
  if (bytes === 0) return { path, bytes }
  const root = Buffer.alloc(HASH_BYTES)
  root.writeUInt32BE(index)
  return { path, bytes, root }
}

/** The scan's files are in the order of the file system, the manifest's in that of the file tree. */
function signaturesInOrder(manifest: Manifest, files: readonly ScannedFile[]): (Signature | undefined)[] {
  const byPath = new Map(files.map((file) => [file.path.join('/'), file.signature]))
  return manifest.info.files.map((file) => byPath.get(file.path.join('/')))
}

function hashesOf(file: ScannedFile, hashed: HashedFile | undefined): Uint8Array {
  if (hashed === undefined) fault('a file was left out of hashing')
  if (!('errno' in hashed)) return hashed.hashes
  // Gone, or turned into something else, since the scan found a file.
  if (!['CHANGED', 'IRREGULAR', 'ENOENT', 'ENOTDIR', 'ELOOP'].includes(hashed.errno)) {
    throw ioError(hashed.errno, `cannot read ${quoted(file.absolute)}`)
  }
  throw new OrbError('CONFLICT', `${quoted(file.absolute)} changed while it was being hashed`, {
    hint: 'share it when nothing writes to it any more',
  })
}

function checkName(name: Uint8Array, where: string, platform: Platform): void {
  const why = nameFault(name, platform)
  if (why === undefined) return
  throw new OrbError('INVALID_ARGUMENT', `cannot share ${quoted(where)}: its name ${why}`, {
    hint: 'rename it: peers on other systems could not store it',
  })
}

/** Files of /proc and the like say that they are empty and are not: nobody could tell how much to hash and serve. */
async function checkEmpty(absolute: string): Promise<void> {
  // Some of them would wait for what never comes.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const file = await describing(`cannot read ${quoted(absolute)}`, () => open(absolute, flags))
  try {
    const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0)
    if (bytesRead === 0) return
  } catch (error) {
    // What cannot be read here is no empty file either.
    if (!(error instanceof Error && 'code' in error)) throw error
  } finally {
    await file.close()
  }
  throw new OrbError('INVALID_ARGUMENT', `${quoted(absolute)} says that it is empty and is not`, {
    hint: 'it belongs to the system, like those in /proc: share a copy of it',
  })
}

class Scanner {
  readonly files: ScannedFile[] = []
  readonly #skipped: Skipped[] = []
  #skippedCount = 0
  readonly #platform: Platform
  readonly #signal: AbortSignal | undefined

  constructor(platform: Platform, signal: AbortSignal | undefined) {
    this.#platform = platform
    this.#signal = signal
  }

  async folder(absolute: string, path: readonly string[], pathBytes: number): Promise<void> {
    if (this.#signal?.aborted === true) {
      throw new OrbError('CANCELLED', 'sharing was cancelled', { cause: this.#signal.reason })
    }
    const options = { withFileTypes: true, encoding: 'buffer' } as const
    const entries = await describing(`cannot read the folder ${quoted(absolute)}`, () => readdir(absolute, options))
    if (entries.length === 0 && path.length > 0) this.#skip(absolute, 'empty folder')
    for (const entry of entries) {
      const inner = join(absolute, textOf(entry.name))
      const why = this.#reasonToSkip(entry)
      if (why !== undefined) {
        this.#skip(inner, why)
        continue
      }
      checkName(entry.name, inner, this.#platform)
      const innerPath = [...path, textOf(entry.name)]
      const innerBytes = pathBytes + entry.name.byteLength + (path.length > 0 ? 1 : 0)
      checkPathSize(innerPath.length, innerBytes)
      if (entry.isDirectory()) await this.folder(inner, innerPath, innerBytes)
      else await this.#found(inner, innerPath)
    }
  }

  get skipped(): SkippedList {
    return { count: this.#skippedCount, first: this.#skipped }
  }

  #skip(path: string, why: Skipped['why']): void {
    this.#skippedCount++
    if (this.#skipped.length < MAX_SKIPPED) this.#skipped.push({ path, why })
  }

  async file(absolute: string, path: readonly string[], signature: Signature): Promise<void> {
    if (this.files.length >= MAX_FILES) {
      throw new OrbError('TOO_LARGE', `there are more than ${MAX_FILES} files`, {
        hint: 'share parts of it, or an archive',
      })
    }
    await describing(`cannot read ${quoted(absolute)}`, () => access(absolute, constants.R_OK))
    if (signature.bytes === 0) await checkEmpty(absolute)
    this.files.push({ path, absolute, signature })
  }

  async #found(absolute: string, path: readonly string[]): Promise<void> {
    const stats = await describing(`cannot share ${quoted(absolute)}`, () => lstat(absolute))
    await this.file(absolute, path, signatureOf(stats))
  }

  #reasonToSkip(entry: {
    name: Uint8Array
    isFile(): boolean
    isDirectory(): boolean
    isSymbolicLink(): boolean
  }): Skipped['why'] | undefined {
    if (entry.isSymbolicLink()) return 'symbolic link'
    if (!entry.isFile() && !entry.isDirectory()) return 'not a file or folder'
    return STAGING_NAME.test(textOf(entry.name)) ? 'unfinished download' : undefined
  }
}
