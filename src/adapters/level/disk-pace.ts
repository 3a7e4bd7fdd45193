/**
 * A single row is read where it is asked for: on its way through libuv's threads and back a read that the database answers
 * from memory costs seven times the CPU, and the time until a thread wakes, and every put has three such reads. But when
 * one has taken so long, and this process has read from the disk since the last one that did, the rows come from the disk:
 * the next ones for so long go through the threads, not to hold up all else, so that a slow disk costs no more than one
 * such read in each of these spans. Without the second sign the process only had to wait for a core, as it has every
 * second on a machine that has more to do than cores.
 */
const SLOW_READ_MS = 2
const SLOW_FOR_MS = 1_000

export interface DiskPaceOptions {
  /** Milliseconds, monotonic: by which reads are timed; performance.now unless a test holds the clock. */
  readonly now?: () => number
  /** How much this process has read from the disk so far, in whatever unit: the system's count unless a test holds it. */
  readonly diskReads?: () => number
}

/** Tells when rows come from a slow disk. */
export class DiskPace {
  readonly #now: () => number
  readonly #diskReads: () => number
  #seen: number
  #slowUntil = 0

  constructor({ now = () => performance.now(), diskReads = () => process.resourceUsage().fsRead }: DiskPaceOptions) {
    this.#now = now
    this.#diskReads = diskReads
    this.#seen = diskReads()
  }

  /** Reads at once, and times it; undefined: reading at once may take long now. */
  atOnce<Value>(read: () => Value): { readonly value: Value } | undefined {
    const begun = this.#now()
    if (begun < this.#slowUntil) return undefined
    const value = read()
    const ended = this.#now()
    if (ended - begun > SLOW_READ_MS) {
      const reads = this.#diskReads()
      if (reads !== this.#seen) this.#slowUntil = ended + SLOW_FOR_MS
      this.#seen = reads
    }
    return { value }
  }
}
