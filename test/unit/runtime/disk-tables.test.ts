import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { monoMs, OrbError } from '../../../src/base/index.ts'
import { MAX_READ_ROWS, prefixRange, type Effect, type OpId, type Protocol } from '../../../src/protocols/index.ts'
import { DiskTables } from '../../../src/runtime/disk-tables.ts'
import { MAX_OPEN_READS, ReadTable } from '../../../src/runtime/read-table.ts'
import { rig, Scripted } from './rig.ts'

const op = (id: number): OpId => id as OpId
const write = (key: string): Extract<Effect<Protocol>, { type: 'write' }> => ({
  type: 'write',
  op: op(1),
  batch: [{ key }],
  sync: false,
})
const read = (from: string, below: string, limit = 1): Extract<Effect<Protocol>, { type: 'read' }> => ({
  type: 'read',
  op: op(2),
  range: { from, below },
  limit,
})
const isFault = (err: unknown): boolean => err instanceof OrbError && err.code === 'INTERNAL'

describe('the rows of a machine', () => {
  const tables = (): { disk: DiskTables; done: string[] } => {
    const done: string[] = []
    const disk = new DiskTables(['chord', 'swarm'], {
      write: (_group, batch) => done.push(`write ${batch.map(({ key }) => key).join()}`),
      read: (_id, { from }) => done.push(`read ${from}`),
    })
    return { disk, done }
  }

  it('are its own: another one that writes or reads them is at fault', () => {
    const { disk, done } = tables()
    for (const key of ['swarm/x', 'chord', 'chordx/y', '', 'host/epoch']) {
      assert.throws(() => {
        disk.write(0, write(key))
      }, isFault)
      assert.throws(() => disk.read(0, read(key, 'chord/z')), isFault)
      assert.throws(() => disk.read(0, read('chord/a', key)), isFault)
    }
    disk.handOver()
    assert.deepEqual(done, [])
  })

  it('are written before they are read in the same step', () => {
    const { disk, done } = tables()
    assert.ok(disk.read(1, read('swarm/a', 'swarm/b')))
    disk.write(0, write('chord/a'))
    disk.write(1, write('swarm/a'))
    disk.handOver()
    disk.handOver()
    assert.deepEqual(done, ['write chord/a,swarm/a', 'read swarm/a'])
  })

  it('are read at most so many at a time', () => {
    const { disk } = tables()
    assert.ok(disk.read(0, read('chord/a', 'chord/b', MAX_READ_ROWS)))
    for (const limit of [0, MAX_READ_ROWS + 1, NaN]) {
      assert.throws(() => disk.read(0, read('chord/a', 'chord/b', limit)), isFault)
    }
  })
})

describe('reads under way', () => {
  it('are so many at once; each is settled once', () => {
    const table = new ReadTable()
    const first = table.open(3, op(7))
    assert.ok(first !== undefined)
    for (let i = 1; i < MAX_OPEN_READS; i++) assert.notEqual(table.open(0, op(i)), undefined)
    assert.equal(table.open(0, op(9)), undefined)
    assert.deepEqual(table.take(first), { owner: 3, op: op(7) })
    assert.equal(table.take(first), undefined)
    assert.notEqual(table.open(0, op(9)), undefined)
    assert.equal(table.size, MAX_OPEN_READS)
  })

  it('one too many of a machine fails with IO in the same step', () => {
    const machine = new Scripted()
    machine.react = (input) => {
      if (input.type !== 'linkUp') return []
      return Array.from({ length: MAX_OPEN_READS + 1 }, (_, i) => ({ ...read('chord/a', 'chord/b'), op: op(i) }))
    }
    const { host, out } = rig({ chord: machine })
    host.wake(monoMs(0))
    host.linkUp(monoMs(1), 'b' as never, 1 as never)
    assert.equal(out.reads.length, MAX_OPEN_READS)
    assert.deepEqual(machine.seen.at(-1), { type: 'ioFailed', op: MAX_OPEN_READS, code: 'IO' })
  })

  it('come back as rows, with what is left, or as the failure of the disk', () => {
    const machine = new Scripted()
    machine.react = (input) =>
      input.type === 'linkUp' ? [{ ...read('chord/a', 'chord/b'), range: prefixRange('chord/') }] : []
    const { host, out } = rig({ chord: machine })
    host.wake(monoMs(0))
    host.linkUp(monoMs(1), 'b' as never, 1 as never)
    const rows = [['chord/x', new Uint8Array(1)]] as const
    host.rowsRead(monoMs(2), out.reads[0]?.id ?? -1, { rows, more: true })
    assert.deepEqual(machine.seen.at(-1), { type: 'rows', op: op(2), rows, more: true })
    host.rowsRead(monoMs(3), out.reads[0]?.id ?? -1, 'IO')
    assert.equal(machine.seen.length, 2, 'a page counts once')
    host.linkUp(monoMs(4), 'c' as never, 1 as never)
    host.rowsRead(monoMs(5), out.reads[1]?.id ?? -1, 'CORRUPT')
    assert.deepEqual(machine.seen.at(-1), { type: 'ioFailed', op: op(2), code: 'CORRUPT' })
  })
})
