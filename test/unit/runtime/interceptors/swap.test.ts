import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { PeerKey } from '../../../../src/base/index.ts'
import type { Envelope } from '../../../../src/protocols/index.ts'
import {
  Faults,
  interceptorSpec,
  noFaults,
  type ChangeOutcome,
  type Interceptor,
  type ParametersOf,
} from '../../../../src/runtime/index.ts'
import { at, bob, chainOf, eve, Keeping, message, noting, numberOf } from './chain-rig.ts'

const faults = (name: string, given: Record<string, unknown>): Interceptor =>
  new Faults(name, interceptorSpec('faults', given).parameters as ParametersOf<'faults'>, noFaults(), () => undefined)

/** Of a number the first passes, in one direction: doubled ones are made further inside, whose first must be in order. */
function once(name: string, direction: 'inbound' | 'outbound'): Interceptor {
  const seen = new Set<number>()
  const isNew = (envelope: Envelope): boolean => !seen.has(numberOf(envelope)) && seen.add(numberOf(envelope)).size > 0
  return { name, [direction]: isNew }
}

type Op =
  | { readonly type: 'in' | 'out'; readonly peer: PeerKey }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'swap'; readonly order: readonly number[]; readonly patienceMs: number }

/** Eight interceptors of all ways to pass, keep and double. */
const pool = (seed: number, log: string[]): Interceptor[] => [
  noting('a', log),
  noting('b', log),
  new Keeping('slow', 30),
  new Keeping('slower', 70),
  faults('faults:jitter', { delay: 0.5, jitterMs: 60, seed }),
  faults('faults:long', { delay: 0.2, delayMs: 5_000, seed: seed + 1 }),
  faults('faults:double', { duplicate: 0.5, seed: seed + 2 }),
  faults('faults:far', { duplicate: 0.3, delayMs: 10, jitterMs: 20, seed: seed + 3 }),
]
const POOL = [0, 1, 2, 3, 4, 5, 6, 7]

const ops: fc.Arbitrary<Op[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ type: fc.constantFrom('in' as const, 'out' as const), peer: fc.constantFrom(bob, eve) }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 40 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('swap' as const),
        order: fc.shuffledSubarray(POOL),
        patienceMs: fc.integer({ min: 0, max: 120 }),
      }),
    },
  ),
  { maxLength: 150, size: 'max' },
)

/** Runs a schedule; the ends of the chain filter duplicates, so that what comes out can be compared with what went in. */
function run(schedule: readonly Op[], first: readonly number[], seed: number) {
  const log: string[] = []
  const spare = pool(seed, log)
  const choose = (order: readonly number[]): Interceptor[] => order.map((i) => spare[i] as Interceptor)
  const [wire, host] = [once('wire', 'outbound'), once('host', 'inbound')]
  const ends = chainOf(wire, ...choose(first), host)
  const outcomes: ChangeOutcome[] = []
  let asked = 0
  let now = 0
  const advance = (until: number): void => {
    for (let next = ends.chain.wakeAt; next !== undefined && next <= until; next = ends.chain.wakeAt) {
      now = Math.max(now, next)
      ends.chain.wake(at(now))
      ends.chain.settle(at(now))
    }
    now = until
  }
  const wanted = { in: new Map<PeerKey, number[]>(), out: new Map<PeerKey, number[]>() }
  schedule.forEach((op, number) => {
    if (op.type === 'pass') advance(now + op.ms)
    else if (op.type === 'swap') {
      if (ends.chain.changing) return
      asked++
      ends.chain.replace([wire, ...choose(op.order), host], at(now), op.patienceMs, (outcome) => outcomes.push(outcome))
    } else {
      wanted[op.type].set(op.peer, [...(wanted[op.type].get(op.peer) ?? []), number])
      if (op.type === 'in') ends.receive(message(number), now, op.peer)
      else ends.send(message(number), now, op.peer)
    }
  })
  advance(now + 20_000)
  return { ends, wanted, outcomes, asked }
}

describe('InterceptorChain: swapped in the middle of traffic', () => {
  it('loses nothing, doubles nothing, and keeps the order of each peer', () => {
    const swaps = { done: 0, refused: 0 }
    fc.assert(
      fc.property(ops, fc.shuffledSubarray(POOL), fc.nat(2 ** 31), (schedule, first, seed) => {
        const { ends, wanted, outcomes, asked } = run(schedule, first, seed)
        assert.equal(ends.chain.changing, false)
        assert.equal(ends.chain.held, 0)
        assert.equal(outcomes.length, asked, 'each change is answered, once')
        for (const { ok } of outcomes) swaps[ok ? 'done' : 'refused']++
        for (const peer of [bob, eve]) {
          assert.deepEqual(
            ends.arrived.filter(({ from }) => from === peer).map(({ number }) => number),
            wanted.in.get(peer) ?? [],
          )
          assert.deepEqual(
            ends.left.filter(({ to }) => to === peer).map(({ number }) => number),
            wanted.out.get(peer) ?? [],
          )
        }
      }),
      { numRuns: 400 },
    )
    assert.ok(swaps.done > 100 && swaps.refused > 10, `the schedules did swap: ${JSON.stringify(swaps)}`)
  })
})
