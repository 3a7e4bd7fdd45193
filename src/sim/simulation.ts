import {
  epoch,
  monoMs,
  peerKey,
  Random,
  wallMs,
  type Epoch,
  type MonoMs,
  type Multiaddr,
  type NodeRef,
  type PeerKey,
  type RingId,
  type WallInterval,
} from '../base/index.ts'
import { LAMPORT_RESERVE, LamportClock } from '../protocols/clock/index.ts'
import type { CommandId, Envelope, Machine, MachineName, News, Protocol, Put, Result } from '../protocols/index.ts'
import {
  FailureDetector,
  LAMPORT_MARK_KEY,
  lamportInterceptor,
  PeerHost,
  type FailureDetectorView,
  type Interceptor,
  type Ports,
} from '../runtime/index.ts'
import { SimDisk } from './disk.ts'
import { EventTrace } from './trace.ts'
import { Wheel } from './wheel.ts'

/** What a machine set is made from. */
export interface NodeSeed {
  readonly self: NodeRef
  readonly detector: FailureDetectorView
  readonly random: Random
  readonly disk: SimDisk
}
export type Machines = readonly (readonly [MachineName, Machine<Protocol>])[]

export interface SimulationOptions<View> {
  readonly seed: number | string
  /** Makes a node's machines, and whatever the test wants to look at. */
  readonly make: (seed: NodeSeed) => { readonly machines: Machines; readonly view: View }
  /**
   * One-way delay in ms between two nodes; default 5 to 15, by the pair. It must not change for a pair: as on a TCP
   * connection, messages from one node to another arrive in order.
   */
  readonly latencyMs?: (from: SimNode<View>, to: SimNode<View>) => number
  /** Part of messages that vanish, 0 to 1; default 0. */
  readonly lossRate?: number
  /** Does a crash reset standing connections (linkDown, then a failed redial)? Costs a set per node; default true. */
  readonly links?: boolean
  /** Every n-th envelope goes through this, e.g. the wire codec there and back. */
  readonly codec?: { readonly every: number; readonly roundTrip: (envelope: Envelope) => Envelope }
  /** Runs after each step of a node: the place for incremental invariants. */
  readonly onStep?: (node: SimNode<View>) => void
  /** How many of the last events a failure shows; default 200, 0 keeps none and is fastest. */
  readonly traceEvents?: number
}

/** One simulated daemon. `host` and `view` are of the present incarnation. */
export interface SimNode<View> {
  readonly index: number
  readonly peer: PeerKey
  readonly ringId: RingId
  readonly disk: SimDisk
  ref: NodeRef
  alive: boolean
  host: PeerHost
  view: View
  /** Peers with a standing connection. */
  readonly links: Set<SimNode<View>>
  pendingWake: number
}

interface Delivery<View> {
  readonly from: SimNode<View>
  readonly fromEpoch: Epoch
  readonly to: SimNode<View>
  readonly toEpoch: Epoch
  readonly envelope: Envelope
}
type Event<View> = Delivery<View> | SimNode<View> | (() => void)

const NO_ADDRESSES: readonly Multiaddr[] = Object.freeze([])

/**
 * Hosts in virtual time. Everything is a function of the seed: the same seed gives the same trace. Messages are passed
 * by reference (read-only by contract), through the codec once in `codec.every`.
 */
export class Simulation<View> {
  readonly nodes: SimNode<View>[] = []
  readonly random: Random
  readonly trace: EventTrace
  /** Envelopes delivered so far. */
  delivered = 0
  readonly #options: SimulationOptions<View>
  readonly #byPeer = new Map<PeerKey, SimNode<View>>()
  readonly #wheel = new Wheel<Event<View>>()
  readonly #network: Random
  readonly #waiters = new Map<string, (result: Result) => void>()
  readonly #wall: { earliest: WallInterval['earliest']; latest: WallInterval['latest'] }
  readonly #links: boolean

  constructor(options: SimulationOptions<View>) {
    this.#options = options
    this.random = new Random(options.seed)
    this.#network = this.random.fork('network')
    this.trace = new EventTrace(options.traceEvents ?? 200)
    this.#links = options.links ?? true
    this.#wall = { earliest: wallMs(0), latest: wallMs(0) }
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
    const peer = peerKey(`n${index}`)
    const id = ringIdOf ?? this.#drawRingId()
    const node = { index, peer, ringId: id, disk: new SimDisk(), links: new Set(), pendingWake: Infinity } as Pick<
      SimNode<View>,
      'index' | 'peer' | 'ringId' | 'disk' | 'links' | 'pendingWake'
    > as SimNode<View>
    this.nodes.push(node)
    this.#byPeer.set(peer, node)
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
    for (const other of node.links) {
      other.links.delete(node)
      this.#later(this.#delay(node, other), () => {
        this.#linkLost(other, node)
      })
    }
    node.links.clear()
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

  readonly #early = new Map<CommandId, Result>()

  readonly #handle = (event: Event<View>): void => {
    if (typeof event === 'function') event()
    else if ('envelope' in event) this.#deliver(event)
    else if (event.alive && event.pendingWake <= this.#wheel.now) {
      event.pendingWake = Infinity
      event.host.wake(this.now)
      this.#stepped(event)
    }
  }

  #deliver(event: Delivery<View>): void {
    const { from, to, envelope } = event
    // TCP: what belonged to an earlier incarnation of either end died with its connection.
    if (!to.alive || to.ref.epoch !== event.toEpoch) {
      if (from.alive && from.ref.epoch === event.fromEpoch) this.#refused(from, to)
      return
    }
    // Its sender started again meanwhile: a new connection has replaced this one.
    if (from.ref.epoch !== event.fromEpoch) return
    this.delivered++
    this.trace.envelope(this.now, from.peer, to.peer, envelope)
    to.host.deliver(this.now, from.peer, envelope)
    this.#stepped(to)
  }

  /** A send met a closed port: the sender learns it after a round trip. */
  #refused(from: SimNode<View>, to: SimNode<View>): void {
    const incarnation = from.ref.epoch
    this.#later(this.#delay(to, from), () => {
      if (!from.alive || from.ref.epoch !== incarnation) return
      if (to.alive) return // it is back: the redial worked
      from.host.unreachable(this.now, to.peer, to.ref.epoch)
      this.#stepped(from)
    })
  }

  #linkLost(node: SimNode<View>, lost: SimNode<View>): void {
    if (!node.alive || node.links.has(lost)) return
    node.host.linkDown(this.now, lost.peer)
    this.#stepped(node)
    this.#probe(node, lost)
  }

  /** Redial: a round trip later it is up or known to be unreachable. */
  #probe(node: SimNode<View>, peer: SimNode<View>): void {
    const incarnation = node.ref.epoch
    this.#later(this.#delay(node, peer) + this.#delay(peer, node), () => {
      if (!node.alive || node.ref.epoch !== incarnation) return
      if (peer.alive) node.host.linkUp(this.now, peer.peer, peer.ref.epoch)
      else node.host.unreachable(this.now, peer.peer, peer.ref.epoch)
      this.#stepped(node)
    })
  }

  #stepped(node: SimNode<View>): void {
    const at = node.host.wakeAt
    if (at !== undefined && at < node.pendingWake) {
      // Never a wake within the same instant: time must pass.
      node.pendingWake = Math.max(at, this.#wheel.now + 1)
      this.#wheel.schedule(node.pendingWake, node)
    }
    this.#options.onStep?.(node)
  }

  #later(delayMs: number, callback: () => void): void {
    this.#wheel.schedule(this.#wheel.now + delayMs, callback)
  }

  #delay(from: SimNode<View>, to: SimNode<View>): number {
    const { latencyMs } = this.#options
    if (latencyMs !== undefined) return latencyMs(from, to)
    // Scattered by a multiplicative hash (Knuth): a table of all pairs would not fit.
    return 5 + ((Math.imul(from.index * 65_599 + to.index, 0x9e3779b1) >>> 16) % 11)
  }

  #drawRingId(): RingId {
    const random = this.random.fork(`ring id ${this.nodes.length}`)
    let text = ''
    for (let i = 0; i < 8; i++) text += random.uint32().toString(16).padStart(8, '0')
    return text as RingId
  }

  // ---- one daemon -------------------------------------------------------------------------------------------------

  #boot(node: SimNode<View>): void {
    const before = Number(textOf(node.disk.get('sim/epoch')) ?? '0')
    const mark = Number(textOf(node.disk.get(LAMPORT_MARK_KEY)) ?? '0')
    const reserved = mark + LAMPORT_RESERVE
    node.disk.write([put('sim/epoch', before + 1), put(LAMPORT_MARK_KEY, reserved)], true)
    node.ref = Object.freeze({
      peer: node.peer,
      position: 0,
      epoch: epoch(before + 1),
      addresses: NO_ADDRESSES,
      id: node.ringId,
    })
    node.alive = true
    node.pendingWake = Infinity
    const detector = new FailureDetector()
    const clock = new LamportClock(mark, reserved)
    const random = this.random.fork(`${node.peer}/${before + 1}`)
    const { machines, view } = this.#options.make({ self: node.ref, detector, random, disk: node.disk })
    const interceptors: Interceptor[] = [lamportInterceptor(clock)]
    node.view = view
    node.host = new PeerHost({
      self: node.peer,
      epoch: node.ref.epoch,
      clock,
      machines,
      detector,
      interceptors,
      ports: this.#portsOf(node, node.ref.epoch),
      wall: () => this.#wallNow(),
    })
    node.host.wake(this.now)
    this.#stepped(node)
  }

  #wallNow(): WallInterval {
    this.#wall.earliest = this.#wall.latest = wallMs(this.#wheel.now)
    return this.#wall
  }

  #send(from: SimNode<View>, to: PeerKey, envelope: Envelope): void {
    const target = this.#byPeer.get(to)
    if (target === undefined) return
    if (this.#links && target.alive && !from.links.has(target)) {
      from.links.add(target)
      target.links.add(from)
    }
    const lossRate = this.#options.lossRate ?? 0
    if (lossRate > 0 && this.#network.float() < lossRate) return
    const { codec } = this.#options
    const carried = codec !== undefined && this.delivered % codec.every === 0 ? codec.roundTrip(envelope) : envelope
    this.#wheel.schedule(this.#wheel.now + this.#delay(from, target), {
      from,
      fromEpoch: from.ref.epoch,
      to: target,
      toEpoch: target.ref.epoch,
      envelope: carried,
    })
  }

  #portsOf(node: SimNode<View>, incarnation: Epoch): Ports {
    const current = (): boolean => node.alive && node.ref.epoch === incarnation
    const noSessions = (): void => undefined
    return {
      send: (to, envelope) => {
        this.#send(node, typeof to === 'string' ? to : to.peer, envelope)
      },
      probe: (peer) => {
        const target = this.#byPeer.get(peer)
        if (target !== undefined) this.#probe(node, target)
      },
      write: (group: number, batch: readonly Put[], sync: boolean) => {
        node.disk.write(batch, sync)
        this.#later(1, () => {
          if (!current()) return
          node.host.durable(this.now, group)
          this.#stepped(node)
        })
      },
      settled: (id, result) => {
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
      progress: () => undefined,
      news: (news: News) => {
        this.trace.note(this.now, news.type, node.peer)
      },
      // Connections cost nothing here, so there is no budget to keep.
      dial: () => undefined,
      keep: () => undefined,
      release: () => undefined,
      ban: () => undefined,
      // Bulk data is simulated by the swarm's own tests, above the session port.
      openSession: noSessions,
      closeSession: noSessions,
      fetchBlock: noSessions,
      serveBlock: noSessions,
      cancelBlock: noSessions,
    }
  }
}

function waiterKey(node: { peer: PeerKey; ref: NodeRef }, id: CommandId): string {
  return `${node.peer}/${node.ref.epoch}/${id}`
}

function put(key: string, value: number): Put {
  return { key, value: Uint8Array.from(String(value), (char) => char.charCodeAt(0)) }
}

function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : String.fromCharCode(...value)
}
