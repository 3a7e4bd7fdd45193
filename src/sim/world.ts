import { OrbError, Random } from '../base/index.ts'
import { Deeds, type AnySimulation, type DeedHooks } from './deeds.ts'
import { CheckFailed, lastEvents } from './check-failed.ts'
import { formatSchedule, type Schedule } from './schedule.ts'

/** What a schedule acts on: a simulation, what its nodes do, and what must hold of them. */
export interface World extends DeedHooks {
  readonly sim: AnySimulation
  /** Starts the nodes of a schedule, by their numbers, and lets them settle. */
  begin(nodes: number): void
  /** Lets so much time pass, looking after what must hold. @throws CheckFailed */
  run(forMs: number): void
  /** All faults are over: what must become right has so much time. @throws CheckFailed */
  settle(withinMs: number): void
  /** What was seen, by name: look-ups answered right, messages. */
  counts(): Record<string, number>
}
export type MakeWorld = (schedule: Schedule) => World

export interface Outcome {
  readonly ok: boolean
  /** What did not hold; absent when all is well. `threw`: a host or the world itself broke down. */
  readonly check?: string
  readonly detail?: string
  /** After the beginning of the schedule, milliseconds. */
  readonly atMs: number
  readonly counts: Record<string, number>
  /** Of each verb, how many actions were carried out. */
  readonly deeds: Readonly<Record<string, number>>
  /** Equal schedules give equal fingerprints. */
  readonly fingerprint: string
  /** The last events. */
  readonly trace: readonly string[]
}

/** Runs a schedule to its end, or to the first thing that does not hold. Never throws for what the schedule brings about. */
export function runSchedule(schedule: Schedule, make: MakeWorld): Outcome {
  const world = make(schedule)
  const { sim } = world
  const deeds = new Deeds(sim, world, new Random(schedule.seed).fork('deeds'))
  let beganAt = 0
  let failure: { check: string; detail: string } | undefined
  try {
    world.begin(schedule.nodes)
    beganAt = sim.now
    for (const action of schedule.actions) {
      if (action.atMs >= schedule.untilMs) continue
      sim.at(beganAt + action.atMs, () => {
        deeds.carryOut(action, beganAt + schedule.untilMs)
      })
    }
    world.run(schedule.untilMs)
    deeds.endAll()
    world.settle(schedule.settleMs)
  } catch (err) {
    if (err instanceof CheckFailed) failure = { check: err.check, detail: err.detail }
    else failure = { check: 'threw', detail: err instanceof Error ? (err.stack ?? err.message) : String(err) }
  }
  return {
    ok: failure === undefined,
    ...failure,
    atMs: sim.now - beganAt,
    counts: { ...world.counts(), passedOver: deeds.passedOver },
    deeds: deeds.carriedOut,
    fingerprint: sim.trace.fingerprint,
    trace: sim.trace.lines(),
  }
}

/** What the schedule expects and the outcome does not meet; a schedule that expects nothing expects `ok`. */
export function unmet({ expect }: Schedule, { check = 'ok', counts }: Outcome): string | undefined {
  const expected = expect?.outcome ?? 'ok'
  if (check !== expected) return `${check}, not ${expected}`
  for (const [name, least] of Object.entries(expect?.atLeast ?? {})) {
    if (!((counts[name] ?? 0) >= least)) return `${name} is ${counts[name] ?? 0}, not at least ${least}`
  }
  for (const [name, most] of Object.entries(expect?.atMost ?? {})) {
    if (!((counts[name] ?? 0) <= most)) return `${name} is ${counts[name] ?? 0}, not at most ${most}`
  }
  return undefined
}

/** A world by its name. @throws OrbError NOT_FOUND */
export function worldOf(worlds: Readonly<Record<string, MakeWorld>>, name: string): MakeWorld {
  const make = Object.hasOwn(worlds, name) ? worlds[name] : undefined
  if (make !== undefined) return make
  throw new OrbError('NOT_FOUND', `there is no world ${JSON.stringify(name.slice(0, 80))}`, {
    hint: `there are ${Object.keys(worlds).join(', ')}`,
  })
}

/** What a failure says: what did not hold, the schedule to run again, and the last events. */
export function describeFailure(schedule: Schedule, outcome: Outcome): string {
  return [
    `${outcome.check ?? 'all is well'} at ${outcome.atMs} ms, seed ${schedule.seed}: ${outcome.detail ?? ''}`,
    lastEvents(outcome.trace),
    `the schedule, for test/sim/scripts/:\n${formatSchedule(schedule)}`,
  ].join('\n')
}
