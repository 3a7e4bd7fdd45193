import { it } from 'node:test'
import { checkCounts, countUnderFaults } from '../process/counted.ts'

for (let round = 1; round <= 10; round++) {
  it(`real daemons killed thrice while messages get lost and doubled: counts are as promised (round ${round})`, async () => {
    checkCounts(await countUnderFaults(60, 3))
  })
}
