import { z } from 'zod'
import { STATUS_OF } from './problem.ts'
import { COMMON_CODES, MAX_KEY_BYTES, ROUTES, ROUTE_NAMES, type RouteName, type RouteSpec } from './routes.ts'
import { SCHEMAS, type ResponseOf, type RouteSchemas } from './schemas.ts'

type JsonSchema = Record<string, unknown>

/** The OpenAPI 3.1 document of the route table. */
export function openApiDocument(version: string): ResponseOf<'openapi'> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const name of ROUTE_NAMES) {
    const route: RouteSpec = ROUTES[name]
    ;(paths[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route, SCHEMAS[name])
    if (route.keyed) {
      const bare = route.path.replace(/\/\{key\}$/, '').replace('{key}', '')
      ;(paths[bare] ??= {})[route.method.toLowerCase()] = operation(name, route, SCHEMAS[name], bare)
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orbweaver admin API',
      version,
      description:
        'Ring ids are 64 lower-case hex digits, sizes bytes, rates bytes per second, durations milliseconds in fields ending in Ms. Errors are RFC 9457 problem documents with a stable code.',
    },
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'admin.token of the data dir, which has all scopes, or one of `orbweaver token create`. Scopes: read < write < admin.',
        },
      },
      schemas: { Problem: problemSchema() },
    },
  }
}

function operation(name: RouteName, route: RouteSpec, schemas: RouteSchemas, bare?: string): Record<string, unknown> {
  const success = String(route.success)
  return {
    operationId: bare === undefined ? name : `${name}ByQuery`,
    summary: bare === undefined ? route.summary : `${route.summary} The key stands in the query.`,
    tags: [route.tag],
    security: route.anonymous ? [{}, { token: [route.scope] }] : [{ token: [route.scope] }],
    parameters: [
      ...(bare === undefined ? parametersOf(schemas.params, 'path') : keyParameters()),
      ...parametersOf(schemas.query, 'query'),
      ...(route.conditions === undefined ? [] : route.conditions.map((name) => CONDITIONS[name])),
    ],
    ...(schemas.body === undefined
      ? {}
      : {
          requestBody:
            route.takes === 'json'
              ? { required: true, content: { 'application/json': { schema: schemaOf(schemas.body, 'input') } } }
              : {
                  required: false,
                  content: { '*/*': { schema: { type: 'string', format: 'binary', maxLength: route.takes.maxBytes } } },
                },
        }),
    responses: { [success]: successResponse(route, schemas), ...problemResponses(route) },
  }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = { 200: 'Done', 201: 'Created', 202: 'Begun', 204: 'Done' }

function successResponse(route: RouteSpec, schemas: RouteSchemas): Record<string, unknown> {
  const description = DESCRIPTIONS[route.success]
  const headers = {
    ...headersOf('X-Request-Id', ...(route.content === 'foreign' ? ['Content-Disposition' as const] : [])),
    ...Object.fromEntries((route.headers ?? []).map((name) => [name, HEADERS[name]])),
  }
  switch (route.content) {
    case 'none':
      return { description, headers }
    case 'json': {
      const schema = schemas.response === undefined ? {} : schemaOf(schemas.response, 'output')
      return { description, headers, content: { 'application/json': { schema } } }
    }
    case 'text':
      return { description, headers, content: { 'text/plain': { schema: { type: 'string' } } } }
    case 'svg':
      return { description, headers, content: { 'image/svg+xml': { schema: { type: 'string' } } } }
    case 'events': {
      const schema = schemas.response === undefined ? {} : schemaOf(schemas.response, 'output')
      return {
        description: 'Server-sent events, whose data is JSON of this form',
        headers,
        content: { 'text/event-stream': { schema } },
      }
    }
    case 'foreign': {
      const type = route.inert ?? 'application/octet-stream'
      return { description, headers, content: { [type]: { schema: { type: 'string', format: 'binary' } } } }
    }
  }
}

const CONDITIONS = {
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description: 'a version in quotation marks, as it stands in an ETag: only over that one; *: only over any there is',
    schema: { type: 'string' },
  },
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    description: '*: only when there is none',
    schema: { type: 'string', enum: ['*'] },
  },
} as const satisfies Record<NonNullable<RouteSpec['conditions']>[number], JsonSchema>

const HEADERS = {
  'X-Request-Id': { description: 'Names the request in the log and in the audit log.', schema: { type: 'string' } },
  'Content-Disposition': {
    description: 'attachment: bytes that others wrote are saved, not shown; inline for audio, video and raster images.',
    schema: { type: 'string', enum: ['attachment', 'inline'] },
  },
  ETag: { description: 'The version, in quotation marks, as If-Match takes it.', schema: { type: 'string' } },
  'Orbweaver-Expires-At': {
    description: 'When the record ends unless it is put again: RFC 3339, UTC.',
    schema: { type: 'string', format: 'date-time' },
  },
  'Orbweaver-Content-Type': {
    description: 'What its writer says of it, which may be wrong; absent: nothing.',
    schema: { type: 'string' },
  },
  'Orbweaver-Owner': { description: 'To which peer a signed record belongs.', schema: { type: 'string' } },
  Allow: { description: 'Methods that the path takes.', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'The scheme: Bearer.', schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'string', pattern: '^[0-9]+$' } },
} as const satisfies Record<string, JsonSchema>

const headersOf = (...names: (keyof typeof HEADERS)[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { required: true, ...HEADERS[name] }]))

/** Headers that the problems of a status have besides the request's id. */
const HEADERS_OF_STATUS: Readonly<Record<number, keyof typeof HEADERS>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
}

/** One response a status, naming its codes. */
function problemResponses(route: RouteSpec): Record<string, unknown> {
  const byStatus = new Map<number, string[]>()
  for (const code of new Set([...COMMON_CODES, ...route.codes])) {
    byStatus.set(STATUS_OF[code], [...(byStatus.get(STATUS_OF[code]) ?? []), code])
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => {
        const own = HEADERS_OF_STATUS[status]
        const headers = headersOf('X-Request-Id', ...(own === undefined ? [] : [own]))
        return [String(status), { description: codes.join(', '), headers, content }]
      }),
  )
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): JsonSchema[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

const keyParameters = (): JsonSchema[] => [
  {
    name: 'key',
    in: 'query',
    description: `the key as text, at most ${MAX_KEY_BYTES} bytes of UTF-8; it may be empty`,
    schema: { type: 'string' },
  },
  {
    name: 'key64',
    in: 'query',
    description: 'or its bytes in base64url',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]*$' },
  },
]

/** JSON schema of one side of a type: a query's numbers are texts on the way in. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const problemSchema = (): JsonSchema => ({
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', description: 'a URN of the code' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what happened, for a person' },
    code: {
      type: 'string',
      enum: [...new Set([...COMMON_CODES, ...ROUTE_NAMES.flatMap((name) => ROUTES[name].codes)])],
    },
    hint: { type: 'string', description: 'what to do about it' },
    instance: { type: 'string', description: "a URN of the request's id" },
    version: { type: ['string', 'null'], description: 'with VERSION_MISMATCH: the present one; null: there is none' },
    reasons: { type: 'array', items: { type: 'string' }, description: 'of /livez and /readyz' },
  },
})
