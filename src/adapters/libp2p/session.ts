import { pipe } from 'it-pipe'
import { OrbError, type PeerKey, type SwarmId } from '../../base/index.ts'
import type { BlockRef, SessionId } from '../../protocols/index.ts'
import {
  decodeBlock,
  encodeBlockHeader,
  FRAME_BLOCK,
  FRAME_ENVELOPE,
  isLaterFrame,
  WireError,
} from '../../wire/index.ts'
import type { FrameStream } from './frame-stream.ts'
import type { TransportLimits } from './limits.ts'
import type { Session } from './sink.ts'

type Block = { readonly ref: BlockRef; readonly bytes: Uint8Array }

export interface SessionEvents {
  /** @throws WireError when it cannot be taken */
  envelope(session: SwarmSession, bytes: Uint8Array): void
  block(session: SwarmSession, ref: BlockRef, bytes: Uint8Array): Promise<void> | undefined
  /** A frame of a kind that a later version may have: passed over. */
  laterFrame(): void
  /** The peer reads no more, and the session is given up. */
  slowReader(): void
  /** Once. `err` when it broke or the peer sent what it may not. */
  ended(session: SwarmSession, err: unknown): void
}

const ENVELOPE = Uint8Array.of(FRAME_ENVELOPE)
const BLOCK = Uint8Array.of(FRAME_BLOCK)

/** An open session stream: envelopes and blocks in one order, bulk bytes through it-pipe with back-pressure both ways. */
export class SwarmSession implements Session {
  readonly id: SessionId
  readonly peer: PeerKey
  readonly swarm: SwarmId
  readonly #frames: FrameStream
  readonly #limits: TransportLimits
  readonly #events: SessionEvents
  #closing = false

  constructor(
    name: { readonly id: SessionId; readonly peer: PeerKey; readonly swarm: SwarmId },
    frames: FrameStream,
    limits: TransportLimits,
    events: SessionEvents,
  ) {
    this.id = name.id
    this.peer = name.peer
    this.swarm = name.swarm
    this.#frames = frames
    this.#limits = limits
    this.#events = events
  }

  get open(): boolean {
    return !this.#closing && this.#frames.writable
  }

  get pendingBytes(): number {
    return this.#frames.pendingBytes
  }

  /** For how long a frame has been resting half received; 0: none is. */
  stalledMs(now: number): number {
    return this.#frames.stalledMs(now)
  }

  /** Begins to read. */
  start(): void {
    void this.#read()
  }

  /** Sends an encoded envelope; a peer that reads no more loses its session. */
  sendEnvelope(bytes: Uint8Array): void {
    if (!this.open) return
    this.#frames.send(ENVELOPE, bytes)
    if (this.#frames.pendingBytes > this.#limits.sessionBacklogBytes) {
      this.#events.slowReader()
      this.#frames.abort(new Error(`${this.#frames.pendingBytes} bytes wait on the session`))
    }
  }

  async sendBlock(ref: BlockRef, bytes: Uint8Array): Promise<void> {
    if (!this.open) throw gone()
    if (this.#frames.send(BLOCK, encodeBlockHeader(ref), bytes)) return
    try {
      await this.#frames.drained()
    } catch (err) {
      throw gone(err)
    }
    if (!this.#frames.writable) throw gone()
  }

  async sendBlocks(source: AsyncIterable<Block>): Promise<void> {
    await pipe(source, async (blocks: AsyncIterable<Block>) => {
      for await (const { ref, bytes } of blocks) await this.sendBlock(ref, bytes)
    })
  }

  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#frames.close({ signal: AbortSignal.timeout(this.#limits.closeTimeoutMs) }).catch((err: unknown) => {
      this.#frames.abort(err instanceof Error ? err : new Error('close failed'))
    })
    // A stream is released when both sides have closed: a peer that does not is not waited for.
    const timer = setTimeout(() => {
      this.#frames.abort(new Error('the peer does not close its side'))
    }, this.#limits.closeTimeoutMs)
    this.#frames.stream.addEventListener('close', () => clearTimeout(timer))
  }

  abort(err: Error): void {
    this.#frames.abort(err)
  }

  async #read(): Promise<void> {
    let failure: unknown
    try {
      await pipe(
        this.#frames,
        (frames: AsyncIterable<Uint8Array>) => this.#blocksOf(frames),
        async (blocks: AsyncIterable<Block>) => {
          for await (const { ref, bytes } of blocks) {
            const taken = this.#events.block(this, ref, bytes)
            if (taken !== undefined) await taken
          }
        },
      )
    } catch (err) {
      failure = err
      this.#frames.abort(err instanceof Error ? err : new Error('the session failed'))
    }
    this.close()
    this.#events.ended(this, failure)
  }

  /** Splits the frames: envelopes go to the host on the way, in order, blocks go on. */
  async *#blocksOf(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Block, void, undefined> {
    for await (const frame of frames) {
      switch (frame[0]) {
        case FRAME_BLOCK:
          yield decodeBlock(frame.subarray(1))
          break
        case FRAME_ENVELOPE:
          this.#events.envelope(this, frame.subarray(1))
          break
        default:
          if (!isLaterFrame(frame[0] ?? 0)) {
            throw new WireError('malformed', `a session frame of kind ${frame[0] ?? 'none'}`)
          }
          this.#events.laterFrame()
      }
    }
  }
}

const gone = (cause?: unknown): OrbError => new OrbError('CANCELLED', 'the session is closed', { cause })
