import { MAX_LAMPORT, type LamportClock } from '../../protocols/clock/index.ts'
import type { Interceptor } from './interceptor.ts'

/**
 * Stamps all that leaves with the time of its step and merges the time of all that arrives, before its step begins
 * (IR1 and IR2 of Lamport 1978). Stamps out of range are a peer's fault: the envelope is swallowed.
 */
export function lamportInterceptor(clock: LamportClock): Interceptor {
  return {
    name: 'lamport',
    inbound(envelope) {
      const { lamport } = envelope
      if (!(lamport >= 0 && lamport <= MAX_LAMPORT)) return false
      clock.merge(lamport)
      return true
    },
    outbound(envelope) {
      envelope.lamport = clock.time
      return true
    },
  }
}
