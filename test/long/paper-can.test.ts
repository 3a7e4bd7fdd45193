import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CanNet, matrix, transitStub } from '../paper/can-net.ts'
import { reassignment } from '../paper/can-churn.ts'
import { partition } from '../paper/can-partition.ts'
import { printTable } from '../paper/table.ts'

const MEAN_MS = 116

void describe('Ratnasamy et al., SIGCOMM 2001', () => {
  void it('Table 5, Fig. 9 (figures 2.1, 2.2, 2.5): paths, neighbours and volumes', () => {
    const sizes = [
      { nodes: 4_096, dimensions: 2, path: 25.7 },
      { nodes: 16_384, dimensions: 2, path: 50.8 },
      { nodes: 65_536, dimensions: 3, path: 23.9 },
    ]
    const rows = sizes.flatMap(({ path, ...size }) =>
      ([0, 1, 2] as const).map((checkHops) => {
        const figures = partition({ ...size, checkHops, seed: 'paths', lookups: 5_000 })
        const { hops, ofFormula, neighbours, byHalvings } = figures
        const exact = byHalvings.get(0) ?? 0
        if (checkHops === 0) assert.ok(Math.abs(hops / path - 1) <= 0.05 && ofFormula <= 1, `${hops} of ${path} hops`)
        if (checkHops === 0 && size.dimensions === 2) assert.ok(Math.abs(neighbours - 4.57) <= 0.03, `${neighbours}`)
        if (size.nodes === 65_536 && checkHops > 0) {
          assert.ok(exact >= (checkHops === 1 ? 0.8 : 0.9), `${exact} at V`)
          assert.equal(Math.min(...byHalvings.keys()), -1, 'above 2V')
        }
        return { ...size, checkHops, hops, ofFormula, neighbours, 'at V': exact, 'at 2V': byHalvings.get(-1) ?? 0 }
      }),
    )
    printTable('Hops, neighbours and volumes by volume check', rows)
  })

  void it('Table 1 (figure 2.6): hops weighed with the round trip, 2^17 nodes', () => {
    const nodes = 2 ** 17
    const nets = [
      { net: 'matrix', latencyMs: matrix(1, MEAN_MS) },
      { net: 'transit-stub', latencyMs: transitStub('stubs', nodes) },
    ]
    const rows = nets.flatMap(({ net, latencyMs }) =>
      [2, 3, 4, 5].map((dimensions) => {
        const options = { seed: 'weighed', nodes, dimensions, checkHops: 0, latencyMs, lookups: 2_000 } as const
        const near = new CanNet({ ...options, by: 'distance' }).measure()
        const most = new CanNet({ ...options, by: 'most way' }).measure()
        const shorter = 1 - most.perHopMs / near.perHopMs
        if (dimensions === 2) assert.ok(shorter >= 0.24, `${shorter} shorter: ${net}`)
        if (dimensions === 5) assert.ok(shorter >= 0.38, `${shorter} shorter: ${net}`)
        const { hops: hopsBefore, perHopMs: before } = near
        return { net, dimensions, before, weighed: most.perHopMs, shorter, hopsBefore, hops: most.hops }
      }),
    )
    printTable('ms per hop (published: 116.8 and 88.3 with d = 2, 115.4 and 70.9 with d = 5)', rows)
  })

  void it('Tables 4 and 5 (figures 2.3, 2.4): all of it, 2^14 and 2^17 nodes', () => {
    const rows = [14, 17].flatMap((exponent) =>
      [1, 2, 4].map((realities) => {
        const nodes = 2 ** exponent
        const latencyMs = matrix(1, MEAN_MS)
        const size = { seed: 'all', nodes, dimensions: 10, peers: 4, checkHops: 1, realities, latencyMs } as const
        const net = new CanNet({ ...size, by: 'most way', lookups: 2_000 })
        const { hops, pathMs, directMs, neighbours, mates } = net.measure()
        const shortest = net.shortest(3)
        // 2^17 nodes in one reality: 2.1 times, see docs/paper-tests.md.
        const most = exponent > 14 && realities === 1 ? 2.3 : 2
        assert.ok(pathMs <= most * directMs, `${pathMs} ms for ${directMs}`)
        assert.ok(realities > 1 || hops <= 1.06 * shortest, `${hops} hops, ${shortest} at least`)
        return { nodes, realities, hops, shortest, pathMs, directMs, neighbours, mates }
      }),
    )
    printTable('d = 10, 4 to a zone (published: 4.56 hops at 2^14, 5.0 at 2^18)', rows)
  })

  void it('Table 6 (figure 2.8): reassignment, 65,536 nodes', () => {
    const rows = [2, 3, 4].map((dimensions) => {
      const figures = reassignment({ seed: 'gone', nodes: 65_536, dimensions, part: 0.2, rounds: 3 })
      const { meanHops, maxHops, left, failed, empty, searches } = figures
      assert.deepEqual([left, failed, empty], [0, 0, 0])
      assert.ok(meanHops <= 1.2 && maxHops <= 4, `${meanHops} hops, at most ${maxHops}`)
      return { dimensions, searches, meanHops, maxHops }
    })
    printTable('Hops to two siblings (published: 1.12, 1.09, 1.07, at most 3)', rows)
  })
})
