import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { setImmediate as turnEnds } from 'node:timers/promises'
import { Level } from 'level'
import { compareKeys, epoch, fault, lamport, OrbError, type Epoch, type Lamport } from '../../base/index.ts'
import type { KeyRange, MachineName, Put, Row } from '../../protocols/index.ts'
import { LAMPORT_MARK_KEY } from '../../runtime/index.ts'
import { DiskPace, type DiskPaceOptions } from './disk-pace.ts'

/** Whose rows they are: the first part of every key, before the slash. Each is a sub-level of its own. */
export type Room = 'host' | MachineName
const ROOMS: Record<Room, true> = {
  host: true,
  chord: true,
  providers: true,
  swarm: true,
  tally: true,
  records: true,
  agreement: true,
  names: true,
  can: true,
  attributes: true,
}

const EPOCH_KEY = 'host/epoch'
const VIEW = { valueEncoding: 'view' } as const
/** Rows that are read from disk at once while iterating. */
const READ_AHEAD = 256
/** A page ends with the row that brings it to so many bytes, however many rows were asked for. */
const MAX_PAGE_BYTES = 1_048_576

export interface StoreOptions extends DiskPaceOptions {
  /** The folder of the database. */
  readonly dir: string
  /** Where the holder's process id stands, for others to name it. The lock itself is the database's, so the kernel frees it. */
  readonly lockFile: string
}

/** What this start of the daemon may use. */
export interface StartUp {
  /** One more than at the start before. */
  readonly epoch: Epoch
  /** Where Lamport time goes on: nothing above it has left the daemon before. */
  readonly lamportTime: Lamport
  /** Durable now: time may be used up to it. */
  readonly lamportMark: number
}

export type { Row }
export type StorageError = OrbError & { readonly code: 'STORAGE_FULL' | 'IO' | 'CORRUPT' }

/** Rows of a range, `more` of it being left. */
export interface Page {
  readonly rows: Row[]
  readonly more: boolean
}

type Database = Level<string, Uint8Array>
type SubLevel = ReturnType<Database['sublevel']>

interface Waiting {
  readonly keys: readonly string[]
  /** Never rejects. */
  readonly settled: Promise<void>
  readonly operations: readonly ReturnType<typeof operationOf>[]
  readonly sync: boolean
  readonly resolve: () => void
  readonly reject: (error: OrbError) => void
}

/**
 * The daemon's state in LevelDB. Writes that come while one is being written are joined into the next batch (group
 * commit): they are durable together, in order, and synced if one of them asks.
 */
export class Store {
  readonly #db: Database
  readonly #rooms = new Map<string, SubLevel>()
  readonly #lockFile: string
  readonly #pace: DiskPace
  #waiting: Waiting[] = []
  /** The batch that is being written. */
  #underWay: readonly Waiting[] = []
  #writing: Promise<void> | undefined
  /** Reads of the database that are under way, each a single call of it. */
  readonly #reading = new Set<Promise<unknown>>()
  #closed = false

  private constructor(db: Database, lockFile: string, pace: DiskPace) {
    this.#db = db
    this.#lockFile = lockFile
    this.#pace = pace
    for (const room of Object.keys(ROOMS)) this.#rooms.set(room, db.sublevel(room, { valueEncoding: 'view' }))
  }

  /**
   * Opens or makes the database and takes its lock.
   * @throws OrbError DATA_DIR_LOCKED (names the process), CORRUPT, IO, STORAGE_FULL; nothing is deleted
   */
  static async open({ dir, lockFile, ...pace }: StoreOptions): Promise<Store> {
    await refuseHeadless(dir)
    const db: Database = new Level(dir, { keyEncoding: 'utf8', valueEncoding: 'view' })
    try {
      await db.open()
    } catch (err) {
      throw await openError(err, dir, lockFile)
    }
    await writeFile(lockFile, `${process.pid}\n`, { mode: 0o600 })
    return new Store(db, lockFile, new DiskPace(pace))
  }

  /**
   * Begins a start of the daemon: a new epoch, and Lamport time reserved up to `reserve` above the mark of the start
   * before, in one synced batch before the first packet.
   * @throws OrbError CORRUPT, IO, STORAGE_FULL
   */
  async startUp(reserve: number): Promise<StartUp> {
    const before = await this.#number(EPOCH_KEY)
    const mark = await this.#number(LAMPORT_MARK_KEY)
    const batch = [
      { key: EPOCH_KEY, value: decimal(before + 1) },
      { key: LAMPORT_MARK_KEY, value: decimal(mark + reserve) },
    ]
    await this.write(batch, true)
    return { epoch: epoch(before + 1), lamportTime: lamport(mark), lamportMark: mark + reserve }
  }

  /**
   * Writes a batch: all of it or nothing. Resolves when it is written, with `sync` when it has reached the disk.
   * @throws StorageError
   */
  write(batch: readonly Put[], sync: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new OrbError('IO', 'the database is closed'))
        return
      }
      // A key of no room rejects here, as the fault of the caller that it is.
      const operations = batch.map((put) => operationOf(put, ...this.#split(put.key)))
      let settle = (): void => undefined
      const settled = new Promise<void>((told) => {
        settle = told
      })
      this.#waiting.push({
        keys: batch.map(({ key }) => key),
        operations,
        sync,
        settled,
        resolve: () => {
          settle()
          resolve()
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      this.#writing ??= this.#writeAll()
    })
  }

  /** @throws StorageError */
  async get(key: string): Promise<Uint8Array | undefined> {
    const [room, rest] = this.#split(key)
    try {
      return await this.#read(() => room.get<string, Uint8Array>(rest, { valueEncoding: 'view' }))
    } catch (err) {
      throw err instanceof OrbError ? err : storageError(err, 'read')
    }
  }

  /**
   * Rows whose key begins with `prefix` (which begins with a room and a slash), in the order of their keys, as they were
   * when this was called.
   * @throws StorageError
   */
  async *rows(prefix: string, limit = Infinity): AsyncGenerator<Row, void, undefined> {
    const [room, rest] = this.#split(prefix)
    const name = prefix.slice(0, prefix.length - rest.length)
    // U+10FFFF is above every other key that begins so, in UTF-8 too.
    const iterator = room.iterator<string, Uint8Array>({
      gte: rest,
      lt: `${rest}\u{10ffff}`,
      limit,
      valueEncoding: 'view',
    })
    try {
      for (;;) {
        const rows = await this.#read(() => iterator.nextv(READ_AHEAD))
        if (rows.length === 0) return
        for (const [key, value] of rows) yield [name + key, value]
      }
    } catch (err) {
      throw err instanceof OrbError ? err : storageError(err, 'read')
    } finally {
      await iterator.close()
    }
  }

  /**
   * The first rows of a range, at most `limit` and not many more than MAX_PAGE_BYTES. Sees all that was written before,
   * synced or not. `close` waits for a page that is under way.
   * @throws StorageError
   */
  page(range: KeyRange, limit: number): Promise<Page> {
    return this.#read(() => this.#page(range, limit))
  }

  /**
   * The page of a range of one row, when the database answers at once; undefined: ask `page`.
   * @throws StorageError
   */
  pageAtOnce(range: KeyRange, limit: number): Page | undefined {
    if (this.#closed || !isSingle(range) || this.#lastWriteTo(range) !== undefined) return undefined
    const [room, key] = this.#split(range.from)
    try {
      const read = this.#pace.atOnce(() => room.getSync<string, Uint8Array>(key, VIEW))
      return read && singlePage(range, limit, read.value)
    } catch (err) {
      throw storageError(err, 'read')
    }
  }

  async #page(range: KeyRange, limit: number): Promise<Page> {
    // What has been handed to `write` a read has to see.
    await this.#lastWriteTo(range)?.settled
    const atOnce = this.pageAtOnce(range, limit)
    if (atOnce !== undefined) return atOnce
    const [room, from] = this.#split(range.from)
    const [, below] = this.#split(range.below)
    const name = range.from.slice(0, range.from.length - from.length)
    if (!range.below.startsWith(name)) fault(`a range of two rooms: ${range.from.slice(0, 80)}`)
    const rows: Row[] = []
    let bytes = 0
    try {
      // One row: an iterator would cost several times as much.
      if (isSingle(range)) return singlePage(range, limit, await room.get<string, Uint8Array>(from, VIEW))
      const iterator = room.iterator<string, Uint8Array>({ gte: from, lt: below, valueEncoding: 'view' })
      try {
        while (rows.length < limit && bytes < MAX_PAGE_BYTES) {
          const batch = await iterator.nextv(Math.min(READ_AHEAD, limit - rows.length))
          if (batch.length === 0) return { rows, more: false }
          for (const [key, value] of batch) {
            rows.push([name + key, value])
            bytes += value.byteLength
          }
        }
        return { rows, more: (await iterator.next()) !== undefined }
      } finally {
        await iterator.close()
      }
    } catch (err) {
      throw err instanceof OrbError ? err : storageError(err, 'read')
    }
  }

  /** Waits for what is being written and read, then frees the lock. A reader of `rows` who wants more gets an error. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writing
    await Promise.allSettled(this.#reading)
    await rm(this.#lockFile, { force: true })
    await this.#db.close()
  }

  /** A read that `close` waits for. */
  async #read<Value>(read: () => Promise<Value>): Promise<Value> {
    if (this.#closed) throw new OrbError('IO', 'the database is closed')
    const reading = read()
    this.#reading.add(reading)
    try {
      return await reading
    } finally {
      this.#reading.delete(reading)
    }
  }

  /** Never rejects: every waiter is told. */
  async #writeAll(): Promise<void> {
    // What comes in the same turn of the event loop goes into the first batch already.
    await turnEnds()
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      this.#underWay = group
      try {
        const operations = group.flatMap((each) => each.operations)
        await this.#db.batch(operations, { sync: group.some(({ sync }) => sync) })
        for (const { resolve } of group) resolve()
      } catch (err) {
        const error = storageError(err, 'write')
        for (const { reject } of group) reject(error)
      }
      this.#underWay = []
    }
    this.#writing = undefined
  }

  /** The last of the batches to be written that touch the range: they are written in order. */
  #lastWriteTo({ from, below }: KeyRange): Waiting | undefined {
    const touches = ({ keys }: Waiting): boolean =>
      keys.some((key) => compareKeys(key, from) >= 0 && compareKeys(key, below) < 0)
    return this.#waiting.findLast(touches) ?? this.#underWay.findLast(touches)
  }

  #split(key: string): [SubLevel, rest: string] {
    const end = key.indexOf('/')
    const room = this.#rooms.get(key.slice(0, Math.max(0, end)))
    if (room === undefined) fault(`a key without a room: ${key.slice(0, 80)}`)
    return [room, key.slice(end + 1)]
  }

  async #number(key: string): Promise<number> {
    const bytes = await this.get(key)
    if (bytes === undefined) return 0
    const text = new TextDecoder().decode(bytes)
    const value = Number(text)
    if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(value)) return value
    throw corrupt(this.#db.location, `${key} is ${JSON.stringify(text.slice(0, 40))}`)
  }
}

function operationOf({ value }: Put, sublevel: SubLevel, key: string) {
  return value === undefined
    ? ({ type: 'del', key, sublevel } as const)
    : ({ type: 'put', key, value, sublevel } as const)
}

const isSingle = ({ from, below }: KeyRange): boolean => below.length === from.length + 1 && below === `${from}\0`

const singlePage = ({ from }: KeyRange, limit: number, value: Uint8Array | undefined): Page => ({
  rows: value === undefined || limit < 1 ? [] : [[from, value]],
  more: false,
})

/** As the host writes its mark: readable in a dump, exact to 2^53. */
const decimal = (value: number): Uint8Array => new TextEncoder().encode(String(value))

/** LevelDB makes a new database when its CURRENT is gone, over the old rows: this daemon would forget its epochs. */
async function refuseHeadless(dir: string): Promise<void> {
  const names = await readdir(dir).catch((err: unknown): string[] => {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new OrbError('IO', `cannot read ${dir}: ${wordsOf(err)}`, { cause: err })
  })
  const old = names.some((name) => /^MANIFEST-|\.(?:ldb|sst)$/.test(name))
  if (old && !names.includes('CURRENT')) throw corrupt(dir, 'its file CURRENT is missing')
}

async function openError(err: unknown, dir: string, lockFile: string): Promise<OrbError> {
  const cause = err instanceof Error && err.cause !== undefined ? err.cause : err
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  const words = wordsOf(cause)
  if (code === 'LEVEL_LOCKED') {
    const pid = /^\d+/.exec(await readFile(lockFile, 'utf8').catch(() => ''))?.[0]
    const who = pid === undefined ? 'another process' : `process ${pid}`
    return new OrbError('DATA_DIR_LOCKED', `${dir} is in use by ${who}`, {
      hint: 'stop that daemon (orbweaver stop), or use another data directory with --data-dir',
      cause,
    })
  }
  if (
    code === 'LEVEL_CORRUPTION' ||
    /: no such file|corrupt|does not exist \(create_if_missing|invalid argument/i.test(words)
  ) {
    return corrupt(dir, words, cause)
  }
  return storageError(cause, 'open')
}

const DAMAGED_HINT =
  'put back a copy of the data directory, or move its folder level away: the next start makes a new one (shared files stay where they are and can be shared again)'

function corrupt(dir: string, words: string, cause?: unknown): OrbError {
  return new OrbError('CORRUPT', `the database in ${dir} is damaged: ${words}`, {
    hint: DAMAGED_HINT,
    cause,
  })
}

function storageError(err: unknown, verb: 'open' | 'read' | 'write'): StorageError {
  const code = (err as NodeJS.ErrnoException).code ?? ''
  const words = wordsOf(err)
  const full = /no space left|quota exceeded|ENOSPC|EDQUOT/i.test(words)
  const damaged = code === 'LEVEL_CORRUPTION' || /^corruption/i.test(words)
  return new OrbError(full ? 'STORAGE_FULL' : damaged ? 'CORRUPT' : 'IO', `cannot ${verb} the database: ${words}`, {
    ...(full ? { hint: 'free some space on the disk of the data directory' } : {}),
    ...(damaged ? { hint: DAMAGED_HINT } : {}),
    cause: err,
  }) as StorageError
}

const wordsOf = (err: unknown): string => (err instanceof Error ? err.message : String(err))
