import { StreamResetError, type Stream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'

export interface FrameStreamInit {
  /** Largest frame accepted from the remote, in bytes. */
  readonly maxFrameBytes: number
  /** Reading stops when this many unread bytes are queued. */
  readonly highWaterBytes: number
}

/** The remote announced a frame above the limit. */
export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError'
}
/** The stream ended inside a frame. */
export class TruncatedStreamError extends Error {
  override readonly name = 'TruncatedStreamError'
}

const LENGTH_BYTES = 4
/** Parts up to this size are copied together, larger ones are passed on by reference. */
const COPY_MAX_BYTES = 4096
/** What a queued frame costs besides its bytes: empty frames must not queue for nothing. */
const FRAME_COST_BYTES = 64
/** Chunks of an unfinished frame after which they are copied into one: a remote that sends single bytes must not cost an object each. */
const MAX_CHUNKS = 256
/** Queued bytes that are sent at once instead of at the end of the turn. */
const FLUSH_AT_BYTES = 256 * 1024
/** After `pause()` one full receive window can still arrive, and a growing one: above twice the largest window. */
const READ_BUFFER_BYTES = 16 * 1024 * 1024

/**
 * Frames with a big-endian uint32 length on a libp2p stream, with back-pressure in both directions, and all frames of
 * one turn of the event loop merged into one packet. Streams of libp2p 3 must not be iterated directly: that has no back-pressure and
 * misses an end that came before it began; their `onDrain()` waits only once (docs/protocols/transport.md).
 */
export class FrameStream implements AsyncIterable<Uint8Array> {
  readonly stream: Stream
  readonly #maxFrameBytes: number
  readonly #highWaterBytes: number
  readonly #bytes = new Uint8ArrayList()
  /** Length of the frame that is being received, or -1 before its length is known. */
  #need = -1
  #chunks = 0
  #frames: Uint8Array[] = []
  #head = 0
  #queuedBytes = 0
  #resuming = false
  /** When the last bytes of a frame that is not complete came; undefined: none is under way. Monotonic milliseconds. */
  #partialAt: number | undefined
  #ended = false
  #error: Error | undefined
  #reader: (() => void) | undefined
  #drain: PromiseWithResolvers<void> | undefined
  /** Parts of the frames that wait for the end of the turn, and of each frame its length and how many parts it has. */
  #out: Uint8Array[] = []
  #outFrames: number[] = []
  #outBytes = 0
  readonly #flushLater = (): void => {
    this.flush()
  }

  constructor(stream: Stream, init: FrameStreamInit) {
    this.stream = stream
    this.#maxFrameBytes = init.maxFrameBytes
    this.#highWaterBytes = init.highWaterBytes
    stream.maxReadBufferLength = Math.max(stream.maxReadBufferLength, READ_BUFFER_BYTES)
    stream.addEventListener('message', (event) => {
      this.#onData(event.data)
    })
    stream.addEventListener('end', () => {
      this.#end()
    })
    stream.addEventListener('close', (event) => {
      this.#end(event.error)
    })
    stream.addEventListener('drain', () => {
      this.#drain?.resolve()
      this.#drain = undefined
    })
    // Events fire once: the remote may have finished before we were attached.
    queueMicrotask(() => {
      if (stream.status === 'reset' || stream.status === 'aborted') this.#end(new StreamResetError())
      else if (stream.readableEnded || (stream.remoteWriteStatus === 'closed' && stream.readBufferLength === 0))
        this.#end()
    })
  }

  /** Bytes that wait to be written. */
  get pendingBytes(): number {
    return this.#outBytes + this.stream.writeBufferLength
  }

  get writable(): boolean {
    return this.stream.writeStatus === 'writable'
  }

  /** For how long a frame has been waiting for its next byte, while we would take it; 0: none is. */
  stalledMs(now: number): number {
    return this.#partialAt === undefined || this.stream.readStatus !== 'readable' ? 0 : now - this.#partialAt
  }

  /** The next frame if one is there; undefined says nothing about the end. */
  tryRead(): Uint8Array | undefined {
    if (this.#head === this.#frames.length) return undefined
    const frame = this.#frames[this.#head++] as Uint8Array
    if (this.#head === this.#frames.length) {
      this.#frames = []
      this.#head = 0
    }
    this.#queuedBytes -= frame.byteLength + FRAME_COST_BYTES
    if (this.#queuedBytes <= this.#highWaterBytes / 2 && this.stream.readStatus === 'paused') {
      // resume() first dispatches all that was buffered, then re-opens the window; a pause() made inside that dispatch
      // would be undone, so pause after it.
      this.#resuming = true
      this.stream.resume()
      this.#resuming = false
      if (this.#partialAt !== undefined) this.#partialAt = performance.now()
      this.#pauseIfFull()
    }
    return frame
  }

  /**
   * The next frame, or undefined at a clean end. One reader at a time.
   * @throws when the stream was reset or cut short, or a frame was too large
   */
  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const frame = this.tryRead()
      if (frame !== undefined) return frame
      if (this.#error !== undefined) throw this.#error
      if (this.#ended) {
        if (this.#need >= 0 || this.#bytes.byteLength > 0) throw new TruncatedStreamError('stream ended inside a frame')
        return undefined
      }
      await new Promise<void>((resolve) => {
        this.#reader = resolve
      })
      this.#reader = undefined
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const frame = await this.read()
      if (frame === undefined) return
      yield frame
    }
  }

  /** Queues one frame made of parts, which must not be changed afterwards. False when saturated or closed: await `drained()` before the next. */
  send(...parts: Uint8Array[]): boolean {
    if (!this.writable) return false
    // After the sockets and disks that were ready in this turn of the event loop have been served, not after each of them:
    // with much in flight several of them have something to say to the same peer. Nothing waits for it: when the loop has
    // nothing else to do, this comes next.
    if (this.#outFrames.length === 0) setImmediate(this.#flushLater)
    let bytes = 0
    for (const part of parts) {
      bytes += part.byteLength
      this.#out.push(part)
    }
    this.#outFrames.push(bytes, parts.length)
    this.#outBytes += bytes + LENGTH_BYTES
    return this.#outBytes >= FLUSH_AT_BYTES ? this.flush() : !this.stream.writableNeedsDrain
  }

  /** Hands what is queued to the stream. False when saturated or closed. */
  flush(): boolean {
    if (this.#outBytes === 0) return !this.stream.writableNeedsDrain
    const packet = merged(this.#outFrames, this.#out)
    this.#out = []
    this.#outFrames = []
    this.#outBytes = 0
    if (!this.writable) return false
    try {
      return this.stream.send(packet)
    } catch (err) {
      // The connection went away under the stream, whose close event tells the reader; nobody waits here for an error.
      this.stream.abort(err instanceof Error ? err : new Error('send failed'))
      return false
    }
  }

  /** Resolves when the stream accepts more data; rejects when it was reset. */
  async drained(): Promise<void> {
    if (this.#error !== undefined) throw this.#error
    if (!this.stream.writableNeedsDrain || !this.writable) return
    this.#drain ??= Promise.withResolvers()
    await this.#drain.promise
  }

  /** Sends what is queued, then closes our writable end; the stream is released when the remote has closed its own. */
  async close(options?: { signal?: AbortSignal }): Promise<void> {
    this.flush()
    await this.stream.close(options)
  }

  abort(err: Error): void {
    this.stream.abort(err)
  }

  #onData(data: Uint8Array | Uint8ArrayList): void {
    this.#bytes.append(data)
    if (++this.#chunks > MAX_CHUNKS) this.#compact()
    for (;;) {
      if (this.#need < 0) {
        if (this.#bytes.byteLength < LENGTH_BYTES) break
        this.#need = this.#bytes.getUint32(0)
        this.#bytes.consume(LENGTH_BYTES)
        if (this.#need > this.#maxFrameBytes) {
          const err = new FrameTooLargeError(`frame of ${this.#need} bytes, limit ${this.#maxFrameBytes}`)
          this.#end(err)
          // Not inside this dispatch: abort() would re-enter the stream.
          queueMicrotask(() => {
            this.stream.abort(err)
          })
          return
        }
      }
      if (this.#bytes.byteLength < this.#need) break
      this.#frames.push(this.#bytes.subarray(0, this.#need)) // copies only when the frame spans chunks
      this.#bytes.consume(this.#need)
      this.#queuedBytes += this.#need + FRAME_COST_BYTES
      this.#chunks = 0
      this.#need = -1
    }
    this.#partialAt = this.#need >= 0 || this.#bytes.byteLength > 0 ? performance.now() : undefined
    if (!this.#resuming) this.#pauseIfFull()
    this.#reader?.()
  }

  #compact(): void {
    const bytes = this.#bytes.slice()
    this.#bytes.consume(bytes.byteLength)
    this.#bytes.append(bytes)
    this.#chunks = 0
  }

  #pauseIfFull(): void {
    if (this.#queuedBytes > this.#highWaterBytes && this.stream.readStatus === 'readable') this.stream.pause()
  }

  #end(err?: Error): void {
    this.#error ??= err
    this.#ended = true
    if (this.#error !== undefined) this.#drain?.reject(this.#error)
    else this.#drain?.resolve()
    this.#drain = undefined
    this.#reader?.()
  }
}

/**
 * One packet of frames: lengths and small parts that follow each other are copied together, large parts stay what they are.
 * @param frames of each frame its bytes and the number of its parts
 */
function merged(frames: readonly number[], parts: readonly Uint8Array[]): Uint8Array | Uint8ArrayList {
  const packet = new Uint8ArrayList()
  let runBytes = 0
  for (let i = 0; i < frames.length; i += 2) runBytes += LENGTH_BYTES + (frames[i] as number)
  for (const part of parts) if (part.byteLength > COPY_MAX_BYTES) runBytes -= part.byteLength
  // Everything that is copied goes into one piece of memory, of which the large parts cut views.
  const run = Buffer.allocUnsafeSlow(runBytes)
  let from = 0
  let at = 0
  let next = 0
  for (let i = 0; i < frames.length; i += 2) {
    at = run.writeUInt32BE(frames[i] as number, at)
    for (const end = next + (frames[i + 1] as number); next < end; next++) {
      const part = parts[next] as Uint8Array
      if (part.byteLength > COPY_MAX_BYTES) {
        packet.append(run.subarray(from, at))
        packet.append(part)
        from = at
      } else {
        run.set(part, at)
        at += part.byteLength
      }
    }
  }
  if (from === 0) return run
  if (from < at) packet.append(run.subarray(from, at))
  return packet
}
