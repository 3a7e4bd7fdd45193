import { covers, type NodeRef } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import { fail, succeed, type CommandId } from '../machine.ts'
import { heirOf } from './choices.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { CanRequest, Claim, GiveRequest } from './messages.ts'
import { MAX_CLAIMS } from './messages.ts'
import { MAX_LEAP } from './params.ts'
import { matesOf } from './sharing.ts'
import type { HeldZone, Neighbour, Space } from './space.ts'

/** Gives whole zones to others: all of them before this node leaves (Ratnasamy et al. §2.3), or one it has too many. */
export class Giver {
  readonly #core: Core
  readonly #finder: Finder
  /** Who wants to know what comes of a zone that is being given: who gives it because it leaves, and because it has too many. */
  readonly #waiting = new Map<string, ((then: Step, taken: boolean) => void)[]>()

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  /** Gives the zone to that node; its claim is one epoch higher there. `done` is told whether it has it. */
  give(step: Step, space: Space, zone: HeldZone, to: NodeRef, done: (then: Step, taken: boolean) => void): void {
    const core = this.#core
    const name = `${space.index.toString()}/${zone.path}`
    const waiting = this.#waiting.get(name)
    if (waiting !== undefined) {
      waiting.push(done)
      return
    }
    const all = [done]
    this.#waiting.set(name, all)
    const tell = (then: Step, taken: boolean): void => {
      this.#waiting.delete(name)
      for (const each of all) each(then, taken)
    }
    space.giving.set(zone.path, to)
    const claim: Claim = { path: zone.path, epoch: zone.epoch + 1 }
    // Those who shared the last of its zones share it with the next holder.
    const mates = space.own.length > 1 ? [] : matesOf(core, space).filter(({ peer }) => peer !== to.peer)
    const around = space.around()
    const body: CanRequest = {
      type: 'give',
      space: space.index,
      self: core.self,
      claim,
      around,
      ...(mates.length > 0 ? { mates } : {}),
    }
    core.ask(
      step,
      to,
      body,
      { deadlineMs: 2 * core.params.askMs, semantics: 'at-most-once' },
      {
        answered: (then, _from, answer) => {
          const taken = answer.type === 'taken'
          this.#end(then, space, zone, taken)
          const around = [...space.neighbours.values()]
          if (taken && space.own.some((own) => own.path === zone.path && own.epoch === zone.epoch)) {
            core.tell(then, space, 'given', [claim], to.peer)
            core.hold(
              then,
              space,
              space.claims.filter(({ path }) => path !== zone.path),
            )
            core.hearing.hearsay(then, space, { ref: to, claims: [claim] })
          }
          // Who is a neighbour no more would never hear of it.
          if (taken) this.#farewell(then, space, around)
          tell(then, taken)
        },
        failed: (then) => {
          this.#end(then, space, zone, false)
          tell(then, false)
        },
      },
    )
  }

  /** What stayed here becomes one with its sibling, if that has come meanwhile. */
  #end(step: Step, space: Space, zone: HeldZone, taken: boolean): void {
    space.giving.delete(zone.path)
    if (!taken && space.merged(space.claims).length < space.own.length) this.#core.hold(step, space, space.claims)
  }

  /** Shows those around what is left, once, without waiting for their answer. */
  #farewell(step: Step, space: Space, around: readonly Neighbour[]): void {
    const { self, params } = this.#core
    for (const { ref } of around) {
      if (space.neighbours.has(ref.peer)) continue
      const { index, dimensions } = space
      const body: CanRequest = { type: 'update', space: index, dimensions, self, have: 0, picture: space.picture() }
      this.#core.ask(
        step,
        ref,
        body,
        { deadlineMs: params.askMs, semantics: 'maybe' },
        {
          answered: () => undefined,
          failed: () => undefined,
        },
      )
    }
  }

  /** Somebody gives this node a zone. */
  given(step: Step, asked: Asked, given: GiveRequest, space: Space): void {
    const core = this.#core
    const { from, reply } = asked
    const { claim } = given
    const has = space.own.some(({ path, epoch }) => covers(path, claim.path) && epoch >= claim.epoch)
    if (has) {
      core.respond(step, reply, { type: 'taken' })
      return
    }
    if (space.own.length >= MAX_CLAIMS || core.isLeaving) {
      core.respond(step, reply, { type: 'failed', code: 'BUSY' })
      return
    }
    const holds = (claims: readonly Claim[]): boolean =>
      claims.some(({ path, epoch }) => covers(path, claim.path) && claim.epoch <= epoch + MAX_LEAP)
    const known = space.neighbours.get(from)
    if (known !== undefined && known.version > 0 && holds(known.held)) {
      this.#take(step, asked, space, given)
      return
    }
    // From afar, or one that has come by it lately: it is given by who is found there, or not at all.
    const { zone } = space.held(claim)
    const refuse = (then: Step): void => {
      core.respond(then, reply, { type: 'failed', code: 'NOT_HELD' })
    }
    this.#finder.begin(step, space, zone.low, core.params.askMs, {
      found: (then, { holder }) => {
        if (holder.ref.peer === from && holds(holder.claims)) this.#take(then, asked, space, given)
        else refuse(then)
      },
      lost: refuse,
    })
  }

  #take(step: Step, { from, reply }: Asked, space: Space, { claim, around, mates }: GiveRequest): void {
    const core = this.#core
    core.gain(step, space, [claim], { change: 'received', from }, around, {
      mates,
      gained: (then) => {
        core.respond(then, reply, { type: 'taken' })
      },
      failed: (then) => {
        core.respond(then, reply, { type: 'failed', code: 'IO' })
      },
    })
  }

  /** Before this node leaves: all of its zones, one after the other, each to the one it suits best. */
  leave(step: Step, id: CommandId): void {
    let given = 0
    const next = (then: Step, tried: ReadonlySet<string>): void => {
      const space = this.#core.spaces.find(({ own }) => own.length > 0)
      const zone = space?.own[0]
      if (space === undefined || zone === undefined) {
        then.effects.push({ type: 'done', id, result: succeed({ zones: given }) })
        return
      }
      const to = this.#suits(space, zone, tried)
      if (to === undefined) {
        const alone = space.neighbours.size === 0 && space.mates.size === 0
        then.effects.push({
          type: 'done',
          id,
          result: alone ? succeed({ zones: given }) : fail('UNREACHABLE', `nobody takes zone ${zone.path}`),
        })
        return
      }
      this.give(then, space, zone, to, (after, taken) => {
        if (taken) given++
        next(after, taken ? new Set() : new Set([...tried, to.peer]))
      })
    }
    next(step, new Set())
  }

  /** A mate, which has all that belongs to it; else who holds its sibling, since both become one; else the neighbour that holds least. */
  #suits(space: Space, zone: HeldZone, tried: ReadonlySet<string>): NodeRef | undefined {
    const mate = matesOf(this.#core, space).find(({ peer }) => !tried.has(peer))
    if (mate !== undefined) return mate
    const alive = this.#core.living(space).filter(({ ref }) => !tried.has(ref.peer))
    return heirOf(zone.zone, alive)?.ref
  }
}
