import type { NodeRef, RingId } from '../../base/index.ts'
import type { ChordCommands } from '../chord/commands.ts'
import type { AgreementCommands } from './commands.ts'
import type { AgreementRequest, AgreementResponse } from './messages.ts'

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

export interface AgreementSiblings {
  readonly ring: AgreementRing
  readonly detector: {
    /** The verdict on a peer. */
    isDead(node: NodeRef): boolean
  }
}
