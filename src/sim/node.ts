import {
  asciiBytes,
  asciiOf,
  epoch,
  type Epoch,
  type MonoMs,
  type Multiaddr,
  type NodeRef,
  type PeerKey,
  type Random,
  type RingId,
  type WallInterval,
} from '../base/index.ts'
import { LAMPORT_RESERVE, LamportClock } from '../protocols/clock/index.ts'
import type { IoFailure, Machine, MachineName, Protocol, Put } from '../protocols/index.ts'
import {
  Dedup,
  FailureDetector,
  LAMPORT_MARK_KEY,
  lamportInterceptor,
  PeerHost,
  type FailureDetectorView,
  type Interceptor,
  type Ports,
} from '../runtime/index.ts'
import { NodeClock } from './clock.ts'
import { SimDisk } from './disk.ts'

export type Machines = readonly (readonly [MachineName, Machine<Protocol>])[]

/** What a machine set is made from. */
export interface NodeSeed {
  readonly self: NodeRef
  readonly detector: FailureDetectorView
  readonly random: Random
  readonly disk: SimDisk
}

/** Makes a node's machines, and whatever the test wants to look at. */
export type MakeMachines<View> = (seed: NodeSeed) => { readonly machines: Machines; readonly view: View }

/** One simulated daemon as the network sees it. `host` and `ref` are of the present incarnation. */
export interface SimPeer {
  readonly index: number
  readonly peer: PeerKey
  readonly ringId: RingId
  readonly disk: SimDisk
  /** Its clocks; undefined while they show the truth. */
  clock: NodeClock | undefined
  ref: NodeRef
  /** That of `ref`, at hand: each message looks at it twice. */
  epoch: Epoch
  alive: boolean
  host: PeerHost
  /** Peers to which a connection stands, as far as this one knows. */
  readonly links: Set<SimPeer>
  /** The latest epoch that each of them, or of those before, has shown it. */
  readonly met: Map<SimPeer, Epoch>
  /** True time of the next wake in the wheel; Infinity: none. */
  pendingWake: number
  /** When its host wanted to be woken after its last step, by the node's own clock. A wake before is in vain. */
  wakeAt: number
}

/** One simulated daemon. */
export interface SimNode<View> extends SimPeer {
  view: View
}

const EPOCH_KEY = 'sim/epoch'
const NO_ADDRESSES: readonly Multiaddr[] = Object.freeze([])

/** The node's clocks, to be set wrong. */
export const clockOf = (node: SimPeer): NodeClock => (node.clock ??= new NodeClock())

/** A node that has not been started yet. */
export function unstarted<View>(index: number, peer: PeerKey, ringId: RingId, random: Random): SimNode<View> {
  const node: Omit<SimNode<View>, 'ref' | 'epoch' | 'host' | 'view'> = {
    index,
    peer,
    ringId,
    disk: new SimDisk(random.fork(`disk ${peer}`)),
    clock: undefined,
    alive: false,
    links: new Set(),
    met: new Map(),
    pendingWake: Infinity,
    wakeAt: Infinity,
  }
  // What is missing is of an incarnation: `boot` puts it there before anybody sees the node.
  return node as SimNode<View>
}

export interface BootInit<View> {
  readonly make: MakeMachines<View>
  /** The simulation's: each incarnation has its own fork. */
  readonly random: Random
  readonly portsOf: (incarnation: Epoch) => Ports
  /** Does its host know repeated and doubled requests again? */
  readonly dedup: boolean
  readonly wall: (now: MonoMs) => WallInterval
}

/**
 * Starts a node, for the first time or again: same identity, next epoch, and of its rows what was durable. Returns why it
 * does not start: its disk does not take the epoch.
 */
export function boot<View>(node: SimNode<View>, init: BootInit<View>): IoFailure | undefined {
  const before = numberOf(node.disk.get(EPOCH_KEY))
  const mark = numberOf(node.disk.get(LAMPORT_MARK_KEY))
  const reserved = mark + LAMPORT_RESERVE
  const failure = node.disk.writeNow([put(EPOCH_KEY, before + 1), put(LAMPORT_MARK_KEY, reserved)])
  if (failure !== undefined) return failure
  node.ref = Object.freeze({
    peer: node.peer,
    position: 0,
    epoch: epoch(before + 1),
    addresses: NO_ADDRESSES,
    id: node.ringId,
  })
  node.epoch = node.ref.epoch
  node.alive = true
  node.pendingWake = Infinity
  node.met.clear()
  const detector = new FailureDetector()
  const clock = new LamportClock(mark, reserved)
  const random = init.random.fork(`${node.peer}/${before + 1}`)
  const { machines, view } = init.make({ self: node.ref, detector, random, disk: node.disk })
  const interceptors: Interceptor[] = [lamportInterceptor(clock)]
  if (init.dedup) interceptors.push(new Dedup(node.ref.epoch))
  node.view = view
  node.host = new PeerHost({
    self: node.peer,
    epoch: node.ref.epoch,
    clock,
    machines,
    detector,
    interceptors,
    ports: init.portsOf(node.ref.epoch),
    random: random.fork('host'),
    wall: init.wall,
  })
  return undefined
}

function put(key: string, value: number): Put {
  return { key, value: asciiBytes(String(value)) }
}

function numberOf(value: Uint8Array | undefined): number {
  return value === undefined ? 0 : Number(asciiOf(value))
}
