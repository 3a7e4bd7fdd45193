import type { NodeRef } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import type { Core, Step } from './core.ts'
import type { Picture, UpdateRequest } from './messages.ts'
import type { Neighbour, Space } from './space.ts'

/**
 * Shows this node to its neighbours and hears them: heartbeat, claims and two-hop knowledge in one exchange (Ratnasamy et
 * al. §2.3: the soft-state updates). What has not changed is not told again.
 */
export class Updates {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    let at = Infinity
    for (const { neighbours } of this.#core.spaces) {
      for (const { askAt } of neighbours.values()) if (askAt < at) at = askAt
    }
    return at
  }

  tick(step: Step): void {
    this.#core.keepUp(step)
    for (const space of this.#core.spaces) {
      if (space.own.length === 0) continue
      for (const each of [...space.neighbours.values()]) if (each.askAt <= step.now) this.ask(step, space, each)
    }
  }

  ask(step: Step, space: Space, neighbour: Neighbour): void {
    const core = this.#core
    const { ref, version, knows } = neighbour
    neighbour.askAt = Infinity
    const begun = step.now
    const told = space.version
    const body: UpdateRequest = {
      type: 'update',
      space: space.index,
      dimensions: space.dimensions,
      self: core.self,
      have: version,
      picture: pictureFor(space, knows),
    }
    const { askMs, firstWordMs } = core.params
    core.ask(
      step,
      ref,
      body,
      { deadlineMs: askMs, firstWordMs, semantics: 'maybe' },
      {
        answered: (then, _from, answer) => {
          if (answer.type === 'updated') {
            core.hear(then, space, ref, answer.picture)
            const now = space.neighbours.get(ref.peer)
            if (now === undefined) return
            now.knows = Math.max(now.knows, told)
            now.roundTripMs = smoothed(now.roundTripMs, then.now - begun)
            now.askAt = then.now + this.#intervalOf(then, space, now)
          } else {
            core.compare(space, ref, answer)
            this.#failed(then, space, ref)
          }
        },
        failed: (then) => {
          this.#failed(then, space, ref)
        },
      },
    )
  }

  /** Another shows itself. */
  arrived(step: Step, { reply }: Asked, body: UpdateRequest, space: Space): void {
    const core = this.#core
    core.hear(step, space, body.self, body.picture)
    const known = space.neighbours.get(body.self.peer)
    if (known !== undefined) known.knows = Math.max(known.knows, body.have)
    core.respond(step, reply, { type: 'updated', picture: pictureFor(space, body.have) })
  }

  #intervalOf(step: Step, space: Space, { knows }: Neighbour): number {
    const { updateMs, calmMs } = this.#core.params
    if (knows < space.version) return SOON_MS
    return this.#core.random.jitter(step.now < this.#core.busyUntil ? updateMs : calmMs)
  }

  #failed(step: Step, space: Space, ref: NodeRef): void {
    const neighbour = space.neighbours.get(ref.peer)
    if (neighbour?.askAt !== Infinity) return
    const core = this.#core
    if (step.now - neighbour.heardAt >= core.params.silentMs) core.silent(neighbour.ref)
    neighbour.askAt = step.now + core.random.jitter(core.params.updateMs)
  }
}

/** Changes that come together are told together. */
const SOON_MS = 50

/** All of it, or the version alone for who knows it. */
const pictureFor = (space: Space, knows: number): Picture =>
  knows === space.version ? { version: space.version } : space.picture()

const smoothed = (before: number | undefined, sample: number): number =>
  before === undefined ? sample : before + (sample - before) / 8
