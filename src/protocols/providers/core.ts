import type { NodeRef, PeerKey, RingId, SwarmId } from '../../base/index.ts'
import type { Arc } from '../arcs.ts'
import { lookupOf, MachineCore, type CallEndsOf, type StepOf } from '../core.ts'
import type { CallId } from '../machine.ts'
import type { ProvidersParams } from './params.ts'
import type { ProvidersProtocol, ProvidersRing, ProvidersSiblings } from './protocol.ts'

export type Step = StepOf<ProvidersProtocol>

/** What the parts of the machine share. */
export class Core extends MachineCore<ProvidersProtocol, ProvidersParams, ProvidersSiblings> {
  get ring(): ProvidersRing {
    return this.siblings.ring
  }

  get self(): NodeRef {
    return this.ring.self(0)
  }

  keyOf(swarm: SwarmId): RingId {
    return this.siblings.keyOf(swarm)
  }

  /** The own position that owns the id; undefined: none does. */
  positionOwning(id: RingId): number | undefined {
    return this.ring.positions().find((position) => this.ring.owns(position, id))
  }

  /** Does the position a stranger names exist here, and own the id? */
  owns(position: number, id: RingId): boolean {
    return this.ring.positions().includes(position) && this.ring.owns(position, id)
  }

  /** What the position owns; undefined: nothing. */
  owned(position: number): Arc | undefined {
    const { ring } = this
    if (!ring.onRing(position)) return undefined
    const { id } = ring.self(position)
    return { from: ring.boundary(position)?.id ?? id, to: id }
  }

  /** Who is responsible for the swarm, asked of the ring. */
  lookup(step: Step, swarm: SwarmId, deadlineMs: number, ends: CallEndsOf<ProvidersProtocol>): CallId {
    return this.call(step, lookupOf(this.keyOf(swarm)), deadlineMs, ends)
  }

  isSelf(peer: PeerKey): boolean {
    return peer === this.self.peer
  }
}
