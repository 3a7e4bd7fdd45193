import type { Random } from '../base/index.ts'
import type { Action, Deed, DiskCode, Schedule } from './schedule.ts'

/** What may befall a drawn schedule. */
export type FaultKind = 'churn' | 'network' | 'partition' | 'block' | 'corrupt' | 'disk' | 'clock'

export interface Profile {
  readonly world: string
  readonly kinds: readonly FaultKind[]
  /** Nodes at the beginning, from and to, and the lengths of successor lists. */
  readonly nodes: readonly [number, number]
  readonly successors: readonly [number, number]
  readonly untilMs: number
  readonly settleMs: number
  /** Faults of a schedule, from and to. */
  readonly faults: readonly [number, number]
  readonly lookupEveryMs: number
}

/** Small rings under everything at once: what the 1,000 seeds of CI run. */
export const MIXED_FAULTS: Profile = {
  world: 'ring',
  kinds: ['churn', 'churn', 'network', 'partition', 'block', 'corrupt', 'disk', 'clock'],
  nodes: [3, 12],
  successors: [2, 6],
  untilMs: 40_000,
  settleMs: 120_000,
  faults: [3, 12],
  lookupEveryMs: 250,
}

/** The wire codec sees one message in so many. */
const CODEC_EVERY = 50
/** Faults last so long on average. */
const MEAN_SPAN_MS = 8_000
/** Quartz is off by up to 100 ppm; what a test is to show needs more. */
const MAX_DRIFT_PPM = 50_000
const DISK_CODES: readonly DiskCode[] = ['STORAGE_FULL', 'IO', 'CORRUPT']

/** Draws a schedule: equal seeds give equal schedules. */
export function drawSchedule(random: Random, seed: number, profile: Profile): Schedule {
  const nodes = between(random, profile.nodes)
  const actions: Action[] = [{ atMs: 0, do: 'lookups', everyMs: profile.lookupEveryMs }]
  const faults = between(random, profile.faults)
  const draw = new Draw(random, nodes)
  for (let i = 0; i < faults; i++) {
    const deed = draw.deed(random.pick(profile.kinds) ?? 'churn')
    actions.push({ atMs: random.below(profile.untilMs), ...deed })
  }
  return {
    world: profile.world,
    seed,
    nodes,
    successors: between(random, profile.successors),
    codecEvery: CODEC_EVERY,
    untilMs: profile.untilMs,
    settleMs: profile.settleMs,
    actions: actions.sort((a, b) => a.atMs - b.atMs),
  }
}

const between = (random: Random, [least, most]: readonly [number, number]): number =>
  least + random.below(most - least + 1)

class Draw {
  readonly #random: Random
  readonly #nodes: number
  #newcomers = 0

  constructor(random: Random, nodes: number) {
    this.#random = random
    this.#nodes = nodes
  }

  deed(kind: FaultKind): Deed {
    switch (kind) {
      case 'churn':
        return this.#churn()
      case 'network':
        return this.#network()
      case 'partition':
        return { do: 'partition', groups: this.#groups(), forMs: this.#span() }
      case 'block':
        return { do: 'block', from: this.#node(), to: this.#node(), forMs: this.#span() }
      case 'corrupt':
        return { do: 'corrupt', rate: this.#rate(0.02), ...this.#place(), forMs: this.#span() }
      case 'disk':
        return this.#disk()
      case 'clock':
        return this.#clock()
    }
  }

  #churn(): Deed {
    const forMs = this.#random.float() < 0.7 ? { forMs: this.#span() } : {}
    switch (this.#random.below(6)) {
      case 0:
      case 1:
        return { do: 'start', node: this.#nodes + this.#newcomers++ }
      case 2:
        return { do: 'leave', node: this.#node(), ...forMs }
      case 3:
        return { do: 'stop', node: this.#node(), ...forMs }
      default:
        return { do: 'crash', node: this.#node(), ...forMs }
    }
  }

  #network(): Deed {
    const forMs = this.#span()
    const place = this.#place()
    switch (this.#random.below(5)) {
      case 0:
        return { do: 'loss', rate: this.#rate(0.2), ...place, forMs }
      case 1:
        return { do: 'duplicate', rate: this.#rate(0.3), ...place, forMs }
      case 2:
        return { do: 'reorder', rate: this.#rate(0.5), ms: 10 + this.#random.below(300), ...place, forMs }
      case 3:
        return { do: 'delay', ms: 10 + this.#random.below(700), ...place, forMs }
      default:
        return { do: 'jitter', ms: 10 + this.#random.below(400), ...place, forMs }
    }
  }

  /** One or two groups besides the first. */
  #groups(): number[][] {
    const parts = 2 + (this.#random.float() < 0.2 ? 1 : 0)
    const groups: number[][] = Array.from({ length: parts }, () => [])
    for (let node = 0; node < this.#nodes + this.#newcomers; node++) groups[this.#random.below(parts)]?.push(node)
    return groups
  }

  #disk(): Deed {
    const node = this.#node()
    const forMs = this.#span()
    switch (this.#random.below(3)) {
      case 0:
        return { do: 'diskError', node, code: this.#random.pick(DISK_CODES) ?? 'IO', forMs }
      case 1:
        return { do: 'diskFlaky', node, rate: this.#rate(1), forMs }
      default:
        return { do: 'diskSlow', node, ms: 10 + this.#random.below(2_000), forMs }
    }
  }

  #clock(): Deed {
    const node = this.#node()
    switch (this.#random.below(3)) {
      case 0:
        return {
          do: 'clockDrift',
          node,
          ppm: this.#random.below(2 * MAX_DRIFT_PPM) - MAX_DRIFT_PPM,
          forMs: this.#span(),
        }
      case 1:
        return { do: 'clockJump', node, ms: this.#random.below(7_200_000) - 3_600_000 }
      default:
        return { do: 'clockDoubt', node, ms: this.#random.below(1_000), forMs: this.#span() }
    }
  }

  #place(): { node?: number } {
    return this.#random.float() < 0.5 ? {} : { node: this.#node() }
  }

  #node(): number {
    return this.#random.below(this.#nodes + this.#newcomers)
  }

  #span(): number {
    return 100 + Math.floor(this.#random.exponential(MEAN_SPAN_MS))
  }

  /** Up to `most`, in hundredths. */
  #rate(most: number): number {
    return Math.ceil(this.#random.float() * most * 100) / 100
  }
}
