import { lookupOf, MachineCore, type CallEndsOf, type StepOf } from '../core.ts'
import type { CallId } from '../machine.ts'
import type { TallyParams } from './params.ts'
import type { TallyProtocol, TallySiblings } from './protocol.ts'

export type Step = StepOf<TallyProtocol>

/** What the parts of the machine share. */
export class Core extends MachineCore<TallyProtocol, TallyParams, TallySiblings> {
  /** Is this node, at one of its positions, responsible for the tally as far as it knows? */
  keeps(name: string): boolean {
    const { ring, keyOf } = this.siblings
    const key = keyOf(name)
    return ring.positions().some((position) => ring.owns(position, key))
  }

  /** Who is responsible for the tally, asked of the ring. */
  lookup(step: Step, name: string, deadlineMs: number, ends: CallEndsOf<TallyProtocol>): CallId {
    return this.call(step, lookupOf(this.siblings.keyOf(name)), deadlineMs, ends)
  }
}
