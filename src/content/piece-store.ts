import { fstatSync, read } from 'node:fs'
import { promisify } from 'node:util'
import { fault, OrbError } from '../base/index.ts'
import { Bitfield } from './bitfield.ts'
import { forEachLimited } from './concurrency.ts'
import type { HashPool } from './hash-pool.ts'
import type { HashOptions } from './hashing.ts'
import { type ContentFile, type PieceIndex, pieceIndex } from './info.ts'
import { errnoOf, ioError, isMissing } from './io-errors.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'
import type { Manifest } from './manifest.ts'
import { quoted } from './names.ts'
import type { OpenFiles } from './open-files.ts'
import { FILE_CONCURRENCY, inTheWay, Placement } from './placement.ts'
import { decodeRecord, isRecorded, type ProgressRecord } from './progress-record.ts'
import type { PieceStoreEvents, PieceStoreOptions, ReadResult, WriteResult } from './piece-store-types.ts'
import { asFault, ProgressSaver, settled } from './progress-saver.ts'
import { sameSignature, type Signature, signatureOf } from './signature.ts'
import { verifyFiles } from './verification.ts'

const readAt = promisify(read)

/**
 * The content of one swarm on disk, of which only verified pieces exist for anybody. A download grows as sparse files in a
 * hidden staging folder and is moved into place by `finish`; shared content is only read. A crash at any moment loses no
 * recorded piece and makes no unverified one count: a file that does not look as it was recorded is hashed again.
 */
export class PieceStore {
  readonly manifest: Manifest
  readonly #placement: Placement
  readonly #pool: HashPool
  readonly #files: OpenFiles
  readonly #events: PieceStoreEvents
  readonly #have: Bitfield
  readonly #saver: ProgressSaver
  readonly #writing = new Map<PieceIndex, Promise<unknown>>()
  readonly #suspects = new Map<ContentFile, Promise<void>>()
  #finished = false
  #closed = false
  #finishing: Promise<void> | undefined
  /** Settles when writing is possible again: files are being verified or moved. */
  #writeGate: Promise<void> | undefined
  /** Settles when files can be found again: they are being moved. */
  #moving: Promise<void> | undefined

  private constructor({ manifest, place, pool, files, progress, events = {} }: PieceStoreOptions) {
    if (!manifest.complete) fault('a piece store needs all piece layers')
    this.manifest = manifest
    this.#placement = new Placement(manifest.info, place)
    this.#pool = pool
    this.#files = files
    this.#events = events
    this.#have = new Bitfield(manifest.info.pieces)
    this.#saver = new ProgressSaver({
      placement: this.#placement,
      files,
      progress,
      state: () => ({ finished: this.#finished, have: this.#have }),
      onFault: (error) => this.#events.fault?.(error),
    })
  }

  /**
   * Opens the content of a swarm, resuming what an earlier run left. Files that look as they were recorded are trusted;
   * all others are hashed again (`onProgress`, `signal`).
   * @throws OrbError CONFLICT when a download's final name is taken by something else; STORAGE_FULL, FORBIDDEN, NOT_FOUND,
   *   IO … from the disk; CANCELLED. Shared content that is missing or changed is no error: its pieces are absent.
   */
  static async open(options: PieceStoreOptions): Promise<PieceStore> {
    const store = new PieceStore(options)
    const { pieces, files } = store.manifest.info
    const bytes = await options.progress.load()
    const record = bytes && decodeRecord(bytes, pieces, files.length)
    const existing = await store.#placement.finalKind()
    if (options.place.kind === 'shared' || record?.finished === true) {
      store.#finished = true
      if (existing !== 'nothing') store.#placement.flat = existing === 'file'
      await store.#resume(files, record, options)
    } else if (existing === 'nothing') {
      const made = await store.#placement.prepareStaging()
      for (const [file, signature] of made) store.#saver.signatures[file] = signature
      const left = files.filter((file) => !made.has(file.index))
      await store.#resume(left, record, options)
    } else {
      await store.#adopt(options)
    }
    return store
  }

  /** Which pieces are here and verified. Read only. */
  get have(): { readonly count: number; readonly length: number; readonly full: boolean; has(piece: number): boolean } {
    return this.#have
  }

  /** The pieces that are here as bytes, the high bit of the first byte being piece 0 (BEP 3, `bitfield`). */
  bitfield(): Uint8Array<ArrayBuffer> {
    return this.#have.toBytes()
  }

  /** The content stands in its final place; nothing can be written any more. */
  get finished(): boolean {
    return this.#finished
  }

  /** The file or folder of the content, where it is now. */
  get root(): string {
    return this.#placement.root
  }

  /** Bytes of the pieces that are here. */
  get verifiedBytes(): number {
    const { pieceBytes, files } = this.manifest.info
    let bytes = this.#have.count * pieceBytes
    for (const file of files) {
      if (file.pieces > 0 && this.#have.has(file.firstPiece + file.pieces - 1))
        bytes -= file.pieces * pieceBytes - file.bytes
    }
    return bytes
  }

  /** Bytes of all files as `verifiedBytes` counts them. */
  get totalBytes(): number {
    return this.manifest.info.totalBytes
  }

  /**
   * Verifies a piece and, only if it is right, writes it; both on another thread. `buffer` holds the piece from its byte 0
   * on (it may be longer); it is detached at once and comes back in the result.
   */
  async writePiece(piece: PieceIndex, buffer: ArrayBuffer): Promise<WriteResult> {
    const { file, begin, bytes } = this.manifest.spanOf(piece)
    const expected = this.manifest.hashOf(piece)
    if (expected === undefined || buffer.byteLength < bytes) fault(`piece ${piece} needs a buffer of ${bytes} bytes`)
    while (this.#writeGate !== undefined) await this.#writeGate
    if (this.#have.has(piece) || this.#writing.has(piece)) return { verdict: 'late', buffer }
    const path = this.#placement.pathOf(file)
    if (this.#finished || this.#closed) {
      return {
        verdict: 'ioError',
        error: new OrbError('CANCELLED', `${quoted(path)} is not written to any more`),
        buffer,
      }
    }
    const { hash, leaves } = expected
    const task = { kind: 'store', position: begin, buffer, bytes, hash, leaves } as const
    const storing = this.#files.use(path, 'write', (fd) => this.#pool.store({ ...task, fd }))
    this.#writing.set(piece, storing)
    try {
      const result = await storing
      if (result.verdict === 'stored') {
        this.#have.add(piece)
        this.#saver.written(file, bytes)
      }
      if (result.verdict !== 'ioError') return result
      return { verdict: 'ioError', error: ioError(result.errno, `cannot write ${quoted(path)}`), buffer: result.buffer }
    } catch (error) {
      const kept = buffer.detached ? undefined : buffer
      return { verdict: 'ioError', error: asFault(error, `cannot write ${quoted(path)}`), buffer: kept }
    } finally {
      this.#writing.delete(piece)
    }
  }

  /**
   * Reads a block of a verified piece: `length` bytes from `begin` on, both inside the piece, at most 256 KiB. All three
   * may come from a peer. Of a finished file the block is served only if the file looks as it did when it was verified.
   * @param into where to put the bytes, when the caller has a buffer; a new one otherwise.
   */
  async readBlock(piece: number, begin: number, length: number, into?: Uint8Array): Promise<ReadResult> {
    if (!Number.isInteger(piece) || piece < 0 || piece >= this.#have.length) return { status: 'range' }
    const span = this.manifest.spanOf(pieceIndex(piece))
    if (!isBlock(begin, length, span.bytes)) return { status: 'range' }
    if (this.#moving !== undefined) await this.#moving
    if (!this.#have.has(piece)) return { status: this.#suspects.has(span.file) ? 'changed' : 'absent' }
    const bytes = into?.subarray(0, length) ?? new Uint8Array(length)
    if (bytes.byteLength < length) fault('the buffer for a block is too short')
    const path = this.#placement.pathOf(span.file)
    try {
      const access = this.#finished ? 'read' : 'write'
      const good = await this.#files.use(path, access, (fd) =>
        this.#readVerified(fd, span.file, bytes, span.begin + begin),
      )
      if (good) return { status: 'ok', bytes }
    } catch (error) {
      if (!isMissing(error)) {
        return { status: 'ioError', error: ioError(errnoOf(error), `cannot read ${quoted(path)}`, error) }
      }
    }
    this.#suspect(span.file)
    return { status: 'changed' }
  }

  /** Records what has been written so far, synced to disk. @throws OrbError STORAGE_FULL, IO … */
  flush(): Promise<void> {
    return this.#saver.save(false)
  }

  /**
   * Moves complete content into its final place; nothing to do when it is there. Serving goes on meanwhile.
   * @throws OrbError UNFINISHED while pieces are missing; CONFLICT when the name has been taken: the content stays
   *   where it is, is still served, and `finish` can be tried again.
   */
  async finish(): Promise<void> {
    if (this.#finished) return
    this.#finishing ??= this.#finish().finally(() => (this.#finishing = undefined))
    await this.#finishing
  }

  async #finish(): Promise<void> {
    if (!this.#have.full) throw new OrbError('UNFINISHED', `pieces of ${quoted(this.manifest.info.name)} are missing`)
    await this.#saver.save(false)
    const staged = this.#placement.root
    await this.#withoutWrites(() => this.#move())
    await this.#files.forget(staged)
    await this.#saver.save(true)
  }

  /** Hashes everything on disk again; writing waits for it. Pieces that are not right any more are `lost`. */
  async recheck(options: HashOptions = {}): Promise<void> {
    const { files } = this.manifest.info
    await this.#withoutWrites(() => this.#verify(files, options))
    await this.#saver.save(false)
  }

  /**
   * Waits for what is under way, records progress so that the next start need not hash, closes all files.
   * @throws OrbError when progress cannot be recorded; everything is closed all the same.
   */
  async close(): Promise<void> {
    if (this.#closed) return
    await this.#quiet()
    try {
      await this.#saver.save(true)
    } finally {
      await this.#saver.stop()
      await this.#files.forget(this.#placement.root)
    }
  }

  /**
   * Closes the store and deletes what it fetched: the staging folder, or the finished files, but nothing beside them.
   * @throws OrbError FORBIDDEN for shared content, which is the user's own.
   */
  async deleteData(): Promise<void> {
    if (this.#placement.place.kind === 'shared') {
      throw new OrbError('FORBIDDEN', 'shared content is never deleted', { hint: 'remove the swarm and keep the data' })
    }
    await this.#quiet()
    await this.#saver.stop()
    await this.#files.forget(this.#placement.root)
    await (this.#finished ? this.#placement.removeFinal() : this.#placement.removeStaging())
  }

  /** Nothing new begins, and what is under way ends. */
  async #quiet(): Promise<void> {
    this.#closed = true
    await this.#writeGate
    await Promise.allSettled([...this.#writing.values(), ...this.#suspects.values()])
  }

  /** Runs `action` while no piece is being written. */
  async #withoutWrites<T>(action: () => Promise<T>): Promise<T> {
    const before = this.#writeGate
    const run = Promise.resolve(before).then(async () => {
      await Promise.allSettled(this.#writing.values())
      return action()
    })
    const gate = settled(run)
    this.#writeGate = gate
    try {
      return await run
    } finally {
      if (this.#writeGate === gate) this.#writeGate = undefined
    }
  }

  async #readVerified(fd: number, file: ContentFile, bytes: Uint8Array, position: number): Promise<boolean> {
    const expected = this.#saver.signatures[file.index]
    for (let done = 0; done < bytes.byteLength;) {
      const { bytesRead } = await readAt(fd, bytes, done, bytes.byteLength - done, position + done)
      if (bytesRead === 0) return false
      done += bytesRead
    }
    // Afterwards, so that no change can come in between; synchronously, since that takes 2 µs, a thread ten times as long.
    return !this.#finished || (expected !== undefined && sameSignature(expected, signatureOf(fstatSync(fd))))
  }

  async #move(): Promise<void> {
    const moved = this.#moveNow()
    this.#moving = settled(moved)
    try {
      await moved
    } finally {
      this.#moving = undefined
    }
  }

  async #moveNow(): Promise<void> {
    const { files } = this.manifest.info
    const changed: ContentFile[] = []
    await forEachLimited(files, FILE_CONCURRENCY, async (file) => {
      if ((await this.#placement.signatureOf(file))?.bytes !== file.bytes) changed.push(file)
    })
    for (const file of changed) this.#suspect(file)
    if (changed.length > 0) throw new OrbError('UNFINISHED', `${changed.length} finished files were changed on disk`)
    await this.#placement.moveIntoPlace()
    await forEachLimited(files, FILE_CONCURRENCY, async (file) => {
      this.#saver.signatures[file.index] = await this.#placement.signatureOf(file)
    })
    this.#finished = true
  }

  /** Takes up files on disk: those that look as recorded are trusted, all others hashed. */
  async #resume(
    files: readonly ContentFile[],
    record: ProgressRecord | undefined,
    options: HashOptions,
  ): Promise<void> {
    const doubtful: ContentFile[] = []
    await forEachLimited(files, FILE_CONCURRENCY, async (file) => {
      const signature = file.pieces === 0 ? undefined : await this.#placement.signatureOf(file)
      if (signature !== undefined && !this.#trust(file, signature, record)) doubtful.push(file)
    })
    if (doubtful.length === 0) return
    await this.#verify(doubtful, options)
    await this.#saver.save(false)
  }

  #trust(file: ContentFile, signature: Signature, record: ProgressRecord | undefined): boolean {
    if (record === undefined || !isRecorded(record.digests[file.index], signature)) return false
    const pieces = Array.from({ length: file.pieces }, (_, nth) => pieceIndex(file.firstPiece + nth))
    const recorded = pieces.filter((piece) => record.have.has(piece))
    // Pieces may have been written while the record was being made; where there are none yet, there was no writing.
    if (!record.clean && recorded.length > 0 && recorded.length < pieces.length) return false
    for (const piece of recorded) this.#have.add(piece)
    this.#saver.signatures[file.index] = signature
    return true
  }

  /** The final name is taken: by this very content, or it is a conflict. */
  async #adopt(options: HashOptions): Promise<void> {
    const placement = this.#placement
    const { files } = this.manifest.info
    const kind = await placement.finalKind()
    if (kind !== (placement.flat ? 'file' : 'folder')) throw inTheWay(placement.finalRoot)
    await forEachLimited(files, FILE_CONCURRENCY, async (file) => {
      if ((await placement.signatureOf(file))?.bytes !== file.bytes) throw inTheWay(placement.finalRoot)
    })
    await this.#verify(files, options)
    if (!this.#have.full) throw inTheWay(placement.finalRoot)
    this.#finished = true
    await this.#saver.save(true)
    await placement.removeStaging()
  }

  async #verify(files: readonly ContentFile[], options: HashOptions): Promise<void> {
    const pathOf = (file: ContentFile): string => this.#placement.pathOf(file)
    for (const { file, signature, good } of await verifyFiles(this.#pool, this.manifest, files, pathOf, options)) {
      this.#saver.signatures[file.index] = signature
      const right = new Set(signature === undefined ? [] : good)
      const lost: PieceIndex[] = []
      for (let nth = 0; nth < file.pieces; nth++) {
        const piece = pieceIndex(file.firstPiece + nth)
        if (right.has(piece)) this.#have.add(piece)
        else if (this.#have.delete(piece)) lost.push(piece)
      }
      if (lost.length > 0) this.#events.lost?.(lost)
    }
  }

  /** Nothing of this file counts until it has been hashed again. */
  #suspect(file: ContentFile): void {
    if (this.#suspects.has(file) || this.#closed) return
    const lost: PieceIndex[] = []
    for (let nth = 0; nth < file.pieces; nth++) {
      const piece = pieceIndex(file.firstPiece + nth)
      if (this.#have.delete(piece)) lost.push(piece)
    }
    if (lost.length > 0) this.#events.lost?.(lost)
    const verified = this.#verifySuspect(file, lost).catch((error: unknown) => {
      this.#events.fault?.(asFault(error, 'cannot verify a changed file'))
    })
    const done = verified.finally(() => this.#suspects.delete(file))
    this.#suspects.set(file, done)
  }

  async #verifySuspect(file: ContentFile, lost: readonly PieceIndex[]): Promise<void> {
    await this.#files.forget(this.#placement.pathOf(file))
    await this.#withoutWrites(() => this.#verify([file], {}))
    const regained = lost.filter((piece) => this.#have.has(piece))
    if (regained.length > 0) this.#events.regained?.(regained)
    await this.#saver.save(false)
  }
}

function isBlock(begin: number, length: number, bytes: number): boolean {
  if (!Number.isInteger(begin) || !Number.isInteger(length) || begin < 0 || length < 1) return false
  return length <= MAX_BLOCK_BYTES && begin + length <= bytes
}
