import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  contains,
  ROOT_PATH,
  squaredDistanceOfPoints,
  type Box,
  type PeerKey,
  type Point,
} from '../../src/base/index.ts'
import { bytes, CanItems, LEASE_MS, text } from './can-kept.ts'

void describe('items of a CAN', () => {
  void it('are found by point, by box and by distance, each once', () => {
    const items = new CanItems('found', 16)
    items.fill(200)
    items.checkAll()
    const boxes: Box[] = [
      { low: [0, 0], high: [1, 1] },
      { low: [0.2, 0.3], high: [0.6, 0.9] },
      { low: [0.5, 0.5], high: [0.500001, 0.500001] },
    ]
    for (const box of boxes) {
      for (const limit of [7, 64]) assert.deepEqual(items.inBox(box, limit).sort(), items.expected(box).sort())
    }
    for (let i = 0; i < 5; i++) {
      const point = items.world.drawPoint()
      const away = ([, { point: at }]: [string, { point: Point }]): number => squaredDistanceOfPoints(at, point)
      const wanted = [...items.kept].sort((a, b) => away(a) - away(b)).slice(0, 9).map(([key]) => key) // prettier-ignore
      const { items: got, missing } = items.ask('nearest', { point, limit: 9 })
      assert.deepEqual([got.map(({ key }) => text(key)), missing], [wanted, []])
    }
  })

  void it('outlive crashes, leaves and joins, while they are written', () => {
    for (const seed of ['outlive 1', 'outlive 2']) {
      const items = new CanItems(seed, 16)
      const { world } = items
      items.fill(150)
      for (let round = 0; round < 4; round++) {
        const victim = world.ring.random.pick(world.nodes)
        assert.ok(victim !== undefined)
        if (round % 2 === 0) world.ring.crash(victim)
        else world.leave(victim)
        // Read while its zone is taken over, and written: what one wants to read is not being written.
        items.checkAll()
        // Each once: of two at once it is open which is the later.
        for (const key of world.ring.random.shuffle([...items.kept.keys()]).slice(0, 20))
          items.put(key, `${key} ${round}`)
        world.pass(10_000)
        items.checkAll()
        world.ring.grow()
        world.settle()
        // Copies are made again before the next one fails.
        world.pass(40_000)
        items.checkAll()
      }
      const all: Box = { low: [0, 0], high: [1, 1] }
      assert.deepEqual(items.inBox(all, 50).sort(), items.expected(all).sort())
    }
  })

  void it('are gone when they are removed or their lease ends, and stay so', () => {
    const items = new CanItems('gone', 8)
    const { world } = items
    items.fill(20)
    let removed = 0
    for (const [key, { point }] of [...items.kept].slice(0, 10)) {
      items.command<{ removed: boolean }>('remove', { point, key: bytes(key) }, (result) => {
        if (result.ok && result.value.removed) removed++
        items.kept.delete(key)
      })
    }
    world.pass(5_000)
    assert.equal(removed, 10)
    const all: Box = { low: [0, 0], high: [1, 1] }
    assert.deepEqual(items.inBox(all, 50).sort(), items.expected(all).sort())
    world.pass(LEASE_MS + 120_000)
    assert.deepEqual(items.inBox(all, 50), [])
  })

  void it('are all found by a query though one answers for the whole space and gives nothing', () => {
    const liar = 'n3' as PeerKey
    let isLying = false
    const items = new CanItems('covers all', 48, liar, (peer, effect) => {
      if (!isLying || peer !== liar || effect.type !== 'respond' || effect.body.type !== 'answered') return effect
      return { ...effect, body: { ...effect.body, items: [], more: false, covered: [ROOT_PATH] } }
    })
    items.fill(120)
    isLying = true
    const all: Box = { low: [0, 0], high: [1, 1] }
    const [zone] = items.world.nodes
      .filter(({ peer }) => peer === liar)
      .flatMap((node) => items.world.shown(node).zones)
    const isHidden = ({ point }: { point: Point }): boolean => zone !== undefined && contains(zone, point)
    const expected = [...items.kept].filter(([, kept]) => !isHidden(kept)).map(([key]) => key)
    assert.ok(expected.length < items.kept.size)
    assert.deepEqual(items.inBox(all, 50).sort(), expected.sort())
  })
})
