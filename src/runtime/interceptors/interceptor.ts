import type { MonoMs, PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'

/**
 * Stands between the host and its ports, known to no machine. Inbound the chain runs first to last, outbound last to
 * first, so the first is nearest to the wire. Synchronous and cheap: it runs once per envelope.
 */
export interface Interceptor {
  readonly name: string
  /** False swallows the envelope. */
  inbound?(envelope: Envelope, from: PeerKey, now: MonoMs): boolean
  /** False swallows the envelope. */
  outbound?(envelope: Envelope, to: PeerKey, now: MonoMs): boolean
}
