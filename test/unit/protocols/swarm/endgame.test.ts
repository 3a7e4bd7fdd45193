import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PeerKey } from '../../../../src/base/index.ts'
import { MAX_ASKERS } from '../../../../src/protocols/swarm/endgame.ts'
import { Unit } from '../../../../src/protocols/swarm/unit.ts'
import { layoutOf, Network, type NodeOptions, type TestNode } from './network.ts'

const KIB = 1024
const MIB = 1024 * KIB
/** Bytes a millisecond. */
const FAST = 5_000
const SLOW = 20

const seeding = (node: TestNode): boolean => node.states.at(-1) === 'seeding'

interface Tail {
  readonly pieces: number
  readonly pieceBytes: number
  readonly givers: readonly NodeOptions[]
}

/** Runs one leecher to its end; how long it took, and how long all that was missing anywhere would keep all givers busy. */
function fetchFrom({ pieces, pieceBytes, givers }: Tail): { ms: number; idealMs: number; wasted: number } {
  const network = new Network({ seed: 7, layout: layoutOf(pieces, pieceBytes), latencyMs: () => 10 })
  for (const [i, options] of givers.entries()) network.add(`giver${i}`, options).join()
  const leecher = network.add('leech')
  leecher.join()
  assert.ok(network.run(3_600_000, () => seeding(leecher)))
  const missing = givers.reduce((sum, { has }) => {
    return sum + (has === undefined ? 0 : Array.from({ length: pieces }, (_, i) => i).filter((i) => !has(i)).length)
  }, pieces)
  const idealMs = (missing * pieceBytes) / givers.reduce((sum, { uplink = 0 }) => sum + uplink, 0)
  return { ms: network.now, idealMs, wasted: leecher.status().wastedBytes / (pieces * pieceBytes) }
}

for (const { what, ...tail } of [
  {
    what: 'a very slow seed beside a fast one',
    pieces: 40,
    pieceBytes: MIB,
    givers: [
      { seeder: true, uplink: FAST },
      { seeder: true, uplink: SLOW },
    ],
  },
  {
    what: 'very slow leechers beside a fast seed',
    pieces: 40,
    pieceBytes: MIB,
    givers: [
      { seeder: true, uplink: FAST },
      { uplink: SLOW, has: (piece: number) => piece % 2 === 0 },
      { uplink: SLOW, has: (piece: number) => piece % 2 === 1 },
    ],
  },
  {
    what: 'two that are ten times slower than a third',
    pieces: 64,
    pieceBytes: 256 * KIB,
    givers: [
      { seeder: true, uplink: FAST },
      { seeder: true, uplink: FAST / 10 },
      { seeder: true, uplink: FAST / 10 },
    ],
  },
]) {
  void test(`the tail: ${what}`, (t) => {
    const { ms, idealMs, wasted } = fetchFrom(tail)
    t.diagnostic(`${ms.toFixed(0)} ms, ideal ${idealMs.toFixed(0)} ms, ${(100 * wasted).toFixed(1)} % came twice`)
    assert.ok(ms < 1.3 * idealMs + 1_000, `${ms} ms, ideal ${idealMs} ms`)
    assert.ok(wasted < 0.05, `${wasted} of the content came twice`)
  })
}

void test('drawn swarms with slow and dying peers end, and nothing is asked twice of one peer', () => {
  const drawn = fc.record({
    seed: fc.integer(),
    uplinks: fc.array(fc.constantFrom(10, 50, 200, 5_000), { minLength: 2, maxLength: 5 }),
    pieces: fc.integer({ min: 1, max: 12 }),
    deaths: fc.array(fc.record({ who: fc.nat(4), atMs: fc.nat(8_000) }), { maxLength: 2 }),
    liar: fc.boolean(),
  })
  fc.assert(
    fc.property(drawn, ({ seed, uplinks, pieces, deaths, liar }) => {
      const network = new Network({ seed, layout: layoutOf(pieces, 256 * KIB, 70_000), latencyMs: () => 10 })
      // One seed lives on.
      network.add('seed', { seeder: true, uplink: 500 }).join()
      for (const [i, uplink] of uplinks.entries()) network.add(`s${i}`, { seeder: true, uplink }).join()
      if (liar) network.add('liar', { seeder: true, uplink: 30, spoils: () => true }).join()
      const leechers = [network.add('a', { uplink: 1_000 }), network.add('b', { uplink: 20 })]
      for (const leecher of leechers) leecher.join()
      for (const { who, atMs } of deaths) network.later(atMs, () => network.kill(`s${who}` as PeerKey))
      assert.ok(network.run(3_600_000, () => leechers.every(seeding)))
      network.run(120_000, () => false)
      for (const leecher of leechers) {
        assert.equal(leecher.has.size, pieces)
        for (const [peer, open] of leecher.unanswered) if (leecher.links.has(peer)) assert.deepEqual([...open], [])
        let repeats = 0
        for (const times of leecher.asked.values()) repeats += times - 1
        assert.ok(repeats <= leecher.causes, `${repeats} blocks asked for again, ${leecher.causes} reasons`)
      }
    }),
    { numRuns: 60 },
  )
})

void test('a block is asked of three peers at most, and is missing again when all have given up', () => {
  const unit = new Unit('piece', 3, 256 * KIB, 64 * KIB)
  assert.equal(unit.double(0, MAX_ASKERS), false, 'nobody was asked for it')
  assert.equal(unit.take(), 0)
  assert.ok(unit.double(0, MAX_ASKERS))
  assert.ok(unit.double(0, MAX_ASKERS))
  assert.equal(unit.double(0, MAX_ASKERS), false, 'a fourth')
  unit.giveBack(0)
  unit.giveBack(0)
  assert.equal(unit.missing, 3)
  unit.giveBack(0)
  assert.equal(unit.missing, 4)
  assert.equal(unit.take(), 0)
  unit.receive(0, 'x' as PeerKey)
  unit.giveBack(0)
  assert.equal(unit.received, 1, 'what is here stays')
})
