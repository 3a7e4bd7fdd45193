import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lamport, peerKey, type Random } from '../../../../src/base/index.ts'
import { sessionIdOf, type Envelope } from '../../../../src/protocols/index.ts'
import {
  Faults,
  interceptorSpec,
  MAX_HELD,
  noFaults,
  type Corrupt,
  type ParametersOf,
} from '../../../../src/runtime/index.ts'
import { answer, at, bob, chainOf, eve, message, numberOf, request } from './chain-rig.ts'

const faults = (given: Record<string, unknown>, corrupt: Corrupt = () => undefined) => {
  const counts = noFaults()
  const { parameters } = interceptorSpec('faults', given)
  const interceptor = new Faults('faults', parameters as ParametersOf<'faults'>, counts, corrupt)
  return { interceptor, counts, ends: chainOf(interceptor) }
}
const numbers = (list: readonly { number: number }[]): number[] => list.map(({ number }) => number)
/** Of 10,000 at a rate of 0.2, five standard deviations around the mean. */
const near = (count: number): boolean => Math.abs(count - 2_000) < 200

describe('Faults: rates', () => {
  it('does nothing unless told to', () => {
    const { ends, counts, interceptor } = faults({})
    for (let i = 0; i < 100; i++) ends.receive(message(i))
    for (let i = 0; i < 100; i++) ends.send(message(i))
    assert.deepEqual([ends.arrived.length, ends.left.length, interceptor.held], [100, 100, 0])
    assert.deepEqual(counts, noFaults())
  })

  it('drops its share', () => {
    const { ends, counts } = faults({ drop: 0.2 })
    for (let i = 0; i < 10_000; i++) ends.receive(message(i))
    assert.ok(near(counts.dropped), `dropped ${counts.dropped}`)
    assert.equal(ends.arrived.length, 10_000 - counts.dropped)
  })

  it('doubles its share, the second being a copy', () => {
    const { ends, counts } = faults({ duplicate: 0.2 })
    for (let i = 0; i < 10_000; i++) ends.send(message(i))
    assert.ok(near(counts.duplicated), `duplicated ${counts.duplicated}`)
    assert.equal(ends.left.length, 10_000 + counts.duplicated)
    const first = ends.left.findIndex(({ number }, i) => ends.left[i + 1]?.number === number)
    assert.notEqual(ends.left[first]?.envelope, ends.left[first + 1]?.envelope)
    assert.deepEqual(ends.left[first]?.envelope, ends.left[first + 1]?.envelope)
  })

  it('damages its share: what can be read goes on, what cannot vanishes', () => {
    const damaged = message(-1)
    let drawn = 0
    const corrupt = (envelope: Envelope, random: Random): Envelope | undefined => {
      drawn++
      return random.float() < 0.5 && numberOf(envelope) >= 0 ? damaged : undefined
    }
    const { ends, counts } = faults({ corrupt: 0.2 }, corrupt)
    for (let i = 0; i < 10_000; i++) ends.receive(message(i))
    assert.ok(near(counts.corrupted), `corrupted ${counts.corrupted}`)
    assert.equal(drawn, counts.corrupted)
    const read = ends.arrived.filter(({ number }) => number === -1).length
    assert.ok(read > 800 && read < 1_200, `${read} could be read`)
    assert.equal(ends.arrived.length, 10_000 - counts.corrupted + read)
  })

  it('hits the same of the same sequence with the same seed, others with another', () => {
    const hit = (seed: number): number[] => {
      const { ends } = faults({ drop: 0.5, seed })
      for (let i = 0; i < 100; i++) ends.receive(message(i))
      return numbers(ends.arrived)
    }
    assert.deepEqual(hit(7), hit(7))
    assert.notDeepEqual(hit(7), hit(8))
  })
})

describe('Faults: whom they hit', () => {
  const survivors = (given: Record<string, unknown>): number[] => {
    const { ends } = faults({ drop: 1, ...given })
    ends.receive(message(1, 'ping'), 0, bob)
    ends.receive(request(2, 'lookup'), 0, eve)
    ends.receive({ kind: 'refusal', lamport: lamport(1), id: 3, why: 'overload' })
    ends.send(answer(4), 0, bob)
    ends.send({ ...request(5, 'lookup'), machine: 'swarm' } as Envelope, 0, eve)
    return [...numbers(ends.arrived), ...numbers(ends.left)]
  }

  it('chooses by direction, kind, machine, type and peer', () => {
    assert.deepEqual(survivors({}), [])
    assert.deepEqual(survivors({ direction: 'in' }), [4, 5])
    assert.deepEqual(survivors({ direction: 'out' }), [1, 2, 3])
    assert.deepEqual(survivors({ kind: 'request' }), [1, 3, 4])
    assert.deepEqual(survivors({ machine: 'swarm' }), [1, 2, 3, 4])
    assert.deepEqual(survivors({ type: 'lookup' }), [1, 3, 4])
    assert.deepEqual(survivors({ type: 'overload' }), [1, 2, 4, 5])
    assert.deepEqual(survivors({ peer: eve }), [1, 3, 4])
    assert.deepEqual(survivors({ peer: eve, direction: 'in', type: 'lookup' }), [1, 3, 4, 5])
  })

  it('leaves sessions alone: they travel in order with their blocks', () => {
    const { ends } = faults({ drop: 1 })
    ends.receive({ ...message(1), session: sessionIdOf('ab'.repeat(32) as never, bob) } as Envelope)
    assert.deepEqual(numbers(ends.arrived), [1])
  })
})

describe('Faults: delay', () => {
  it('keeps back for delayMs to delayMs + jitterMs', () => {
    const { ends, counts } = faults({ delayMs: 100, jitterMs: 50, reorder: true })
    for (let i = 0; i < 200; i++) ends.send(message(i), 0)
    assert.equal(counts.delayed, 200)
    assert.ok((ends.chain.wakeAt ?? 0) >= 100)
    for (let now = 1; now <= 150; now++) ends.chain.wake(at(now))
    assert.equal(ends.left.length, 200)
    const times = ends.left.map(({ now }) => now)
    assert.ok(Math.min(...times) >= 100 && Math.max(...times) <= 150)
    assert.ok(Math.max(...times) - Math.min(...times) > 40, 'spread over the jitter')
    assert.notDeepEqual(
      numbers(ends.left),
      Array.from({ length: 200 }, (_, i) => i),
      'reordered',
    )
  })

  it('keeps the order of each peer and direction, delayed or not, unless reorder is set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.array(fc.record({ pause: fc.nat(20), in: fc.boolean(), peer: fc.constantFrom(bob, eve) }), {
          maxLength: 60,
        }),
        (seed, sends) => {
          const { ends, interceptor } = faults({ delay: 0.5, delayMs: 5, jitterMs: 60, seed })
          let now = 0
          for (const [number, step] of sends.entries()) {
            now += step.pause
            ends.chain.wake(at(now))
            if (step.in) ends.receive(message(number), now, step.peer)
            else ends.send(message(number), now, step.peer)
          }
          ends.chain.wake(at(now + 65))
          assert.equal(interceptor.held, 0)
          for (const peer of [bob, eve]) {
            const wanted = (isIn: boolean): number[] =>
              sends.flatMap((step, number) => (step.in === isIn && step.peer === peer ? [number] : []))
            assert.deepEqual(numbers(ends.arrived.filter(({ from }) => from === peer)), wanted(true))
            assert.deepEqual(numbers(ends.left.filter(({ to }) => to === peer)), wanted(false))
          }
        },
      ),
    )
  })

  it('passes all on at once, in order, when it is taken out; hits nothing from then on', () => {
    const { ends, interceptor } = faults({ delayMs: 30_000 })
    for (let i = 0; i < 10; i++) ends.receive(message(i), i)
    ends.chain.replace([], at(10), 0)
    assert.equal(ends.chain.version, 2)
    assert.equal(interceptor.held, 0)
    ends.receive(message(10), 11)
    assert.deepEqual(numbers(ends.arrived), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('works on when the change comes to nothing', () => {
    const busy = { name: 'busy', open: 1, inbound: () => true }
    const { interceptor } = faults({ drop: 1 })
    const ends = chainOf(interceptor, busy)
    ends.chain.replace([], at(0), 10)
    ends.receive(message(1), 5)
    ends.chain.settle(at(10))
    ends.receive(message(2), 11)
    assert.deepEqual(numbers(ends.arrived), [1], 'passive while it drained, at work again after')
  })

  it('loses what was under way on a connection that ends', () => {
    const { ends, counts, interceptor } = faults({ delayMs: 100 })
    ends.receive(message(1), 0, bob)
    ends.send(message(2), 0, bob)
    ends.send(message(3), 0, eve)
    ends.chain.linkDown(bob)
    assert.equal(interceptor.held, 1)
    assert.equal(counts.lost, 2)
    ends.chain.wake(at(100))
    assert.deepEqual([numbers(ends.arrived), numbers(ends.left)], [[], [3]])
    assert.equal(ends.chain.wakeAt, undefined)
  })

  it('keeps back at most MAX_HELD: one above, the first of its queue goes on early, in order', () => {
    const { ends, interceptor } = faults({ delayMs: 1_000 })
    for (let i = 0; i < MAX_HELD; i++) ends.send(message(i), 0)
    assert.deepEqual([interceptor.held, ends.left.length], [MAX_HELD, 0])
    ends.send(message(MAX_HELD), 0)
    ends.send(message(MAX_HELD + 1), 0, peerKey('another'))
    assert.equal(interceptor.held, MAX_HELD)
    assert.deepEqual(numbers(ends.left), [0, MAX_HELD + 1])
    ends.chain.wake(at(1_000))
    assert.deepEqual(
      numbers(ends.left).slice(2),
      [...Array(MAX_HELD).keys()].map((i) => i + 1),
    )
  })
})
