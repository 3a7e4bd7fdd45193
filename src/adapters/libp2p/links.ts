import type { Connection } from '@libp2p/interface'
import type { Multiaddr, NodeRef, PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'
import { afterWaiting } from '../../runtime/ports.ts'
import { parseAddress, withPeer } from './addresses.ts'
import type { Dialer } from './dialer.ts'
import type { Greeter } from './greeter.ts'
import { HelloError } from './hello.ts'
import type { TransportLimits } from './limits.ts'
import type { Link, LinkEnd } from './link.ts'
import { LinkTable } from './link-table.ts'
import type { PeerBook } from './peer-book.ts'
import type { Reporter } from './reporter.ts'
import type { Violation } from './sink.ts'

interface Waiting {
  readonly envelope: Envelope
  readonly bytes: Uint8Array
  /** Monotonic milliseconds. */
  readonly since: number
}

/** A peer that is being dialled, and what waits for it. */
interface Dialling {
  readonly queue: Waiting[]
  queuedBytes: number
  readonly done: Promise<void>
}

export interface LinksInit {
  readonly self: PeerKey
  readonly limits: TransportLimits
  readonly book: PeerBook
  readonly dialer: Dialer
  readonly greeter: Greeter
  readonly reporter: Reporter
  readonly sessionsOf: (peer: PeerKey) => number
  readonly encode: (envelope: Envelope) => Uint8Array
  readonly now: () => number
}

/**
 * Links from the first dial to the end: queues what is sent to a peer that is being dialled, settles duplicates, redials
 * what broke, probes what is silent, keeps the budget, and tells the sink.
 */
export class Links {
  readonly table: LinkTable
  readonly #init: LinksInit
  readonly #limits: TransportLimits
  readonly #book: PeerBook
  readonly #reporter: Reporter
  readonly #dialling = new Map<PeerKey, Dialling>()
  readonly #probing = new Set<PeerKey>()
  #pruneTimer: NodeJS.Timeout | undefined
  #stopping = false

  constructor(init: LinksInit) {
    this.#init = init
    this.#limits = init.limits
    this.#book = init.book
    this.#reporter = init.reporter
    this.table = new LinkTable(init.self)
  }

  get dialling(): number {
    return this.#dialling.size
  }

  /**
   * Sends an envelope, now or when the peer has been dialled; `unreachable` follows when it cannot be. A request whose asker
   * waits no more when the connection is there does not leave.
   * @param bytes the envelope, encoded
   */
  send(to: PeerKey | NodeRef, envelope: Envelope, bytes: Uint8Array): void {
    const peer = peerOf(to)
    const link = this.table.preferred(peer)
    if (link?.usable === true) {
      link.send(bytes)
      return
    }
    const dialling = this.#reach(to)
    if (dialling === undefined) this.#unreachable(peer)
    else if (!this.#enqueue(dialling, envelope, bytes)) this.#reporter.notSent(peer, 'queueFull')
  }

  /** False when too much waits for the dial already. */
  #enqueue(dialling: Dialling, envelope: Envelope, bytes: Uint8Array): boolean {
    const queuedBytes = dialling.queuedBytes + bytes.byteLength
    if (dialling.queue.length >= this.#limits.queuedEnvelopes || queuedBytes > this.#limits.queuedBytes) return false
    dialling.queue.push({ envelope, bytes, since: this.#init.now() })
    dialling.queuedBytes = queuedBytes
    return true
  }

  /** `linkUp` or `unreachable` follows, unless the peer has just been heard. */
  probe(peer: PeerKey): void {
    const link = this.table.preferred(peer)
    if (link === undefined) {
      if (this.#reach(peer, true) === undefined) this.#unreachable(peer)
      return
    }
    if (this.#isFresh(link) || this.#probing.has(peer)) return
    this.#probing.add(peer)
    this.#reporter.count('probed')
    void this.#probe(peer, link).finally(() => this.#probing.delete(peer))
  }

  /** A link to the peer, dialled if need be. Undefined when there is none. */
  async linkTo(peer: PeerKey): Promise<Link | undefined> {
    if (this.table.preferred(peer) === undefined) await this.#reach(peer)?.done
    return this.table.preferred(peer)
  }

  /** Hello on a connection that we dialled, then a link. */
  async greet(connection: Connection, address: Multiaddr): Promise<Link> {
    const link = await this.#init.greeter.greet(connection, address)
    this.add(link)
    return link
  }

  add(link: Link): void {
    const { peer, epoch } = link
    const before = this.table.of(peer)
    if (this.#stopping || this.#book.isBanned(peer) || before.some((other) => other.epoch > epoch)) {
      link.abort('too late')
      return
    }
    // Connections of an earlier start of the peer are dead, whatever TCP thinks.
    for (const other of before) if (other.epoch < epoch) other.abort('the peer has started anew')
    const first = this.table.preferred(peer) === undefined
    this.table.add(link)
    if (first) this.#reporter.notify((sink) => sink.linkUp(peer, epoch))
    // Not before: it may have frames already.
    link.start()
    this.#flush(peer, this.#dialling.get(peer))
    for (const other of this.table.of(peer)) if (other.retired) void other.letGo()
    for (const other of this.table.duplicates(peer)) void other.goodbye('duplicate')
    this.prune()
  }

  /** Ends the links whose peer stopped within a frame: for those who wait it is as gone as if it had crashed. */
  dropStalled(now: number): void {
    for (const link of this.table.all()) {
      link.dropStalledData(now)
      const afterMs = link.stalledMs(now)
      if (afterMs < this.#limits.stalledFrameMs) continue
      this.drop(link.peer, link.connection, 'stalled', afterMs)
    }
  }

  /** Ends a connection on which nothing comes any more; its link, if it has one, counts as broken and is dialled again. */
  drop(peer: PeerKey, connection: Connection, reason: 'silent' | 'stalled', afterMs: number): void {
    this.#reporter.count(`dropped.${reason}`)
    this.#reporter.event({ type: 'dropped', peer, reason, afterMs: Math.round(afterMs) })
    connection.abort(new Error(reason))
  }

  onRetired(link: Link): void {
    if (this.table.of(link.peer).some((other) => !other.retired)) void link.letGo()
  }

  onEnded(link: Link, end: LinkEnd): void {
    const { peer } = link
    this.table.remove(link)
    if (this.#stopping) return
    if (end.why === 'violation') this.punish(peer, end.reason, end.detail)
    if (end.why === 'lost' && end.truncated) this.#reporter.count('truncated')
    if (this.table.preferred(peer) !== undefined) return
    this.#reporter.notify((sink) => sink.linkDown(peer))
    if (end.why === 'goodbye' && end.reason === 'stopping') this.#unreachable(peer)
    if (end.why === 'lost') this.#redial(link)
  }

  /** Disconnects the peer and takes no connection of it for a while. */
  ban(peer: PeerKey, forMs: number, why: string): void {
    this.#book.ban(peer, forMs)
    for (const link of this.table.of(peer)) link.abort(why)
  }

  /** The peer did what no correct peer does. One that only reads too slowly may come back at once. */
  punish(peer: PeerKey, reason: Violation, detail: string): void {
    this.#reporter.count(`violation.${reason}`)
    this.#reporter.event({ type: 'violation', peer, reason, detail })
    if (reason !== 'slowReader') this.ban(peer, this.#limits.violationBanMs, detail)
  }

  /** Closes what is above the budget. */
  prune(): void {
    const now = this.#init.now()
    const isYoung = (link: Link): boolean => now - link.openedAt < this.#limits.pruneGraceMs
    const mayGo = (link: Link): boolean => !isYoung(link) && this.#init.sessionsOf(link.peer) === 0
    for (const link of this.table.surplus(this.#limits.softLinks, mayGo)) {
      this.#reporter.count('pruned')
      for (const each of this.table.of(link.peer)) void each.goodbye('pruned')
    }
    if (this.table.size <= this.#limits.softLinks || this.#pruneTimer !== undefined || this.#stopping) return
    if (![...this.table.peers()].some(isYoung)) return
    this.#pruneTimer = setTimeout(() => {
      this.#pruneTimer = undefined
      this.prune()
    }, this.#limits.pruneGraceMs)
    this.#pruneTimer.unref()
  }

  /** Says goodbye to all. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#pruneTimer)
    await Promise.all(this.table.all().map((link) => link.goodbye('stopping')))
  }

  // ---- dialling -------------------------------------------------------------------------------------------------

  /**
   * The dial in progress, or a new one; undefined when the peer may not or cannot be dialled now.
   * @param urgent a probe or redial: rests are passed over and the dial goes before others, since whether a neighbour is
   * dead hangs on it. There is one at a time for a peer, and each costs a late ask or a link, so it cannot become a storm.
   */
  #reach(to: PeerKey | NodeRef, urgent = false): Dialling | undefined {
    const peer = peerOf(to)
    if (typeof to !== 'string') this.#book.heardOf(peer, to.addresses, to.epoch)
    const present = this.#dialling.get(peer)
    if (present !== undefined) return present
    const may = urgent ? this.#book.addressesOf(peer).length > 0 : this.#book.mayDial(peer)
    if (!may || this.#stopping || this.#book.isBanned(peer)) return undefined
    const done = Promise.resolve().then(() => this.#dialPeer(peer, urgent))
    const dialling: Dialling = { queue: [], queuedBytes: 0, done }
    this.#dialling.set(peer, dialling)
    return dialling
  }

  /** Never rejects. */
  async #dialPeer(peer: PeerKey, urgent: boolean): Promise<void> {
    const addresses = urgent ? this.#book.addressesOf(peer) : this.#book.dialableAddressesOf(peer)
    let failure: unknown
    try {
      await this.greet(...(await this.#dialled(peer, addresses, urgent)))
    } catch (err) {
      failure = err
    }
    const dialling = this.#dialling.get(peer)
    this.#dialling.delete(peer)
    if (this.table.preferred(peer) !== undefined) {
      this.#flush(peer, dialling)
      return
    }
    this.#reporter.count('dialFailed')
    this.#book.failed(peer, addresses)
    // A peer that says it has too much to do is alive: what waits for it fails as with a link that went down.
    const overloaded = failure instanceof HelloError && failure.code === 'OVERLOAD'
    if (overloaded) this.#reporter.notify((sink) => sink.linkDown(peer))
    else this.#unreachable(peer)
  }

  async #dialled(peer: PeerKey, addresses: readonly Multiaddr[], urgent: boolean): Promise<[Connection, Multiaddr]> {
    const named = addresses.map((each) => withPeer(each, peer))
    const { connection, address } = await this.#init.dialer.dial(named, urgent)
    return [connection, parseAddress(address).address]
  }

  #flush(peer: PeerKey, dialling: Dialling | undefined): void {
    const link = this.table.preferred(peer)
    if (dialling === undefined) return
    dialling.queuedBytes = 0
    for (const { envelope, bytes, since } of dialling.queue.splice(0)) {
      const left = afterWaiting(envelope, this.#init.now() - since)
      if (left === undefined) this.#reporter.count('notSent.expired')
      else link?.send(left === envelope ? bytes : this.#init.encode(left))
    }
  }

  /** A fresh connection tells whether the peer is there; the silent one goes in either case. */
  async #probe(peer: PeerKey, silent: Link): Promise<void> {
    let fresh: Link | undefined
    try {
      const [connection, address] = await this.#dialled(peer, this.#book.addressesOf(peer), true)
      fresh = await this.#init.greeter.greet(connection, address)
    } catch (err) {
      // A refusal is a word from the living, too, but of no use for what waits.
      this.#reporter.count(err instanceof HelloError ? 'probeRefused' : 'probeFailed')
    }
    // Heard in the meantime: it is not as silent as it seemed, and the fresh one is a duplicate like any other.
    const silentStill = !this.#isFresh(silent)
    if (silentStill) silent.abort('no answer to asks', fresh === undefined ? 0 : this.#limits.closeTimeoutMs)
    if (fresh !== undefined) this.add(fresh)
    else if (silentStill && this.table.preferred(peer) === undefined) {
      this.#unreachable(peer)
    }
  }

  /** A link broke without a word: a crash is noticed by the refused redial, a fault of the network is healed by it. */
  #redial(lost: Link): void {
    const { peer } = lost
    const now = this.#init.now()
    const lived = now - lost.openedAt >= this.#limits.backoffMs
    // One that breaks as soon as it is up is no use: no storm of handshakes.
    if (!lived) this.#book.failed(peer, this.#book.addressesOf(peer))
    this.#reporter.count('redialled')
    if (this.#reach(peer, lived) === undefined) this.#unreachable(peer)
  }

  /**
   * Asks fail for sure with it, so it is told only when nothing of them can leave any more: not while a link stands, whose
   * end is told first, nor while a dial is under way, which says itself what came of it.
   */
  #unreachable(peer: PeerKey): void {
    this.#reporter.notify((sink) => {
      if (this.table.preferred(peer) !== undefined || this.#dialling.has(peer)) return
      sink.unreachable(peer, this.#book.highestEpochOf(peer))
    })
  }

  #isFresh(link: Link): boolean {
    return this.#init.now() - link.heardAt < this.#limits.probeFreshMs
  }
}

const peerOf = (to: PeerKey | NodeRef): PeerKey => (typeof to === 'string' ? to : to.peer)
