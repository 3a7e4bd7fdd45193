import assert from 'node:assert/strict'
import { test } from 'node:test'
import { epoch, Random, type NodeRef, type PeerKey, type RingId, type SwarmId } from '../../../../src/base/index.ts'
import { LeaseTable } from '../../../../src/protocols/providers/leases.ts'

const LIMITS = { swarms: 4, perSwarm: 3, perPeer: 2, total: 6, perReplicator: 3, own: 10 }
const LEASE = 1_000
const random = new Random(1)
const swarm = (n: number): SwarmId => n.toString(16).padStart(64, '0') as SwarmId
const peer = (name: string): PeerKey => name as PeerKey
const ref = (name: string, start = 1): NodeRef => ({
  peer: peer(name),
  position: 0,
  epoch: epoch(start),
  addresses: [],
  id: '00' as RingId,
})
const copyOf = (name: string, leftMs = LEASE) => ({ ref: ref(name), seeding: false, leftMs })
const names = (table: LeaseTable, now: number, of: SwarmId): string[] =>
  table
    .list(now, of)
    .map(({ ref: { peer: name } }) => name)
    .sort()

void test('a lease ends, and is prolonged by another announcement', () => {
  const table = new LeaseTable(LIMITS)
  assert.ok(table.announce(0, swarm(1), ref('a'), false, LEASE))
  assert.ok(table.announce(600, swarm(1), ref('b'), true, LEASE))
  assert.deepEqual(names(table, 999, swarm(1)), ['a', 'b'])
  assert.ok(table.announce(900, swarm(1), ref('a'), true, LEASE))
  assert.deepEqual(names(table, 1_600, swarm(1)), ['a'])
  assert.equal(table.list(1_600, swarm(1))[0]?.seeding, true)
  assert.equal(table.expire(1_600), 1_900)
  assert.equal(table.total, 1)
  assert.equal(table.expire(1_900), undefined)
  assert.deepEqual([table.total, table.swarmCount], [0, 0])
})

void test('one above each limit: swarms of a peer, entries of a set, sets, all', () => {
  const table = new LeaseTable(LIMITS)
  for (const n of [1, 2]) assert.ok(table.announce(0, swarm(n), ref('a'), false, LEASE))
  assert.equal(table.announce(0, swarm(3), ref('a'), false, LEASE), false, 'a third swarm of one peer')
  assert.ok(table.announce(5, swarm(1), ref('a'), false, LEASE), 'renewing is always possible')
  assert.ok(table.announce(1, swarm(1), ref('b'), false, LEASE))
  assert.ok(table.announce(2, swarm(1), ref('c'), false, LEASE))
  assert.ok(table.announce(3, swarm(1), ref('d'), false, LEASE), 'the entry nearest to its end makes room')
  assert.deepEqual(names(table, 10, swarm(1)), ['a', 'c', 'd'])
  assert.ok(table.announce(3, swarm(3), ref('b'), false, LEASE))
  assert.ok(table.announce(3, swarm(4), ref('b'), false, LEASE))
  assert.equal(table.total, 6)
  assert.equal(table.announce(3, swarm(5), ref('e'), false, LEASE), false, 'a fifth set')
  assert.equal(table.announce(3, swarm(4), ref('e'), false, LEASE), false, 'a seventh entry')
})

void test('copies make room for announcements, and never take it', () => {
  const table = new LeaseTable({ ...LIMITS, perReplicator: 6 })
  for (const [i, name] of ['p', 'q', 'r', 's', 't', 'u'].entries()) {
    assert.ok(table.copy(i, swarm(1 + (i % 2)), copyOf(name), peer('owner'), LEASE))
  }
  assert.equal(table.copy(9, swarm(1), copyOf('v'), peer('owner'), LEASE), false, 'all is full')
  assert.ok(table.announce(10, swarm(3), ref('a'), false, LEASE))
  assert.deepEqual(names(table, 10, swarm(1)), ['r', 't'], 'the oldest copy went')
  const small = new LeaseTable(LIMITS)
  for (const name of ['p', 'q', 'r']) assert.ok(small.copy(0, swarm(1), copyOf(name), peer('owner'), LEASE))
  assert.equal(small.copy(0, swarm(2), copyOf('s'), peer('owner'), LEASE), false, 'a fourth copy of one replicator')
  assert.ok(small.copy(0, swarm(2), copyOf('s'), peer('another'), LEASE))
})

void test('a copy prolongs and never shortens; an older incarnation changes nothing; nobody lends more than a lease', () => {
  const table = new LeaseTable(LIMITS)
  table.announce(0, swarm(1), ref('a', 2), true, LEASE)
  assert.equal(table.copy(0, swarm(1), copyOf('a', 500), peer('owner'), LEASE), false)
  assert.equal(table.copy(500, swarm(1), copyOf('a'), peer('owner'), LEASE), false, 'epoch 1 is over')
  assert.ok(table.copy(500, swarm(1), { ref: ref('a', 3), seeding: true, leftMs: 10 * LEASE }, peer('owner'), LEASE))
  assert.deepEqual(names(table, 1_499, swarm(1)), ['a'])
  assert.deepEqual(names(table, 1_500, swarm(1)), [])
})

void test('only who told of an entry can take it back', () => {
  const table = new LeaseTable(LIMITS)
  table.announce(0, swarm(1), ref('a'), false, LEASE)
  table.copy(0, swarm(1), copyOf('b'), peer('owner'), LEASE)
  assert.equal(table.remove(swarm(1), peer('a'), peer('owner')), false)
  assert.equal(table.remove(swarm(1), peer('b'), peer('b')), false)
  assert.ok(table.remove(swarm(1), peer('b'), peer('owner')))
  assert.ok(table.remove(swarm(1), peer('a'), peer('a')))
  assert.equal(table.total, 0)
})

void test('a sample has the freshest half, others by chance, never the asker, and fits a frame', () => {
  const table = new LeaseTable({ ...LIMITS, perSwarm: 1_000, total: 1_000 })
  for (let i = 0; i < 200; i++) table.announce(i, swarm(1), ref(`p${i}`), false, LEASE)
  const seen = new Set<string>()
  for (let i = 0; i < 20; i++) {
    const sample = table.sample(200, swarm(1), 50, peer('p199'), random)
    const found = sample.map(({ ref: { peer: name } }) => name as string)
    assert.equal(new Set(found).size, 50)
    assert.ok(!found.includes('p199'))
    for (let fresh = 174; fresh < 199; fresh++) assert.ok(found.includes(`p${fresh}`))
    for (const name of found) seen.add(name)
  }
  assert.ok(seen.size > 150, `${seen.size} different ones`)
  const long = '/dns4/'.padEnd(60, 'x')
  for (let i = 0; i < 60; i++) {
    const addresses = Array.from({ length: 4 }, () => long) as unknown as NodeRef['addresses']
    table.announce(300, swarm(2), { ...ref(`q${i}`), addresses }, false, LEASE)
  }
  const bytes = table
    .sample(300, swarm(2), 50, peer('me'), random)
    .reduce((sum, { ref: { addresses } }) => sum + 80 + addresses.join('').length, 0)
  assert.ok(bytes > 8 * 1024 && bytes <= 12 * 1024, `${bytes} bytes`)
})
