/** What the transport allows itself and its peers. Every one can be set; the defaults say why. */
export interface TransportLimits {
  /** Links above this are closed, least recently used first, unless kept, in a session or younger than `pruneGraceMs`. A full mesh of 64 daemons fits. */
  readonly softLinks: number
  /** One more inbound link is refused with OVERLOAD, unless the peer is kept: bounds memory (see bench/connections.ts) under attack. */
  readonly hardLinks: number
  /** Inbound connections that have not finished Noise, and as many that have not finished hello; more are dropped. */
  readonly maxPendingHellos: number
  /** Inbound connections of one peer at once: a dial of each side, a probe, and what is left of a crash until the keep-alive finds it. */
  readonly peerConnections: number
  /** Inbound connections of one peer per second. */
  readonly peerHandshakesPerSecond: number
  /** Inbound connections of one IPv4 /24 or IPv6 /48 at once, loopback and configured prefixes exempt. */
  readonly prefixConnections: number
  /** Inbound connections of such a prefix per second: each costs a handshake, about 12 ms of CPU. */
  readonly prefixHandshakesPerSecond: number
  /** So many seconds' worth of handshakes may come at once: a rack that starts again. */
  readonly handshakeBurstSeconds: number
  /** Do the limits of prefixes spare loopback? False only to test them there. */
  readonly exemptLoopback: boolean
  /** A connection that has brought nothing for so long is asked for a sign of life (yamux ping). */
  readonly keepAliveMs: number
  /** Without a single byte for so long a connection is dead: two pings and a half unanswered. Looked at once per `watchMs`. */
  readonly silentMs: number
  /** A frame may rest half received for so long. */
  readonly stalledFrameMs: number
  /** How often silence, stalls and floods are looked for. */
  readonly watchMs: number
  /** What waits to be written to one connection besides the streams' own queues: answers to yamux pings that nobody reads. */
  readonly connectionBacklogBytes: number
  /** Streams a peer may open per second, ten seconds' worth at once, before it is disconnected for flooding. */
  readonly streamsPerSecond: number
  /** A link is not closed for the budget before it has had this long to become useful. */
  readonly pruneGraceMs: number
  /** Dialling one peer, all addresses together, until Noise is done. */
  readonly dialTimeoutMs: number
  /** The next address is tried when the one before has not answered for so long (RFC 8305 recommends 250 ms). */
  readonly dialStaggerMs: number
  /** From the open connection to the end of hello. */
  readonly helloTimeoutMs: number
  /** Peers dialled at once; the others wait in a queue of at most MAX_WAITING_DIALS. */
  readonly parallelDials: number
  /** Of these, places for probes and redials alone, which decide whether a neighbour is dead and may not wait for strangers. */
  readonly urgentDials: number
  /** Envelopes that wait for a connection to one peer, and their bytes. */
  readonly queuedEnvelopes: number
  readonly queuedBytes: number
  /** After a failed dial sends to that peer fail at once for so long, doubled up to `maxBackoffMs`; the same for an address. */
  readonly backoffMs: number
  readonly maxBackoffMs: number
  /** Each rest is longer or shorter by up to this share, so that all who lost a peer do not come back at one instant. */
  readonly backoffJitter: number
  /** A link heard within this time is not probed. */
  readonly probeFreshMs: number
  /** Unwritten bytes of a control stream; a peer that reads no more is disconnected. */
  readonly controlBacklogBytes: number
  /** Unwritten bytes for one peer's data stream, all frames that wait included; what comes on top is not sent. */
  readonly dataBacklogBytes: number
  /** After a data stream broke or could not be opened, no other is for so long. */
  readonly dataRestMs: number
  /** Unwritten bytes of a session stream besides blocks, which wait by themselves. */
  readonly sessionBacklogBytes: number
  /** Frames taken from one peer before others get their turn. */
  readonly framesPerTurn: number
  /** Frames of one peer taken per second: above it we read slower, which slows the peer by back-pressure. */
  readonly framesPerSecond: number
  /** The same for bytes of its control stream, and of its data stream. */
  readonly controlBytesPerSecond: number
  readonly dataBytesPerSecond: number
  readonly sessionsPerPeer: number
  readonly sessions: number
  readonly sessionOpenTimeoutMs: number
  /** How long a peer stays away that was banned. */
  readonly banMs: number
  /** How long a peer stays away that sent what no correct peer sends. */
  readonly violationBanMs: number
  /** Goodbyes may take so long to be read before the connection is closed. */
  readonly closeTimeoutMs: number
}

export const DEFAULT_LIMITS: TransportLimits = {
  softLinks: 64,
  hardLinks: 512,
  maxPendingHellos: 256,
  peerConnections: 8,
  peerHandshakesPerSecond: 4,
  prefixConnections: 128,
  prefixHandshakesPerSecond: 16,
  handshakeBurstSeconds: 4,
  exemptLoopback: true,
  keepAliveMs: 10_000,
  silentMs: 25_000,
  stalledFrameMs: 20_000,
  watchMs: 1_000,
  connectionBacklogBytes: 8 * 1024 * 1024,
  streamsPerSecond: 32,
  pruneGraceMs: 5_000,
  dialTimeoutMs: 2_500,
  dialStaggerMs: 250,
  helloTimeoutMs: 3_000,
  parallelDials: 16,
  urgentDials: 4,
  queuedEnvelopes: 256,
  queuedBytes: 4 * 1024 * 1024,
  backoffMs: 250,
  maxBackoffMs: 8_000,
  backoffJitter: 0.25,
  probeFreshMs: 1_000,
  controlBacklogBytes: 1024 * 1024,
  dataBacklogBytes: 8 * 1024 * 1024,
  dataRestMs: 1_000,
  sessionBacklogBytes: 4 * 1024 * 1024,
  framesPerTurn: 256,
  framesPerSecond: 100_000,
  controlBytesPerSecond: 64 * 1024 * 1024,
  dataBytesPerSecond: 64 * 1024 * 1024,
  sessionsPerPeer: 64,
  sessions: 1_024,
  sessionOpenTimeoutMs: 5_000,
  banMs: 600_000,
  violationBanMs: 30_000,
  closeTimeoutMs: 1_000,
}

/** Peers whose addresses, epoch and back-off are remembered. */
export const MAX_BOOK_ENTRIES = 4_096
/** Peers banned at once; the ban that ends first goes first. */
export const MAX_BANS = 1_024
/** Addresses at which nobody answered that are remembered. */
export const MAX_RESTING_ADDRESSES = 4_096
/** Dials that wait for a free place; one more fails at once. */
export const MAX_WAITING_DIALS = 1_024
