import { monoMs, peerKey, Random, wallMs, type MonoMs, type NodeRef, type PeerKey, type RingId } from '../base/index.ts'
import type { CommandId, Envelope, MachineName, Result } from '../protocols/index.ts'
import { Links, type Delivery } from './links.ts'
import { Network } from './network.ts'
import { boot, unstarted, type MakeMachines, type SimNode, type SimPeer } from './node.ts'
import { portsOf, type PortsInit } from './ports.ts'
import { EventTrace } from './trace.ts'
import { Wheel } from './wheel.ts'

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
  /** Every n-th envelope goes through this, e.g. the wire codec there and back. */
  readonly codec?: { readonly every: number; readonly roundTrip: (envelope: Envelope) => Envelope }
  /** Runs after each step of a node: the place for incremental invariants. */
  readonly onStep?: (node: SimNode<View>) => void
  /** How many of the last events a failure shows; default 200, 0 keeps none and is fastest. */
  readonly traceEvents?: number
}

type Event = Delivery | SimPeer | (() => void)

/**
 * Hosts in virtual time. Everything is a function of the seed: the same seed gives the same trace. Messages are passed
 * by reference (read-only by contract), through the codec once in `codec.every`.
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
  readonly #wall = { earliest: wallMs(0), latest: wallMs(0) }

  constructor(options: SimulationOptions<View>) {
    this.#options = options
    this.random = new Random(options.seed)
    this.network = new Network(this.random.fork('network'))
    if (options.lossRate !== undefined) this.network.set({ lossRate: options.lossRate })
    this.trace = new EventTrace(options.traceEvents ?? 200)
    this.#links = new Links({
      network: this.network,
      followed: options.links ?? true,
      delay: options.latencyMs ?? scatteredDelay,
      now: () => this.#wheel.now,
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
    const node = unstarted<View>(index, peerKey(`n${index}`), ringIdOf ?? this.#drawRingId())
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

  /** Starts a crashed daemon again: same identity, next epoch, what was synced. */
  restart(node: SimNode<View>): void {
    if (node.alive) return
    this.trace.note(this.now, 'restart', node.peer)
    this.#boot(node)
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
    const id = node.host.command(this.now, machine, command, leftMs)
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
    else if (event.alive && event.pendingWake <= this.#wheel.now) {
      event.pendingWake = Infinity
      event.host.wake(this.now)
      this.#stepped(event)
    }
  }

  #deliver(event: Delivery): void {
    const { from, to } = event
    // TCP: what belonged to an earlier incarnation of either end died with its connection.
    if (!to.alive || to.ref.epoch !== event.toEpoch) {
      this.#links.refused(event)
      return
    }
    // Its sender started again meanwhile: a new connection has replaced this one.
    if (from.ref.epoch !== event.fromEpoch) return
    const { codec } = this.#options
    const envelope =
      codec !== undefined && this.delivered % codec.every === 0 ? codec.roundTrip(event.envelope) : event.envelope
    this.delivered++
    this.trace.envelope(this.now, from.peer, to.peer, envelope)
    to.host.deliver(this.now, from.peer, from.ref.epoch, envelope)
    this.#stepped(to)
  }

  readonly #stepped = (node: SimPeer): void => {
    const at = node.host.wakeAt
    if (at !== undefined && at < node.pendingWake) {
      // Never a wake within the same instant: time must pass.
      node.pendingWake = Math.max(at, this.#wheel.now + 1)
      this.#wheel.schedule(node.pendingWake, node)
    }
    this.#options.onStep?.(node as SimNode<View>)
  }

  #drawRingId(): RingId {
    const random = this.random.fork(`ring id ${this.nodes.length}`)
    let text = ''
    for (let i = 0; i < 8; i++) text += random.uint32().toString(16).padStart(8, '0')
    return text as RingId
  }

  #boot(node: SimNode<View>): void {
    boot(node, {
      make: this.#options.make,
      random: this.random,
      portsOf: (incarnation) => portsOf(node, incarnation, this.#ports),
      wall: () => {
        this.#wall.earliest = this.#wall.latest = wallMs(this.#wheel.now)
        return this.#wall
      },
    })
    node.host.wake(this.now)
    this.#stepped(node)
  }

  #makePorts(): PortsInit {
    return {
      nodeOf: (peer) => this.#byPeer.get(peer),
      links: this.#links,
      now: () => this.now,
      later: (node, incarnation, delayMs, step) => {
        this.#wheel.schedule(this.#wheel.now + delayMs, () => {
          if (!node.alive || node.ref.epoch !== incarnation) return
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

function waiterKey(node: { peer: PeerKey; ref: NodeRef }, id: CommandId): string {
  return `${node.peer}/${node.ref.epoch}/${id}`
}
