import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Wheel } from '../../../src/sim/index.ts'

describe('Wheel', () => {
  it('runs as a sorted list would: by millisecond, then first in first out', () => {
    // Beyond the horizon of 65,536 ms too.
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200_000 }), { maxLength: 60 }), (times) => {
        const wheel = new Wheel<number>()
        times.forEach((at, index) => {
          wheel.schedule(at, index)
        })
        const ran: number[] = []
        wheel.run(300_000, (index) => ran.push(index))
        const expected = times.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || a.index - b.index)
        assert.deepEqual(
          ran,
          expected.map(({ index }) => index),
        )
        assert.equal(wheel.now, 300_000)
      }),
    )
  })

  it('runs what is scheduled for now while it runs, and nothing after the end', () => {
    const wheel = new Wheel<string>()
    const ran: string[] = []
    wheel.schedule(5, 'a')
    wheel.schedule(11, 'late')
    wheel.run(10, (event) => {
      ran.push(`${wheel.now}${event}`)
      if (event === 'a') wheel.schedule(2, 'b')
      if (event === 'b') wheel.schedule(5.2, 'c')
    })
    assert.deepEqual(ran, ['5a', '5b', '6c'])
    assert.deepEqual([wheel.now, wheel.size], [10, 1])
  })
})
