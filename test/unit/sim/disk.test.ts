import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareKeys, OrbError, Random } from '../../../src/base/index.ts'
import type { Put } from '../../../src/protocols/index.ts'
import { SimDisk } from '../../../src/sim/index.ts'

const put = (key: string, value?: number): Put => (value === undefined ? { key } : { key, value: Uint8Array.of(value) })
const all = { from: '', below: '\u{10ffff}' }
const keysOf = (disk: SimDisk): string[] => disk.page(all, 100).rows.map(([key]) => key)
/** Writes and waits for it. */
const write = (disk: SimDisk, batch: Put[], sync: boolean): unknown => disk.write(0, batch, sync).finish()

describe('SimDisk', () => {
  it('shows what was written, and forgets in a crash what was not synced', () => {
    const disk = new SimDisk()
    write(disk, [put('a', 1)], true)
    write(disk, [put('b', 1)], false)
    write(disk, [put('a')], false)
    assert.deepEqual(keysOf(disk), ['b'])
    disk.crash()
    assert.deepEqual(keysOf(disk), ['a'])
    write(disk, [put('c', 1)], false)
    write(disk, [put('d', 1)], true)
    disk.crash()
    assert.deepEqual(keysOf(disk), ['a', 'c', 'd'], 'a sync covers what was written before it')
  })

  it('of groups under way in a crash keeps a first part, each whole or not at all', () => {
    const kept = new Set<string>()
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const disk = new SimDisk(new Random(seed))
        for (const key of ['a', 'b', 'c']) disk.write(0, [put(`${key}1`, 1), put(`${key}2`, 1)], true)
        disk.crash()
        const keys = keysOf(disk)
        assert.deepEqual(keys, ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'].slice(0, keys.length))
        assert.equal(keys.length % 2, 0)
        kept.add(keys.join())
      }),
      { numRuns: 200 },
    )
    assert.equal(kept.size, 4)
  })

  it('writes and reads one after the other, as fast as it is', () => {
    const disk = new SimDisk()
    disk.set({ latencyMs: 50 })
    assert.equal(disk.write(0, [put('a', 1)], true).atMs, 50)
    disk.set({ latencyMs: 5 })
    assert.equal(disk.write(10, [put('b', 1)], true).atMs, 50)
    assert.equal(disk.read(10, all, 1).atMs, 50)
    assert.equal(disk.write(60, [put('c', 1)], true).atMs, 65)
  })

  it('fails a group as a whole while it is full or broken, and works again after', () => {
    const disk = new SimDisk()
    for (const writeError of ['STORAGE_FULL', 'IO', 'CORRUPT'] as const) {
      disk.set({ writeError })
      assert.equal(write(disk, [put('a', 1), put('b', 1)], true), writeError)
      assert.equal(disk.writeNow([put('a', 1)]), writeError)
    }
    assert.deepEqual(keysOf(disk), [])
    disk.set({ readError: 'CORRUPT' })
    assert.equal(disk.read(0, all, 1).finish(), 'CORRUPT')
    disk.set({})
    assert.equal(write(disk, [put('a', 1)], true), undefined)
    assert.deepEqual(disk.read(0, all, 10).finish(), { rows: [['a', Uint8Array.of(1)]], more: false })
    assert.throws(() => {
      disk.set({ failRate: 1.01 })
    }, OrbError)
    assert.throws(() => {
      disk.set({ latencyMs: -1 })
    }, OrbError)
  })

  it('fails such a share of groups as was set', () => {
    const disk = new SimDisk()
    disk.set({ failRate: 0.3 })
    const failed = Array.from({ length: 5_000 }, () => write(disk, [put('a', 1)], false)).filter(
      (code) => code === 'IO',
    )
    assert.ok(Math.abs(failed.length - 1_500) < 6 * Math.sqrt(5_000 * 0.21), `${failed.length}`)
  })

  it('can be damaged: a bit of one row is another, whatever is durable besides', () => {
    const disk = new SimDisk()
    for (const key of ['a', 'b']) write(disk, [put(key, 1)], true)
    const [before, other] = [disk.get('a'), disk.get('b')]
    disk.damage('a')
    assert.notDeepEqual(disk.get('a'), before)
    assert.deepEqual(disk.get('b'), other)
    disk.damage('nothing')
    assert.deepEqual(keysOf(disk), ['a', 'b'])
  })

  it('is synced by a clean shutdown, with what was under way', () => {
    const disk = new SimDisk()
    write(disk, [put('a', 1)], false)
    disk.write(0, [put('b', 1)], false)
    disk.close()
    disk.crash()
    assert.deepEqual(keysOf(disk), ['a', 'b'])
  })

  it('gives the page of any range that reading all rows and sorting them gives, whatever was done to them before', () => {
    const key = fc.constantFrom('a', 'aa', 'b', 'ab', 'é', '\u{1f600}', '\uffee', 'c')
    const deed = fc.oneof(
      fc.record({
        type: fc.constant('write' as const),
        batch: fc.array(fc.tuple(key, fc.option(fc.nat(255))), { maxLength: 4 }),
        sync: fc.boolean(),
      }),
      fc.record({ type: fc.constantFrom('crash' as const, 'close' as const) }),
      fc.record({ type: fc.constant('page' as const), from: key, below: key, limit: fc.integer({ min: 1, max: 4 }) }),
    )
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const disk = new SimDisk()
        let durable = new Map<string, number>()
        let written = new Map<string, number>()
        for (const each of deeds) {
          if (each.type === 'write') {
            write(
              disk,
              each.batch.map(([name, value]) => put(name, value ?? undefined)),
              each.sync,
            )
            for (const [name, value] of each.batch) {
              if (value === null) written.delete(name)
              else written.set(name, value)
            }
            if (each.sync) durable = new Map(written)
          } else if (each.type === 'page') {
            const { from, below, limit } = each
            const inRange = [...written]
              .filter(([name]) => compareKeys(name, from) >= 0 && compareKeys(name, below) < 0)
              .sort(([a], [b]) => compareKeys(a, b))
            const { rows, more } = disk.page({ from, below }, limit)
            assert.deepEqual(
              [rows.map(([name, value]) => [name, value[0]]), more],
              [inRange.slice(0, limit), inRange.length > limit],
            )
          } else {
            disk[each.type]()
            if (each.type === 'close') durable = new Map(written)
            else written = new Map(durable)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
