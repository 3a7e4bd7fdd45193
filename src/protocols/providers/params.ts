/** Parameters of the provider sets. Durations in milliseconds. */
export interface ProvidersParams {
  /** Nodes that keep a set, the owner included, 1 to 8: a set survives replicas-1 simultaneous failures. */
  readonly replicas: number
  /** How long an announcement counts. Longer survives more missed refreshes and shows more peers that are gone. */
  readonly leaseMs: number
  /** Mean time between announcements of the same swarm, jittered by a fifth; at most a third of the lease. */
  readonly refreshMs: number
  /** How long one ask of an owner may take. */
  readonly askMs: number
  readonly limits: ProvidersLimits
}

/** What strangers can make this node hold. */
export interface ProvidersLimits {
  /** Sets. */
  readonly swarms: number
  /** Entries of one set; above it the one nearest to its end makes room. */
  readonly perSwarm: number
  /** Swarms one peer may announce here. */
  readonly perPeer: number
  /** Entries of all sets. */
  readonly total: number
  /** Entries one node may place here as copies; announcements of peers themselves push copies out when all is full. */
  readonly perReplicator: number
  /** Swarms this node may announce. */
  readonly own: number
}

/**
 * An entry costs about 0.5 kB: 100,000 are 50 MB in the very worst case. A lease of 15 minutes with a refresh every 5
 * survives two lost refreshes; a thousand own swarms then cost three look-ups a second.
 */
export const PROVIDERS_DEFAULTS: ProvidersParams = {
  replicas: 3,
  leaseMs: 900_000,
  refreshMs: 300_000,
  askMs: 2_000,
  limits: { swarms: 20_000, perSwarm: 1_000, perPeer: 2_000, total: 100_000, perReplicator: 25_000, own: 1_000 },
}
