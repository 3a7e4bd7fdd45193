import type { PeerKey, SwarmId } from '../../base/index.ts'
import type { Effect } from '../machine.ts'
import type { SwarmProtocol } from './protocol.ts'
import type { Session } from './session.ts'

type Effects = Effect<SwarmProtocol>[]

/** What the fetching side asks of its swarm. */
export interface DownloadsOwner {
  readonly id: SwarmId
  /** Sessions by peer, open or not. */
  readonly sessions: ReadonlyMap<PeerKey, Session>
  /** The peer broke the rules or sent bad data: it is refused from now on. */
  refuse(now: number, peer: PeerKey, why: string, effects: Effects): void
  /** A piece is verified and stored. */
  verified(now: number, piece: number, effects: Effects): void
  /** Nobody else can mend it: storage failed. */
  storageFailed(effects: Effects): void
  /** Bytes of a piece came. */
  book(now: number, session: Session, bytes: number): void
}
