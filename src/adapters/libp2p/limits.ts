/** What the transport allows itself and its peers. Every one can be set; the defaults say why. */
export interface TransportLimits {
  /** Links above this are closed, least recently used first, unless kept, in a session or younger than `pruneGraceMs`. A full mesh of 64 daemons fits. */
  readonly softLinks: number
  /** One more inbound link is refused with OVERLOAD: bounds memory (about 200 KiB each) under attack. */
  readonly hardLinks: number
  /** Inbound connections that have not finished hello; more are dropped. */
  readonly maxPendingHellos: number
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
  /** Envelopes that wait for a connection to one peer. */
  readonly queuedEnvelopes: number
  /** After a failed dial sends to that peer fail at once for so long, doubled up to `maxBackoffMs`. */
  readonly backoffMs: number
  readonly maxBackoffMs: number
  /** A link heard within this time is not probed. */
  readonly probeFreshMs: number
  /** Unwritten bytes of a control stream; a peer that reads no more is disconnected. */
  readonly controlBacklogBytes: number
  /** Unwritten bytes of a session stream besides blocks, which wait by themselves. */
  readonly sessionBacklogBytes: number
  /** Frames taken from one peer before others get their turn. */
  readonly framesPerTurn: number
  /** Frames of one peer taken per second: above it we read slower, which slows the peer by back-pressure. */
  readonly framesPerSecond: number
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
  pruneGraceMs: 5_000,
  dialTimeoutMs: 2_500,
  dialStaggerMs: 250,
  helloTimeoutMs: 3_000,
  parallelDials: 16,
  queuedEnvelopes: 256,
  backoffMs: 250,
  maxBackoffMs: 8_000,
  probeFreshMs: 1_000,
  controlBacklogBytes: 1024 * 1024,
  sessionBacklogBytes: 4 * 1024 * 1024,
  framesPerTurn: 256,
  framesPerSecond: 100_000,
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
/** Dials that wait for a free place; one more fails at once. */
export const MAX_WAITING_DIALS = 1_024
