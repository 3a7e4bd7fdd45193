import { Recent, type PeerKey, type Random, type RingId } from '../../base/index.ts'
import type { Arc, Config } from './quorum.ts'

/** Before an arc is taken back from somebody who has taken it away, the first time; each further time twice as long. */
const PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8_000
/** Arcs for which a pause is remembered; of what is forgotten it begins anew. */
export const MAX_CONTESTS = 256

/**
 * Arcs that two nodes hold for their own at the same time, as it is while rings become one. Each would make its configuration
 * after that of the other, and the chains of those before would be full of them within a second, whether or not anything is
 * acknowledged under them: only who has made one knows that. So one of the two waits, and the ring settles meanwhile. Waiting
 * puts nothing at risk: as long as no configuration has been made, that of the other is the last one.
 */
export class Contests {
  readonly #self: () => PeerKey
  readonly #random: Random
  readonly #until = new Recent<RingId, number>(MAX_CONTESTS)

  constructor(self: () => PeerKey, random: Random) {
    this.#self = self
    this.#random = random
  }

  /**
   * Is the arc, of which `last` is the last configuration, to be left to its maker for now? It is if configurations of this node
   * are still among those before that one. Not if the arc ends at the own position `id`: of two that live the nearer is right.
   */
  mustWait(now: number, id: RingId, { to }: Arc, last: Config): boolean {
    const self = this.#self()
    const lost = last.id.peer === self || to === id ? 0 : last.prior.filter((prior) => prior.id.peer === self).length
    if (lost === 0) return false
    const until = this.#until.get(to)
    if (until === undefined || now - until > LONGEST_PAUSE_MS) {
      const pauseMs = Math.min(PAUSE_MS * 2 ** (lost - 1), LONGEST_PAUSE_MS)
      this.#until.set(to, now + this.#random.jitter(pauseMs))
      return true
    }
    if (now < until) return true
    this.#until.delete(to)
    return false
  }
}
