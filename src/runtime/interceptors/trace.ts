import type { Lamport, MonoMs, PeerKey } from '../../base/index.ts'
import type { Envelope, MachineName } from '../../protocols/index.ts'
import { peerOf, type Interceptor } from './interceptor.ts'

/** One envelope as it passed the host. */
export interface TraceEvent {
  readonly at: MonoMs
  readonly lamport: Lamport
  readonly direction: 'in' | 'out'
  readonly peer: PeerKey
  readonly kind: Envelope['kind']
  readonly machine: MachineName | undefined
  /** The `type` of its body, when it has one. */
  readonly type: string | undefined
  /** Joins request and answer; undefined of one-way messages. */
  readonly id: number | undefined
}

/**
 * Tells `sink` of every envelope that comes to its place.
 * @param clock what leaves is stamped at the wire, after this: its time is that of the step under way.
 */
export function traceInterceptor(
  clock: { readonly time: Lamport },
  sink: (event: TraceEvent) => void,
  name = 'trace',
): Interceptor {
  const tell = (direction: 'in' | 'out', envelope: Envelope, lamport: Lamport, peer: PeerKey, at: MonoMs): true => {
    sink({
      at,
      lamport,
      direction,
      peer,
      kind: envelope.kind,
      machine: envelope.kind === 'refusal' ? undefined : envelope.machine,
      type: typeOf(envelope),
      id: envelope.kind === 'message' ? undefined : envelope.id,
    })
    return true
  }
  return {
    name,
    inbound: (envelope, from, _epoch, now) => tell('in', envelope, envelope.lamport, from, now),
    outbound: (envelope, to, now) => tell('out', envelope, clock.time, peerOf(to), now),
  }
}

/** The `type` field of an envelope's body: every protocol's bodies are tagged unions. */
export function typeOf(envelope: Envelope): string | undefined {
  if (envelope.kind === 'refusal') return envelope.why
  const { body } = envelope
  if (typeof body !== 'object' || body === null || !('type' in body)) return undefined
  return typeof body.type === 'string' ? body.type : undefined
}
