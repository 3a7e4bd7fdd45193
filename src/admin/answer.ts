import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import { OrbError } from '../base/index.ts'
import { errorCode, suggestion } from '../config/index.ts'
import { tooLargeBody } from './guards.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'
import { notUtf8 } from './request.ts'
import { ROUTES, ROUTE_NAMES, type RouteSpec } from './routes.ts'

/** Answers as the route's row says. */
export function send(reply: FastifyReply, route: RouteSpec, value: unknown): FastifyReply {
  reply.code(route.success)
  if (route.answers === undefined) return reply.send()
  if (route.answers === 'text/plain') return reply.type('text/plain; version=0.0.4; charset=utf-8').send(value)
  if (route.answers === 'application/json') return reply.type('application/json').send(JSON.stringify(value))
  // Bytes that others may have written: never shown, always saved.
  reply.header('content-disposition', 'attachment')
  return reply.type(route.answers).send(Buffer.from(value as Uint8Array))
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
  const near = suggestion(path, [...new Set(routes.map((route) => route.path))])
  return new OrbError('NOT_FOUND', `there is no resource ${JSON.stringify(path.slice(0, 200))}${near}`, {
    hint: '/openapi.json lists all of them',
  })
}

const FRAMEWORK_ERRORS: Readonly<Record<string, () => OrbError>> = {
  FST_ERR_BAD_URL: notUtf8,
  FST_ERR_CTP_BODY_TOO_LARGE: tooLargeBody,
  FST_ERR_CTP_INVALID_JSON_BODY: () => new OrbError('INVALID_ARGUMENT', 'the body is not JSON'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new OrbError('INVALID_ARGUMENT', 'the body is empty'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new OrbError('INVALID_ARGUMENT', 'the body is not as long as announced'),
}

/** Any error as one of ours. What is not the caller's fault tells the caller nothing of our insides. */
export function ownError(error: unknown): OrbError {
  if (error instanceof OrbError) return error
  const known = FRAMEWORK_ERRORS[errorCode(error) ?? '']
  if (known !== undefined) return known()
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

/** Answers what is not HTTP, or no HTTP that Node takes, and closes. */
export function answerMalformed(error: Error, socket: Socket): void {
  if (!socket.writable || errorCode(error) === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const problem = problemOf(malformed(errorCode(error)))
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function malformed(code: string | undefined): OrbError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new OrbError('TOO_LARGE', 'the request line and headers have more than 16 KiB')
    case 'HPE_INVALID_METHOD':
      return new OrbError('METHOD_NOT_ALLOWED', 'the method is not one of HTTP')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new OrbError('INVALID_ARGUMENT', 'the request was not whole in time')
    default:
      return new OrbError('INVALID_ARGUMENT', 'not an HTTP/1.1 request')
  }
}
