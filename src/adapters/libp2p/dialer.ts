import type { Connection } from '@libp2p/interface'
import { MAX_WAITING_DIALS, type TransportLimits } from './limits.ts'

export interface Dialled {
  readonly connection: Connection
  readonly address: string
}

/**
 * Dials the addresses of one peer at once, each a little after the one before (RFC 8305's happy eyeballs), takes the
 * first connection and gives up the others; dials a bounded number of peers at a time.
 */
export class Dialer {
  readonly #dialOne: (address: string, signal: AbortSignal) => Promise<Connection>
  readonly #limits: TransportLimits
  readonly #waiting: (() => void)[] = []
  readonly #running = new Set<AbortController>()
  #stopped = false

  constructor(dialOne: (address: string, signal: AbortSignal) => Promise<Connection>, limits: TransportLimits) {
    this.#dialOne = dialOne
    this.#limits = limits
  }

  get running(): number {
    return this.#running.size
  }

  /** @throws the last address's error, or a TimeoutError */
  async dial(addresses: readonly string[]): Promise<Dialled> {
    if (this.#running.size >= this.#limits.parallelDials) {
      if (this.#waiting.length >= MAX_WAITING_DIALS) throw new Error('too many dials wait')
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
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
      this.#waiting.shift()?.()
    }
  }

  stop(): void {
    this.#stopped = true
    for (const control of this.#running) control.abort(new Error('the transport is stopping'))
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  #race(addresses: readonly string[], control: AbortController): Promise<Dialled> {
    return new Promise((resolve, reject) => {
      let next = 0
      let done = false
      let stagger: NodeJS.Timeout | undefined
      let lastError = new Error('no address to dial')
      const open = new Set<AbortController>()
      const finish = (end: () => void): void => {
        if (done) return
        done = true
        clearTimeout(stagger)
        for (const other of open) other.abort(new Error('not needed any more'))
        end()
      }
      const start = (): void => {
        clearTimeout(stagger)
        const address = addresses[next++]
        if (address === undefined) return
        if (next < addresses.length) stagger = setTimeout(start, this.#limits.dialStaggerMs)
        // Its own signal, never aborted after success: Node keeps it bound to the socket.
        const own = new AbortController()
        open.add(own)
        this.#dialOne(address, own.signal).then(
          (connection) => {
            open.delete(own)
            if (done) connection.abort(new Error('another address was faster'))
            else finish(() => resolve({ connection, address }))
          },
          (err: unknown) => {
            open.delete(own)
            lastError = err instanceof Error ? err : new Error(String(err))
            if (done) return
            if (next < addresses.length) start()
            else if (open.size === 0) finish(() => reject(lastError))
          },
        )
      }
      control.signal.addEventListener('abort', () => finish(() => reject(control.signal.reason as Error)), {
        once: true,
      })
      if (addresses.length === 0) finish(() => reject(lastError))
      else start()
    })
  }
}
