import { OrbError } from '../base/index.ts'
import type { Logger } from '../observe/index.ts'

/** How long a graceful stop may take (interface.md). */
const STOP_MS = 10_000
/** How long handing over may take before the daemon stops all the same: others notice its absence then. */
const LEAVE_MS = 20_000

export interface DepartureInit {
  readonly logger: Logger
  /** `performance.now()` at the start. */
  readonly startedAt: number
  /** Why it cannot leave now, if there is a reason. */
  readonly cannotLeave: () => OrbError | undefined
  /** Hands everything over, as far as that is possible until `signal` aborts. Never rejects. */
  readonly handOver: (deadlineMs: number, signal: AbortSignal) => Promise<void>
  /** Closes everything, outermost first. */
  readonly close: () => Promise<void>
}

/** How a daemon ends: by stopping (a short absence), by leaving (handing over first), or by a fault. */
export class Departure {
  readonly #init: DepartureInit
  readonly #end = Promise.withResolvers<undefined>()
  readonly #handOver = new AbortController()
  #state: 'staying' | 'leaving' | 'stopping' = 'staying'
  #stopping: Promise<void> | undefined

  constructor(init: DepartureInit) {
    this.#init = init
  }

  get state(): 'staying' | 'leaving' | 'stopping' {
    return this.#state
  }

  /** Ends when all is closed, for whatever reason; rejects when the daemon failed. */
  get ended(): Promise<void> {
    return this.#end.promise
  }

  /** Stops gracefully, in at most 10 s, also in the middle of leaving. Again: the same promise. */
  stop(why: string): Promise<void> {
    this.#handOver.abort(new OrbError('CANCELLED', 'the daemon is stopping'))
    this.#stopping ??= this.#stop(why)
    return this.#stopping
  }

  /**
   * Begins to hand over; the daemon stops when that is done, or its deadline has passed.
   * @throws OrbError NOT_JOINED, CONFLICT when it leaves or stops already
   */
  leave(why: string): void {
    if (this.#state !== 'staying') throw new OrbError('CONFLICT', `the daemon is ${this.#state} already`)
    const reason = this.#init.cannotLeave()
    if (reason !== undefined) throw reason
    this.#state = 'leaving'
    this.#init.logger.event('daemon.leaving', { why, deadlineMs: LEAVE_MS })
    const signal = AbortSignal.any([this.#handOver.signal, AbortSignal.timeout(LEAVE_MS)])
    void this.#init.handOver(LEAVE_MS, signal).then(() => this.stop('it has left').catch(() => this.ended))
  }

  /** Something went wrong that the daemon cannot live with. */
  fail(error: unknown): void {
    if (this.#stopping !== undefined) return
    const known = errorOf(error)
    this.#init.logger.event('daemon.failed', { error: known })
    this.#state = 'stopping'
    this.#handOver.abort(known)
    const end = (): void => {
      this.#end.reject(known)
    }
    this.#stopping = this.#init.close().then(end, end)
  }

  async #stop(why: string): Promise<void> {
    const { logger, startedAt, close } = this.#init
    this.#state = 'stopping'
    logger.event('daemon.stopping', { why })
    const late = AbortSignal.timeout(STOP_MS)
    const cut = new Promise<never>((_resolve, reject) => {
      late.addEventListener('abort', () => {
        reject(new OrbError('TIMEOUT', `not everything stopped within ${STOP_MS} ms`))
      })
    })
    try {
      await Promise.race([close(), cut])
      logger.event('daemon.stopped', { uptimeMs: Math.round(performance.now() - startedAt) })
      await logger.flush()
      this.#end.resolve(undefined)
    } catch (error) {
      this.#end.reject(error)
      throw error
    }
  }
}

/** Whatever was thrown, as an error. */
export const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
