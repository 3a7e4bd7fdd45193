import type { Connection, Stream } from '@libp2p/interface'
import type { PeerKey, SwarmId } from '../../base/index.ts'
import type { SessionId } from '../../protocols/index.ts'
import { sessionIdOf } from '../../runtime/ports.ts'
import {
  decodeSessionOpen,
  decodeSessionRefusal,
  encodeSessionOpen,
  encodeSessionRefusal,
  FRAME_SESSION_ACCEPT,
  FRAME_SESSION_REFUSE,
  MAX_SESSION_ENVELOPE_BYTES,
  SESSION_PROTOCOL,
  WireError,
  type SessionRefusal,
} from '../../wire/index.ts'
import { FrameStream } from './frame-stream.ts'
import type { TransportLimits } from './limits.ts'
import { SwarmSession, type SessionEvents } from './session.ts'

/** Unread bytes of a session after which its stream is paused: some blocks, so that the disk never waits for the net. */
const HIGH_WATER_BYTES = 1024 * 1024

interface Opening {
  readonly state: 'opening'
  readonly peer: PeerKey
  readonly swarm: SwarmId
  /** Gives up our own attempt. */
  readonly control: AbortController
}
interface Up {
  readonly state: 'up'
  readonly session: SwarmSession
}

export interface SessionsInit {
  readonly self: PeerKey
  readonly limits: TransportLimits
  readonly events: Pick<SessionEvents, 'envelope' | 'block' | 'laterFrame'>
  /** The connection of a finished hello to open a stream on, dialled if need be; rejects when there is none. */
  readonly connectionTo: (peer: PeerKey, signal: AbortSignal) => Promise<Connection>
  /** True when hello is done on this connection. */
  readonly isGreeted: (connection: Connection) => boolean
  readonly wants: (peer: PeerKey, swarm: SwarmId) => boolean
  readonly up: (session: SwarmSession) => void
  readonly down: (id: SessionId, peer: PeerKey, swarm: SwarmId) => void
  /** A stream or session was not taken, or given up, and why. */
  readonly dropped: (why: SessionRefusal | 'stalled' | 'slowReader') => void
  /** A peer broke the protocol of sessions. */
  readonly violation: (peer: PeerKey, err: unknown) => void
}

/**
 * Sessions of all peers: at most one for a peer and swarm. When both ends open at once, the stream that the smaller peer id
 * opened stays: the other is refused as a duplicate, and its opener waits for the one that stays.
 */
export class Sessions {
  readonly #init: SessionsInit
  readonly #sessions = new Map<SessionId, Opening | Up>()

  constructor(init: SessionsInit) {
    this.#init = init
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Sessions with one peer, opening ones too. */
  countOf(peer: PeerKey): number {
    let count = 0
    for (const entry of this.#sessions.values()) if (peerOf(entry) === peer) count++
    return count
  }

  get(id: SessionId): SwarmSession | undefined {
    const entry = this.#sessions.get(id)
    return entry?.state === 'up' ? entry.session : undefined
  }

  /** Opens one, unless it is there or on its way; `up` or `down` follows. */
  open(id: SessionId, peer: PeerKey, swarm: SwarmId): void {
    if (this.#sessions.has(id)) return
    if (this.#full(peer)) {
      queueMicrotask(() => this.#init.down(id, peer, swarm))
      return
    }
    const entry: Opening = { state: 'opening', peer, swarm, control: new AbortController() }
    this.#sessions.set(id, entry)
    void this.#open(id, entry)
  }

  close(id: SessionId): void {
    const entry = this.#sessions.get(id)
    if (entry === undefined) return
    if (entry.state === 'up') entry.session.close()
    else entry.control.abort(new Error('closed'))
  }

  /** Ends the sessions whose peer stopped within a frame. */
  dropStalled(now: number): void {
    for (const entry of this.#sessions.values()) {
      if (entry.state !== 'up' || entry.session.stalledMs(now) < this.#init.limits.stalledFrameMs) continue
      this.#init.dropped('stalled')
      entry.session.abort(new Error('the peer stopped within a frame'))
    }
  }

  closeAll(): void {
    for (const id of [...this.#sessions.keys()]) this.close(id)
  }

  async #open(id: SessionId, entry: Opening): Promise<void> {
    const { peer, swarm } = entry
    const timer = setTimeout(() => {
      entry.control.abort(new Error('no session in time'))
    }, this.#init.limits.sessionOpenTimeoutMs)
    const { signal } = entry.control
    try {
      const connection = await this.#init.connectionTo(peer, signal)
      const stream = await connection.newStream(SESSION_PROTOCOL, { signal })
      const frames = this.#framesOf(stream)
      // The signal may have come while the stream was being opened: its event then has passed.
      if (signal.aborted) frames.abort(new Error('the session is not wanted any more'))
      else signal.addEventListener('abort', () => frames.abort(new Error('the session is not wanted any more')))
      signal.throwIfAborted()
      frames.send(encodeSessionOpen(swarm))
      const refused = await answerOf(frames)
      signal.throwIfAborted()
      if (refused === undefined) this.#up(id, entry, frames)
      else {
        void frames.close().catch((err: unknown) => frames.abort(err as Error))
        if (refused !== 'duplicate') throw new Error(`the peer refused: ${refused}`)
        // Theirs is on its way and takes our place; until the time is up.
        await aborted(signal)
      }
    } catch (err) {
      if (this.#sessions.get(id) === entry) {
        this.#sessions.delete(id)
        this.#init.down(id, peer, swarm)
      }
      if (err instanceof WireError) this.#init.violation(peer, err)
    } finally {
      clearTimeout(timer)
    }
  }

  /** A session stream of a peer. Never rejects. */
  async accept(stream: Stream, connection: Connection): Promise<void> {
    const peer = connection.remotePeer.toString() as PeerKey
    const frames = this.#framesOf(stream)
    if (!this.#init.isGreeted(connection)) {
      frames.abort(new Error('a session before hello'))
      return
    }
    const timer = setTimeout(() => {
      frames.abort(new Error('the session names no swarm'))
    }, this.#init.limits.sessionOpenTimeoutMs)
    try {
      const frame = await frames.read()
      clearTimeout(timer)
      if (frame === undefined) {
        await frames.close()
        return
      }
      const swarm = decodeSessionOpen(frame)
      const refusal = this.#refusalOf(peer, swarm)
      if (refusal !== undefined) {
        this.#init.dropped(refusal)
        frames.send(encodeSessionRefusal(refusal))
        await frames.close()
        return
      }
      frames.send(Uint8Array.of(FRAME_SESSION_ACCEPT))
      this.#take(peer, swarm, frames)
    } catch (err) {
      clearTimeout(timer)
      frames.abort(err instanceof Error ? err : new Error('not a session'))
      if (err instanceof WireError) this.#init.violation(peer, err)
    }
  }

  #refusalOf(peer: PeerKey, swarm: SwarmId): SessionRefusal | undefined {
    const present = this.#sessions.get(sessionIdOf(swarm, peer))
    if (present?.state === 'opening') return peer < this.#init.self ? undefined : 'duplicate'
    if (!this.#init.wants(peer, swarm)) return 'unwanted'
    return present === undefined && this.#full(peer) ? 'overload' : undefined
  }

  #full(peer: PeerKey): boolean {
    return this.#sessions.size >= this.#init.limits.sessions || this.countOf(peer) >= this.#init.limits.sessionsPerPeer
  }

  /** Takes a stream that the peer opened, in place of what is there. */
  #take(peer: PeerKey, swarm: SwarmId, frames: FrameStream): void {
    const id = sessionIdOf(swarm, peer)
    const present = this.#sessions.get(id)
    if (present?.state === 'up') {
      // The peer would not open a second one if it had the first: the end of that has not reached us yet.
      this.#sessions.delete(id)
      present.session.abort(new Error('the peer opened it anew'))
      this.#init.down(id, peer, swarm)
    }
    const entry: Opening = { state: 'opening', peer, swarm, control: new AbortController() }
    this.#sessions.set(id, entry)
    if (present?.state === 'opening') present.control.abort(new Error("the peer's stream stays"))
    this.#up(id, entry, frames)
  }

  #up(id: SessionId, entry: Opening, frames: FrameStream): void {
    const { peer, swarm } = entry
    const session = new SwarmSession({ id, peer, swarm }, frames, this.#init.limits, {
      ...this.#init.events,
      slowReader: () => this.#init.dropped('slowReader'),
      ended: (ended, err) => {
        const present = this.#sessions.get(id)
        if (present?.state === 'up' && present.session === ended) {
          this.#sessions.delete(id)
          this.#init.down(id, peer, swarm)
        }
        if (err !== undefined) this.#init.violation(peer, err)
      },
    })
    this.#sessions.set(id, { state: 'up', session })
    this.#init.up(session)
    session.start()
  }

  #framesOf(stream: Stream): FrameStream {
    // Above the largest block frame, which is a quarter of an envelope.
    return new FrameStream(stream, { maxFrameBytes: 1 + MAX_SESSION_ENVELOPE_BYTES, highWaterBytes: HIGH_WATER_BYTES })
  }
}

const peerOf = (entry: Opening | Up): PeerKey => (entry.state === 'up' ? entry.session.peer : entry.peer)

/** Undefined: accepted. */
async function answerOf(frames: FrameStream): Promise<SessionRefusal | undefined> {
  const answer = await frames.read()
  if (answer === undefined) throw new Error('the peer closed the session stream')
  if (answer[0] === FRAME_SESSION_ACCEPT) return undefined
  if (answer[0] === FRAME_SESSION_REFUSE) return decodeSessionRefusal(answer)
  throw new WireError('malformed', 'neither accept nor refuse')
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason as Error)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
