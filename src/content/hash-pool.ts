import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { OrbError } from '../base/index.ts'
import type { HashTask, SegmentResult, StoreResult, StoreTask } from './hash-tasks.ts'

export interface HashPoolOptions {
  /** Threads at most; absent: one less than there are cores, 1 to 4. */
  readonly workers?: number
  /** How long a thread may be idle before it ends. A thread costs 10 to 15 MB, which an idle daemon must not pay. */
  readonly idleMs?: number
}

/** Jobs that may wait. Callers bound themselves (buffers of pieces, batches of hashing); this catches one that does not. */
const MAX_QUEUED = 1024
/** Pieces in a worker at a time: the second is there when the first is done, so that it never waits for a message. */
const STORE_DEPTH = 2
const DEFAULT_IDLE_MS = 10_000
/** The heap holds short strings and views only; buffers lie outside. */
const HEAP = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 }

interface Job {
  readonly task: HashTask | StoreTask
  readonly resolve: (result: never) => void
  readonly reject: (error: OrbError) => void
}

interface Thread {
  readonly worker: Worker
  readonly jobs: Map<number, Job>
  idleTimer: NodeJS.Timeout | undefined
}

/**
 * Threads that hash and write, so that neither ever blocks the main thread. They start when there is work and end when
 * there is none. Pieces to be stored go before files to be hashed.
 */
export class HashPool {
  /** Threads at most. */
  readonly size: number
  readonly #idleMs: number
  readonly #threads = new Set<Thread>()
  readonly #stores: Job[] = []
  readonly #hashes: Job[] = []
  #nextId = 0
  #closed = false
  #drained: (() => void) | undefined

  constructor(options: HashPoolOptions = {}) {
    this.size = options.workers ?? Math.min(4, Math.max(1, availableParallelism() - 1))
    this.#idleMs = options.idleMs ?? DEFAULT_IDLE_MS
    if (!Number.isInteger(this.size) || this.size < 1) {
      throw new OrbError('INVALID_ARGUMENT', `a hash pool of ${this.size} threads is not possible`)
    }
  }

  /** For metrics: threads that run, and jobs that wait for one. */
  get stats(): { threads: number; queued: number } {
    return { threads: this.#threads.size, queued: this.#stores.length + this.#hashes.length }
  }

  /**
   * Hashes pieces of files on disk; one result per segment. A file that cannot be read is a result, not an error.
   * @throws OrbError CANCELLED when the pool is closed first, OVERLOAD beyond 1,024 waiting jobs, INTERNAL when a thread
   *   crashes.
   */
  hash(task: HashTask): Promise<SegmentResult[]> {
    return this.#add<SegmentResult[]>(this.#hashes, task)
  }

  /**
   * Verifies a piece and writes it to its place; nothing is written unless it is right. `task.buffer` is detached at
   * once and comes back in the result. Not synced to disk.
   * @throws OrbError as `hash`; `task.buffer` is lost only if it is detached then.
   */
  store(task: StoreTask): Promise<StoreResult> {
    return this.#add<StoreResult>(this.#stores, task)
  }

  /** Lets what runs come to its end, rejects what waits, ends the threads. */
  async close(): Promise<void> {
    this.#closed = true
    const cancelled = new OrbError('CANCELLED', 'the hash pool is closing')
    for (const job of [...this.#stores.splice(0), ...this.#hashes.splice(0)]) job.reject(cancelled)
    if (this.#busy()) await new Promise<void>((resolve) => (this.#drained = resolve))
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)))
  }

  #add<T>(queue: Job[], task: Job['task']): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) reject(new OrbError('CANCELLED', 'the hash pool is closed'))
      else if (queue.length >= MAX_QUEUED) reject(new OrbError('OVERLOAD', 'too many hashing jobs wait'))
      else {
        queue.push({ task, resolve, reject })
        this.#assign()
      }
    })
  }

  #assign(): void {
    for (;;) {
      const queue = this.#stores.length > 0 ? this.#stores : this.#hashes
      if (queue.length === 0) return
      const thread = this.#threadFor(queue === this.#stores ? STORE_DEPTH : 1)
      const job = thread && queue.shift()
      if (thread === undefined || job === undefined) return
      this.#post(thread, job)
    }
  }

  /** An idle thread, else a new one, else the least busy one with less than `depth` jobs. */
  #threadFor(depth: number): Thread | undefined {
    let best: Thread | undefined
    for (const thread of this.#threads) if (best === undefined || thread.jobs.size < best.jobs.size) best = thread
    if (best?.jobs.size !== 0 && this.#threads.size < this.size) return this.#start()
    return best !== undefined && best.jobs.size < depth ? best : undefined
  }

  #post(thread: Thread, job: Job): void {
    const id = this.#nextId++
    clearTimeout(thread.idleTimer)
    thread.jobs.set(id, job)
    thread.worker.ref()
    thread.worker.postMessage({ id, task: job.task }, job.task.kind === 'store' ? [job.task.buffer] : [])
  }

  #start(): Thread {
    // As TypeScript the worker is loaded by Node itself, which strips types; compiled or bundled it lies beside this file.
    const entry = import.meta.url.endsWith('.ts') ? './hash-worker.ts' : './hash-worker.js'
    const worker = new Worker(new URL(entry, import.meta.url), {
      name: 'orbweaver-hash',
      execArgv: [],
      resourceLimits: HEAP,
    })
    const thread: Thread = { worker, jobs: new Map(), idleTimer: undefined }
    this.#threads.add(thread)
    worker.on('message', ({ id, result }: { id: number; result: never }) => {
      const job = thread.jobs.get(id)
      thread.jobs.delete(id)
      job?.resolve(result)
      if (thread.jobs.size === 0) this.#rest(thread)
      this.#assign()
    })
    worker.on('error', (cause) => this.#crashed(thread, cause))
    worker.on('exit', () => this.#crashed(thread))
    return thread
  }

  #rest(thread: Thread): void {
    thread.worker.unref()
    thread.idleTimer = setTimeout(() => void this.#end(thread), this.#idleMs).unref()
    if (!this.#busy()) this.#drained?.()
  }

  async #end(thread: Thread): Promise<void> {
    clearTimeout(thread.idleTimer)
    this.#threads.delete(thread)
    await thread.worker.terminate()
  }

  /** Its jobs fail; those that wait get another thread. */
  #crashed(thread: Thread, cause?: unknown): void {
    if (!this.#threads.delete(thread)) return
    clearTimeout(thread.idleTimer)
    const error = new OrbError('INTERNAL', 'a hashing thread crashed', { cause })
    for (const job of thread.jobs.values()) job.reject(error)
    thread.jobs.clear()
    if (!this.#busy()) this.#drained?.()
    this.#assign()
  }

  #busy(): boolean {
    return [...this.#threads].some((thread) => thread.jobs.size > 0)
  }
}
