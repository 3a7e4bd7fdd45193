import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { inArc, type NodeRef, type RingId } from '../../../src/base/index.ts'
import { heirOf, positionBehind } from '../../../src/protocols/own-positions.ts'

const idOf = (n: number): RingId => n.toString(16).padStart(64, '0') as RingId
const place = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 3 }))
/** Places of four peers; the first one has some. */
const places = fc
  .uniqueArray(place, { minLength: 1, maxLength: 24, selector: ([id]) => id })
  .filter((all) => all.some(([, peer]) => peer === 0))
  .map((all) => [...all].sort(([a], [b]) => a - b))

test('the own position behind an id is the one that owns it once those in between are gone; the heir is next', () => {
  fc.assert(
    fc.property(places, fc.integer({ min: 0, max: 255 }), fc.nat(), (all, target, turn) => {
      const own = all.filter(([, peer]) => peer === 0).map(([id]) => idOf(id))
      // Positions are in no order on the ring.
      const ids = [...own.slice(turn % own.length), ...own.slice(0, turn % own.length)]
      const ring = {
        positions: () => ids.map((_, position) => position),
        self: (position: number) => ({ peer: 'p0', id: ids[position] }) as unknown as NodeRef,
        successors: (position: number) => {
          const at = all.findIndex(([id]) => idOf(id) === ids[position])
          return [...all.slice(at + 1), ...all.slice(0, at)].map(
            ([id, peer]) => ({ peer: `p${peer}`, id: idOf(id) }) as unknown as NodeRef,
          )
        },
      }
      const id = idOf(target)
      const behind = ids[positionBehind(ring, id)] as RingId
      for (const other of own) assert.ok(other === behind || !inArc(id, other, behind) || id === behind)
      const heir = heirOf(ring, id)
      const others = all.filter(([, peer]) => peer !== 0).map(([at]) => idOf(at))
      // Of all others none stands between the id and the heir but before the own position.
      if (others.length === 0) assert.equal(heir, undefined)
      else for (const other of others) assert.ok(other === heir?.id || !inArc(behind, other, heir?.id ?? behind))
    }),
  )
})
