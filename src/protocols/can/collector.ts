import { covers, type PeerKey, type ZonePath } from '../../base/index.ts'
import type { Copies } from './copies.ts'
import type { Core, Step } from './core.ts'
import type { Claim, Holding } from './messages.ts'
import type { Space } from './space.ts'

/** Those around are known after so long, even when one of them says nothing. */
const AROUND_MS = 3_000
/** A neighbour that gives no page is asked again, so often. */
const ATTEMPTS = 3

interface Job {
  readonly space: Space
  readonly path: ZonePath
  readonly since: number
  /** Asked, and how often that failed; Infinity: it has given all. */
  readonly asked: Map<PeerKey, number>
  open: number
  again: number
}

/**
 * Collects the items of a zone that this node has gained: of all around it, since each may keep copies, and of who held it.
 * Until then it may have missed one; and who has lost a place gives its items to the new holder.
 */
export class Collector {
  readonly #core: Core
  readonly #copies: Copies
  readonly #jobs = new Map<string, Job>()

  constructor(core: Core, copies: Copies) {
    this.#core = core
    this.#copies = copies
  }

  get wakeAt(): number {
    let at = Infinity
    for (const { again, open } of this.#jobs.values()) if (open === 0 && again < at) at = again
    return at
  }

  get open(): number {
    return this.#jobs.size
  }

  gained(step: Step, space: Space, claims: readonly Claim[]): void {
    for (const { path } of claims) {
      const name = `${space.index.toString()}/${path}`
      this.#jobs.set(name, { space, path, since: step.now, asked: new Map(), open: 0, again: step.now })
    }
  }

  /** To who holds it now: what this node has of it. It collects too; but this node may be the only one that knows. */
  lost(step: Step, space: Space, claims: readonly Claim[], to: Holding['ref']): void {
    for (const { path } of claims) this.#copies.push(step, space, to, path, () => undefined)
  }

  /** Whether some of the zone's items may not be here yet. */
  isCollecting(space: Space, path: ZonePath): boolean {
    for (const job of this.#jobs.values()) {
      if (job.space === space && (covers(path, job.path) || covers(job.path, path))) return true
    }
    return false
  }

  tick(step: Step): void {
    for (const [name, job] of [...this.#jobs]) {
      if (job.open > 0 || job.again > step.now) continue
      if (!job.space.own.some(({ path }) => covers(path, job.path) || covers(job.path, path))) this.#jobs.delete(name)
      else if (!this.#askAll(step, job)) this.#jobs.delete(name)
    }
  }

  /** False: all has been collected. */
  #askAll(step: Step, job: Job): boolean {
    const { space, path, asked } = job
    let isWaiting = false
    const mates = [...space.mates.values()].map(({ ref, follows }) => ({ ref, version: follows ? 1 : 0 }))
    for (const { ref, version } of [...space.neighbours.values(), ...mates]) {
      const times = asked.get(ref.peer) ?? 0
      if (times >= ATTEMPTS || this.#core.isDead(ref)) continue
      if (version === 0) {
        isWaiting ||= step.now - job.since < AROUND_MS
        continue
      }
      job.open++
      this.#copies.pull(step, space, ref, path, (then, whole) => {
        job.open--
        asked.set(ref.peer, whole ? Infinity : times + 1)
        job.again = then.now + (whole ? 0 : AGAIN_MS)
      })
    }
    if (job.open > 0) return true
    job.again = step.now + AGAIN_MS
    return isWaiting
  }
}

const AGAIN_MS = 300
