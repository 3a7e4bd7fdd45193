import type { AddressInfo } from 'node:net'
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OrbError } from '../base/index.ts'
import { errorCode, hostAndPort, isLoopbackHost, type Config } from '../config/index.ts'
import type { Count, Logger, Metrics } from '../observe/index.ts'
import { answerMalformed, noRoute, ownError, send } from './answer.ts'
import type { AdminBackend } from './backend.ts'
import { MAX_BODY_BYTES, firstRefusal, type GuardSettings } from './guards.ts'
import { HANDLERS, Unhealthy, type HandlerContext, type RouteInput } from './handlers.ts'
import { openApiDocument } from './openapi.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'
import { RateLimit } from './rate.ts'
import { checked, parseQuery, takeKey } from './request.ts'
import { ROUTES, ROUTE_NAMES, type RouteName, type RouteSpec } from './routes.ts'
import { SCHEMAS, type ResponseOf, type RouteSchemas } from './schemas.ts'
import type { Tokens } from './tokens.ts'

/** Connections to the admin API at once; each costs some 10 kB. More are closed at once. */
const MAX_CONNECTIONS = 512
/** A request that is not whole after this time is given up: a slow sender holds a connection no longer. */
const REQUEST_TIMEOUT_MS = 30_000
/** Characters of a path's parameter: the router must not be narrower than Node, whose request head has 16 KiB. */
const MAX_PARAMETER_CHARS = 16_384
/** How long requests under way may take when the server closes. */
const CLOSE_GRACE_MS = 1_000

export interface AdminOptions {
  readonly config: Config['admin']
  readonly backend: AdminBackend
  readonly tokens: Tokens
  readonly logger: Logger
  readonly metrics: Metrics
  readonly version: string
}

export interface AdminServer {
  /** `http://host:port` with the real port; a wildcard address is named by its loopback. */
  readonly url: string
  /** Takes no new requests, aborts long ones, and ends within about a second. */
  close(): Promise<void>
}

/** What the router remembers of a path and method. */
interface Place {
  /** Absent where the path takes other methods only, and of unknown paths. */
  readonly name?: RouteName
  /** Methods that the path takes, where this one is not among them. */
  readonly allowed?: readonly string[]
}
const placeOf = (request: FastifyRequest): Place => request.routeOptions.config as Place

/**
 * Opens the admin API.
 * @throws OrbError PORT_IN_USE; CONFIG_INVALID when the address cannot be listened on
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const { config, logger } = options
  const { host, port } = hostAndPort(config.listen)
  const server = new Server(options, isLoopbackHost(host))
  await server.listen(host, port)
  const url = server.url(host)
  logger.event('admin.listening', { url, anonymousReads: server.anonymousReads })
  if (!isLoopbackHost(host)) logger.event('admin.exposed', { url })
  return { url, close: () => server.close() }
}

const NO_QUERY = z.strictObject({})

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
}

/** The checked parts of a request of whatever route. */
type Parts = Readonly<Record<keyof RouteInput<RouteName>, unknown>>
type Handler = (input: Parts, context: HandlerContext) => unknown

class Server {
  readonly anonymousReads: boolean
  readonly #app: FastifyInstance
  readonly #options: AdminOptions
  readonly #settings: GuardSettings
  readonly #context: HandlerContext
  /** Of requests under way that asked for a signal. */
  readonly #underWay = new Set<AbortController>()
  readonly #observe: (route: string, status: number, ms: number) => void

  constructor(options: AdminOptions, loopback: boolean) {
    const { config, tokens, logger } = options
    this.#options = options
    this.anonymousReads = config.anonymousReads && loopback
    this.#settings = {
      hosts: new Set(config.hosts.map((name) => name.toLowerCase())),
      anyAddress: !loopback,
      anonymousReads: this.anonymousReads,
      scopesOf: (token) => tokens.scopesOf(token),
      rate: new RateLimit(config.requestsPerSecond, () => performance.now()),
    }
    let document: ResponseOf<'openapi'> | undefined
    this.#context = {
      backend: options.backend,
      tokens,
      openApi: () => (document ??= openApiDocument(options.version)),
      tokenRotated: () => {
        logger.event('admin.token-rotated', {})
      },
    }
    this.#observe = observer(options.metrics)
    this.#app = this.#build()
  }

  async listen(host: string, port: number): Promise<void> {
    try {
      await this.#app.listen({ host, port })
    } catch (error) {
      const code = errorCode(error)
      const hint = 'admin.listen (`orbweaver start --admin HOST:PORT`) names another; port 0 takes any free one'
      if (code === 'EADDRINUSE') {
        throw new OrbError('PORT_IN_USE', `the admin address ${this.#options.config.listen} is taken`, {
          hint,
          cause: error,
        })
      }
      const reason = error instanceof Error ? error.message : String(error)
      throw new OrbError('CONFIG_INVALID', `cannot listen on ${this.#options.config.listen}: ${reason}`, {
        hint,
        cause: error,
      })
    }
  }

  url(host: string): string {
    const { port } = this.#app.server.address() as AddressInfo
    const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
    return `http://${named.includes(':') ? `[${named}]` : named}:${port}`
  }

  async close(): Promise<void> {
    for (const call of this.#underWay) call.abort(new OrbError('CANCELLED', 'the daemon stops'))
    const cut = setTimeout(() => {
      this.#app.server.closeAllConnections()
    }, CLOSE_GRACE_MS)
    try {
      await this.#app.close()
    } finally {
      clearTimeout(cut)
    }
  }

  #build(): FastifyInstance {
    const app = fastify({
      bodyLimit: MAX_BODY_BYTES,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // A request without Host is refused by our guard, in our own form.
      http: { requireHostHeader: false },
      exposeHeadRoutes: true,
      forceCloseConnections: 'idle',
      // A request that arrives while closing is answered in our own form.
      return503OnClosing: false,
      routerOptions: { maxParamLength: MAX_PARAMETER_CHARS, querystringParser: () => ({}) },
      frameworkErrors: (error, request, reply) => {
        this.#refuse(request, reply, error)
      },
      clientErrorHandler: answerMalformed,
    })
    app.server.maxConnections = MAX_CONNECTIONS
    const parseJson = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      const text = utf8(body as Buffer)
      if (text === undefined) done(new OrbError('INVALID_ARGUMENT', 'the body is not UTF-8'))
      else void parseJson(request, text, done)
    })
    app.addHook('onRequest', (request, reply, next) => {
      reply.headers(SECURITY_HEADERS)
      next(this.#guard(request))
    })
    app.addHook('onResponse', (request, reply, next) => {
      this.#observe(placeOf(request).name ?? 'none', reply.statusCode, reply.elapsedTime)
      next()
    })
    app.setErrorHandler((error, request, reply) => {
      this.#answerError(error, request, reply)
    })
    app.setNotFoundHandler((request) => {
      throw noRoute(request.url)
    })
    this.#addRoutes(app)
    return app
  }

  #addRoutes(app: FastifyInstance): void {
    const methods = new Map<string, string[]>()
    for (const name of ROUTE_NAMES) {
      const route: RouteSpec = ROUTES[name]
      for (const path of pathsOf(route)) {
        app.route({
          method: route.method,
          url: path,
          config: { name } satisfies Place,
          handler: this.#handler(name, route),
        })
        methods.set(path, [
          ...(methods.get(path) ?? []),
          ...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]),
        ])
      }
    }
    for (const [path, allowed] of methods) {
      const others = app.supportedMethods.filter((method) => !allowed.includes(method))
      app.route({
        method: others,
        url: path,
        config: { allowed } satisfies Place,
        handler: () => {
          throw new OrbError('INTERNAL', 'a method that is not taken passed the guards')
        },
      })
    }
  }

  #guard(request: FastifyRequest): OrbError | undefined {
    const { name, allowed } = placeOf(request)
    const refusal = firstRefusal(
      {
        method: request.method,
        target: request.raw.url ?? '',
        headers: request.headers,
        remoteAddress: request.socket.remoteAddress,
        route: name === undefined ? undefined : ROUTES[name],
        allowed,
        takesBody: name !== undefined && 'body' in SCHEMAS[name],
      },
      this.#settings,
    )
    if (refusal === undefined) return undefined
    this.#options.metrics.count('orbweaver_admin_refused_total', { guard: refusal.guard }).value++
    return refusal.error
  }

  /** What the router could not take at all: the guards have not seen it yet. */
  #refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    reply.headers(SECURITY_HEADERS)
    this.#answerError(this.#guard(request) ?? error, request, reply)
  }

  #handler(name: RouteName, route: RouteSpec) {
    // The parts have the types of this route once its own schemas have passed them; the compiler cannot follow that.
    const handle = HANDLERS[name] as unknown as Handler
    const schemas: RouteSchemas = SCHEMAS[name]
    return (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
      const result = handle(this.#input(request, reply, route, schemas), this.#context)
      return result instanceof Promise ? result.then((value) => send(reply, route, value)) : send(reply, route, result)
    }
  }

  #input(request: FastifyRequest, reply: FastifyReply, route: RouteSpec, schemas: RouteSchemas): Parts {
    const target = request.raw.url ?? ''
    const mark = target.indexOf('?')
    const query = mark < 0 ? {} : parseQuery(target.slice(mark + 1))
    const params = request.params as Record<string, string>
    const key = route.keyed ? takeKey(params['key'], query) : undefined
    if (schemas.query === undefined && mark >= 0) checked(NO_QUERY, query, 'query')
    return {
      params: route.keyed || schemas.params === undefined ? params : checked(schemas.params, params, 'path'),
      query: schemas.query === undefined ? undefined : checked(schemas.query, query, 'query'),
      body: schemas.body === undefined ? undefined : checked(schemas.body, request.body, 'body'),
      key,
      signal: () => this.#signalOf(reply),
    }
  }

  /** Aborts when the caller goes away before the answer, or when the server closes. */
  #signalOf(reply: FastifyReply): AbortSignal {
    const call = new AbortController()
    this.#underWay.add(call)
    reply.raw.once('close', () => {
      this.#underWay.delete(call)
      if (!reply.raw.writableFinished) call.abort(new OrbError('CANCELLED', 'the caller has gone'))
    })
    return call.signal
  }

  #answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = ownError(error)
    if (known.code === 'INTERNAL' && !(known instanceof Unhealthy)) {
      const route = placeOf(request).name ?? 'none'
      this.#options.logger.event('admin.failed', { route, error: error instanceof Error ? error : known })
    }
    const problem = problemOf(known, known instanceof Unhealthy ? known.reasons : undefined)
    const { allowed } = placeOf(request)
    if (known.code === 'METHOD_NOT_ALLOWED' && allowed !== undefined) reply.header('allow', allowed.join(', '))
    if (known.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer realm="orbweaver"')
    if (known.code === 'RATE_LIMITED') reply.header('retry-after', '1')
    reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
  }
}

/** Paths of a route as the router writes them. A key may be missing from the path, with or without the slash before it. */
function pathsOf(route: RouteSpec): string[] {
  const path = route.path.replace(/\{([^}]+)\}/g, ':$1')
  const bare = path.replace(/\/:[^/]+$/, '')
  return route.keyed ? [path, bare, `${bare}/`] : [path]
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Counts and times requests; what it looks up for a route and a status it looks up once. */
function observer(metrics: Metrics): (route: string, status: number, ms: number) => void {
  const counts = new Map<string, Count>()
  const timers = new Map<string, (seconds: number) => void>()
  return (route, status, ms) => {
    const key = `${route} ${status}`
    let count = counts.get(key)
    if (count === undefined) {
      count = metrics.count('orbweaver_admin_requests_total', { route, status: String(status) })
      counts.set(key, count)
    }
    count.value++
    let timer = timers.get(route)
    if (timer === undefined) {
      timer = metrics.observer('orbweaver_admin_request_duration_seconds', { route })
      timers.set(route, timer)
    }
    timer(ms / 1_000)
  }
}
