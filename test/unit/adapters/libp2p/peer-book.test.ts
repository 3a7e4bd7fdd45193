import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_LIMITS, MAX_BANS, MAX_BOOK_ENTRIES } from '../../../../src/adapters/libp2p/limits.ts'
import { PeerBook } from '../../../../src/adapters/libp2p/peer-book.ts'
import { epoch, multiaddr, peerKey } from '../../../../src/base/index.ts'

const A = peerKey('a')
const at = (n: number) => multiaddr(`/ip4/10.0.0.${n}/tcp/1`)

function rig() {
  const clock = { now: 0 }
  const limits = { ...DEFAULT_LIMITS, backoffMs: 100, maxBackoffMs: 1_000 }
  return { clock, book: new PeerBook(limits, () => clock.now) }
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
