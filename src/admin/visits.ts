import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fault, type ErrorCode } from '../base/index.ts'
import type { Logger, Metrics } from '../observe/index.ts'
import { noRoute, ownError } from './answer.ts'
import type { Audit } from './audit.ts'
import type { Connections } from './connections.ts'
import { SECURITY_HEADERS } from './content.ts'
import { firstRefusal, hasBody, maxBodyBytes, RateLimited, type GuardInput, type GuardName } from './guards/index.ts'
import { Unhealthy } from './handlers.ts'
import { requestMeter } from './meter.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'
import { ROUTES, type RouteName, type RouteSpec } from './routes.ts'
import { SCHEMAS } from './schemas.ts'
import type { Settings } from './settings.ts'

/** What the router remembers of a path and method. */
export interface Place {
  /** Absent where the path takes other methods only, and of unknown paths. */
  readonly name?: RouteName
  /** Methods that the path takes, where this one is not among them. */
  readonly allowed?: readonly string[]
}

/** Where a request carries its visit: also one that the router could not take, on which Fastify decorates nothing. */
const VISIT = Symbol('visit')
type Carrier = IncomingMessage & { [VISIT]?: Visit }

/** Of a request that has begun. */
export const visitOf = ({ raw }: FastifyRequest): Visit => (raw as Carrier)[VISIT] ?? fault('a request was not begun')

/** One request and what became of it. */
export interface Visit {
  readonly id: string
  readonly startedMs: number
  readonly place: Place
  readonly input: GuardInput
  /** As counted while it is under way. */
  readonly bodyBytes: number
  /** The guard that refused it. */
  guard: GuardName | undefined
  /** Of the problem that it was answered with. */
  code: ErrorCode | undefined
}

/** What refused its caller, rather than what the caller wrote. */
const GUARDS_OF_CALLERS: ReadonlySet<GuardName> = new Set(['host', 'origin', 'token'])

export interface VisitsOptions {
  readonly settings: Settings
  readonly connections: Connections
  readonly audit: Audit
  readonly logger: Logger
  readonly metrics: Metrics
  readonly nowMs: () => number
  readonly newId: () => string
}

/** What happens to every request, whatever it asks for: guards first, then perhaps a problem, at last the books. */
export class Visits {
  readonly #options: VisitsOptions
  readonly #meter: ReturnType<typeof requestMeter>

  constructor(options: VisitsOptions) {
    this.#options = options
    this.#meter = requestMeter(options.metrics)
  }

  /**
   * The first that happens to a request. Returns why it goes no further: a guard's reason, else what the router has
   * against it (`routing`).
   */
  begin(request: FastifyRequest, reply: FastifyReply, routing?: Error): Error | undefined {
    const { settings, connections, metrics, nowMs, newId } = this.#options
    const { raw } = request
    const place = request.routeOptions.config as Place
    const { name, allowed } = place
    const route = name === undefined ? undefined : ROUTES[name]
    const bodyBytes = announcedBytes(raw.headers, route)
    const input: GuardInput = {
      method: raw.method ?? '',
      target: raw.url ?? '',
      headers: raw.headers,
      rawHeaders: raw.rawHeaders,
      remoteAddress: raw.socket.remoteAddress,
      route,
      allowed,
      takesBody: name !== undefined && 'body' in SCHEMAS[name],
      underWay: connections.begin(raw, bodyBytes),
      caller: undefined,
    }
    const visit: Visit = { id: newId(), startedMs: nowMs(), place, input, bodyBytes, guard: undefined, code: undefined }
    ;(raw as Carrier)[VISIT] = visit
    reply.headers(SECURITY_HEADERS).header('x-request-id', visit.id)
    reply.raw.once('close', () => {
      this.#end(visit, request, reply)
    })
    const refusal = firstRefusal(input, settings.guards)
    if (refusal !== undefined) {
      visit.guard = refusal.guard
      metrics.count('orbweaver_admin_refused_total', { guard: refusal.guard }).value++
      return refusal.error
    }
    if (routing !== undefined || name === undefined) return routing ?? noRoute(input.target)
    // Nobody sends a body before the guards have passed its request.
    if (raw.headers.expect !== undefined) reply.raw.writeContinue()
    return undefined
  }

  /** Answers with a problem. */
  fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const visit = visitOf(request)
    const known = ownError(error, visit.input.route)
    if (known.code === 'INTERNAL' && !(known instanceof Unhealthy)) {
      this.#options.logger.event('admin.failed', {
        route: visit.place.name ?? 'none',
        requestId: visit.id,
        error: error instanceof Error ? error : known,
      })
    }
    const problem = problemOf(known, visit.id, known instanceof Unhealthy ? known.reasons : undefined)
    visit.code = known.code
    const { allowed } = visit.place
    if (known.code === 'METHOD_NOT_ALLOWED' && allowed !== undefined) reply.header('allow', allowed.join(', '))
    if (known.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer realm="orbweaver"')
    if (known instanceof RateLimited) reply.header('retry-after', String(Math.ceil(known.retryAfterMs / 1_000)))
    // What is left of a body that is not wanted is not read either.
    if (hasBody(request.raw.headers) && !request.raw.complete) reply.header('connection', 'close')
    reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
  }

  /** The last: it was answered, or the caller went away. */
  #end(
    { id, startedMs, place, input, bodyBytes, guard, code }: Visit,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const { connections, audit, nowMs } = this.#options
    connections.end(request.raw, bodyBytes)
    const durationMs = nowMs() - startedMs
    const status = reply.raw.headersSent ? reply.statusCode : 0
    this.#meter(place.name ?? 'none', status, durationMs)
    const refused = guard !== undefined && GUARDS_OF_CALLERS.has(guard)
    const { route, caller, remoteAddress } = input
    const changes = guard === undefined && route !== undefined && route.method !== 'GET'
    if (!refused && !changes) return
    const entry = {
      who: caller?.name,
      from: remoteAddress,
      route: route === undefined ? 'none' : `${route.method} ${route.path}`,
      status,
      code,
      durationMs,
      requestId: id,
    }
    if (refused) audit.refused(entry)
    else if (route?.bulk === true) audit.bulk(entry)
    else audit.request(entry)
  }
}

/** Bytes of the body that a request says to have; what does not say may have as many as its route allows. */
function announcedBytes(headers: IncomingMessage['headers'], route: RouteSpec | undefined): number {
  if (!hasBody(headers)) return 0
  const most = maxBodyBytes(route)
  const length = Number(headers['content-length'] ?? most)
  return length >= 0 && length <= most ? length : 0
}
