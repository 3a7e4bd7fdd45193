import { overlap, Recent, type NodeRef, type PeerKey, type Point, type Random } from '../../base/index.ts'
import { MachineCore, type AskEndsOf, type StepOf } from '../core.ts'
import { ZONE_CHANGES, type OpId, type ZoneChange } from '../machine.ts'
import { sameClaims, settle } from './claims.ts'
import { Hearing } from './hearing.ts'
import { MAX_MATES, type CanRequest, type Claim, type Holding } from './messages.ts'
import { MAX_SILENT, type CanParams } from './params.ts'
import type { CanProtocol, CanSiblings } from './protocol.ts'
import { rowOf, zonesPut, type ZonesRow } from './rows.ts'
import { mateOf, nearest, Space, type Neighbour } from './space.ts'
import { spacesOf } from './spaces.ts'

export type Step = StepOf<CanProtocol>

/** What others of the machine do when the zones of this node, or around it, have changed. */
export interface Watcher {
  /** This node has lost these places to that one. */
  lost?(step: Step, space: Space, claims: readonly Claim[], to: NodeRef): void
  /** This node holds nothing of the space any more, whether it gave or lost it. */
  emptied?(step: Step, space: Space): void
  /** That one claims, with the higher epoch, what this node has held all along. */
  contested?(step: Step, space: Space, rival: Holding): void
  /** That one has shown itself. */
  heard?(step: Step, space: Space, ref: NodeRef): void
  /** These are this node's now, and were not. */
  gained?(step: Step, space: Space, claims: readonly Claim[]): void
}

/** How zones came to this node, and from whom, if anybody held them. */
export interface Gained {
  readonly change: 'founded' | 'joined' | 'received' | 'taken' | 'reclaimed'
  readonly from: PeerKey | undefined
}

/** What the parts of the machine share. */
export class Core extends MachineCore<CanProtocol, CanParams, CanSiblings> {
  readonly spaces: readonly Space[]
  readonly #byIndex: ReadonlyMap<number, Space>
  readonly watchers: Watcher[] = []
  readonly hearing = new Hearing(this)
  /** Peers that have not answered for too long, of the incarnation that was known. */
  readonly #silent = new Recent<PeerKey, number>(MAX_SILENT)
  readonly #saved = new Map<Space, { readonly version: number; readonly at: number }>()
  /** This node is going: it takes nothing and grants nothing any more. */
  isLeaving = false
  /** When something has changed last, here or around: updates are the rarer the longer ago that is. */
  changedAt = 0
  /** How often zones came here and left, since the start. */
  readonly changes = Object.fromEntries(ZONE_CHANGES.map((change) => [change, 0])) as Record<ZoneChange, number>

  constructor(params: CanParams, siblings: CanSiblings, random: Random) {
    super(params, siblings, random)
    const { epoch } = siblings.ring.self(0)
    this.spaces = spacesOf(params).map((spec) => new Space(spec, epoch))
    this.#byIndex = new Map(this.spaces.map((space) => [space.index, space]))
  }

  /** The space of that index, if this node has it. */
  space(index: number): Space | undefined {
    return this.#byIndex.get(index)
  }

  /** All realities, this one first, when it is one of them; else itself alone. */
  realitiesWith(space: Space): readonly Space[] {
    if (space.holds !== 'items') return [space]
    return [space, ...this.spaces.filter((each) => each !== space && each.holds === 'items')]
  }

  get self(): NodeRef {
    return this.siblings.ring.self(0)
  }

  isDead(node: NodeRef): boolean {
    return this.siblings.detector.isDead(node) || (this.#silent.get(node.peer) ?? -1) >= node.epoch
  }

  /** It has not answered for too long. */
  silent(node: NodeRef): void {
    this.#silent.set(node.peer, node.epoch)
  }

  /** It has spoken: it is not dead, whatever was thought. */
  lives({ peer }: NodeRef): void {
    this.#silent.delete(peer)
  }

  /** What became of these zones is news, and counted. */
  tell(
    step: Step,
    { index: space }: Space,
    change: ZoneChange,
    claims: readonly Claim[],
    peer: PeerKey | undefined,
  ): void {
    this.changes[change] += claims.length
    for (const { path, epoch } of claims)
      step.effects.push({ type: 'news', news: { type: 'zoneChanged', space, change, path, epoch, peer } })
  }

  /** Holds these claims, and no more than before, from now on, and writes them down; the write, for what must wait for it. */
  hold(step: Step, space: Space, claims: readonly Claim[]): OpId {
    const had = space.own.length > 0
    space.hold(claims)
    this.stir(step, space)
    if (had && space.own.length === 0) for (const each of this.watchers) each.emptied?.(step, space)
    return this.save(step, space)
  }

  /**
   * Holds these besides, as soon as that is written down: a claim that is shown and then forgotten would leave a gap that
   * everybody holds for filled. `how`: they came to it; `around`: who may be beside them.
   */
  gain(
    step: Step,
    space: Space,
    claims: readonly Claim[],
    how: Gained,
    around: readonly Holding[] = [],
    ends: {
      gained?(then: Step): void
      failed?(then: Step): void
      readonly mates?: readonly NodeRef[] | undefined
    } = {},
  ): void {
    const mates = (ends.mates ?? []).filter(({ peer }) => peer !== this.self.peer).slice(0, MAX_MATES)
    const row: ZonesRow = {
      ...rowOf(space),
      claims: space.merged([...space.claims, ...claims]),
      around: [...around, ...space.around()],
    }
    this.write(step, [zonesPut(space.index, row)], {
      written: (then) => {
        const isSame = this.#isWritten(space, row, claims) && mates.length === 0
        const all = [...space.claims, ...claims]
        space.hold(all)
        if (mates.length > 0) space.setMates([...space.mates.values(), ...mates.map((ref) => mateOf(ref, then.now))])
        this.tell(then, space, how.change, claims, how.from)
        const parents = space.claims.filter(({ path }) => !all.some((each) => each.path === path))
        this.tell(then, space, 'merged', parents, undefined)
        this.stir(then, space)
        // What was heard of others while it was being written counts as if heard now.
        for (const { ref, held, version } of [...space.neighbours.values()]) {
          if (version > 0) this.settleOwn(then, space, { ref, claims: held }, true)
        }
        if (!isSame) this.save(then, space)
        for (const each of around) this.hearing.hearsay(then, space, each)
        for (const each of this.watchers) each.gained?.(then, space, claims)
        ends.gained?.(then)
      },
      // What was not gained is another's, or is claimed again.
      failed: (then) => {
        ends.failed?.(then)
      },
    })
  }

  /** Nothing else has changed since that was on its way to the disk. */
  #isWritten(space: Space, row: ZonesRow, claims: readonly Claim[]): boolean {
    return row.grants === space.grants && sameClaims(row.claims, space.merged([...space.claims, ...claims]))
  }

  /** Writes down what this node holds, nothing as well; `ends` for who wants to know whether the disk takes it. */
  save(step: Step, space: Space, ends: { written?(then: Step): void; failed?(then: Step): void } = {}): OpId {
    this.#saved.set(space, { version: space.version, at: step.now })
    // A disk that takes nothing: what is in memory goes on until the daemon ends, and is asked for anew after it.
    return this.write(step, [zonesPut(space.index, rowOf(space))], { failed: () => undefined, ...ends })
  }

  /** Writes down who is around too, now and then: they are asked first after a restart. */
  keepUp(step: Step): void {
    for (const space of this.spaces) {
      const saved = this.#saved.get(space)
      if (saved?.version !== space.version && step.now - (saved?.at ?? 0) >= KEEP_UP_MS) this.save(step, space)
    }
  }

  /** All neighbours are to hear at once. */
  stir(step: Step, space: Space): void {
    this.changedAt = step.now
    for (const each of space.neighbours.values()) if (each.askAt !== Infinity) each.askAt = step.now
  }

  /** It has spoken. */
  heard(step: Step, neighbour: Neighbour): void {
    neighbour.heardAt = step.now
    neighbour.silentSince = undefined
  }

  /** Asks what may be asked twice, of somebody who should answer at once. */
  askNeighbour(
    step: Step,
    to: NodeRef,
    body: CanRequest,
    ends: AskEndsOf<CanProtocol>,
    deadlineMs = this.params.askMs,
  ): void {
    const firstWordMs = Math.min(this.params.firstWordMs, deadlineMs)
    this.ask(step, to, body, { deadlineMs, firstWordMs, semantics: 'maybe' }, ends)
  }

  /** True when a claim of the other's is weaker than one of this node's: it has to be told. */
  settleOwn(step: Step, space: Space, holding: Holding, atOnce = !space.isFirm(step.now)): boolean {
    if (space.claims.length === 0) return false
    const { kept, lost, prevailed } = settle(space.claims, this.self.peer, holding)
    if (lost.length === 0) return prevailed
    const isHeir = lost.every(({ path }) => space.giving.get(path)?.peer === holding.ref.peer)
    if (atOnce || isHeir) this.#lose(step, space, kept, lost, holding.ref)
    else for (const each of this.watchers) each.contested?.(step, space, holding)
    return !atOnce || prevailed
  }

  #lose(step: Step, space: Space, kept: readonly Claim[], lost: readonly Claim[], to: NodeRef): void {
    // Its heir may show itself before it has answered.
    for (const claim of lost) {
      const isGiven = space.giving.get(claim.path)?.peer === to.peer
      if (isGiven) this.tell(step, space, 'given', [{ path: claim.path, epoch: claim.epoch + 1 }], to.peer)
      else this.tell(step, space, 'lost', [claim], to.peer)
    }
    this.hold(step, space, kept)
    for (const each of this.watchers) each.lost?.(step, space, lost, to)
  }

  /** What that neighbour claims by right is its. */
  giveWay(step: Step, space: Space, rival: PeerKey): void {
    const known = space.neighbours.get(rival)
    if (known === undefined) return
    const { kept, lost } = settle(space.claims, this.self.peer, { ref: known.ref, claims: known.held })
    if (lost.length > 0) this.#lose(step, space, kept, lost, known.ref)
  }

  /** What that neighbour claims too stays this node's: its epoch goes above the other's. */
  insist(step: Step, space: Space, rival: PeerKey): void {
    const theirs = space.neighbours.get(rival)?.held ?? []
    const claims = space.claims.map(({ path, epoch }): Claim => {
      const above = theirs.filter((claim) => overlap(claim.path, path)).map((claim) => claim.epoch + 1)
      return { path, epoch: Math.min(MAX_EPOCH, Math.max(epoch, ...above)) }
    })
    this.hold(step, space, claims)
  }

  /** A half on its way has arrived, or somebody else holds it by right. */
  settleGrants(step: Step, space: Space, { ref, claims }: Holding): void {
    const left = space.grants.filter((grant) => {
      const settled = settle([grant], grant.to.peer, { ref, claims })
      const arrived = ref.peer === grant.to.peer && claims.some(({ path }) => overlap(grant.path, path))
      return !arrived && settled.lost.length === 0
    })
    if (left.length === space.grants.length) return
    space.setGrants(left)
    this.save(step, space)
  }

  /** Neighbours that live, and have spoken themselves. */
  living({ neighbours }: Space): Neighbour[] {
    return [...neighbours.values()].filter(({ ref, version }) => version > 0 && !this.isDead(ref))
  }

  /**
   * Neighbours that are alive, first-hand, and strictly nearer to the point than that. Who claims what this node holds is
   * left out while it does, unless `disputed`: what lies there is known better here.
   */
  nearerThan(
    space: Space,
    point: Point,
    than: number,
    disputed = false,
  ): { readonly neighbour: Neighbour; readonly away: number }[] {
    const nearer: { neighbour: Neighbour; away: number }[] = []
    for (const neighbour of space.neighbours.values()) {
      const { ref, version, held } = neighbour
      if (version === 0 || this.isDead(ref) || (!disputed && space.isDisputed(held))) continue
      const away = nearest(held, point)
      if (away < than) nearer.push({ neighbour, away })
    }
    return nearer
  }
}

const KEEP_UP_MS = 3_000
const MAX_EPOCH = 2 ** 32 - 1
