import type { Epoch, PeerKey, SwarmId } from '../../base/index.ts'
import type { BlockRef, Envelope, SessionId } from '../../protocols/index.ts'
import type { HelloRefusal } from '../../wire/index.ts'
import type { InboundRefusal } from './admission.ts'

/** One swarm with one peer, on its own stream. Alive from `sessionUp` to `sessionDown`. */
export interface Session {
  readonly id: SessionId
  readonly peer: PeerKey
  readonly swarm: SwarmId
  /** False once the stream is closed or being closed. */
  readonly open: boolean
  /** Bytes handed to us that the stream has not taken yet. */
  readonly pendingBytes: number
  /**
   * Sends a block in order with the session's envelopes. `bytes` is passed on by reference and must not be changed.
   * Resolves when the stream takes more: await it before the next block, and a slow peer slows the reading of the file.
   * @throws OrbError CANCELLED when the session is or goes down before the stream has taken it
   */
  sendBlock(ref: BlockRef, bytes: Uint8Array): Promise<void>
  /** Sends all blocks of a source through it-pipe, as `sendBlock` does one by one. */
  sendBlocks(source: AsyncIterable<{ readonly ref: BlockRef; readonly bytes: Uint8Array }>): Promise<void>
  /** Ends the session; `sessionDown` follows. */
  close(): void
}

/** Where the transport reports. Called from the event loop only, never from within a call into the transport. */
export interface TransportSink {
  /** `envelope.session` says on which session it came; undefined: the control stream. */
  frame(from: PeerKey, epoch: Epoch, envelope: Envelope): void
  linkUp(peer: PeerKey, epoch: Epoch): void
  /** No usable connection remains. What was in flight is lost. */
  linkDown(peer: PeerKey): void
  /**
   * Dialling the peer failed, or it said that it stops: what waited for it is dropped. `epoch`: the latest that it has
   * shown in a hello, 0 for none.
   */
  unreachable(peer: PeerKey, epoch: number): void
  sessionUp(session: Session): void
  /** Also when a session that was asked for could not be opened. */
  sessionDown(id: SessionId, peer: PeerKey, swarm: SwarmId): void
  /**
   * A block arrived. `bytes` (at most 64 KiB) belong to the receiver. The session reads on when the result settles: this
   * is the back-pressure to the peer. A rejection ends the session.
   */
  block(session: Session, ref: BlockRef, bytes: Uint8Array): Promise<void> | undefined
  /** May this peer open a session for this swarm? */
  wantsSession(peer: PeerKey, swarm: SwarmId): boolean
  /** Something that a person may want to read; once per change. */
  event(event: TransportEvent): void
}

export type TransportEvent =
  /** A hello was refused: by us, or by them. */
  | {
      readonly type: 'helloRefused'
      readonly peer: PeerKey
      readonly code: HelloRefusal['code']
      readonly by: 'us' | 'them'
    }
  /** Connections were closed at the door since the last such event of the same reason; `last`: a prefix, or a peer. */
  | { readonly type: 'inboundRefused'; readonly reason: InboundRefusal; readonly last: string; readonly count: number }
  /** A connection was ended because nothing came any more, or not the rest of a frame. */
  | {
      readonly type: 'dropped'
      readonly peer: PeerKey
      readonly reason: 'silent' | 'stalled'
      readonly afterMs: number
    }
  /** A peer was disconnected for what it sent. */
  | { readonly type: 'violation'; readonly peer: PeerKey; readonly reason: Violation; readonly detail: string }
  /** An envelope of ours was not sent. */
  | { readonly type: 'notSent'; readonly peer: PeerKey; readonly reason: 'tooLarge' | 'queueFull' }

/** What no correct peer does. */
export type Violation = 'malformed' | 'limit' | 'frameTooLarge' | 'slowReader' | 'badHello' | 'streamFlood'
