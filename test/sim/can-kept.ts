import assert from 'node:assert/strict'
import { contains, type Box, type PeerKey, type Point } from '../../src/base/index.ts'
import type { Gathered, Item, Kept } from '../../src/protocols/can/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { CanWorld, type CanWorldOptions } from './can-world.ts'

export const LEASE_MS = 3_600_000
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : new TextDecoder().decode(value)

/** A world with items, and what was acknowledged of them. */
export class CanItems {
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
    world.command(from, name, { space: 0, ...args }, done)
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
    this.world.pass(count * 5)
    this.world.answered()
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
    this.world.answered()
    assert.equal(right, this.kept.size, wrong.join('; '))
  }

  ask(name: 'query' | 'nearest', args: object): Gathered {
    let answer: Result<Gathered> | undefined
    this.command<Gathered>(name, args, (result) => {
      answer = result
    })
    this.world.answered()
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
