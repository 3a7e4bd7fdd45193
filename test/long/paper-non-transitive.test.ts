import assert from 'node:assert/strict'
import { it } from 'node:test'
import { withPairsCut } from '../paper/non-transitive.ts'
import { printTable } from '../paper/table.ts'

it('Li et al., INFOCOM 2005 (figure 1.15): 1,024 nodes, a part of all pairs cut', () => {
  const rows = [0.01, 0.05, 0.1].map((part) => ({
    'pairs cut': part,
    lookups: 3_000,
    ...withPairsCut({ nodes: 1_024, part, lookups: 3_000, forMs: 120_000, seed: 1 }),
  }))
  printTable('Look-ups while pairs of nodes cannot reach each other (Chord, published: 2.9 to 4.8 % at 5 %)', rows)
  for (const row of rows) {
    if (row['pairs cut'] <= 0.05) assert.ok(row.failed + row.wrong < 0.029 * row.lookups, JSON.stringify(row))
  }
})
