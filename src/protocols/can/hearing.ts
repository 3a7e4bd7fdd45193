import type { NodeRef } from '../../base/index.ts'
import type { StepOf } from '../core.ts'
import { sameClaims, settle } from './claims.ts'
import type { Claim, Holding, Picture } from './messages.ts'
import { MAX_HEARSAY, MAX_LEAP, MAX_NEIGHBOURS } from './params.ts'
import type { CanProtocol } from './protocol.ts'
import { totalVolume, type Neighbour, type Space } from './space.ts'

type Step = StepOf<CanProtocol>

/** What it needs of the core, which it is a part of. */
interface Hearer {
  readonly self: NodeRef
  changedAt: number
  readonly watchers: readonly { heard?(step: Step, space: Space, ref: NodeRef): void }[]
  isDead(node: NodeRef): boolean
  lives(node: NodeRef): void
  heard(step: Step, neighbour: Neighbour): void
  settleOwn(step: Step, space: Space, holding: Holding): boolean
  settleGrants(step: Step, space: Space, holding: Holding): void
}

/** Who is around: by what others show of themselves, and tell of each other. */
export class Hearing {
  readonly #core: Hearer

  constructor(core: Hearer) {
    this.#core = core
  }

  /** First-hand: what somebody shows of itself. */
  hear(step: Step, space: Space, ref: NodeRef, picture: Picture): void {
    const core = this.#core
    if (ref.peer === core.self.peer) return
    core.lives(ref)
    if (space.mismatch?.node.peer === ref.peer) space.mismatch = undefined
    space.heardOf(step.now)
    const known = space.neighbours.get(ref.peer)
    if (known !== undefined) core.heard(step, known)
    if (picture.shown === undefined) return
    const isNew = known?.version !== picture.version || known.ref.epoch !== ref.epoch
    if (!isNew) return
    const { around } = picture.shown
    // Who holds nothing, and was not known to hold anything, changes nothing.
    if (known !== undefined || picture.shown.claims.length > 0) core.changedAt = step.now
    // What is far above all epochs around has not come about by changes of hands.
    const limit = space.maxEpoch + MAX_LEAP
    const claims = picture.shown.claims.filter(({ epoch }) => epoch <= limit)
    const holding: Holding = { ref, claims }
    const prevailed = core.settleOwn(step, space, holding)
    core.settleGrants(step, space, holding)
    for (const other of [...space.neighbours.values()])
      if (other.ref.peer !== ref.peer) this.#supersede(space, other, holding)
    const held = claims.map((claim) => space.held(claim))
    if (held.length > 0 && (prevailed || space.isBeside(held))) {
      this.#keep(space, {
        ref,
        held,
        volume: totalVolume(claims),
        around,
        mates: (picture.shown.mates ?? []).filter(({ peer }) => peer !== ref.peer),
        version: picture.version,
        knows: known?.ref.epoch === ref.epoch ? known.knows : 0,
        heardAt: step.now,
        silentSince: undefined,
        askAt: prevailed ? step.now : (known?.askAt ?? step.now),
        roundTripMs: known?.roundTripMs,
      })
    } else if (space.neighbours.delete(ref.peer)) space.changed()
    // A mate's places are where its head is: they come before those around.
    for (const each of core.watchers) each.heard?.(step, space, ref)
    for (const each of around) this.hearsay(step, space, each)
  }

  /** What somebody says that another holds: worth an ask when it concerns this node and nobody first-hand says otherwise. */
  hearsay(step: Step, space: Space, { ref, claims }: Holding): void {
    if (ref.peer === this.#core.self.peer || space.neighbours.has(ref.peer) || claims.length === 0) return
    const limit = space.maxEpoch + MAX_LEAP
    let kept: readonly Claim[] = claims.filter(({ epoch }) => epoch <= limit)
    for (const other of space.neighbours.values()) {
      if (other.version > 0) kept = settle(kept, ref.peer, { ref: other.ref, claims: other.held }).kept
    }
    const held = kept.map((claim) => space.held(claim))
    if (held.length === 0 || !space.isBeside(held)) return
    this.#keep(space, {
      ref,
      held,
      volume: totalVolume(kept),
      around: [],
      mates: [],
      version: 0,
      knows: 0,
      heardAt: step.now,
      silentSince: undefined,
      askAt: step.now,
      roundTripMs: undefined,
    })
  }

  #keep(space: Space, neighbour: Neighbour): void {
    if (!space.neighbours.has(neighbour.ref.peer) && !this.#hasRoom(space, neighbour.version === 0)) return
    const known = space.neighbours.get(neighbour.ref.peer)
    space.neighbours.set(neighbour.ref.peer, neighbour)
    if (known === undefined || known.ref !== neighbour.ref || !sameClaims(known.held, neighbour.held)) space.changed()
  }

  /** For one more neighbour. Those that were only told of take no room from those that have spoken. */
  #hasRoom({ neighbours }: Space, isHearsay: boolean): boolean {
    if (neighbours.size < MAX_HEARSAY) return true
    const told = [...neighbours.values()].filter(({ version }) => version === 0)
    if (isHearsay) return told.length < MAX_HEARSAY && neighbours.size < MAX_NEIGHBOURS
    const [oldest] = told
    if (neighbours.size >= MAX_NEIGHBOURS && oldest !== undefined) neighbours.delete(oldest.ref.peer)
    return neighbours.size < MAX_NEIGHBOURS
  }

  /** What a dead neighbour held others may hold by now. True: all of it, and it is a neighbour no more. */
  supersedeDead(space: Space, dead: Neighbour): boolean {
    for (const { ref, held, version } of [...space.neighbours.values()]) {
      const now = space.neighbours.get(dead.ref.peer)
      if (now === undefined) return true
      if (version > 0 && ref.peer !== dead.ref.peer && !this.#core.isDead(ref))
        this.#supersede(space, now, { ref, claims: held })
    }
    return !space.neighbours.has(dead.ref.peer)
  }

  /** What a neighbour was thought to hold, and another shows to hold by right. */
  #supersede(space: Space, other: Neighbour, holding: Holding): void {
    // Who lives says itself what it holds.
    if (other.version > 0 && !this.#core.isDead(other.ref)) return
    const { kept, lost } = settle(other.held, other.ref.peer, holding)
    if (lost.length === 0) return
    const held = kept.map((claim) => space.held(claim))
    if (held.length === 0 || !space.isBeside(held)) space.neighbours.delete(other.ref.peer)
    else space.neighbours.set(other.ref.peer, { ...other, held, volume: totalVolume(kept) })
    space.changed()
  }
}
