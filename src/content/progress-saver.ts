import { fdatasync, fstat } from 'node:fs'
import { promisify } from 'node:util'
import { fault, MIB, OrbError } from '../base/index.ts'
import { Bitfield } from './bitfield.ts'
import { forEachLimited } from './concurrency.ts'
import type { ContentFile } from './info.ts'
import { describing, errnoOf, ioError } from './io-errors.ts'
import { quoted } from './names.ts'
import type { OpenFiles } from './open-files.ts'
import type { Placement } from './placement.ts'
import { encodeRecord, type ProgressStore } from './progress-record.ts'
import { type Signature, signatureOf } from './signature.ts'

/** Progress is recorded when so much is new, or after so long. Syncing more often would slow the writing down. */
const SAVE_EVERY_BYTES = 256 * MIB
const SAVE_EVERY_MS = 10_000
/** Files synced to disk at a time: two of Node's four IO threads, the others go on serving. */
const SYNC_CONCURRENCY = 2

const statOf = promisify(fstat)
const syncData = promisify(fdatasync)

interface Saved {
  readonly placement: Placement
  readonly files: OpenFiles
  readonly progress: ProgressStore
  /** Asked when a record is made. */
  readonly state: () => { finished: boolean; have: Bitfield }
  /** A save that nobody waits for failed; it will be tried again. */
  readonly onFault: (error: OrbError) => void
}

/** Records how far a store is, now and then: a piece is recorded only after it was synced to disk. */
export class ProgressSaver {
  /** By file: what it looked like when its pieces were last known to be right. */
  readonly signatures: (Signature | undefined)[]
  readonly #saved: Saved
  readonly #dirty = new Set<ContentFile>()
  #unsavedBytes = 0
  #timer: NodeJS.Timeout | undefined
  #last: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(saved: Saved) {
    this.#saved = saved
    this.signatures = new Array<Signature | undefined>(saved.placement.info.files.length).fill(undefined)
  }

  /** So many bytes of a file are new on disk. */
  written(file: ContentFile, bytes: number): void {
    this.#dirty.add(file)
    this.#unsavedBytes += bytes
    if (this.#unsavedBytes < SAVE_EVERY_BYTES) {
      if (this.#timer === undefined) this.#saveIn(SAVE_EVERY_MS)
    } else {
      this.#unsavedBytes = 0
      this.#saveIn(0)
    }
  }

  /** Saves, one after the other; a failure is the caller's to hear, not that of the next one. */
  save(clean: boolean): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const saved = this.#last.then(() => this.#saveNow(clean))
    this.#last = settled(saved)
    return saved
  }

  /** Begins no save of its own any more, and waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#last
  }

  #saveIn(delayMs: number): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.save(false).catch((error: unknown) => {
        this.#saved.onFault(asFault(error, 'cannot record progress'))
        this.#saveIn(SAVE_EVERY_MS)
      })
    }, delayMs).unref()
  }

  /** The order matters: first which pieces, then they are synced, then what their files look like. */
  async #saveNow(clean: boolean): Promise<void> {
    const { placement, files, progress } = this.#saved
    const { finished, have: live } = this.#saved.state()
    const have = Bitfield.of(live.length, live.toBytes()) ?? fault('a bitfield is a bitfield')
    const dirty = [...this.#dirty]
    this.#dirty.clear()
    this.#unsavedBytes = 0
    try {
      await forEachLimited(dirty, SYNC_CONCURRENCY, async (file) => {
        const path = placement.pathOf(file)
        await describing(`cannot write ${quoted(path)}`, () =>
          files.use(path, 'write', async (fd) => {
            await syncData(fd)
            this.signatures[file.index] = signatureOf(await statOf(fd))
          }),
        )
      })
      await progress.save(encodeRecord({ finished, clean, have }, this.signatures))
    } catch (error) {
      for (const file of dirty) this.#dirty.add(file)
      throw error
    }
  }
}

/** Resolves when `promise` has come to an end, of whatever kind: whoever needs its outcome holds the promise itself. */
export const settled = (promise: Promise<unknown>): Promise<void> =>
  promise.then(
    () => undefined,
    () => undefined,
  )

/** A failure as something to report. */
export const asFault = (error: unknown, doing: string): OrbError =>
  error instanceof OrbError ? error : ioError(errnoOf(error), doing, error)
