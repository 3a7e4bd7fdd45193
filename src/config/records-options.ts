import { RECORDS_DEFAULTS } from '../protocols/records/params.ts'
import { integer } from './option.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 366 * DAY_MS
const GIB = 1_073_741_824

/** The section `records` of the table of options. */
export const RECORDS_OPTIONS = {
  replicas: integer({
    default: RECORDS_DEFAULTS.replicas,
    min: 1,
    max: 7,
    unit: 'daemons',
    doc: 'How many daemons keep a record, fewer in smaller rings. A write counts when a majority of them has it on disk, so 3 and 4 both survive the loss of one at a time; 5 of two. Must be the same on all daemons of a network.',
    reloadable: false,
  }),
  defaultTtlMs: integer({
    default: RECORDS_DEFAULTS.maxTtlMs,
    min: 1_000,
    max: 10 * YEAR_MS,
    unit: 'ms',
    doc: 'How long a record put through this daemon lives when its writer does not say. At most records.maxTtlMs; where only that is set lower, as long as that.',
    reloadable: true,
  }),
  maxTtlMs: integer({
    default: RECORDS_DEFAULTS.maxTtlMs,
    min: 1_000,
    max: 10 * YEAR_MS,
    unit: 'ms',
    doc: 'The longest time to live that this daemon grants for records it is responsible for. What nobody puts again ends, so that the store does not fill with what nobody wants any more.',
    reloadable: true,
  }),
  tombstoneTtlMs: integer({
    default: RECORDS_DEFAULTS.tombstoneTtlMs,
    min: HOUR_MS,
    max: 10 * YEAR_MS,
    unit: 'ms',
    doc: 'How long a removal is remembered. A daemon that was away for longer may bring removed records back, so it should be well above the longest outage; each costs about 200 bytes of disk.',
    reloadable: true,
  }),
  replicaMs: integer({
    default: RECORDS_DEFAULTS.replicaMs,
    min: 50,
    max: 60_000,
    unit: 'ms',
    doc: 'How long one request to another replica may take before it counts as failed. Must be well above the slowest round trip and the slowest sync of a disk.',
    reloadable: true,
  }),
  syncMs: integer({
    default: RECORDS_DEFAULTS.syncMs,
    min: 1_000,
    max: DAY_MS,
    unit: 'ms',
    doc: 'Mean time between two comparisons of what two replicas of a range have. Each costs a few messages when they agree. Longer leaves a replica that missed a write behind for longer, unless a read finds it first.',
    reloadable: true,
  }),
  lostAfterMs: integer({
    default: RECORDS_DEFAULTS.lostAfterMs,
    min: 1_000,
    max: DAY_MS,
    unit: 'ms',
    doc: 'When a majority of replicas of a range is gone for so long, it is taken for lost, and the range goes on with what is left. Until then reads and writes of it end with NO_QUORUM. Shorter may forget what a daemon that comes back would have had.',
    reloadable: true,
  }),
  watchLeaseMs: integer({
    default: RECORDS_DEFAULTS.watchLeaseMs,
    min: 3_000,
    max: DAY_MS,
    unit: 'ms',
    doc: 'How long a watcher is told of changes without renewing. Shorter forgets watchers that are gone sooner and costs a request per watch in about half that time.',
    reloadable: true,
  }),
  quotaBytes: integer({
    default: RECORDS_DEFAULTS.quotaBytes,
    min: 0,
    max: 1_024 * GIB,
    unit: 'bytes',
    doc: 'What one daemon, as writer, may have stored here in values. More is refused with QUOTA_EXCEEDED; what is stored already stays.',
    reloadable: true,
  }),
  quotaRecords: integer({
    default: RECORDS_DEFAULTS.quotaRecords,
    min: 0,
    max: 1_000_000_000,
    unit: 'records',
    doc: 'The same, counted in records.',
    reloadable: true,
  }),
  maxBytes: integer({
    default: RECORDS_DEFAULTS.maxBytes,
    min: 0,
    max: 1_024 * GIB,
    unit: 'bytes',
    doc: 'What all writers together may have stored here. More is refused with STORAGE_FULL, whatever room the disk has.',
    reloadable: true,
  }),
} as const
