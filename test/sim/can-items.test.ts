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
import type { Gathered, Item, Kept } from '../../src/protocols/can/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { CanWorld, type CanWorldOptions } from './can-world.ts'

const LEASE_MS = 3_600_000
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : new TextDecoder().decode(value)

/** A world with items, and what was acknowledged of them. */
class Items {
  readonly world: CanWorld
  readonly kept = new Map<string, { readonly point: Point; value: string }>()
  /** What was last written: one that nobody acknowledged in time may stand there all the same. */
  readonly tried = new Map<string, string>()

  /** Is asked nothing. */
  readonly liar: PeerKey | undefined

  constructor(
    seed: string,
    nodes: number,
    liar?: PeerKey,
    lie: NonNullable<CanWorldOptions['lie']> = (_, effect) => effect,
  ) {
    this.liar = liar
    this.world = new CanWorld({ seed, lie })
    this.world.ring.growTo(nodes)
    this.world.settle()
  }

  command<Value>(name: string, args: object, done: (result: Result<Value>) => void): void {
    const { world } = this
    const from = world.ring.random.pick(
      world.nodes.filter((node) => !world.leaving.has(node) && node.peer !== this.liar),
    )
    if (from === undefined) return
    world.ring.command(from, 'can', { name, args: { space: 0, ...args } }, 10_000, (result) => {
      done(result as Result<Value>)
    })
  }

  put(key: string, value: string, point = this.world.drawPoint()): void {
    const at = this.kept.get(key)?.point ?? point
    this.tried.set(key, value)
    this.command<Kept>('put', { point: at, key: bytes(key), value: bytes(value), leaseMs: LEASE_MS }, (result) => {
      if (!result.ok) return
      assert.ok(result.value.copies >= 2, `${key} is on ${result.value.copies} disks`)
      this.kept.set(key, { point: at, value })
    })
  }

  fill(count: number): void {
    for (let i = 0; i < count; i++) this.world.ring.at(this.world.ring.now + i * 5, () => { this.put(`key ${i}`, `value ${i}`) }) // prettier-ignore
    this.world.pass(count * 5 + 10_000)
    assert.equal(this.kept.size, count)
  }

  /** Every acknowledged item is read from any node as it was last acknowledged. */
  checkAll(): void {
    let right = 0
    const wrong: string[] = []
    for (const [key, { point, value }] of this.kept) {
      this.command<{ item: Item | undefined }>('get', { point, key: bytes(key) }, (result) => {
        const read = result.ok ? text(result.value.item?.value) : undefined
        if (read !== undefined && (read === value || read === this.tried.get(key))) right++
        else wrong.push(`${key}: ${result.ok ? String(read) : result.code}, not ${value}`)
      })
    }
    this.world.pass(11_000)
    assert.equal(right, this.kept.size, wrong.join('; '))
  }

  ask(name: 'query' | 'nearest', args: object): Gathered {
    let answer: Result<Gathered> | undefined
    this.command<Gathered>(name, args, (result) => {
      answer = result
    })
    this.world.pass(11_000)
    assert.ok(answer?.ok === true, JSON.stringify(answer))
    return answer.value
  }

  /** All items of a box, page by page. */
  inBox(box: Box, limit: number): string[] {
    const keys: string[] = []
    let after: string | undefined
    do {
      const { items, next, missing } = this.ask('query', { box, after, limit })
      assert.deepEqual(missing, [])
      assert.ok(items.length <= limit)
      keys.push(...items.flatMap(({ key }) => text(key) ?? []))
      after = next
    } while (after !== undefined)
    return keys
  }

  expected(box: Box): string[] {
    return [...this.kept].filter(([, { point }]) => contains(box, point)).map(([key]) => key)
  }
}

void describe('items of a CAN', () => {
  void it('are found by point, by box and by distance, each once', () => {
    const items = new Items('found', 16)
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
      const items = new Items(seed, 16)
      const { world } = items
      items.fill(150)
      for (let round = 0; round < 4; round++) {
        const victim = world.ring.random.pick(world.nodes)
        if (victim === undefined) return
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
    const items = new Items('gone', 8)
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
    const items = new Items('covers all', 48, liar, (peer, effect) => {
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
