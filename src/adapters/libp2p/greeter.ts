import type { Connection, Stream } from '@libp2p/interface'
import { peerKey, type Epoch, type Multiaddr, type PeerKey } from '../../base/index.ts'
import { CONTROL_PROTOCOL, MAX_CONTROL_FRAME_BYTES, type HelloRefusalCode } from '../../wire/index.ts'
import { FrameStream } from './frame-stream.ts'
import { HelloError, sayHello, type HelloInit } from './hello.ts'
import type { TransportLimits } from './limits.ts'
import { closeConnection, Link, type LinkEvents } from './link.ts'
import type { PeerBook } from './peer-book.ts'

/** Unread bytes of a control stream after which it is paused. */
const HIGH_WATER_BYTES = 256 * 1024

export interface GreeterInit {
  readonly self: PeerKey
  readonly epoch: Epoch
  readonly secret: Uint8Array | undefined
  readonly limits: TransportLimits
  readonly book: PeerBook
  readonly addresses: () => readonly Multiaddr[]
  readonly linkCount: () => number
  /** It has a link already, or is one that we keep: it is taken even when there are too many. */
  readonly isWelcome: (peer: PeerKey) => boolean
  readonly multihashOf: (peer: PeerKey) => Uint8Array
  readonly now: () => number
  readonly events: LinkEvents
  readonly refused: (peer: PeerKey, err: HelloError) => void
  /** A connection was closed because it never said hello, or because too many do not. */
  readonly dropped: (why: 'noHello' | 'tooManyHellos') => void
}

/** Makes links of connections: opens or takes the control stream, says hello, and drops connections that never get there. */
export class Greeter {
  readonly #init: GreeterInit
  readonly #greeted = new WeakSet<Connection>()
  /** Of each connection whose control stream has come, its link; undefined: hello failed. */
  readonly #links = new WeakMap<Connection, Promise<Link | undefined>>()
  /** Inbound connections without a finished hello, with the timer that ends them. */
  readonly #pending = new Map<Connection, NodeJS.Timeout>()

  constructor(init: GreeterInit) {
    this.#init = init
  }

  get pending(): number {
    return this.#pending.size
  }

  isGreeted(connection: Connection): boolean {
    return this.#greeted.has(connection)
  }

  /** The link of a connection, which may be at its hello still; undefined: it has none. */
  async linkOf(connection: Connection): Promise<Link | undefined> {
    return this.#links.get(connection)
  }

  /** A connection was opened, by us or by the peer, who must say hello soon. */
  watch(connection: Connection): void {
    if (connection.direction === 'outbound') return
    if (this.#pending.size >= this.#init.limits.maxPendingHellos) {
      this.#init.dropped('tooManyHellos')
      connection.abort(new Error('too many connections without hello'))
      return
    }
    const forget = (): void => {
      clearTimeout(this.#pending.get(connection))
      this.#pending.delete(connection)
    }
    const timer = setTimeout(() => {
      this.#init.dropped('noHello')
      connection.abort(new Error('no hello'))
    }, this.#init.limits.helloTimeoutMs)
    this.#pending.set(connection, timer)
    connection.addEventListener('close', forget, { once: true })
  }

  /**
   * Hello as the side that dialled.
   * @throws HelloError, or what opening the stream throws
   */
  async greet(connection: Connection, address: Multiaddr): Promise<Link> {
    let stream: Stream
    try {
      const signal = AbortSignal.timeout(this.#init.limits.helloTimeoutMs)
      stream = await connection.newStream(CONTROL_PROTOCOL, { signal })
    } catch (err) {
      // Also of a connection whose muxer is gone: it would stay listed as open.
      connection.abort(err instanceof Error ? err : new Error('no control stream'))
      throw err
    }
    return this.#greet(stream, connection, 'initiator', address)
  }

  /** The control stream of a peer that dialled. Undefined when hello failed, which `refused` has told. */
  async welcome(stream: Stream, connection: Connection): Promise<Link | undefined> {
    if (connection.direction === 'outbound' || this.#greeted.has(connection)) {
      stream.abort(new Error('the side that dialled opens the control stream, once'))
      return undefined
    }
    try {
      return await this.#greet(stream, connection, 'responder', undefined)
    } catch (err) {
      if (err instanceof HelloError) return undefined
      throw err
    }
  }

  async #greet(
    stream: Stream,
    connection: Connection,
    role: HelloInit['role'],
    dialled: Multiaddr | undefined,
  ): Promise<Link> {
    const link = this.#hello(stream, connection, role, dialled)
    this.#links.set(
      connection,
      link.catch(() => undefined),
    )
    return link
  }

  async #hello(
    stream: Stream,
    connection: Connection,
    role: HelloInit['role'],
    dialled: Multiaddr | undefined,
  ): Promise<Link> {
    const { self, epoch, secret, limits, book, events, now, multihashOf } = this.#init
    const remote = peerKey(connection.remotePeer.toString())
    const frames = new FrameStream(stream, { maxFrameBytes: MAX_CONTROL_FRAME_BYTES, highWaterBytes: HIGH_WATER_BYTES })
    try {
      if (connection.remotePeer.type !== 'Ed25519') throw new HelloError('PROTOCOL', 'the peer has no Ed25519 key')
      const result = await sayHello(frames, {
        role,
        self,
        remote,
        epoch,
        secret,
        addresses: this.#init.addresses(),
        highestEpoch: book.highestEpochOf(remote),
        refuse: this.#refusalFor(remote, role),
        timeoutMs: limits.helloTimeoutMs,
        multihashOf,
      })
      this.#greeted.add(connection)
      clearTimeout(this.#pending.get(connection))
      this.#pending.delete(connection)
      book.met(remote, result.epoch, result.addresses, dialled)
      return new Link({ peer: remote, ...result, connection, frames, now, limits, events })
    } catch (err) {
      if (err instanceof HelloError) this.#init.refused(remote, err)
      if (err instanceof HelloError && err.code === 'PROTOCOL') connection.abort(err)
      else void this.#drop(connection, frames)
      throw err
    }
  }

  #refusalFor(remote: PeerKey, role: HelloInit['role']): HelloRefusalCode | undefined {
    if (this.#init.book.isBanned(remote)) return 'BANNED'
    const full = this.#init.linkCount() >= this.#init.limits.hardLinks && !this.#init.isWelcome(remote)
    return full && role === 'responder' ? 'OVERLOAD' : undefined
  }

  /** Closes after a failed hello, but lets the peer read why. */
  async #drop(connection: Connection, frames: FrameStream): Promise<void> {
    const timeoutMs = this.#init.limits.closeTimeoutMs
    const late = setTimeout(() => {
      connection.abort(new Error('hello failed'))
    }, timeoutMs)
    try {
      await frames.close({ signal: AbortSignal.timeout(timeoutMs) })
      while ((await frames.read()) !== undefined);
    } catch (err) {
      // Whatever else it says is of no interest.
      frames.abort(err instanceof Error ? err : new Error('hello failed'))
    }
    clearTimeout(late)
    await closeConnection(connection, timeoutMs)
  }
}
