import type { Envelope } from '../../protocols/index.ts'
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

type ByType = Map<string, EnvelopeCount>

/** Counts of one direction. Maps in maps, since a joined key would be a new string per envelope. */
class Counts {
  readonly #direction: 'in' | 'out'
  readonly #byKind = new Map<string, Map<string, ByType>>()
  #last: EnvelopeCount | undefined

  constructor(direction: 'in' | 'out') {
    this.#direction = direction
  }

  count(envelope: Envelope): true {
    const { kind } = envelope
    const machine = kind === 'refusal' ? 'host' : envelope.machine
    const type = typeOf(envelope) ?? ''
    // Much of the same follows itself.
    let entry = this.#last
    if (entry?.type !== type || entry.kind !== kind || entry.machine !== machine) {
      entry = this.#byKind.get(kind)?.get(machine)?.get(type) ?? this.#add(kind, machine, type)
      this.#last = entry
    }
    entry.count++
    return true
  }

  *values(): Iterable<EnvelopeCount> {
    for (const byMachine of this.#byKind.values()) for (const byType of byMachine.values()) yield* byType.values()
  }

  #add(kind: string, machine: string, type: string): EnvelopeCount {
    let byMachine = this.#byKind.get(kind)
    if (byMachine === undefined) this.#byKind.set(kind, (byMachine = new Map<string, ByType>()))
    let byType = byMachine.get(machine)
    if (byType === undefined) byMachine.set(machine, (byType = new Map<string, EnvelopeCount>()))
    const entry = { direction: this.#direction, kind, machine, type, count: 0 }
    byType.set(type, entry)
    return entry
  }
}

/** Counts every envelope; `counts()` reads them. Labels come from our own unions, so their number is bounded. */
export function metricsInterceptor(): Interceptor & { counts(): Iterable<EnvelopeCount> } {
  const [inward, outward] = [new Counts('in'), new Counts('out')]
  return {
    name: 'metrics',
    inbound: (envelope) => inward.count(envelope),
    outbound: (envelope) => outward.count(envelope),
    counts: () => [...inward.values(), ...outward.values()],
  }
}
