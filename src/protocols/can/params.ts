import { MAX_MATES } from './messages.ts'

/** Parameters of CAN. Durations in milliseconds. */
export interface CanParams {
  /** Dimensions of the space of items, 1 to 16; the same in the whole network. */
  readonly dimensions: number
  /** Independent spaces that hold the same items, 1 to 8 (multiple realities, §3.3 of the paper). */
  readonly realities: number
  /** Dimensions of the space of attributes, 1 to 16, the same in the whole network; 0: there is none. */
  readonly attributeDimensions: number
  /** How far a zone that is to be split looks for a larger one that is split in its place: 0 not at all, 1 among its neighbours, 2 among theirs too. */
  readonly volumeCheck: 0 | 1 | 2
  /** Nodes to a zone, 1 to 4: one holds it, the others are its mates (overloading, §3.4). */
  readonly overload: number
  /** How often two neighbours show themselves to each other after something has changed, and at last when nothing does. */
  readonly updateMs: number
  readonly calmMs: number
  /** A neighbour that has answered nothing for so long is taken for dead, whatever the detector says. */
  readonly silentMs: number
  /** How long the holder of a zone as large as a dead one waits before it takes that over; others in proportion to their volume. */
  readonly takeoverMs: number
  /** How often a node has another member of the ring look up its own zone: how halves of a healed partition meet. */
  readonly checkMs: number
  /** How often a node that holds more than one zone tries to be rid of one. */
  readonly reassignMs: number
  /** Nodes that keep an item, its owner included, 1 to 8. */
  readonly replicas: number
  /** How often what an owner has of a zone is compared with its copies. */
  readonly syncMs: number
  /** How often all items are gone through for those whose time is over. */
  readonly sweepMs: number
  /** Bytes of items this node keeps, copies included. */
  readonly maxBytes: number
  /** Items of one writer that this node takes as owner. */
  readonly quotaItems: number
  /** How long one request to a neighbour may take. */
  readonly askMs: number
  /** The first word of a hop must come within this. */
  readonly firstWordMs: number
}

/** Realities at most: their spaces are 0 to 7. */
export const MAX_REALITIES = 8

export const CAN_DEFAULTS: CanParams = {
  dimensions: 2,
  realities: 1,
  attributeDimensions: 0,
  volumeCheck: 1,
  overload: 1,
  updateMs: 1_000,
  calmMs: 10_000,
  silentMs: 8_000,
  takeoverMs: 1_000,
  checkMs: 30_000,
  reassignMs: 5_000,
  replicas: 3,
  syncMs: 15_000,
  sweepMs: 60_000,
  maxBytes: 1_073_741_824,
  quotaItems: 1_000_000,
  askMs: 1_500,
  firstWordMs: 500,
}

/** The most nodes of one zone: its holder and its mates. */
export const MAX_OVERLOAD = 1 + MAX_MATES
/** Finds under way through one node. */
export const MAX_TRANSITS = 4_096
/** Hops tried for one find before it goes back. */
export const MAX_ALTERNATES = 8
/** Halves granted to newcomers that have not accepted yet. */
export const MAX_GRANTS = 16
/** Peers remembered as silent; the oldest is forgotten first, and would be found silent again. */
export const MAX_SILENT = 4_096
/** Neighbours a node keeps in one space; one that was only told of makes room for one that speaks. */
export const MAX_NEIGHBOURS = 1_024
/** Of them those that others told of and that have not spoken yet. */
export const MAX_HEARSAY = 256
/** Epochs beyond the highest around that a claim may be: more than zones change hands while a network is cut in two. */
export const MAX_LEAP = 1_024
