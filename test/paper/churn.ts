import { Random, type RingId } from '../../src/base/index.ts'
import type { ChordParams, LookupResult } from '../../src/protocols/chord/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { drawId, IdealRing, type IdealRingOptions, type PaperNode } from './ideal-ring.ts'
import type { Meter } from './meter.ts'

export interface ChurnOptions extends Pick<IdealRingOptions, 'links' | 'latencyMs'> {
  /** Counts what is sent. */
  readonly meter?: Meter
  readonly nodes: number
  /** Joins a second, and as many crashes: Poisson processes both. */
  readonly rate: number
  readonly forMs: number
  /** Look-ups a second, from a random member for a random key. */
  readonly lookupRate: number
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
  /** Nodes that crash come back after a while in place of newcomers. */
  readonly rejoin?: boolean
}

export interface Churned {
  readonly lookups: number
  /** Mean remote nodes asked, the owner being the last. */
  readonly path: number
  /** Mean dead nodes asked in vain by one look-up. */
  readonly timeouts: number
  /** Share of look-ups that met a dead node: these fail where nobody tries again. */
  readonly met: number
  /** No answer in time. */
  readonly failed: number
  /** Answers that were right neither when the look-up began nor when it ended. */
  readonly wrong: number
  readonly latencyMs: { readonly median: number; readonly p99: number }
  readonly joins: number
  readonly crashes: number
}

interface Open {
  timeouts: number
}

/** Stoica et al., ToN 2003 §VI.E: nodes come and crash while look-ups are made. */
export class Churn {
  readonly ring: IdealRing
  readonly #options: ChurnOptions
  readonly #random: Random
  readonly #open = new Map<RingId, Open>()
  readonly #alive = new Set<string>()
  readonly #latencies: number[] = []
  readonly #sum = { lookups: 0, hops: 0, timeouts: 0, met: 0, failed: 0, wrong: 0, joins: 0, crashes: 0 }

  constructor(options: ChurnOptions) {
    this.#options = options
    this.#random = new Random(`churn ${options.seed}`)
    this.ring = new IdealRing({
      seed: options.seed,
      nodes: options.nodes,
      links: options.links ?? false,
      ...(options.params === undefined ? {} : { params: options.params }),
      ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
      onEffect: (_, effect) => {
        options.meter?.see(effect)
        if (effect.type !== 'ask' || (effect.body.type !== 'find' && effect.body.type !== 'step')) return
        const open = this.#open.get(effect.body.target)
        if (open !== undefined && typeof effect.to !== 'string' && !this.#alive.has(effect.to.peer)) open.timeouts++
      },
    })
    for (const { peer } of this.ring.nodes) this.#alive.add(peer)
  }

  run(): Churned {
    const { ring } = this
    const { forMs, rate, lookupRate } = this.#options
    const until = ring.now + forMs
    this.#poisson(rate, until, () => {
      this.#join()
    })
    this.#poisson(rate, until, () => {
      this.#crash()
    })
    this.#poisson(lookupRate, until, () => {
      this.#lookup()
    })
    ring.run(until + 30_000)
    const { lookups, hops, timeouts, met, failed, wrong, joins, crashes } = this.#sum
    const sorted = this.#latencies.sort((a, b) => a - b)
    return {
      lookups,
      path: hops / (lookups - failed),
      timeouts: timeouts / lookups,
      met: met / lookups,
      failed,
      wrong,
      latencyMs: {
        median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
        p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
      },
      joins,
      crashes,
    }
  }

  #poisson(perSecond: number, until: number, event: () => void): void {
    if (perSecond === 0) return
    const next = this.ring.now + this.#random.exponential(1_000 / perSecond)
    if (next >= until) return
    this.ring.at(next, () => {
      event()
      this.#poisson(perSecond, until, event)
    })
  }

  #join(): void {
    this.#sum.joins++
    const gone =
      this.#options.rejoin === true ? this.#random.pick(this.ring.nodes.filter(({ alive }) => !alive)) : undefined
    const peer = gone?.peer ?? this.ring.grow().peer
    this.#alive.add(peer)
    if (gone !== undefined) this.ring.rejoin(gone)
  }

  #crash(): void {
    const victim = this.#random.pick(this.ring.nodes.filter(({ alive }) => alive))
    if (victim === undefined) return
    this.#sum.crashes++
    this.#alive.delete(victim.peer)
    this.ring.crash(victim)
  }

  #lookup(): void {
    const { ring } = this
    const from = this.#random.pick(ring.nodes.filter(({ alive, view }) => alive && view.ring.onRing(0)))
    if (from === undefined) return
    const target = drawId(this.#random)
    const open = { timeouts: 0 }
    this.#open.set(target, open)
    const before = ownerNow(ring.nodes, target)
    const incarnation = from.epoch
    ring.lookup(from, target, (result) => {
      this.#open.delete(target)
      // Who asks and crashes is told nothing.
      if (from.alive && from.epoch === incarnation) this.#ended(target, result, before, open)
    })
  }

  #ended(target: RingId, result: Result<LookupResult>, before: RingId | undefined, open: Open): void {
    const sum = this.#sum
    sum.lookups++
    sum.timeouts += open.timeouts
    if (open.timeouts > 0) sum.met++
    if (!result.ok) {
      sum.failed++
      return
    }
    const { owner, hops, durationMs } = result.value
    sum.hops += hops
    this.#latencies.push(durationMs)
    if (owner.id !== before && owner.id !== ownerNow(this.ring.nodes, target)) sum.wrong++
  }
}

/** The first node at or behind the id of those that own anything. */
function ownerNow(nodes: readonly PaperNode[], id: RingId): RingId | undefined {
  let best: RingId | undefined
  let first: RingId | undefined
  for (const { alive, ringId, view } of nodes) {
    if (!alive || !view.ring.onRing(0)) continue
    if (ringId >= id && (best === undefined || ringId < best)) best = ringId
    if (first === undefined || ringId < first) first = ringId
  }
  return best ?? first
}
