import assert from 'node:assert/strict'
import { it } from 'node:test'
import { reassignment } from './can-churn.ts'

/** Ratnasamy et al., SIGCOMM 2001, appendix A and Table 6 (figure 2.8 of docs/paper-tests.md). 65,536 nodes: test/long/paper-can.test.ts. */
void it('a CAN that has lost nodes comes to one zone each again, and finds siblings to unite in about one hop', () => {
  for (const dimensions of [2, 3, 4]) {
    const figures = reassignment({ seed: 'gone', nodes: 2_048, dimensions, part: 0.2, rounds: 3 })
    const { meanHops, maxHops, searches, crowded, left, failed, empty } = figures
    assert.ok(crowded >= 100 && searches >= crowded / 2, `${searches} searches for ${crowded} nodes`)
    assert.deepEqual([left, failed, empty], [0, 0, 0])
    assert.ok(meanHops <= 1.2 && maxHops <= 4, `${meanHops} hops, at most ${maxHops}`)
  }
})
