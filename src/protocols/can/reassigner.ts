import { covers, type NodeRef } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import { pairBeside } from './choices.ts'
import type { Core, Step } from './core.ts'
import type { Giver } from './giver.ts'
import type { CanRequest, CanResponse, PairRequest } from './messages.ts'
import { matesOf } from './sharing.ts'
import type { HeldZone, Space } from './space.ts'

/** Steps down the partition tree at most: more than any zone is deep in a network of a million. */
export const MAX_PAIR_HOPS = 64

/**
 * Gives away what this node has too much, until everybody holds one zone again (Ratnasamy et al., appendix A): a zone goes
 * to a mate, which has all of it already. Without one, a zone whose sibling is one node's goes to that one and both become their parent. Otherwise two sibling leaves are looked for
 * below the sibling, one of which gets the extra zone: it is then that one's turn, and its first zone goes to the other.
 */
export class Reassigner {
  readonly #core: Core
  readonly #giver: Giver
  #at = Infinity
  #busy = false

  constructor(core: Core, giver: Giver) {
    this.#core = core
    this.#giver = giver
  }

  get wakeAt(): number {
    return this.#at
  }

  tick(step: Step): void {
    const crowded = this.#core.spaces.filter(({ own }) => own.length > 1)
    if (crowded.length === 0) this.#at = Infinity
    else if (this.#at === Infinity) this.#at = step.now + this.#core.random.jitter(this.#core.params.reassignMs)
    if (step.now < this.#at) return
    this.#at = step.now + this.#core.random.jitter(this.#core.params.reassignMs)
    const space = this.#core.random.pick(crowded)
    if (space !== undefined && !this.#busy) this.#relieve(step, space)
  }

  /** Two sibling leaves below: this node's zone and its sibling, or further down. */
  pair(step: Step, { reply, leftMs }: Asked, body: PairRequest, space: Space): void {
    const answer = (then: Step, response: CanResponse): void => {
      this.#core.respond(then, reply, response)
    }
    const own = space.own.find(({ path }) => covers(body.below, path))
    if (own === undefined) answer(step, { type: 'failed', code: 'NOT_HELD' })
    else if (body.hops >= MAX_PAIR_HOPS) answer(step, { type: 'failed', code: 'HOPS_EXCEEDED' })
    else this.#below(step, space, own, body.hops + 1, leftMs, answer)
  }

  #relieve(step: Step, space: Space): void {
    const [mate] = matesOf(this.#core, space)
    const [most] = space.own
    if (mate !== undefined && most !== undefined) {
      this.#give(step, space, most, mate)
      return
    }
    for (const zone of space.own) {
      const beside = pairBeside(zone.zone, this.#core.living(space))
      if (beside !== undefined && 'pair' in beside) {
        this.#give(step, space, zone, beside.with.ref)
        return
      }
    }
    const extra = space.own.reduce((a, b) => (b.path.length > a.path.length ? b : a))
    this.#busy = true
    this.#below(step, space, extra, 0, this.#core.params.askMs * 4, (then, answer) => {
      this.#busy = false
      const still = space.own.find(({ path }) => path === extra.path)
      if (answer.type === 'pair' && still !== undefined && space.own.length > 1)
        this.#give(then, space, still, answer.upper)
    })
  }

  #give(step: Step, space: Space, zone: HeldZone, to: NodeRef): void {
    this.#busy = true
    this.#giver.give(step, space, zone, to, (then) => {
      this.#busy = false
      this.#at = then.now
    })
  }

  /** Goes on in the half beside this zone: its holder, or one of its holders, is this node's neighbour there. */
  #below(
    step: Step,
    space: Space,
    zone: HeldZone,
    hops: number,
    leftMs: number,
    end: (then: Step, answer: CanResponse) => void,
  ): void {
    const core = this.#core
    const beside = pairBeside(zone.zone, this.#core.living(space))
    if (beside === undefined) {
      end(step, { type: 'failed', code: 'NO_ROUTE' })
      return
    }
    if ('pair' in beside) {
      const other = beside.with.ref
      const [lower, upper] = zone.path.endsWith('0') ? [core.self, other] : [other, core.self]
      end(step, { type: 'pair', path: beside.pair, lower, upper })
      return
    }
    const { below, next } = beside
    const body: CanRequest = { type: 'pair', space: space.index, below, hops }
    core.ask(
      step,
      next.ref,
      body,
      { deadlineMs: leftMs, semantics: 'maybe' },
      {
        answered: (then, _from, answer) => {
          end(then, answer.type === 'pair' ? answer : { type: 'failed', code: 'NO_ROUTE' })
        },
        failed: (then) => {
          end(then, { type: 'failed', code: 'NO_ROUTE' })
        },
      },
    )
  }
}
