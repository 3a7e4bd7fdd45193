import assert from 'node:assert/strict'
import { it } from 'node:test'
import { failedPathsAt } from '../paper/static-resilience.ts'
import { printTable } from '../paper/table.ts'

it('Gummadi et al., SIGCOMM 2003 (figure 1.11): 65,536 nodes, up to 90 % dead, no repair', () => {
  const parts = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
  const sixteen = failedPathsAt({ nodes: 65_536, successors: 16, parts, lookups: 1_000, seed: 1 })
  const daemon = failedPathsAt({ nodes: 65_536, successors: 8, parts, lookups: 1_000, seed: 1 })
  printTable(
    'Share of pairs between which no path is found',
    parts.map((part, i) => ({
      dead: part,
      '16 successors': sixteen[i] ?? NaN,
      '8 successors': daemon[i] ?? NaN,
    })),
  )
  assert.deepEqual(sixteen.slice(0, 3), [0, 0, 0])
})
