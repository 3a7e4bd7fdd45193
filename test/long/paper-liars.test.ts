import assert from 'node:assert/strict'
import { it } from 'node:test'
import { underLies, type Way } from '../paper/liars.ts'
import { printTable } from '../paper/table.ts'

it('Castro et al., OSDI 2002 (figure 1.21): 10,000 nodes, 5 to 30 % of them lie, without defence', () => {
  const rows = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map((part) => {
    const { right, expected, failed } = underLies({ nodes: 10_000, part, lookups: 5_000, seed: 1 })
    return { liars: part, '(1 - f)^hops': expected, right, failed }
  })
  printTable('Share of look-ups for keys of honest owners that end there', rows)
  for (const row of rows) assert.ok(Math.abs(row.right - row['(1 - f)^hops']) <= 0.03, JSON.stringify(row))
})

it('the same verified: at least 99.9 % end at the owner with a quarter of liars, and none elsewhere', () => {
  const plans: readonly { readonly part: number; readonly lookups: number; readonly ways: readonly Way[] }[] = [
    { part: 0.05, lookups: 200, ways: ['league', 'self', 'drop'] },
    { part: 0.1, lookups: 200, ways: ['league', 'self', 'drop'] },
    { part: 0.2, lookups: 200, ways: ['league', 'self', 'drop'] },
    { part: 0.25, lookups: 1_000, ways: ['league'] },
    { part: 0.25, lookups: 1_000, ways: ['league', 'self', 'drop'] },
    { part: 0.3, lookups: 200, ways: ['league', 'self', 'drop'] },
  ]
  const rows = plans.map(({ part, lookups, ways }) => {
    const lied = underLies({ nodes: 10_000, part, lookups, seed: 1, ways }, 'verified')
    const { right, wrong, failed, asks, meanMs } = lied
    return {
      liars: part,
      'they say': ways.join(' or '),
      lookups,
      right,
      wrong,
      failed,
      questions: asks,
      'mean ms': meanMs,
    }
  })
  printTable('Verified look-ups for keys of honest owners, 10,000 nodes', rows)
  for (const row of rows) {
    assert.equal(row.wrong, 0, JSON.stringify(row))
    if (row.liars <= 0.25) assert.ok(row.right >= 0.999, JSON.stringify(row))
  }
})
