import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asDaemon, pathLengths } from '../paper/path-length.ts'
import { printTable } from '../paper/table.ts'

/** How many rings of a size: the large ones differ little from each other. */
const seedsFor = (exponent: number): number => (exponent <= 12 ? 5 : exponent <= 14 ? 2 : 1)

describe('Stoica et al., SIGCOMM 2001 §6.3, Fig. 10 (figure 1.1): path length for 2^10 to 2^17 nodes', () => {
  const rows: Record<string, number>[] = []

  for (let exponent = 10; exponent <= 17; exponent++) {
    it(`2^${exponent} nodes`, () => {
      const nodes = 2 ** exponent
      const size = { nodes, seeds: seedsFor(exponent), lookups: 10_000 / seedsFor(exponent) }
      const half = exponent / 2
      const fingers = pathLengths({ ...size, params: { routeBySuccessors: false } })
      const daemon = pathLengths({ ...size, params: asDaemon })
      const twenty = pathLengths({ ...size, params: { successors: 20 } })
      rows.push({
        nodes,
        'log2(N)/2': half,
        'fingers, to predecessor': fingers.toPredecessor,
        p1: fingers.p1,
        p99: fingers.p99,
        'daemon, to predecessor': daemon.toPredecessor,
        'daemon, to owner': daemon.toOwner,
        'r = 20, to owner': twenty.toOwner,
      })
      assert.equal(fingers.wrong + daemon.wrong + twenty.wrong, 0)
      assert.ok(Math.abs(fingers.toPredecessor / (half - 0.14) - 1) <= 0.03, `${fingers.toPredecessor} hops by fingers`)
      assert.ok(daemon.toOwner <= half - 1, `${daemon.toOwner} hops as a daemon is set up`)
      assert.ok(twenty.toOwner <= half - 1, `${twenty.toOwner} hops with 20 successors`)
    })
  }

  it('table', () => {
    printTable('Path length, mean hops', rows)
    assert.equal(rows.length, 8)
  })
})
