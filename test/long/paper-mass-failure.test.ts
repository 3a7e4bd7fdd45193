import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { afterRepair, beforeRepair, type Before } from '../paper/mass-failure.ts'
import { TABLE_II } from '../paper/published.ts'
import { printTable } from '../paper/table.ts'

const RINGS = 10

describe('Stoica et al., ToN 2003 §VI.D, Table II (figure 1.5): 1,000 nodes, before anything is repaired', () => {
  const rows: Record<string, number>[] = []
  for (const { part, path, timeouts } of TABLE_II) {
    it(`${part * 100} % failed`, () => {
      const rings = Array.from({ length: RINGS }, (_, seed) =>
        beforeRepair({ nodes: 1_000, successors: 20, part, lookups: 1_000, seed }),
      )
      const sum = (pick: (ring: Before) => number): number => rings.reduce((total, ring) => total + pick(ring), 0)
      const ours = {
        path: sum((ring) => ring.path) / RINGS,
        timeouts: sum((ring) => ring.timeouts) / RINGS,
        wrong: sum((ring) => ring.wrong),
        lost: sum((ring) => ring.lost),
      }
      rows.push({ part, 'path published': path, ...ours, 'timeouts published': timeouts })
      assert.equal(ours.wrong, 0)
      assert.ok(ours.path <= path * 1.03, `${ours.path} hops`)
      // docs/paper-tests.md tells why not 5 % where every third or second node is dead.
      const excess = part < 0.3 ? 1.05 : part < 0.4 ? 1.1 : 1.2
      assert.ok(ours.timeouts <= timeouts * excess, `${ours.timeouts} timeouts`)
      assert.ok(ours.lost <= (part < 0.4 ? 0 : RINGS * 1_000 * 0.03), `${ours.lost} found nobody to ask as owner`)
    })
  }
  it('table', () => {
    printTable('Look-ups after a failure of many, before repair: means of 10 rings, 10,000 look-ups', rows)
    assert.equal(rows.length, TABLE_II.length)
  })
})

describe('Stoica et al., SIGCOMM 2001 §6.4, Fig. 11 (figure 1.4): 10,000 nodes, after repair', () => {
  const rows: Record<string, number>[] = []
  for (const part of [0.05, 0.2, 0.5]) {
    it(`${part * 100} % failed: no key is lost but those of the dead`, () => {
      const after = afterRepair({ nodes: 10_000, successors: 26, part, lookups: 50_000, seed: 1 })
      const { failed, wrong, lostKeys, notFound, repairMs } = after
      rows.push({
        part,
        'keys lost': lostKeys / 50_000,
        'not found': notFound / 50_000,
        'repaired after s': repairMs / 1e3,
      })
      assert.deepEqual({ failed, wrong, notFound }, { failed: 0, wrong: 0, notFound: lostKeys })
    })
  }
  it('table', () => {
    printTable('Keys after a failure of many and its repair', rows)
    assert.equal(rows.length, 3)
  })
})

it('Stoica et al., SIGCOMM 2001, Theorems 7 and 8 (figure 1.9): half of all fail with r = 2·log2 N, no look-up is wrong', () => {
  const nodes = 2_048
  const after = afterRepair({ nodes, successors: 22, part: 0.5, lookups: 100_000, seed: 9, when: 'at once' })
  printTable('Look-ups from the instant in which half of 2,048 nodes fail', [
    { lookups: 100_000, wrong: after.wrong, failed: after.failed },
  ])
  assert.equal(after.wrong, 0)
  assert.equal(after.failed, 0)
})
