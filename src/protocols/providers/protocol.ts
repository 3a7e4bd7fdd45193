import type { NodeRef, RingId, SwarmId } from '../../base/index.ts'
import type { ChordCommands } from '../chord/commands.ts'
import type { ProvidersCommands } from './commands.ts'
import type { ProvidersMessage, ProvidersRequest, ProvidersResponse } from './messages.ts'

export interface ProvidersProtocol {
  message: ProvidersMessage
  request: ProvidersRequest
  response: ProvidersResponse
  commands: ProvidersCommands
  calls: { chord: Pick<ChordCommands, 'lookup'> }
}

/** What this machine reads of the ring. */
export interface ProvidersRing {
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
  /** The next `count` positions behind this one of distinct other peers, nearest first; fewer where fewer are known. */
  replicas(position: number, count: number): readonly NodeRef[]
  /** Nearest first, as far as known. */
  successors(position: number): readonly NodeRef[]
  predecessor(position: number): NodeRef | undefined
}

export interface ProvidersSiblings {
  readonly ring: ProvidersRing
  /** Where the providers of a swarm are kept: `ringIdOfSwarm` of base with the host's SHA-256. */
  readonly keyOf: (swarm: SwarmId) => RingId
}
