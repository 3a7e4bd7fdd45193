import { z } from 'zod'
import { bytes, count } from './fields.ts'

/* What a daemon keeps for the network, as the status tells it. */

const cap = bytes.describe('what all writers together may have stored here')

/** Of replicated records, in the eventual mode. */
export const keptRecordsStatus = z.strictObject({
  count: count.describe('kept here, tombstones and markers included'),
  bytes: bytes.describe('as quotas count them'),
  maxBytes: cap,
  replicas: count.describe('daemons that should keep each'),
  ranges: z
    .strictObject({
      owned: count,
      underReplicated: count.describe('whose replicas do not all have everything yet'),
      repairing: count.describe('of which it is not known yet that all is here, after daemons came or went'),
      leaving: count.describe('to be handed over to those who own them now'),
    })
    .describe('ranges of ring ids that this daemon owns'),
  hints: count.describe('records kept for daemons that could not be reached'),
  watches: count,
})

/** Of the groups that keep names and consistent records. */
export const agreementStatus = z.strictObject({
  groups: count.describe('of which this daemon is a member'),
  withoutQuorum: count.describe('of which no majority is known to be alive: what they keep cannot be had'),
  changing: count.describe('that are giving way to others, or whose members have not all taken over'),
  registers: count.describe('names and consistent records kept here'),
  bytes: bytes.describe('as quotas count them'),
  maxBytes: cap,
  replicas: count.describe('members that a group should have'),
})

export const namesStatus = z.strictObject({
  leased: count.describe('whose leases this daemon renews'),
  lost: count.describe('given up since the start: others have them now'),
})
