import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { OrbError } from '../base/index.ts'
import { isLoopbackHost } from '../config/index.ts'
import type { RateLimit } from './rate.ts'
import type { RouteSpec, Scope } from './routes.ts'

/** Bytes of a request's body: the largest is a magnet link or a path in JSON. */
export const MAX_BODY_BYTES = 64 * 1024

/** What a guard may know of a request: nothing of its body. */
export interface GuardInput {
  readonly method: string
  /** As it stands in the request line. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Of the socket's other end. */
  readonly remoteAddress: string | undefined
  /** Undefined: no route has this path. */
  readonly route: RouteSpec | undefined
  /** Methods that the path takes, when this one is not among them. */
  readonly allowed: readonly string[] | undefined
  readonly takesBody: boolean
}

export interface GuardSettings {
  /** Host names that a request may name, besides IP addresses as `anyAddress` says. Lower case. */
  readonly hosts: ReadonlySet<string>
  /** True on an address that others can reach: any IP address may stand in Host, since no name can be rebound to it. */
  readonly anyAddress: boolean
  readonly anonymousReads: boolean
  scopesOf(token: string): ReadonlySet<Scope> | undefined
  readonly rate: RateLimit
}

/** A guard lets a request pass (undefined) or says why not. */
export type Guard = (request: GuardInput, settings: GuardSettings) => OrbError | undefined
export type GuardName = 'method' | 'host' | 'origin' | 'token' | 'contentType' | 'size' | 'rate'

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

const method: Guard = ({ method: name, allowed }) => {
  if (allowed === undefined && KNOWN_METHODS.has(name)) return undefined
  const takes = allowed === undefined ? '' : `; this resource takes ${allowed.join(', ')}`
  return new OrbError('METHOD_NOT_ALLOWED', `${name} is not taken${takes}`)
}

/** A page of somebody else's site whose name was made to point here (DNS rebinding) carries that name in Host. */
const host: Guard = ({ headers, target }, settings) => {
  const named = target.startsWith('/') ? hostName(headers.host) : undefined
  if (named !== undefined && isOurs(named, settings)) return undefined
  return new OrbError('MISDIRECTED_HOST', 'the Host header does not name this server', {
    hint: 'call it by its IP address or localhost; admin.hosts allows further names',
  })
}

function isOurs(name: string, settings: GuardSettings): boolean {
  return settings.hosts.has(name) || isLoopbackHost(name) || (settings.anyAddress && isIP(name) !== 0)
}

/** Name or address of a Host header, lower case, without port and brackets. */
function hostName(header: string | undefined): string | undefined {
  return /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i
    .exec(header ?? '')
    ?.slice(1)
    .find((part) => part)
    ?.toLowerCase()
}

/** A browser says on whose behalf it asks: only for our own pages, or for what the user typed. */
const origin: Guard = ({ headers }) => {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreign()
  if (headers.origin === undefined) return undefined
  return headers.origin === `http://${headers.host ?? ''}` ? undefined : foreign()
}

const foreign = (): OrbError =>
  new OrbError('FORBIDDEN', 'requests on behalf of other web sites are refused', {
    hint: 'call the API from a program, not from a page of another origin',
  })

const token: Guard = ({ headers, remoteAddress, route }, settings) => {
  if (route === undefined) return undefined
  const header = headers.authorization
  if (header === undefined) return mayBeAnonymous(headers, remoteAddress, route, settings) ? undefined : noToken()
  const presented = /^Bearer +([\w-]{1,256})$/i.exec(header)?.[1]
  const scopes = presented === undefined ? undefined : settings.scopesOf(presented)
  if (scopes === undefined) {
    return new OrbError('UNAUTHENTICATED', 'the token is not valid', {
      hint: 'it may have been rotated: admin.token in the data dir holds the present one',
    })
  }
  if (scopes.has(route.scope)) return undefined
  return new OrbError('FORBIDDEN', `the token lacks the scope ${route.scope}`)
}

/** From this machine itself, neither through a page nor through a proxy that speaks for others. */
function mayBeAnonymous(
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
  route: RouteSpec,
  settings: GuardSettings,
): boolean {
  if (!settings.anonymousReads || !route.anonymous || headers.origin !== undefined) return false
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false
  return remoteAddress !== undefined && isLoopbackHost(remoteAddress)
}

const noToken = (): OrbError =>
  new OrbError('UNAUTHENTICATED', 'this needs a token', {
    hint: 'send `Authorization: Bearer <token>`; admin.header in the data dir is that line, for curl -H @file',
  })

const contentType: Guard = ({ headers, takesBody, route }) => {
  if (route === undefined || !hasBody(headers)) return undefined
  if (!takesBody) return new OrbError('INVALID_ARGUMENT', 'this request takes no body')
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return undefined
  return new OrbError('UNSUPPORTED_MEDIA_TYPE', 'the body must be application/json', {
    hint: 'send the header Content-Type: application/json',
  })
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

/** What tells its size beforehand; a body that does not is cut off when it grows too large. */
const size: Guard = ({ headers }) =>
  Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? tooLargeBody() : undefined

export const tooLargeBody = (): OrbError => new OrbError('TOO_LARGE', `a body has at most ${MAX_BODY_BYTES} bytes`)

const rate: Guard = (_request, settings) =>
  settings.rate.take()
    ? undefined
    : new OrbError('RATE_LIMITED', 'too many requests', { hint: 'wait a second; admin.requestsPerSecond is the limit' })

/** The guards in the order in which they run, before anything else looks at a request. */
export const GUARDS: readonly (readonly [GuardName, Guard])[] = [
  ['method', method],
  ['host', host],
  ['origin', origin],
  ['token', token],
  ['contentType', contentType],
  ['size', size],
  ['rate', rate],
]

/** The first guard that refuses, with its reason. */
export function firstRefusal(
  request: GuardInput,
  settings: GuardSettings,
): { readonly guard: GuardName; readonly error: OrbError } | undefined {
  for (const [guard, check] of GUARDS) {
    const error = check(request, settings)
    if (error !== undefined) return { guard, error }
  }
  return undefined
}
