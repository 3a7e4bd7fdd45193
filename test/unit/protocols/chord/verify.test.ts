import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Random, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import type { LookupResult } from '../../../../src/protocols/chord/commands.ts'
import {
  MAX_DISAGREEMENTS,
  MAX_VERIFY_ASKS,
  MAX_VERIFY_ROUNDS,
  MAX_VERIFYING,
  MAX_WAY_POINTS,
  VERIFY_GROUP,
} from '../../../../src/protocols/chord/limits.ts'
import { isTooSparse, stretchOf, suffices, votesFor } from '../../../../src/protocols/chord/verify-votes.ts'
import {
  nearestBefore,
  nearestBehind,
  ownerBy,
  wayPointsTo,
  type Contact,
  type Verifying,
} from '../../../../src/protocols/chord/verify-way.ts'
import { RingSimulation } from '../../../../src/sim/index.ts'
import { underLies } from '../../../paper/liars.ts'
import { grownRing, idOf, Net, randomId, refOf } from './net.ts'

const drawn = (random: Random, count: number): NodeRef[] =>
  Array.from({ length: count }, (_, i) => refOf(`n${String(i)}`, randomId(random))).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  )

/** The node `at` and those before it. */
const before = (ring: readonly NodeRef[], at: number, count: number): NodeRef[] =>
  Array.from({ length: Math.min(count, ring.length) }, (_, i) => ring.at((at - i) % ring.length) as NodeRef)

describe('verified look-ups where nobody lies', () => {
  for (const count of [1, 2, 3, 5, 9, 17, 33, 64]) {
    it(`end at the owner, from every node of a ring of ${String(count)}`, () => {
      const random = new Random(count)
      const net = new Net({ seed: count })
      const nodes = grownRing(net, count, random, 4, 20_000)
      for (const asked of nodes) {
        const target = randomId(random)
        const result = net.lookup(asked, target, 'verified')
        assert.ok(result.ok, JSON.stringify(result))
        const owner = net.owner(target)
        assert.equal(result.value.owner.peer, owner.peer)
        assert.equal(result.value.hops === 0, asked.ref.peer === owner.peer)
        assert.deepEqual(result.value.verification?.disagreements, [])
        assert.equal(result.value.verification.witnesses > 0, asked.ref.peer !== owner.peer)
      }
    })
  }

  for (const [count, positions] of [
    [1, 4],
    [2, 4],
    [5, 8],
    [12, 4],
  ] as const) {
    it(`the same of ${String(count)} nodes with ${String(positions)} positions each`, () => {
      const ring = new RingSimulation({ seed: `verify ${String(count)}`, positions })
      ring.growTo(count, (forMs) => {
        ring.run(ring.now + forMs)
      })
      ring.run(ring.now + 60_000)
      const places = ring.places()
      const random = new Random(positions)
      let right = 0
      for (const node of ring.members()) {
        for (let i = 0; i < 5; i++) {
          const target = ring.drawTarget(random)
          const owner = places.find(({ ringId }) => ringId >= target) ?? places[0]
          ring.command(node, 'chord', { name: 'lookup', args: { target, mode: 'verified' } }, 5_000, (result) => {
            assert.ok(result.ok, JSON.stringify(result))
            assert.equal((result.value as { owner: NodeRef }).owner.id, owner?.ringId)
            right++
          })
          ring.run(ring.now + 5_000)
        }
      }
      assert.equal(right, 5 * count)
    })
  }
})

describe('the density of a group', () => {
  it('gives no false alarm in rings of any size, with any number of positions', () => {
    const random = new Random('density')
    let alarms = 0
    for (let i = 0; i < 2_000; i++) {
      const size = 2 + random.below(80)
      const ring = drawn(random, size)
      const parts = Array.from({ length: 1 + random.below(4) }, () => stretchOf(before(ring, random.below(size), 9)))
      const own = parts.reduce((sum, { part, gaps }) => ({ part: sum.part + part, gaps: sum.gaps + gaps }))
      if (isTooSparse(stretchOf(before(ring, random.below(size), VERIFY_GROUP)), own)) alarms++
    }
    assert.equal(alarms, 0)
  })

  it('is told from that of a group of which only every thirtieth is left', () => {
    const random = new Random('captured')
    let found = 0
    for (let i = 0; i < 20; i++) {
      const ring = drawn(random, 960)
      const captured = before(
        ring.filter((_, at) => at % 30 === 0),
        0,
        VERIFY_GROUP,
      )
      if (isTooSparse(stretchOf(captured), stretchOf(before(ring, random.below(900), 17)))) found++
    }
    assert.equal(found, 20)
  })

  it('means nothing where there is nothing to compare', () => {
    assert.equal(isTooSparse({ part: 0.9, gaps: 0 }, { part: 0.1, gaps: 8 }), false)
    assert.equal(isTooSparse({ part: 0.9, gaps: 15 }, { part: 0, gaps: 0 }), false)
  })
})

describe('votes', () => {
  const target = idOf('5')
  const owner = refOf('owner', idOf('6'))
  const other = refOf('other', idOf('7'))
  const contact = (node: NodeRef, names: NodeRef | undefined): [RingId, Contact] => [
    node.id,
    { node, list: 'answered', names, step: 'unasked', stepAt: -1, claim: undefined },
  ]
  const verifying = (contacts: Iterable<[RingId, Contact]>): Verifying => ({
    self: idOf('1'),
    target,
    deadlineAt: 0,
    wayPoints: [target],
    reach: 1,
    at: 0,
    known: new Map(),
    contacts: new Map(contacts),
    asks: 0,
    asksHere: 0,
    rounds: 1,
    lateAt: Infinity,
  })

  it('of one witness are enough, unless a nearer node is silent: then of more than half', () => {
    const group = Array.from({ length: 5 }, (_, i) => refOf(`g${String(i)}`, idOf(`4${String(i)}`)))
    for (let witnesses = 0; witnesses <= 5; witnesses++) {
      const votes = votesFor(
        verifying(group.map((node, i) => contact(node, i < witnesses ? owner : other))),
        group,
        owner,
      )
      assert.deepEqual([votes.witnesses, votes.voters, votes.disagreements.length], [witnesses, 5, 5 - witnesses])
      assert.equal(suffices(votes, 0), witnesses >= 1)
      assert.equal(suffices(votes, 1), witnesses >= 3)
    }
  })

  it(`name at most ${String(MAX_DISAGREEMENTS)} disagreements`, () => {
    const claims = (count: number): [RingId, Contact][] =>
      Array.from({ length: count }, (_, i) => {
        const node = refOf(`c${String(i)}`, idOf(`8${i.toString(16).padStart(2, '0')}`))
        const claim = { owner: node, predecessor: undefined }
        return [node.id, { node, list: 'unasked', names: undefined, step: 'answered', stepAt: 0, claim }]
      })
    assert.equal(votesFor(verifying(claims(MAX_DISAGREEMENTS)), [], owner).disagreements.length, MAX_DISAGREEMENTS)
    assert.equal(votesFor(verifying(claims(MAX_DISAGREEMENTS + 1)), [], owner).disagreements.length, MAX_DISAGREEMENTS)
  })
})

describe('the way', () => {
  it('ends at the target, never has more than its limit of places, and sorts as the sorted ring does', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 40 }), (seed, size) => {
        const random = new Random(seed)
        const ring = drawn(random, size)
        const target = randomId(random)
        const at = random.below(size)
        const self = ring[at] as NodeRef
        const list = Array.from({ length: Math.min(8, size - 1) }, (_, i) => ring[(at + 1 + i) % size] as NodeRef)
        const places = wayPointsTo(self.id, list, target)
        assert.equal(places.at(-1), target)
        assert.ok(places.length <= MAX_WAY_POINTS)
        const first = ring.findIndex(({ id }) => id >= target)
        const behind = first < 0 ? 0 : first
        const ids = (nodes: readonly NodeRef[]): RingId[] => nodes.map(({ id }) => id)
        assert.deepEqual(
          ids(nearestBehind(random.shuffle(ring), target, 3, () => true)),
          ids(Array.from({ length: Math.min(3, size) }, (_, i) => ring[(behind + i) % size] as NodeRef)),
        )
        assert.deepEqual(
          ids(nearestBefore(random.shuffle(ring), target, 3, () => true)),
          ids(before(ring, behind - 1 + size, 3)),
        )
        const last = list.at(-1)
        const named = ownerBy(self, list, target)
        if (named !== undefined) assert.equal(named.id, ring[behind]?.id)
        assert.ok(last !== undefined)
      }),
    )
  })

  it('has no more places than its limit in the largest of rings', () => {
    const places = wayPointsTo(idOf('1'), [refOf('a', `1${'0'.repeat(62)}1` as RingId)], idOf('0fff'))
    assert.equal(places.length, MAX_WAY_POINTS)
  })
})

it('a trace tells of each contact at which place of the way it was, what it was asked for, and whom its list names', () => {
  const net = new Net({ seed: 5 })
  const nodes = grownRing(net, 5, new Random(5), 4, 20_000)
  const asked = nodes[0] as (typeof nodes)[number]
  const owner = nodes[1] as (typeof nodes)[number]
  const args = { target: owner.ref.id, mode: 'verified', trace: true } as const
  const id = net.command(asked, { name: 'lookup', args }, 5_000)
  net.run(5_000)
  const result = net.result(id)
  assert.ok(result?.ok === true)
  const path = (result.value as LookupResult).path ?? []
  const asks = path.map(({ verifying }) => verifying ?? assert.fail('a hop without its question'))
  const last = Math.max(...asks.map(({ place }) => place))
  assert.ok(asks.every(({ place }) => place >= 1))
  const atTarget = path.filter(({ verifying }) => verifying?.place === last)
  assert.deepEqual(
    atTarget.filter(({ outcome }) => outcome === 'owner').map(({ ringId, verifying }) => [ringId, verifying?.asked]),
    [[owner.ref.id, 'nearest']],
  )
  const named = asks.flatMap(({ asked: what, names }) => (what === 'list' && names !== undefined ? [names] : []))
  assert.ok(named.length > 0 && named.every((name) => name === owner.ref.id), named.join(' '))
  assert.ok(asks.every(({ asked: what, names }) => what === 'list' || names === undefined))
})

describe('limits of verified look-ups', () => {
  it(`one above ${String(MAX_VERIFYING)} at once is refused, other look-ups are not`, () => {
    const net = new Net({ seed: 3 })
    const nodes = grownRing(net, 3, new Random(3), 4, 20_000)
    const asked = nodes[0] as (typeof nodes)[number]
    const other = nodes[1] as (typeof nodes)[number]
    const target = other.ref.id
    const args = { target, mode: 'verified' } as const
    const ids = Array.from({ length: MAX_VERIFYING + 1 }, () => net.command(asked, { name: 'lookup', args }, 5_000))
    const refused = net.result(ids.at(-1) as (typeof ids)[number])
    assert.ok(refused?.ok === false && refused.code === 'LOOKUP_TIMEOUT', JSON.stringify(refused))
    assert.ok(net.lookup(asked, target).ok)
    net.run(5_000)
    assert.ok(ids.slice(0, -1).every((id) => net.result(id)?.ok === true))
    assert.ok(net.lookup(asked, target, 'verified').ok)
  })

  it(`a key whose owner has stopped is asked about in ${String(MAX_VERIFY_ROUNDS)} rounds, then given up`, () => {
    const random = new Random(9)
    const net = new Net({ seed: 9, detectMs: 3_600_000 })
    const nodes = grownRing(net, 9, random, 4, 20_000)
    const [asked, stopped] = nodes as [(typeof nodes)[number], (typeof nodes)[number]]
    net.stop(stopped)
    const result = net.lookup(asked, stopped.ref.id, 'verified', 30_000)
    assert.ok(!result.ok && result.code === 'NO_QUORUM', JSON.stringify(result))
    assert.match(result.detail, new RegExp(`in ${String(MAX_VERIFY_ROUNDS)} rounds`))
  })

  it('the deadline counts above the rounds', () => {
    const net = new Net({ seed: 9, detectMs: 3_600_000 })
    const nodes = grownRing(net, 9, new Random(9), 4, 20_000)
    const [asked, stopped] = nodes as [(typeof nodes)[number], (typeof nodes)[number]]
    net.stop(stopped)
    const from = net.now
    const result = net.lookup(asked, stopped.ref.id, 'verified', 1_500)
    assert.ok(!result.ok && result.code === 'LOOKUP_TIMEOUT', JSON.stringify(result))
    assert.ok(net.now - from <= 1_500)
  })

  it('liars who invent nodes without end use up the questions, and none of their inventions is an answer', () => {
    const lied = underLies({ nodes: 400, part: 0.3, lookups: 12, seed: 1, ways: ['invent'] }, 'verified')
    assert.equal(lied.wrong, 0, JSON.stringify(lied))
    assert.ok(lied.asks <= MAX_VERIFY_ASKS, JSON.stringify(lied))
  })

  it('a key whose owner says nothing has no proved owner', () => {
    const lied = underLies({ nodes: 200, part: 0.2, lookups: 12, seed: 1, ways: ['drop'], keys: 'liars' }, 'verified')
    assert.deepEqual([lied.failed, lied.wrong], [12, 0], JSON.stringify(lied))
  })
})
