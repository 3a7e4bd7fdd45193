import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { NoCalls } from '../machine.ts'
import type { CanCommands } from './commands.ts'
import type { CanRequest, CanResponse } from './messages.ts'

export interface CanProtocol {
  message: never
  request: CanRequest
  response: CanResponse
  commands: CanCommands
  calls: NoCalls
}

/** What this machine reads of the ring: whom it may ask to come in, and who founds a space. */
export interface CanRing {
  /** This node's own reference at its first position. */
  self(position: number): NodeRef
  positions(): readonly number[]
  state(position: number): 'alone' | 'joining' | 'member'
  /** Is this node, at this position, responsible for the id as far as it knows? */
  owns(position: number, id: RingId): boolean
  /** Everybody in the routing tables, in no order. */
  knownNodes(): readonly NodeRef[]
}

export interface CanSiblings {
  readonly self: PeerKey
  readonly ring: CanRing
  readonly detector: {
    /** The verdict on a peer. */
    isDead(node: NodeRef): boolean
  }
  /** The ring id whose owner founds a space that nobody holds a zone of. */
  readonly founderOf: (space: number) => RingId
}
