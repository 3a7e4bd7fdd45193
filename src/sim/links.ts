import { monoMs, type Epoch, type MonoMs } from '../base/index.ts'
import type { Envelope } from '../protocols/index.ts'
import type { Network } from './network.ts'
import type { SimPeer } from './node.ts'

/** An envelope on its way. */
export interface Delivery {
  readonly from: SimPeer
  readonly fromEpoch: Epoch
  readonly to: SimPeer
  readonly toEpoch: Epoch
  readonly envelope: Envelope
}

/** As the daemon's transport: a dial that nobody answers is given up after so long. */
export const DIAL_TIMEOUT_MS = 2_500
/** As the daemon's transport: envelopes that wait for a connection to one peer. */
const MAX_QUEUED = 256

export interface LinksInit {
  readonly network: Network
  /** Are connections followed at all? Costs a set per node. */
  readonly followed: boolean
  /** One-way delay of a pair, ms. */
  readonly delay: (from: SimPeer, to: SimPeer) => number
  readonly now: () => number
  /** Schedules a delivery, or a callback, at a virtual time. */
  readonly schedule: (atMs: number, event: Delivery | (() => void)) => void
  /** The host has taken a step. */
  readonly stepped: (node: SimPeer) => void
}

/**
 * Connections between nodes, as TCP and the daemon's transport keep them: they come with the first message, a crash
 * resets them, a closed port refuses a dial at once, and one that nobody answers takes DIAL_TIMEOUT_MS to fail. A link cut
 * by the network stays up for both ends until one of them probes it.
 */
export class Links {
  readonly #init: LinksInit
  readonly #network: Network
  readonly #followed: boolean
  /** What waits for a dial that the network swallows, by its two ends. */
  readonly #dialling = new Map<SimPeer, Map<SimPeer, Envelope[]>>()

  constructor(init: LinksInit) {
    this.#init = init
    this.#network = init.network
    this.#followed = init.followed
  }

  /** Sends one envelope; it arrives, or what happens instead is told to the sender's host in time. */
  send(from: SimPeer, to: SimPeer, envelope: Envelope): void {
    if (this.#network.calm) {
      if (this.#followed && to.alive) connect(from, to)
      this.#post(this.#init.now() + this.#init.delay(from, to), from, to, envelope)
      return
    }
    if (this.#followed && !from.links.has(to)) {
      if (!this.#network.connects(from, to)) {
        this.#queue(from, to, envelope)
        return
      }
      if (to.alive) connect(from, to)
    }
    const nowMs = this.#init.now()
    for (const { atMs } of this.#network.carry(from, to, nowMs, this.#init.delay(from, to))) {
      this.#post(atMs, from, to, envelope)
    }
  }

  /** The node's process is gone: the kernel resets its connections, where that gets through. */
  reset(node: SimPeer): void {
    this.#dialling.delete(node)
    for (const other of node.links) {
      // Across a cut nobody learns of it; a half-open connection is no connection.
      if (!other.links.has(node) || !this.#network.passes(node, other)) continue
      other.links.delete(node)
      this.#later(this.#init.delay(node, other), () => {
        this.#lost(other, node)
      })
    }
    node.links.clear()
  }

  /** A message met a closed port: its sender learns it after a round trip. */
  refused({ from, fromEpoch, to }: Delivery): void {
    if (!isRunning(from, fromEpoch) || !this.#network.passes(to, from)) return
    this.#later(this.#init.delay(to, from), () => {
      if (!isRunning(from, fromEpoch)) return
      if (to.alive) return // it is back: the redial worked
      from.links.delete(to)
      this.#unreachable(from, to)
    })
  }

  /** Drops a silent connection and dials anew: a round trip later it is up or refused, unless nothing gets through. */
  probe(node: SimPeer, to: SimPeer): void {
    const incarnation = node.ref.epoch
    const connects = this.#network.connects(node, to)
    const takes = connects ? this.#init.delay(node, to) + this.#init.delay(to, node) : DIAL_TIMEOUT_MS
    this.#later(takes, () => {
      if (!isRunning(node, incarnation)) return
      // A dial goes on trying, so one that was begun during a cut that ends meanwhile works.
      if (to.alive && (connects || this.#network.connects(node, to))) {
        if (this.#followed) connect(node, to)
        node.host.linkUp(this.#now, to.peer, to.ref.epoch)
        this.#init.stepped(node)
        return
      }
      if (node.links.delete(to)) node.host.linkDown(this.#now, to.peer)
      this.#unreachable(node, to)
    })
  }

  get #now(): MonoMs {
    return monoMs(this.#init.now())
  }

  #post(atMs: number, from: SimPeer, to: SimPeer, envelope: Envelope): void {
    this.#init.schedule(atMs, { from, fromEpoch: from.ref.epoch, to, toEpoch: to.ref.epoch, envelope })
  }

  /** No connection stands and none can be made: what is sent waits for the dial. */
  #queue(from: SimPeer, to: SimPeer, envelope: Envelope): void {
    const dials = this.#dialling.get(from) ?? new Map<SimPeer, Envelope[]>()
    this.#dialling.set(from, dials)
    const waiting = dials.get(to)
    if (waiting !== undefined) {
      if (waiting.length < MAX_QUEUED) waiting.push(envelope)
      return
    }
    const queue = [envelope]
    dials.set(to, queue)
    const incarnation = from.ref.epoch
    this.#later(DIAL_TIMEOUT_MS, () => {
      if (!isRunning(from, incarnation)) return
      dials.delete(to)
      if (!this.#network.connects(from, to)) this.#unreachable(from, to)
      else for (const each of queue) this.send(from, to, each)
    })
  }

  #lost(node: SimPeer, lost: SimPeer): void {
    if (!node.alive || node.links.has(lost)) return
    node.host.linkDown(this.#now, lost.peer)
    this.#init.stepped(node)
    this.probe(node, lost)
  }

  #unreachable(node: SimPeer, to: SimPeer): void {
    // A host knows the epoch that the other has shown it, not one of a start behind a cut.
    const known = this.#followed ? (node.met.get(to) ?? 0) : to.ref.epoch
    node.host.unreachable(this.#now, to.peer, known)
    this.#init.stepped(node)
  }

  #later(delayMs: number, callback: () => void): void {
    this.#init.schedule(this.#init.now() + delayMs, callback)
  }
}

function connect(a: SimPeer, b: SimPeer): void {
  if (!a.links.has(b)) meet(a, b)
  if (!b.links.has(a)) meet(b, a)
}

function meet(node: SimPeer, other: SimPeer): void {
  node.links.add(other)
  node.met.set(other, other.ref.epoch)
}

const isRunning = (node: SimPeer, incarnation: Epoch): boolean => node.alive && node.ref.epoch === incarnation
