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
} from '../../src/base/index.ts'

/** One zone of the model and who abuts it. */
export interface ModelZone {
  readonly zone: Zone
  readonly around: Set<ModelZone>
}

export interface ModelOptions {
  readonly seed: string
  readonly dimensions: number
  /**
   * How far the owner of the point that was drawn looks for a larger zone that is split instead of its own (Ratnasamy et
   * al. §3.7): 1 are its neighbours, 2 theirs too.
   */
  readonly checkHops: 0 | 1 | 2
}

/**
 * The dumb reference of a CAN: a tree of halvings and exact neighbour sets, nobody fails, nothing takes time. Ratnasamy et
 * al., "A scalable content-addressable network", SIGCOMM 2001, §2.
 */
export class IdealCan {
  readonly dimensions: number
  readonly random: Random
  readonly #checkHops: 0 | 1 | 2
  readonly #zones: ModelZone[] = []
  /** Place in the list of zones, to replace one by its halves. */
  readonly #places = new Map<ModelZone, number>()
  /** By path. */
  readonly #leaves = new Map<string, ModelZone>()

  constructor({ seed, dimensions, checkHops }: ModelOptions) {
    this.dimensions = dimensions
    this.random = new Random(seed)
    this.#checkHops = checkHops
    this.#add({ zone: zoneOf(ROOT_PATH, dimensions), around: new Set() })
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

  /** A node joins at a random point: somebody's zone is halved. */
  join(): void {
    let chosen = this.ownerOf(this.drawPoint())
    const own = chosen
    if (this.#checkHops >= 1) {
      for (const each of own.around) {
        chosen = larger(chosen, each)
        if (this.#checkHops === 2) for (const next of each.around) chosen = larger(chosen, next)
      }
    }
    this.split(chosen)
  }

  split(node: ModelZone): void {
    const halves = halvesOf(node.zone)
    if (halves === undefined) throw new Error('a zone of the smallest size is not halved')
    const [lower, upper] = halves.map((zone): ModelZone => ({ zone, around: new Set() })) as [ModelZone, ModelZone]
    for (const each of node.around) {
      each.around.delete(node)
      for (const half of [lower, upper]) if (areNeighbours(half.zone, each.zone)) connect(half, each)
    }
    if (areNeighbours(lower.zone, upper.zone)) connect(lower, upper)
    const at = this.#places.get(node) ?? 0
    this.#leaves.delete(node.zone.path)
    this.#places.delete(node)
    this.#zones[at] = lower
    this.#places.set(lower, at)
    this.#leaves.set(lower.zone.path, lower)
    this.#add(upper)
  }

  #add(node: ModelZone): void {
    this.#places.set(node, this.#zones.length)
    this.#zones.push(node)
    this.#leaves.set(node.zone.path, node)
  }

  /** Greedy: to the neighbour nearest to the point, until it is held. How many hops. */
  route(from: ModelZone, point: Point): number {
    let at = from
    for (let hops = 0; ; hops++) {
      if (contains(at.zone, point)) return hops
      let best = at
      let nearest = squaredDistance(at.zone, point)
      for (const each of at.around) {
        const away = squaredDistance(each.zone, point)
        if (away < nearest) {
          nearest = away
          best = each
        }
      }
      if (best === at) throw new Error(`nobody is nearer than ${at.zone.path}`)
      at = best
    }
  }
}

const larger = (a: ModelZone, b: ModelZone): ModelZone => (b.zone.path.length < a.zone.path.length ? b : a)

function connect(a: ModelZone, b: ModelZone): void {
  a.around.add(b)
  b.around.add(a)
}
