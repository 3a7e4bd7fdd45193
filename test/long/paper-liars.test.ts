import assert from 'node:assert/strict'
import { it } from 'node:test'
import { underLies } from '../paper/liars.ts'
import { printTable } from '../paper/table.ts'

it('Castro et al., OSDI 2002 (figure 1.21): 10,000 nodes, 5 to 30 % of them lie, without defence', () => {
  const rows = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map((part) => {
    const { right, expected, failed } = underLies({ nodes: 10_000, part, lookups: 5_000, seed: 1 })
    return { liars: part, '(1 - f)^hops': expected, right, failed }
  })
  printTable('Share of look-ups for keys of honest owners that end there', rows)
  for (const row of rows) assert.ok(Math.abs(row.right - row['(1 - f)^hops']) <= 0.03, JSON.stringify(row))
})
