import { z } from 'zod'
import { ERROR_CODES } from '../base/index.ts'
import { MAX_TOKEN_TTL_MS, SCOPES, TOKEN_NAME } from '../config/index.ts'
import { count, instant, ms, whole } from './fields.ts'

/** How long the old token may stay after a rotation: enough to tell every program the new one. */
const MAX_GRACE_MS = 3_600_000
const graceMs = whole(0, MAX_GRACE_MS, ' of milliseconds').describe(
  `milliseconds the old token still counts, 0 to ${MAX_GRACE_MS}; 0 when not given`,
)

/** Entries that one answer may have, at some 250 bytes. */
const MAX_AUDIT_ENTRIES = 1_000
export const DEFAULT_AUDIT_ENTRIES = 100
const auditLimit = whole(1, MAX_AUDIT_ENTRIES).describe(
  `how many, 1 to ${MAX_AUDIT_ENTRIES}; ${DEFAULT_AUDIT_ENTRIES} when not given`,
)

const tokenName = z.string().regex(TOKEN_NAME, 'must have 1 to 64 of a-z, 0-9, dot, dash and underscore')
const token = {
  name: tokenName,
  scope: z.enum(SCOPES),
  createdAt: instant.nullable().describe("null for the data dir's own"),
  expiresAt: instant.nullable().describe('null: it does not end by itself'),
  lastUsedAt: instant.nullable(),
}

/** One line of the audit log. */
export const auditEntry = z.discriminatedUnion('event', [
  z.strictObject({
    at: instant,
    event: z.literal('request'),
    who: z.string().describe('name of the token, or anonymous'),
    from: z.string().describe('remote address'),
    route: z.string().describe('method and path as in this document, or none'),
    status: count.describe('of the answer; 0: the caller went away before'),
    code: z.enum(ERROR_CODES).optional().describe('of the problem, if it was one'),
    durationMs: ms,
    requestId: z.string(),
    unwritten: count.optional().describe('refused requests before this one that were only counted'),
  }),
  z.strictObject({
    at: instant,
    event: z.literal('locked-out'),
    from: z.string(),
    failures: count.describe('wrong tokens in a row'),
    lockMs: ms,
  }),
])

/** Schemas of the routes of tokens, and of what was done with them. */
export const TOKEN_SCHEMAS = {
  rotateToken: {
    query: z.strictObject({ graceMs: graceMs.optional() }),
    response: z.strictObject({
      token: z.string().describe('the new one, with all scopes'),
      oldEndsAt: instant.nullable().describe('until when the old one still counts; null: it has ended'),
    }),
  },
  tokens: { response: z.strictObject({ tokens: z.array(z.strictObject(token)) }) },
  createToken: {
    body: z.strictObject({
      name: tokenName,
      scope: z.enum(SCOPES),
      ttlMs: z.int().min(1).max(MAX_TOKEN_TTL_MS).optional().describe('milliseconds; it does not end when not given'),
    }),
    response: z.strictObject({ ...token, token: z.string().describe('told this once') }),
  },
  revokeToken: { params: z.strictObject({ name: tokenName }) },
  audit: {
    query: z.strictObject({ limit: auditLimit.optional() }),
    response: z.strictObject({ entries: z.array(auditEntry) }),
  },
} as const
