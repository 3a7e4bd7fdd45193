import type { NodeRef } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { MAX_ROUND_TRIP_MS } from './vivaldi.ts'

/** The first samples come so often: enough that the coordinate is of use within a minute. */
const FIRST_SAMPLES = 48
const FIRST_MS = 1_000

/** Measures the way to members by chance, near and far ones: whoever is in the routing tables, of which both are. */
export class Sampler {
  readonly #core: Core
  #at = 0
  #sampledAt: number | undefined

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    return this.#at
  }
  /** When the last answer came; undefined: none has. */
  get sampledAt(): number | undefined {
    return this.#sampledAt
  }

  tick(step: Step): void {
    if (this.#at > step.now) return
    const { params, random, vivaldi } = this.#core
    const node = this.#drawn()
    const isFirst = node !== undefined && vivaldi.samples < FIRST_SAMPLES
    this.#at = step.now + random.jitter(isFirst ? Math.min(FIRST_MS, params.sampleMs) : params.sampleMs)
    if (node !== undefined) this.#ask(step, node, vivaldi.knows(node.peer))
  }

  #drawn(): NodeRef | undefined {
    const { siblings, random } = this.#core
    const { self, ring, detector } = siblings
    // A peer with many positions is no nearer for it.
    const peers = new Map(ring.knownNodes().map((node) => [node.peer, node]))
    peers.delete(self)
    return random.pick([...peers.values()].filter((node) => !detector.isDead(node)))
  }

  /** One that was not measured lately may have to be dialled: only the second answer tells how far it is. */
  #ask(step: Step, node: NodeRef, isWarm: boolean): void {
    const begun = step.now
    this.#core.ask(
      step,
      node,
      { type: 'sample' },
      { deadlineMs: MAX_ROUND_TRIP_MS, semantics: 'maybe' },
      {
        answered: (then, peer, { coordinate, error }) => {
          if (!isWarm) {
            this.#ask(then, node, true)
            return
          }
          const isOfUse = this.#core.vivaldi.sample(peer, { coordinate, error }, then.now - begun, then.now)
          if (isOfUse) this.#sampledAt = then.now
        },
        // Who does not answer is measured another time, if it lives.
        failed: () => undefined,
      },
    )
  }
}
