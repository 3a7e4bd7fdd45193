import { fault, OrbError, type Random } from '../../base/index.ts'
import type { Envelope, MachineName } from '../../protocols/index.ts'
import { decodeEnvelope, encodeEnvelope, WireError, type WireContext } from '../../wire/index.ts'
import { Audit, type AuditCounts, type AuditReport, type AuditSink } from './audit.ts'
import { Faults, noFaults, type Corrupt, type FaultCounts } from './faults.ts'
import type { Interceptor } from './interceptor.ts'
import { checkOrder } from './order.ts'
import { RateLimit, type RateLimitCounts } from './rate-limit.ts'
import { interceptorSpec, type InterceptorSpec, type ParametersOf } from './specs.ts'

/** What interceptors are made with. */
export interface InterceptorServices {
  /** The interceptors of which there is one as long as the host lives, by name: lamport, dedup, metrics, trace. */
  readonly lasting: readonly Interceptor[]
  /** The present chain. */
  readonly standing: () => readonly Interceptor[]
  readonly machines: readonly MachineName[]
  readonly audit: AuditSink
  readonly corrupt: Corrupt
  /** May a chain have `faults`? */
  readonly allowFaults: boolean
}

/** What interceptors have done since the daemon started, those that are gone included: metrics never run back. */
export interface InterceptorCounts {
  readonly faults: FaultCounts
  readonly rateLimit: RateLimitCounts
  readonly audit: AuditCounts
}

/**
 * Makes chains from what a person asks for. An interceptor that is asked for again, by the same name and with the same
 * parameters, is the one that was there: it keeps what it has counted and what it holds.
 */
export class InterceptorMaker {
  readonly counts: InterceptorCounts = {
    faults: noFaults(),
    rateLimit: { requests: 0, messages: 0 },
    audit: { written: 0, suppressed: 0 },
  }
  readonly #services: InterceptorServices
  readonly #specs = new WeakMap<Interceptor, InterceptorSpec>()

  constructor(services: InterceptorServices) {
    this.#services = services
  }

  /** What an interceptor was made from. */
  specOf(interceptor: Interceptor): InterceptorSpec {
    return this.#specs.get(interceptor) ?? interceptorSpec(interceptor.name)
  }

  /**
   * The interceptors of a chain.
   * @param standing those of the present chain, from which they are taken where they fit.
   * @throws OrbError INVALID_ARGUMENT for an unknown machine or too many of them, FORBIDDEN for faults where they are not
   *   allowed.
   */
  make(specs: readonly InterceptorSpec[], standing: readonly Interceptor[]): Interceptor[] {
    checkOrder(
      specs.map(({ name }) => name),
      standing.map(({ name }) => name),
    )
    for (const spec of specs) this.#check(spec)
    return specs.map((spec) => standing.find((interceptor) => same(this.specOf(interceptor), spec)) ?? this.#new(spec))
  }

  /** Tells `audit`, when it stands in the chain. */
  readonly report: AuditReport = (record, now) => {
    for (const interceptor of this.#services.standing()) {
      if (interceptor instanceof Audit) interceptor.report(record, now)
    }
  }

  #check({ kind, parameters }: InterceptorSpec): void {
    const { machines, allowFaults } = this.#services
    if (kind === 'faults' && !allowFaults) {
      throw new OrbError('FORBIDDEN', 'this daemon does not inject faults', {
        hint: 'set interceptors.allowFaults: true in its configuration and start it again; never where people rely on it',
      })
    }
    const { machine } = parameters
    if (machine !== undefined && machine !== '*' && !machines.some((known) => known === machine)) {
      throw invalid(`${kind}: there is no machine ${JSON.stringify(machine)}`, `there are ${machines.join(', ')}`)
    }
  }

  #new(spec: InterceptorSpec): Interceptor {
    const interceptor = this.#interceptor(spec)
    this.#specs.set(interceptor, spec)
    return interceptor
  }

  #interceptor({ name, kind, parameters }: InterceptorSpec): Interceptor {
    const { audit, corrupt, lasting } = this.#services
    switch (kind) {
      case 'audit':
        return new Audit(name, parameters as ParametersOf<'audit'>, audit, this.counts.audit)
      case 'rate-limit':
        return new RateLimit(name, parameters as ParametersOf<'rate-limit'>, this.counts.rateLimit, this.report)
      case 'faults':
        return new Faults(name, parameters as ParametersOf<'faults'>, this.counts.faults, corrupt, this.report)
      default:
        return lasting.find((interceptor) => interceptor.name === name) ?? fault(`no interceptor ${name} was given`)
    }
  }
}

/** Damages an envelope as bytes are damaged: encoded, one bit turned, decoded. Undefined: nobody could read it then. */
export function corruptThrough(wire: WireContext): Corrupt {
  return (envelope: Envelope, random: Random) => {
    // What goes out is not stamped yet, and the wire knows no time 0.
    const bytes = encodeEnvelope(wire, envelope.lamport > 0 ? envelope : { ...envelope, lamport: 1 as never })
    const bit = random.below(bytes.byteLength * 8)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    try {
      return decodeEnvelope(wire, bytes)
    } catch (error) {
      if (error instanceof WireError) return undefined
      throw error
    }
  }
}

function same(a: InterceptorSpec, b: InterceptorSpec): boolean {
  return a.name === b.name && Object.entries(a.parameters).every(([key, value]) => b.parameters[key] === value)
}

const invalid = (message: string, hint?: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', message, hint === undefined ? {} : { hint })
