import { overlap, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { Holding } from './messages.ts'
import type { HeldZone, Space } from './space.ts'

/** Members of the ring that are asked in one contest. */
export const JURORS = 5
/** Contests at once; of further ones the first round waits for the next update of the claimant. */
export const MAX_CONTESTS = 32

/**
 * What this node has held all along, and another claims with the higher epoch: after a partition both have good reason, a
 * liar has none, and epochs cannot tell. So random members of the ring are asked to find a point of it. Who is found less
 * often gives way; who is found more often raises its epoch above the other's. When as many find the one as the other, or
 * there is nobody to ask, the claims decide.
 */
export class Contests {
  readonly #core: Core
  readonly #finder: Finder
  readonly #open = new Set<string>()

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  get open(): number {
    return this.#open.size
  }

  begin(step: Step, space: Space, rival: Holding): void {
    const core = this.#core
    const name = `${space.index.toString()}/${rival.ref.peer}`
    if (this.#open.has(name) || this.#open.size >= MAX_CONTESTS) return
    const zone = space.own.find(({ path }) => rival.claims.some((claim) => overlap(claim.path, path)))
    if (zone === undefined) return
    this.#open.add(name)
    const jurors = this.#jurors(rival.ref.peer)
    const votes = { own: 0, rivals: 0 }
    let open = jurors.length
    const end = (then: Step): void => {
      if (--open > 0) return
      this.#open.delete(name)
      if (votes.own > votes.rivals) core.insist(then, space, rival.ref.peer)
      else core.giveWay(then, space, rival.ref.peer)
    }
    if (jurors.length === 0) {
      open = 1
      end(step)
    }
    for (const juror of jurors) this.#ask(step, space, zone, rival, juror, votes, end)
  }

  #ask(
    step: Step,
    space: Space,
    zone: HeldZone,
    rival: Holding,
    juror: NodeRef,
    votes: { own: number; rivals: number },
    end: (then: Step) => void,
  ): void {
    const core = this.#core
    const claim = rival.claims.find(({ path }) => overlap(path, zone.path))
    const place = claim === undefined || zone.path.startsWith(claim.path) ? zone : space.held(claim)
    const point = place.zone.low.map((low, i) => low + core.random.float() * ((place.zone.high[i] ?? 1) - low))
    const ends = {
      found: (then: Step, { holder }: { readonly holder: Holding }): void => {
        if (holder.ref.peer === core.self.peer) votes.own++
        else if (holder.ref.peer === rival.ref.peer) votes.rivals++
        end(then)
      },
      lost: end,
    }
    this.#finder.begin(step, space, point, 4 * core.params.askMs, ends, juror)
  }

  #jurors(rival: PeerKey): NodeRef[] {
    const { ring, self } = this.#core.siblings
    const known = ring
      .knownNodes()
      .filter((node) => node.peer !== self && node.peer !== rival && !this.#core.isDead(node))
    const byPeer = new Map(known.map((node) => [node.peer, node]))
    return this.#core.random.shuffle([...byPeer.values()]).slice(0, JURORS)
  }
}
