import type { NodeRef, RingId, Sha256 } from '../../base/index.ts'
import type { ChordCommands } from '../chord/commands.ts'
import type { Signer } from '../signer.ts'
import type { RecordsCommands } from './commands.ts'
import type { RecordsMessage, RecordsRequest, RecordsResponse } from './messages.ts'

export interface RecordsProtocol {
  message: RecordsMessage
  request: RecordsRequest
  response: RecordsResponse
  commands: RecordsCommands
  calls: { chord: Pick<ChordCommands, 'lookup'> }
}

/** What this machine reads of the ring. */
export interface RecordsRing {
  /** Own positions, at least one. */
  positions(): readonly number[]
  /** This node's own reference at the position. */
  self(position: number): NodeRef
  /** Is this node, at this position, responsible for the id as far as it knows? False while it is no member. */
  owns(position: number, id: RingId): boolean
  /** Is the position on the ring? Only such a one owns anything. */
  onRing(position: number): boolean
  state(position: number): 'alone' | 'joining' | 'member'
  /** Owned is (boundary, self]; undefined when all or nothing is owned. */
  boundary(position: number): NodeRef | undefined
  /** Nearest first, as far as known. */
  successors(position: number): readonly NodeRef[]
  predecessor(position: number): NodeRef | undefined
  /** Who probably owns the id, without asking anybody; the one named decides. */
  likelyOwner(id: RingId): NodeRef | undefined
  /** The next `count` positions behind this one of distinct other peers, nearest first; fewer where fewer are known. */
  replicas(position: number, count: number): readonly NodeRef[]
}

export interface RecordsSiblings {
  readonly ring: RecordsRing
  readonly sha256: Sha256
  /** Signs and verifies owner-only records; absent: this node takes and makes none. */
  readonly signer: Signer | undefined
}
