import assert from 'node:assert/strict'
import { it } from 'node:test'
import { lostKeys, margin } from '../paper/replication.ts'
import { printTable } from '../paper/table.ts'

const SEEDS = 10
const NODES = 3_000

it('Dabek et al., CFS, SOSP 2001 (figure 1.23): keys lost when a part p of 3,000 nodes fails at once, 10 rings', () => {
  const rows: Record<string, number>[] = []
  for (const copies of [1, 3, 6]) {
    for (const part of [0.1, 0.2, 0.3, 0.4, 0.5]) {
      let lost = 0
      for (let seed = 0; seed < SEEDS; seed++)
        lost += lostKeys({ nodes: NODES, copies, part, keys: 20_000, seed }) / SEEDS
      const expected = part ** copies
      rows.push({ copies, p: part, 'p^k': expected, lost })
      assert.ok(
        Math.abs(lost - expected) <= margin(expected, (SEEDS * NODES) / copies),
        `${lost}, ${expected} expected`,
      )
    }
  }
  printTable('Share of keys lost', rows)
})
