import assert from 'node:assert/strict'
import { test } from 'node:test'
import { epoch, Random, type NodeRef, type PeerKey } from '../../../../src/base/index.ts'
import { sessionIdOf } from '../../../../src/protocols/index.ts'
import { Books } from '../../../../src/protocols/swarm/books.ts'
import { Contacts } from '../../../../src/protocols/swarm/contacts.ts'
import { Session } from '../../../../src/protocols/swarm/session.ts'
import { KEY, layoutOf, Network, SWARM } from './network.ts'

const ref = (name: string, start = 1): NodeRef => ({
  peer: name as PeerKey,
  position: 0,
  epoch: epoch(start),
  addresses: [],
  id: KEY,
})
const nobody = (): boolean => false
const next = (contacts: Contacts, now: number, count = 10): string[] =>
  contacts
    .next(now, count, nobody, new Random(1))
    .map(({ peer }) => peer as string)
    .sort()

void test('contacts rest after failures, twice as long each time; a restart forgives', () => {
  const contacts = new Contacts(10)
  contacts.heard(ref('a'), false)
  assert.deepEqual(next(contacts, 0), ['a'])
  contacts.failed(0, 'a' as PeerKey)
  assert.deepEqual(next(contacts, 1_999), [])
  assert.deepEqual(next(contacts, 2_000), ['a'])
  contacts.failed(2_000, 'a' as PeerKey)
  assert.deepEqual(next(contacts, 5_999), [])
  contacts.heard(ref('a'), false)
  assert.deepEqual(next(contacts, 5_999), [], 'hearing of it again changes nothing')
  contacts.heard(ref('a', 2), false)
  assert.deepEqual(next(contacts, 5_999), ['a'])
})

void test('seeds come first; one contact above the limit replaces one that failed, or is left out', () => {
  const contacts = new Contacts(3)
  for (const name of ['a', 'b', 'c', 'd']) contacts.heard(ref(name), name === 'c')
  assert.equal(contacts.size, 3)
  assert.deepEqual(next(contacts, 0, 1), ['c'])
  contacts.failed(0, 'b' as PeerKey)
  contacts.heard(ref('d'), false)
  assert.deepEqual(next(contacts, 0), ['a', 'c', 'd'])
})

void test('the books of one peer above the limit replace the oldest; the total stays exact', () => {
  const books = new Books(2)
  for (const name of ['a', 'b', 'c'] as PeerKey[]) {
    books.came(0, new Session(sessionIdOf(SWARM, name), name, true, 0), 100)
  }
  assert.deepEqual([...books.peers.keys()], ['b', 'c'])
  assert.equal(books.total.downloadedBytes, 300)
})

void test('no more sessions are opened, at once and in all, than allowed', () => {
  const limits = { swarms: 1, sessions: 50, opened: 6, opening: 2, contacts: 200, books: 500, banned: 256 }
  const network = new Network({ seed: 1, layout: layoutOf(4, 64 * 1024), params: { limits } })
  // They hold nothing, so that sessions stay and nothing else happens.
  for (let i = 0; i < 20; i++) network.registry.set(network.add(`peer${i}`).peer, false)
  for (const node of network.nodes.values()) node.command('add', { swarm: SWARM })
  const node = network.add('self')
  node.command('add', { swarm: SWARM })
  for (const other of network.nodes.values()) if (other !== node) network.registry.delete(other.peer)
  let opening = 0
  for (let i = 0; i < 40; i++) {
    network.run(100, () => false)
    const { sessions } = node.machine.sizes
    opening = Math.max(opening, sessions - node.links.size)
  }
  assert.ok(opening <= 2, `${opening} at once`)
})
