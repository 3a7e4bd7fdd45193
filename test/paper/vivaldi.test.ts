import assert from 'node:assert/strict'
import { it } from 'node:test'
import { clusters, errorsOf, relaxed, vivaldiOf } from './vivaldi.ts'

const SITES = 100

void it('Vivaldi foretells round trips about as well as springs relaxed with full knowledge, and within 11 % in the median', () => {
  const matrix = clusters(SITES)
  const median = (errors: readonly number[]): number => errors[errors.length >> 1] ?? NaN
  const known = median(errorsOf(matrix, relaxed(matrix, 150)))
  const early = median(errorsOf(matrix, vivaldiOf(matrix, 20, 0.05)))
  const late = median(errorsOf(matrix, vivaldiOf(matrix, 300, 0.05)))
  assert.ok(late < 0.11, `half are foretold within ${late}; figure 5 of the paper: 11 % on King's data`)
  assert.ok(late < 1.5 * known, `${late}, with full knowledge ${known}`)
  assert.ok(early > late, `${early} after 20 samples`)
})
