import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restAfter } from '../../../../src/adapters/libp2p/back-off.ts'
import {
  DEFAULT_LIMITS,
  MAX_BANS,
  MAX_BOOK_ENTRIES,
  MAX_RESTING_ADDRESSES,
} from '../../../../src/adapters/libp2p/limits.ts'
import { PeerBook } from '../../../../src/adapters/libp2p/peer-book.ts'
import { epoch, multiaddr, peerKey, type PeerKey } from '../../../../src/base/index.ts'

const A = peerKey('a')
const at = (n: number) => multiaddr(`/ip4/10.0.0.${n}/tcp/1`)

function rig(over: { isProtected?: (peer: PeerKey) => boolean; chance?: () => number } = {}) {
  const clock = { now: 0 }
  const limits = { ...DEFAULT_LIMITS, backoffMs: 100, maxBackoffMs: 1_000 }
  return { clock, book: new PeerBook(limits, () => clock.now, { chance: () => 0.5, ...over }) }
}

test('the newest word about addresses comes first, what the peer says itself replaces hearsay', () => {
  const { book } = rig()
  assert.equal(book.mayDial(A), false)
  book.heardOf(A, [at(1), at(2)], 1)
  book.heardOf(A, [at(3)], 1)
  assert.deepEqual(book.addressesOf(A), [at(3), at(1), at(2)])
  book.heardOf(A, [], 1)
  book.met(A, epoch(2), [at(4), at(5)], at(5))
  assert.deepEqual(book.addressesOf(A), [at(5), at(4)])
  book.met(A, epoch(1), [], undefined)
  assert.deepEqual(book.addressesOf(A), [at(5), at(4)])
  assert.equal(book.highestEpochOf(A), 2)
  for (let n = 10; n < 30; n++) book.heardOf(A, [at(n)], 1)
  assert.equal(book.addressesOf(A).length, 8)
})

test('a peer that could not be dialled rests, longer each time, unless a new address is known', () => {
  const { clock, book } = rig()
  book.heardOf(A, [at(1)], 1)
  for (const restMs of [100, 200, 400, 800, 1_000, 1_000]) {
    assert.equal(book.mayDial(A), true)
    book.failed(A, book.addressesOf(A))
    clock.now += restMs - 1
    assert.equal(book.mayDial(A), false)
    clock.now += 1
  }
  book.failed(A, book.addressesOf(A))
  book.heardOf(A, [at(2)], 1)
  assert.equal(book.mayDial(A), true)
  book.failed(A, book.addressesOf(A))
  assert.equal(book.mayDial(A), false)
  book.met(A, epoch(1), [], undefined)
  assert.equal(book.mayDial(A), true)
})

test('a ban ends, a longer one is not shortened, and the one that ends first makes room', () => {
  const { clock, book } = rig()
  book.ban(A, 100)
  book.ban(A, 50)
  clock.now = 99
  assert.equal(book.isBanned(A), true)
  clock.now = 100
  assert.equal(book.isBanned(A), false)
  assert.equal(book.bans, 0)
  for (let i = 0; i <= MAX_BANS; i++) book.ban(peerKey(`p${i}`), i === 7 ? 10 : 1_000)
  assert.equal(book.bans, MAX_BANS)
  assert.equal(book.isBanned(peerKey('p7')), false)
  assert.equal(book.isBanned(peerKey('p6')), true)
})

test('the book is bounded, and forgets what was not touched for longest', () => {
  const { book } = rig()
  book.heardOf(A, [at(1)], 1)
  for (let i = 0; i < MAX_BOOK_ENTRIES - 1; i++) book.heardOf(peerKey(`p${i}`), [at(1)], 1)
  book.heardOf(A, [at(2)], 1)
  book.heardOf(peerKey('one more'), [at(1)], 1)
  assert.equal(book.size, MAX_BOOK_ENTRIES)
  assert.equal(book.addressesOf(A).length, 2)
  assert.deepEqual(book.addressesOf(peerKey('p0')), [])
})

test('a crowd of strangers does not make us forget our neighbours', () => {
  const { book } = rig({ isProtected: (peer) => peer === A })
  book.met(A, epoch(7), [at(1)], undefined)
  for (let i = 0; i < 3 * MAX_BOOK_ENTRIES; i++) book.heardOf(peerKey(`p${i}`), [at(2)], 1)
  assert.equal(book.size, MAX_BOOK_ENTRIES)
  assert.deepEqual([book.highestEpochOf(A), book.addressesOf(A)], [7, [at(1)]])
})

test('an address at which nobody answers rests, whoever is said to be there', () => {
  const { clock, book } = rig()
  for (let i = 0; i < 1_000; i++) book.heardOf(peerKey(`p${i}`), [at(1)], 1)
  assert.equal(book.mayDial(peerKey('p0')), true)
  for (const restMs of [100, 200, 400, 800, 1_000, 1_000]) {
    book.dialled(at(1), false)
    for (let i = 0; i < 1_000; i++) assert.equal(book.mayDial(peerKey(`p${i}`)), false)
    clock.now += restMs - 1
    assert.equal(book.mayDial(peerKey('p999')), false)
    clock.now += 1
    assert.equal(book.mayDial(peerKey('p999')), true)
  }
  book.dialled(at(1), false)
  // Another address of the same peer is another matter.
  book.heardOf(peerKey('p1'), [at(2)], 1)
  assert.deepEqual(book.dialableAddressesOf(peerKey('p1')), [at(2)])
  assert.equal(book.mayDial(peerKey('p1')), true)
  book.dialled(at(1), true)
  assert.equal(book.resting, 0)
  assert.equal(book.mayDial(peerKey('p0')), true)
})

test('hearsay of a later start ends the rest of an address, but not at any rate', () => {
  const { clock, book } = rig()
  book.heardOf(A, [at(1)], 1)
  for (let i = 0; i < 5; i++) {
    book.dialled(at(1), false)
    clock.now += 1_000
  }
  book.dialled(at(1), false)
  book.heardOf(A, [at(1)], 2)
  clock.now += 999
  assert.equal(book.mayDial(A), false)
  clock.now += 1
  assert.equal(book.mayDial(A), true)
})

test('resting addresses are bounded', () => {
  const { book } = rig()
  for (let i = 0; i <= MAX_RESTING_ADDRESSES; i++) book.dialled(multiaddr(`/ip4/10.0.0.1/tcp/${i}`), false)
  assert.equal(book.resting, MAX_RESTING_ADDRESSES)
})

test('rests are jittered by a quarter either way, and never above that', () => {
  const limits = { ...DEFAULT_LIMITS, backoffMs: 100, maxBackoffMs: 1_000, backoffJitter: 0.25 }
  assert.deepEqual(
    [0, 0.5, 1].map((chance) => restAfter(limits, 0, chance)),
    [75, 100, 125],
  )
  assert.equal(restAfter(limits, 1_000, 1), 1_250)
  const { book } = rig({ chance: () => 0 })
  book.heardOf(A, [at(1)], 1)
  book.failed(A, [at(1)])
  assert.equal(book.mayDial(A), false)
})
