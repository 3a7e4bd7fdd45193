import type { Lamport, MonoMs, PeerKey } from '../../base/index.ts'
import type { Envelope, MachineName } from '../../protocols/index.ts'
import type { Interceptor } from './interceptor.ts'

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

/** Tells `sink` of every envelope. Place it after the Lamport interceptor (nearer to the host) to see stamps. */
export function traceInterceptor(sink: (event: TraceEvent) => void): Interceptor {
  const tell = (direction: 'in' | 'out', envelope: Envelope, peer: PeerKey, at: MonoMs): true => {
    sink({
      at,
      lamport: envelope.lamport,
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
    name: 'trace',
    inbound: (envelope, from, now) => tell('in', envelope, from, now),
    outbound: (envelope, to, now) => tell('out', envelope, to, now),
  }
}

/** The `type` field of an envelope's body: every protocol's bodies are tagged unions. */
export function typeOf(envelope: Envelope): string | undefined {
  if (envelope.kind === 'refusal') return envelope.why
  const { body } = envelope
  if (typeof body !== 'object' || body === null || !('type' in body)) return undefined
  return typeof body.type === 'string' ? body.type : undefined
}
