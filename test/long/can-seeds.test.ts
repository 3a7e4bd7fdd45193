import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { MixedReport } from '../sim/can-mixed.ts'

const SHARE = fileURLToPath(new URL('can-seeds.ts', import.meta.url))
const FROM = Number(process.env['CAN_FROM'] ?? 0)
const SEEDS = Number(process.env['CAN_SEEDS'] ?? 200)
/** Steps of nodes in each seed, at least. */
const STEPS = Number(process.env['CAN_STEPS'] ?? 100_000)

type Line = { readonly seed: number } & (MixedReport | { readonly failed: string })

/** Every so many-th seed, in a process of its own. */
async function share(from: number, every: number): Promise<Line[]> {
  const args = [from, FROM + SEEDS, every, STEPS].map(String)
  const child = spawn(process.execPath, ['--import', 'tsx', SHARE, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: Line[] = []
  for await (const line of createInterface({ input: child.stdout })) lines.push(JSON.parse(line) as Line)
  return lines
}

it(`${SEEDS} seeds of joins, leaves, crashes and cuts, of ${STEPS.toLocaleString('en')} steps each`, async (t) => {
  const workers = Math.min(SEEDS, availableParallelism())
  const all = (await Promise.all(Array.from({ length: workers }, (_, i) => share(FROM + i, workers)))).flat()
  const failed = all.flatMap((line) => ('failed' in line ? [line.failed] : []))
  assert.deepEqual(failed, [])
  assert.equal(all.length, SEEDS)
  const sum = (of: (report: MixedReport) => number): number =>
    all.reduce((total, line) => total + ('failed' in line ? 0 : of(line)), 0)
  const [checks, acknowledged] = [sum((report) => report.checks), sum((report) => report.acknowledged)]
  t.diagnostic(`${sum((report) => report.steps)} steps, ${checks} changes of hands, ${acknowledged} writes`)
  for (const line of all) assert.ok('failed' in line || line.steps >= STEPS)
  assert.ok(checks > 0 && acknowledged > 0)
})
