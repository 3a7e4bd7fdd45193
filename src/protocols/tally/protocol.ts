import type { NodeRef, RingId } from '../../base/index.ts'
import type { ChordCommands } from '../chord/commands.ts'
import type { TallyCommands } from './commands.ts'
import type { TallyMessage, TallyRequest, TallyResponse } from './messages.ts'

export interface TallyProtocol {
  message: TallyMessage
  request: TallyRequest
  response: TallyResponse
  commands: TallyCommands
  calls: { chord: Pick<ChordCommands, 'lookup'> }
}

/** What this machine reads of the ring. */
export interface TallyRing {
  /** Own positions, at least one. */
  positions(): readonly number[]
  /** This node's own reference at the position. */
  self(position: number): NodeRef
  /** Is this node, at this position, responsible for the id as far as it knows? False while it is no member. */
  owns(position: number, id: RingId): boolean
  /** Is the position on the ring? Only such a one owns anything. */
  onRing(position: number): boolean
  /** Owned is (boundary, self]; undefined when all or nothing is owned. */
  boundary(position: number): NodeRef | undefined
  /** Nearest first, as far as known. */
  successors(position: number): readonly NodeRef[]
  predecessor(position: number): NodeRef | undefined
}

export interface TallySiblings {
  readonly ring: TallyRing
  /** Where a tally is kept: `ringIdOfTally` of base with the host's SHA-256. */
  readonly keyOf: (name: string) => RingId
}
