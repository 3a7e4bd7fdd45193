import type { AdminBackend, CallOptions, InterceptorsAnswer, SetInterceptors } from '../admin/index.ts'
import { OrbError, type Epoch } from '../base/index.ts'
import type { Logger, Metrics } from '../observe/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { MachineName } from '../protocols/index.ts'
import {
  corruptThrough,
  Dedup,
  interceptorSpec,
  InterceptorMaker,
  lamportInterceptor,
  metricsInterceptor,
  parseChain,
  traceInterceptor,
  type AuditReport,
  type Interceptor,
  type InterceptorSpec,
  type PeerHost,
  type Pump,
  type TraceEvent,
} from '../runtime/index.ts'
import type { WireContext } from '../wire/index.ts'

/** How long a chain from a reloaded configuration may wait for those that leave. */
const RELOAD_PATIENCE_MS = 5_000

export interface InterceptorsInit {
  readonly clock: LamportClock
  readonly epoch: Epoch
  readonly machines: readonly MachineName[]
  readonly wire: WireContext
  readonly logger: Logger
  readonly trace: (event: TraceEvent) => void
  readonly allowFaults: boolean
  /** Made from what `first` gives. */
  readonly host: () => PeerHost
  readonly pump: () => Pump
}

/** The chain of this daemon's host: made from the configuration, changed over the admin API, told in the metrics. */
export class Interceptors implements Pick<AdminBackend, 'interceptors' | 'setInterceptors'> {
  readonly #init: InterceptorsInit
  readonly #maker: InterceptorMaker
  readonly #counts = metricsInterceptor()

  constructor(init: InterceptorsInit) {
    this.#init = init
    const { clock, epoch, wire, logger, machines, trace, allowFaults } = init
    this.#maker = new InterceptorMaker({
      lasting: [lamportInterceptor(clock), new Dedup(epoch), this.#counts, traceInterceptor(clock, trace)],
      standing: () => this.#standing(),
      machines,
      audit: ({ what, peer, detail }, suppressed) => {
        logger.event('peer.audit', { peerId: peer, what, detail, suppressed })
      },
      corrupt: corruptThrough(wire),
      allowFaults,
    })
  }

  /** Tells the audit interceptor, when it stands in the chain. */
  get report(): AuditReport {
    return this.#maker.report
  }

  /**
   * The chain to begin with. @param listed `interceptors.chain`
   * @throws OrbError INVALID_ARGUMENT, FORBIDDEN
   */
  first(listed: readonly string[]): Interceptor[] {
    return this.#maker.make(parseChain(listed), [])
  }

  interceptors(): InterceptorsAnswer {
    const { version, changing, interceptors } = this.#chain()
    const places = this.#chain().report()
    return {
      version,
      changing,
      interceptors: interceptors.flatMap((interceptor, at) => {
        const place = places[at]
        if (place === undefined) return []
        const { draining, ...counts } = place
        const { parameters } = this.#maker.specOf(interceptor)
        return { ...counts, parameters: { ...parameters }, state: draining ? 'draining' : 'active' }
      }),
    }
  }

  setInterceptors({ interceptors, version }: SetInterceptors, call: CallOptions): Promise<InterceptorsAnswer> {
    const specs = interceptors.map(({ name, parameters }) => interceptorSpec(name, parameters))
    return this.#change(specs, version, call)
  }

  /** The configuration was changed. Told in the log; never rejects. */
  async reload(listed: readonly string[]): Promise<void> {
    const call = { deadlineMs: RELOAD_PATIENCE_MS, signal: new AbortController().signal }
    try {
      await this.#change(parseChain(listed), undefined, call)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      this.#init.logger.event('daemon.interceptors-refused', { detail })
    }
  }

  #change(
    specs: readonly InterceptorSpec[],
    version: number | undefined,
    call: CallOptions,
  ): Promise<InterceptorsAnswer> {
    return new Promise((resolve, reject) => {
      call.signal.addEventListener('abort', () => {
        reject(new OrbError('CANCELLED', 'nobody waits for the change any more; it may still take effect'))
      })
      this.#init.pump().run((host, now) => {
        try {
          const standing = host.interceptors
          if (version !== undefined && version !== standing.version) {
            throw new OrbError('CONFLICT', `the chain has version ${standing.version} by now, not ${version}`, {
              hint: 'read it again',
            })
          }
          const next = this.#maker.make(specs, standing.interceptors)
          host.intercept(now, next, call.deadlineMs, (outcome) => {
            if (outcome.ok) {
              this.#changed(specs, outcome.version)
              resolve(this.interceptors())
            } else reject(busy(outcome.waitedFor))
          })
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  #changed(specs: readonly InterceptorSpec[], version: number): void {
    this.#init.logger.event('daemon.interceptors', { version, chain: specs.map(({ name }) => name) })
  }

  /** Feeds the catalogue. */
  wire(metrics: Metrics): void {
    const { faults, rateLimit, audit } = this.#maker.counts
    metrics.source('orbweaver_envelopes_total', () =>
      Array.from(this.#counts.counts(), ({ direction, kind, machine, type, count }) => ({
        labels: { direction, kind, machine, type },
        value: count,
      })),
    )
    metrics.source('orbweaver_interceptor_envelopes_total', () =>
      [...this.#chain().totals()].flatMap(([interceptor, { seen, swallowed }]) => [
        { labels: { interceptor, outcome: 'passed' }, value: seen - swallowed },
        { labels: { interceptor, outcome: 'swallowed' }, value: swallowed },
      ]),
    )
    metrics.value('orbweaver_interceptors_held', () => this.#chain().held)
    metrics.value('orbweaver_interceptors_version', () => this.#chain().version)
    metrics.source('orbweaver_rate_limited_total', () => [
      { labels: { kind: 'request' }, value: rateLimit.requests },
      { labels: { kind: 'message' }, value: rateLimit.messages },
    ])
    metrics.source('orbweaver_faults_total', () =>
      Object.entries(faults).map(([fault, value]) => ({ labels: { fault }, value })),
    )
    metrics.source('orbweaver_audit_records_total', () => [
      { labels: { outcome: 'written' }, value: audit.written },
      { labels: { outcome: 'suppressed' }, value: audit.suppressed },
    ])
  }

  #chain(): PeerHost['interceptors'] {
    return this.#init.host().interceptors
  }

  #standing(): readonly Interceptor[] {
    return this.#chain().interceptors
  }
}

const busy = (waitedFor: readonly string[]): OrbError =>
  new OrbError('CONFLICT', `the chain stays as it was: ${waitedFor.join(', ')} still had work when the time was over`, {
    hint: 'allow more time, or try again when there is less traffic',
  })
