import { OrbError, Random } from '../base/index.ts'
import { drawSchedule, MIXED_FAULTS, type FaultKind } from './draw.ts'
import { makeRecordsWorld } from './records-world.ts'
import { makeRingWorld } from './ring-world.ts'
import type { Schedule } from './schedule.ts'
import type { MakeWorld } from './world.ts'

/** The worlds a schedule may be for. */
export const WORLDS: Readonly<Record<string, MakeWorld>> = { ring: makeRingWorld, records: makeRecordsWorld }

/** Schedules that are drawn: what befalls them. */
export const SCENARIOS: Readonly<Record<string, { readonly about: string; readonly kinds: readonly FaultKind[] }>> = {
  mixed: { about: 'everything at once', kinds: MIXED_FAULTS.kinds },
  churn: { about: 'nodes start, crash, stop, leave and come back', kinds: ['churn'] },
  partition: {
    about: 'the network is cut and heals, while nodes come and go',
    kinds: ['partition', 'partition', 'churn'],
  },
  network: {
    about: 'loss, duplicates, reordering, delay, jitter, one-way links',
    kinds: ['network', 'network', 'block'],
  },
  damage: { about: 'messages are damaged on the way', kinds: ['corrupt', 'churn'] },
  disk: { about: 'disks are full, slow or broken, and power fails', kinds: ['disk', 'churn'] },
  clock: { about: 'clocks drift and jump, while nodes come and go', kinds: ['clock', 'churn'] },
}

/**
 * The schedule of a scenario and a seed; equal seeds give equal schedules.
 * @throws OrbError NOT_FOUND when there is no such scenario
 */
export function drawScenario(name: string, seed: number): Schedule {
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined
  if (scenario === undefined) {
    throw new OrbError('NOT_FOUND', `there is no scenario ${JSON.stringify(name.slice(0, 80))}`, {
      hint: `there are ${Object.keys(SCENARIOS).join(', ')}; or name a schedule file`,
    })
  }
  return drawSchedule(new Random(seed).fork('schedule'), seed, { ...MIXED_FAULTS, kinds: scenario.kinds })
}
