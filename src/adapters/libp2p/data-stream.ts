import type { Connection, Stream } from '@libp2p/interface'
import { DATA_PROTOCOL, FRAME_ENVELOPE, isLaterFrame, MAX_DATA_FRAME_BYTES, WireError } from '../../wire/index.ts'
import { FrameStream } from './frame-stream.ts'
import type { TransportLimits } from './limits.ts'
import { readPaced } from './paced-reader.ts'

/** Unread bytes after which the stream is paused: four of the largest frames. */
const HIGH_WATER_BYTES = 256 * 1024
const ENVELOPE = Uint8Array.of(FRAME_ENVELOPE)

/** Why an envelope was not sent: too much waits already, or the stream has just broken. */
export type DataRefusal = 'dataFull' | 'dataResting'

/** Why a stream was given up. */
export type DataDrop = 'broken' | 'stalled' | 'slowReader'

export interface DataEvents {
  /** @throws WireError when the envelope cannot be taken; the link then ends with a violation */
  envelope(bytes: Uint8Array): void
  laterFrame(): void
  /** A stream ended without order, and what waited for it is lost, as a packet may be. */
  dropped(why: DataDrop): void
  /** The peer sent what it may not, or the stream broke. */
  failed(err: unknown): void
}

export interface DataStreamInit {
  readonly connection: Connection
  readonly limits: TransportLimits
  readonly now: () => number
  readonly events: DataEvents
}

/**
 * The large envelopes of one link, besides its control stream. Opened on first use by whichever side has one; a side writes
 * on the stream that is there. When both open at once there are two, and each side writes on its own.
 *
 * What waits is handed over a frame at a time, as the connection takes it: so at most one large frame stands in the
 * process before those of the control stream, however much there is to send. When the peer does not read, what comes on
 * top of `dataBacklogBytes` is not sent, and after `stalledFrameMs` without any progress the stream is given up; the link
 * itself stays.
 */
export class DataStream {
  readonly #connection: Connection
  readonly #limits: TransportLimits
  readonly #now: () => number
  readonly #events: DataEvents
  readonly #streams = new Set<FrameStream>()
  #out: FrameStream | undefined
  readonly #queue: Uint8Array[] = []
  #queuedBytes = 0
  #pumping: Promise<void> | undefined
  #restUntil = 0
  #closed = false
  #started = false
  /** Bytes that the peer's window had taken when there was last any progress, and when that was. */
  #doneBytes = 0
  #handedBytes = 0
  #progressAt = 0

  constructor(init: DataStreamInit) {
    this.#connection = init.connection
    this.#limits = init.limits
    this.#now = init.now
    this.#events = init.events
  }

  /** Bytes that wait to be written. */
  get pendingBytes(): number {
    return this.#queuedBytes + (this.#out?.pendingBytes ?? 0)
  }

  /** Sends an encoded envelope, or says why not. */
  send(envelope: Uint8Array): DataRefusal | undefined {
    if (this.#closed) return undefined
    if (this.#now() < this.#restUntil) return 'dataResting'
    if (this.pendingBytes + envelope.byteLength > this.#limits.dataBacklogBytes) return 'dataFull'
    if (this.pendingBytes === 0) this.#progressAt = this.#now()
    this.#queue.push(envelope)
    this.#queuedBytes += envelope.byteLength
    this.#pumping ??= this.#pump()
    return undefined
  }

  /** Begins to read: not before the link is known, that nobody hears of a peer before its link. */
  start(): void {
    this.#started = true
    for (const frames of this.#streams) this.#read(frames)
  }

  /** A stream that the peer opened. */
  take(stream: Stream): void {
    const frames = framesOf(stream)
    if (this.#closed) {
      frames.abort(new Error('the link is ending'))
      return
    }
    this.#out ??= frames
    this.#add(frames)
  }

  /** Gives up what has rested half received for too long, or waits for a peer that reads nothing. */
  dropStalled(now: number): void {
    const { stalledFrameMs } = this.#limits
    for (const frames of this.#streams) {
      if (frames.stalledMs(now) >= stalledFrameMs) this.#drop(frames, 'stalled')
    }
    const done = this.#handedBytes - (this.#out?.pendingBytes ?? 0)
    if (done !== this.#doneBytes || this.pendingBytes === 0) {
      this.#doneBytes = done
      this.#progressAt = now
    } else if (this.#out !== undefined && now - this.#progressAt >= stalledFrameMs) this.#drop(this.#out, 'slowReader')
  }

  /** Sends what waits and closes our side; what the peer has not closed when the signal comes is aborted. */
  async close(signal: AbortSignal): Promise<void> {
    this.#closed = true
    const over = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await Promise.race([this.#pumping, over])
    for (const frames of this.#streams) {
      frames.close({ signal }).catch((err: unknown) => {
        frames.abort(err instanceof Error ? err : new Error('close failed'))
      })
    }
    signal.addEventListener('abort', () => {
      for (const frames of this.#streams) frames.abort(new Error('the peer does not close its side'))
    })
  }

  #drop(frames: FrameStream, why: 'stalled' | 'slowReader'): void {
    this.#events.dropped(why)
    this.#restUntil = this.#now() + this.#limits.dataRestMs
    this.#forget(frames)
    frames.abort(new Error(why))
  }

  /** Never rejects. */
  async #pump(): Promise<void> {
    try {
      // Not within the call that sends.
      await Promise.resolve()
      const frames = this.#out ?? (await this.#open())
      for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
        while (frames.writable && frames.stream.writableNeedsDrain) await frames.drained()
        if (!frames.writable) throw new Error('the data stream is closed')
        this.#queue.shift()
        this.#queuedBytes -= next.byteLength
        frames.send(ENVELOPE, next)
        frames.flush()
        this.#handedBytes += next.byteLength
      }
    } catch {
      // Whoever waits for an answer asks again; a broken connection is told by the control stream.
      this.#lose()
    } finally {
      this.#pumping = undefined
    }
  }

  async #open(): Promise<FrameStream> {
    const signal = AbortSignal.timeout(this.#limits.sessionOpenTimeoutMs)
    const stream = await this.#connection.newStream(DATA_PROTOCOL, { signal })
    const frames = framesOf(stream)
    // The peer may have opened one meanwhile; it may also have seen ours by now, so both stay.
    this.#out = frames
    this.#add(frames)
    return frames
  }

  #lose(): void {
    this.#queue.length = 0
    this.#queuedBytes = 0
    const now = this.#now()
    // Else it was dropped, which has been told.
    if (now >= this.#restUntil && this.#connection.status === 'open' && !this.#closed) this.#events.dropped('broken')
    this.#restUntil = now + this.#limits.dataRestMs
  }

  #add(frames: FrameStream): void {
    this.#streams.add(frames)
    if (this.#started) this.#read(frames)
  }

  #read(frames: FrameStream): void {
    const pace = {
      framesPerTurn: this.#limits.framesPerTurn,
      framesPerSecond: this.#limits.framesPerSecond,
      bytesPerSecond: this.#limits.dataBytesPerSecond,
    }
    readPaced(frames, pace, this.#now, (frame) => this.#take(frames, frame))
      // A clean end: the peer closes its side when the link ends. Ours is closed with it.
      .then(() => frames.close({ signal: AbortSignal.timeout(this.#limits.closeTimeoutMs) }))
      .catch((err: unknown) => {
        frames.abort(err instanceof Error ? err : new Error('the data stream failed'))
        this.#events.failed(err)
      })
      .finally(() => this.#forget(frames))
  }

  #forget(frames: FrameStream): void {
    this.#streams.delete(frames)
    if (this.#out === frames) this.#out = this.#streams.values().next().value
  }

  #take(frames: FrameStream, frame: Uint8Array): boolean {
    if (!this.#streams.has(frames)) return false
    if (frame[0] === FRAME_ENVELOPE) this.#events.envelope(frame.subarray(1))
    else if (isLaterFrame(frame[0] ?? 0)) this.#events.laterFrame()
    else throw new WireError('malformed', `a data frame of kind ${frame[0] ?? 'none'}`)
    return true
  }
}

const framesOf = (stream: Stream): FrameStream =>
  new FrameStream(stream, { maxFrameBytes: MAX_DATA_FRAME_BYTES, highWaterBytes: HIGH_WATER_BYTES })
