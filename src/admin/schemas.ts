import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { ERROR_CODES } from '../base/index.ts'
import { MAX_TOKEN_TTL_MS, SCOPES, TOKEN_NAME } from '../config/index.ts'
import { bytes, count, flag, instant, ms, multiaddr, node, peerId, rate, ringId, swarmId, timeoutMs } from './fields.ts'
import { CAN_SCHEMAS, canStatus } from './can-schemas.ts'
import { FIND_SCHEMAS } from './find-schemas.ts'
import type { RouteName } from './routes.ts'
import { NAME_SCHEMAS } from './name-schemas.ts'
import { RECORD_SCHEMAS } from './record-schemas.ts'
import { agreementStatus, keptRecordsStatus, namesStatus } from './store-schemas.ts'
import { TALLY_SCHEMAS } from './tally-schemas.ts'

/** A .torrent or content path: PATH_MAX of Linux, less the final NUL. */
const MAX_PATH_CHARS = 4_095
/** A magnet link: room for a name of 255 percent-encoded bytes and a few dozen trackers (content's limit). */
const MAX_MAGNET_CHARS = 8_192
/** How long the old token may stay after a rotation: enough to tell every program the new one. */
const MAX_GRACE_MS = 3_600_000
const graceMs = z
  .string()
  .regex(/^\d{1,7}$/, 'must be a whole number of milliseconds')
  .transform(Number)
  .refine((value) => value <= MAX_GRACE_MS, `must be from 0 to ${MAX_GRACE_MS}`)
  .describe(`milliseconds the old token still counts, 0 to ${MAX_GRACE_MS}; 0 when not given`)

/** Entries that one answer may have, at some 250 bytes. */
const MAX_AUDIT_ENTRIES = 1_000
export const DEFAULT_AUDIT_ENTRIES = 100
const auditLimit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number')
  .transform(Number)
  .refine((value) => value >= 1 && value <= MAX_AUDIT_ENTRIES, `must be from 1 to ${MAX_AUDIT_ENTRIES}`)
  .describe(`how many, 1 to ${MAX_AUDIT_ENTRIES}; ${DEFAULT_AUDIT_ENTRIES} when not given`)

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

const absolutePath = z
  .string()
  .min(1)
  .max(MAX_PATH_CHARS)
  .refine((path) => !path.includes('\0'), 'has a NUL in it')
  .refine((path) => isAbsolute(path), 'must be an absolute path on the machine of the daemon')

const hop = z.strictObject({
  peerId,
  ringId,
  rttMs: ms.describe('from the question to the first word of the answer, as the daemon that asked saw it'),
  outcome: z
    .enum(['owner', 'relayed', 'closer', 'late', 'timeout', 'unreachable', 'refused'])
    .describe('owner: is responsible; relayed: passed it on; closer: named others; late: another answered first'),
})
const measuredNode = node.extend({ rttMs: ms.optional().describe('smoothed round trip; left out: not measured yet') })
const located = {
  id: ringId,
  owner: node,
  predecessor: node.nullable().describe("the owner's, as the owner knows it"),
  hops: count.describe('remote peers that handled the request; 0 when this daemon is responsible itself'),
  durationMs: ms.describe('inside the daemon'),
  path: z.array(hop).optional().describe('with trace=1: whom this daemon and those on the way asked, as they tell it'),
  verification: z
    .strictObject({
      asked: count.describe('positions that have answered; 0 when this daemon is responsible itself'),
      witnesses: count.describe('of the 16 nearest before the id, those whose lists show this owner'),
      disagreements: z
        .array(z.strictObject({ peerId, ringId, names: node.describe('the owner by its word') }))
        .describe('those who name another owner: liars, or who has not heard of a change yet'),
    })
    .optional()
    .describe('with mode=verified'),
}
const lookupQuery = z.strictObject({
  trace: flag.optional(),
  mode: z
    .enum(['recursive', 'iterative', 'verified'])
    .optional()
    .describe(
      'recursive: through standing connections; iterative: this daemon asks every hop; verified: it asks groups of up to 16 at each hop, and answers only what they bear out',
    ),
  timeoutMs: timeoutMs.optional(),
})

const swarmPeer = z.strictObject({
  peerId,
  downBps: rate,
  upBps: rate,
  downloadedBytes: bytes.describe('verified bytes that came from it'),
  uploadedBytes: bytes,
  havePieces: count.describe('pieces it says it has'),
})
const swarm = z.strictObject({
  swarmId: swarmId.nullable().describe('null while hashing: it follows from the content'),
  magnet: z.string().nullable(),
  name: z.string().nullable().describe('null until it is known'),
  path: z.string().describe('where the data lies'),
  state: z.enum(['hashing', 'resolving', 'downloading', 'stalled', 'verifying', 'seeding', 'paused', 'failed']),
  reason: z.string().optional().describe('why it is stalled or failed'),
  code: z.enum(ERROR_CODES).optional().describe('stable code of the reason'),
  sizeBytes: bytes.nullable(),
  pieceBytes: bytes.nullable(),
  verifiedBytes: bytes.describe('while hashing: hashed so far'),
  pieces: z.strictObject({ total: count, have: count }),
  peers: z.array(swarmPeer),
  downBps: rate,
  upBps: rate,
  downloadedBytes: bytes,
  uploadedBytes: bytes,
  etaMs: ms.nullable().describe('null when it cannot be told'),
  skipped: z
    .strictObject({ count, first: z.array(z.strictObject({ path: z.string(), why: z.string() })) })
    .optional()
    .describe('in the answer to sharing alone: what of the folder is no part of it, and the first of that'),
})

const peer = z.strictObject({
  peerId,
  ringIds: z.array(ringId),
  address: multiaddr,
  direction: z.enum(['inbound', 'outbound']),
  epoch: count,
  connectedMs: ms,
  kept: z.boolean().describe('a ring neighbour or finger: not closed when there are too many connections'),
  wireVersion: count.describe('of the protocol between peers: the highest that both speak'),
  clockOffsetMs: z
    .int()
    .nullable()
    .describe(
      'milliseconds by which its calendar was ahead when it connected, give or take a round trip; null: not told',
    ),
})

/** Limits of PATCH /v1/config; there are some 50 options. */
const MAX_PATCHED_OPTIONS = 64
const MAX_OPTION_KEY_CHARS = 100
const optionKey = z.string().max(MAX_OPTION_KEY_CHARS).describe('section.name')
const optionValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .describe('of the kind of the option')
const reloadReport = z.strictObject({
  applied: z.array(z.strictObject({ key: optionKey, from: optionValue, to: optionValue })),
  restartNeeded: z
    .array(z.strictObject({ key: optionKey, running: optionValue, wanted: optionValue }))
    .describe('differ from what runs, and count after a restart'),
})

/** Of the whole chain, as the runtime has it. */
const MAX_INTERCEPTORS = 16
const MAX_PARAMETER_CHARS = 128
const interceptorName = z.string().min(1).max(MAX_PARAMETER_CHARS).describe('its kind, or kind:label')
const parameterValue = z.union([z.string().max(MAX_PARAMETER_CHARS), z.number(), z.boolean()])
const interceptorChain = z.strictObject({
  version: count.describe('counts the changes of the chain since the start, from 1'),
  changing: z.boolean().describe('a change waits for those that leave or move'),
  interceptors: z
    .array(
      z.strictObject({
        name: interceptorName,
        fixed: z.boolean().describe('always there, in this place'),
        parameters: z.record(z.string(), parameterValue),
        seen: count.describe('envelopes that came to it, both directions'),
        swallowed: count.describe('of these it let not pass at once'),
        held: count.describe('kept back at present'),
        open: count.describe('calls that it sees to their end'),
        state: z.enum(['active', 'draining']).describe('draining: is to move or leave as soon as it holds nothing'),
      }),
    )
    .describe('nearest to the wire first'),
})

const health = z.strictObject({ ok: z.literal(true) })
const outputFolder = absolutePath.describe('folder; content.downloadRoot when not given')

/** Schemas of the route table, by the same names: what is checked on the way in, and promised on the way out. */
export const SCHEMAS = {
  livez: { response: health },
  readyz: { response: health },
  status: {
    response: z.strictObject({
      peerId,
      version: z.string(),
      state: z.enum(['joining', 'joined', 'leaving']),
      uptimeMs: ms,
      epoch: count.describe('start counter of this daemon'),
      addresses: z.array(multiaddr),
      connections: count,
      ringIds: z.array(ringId),
      lamport: count,
      network: z.strictObject({ name: z.string(), open: z.boolean() }),
      swarms: count,
      records: keptRecordsStatus,
      agreement: agreementStatus,
      names: namesStatus,
      can: canStatus,
    }),
  },
  lookup: {
    params: z.strictObject({ key: z.string() }),
    query: lookupQuery,
    response: z.strictObject({
      key: z.string().optional().describe('when it is UTF-8'),
      key64: z.string().optional().describe('else in base64url'),
      ...located,
    }),
  },
  succ: { params: z.strictObject({ id: ringId }), query: lookupQuery, response: z.strictObject(located) },
  ring: {
    response: z.strictObject({
      positions: z.array(
        z.strictObject({
          ringId,
          state: z.enum(['alone', 'joining', 'member']),
          predecessor: measuredNode.nullable(),
          successors: z.array(measuredNode),
          fingers: z.array(
            z.strictObject({
              start: ringId,
              node: measuredNode,
              near: measuredNode
                .optional()
                .describe('the nearest of the interval by round trip, routed by besides; left out: it is the finger'),
            }),
          ),
        }),
      ),
    }),
  },
  clock: { response: z.strictObject({ lamport: count, peerId }) },
  peers: { response: z.strictObject({ peers: z.array(peer) }) },
  dial: {
    query: z.strictObject({ timeoutMs: timeoutMs.optional() }),
    body: z.strictObject({ address: multiaddr.describe('a multiaddr, with /p2p/ when the peer id must match') }),
    response: peer,
  },
  ...TALLY_SCHEMAS,
  ...RECORD_SCHEMAS,
  ...NAME_SCHEMAS,
  ...CAN_SCHEMAS,
  ...FIND_SCHEMAS,
  swarms: { response: z.strictObject({ swarms: z.array(swarm) }) },
  swarm: { params: z.strictObject({ id: swarmId }), response: swarm },
  torrent: { params: z.strictObject({ id: swarmId }), response: z.instanceof(Uint8Array) },
  addSwarm: {
    body: z.union([
      z.strictObject({ path: absolutePath.describe('the file or folder to share') }),
      z.strictObject({
        magnet: z.string().startsWith('magnet:?').max(MAX_MAGNET_CHARS),
        output: outputFolder.optional(),
      }),
      z.strictObject({
        torrent: absolutePath.describe('a v2 .torrent file on the machine of the daemon'),
        output: outputFolder.optional(),
      }),
    ]),
    response: swarm,
  },
  removeSwarm: {
    params: z.strictObject({ id: swarmId }),
    query: z.strictObject({ data: z.enum(['keep', 'delete']).optional() }),
  },
  stop: { response: z.strictObject({ state: z.literal('leaving') }) },
  leave: { response: z.strictObject({ state: z.literal('leaving') }) },
  interceptors: { response: interceptorChain },
  setInterceptors: {
    query: z.strictObject({ timeoutMs: timeoutMs.optional() }),
    body: z.strictObject({
      interceptors: z
        .array(
          z.strictObject({
            name: interceptorName,
            parameters: z
              .record(z.string().max(MAX_PARAMETER_CHARS), parameterValue)
              .optional()
              .describe('those not given have their defaults; numbers may be text'),
          }),
        )
        .max(MAX_INTERCEPTORS)
        .describe(
          'the whole chain, lamport and dedup included; one that is there already, with the same parameters, keeps its state',
        ),
      version: count.optional().describe('CONFLICT unless it is that of the present chain'),
    }),
    response: interceptorChain,
  },
  config: {
    response: z.strictObject({
      options: z.array(
        z.strictObject({
          key: optionKey,
          value: optionValue,
          origin: z.string().describe('where the value came from'),
          reloadable: z.boolean().describe('can be changed while the daemon runs'),
        }),
      ),
    }),
  },
  patchConfig: {
    body: z
      .record(optionKey, optionValue)
      .refine(
        (patch) => Object.keys(patch).length <= MAX_PATCHED_OPTIONS,
        `has more than ${MAX_PATCHED_OPTIONS} options`,
      )
      .describe('values by key, such as {"log.level": "debug"}'),
    response: reloadReport,
  },
  reload: { response: reloadReport },
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
  metrics: { response: z.string() },
  openapi: { response: z.looseObject({ openapi: z.literal('3.1.0') }) },
} as const satisfies Record<RouteName, RouteSchemas>

export interface RouteSchemas {
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly response?: z.ZodType
}

type SchemaOf<N extends RouteName, Part extends keyof RouteSchemas> =
  (typeof SCHEMAS)[N] extends Record<Part, infer S> ? S : undefined
type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined
type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler is given. */
export type ParamsOf<N extends RouteName> = OutputOf<SchemaOf<N, 'params'>>
export type QueryOf<N extends RouteName> = OutputOf<SchemaOf<N, 'query'>>
export type BodyOf<N extends RouteName> = OutputOf<SchemaOf<N, 'body'>>
/** What a route answers with; undefined: nothing. */
export type ResponseOf<N extends RouteName> = OutputOf<SchemaOf<N, 'response'>>
/** What a client passes. */
export type ParamsInput<N extends RouteName> = InputOf<SchemaOf<N, 'params'>>
export type QueryInput<N extends RouteName> = InputOf<SchemaOf<N, 'query'>>
export type BodyInput<N extends RouteName> = InputOf<SchemaOf<N, 'body'>>

export type StatusAnswer = ResponseOf<'status'>
export type ClockAnswer = ResponseOf<'clock'>
export type LookupAnswer = ResponseOf<'lookup'>
export type NodeAnswer = LookupAnswer['owner']
export type RingAnswer = ResponseOf<'ring'>
export type TallyAnswer = ResponseOf<'tally'>
export type TalliesAnswer = ResponseOf<'tallies'>
export type PeerInfo = z.output<typeof peer>
export type SwarmInfo = z.output<typeof swarm>
export type InterceptorsAnswer = z.output<typeof interceptorChain>
export type SetInterceptors = BodyOf<'setInterceptors'>
export type AddSwarm = BodyOf<'addSwarm'>
export type AuditEntry = z.output<typeof auditEntry>
