import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { ChordCommands } from '../chord/commands.ts'
import type { AgreementCommands } from './commands.ts'
import type { AgreementRequest, AgreementResponse, Change, RegisterState } from './messages.ts'

export interface AgreementProtocol {
  message: never
  request: AgreementRequest
  response: AgreementResponse
  commands: AgreementCommands
  calls: { chord: Pick<ChordCommands, 'lookup'> }
}

/** What this machine reads of the ring. */
export interface AgreementRing {
  /** Own positions, at least one. */
  positions(): readonly number[]
  /** This node's own reference at the position. */
  self(position: number): NodeRef
  /** Is the position on the ring? Only such a one owns anything. */
  onRing(position: number): boolean
  /** Is this node, at this position, responsible for the id as far as it knows? */
  owns(position: number, id: RingId): boolean
  /** The next `count` positions behind this one of distinct other peers, nearest first; fewer where fewer are known. */
  replicas(position: number, count: number): readonly NodeRef[]
  /** Everybody in the routing tables, in no order. */
  knownNodes(): readonly NodeRef[]
}

/**
 * Rules of others for registers of theirs, judged by whichever member carries a change out: may the peer that asks do this
 * to what there is (undefined: no value)? Pure and quick; called for puts and removals, and again when an attempt is made
 * again.
 */
export type ChangeJudge = (
  key: Uint8Array,
  present: RegisterState | undefined,
  change: Change,
  writer: PeerKey,
) => boolean

export interface AgreementSiblings {
  readonly ring: AgreementRing
  readonly detector: {
    /** The verdict on a peer. */
    isDead(node: NodeRef): boolean
  }
  /** Left out: whoever asks may change whatever there is. */
  readonly judge?: ChangeJudge
}
