import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../../src/base/index.ts'
import {
  describeFailure,
  drawSchedule,
  MIXED_FAULTS,
  parseSchedule,
  runSchedule,
  shrink,
  type Action,
  type Schedule,
} from '../../../src/sim/index.ts'
import { makeStoreWorld } from './store-world.ts'

/** Forty faults of all kinds and as many puts, on ten nodes. */
function noisy(seed: number): Schedule {
  const random = new Random(seed)
  const drawn = drawSchedule(random, seed, {
    ...MIXED_FAULTS,
    world: 'store',
    nodes: [10, 10],
    faults: [40, 40],
    settleMs: 60_000,
  })
  const puts = Array.from({ length: 40 }, (): Action => {
    const target = `${random.below(4) === 0 ? 'f' : 'a'}${random.uint32().toString(16)}`
    return { atMs: random.below(drawn.untilMs), do: 'lookup', node: random.below(10), target }
  })
  return { ...drawn, actions: [...drawn.actions, ...puts].sort((a, b) => a.atMs - b.atMs) }
}
const fails = (schedule: Schedule): boolean => runSchedule(schedule, makeStoreWorld).check === 'Lost'

describe('shrinking', () => {
  it('finds the known minimal counterexample of a broken machine in each noisy schedule that shows it', () => {
    let shown = 0
    for (let seed = 0; seed < 30; seed++) {
      const schedule = noisy(seed)
      if (!fails(schedule)) continue
      shown++
      const { schedule: small, cutShort } = shrink(schedule, fails)
      assert.equal(cutShort, false)
      // One node, one value whose key begins with f, and a power cut once it was acknowledged.
      assert.equal(small.nodes, 1)
      assert.equal(small.actions.length, 2, JSON.stringify(small))
      const [first, second] = small.actions
      assert.ok(first?.do === 'lookup' && first.target.startsWith('f') && first.node === 0 && first.atMs === 0)
      assert.ok(second?.do === 'crash' && second.node === 0)
      assert.ok(second.atMs <= 100, `${second.atMs} ms`)
      for (const actions of [[first], [second]]) assert.equal(fails({ ...small, actions }), false)
    }
    assert.ok(shown >= 5, `${shown} of 30 showed it`)
  })

  it('is deterministic, and says a schedule that can be pasted and run again', () => {
    const seed = Array.from({ length: 30 }, (_, i) => i).find((i) => fails(noisy(i))) ?? -1
    const small = shrink(noisy(seed), fails)
    assert.deepEqual(shrink(noisy(seed), fails), small)
    const text = describeFailure(small.schedule, runSchedule(small.schedule, makeStoreWorld))
    const pasted = parseSchedule(JSON.parse(text.slice(text.indexOf('\n{\n') + 1)))
    assert.deepEqual(pasted, small.schedule)
    assert.equal(fails(pasted), true)
    assert.match(text, /^Lost at \d+ ms, seed \d+: .*acknowledged/)
  })

  it('stops at its bound, with the best so far', () => {
    const seed = Array.from({ length: 30 }, (_, i) => i).find((i) => fails(noisy(i))) ?? -1
    const { schedule, runs, cutShort } = shrink(noisy(seed), fails, { maxRuns: 10 })
    assert.deepEqual([runs, cutShort], [10, true])
    assert.ok(fails(schedule) && schedule.actions.length < noisy(seed).actions.length)
  })

  it('leaves times that matter: two things at once, late in the schedule', () => {
    const at = (atMs: number, node: number): Action => ({ atMs, do: 'start', node })
    const schedule: Schedule = {
      world: 'none',
      seed: 0,
      nodes: 8,
      untilMs: 60_000,
      settleMs: 0,
      actions: [at(5, 1), at(33_333, 2), at(33_340, 3), at(50_000, 4)],
    }
    // Fails when any two actions stand 1 to 10 ms apart.
    const close = ({ actions }: Schedule): boolean =>
      actions.some((a) => actions.some((b) => b.atMs > a.atMs && b.atMs - a.atMs <= 10))
    const { schedule: small } = shrink(schedule, close)
    assert.deepEqual(
      small.actions.map(({ atMs }) => atMs),
      [0, 7],
    )
    assert.equal(small.nodes, 1)
  })
})
