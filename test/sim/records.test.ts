import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../src/base/index.ts'
import {
  describeFailure,
  drawSchedule,
  makeRecordsWorld,
  MIXED_FAULTS,
  runSchedule,
  shrink,
  type Schedule,
} from '../../src/sim/index.ts'

/** As many of each kind; by hand: RECORDS_SEEDS=1000, and RECORDS_FROM for where to begin. */
const SEEDS = Number(process.env['RECORDS_SEEDS'] ?? 5)
const FROM = Number(process.env['RECORDS_FROM'] ?? 0)
const MAX_SHRINK_RUNS = 60

const KINDS = {
  'nodes that come, go, crash, and lose their disks': ['churn'],
  // But for damage on the way: what arrives then is what somebody has said, and nothing but a signature could tell.
  'everything at once': MIXED_FAULTS.kinds.filter((kind) => kind !== 'corrupt'),
} as const

function draw(seed: number, kinds: (typeof MIXED_FAULTS)['kinds']): Schedule {
  return drawSchedule(new Random(seed).fork('records'), seed, {
    ...MIXED_FAULTS,
    world: 'records',
    kinds,
    nodes: [3, 10],
    successors: [4, 8],
    settleMs: 240_000,
    lookupEveryMs: 60,
  })
}

function explain(schedule: Schedule, check: string | undefined): string {
  const fails = (each: Schedule): boolean => runSchedule(each, makeRecordsWorld).check === check
  const small = shrink(schedule, fails, { maxRuns: MAX_SHRINK_RUNS }).schedule
  return describeFailure(small, runSchedule(small, makeRecordsWorld))
}

describe('records: nothing acknowledged is lost, nothing stale is read, all replicas agree in the end', () => {
  for (const [about, kinds] of Object.entries(KINDS)) {
    it(`with ${about}`, (t) => {
      const sum: Record<string, number> = {}
      const failures: string[] = []
      for (let seed = FROM; seed < FROM + SEEDS; seed++) {
        const schedule = draw(seed, kinds)
        const outcome = runSchedule(schedule, makeRecordsWorld)
        for (const [name, count] of Object.entries(outcome.counts)) sum[name] = (sum[name] ?? 0) + count
        if (outcome.ok) continue
        failures.push(
          failures.length === 0 ? explain(schedule, outcome.check) : `seed ${seed}: ${outcome.check} ${outcome.detail}`,
        )
      }
      t.diagnostic(`${SEEDS} seeds from ${FROM}: ${JSON.stringify(sum)}`)
      assert.deepEqual(failures, [], failures.join('\n'))
      const { written = 0, found = 0, strict = 0 } = sum
      assert.ok(written >= 150 * SEEDS && found >= 80 * SEEDS, `${written} written, ${found} found`)
      assert.ok(strict >= 100 * SEEDS, `only ${strict} operations were held to all of it`)
    })
  }
})
