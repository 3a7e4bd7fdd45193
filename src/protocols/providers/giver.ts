import type { NodeRef, PeerKey, SwarmId } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { LeaseTable } from './leases.ts'
import { MAX_REPLICATED, type Provider } from './messages.ts'

/** Questions to one node that are under way at once: 10,000 sets a second at 3 ms, as many as its host owes one peer. */
const WINDOW = 32
/** How long one may take. */
const GIVE_MS = 2_000

/** Gives sets to others that shall keep them, and knows what has arrived. */
export class Giver {
  readonly #core: Core
  readonly #leases: LeaseTable

  constructor(core: Core, leases: LeaseTable) {
    this.#core = core
    this.#leases = leases
  }

  /** Tells one node of changes of one set. */
  tell(
    step: Step,
    to: NodeRef,
    position: number,
    change: { readonly swarm: SwarmId; readonly providers: readonly Provider[]; readonly gone: readonly PeerKey[] },
    deadlineMs: number,
    ended: (step: Step, isDone: boolean) => void,
  ): void {
    const body = { type: 'replicate' as const, position: to.position, self: this.#core.ring.self(position), ...change }
    const options = { deadlineMs, semantics: 'at-least-once' as const }
    this.#core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        ended(then, answer.type === 'replicated')
      },
      failed: (then) => {
        ended(then, false)
      },
    })
  }

  /** Gives all there is of these sets, in order; the first failure ends it. */
  give(
    step: Step,
    to: NodeRef,
    position: number,
    swarms: readonly SwarmId[],
    ended: (step: Step, isDone: boolean) => void,
  ): void {
    let underWay = 0
    let isOver = false
    let at = 0
    let rest: Provider[] = []
    const next = (
      then: Step,
    ): { swarm: SwarmId; providers: readonly Provider[]; gone: readonly PeerKey[] } | undefined => {
      for (;;) {
        const swarm = swarms[rest.length > 0 ? at - 1 : at++]
        if (swarm === undefined) return undefined
        if (rest.length === 0) rest = this.#leases.list(then.now, swarm)
        if (rest.length > 0) return { swarm, providers: rest.splice(0, MAX_REPLICATED), gone: [] }
      }
    }
    const end = (then: Step, isDone: boolean): void => {
      isOver = true
      ended(then, isDone)
    }
    const goOn = (then: Step): void => {
      for (let change; underWay < WINDOW && (change = next(then)) !== undefined;) {
        underWay++
        this.tell(then, to, position, change, GIVE_MS, (later, isDone) => {
          underWay--
          if (isOver) return
          if (isDone) goOn(later)
          else end(later, false)
        })
      }
      if (underWay === 0) end(then, true)
    }
    goOn(step)
  }
}
