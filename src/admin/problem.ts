import { ERROR_CODES, OrbError, type ErrorCode } from '../base/index.ts'

/** HTTP status of every stable code (interface.md). One code has one status. */
export const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  NETWORK_MISMATCH: 409,
  STALE_EPOCH: 409,
  CONFIG_INVALID: 409,
  VERSION_MISMATCH: 412,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  REQUEST_TIMEOUT: 408,
  MISDIRECTED_HOST: 421,
  RATE_LIMITED: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL: 500,
  IO: 500,
  CORRUPT: 500,
  CHUNK_CORRUPT: 502,
  UNREACHABLE: 502,
  NOT_JOINED: 503,
  NO_QUORUM: 503,
  OVERLOAD: 503,
  CANCELLED: 503,
  LOOKUP_TIMEOUT: 504,
  TIMEOUT: 504,
  UNKNOWN_OUTCOME: 504,
  STORAGE_FULL: 507,
  // As of a WebDAV resource (RFC 4331 §6): no room for this writer, though there is some for others.
  QUOTA_EXCEEDED: 507,
  // These arise outside of an HTTP request; should one get here it is our own fault.
  DATA_DIR_LOCKED: 500,
  PORT_IN_USE: 500,
  DAEMON_UNREACHABLE: 500,
  UNFINISHED: 500,
  USAGE: 500,
}

const TITLE_OF: Readonly<Record<ErrorCode, string>> = {
  INVALID_ARGUMENT: 'The request is malformed',
  UNAUTHENTICATED: 'A valid token is needed',
  FORBIDDEN: 'Not allowed',
  NOT_FOUND: 'There is no such thing',
  METHOD_NOT_ALLOWED: 'The resource does not take this method',
  CONFLICT: 'In conflict with the present state',
  NETWORK_MISMATCH: 'Another network',
  STALE_EPOCH: 'An earlier incarnation',
  VERSION_MISMATCH: 'The version has changed',
  TOO_LARGE: 'Larger than the limit',
  UNSUPPORTED_MEDIA_TYPE: 'The content type is not taken',
  REQUEST_TIMEOUT: 'The request did not come in time',
  HEADERS_TOO_LARGE: 'The headers are larger than the limit',
  MISDIRECTED_HOST: 'Not a name of this server',
  RATE_LIMITED: 'Too many requests',
  INTERNAL: 'A fault of the daemon',
  IO: 'Reading or writing failed',
  CORRUPT: 'Damaged data',
  CHUNK_CORRUPT: 'A peer sent damaged data',
  UNREACHABLE: 'A peer cannot be reached',
  NOT_JOINED: 'It takes no part, or not yet',
  NO_QUORUM: 'Too few agree, or can be reached',
  OVERLOAD: 'Too much to do',
  CANCELLED: 'Cancelled',
  LOOKUP_TIMEOUT: 'The look-up took too long',
  TIMEOUT: 'It took too long',
  UNKNOWN_OUTCOME: 'Whether it was done is not known',
  STORAGE_FULL: 'The disk is full',
  QUOTA_EXCEEDED: 'The quota of the writer is used up',
  CONFIG_INVALID: 'The configuration is invalid',
  DATA_DIR_LOCKED: 'Another daemon has the data dir',
  PORT_IN_USE: 'The port is taken',
  DAEMON_UNREACHABLE: 'The daemon cannot be reached',
  UNFINISHED: 'Not finished yet',
  USAGE: 'Wrong use',
}

export const PROBLEM_TYPE = 'application/problem+json'

/** A condition on the version does not hold. */
export class VersionMismatch extends OrbError {
  /** The present one; null: there is none. */
  readonly version: string | null
  constructor(message: string, version: string | null, options: { hint?: string } = {}) {
    super('VERSION_MISMATCH', message, options)
    this.version = version
  }
}

/** RFC 9457, with our stable code and a hint. */
export interface Problem {
  /** A URN of the code: stable, and nothing to fetch. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly hint?: string
  /** A URN of the request's id, which the log and the audit log have too. */
  readonly instance: string
  /** Only of /livez and /readyz: what is missing. */
  readonly reasons?: readonly string[]
  /** Only with VERSION_MISMATCH: the present version of what the request names; null: there is none. */
  readonly version?: string | null
}

export function problemOf(error: OrbError, requestId: string, reasons?: readonly string[]): Problem {
  return {
    type: `urn:orbweaver:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLE_OF[error.code],
    status: STATUS_OF[error.code],
    detail: error.message,
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    instance: `urn:orbweaver:request:${requestId}`,
    ...(reasons === undefined ? {} : { reasons }),
    ...(error instanceof VersionMismatch ? { version: error.version } : {}),
  }
}

/** The error that a problem document describes; undefined when the object is none of ours. */
export function errorOfProblem(body: unknown): OrbError | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('detail' in body)) return undefined
  const code = ERROR_CODES.find((known) => known === body.code)
  if (code === undefined || typeof body.detail !== 'string') return undefined
  const options = 'hint' in body && typeof body.hint === 'string' ? { hint: body.hint } : {}
  if (code === 'VERSION_MISMATCH' && 'version' in body) {
    return new VersionMismatch(body.detail, typeof body.version === 'string' ? body.version : null, options)
  }
  return new OrbError(code, body.detail, options)
}
