/** Parameters of the records. Durations in milliseconds. */
export interface RecordsParams {
  /** Daemons that keep a record, r: the owner of its id and those that follow, fewer in smaller rings. */
  readonly replicas: number
  /** The longest time to live that a writer may ask for. */
  readonly maxTtlMs: number
  /** How long a removal is remembered: as long as a daemon may be away and come back with the old value. */
  readonly tombstoneTtlMs: number
  /** How long one request to another member of the group may take. */
  readonly replicaMs: number
  /** How often the members of a group compare what they have, on average. */
  readonly syncMs: number
  /** A member that cannot be reached for so long is taken for lost for good: nobody waits for what only it may have. */
  readonly lostAfterMs: number
  /** How long a watcher is told of changes without renewing. */
  readonly watchLeaseMs: number
  /** What one peer may have stored at this node, as writer. */
  readonly quotaBytes: number
  readonly quotaRecords: number
  /** What this node stores for everybody together. */
  readonly maxBytes: number
  readonly limits: RecordsLimits
}

/** What strangers can make this node hold in memory or on disk. */
export interface RecordsLimits {
  /** Values on their way in, bytes, of all peers and of one. */
  readonly stagedBytes: number
  readonly stagedPerPeerBytes: number
  /** Watched ids here, of all peers and of one. */
  readonly watches: number
  readonly watchesPerPeer: number
  /** Records kept for members that could not be reached. */
  readonly hints: number
  /** Peers whose bytes are counted; a further one may not write. */
  readonly writers: number
}

const DAY_MS = 86_400_000

export const RECORDS_DEFAULTS: RecordsParams = {
  replicas: 3,
  maxTtlMs: 30 * DAY_MS,
  tombstoneTtlMs: 10 * DAY_MS,
  replicaMs: 1_500,
  syncMs: 60_000,
  lostAfterMs: 60_000,
  watchLeaseMs: 60_000,
  quotaBytes: 1_073_741_824,
  quotaRecords: 1_000_000,
  maxBytes: 10_737_418_240,
  limits: {
    stagedBytes: 33_554_432,
    stagedPerPeerBytes: 8_388_608,
    watches: 65_536,
    watchesPerPeer: 4_096,
    hints: 100_000,
    writers: 65_536,
  },
}
