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
