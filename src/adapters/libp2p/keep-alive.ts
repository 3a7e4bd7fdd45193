import type { Connection } from '@libp2p/interface'
import type { TransportLimits } from './limits.ts'

/** Of a connection: what tells that bytes still come. */
interface Sign {
  bytes: number
  /** When `bytes` last changed, monotonic milliseconds. */
  at: number
}

/** How much later than due a look must be to show that we ourselves were asleep. */
const LATE_FACTOR = 3

/**
 * Finds connections whose other end is gone without a word (half-open TCP: a cable, a power cut, a stopped process).
 * yamux pings every `keepAliveMs`, so a connection that works brings some bytes at least as often, on whichever stream;
 * one that brings none for `silentMs` is ended. Bytes of the socket count, not frames: a slow link full of blocks is
 * alive although its control frames wait behind them. When this process was stopped or its event loop blocked, the time
 * does not count, since what the others said meanwhile has not been read yet.
 */
export class KeepAlive {
  readonly #limits: TransportLimits
  readonly #bytesOf: (connection: Connection) => number | undefined
  readonly #signs = new WeakMap<Connection, Sign>()
  #lookedAt: number | undefined

  /** @param bytesOf received so far on the socket of a connection; undefined when it is not known */
  constructor(limits: TransportLimits, bytesOf: (connection: Connection) => number | undefined) {
    this.#limits = limits
    this.#bytesOf = bytesOf
  }

  /** The connections that have been silent for too long. */
  look(
    now: number,
    connections: Iterable<Connection>,
  ): { readonly connection: Connection; readonly silentMs: number }[] {
    const { watchMs, silentMs } = this.#limits
    const away = now - (this.#lookedAt ?? now)
    this.#lookedAt = now
    const asleepMs = away > LATE_FACTOR * watchMs ? away : 0
    const silent = []
    for (const connection of connections) {
      const bytes = this.#bytesOf(connection)
      if (bytes === undefined) continue
      const sign = this.#signs.get(connection)
      if (sign?.bytes !== bytes) this.#signs.set(connection, { bytes, at: now })
      else {
        sign.at += asleepMs
        if (now - sign.at >= silentMs) silent.push({ connection, silentMs: now - sign.at })
      }
    }
    return silent
  }
}
