import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MERKLE_DEPTH } from '../../src/protocols/records/merkle.ts'
import { syncCost } from './merkle.ts'

/** Up to a million records: test/long/paper-merkle.test.ts. */
describe('Cates, MEng thesis 2003 (figure 1.24): replicas of 100,000 records', () => {
  it('that are equal know it after one question', () => {
    const { questions, sums, entries } = syncCost(100_000, 0, 1)
    assert.deepEqual({ questions, sums, entries }, { questions: 1, sums: 0, entries: 0 })
  })

  it('that differ in one find it within the depth of the tree, and are equal', () => {
    const { roundTrips, equal } = syncCost(100_000, 1, 2)
    assert.ok(roundTrips <= MERKLE_DEPTH + 1, `${roundTrips}`)
    assert.ok(equal)
  })

  it('exchange O(d·log n) sums and entries for d differences', () => {
    const differences = 50
    const { sums, entries, equal } = syncCost(100_000, differences, 3)
    // A path from the root passes two nodes of 64 children each; a leaf holds 24 of 100,000 records.
    assert.ok(sums <= 66 + differences * 66, `${sums} sums`)
    assert.ok(entries >= differences && entries <= differences * 64, `${entries} entries`)
    assert.ok(equal)
  })
})
