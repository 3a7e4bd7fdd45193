import {
  areNeighbours,
  contains,
  covers,
  overlap,
  siblingOf,
  squaredDistance,
  volumeOf,
  zoneOf,
  type NodeRef,
  type PeerKey,
  type Point,
  type Zone,
  type ZonePath,
} from '../../base/index.ts'
import { MAX_AROUND, type Claim, type Holding, type Picture } from './messages.ts'
import type { SpaceSpec } from './spaces.ts'

/** A zone that somebody holds. */
export interface HeldZone extends Claim {
  readonly zone: Zone
}
/** A half that a newcomer was granted and has not accepted yet: no longer this node's, not yet seen at the other. */
export interface Grant extends HeldZone {
  readonly to: NodeRef
  /** When, monotonic milliseconds. */
  readonly at: number
}
/** Somebody who holds, as far as is known, a zone beside one of this node's. */
export interface Neighbour {
  readonly ref: NodeRef
  readonly held: readonly HeldZone[]
  readonly volume: number
  /** Who is around it. */
  readonly around: readonly Holding[]
  /** Who shares its zones, as it says itself. */
  readonly mates: readonly NodeRef[]
  /** Of its picture; 0: all of this is hearsay. */
  readonly version: number
  /** The version of this node's picture that it has shown to know. */
  knows: number
  /** When it was heard last, or first heard of. */
  heardAt: number
  /** It has answered nothing since; undefined: the last ask was answered. */
  silentSince: number | undefined
  /** When it is asked next; Infinity while it is being asked. */
  askAt: number
  /** Smoothed round trip, undefined before the first. */
  roundTripMs: number | undefined
}

/** Somebody who shares this node's zones. */
export interface Mate {
  readonly ref: NodeRef
  /** When it was taken in, or has said last that it follows this node. */
  heardAt: number
  /** It has said so since. */
  follows: boolean
  /** The version of this node's picture that it has shown to know. */
  knows: number
  /** When it is told what it does not know; Infinity while it is being told. */
  askAt: number
}

/** Whose mate this node is. */
export interface Following {
  readonly head: NodeRef
  /** What that one held when it was last heard. */
  readonly held: readonly HeldZone[]
  /** When it last lived and counted this node among its mates. */
  wellAt: number
}

/** A mate of a neighbour: one more way to that one's zones. */
export interface MateWay {
  readonly ref: NodeRef
  /** Undefined: not measured yet, or it does not answer, or is nobody's mate any more. */
  roundTripMs: number | undefined
  /** Of its picture; 0: not known. */
  version: number
  askAt: number
}

export const mateOf = (ref: NodeRef, now: number): Mate => ({ ref, heardAt: now, follows: false, knows: 0, askAt: now })

export const totalVolume = (claims: readonly { readonly path: ZonePath }[]): number =>
  claims.reduce((sum, { path }) => sum + volumeOf(path), 0)

/** Without what belongs to one node's view of it. */
export const claimOf = ({ path, epoch }: Claim): Claim => ({ path, epoch })

/** More changes than one incarnation lives to see; 2^21 incarnations fit a number. */
const VERSIONS_OF_ONE = 2 ** 32

/** After a restart: how long nobody is heard until what was held is held again, and how long after the first. */
const ALONE_MS = 5_000
const HEARD_MS = 1_500

/** Who counts other dimensions in a space: in a network one of the two is configured wrong. */
export interface Mismatch {
  readonly node: NodeRef
  /** Those it counts; 0: it has no such space. */
  readonly dimensions: number
  /** When it was last heard of. */
  readonly at: number
}

/** One coordinate space as one node sees it. */
export class Space {
  readonly index: number
  readonly dimensions: number
  readonly holds: SpaceSpec['holds']
  readonly neighbours = new Map<PeerKey, Neighbour>()
  /** Own zones that are being given, and to whom: this node's until the other has them. */
  readonly giving = new Map<ZonePath, NodeRef>()
  /** The last that was heard of, has not come round since, lives, and was heard of lately. */
  mismatch: Mismatch | undefined
  /** That this node comes to no zone for it has been told. */
  hasToldMismatch = false
  /** By path. */
  #own: readonly HeldZone[] = []
  #mates: ReadonlyMap<PeerKey, Mate> = new Map()
  #following: Following | undefined
  /** Mates of neighbours. */
  readonly ways = new Map<PeerKey, MateWay>()
  #grants: readonly Grant[] = []
  /** Of this node's picture: grows when anything that others are shown changes. */
  #version: number
  #picture: Picture | undefined
  /** Until then it is not sure of what it holds; 0: it is. */
  #firmAt = 0

  /** @param incarnation of this node: versions of different ones never meet. */
  constructor({ index, dimensions, holds }: SpaceSpec, incarnation: number) {
    this.index = index
    this.dimensions = dimensions
    this.holds = holds
    this.#version = incarnation * VERSIONS_OF_ONE + 1
  }

  get own(): readonly HeldZone[] {
    return this.#own
  }
  get grants(): readonly Grant[] {
    return this.#grants
  }
  get version(): number {
    return this.#version
  }
  /** Holds a zone, and is sure of it. */
  get isMember(): boolean {
    return this.#own.length > 0 && this.#firmAt === 0
  }
  /** Holds nothing itself, and shares what another holds. */
  get isMate(): boolean {
    return this.#own.length === 0 && this.#following !== undefined
  }
  /** Is sure of what it holds, or a mate: its own commands have somewhere to begin. */
  get isIn(): boolean {
    return this.isMember || this.isMate
  }
  /** Comes to a zone yet; holds what it held before a restart, unless others have it by now; or is in. */
  get state(): 'joining' | 'resuming' | 'member' {
    return this.isIn ? 'member' : this.#own.length > 0 ? 'resuming' : 'joining'
  }
  /** Who shares this node's zones. */
  get mates(): ReadonlyMap<PeerKey, Mate> {
    return this.#mates
  }
  get following(): Following | undefined {
    return this.#following
  }
  /** Where this node is in the space: its own zones, or those it shares. */
  get places(): readonly HeldZone[] {
    return this.#own.length > 0 ? this.#own : (this.#following?.held ?? [])
  }
  /** The highest of all epochs here and, first-hand, around. */
  get maxEpoch(): number {
    let most = 0
    for (const { epoch } of this.#own) if (epoch > most) most = epoch
    for (const { held, version } of this.neighbours.values()) {
      if (version > 0) for (const { epoch } of held) if (epoch > most) most = epoch
    }
    return most
  }

  /** Holds again what it held before a restart, but is not sure of it: others may have taken it over meanwhile. */
  resume(now: number, claims: readonly Claim[]): void {
    this.hold(claims)
    if (claims.length > 0) this.#firmAt = now + ALONE_MS
  }

  /** When it is sure again; Infinity: it is. */
  get firmAt(): number {
    return this.#firmAt === 0 ? Infinity : this.#firmAt
  }

  /** What it holds is its own as far as all around know. */
  isFirm(now: number): boolean {
    if (this.#firmAt > 0 && now >= this.#firmAt) {
      this.#firmAt = 0
      this.changed()
    }
    return this.#firmAt === 0
  }

  /** A neighbour has spoken: who has taken something over will be heard of soon. */
  heardOf(now: number): void {
    if (this.#firmAt > 0) this.#firmAt = Math.min(this.#firmAt, now + HEARD_MS)
  }
  get claims(): readonly Claim[] {
    return this.#own.map(claimOf)
  }

  held({ path, epoch }: Claim): HeldZone {
    return { path, epoch, zone: zoneOf(path, this.dimensions) }
  }

  /** This node's zones from now on: siblings among them become one. Neighbours that are none any more are forgotten. */
  hold(claims: readonly Claim[]): void {
    const known = new Map(this.#own.map((each) => [each.path, each]))
    this.#own = this.merged(claims).map((claim) => {
      const before = known.get(claim.path)
      return before?.epoch === claim.epoch ? before : this.held(claim)
    })
    if (claims.length > 0) this.#following = undefined
    else this.#mates = new Map()
    this.changed()
    this.#prune()
  }

  /** Is a mate of that one from now on; undefined: of nobody. */
  follow(following: Following | undefined): void {
    this.#following = following
    this.changed()
    this.#prune()
  }

  /** Those who share its zones from now on. */
  setMates(mates: Iterable<Mate>): void {
    this.#mates = new Map([...mates].map((mate) => [mate.ref.peer, mate]))
    this.changed()
  }

  /** Who concerns this node no more is forgotten. */
  #prune(): void {
    for (const [peer, { held }] of this.neighbours) if (!this.isBeside(held)) this.neighbours.delete(peer)
  }

  /** The fewest claims to the same places; a zone that is being given stays one of its own until it is known what came of it. */
  merged(claims: readonly Claim[]): Claim[] {
    return merged(claims, this.giving)
  }

  setGrants(grants: readonly Grant[]): void {
    this.#grants = grants
    this.changed()
  }

  /** What others are shown is another. */
  changed(): void {
    this.#version++
    this.#picture = undefined
  }

  /** Whether one of these zones abuts one of this node's places, or overlaps it: then its holder concerns this node. */
  isBeside(held: readonly HeldZone[]): boolean {
    return held.some(({ path, zone }) =>
      this.places.some((own) => areNeighbours(own.zone, zone) || overlap(own.path, path)),
    )
  }

  /** Whether one of these claims overlaps one of this node's. */
  isDisputed(held: readonly Claim[]): boolean {
    for (const { path } of held) for (const own of this.#own) if (overlap(own.path, path)) return true
    return false
  }

  /** What this node shows of itself. Cached until something changes. */
  picture(): Picture {
    if (this.#picture === undefined) {
      const mates = [...this.#mates.values()].map(({ ref }) => ref)
      // What is around a mate its head shows.
      const around = this.isMate ? [] : this.around()
      const shown = { claims: this.claims, around, ...(mates.length > 0 ? { mates } : {}) }
      this.#picture = { version: this.#version, shown }
    }
    return this.#picture
  }

  /** Neighbours as others are told of them: those with the largest zones first when there are too many. */
  around(): readonly Holding[] {
    const all = [...this.neighbours.values()]
    if (all.length > MAX_AROUND) all.sort((a, b) => b.volume - a.volume)
    const granted = this.#grants.map(({ to, path, epoch }): Holding => ({ ref: to, claims: [{ path, epoch }] }))
    const shown = all.map(({ ref, held }): Holding => ({ ref, claims: held.map(claimOf) }))
    return [...granted, ...shown].slice(0, MAX_AROUND)
  }

  /** The own zone in which the point lies; none while this node is not sure of what it holds. */
  zoneAt(point: Point): HeldZone | undefined {
    if (!this.isMember) return undefined
    return this.#own.find(({ zone }) => contains(zone, point))
  }

  /** It lies in a zone that this node holds or shares, in one that it granted, or in one of a neighbour's. */
  isAround(point: Point): boolean {
    if (nearest(this.places, point) === 0 || this.grantAt(point) !== undefined) return true
    for (const { held } of this.neighbours.values()) if (nearest(held, point) === 0) return true
    return false
  }

  /** To whom the half was granted in which the point lies. */
  grantAt(point: Point): Grant | undefined {
    return this.#grants.find(({ zone }) => contains(zone, point))
  }

  /** Squared distance of the nearest zone that this node holds or shares. Infinity when there is none. */
  distanceTo(point: Point): number {
    return nearest(this.places, point)
  }
}

/** Squared distance of the nearest of these zones. */
export function nearest(held: readonly HeldZone[], point: Point): number {
  let least = Infinity
  for (const { zone } of held) {
    const away = squaredDistance(zone, point)
    if (away < least) least = away
  }
  return least
}

/**
 * The fewest claims of one node to the same places, in the order of the tree: what lies in another one is that one's, and
 * siblings become their parent, one epoch above both, again and again, but for those that are to stay `apart`.
 */
export function merged(claims: readonly Claim[], apart: ReadonlyMap<ZonePath, unknown> = new Map()): Claim[] {
  const byPath = new Map<ZonePath, Claim>()
  let outer: Claim | undefined
  for (const claim of [...claims].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (outer !== undefined && covers(outer.path, claim.path)) {
      outer = { path: outer.path, epoch: Math.max(outer.epoch, claim.epoch) }
    } else outer = { path: claim.path, epoch: claim.epoch }
    byPath.set(outer.path, outer)
  }
  const open = [...byPath.keys()]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const claim = byPath.get(path)
    const sibling = siblingOf(path)
    const other = sibling === undefined ? undefined : byPath.get(sibling)
    if (claim === undefined || other === undefined || apart.has(claim.path) || apart.has(other.path)) continue
    byPath.delete(claim.path)
    byPath.delete(other.path)
    const parent = { path: path.slice(0, -1) as ZonePath, epoch: Math.max(claim.epoch, other.epoch) + 1 }
    byPath.set(parent.path, parent)
    open.push(parent.path)
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
