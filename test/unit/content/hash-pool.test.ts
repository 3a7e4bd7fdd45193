import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import { BufferPool, HashPool, LEAF_BYTES, OpenFiles } from '../../../src/content/index.ts'
import { hashFiles } from '../../../src/content/hashing.ts'
import type { StoreTask } from '../../../src/content/hash-tasks.ts'
import { leavesPerPiece, pieceHash } from '../../../src/content/merkle.ts'
import { pattern, put, tempFolder, tools } from './temp.ts'

const PIECE = 4 * LEAF_BYTES
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

suite('hash pool', () => {
  const folder = tempFolder()
  const { pool } = tools()

  const storeTask = (data: Uint8Array, fd: number, position = 0): StoreTask => {
    const buffer = new ArrayBuffer(PIECE)
    new Uint8Array(buffer).set(data)
    const leaves = leavesPerPiece(data.byteLength, PIECE)
    return { kind: 'store', fd, position, buffer, bytes: data.byteLength, hash: pieceHash(data, leaves), leaves }
  }

  test('hashes what is on disk, piece by piece, in batches that span files', async () => {
    const sizes = [
      1,
      LEAF_BYTES,
      PIECE,
      PIECE + 1,
      3 * PIECE - 1,
      40 * PIECE,
      0,
      ...Array.from({ length: 300 }, (_, i) => 10 + i),
    ]
    const data = sizes.map((bytes, i) => pattern(bytes, 2 * i + 1))
    const inputs = data.map((one, i) => ({ path: put(join(folder, 'many', String(i)), one), bytes: one.byteLength }))
    const seen: number[] = []
    const hashed = await hashFiles(pool, inputs, PIECE, { onProgress: ({ hashedBytes }) => seen.push(hashedBytes) })
    for (const [i, one] of data.entries()) {
      const result = hashed[i]
      assert.ok(result !== undefined && 'hashes' in result, JSON.stringify(result))
      const expected: Uint8Array[] = []
      for (let at = 0; at < one.byteLength; at += PIECE) {
        expected.push(pieceHash(one.subarray(at, at + PIECE), leavesPerPiece(one.byteLength, PIECE)))
      }
      assert.equal(hex(result.hashes), hex(Buffer.concat(expected)), `file ${i}`)
      assert.equal(result.signature.bytes, one.byteLength)
    }
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
    assert.equal(seen.at(-1), total)
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    )
    assert.ok(seen.length > 1)
  })

  test('large files are split over the threads and joined', async () => {
    const bytes = 35 * 1024 * 1024 + 5
    const data = pattern(bytes, 7)
    const path = put(join(folder, 'large'), data)
    const [result] = await hashFiles(pool, [{ path, bytes }], 1024 * 1024)
    assert.ok(result !== undefined && 'hashes' in result)
    for (const piece of [0, 15, 16, 31, 32, 35]) {
      const expected = pieceHash(data.subarray(piece << 20, (piece + 1) << 20), 64)
      assert.equal(hex(result.hashes.subarray(piece * 32, piece * 32 + 32)), hex(expected), `piece ${piece}`)
    }
  })

  test('a file that is shorter than said gives the hashes of its whole pieces, zeros after', async () => {
    const data = pattern(3 * PIECE, 3)
    const path = put(join(folder, 'short'), data.subarray(0, 2 * PIECE - 1))
    const [result] = await hashFiles(pool, [{ path, bytes: 3 * PIECE }], PIECE)
    assert.ok(result !== undefined && 'hashes' in result)
    assert.equal(hex(result.hashes), hex(Buffer.concat([pieceHash(data.subarray(0, PIECE), 4), Buffer.alloc(64)])))
  })

  test('what is no readable file is a result with its reason', async () => {
    mkdirSync(join(folder, 'folder'))
    symlinkSync(join(folder, 'short'), join(folder, 'link'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const names = ['missing', 'folder', 'link', 'pipe']
    const results = await hashFiles(
      pool,
      names.map((name) => ({ path: join(folder, name), bytes: 5 })),
      PIECE,
    )
    assert.deepEqual(
      results.map((one) => one !== undefined && 'errno' in one && one.errno),
      ['ENOENT', 'IRREGULAR', 'ELOOP', 'IRREGULAR'],
    )
  })

  test('a file that does not look as expected is CHANGED', async () => {
    const path = put(join(folder, 'expected'), 'hello')
    const [first] = await hashFiles(pool, [{ path, bytes: 5 }], PIECE)
    assert.ok(first !== undefined && 'signature' in first)
    const expected = first.signature
    const [same] = await hashFiles(pool, [{ path, bytes: 5, expected }], PIECE)
    assert.deepEqual(same, first)
    truncateSync(path, 4)
    assert.deepEqual(await hashFiles(pool, [{ path, bytes: 5, expected }], PIECE), [{ errno: 'CHANGED' }])
  })

  test('a file that is written to while it is read is CHANGED', async () => {
    const path = put(join(folder, 'busy'), '')
    const bytes = 2 ** 30
    truncateSync(path, bytes)
    const fd = openSync(path, 'r+')
    let done = false
    const segment = { path, fileBytes: bytes, begin: 0, bytes }
    const hashing = pool.hash({ kind: 'hash', pieceBytes: PIECE, segments: [segment] }).finally(() => (done = true))
    while (!done) {
      writeSync(fd, 'x', bytes - 1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    closeSync(fd)
    const [result] = await hashing
    assert.equal(result !== undefined && 'errno' in result && result.errno, 'CHANGED')
  })

  test('an abort is heard between batches', async () => {
    const path = put(join(folder, 'abort'), '')
    truncateSync(path, 2 ** 30)
    const controller = new AbortController()
    let last = 0
    const hashing = hashFiles(pool, [{ path, bytes: 2 ** 30 }], PIECE, {
      signal: controller.signal,
      onProgress: ({ hashedBytes }) => {
        last = hashedBytes
        controller.abort(new Error('enough'))
      },
    })
    await assert.rejects(
      hashing,
      (error) => error instanceof OrbError && error.code === 'CANCELLED' && String(error.cause) === 'Error: enough',
    )
    assert.ok(last < 2 ** 30)
  })

  test('a right piece is written to its place, and its buffer comes back', async () => {
    const path = put(join(folder, 'store'), Buffer.alloc(3 * PIECE))
    const fd = openSync(path, 'r+')
    const data = pattern(PIECE - 5, 9)
    const task = storeTask(data, fd, PIECE)
    const storing = pool.store(task)
    assert.equal(task.buffer.detached, true)
    const result = await storing
    assert.equal(result.verdict, 'stored')
    assert.equal(result.buffer.byteLength, PIECE)
    closeSync(fd)
    const expected = Buffer.alloc(3 * PIECE)
    expected.set(data, PIECE)
    assert.equal(sha256(readFileSync(path)), sha256(expected))
  })

  test('a wrong piece leaves the file untouched', async () => {
    const path = put(join(folder, 'corrupt'), Buffer.alloc(PIECE, 1))
    const fd = openSync(path, 'r+')
    for (const at of [0, PIECE - 1]) {
      const task = storeTask(pattern(PIECE, 5), fd)
      new Uint8Array(task.buffer)[at]! ^= 1
      const result = await pool.store(task)
      assert.equal(result.verdict, 'corrupt')
      assert.equal(result.buffer.byteLength, PIECE)
    }
    closeSync(fd)
    assert.equal(sha256(readFileSync(path)), sha256(Buffer.alloc(PIECE, 1)))
  })

  test('a disk that takes nothing is an answer with its reason', async () => {
    const fd = openSync('/dev/full', 'w')
    const result = await pool.store(storeTask(pattern(PIECE, 5), fd))
    assert.deepEqual(
      { ...result, buffer: result.buffer.byteLength },
      { verdict: 'ioError', errno: 'ENOSPC', buffer: PIECE },
    )
    closeSync(fd)
    const closed = await pool.store(storeTask(pattern(PIECE, 5), fd))
    assert.equal(closed.verdict === 'ioError' && closed.errno, 'EBADF')
  })

  test('threads start with work, at most so many, end when idle, and start again', async (t) => {
    const own = new HashPool({ workers: 2, idleMs: 1 })
    t.after(() => own.close())
    assert.deepEqual(own.stats, { threads: 0, queued: 0 })
    const task = { kind: 'hash', pieceBytes: PIECE, segments: [] } as const
    const jobs = Array.from({ length: 9 }, () => own.hash(task))
    assert.deepEqual(own.stats, { threads: 2, queued: 7 })
    await Promise.all(jobs)
    // The end of a thread is no event of the pool's: look until it is there, for at most ten seconds.
    for (const start = performance.now(); own.stats.threads > 0 && performance.now() - start < 10_000;) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(own.stats.threads, 0)
    assert.deepEqual(await own.hash(task), [])
  })

  test('pieces go before files', async (t) => {
    const own = new HashPool({ workers: 1 })
    t.after(() => own.close())
    const fd = openSync(put(join(folder, 'first'), ''), 'r+')
    const order: string[] = []
    const note = (what: string) => (): void => void order.push(what)
    const segment = { path: join(folder, 'large'), fileBytes: 1 << 20, begin: 0, bytes: 1 << 20 }
    const hashing = [1, 2, 3].map(() =>
      own.hash({ kind: 'hash', pieceBytes: PIECE, segments: [segment] }).then(note('hash')),
    )
    const storing = [1, 2].map(() => own.store(storeTask(pattern(PIECE, 5), fd)).then(note('store')))
    await Promise.all([...hashing, ...storing])
    closeSync(fd)
    assert.deepEqual(order, ['hash', 'store', 'store', 'hash', 'hash'])
  })

  test('closing finishes what runs, cancels what waits, and refuses more', async () => {
    const own = new HashPool({ workers: 1 })
    const task = {
      kind: 'hash',
      pieceBytes: PIECE,
      segments: [{ path: join(folder, 'large'), fileBytes: 1 << 20, begin: 0, bytes: 1 << 20 }],
    } as const
    const [running, waiting] = [own.hash(task), own.hash(task)]
    const cancelled = assert.rejects(waiting, { code: 'CANCELLED' })
    await own.close()
    assert.equal((await running).length, 1)
    await cancelled
    await assert.rejects(own.hash(task), { code: 'CANCELLED' })
    assert.equal(own.stats.threads, 0)
  })

  test('the queue has an end', async () => {
    const own = new HashPool({ workers: 1 })
    const task = { kind: 'hash', pieceBytes: PIECE, segments: [] } as const
    const jobs = Array.from({ length: 1 + 1024 }, () => own.hash(task))
    const outcomes = Promise.allSettled(jobs)
    await assert.rejects(own.hash(task), { code: 'OVERLOAD' })
    await own.close()
    const codes = (await outcomes).map((one) => (one.status === 'rejected' ? (one.reason as OrbError).code : 'done'))
    assert.equal(codes.filter((code) => code === 'CANCELLED').length, 1024)
  })

  test('a thread that crashes fails its jobs; the next job gets another', async (t) => {
    const own = new HashPool({ workers: 1 })
    t.after(() => own.close())
    // No caller of ours hands over a hash that is a number: in the thread it is an error nobody catches.
    const broken = { ...storeTask(pattern(PIECE, 5), 0), hash: 5 as unknown as Uint8Array }
    await assert.rejects(own.store(broken), { code: 'INTERNAL', message: /crashed/ })
    assert.deepEqual(await own.hash({ kind: 'hash', pieceBytes: PIECE, segments: [] }), [])
  })

  test('a number of threads that makes no sense is refused', () => {
    for (const workers of [0, -1, 1.5, NaN])
      assert.throws(() => new HashPool({ workers }), { code: 'INVALID_ARGUMENT' })
    assert.ok(new HashPool().size >= 1 && new HashPool().size <= 4)
  })
})

suite('buffer pool', () => {
  test('lends up to its bound and takes back', () => {
    const buffers = new BufferPool(100)
    const lent = [buffers.take(40), buffers.take(40)]
    assert.equal(buffers.take(40), undefined)
    assert.equal(buffers.available(20), 1)
    assert.deepEqual(buffers.stats, { lentBytes: 80, freeBytes: 0 })
    buffers.give(lent[0]!)
    assert.deepEqual(buffers.stats, { lentBytes: 40, freeBytes: 40 })
    assert.equal(buffers.take(40), lent[0], 'the same one again')
    assert.throws(() => buffers.give(new ArrayBuffer(81)), { code: 'INTERNAL' })
  })

  test('kept buffers of one size make room for another: the sum keeps the bound', () => {
    const buffers = new BufferPool(100)
    const lent = [buffers.take(40)!, buffers.take(40)!]
    for (const buffer of lent) buffers.give(buffer)
    assert.equal(buffers.take(90)!.byteLength, 90)
    assert.deepEqual(buffers.stats, { lentBytes: 90, freeBytes: 0 })
    assert.equal(buffers.take(101), undefined)
  })

  test('a buffer lost with a thread, and letting go of all free ones', () => {
    const buffers = new BufferPool(100)
    const buffer = buffers.take(60)!
    structuredClone(buffer, { transfer: [buffer] })
    assert.throws(() => buffers.give(buffer), { code: 'INTERNAL' })
    buffers.lost(60)
    buffers.give(buffers.take(60)!)
    buffers.trim()
    assert.deepEqual(buffers.stats, { lentBytes: 0, freeBytes: 0 })
  })
})

suite('open files', () => {
  const folder = tempFolder()
  const paths = Array.from({ length: 5 }, (_, i) => put(join(folder, String(i)), String(i)))
  const own = (path: string): string => readFileSync(path, 'utf8')

  test('a file stays open between uses, and the bound holds', async () => {
    const files = new OpenFiles(2)
    const first = await files.use(paths[0]!, 'read', (fd) => Promise.resolve(fd))
    assert.equal(await files.use(paths[0]!, 'read', (fd) => Promise.resolve(fd)), first)
    for (const path of paths) await files.use(path, 'read', (fd) => Promise.resolve(fd))
    assert.equal(files.size, 2)
    await files.forget(folder)
    assert.equal(files.size, 0)
  })

  test('beyond the bound a user waits until another is done', async () => {
    const files = new OpenFiles(2)
    const gate = Promise.withResolvers<undefined>()
    const busy = [files.use(paths[0]!, 'read', () => gate.promise), files.use(paths[1]!, 'read', () => gate.promise)]
    let third = false
    const waiting = [2, 3, 4].map((i) => files.use(paths[i]!, 'read', () => Promise.resolve((third = true))))
    await files.use(paths[0]!, 'read', () => Promise.resolve())
    assert.equal(third, false)
    gate.resolve(undefined)
    await Promise.all([...busy, ...waiting])
    assert.equal(third, true)
    assert.ok(files.size <= 2)
    await files.forget(folder)
  })

  test('a forgotten file is closed only when its user is done, and opened anew by the next', async () => {
    const files = new OpenFiles(2)
    const gate = Promise.withResolvers<undefined>()
    let old = -1
    const busy = files.use(paths[0]!, 'read', async (fd) => {
      old = fd
      await gate.promise
      return own(`/proc/self/fd/${fd}`)
    })
    await files.use(paths[1]!, 'read', () => Promise.resolve())
    await files.forget(paths[0]!)
    const next = await files.use(paths[0]!, 'read', (fd) => Promise.resolve(fd))
    assert.notEqual(next, old)
    gate.resolve(undefined)
    assert.equal(await busy, '0')
    await files.forget(folder)
  })

  test('a file that cannot be opened is tried again the next time', async () => {
    const files = new OpenFiles(2)
    const path = join(folder, 'later')
    await assert.rejects(
      files.use(path, 'read', () => Promise.resolve()),
      { code: 'ENOENT' },
    )
    put(path, 'x')
    await files.use(path, 'read', () => Promise.resolve())
    symlinkSync(path, join(folder, 'link'))
    await assert.rejects(
      files.use(join(folder, 'link'), 'read', () => Promise.resolve()),
      { code: 'ELOOP' },
    )
    await files.forget(folder)
    assert.equal(files.size, 0)
  })
})
