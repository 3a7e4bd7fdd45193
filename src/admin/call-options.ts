import type { CallOptions } from './backend.ts'
import { DEFAULT_TIMEOUT_MS } from './fields.ts'

/** How long the daemon may take, and when the caller has gone. */
export const callOptions = (timeoutMs: number | undefined, signal: () => AbortSignal): CallOptions => ({
  deadlineMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  signal: signal(),
})
