import {
  monoMs,
  peerKey,
  Random,
  wallMs,
  type MonoMs,
  type PeerKey,
  type RingId,
  type WallInterval,
} from '../base/index.ts'
import type { CommandId, Envelope, MachineName, Result } from '../protocols/index.ts'
import { Links, type Delivery } from './links.ts'
import { Network } from './network.ts'
import { boot, unstarted, type MakeMachines, type SimNode, type SimPeer } from './node.ts'
import { portsOf, type PortsInit } from './ports.ts'
import { DrawnRingIds } from './ring-id.ts'
import { EventTrace } from './trace.ts'
import { Wheel } from './wheel.ts'
import { SimWire } from './wire.ts'

export interface SimulationOptions<View> {
  readonly seed: number | string
  readonly make: MakeMachines<View>
  /**
   * One-way delay in ms between two nodes; default 5 to 15, by the pair. It must not change for a pair: as on a TCP
   * connection, messages from one node to another arrive in order.
   */
  readonly latencyMs?: (from: SimPeer, to: SimPeer) => number
  /** Part of messages that vanish from the start, 0 to 1; default 0. */
  readonly lossRate?: number
  /** Are connections followed: does a crash reset them, does a dial across a cut fail? Costs a set per node; default true. */
  readonly links?: boolean
  /**
   * Do hosts know repeated and doubled requests again, as daemons do? Needs `links`, and some memory per pair of nodes;
   * default false.
   */
  readonly dedup?: boolean
  /** Every n-th envelope goes through the wire codec there and back; 0, the default: none does. */
  readonly codecEvery?: number
  /** Runs after each step of a node: the place for incremental invariants. */
  readonly onStep?: (node: SimNode<View>) => void
  /** Runs for each envelope that arrives: the place to count what a protocol costs. */
  readonly onDeliver?: (envelope: Envelope, from: SimPeer, to: SimPeer) => void
  /** How many of the last events a failure shows; default 200, 0 keeps none and is fastest. */
  readonly traceEvents?: number
}

type Event = Delivery | SimPeer | (() => void)

/**
 * Hosts in virtual time. Everything is a function of the seed: the same seed gives the same trace. Messages are passed
 * by reference (read-only by contract), through the codec once in `codecEvery`.
 */
export class Simulation<View> {
  readonly nodes: SimNode<View>[] = []
  readonly random: Random
  readonly trace: EventTrace
  /** What the network does to messages. */
  readonly network: Network
  /** Envelopes delivered so far. */
  delivered = 0
  readonly #options: SimulationOptions<View>
  readonly #byPeer = new Map<PeerKey, SimNode<View>>()
  readonly #wheel = new Wheel<Event>()
  readonly #links: Links
  readonly #ports: PortsInit
  readonly #waiters = new Map<string, (result: Result) => void>()
  /** Results of commands that ended within their first step. */
  readonly #early = new Map<CommandId, Result>()
  readonly #truth = { earliest: wallMs(0), latest: wallMs(0) }
  readonly #wire = new SimWire((index) => this.nodes[index])
  readonly #damage: Random
  readonly #ringIds: DrawnRingIds
  readonly #codecEvery: number

  constructor(options: SimulationOptions<View>) {
    this.#options = options
    this.random = new Random(options.seed)
    this.network = new Network(this.random.fork('network'))
    if (options.lossRate !== undefined) this.network.set({ lossRate: options.lossRate })
    this.#damage = this.random.fork('damage')
    this.#ringIds = new DrawnRingIds(this.random)
    this.#codecEvery = options.codecEvery ?? 0
    this.trace = new EventTrace(options.traceEvents ?? 200)
    this.#links = new Links({
      network: this.network,
      followed: options.links ?? true,
      delay: options.latencyMs ?? scatteredDelay,
      damage: (envelope) => this.#wire.damage(envelope, this.#damage),
      now: () => this.#wheel.now,
      clockOf: this.#clockOf,
      schedule: (at, event) => {
        this.#wheel.schedule(at, event)
      },
      stepped: this.#stepped,
    })
    this.#ports = this.#makePorts()
  }

  get now(): MonoMs {
    return monoMs(this.#wheel.now)
  }

  get alive(): SimNode<View>[] {
    return this.nodes.filter((node) => node.alive)
  }

  nodeOf(peer: PeerKey): SimNode<View> | undefined {
    return this.#byPeer.get(peer)
  }

  /** Starts a new daemon. Its ring id is drawn unless given. */
  add(ringIdOf?: RingId): SimNode<View> {
    const index = this.nodes.length
    const node = unstarted<View>(index, peerKey(`n${index}`), ringIdOf ?? this.#ringIds.draw(index), this.random)
    this.nodes.push(node)
    this.#byPeer.set(node.peer, node)
    this.#boot(node)
    return node
  }

  /** kill -9 and a power cut: memory, connections and unsynced writes are gone. */
  crash(node: SimNode<View>): void {
    if (!node.alive) return
    node.alive = false
    node.pendingWake = Infinity
    node.disk.crash()
    this.trace.note(this.now, 'crash', node.peer)
    this.#links.reset(node)
  }

  /** Clean end of a daemon: it says goodbye to all it is connected to, and its disk is synced. */
  stop(node: SimNode<View>): void {
    if (!node.alive) return
    node.alive = false
    node.pendingWake = Infinity
    node.disk.close()
    this.trace.note(this.now, 'stop', node.peer)
    this.#links.goodbye(node)
  }

  /**
   * Starts a daemon again that crashed or stopped: same identity, next epoch, what was durable. False when it runs
   * already, or when its disk does not take the epoch.
   */
  restart(node: SimNode<View>): boolean {
    if (node.alive || !this.#boot(node)) return false
    this.trace.note(this.now, 'restart', node.peer)
    return true
  }

  /** Runs a command on a node; `done` gets its result, also when it ends at once. */
  command(
    node: SimNode<View>,
    machine: MachineName,
    command: { name: string; args: unknown },
    leftMs: number,
    done: (result: Result) => void,
  ): void {
    const early = this.#early
    early.clear()
    const id = node.host.command(this.#clockOf(node), machine, command, leftMs)
    const result = early.get(id)
    this.#stepped(node)
    if (result !== undefined) done(result)
    else this.#waiters.set(waiterKey(node, id), done)
  }

  /** Calls back at a virtual time. */
  at(time: number, callback: () => void): void {
    this.#wheel.schedule(time, callback)
  }

  /** Runs all that happens up to `until` (virtual ms), inclusive. */
  run(until: number): void {
    this.#wheel.run(until, this.#handle)
  }

  readonly #handle = (event: Event): void => {
    if (typeof event === 'function') event()
    else if ('envelope' in event) this.#deliver(event)
    else if (event.alive && event.pendingWake <= this.#wheel.now) this.#wake(event)
  }

  #wake(node: SimPeer): void {
    // Nearly one in four of all events is the end of a wait for what has come meanwhile: that need not look at the host.
    if (node.clock === undefined && node.wakeAt > this.#wheel.now) {
      node.pendingWake = node.wakeAt
      if (node.wakeAt !== Infinity) this.#wheel.schedule(node.wakeAt, node)
      return
    }
    node.pendingWake = Infinity
    node.host.wake(this.#clockOf(node))
    this.#stepped(node)
  }

  #deliver(event: Delivery): void {
    const { from, to } = event
    // TCP: what belonged to an earlier incarnation of either end died with its connection.
    if (!to.alive || to.epoch !== event.toEpoch) {
      this.#links.refused(event)
      return
    }
    // Its sender started again meanwhile: a new connection has replaced this one.
    if (from.epoch !== event.fromEpoch) return
    let { envelope } = event
    if (this.#codecEvery > 0 && this.delivered % this.#codecEvery === 0) envelope = this.#wire.roundTrip(envelope)
    this.delivered++
    this.#options.onDeliver?.(envelope, from, to)
    this.trace.envelope(this.now, from.peer, to.peer, envelope)
    to.host.deliver(this.#clockOf(to), from.peer, from.epoch, envelope)
    this.#stepped(to)
  }

  readonly #stepped = (node: SimPeer): void => {
    const local = node.host.wakeAt
    node.wakeAt = local ?? Infinity
    if (local !== undefined) {
      const at = node.clock === undefined ? local : node.clock.trueAt(local)
      if (at < node.pendingWake) {
        // Never a wake within the same instant: time must pass.
        node.pendingWake = Math.max(at, this.#wheel.now + 1)
        this.#wheel.schedule(node.pendingWake, node)
      }
    }
    this.#options.onStep?.(node as SimNode<View>)
  }

  /** What the node's own monotonic clock shows. */
  readonly #clockOf = (node: SimPeer): MonoMs =>
    node.clock === undefined ? this.now : node.clock.mono(this.#wheel.now)

  #wallOf(node: SimPeer): WallInterval {
    if (node.clock !== undefined) return node.clock.wall(this.#wheel.now)
    this.#truth.earliest = this.#truth.latest = wallMs(this.#wheel.now)
    return this.#truth
  }

  #boot(node: SimNode<View>): boolean {
    const failure = boot(node, {
      make: this.#options.make,
      random: this.random,
      portsOf: (incarnation) => portsOf(node, incarnation, this.#ports),
      dedup: this.#options.dedup ?? false,
      wall: () => this.#wallOf(node),
    })
    if (failure !== undefined) return false
    node.host.wake(this.#clockOf(node))
    this.#stepped(node)
    return true
  }

  #makePorts(): PortsInit {
    return {
      nodeOf: (peer) => this.#byPeer.get(peer),
      links: this.#links,
      now: () => this.#wheel.now,
      clockOf: this.#clockOf,
      at: (node, incarnation, atMs, step) => {
        this.#wheel.schedule(atMs, () => {
          if (!node.alive || node.epoch !== incarnation) return
          step()
          this.#stepped(node)
        })
      },
      settled: (node, id, result) => {
        const key = waiterKey(node, id)
        const waiter = this.#waiters.get(key)
        if (waiter === undefined) {
          this.#early.set(id, result)
          return
        }
        this.#waiters.delete(key)
        // Not within the host's step: the caller may start the next command.
        this.#wheel.schedule(this.#wheel.now, () => {
          waiter(result)
        })
      },
      news: (node, news) => {
        this.trace.note(this.now, news.type, node.peer)
      },
    }
  }
}

/** 5 to 15 ms, scattered by a multiplicative hash (Knuth): a table of all pairs would not fit. */
function scatteredDelay(from: SimPeer, to: SimPeer): number {
  return 5 + ((Math.imul(from.index * 65_599 + to.index, 0x9e3779b1) >>> 16) % 11)
}

function waiterKey(node: SimPeer, id: CommandId): string {
  return `${node.peer}/${node.epoch}/${id}`
}
