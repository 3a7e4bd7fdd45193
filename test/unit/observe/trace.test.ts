import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TraceBuffer } from '../../../src/observe/index.ts'

test('property: the last events are there, numbered without gaps, as a list that forgets its oldest would have them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), fc.nat(45), fc.nat(12), (capacity, count, after, limit) => {
      const trace = new TraceBuffer<string>(capacity)
      const model: { sequence: number; event: string }[] = []
      for (let i = 1; i <= count; i++) {
        trace.record(`e${i}`)
        model.push({ sequence: i, event: `e${i}` })
        if (model.length > capacity) model.shift()
      }
      assert.equal(trace.last, count)
      assert.deepEqual(trace.since(0), model)
      assert.deepEqual(trace.since(after, limit), model.filter(({ sequence }) => sequence > after).slice(0, limit))
    }),
  )
})

test('a trace of nothing is a fault', () => {
  for (const capacity of [0, -1, 1.5, Number.NaN]) assert.throws(() => new TraceBuffer(capacity), { code: 'INTERNAL' })
})
