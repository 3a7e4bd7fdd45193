import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OrbError } from '../base/index.ts'
import { errorCode, hostAndPort, isLoopbackHost, type Config } from '../config/index.ts'
import type { Logger, Metrics } from '../observe/index.ts'
import { send } from './answer.ts'
import { Audit } from './audit.ts'
import { AuditFile } from './audit-file.ts'
import type { AdminBackend } from './backend.ts'
import { scarceTime } from './call-options.ts'
import { Connections, MAX_HEAD_BYTES, TIMEOUTS, type Timeouts } from './connections.ts'
import { MAX_BODY_BYTES, maxBodyBytes } from './guards/index.ts'
import type { HandlerContext, RouteInput } from './handler.ts'
import { HANDLERS } from './handlers.ts'
import { openApiDocument } from './openapi.ts'
import { checked, parseQuery, takeKey } from './request.ts'
import { ROUTES, ROUTE_NAMES, type RouteName, type RouteSpec } from './routes.ts'
import { SCHEMAS, type ResponseOf, type RouteSchemas } from './schemas.ts'
import { Settings } from './settings.ts'
import type { Tokens } from './tokens.ts'
import { Visits, visitOf, type Place } from './visits.ts'

/** Characters of a path's parameter: the router must not be narrower than Node. */
const MAX_PARAMETER_CHARS = MAX_HEAD_BYTES
/** How long requests under way may take when the server closes. */
const CLOSE_GRACE_MS = 1_000

export interface AdminOptions {
  readonly config: Config['admin']
  readonly backend: AdminBackend
  readonly tokens: Tokens
  /** Where the audit log lies. */
  readonly auditPath: string
  readonly logger: Logger
  readonly metrics: Metrics
  readonly version: string
  readonly timeouts?: Timeouts
  /** A monotonic clock for rates, lock-outs and durations, in milliseconds; `performance.now` when not given. */
  readonly nowMs?: () => number
}

export interface AdminServer {
  /** `http://host:port` with the real port; a wildcard address is named by its loopback. */
  readonly url: string
  /** Takes the options of `admin` that are reloadable; what callers have used up of a limit that stays is kept. */
  reconfigure(config: Config['admin']): void
  /** Takes no new requests, aborts long ones, and ends within about a second. */
  close(): Promise<void>
}

/**
 * Opens the admin API.
 * @throws OrbError PORT_IN_USE; CONFIG_INVALID when the address cannot be listened on; IO, STORAGE_FULL when the audit
 *   log cannot be opened
 */
export async function startAdmin(options: AdminOptions): Promise<AdminServer> {
  const { config, logger } = options
  const { host, port } = hostAndPort(config.listen)
  const loopback = isLoopbackHost(host)
  const server = new Server(options, loopback)
  try {
    await server.listen(host, port)
  } catch (error) {
    await server.close()
    throw error
  }
  const url = server.url(host)
  logger.event('admin.listening', { url, anonymousReads: config.anonymousReads && loopback })
  if (!loopback) logger.event('admin.exposed', { url })
  return {
    url,
    reconfigure: (changed) => {
      server.settings.change(changed)
    },
    close: () => server.close(),
  }
}

const NO_QUERY = z.strictObject({})
/** The checked parts of a request of whatever route. */
type Parts = Readonly<Record<keyof RouteInput<RouteName>, unknown>>
type Handler = (input: Parts, context: HandlerContext) => unknown

class Server {
  readonly settings: Settings
  readonly #app: FastifyInstance
  readonly #options: AdminOptions
  readonly #audit: Audit
  readonly #connections: Connections
  readonly #context: HandlerContext
  /** Of requests under way that asked for a signal. */
  readonly #underWay = new Set<AbortController>()
  readonly #visits: Visits
  readonly #nowMs: () => number
  /** Request ids are this and a number: unlike those of another run, and made for next to nothing. */
  readonly #run = randomBytes(6).toString('hex')
  #requests = 0

  constructor(options: AdminOptions, loopback: boolean) {
    const { config, tokens, logger, metrics, auditPath, nowMs = () => performance.now() } = options
    this.#options = options
    this.#nowMs = nowMs
    const file = new AuditFile({ path: auditPath, maxBytes: config.auditMaxBytes, files: config.auditFiles })
    this.#audit = new Audit({ file, logger, metrics, nowMs })
    this.settings = this.#makeSettings(loopback)
    this.#connections = new Connections(metrics, () => this.#newId())
    let document: ResponseOf<'openapi'> | undefined
    this.#context = {
      backend: options.backend,
      tokens,
      audit: this.#audit,
      logger,
      openApi: () => (document ??= openApiDocument(options.version)),
    }
    tokens.onWriteError((error) => {
      logger.event('admin.tokens-failed', { error: error instanceof Error ? error : new Error(String(error)) })
    })
    const { settings } = this
    const audit = this.#audit
    const connections = this.#connections
    this.#visits = new Visits({ settings, connections, audit, logger, metrics, nowMs, newId: () => this.#newId() })
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
      this.#audit.close()
      await this.#options.tokens.close()
    }
  }

  #makeSettings(loopback: boolean): Settings {
    const { config, tokens, metrics } = this.#options
    const nowMs = this.#nowMs
    const lockouts = metrics.count('orbweaver_admin_lockouts_total', {})
    const settings = new Settings(config, {
      loopback,
      nowMs,
      findToken: (presented) => tokens.find(presented),
      onLockout: (address, failures, lockMs) => {
        lockouts.value++
        this.#audit.lockedOut(address, failures, lockMs)
      },
    })
    metrics.value('orbweaver_admin_locked_addresses', () => settings.guards.lockout.locked(nowMs()))
    return settings
  }

  #newId(): string {
    return `${this.#run}-${++this.#requests}`
  }

  #build(): FastifyInstance {
    const { timeouts = TIMEOUTS } = this.#options
    const app = fastify({
      bodyLimit: MAX_BODY_BYTES,
      http: {
        // A request without Host is refused by our guard, in our own form.
        requireHostHeader: false,
        maxHeaderSize: MAX_HEAD_BYTES,
        connectionsCheckingInterval: timeouts.checkMs,
      },
      exposeHeadRoutes: true,
      forceCloseConnections: 'idle',
      // A request that arrives while closing is answered in our own form.
      return503OnClosing: false,
      routerOptions: { maxParamLength: MAX_PARAMETER_CHARS, querystringParser: () => ({}) },
      frameworkErrors: (error, request, reply) => {
        this.#visits.fail(this.#visits.begin(request, reply, error), request, reply)
      },
      clientErrorHandler: this.#connections.malformed,
    })
    this.#connections.attach(
      app.server,
      (request, response) => {
        app.routing(request, response)
      },
      timeouts,
    )
    const parseJson = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    // Which of the two a body is meant for is its route's affair; the guards have seen to the type of those that are JSON.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body)
    })
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      const text = takesBytes(request) ? undefined : utf8(body as Buffer)
      if (takesBytes(request)) done(null, body)
      else if (text === undefined) done(new OrbError('INVALID_ARGUMENT', 'the body is not UTF-8'))
      else if (text === '') done(null, undefined)
      else void parseJson(request, text, done)
    })
    app.addHook('onRequest', (request, reply, next) => {
      next(this.#visits.begin(request, reply))
    })
    app.setErrorHandler((error, request, reply) => {
      this.#visits.fail(error, request, reply)
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
          bodyLimit: maxBodyBytes(route),
          // A stream of events has no end that a HEAD could wait for.
          exposeHeadRoute: route.method === 'GET' && route.content !== 'events',
          config: { name } satisfies Place,
          handler: this.#handler(name, route),
        })
        methods.set(path, [
          ...(methods.get(path) ?? []),
          route.method,
          ...(route.method === 'GET' && route.content !== 'events' ? ['HEAD'] : []),
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

  #handler(name: RouteName, route: RouteSpec) {
    // The parts have the types of this route once its own schemas have passed them; the compiler cannot follow that.
    const handle = HANDLERS[name] as unknown as Handler
    const schemas: RouteSchemas = SCHEMAS[name]
    return (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
      const input = this.#input(request, reply, route, schemas)
      const result = handle(input, this.#context)
      if (!(result instanceof Promise)) return send(reply, route, result)
      return result.then(
        (value) => send(reply, route, value),
        (error: unknown) => {
          throw scarceTime(
            error,
            (input.query as { readonly timeoutMs?: unknown } | undefined)?.timeoutMs,
            route.method !== 'GET',
          )
        },
      )
    }
  }

  #input(request: FastifyRequest, reply: FastifyReply, route: RouteSpec, schemas: RouteSchemas): Parts {
    const target = request.raw.url ?? ''
    const mark = target.indexOf('?')
    const query = mark < 0 ? {} : parseQuery(target.slice(mark + 1))
    const params = paramsOf(route, request.params as Record<string, string>)
    const key = route.keyed ? takeKey(params['key'], query) : undefined
    if (schemas.query === undefined && mark >= 0) checked(NO_QUERY, query, 'query')
    return {
      params: route.keyed || schemas.params === undefined ? params : checked(schemas.params, params, 'path'),
      query: schemas.query === undefined ? undefined : checked(schemas.query, query, 'query'),
      body: schemas.body === undefined ? undefined : checkedBody(route, schemas.body, request.body),
      key,
      headers: request.raw.headers,
      answerHeaders: (headers: Record<string, string>) => {
        reply.headers(headers)
      },
      signal: () => this.#signalOf(reply),
      who: visitOf(request).input.caller?.name,
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
}

const takesBytes = (request: FastifyRequest): boolean => visitOf(request).input.route?.takes !== 'json'

function checkedBody(route: RouteSpec, schema: z.ZodType, body: unknown): unknown {
  if (route.takes !== 'json') return body ?? new Uint8Array(0)
  if (body === undefined) throw new OrbError('INVALID_ARGUMENT', 'the body is empty')
  return checked(schema, body, 'body')
}

/** Of a path with slashes in its last parameter the router has the rest of the path. */
function paramsOf({ path, slashes }: RouteSpec, params: Record<string, string>): Record<string, string> {
  const { '*': rest, ...others } = params
  const last = /\{(\w+)\}$/.exec(path)?.[1]
  return slashes === true && rest !== undefined && last !== undefined ? { ...others, [last]: rest } : params
}

/**
 * Paths of a route as the router writes them. A key may be missing from the path, at its end with or without the slash
 * before it.
 */
function pathsOf(route: RouteSpec): string[] {
  const path = route.path.replace(/\{([^}]+)\}/g, ':$1')
  if (route.slashes === true) return [path, path.replace(/:\w+$/, '*')]
  if (!route.keyed) return [path]
  const bare = path.replace(':key', '')
  return bare.endsWith('/') ? [path, bare.slice(0, -1), bare] : [path, bare]
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
