import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OrbError, Random } from '../../../src/base/index.ts'
import {
  drawSchedule,
  formatSchedule,
  MAX_SCHEDULE_ACTIONS,
  MAX_SCHEDULE_MS,
  MAX_SCHEDULE_NODES,
  MIXED_FAULTS,
  parseSchedule,
  VERB_NAMES,
  type Schedule,
} from '../../../src/sim/index.ts'

const plain: Schedule = { world: 'ring', seed: 1, nodes: 3, untilMs: 1_000, settleMs: 1_000, actions: [] }
const refused = (schedule: unknown, words: RegExp): void => {
  assert.throws(
    () => parseSchedule(schedule),
    (err) => err instanceof OrbError && err.code === 'INVALID_ARGUMENT' && words.test(err.message),
  )
}

describe('a schedule', () => {
  it('survives being written and read, whatever was drawn', () => {
    const verbs = new Set<string>()
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const schedule = drawSchedule(new Random(seed), seed, MIXED_FAULTS)
        for (const action of schedule.actions) verbs.add(action.do)
        assert.deepEqual(parseSchedule(JSON.parse(formatSchedule(schedule))), schedule)
      }),
      { numRuns: 300 },
    )
    // All but those that are for hand-written ones.
    assert.deepEqual([...verbs].sort(), VERB_NAMES.filter((verb) => verb !== 'lookup').sort())
  })

  it('is a function of its seed', () => {
    const draw = (seed: number): Schedule => drawSchedule(new Random(seed), seed, MIXED_FAULTS)
    assert.deepEqual(draw(5), draw(5))
    assert.notDeepEqual(draw(5), draw(6))
  })

  it('is refused with the name of what is wrong', () => {
    refused(null, /not an object/)
    refused([], /not an object/)
    refused({ ...plain, world: 7 }, /world/)
    refused({ ...plain, surprise: 1 }, /unknown field surprise/)
    refused({ ...plain, untilMs: undefined }, /lacks untilMs/)
    refused({ ...plain, actions: {} }, /actions/)
    refused({ ...plain, successors: 0 }, /successors/)
    refused({ ...plain, successors: 33 }, /successors/)
    refused({ ...plain, seed: 0.5 }, /seed/)
    refused({ ...plain, constructor: 1 }, /unknown field constructor/)
    refused({ ...plain, nodes: 0 }, /nodes/)
  })

  it('is refused when an action is not one', () => {
    const act = (action: unknown): unknown => ({ ...plain, actions: [{ atMs: 0, do: 'start', node: 0 }, action] })
    refused(act(null), /action 1/)
    refused(act({ atMs: 0, do: 'explode', node: 1 }), /what nobody knows/)
    refused(act({ atMs: 0, do: 'toString', node: 1 }), /what nobody knows/)
    refused(act({ atMs: 0, do: 'crash' }), /lacks node/)
    refused(act({ do: 'crash', node: 1 }), /lacks atMs/)
    refused(act({ atMs: -1, do: 'crash', node: 1 }), /atMs/)
    refused(act({ atMs: 0, do: 'crash', node: 1.5 }), /node/)
    refused(act({ atMs: 0, do: 'crash', node: 1, forMs: -1 }), /forMs/)
    refused(act({ atMs: 0, do: 'crash', node: 1, rate: 1 }), /unknown field rate/)
    refused(act({ atMs: 0, do: 'loss', rate: 1.1 }), /rate/)
    refused(act({ atMs: 0, do: 'loss', rate: 0.1, from: 1 }), /both from and to/)
    refused(act({ atMs: 0, do: 'partition', groups: [] }), /groups/)
    refused(act({ atMs: 0, do: 'partition', groups: [['a']] }), /groups/)
    refused(act({ atMs: 0, do: 'diskError', node: 0, code: 'EIO' }), /code/)
    refused(act({ atMs: 0, do: 'clockDrift', node: 0, ppm: 100_001 }), /ppm/)
    refused(act({ atMs: 0, do: 'lookup', node: 0, target: 'xyz' }), /target/)
    refused(act({ atMs: 0, do: 'lookups', everyMs: 0 }), /everyMs/)
  })

  it('has limits, and is refused one above each', () => {
    parseSchedule({ ...plain, nodes: MAX_SCHEDULE_NODES, untilMs: MAX_SCHEDULE_MS, settleMs: MAX_SCHEDULE_MS })
    refused({ ...plain, nodes: MAX_SCHEDULE_NODES + 1 }, /nodes/)
    refused({ ...plain, untilMs: MAX_SCHEDULE_MS + 1 }, /untilMs/)
    refused({ ...plain, settleMs: MAX_SCHEDULE_MS + 1 }, /settleMs/)
    const start = { atMs: 0, do: 'start', node: 0 }
    parseSchedule({ ...plain, actions: new Array(MAX_SCHEDULE_ACTIONS).fill(start) })
    refused({ ...plain, actions: new Array(MAX_SCHEDULE_ACTIONS + 1).fill(start) }, /actions/)
    const node = (number: number): unknown => ({ ...plain, actions: [{ ...start, node: number }] })
    parseSchedule(node(2 * MAX_SCHEDULE_NODES - 1))
    refused(node(2 * MAX_SCHEDULE_NODES), /node/)
  })
})
