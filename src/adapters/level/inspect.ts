import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Level } from 'level'
import { verifyTable } from './table-file.ts'

/** A larger database is not copied to be opened: its checksums must do. */
const MAX_COPY_BYTES = 1024 * 1024 * 1024

/** What a look at a database has shown. */
export interface Inspection {
  readonly bytes: number
  readonly tables: number
  readonly blocks: number
  /** One sentence for each table that is damaged. */
  readonly damaged: readonly string[]
  /** Rows of a copy that was opened and read; undefined: it was not opened. */
  readonly rows: number | undefined
  /** Why the copy could not be opened or read. */
  readonly unreadable: string | undefined
}

/**
 * Looks at a database without changing it: verifies the checksums of all tables, and, unless a daemon has it open, opens a
 * copy and reads every row.
 * @returns undefined when there is none
 */
export async function inspectStore(dir: string, isOpen: boolean): Promise<Inspection | undefined> {
  const names = await readdir(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  if (names === undefined) return undefined
  let bytes = 0
  let tables = 0
  let blocks = 0
  const damaged: string[] = []
  for (const name of names) {
    // A table that has been merged into another one may go in the meantime.
    const size = await stat(join(dir, name)).then(
      (found) => found.size,
      () => undefined,
    )
    bytes += size ?? 0
    if (size === undefined || !/\.(?:ldb|sst)$/.test(name)) continue
    const file = await readFile(join(dir, name)).catch(() => undefined)
    if (file === undefined) continue
    tables++
    try {
      blocks += verifyTable(file)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      damaged.push(`${name}: ${error.message}`)
    }
  }
  const read = isOpen || bytes > MAX_COPY_BYTES ? {} : await readCopy(dir)
  return { bytes, tables, blocks, damaged, rows: read.rows, unreadable: read.unreadable }
}

async function readCopy(dir: string): Promise<{ rows?: number; unreadable?: string }> {
  const copy = await mkdtemp(join(tmpdir(), 'orbweaver-doctor-'))
  try {
    await cp(dir, join(copy, 'level'), { recursive: true })
    const db = new Level<string, Uint8Array>(join(copy, 'level'), { valueEncoding: 'view', createIfMissing: false })
    try {
      await db.open()
      let rows = 0
      for await (const _ of db.iterator()) rows++
      return { rows }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { unreadable: cause instanceof Error ? cause.message : String(cause) }
    } finally {
      await db.close()
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
