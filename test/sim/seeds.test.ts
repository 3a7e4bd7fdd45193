import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { describe, it } from 'node:test'
import { Worker } from 'node:worker_threads'
import { VERB_NAMES } from '../../src/sim/index.ts'
import type { Share, ShareResult } from './seed-worker.ts'

const SEEDS = 1_000
/** All of them, on two cores: 3 minutes. Counted is the time that they take of a core, so that a busy machine fails nothing. */
const WITHIN_CPU_MS = 2 * 180_000
/** Beyond this they hang. */
const TIMEOUT_MS = 900_000
/** More would only take memory from other tests. */
const WORKERS = Math.min(2, availableParallelism())

const runShare = (share: Share): Promise<ShareResult> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('seed-worker.ts', import.meta.url), { workerData: share })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

function sumOf(results: readonly ShareResult[], part: 'counts' | 'deeds'): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const result of results) {
    for (const [name, count] of Object.entries(result[part])) sum[name] = (sum[name] ?? 0) + count
  }
  return sum
}

describe('small rings under mixed faults', () => {
  it(
    'hold their invariants, answer right and become ideal again, 1,000 seeds within 3 minutes',
    { timeout: TIMEOUT_MS },
    async (t) => {
      const before = process.cpuUsage()
      const shares = Array.from({ length: WORKERS }, (_, first) => runShare({ first, step: WORKERS, end: SEEDS }))
      const results = await Promise.all(shares)
      const { user, system } = process.cpuUsage(before)
      const tookMs = (user + system) / 1000
      const counts = sumOf(results, 'counts')
      const deeds = sumOf(results, 'deeds')
      t.diagnostic(
        `${SEEDS} seeds in ${(tookMs / 1000).toFixed(0)} s of CPU: ${JSON.stringify({ ...counts, ...deeds })}`,
      )
      const failures = results.flatMap((result) => result.failures)
      assert.deepEqual(failures, [], failures.join('\n'))
      assert.equal(
        results.reduce((sum, { seeds }) => sum + seeds, 0),
        SEEDS,
      )
      // It is no use that nothing went wrong if nothing was tried.
      for (const verb of VERB_NAMES) {
        if (verb !== 'lookup') assert.ok((deeds[verb] ?? 0) >= 50, `${verb}: ${deeds[verb] ?? 0} times`)
      }
      const { right = 0, failed = 0, wrong = 0 } = counts
      assert.equal(wrong, 0)
      assert.ok(right >= 150 * SEEDS, `${right} right answers`)
      assert.ok(failed <= 0.01 * right, `${failed} look-ups failed, ${right} were answered`)
      assert.ok(tookMs < WITHIN_CPU_MS, `${tookMs.toFixed(0)} ms`)
    },
  )
})
