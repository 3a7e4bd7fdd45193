import assert from 'node:assert/strict'
import { it } from 'node:test'
import { lostKeys, margin } from '../paper/replication.ts'
import { printTable } from '../paper/table.ts'

const RINGS = 20
const NODES = 3_000

it('Dabek et al., CFS, SOSP 2001 (figure 1.23): keys lost when a part p of 3,000 nodes dies at once, 20 rings', () => {
  const cases = [1, 3, 6].flatMap((copies) => [0.1, 0.2, 0.3, 0.4, 0.5].map((part) => ({ copies, part })))
  const rings = Array.from({ length: RINGS }, (_, seed) => lostKeys(NODES, cases, 10_000, seed))
  const rows = cases.map(({ copies, part }, i) => {
    const lost = rings.reduce((sum, ring) => sum + (ring[i]?.lost ?? NaN), 0) / RINGS
    return { copies, p: part, 'p^k': part ** copies, lost }
  })
  printTable('Share of keys lost', rows)
  for (const row of rows) {
    const { copies, lost } = row
    assert.ok(Math.abs(lost - row['p^k']) <= margin(row['p^k'], (RINGS * NODES) / copies), JSON.stringify(row))
  }
})
