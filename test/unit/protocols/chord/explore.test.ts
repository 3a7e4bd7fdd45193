import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { Explorer, type Rule, type Scenario } from './explore.ts'
import { NAIVE_SCENARIO, NAIVE_TRACE } from './naive-trace.ts'

const explored = (scenario: Scenario, states: number): void => {
  const report = new Explorer(scenario).explore(10 * states, 20)
  assert.deepEqual(report.violation, undefined)
  assert.deepEqual(report.stuck, undefined, 'from every state the ring becomes ideal')
  assert.equal(report.cut, false)
  // A change of the machine changes the number; a fall says that the exploration has lost what it was to explore.
  assert.ok(report.states > states / 2, `${report.states.toString()} states`)
}

// test/long/chord-explore.test.ts has the larger ones.
describe('every order of messages, timers, joins, crashes and verdicts keeps the invariants', () => {
  const scenarios: [Scenario, number][] = [
    [
      { name: 'a ring of 3, one joins', length: 2, ring: ['2', '6', 'a'], joiners: ['4'], crashes: 0, assume: 'zave' },
      330,
    ],
    [
      {
        name: 'a ring of 4, one crashes',
        length: 2,
        ring: ['2', '6', 'a', 'c'],
        joiners: [],
        crashes: 1,
        assume: 'zave',
      },
      3000,
    ],
    [
      {
        name: 'a ring of 3, one joins, one crashes',
        length: 2,
        ring: ['2', '6', 'a'],
        joiners: ['4'],
        crashes: 1,
        assume: 'zave',
        quickNotifies: true,
      },
      7000,
    ],
    [{ name: 'a ring of one, one joins', length: 2, ring: ['2'], joiners: ['6'], crashes: 0, assume: 'bootstrap' }, 22],
    [
      { name: 'a ring of one, two join', length: 2, ring: ['2'], joiners: ['6', 'a'], crashes: 0, assume: 'bootstrap' },
      4700,
    ],
    [
      {
        name: 'a ring of one, two join, one crashes',
        length: 2,
        ring: ['2'],
        joiners: ['6', 'a'],
        crashes: 1,
        assume: 'bootstrap',
        quickNotifies: true,
      },
      3000,
    ],
    [
      {
        name: 'a ring of 2, one with two positions, one joins',
        length: 2,
        ring: ['2', '6'],
        second: { '2': '8' },
        joiners: ['a'],
        crashes: 0,
        assume: 'bootstrap',
      },
      288,
    ],
    [
      {
        name: 'a ring of 3, one with two positions, one joins',
        length: 2,
        ring: ['2', '6', 'a'],
        second: { '2': '8' },
        joiners: ['4'],
        crashes: 0,
        assume: 'zave',
      },
      868,
    ],
    [
      {
        name: 'a ring of 3, two with two positions, one joins',
        length: 2,
        ring: ['2', '6', 'a'],
        second: { '2': '8', '6': 'c' },
        joiners: ['4'],
        crashes: 0,
        assume: 'zave',
        quickNotifies: true,
      },
      3771,
    ],
  ]
  for (const [scenario, states] of scenarios) test(scenario.name, () => explored(scenario, states))
})

describe('more nodes than can be exhausted, on random walks', () => {
  const scenarios: Scenario[] = [
    {
      name: 'r = 2, four join, one crashes',
      length: 2,
      ring: ['2', '6', 'a', 'e'],
      joiners: ['3', '4', '8', 'c'],
      crashes: 1,
      assume: 'zave',
    },
    {
      name: 'r = 3, five join, one crashes',
      length: 3,
      ring: ['2', '6', 'a', 'e'],
      joiners: ['3', '4', '5', '7', '8'],
      crashes: 1,
      assume: 'zave',
    },
    {
      name: 'r = 4, from one, five join, one crashes',
      length: 4,
      ring: ['2'],
      joiners: ['6', 'a', '4', 'c', '8'],
      crashes: 1,
      assume: 'bootstrap',
    },
    {
      name: 'r = 2, two with two positions, two join, one crashes',
      length: 2,
      ring: ['2', '6', 'a', 'e'],
      second: { '2': '8', '6': 'c' },
      joiners: ['3', '4'],
      crashes: 1,
      assume: 'zave',
    },
  ]
  for (const scenario of scenarios) {
    test(scenario.name, () => {
      const report = new Explorer(scenario).walk(new Random(7), 150, 120)
      assert.deepEqual(report.violation, undefined)
      assert.deepEqual(report.stuck, undefined)
    })
  }
})

describe('the other ways to answer while a query of one’s own is out (decision 4)', () => {
  const withRule = (scenario: Scenario, rule: Rule): Explorer => new Explorer({ ...scenario, rule })

  test('Busy: two nodes that ask each other wait for ever', () => {
    const two: Scenario = { name: 'two', length: 2, ring: ['2'], joiners: ['6'], crashes: 0, assume: 'bootstrap' }
    const report = withRule(two, 'busy').explore(10_000, 1)
    assert.equal(report.violation, undefined)
    assert.match(report.stuck?.world ?? '', /asks 6 .*\n.*asks 2 /)
  })

  test('adopting without a check: a member that told its list is no longer what it told', () => {
    assert.deepEqual(
      withRule(NAIVE_SCENARIO, 'naive')
        .replay(NAIVE_TRACE)
        .broken.map(({ invariant }) => invariant),
      ['SufficientPrincipals'],
    )
    assert.deepEqual(withRule(NAIVE_SCENARIO, 'recheck').replay(NAIVE_TRACE).broken, [])
  })
})
