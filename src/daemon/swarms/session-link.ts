import type { PeerKey, SwarmId } from '../../base/index.ts'
import type { BlockRef, SessionId } from '../../protocols/index.ts'

/** What of an open session stream is used here; the transport's Session is one. */
export interface SessionLink {
  readonly id: SessionId
  readonly peer: PeerKey
  readonly swarm: SwarmId
  /**
   * Sends blocks as they come, each when the stream takes more (it-pipe). The bytes are passed on by reference. Rejects
   * when the session goes down.
   */
  sendBlocks(source: AsyncIterable<{ readonly ref: BlockRef; readonly bytes: Uint8Array }>): Promise<void>
}
