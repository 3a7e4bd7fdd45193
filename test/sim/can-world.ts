import { areNeighbours, contains, tilingFaults, type PeerKey, type Point, type ZonePath } from '../../src/base/index.ts'
import {
  CAN_DEFAULTS,
  type Can,
  type CanParams,
  type CanProtocol,
  type Located,
  type SpaceShown,
} from '../../src/protocols/can/index.ts'
import type { Effect, Machine, Protocol, Result } from '../../src/protocols/index.ts'
import { RingSimulation, type Latency, type RingNode } from '../../src/sim/index.ts'

export interface CanWorldOptions {
  readonly seed: number | string
  /** How long messages take, one way; scattered by default. */
  readonly latencyMs?: Latency
  /** The same for all, or of each. */
  readonly params?: Partial<CanParams> | ((peer: PeerKey) => Partial<CanParams>)
  /** Changes what this peer answers and asks: it is a liar. */
  readonly lie?: (peer: PeerKey, effect: Effect<CanProtocol>) => Effect<CanProtocol>
}

/** How often a look is taken whether all is well again. */
const LOOK_MS = 250
const COMMAND_MS = 10_000

/** A simulated ring whose nodes hold a CAN space, and what must be true of it. */
export class CanWorld {
  readonly ring: RingSimulation
  readonly #cans = new Map<PeerKey, Can>()
  readonly #seen = new Map<PeerKey, number>()
  /** While it is set the tiling must be exact after each step: nobody has failed. */
  exact = false
  /** They stop when they have handed over, whatever else they were asked to do. */
  readonly leaving = new Set<RingNode>()
  /** Which one all that follows is about. */
  space = 0
  /** Spaces whose tiling `exact` is about. */
  watched: readonly number[] = [0]
  /** Of nodes, so far; one is one input to the machines of one node. */
  steps = 0
  /** Changes of what somebody holds after which the tiling was found exact. */
  checks = 0
  readonly #held = new Map<string, string>()
  /** Commands under way. */
  #open = 0

  constructor({ seed, params = {}, lie, latencyMs }: CanWorldOptions) {
    this.ring = new RingSimulation({
      seed,
      traceEvents: 0,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      codecEvery: 25,
      machines: ({ peer }) => ({ can: { ...CAN_DEFAULTS, ...(typeof params === 'function' ? params(peer) : params) } }),
      between: ({ peer }, name, machine) => {
        if (name !== 'can') return machine
        this.#cans.set(peer, machine as unknown as Can)
        return lie === undefined ? machine : lying(machine, (effect) => lie(peer, effect as Effect<CanProtocol>))
      },
      onStep: ({ peer }) => {
        this.#check(peer)
      },
    })
  }

  get nodes(): readonly RingNode[] {
    return this.ring.nodes.filter(({ alive }) => alive)
  }

  shown(node: RingNode, index = this.space): SpaceShown {
    const shown = this.#cans
      .get(node.peer)
      ?.describe()
      .find(({ space }) => space === index)
    if (shown === undefined) throw new Error(`${node.peer} has no space ${index}`)
    return shown
  }

  pass(ms: number): void {
    this.ring.run(this.ring.now + ms)
  }

  /** All claims, what is on its way from one to another counted once. */
  paths(nodes: readonly RingNode[] = this.nodes, space = this.space): ZonePath[] {
    const all = nodes.map((node) => this.shown(node, space))
    const has = (peer: PeerKey, path: ZonePath): boolean =>
      all.some(({ self, zones }) => self.peer === peer && zones.some((zone) => path.startsWith(zone.path)))
    const paths = all.flatMap(({ zones }) =>
      zones.flatMap(({ path, givenTo }) => (givenTo !== undefined && has(givenTo.peer, path) ? [] : [path])),
    )
    const granted = all.flatMap((each) => each.granted.map(({ path }) => path))
    return [...paths, ...granted.filter((path) => !paths.some((each) => each.startsWith(path)))]
  }

  /** What keeps the zones from tiling the torus; undefined: nothing. */
  untiled(nodes?: readonly RingNode[], space = this.space): string | undefined {
    const { overlaps, gaps } = tilingFaults(this.paths(nodes, space))
    if (overlaps.length === 0 && gaps.length === 0) return undefined
    return `overlaps: ${overlaps.slice(0, 8).join(' ')}; gaps: ${gaps.slice(0, 8).join(' ')}`
  }

  /**
   * Why not all is as it should be: tiled, one zone each, or mate of one that knows it, and everybody knows exactly its
   * neighbours; a mate those of its head, and its head.
   */
  notIdeal(nodes: readonly RingNode[] = this.nodes): string | undefined {
    const untiled = this.untiled(nodes)
    if (untiled !== undefined) return untiled
    const all = nodes.map((node) => [node.peer, this.shown(node)] as const)
    const byPeer = new Map(all)
    for (const [peer, { zones: own, neighbours, state, mateOf, mates }] of all) {
      if (state !== 'member') return `${peer} is ${state}`
      if (own.length !== (mateOf === undefined ? 1 : 0)) return `${peer} holds ${own.length} zones`
      const stranger = mates.find((mate) => byPeer.get(mate.peer)?.mateOf?.peer !== peer)
      if (stranger !== undefined) return `${peer} takes ${stranger.peer} for its mate`
      const head = mateOf === undefined ? undefined : byPeer.get(mateOf.peer)
      if (mateOf !== undefined && head?.mates.some((mate) => mate.peer === peer) !== true)
        return `${peer} takes ${mateOf.peer} for its head`
      const zones = head?.zones ?? own
      const known = new Set(neighbours.map(({ ref }) => ref.peer))
      for (const [other, theirs] of all) {
        if (other === peer) continue
        const isNeighbour = other === mateOf?.peer || zones.some((a) => theirs.zones.some((b) => areNeighbours(a, b)))
        if (isNeighbour !== known.has(other)) return `${peer} ${isNeighbour ? 'misses' : 'still has'} ${other}`
      }
    }
    return undefined
  }

  /**
   * Why nodes could still be mending something in one of the watched spaces: it does not tile, somebody is not sure of what
   * it held, is taking over, or knows other neighbours, or other zones of theirs, than there are. Several zones at one node
   * are no fault.
   */
  notWhole(nodes: readonly RingNode[] = this.nodes): string | undefined {
    for (const space of this.watched) {
      const untiled = this.untiled(nodes, space)
      if (untiled !== undefined) return untiled
      const all = nodes.map((node) => [node.peer, this.shown(node, space)] as const)
      const byPeer = new Map(all)
      for (const [peer, { zones: own, neighbours, state, mateOf }] of all) {
        // A mate knows its head, and all around it.
        const zones = mateOf === undefined ? own : (byPeer.get(mateOf.peer)?.zones ?? [])
        if (state === 'resuming' || (state === 'joining' && neighbours.length > 0)) return `${peer} is ${state}`
        const can = this.#cans.get(peer)
        if (can === undefined || can.figures.takingOver > 0) return `${peer} takes over`
        const known = new Map(neighbours.map(({ ref, claims }) => [ref.peer, claims]))
        const alive = new Set(can.view.neighbours(space).map(({ ref }) => ref.peer))
        for (const [other, theirs] of all) {
          const isBeside = zones.some((a) => theirs.zones.some((b) => areNeighbours(a, b)))
          if (other === peer || (!isBeside && other !== mateOf?.peer)) continue
          if (!alive.has(other) || pathsOf(known.get(other) ?? []) !== pathsOf(theirs.zones))
            return `${peer} misses ${other}`
          known.delete(other)
        }
        const [extra] = known.keys()
        if (extra !== undefined) return `${peer} still has ${extra}`
      }
    }
    return undefined
  }

  /** Milliseconds until `why` gives undefined. @throws Error with what it last gave */
  until(why: () => string | undefined, withinMs: number): number {
    const begun = this.ring.now
    for (let last = why(); last !== undefined; last = why()) {
      if (this.ring.now - begun >= withinMs) throw new Error(`not after ${withinMs} ms: ${last}`)
      this.pass(LOOK_MS)
    }
    return this.ring.now - begun
  }

  settle(withinMs = 60_000): number {
    return this.until(() => this.notIdeal(), withinMs)
  }

  drawPoint(): Point {
    return Array.from({ length: this.dimensions }, () => this.ring.random.float())
  }

  get dimensions(): number {
    const [node] = this.nodes
    return node === undefined ? 0 : this.shown(node).dimensions
  }

  ownerOf(point: Point): PeerKey | undefined {
    return this.nodes.find((node) => this.shown(node).zones.some((zone) => contains(zone, point)))?.peer
  }

  /** Commands a node; see `answered`. */
  command<Value>(from: RingNode, name: string, args: object, done: (result: Result<Value>) => void): void {
    this.#open++
    this.ring.command(from, 'can', { name, args }, COMMAND_MS, (result) => {
      this.#open--
      done(result as Result<Value>)
    })
  }

  /** Until all that was commanded has ended. */
  answered(): void {
    this.until(() => (this.#open > 0 ? `${this.#open} commands are open` : undefined), COMMAND_MS + LOOK_MS)
  }

  locate(from: RingNode, point: Point, done: (result: Result<Located>) => void): void {
    this.command(from, 'locate', { space: this.space, point, trace: false }, done)
  }

  /** Locates of random points from random nodes: how many were right, and their hops. */
  locateMany(count: number): { readonly right: number; readonly hops: number } {
    let right = 0
    let hops = 0
    for (let i = 0; i < count; i++) {
      const from = this.ring.random.pick(this.nodes)
      const point = this.drawPoint()
      if (from === undefined) break
      this.locate(from, point, (result) => {
        if (!result.ok || result.value.owner.peer !== this.ownerOf(point)) return
        right++
        hops += result.value.hops
      })
    }
    this.answered()
    return { right, hops: hops / Math.max(1, right) }
  }

  /** Hands its zones over and is gone. */
  leave(node: RingNode): void {
    this.leaving.add(node)
    this.ring.command(node, 'can', { name: 'handOver', args: {} }, 20_000, () => {
      this.ring.at(this.ring.now + 100, () => {
        if (node.alive) this.ring.stop(node)
      })
    })
  }

  /** After each step of a node: when what it holds or has granted is another, each such space is looked at. */
  #check(peer: PeerKey): void {
    this.steps++
    const can = this.#cans.get(peer)
    if (can === undefined || can.version === this.#seen.get(peer)) return
    this.#seen.set(peer, can.version)
    for (const { space, zones, granted } of can.describe()) {
      const name = `${space}/${peer}`
      const held = `${pathsOf(zones)}|${pathsOf(granted)}`
      if (held === this.#held.get(name)) continue
      this.#held.set(name, held)
      if (!this.exact || !this.watched.includes(space)) continue
      this.checks++
      const untiled = this.untiled(undefined, space)
      if (untiled !== undefined)
        throw new Error(`space ${space} after a step of ${peer} at ${this.ring.now}: ${untiled}`)
    }
  }
}

const pathsOf = (claims: readonly { readonly path: ZonePath }[]): string => claims.map(({ path }) => path).join(' ')

/** The machine, but for what it tells others. */
function lying(machine: Machine<Protocol>, lie: (effect: Effect<Protocol>) => Effect<CanProtocol>): Machine<Protocol> {
  return {
    step: (ctx, input) => machine.step(ctx, input).map((effect) => lie(effect) as Effect<Protocol>),
    get wakeAt() {
      return machine.wakeAt
    },
    hears: machine.hears,
  }
}
