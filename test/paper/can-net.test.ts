import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CanNet, matrix, transitStub, type NetFigures, type NetOptions } from './can-net.ts'

const latencyMs = transitStub('stubs', 16_384)
const measured = (options: Partial<NetOptions>): NetFigures => netOf(options).measure()
const netOf = (options: Partial<NetOptions>): CanNet =>
  new CanNet({
    seed: 'net',
    nodes: 4_096,
    dimensions: 2,
    checkHops: 0,
    by: 'distance',
    latencyMs,
    lookups: 1_500,
    ...options,
  })

/**
 * Ratnasamy et al., SIGCOMM 2001, §3: what routes by latency, shared zones and realities bring (figures 2.3 and 2.6 to 2.9
 * of docs/paper-tests.md). 2^14 and 2^17 nodes: test/long/paper-can.test.ts.
 */
void describe('a CAN with latencies', () => {
  void it('has shorter hops when the way is weighed with the round trip (Table 1)', () => {
    const [plane, five] = [2, 5].map((dimensions) => {
      const near = measured({ dimensions })
      const weighed = measured({ dimensions, by: 'most way' })
      // More of them, but each so much shorter that the whole is too.
      assert.ok(weighed.hops >= near.hops && weighed.pathMs < near.pathMs)
      return 1 - weighed.perHopMs / near.perHopMs
    })
    assert.ok((plane ?? 0) >= 0.2, `${plane} shorter in two dimensions`)
    // The last hop, to the holder itself, cannot be chosen: in five it is one of six at this size.
    assert.ok((five ?? 0) >= 0.31, `${five} shorter in five dimensions`)
  })

  void it('has shorter hops the more nodes share a zone, each going on to the nearest of them (Table 2)', () => {
    const [one, ...more] = [1, 2, 3, 4].map((peers) => {
      return measured({ nodes: 2_048 * peers, peers, fullZones: true }).perHopMs
    })
    const published = [0.2, 0.37, 0.45]
    for (const [i, ms] of more.entries()) {
      const saved = 1 - ms / (one ?? 0)
      assert.ok(saved >= (published[i] ?? 1), `${saved} saved by ${i + 2} to a zone`)
    }
  })

  void it('has shorter ways by more dimensions than by realities of the same state, and these lose less (Figs. 5, 6)', () => {
    const dimensions = measured({ dimensions: 5 })
    const realities = measured({ realities: 3 })
    assert.ok(realities.neighbours >= dimensions.neighbours)
    assert.ok(dimensions.hops < realities.hops, `${dimensions.hops} and ${realities.hops} hops`)
    assert.ok(realities.hops < measured({}).hops)
    for (const r of [1, 2, 3]) {
      const available = netOf({ realities: r }).availability(0.3, 4_000)
      assert.ok(Math.abs(available - (1 - 0.3 ** r)) <= 0.025, `${available} with ${r} realities`)
    }
  })

  void it('with all of it is no more than twice the direct way, by all but the shortest paths (Tables 4, 5)', () => {
    const everything = { dimensions: 10, peers: 4, checkHops: 1, by: 'most way', nodes: 8_192 } as const
    const net = netOf({ ...everything, latencyMs: matrix(1, 116) })
    const { pathMs, directMs, hops } = net.measure()
    const shortest = net.shortest(3)
    assert.ok(pathMs <= 2 * directMs, `${pathMs} ms for ${directMs}`)
    assert.ok(hops <= 1.06 * shortest, `${hops} hops of ${shortest}`)
  })
})
