import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random } from '../../../src/base/index.ts'
import { DrawnRingIds, randomRingId } from '../../../src/sim/ring-id.ts'

it('no two nodes of a simulation have the same ring id, where chance alone would have it so', () => {
  const random = new Random(1)
  const [one, other] = [14_587, 71_962]
  const byChance = (index: number): string => randomRingId(random.fork(`ring id ${index}`))
  assert.equal(byChance(one), byChance(other))
  const ids = new DrawnRingIds(random)
  const drawn = Array.from({ length: other + 1 }, (_, index) => ids.draw(index))
  assert.equal(new Set(drawn).size, drawn.length)
  assert.equal(drawn[one], byChance(one))
  assert.notEqual(drawn[other], byChance(other))
})
