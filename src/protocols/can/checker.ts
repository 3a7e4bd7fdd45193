import { maxDepth, overlap, pathOfPoint, pointIn, type NodeRef, type Point, type ZonePath } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import type { Core, Step } from './core.ts'
import type { Finder, Found } from './finder.ts'
import type { CanRefusal, CanRequest, CanResponse, ClaimRequest } from './messages.ts'
import { totalVolume, type Space } from './space.ts'

/** A place beside this node that nobody is known to hold is looked into when it has been so for so long. */
const HOLE_MS = 10_000
/** From so many nodes on, by what a node holds, each looks the less often the more there are, down to one in so many periods. */
const FEW_NODES = 16
const MAX_STRETCH = 64
/** Places beside this node that are looked at each time. */
const SAMPLES = 8

/**
 * Looks whether others see this node's zones as it does. A random member of the ring is asked to find a point of them: so
 * halves of a network that was cut in two meet, whose tables know nothing of each other. And a place beside this node that
 * nobody holds, since all around it failed at once, is taken.
 */
export class Checker {
  readonly #core: Core
  readonly #finder: Finder
  readonly #checkAt = new Map<Space, number>()
  #holesAt = 0
  /** A point beside this node that nobody is known to hold, and since when. */
  readonly #holes = new Map<Space, { readonly point: Point; readonly since: number }>()

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  get wakeAt(): number {
    if (!this.#core.spaces.some(({ isMember }) => isMember)) return Infinity
    let at = this.#holesAt
    for (const space of this.#core.spaces) if (space.isMember) at = Math.min(at, this.#checkAt.get(space) ?? 0)
    return at
  }

  tick(step: Step): void {
    const { random, params, spaces, changedAt } = this.#core
    for (const space of spaces) {
      if (!space.isMember || step.now < (this.#checkAt.get(space) ?? 0)) continue
      this.#checkAt.set(space, step.now + random.jitter(this.#intervalMs(space)))
      this.#check(step, space)
    }
    if (step.now >= this.#holesAt) {
      const everyMs = Math.min(params.calmMs, Math.max(params.updateMs, (step.now - changedAt) / 2))
      this.#holesAt = step.now + random.jitter(everyMs)
      for (const space of spaces) this.#lookAround(step, space)
    }
  }

  /** Somebody has come back, or was cut off: what both sides hold may overlap. */
  soon(step: Step): void {
    const { random, params, spaces } = this.#core
    for (const space of spaces) {
      const at = step.now + random.jitter(params.updateMs)
      this.#checkAt.set(space, Math.min(this.#checkAt.get(space) ?? 0, at))
    }
  }

  /**
   * As many look in a large network together as in a small one: it is enough that some meet the other half, and the fewer
   * nodes a half has the more of them each holds, and the more often it looks.
   */
  #intervalMs(space: Space): number {
    const { params } = this.#core
    // Who knows nobody beside it is lost, unless it holds all.
    if (space.neighbours.size === 0 && space.own[0]?.path !== '') return params.updateMs
    return params.checkMs * Math.min(MAX_STRETCH, Math.max(1, 1 / (FEW_NODES * totalVolume(space.own))))
  }

  /** May the sender take what nobody holds? */
  claimed(step: Step, { reply }: Asked, body: ClaimRequest, space: Space): void {
    const isHeld = body.claims.some(({ path }) => this.#isHeld(space, path))
    this.#core.respond(step, reply, { type: isHeld ? 'better' : 'agreed' })
  }

  #check(step: Step, space: Space): void {
    const core = this.#core
    const zone = core.random.pick(space.own)
    const other = this.#another()
    if (zone === undefined || other === undefined) return
    const point = pointIn(zone.zone, core.random)
    this.#finder.begin(
      step,
      space,
      point,
      4 * core.params.askMs,
      {
        found: (then, { holder }) => {
          core.hearing.hearsay(then, space, holder)
        },
        lost: () => undefined,
      },
      other,
    )
  }

  /** Another member of the ring, by chance. */
  #another(): NodeRef | undefined {
    const { ring, self } = this.#core.siblings
    return this.#core.random.pick(ring.knownNodes().filter((node) => node.peer !== self && !this.#core.isDead(node)))
  }

  #lookAround(step: Step, space: Space): void {
    const hole = this.#holes.get(space)
    if (hole !== undefined) {
      if (!space.isMember || space.isAround(hole.point)) this.#holes.delete(space)
      else if (step.now - hole.since >= HOLE_MS) {
        this.#holes.delete(space)
        this.#fill(step, space, hole.point)
      }
      return
    }
    for (let i = 0; i < SAMPLES && space.isMember; i++) {
      const point = this.#pointBeside(space)
      if (point !== undefined && !space.isAround(point)) {
        this.#holes.set(space, { point, since: step.now })
        return
      }
    }
  }

  /** A point just outside one of this node's zones. */
  #pointBeside(space: Space): Point | undefined {
    const { random } = this.#core
    const zone = random.pick(space.own)?.zone
    if (zone === undefined) return undefined
    const axis = random.below(space.dimensions)
    const point = pointIn(zone, random)
    const [low, high] = [zone.low[axis] ?? 0, zone.high[axis] ?? 1]
    const side = high - low
    const grain = Math.min(side, 2 ** -20) * 0.5
    point[axis] = random.below(2) === 0 ? (low - grain + 1) % 1 : (high + grain) % 1
    return point
  }

  #isHeld(space: Space, path: ZonePath): boolean {
    if (space.own.some((own) => overlap(own.path, path)) || space.grants.some((grant) => overlap(grant.path, path)))
      return true
    for (const { held } of space.neighbours.values()) if (held.some((each) => overlap(each.path, path))) return true
    return false
  }

  /** Whoever holds it is found and heard; when nobody is, and none of those around knows one, it is taken. */
  #fill(step: Step, space: Space, point: Point): void {
    const core = this.#core
    const via = this.#another()
    const ends = {
      found: (then: Step, { holder }: Found): void => {
        core.hearing.hearsay(then, space, holder)
      },
      lost: (then: Step, code: CanRefusal): void => {
        if (code === 'NO_ROUTE') this.#claim(then, space, point)
      },
    }
    // Of the own tables nothing follows while nobody around is known: others see more.
    if (via !== undefined) this.#finder.begin(step, space, point, 4 * core.params.askMs, ends, via)
    else if (space.neighbours.size > 0) this.#finder.begin(step, space, point, 4 * core.params.askMs, ends)
  }

  #claim(step: Step, space: Space, point: Point): void {
    const core = this.#core
    let depth = 0
    while (depth < maxDepth(space.dimensions) && this.#isHeld(space, pathOfPoint(point, depth))) depth++
    const path = pathOfPoint(point, depth)
    if (this.#isHeld(space, path)) return
    const epoch = Math.max(...space.own.map((own) => own.epoch)) + 1
    const asked = core.living(space)
    const body: CanRequest = {
      type: 'claim',
      space: space.index,
      self: core.self,
      claims: [{ path, epoch }],
      volume: 0,
    }
    let open = asked.length
    let isFree = true
    const settle = (then: Step, answer?: CanResponse): void => {
      if (answer?.type === 'better') isFree = false
      if (--open > 0 || !isFree || !space.isMember || this.#isHeld(space, path)) return
      core.gain(then, space, [{ path, epoch }], { change: 'taken', from: undefined })
    }
    if (open === 0) {
      open = 1
      settle(step)
    }
    for (const { ref } of asked) {
      core.ask(
        step,
        ref,
        body,
        { deadlineMs: core.params.askMs, semantics: 'maybe' },
        {
          answered: (then, _from, answer) => {
            settle(then, answer)
          },
          failed: (then) => {
            settle(then)
          },
        },
      )
    }
  }
}
