import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Churn } from './churn.ts'
import { PUBLISHED } from './ideal-ring.ts'
import { TABLE_III } from './published.ts'

/** All rates of the table for two hours: test/long/paper-churn.test.ts. */
describe('Stoica et al., ToN 2003 §VI.E, Table III (figure 1.6): look-ups during churn', () => {
  for (const { rate, timeouts: tableTimeouts } of TABLE_III.filter((row) => row.rate === 0.4)) {
    it(`1,000 nodes, ${rate} joins and as many crashes a second, stabilised every 30 s`, () => {
      const churned = new Churn({
        nodes: 1_000,
        rate,
        forMs: 300_000,
        lookupRate: 2,
        seed: 1,
        links: true,
        params: { ...PUBLISHED, successors: 20, stabilizeMs: 30_000, fixFingerMs: 30_000 },
      }).run()
      assert.ok(churned.lookups > 500 && churned.crashes > 300 * rate, JSON.stringify(churned))
      assert.equal(churned.wrong, 0)
      // The table has at most 16 of 10,000.
      assert.ok(churned.failed <= 1, `${churned.failed} of ${churned.lookups} failed`)
      assert.ok(churned.timeouts <= tableTimeouts * 1.05, `${churned.timeouts} timeouts`)
      assert.ok(churned.path <= 4.06 * 1.03, `${churned.path} hops`)
    })
  }
})

/**
 * Without the second tries that all look-ups make: each that meets a dead node would have failed. Deaths show as they do on
 * TCP: a crash resets its connections.
 */
it('Stoica et al., SIGCOMM 2001 §6.5, Fig. 12 (figure 1.7): k failures a stabilisation fail no more than k/100', () => {
  const { met, lookups } = new Churn({
    nodes: 500,
    rate: 0.1,
    forMs: 600_000,
    lookupRate: 2,
    seed: 1,
    links: true,
    params: { ...PUBLISHED, successors: 20, stabilizeMs: 30_000, stabilizeMaxMs: 30_000, fixFingerMs: 30_000 },
  }).run()
  assert.ok(lookups > 1_000)
  assert.ok(met > 0, 'no look-up has met a dead node: do they fail at all?')
  assert.ok(met <= 0.03, `${met} of the look-ups met a dead node`)
})
