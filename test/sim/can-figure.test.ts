import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contains, type PeerKey, type Point } from '../../src/base/index.ts'
import type { ZoneMap } from '../../src/protocols/can/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanWorld } from './can-world.ts'

const ITEMS = 30

/** Puts items at drawn points, and says where. */
function putAll(world: CanWorld): Point[] {
  const points = Array.from({ length: ITEMS }, () => world.drawPoint())
  let kept = 0
  points.forEach((point, i) => {
    const args = { space: 0, point, key: Uint8Array.of(i + 1), value: Uint8Array.of(i), leaseMs: 3_600_000 }
    const from = world.nodes[i % world.nodes.length]
    if (from === undefined) return
    world.ring.command(from, 'can', { name: 'put', args }, 10_000, (result) => {
      if (result.ok) kept++
    })
  })
  world.pass(11_000)
  assert.equal(kept, ITEMS)
  return points
}

/** The map that a node draws. */
function mapOf(world: CanWorld, node: RingNode): ZoneMap {
  let drawn: Result<ZoneMap> | undefined
  world.ring.command(node, 'can', { name: 'map', args: { space: 0 } }, 10_000, (result) => {
    drawn = result as Result<ZoneMap>
  })
  world.pass(11_000)
  if (drawn?.ok !== true) throw new Error(JSON.stringify(drawn))
  return drawn.value
}

/** Every node draws the same map; it is what the nodes hold, and each item is counted in the zone of its point. */
function check(world: CanWorld, points: readonly Point[]): void {
  for (const node of world.nodes) {
    const { zones, missing } = mapOf(world, node)
    assert.deepEqual(missing, [])
    const held = world.nodes.flatMap((each) => world.shown(each).zones.map(({ path }) => [path, each.peer] as const))
    assert.deepEqual(
      zones.map(({ path, holder }) => [path, holder.peer]),
      held.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
    for (const { path, holder, items } of zones) {
      const zone = world.shown(nodeOf(world, holder.peer)).zones.find((each) => each.path === path)
      assert.ok(zone !== undefined)
      assert.equal(items, points.filter((point) => contains(zone, point)).length, `zone ${path}`)
    }
  }
}

const nodeOf = (world: CanWorld, peer: PeerKey): RingNode =>
  world.nodes.find((node) => node.peer === peer) ?? assert.fail(`no ${peer}`)

for (const seed of [1, 2, 3]) {
  test(`six nodes divide the square, a seventh splits a region, one leaves and a neighbour takes over; seed ${seed}`, () => {
    const world = new CanWorld({ seed })
    for (let i = 0; i < 6; i++) world.ring.grow()
    world.settle()
    const points = putAll(world)
    check(world, points)
    const before = new Map(world.nodes.map((node) => [node.peer, world.shown(node).zones[0]?.path ?? '']))

    world.ring.grow()
    world.settle()
    const seventh = world.nodes.find(({ peer }) => !before.has(peer)) ?? assert.fail('no seventh')
    const own = world.shown(seventh).zones[0]?.path ?? ''
    assert.ok([...before.values()].includes(own.slice(0, -1)), `${own} is a half of a region`)
    world.pass(20_000)
    check(world, points)

    const [leaver] = world.nodes
    if (leaver === undefined) return
    world.leave(leaver)
    world.pass(5_000)
    world.settle()
    assert.equal(world.nodes.length, 6)
    world.pass(20_000)
    check(world, points)
  })
}
