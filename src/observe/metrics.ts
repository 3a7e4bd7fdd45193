import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { fault } from '../base/index.ts'
import { METRICS, type LabelsOf, type MetricName, type MetricSpec, type NamesOf } from './metric-catalogue.ts'

/** One value of a metric as it is read at a scrape. */
export interface Sample<Name extends MetricName> {
  readonly labels: LabelsOf<Name>
  readonly value: number
}

type PlainName = {
  [Name in NamesOf<'counter' | 'gauge'>]: (typeof METRICS)[Name]['labels'] extends readonly [] ? Name : never
}[NamesOf<'counter' | 'gauge'>]
interface LabelledCount {
  readonly labels: Record<string, string>
  readonly count: Count
}
interface LabelledValue {
  readonly labels: Record<string, string>
  readonly value: number
}

/** How often the lag of the event loop is sampled. The library's 10 ms would wake an idle daemon 100 times a second. */
const LOOP_SAMPLE_MS = 1_000

/** A count that only grows: a field to add to, so that a hot path pays nothing for being counted. */
export interface Count {
  value: number
}

/**
 * The metrics of one daemon: the catalogue on a registry of its own. Counts and gauges are read at the scrape, from
 * fields or from sources, so that between scrapes they cost nothing.
 */
export class Metrics {
  readonly #registry = new Registry()
  readonly #histograms = new Map<MetricName, Histogram>()
  readonly #counts = new Map<MetricName, Map<string, LabelledCount>>()
  readonly #sources = new Map<MetricName, () => Iterable<LabelledValue>>()
  readonly #wired = new Set<MetricName>()

  /** `process`: also the process's own metrics (CPU, memory, event loop), which start a sampler. */
  constructor(options: { readonly process?: boolean } = {}) {
    for (const [name, spec] of Object.entries(METRICS) as [MetricName, MetricSpec][]) this.#register(name, spec)
    if (options.process === true) {
      collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS })
    }
  }

  /** The count of these labels; the same object each time. */
  count<Name extends NamesOf<'counter'>>(name: Name, labels: LabelsOf<Name>): Count {
    this.#wired.add(name)
    let counts = this.#counts.get(name)
    if (counts === undefined) this.#counts.set(name, (counts = new Map<string, LabelledCount>()))
    const key = METRICS[name].labels.map((label) => (labels as Record<string, string>)[label] ?? '').join('\0')
    let entry = counts.get(key)
    if (entry === undefined) counts.set(key, (entry = { labels, count: { value: 0 } }))
    return entry.count
  }

  /** Reads a counter's or gauge's values at each scrape. One source a metric. */
  source<Name extends NamesOf<'counter' | 'gauge'>>(name: Name, read: () => Iterable<Sample<Name>>): void {
    if (this.#sources.has(name)) fault(`two sources of ${name}`)
    this.#wired.add(name)
    this.#sources.set(name, read)
  }

  /** Reads a gauge or counter without labels at each scrape. */
  value(name: PlainName, read: () => number): void {
    this.source(name, () => [{ labels: {}, value: read() }])
  }

  /** A function that observes one value of a histogram, its labels fixed. */
  observer<Name extends NamesOf<'histogram'>>(name: Name, labels: LabelsOf<Name>): (value: number) => void {
    this.#wired.add(name)
    const child = (this.#histograms.get(name) ?? fault(`no histogram ${name}`)).labels(labels)
    return (value) => {
      child.observe(value)
    }
  }

  /** Metrics of the catalogue that nobody feeds: none in a whole daemon. */
  unwired(): MetricName[] {
    return (Object.keys(METRICS) as MetricName[]).filter((name) => !this.#wired.has(name))
  }

  /** All metrics in the text format of Prometheus (version 0.0.4). */
  render(): Promise<string> {
    return this.#registry.metrics()
  }

  #register(name: MetricName, spec: MetricSpec): void {
    const { help, labels: labelNames } = spec
    const registers = [this.#registry]
    if (spec.type === 'histogram') {
      this.#histograms.set(
        name,
        new Histogram({ name, help, labelNames, registers, buckets: [...(spec.buckets ?? [])] }),
      )
      return
    }
    const read = (): Iterable<LabelledValue> => this.#read(name)
    if (spec.type === 'counter') {
      new Counter({
        name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset()
          for (const { labels, value } of read()) this.inc(labels, value)
        },
      })
    } else {
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect() {
          this.reset()
          for (const { labels, value } of read()) this.set(labels, value)
        },
      })
    }
  }

  *#read(name: MetricName): Iterable<LabelledValue> {
    for (const { labels, count } of this.#counts.get(name)?.values() ?? []) yield { labels, value: count.value }
    const source = this.#sources.get(name)
    if (source !== undefined) yield* source()
  }
}
