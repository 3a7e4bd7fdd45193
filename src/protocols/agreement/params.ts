import { MIB } from '../../base/index.ts'
import { MAX_TTL_MS, SHARDS } from './messages.ts'

export { MAX_MEMBERS } from './messages.ts'

/** Parameters of agreement. Durations in milliseconds. */
export interface AgreementParams {
  /** Is this the daemon that founds the network? It then holds all shards at first, once and for all. */
  readonly founder: boolean
  /** Of SHARDS, so many from the first on are founded; all of them but in tests, which have less to do with a few. */
  readonly shards: number
  /** Members of a group: the largest odd number up to this, of as many peers as there are. 1 to MAX_MEMBERS. */
  readonly replicas: number
  /** The longest time to live that a writer may ask for. */
  readonly maxTtlMs: number
  /** How long one question to another member may take. */
  readonly roundMs: number
  /** How often members look whether the right peers are members. */
  readonly lookMs: number
  /** How long a member must be known to be dead before another takes its place. */
  readonly deadMs: number
  /** How long somebody else must stand in a member's place on the ring before that one gives way. */
  readonly settleMs: number
  /** How long a removed register is remembered by all members before it is forgotten. */
  readonly tombstoneMs: number
  /** What one peer may have stored here, as writer. */
  readonly quotaBytes: number
  readonly quotaRecords: number
  /** What this node stores for everybody together. */
  readonly maxBytes: number
  readonly limits: AgreementLimits
}

/** What others can make this node hold in memory. */
export interface AgreementLimits {
  /** Bytes of registers kept in memory, of acceptor and proposer each. */
  readonly cachedBytes: number
  /** Changes that wait or are carried out here, of all and of one key. */
  readonly changes: number
  readonly changesPerKey: number
  /** Listings carried out here at once. */
  readonly listings: number
  /** Peers whose bytes are counted; a further one may not write. */
  readonly writers: number
  /** Groups that this node changes at once, and copies. */
  readonly groupChanges: number
}

export const AGREEMENT_DEFAULTS: AgreementParams = {
  founder: false,
  shards: SHARDS,
  replicas: 3,
  maxTtlMs: MAX_TTL_MS,
  roundMs: 1_500,
  lookMs: 10_000,
  deadMs: 30_000,
  settleMs: 5_000,
  tombstoneMs: 3_600_000,
  quotaBytes: 256 * MIB,
  quotaRecords: 100_000,
  maxBytes: 1_024 * MIB,
  limits: {
    cachedBytes: 8 * MIB,
    changes: 1_024,
    changesPerKey: 128,
    listings: 64,
    writers: 65_536,
    groupChanges: 8,
  },
}
