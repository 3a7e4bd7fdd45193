import { z } from 'zod'
import { MAX_KEPT_RECORDS } from './bounds.ts'
import { bytes, count, flag, instant, peerId, ringId, timeoutMs, whole } from './fields.ts'

export const DEFAULT_KEPT_RECORDS = 100
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
/** A hundred years: the daemon's own limits are far below. */
const MAX_DURATION_MS = 36_525 * UNIT_MS.d

/** A duration of at most `maxMs`, whole days. */
export const durationUpTo = (maxMs: number) =>
  z
    .string()
    .regex(
      /^\d{1,13}(?:ms|s|m|h|d|w)?$/,
      'must be a whole number with ms, s, m, h, d or w; without a unit it counts milliseconds',
    )
    .transform((text) => {
      const [, digits, unit] = /^(\d+)(\D*)$/.exec(text) ?? []
      return Number(digits) * (unit === undefined || unit === '' ? 1 : UNIT_MS[unit as keyof typeof UNIT_MS])
    })
    .refine((value) => value >= 1 && value <= maxMs, `must be from 1ms to ${maxMs / UNIT_MS.d}d`)

export const duration = durationUpTo(MAX_DURATION_MS)

const version = z.string().min(1).describe('as in the ETag')
const named = {
  key: z.string().optional().describe('absent when it is not UTF-8'),
  key64: z.string().optional().describe('base64url of a key that is not UTF-8'),
  id: ringId,
}
const written = {
  ...named,
  version,
  replicas: count
    .optional()
    .describe('replicas that had it on disk when this was answered; absent with consistent=1: a majority'),
}
const consistent = flag
  .optional()
  .describe(
    '1: linearizable, by a majority of the daemons that keep the key; a key has one mode, that of its first writer',
  )
const query = z.strictObject({ consistent, timeoutMs: timeoutMs.optional() })
const ANY_KEY = z.strictObject({ key: z.string().describe('the key, percent-encoded') })

/** One event of a watched record. */
const watched = z.strictObject({
  version: version.nullable().describe('null: there is no record, and none is known to have been'),
  value64: z.string().nullable().describe('base64; null: removed, expired or never there'),
  contentType: z.string(),
  expiresAt: instant.nullable(),
  owner: peerId.nullable().describe('to whom a signed record belongs'),
})

/** Schemas of the routes of records. */
export const RECORD_SCHEMAS = {
  putRecord: {
    params: ANY_KEY,
    query: z.strictObject({
      ttl: duration
        .optional()
        .describe(
          'time to live, such as 90s, 1h or 7d; without a unit milliseconds; records.defaultTtlMs when not given',
        ),
      sign: flag
        .optional()
        .describe("1: the record belongs to this daemon's peer from now on, nobody else may change it"),
      consistent,
      timeoutMs: timeoutMs.optional(),
    }),
    body: z.instanceof(Uint8Array),
    response: z.strictObject({ ...written, expiresAt: instant.optional().describe('absent: never') }),
  },
  record: { params: ANY_KEY, query, response: z.instanceof(Uint8Array) },
  removeRecord: { params: ANY_KEY, query, response: z.strictObject(written) },
  watchRecord: { params: ANY_KEY, response: watched },
  keptRecords: {
    query: z.strictObject({
      after: ringId.optional().describe('only those with higher ids'),
      limit: whole(1, MAX_KEPT_RECORDS)
        .describe(`how many, 1 to ${MAX_KEPT_RECORDS}; ${DEFAULT_KEPT_RECORDS} when not given`)
        .optional(),
      expiresWithin: duration
        .optional()
        .describe(
          'only values that expire within this time, such as 24h; an answer may then be empty and have a `next`',
        ),
      timeoutMs: timeoutMs.optional(),
    }),
    response: z.strictObject({
      records: z.array(
        z.strictObject({
          ...named,
          kind: z
            .enum(['value', 'tombstone', 'marker'])
            .describe('tombstone: removed; marker: kept in the consistent mode'),
          version,
          sizeBytes: bytes,
          expiresAt: instant,
          writer: peerId,
          signed: z.boolean(),
        }),
      ),
      next: ringId.nullable().describe('what to pass as `after` for the next ones; null: these were all'),
    }),
  },
} as const
