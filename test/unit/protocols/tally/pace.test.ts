import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peerKey, Random } from '../../../../src/base/index.ts'
import { MAX_RESTING, Pace } from '../../../../src/protocols/tally/pace.ts'

void test(`${MAX_RESTING} takers rest at once, and not one above, until the next sweep`, () => {
  const pace = new Pace(new Random(1))
  const takers = Array.from({ length: MAX_RESTING + 1 }, (_, i) => peerKey(`t${i}`))
  pace.begin()
  for (const taker of takers) pace.rest(taker)
  assert.deepEqual(takers.map((taker) => pace.isResting(taker)).indexOf(false), MAX_RESTING)
  pace.begin()
  assert.ok(takers.every((taker) => !pace.isResting(taker)))
})
