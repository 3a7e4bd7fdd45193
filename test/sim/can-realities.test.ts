import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { covers, pathOfPoint, type PeerKey, type Point, type ZonePath } from '../../src/base/index.ts'
import type { CanParams, CanProtocol, Gathered, Item, Kept } from '../../src/protocols/can/index.ts'
import type { Effect, Result } from '../../src/protocols/index.ts'
import type { RingNode } from '../../src/sim/index.ts'
import { CanWorld } from './can-world.ts'

const LEASE_MS = 3_600_000
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : new TextDecoder().decode(value)
const hex = (key: string): string => Buffer.from(key).toString('hex')

type Lie = (peer: PeerKey, effect: Effect<CanProtocol>) => Effect<CanProtocol>

/** A world of several realities, and the items that were acknowledged in it. */
class Realities {
  readonly world: CanWorld
  readonly count: number
  readonly points = new Map<string, Point>()

  constructor(seed: string, nodes: number, count: number, params: Partial<CanParams> = {}, lie: Lie = (_, all) => all) {
    this.count = count
    this.world = new CanWorld({ seed, params: { ...params, realities: count }, lie })
    this.world.ring.growTo(nodes)
    this.settle()
  }

  settle(): void {
    for (let space = 0; space < this.count; space++) {
      this.world.space = space
      this.world.settle()
    }
    this.world.space = 0
  }

  command<Value>(from: RingNode, name: string, args: object, done: (result: Result<Value>) => void): void {
    this.world.command(from, name, { space: 0, ...args }, done)
  }

  get someone(): RingNode {
    const node = this.world.ring.random.pick(this.world.nodes)
    assert.ok(node !== undefined)
    return node
  }

  put(key: string, value: string, by = this.someone): void {
    const point = this.points.get(key) ?? this.world.drawPoint()
    const args = { point, key: bytes(key), value: bytes(value), leaseMs: LEASE_MS }
    this.command<Kept>(by, 'put', args, (result) => {
      if (result.ok) this.points.set(key, point)
    })
  }

  fill(count: number): void {
    for (let i = 0; i < count; i++) this.put(`key ${i}`, `value ${i}`)
    this.world.answered()
    assert.equal(this.points.size, count)
  }

  /** What is read of each, by anybody; nothing of one whose read failed. */
  readAll(by?: RingNode): Map<string, string | undefined> {
    const read = new Map<string, string | undefined>()
    for (const [key, point] of this.points) {
      this.command<{ item: Item | undefined }>(by ?? this.someone, 'get', { point, key: bytes(key) }, (result) => {
        if (result.ok) read.set(key, text(result.value.item?.value))
      })
    }
    this.world.answered()
    return read
  }

  holderOf(point: Point, space: number): RingNode {
    const path = pathOfPoint(point, 60)
    const holds = (node: RingNode): boolean => this.zonesOf(node, space).some((zone) => covers(zone, path))
    const holder = this.world.nodes.find(holds)
    assert.ok(holder !== undefined)
    return holder
  }

  zonesOf(node: RingNode, space: number): ZonePath[] {
    return this.world.shown(node, space).zones.map(({ path }) => path)
  }

  /** Whether the node has the item of a reality on its disk. */
  hasOnDisk(node: RingNode, space: number, key: string): boolean {
    return node.disk.rows(`can/items/${space}/`).some(([row]) => row.endsWith(`/${hex(key)}`))
  }
}

void describe('realities of a CAN', () => {
  void it('tile the torus each in its way, and keep every item each', () => {
    const realities = new Realities('tile', 14, 3)
    realities.fill(40)
    const { points } = realities
    let several = 0
    for (const [key, point] of points) {
      const holders = [0, 1, 2].map((space) => realities.holderOf(point, space))
      if (new Set(holders).size > 1) several++
      for (const [space, holder] of holders.entries())
        assert.ok(realities.hasOnDisk(holder, space, key), `${key} is not in reality ${space}`)
    }
    assert.ok(several >= 25, `${several} points with several holders`)
    const read = realities.readAll()
    for (const key of points.keys()) assert.equal(read.get(key), `value ${key.slice(4)}`)
  })

  void it('agree on what was written last and on what was removed', () => {
    const realities = new Realities('agree', 10, 2)
    const { world } = realities
    realities.fill(10)
    for (let round = 0; round < 3; round++) {
      for (const key of realities.points.keys()) realities.put(key, `${key} ${round}`)
      world.answered()
    }
    for (const node of world.nodes) {
      const read = realities.readAll(node)
      for (const key of realities.points.keys()) assert.equal(read.get(key), `${key} 2`)
    }
    let removed = 0
    for (const [key, point] of realities.points) {
      realities.command<{ removed: boolean }>(realities.someone, 'remove', { point, key: bytes(key) }, (result) => {
        if (result.ok && result.value.removed) removed++
      })
    }
    world.answered()
    assert.equal(removed, 10)
    for (const node of world.nodes.slice(0, 4)) {
      const read = realities.readAll(node)
      for (const key of realities.points.keys()) assert.ok(read.has(key) && read.get(key) === undefined, key)
    }
  })

  void it('do not take a stamp from a time to come', () => {
    const liar = 'n3'
    const stamped: Lie = (peer, effect) =>
      peer === liar && effect.type === 'ask' && effect.body.type === 'put'
        ? { ...effect, body: { ...effect.body, lamport: Number.MAX_SAFE_INTEGER } }
        : effect
    const realities = new Realities('stamp', 8, 2, {}, stamped)
    const { world } = realities
    const [honest] = world.nodes.filter(({ peer }) => peer !== liar)
    const by = world.nodes.find(({ peer }) => peer === liar)
    for (let i = 0; i < 6; i++) realities.put(`key ${i}`, 'a lie', by)
    world.answered()
    assert.equal(realities.points.size, 6)
    for (let i = 0; i < 6; i++) realities.put(`key ${i}`, 'the last word', honest)
    world.answered()
    for (const node of world.nodes) {
      const read = realities.readAll(node)
      for (const key of realities.points.keys()) assert.equal(read.get(key), 'the last word')
    }
  })

  void it('lose an item only when all its holders die: 1 − p^r of them is there (§3.3)', () => {
    const dead = 0.3
    const parts = [1, 3].map((count) => {
      // Without copies beside the holder: what is left is what realities are good for.
      const realities = new Realities(`available ${count}`, 20, count, { replicas: 1 })
      const { world, points } = realities
      realities.fill(60)
      const victims = new Set(world.ring.random.shuffle(world.nodes).slice(0, dead * world.nodes.length))
      const left = [...points].filter(([, point]) =>
        Array.from({ length: count }, (_, space) => realities.holderOf(point, space)).some(
          (node) => !victims.has(node),
        ),
      )
      for (const node of victims) world.ring.crash(node)
      realities.settle()
      const read = realities.readAll()
      const there = [...read].filter(([, value]) => value !== undefined)
      assert.deepEqual(there.map(([key]) => key).sort(), left.map(([key]) => key).sort())
      for (const [key, value] of there) assert.equal(value, `value ${key.slice(4)}`)
      return there.length / points.size
    })
    assert.ok(Math.abs((parts[0] ?? 0) - (1 - dead)) <= 0.2, `${parts[0]} with one`)
    assert.ok((parts[1] ?? 0) >= 1 - dead ** 3 - 0.06, `${parts[1]} with three`)
  })

  void it('bring an item back to one that has lost it when it is read', () => {
    const realities = new Realities('repair', 10, 2, { replicas: 1 })
    const { world, points } = realities
    realities.fill(12)
    const [key, point] =
      [...points].find(([, at]) => realities.holderOf(at, 0) !== realities.holderOf(at, 1)) ?? assert.fail()
    world.ring.crash(realities.holderOf(point, 0))
    realities.settle()
    const heir = realities.holderOf(point, 0)
    assert.ok(!realities.hasOnDisk(heir, 0, key))
    // The heir asks itself first, and then the other reality.
    assert.equal(realities.readAll(heir).get(key), `value ${key.slice(4)}`)
    assert.ok(realities.hasOnDisk(heir, 0, key))
  })

  void it('answer a region query for a part whose holder in one of them has just died', () => {
    // Nobody takes over meanwhile what it held.
    const realities = new Realities('query', 12, 2, { replicas: 1, takeoverMs: 120_000 })
    const { world, points } = realities
    realities.fill(60)
    const apart = (node: RingNode): boolean =>
      realities.zonesOf(node, 0).every((a) => realities.zonesOf(node, 1).every((b) => !covers(a, b) && !covers(b, a)))
    const victim = world.nodes.find(apart) ?? assert.fail()
    const from = world.nodes.find((node) => node !== victim) ?? assert.fail()
    world.ring.crash(victim)
    let answer: Result<Gathered> | undefined
    realities.command<Gathered>(
      from,
      'query',
      { box: { low: [0, 0], high: [1, 1] }, after: undefined, limit: 200 },
      (result) => {
        answer = result
      },
    )
    world.answered()
    assert.ok(answer?.ok === true)
    const { items, missing } = answer.value
    assert.deepEqual(missing, [])
    assert.deepEqual(items.map(({ key }) => text(key)).sort(), [...points.keys()].sort())
  })
})
