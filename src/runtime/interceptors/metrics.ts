import type { Interceptor } from './interceptor.ts'
import { typeOf } from './trace.ts'

/** Counts of envelopes by direction, kind, machine and body type. */
export interface EnvelopeCount {
  readonly direction: 'in' | 'out'
  readonly kind: string
  readonly machine: string
  readonly type: string
  count: number
}

/** Counts every envelope; `counts()` reads them. Labels come from our own unions, so their number is bounded. */
export function metricsInterceptor(): Interceptor & { counts(): Iterable<EnvelopeCount> } {
  const byKey = new Map<string, EnvelopeCount>()
  const count = (direction: 'in' | 'out', envelope: Parameters<typeof typeOf>[0]): true => {
    const machine = envelope.kind === 'refusal' ? 'host' : envelope.machine
    const type = typeOf(envelope) ?? ''
    const key = `${direction}/${envelope.kind}/${machine}/${type}`
    const entry = byKey.get(key)
    if (entry === undefined) byKey.set(key, { direction, kind: envelope.kind, machine, type, count: 1 })
    else entry.count++
    return true
  }
  return {
    name: 'metrics',
    inbound: (envelope) => count('in', envelope),
    outbound: (envelope) => count('out', envelope),
    counts: () => byKey.values(),
  }
}
