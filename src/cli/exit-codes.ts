import type { ErrorCode } from '../base/index.ts'

/** Exit codes (interface.md). */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  unreachable: 3,
  unauthorised: 4,
  notFound: 5,
  timeout: 6,
  unfinished: 7,
  corrupt: 8,
  diskFull: 9,
  config: 10,
  locked: 11,
} as const

const EXIT_OF: Readonly<Partial<Record<ErrorCode, number>>> = {
  USAGE: EXIT.usage,
  INVALID_ARGUMENT: EXIT.usage,
  TOO_LARGE: EXIT.usage,
  DAEMON_UNREACHABLE: EXIT.unreachable,
  UNAUTHENTICATED: EXIT.unauthorised,
  FORBIDDEN: EXIT.unauthorised,
  NOT_FOUND: EXIT.notFound,
  LOOKUP_TIMEOUT: EXIT.timeout,
  TIMEOUT: EXIT.timeout,
  UNKNOWN_OUTCOME: EXIT.timeout,
  // Nobody gave an answer that counts in the time there was: later may do.
  NO_QUORUM: EXIT.timeout,
  UNFINISHED: EXIT.unfinished,
  CORRUPT: EXIT.corrupt,
  CHUNK_CORRUPT: EXIT.corrupt,
  STORAGE_FULL: EXIT.diskFull,
  QUOTA_EXCEEDED: EXIT.diskFull,
  CONFIG_INVALID: EXIT.config,
  DATA_DIR_LOCKED: EXIT.locked,
}

/** The exit code that stands for an error code; 1 for all that have none of their own. */
export const exitCodeOf = (code: ErrorCode): number => EXIT_OF[code] ?? EXIT.failure
