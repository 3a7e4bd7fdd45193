import type { Epoch, Multiaddr, NodeRef, PeerKey } from '../../base/index.ts'
import type { CanCommands } from '../can/commands.ts'
import type { Signer } from '../signer.ts'
import type { AttributesCommands } from './commands.ts'
import type { Figures } from './figures.ts'
import type { AttributesRequest, AttributesResponse } from './messages.ts'

export interface AttributesProtocol {
  message: never
  request: AttributesRequest
  response: AttributesResponse
  commands: AttributesCommands
  calls: { can: Pick<CanCommands, 'put' | 'remove' | 'query'> }
}

/** What this machine reads of the ring: whom it may measure the way to. */
export interface AttributesRing {
  self(position: number): NodeRef
  knownNodes(): readonly NodeRef[]
}

/** What this node is like now; without its uptime, which the machine knows. */
export type Measured = Omit<Figures, 'uptimeMs'>

export interface AttributesSiblings {
  readonly self: PeerKey
  readonly ring: AttributesRing
  readonly detector: { isDead(node: NodeRef): boolean }
  readonly signer: Signer
  /** Read at any time: what was measured last. */
  readonly measured: () => Measured
  /** A peer's first position. Undefined: it cannot be one. */
  readonly refOf: (peer: PeerKey, epoch: Epoch, addresses: readonly Multiaddr[]) => NodeRef | undefined
}
