import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { NodeRef, PeerKey } from '../../src/base/index.ts'
import type { CanProtocol, Claim, Item, Kept } from '../../src/protocols/can/index.ts'
import type { Effect } from '../../src/protocols/index.ts'
import { planeLatency, type RingNode } from '../../src/sim/index.ts'
import { CanMixed } from './can-mixed.ts'
import { CanWorld } from './can-world.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const peers = (refs: readonly NodeRef[]): PeerKey[] => refs.map(({ peer }) => peer)

/** Those that hold zones. */
const heads = (world: CanWorld): RingNode[] => world.nodes.filter((node) => world.shown(node).zones.length > 0)
const nodeOf = (world: CanWorld, peer: PeerKey): RingNode => {
  const node = world.nodes.find((each) => each.peer === peer)
  assert.ok(node !== undefined, `${peer} is not there`)
  return node
}
/** Who holds which zones, in the order of their names. */
const holders = (world: CanWorld): string[] =>
  heads(world)
    .map(
      (node) =>
        `${node.peer} ${world
          .shown(node)
          .zones.map(({ path }) => path)
          .join('+')}`,
    ) // prettier-ignore
    .toSorted()

void describe('a CAN with several nodes to a zone', () => {
  for (const overload of [2, 3, 4])
    void it(`tiles the torus after every step while nodes join and leave, ${overload} to a zone`, () => {
      const world = new CanWorld({ seed: overload, params: { overload } })
      world.ring.grow()
      world.until(() => world.untiled(), 5_000)
      world.exact = true
      world.ring.growTo(20)
      world.settle()
      assert.ok(heads(world).length < 20 / (1 + overload / 4), `${heads(world).length} zones`)
      for (let i = 0; i < 8; i++) {
        const node = world.ring.random.pick(world.nodes)
        if (node !== undefined) world.leave(node)
        world.pass(3_000)
        world.ring.grow()
        world.pass(1_000)
        for (const each of world.nodes) assert.ok(world.shown(each).mates.length < overload)
      }
      world.settle()
      assert.equal(world.locateMany(60).right, 60)
    })

  void it('divides a full set when one more comes: each half keeps its part', () => {
    const world = new CanWorld({ seed: 'full', params: { overload: 4 } })
    world.ring.growTo(4)
    world.settle()
    const [head, ...none] = heads(world)
    assert.deepEqual([none.length, head === undefined ? 0 : world.shown(head).mates.length], [0, 3])
    world.ring.grow()
    world.settle()
    const sets = heads(world).map((node) => world.shown(node).mates.length + 1)
    assert.deepEqual(sets.toSorted(), [2, 3])
  })

  void it('gives the zone of one that dies to a mate, with all its items, and to no neighbour', () => {
    const world = new CanWorld({ seed: 'heir', params: { overload: 2 } })
    world.ring.growTo(14)
    world.settle()
    const dead = heads(world).find((node) => world.shown(node).mates.length === 1)
    assert.ok(dead !== undefined)
    const { zones, mates } = world.shown(dead)
    const [zone] = zones
    const [heir] = peers(mates)
    assert.ok(zone !== undefined && heir !== undefined)
    let kept = 0
    const points = Array.from({ length: 20 }, () => zone.low.map((low, i) => low + world.ring.random.float() * ((zone.high[i] ?? 1) - low))) // prettier-ignore
    points.forEach((point, i) => {
      const args = { space: 0, point, key: bytes(`key ${i}`), value: bytes(`value ${i}`), leaseMs: 3_600_000 }
      world.command<Kept>(dead, 'put', args, (result) => {
        if (result.ok && result.value.copies >= 2) kept++
      })
    })
    world.answered()
    assert.equal(kept, 20)
    const before = holders(world)
    world.ring.crash(dead)
    world.settle()
    assert.deepEqual(holders(world), before.map((each) => each.replace(`${dead.peer} `, `${heir} `)).toSorted()) // prettier-ignore
    assert.equal(world.shown(nodeOf(world, heir)).zones[0]?.epoch, zone.epoch + 1)
    let read = 0
    points.forEach((point, i) => {
      const args = { space: 0, point, key: bytes(`key ${i}`) }
      world.command<{ item: Item | undefined }>(nodeOf(world, heir), 'get', args, (result) => {
        if (result.ok && result.value.item?.value !== undefined) read++
      })
    })
    world.answered()
    assert.equal(read, 20)
  })

  void it('gives the zone of one that leaves to a mate, and the others follow that one', () => {
    const world = new CanWorld({ seed: 'leave', params: { overload: 4 } })
    world.ring.growTo(16)
    world.settle()
    world.exact = true
    const leaving = heads(world).find((node) => world.shown(node).mates.length >= 2)
    assert.ok(leaving !== undefined)
    const { zones, mates } = world.shown(leaving)
    world.leave(leaving)
    world.pass(2_000)
    const set = peers(mates).map((peer) => nodeOf(world, peer))
    const [heir, ...others] = set.filter((node) => world.shown(node).zones.length > 0)
    assert.ok(heir !== undefined && others.length === 0)
    assert.equal(world.shown(heir).zones[0]?.path, zones[0]?.path)
    for (const node of set) if (node !== heir) assert.equal(world.shown(node).mateOf?.peer, heir.peer)
  })

  void it('keeps what was acknowledged and comes to one tiling again, whatever befalls it', () => {
    for (const [seed, overload] of [
      [0, 2],
      [2, 4],
      [5, 4],
      [7, 3],
    ] as const) {
      // prettier-ignore
      const single = seed % 2 === 0
      try {
        const report = new CanMixed({ seed, single, attributes: seed === 2, overload }).run(15_000)
        assert.ok(report.broken > 0 && report.acknowledged > 0)
      } catch (err) {
        throw new Error(`seed ${seed}, ${overload} to a zone: ${String(err)}`, { cause: err })
      }
    }
  })

  void it('makes a way of each mate: the more there are, the less each hop takes', () => {
    const perHop = [1, 2, 4].map((overload) => {
      const latencyMs = planeLatency({ seed: 1, acrossMs: 100 })
      const world = new CanWorld({ seed: 'ways', latencyMs, params: { overload } })
      world.ring.growTo(40)
      world.settle()
      world.pass(30_000)
      let [hops, ms] = [0, 0]
      for (let i = 0; i < 150; i++) {
        const from = world.ring.random.pick(world.nodes)
        const begun = world.ring.now
        if (from === undefined) continue
        world.locate(from, world.drawPoint(), (result) => {
          if (!result.ok) return
          hops += result.value.hops
          ms += world.ring.now - begun
        })
        world.pass(100)
      }
      world.answered()
      return ms / hops
    })
    const [one = 0, two = 0, four = 0] = perHop
    assert.ok(two < 0.95 * one && four < 0.8 * one, perHop.join(' '))
  })

  void it('takes nobody for a mate who says so, and nobody becomes one because another says so', () => {
    const liar = 'n5' as PeerKey
    let isLying = false
    let all: readonly NodeRef[] = []
    let claims: readonly Claim[] = []
    const world = new CanWorld({
      seed: 'liars',
      params: { overload: 3 },
      lie: (peer, effect) => (peer === liar && isLying ? claimMates(effect, claims, all) : effect),
    })
    world.ring.growTo(12)
    world.settle()
    // A holder: what it says of its mates is heard.
    const liarIs = heads(world).some(({ peer }) => peer === liar) ? 'holder' : 'mate'
    const victims = world.nodes.filter(({ peer }) => peer !== liar && world.shown(nodeOf(world, liar)).mates.every((mate) => mate.peer !== peer)) // prettier-ignore
    // Its own it keeps: who is dropped would look for another zone.
    all = [...world.shown(nodeOf(world, liar)).mates, ...victims.map((node) => world.shown(node).self)].slice(0, 3)
    assert.ok(all.some(({ peer }) => victims.some((node) => node.peer === peer)))
    const before = victims.map((node) => [node.peer, world.shown(node).mateOf?.peer, world.shown(node).zones])
    claims = world.shown(nodeOf(world, liar)).zones.map(({ path, epoch }) => ({ path, epoch }))
    isLying = true
    world.pass(60_000)
    const after = victims.map((node) => [node.peer, world.shown(node).mateOf?.peer, world.shown(node).zones])
    assert.deepEqual(after, before, `the liar is a ${liarIs}`)
    for (const node of victims) {
      const isItsHead = world.shown(nodeOf(world, liar)).mateOf?.peer === node.peer
      assert.equal(peers(world.shown(node).mates).includes(liar), isItsHead)
    }
    assert.equal(world.untiled(), undefined)
  })
})

/** It follows everybody, and has others for its mates. */
function claimMates(
  effect: Effect<CanProtocol>,
  claims: readonly Claim[],
  mates: readonly NodeRef[],
): Effect<CanProtocol> {
  const picture = { version: 2 ** 40, shown: { claims, around: [], mates } }
  if (effect.type === 'ask' && effect.body.type === 'update')
    return { ...effect, body: { ...effect.body, follows: true, picture } }
  if (effect.type === 'respond' && effect.body.type === 'updated')
    return { ...effect, body: { ...effect.body, picture } }
  return effect
}
