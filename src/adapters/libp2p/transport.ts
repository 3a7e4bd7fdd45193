import type { Connection, Stream } from '@libp2p/interface'
import { fault, OrbError, peerKey, type Multiaddr, type NodeRef, type PeerKey, type SwarmId } from '../../base/index.ts'
import type { Envelope, SessionId } from '../../protocols/index.ts'
import { sessionIdOf } from '../../runtime/ports.ts'
import {
  CONTROL_PROTOCOL,
  DATA_PROTOCOL,
  encodeEnvelope,
  MAX_CONTROL_FRAME_BYTES,
  MAX_DATA_FRAME_BYTES,
  MAX_SESSION_ENVELOPE_BYTES,
  SESSION_PROTOCOL,
  type WireContext,
} from '../../wire/index.ts'
import type { Admission } from './admission.ts'
import { addressesToAnnounce, parseAddress, withPeer } from './addresses.ts'
import { connectError, ownAddress } from './connect-error.ts'
import { Dialer } from './dialer.ts'
import { Greeter } from './greeter.ts'
import type { HelloError } from './hello.ts'
import { Inbox, type EnvelopeBytes } from './inbox.ts'
import type { TransportLimits } from './limits.ts'
import { violationOf, type Link } from './link.ts'
import { Links } from './links.ts'
import type { Libp2pNode } from './node.ts'
import type { Contact, LinkInfo, TransportOptions } from './options.ts'
import { makeParts, type Parts } from './parts.ts'
import type { PeerBook } from './peer-book.ts'
import type { Reporter } from './reporter.ts'
import { Sessions } from './sessions.ts'
import { Watch } from './watch.ts'

/**
 * The transport part of Ports on libp2p: links with hello, dialling, probes, budget, bans, sessions. Calls return at once;
 * what comes of them is told to the sink, never from within a call.
 */
export class Transport {
  readonly self: PeerKey
  readonly #sentBytes = { control: 0, data: 0 }
  readonly #options: TransportOptions
  readonly #limits: TransportLimits
  readonly #wire: WireContext
  readonly #node: Libp2pNode
  readonly #book: PeerBook
  readonly #reporter: Reporter
  readonly #dialer: Dialer
  readonly #greeter: Greeter
  readonly #links: Links
  readonly #sessions: Sessions
  readonly #admission: Admission
  readonly #watch: Watch
  readonly #inbox: Inbox

  private constructor(options: TransportOptions, parts: Parts) {
    const { limits, node, book } = parts
    this.#options = options
    this.#limits = limits
    this.self = peerKey(node.libp2p.peerId.toString())
    this.#wire = options.wire
    this.#node = node
    this.#book = book
    this.#reporter = parts.reporter
    this.#admission = parts.admission
    this.#dialer = new Dialer(
      (address, signal) => node.dial(address, signal),
      limits,
      (address, answered) => {
        book.dialled(parseAddress(address).address, answered)
      },
    )
    this.#inbox = new Inbox(options.wire, parts.reporter, (peer) => this.#links.table.preferred(peer))
    this.#greeter = this.#makeGreeter()
    this.#sessions = this.#makeSessions()
    this.#links = new Links({
      self: this.self,
      limits,
      book,
      dialer: this.#dialer,
      greeter: this.#greeter,
      reporter: this.#reporter,
      sessionsOf: (peer) => this.#sessions.countOf(peer),
      encode: (envelope) => encodeEnvelope(this.#wire, envelope),
      now: monotonicMs,
    })
    this.#watch = this.#makeWatch()
  }

  #makeWatch(): Watch {
    return new Watch({
      limits: this.#limits,
      now: monotonicMs,
      connections: () => this.#node.libp2p.getConnections(),
      silent: (peer, connection, silentMs) => {
        this.#links.drop(peer, connection, 'silent', silentMs)
      },
      flood: (peer, connection) => {
        this.#links.punish(peer, 'streamFlood', `more than ${this.#limits.streamsPerSecond} streams per second`)
        connection.abort(new Error('too many streams'))
      },
      lookForStalls: (now) => {
        this.#links.dropStalled(now)
        this.#sessions.dropStalled(now)
      },
    })
  }

  #makeGreeter(): Greeter {
    return new Greeter({
      self: this.self,
      epoch: this.#options.epoch,
      secret: this.#options.secret,
      limits: this.#limits,
      book: this.#book,
      addresses: () => this.addresses,
      linkCount: () => this.#links.table.size,
      isWelcome: (peer) => this.isNeighbour(peer),
      multihashOf: (peer) => this.#wire.peerBytes(peer),
      now: monotonicMs,
      events: {
        envelope: (link, bytes, stream) => this.#inbox.onEnvelope(link, bytes, stream),
        laterFrame: () => this.#reporter.count('unknownFrame'),
        refused: (why) => this.#reporter.count(`notSent.${why}`),
        dropped: (why) => this.#reporter.count(`data.${why}`),
        retired: (link) => this.#links.onRetired(link),
        ended: (link, end) => this.#links.onEnded(link, end),
      },
      refused: (peer, err) => this.#onRefused(peer, err),
      dropped: (why) => this.#reporter.count(`dropped.${why}`),
    })
  }

  #makeSessions(): Sessions {
    const reporter = this.#reporter
    return new Sessions({
      self: this.self,
      limits: this.#limits,
      events: {
        envelope: (session, bytes) => this.#inbox.onSession(session.peer, session.id, bytes),
        block: (session, ref, bytes) => reporter.sink.block(session, ref, bytes),
        laterFrame: () => reporter.count('unknownFrame'),
      },
      connectionTo: (peer, signal) => this.#connectionTo(peer, signal),
      isGreeted: (connection) => this.#greeter.isGreeted(connection),
      wants: (peer, swarm) => reporter.sink.wantsSession(peer, swarm),
      up: (session) => reporter.notify((sink) => sink.sessionUp(session)),
      down: (id, peer, swarm) => reporter.notify((sink) => sink.sessionDown(id, peer, swarm)),
      dropped: (why) => reporter.count(`session.${why}`),
      violation: (peer, err) => {
        const end = violationOf(err)
        if (end !== undefined) this.#links.punish(peer, end.reason, end.detail)
      },
    })
  }

  /**
   * Listens and accepts.
   * @throws OrbError PORT_IN_USE, CONFIG_INVALID, INVALID_ARGUMENT
   */
  static async start(options: TransportOptions): Promise<Transport> {
    const made: { transport?: Transport } = {}
    const parts = await makeParts(options, monotonicMs, (peer) => made.transport?.isNeighbour(peer) === true)
    const transport = new Transport(options, parts)
    made.transport = transport
    await transport.#accept()
    return transport
  }

  async #accept(): Promise<void> {
    const { libp2p } = this.#node
    libp2p.addEventListener('connection:open', (event) => {
      this.#watch.countStreams(event.detail)
      this.#greeter.watch(event.detail)
    })
    this.#watch.start()
    const control = (stream: Stream, connection: Connection): void => {
      void this.#greeter.welcome(stream, connection).then((link) => link && this.#links.add(link))
    }
    const session = (stream: Stream, connection: Connection): void => {
      void this.#sessions.accept(stream, connection)
    }
    const data = (stream: Stream, connection: Connection): void => {
      void this.#acceptData(stream, connection)
    }
    const perPeer = this.#limits.sessionsPerPeer
    await libp2p.handle(CONTROL_PROTOCOL, control, { maxInboundStreams: 1, maxOutboundStreams: 1 })
    await libp2p.handle(DATA_PROTOCOL, data, { maxInboundStreams: 1, maxOutboundStreams: 1 })
    await libp2p.handle(SESSION_PROTOCOL, session, { maxInboundStreams: perPeer, maxOutboundStreams: perPeer })
  }

  /** What this daemon says of itself in hello and NodeRefs, best first. */
  get addresses(): readonly Multiaddr[] {
    return addressesToAnnounce(this.#node.listening(), this.#options.announce ?? [])
  }

  /** What it listens on, without wildcards, with /p2p/. */
  get listening(): readonly string[] {
    return this.#node.listening().map((address) => withPeer(parseAddress(address).address, this.self))
  }

  /**
   * How often each thing has happened: `violation.<reason>`, `refused.<by>.<code>`, `refused.inbound.<reason>`,
   * `dropped.<why>`, `session.<why>`, `data.<why>`, `notSent.<reason>`, `dialFailed`, `redialled`, `probed`, `probeFailed`,
   * `probeRefused`, `pruned`, `truncated`, `unknownFrame`, `unknownRequest`.
   */
  get counters(): ReadonlyMap<string, number> {
    return this.#reporter.counters
  }

  /** Bytes of envelopes on control and data streams, both ways: payload, without framing and encryption. */
  get envelopeBytes(): { readonly in: EnvelopeBytes; readonly out: EnvelopeBytes } {
    return { in: this.#inbox.bytes, out: this.#sentBytes }
  }

  /** Sizes of the bounded tables, for metrics. */
  get sizes(): Readonly<
    Record<
      | 'links'
      | 'kept'
      | 'connections'
      | 'inbound'
      | 'handshakes'
      | 'hellos'
      | 'sessions'
      | 'dialling'
      | 'book'
      | 'resting'
      | 'bans',
      number
    >
  > {
    return {
      links: this.#links.table.size,
      kept: this.#links.table.keptCount,
      connections: this.#node.libp2p.getConnections().length,
      inbound: this.#admission.sizes.inbound,
      handshakes: this.#admission.sizes.handshakes,
      hellos: this.#greeter.pending,
      sessions: this.#sessions.size,
      dialling: this.#links.dialling,
      book: this.#book.size,
      resting: this.#book.resting,
      bans: this.#book.bans,
    }
  }

  links(): LinkInfo[] {
    const now = monotonicMs()
    return Array.from(this.#links.table.peers(), (link) => ({
      peer: link.peer,
      version: link.version,
      clockOffsetMs: link.clockOffsetMs,
      epoch: link.epoch,
      addresses: link.addresses,
      direction: link.dialled ? ('outbound' as const) : ('inbound' as const),
      remoteAddress: parseAddress(link.connection.remoteAddr.toString()).address,
      kept: this.#links.table.isKept(link.peer),
      sessions: this.#sessions.countOf(link.peer),
      ageMs: now - link.openedAt,
      heardMs: now - link.heardAt,
      idleMs: now - link.usedAt,
    }))
  }

  /** Kept, or connected. */
  isNeighbour(peer: PeerKey): boolean {
    return this.#links.table.isNeighbour(peer)
  }

  /** Where a peer can be dialled, as far as known. */
  addressesOf(peer: PeerKey): readonly Multiaddr[] {
    return this.#book.addressesOf(peer)
  }

  // ---- Ports ----------------------------------------------------------------------------------------------------

  /** See Ports.send. An envelope with a session travels on its stream, or is dropped when that is down. */
  send(to: PeerKey | NodeRef, envelope: Envelope): void {
    const bytes = encodeEnvelope(this.#wire, envelope)
    const session = envelope.kind === 'message' ? envelope.session : undefined
    // One byte of a frame says what it is.
    const limit = session === undefined ? MAX_DATA_FRAME_BYTES - 1 : MAX_SESSION_ENVELOPE_BYTES
    if (bytes.byteLength > limit) this.#reporter.notSent(peerOf(to), 'tooLarge')
    else if (session !== undefined) this.#sessions.get(session)?.sendEnvelope(bytes)
    else {
      this.#sentBytes[bytes.byteLength < MAX_CONTROL_FRAME_BYTES ? 'control' : 'data'] += bytes.byteLength
      this.#links.send(to, envelope, bytes)
    }
  }

  /** See Ports.probe: `linkUp` or `unreachable` follows, unless the peer has just been heard. */
  probe(peer: PeerKey): void {
    this.#links.probe(peer)
  }

  /** Dials an address; a link that comes of it is told as always. */
  dial(address: Multiaddr): void {
    this.connect(address).catch(() => this.#reporter.count('dialFailed'))
  }

  keep(peer: PeerKey): void {
    this.#links.table.keep(peer)
  }

  release(peer: PeerKey): void {
    this.#links.table.release(peer)
    this.#links.prune()
  }

  /** Disconnects the peer and takes no connection of it for `banMs`. */
  ban(peer: PeerKey, why: string): void {
    this.#links.ban(peer, this.#limits.banMs, why)
  }

  /** Opens a session for a swarm; `sessionUp` or `sessionDown` follows. `session` must be `sessionIdOf(swarm, peer)`. */
  openSession(session: SessionId, swarm: SwarmId, to: PeerKey | NodeRef): void {
    const peer = peerOf(to)
    if (session !== sessionIdOf(swarm, peer)) fault(`a session with ${peer} for ${swarm} has another name`)
    if (typeof to !== 'string') this.#book.heardOf(peer, to.addresses, to.epoch)
    this.#sessions.open(session, peer, swarm)
  }

  closeSession(session: SessionId): void {
    this.#sessions.close(session)
  }

  /** Another budget of connections from now on: every limit is read at each use. */
  setSoftLinks(softLinks: number): void {
    Object.assign(this.#limits, { softLinks })
    this.#links.prune()
  }

  // ---- for the daemon -------------------------------------------------------------------------------------------

  /**
   * Connects to whoever is at an address.
   * @throws OrbError INVALID_ARGUMENT (not an address, or this daemon's own), UNREACHABLE, NETWORK_MISMATCH,
   * VERSION_MISMATCH, STALE_EPOCH, FORBIDDEN (it banned us), OVERLOAD
   */
  async connect(address: string): Promise<Contact> {
    const { peer, address: where } = parseAddress(address)
    if (peer === this.self) throw ownAddress(address)
    const known = peer && this.#links.table.preferred(peer)
    if (known !== undefined) return contactOf(known)
    try {
      const { connection } = await this.#dialer.dial([peer === undefined ? where : withPeer(where, peer)])
      return contactOf(await this.#links.greet(connection, where))
    } catch (err) {
      throw connectError(err, address)
    }
  }

  /** Says goodbye to all and closes everything. The sink hears nothing any more. */
  async stop(): Promise<void> {
    if (this.#reporter.silent) return
    this.#reporter.silence()
    this.#watch.stop()
    this.#dialer.stop()
    this.#sessions.closeAll()
    await this.#links.stop()
    await this.#node.libp2p.stop()
  }

  // ---- what comes in --------------------------------------------------------------------------------------------

  /** Never rejects. A stream that comes before hello has begun belongs to nobody. */
  async #acceptData(stream: Stream, connection: Connection): Promise<void> {
    const link = await this.#greeter.linkOf(connection)
    if (link === undefined) stream.abort(new Error('a data stream before hello'))
    else link.takeData(stream)
  }

  async #connectionTo(peer: PeerKey, signal: AbortSignal): Promise<Connection> {
    const link = await this.#links.linkTo(peer)
    signal.throwIfAborted()
    if (link === undefined) throw new OrbError('UNREACHABLE', `no connection to ${peer}`)
    return link.connection
  }

  #onRefused(peer: PeerKey, err: HelloError): void {
    const { code, refusedBy } = err
    if (code === 'PROTOCOL') this.#links.punish(peer, 'badHello', err.message)
    if (code === 'PROTOCOL' || code === 'CLOSED' || code === 'TIMEOUT' || refusedBy === undefined) return
    this.#reporter.count(`refused.${refusedBy}.${code}`)
    this.#reporter.event({ type: 'helloRefused', peer, code, by: refusedBy })
  }
}

const monotonicMs = (): number => performance.now()
const peerOf = (to: PeerKey | NodeRef): PeerKey => (typeof to === 'string' ? to : to.peer)
const contactOf = ({ peer, epoch, addresses }: Link): Contact => ({ peer, epoch, addresses })
