import { parentPort, workerData } from 'node:worker_threads'
import {
  describeFailure,
  drawScenario,
  makeRingWorld,
  runSchedule,
  shrink,
  type Schedule,
} from '../../src/sim/index.ts'

/** A share of the seeds: every `step`-th from `first` on, below `end`. */
export interface Share {
  readonly first: number
  readonly step: number
  readonly end: number
}
export interface ShareResult {
  /** What each failing seed says; of the first one the minimal schedule. */
  readonly failures: readonly string[]
  readonly seeds: number
  /** Sums of what the worlds counted. */
  readonly counts: Record<string, number>
  /** What was carried out, by verb. */
  readonly deeds: Record<string, number>
}

/** Runs of a shrinking in CI: some seconds. */
const MAX_SHRINK_RUNS = 200

function run({ first, step, end }: Share): ShareResult {
  const failures: string[] = []
  const counts: Record<string, number> = {}
  const deeds: Record<string, number> = {}
  let seeds = 0
  for (let seed = first; seed < end; seed += step, seeds++) {
    const schedule = drawScenario('mixed', seed)
    const outcome = runSchedule(schedule, makeRingWorld)
    for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count
    for (const [verb, count] of Object.entries(outcome.deeds)) deeds[verb] = (deeds[verb] ?? 0) + count
    if (outcome.ok) continue
    if (failures.length > 0) failures.push(`seed ${seed}: ${outcome.check ?? ''}`)
    else failures.push(explain(schedule, outcome.check))
  }
  return { failures, seeds, counts, deeds }
}

function explain(schedule: Schedule, check: string | undefined): string {
  const fails = (each: Schedule): boolean => runSchedule(each, makeRingWorld).check === check
  const small = shrink(schedule, fails, { maxRuns: MAX_SHRINK_RUNS }).schedule
  return describeFailure(small, runSchedule(small, makeRingWorld))
}

parentPort?.postMessage(run(workerData as Share))
