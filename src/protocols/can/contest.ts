import { covers, overlap, pointIn, type NodeRef, type PeerKey } from '../../base/index.ts'
import { settle } from './claims.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { Holding } from './messages.ts'
import type { HeldZone, Space } from './space.ts'

/** Members of the ring that are asked in one contest. */
export const JURORS = 5
/** Contests at once; of further ones the first round waits for the next update of the claimant. */
export const MAX_CONTESTS = 32

/** A contest in which nobody was found is held again, so often, and so much later. */
const MAX_ROUNDS = 5
const AGAIN_MS = 3_000

interface Contest {
  readonly space: Space
  readonly rival: PeerKey
  rounds: number
  at: number
}

/**
 * What this node has held all along, and another claims with the higher epoch: after a partition both have good reason, a
 * liar has none, and epochs cannot tell. So random members of the ring are asked to find a point of it. Who is found less
 * often gives way; who is found more often raises its epoch above the other's. When as many find the one as the other, or
 * there is nobody to ask, the claims decide.
 */
export class Contests {
  readonly #core: Core
  readonly #finder: Finder
  /** Under way; `at` is when one that nobody decided is held again, Infinity while jurors are asked. */
  readonly #open = new Map<string, Contest>()
  #lookAt = 0

  constructor(core: Core, finder: Finder) {
    this.#core = core
    this.#finder = finder
  }

  get open(): number {
    return this.#open.size
  }

  get wakeAt(): number {
    let at = this.#lookAt
    for (const each of this.#open.values()) if (each.at < at) at = each.at
    return at
  }

  tick(step: Step): void {
    for (const [name, each] of [...this.#open]) {
      const known = each.at <= step.now ? each.space.neighbours.get(each.rival) : undefined
      if (known !== undefined) this.#hold(step, name, each, { ref: known.ref, claims: known.held })
      else if (each.at <= step.now) this.#open.delete(name)
    }
    if (step.now < this.#lookAt) return
    this.#lookAt = step.now + this.#core.random.jitter(this.#core.params.calmMs)
    for (const space of this.#core.spaces) this.#look(step, space)
  }

  /** What could not be held at once, or came to no end, since too many were open. */
  #look(step: Step, space: Space): void {
    if (!space.isMember) return
    for (const { ref, held } of this.#core.living(space)) {
      if (!space.isDisputed(held)) continue
      const rival: Holding = { ref, claims: held }
      if (settle(space.claims, this.#core.self.peer, rival).lost.length > 0) this.begin(step, space, rival)
    }
  }

  begin(step: Step, space: Space, rival: Holding): void {
    const name = `${space.index.toString()}/${rival.ref.peer}`
    if (this.#open.has(name) || this.#open.size >= MAX_CONTESTS) return
    const contest = { space, rival: rival.ref.peer, rounds: 0, at: Infinity }
    this.#open.set(name, contest)
    this.#hold(step, name, contest, rival)
  }

  #hold(step: Step, name: string, contest: Contest, rival: Holding): void {
    const core = this.#core
    const { space } = contest
    const zone = space.own.find(({ path }) => rival.claims.some((claim) => overlap(claim.path, path)))
    if (zone === undefined) {
      this.#open.delete(name)
      return
    }
    contest.at = Infinity
    const jurors = this.#jurors(contest.rival)
    const votes = { own: 0, rivals: 0 }
    let open = jurors.length
    const end = (then: Step): void => {
      if (--open > 0) return
      // That nobody was found by anybody says nothing of either.
      if (jurors.length > 0 && votes.own + votes.rivals === 0 && ++contest.rounds < MAX_ROUNDS) {
        contest.at = then.now + core.random.jitter(AGAIN_MS)
        return
      }
      this.#open.delete(name)
      if (votes.own > votes.rivals) core.insist(then, space, contest.rival)
      else core.giveWay(then, space, contest.rival)
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
    const place = claim === undefined || covers(claim.path, zone.path) ? zone : space.held(claim)
    const point = pointIn(place.zone, core.random)
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
