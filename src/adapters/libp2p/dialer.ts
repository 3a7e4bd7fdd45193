import type { Connection } from '@libp2p/interface'
import { MAX_WAITING_DIALS, type TransportLimits } from './limits.ts'

export interface Dialled {
  readonly connection: Connection
  readonly address: string
}

/** How a dial of one address went; `false` also when it ran out of time. Not told of those that were given up. */
export type DialOutcome = (address: string, reached: boolean) => void

/**
 * Dials the addresses of one peer at once, each a little after the one before (RFC 8305's happy eyeballs), takes the
 * first connection and gives up the others; dials a bounded number of peers at a time. Urgent dials (probes, redials)
 * have places of their own and wait before the others, so that no storm of dials delays the finding of a failure.
 */
export class Dialer {
  readonly #dialOne: (address: string, signal: AbortSignal) => Promise<Connection>
  readonly #limits: TransportLimits
  readonly #outcome: DialOutcome
  readonly #waiting: (() => void)[] = []
  readonly #urgentWaiting: (() => void)[] = []
  readonly #running = new Set<AbortController>()
  #stopped = false

  constructor(
    dialOne: (address: string, signal: AbortSignal) => Promise<Connection>,
    limits: TransportLimits,
    outcome: DialOutcome = () => undefined,
  ) {
    this.#dialOne = dialOne
    this.#limits = limits
    this.#outcome = outcome
  }

  get running(): number {
    return this.#running.size
  }

  /** Dials that wait for a place. */
  get waiting(): number {
    return this.#waiting.length + this.#urgentWaiting.length
  }

  /** @throws the last address's error, or a TimeoutError */
  async dial(addresses: readonly string[], urgent = false): Promise<Dialled> {
    if (!this.#hasPlace(urgent)) {
      const queue = urgent ? this.#urgentWaiting : this.#waiting
      if (queue.length >= MAX_WAITING_DIALS) throw new Error('too many dials wait')
      await new Promise<void>((resolve) => queue.push(resolve))
    }
    if (this.#stopped) throw new Error('the transport is stopping')
    const control = new AbortController()
    this.#running.add(control)
    const timer = setTimeout(() => {
      control.abort(new DOMException(`no connection within ${this.#limits.dialTimeoutMs} ms`, 'TimeoutError'))
    }, this.#limits.dialTimeoutMs)
    try {
      return await this.#race(addresses, control)
    } finally {
      clearTimeout(timer)
      this.#running.delete(control)
      this.#next()
    }
  }

  #hasPlace(urgent: boolean): boolean {
    const { parallelDials, urgentDials } = this.#limits
    return this.#running.size < (urgent ? parallelDials : Math.max(1, parallelDials - urgentDials))
  }

  #next(): void {
    if (this.#hasPlace(true) && this.#urgentWaiting.length > 0) this.#urgentWaiting.shift()?.()
    else if (this.#hasPlace(false)) this.#waiting.shift()?.()
  }

  stop(): void {
    this.#stopped = true
    for (const control of this.#running) control.abort(new Error('the transport is stopping'))
    for (const resolve of [...this.#urgentWaiting.splice(0), ...this.#waiting.splice(0)]) resolve()
  }

  #race(addresses: readonly string[], control: AbortController): Promise<Dialled> {
    return new Promise((resolve, reject) => {
      let next = 0
      let done = false
      let stagger: NodeJS.Timeout | undefined
      let lastError = new Error('no address to dial')
      const open = new Map<AbortController, string>()
      const finish = (end: () => void): void => {
        if (done) return
        done = true
        clearTimeout(stagger)
        for (const other of open.keys()) other.abort(new Error('not needed any more'))
        end()
      }
      const start = (): void => {
        clearTimeout(stagger)
        const address = addresses[next++]
        if (address === undefined) return
        if (next < addresses.length) stagger = setTimeout(start, this.#limits.dialStaggerMs)
        // Its own signal, never aborted after success: Node keeps it bound to the socket.
        const own = new AbortController()
        open.set(own, address)
        this.#dialOne(address, own.signal).then(
          (connection) => {
            open.delete(own)
            if (done) connection.abort(new Error('another address was faster'))
            else {
              this.#outcome(address, true)
              finish(() => resolve({ connection, address }))
            }
          },
          (err: unknown) => {
            open.delete(own)
            lastError = err instanceof Error ? err : new Error(String(err))
            if (done) return
            // Whoever has failed to prove who he is has answered: that is between us and the peer, not the address.
            this.#outcome(address, lastError.name === 'EncryptionFailedError')
            if (next < addresses.length) start()
            else if (open.size === 0) finish(() => reject(lastError))
          },
        )
      }
      const giveUp = (): void => {
        if (!done && !this.#stopped) for (const address of open.values()) this.#outcome(address, false)
        finish(() => reject(control.signal.reason as Error))
      }
      control.signal.addEventListener('abort', giveUp, { once: true })
      if (addresses.length === 0) finish(() => reject(lastError))
      else start()
    })
  }
}
