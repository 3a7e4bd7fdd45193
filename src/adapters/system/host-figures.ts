import { statfs } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'

/** How often the disk is asked. */
const LOOK_MS = 30_000

/** What this machine has to spare, measured now and then and read at any time. */
export class HostFigures {
  readonly #dir: string
  #freeBytes = 0
  #timer: NodeJS.Timeout | undefined

  /** @param dir a folder on the disk that is meant */
  constructor(dir: string) {
    this.#dir = dir
  }

  /** Bytes that this user may still write there; 0 before the first look, and when the disk cannot be asked. */
  get freeBytes(): number {
    return this.#freeBytes
  }

  /** Processes that ran or waited in the last minute, per processor. 0 on Windows, which does not count them. */
  get load(): number {
    return (loadavg()[0] ?? 0) / availableParallelism()
  }

  /** Resolves when it has looked once; looks again until `stop`. Never rejects. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref()
    await this.#look()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    try {
      const { bavail, bsize } = await statfs(this.#dir)
      this.#freeBytes = bavail * bsize
    } catch {
      // A disk that does not say what it has free has nothing to offer.
      this.#freeBytes = 0
    }
  }
}
