import {
  areNeighbours,
  contains,
  halvesOf,
  Random,
  ROOT_PATH,
  squaredDistance,
  zoneOf,
  type Point,
  type Zone,
  type ZonePath,
} from '../../src/base/index.ts'
import { largerThan, mostWay } from '../../src/protocols/can/choices.ts'

/** One zone of the model and who abuts it. */
export interface ModelZone {
  readonly zone: Zone
  readonly around: Set<ModelZone>
  /** Numbers of the nodes that hold it: its peers, when zones are overloaded. */
  readonly hosts: number[]
}

export interface ModelOptions {
  readonly seed: string
  readonly dimensions: number
  /**
   * How far the owner of the point that was drawn looks for a larger zone that is split instead of its own (Ratnasamy et
   * al. §3.7): 1 are its neighbours, 2 theirs too.
   */
  readonly checkHops: 0 | 1 | 2
  /** Nodes that hold one zone together at most before it is split (§3.4). */
  readonly peers?: number
}

/**
 * The dumb reference of a CAN: a tree of halvings and exact neighbour sets, nobody fails, nothing takes time. Which zone is
 * split and where a message goes on is decided by the machine's own functions. Ratnasamy et al., "A scalable
 * content-addressable network", SIGCOMM 2001, §2.
 */
export class IdealCan {
  readonly dimensions: number
  readonly random: Random
  readonly #checkHops: 0 | 1 | 2
  readonly #peers: number
  #nodes = 1
  readonly #zones: ModelZone[] = []
  /** Place in the list of zones, to replace one by its halves. */
  readonly #places = new Map<ModelZone, number>()
  /** By path. */
  readonly #leaves = new Map<string, ModelZone>()

  constructor({ seed, dimensions, checkHops, peers = 1 }: ModelOptions) {
    this.dimensions = dimensions
    this.random = new Random(seed)
    this.#checkHops = checkHops
    this.#peers = peers
    this.#add({ zone: zoneOf(ROOT_PATH, dimensions), around: new Set(), hosts: [0] })
  }

  /** How many have joined. */
  get nodes(): number {
    return this.#nodes
  }

  get zones(): readonly ModelZone[] {
    return this.#zones
  }

  drawPoint(): Point {
    return Array.from({ length: this.dimensions }, () => this.random.float())
  }

  ownerOf(point: Point): ModelZone {
    let path = ''
    const rest = [...point]
    for (let depth = 0; ; depth++) {
      const leaf = this.#leaves.get(path)
      if (leaf !== undefined) return leaf
      const axis = depth % this.dimensions
      const doubled = (rest[axis] ?? 0) * 2
      path += doubled >= 1 ? '1' : '0'
      rest[axis] = doubled % 1
    }
  }

  /** A node joins at a random point: it becomes a peer where there is room, or somebody's zone is halved. */
  join(): void {
    const host = this.#nodes++
    const own = this.ownerOf(this.drawPoint())
    const hasRoom = own.hosts.length < this.#peers
    const chosen = hasRoom ? own : (this.random.pick(largerThan(own.zone.path, this.#known(own))) ?? own)
    chosen.hosts.push(host)
    if (chosen.hosts.length > this.#peers) this.split(chosen)
  }

  /** Whom it may send a newcomer to. */
  *#known(own: ModelZone): Generator<readonly [ModelZone, ZonePath]> {
    if (this.#checkHops === 0) return
    for (const each of own.around) {
      yield [each, each.zone.path]
      if (this.#checkHops === 2) for (const next of each.around) yield [next, next.zone.path]
    }
  }

  split(node: ModelZone): void {
    const halves = halvesOf(node.zone)
    if (halves === undefined) throw new Error('a zone of the smallest size is not halved')
    const [lower, upper] = halves.map((zone, half): ModelZone => ({
      zone,
      around: new Set(),
      hosts: node.hosts.filter((_, i) => i % 2 === half),
    })) as [ModelZone, ModelZone]
    if (areNeighbours(lower.zone, upper.zone)) connect(lower, upper)
    this.#replace([node], [lower, upper])
  }

  /** Two siblings become their parent, held by the first one's nodes. */
  merge(node: ModelZone, sibling: ModelZone): ModelZone {
    const zone = zoneOf(node.zone.path.slice(0, -1) as ZonePath, this.dimensions)
    const parent: ModelZone = { zone, around: new Set(), hosts: node.hosts }
    this.#replace([node, sibling], [parent])
    return parent
  }

  #replace(old: readonly ModelZone[], fresh: readonly ModelZone[]): void {
    for (const node of old) {
      for (const each of node.around) {
        each.around.delete(node)
        if (old.includes(each)) continue
        for (const part of fresh) if (areNeighbours(part.zone, each.zone)) connect(part, each)
      }
      const at = this.#places.get(node) ?? 0
      const last = this.#zones.pop()
      this.#leaves.delete(node.zone.path)
      this.#places.delete(node)
      if (last === undefined || last === node) continue
      this.#zones[at] = last
      this.#places.set(last, at)
    }
    for (const part of fresh) this.#add(part)
  }

  #add(node: ModelZone): void {
    this.#places.set(node, this.#zones.length)
    this.#zones.push(node)
    this.#leaves.set(node.zone.path, node)
  }

  /** Hops to all zones, by the shortest way. */
  hopsFrom(from: ModelZone): ReadonlyMap<ModelZone, number> {
    const hops = new Map([[from, 0]])
    // What is set while they are gone through is gone through too.
    for (const [zone, away] of hops) for (const each of zone.around) if (!hops.has(each)) hops.set(each, away + 1)
    return hops
  }

  /** Greedy: to the neighbour nearest to the point, until it is held. How many hops. */
  route(from: ModelZone, point: Point): number {
    let at = from
    for (let hops = 0; ; hops++) {
      if (contains(at.zone, point)) return hops
      const own = squaredDistance(at.zone, point)
      const ways: { readonly to: ModelZone; readonly away: number; readonly roundTripMs: undefined }[] = []
      for (const to of at.around) {
        const away = squaredDistance(to.zone, point)
        if (away < own) ways.push({ to, away, roundTripMs: undefined })
      }
      const best = mostWay(ways, own)
      if (best === undefined) throw new Error(`nobody is nearer than ${at.zone.path}`)
      at = best.to
    }
  }
}

function connect(a: ModelZone, b: ModelZone): void {
  a.around.add(b)
  b.around.add(a)
}
