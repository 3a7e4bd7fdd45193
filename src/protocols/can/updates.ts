import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Asked } from '../core.ts'
import type { Core, Step } from './core.ts'
import { compare } from './mismatch.ts'
import type { Picture, UpdateRequest } from './messages.ts'
import type { Neighbour, Space } from './space.ts'

/** Neighbours probed at once for others who hold them for dead; of further ones their word is not taken. */
export const MAX_PROBES = 64

/**
 * Shows this node to its neighbours and hears them: heartbeat, claims and two-hop knowledge in one exchange (Ratnasamy et
 * al. §2.3: the soft-state updates). What has not changed is not told again. Either of two begins it, and both have heard
 * the other then; the longer nothing has changed the rarer.
 */
export class Updates {
  readonly #core: Core
  /** Who wants to know whether that neighbour lives. */
  readonly #probes = new Map<string, ((then: Step, lives: boolean) => void)[]>()

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
      if (space.own.length === 0 && !space.isMate) continue
      for (const each of [...space.neighbours.values()]) if (each.askAt <= step.now) this.#ask(step, space, each)
    }
  }

  #ask(step: Step, space: Space, neighbour: Neighbour): void {
    const core = this.#core
    const { ref } = neighbour
    neighbour.askAt = Infinity
    const begun = step.now
    const told = space.version
    const body = updateTo(core.self, space, neighbour)
    core.askNeighbour(step, ref, body, {
      answered: (then, _from, answer) => {
        if (answer.type !== 'updated') {
          compare(then, space, ref, answer)
          this.#failed(then, space, ref, begun)
          return
        }
        core.hearing.hear(then, space, ref, answer.picture)
        const now = space.neighbours.get(ref.peer)
        if (now === undefined) return
        now.knows = answer.have
        now.roundTripMs = smoothed(now.roundTripMs, then.now - begun)
        // It may have forgotten what it knew. Who was shown all and has none of it has no use for it.
        const isBehind = told !== space.version || (body.picture.shown === undefined && answer.have !== told)
        now.askAt = then.now + (isBehind ? SOON_MS : this.#intervalMs(then))
      },
      failed: (then) => {
        this.#failed(then, space, ref, begun)
      },
    })
  }

  /** Another shows itself. */
  arrived(step: Step, { from, reply }: Asked, body: UpdateRequest, space: Space): void {
    const core = this.#core
    const ref = body.self ?? space.neighbours.get(from)?.ref
    if (ref !== undefined) core.hearing.hear(step, space, ref, body.picture)
    const known = space.neighbours.get(from)
    if (known !== undefined) {
      known.knows = body.have
      // It has been heard, and hears in the answer: its turn is over too.
      if (known.askAt !== Infinity && body.have === space.version) known.askAt = step.now + this.#intervalMs(step)
    }
    core.respond(step, reply, {
      type: 'updated',
      picture: pictureFor(space, body.have),
      have: known?.version ?? 0,
    })
  }

  /** The connection to it is gone: that is no death, but worth a question. */
  unlinked(step: Step, peer: PeerKey): void {
    const { random, params, spaces } = this.#core
    for (const { neighbours } of spaces) {
      const known = neighbours.get(peer)
      if (known !== undefined && known.askAt !== Infinity)
        known.askAt = Math.min(known.askAt, step.now + random.jitter(params.updateMs / 2))
    }
  }

  /** Asks at once, for another who holds it for dead. */
  probe(
    step: Step,
    space: Space,
    neighbour: Neighbour,
    withinMs: number,
    done: (then: Step, lives: boolean) => void,
  ): void {
    const name = `${space.index.toString()}/${neighbour.ref.peer}`
    const waiting = this.#probes.get(name)
    if (waiting !== undefined && waiting.length < MAX_PROBES) waiting.push(done)
    else if (waiting !== undefined || this.#probes.size >= MAX_PROBES) done(step, true)
    else {
      this.#probes.set(name, [done])
      const end = (then: Step, lives: boolean): void => {
        const all = this.#probes.get(name) ?? []
        this.#probes.delete(name)
        for (const each of all) each(then, lives)
      }
      const core = this.#core
      const body = updateTo(core.self, space, neighbour)
      const ends = {
        answered: (then: Step): void => {
          const known = space.neighbours.get(neighbour.ref.peer)
          if (known !== undefined) core.heard(then, known)
          end(then, true)
        },
        failed: (then: Step): void => {
          end(then, false)
        },
      }
      core.askNeighbour(step, neighbour.ref, body, ends, withinMs)
    }
  }

  /** Half as long as nothing has changed. */
  #intervalMs({ now }: Step): number {
    const { changedAt, params, random } = this.#core
    return random.jitter(Math.min(params.calmMs, Math.max(params.updateMs, (now - changedAt) / 2)))
  }

  #failed(step: Step, space: Space, ref: NodeRef, begun: number): void {
    const neighbour = space.neighbours.get(ref.peer)
    if (neighbour?.askAt !== Infinity) return
    const core = this.#core
    neighbour.silentSince ??= begun
    if (step.now - neighbour.silentSince >= core.params.silentMs) core.silent(neighbour.ref)
    neighbour.askAt = step.now + core.random.jitter(core.params.updateMs)
  }
}

/** Changes that come together are told together. */
const SOON_MS = 50

/** Who knows this node's picture knows its reference too. */
function updateTo(self: NodeRef, space: Space, { ref, version, knows }: Neighbour): UpdateRequest {
  const { index, dimensions } = space
  const picture = pictureFor(space, knows)
  const body: UpdateRequest = { type: 'update', space: index, dimensions, have: version, picture }
  const isHead = space.isMate && space.following?.head.peer === ref.peer
  const told: UpdateRequest = isHead ? { ...body, follows: true } : body
  return picture.shown === undefined ? told : { ...told, self }
}

/** All of it, or the version alone for who knows it. */
export const pictureFor = (space: Space, knows: number): Picture =>
  knows === space.version ? { version: space.version } : space.picture()

export const smoothed = (before: number | undefined, sample: number): number =>
  before === undefined ? sample : before + (sample - before) / 8
