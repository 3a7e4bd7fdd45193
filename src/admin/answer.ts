import type { FastifyReply } from 'fastify'
import { OrbError } from '../base/index.ts'
import { errorCode, suggestion } from '../config/index.ts'
import { foreignHeaders } from './content.ts'
import { streamed, type Feed } from './events.ts'
import { maxBodyBytes, tooLargeBody } from './guards/index.ts'
import { notUtf8 } from './request.ts'
import { ROUTES, ROUTE_NAMES, type RouteSpec } from './routes.ts'

/** Answers as the route's row says. @throws what a feed fails with before its first event */
export function send(reply: FastifyReply, route: RouteSpec, value: unknown): FastifyReply | Promise<FastifyReply> {
  reply.code(route.success)
  switch (route.content) {
    case 'none':
      return reply.send()
    case 'json':
      return reply.type('application/json').send(JSON.stringify(value))
    case 'text':
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(value)
    case 'svg':
      return reply.type('image/svg+xml; charset=utf-8').send(value)
    case 'foreign': {
      const bytes = value as Uint8Array
      return reply
        .headers(foreignHeaders(bytes, route.inert))
        .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    }
    case 'events':
      return streamed(reply, value as Feed)
  }
}

/** No route has this path; what the caller may have meant becomes the hint. */
export function noRoute(target: string): OrbError {
  const path = target.split('?', 1)[0] ?? ''
  const routes = ROUTE_NAMES.map((name): RouteSpec => ROUTES[name])
  const keyed = routes.find((route) => route.keyed && path.startsWith(route.path.replace(/\{.*$/, '')))
  if (keyed !== undefined) {
    return new OrbError('NOT_FOUND', 'a key in a path has no "/" of its own', {
      hint: 'write it as %2F, or put the key into ?key= or ?key64=',
    })
  }
  const near = suggestion(path.slice(0, MAX_SHOWN_CHARS), [...new Set(routes.map((route) => route.path))])
  return new OrbError('NOT_FOUND', `there is no resource ${JSON.stringify(path.slice(0, MAX_SHOWN_CHARS))}${near}`, {
    hint: '/openapi.json lists all of them',
  })
}

const MAX_SHOWN_CHARS = 200

const FRAMEWORK_ERRORS: Readonly<Record<string, (route: RouteSpec | undefined) => OrbError>> = {
  FST_ERR_BAD_URL: notUtf8,
  FST_ERR_CTP_BODY_TOO_LARGE: (route) => tooLargeBody(maxBodyBytes(route)),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new OrbError('INVALID_ARGUMENT', 'the body is not JSON'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new OrbError('INVALID_ARGUMENT', 'the body is not as long as announced'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (route) =>
    new OrbError(
      'UNSUPPORTED_MEDIA_TYPE',
      route?.takes === 'json' ? 'the body must be application/json' : 'Content-Type is not a media type',
    ),
}

/** Any error as one of ours. What is not the caller's fault tells the caller nothing of our insides. */
export function ownError(error: unknown, route: RouteSpec | undefined): OrbError {
  if (error instanceof OrbError) return error
  const known = FRAMEWORK_ERRORS[errorCode(error) ?? '']
  if (known !== undefined) return known(route)
  if (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  ) {
    return new OrbError('INVALID_ARGUMENT', error.message, { cause: error })
  }
  return new OrbError('INTERNAL', 'a fault of the daemon; its log tells more', { cause: error })
}
