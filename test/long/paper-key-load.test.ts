import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keyLoad } from '../paper/key-load.ts'
import { printTable } from '../paper/table.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length

it('Stoica et al., SIGCOMM 2001 §6.2, Fig. 8 (figure 1.2): 10,000 nodes, 500,000 keys, 20 seeds', () => {
  const loads = Array.from({ length: 20 }, (_, seed) => keyLoad({ nodes: 10_000, keys: 500_000, positions: 1, seed }))
  const p99 = mean(loads.map((load) => load.p99))
  const max = mean(loads.map((load) => load.max))
  printTable('Keys of a node, times the mean', [
    { '': 'published', p99: 4.6, max: 9.1 },
    { '': 'measured', p99, max },
  ])
  assert.ok(p99 >= 4.4 && p99 <= 4.8, `${p99}`)
  assert.ok(loads.every(({ sorted }) => sorted[0] === 0))
})

describe('Stoica et al., SIGCOMM 2001 §6.2, Fig. 9 (figure 1.3): 10,000 nodes, 1,000,000 keys', () => {
  const expected = [
    { positions: 1, p99: 4.65, p1: 0.01 },
    { positions: 2, p99: 3.33, p1: 0.06 },
    { positions: 5, p99: 2.36, p1: 0.23 },
    { positions: 10, p99: 1.93, p1: 0.38 },
    { positions: 20, p99: 1.64, p1: 0.51 },
  ]
  const rows: Record<string, number>[] = []
  for (const { positions, p99, p1 } of expected) {
    it(`${positions} positions each`, () => {
      const load = keyLoad({ nodes: 10_000, keys: 1_000_000, positions, seed: 'long' })
      rows.push({ positions, 'p99 expected': p99, p99: load.p99, 'p1 expected': p1, p1: load.p1 })
      assert.ok(Math.abs(load.p99 / p99 - 1) <= 0.05, `${load.p99}`)
      // At 1 and 2 positions the value is a handful of keys, and a key is 0.01.
      assert.ok(Math.round(100 * Math.abs(load.p1 - p1)) <= Math.max(5 * p1, 1), `${load.p1}`)
    })
  }
  it('table', () => {
    printTable('Keys of a node, times the mean', rows)
    assert.equal(rows.length, expected.length)
  })
})
