import type { Connection } from '@libp2p/interface'
import { peerKey, type PeerKey } from '../../base/index.ts'
import { bytesReadOf } from './corked-tcp.ts'
import { KeepAlive } from './keep-alive.ts'
import type { TransportLimits } from './limits.ts'
import { TokenBuckets } from './token-buckets.ts'

/** So many seconds' worth of streams may come at once: all sessions of a peer that starts again, several times over. */
const STREAM_BURST_SECONDS = 10

/** What we take from inside a connection: its muxer, which tells of a stream before anything is negotiated on it, and pings. */
interface Inside {
  readonly muxer?: { addEventListener(type: 'stream', listener: () => void): void; ping(): Promise<number> }
}

export interface WatchInit {
  readonly limits: TransportLimits
  readonly now: () => number
  /** All that are open, with hello or without. */
  readonly connections: () => readonly Connection[]
  /** Nothing came on it for so long. */
  readonly silent: (peer: PeerKey, connection: Connection, silentMs: number) => void
  /** The peer opens streams faster than any use of them. */
  readonly flood: (peer: PeerKey, connection: Connection) => void
  /** Time to look for frames that rest half received. */
  readonly lookForStalls: (now: number) => void
}

/** Looks once per `watchMs` for connections that are quiet, silent or stalled, and at every stream for floods. */
export class Watch {
  readonly #init: WatchInit
  readonly #keepAlive: KeepAlive
  readonly #streams: TokenBuckets<PeerKey>
  #timer: NodeJS.Timeout | undefined

  constructor(init: WatchInit) {
    const { limits, now } = init
    this.#init = init
    this.#keepAlive = new KeepAlive(limits, bytesReadOf)
    const perSecond = limits.streamsPerSecond
    this.#streams = new TokenBuckets({ perSecond, burst: perSecond * STREAM_BURST_SECONDS }, now)
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#look()
    }, this.#init.limits.watchMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** A connection was opened: counts the streams that the peer opens, also those that are refused before a handler runs. */
  countStreams(connection: Connection): void {
    const peer = peerKey(connection.remotePeer.toString())
    const { muxer } = connection as unknown as Inside
    muxer?.addEventListener('stream', () => {
      if (connection.status === 'open' && !this.#streams.take(peer)) this.#init.flood(peer, connection)
    })
  }

  #look(): void {
    const { now, connections, silent, lookForStalls } = this.#init
    const at = now()
    const looked = this.#keepAlive.look(at, connections())
    for (const connection of looked.quiet) ping(connection)
    for (const { connection, silentMs } of looked.silent) {
      silent(peerKey(connection.remotePeer.toString()), connection, silentMs)
    }
    lookForStalls(at)
  }
}

function ping(connection: Connection): void {
  const { muxer } = connection as unknown as Inside
  muxer?.ping().catch(() => {
    // It is being closed, of which whoever uses it is told.
  })
}
