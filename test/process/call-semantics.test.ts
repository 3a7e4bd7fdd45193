import { it } from 'node:test'
import { checkCounts, countUnderFaults } from './counted.ts'

it('real daemons: maybe counts 0..1, at-least-once 1 or more when answered, at-most-once 1 when answered, whatever gets lost, doubled or killed', async () => {
  checkCounts(await countUnderFaults(12, 1))
})
