import { ROOT_PATH, type NodeRef, type Point } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { CanRequest, CanResponse, Picture } from './messages.ts'
import { follow } from './sharing.ts'
import type { Space } from './space.ts'
import { areOf } from './suits.ts'

/** Redirections followed for one attempt. */
export const MAX_REDIRECTS = 4
/** Between two attempts, at first and at most. */
const RETRY_MS = 300
const RETRY_MAX_MS = 8_000
/** Members of the ring that must say that they hold nothing before a space is founded. */
const FOUNDING_ASKS = 8

interface Attempt {
  at: number
  waitMs: number
  /** Under way. */
  busy: boolean
  /** Asked in a row that held no zone either. */
  readonly empty: Set<string>
}

/**
 * Comes to a zone (Ratnasamy et al. §2.2): a random point, who holds it, and a half of the zone of that one or of a larger
 * one around it. A space that nobody holds anything of is founded by the owner of a fixed id on the ring.
 */
export class Joiner {
  readonly #core: Core
  readonly #finder: Finder
  readonly #attempts = new Map<Space, Attempt>()
  /** The ring can be asked. */
  #open = false

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  get wakeAt(): number {
    let at = Infinity
    for (const attempt of this.#attempts.values()) if (!attempt.busy && attempt.at < at) at = attempt.at
    return at
  }

  /** The ring can be asked from now on. */
  open(step: Step): void {
    this.#open = true
    for (const space of this.#core.spaces) this.want(step, space)
  }

  close(): void {
    this.#open = false
    this.#attempts.clear()
  }

  /** This node holds nothing of the space: it is to come to a zone. */
  want(step: Step, space: Space): void {
    if (!this.#open || space.own.length > 0 || space.isMate || this.#attempts.has(space)) return
    this.#attempts.set(space, { at: step.now, waitMs: RETRY_MS, busy: false, empty: new Set() })
  }

  tick(step: Step): void {
    for (const [space, attempt] of [...this.#attempts]) {
      if (space.own.length > 0 || space.isMate) this.#attempts.delete(space)
      else if (!attempt.busy && attempt.at <= step.now) this.#begin(step, space, attempt)
    }
  }

  #begin(step: Step, space: Space, attempt: Attempt): void {
    const core = this.#core
    const { ring, self } = core.siblings
    const others = ring.knownNodes().filter((node) => node.peer !== self)
    const known = others.filter((node) => !core.isDead(node))
    const asked = known.filter(({ peer }) => !attempt.empty.has(peer))
    const contact = core.random.pick(asked)
    // Several positions of one node make a ring of which each is a member.
    const isAlone = others.length === 0 && ring.positions().every((position) => ring.state(position) !== 'joining')
    const peers = new Set(known.map(({ peer }) => peer)).size
    const mayFound = isAlone || attempt.empty.size >= Math.min(FOUNDING_ASKS, Math.max(1, peers))
    if (mayFound && ring.positions().some((position) => ring.owns(position, core.siblings.founderOf(space.index)))) {
      attempt.busy = true
      const how = { change: 'founded', from: undefined } as const
      core.gain(step, space, [{ path: ROOT_PATH, epoch: 1 }], how, [], this.#ends(space, attempt))
      return
    }
    if (contact === undefined) {
      attempt.empty.clear()
      this.#again(step, attempt)
      return
    }
    attempt.busy = true
    const point = Array.from({ length: space.dimensions }, () => core.random.float())
    const ends = {
      found: (then: Step, { holder }: { holder: { ref: NodeRef } }): void => {
        // Who cannot write a zone down does not ask for one: the half it was granted would be nobody's meanwhile.
        core.save(then, space, {
          written: (after) => {
            this.#ask(after, space, attempt, holder.ref, point, false, MAX_REDIRECTS)
          },
          failed: (after) => {
            this.#again(after, attempt)
          },
        })
      },
      lost: (then: Step, code: string): void => {
        // Who has no such space holds nothing of it either.
        const hasNone = space.mismatch?.dimensions === 0 && space.mismatch.node.peer === contact.peer
        if (code === 'NOT_JOINED' || (code === 'DIMENSIONS' && hasNone)) attempt.empty.add(contact.peer)
        this.#again(then, attempt)
      },
    }
    this.#finder.begin(step, space, point, 4 * core.params.askMs, ends, contact)
  }

  #ask(step: Step, space: Space, attempt: Attempt, to: NodeRef, point: Point, chosen: boolean, left: number): void {
    const core = this.#core
    const { index, dimensions } = space
    const body: CanRequest = { type: 'join', space: index, dimensions, self: core.self, point, chosen }
    const { askMs } = core.params
    core.ask(
      step,
      to,
      body,
      { deadlineMs: 2 * askMs, semantics: 'at-most-once' },
      {
        answered: (then, _from, answer) => {
          if (answer.type === 'granted') this.#granted(then, space, attempt, to, answer)
          else if (answer.type === 'mate') this.#mated(then, space, attempt, to, answer.picture)
          else if (answer.type === 'redirect' && left > 0) {
            this.#ask(then, space, attempt, answer.to, point, answer.chosen || left === 1, left - 1)
          } else this.#again(then, attempt)
        },
        failed: (then) => {
          this.#again(then, attempt)
        },
      },
    )
  }

  #granted(
    step: Step,
    space: Space,
    attempt: Attempt,
    giver: NodeRef,
    { claim, around, mates }: Extract<CanResponse, { type: 'granted' }>,
  ): void {
    if (space.own.length > 0) return
    const core = this.#core
    const ends = this.#ends(space, attempt)
    const gained = (then: Step): void => {
      ends.gained(then)
      const body: CanRequest = { type: 'accept', space: space.index, claim }
      core.ask(
        then,
        giver,
        body,
        { deadlineMs: 4 * core.params.askMs, semantics: 'at-least-once' },
        {
          answered: () => undefined,
          // It will see by this node's updates.
          failed: () => undefined,
        },
      )
    }
    core.gain(step, space, [claim], { change: 'joined', from: giver.peer }, around, { ...ends, gained, mates })
  }

  /** Its zone has room for one more node, and this is the one. */
  #mated(step: Step, space: Space, attempt: Attempt, head: NodeRef, picture: Picture): void {
    const claims = picture.shown?.claims ?? []
    if (space.own.length > 0) return
    if (claims.length === 0 || !areOf([{ ref: head, claims }], space)) this.#again(step, attempt)
    else {
      this.#attempts.delete(space)
      follow(this.#core, step, space, head, picture)
    }
  }

  /** What was gained may have been lost meanwhile, to one with a stronger claim, or never come to the disk. */
  #ends(space: Space, attempt: Attempt): { gained(then: Step): void; failed(then: Step): void } {
    return {
      gained: (then) => {
        if (space.own.length > 0) this.#attempts.delete(space)
        else this.#again(then, attempt)
      },
      failed: (then) => {
        this.#again(then, attempt)
      },
    }
  }

  #again(step: Step, attempt: Attempt): void {
    attempt.busy = false
    attempt.at = step.now + this.#core.random.jitter(attempt.waitMs)
    attempt.waitMs = Math.min(2 * attempt.waitMs, RETRY_MAX_MS)
  }
}
