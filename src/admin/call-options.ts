import { OrbError } from '../base/index.ts'
import { DEFAULT_TIMEOUT_MS } from './fields.ts'

/** Of a call that takes time. */
export interface CallOptions {
  readonly deadlineMs: number
  /** Aborts when the caller went away or the server closes. */
  readonly signal: AbortSignal
}

/** How long the daemon may take, and when the caller has gone. */
export const callOptions = (timeoutMs: number | undefined, signal: () => AbortSignal): CallOptions => ({
  deadlineMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  signal: signal(),
})

/** An answer over a network takes some round trips, and what busy daemons need besides: with less it is luck. */
const SCARCE_MS = 100

/** A failure for want of the little time that the caller itself gave says so: nothing need be wrong with the ring. */
export function scarceTime(error: unknown, timeoutMs: unknown, isChange: boolean): unknown {
  const isLate = error instanceof OrbError && (error.code === 'TIMEOUT' || error.code === 'LOOKUP_TIMEOUT')
  if (!isLate || typeof timeoutMs !== 'number' || timeoutMs >= SCARCE_MS) return error
  return new OrbError(error.code, `no answer within the ${timeoutMs} ms given`, {
    hint: `so little is seldom enough for an answer over a network: allow more with timeoutMs (--timeout), ${DEFAULT_TIMEOUT_MS} ms when not given${isChange ? '; it may have been done, so read it first' : ''}`,
    cause: error,
  })
}
