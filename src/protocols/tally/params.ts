/** Parameters of the tallies. Durations in milliseconds. */
export interface TallyParams {
  /** Counters held in memory; the others are read from disk when they are wanted. */
  readonly cached: number
  /** How long one offer of a tally to its new keeper may take, repetitions included. */
  readonly takeMs: number
  readonly limits: TallyLimits
}

/** What strangers can make this node hold. */
export interface TallyLimits {
  /** Tallies kept here, on disk. */
  readonly tallies: number
  /** Of these, begun by the same peer. */
  readonly perPeer: number
  /** Of these, handed over by the same peer. */
  readonly perGiver: number
  /** Grants of others that are remembered as taken until their givers have closed them. */
  readonly taken: number
}

/** A tally costs some 350 bytes of disk: 100,000 are 35 MB in the very worst case. */
export const TALLY_DEFAULTS: TallyParams = {
  cached: 1_024,
  takeMs: 5_000,
  limits: { tallies: 100_000, perPeer: 10_000, perGiver: 25_000, taken: 8_192 },
}
