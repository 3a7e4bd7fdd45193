import { close, constants, open } from 'node:fs'

/** Read what stands in its final place, or write to what is being fetched. */
export type Access = 'read' | 'write'

interface Entry {
  readonly path: string
  readonly fd: Promise<number>
  users: number
  /** Out of the table: closed when the last user is done. */
  dropped: boolean
}

const FLAGS: Readonly<Record<Access, number>> = {
  read: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  write: constants.O_RDWR | constants.O_NOFOLLOW,
}

/**
 * Open files, at most `capacity` of all stores together, the least recently used closed first. Descriptors are numbers, so
 * that threads can use them, and are lent for the time of one call.
 */
export class OpenFiles {
  readonly capacity: number
  /** In order of use, oldest first. */
  readonly #entries = new Map<string, Entry>()
  readonly #waiting: (() => void)[] = []

  constructor(capacity = 64) {
    this.capacity = capacity
  }

  /** For metrics. */
  get size(): number {
    return this.#entries.size
  }

  /**
   * Runs `action` with the file open; waits while `capacity` others are all in use. The final component is not followed
   * when it is a symbolic link.
   * @throws the system error of opening, or what `action` throws.
   */
  async use<T>(path: string, access: Access, action: (fd: number) => Promise<T>): Promise<T> {
    const key = `${access}:${path}`
    for (;;) {
      const known = this.#entries.get(key)
      if (known !== undefined || this.#makeRoom()) break
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    const entry = this.#entries.get(key) ?? { path, fd: opened(path, access), users: 0, dropped: false }
    entry.users++
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    try {
      return await action(await entry.fd)
    } catch (error) {
      if (await failed(entry.fd)) this.#drop(key, entry)
      throw error
    } finally {
      entry.users--
      if (entry.users === 0 && entry.dropped) await closed(entry)
      this.#waiting.shift()?.()
    }
  }

  /** Closes the files at `path` and below it, each when its last user is done. */
  async forget(path: string): Promise<void> {
    const closing: Promise<void>[] = []
    for (const [key, entry] of this.#entries) {
      if (entry.path !== path && !entry.path.startsWith(`${path}/`) && !entry.path.startsWith(`${path}\\`)) continue
      this.#drop(key, entry)
      if (entry.users === 0) closing.push(closed(entry))
    }
    await Promise.all(closing)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  #makeRoom(): boolean {
    if (this.#entries.size < this.capacity) return true
    for (const [key, entry] of this.#entries) {
      if (entry.users > 0) continue
      this.#drop(key, entry)
      void closed(entry)
      return true
    }
    return false
  }

  #drop(key: string, entry: Entry): void {
    entry.dropped = true
    if (this.#entries.get(key) === entry) this.#entries.delete(key)
  }
}

const opened = (path: string, access: Access): Promise<number> =>
  new Promise((resolve, reject) => {
    open(path, FLAGS[access], (error, fd) => {
      if (error === null) resolve(fd)
      else reject(error)
    })
  })

const failed = (fd: Promise<number>): Promise<boolean> =>
  fd.then(
    () => false,
    () => true,
  )

/** Closing has nothing to say that fdatasync has not said before. */
const closed = async (entry: Entry): Promise<void> => {
  if (await failed(entry.fd)) return
  const fd = await entry.fd
  await new Promise<void>((resolve) => {
    close(fd, () => resolve())
  })
}
