import type { Connection } from '@libp2p/interface'
import type { TransportLimits } from './limits.ts'

/** Of a connection: what tells that bytes still come. */
interface Sign {
  bytes: number
  /** When `bytes` last changed, monotonic milliseconds. */
  at: number
  /** When it last changed, or the peer was last asked for a sign. */
  askedAt: number
}

/** Connections that have something to be done about. */
export interface Looked {
  /** Silent for too long. */
  readonly silent: readonly { readonly connection: Connection; readonly silentMs: number }[]
  /** To be asked for a sign of life. */
  readonly quiet: readonly Connection[]
}

/** How much later than due a look must be to show that we ourselves were asleep. */
const LATE_FACTOR = 3

/**
 * Finds connections whose other end is gone without a word (half-open TCP: a cable, a power cut, a stopped process).
 * One that has brought no byte for `keepAliveMs` is to be pinged, so a connection that works brings some at least as often,
 * on whichever stream; one that brings none for `silentMs` is to be ended. Of the two ends one pings, whose look is the
 * first: its ping is the sign that the other waits for. Two pings from each end would be most of what idle daemons do, and
 * where others talk none is needed. Bytes of the socket count, not frames: a slow link full of blocks is alive although its
 * control frames wait behind them. When this process was stopped or its event loop blocked, the time does not count, since
 * what the others said meanwhile has not been read yet.
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

  look(now: number, connections: Iterable<Connection>): Looked {
    const { watchMs, silentMs, keepAliveMs } = this.#limits
    const away = now - (this.#lookedAt ?? now)
    this.#lookedAt = now
    const asleepMs = away > LATE_FACTOR * watchMs ? away : 0
    const silent = []
    const quiet = []
    for (const connection of connections) {
      const bytes = this.#bytesOf(connection)
      if (bytes === undefined) continue
      const sign = this.#signs.get(connection)
      if (sign === undefined) this.#signs.set(connection, { bytes, at: now, askedAt: now })
      else if (sign.bytes !== bytes) {
        sign.bytes = bytes
        sign.at = sign.askedAt = now
      } else {
        sign.at += asleepMs
        if (now - sign.at >= silentMs) silent.push({ connection, silentMs: now - sign.at })
        else if (now - sign.askedAt >= keepAliveMs) {
          sign.askedAt = now
          quiet.push(connection)
        }
      }
    }
    return { silent, quiet }
  }
}
