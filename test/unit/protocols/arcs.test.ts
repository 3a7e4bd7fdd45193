import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { RingId } from '../../../src/base/index.ts'
import { holds, intersect, subtract, uncovered } from '../../../src/protocols/arcs.ts'
import type { Arc } from '../../../src/protocols/arcs.ts'

/** A ring of 16 points: small enough to try every id. */
const at = (n: number): RingId => n.toString(16).padStart(64, '0') as RingId
const POINTS = Array.from({ length: 16 }, (_, n) => at(n))
const arcs = fc.tuple(fc.nat(15), fc.nat(15)).map(([from, to]): Arc => ({ from: at(from), to: at(to) }))
const set = (pieces: readonly Arc[]): RingId[] => POINTS.filter((id) => pieces.some((piece) => holds(piece, id)))
const isDisjoint = (pieces: readonly Arc[]): boolean =>
  POINTS.every((id) => pieces.filter((piece) => holds(piece, id)).length <= 1)

describe('arcs of the ring', () => {
  it('intersect as the sets of their ids do', () => {
    fc.assert(
      fc.property(arcs, arcs, (a, b) => {
        const both = intersect(a, b)
        assert.deepEqual(
          set(both),
          POINTS.filter((id) => holds(a, id) && holds(b, id)),
        )
        assert.ok(isDisjoint(both) && both.length <= 2)
      }),
    )
  })

  it('are subtracted as the sets of their ids are', () => {
    fc.assert(
      fc.property(arcs, arcs, (a, b) => {
        const rest = subtract(a, b)
        assert.deepEqual(
          set(rest),
          POINTS.filter((id) => holds(a, id) && !holds(b, id)),
        )
        assert.ok(isDisjoint(rest) && rest.length <= 2)
      }),
    )
  })

  it('leave what none of several covers', () => {
    fc.assert(
      fc.property(arcs, fc.array(arcs, { maxLength: 5 }), (arc, others) => {
        const left = uncovered(arc, others)
        assert.deepEqual(
          set(left),
          POINTS.filter((id) => holds(arc, id) && !others.some((other) => holds(other, id))),
        )
        assert.ok(isDisjoint(left))
      }),
    )
  })
})
