import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Store } from '../../../../src/adapters/level/index.ts'
import { OrbError } from '../../../../src/base/index.ts'
import { prefixRange, rangeAfter } from '../../../../src/protocols/index.ts'
import { SimDisk } from '../../../../src/sim/index.ts'

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'orb-page-'))
  try {
    const store = await Store.open({ dir: join(folder, 'level'), lockFile: join(folder, 'lock') })
    try {
      await use(store)
    } finally {
      await store.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const put = (key: string, bytes = 1): { key: string; value: Uint8Array } => ({ key, value: new Uint8Array(bytes) })
const all = prefixRange('tally/')

test('a page has its rows in the order of UTF-8 bytes, as the simulated disk has them', async () => {
  await withStore(async (store) => {
    const names = ['z', 'a', 'é', '🦊', '\uffee', 'ab', 'a\u{1}', '中', '\u{10fffe}']
    const batch = names.map((name) => put(`tally/${name}`))
    await store.write([...batch, put('swarm/a'), put('chord/z')], false)
    const { rows, more } = await store.page(all, 100)
    const keys = rows.map(([key]) => key)
    assert.deepEqual(
      keys,
      keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
    assert.equal(rows.length, names.length)
    assert.equal(more, false)
    const disk = new SimDisk()
    disk.writeNow(batch)
    assert.deepEqual(
      disk.page(all, 100).rows.map(([key]) => key),
      keys,
    )
  })
})

test('a page ends at its limit, and says whether there is more; the next begins after its last row', async () => {
  await withStore(async (store) => {
    await store.write(
      Array.from({ length: 600 }, (_, i) => put(`tally/${String(i).padStart(4, '0')}`)),
      false,
    )
    const first = await store.page(all, 599)
    assert.deepEqual([first.rows.length, first.more], [599, true])
    assert.deepEqual(await store.page(all, 600).then(({ rows, more }) => [rows.length, more]), [600, false])
    const rest = await store.page(rangeAfter(all, first.rows[598]?.[0] ?? ''), 10)
    assert.deepEqual([rest.rows.map(([key]) => key), rest.more], [['tally/0599'], false])
    const part = await store.page({ from: 'tally/0010', below: 'tally/0012' }, 10)
    assert.deepEqual(
      part.rows.map(([key]) => key),
      ['tally/0010', 'tally/0011'],
    )
    assert.deepEqual(await store.page({ from: 'tally/x', below: 'tally/y' }, 1), { rows: [], more: false })
  })
})

test('a page ends with large rows before its limit: no reading fills the memory', async () => {
  await withStore(async (store) => {
    for (let i = 0; i < 20; i++) {
      await store.write(
        Array.from({ length: 64 }, (_, j) => put(`tally/${String(i * 64 + j).padStart(4, '0')}`, 8_192)),
        false,
      )
    }
    const { rows, more } = await store.page(all, 1_024)
    const bytes = rows.reduce((sum, [, value]) => sum + value.byteLength, 0)
    assert.ok(more && bytes >= 1_048_576 && bytes <= 1_048_576 + 256 * 8_192, `${bytes} bytes`)
  })
})

test('a page sees what was written before it was asked for, synced or not, and no other room', async () => {
  await withStore(async (store) => {
    const writing = store.write([put('tally/a')], false)
    const page = store.page(all, 10)
    assert.deepEqual(
      (await page).rows.map(([key]) => key),
      ['tally/a'],
    )
    await writing
    await store.write([{ key: 'tally/a' }, put('tally/b')], true)
    assert.deepEqual(
      (await store.page(all, 10)).rows.map(([key]) => key),
      ['tally/b'],
    )
  })
})

test('a range of two rooms, or of none, is a fault; a closed database is an error with a code', async () => {
  await withStore(async (store) => {
    const isFault = (err: unknown): boolean => err instanceof OrbError && err.code === 'INTERNAL'
    await assert.rejects(store.page({ from: 'chord/a', below: 'tally/b' }, 1), isFault)
    await assert.rejects(store.page({ from: 'nowhere/a', below: 'nowhere/b' }, 1), isFault)
    await store.close()
    await assert.rejects(store.page(all, 1), (err) => err instanceof OrbError && err.code === 'IO')
  })
})

test('one row is read alone, or is not there', async () => {
  await withStore(async (store) => {
    const writing = store.write([put('tally/a', 3), put('tally/a\u{1}')], false)
    const one = { from: 'tally/a', below: 'tally/a\0' }
    const { rows, more } = await store.page(one, 1)
    assert.deepEqual(
      rows.map(([key, value]) => [key, value.byteLength]),
      [['tally/a', 3]],
    )
    assert.equal(more, false)
    await writing
    assert.deepEqual(await store.page({ from: 'tally/b', below: 'tally/b\0' }, 1), { rows: [], more: false })
  })
})

test('a page waits for what was written of its range before, however much is written meanwhile', async () => {
  await withStore(async (store) => {
    let writes = 0
    let going = true
    const again = async (): Promise<void> => {
      while (going) {
        writes++
        await store.write([put('tally/a', writes)], true)
      }
    }
    const writers = [again(), again()]
    await store.write([put('tally/z')], true)
    const last = store.write([put('tally/a', 7_777)], false)
    const { rows } = await store.page(all, 10)
    assert.deepEqual(
      rows.map(([key]) => key),
      ['tally/a', 'tally/z'],
    )
    await last
    going = false
    await Promise.all(writers)
    assert.ok(writes > 2)
  })
})

test('closing waits for a page that is read, and lets nobody read on', async () => {
  await withStore(async (store) => {
    await store.write(
      Array.from({ length: 2_000 }, (_, i) => put(`tally/${String(i).padStart(4, '0')}`, 64)),
      false,
    )
    const walk = store.rows('tally/')
    assert.equal((await walk.next()).done, false)
    const under = [store.page(all, 1_000), store.page(rangeAfter(all, 'tally/1500'), 1_000)]
    const one = store.page({ from: 'tally/0007', below: 'tally/0007\0' }, 1)
    const got = store.get('tally/0008')
    // Not told before the reads are through.
    const order: string[] = []
    const told = [...under, one, got].map((read) => read.then(() => order.push('read')))
    const closed = store.close().then(() => order.push('closed'))
    await Promise.all([...told, closed])
    assert.deepEqual(order, ['read', 'read', 'read', 'read', 'closed'])
    assert.deepEqual(
      (await Promise.all(under)).map(({ rows, more }) => [rows.length, more]),
      [
        [1_000, true],
        [499, false],
      ],
    )
    assert.equal((await one).rows.length, 1)
    const isClosed = (err: unknown): boolean => err instanceof OrbError && err.message === 'the database is closed'
    await assert.rejects(store.page(all, 1), isClosed)
    await assert.rejects(store.get('tally/0001'), isClosed)
    await assert.rejects(async () => {
      for await (const row of walk) assert.equal(row.length, 2)
    }, isClosed)
  })
})
