import type { PeerKey, RingId, Sha256 } from '../../base/index.ts'
import { lookupOf, MachineCore, type CallEndsOf, type StepOf } from '../core.ts'
import type { CallId } from '../machine.ts'
import type { RecordsParams } from './params.ts'
import type { RecordsProtocol, RecordsRing, RecordsSiblings } from './protocol.ts'

export type Step = StepOf<RecordsProtocol>

/** What the parts of the machine share. */
export class Core extends MachineCore<RecordsProtocol, RecordsParams, RecordsSiblings> {
  get ring(): RecordsRing {
    return this.siblings.ring
  }

  get sha256(): Sha256 {
    return this.siblings.sha256
  }

  get self(): PeerKey {
    return this.ring.self(0).peer
  }

  /** The own position that owns the id; undefined: none does. */
  positionOwning(id: RingId): number | undefined {
    const { ring } = this.siblings
    for (const position of ring.positions()) if (ring.owns(position, id)) return position
    return undefined
  }

  /** Who is responsible for the id, asked of the ring. */
  lookup(step: Step, id: RingId, deadlineMs: number, ends: CallEndsOf<RecordsProtocol>): CallId {
    return this.call(step, lookupOf(id), deadlineMs, ends)
  }
}
