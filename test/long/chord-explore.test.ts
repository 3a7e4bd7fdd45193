import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Explorer, type Scenario } from '../unit/protocols/chord/explore.ts'

const zave = { length: 2, assume: 'zave' } as const
const bootstrap = { length: 2, assume: 'bootstrap' } as const

/** Exhaustive exploration of what is too large for every run; a minute or so each. */
const scenarios: Scenario[] = [
  { ...zave, name: 'a ring of 3, two join in one gap', ring: ['2', '6', 'a'], joiners: ['3', '4'], crashes: 0 },
  {
    ...zave,
    name: 'a ring of 4, one joins, one crashes',
    ring: ['2', '6', 'a', 'c'],
    joiners: ['4'],
    crashes: 1,
    quickNotifies: true,
  },
  {
    ...bootstrap,
    name: 'a ring of one, three join',
    ring: ['2'],
    joiners: ['6', '8', '4'],
    crashes: 0,
    quickNotifies: true,
  },
]

for (const scenario of scenarios) {
  test(scenario.name, (t) => {
    const report = new Explorer(scenario).explore(2_000_000, 100)
    t.diagnostic(`${report.states.toString()} states, ${report.transitions.toString()} transitions`)
    assert.deepEqual(report.violation, undefined)
    assert.deepEqual(report.stuck, undefined)
    assert.equal(report.cut, false)
    assert.ok(report.states > 50_000, 'the exploration has lost what it was to explore')
  })
}
