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

type Kinds = (typeof MIXED_FAULTS)['kinds']
const CHURN: Kinds = ['churn']
// But for damage on the way: what arrives then is what somebody has said, and nothing but a signature could tell.
const ALL: Kinds = MIXED_FAULTS.kinds.filter((kind) => kind !== 'corrupt')

const WORLDS: readonly { about: string; kinds: Kinds; positions: boolean }[] = [
  { about: 'nodes that come, go, crash, and lose their disks', kinds: CHURN, positions: false },
  { about: 'everything at once', kinds: ALL, positions: false },
  { about: 'everything at once, and two to four positions of each node', kinds: ALL, positions: true },
]

/** Seeds that failed once, and why. */
const GOLDEN: readonly { seed: number; kinds: Kinds; positions: boolean; was: string }[] = [
  {
    seed: 74,
    kinds: CHURN,
    positions: false,
    was: 'what was left of an own configuration, owned no more, kept the rest of it from being made anew',
  },
  {
    seed: 121,
    kinds: CHURN,
    positions: false,
    was: 'members about to leave were not told of the group without them, and answered reads for the one before',
  },
  {
    seed: 1,
    kinds: ALL,
    positions: true,
    was: 'what one position had ruled before another of the same node joined in it was ruled by neither',
  },
  {
    seed: 7,
    kinds: ALL,
    positions: true,
    was: 'of a configuration before, one was waited for who had given all of it away already',
  },
  {
    seed: 110,
    kinds: ALL,
    positions: true,
    was: 'an owner that was cut off made more configurations, of no use, than may be remembered, and took in no rival after',
  },
  {
    seed: 150,
    kinds: ALL,
    positions: true,
    was: 'a put that an owner had begun when it lost the id was put anew by the next one: one put, two versions',
  },
  {
    seed: 209,
    kinds: ALL,
    positions: true,
    was: 'a member that had heard first of what another position had taken of an arc could not be told of the rest of it',
  },
  {
    seed: 503,
    kinds: ALL,
    positions: false,
    was: 'while a disk failed each configuration that could not be written came before the next, and pushed out those that counted',
  },
  {
    seed: 568,
    kinds: ALL,
    positions: false,
    was: 'two who both held an arc for theirs while rings became one took it from each other until no more could come before',
  },
  {
    seed: 772,
    kinds: ALL,
    positions: true,
    was: 'a new configuration did not come after what another position of its node had made while the neighbours were being asked',
  },
  {
    seed: 871,
    kinds: ALL,
    positions: false,
    was: 'of rows of which nothing was known one was offered in 20 s, however many belonged to the same owner',
  },
]

function draw(seed: number, kinds: Kinds, positions: boolean): Schedule {
  const schedule = drawSchedule(new Random(seed).fork('records'), seed, {
    ...MIXED_FAULTS,
    world: 'records',
    kinds,
    nodes: [3, 10],
    successors: [4, 8],
    settleMs: 240_000,
    lookupEveryMs: 60,
  })
  return positions ? { ...schedule, positions: 2 + (seed % 3) } : schedule
}

function explain(schedule: Schedule, check: string | undefined): string {
  const fails = (each: Schedule): boolean => runSchedule(each, makeRecordsWorld).check === check
  const small = shrink(schedule, fails, { maxRuns: MAX_SHRINK_RUNS }).schedule
  return describeFailure(small, runSchedule(small, makeRecordsWorld))
}

describe('records: nothing acknowledged is lost, nothing stale is read, all replicas agree in the end', () => {
  for (const { about, kinds, positions } of WORLDS) {
    it(`with ${about}`, (t) => {
      const sum: Record<string, number> = {}
      const failures: string[] = []
      for (let seed = FROM; seed < FROM + SEEDS; seed++) {
        const schedule = draw(seed, kinds, positions)
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

  for (const { seed, kinds, positions, was } of GOLDEN) {
    it(`seed ${seed}: ${was}`, () => {
      const schedule = draw(seed, kinds, positions)
      const outcome = runSchedule(schedule, makeRecordsWorld)
      assert.ok(outcome.ok, outcome.ok ? '' : explain(schedule, outcome.check))
    })
  }
})
