import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Random, type PeerKey } from '../../../../src/base/index.ts'
import { PieceSet } from '../../../../src/protocols/swarm/bits.ts'
import { hashOf, Picker, RANDOM_FIRST_PIECES } from '../../../../src/protocols/swarm/picker.ts'
import { Rarity } from '../../../../src/protocols/swarm/rarity.ts'

const SELF = 'self' as PeerKey

/** '#' is a piece that is there. */
function setOf(picture: string): PieceSet {
  const set = new PieceSet(picture.length)
  for (let piece = 0; piece < picture.length; piece++) if (picture[piece] === '#') set.add(piece)
  return set
}

/** Which pieces can come out, over many seeds, when asking `from` and knowing `others`. */
function choices(own: string, from: string, others: readonly string[], verified = 100): string {
  const chosen = new Set<number>()
  const peer = setOf(from)
  const mine = setOf(own)
  for (let seed = 0; seed < 200; seed++) {
    const rarity = new Rarity(own.length)
    for (let piece = 0; piece < own.length; piece++) if (own[piece] === '.') rarity.insert(piece)
    for (const other of [...others, from]) {
      if (other.includes('.')) setOf(other).forEach((piece) => rarity.increase(piece))
    }
    const picker = new Picker(rarity, SELF, new Random(seed))
    const piece = picker.pick(peer, peer.countWithout(mine), verified, [])
    if (piece !== undefined) chosen.add(piece)
  }
  return Array.from(own, (_, piece) => (chosen.has(piece) ? '^' : ' '))
    .join('')
    .trimEnd()
}

// Own pieces: '#' here, '.' missing and idle, '+' missing and under way. '^' below: what may be chosen.
for (const { what, own, from, others, expected } of [
  {
    what: 'the piece that fewest have',
    own: '....',
    from: '####',
    others: ['##..', '###.', '#...'],
    expected: '   ^',
  },
  {
    what: 'any of the equally rare ones',
    own: '......',
    from: '######',
    others: ['##..##', '##..##'],
    expected: '  ^^',
  },
  { what: 'only what the peer has', own: '....', from: '.##.', others: ['.#..', '.#..'], expected: '  ^' },
  { what: 'not what is here', own: '##..', from: '####', others: [], expected: '  ^^' },
  { what: 'not what is under way', own: '.+.+', from: '####', others: [], expected: '^ ^' },
  { what: 'nothing of a peer without anything new', own: '##..', from: '##..', others: [], expected: '' },
  {
    what: 'the rarest of the few pieces of a poor peer',
    own: '..................................................',
    from: '#....#....#.......................................',
    others: [
      '#....#............................................',
      '#.................................................',
    ],
    expected: '          ^',
  },
]) {
  void test(`picks ${what}`, () => {
    assert.equal(choices(own, from, others), expected)
  })
}

void test(`the first ${RANDOM_FIRST_PIECES} pieces are any that the peer has, not the rarest`, () => {
  assert.equal(choices('....', '.###', ['.##.', '.##.'], RANDOM_FIRST_PIECES - 1), ' ^^^')
  assert.equal(choices('....', '.###', ['.##.', '.##.'], RANDOM_FIRST_PIECES), '   ^')
})

void test('leechers of one seeder choose different pieces where they can', () => {
  const pieces = 400
  const names = ['a', 'b', 'c', 'd'] as PeerKey[]
  const seeder = PieceSet.full(pieces)
  const taken = names.map((name, i) => {
    const rarity = new Rarity(pieces)
    for (let piece = 0; piece < pieces; piece++) rarity.insert(piece)
    const rivals = names.filter((other) => other !== name).map(hashOf)
    const picker = new Picker(rarity, name, new Random(i))
    const mine: number[] = []
    while (mine.length < 60) {
      const piece = picker.pick(seeder, pieces, 100, rivals)!
      rarity.remove(piece)
      mine.push(piece)
    }
    return mine
  })
  const doubles = taken.flat().length - new Set(taken.flat()).size
  // By chance alone 240 draws of 400 pieces, 60 each, would meet some 70 times.
  assert.ok(doubles < 20, `${doubles} pieces were chosen twice`)
})

void test('the order of rarity equals a dumb recount after any sequence of changes', () => {
  const op = fc.record({
    what: fc.constantFrom('insert', 'remove', 'increase', 'decrease'),
    piece: fc.nat(19),
  })
  fc.assert(
    fc.property(fc.array(op, { maxLength: 300 }), (ops) => {
      const rarity = new Rarity(20)
      const level = new Array<number>(20).fill(0)
      const idle = new Set<number>()
      for (const { what, piece } of ops) {
        rarity[what](piece)
        if (what === 'insert') idle.add(piece)
        if (what === 'remove') idle.delete(piece)
        if (what === 'increase') level[piece]!++
        if (what === 'decrease') level[piece] = Math.max(0, level[piece]! - 1)
      }
      assert.equal(rarity.size, idle.size)
      const seen = new Set<number>()
      for (let n = 0; n < rarity.levels; n++) {
        for (let i = rarity.beginOf(n); i < rarity.endOf(n); i++) {
          const piece = rarity.pieceAt(i)
          assert.equal(level[piece], n, `piece ${piece} stands in level ${n}`)
          seen.add(piece)
        }
      }
      assert.deepEqual(seen, idle)
      for (let piece = 0; piece < 20; piece++) {
        assert.equal(rarity.levelOf(piece), level[piece])
        assert.equal(rarity.isIdle(piece), idle.has(piece))
      }
    }),
  )
})

void test('a bitfield of the wrong size or with spare bits is refused; sets count right', () => {
  assert.equal(PieceSet.from(9, new Uint8Array([0xff]))?.count, undefined)
  assert.equal(PieceSet.from(9, new Uint8Array(3))?.count, undefined)
  assert.equal(PieceSet.from(9, new Uint8Array([0, 0x40])), undefined)
  assert.equal(PieceSet.from(9, new Uint8Array([0x81, 0x80]))?.count, 3)
  assert.equal(PieceSet.from(0, new Uint8Array(0))?.isFull, true)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.array(fc.nat(69)), fc.array(fc.nat(69)), (size, a, b) => {
      const one = new PieceSet(size)
      const two = new PieceSet(size)
      const inOne = new Set(a.filter((piece) => piece < size))
      const inTwo = new Set(b.filter((piece) => piece < size))
      for (const piece of inOne) assert.ok(one.add(piece))
      for (const piece of inTwo) two.add(piece)
      assert.equal(one.countWithout(two), [...inOne].filter((piece) => !inTwo.has(piece)).length)
      const copy = PieceSet.from(size, one.bytes)!
      const visited: number[] = []
      copy.forEach((piece) => visited.push(piece))
      assert.deepEqual(
        visited,
        [...inOne].sort((x, y) => x - y),
      )
      for (const piece of inOne) assert.ok(copy.remove(piece) && !copy.has(piece))
      assert.equal(copy.count, 0)
      assert.ok(PieceSet.full(size).isFull && PieceSet.from(size, PieceSet.full(size).bytes)?.isFull)
    }),
  )
})
