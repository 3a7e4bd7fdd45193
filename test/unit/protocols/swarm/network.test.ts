import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PeerKey } from '../../../../src/base/index.ts'
import { layoutOf, Network, type NodeOptions, type TestNode } from './network.ts'

const KIB = 1024
const RUNS = { numRuns: 40 }

const isWhole = (node: TestNode, pieces: number): boolean => node.has.size === pieces
const seeding = (node: TestNode): boolean => node.states.at(-1) === 'seeding'

/** No block is asked for again without a reason. */
function checkRequests(node: TestNode): void {
  let repeats = 0
  for (const times of node.asked.values()) repeats += times - 1
  assert.ok(repeats <= node.causes, `${node.peer}: ${repeats} blocks asked for again, ${node.causes} reasons`)
}

function checkAnswers(network: Network): void {
  for (const node of network.nodes.values()) {
    for (const [peer, open] of node.unanswered) {
      if (!network.nodes.has(peer) || !node.links.has(peer)) continue
      assert.deepEqual([...open], [], `${node.peer} has no answer of ${peer}`)
    }
  }
}

void test('one seeder, one leecher: everything arrives, each block is asked for once', () => {
  const network = new Network({ seed: 1, layout: layoutOf(40, 256 * KIB, 100_000) })
  const seeder = network.add('seed', { seeder: true })
  const leecher = network.add('leech')
  seeder.join()
  leecher.join()
  assert.ok(network.run(60_000, () => seeding(leecher)))
  assert.equal(leecher.has.size, 40)
  for (const times of leecher.asked.values()) assert.equal(times, 1)
  assert.equal(leecher.asked.size, 39 * 4 + 2)
  const status = leecher.status()
  assert.equal(status.state, 'seeding')
  assert.equal(status.verifiedBytes, 39 * 256 * KIB + 100_000)
  assert.equal(status.downloadedBytes, status.verifiedBytes)
  assert.equal(status.downloadedFromSeedsBytes, status.verifiedBytes)
  assert.equal(status.downBps, 0, 'what is complete fetches nothing')
  assert.deepEqual(
    status.peers.map(({ connected, pieces }) => [connected, pieces]),
    [[false, 40]],
    'a seeder that has parted had everything',
  )
  network.run(100, () => false)
  checkAnswers(network)
  assert.equal(seeder.links.size, 0, 'two seeds part')
})

void test('drawn swarms of 10 to 30 with deaths and corrupt senders: all survivors complete', () => {
  const drawn = fc.record({
    seed: fc.integer(),
    leechers: fc.integer({ min: 9, max: 29 }),
    pieces: fc.integer({ min: 1, max: 40 }),
    liars: fc.integer({ min: 0, max: 3 }),
    deaths: fc.array(fc.record({ who: fc.nat(28), atMs: fc.nat(3_000) }), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(drawn, ({ seed, leechers, pieces, liars, deaths }) => {
      const layout = layoutOf(pieces, 128 * KIB, 70_000)
      const network = new Network({ seed, layout, latencyMs: (random) => 1 + random.below(60) })
      network.add('seed', { seeder: true, uplink: 2_000 }).join()
      for (let i = 0; i < liars; i++) {
        network.add(`liar${i}`, { seeder: true, uplink: 2_000, spoils: (piece) => piece % 2 === i % 2 }).join()
      }
      for (let i = 0; i < leechers; i++) network.add(`leech${i}`, { uplink: 1_000 }).join()
      for (const { who, atMs } of deaths) {
        network.later(atMs, () => {
          network.kill(`leech${who}` as PeerKey)
        })
      }
      const waiting = (): TestNode[] => [...network.nodes.values()].filter((node) => !isWhole(node, pieces))
      assert.ok(
        network.run(600_000, () => waiting().length === 0),
        `unfinished: ${waiting()
          .map((node) => `${node.peer} ${node.has.size}/${pieces} ${JSON.stringify(node.status().reason)}`)
          .join(', ')}`,
      )
      network.run(5_000, () => false)
      checkAnswers(network)
      for (const node of network.nodes.values()) checkRequests(node)
    }),
    RUNS,
  )
})

void test('a peer that sends bad pieces is refused, and told by name', () => {
  const network = new Network({ seed: 3, layout: layoutOf(20, 64 * KIB) })
  network.add('liar', { seeder: true, spoils: () => true }).join()
  const leecher = network.add('leech')
  leecher.join()
  network.run(5_000, () => false)
  const status = leecher.status()
  assert.equal(leecher.has.size, 0)
  assert.deepEqual(
    status.banned.map(({ peer }) => peer),
    ['liar'],
  )
  assert.match(status.banned[0]?.why ?? '', /^sent piece \d+ with a wrong hash$/)
  assert.equal(status.state, 'stalled')
  assert.ok(status.wastedBytes >= 64 * KIB)
  network.add('seed', { seeder: true }).join()
  assert.ok(network.run(60_000, () => seeding(leecher)))
})

void test('a peer that takes requests and never answers loses them to others', () => {
  const params = { snubMs: 3_000 }
  const network = new Network({ seed: 4, layout: layoutOf(8, 64 * KIB), params })
  network.add('mute', { seeder: true, mute: true }).join()
  const leecher = network.add('leech')
  leecher.join()
  network.run(1_000, () => false)
  network.add('seed', { seeder: true }).join()
  assert.ok(network.run(30_000, () => seeding(leecher)))
  assert.ok(network.now < 15_000, `took ${network.now} ms`)
})

for (const leechers of [4, 8]) {
  void test(`${leechers} leechers at once: most bytes do not come from the seeder`, () => {
    const pieces = 256
    const layout = layoutOf(pieces, 256 * KIB)
    const network = new Network({ seed: 5, layout, latencyMs: () => 1 })
    const uplink: NodeOptions = { uplink: 50_000 }
    const seeder = network.add('seed', { ...uplink, seeder: true })
    seeder.join()
    const all = Array.from({ length: leechers }, (_, i) => network.add(`leech${i}`, uplink))
    for (const node of all) node.join()
    assert.ok(network.run(600_000, () => all.every(seeding)))
    const copies = seeder.sentBytes / (pieces * 256 * KIB)
    const statuses = all.map((node) => node.status())
    const down = statuses.reduce((sum, { downloadedBytes }) => sum + downloadedBytes, 0)
    const fromSeeds = statuses.reduce((sum, { downloadedFromSeedsBytes }) => sum + downloadedFromSeedsBytes, 0)
    console.log(
      `${leechers} leechers: seeder sent ${copies.toFixed(2)} copies, ${(100 * (1 - fromSeeds / down)).toFixed(0)} % from leechers, ${network.now} ms`,
    )
    assert.ok(copies < 2, `the seeder sent ${copies} copies`)
    assert.ok(fromSeeds / down < 0.6)
  })
}
