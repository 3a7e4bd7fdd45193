import { OrbError } from '../../base/index.ts'
import type { Guard } from './guard.ts'

/** Bytes of a request's body: the largest is a magnet link or a path in JSON. */
export const MAX_BODY_BYTES = 64 * 1024

/** What tells its size beforehand; a body that does not is cut off when it grows too large. */
export const size: Guard = ({ headers }) =>
  Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? tooLargeBody() : undefined

export const tooLargeBody = (): OrbError => new OrbError('TOO_LARGE', `a body has at most ${MAX_BODY_BYTES} bytes`)
