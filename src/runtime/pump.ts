import type { MonoMs } from '../base/index.ts'
import type {
  CommandArgs,
  CommandId,
  CommandName,
  CommandProgress,
  CommandResult,
  MachineName,
  Result,
} from '../protocols/index.ts'
import type { PeerHost } from './host.ts'

/** A Node timer fires at most this far ahead. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Real time as a pump needs it; injected, so that tests can hold the clock. */
export interface PumpClock {
  now(): MonoMs
  /** Calls back once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void
}

/** How long a command may take, and who else wants to know of it. */
export interface CommandOptions<Item> {
  readonly deadlineMs: number
  /** Gives up waiting and tells the machine so. */
  readonly signal?: AbortSignal
  readonly progress?: (item: Item) => void
}

/** What a waiting caller gets. */
interface Waiter {
  readonly resolve: (result: Result) => void
  readonly progress: ((item: unknown) => void) | undefined
}

/**
 * Drives a host with real time: runs one step at a time, never re-enters, and arms one timer for `wakeAt`. A timer that
 * fires early costs a look at the clock, so it is not re-armed whenever `wakeAt` moves away.
 */
export class Pump {
  readonly #host: PeerHost
  readonly #clock: PumpClock
  readonly #failed: ((error: unknown) => void) | undefined
  readonly #waiting: ((now: MonoMs) => void)[] = []
  readonly #waiters = new Map<CommandId, Waiter>()
  /** Results that came while the command's first step was still running. */
  readonly #early = new Map<CommandId, Result>()
  /** What was told meanwhile to nobody who waits; undefined: no command's first step is running. */
  #untold: [id: CommandId, item: unknown][] | undefined
  #running = false
  #stopped = false
  #armedAt: MonoMs | undefined
  #disarm: (() => void) | undefined

  /**
   * @param failed told when a step throws. A step is not undone: the host is in no state that anybody has thought of, so
   *   no further step is run, and whoever brought the input is not told, since the fault is ours. Left out: it is thrown.
   */
  constructor(host: PeerHost, clock: PumpClock, failed?: (error: unknown) => void) {
    this.#host = host
    this.#clock = clock
    this.#failed = failed
  }

  start(): void {
    this.run((host, now) => {
      host.wake(now)
    })
  }

  /** No step is run from now on; commands still waiting end with CANCELLED. */
  stop(): void {
    this.#stopped = true
    this.#disarm?.()
    this.#waiting.length = 0
    for (const { resolve } of this.#waiters.values()) {
      resolve({ ok: false, code: 'CANCELLED', detail: 'the daemon is stopping' })
    }
    this.#waiters.clear()
  }

  /** Runs one step now, or, when called from within a step (by a port), right after it. */
  run(step: (host: PeerHost, now: MonoMs) => void): void {
    if (this.#stopped) return
    this.#waiting.push((now) => {
      step(this.#host, now)
    })
    if (this.#running) return
    this.#running = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        next(this.#clock.now())
      }
    } catch (error) {
      if (this.#failed === undefined) throw error
      this.stop()
      this.#failed(error)
      return
    } finally {
      this.#running = false
    }
    this.#arm()
  }

  /** Runs a command and waits for its result. Never rejects: failures are values. */
  command<M extends MachineName, K extends CommandName<M>>(
    machine: M,
    command: { readonly name: K; readonly args: CommandArgs<M, K> },
    options: CommandOptions<CommandProgress<M, K>>,
  ): Promise<CommandResult<M, K>> {
    // What a command tells and comes to is typed by its machine's map: host and ports pass it on unseen.
    return this.#command(machine, command, options as CommandOptions<unknown>) as Promise<CommandResult<M, K>>
  }

  #command(
    machine: MachineName,
    command: { name: string; args: unknown },
    options: CommandOptions<unknown>,
  ): Promise<Result> {
    if (this.#stopped) {
      return Promise.resolve({ ok: false, code: 'CANCELLED', detail: 'the daemon is stopping' })
    }
    return new Promise((resolve) => {
      this.run((host, now) => {
        const untold: [id: CommandId, item: unknown][] = (this.#untold = [])
        const id = host.command(now, machine, command, options.deadlineMs)
        this.#untold = undefined
        for (const [of, item] of untold) if (of === id) options.progress?.(item)
        const early = this.#early.get(id)
        if (early !== undefined) {
          this.#early.delete(id)
          resolve(early)
          return
        }
        const giveUp = (): void => {
          this.run((again, then) => {
            again.cancel(then, id)
          })
        }
        options.signal?.addEventListener('abort', giveUp, { once: true })
        this.#waiters.set(id, {
          resolve: (result) => {
            options.signal?.removeEventListener('abort', giveUp)
            resolve(result)
          },
          progress: options.progress,
        })
      })
      // Its first step threw: nobody will settle it. Harmless when it is settled or waits.
      if (this.#stopped) resolve({ ok: false, code: 'CANCELLED', detail: 'the daemon is stopping' })
    })
  }

  /** For `Ports.settled`. */
  settled(id: CommandId, result: Result): void {
    const waiter = this.#waiters.get(id)
    if (waiter === undefined) {
      this.#early.set(id, result)
      return
    }
    this.#waiters.delete(id)
    waiter.resolve(result)
  }

  /** For `Ports.progress`. */
  progress(id: CommandId, item: unknown): void {
    const waiter = this.#waiters.get(id)
    if (waiter === undefined) this.#untold?.push([id, item])
    else waiter.progress?.(item)
  }

  #arm(): void {
    if (this.#stopped) return
    const at = this.#host.wakeAt
    if (at === undefined || (this.#armedAt !== undefined && this.#armedAt <= at)) return
    this.#disarm?.()
    this.#armedAt = at
    const delayMs = Math.min(Math.max(0, at - this.#clock.now()), MAX_TIMER_MS)
    this.#disarm = this.#clock.after(delayMs, () => {
      this.#armedAt = undefined
      this.#disarm = undefined
      this.run((host, now) => {
        host.wake(now)
      })
    })
  }
}
