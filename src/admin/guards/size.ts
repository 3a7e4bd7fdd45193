import { OrbError } from '../../base/index.ts'
import type { RouteSpec } from '../route-spec.ts'
import type { Guard } from './guard.ts'

/** Bytes of a JSON body: the largest is a magnet link or a path. */
export const MAX_BODY_BYTES = 64 * 1024

/** What tells its size beforehand; a body that does not is cut off when it grows too large. */
export const size: Guard = ({ headers, route }) => {
  const most = maxBodyBytes(route)
  return Number(headers['content-length'] ?? 0) > most ? tooLargeBody(most) : undefined
}

/** What the body of a request for this route may have. */
export const maxBodyBytes = (route: RouteSpec | undefined): number =>
  route === undefined || route.takes === 'json' ? MAX_BODY_BYTES : route.takes.maxBytes

export const tooLargeBody = (maxBytes: number): OrbError =>
  new OrbError('TOO_LARGE', `a body has at most ${maxBytes} bytes`)
