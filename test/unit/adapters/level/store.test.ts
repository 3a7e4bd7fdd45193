import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Level } from 'level'
import { Store } from '../../../../src/adapters/level/index.ts'
import { OrbError } from '../../../../src/base/index.ts'

class Folder {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'orb-store-')))
  }
  get options() {
    return { dir: join(this.path, 'level'), lockFile: join(this.path, 'lock') }
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined): string | undefined => value && Buffer.from(value).toString()
const isOrb = (code: string, words: RegExp) => (err: unknown) =>
  err instanceof OrbError && err.code === code && words.test(err.message) && err.hint !== undefined

test('each start has the next epoch, and Lamport time goes on at the mark of the start before', async () => {
  await using folder = await Folder.make()
  for (const n of [1, 2, 3]) {
    const store = await Store.open(folder.options)
    assert.deepEqual(await store.startUp(65_536), { epoch: n, lamportTime: (n - 1) * 65_536, lamportMark: n * 65_536 })
    await store.close()
  }
})

test('a mark that the host has reserved is where the next start begins', async () => {
  await using folder = await Folder.make()
  const first = await Store.open(folder.options)
  await first.startUp(10)
  await first.write([{ key: 'host/lamport-mark', value: bytes('123456') }], true)
  await first.close()
  const second = await Store.open(folder.options)
  assert.equal((await second.startUp(10)).lamportTime, 123_456)
  await second.close()
})

test('writes of one moment keep their order and become durable together', async () => {
  await using folder = await Folder.make()
  const store = await Store.open(folder.options)
  const done: number[] = []
  const writes = Array.from({ length: 100 }, (_, i) =>
    store.write([{ key: 'swarm/x', value: bytes(String(i)) }], i % 10 === 0).then(() => done.push(i)),
  )
  await Promise.all(writes)
  assert.deepEqual(
    done,
    [...done].sort((a, b) => a - b),
  )
  assert.equal(text(await store.get('swarm/x')), '99')
  await store.write([{ key: 'swarm/x' }], false)
  assert.equal(await store.get('swarm/x'), undefined)
  await store.close()
})

test('rows of a prefix come in order, bounded, and not those of a neighbour', async () => {
  await using folder = await Folder.make()
  const store = await Store.open(folder.options)
  const keys = Array.from({ length: 600 }, (_, i) => `swarm/a/${String(i).padStart(4, '0')}`)
  const others = ['swarm/a', 'swarm/b/1', 'chord/a/1', 'providers/a/1']
  await store.write(
    [...keys, ...others].map((key) => ({ key, value: bytes(key) })),
    false,
  )
  const read = async (prefix: string, limit?: number) => {
    const found: string[] = []
    for await (const [key, value] of store.rows(prefix, limit)) {
      assert.equal(text(value), key)
      found.push(key)
    }
    return found
  }
  assert.deepEqual(await read('swarm/a/'), keys)
  assert.deepEqual(await read('swarm/a/', 5), keys.slice(0, 5))
  assert.deepEqual(await read('swarm/'), ['swarm/a', ...keys, 'swarm/b/1'])
  assert.deepEqual(await read('chord/'), ['chord/a/1'])
  await store.close()
})

test('a key of no room is our own fault', async () => {
  await using folder = await Folder.make()
  const store = await Store.open(folder.options)
  await assert.rejects(store.get('elsewhere/x'), { code: 'INTERNAL' })
  await assert.rejects(store.write([{ key: 'x' }], false), { code: 'INTERNAL' })
  await store.close()
})

test('a second daemon is told which process holds the data dir, and the lock goes with a killed process', async () => {
  await using folder = await Folder.make()
  const { dir, lockFile } = folder.options
  const script = `
    import { Store } from ${JSON.stringify(new URL('../../../../src/adapters/level/index.ts', import.meta.url).href)}
    await Store.open(${JSON.stringify({ dir, lockFile })})
    process.stdout.write('open')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  await assert.rejects(Store.open(folder.options), isOrb('DATA_DIR_LOCKED', new RegExp(`process ${holder.pid ?? 0}$`)))
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const store = await Store.open(folder.options)
  assert.equal(await readFile(lockFile, 'utf8'), `${process.pid}\n`)
  await store.close()
})

test('damage is named, and nothing is deleted', async () => {
  for (const damage of ['manifest', 'current', 'noCurrent', 'epoch'] as const) {
    await using folder = await Folder.make()
    const { dir } = folder.options
    const store = await Store.open(folder.options)
    await store.startUp(10)
    if (damage === 'epoch') await store.write([{ key: 'host/epoch', value: bytes('-3') }], true)
    await store.close()
    const before = await readdir(dir)
    const manifest = join(
      dir,
      before.find((name) => name.startsWith('MANIFEST-'))!,
    )
    if (damage === 'manifest') await truncate(manifest, 7)
    if (damage === 'current') await writeFile(join(dir, 'CURRENT'), 'nonsense')
    if (damage === 'noCurrent') await unlink(join(dir, 'CURRENT'))
    const left = (await readdir(dir)).length
    const reopened = Store.open(folder.options)
    if (damage === 'epoch') {
      const opened = await reopened
      await assert.rejects(opened.startUp(10), isOrb('CORRUPT', /host\/epoch/))
      await opened.close()
    } else await assert.rejects(reopened, isOrb('CORRUPT', /damaged/), damage)
    const after = await readdir(dir)
    assert.ok(after.length >= left, `${damage}: ${after.join(' ')}`)
  }
})

test('a database that was closed takes no writes', async () => {
  await using folder = await Folder.make()
  const store = await Store.open(folder.options)
  const last = store.write([{ key: 'host/x', value: bytes('1') }], true)
  await store.close()
  await last
  await assert.rejects(store.write([], false), { code: 'IO' })
})

test('a single row is read at once, and for a second through the threads after a read that was slow for the disk', async (t) => {
  await using folder = await Folder.make()
  let now = 1_000
  let readMs = 0
  let diskReads = 8
  // The clock is looked at before and after each read that is made at once.
  const store = await Store.open({ ...folder.options, now: () => (now += readMs), diskReads: () => diskReads })
  const base = Object.getPrototypeOf(Level.prototype) as Pick<Level, 'getSync'>
  const atOnce = t.mock.method(base, 'getSync').mock
  await store.write([{ key: 'records/m/a', value: bytes('A') }], true)
  const read = async (key: string): Promise<[way: string, value: string | undefined]> => {
    const before = atOnce.callCount()
    const { rows, more } = await store.page({ from: key, below: `${key}\0` }, 1)
    assert.equal(more, false)
    return [atOnce.callCount() > before ? 'at once' : 'threads', text(rows[0]?.[1])]
  }
  assert.deepEqual(await read('records/m/a'), ['at once', 'A'])
  assert.deepEqual(await read('records/m/b'), ['at once', undefined])
  // Slow although nothing came from the disk: the process had to wait for a core.
  readMs = 3
  assert.deepEqual(await read('records/m/a'), ['at once', 'A'])
  assert.deepEqual(await read('records/m/a'), ['at once', 'A'])
  diskReads = 9
  assert.deepEqual(await read('records/m/a'), ['at once', 'A'])
  readMs = 0
  assert.deepEqual(await read('records/m/a'), ['threads', 'A'])
  assert.deepEqual(await read('records/m/b'), ['threads', undefined])
  now += 999
  assert.deepEqual(await read('records/m/a'), ['threads', 'A'])
  now += 2
  assert.deepEqual(await read('records/m/a'), ['at once', 'A'])
  // What is handed over but not written yet is seen.
  const writing = store.write([{ key: 'records/m/b', value: bytes('B') }], true)
  assert.deepEqual(await read('records/m/b'), ['at once', 'B'])
  await writing
  await store.close()
})

test('the page of one row is had at once, unless it is being written, the disk is slow or there are several', async () => {
  await using folder = await Folder.make()
  let now = 1_000
  let readMs = 0
  let diskReads = 0
  const store = await Store.open({ ...folder.options, now: () => (now += readMs), diskReads: () => diskReads })
  await store.write([{ key: 'records/m/a', value: bytes('A') }], true)
  const atOnce = (from: string, below = `${from}\0`, limit = 1): string | undefined => {
    const page = store.pageAtOnce({ from, below }, limit)
    return page && `${page.rows.map(([key, value]) => `${key}=${text(value) ?? ''}`).join()}${page.more ? '…' : ''}`
  }
  assert.equal(atOnce('records/m/a'), 'records/m/a=A')
  assert.equal(atOnce('records/m/a', 'records/m/a\0', 0), '')
  assert.equal(atOnce('records/m/b'), '')
  assert.equal(atOnce('records/m/', 'records/n'), undefined, 'several')
  assert.equal(atOnce('records/m/a', 'records/m/b'), undefined, 'several')
  const writing = store.write([{ key: 'records/m/b', value: bytes('B') }], true)
  assert.equal(atOnce('records/m/b'), undefined, 'being written')
  assert.equal(atOnce('records/m/a'), 'records/m/a=A')
  await writing
  assert.equal(atOnce('records/m/b'), 'records/m/b=B')
  readMs = 3
  diskReads = 1
  assert.equal(atOnce('records/m/a'), 'records/m/a=A')
  readMs = 0
  assert.equal(atOnce('records/m/a'), undefined, 'slow')
  now += 1_001
  assert.equal(atOnce('records/m/a'), 'records/m/a=A')
  await store.close()
  assert.equal(atOnce('records/m/a'), undefined, 'closed')
})
