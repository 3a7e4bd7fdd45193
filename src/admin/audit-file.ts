import { closeSync, fchmodSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { errorCode, ioError } from '../config/index.ts'

/** No line is longer: names, routes and addresses are all bounded. */
export const MAX_LINE_BYTES = 1_024
/** As many files as admin.auditFiles can be: what an earlier, larger setting left is removed. */
const MOST_FILES = 64
const NEWLINE = 0x0a

export interface AuditFileOptions {
  readonly path: string
  /** A file that has so many is renamed. */
  readonly maxBytes: number
  /** Files kept, the present one included. */
  readonly files: number
}

/**
 * Lines appended to a file, the last `files` × `maxBytes` of them: `path`, and older ones in `path.1`, `path.2` …
 * Appending is synchronous and each line is one write to the operating system, so that what was answered is on record
 * even if the process is killed the next moment; a power cut can take the last seconds. Some 5 µs a line.
 */
export class AuditFile {
  readonly #options: AuditFileOptions
  /** Undefined: closed, or it could not be opened again after a rename. */
  #fd: number | undefined
  #bytes = 0
  /** A full disk took only a part of the last line. */
  #torn = false

  /** @throws OrbError IO, STORAGE_FULL */
  constructor(options: AuditFileOptions) {
    this.#options = options
    try {
      this.#open()
      for (let index = options.files; index <= MOST_FILES; index++) rmSync(`${options.path}.${index}`, { force: true })
    } catch (error) {
      throw ioError(`cannot open ${options.path}`, error)
    }
  }

  /** @throws OrbError IO, STORAGE_FULL: the line is not on record */
  append(line: string): void {
    try {
      const bytes = Buffer.from(`${this.#torn ? '\n' : ''}${line}\n`)
      if (this.#bytes > 0 && this.#bytes + bytes.byteLength > this.#options.maxBytes) this.#rotate()
      const written = writeSync(this.#fd ?? this.#open(), bytes)
      this.#bytes += written
      this.#torn = written < bytes.byteLength
      if (this.#torn) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' })
    } catch (error) {
      throw ioError(`cannot write ${this.#options.path}`, error)
    }
  }

  /** The last lines, newest first. @throws OrbError IO */
  last(limit: number): string[] {
    const { path, files } = this.#options
    const found: string[] = []
    try {
      for (let index = 0; index < files && found.length < limit; index++) {
        const lines = lastLines(index === 0 ? path : `${path}.${index}`, limit - found.length)
        if (lines === undefined) break
        found.push(...lines)
      }
    } catch (error) {
      throw ioError(`cannot read ${path}`, error)
    }
    return found
  }

  close(): void {
    const fd = this.#fd
    // Before it is closed: the number may be another file's the next moment.
    this.#fd = undefined
    if (fd !== undefined) closeSync(fd)
  }

  #open(): number {
    const { fd, bytes } = openForAppending(this.#options.path)
    this.#fd = fd
    this.#bytes = bytes
    this.#torn = false
    return fd
  }

  #rotate(): void {
    const { path, files } = this.#options
    this.close()
    for (let index = files - 1; index > 0; index--) {
      moveIfThere(index === 1 ? path : `${path}.${index - 1}`, `${path}.${index}`)
    }
    if (files === 1) rmSync(path, { force: true })
  }
}

/** A line that a crash cut off is ended, so that the next one stands alone. */
function openForAppending(path: string): { readonly fd: number; readonly bytes: number } {
  const fd = openSync(path, 'a+', 0o600)
  const { size, mode } = fstatSync(fd)
  if ((mode & 0o077) !== 0) fchmodSync(fd, 0o600)
  const last = Buffer.alloc(1)
  if (size === 0 || (readSync(fd, last, 0, 1, size - 1) === 1 && last[0] === NEWLINE)) return { fd, bytes: size }
  return { fd, bytes: size + writeSync(fd, '\n') }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** Newest first; undefined when there is no such file. */
function lastLines(path: string, limit: number): string[] | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const { size } = statSync(path)
    const from = Math.max(0, size - (limit + 1) * MAX_LINE_BYTES)
    const bytes = Buffer.alloc(size - from)
    const read = readSync(fd, bytes, 0, bytes.byteLength, from)
    const lines = bytes.toString('utf8', 0, read).split('\n')
    // The first may be the rest of one that began before.
    if (from > 0) lines.shift()
    return lines
      .filter((line) => line !== '')
      .toReversed()
      .slice(0, limit)
  } finally {
    closeSync(fd)
  }
}
