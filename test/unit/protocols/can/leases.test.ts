import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { CommandOf } from '../../../../src/protocols/index.ts'
import type { CanProtocol, Gathered, Item, Kept, ZoneMap } from '../../../../src/protocols/can/index.ts'
import { Bench, key, WALL_MS } from './rig.ts'

const at = { space: 0, point: [0.3, 0.7], key }
const LEASE_MS = 10_000

function valueOf(bench: Bench, command: CommandOf<CanProtocol>): unknown {
  const result = bench.command(command)
  assert.ok(result?.ok, command.name)
  return result.value
}

const itemOf = (bench: Bench): Item | undefined =>
  (valueOf(bench, { name: 'get', args: at }) as { item: Item | undefined }).item
const remove = (bench: Bench): boolean => (valueOf(bench, { name: 'remove', args: at }) as { removed: boolean }).removed
const put = (bench: Bench): Kept =>
  valueOf(bench, { name: 'put', args: { ...at, value: Uint8Array.of(7), leaseMs: LEASE_MS } }) as Kept
const found = (bench: Bench): number => {
  const box = { low: [0, 0], high: [1, 1] }
  const args = { space: 0, box, after: undefined, limit: 10 }
  return (valueOf(bench, { name: 'query', args }) as Gathered).items.length
}

void it('an item is there until its lease ends by the clock of its owner, and from then on it is not', () => {
  const bench = new Bench()
  bench.pass(10_000)
  // What the clock may be wrong by prolongs nothing.
  bench.wallErrorMs = 500
  assert.equal(put(bench).expiresAtMs, WALL_MS + LEASE_MS)
  bench.wallMs = WALL_MS + LEASE_MS - 1
  assert.equal(itemOf(bench)?.expiresAtMs, WALL_MS + LEASE_MS)
  assert.equal(found(bench), 1)
  bench.wallMs++
  assert.equal(itemOf(bench), undefined)
  assert.equal(found(bench), 0)
})

void it('another put begins a new lease', () => {
  const bench = new Bench()
  put(bench)
  bench.wallMs += LEASE_MS / 2
  assert.equal(put(bench).expiresAtMs, WALL_MS + LEASE_MS / 2 + LEASE_MS)
})

void it('a removal of what was removed, has ended, or never was, removes nothing', () => {
  const bench = new Bench()
  assert.equal(remove(bench), false)
  put(bench)
  assert.deepEqual([remove(bench), remove(bench)], [true, false])
  put(bench)
  bench.wallMs += LEASE_MS
  assert.equal(remove(bench), false)
})

void it('the map counts items, and none that was removed', () => {
  const bench = new Bench()
  bench.pass(10_000)
  const counts = (): unknown => {
    const { zones } = valueOf(bench, { name: 'map', args: { space: 0 } }) as ZoneMap
    return zones.map(({ items }) => items)
  }
  const others = [2, 3].map((byte) => ({ ...at, key: Uint8Array.of(byte) }))
  for (const args of others) valueOf(bench, { name: 'put', args: { ...args, value: key, leaseMs: LEASE_MS } })
  put(bench)
  assert.deepEqual(counts(), [3])
  remove(bench)
  assert.deepEqual(counts(), [2])
  put(bench)
  assert.deepEqual(counts(), [3])
})
