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
  startOf,
} from '../../../../src/protocols/chord/fingers.ts'
import { idOf, randomId, refOf } from './net.ts'

const anyId: fc.Arbitrary<RingId> = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.integer({ min: 0, max: 255 }), fc.boolean())
  // Also ids that differ in few bits, and those beside a power of two.
  .map(([value, bits, low]) => (low ? value % 2n ** BigInt(bits + 1) : value).toString(16).padStart(64, '0') as RingId)

const distance = (from: RingId, to: RingId): bigint =>
  (BigInt(`0x${to}`) - BigInt(`0x${from}`) + 2n ** 256n) % 2n ** 256n

/** Every finger of classical Chord: the owner of self + 2^i, distinct ones only. */
function classical(self: RingId, sorted: readonly NodeRef[]): NodeRef[] {
  const fingers: NodeRef[] = []
  for (let i = 0; i < 256; i++) {
    const start = startOf(self, i)
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

  test('list and table together are the distinct fingers of classical Chord, in any ring', () => {
    const random = new Random(3)
    for (const size of [2, 3, 5, 9, 40, 300]) {
      const sorted = Array.from({ length: size }, (_, i) => refOf(`n${i.toString()}`, randomId(random)))
      sorted.sort((a, b) => (a.id < b.id ? -1 : 1))
      const self = sorted[random.below(size)]!
      const at = sorted.indexOf(self)
      const list = Array.from({ length: Math.min(4, size - 1) }, (_, i) => sorted[(at + 1 + i) % size]!)
      const fingers = noFingers()
      let exponent = exponentBehind(self.id, list.at(-1)!.id)
      while (exponent !== undefined) {
        const start = startOf(self.id, exponent)
        const owner = sorted.find((node) => node.id >= start) ?? sorted[0]!
        if (owner === self || inArc(self.id, owner.id, list.at(-1)!.id)) break
        enterFinger(fingers, exponent, owner, self.id)
        exponent = exponentBehind(self.id, owner.id)
      }
      const entries = distinctFingers(self.id, list, fingers)
      assert.deepEqual(
        entries.map(({ node }) => node.peer),
        classical(self.id, sorted).map((node) => node.peer),
      )
      for (const { start, node } of entries)
        assert.equal((sorted.find((each) => each.id >= start) ?? sorted[0]!).id, node.id)
    }
  })

  test('entries of the list between two starts are no fingers', () => {
    const list = ['11', '12', '13', '2', '21', '8'].map((digits) => refOf(digits, idOf(digits)))
    const self = idOf('1')
    assert.deepEqual(
      fingersInList(self, list).map(({ node }) => node.peer),
      ['11', '12', '2', '21', '8'].filter((peer) =>
        classical(
          self,
          [...list, refOf('1', self)].sort((a, b) => (a.id < b.id ? -1 : 1)),
        ).some((node) => node.peer === peer),
      ),
    )
  })

  test('a new finger drops those that it makes superfluous; the same again is no news', () => {
    const fingers = noFingers()
    const self = idOf('0')
    const [a, b, c] = [refOf('a', idOf('2')), refOf('b', idOf('4')), refOf('c', idOf('9'))]
    assert.ok(enterFinger(fingers, 252, a, self))
    assert.ok(enterFinger(fingers, 254, b, self))
    assert.ok(enterFinger(fingers, 255, c, self))
    assert.equal(enterFinger(fingers, 254, b, self), false)
    assert.ok(enterFinger(fingers, 252, refOf('z', idOf('7')), self))
    assert.deepEqual(fingers.exponents, [252, 255])
    assert.ok(dropFingers(fingers, 255, 256))
    assert.deepEqual(fingers.exponents, [252])
  })
})
