import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asciiBytes, type PeerKey } from '../../src/base/index.ts'
import { ATTRIBUTE_SPACE, type Item, type Kept } from '../../src/protocols/can/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { MISMATCH_MS } from '../../src/protocols/can/mismatch.ts'
import { CanWorld } from './can-world.ts'

void describe('spaces of a CAN', () => {
  void it('are divided each by itself, in its own dimensions', () => {
    const world = new CanWorld({ seed: 'spaces', params: { realities: 2, dimensions: 2, attributeDimensions: 3 } })
    world.ring.growTo(12)
    const zones: string[] = []
    for (const space of [0, 1, ATTRIBUTE_SPACE]) {
      world.space = space
      world.settle()
      assert.equal(world.locateMany(40).right, 40)
      zones.push(world.nodes.map((node) => world.shown(node).zones[0]?.path).join(' '))
    }
    assert.equal(new Set(zones).size, 3)
    const [node] = world.nodes
    assert.ok(node !== undefined)
    assert.deepEqual(
      [0, 1, ATTRIBUTE_SPACE].map((space) => {
        const { dimensions, holds, mismatch } = world.shown(node, space)
        return [dimensions, holds, mismatch]
      }),
      [[2, 'items', undefined], [2, 'items', undefined], [3, 'attributes', undefined]], // prettier-ignore
    )
  })

  void it('of attributes keep items of their own', () => {
    const world = new CanWorld({ seed: 'attributes', params: { attributeDimensions: 3 } })
    world.ring.growTo(6)
    world.space = ATTRIBUTE_SPACE
    world.settle()
    const [node, other] = world.nodes
    assert.ok(node !== undefined && other !== undefined)
    // Named by its writer.
    const key = asciiBytes(node.peer)
    const at = { space: ATTRIBUTE_SPACE, point: [0.2, 0.4, 0.9], key }
    let kept: Result<Kept> | undefined
    const put = { name: 'put', args: { ...at, value: Uint8Array.of(2), leaseMs: 600_000 } }
    world.ring.command(node, 'can', put, 5_000, (result) => {
      kept = result as Result<Kept>
    })
    world.pass(5_000)
    assert.equal(kept?.ok, true)
    let read: Result<{ item: Item | undefined }> | undefined
    world.ring.command(other, 'can', { name: 'get', args: at }, 5_000, (result) => {
      read = result as Result<{ item: Item | undefined }>
    })
    world.pass(5_000)
    assert.ok(read?.ok === true)
    assert.deepEqual(read.value.item?.value, Uint8Array.of(2))
  })

  void it('are not shared by nodes that count other dimensions, and both sides see who does', () => {
    const odd = 'n5' as PeerKey
    const told: unknown[] = []
    const world = new CanWorld({
      seed: 'odd',
      params: (peer) => (peer === odd ? { dimensions: 3 } : {}),
      lie: (peer, effect) => {
        if (effect.type === 'news' && effect.news.type === 'dimensionsDiffer')
          told.push([peer, effect.news.dimensions, effect.news.theirs])
        return effect
      },
    })
    world.ring.growTo(8)
    world.pass(30_000)
    const others = world.nodes.filter(({ peer }) => peer !== odd)
    assert.equal(world.notIdeal(others), undefined)
    const stranger = world.nodes.find(({ peer }) => peer === odd)
    assert.ok(stranger !== undefined)
    const { zones, state, mismatch } = world.shown(stranger)
    assert.deepEqual([zones, state, mismatch?.dimensions], [[], 'joining', 2])
    assert.deepEqual(told, [[odd, 3, 2]], 'it is told once, and by the one that comes to no zone')
    // Whoever is gone differs no more.
    for (const node of others) world.ring.crash(node)
    world.until(() => (world.shown(stranger).mismatch === undefined ? undefined : 'it is still shown'), MISMATCH_MS)
  })

  void it('that only some have are founded by those, and the others say that they have none', () => {
    const without = new Set(['n2', 'n5', 'n6'])
    const params = (peer: PeerKey): object => ({ attributeDimensions: without.has(peer) ? 0 : 2 })
    const world = new CanWorld({ seed: 'some', params })
    world.ring.growTo(8)
    world.space = ATTRIBUTE_SPACE
    const some = world.nodes.filter(({ peer }) => !without.has(peer))
    world.until(() => world.notIdeal(some), 120_000)
  })
})
