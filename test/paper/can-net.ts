import { contains, Random, squaredDistance, volumeOf, type Point } from '../../src/base/index.ts'
import { mostWay } from '../../src/protocols/can/choices.ts'
import { IdealCan, type ModelZone } from './ideal-can.ts'

/** One way, of two nodes by number; symmetric, constant. */
export type LatencyMs = (from: number, to: number) => number

export interface NetOptions {
  readonly seed: string
  readonly nodes: number
  readonly dimensions: number
  readonly realities?: number
  readonly checkHops: 0 | 1 | 2
  /** Nodes that share a zone at most. */
  readonly peers?: number
  /** Zones all have that many, however many nodes that makes: how Table 2 was made. */
  readonly fullZones?: boolean
  /** `most way`: for its round trip, as the machine does; else the zone nearest to the point. */
  readonly by: 'distance' | 'most way'
  readonly latencyMs: LatencyMs
  readonly lookups: number
}

export interface NetFigures {
  readonly hops: number
  readonly pathMs: number
  readonly perHopMs: number
  /** One way from who asks to the node that the path ends at, mean. */
  readonly directMs: number
  /** Zones beside a node's own, in all realities. */
  readonly neighbours: number
  /** Nodes that share its zone. */
  readonly mates: number
}

interface HostWay {
  readonly host: number
  readonly away: number
  readonly roundTripMs: number | undefined
}

/** A CAN that stands still, with latencies, several nodes to a zone, and several realities; the machine's choice of next hop. */
export class CanNet {
  readonly #options: NetOptions
  readonly #realities: readonly IdealCan[]
  /** By reality, then by node. */
  readonly #zoneOf: readonly (readonly ModelZone[])[]
  readonly nodes: number

  constructor(options: NetOptions) {
    this.#options = options
    const { seed, nodes, dimensions, checkHops, realities = 1, peers = 1, fullZones = false } = options
    this.#realities = Array.from({ length: realities }, (_, i) => {
      const can = new IdealCan({ seed: `${seed} ${i}`, dimensions, checkHops, peers: fullZones ? 1 : peers })
      while (can.nodes < (fullZones ? nodes / peers : nodes)) can.join()
      if (fullZones) fill(can, peers)
      return can
    })
    this.#zoneOf = this.#realities.map(({ zones }) => {
      const places: ModelZone[] = []
      for (const zone of zones) for (const host of zone.hosts) places[host] = zone
      return places
    })
    this.nodes = nodes
  }

  measure(): NetFigures {
    const { seed, lookups, latencyMs } = this.#options
    const random = new Random(`look-ups ${seed}`)
    let hops = 0
    let pathMs = 0
    let directMs = 0
    for (let i = 0; i < lookups; i++) {
      const from = random.below(this.nodes)
      const point = Array.from({ length: this.#options.dimensions }, () => random.float())
      const path = this.route(from, point)
      hops += path.length
      let at = from
      for (const next of path) {
        pathMs += latencyMs(at, next)
        at = next
      }
      if (at !== from) directMs += latencyMs(from, at)
    }
    let neighbours = 0
    let mates = 0
    for (const places of this.#zoneOf) {
      for (const { around, hosts } of places) {
        neighbours += around.size
        mates += hosts.length - 1
      }
    }
    const perNode = (sum: number): number => sum / this.nodes
    return {
      hops: hops / lookups,
      pathMs: pathMs / lookups,
      perHopMs: pathMs / hops,
      directMs: directMs / lookups,
      neighbours: perNode(neighbours),
      mates: perNode(mates),
    }
  }

  /** Who is asked, one after the other, until one holds the point in some reality. */
  route(from: number, point: Point): number[] {
    const path: number[] = []
    for (let at = from; ;) {
      const zones = this.#zoneOf.map((places) => places[at] as ModelZone)
      if (zones.some(({ zone }) => contains(zone, point))) return path
      const next = this.#next(at, zones, point)
      path.push(next)
      at = next
    }
  }

  /** Hops of the shortest way to a point by chance, mean: no choice of next hop takes fewer. In the first reality. */
  shortest(samples: number): number {
    const [can] = this.#realities
    let sum = 0
    for (let i = 0; i < samples; i++) {
      const from = can?.random.pick(can.zones)
      if (from === undefined) break
      for (const [{ zone }, hops] of can?.hopsFrom(from) ?? []) sum += hops * volumeOf(zone.path)
    }
    return sum / samples
  }

  /** Part of random points that somebody alive holds in some reality, when that part of all nodes is dead. */
  availability(dead: number, samples: number): number {
    const random = new Random(`dead ${this.#options.seed}`)
    const isDead = Array.from({ length: this.nodes }, () => random.float() < dead)
    let available = 0
    for (let i = 0; i < samples; i++) {
      const point = Array.from({ length: this.#options.dimensions }, () => random.float())
      const holders = this.#realities.flatMap((can) => can.ownerOf(point).hosts)
      if (holders.some((host) => !isDead[host])) available++
    }
    return available / samples
  }

  #next(at: number, zones: readonly ModelZone[], point: Point): number {
    const { by, latencyMs } = this.#options
    const own = Math.min(...zones.map(({ zone }) => squaredDistance(zone, point)))
    const ways: HostWay[] = []
    for (const { around } of zones) {
      for (const { zone, hosts } of around) {
        const away = squaredDistance(zone, point)
        if (away >= own) continue
        if (hosts.length === 1 && by === 'distance') ways.push({ host: hosts[0] ?? 0, away, roundTripMs: undefined })
        else {
          // Of those that share a zone a node knows the one nearest to it.
          const mates = hosts.map((host): HostWay => ({ host, away, roundTripMs: 2 * latencyMs(at, host) }))
          const nearest = mostWay(mates, own)
          if (nearest !== undefined) ways.push(by === 'distance' ? { ...nearest, roundTripMs: undefined } : nearest)
        }
      }
    }
    const best = mostWay(ways, own)
    if (best === undefined) throw new Error(`nobody is nearer than ${at}`)
    return best.host
  }
}

/** As many nodes to each zone. */
function fill(can: IdealCan, peers: number): void {
  let host = 0
  for (const { hosts } of can.zones) hosts.splice(0, hosts.length, ...Array.from({ length: peers }, () => host++))
}

/** Latencies by chance, each pair's drawn for itself between 0 and twice the mean. */
export function matrix(seed: number, meanMs: number): LatencyMs {
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    let mixed = Math.imul(low ^ (seed << 20), 0x9e3779b1) ^ Math.imul(high + 0x7f4a7c15, 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
    mixed ^= mixed >>> 16
    return (2 * meanMs * ((mixed >>> 0) + 0.5)) / 2 ** 32
  }
}

/**
 * A transit-stub net as the paper's (§3.3): 100 ms between transit nodes next to each other, 10 ms from a stub domain to
 * its transit node, 1 ms within a stub domain.
 */
export function transitStub(seed: string, nodes: number): LatencyMs {
  const random = new Random(`transit ${seed}`)
  const stubs = Array.from({ length: nodes }, () => random.below(STUBS))
  const apart = (a: number, b: number, of: number): number => Math.min(Math.abs(a - b), of - Math.abs(a - b))
  return (from, to) => {
    const [a, b] = [stubs[from] ?? 0, stubs[to] ?? 0]
    if (a === b) return 1
    const [transitA, transitB] = [a % TRANSITS, b % TRANSITS]
    return 20 + 2 + 100 * apart(transitA, transitB, TRANSITS)
  }
}

const STUBS = 60
/** In a ring: with four of them the mean of two nodes by chance is 122 ms; the paper's is 116. */
const TRANSITS = 4
