import type { Point } from '../../base/index.ts'
import { fail, succeed, type CommandId, type Result } from '../machine.ts'
import type { CanFailure, Located } from './commands.ts'
import type { Core, Step } from './core.ts'
import type { Finder, FindTransit } from './finder.ts'
import type { CanRefusal } from './messages.ts'
import type { Space } from './space.ts'

/** Between two finds while the space is mending, or a zone changes hands. */
const AGAIN_MS = 150
/** Of a command's time, kept back to say what became of it. */
const MARGIN_MS = 200
/** Commands of this kind at once. */
export const MAX_LOCATES = 4_096

interface Locating {
  readonly space: Space
  readonly point: Point
  readonly trace: boolean
  readonly endsAt: number
  /** When the point is looked for again; Infinity: it is under way. */
  at: number
  transit: FindTransit | undefined
}

/** Carries out `locate`: a find, and after one that got nowhere another, as long as the command may take. */
export class Locator {
  readonly #core: Core
  readonly #finder: Finder
  readonly #open = new Map<CommandId, Locating>()

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  get wakeAt(): number {
    let least = Infinity
    for (const { at } of this.#open.values()) if (at < least) least = at
    return least
  }

  begin(step: Step, id: CommandId, space: Space, point: Point, trace: boolean, leftMs: number): void {
    if (!space.isIn) this.#done(step, id, fail('NOT_JOINED', 'this node holds no zone yet'))
    else if (this.#open.size >= MAX_LOCATES) this.#done(step, id, fail('OVERLOAD', 'too many finds at once'))
    else {
      const endsAt = step.now + Math.max(leftMs / 2, leftMs - MARGIN_MS)
      this.#open.set(id, { space, point, trace, endsAt, at: Infinity, transit: undefined })
      this.#find(step, id)
    }
  }

  cancel(step: Step, id: CommandId): void {
    const transit = this.#open.get(id)?.transit
    this.#open.delete(id)
    if (transit !== undefined) this.#finder.drop(step, transit)
  }

  tick(step: Step): void {
    for (const [id, locating] of [...this.#open]) {
      if (locating.at > step.now) continue
      locating.at = Infinity
      this.#find(step, id)
    }
  }

  #find(step: Step, id: CommandId): void {
    const locating = this.#open.get(id)
    if (locating === undefined) return
    const { space, point, trace, endsAt } = locating
    const leftMs = endsAt - step.now
    // Nobody is sure of an end further on: a find that hangs leaves time for another.
    const findMs = Math.min(leftMs, Math.max(2 * this.#core.params.askMs, leftMs / 2))
    const ends = {
      found: (then: Step, found: { holder: { ref: Located['owner'] } } & Pick<Located, 'claim' | 'hops' | 'path'>) => {
        const { holder, claim, hops, path } = found
        if (this.#open.delete(id)) this.#done(then, id, succeed({ owner: holder.ref, claim, hops, path }))
      },
      lost: (then: Step, code: CanRefusal) => {
        this.#lost(then, id, locating, code)
      },
    }
    locating.transit = undefined
    const transit = this.#finder.begin(step, space, point, findMs, ends, undefined, trace)
    // It may have ended at once.
    if (locating.at === Infinity) locating.transit = transit
  }

  #lost(step: Step, id: CommandId, locating: Locating, code: CanRefusal): void {
    if (this.#open.get(id) !== locating) return
    locating.transit = undefined
    locating.at = step.now + this.#core.random.jitter(AGAIN_MS)
    if (code !== 'BUSY' && locating.at < locating.endsAt) return
    this.#open.delete(id)
    if (code === 'BUSY') this.#done(step, id, fail('OVERLOAD', 'too many finds at once'))
    else this.#done(step, id, fail('NO_ROUTE', `no way to it: ${code}`))
  }

  #done(step: Step, id: CommandId, result: Result<Located, CanFailure>): void {
    step.effects.push({ type: 'done', id, result })
  }
}
