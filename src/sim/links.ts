import type { Epoch, MonoMs } from '../base/index.ts'
import { afterWaiting, type Envelope } from '../protocols/index.ts'
import type { Network } from './network.ts'
import type { SimPeer } from './node.ts'
import type { Received } from './wire.ts'

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
/** As the daemon's transport: who sends what no correct peer sends is kept away for so long. */
export const VIOLATION_BAN_MS = 30_000
/** As the daemon's transport: envelopes that wait for a connection to one peer. */
const MAX_QUEUED = 256

/** What waits for a dial; a request whose asker waits no more has no use and does not leave. */
interface Waiting {
  readonly envelope: Envelope
  readonly sinceMs: number
}

export interface LinksInit {
  readonly network: Network
  /** Are connections followed at all? Costs a set per node. */
  readonly followed: boolean
  /** What is made of a damaged envelope. */
  readonly damage: (envelope: Envelope) => Received
  /** One-way delay of a pair, ms. */
  readonly delay: (from: SimPeer, to: SimPeer) => number
  /** True time, ms. */
  readonly now: () => number
  /** What the node's own clock shows. */
  readonly clockOf: (node: SimPeer) => MonoMs
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
  readonly #dialling = new Map<SimPeer, Map<SimPeer, Waiting[]>>()
  /** Whom a node keeps away, and until when. */
  readonly #bans = new Map<SimPeer, Map<SimPeer, number>>()
  /** Ends of connections that have ended, which have not been told yet. */
  readonly #owed = new Map<SimPeer, Set<SimPeer>>()

  constructor(init: LinksInit) {
    this.#init = init
    this.#network = init.network
    this.#followed = init.followed
  }

  /** Sends one envelope; it arrives, or what happens instead is told to the sender's host in time. */
  send(from: SimPeer, to: SimPeer, envelope: Envelope): void {
    if (this.#network.calm && this.#bans.size === 0) {
      if (this.#followed && to.alive) this.#connect(from, to)
      this.#post(this.#init.now() + this.#init.delay(from, to), from, to, envelope)
      return
    }
    if (this.#isBanned(from, to)) {
      this.#inVain(from, to)
      return
    }
    if (this.#followed && !from.links.has(to)) {
      if (!this.#network.connects(from, to)) {
        this.#queue(from, to, envelope)
        return
      }
      if (to.alive) this.#connect(from, to)
    }
    const nowMs = this.#init.now()
    for (const { atMs, corrupt } of this.#network.carry(from, to, nowMs, this.#init.delay(from, to))) {
      if (corrupt) this.#postDamaged(atMs, from, to, envelope)
      else this.#post(atMs, from, to, envelope)
    }
  }

  /** The node's process is gone: the kernel resets its connections, where that gets through. */
  reset(node: SimPeer): void {
    this.#end(node, (other) => {
      this.#lost(other, node)
    })
  }

  /** The node ends in order: it says so, and nobody dials it again before it is heard. */
  goodbye(node: SimPeer): void {
    this.#end(node, (other) => {
      if (!other.alive || other.links.has(node)) return
      this.#tellEnd(other, node)
      this.#unreachable(other, node)
    })
  }

  /** A message met a closed port: its sender learns it after a round trip. */
  refused({ from, fromEpoch, to }: Delivery): void {
    if (!isRunning(from, fromEpoch) || !this.#network.passes(to, from)) return
    this.#later(this.#init.delay(to, from), () => {
      if (!isRunning(from, fromEpoch)) return
      if (to.alive) return // it is back: the redial worked
      this.#unreachable(from, to)
    })
  }

  /** Drops a silent connection and dials anew: a round trip later it is up or refused, unless nothing gets through. */
  probe(node: SimPeer, to: SimPeer): void {
    const incarnation = node.epoch
    if (this.#isBanned(node, to)) {
      this.#inVain(node, to)
      return
    }
    const connects = this.#network.connects(node, to)
    const takes = connects ? this.#init.delay(node, to) + this.#init.delay(to, node) : DIAL_TIMEOUT_MS
    this.#later(takes, () => {
      if (!isRunning(node, incarnation)) return
      // A dial goes on trying, so one that was begun during a cut that ends meanwhile works.
      if (to.alive && (connects || this.#network.connects(node, to))) {
        if (this.#followed) {
          meet(node, to)
          this.#meet(to, node)
        }
        node.host.linkUp(this.#init.clockOf(node), to.peer, to.epoch)
        this.#init.stepped(node)
        this.#flush(node, to)
        return
      }
      this.#unreachable(node, to)
    })
  }

  #post(atMs: number, from: SimPeer, to: SimPeer, envelope: Envelope): void {
    this.#init.schedule(atMs, { from, fromEpoch: from.epoch, to, toEpoch: to.epoch, envelope })
  }

  #end(node: SimPeer, tell: (other: SimPeer) => void): void {
    this.#dialling.delete(node)
    this.#bans.delete(node)
    // What it was to be told goes with it: the one that is started after it has had no connection.
    this.#owed.delete(node)
    for (const other of node.links) {
      // Across a cut nobody learns of it; a half-open connection is no connection.
      if (!other.links.has(node) || !this.#network.passes(node, other)) continue
      this.#unlink(other, node)
      this.#later(this.#init.delay(node, other), () => {
        tell(other)
      })
    }
    node.links.clear()
  }

  #postDamaged(atMs: number, from: SimPeer, to: SimPeer, envelope: Envelope): void {
    const received = this.#init.damage(envelope)
    if (received === 'unknown') return // a later version may say it: passed over
    if (received !== 'malformed') {
      this.#post(atMs, from, to, received)
      return
    }
    const epochs = [from.epoch, to.epoch] as const
    this.#init.schedule(atMs, () => {
      if (isRunning(from, epochs[0]) && isRunning(to, epochs[1])) this.#punish(to, from)
    })
  }

  /** The peer sent what no correct peer sends: disconnected, and kept away for a while. */
  #punish(node: SimPeer, peer: SimPeer): void {
    const bans = this.#bans.get(node) ?? new Map<SimPeer, number>()
    bans.set(peer, this.#init.now() + VIOLATION_BAN_MS)
    this.#bans.set(node, bans)
    if (!this.#unlink(node, peer)) return
    this.#tellEnd(node, peer)
    this.#init.stepped(node)
    if (!this.#unlink(peer, node) || !this.#network.passes(node, peer)) return
    this.#later(this.#init.delay(node, peer), () => {
      this.#lost(peer, node)
    })
  }

  /** Does one keep the other away? Then no connection comes about, whoever dials. */
  #isBanned(a: SimPeer, b: SimPeer): boolean {
    return this.#bans.size > 0 && (this.#keepsAway(a, b) || this.#keepsAway(b, a))
  }

  #keepsAway(node: SimPeer, peer: SimPeer): boolean {
    const bans = this.#bans.get(node)
    const until = bans?.get(peer)
    if (bans === undefined || until === undefined) return false
    if (until > this.#init.now()) return true
    bans.delete(peer)
    if (bans.size === 0) this.#bans.delete(node)
    return false
  }

  /** The dial is refused: known a round trip later. */
  #inVain(from: SimPeer, to: SimPeer): void {
    const incarnation = from.epoch
    this.#later(this.#init.delay(from, to) + this.#init.delay(to, from), () => {
      if (isRunning(from, incarnation)) this.#unreachable(from, to)
    })
  }

  /** No connection stands and none can be made: what is sent waits for the dial. */
  #queue(from: SimPeer, to: SimPeer, envelope: Envelope): void {
    const dials = this.#dialling.get(from) ?? new Map<SimPeer, Waiting[]>()
    this.#dialling.set(from, dials)
    const waiting = dials.get(to)
    const sinceMs = this.#init.now()
    if (waiting !== undefined) {
      if (waiting.length < MAX_QUEUED) waiting.push({ envelope, sinceMs })
      return
    }
    const queue = [{ envelope, sinceMs }]
    dials.set(to, queue)
    const incarnation = from.epoch
    this.#later(DIAL_TIMEOUT_MS, () => {
      if (!isRunning(from, incarnation) || dials.get(to) !== queue) return
      if (to.alive && this.#network.connects(from, to) && !this.#isBanned(from, to)) {
        // Also when nothing is left of what waited.
        this.#connect(from, to)
        this.#flush(from, to)
        return
      }
      dials.delete(to)
      this.#unreachable(from, to)
    })
  }

  /** A connection has come, whoever dialled: what waited for one leaves. */
  #flush(from: SimPeer, to: SimPeer): void {
    const dials = this.#dialling.get(from)
    const queue = dials?.get(to)
    if (dials === undefined || queue === undefined) return
    dials.delete(to)
    for (const { envelope, sinceMs } of queue) {
      const left = afterWaiting(envelope, this.#init.now() - sinceMs)
      if (left !== undefined) this.send(from, to, left)
    }
  }

  #lost(node: SimPeer, lost: SimPeer): void {
    if (!node.alive || node.links.has(lost)) return
    this.#tellEnd(node, lost)
    this.#init.stepped(node)
    this.probe(node, lost)
  }

  /** The connection has ended; this end is to be told of it before anything else about the other. False: there was none. */
  #unlink(node: SimPeer, to: SimPeer): boolean {
    if (!node.links.delete(to)) return false
    const owed = this.#owed.get(node) ?? new Set<SimPeer>()
    this.#owed.set(node, owed)
    owed.add(to)
    return true
  }

  /** Once for each connection. */
  #tellEnd(node: SimPeer, to: SimPeer): void {
    if (this.#owed.get(node)?.delete(to) === true) node.host.linkDown(this.#init.clockOf(node), to.peer)
  }

  /** No connection comes about, so nothing that was sent will leave: not while a dial is under way, whose end is told. */
  #unreachable(node: SimPeer, to: SimPeer): void {
    if (this.#dialling.get(node)?.has(to) === true) return
    // Its end comes first: what has left on it may have been carried out.
    this.#unlink(node, to)
    this.#tellEnd(node, to)
    // A host knows the epoch that the other has shown it, not one of a start behind a cut.
    const known = this.#followed ? (node.met.get(to) ?? 0) : to.epoch
    node.host.unreachable(this.#init.clockOf(node), to.peer, known)
    this.#init.stepped(node)
  }

  #connect(a: SimPeer, b: SimPeer): void {
    this.#meet(a, b)
    this.#meet(b, a)
  }

  /** A connection that is new to this end: its host is told, after the step that it may be in. */
  #meet(node: SimPeer, other: SimPeer): void {
    if (node.links.has(other)) return
    meet(node, other)
    const epochs = [node.epoch, other.epoch] as const
    this.#later(0, () => {
      if (!isRunning(node, epochs[0]) || !node.links.has(other) || node.met.get(other) !== epochs[1]) return
      node.host.linkUp(this.#init.clockOf(node), other.peer, epochs[1])
      this.#init.stepped(node)
      this.#flush(node, other)
    })
  }

  #later(delayMs: number, callback: () => void): void {
    this.#init.schedule(this.#init.now() + delayMs, callback)
  }
}

function meet(node: SimPeer, other: SimPeer): void {
  node.links.add(other)
  node.met.set(other, other.epoch)
}

const isRunning = (node: SimPeer, incarnation: Epoch): boolean => node.alive && node.epoch === incarnation
