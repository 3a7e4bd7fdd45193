import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CheckedRing, type RingNode } from '../../src/sim/index.ts'
import { interceptorSpec, InterceptorMaker, metricsInterceptor, traceInterceptor } from '../../src/runtime/index.ts'

const POOL = [
  interceptorSpec('metrics'),
  interceptorSpec('trace'),
  interceptorSpec('audit'),
  interceptorSpec('rate-limit'),
  interceptorSpec('faults:slow', { delayMs: 5, jitterMs: 30 }),
  interceptorSpec('faults:loose', { delay: 0.3, delayMs: 5, jitterMs: 30, reorder: true }),
  interceptorSpec('faults:double', { duplicate: 0.3 }),
]

/** Makes chains for one node, around its own Lamport interceptor. */
function makerOf({ host }: RingNode): InterceptorMaker {
  return new InterceptorMaker({
    lasting: [...host.interceptors.interceptors, metricsInterceptor(), traceInterceptor(host.clock, () => undefined)],
    standing: () => host.interceptors.interceptors,
    machines: ['chord'],
    audit: () => undefined,
    corrupt: () => undefined,
    allowFaults: true,
  })
}

describe('a ring whose daemons swap their interceptors', () => {
  for (let seed = 0; seed < 5; seed++) {
    it(`answers every look-up, and right, with delays and duplicates coming and going: seed ${seed}`, () => {
      const ring = new CheckedRing({ seed: `swaps ${seed}` })
      const run = (forMs: number): void => {
        ring.run(forMs)
      }
      ring.sim.growTo(24, run)
      ring.sim.settle(60_000, { run })
      const makers = new Map<RingNode, InterceptorMaker>()
      const swaps = { done: 0, refused: 0 }
      const swap = (): void => {
        const node = ring.random.pick(ring.sim.members())
        if (node === undefined || node.host.interceptors.changing) return
        const maker = makers.get(node) ?? makerOf(node)
        makers.set(node, maker)
        const chain = ring.random.shuffle(POOL).slice(0, ring.random.below(POOL.length + 1))
        const next = maker.make([interceptorSpec('lamport'), ...chain], node.host.interceptors.interceptors)
        node.host.intercept(ring.sim.now, next, 1_000, ({ ok }) => swaps[ok ? 'done' : 'refused']++)
      }
      const end = ring.sim.now + 20_000
      for (let at: number = ring.sim.now; at < end; at += 10) {
        ring.sim.at(at, swap)
        ring.sim.at(at + ring.random.below(10), () => {
          ring.lookup()
        })
      }
      run(20_000)
      run(10_000)
      assert.deepEqual(ring.lookups, { right: 2_000, wrong: 0, failed: 0 })
      assert.deepEqual(swaps, { done: 2_000, refused: 0 })
      assert.ok([...makers.values()].some(({ counts }) => counts.faults.duplicated > 0 && counts.faults.delayed > 0))
    })
  }
})
