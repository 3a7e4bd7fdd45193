import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection, Stream } from '@libp2p/interface'
import type { Epoch, Multiaddr, PeerKey } from '../../base/index.ts'
import {
  DATA_PROTOCOL,
  decodeGoodbye,
  encodeGoodbye,
  FRAME_ENVELOPE,
  FRAME_GOODBYE,
  isLaterFrame,
  MAX_CONTROL_FRAME_BYTES,
  SESSION_PROTOCOL,
  WireError,
  type GoodbyeReason,
} from '../../wire/index.ts'
import { DataStream, type DataDrop, type DataRefusal } from './data-stream.ts'
import { FrameTooLargeError, TruncatedStreamError, type FrameStream } from './frame-stream.ts'
import type { TransportLimits } from './limits.ts'
import { readPaced } from './paced-reader.ts'
import type { Violation } from './sink.ts'

export type LinkEnd =
  /** We closed it. */
  | { readonly why: 'local' }
  /** The peer said why it closes. */
  | { readonly why: 'goodbye'; readonly reason: GoodbyeReason }
  /** It broke without a word. */
  | { readonly why: 'lost'; readonly truncated: boolean }
  | { readonly why: 'violation'; readonly reason: Violation; readonly detail: string }

export interface LinkEvents {
  /** @throws WireError when the envelope cannot be taken; the link then ends with a violation */
  envelope(link: Link, bytes: Uint8Array, stream: 'control' | 'data'): void
  /** A frame of a kind that a later version may have: passed over. */
  laterFrame(): void
  /** A large envelope was not sent, and why. */
  refused(why: DataRefusal): void
  /** A data stream ended without order; the link stays. */
  dropped(why: DataDrop): void
  /** The peer retires this link because another one serves. */
  retired(link: Link): void
  /** Once; nothing is sent on it any more, frames that are on their way are still delivered. */
  ended(link: Link, end: LinkEnd): void
}

export interface LinkInit {
  readonly peer: PeerKey
  readonly version: number
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
  readonly clockOffsetMs: number | undefined
  readonly connection: Connection
  readonly frames: FrameStream
  readonly now: () => number
  readonly limits: TransportLimits
  readonly events: LinkEvents
}

const ENVELOPE = Uint8Array.of(FRAME_ENVELOPE)

/**
 * One connection whose hello is done, with its control stream and, when there is something large to say, its data stream.
 * The side that dialled the connection opened the control stream.
 */
export class Link {
  readonly peer: PeerKey
  /** Of the protocol, agreed upon in hello. */
  readonly version: number
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
  /** See `HelloResult`. */
  readonly clockOffsetMs: number | undefined
  readonly connection: Connection
  readonly openedAt: number
  /** When the last frame came. */
  heardAt: number
  /** When the last envelope went either way. */
  usedAt: number
  /** The peer has said goodbye to it as a duplicate; it serves until another link is up. */
  retired = false
  readonly #frames: FrameStream
  readonly #data: DataStream
  readonly #limits: TransportLimits
  readonly #now: () => number
  readonly #events: LinkEvents
  #ended = false
  /** Frames that are queued are not taken any more. */
  #aborted = false
  /** The read loop is over: the remote has closed its side, or the stream broke. */
  readonly #over: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(init: LinkInit) {
    this.peer = init.peer
    this.version = init.version
    this.epoch = init.epoch
    this.addresses = init.addresses
    this.clockOffsetMs = init.clockOffsetMs
    this.connection = init.connection
    this.#frames = init.frames
    this.#limits = init.limits
    this.#now = init.now
    this.#events = init.events
    this.openedAt = this.heardAt = this.usedAt = init.now()
    this.#data = this.#makeData()
  }

  #makeData(): DataStream {
    return new DataStream({
      connection: this.connection,
      limits: this.#limits,
      now: this.#now,
      events: {
        envelope: (bytes) => this.#onEnvelope(bytes, 'data'),
        laterFrame: () => this.#events.laterFrame(),
        dropped: (why) => this.#events.dropped(why),
        failed: (err) => {
          const violation = violationOf(err)
          if (violation === undefined) return
          this.#end(violation)
          this.connection.abort(asError(err))
        },
      },
    })
  }

  /** True when we dialled it. */
  get dialled(): boolean {
    return this.connection.direction === 'outbound'
  }

  get usable(): boolean {
    return !this.#ended && this.#frames.writable
  }

  /** For how long a frame has been resting half received; 0: none is. */
  stalledMs(now: number): number {
    return this.#ended ? 0 : this.#frames.stalledMs(now)
  }

  /** Begins to read. */
  start(): void {
    void this.#read()
    this.#data.start()
  }

  /** The data stream, which the peer has opened. */
  takeData(stream: Stream): void {
    this.#data.take(stream)
  }

  /** Ends a data stream that makes no progress. */
  dropStalledData(now: number): void {
    this.#data.dropStalled(now)
  }

  /**
   * Sends an encoded envelope, on the stream for its size. A peer that reads no more from its control stream is
   * disconnected; one that does not read its data stream is sent nothing large.
   */
  send(envelope: Uint8Array): void {
    if (!this.usable) return
    this.usedAt = this.#now()
    if (envelope.byteLength >= MAX_CONTROL_FRAME_BYTES) {
      const refused = this.#data.send(envelope)
      if (refused !== undefined) this.#events.refused(refused)
      return
    }
    this.#frames.send(ENVELOPE, envelope)
    if (this.#frames.pendingBytes > this.#limits.controlBacklogBytes) {
      const detail = `${this.#frames.pendingBytes} bytes wait on the control stream`
      this.#end({ why: 'violation', reason: 'slowReader', detail })
      this.connection.abort(new Error(detail))
    }
  }

  /** Says why and closes the stream, then the connection; a duplicate's only when no session uses it. Resolves when done. */
  async goodbye(reason: GoodbyeReason): Promise<void> {
    this.#end({ why: 'local' })
    if (this.#frames.writable) this.#frames.send(encodeGoodbye(reason))
    await this.#closeStreams()
    if (reason === 'duplicate') await this.#closeWhenUnused()
    else await closeConnection(this.connection, this.#limits.closeTimeoutMs)
  }

  /** Our half of the end that the peer began: closes our side of the stream. */
  async letGo(): Promise<void> {
    this.#end({ why: 'local' })
    await this.#closeStreams()
    // The peer closes the connection; the timer is for one that forgets.
    await sleep(this.#limits.closeTimeoutMs, undefined, { ref: false })
    await this.#closeWhenUnused()
  }

  async #closeWhenUnused(): Promise<void> {
    for (;;) {
      if (this.connection.status !== 'open') return
      const used = this.connection.streams.find(
        ({ protocol }) => protocol === SESSION_PROTOCOL || protocol === DATA_PROTOCOL,
      )
      if (used === undefined) break
      await new Promise<void>((resolve) => used.addEventListener('close', () => resolve(), { once: true }))
    }
    await closeConnection(this.connection, this.#limits.closeTimeoutMs)
  }

  /**
   * Ends it at once.
   * @param lingerMs the connection itself is kept for so long, that its end does not overtake the hello of the one that
   * takes its place: the peer would think for a moment that we are gone
   */
  abort(why: string, lingerMs = 0): void {
    this.#aborted = true
    this.#end({ why: 'local' })
    const abort = (): void => this.connection.abort(new Error(why))
    if (lingerMs === 0) abort()
    else setTimeout(abort, lingerMs).unref()
  }

  async #closeStreams(): Promise<void> {
    const signal = AbortSignal.timeout(this.#limits.closeTimeoutMs)
    await Promise.all([this.#data.close(signal), this.#closeControl(signal)])
  }

  async #closeControl(signal: AbortSignal): Promise<void> {
    const late = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    try {
      await this.#frames.close({ signal })
      await Promise.race([this.#over.promise, late])
    } catch (err) {
      this.#frames.abort(asError(err))
    }
    if (signal.aborted) this.#frames.abort(new Error('the peer does not close its side'))
  }

  #end(end: LinkEnd): void {
    if (this.#ended) return
    this.#ended = true
    this.#events.ended(this, end)
  }

  async #read(): Promise<void> {
    try {
      await this.#readFrames()
      // The peer closed its side. Without a goodbye that is how a connection looks that its daemon left behind.
      this.#end({ why: 'lost', truncated: false })
    } catch (err) {
      const violation = violationOf(err)
      this.#end(violation ?? { why: 'lost', truncated: err instanceof TruncatedStreamError })
      if (violation !== undefined) this.connection.abort(asError(err))
    } finally {
      this.#over.resolve()
    }
    if (this.#frames.writable) await this.#closeStreams()
  }

  async #readFrames(): Promise<void> {
    const { framesPerTurn, framesPerSecond, controlBytesPerSecond } = this.#limits
    const pace = { framesPerTurn, framesPerSecond, bytesPerSecond: controlBytesPerSecond }
    await readPaced(this.#frames, pace, this.#now, (frame) => {
      if (this.#aborted) return false
      this.#take(frame)
      return true
    })
  }

  /** @throws WireError */
  #onEnvelope(bytes: Uint8Array, stream: 'control' | 'data'): void {
    if (this.#aborted) return
    this.heardAt = this.usedAt = this.#now()
    this.#events.envelope(this, bytes, stream)
  }

  #take(frame: Uint8Array): void {
    if (frame[0] === FRAME_ENVELOPE) {
      this.#onEnvelope(frame.subarray(1), 'control')
      return
    }
    this.heardAt = this.#now()
    switch (frame[0]) {
      case FRAME_GOODBYE: {
        const reason = decodeGoodbye(frame)
        if (reason === 'duplicate') {
          this.retired = true
          this.#events.retired(this)
        } else {
          this.#end({ why: 'goodbye', reason })
          void this.letGo()
        }
        return
      }
      default:
        if (!isLaterFrame(frame[0] ?? 0)) {
          throw new WireError('malformed', `a control frame of kind ${frame[0] ?? 'none'}`)
        }
        this.#events.laterFrame()
    }
  }
}

/** Flushes and closes; what does not close in time is aborted. */
export async function closeConnection(connection: Connection, timeoutMs: number): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(timeoutMs) })
  } catch (err) {
    connection.abort(asError(err))
  }
}

/** What the error of a read loop says about the peer; undefined: nothing, the connection broke. */
export function violationOf(err: unknown): Extract<LinkEnd, { why: 'violation' }> | undefined {
  if (err instanceof FrameTooLargeError) return { why: 'violation', reason: 'frameTooLarge', detail: err.message }
  if (err instanceof WireError) {
    return { why: 'violation', reason: err.reason === 'limit' ? 'limit' : 'malformed', detail: err.message }
  }
  return undefined
}

const asError = (err: unknown): Error => (err instanceof Error ? err : new Error(String(err)))
