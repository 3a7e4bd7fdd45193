import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { afterRepair, beforeRepair } from './mass-failure.ts'
import { TABLE_II } from './published.ts'

/**
 * Failure of many nodes at one instant. Larger: test/long/paper-mass-failure.test.ts.
 */
describe('Stoica et al., ToN 2003 §VI.D, Table II (figure 1.5): before anything is repaired', () => {
  for (const { part, path: tablePath, timeouts: tableTimeouts } of TABLE_II) {
    if (part === 0.2 || part === 0.4) continue
    it(`${part * 100} % of 1,000 nodes failed`, () => {
      const { path, timeouts, wrong, lost } = beforeRepair({
        nodes: 1_000,
        successors: 20,
        part,
        lookups: 500,
        seed: 1,
      })
      assert.equal(wrong, 0)
      // A relay tries so many nodes and gives up; forgetful ones fail alike in each attempt.
      assert.ok(lost <= (part === 0.5 ? 15 : 0), `${lost} look-ups found nobody to ask as owner`)
      // One ring: its timeouts lie up to a quarter off the mean of many. The long form gates that mean.
      assert.ok(path <= tablePath * 1.03 + 0.15, `${path} hops`)
      assert.ok(timeouts <= tableTimeouts * 1.3, `${timeouts} timeouts`)
      if (part > 0) assert.ok(timeouts > tableTimeouts / 2, `${timeouts} timeouts: do look-ups meet the dead at all?`)
    })
  }
})

describe('Stoica et al., SIGCOMM 2001 §6.4, Fig. 11 (figure 1.4): after repair', () => {
  for (const part of [0.2, 0.5]) {
    it(`${part * 100} % of 500 nodes failed: only their keys are lost`, () => {
      const { lostKeys, notFound, failed, wrong } = afterRepair({
        nodes: 500,
        successors: 18,
        part,
        lookups: 2_000,
        seed: 1,
      })
      assert.ok(Math.abs(lostKeys / 2_000 - part) <= 0.1, `${lostKeys} keys lost`)
      assert.equal(failed, 0)
      assert.equal(wrong, 0)
      assert.equal(notFound, lostKeys)
    })
  }

  it('30 % of 500 nodes failed: look-ups from the same instant on are all answered right', () => {
    const { failed, wrong } = afterRepair({
      nodes: 500,
      successors: 18,
      part: 0.3,
      lookups: 1_000,
      seed: 2,
      when: 'at once',
    })
    assert.equal(failed, 0)
    assert.equal(wrong, 0)
  })
})
