import { MAX_BLOCK_BYTES } from './messages.ts'

/** Parameters of swarming. Durations in milliseconds, sizes in bytes. */
export interface SwarmParams {
  /** What one request asks for where the piece allows; a multiple of 16 KiB up to 64 KiB. */
  readonly blockBytes: number
  /**
   * Pieces asked for and not yet verified, over all swarms: each holds a buffer. More lets more slow peers work at once
   * and costs as much memory.
   */
  readonly inFlightBytes: number
  /** Requests a session keeps open at least and at most; between, bandwidth times round trip decides. */
  readonly minPipeline: number
  readonly maxPipeline: number
  /** No block for so long although some are owed: the peer's requests go to others, and it rests for as long. */
  readonly snubMs: number
  /** A peer that never answered a session's hello within this time is let go. */
  readonly helloMs: number
  /** Mean time between look-ups of providers while blocks arrive; without, it is findStalledMs and doubles up to findMs. */
  readonly findMs: number
  readonly findStalledMs: number
  /** No block for so long from anybody is worth a word: the state becomes `stalled`. */
  readonly stallMs: number
  /** How long a peer that broke the rules or sent bad data is refused in the swarm. */
  readonly banMs: number
  readonly limits: SwarmLimits
}

export interface SwarmLimits {
  readonly swarms: number
  /** Sessions of one swarm; of these this side opens at most `opened`, `opening` at once. */
  readonly sessions: number
  readonly opened: number
  readonly opening: number
  /** Peers of a swarm that are known and not connected. */
  readonly contacts: number
  /** Peers whose bytes are booked one by one, and refused peers, of one swarm. */
  readonly books: number
  readonly banned: number
}

/**
 * 16 MiB in flight are 32 pieces of 1 GiB of content. 50 sessions are more than a machine can use and leave room for
 * those that come; 30 opened of them let newcomers in (BitTorrent's 80 and 40, scaled to fewer and faster peers).
 */
export const SWARM_DEFAULTS: SwarmParams = {
  blockBytes: MAX_BLOCK_BYTES,
  inFlightBytes: 16 * 1024 * 1024,
  minPipeline: 4,
  maxPipeline: 128,
  snubMs: 20_000,
  helloMs: 10_000,
  findMs: 60_000,
  findStalledMs: 500,
  stallMs: 10_000,
  banMs: 3_600_000,
  limits: { swarms: 1_000, sessions: 50, opened: 30, opening: 10, contacts: 200, books: 500, banned: 256 },
}
