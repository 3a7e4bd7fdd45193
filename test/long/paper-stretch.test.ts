import assert from 'node:assert/strict'
import { it } from 'node:test'
import { stretchOf } from '../paper/stretch.ts'
import { printTable } from '../paper/table.ts'

it('Gummadi et al., SIGCOMM 2003 (figure 1.12): stretch without regard to distance', () => {
  const rows = [1_024, 4_096, 16_384].map((nodes) => ({
    nodes,
    ...stretchOf({ nodes, lookups: 4_000, seed: 1, medianMs: 50, maintainMs: 0 }),
  }))
  printTable('Median stretch (published: 10.2 without, 1.4 with PNS)', rows)
  for (const { wrong } of rows) assert.equal(wrong, 0)
})
