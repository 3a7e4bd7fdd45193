import { z } from 'zod'
import { MAX_NAMES } from './bounds.ts'
import { flag, instant, peerId, ringId, timeoutMs, whole } from './fields.ts'
import { duration } from './record-schemas.ts'

export const DEFAULT_NAMES = 100
/** Of a name before it is normalised; the daemon counts bytes and labels. */
const MAX_NAME_CHARS = 1_024
/** Of a value; the daemon counts its bytes. */
const MAX_VALUE_CHARS = 600
const MAX_PEER_CHARS = 64
const MAX_DELEGATES = 4

const name = z
  .string()
  .max(MAX_NAME_CHARS)
  .describe(
    'labels with / between them, such as printers/floor-2/laser; in a path the slashes may be percent-encoded or not',
  )
const version = z.string().min(1).describe('as in the ETag; a renewal of the lease does not change it')
const kind = z
  .enum(['held', 'peer', 'address', 'text', 'record', 'swarm'])
  .describe(
    'peer: a peer id; address: a multiaddr, URI or host:port; text; record: the key of a record; swarm: a magnet link; held: no value, the name is only taken',
  )
const delegates = z
  .array(z.string().min(1).max(MAX_PEER_CHARS).describe('libp2p peer id'))
  .max(MAX_DELEGATES)
  .describe('peers that may set names below this one, besides its owner')
const entry = z.strictObject({
  name: z.string().describe('in its one form: NFC, lower case'),
  id: ringId.describe('ring id at which the names of its top label are kept'),
  kind,
  value: z.string().describe('empty when held'),
  owner: peerId,
  version,
  delegates,
  expiresAt: instant.nullable().describe('when its lease ends unless it is renewed'),
})
const params = z.strictObject({ name })
const query = z.strictObject({ timeoutMs: timeoutMs.optional() })

/** Schemas of the routes of names. */
export const NAME_SCHEMAS = {
  names: {
    query: z.strictObject({
      prefix: name.optional().describe('the names below this one; the top labels when not given'),
      recursive: flag.optional().describe('all below the prefix, not one level alone'),
      after: name.optional().describe('only names after this one of the same list'),
      limit: whole(1, MAX_NAMES).describe(`how many, 1 to ${MAX_NAMES}; ${DEFAULT_NAMES} when not given`).optional(),
      timeoutMs: timeoutMs.optional(),
    }),
    response: z.strictObject({
      names: z.array(entry).describe('label by label in the order of their UTF-8 bytes, each before those below it'),
      next: z
        .string()
        .nullable()
        .describe('what to pass as `after` for the next ones, even if these are few; null: these were all'),
    }),
  },
  name: { params, query, response: entry },
  setName: {
    params,
    query: z.strictObject({
      ttl: duration
        .optional()
        .describe('the lease, such as 90s, 1h or 7d; without a unit milliseconds; a day when not given'),
      timeoutMs: timeoutMs.optional(),
    }),
    body: z.strictObject({
      kind: kind.optional().describe('by the form of the value when not given, text if it has none of the others'),
      value: z.string().max(MAX_VALUE_CHARS).optional(),
      delegates: delegates.optional().describe('as they are when not given'),
      renew: z
        .boolean()
        .optional()
        .describe('does this daemon renew the lease while it runs, and when it runs again? true when not given'),
    }),
    response: entry,
  },
  removeName: { params, query, response: entry },
} as const
