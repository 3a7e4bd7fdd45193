import { z } from 'zod'
import { CAN_SCHEMAS, canStatus } from './can-schemas.ts'
import { CONFIG_SCHEMAS } from './config-schemas.ts'
import { count, ms, multiaddr, peerId, ringId, timeoutMs } from './fields.ts'
import { FIND_SCHEMAS } from './find-schemas.ts'
import { INTERCEPTOR_SCHEMAS } from './interceptor-schemas.ts'
import { NAME_SCHEMAS } from './name-schemas.ts'
import { RECORD_SCHEMAS } from './record-schemas.ts'
import { RING_SCHEMAS } from './ring-schemas.ts'
import type { RouteName } from './routes.ts'
import { agreementStatus, keptRecordsStatus, namesStatus } from './store-schemas.ts'
import { SWARM_SCHEMAS } from './swarm-schemas.ts'
import { TALLY_SCHEMAS } from './tally-schemas.ts'
import { TOKEN_SCHEMAS } from './token-schemas.ts'

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

const health = z.strictObject({ ok: z.literal(true) })

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
  ...RING_SCHEMAS,
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
  ...SWARM_SCHEMAS,
  stop: { response: z.strictObject({ state: z.literal('leaving') }) },
  leave: { response: z.strictObject({ state: z.literal('leaving') }) },
  ...INTERCEPTOR_SCHEMAS,
  ...CONFIG_SCHEMAS,
  ...TOKEN_SCHEMAS,
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
export type SwarmInfo = ResponseOf<'swarm'>
export type InterceptorsAnswer = ResponseOf<'interceptors'>
export type SetInterceptors = BodyOf<'setInterceptors'>
export type AddSwarm = BodyOf<'addSwarm'>
export type AuditEntry = ResponseOf<'audit'>['entries'][number]
