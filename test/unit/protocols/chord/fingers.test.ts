import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { inArc, Random, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import {
  distinctFingers,
  dropFingers,
  enterFinger,
  exponentBehind,
  fingersInList,
  noFingers,
  slotBehind,
  startOf,
  startOfSlot,
} from '../../../../src/protocols/chord/fingers.ts'
import type { FingersPerDoubling } from '../../../../src/protocols/chord/index.ts'
import { idOf, randomId, refOf } from './net.ts'

const M: readonly FingersPerDoubling[] = [1, 2, 4]

const anyId: fc.Arbitrary<RingId> = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.integer({ min: 0, max: 255 }), fc.boolean())
  // Also ids that differ in few bits, and those beside a power of two.
  .map(([value, bits, low]) => (low ? value % 2n ** BigInt(bits + 1) : value).toString(16).padStart(64, '0') as RingId)

const distance = (from: RingId, to: RingId): bigint =>
  (BigInt(`0x${to}`) - BigInt(`0x${from}`) + 2n ** 256n) % 2n ** 256n

/** Every finger of classical Chord, and those between: the owner of self + 2^i(1 + k/m), distinct ones only. */
function classical(self: RingId, sorted: readonly NodeRef[], m: FingersPerDoubling = 1): NodeRef[] {
  const fingers: NodeRef[] = []
  for (let i = 0; i < 256 * m; i++) {
    const start = startOfSlot(self, i, m)
    const owner = sorted.find((node) => node.id >= start) ?? sorted[0]!
    if (owner.id !== self && owner !== fingers.at(-1)) fingers.push(owner)
  }
  return fingers
}

describe('fingers', () => {
  test('exponentBehind is the lowest i with self + 2^i behind the node', () => {
    fc.assert(
      fc.property(anyId, anyId, (self, node) => {
        const exponent = exponentBehind(self, node)
        const span = distance(self, node)
        const expected = span === 0n ? 0 : span.toString(2).length
        assert.equal(exponent, expected < 256 ? expected : undefined)
      }),
      { numRuns: 2000 },
    )
    for (const bit of [0, 1, 31, 32, 51, 52, 53, 203, 204, 205, 254]) {
      const self = idOf('0')
      for (const offset of [-1n, 0n, 1n]) {
        const value = 2n ** BigInt(bit) + offset
        const node = value.toString(16).padStart(64, '0') as RingId
        assert.equal(exponentBehind(self, node), value === 0n ? 0 : value.toString(2).length)
      }
    }
  })

  test('slot m·i + k begins at self + 2^i(1 + k/m), rounded down; slotBehind is the lowest that begins behind the node', () => {
    const anySlot = fc.constantFrom(...M).chain((m) => fc.tuple(fc.constant(m), fc.nat(256 * m - 1)))
    const begin = (slot: number, m: number): bigint => {
      const [doubling, step] = [2n ** BigInt(Math.floor(slot / m)), BigInt(slot % m)]
      return doubling + (doubling * step) / BigInt(m)
    }
    fc.assert(
      fc.property(anyId, anySlot, (self, [m, slot]) => {
        assert.equal(distance(self, startOfSlot(self, slot, m)), begin(slot, m) % 2n ** 256n)
        if (m === 1) assert.equal(startOfSlot(self, slot, m), startOf(self, slot))
      }),
    )
    const check = (self: RingId, node: RingId, m: FingersPerDoubling): void => {
      const span = distance(self, node)
      let expected = 0
      while (expected < 256 * m && begin(expected, m) <= span) expected++
      assert.equal(slotBehind(self, node, m), expected < 256 * m ? expected : undefined, `${span.toString(16)} of ${m}`)
    }
    fc.assert(
      fc.property(anyId, anyId, fc.constantFrom(...M), (self, node, m) => {
        check(self, node, m)
      }),
      { numRuns: 500 },
    )
    // Beside every begin, where a rounding would show.
    const self = idOf('7')
    for (const m of M) {
      for (let slot = 0; slot < 256 * m; slot += slot < 24 || slot > 190 * m ? 1 : 7) {
        for (const offset of [-1n, 0n, 1n]) {
          const at = (BigInt(`0x${self}`) + begin(slot, m) + offset) % 2n ** 256n
          check(self, at.toString(16).padStart(64, '0') as RingId, m)
        }
      }
    }
  })

  test('list and table together are the distinct fingers, in any ring', () => {
    const random = new Random(3)
    for (const m of M)
      for (const size of [2, 3, 5, 9, 40, 300]) {
        const sorted = Array.from({ length: size }, (_, i) => refOf(`n${i.toString()}`, randomId(random)))
        sorted.sort((a, b) => (a.id < b.id ? -1 : 1))
        const self = sorted[random.below(size)]!
        const at = sorted.indexOf(self)
        const list = Array.from({ length: Math.min(4, size - 1) }, (_, i) => sorted[(at + 1 + i) % size]!)
        const fingers = noFingers(m)
        let slot = slotBehind(self.id, list.at(-1)!.id, m)
        while (slot !== undefined) {
          const start = startOfSlot(self.id, slot, m)
          const owner = sorted.find((node) => node.id >= start) ?? sorted[0]!
          if (owner === self || inArc(self.id, owner.id, list.at(-1)!.id)) break
          enterFinger(fingers, slot, owner, self.id)
          slot = slotBehind(self.id, owner.id, m)
        }
        const entries = distinctFingers(self.id, list, fingers)
        assert.deepEqual(
          entries.map(({ node }) => node.peer),
          classical(self.id, sorted, m).map((node) => node.peer),
        )
        for (const { start, node } of entries)
          assert.equal((sorted.find((each) => each.id >= start) ?? sorted[0]!).id, node.id)
      }
  })

  test('entries of the list between two starts are no fingers', () => {
    const list = ['11', '12', '13', '2', '21', '8'].map((digits) => refOf(digits, idOf(digits)))
    const self = idOf('1')
    assert.deepEqual(
      fingersInList(self, list, 1).map(({ node }) => node.peer),
      ['11', '12', '2', '21', '8'].filter((peer) =>
        classical(
          self,
          [...list, refOf('1', self)].sort((a, b) => (a.id < b.id ? -1 : 1)),
        ).some((node) => node.peer === peer),
      ),
    )
  })

  test('a new finger drops those that it makes superfluous; the same again is no news', () => {
    const fingers = noFingers(1)
    const self = idOf('0')
    const [a, b, c] = [refOf('a', idOf('2')), refOf('b', idOf('4')), refOf('c', idOf('9'))]
    assert.ok(enterFinger(fingers, 252, a, self))
    assert.ok(enterFinger(fingers, 254, b, self))
    assert.ok(enterFinger(fingers, 255, c, self))
    assert.equal(enterFinger(fingers, 254, b, self), false)
    assert.ok(enterFinger(fingers, 252, refOf('z', idOf('7')), self))
    assert.deepEqual(fingers.slots, [252, 255])
    assert.ok(dropFingers(fingers, 255, 256))
    assert.deepEqual(fingers.slots, [252])
  })
})
