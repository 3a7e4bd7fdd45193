import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ROOT_PATH, type PeerKey } from '../../src/base/index.ts'
import type { CanProtocol } from '../../src/protocols/can/index.ts'
import type { Effect } from '../../src/protocols/index.ts'
import { mixed } from './can-mixed.ts'
import { CanWorld } from './can-world.ts'

const from = Number(process.env['CAN_FROM'] ?? 0)
const seeds = Array.from({ length: Number(process.env['CAN_SEEDS'] ?? 4) }, (_, i) => from + i)
/** Steps of nodes in one seed, at least. */
const STEPS = Number(process.env['CAN_STEPS'] ?? 10_000)

void describe('a CAN', () => {
  void it('tiles the torus after every step while nodes join and leave', () => {
    for (const seed of [1, 2, 3]) {
      const world = new CanWorld({ seed })
      world.ring.grow()
      world.until(() => world.untiled(), 5_000)
      world.exact = true
      world.ring.growTo(24)
      world.settle()
      assert.deepEqual(world.locateMany(100).right, 100)
      for (let i = 0; i < 8; i++) {
        const node = world.ring.random.pick(world.nodes)
        if (node !== undefined) world.leave(node)
        world.pass(3_000)
        world.ring.grow()
        world.pass(1_000)
      }
      world.settle()
    }
  })

  void it('closes around nodes that crash, several at a time, and takes them in again', () => {
    for (const seed of [4, 5]) {
      const world = new CanWorld({ seed })
      world.ring.growTo(30)
      world.settle()
      for (let round = 0; round < 3; round++) {
        const dead = world.ring.random.shuffle(world.nodes).slice(0, 5)
        for (const node of dead) world.ring.crash(node)
        const tiledMs = world.until(() => world.untiled(), 10_000)
        assert.ok(tiledMs <= 10_000)
        world.settle()
        assert.equal(world.locateMany(60).right, 60)
        for (const node of dead) world.ring.rejoin(node)
        world.settle()
      }
    }
  })

  void it('that was cut in two is whole on both sides, and one again when they meet', () => {
    for (const seed of [6, 7]) {
      const world = new CanWorld({ seed })
      world.ring.growTo(24)
      world.settle()
      const half = world.nodes.filter((_, i) => i % 2 === 0)
      const rest = world.nodes.filter((_, i) => i % 2 === 1)
      world.ring.network.partition([half, rest])
      world.until(() => world.untiled(half) ?? world.untiled(rest), 60_000)
      world.ring.network.heal()
      world.settle(120_000)
      assert.equal(world.locateMany(100).right, 100)
    }
  })

  void it('tiles the torus after every step when nobody failed or all is mended, and loses nothing', (t) => {
    for (const seed of seeds) {
      const report = mixed(seed, STEPS)
      t.diagnostic(`seed ${seed}: ${JSON.stringify(report)}`)
      assert.ok(report.steps >= STEPS && report.checks > 0 && report.acknowledged > 0)
    }
  })

  void it('is not taken from its holders by one that claims all of it', () => {
    const liar = 'n7' as PeerKey
    let isLying = false
    const world = new CanWorld({
      seed: 'liar',
      lie: (peer, effect) => (peer === liar && isLying ? claimAll(effect) : effect),
    })
    world.ring.growTo(24)
    world.settle()
    isLying = true
    world.pass(60_000)
    const honest = world.nodes.filter(({ peer }) => peer !== liar)
    const lost = honest.filter((node) => world.shown(node).zones.length === 0)
    assert.deepEqual(
      lost.map(({ peer }) => peer),
      [],
    )
    assert.deepEqual(world.untiled(), undefined)
  })
})

/** What it tells others is that all is its own, by a higher right than anybody's. */
function claimAll(effect: Effect<CanProtocol>): Effect<CanProtocol> {
  const all = { version: 2 ** 40, shown: { claims: [{ path: ROOT_PATH, epoch: 60 }], around: [] } }
  if (effect.type === 'ask' && effect.body.type === 'update')
    return { ...effect, body: { ...effect.body, picture: all } }
  if (effect.type === 'respond' && effect.body.type === 'updated')
    return { ...effect, body: { ...effect.body, picture: all } }
  return effect
}
