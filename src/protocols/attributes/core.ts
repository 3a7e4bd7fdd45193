import type { Random } from '../../base/index.ts'
import { MachineCore, type StepOf } from '../core.ts'
import type { Figures } from './figures.ts'
import { MAX_FIGURE } from './figures.ts'
import type { AttributesParams } from './params.ts'
import type { AttributesProtocol, AttributesSiblings } from './protocol.ts'
import { Vivaldi } from './vivaldi.ts'

export type Step = StepOf<AttributesProtocol>

/** What the parts of the machine share. */
export class Core extends MachineCore<AttributesProtocol, AttributesParams, AttributesSiblings> {
  readonly vivaldi: Vivaldi
  /** Of the first step, monotonic ms. */
  #begunAt: number | undefined

  constructor(params: AttributesParams, siblings: AttributesSiblings, random: Random) {
    super(params, siblings, random)
    this.vivaldi = new Vivaldi(random.fork('vivaldi'))
  }

  /** What this node is like now: nothing that no node can be. */
  figures(now: number): Figures {
    this.#begunAt ??= now
    const { freeBytes, uploadRate, load } = this.siblings.measured()
    const uptimeMs = Math.round(now - this.#begunAt)
    return { freeBytes: fit(freeBytes), uploadRate: fit(uploadRate), uptimeMs, load: fit(load) }
  }
}

const fit = (value: number): number => (value > 0 ? Math.min(MAX_FIGURE, value) : 0)
