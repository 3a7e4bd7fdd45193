/** Every stable error code a person or a program can meet. The admin API maps them to HTTP, the CLI to exit codes. */
export const ERROR_CODES = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'CONFLICT',
  'NETWORK_MISMATCH',
  'VERSION_MISMATCH',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'MISDIRECTED_HOST',
  'REQUEST_TIMEOUT',
  'HEADERS_TOO_LARGE',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'NOT_JOINED',
  'NO_QUORUM',
  'CHUNK_CORRUPT',
  'LOOKUP_TIMEOUT',
  'TIMEOUT',
  'UNKNOWN_OUTCOME',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
  'STALE_EPOCH',
  'UNREACHABLE',
  'CANCELLED',
  'OVERLOAD',
  'CONFIG_INVALID',
  'DATA_DIR_LOCKED',
  'PORT_IN_USE',
  'DAEMON_UNREACHABLE',
  'UNFINISHED',
  'USAGE',
  'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * A fault with a stable code, what happened, and what the reader can do about it. A peer's fault inside a machine is a
 * value with a code; this class is for our own faults and for those that a person must read.
 */
export class OrbError extends Error {
  override readonly name = 'OrbError'
  readonly code: ErrorCode
  /** What to do about it, one sentence; absent when nothing sensible can be said. */
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}

/** An invariant of our own code does not hold: a bug, never a peer's or a user's fault. */
export function fault(message: string): never {
  throw new OrbError('INTERNAL', message)
}
