import assert from 'node:assert/strict'
import { it } from 'node:test'
import { MERKLE_DEPTH } from '../../src/protocols/records/merkle.ts'
import { syncCost } from '../paper/merkle.ts'
import { printTable } from '../paper/table.ts'

it('Cates, MEng thesis 2003 (figure 1.24): what it costs that two replicas become equal', () => {
  const rows = [1_000, 10_000, 100_000, 1_000_000].flatMap((records) =>
    [0, 1, 10, 100, 1_000].map((differences) => {
      const { questions, roundTrips, sums, entries, equal } = syncCost(records, differences, 1)
      assert.ok(equal)
      return { records, differences, 'round trips': roundTrips, questions, sums, entries }
    }),
  )
  printTable('Merkle comparison', rows)
  for (const row of rows) {
    if (row.differences === 0) assert.equal(row.questions, 1)
    if (row.differences === 1 && row.records <= 100_000) assert.ok(row['round trips'] <= MERKLE_DEPTH + 1)
  }
})
