import { z } from 'zod'
import { MAX_TALLIES, MAX_TALLY_ADD } from './bounds.ts'
import { count, node, timeoutMs, whole } from './fields.ts'

export const DEFAULT_TALLIES = 100
/** Of a name; the daemon counts its bytes. */
const MAX_TALLY_NAME_CHARS = 256
const tallyName = z
  .string()
  .min(1)
  .max(MAX_TALLY_NAME_CHARS)
  .describe('1 to 256 bytes of UTF-8 without control characters')
const tallyValue = z.int()
const tally = z.strictObject({
  name: tallyName,
  value: tallyValue,
  keeper: node.describe('the peer that keeps it'),
  attempts: count.describe('peers that were asked: more than one while the ring changes'),
})
const tallyLimit = whole(1, MAX_TALLIES).describe(`how many, 1 to ${MAX_TALLIES}; ${DEFAULT_TALLIES} when not given`)

/** Schemas of the routes of tallies. */
export const TALLY_SCHEMAS = {
  tallies: {
    query: z.strictObject({
      prefix: z.string().max(MAX_TALLY_NAME_CHARS).optional().describe('only names that begin so'),
      after: z.string().max(MAX_TALLY_NAME_CHARS).optional().describe('only names after this one, which begins so too'),
      limit: tallyLimit.optional(),
    }),
    response: z.strictObject({
      tallies: z
        .array(z.strictObject({ name: tallyName, value: tallyValue }))
        .describe('by the UTF-8 bytes of the name'),
      next: tallyName.nullable().describe('what to pass as `after` for the next ones; null: these were all'),
    }),
  },
  tally: {
    params: z.strictObject({ name: tallyName }),
    query: z.strictObject({ timeoutMs: timeoutMs.optional() }),
    response: tally,
  },
  addToTally: {
    params: z.strictObject({ name: tallyName }),
    query: z.strictObject({ timeoutMs: timeoutMs.optional() }),
    body: z.strictObject({
      add: z
        .int()
        .min(-MAX_TALLY_ADD)
        .max(MAX_TALLY_ADD)
        .refine((n) => n !== 0, 'must not be 0'),
      semantics: z
        .enum(['maybe', 'at-least-once', 'at-most-once'])
        .optional()
        .describe('how often it may be counted when messages are lost; at-most-once when not given'),
    }),
    response: tally,
  },
} as const
