import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import {
  LEAF_BYTES,
  Manifest,
  MAX_BLOCK_BYTES,
  MAX_PIECE_BYTES,
  OpenFiles,
  type PieceIndex,
  pieceIndex,
  PieceStore,
  type PieceStoreOptions,
  shareContent,
} from '../../../src/content/index.ts'
import { buildInfo } from '../../../src/content/info.ts'
import { piecesRoot } from '../../../src/content/merkle.ts'
import { MemoryProgress, pattern, put, tempFolder, tools } from './temp.ts'

const KIB = 1024
const PIECE = 64 * KIB

const contents: Record<string, Buffer<ArrayBuffer>> = {
  'a/one': pattern(1, 3),
  'a/three': pattern(2 * PIECE + 5, 7),
  'b/exact': pattern(PIECE, 11),
  empty: pattern(0, 1),
  'z 😀': pattern(20_000, 13),
}

suite('piece store', () => {
  const folder = tempFolder()
  const { pool, files } = tools()
  let serial = 0
  const fresh = (): string => {
    const path = join(folder, String(serial++))
    mkdirSync(path)
    return path
  }

  /** Content in its final form, shared; a manifest to fetch it by. */
  const shareTree = async (): Promise<{ manifest: Manifest; root: string; progress: MemoryProgress }> => {
    const root = join(fresh(), 'tree')
    for (const [path, data] of Object.entries(contents)) put(join(root, path), data)
    const shared = await shareContent(root, pool, { pieceBytes: PIECE })
    const progress = new MemoryProgress()
    await progress.save(shared.record)
    return { manifest: shared.manifest, root, progress }
  }
  const shareOne = async (
    bytes: number,
    name = 'file',
  ): Promise<{ manifest: Manifest; data: Buffer<ArrayBuffer>; path: string; progress: MemoryProgress }> => {
    const data = pattern(bytes, 7)
    const path = put(join(fresh(), name), data)
    const shared = await shareContent(path, pool, { pieceBytes: PIECE })
    const progress = new MemoryProgress()
    await progress.save(shared.record)
    return { manifest: shared.manifest, data, path, progress }
  }
  const open = (
    manifest: Manifest,
    place: PieceStoreOptions['place'],
    progress = new MemoryProgress(),
    more: Partial<PieceStoreOptions> = {},
  ): Promise<PieceStore> => PieceStore.open({ manifest, place, pool, files, progress, ...more })

  const bytesOf = (manifest: Manifest, piece: PieceIndex): Uint8Array => {
    const { file, begin, bytes } = manifest.spanOf(piece)
    const data = contents[file.path.join('/')] ?? pattern(file.bytes, 7)
    return data.subarray(begin, begin + bytes)
  }
  const bufferOf = (manifest: Manifest, piece: PieceIndex): ArrayBuffer => {
    const buffer = new ArrayBuffer(manifest.info.pieceBytes)
    new Uint8Array(buffer).set(bytesOf(manifest, piece))
    return buffer
  }
  const piecesOf = (manifest: Manifest): PieceIndex[] =>
    Array.from({ length: manifest.info.pieces }, (_, i) => pieceIndex(i))
  const fill = async (store: PieceStore, pieces = piecesOf(store.manifest)): Promise<void> => {
    for (const piece of pieces)
      assert.equal((await store.writePiece(piece, bufferOf(store.manifest, piece))).verdict, 'stored')
  }
  const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
  const assertTree = (root: string): void => {
    for (const [path, data] of Object.entries(contents)) {
      assert.equal(sha256(join(root, path)), createHash('sha256').update(data).digest('hex'), path)
    }
  }
  const code =
    (expected: string, message = /./) =>
    (error: unknown) => {
      assert.ok(error instanceof OrbError, String(error))
      assert.equal(error.code, expected)
      assert.match(`${error.message} | ${error.hint ?? ''}`, message)
      return true
    }
  const stagingOf = (manifest: Manifest, output: string): string => join(output, `.orbweaver-${manifest.swarmId}`)

  test('a folder is fetched piece by piece, served meanwhile, and put into its place', async () => {
    const { manifest } = await shareTree()
    const output = join(fresh(), 'not', 'there', 'yet')
    const progress = new MemoryProgress()
    const store = await open(manifest, { kind: 'download', folder: output }, progress)
    assert.equal(store.have.count, 0)
    assert.equal(existsSync(join(output, 'tree')), false)
    const staged = join(stagingOf(manifest, output), 'tree', 'a', 'three')
    assert.equal(lstatSync(staged).size, 2 * PIECE + 5, 'full length from the start')
    const order = piecesOf(manifest).toReversed()
    let verified = 0
    for (const piece of order) {
      assert.deepEqual(await store.readBlock(piece, 0, 1), { status: 'absent' })
      const buffer = bufferOf(manifest, piece)
      const writing = store.writePiece(piece, buffer)
      await Promise.resolve()
      const result = await writing
      assert.equal(result.verdict, 'stored')
      assert.equal(result.buffer?.byteLength, PIECE, 'the buffer is back')
      verified += bytesOf(manifest, piece).byteLength
      assert.equal(store.verifiedBytes, verified)
      const read = await store.readBlock(piece, 0, 1)
      assert.deepEqual(read.status === 'ok' && read.bytes, Uint8Array.from(bytesOf(manifest, piece).subarray(0, 1)))
    }
    assert.equal(store.have.full, true)
    assert.equal(store.finished, false)
    await store.finish()
    assert.equal(store.finished, true)
    assert.equal(store.root, join(output, 'tree'))
    assertTree(store.root)
    assert.deepEqual(readdirSync(output), ['tree'], 'nothing is left of the staging folder')
    await store.finish()
    const read = await store.readBlock(pieceIndex(1), PIECE - 5, 5)
    assert.deepEqual(read.status === 'ok' && Buffer.from(read.bytes), contents['a/three']!.subarray(PIECE - 5, PIECE))
    await store.close()
    // The next start trusts what was recorded: not a byte is hashed.
    let hashed = 0
    const again = await open(manifest, { kind: 'download', folder: output }, progress, { onProgress: () => hashed++ })
    assert.equal(again.have.full && again.finished, true)
    assert.equal(hashed, 0)
    await again.close()
  })

  test('a single file, and one without bytes', async () => {
    for (const bytes of [3 * PIECE - 7, 0]) {
      const { manifest, path } = await shareOne(bytes)
      const output = fresh()
      const store = await open(manifest, { kind: 'download', folder: output })
      await fill(store)
      await store.finish()
      assert.equal(sha256(join(output, 'file')), sha256(path))
      assert.deepEqual(readdirSync(output), ['file'])
      await store.close()
    }
  })

  test('a folder that holds one file of its own name', async () => {
    const root = join(fresh(), 'same')
    put(join(root, 'same'), contents['b/exact']!)
    const { manifest, record } = await shareContent(root, pool, { pieceBytes: PIECE })
    const progress = new MemoryProgress()
    await progress.save(record)
    // In BEP 52 this is the very swarm of the file alone.
    assert.equal(manifest.info.singleFile, true)
    const store = await open(manifest, { kind: 'shared', path: root }, progress)
    assert.equal(store.have.full, true)
    assert.equal((await store.readBlock(0, 0, 10)).status, 'ok')
    await store.close()
  })

  test('corrupt and late pieces', async () => {
    const { manifest } = await shareTree()
    const store = await open(manifest, { kind: 'download', folder: fresh() })
    const piece = pieceIndex(1)
    const bad = bufferOf(manifest, piece)
    new Uint8Array(bad)[PIECE - 1]! ^= 1
    const corrupt = await store.writePiece(piece, bad)
    assert.equal(corrupt.verdict, 'corrupt')
    assert.equal(corrupt.buffer?.byteLength, PIECE)
    assert.equal(store.have.count, 0)
    const swapped = await store.writePiece(pieceIndex(2), bufferOf(manifest, piece))
    assert.equal(swapped.verdict, 'corrupt', 'a right piece in a wrong place')
    const both = await Promise.all([
      store.writePiece(piece, bufferOf(manifest, piece)),
      store.writePiece(piece, bufferOf(manifest, piece)),
    ])
    assert.deepEqual(
      both.map((result) => result.verdict),
      ['stored', 'late'],
    )
    assert.equal((await store.writePiece(piece, bufferOf(manifest, piece))).verdict, 'late')
    await assert.rejects(store.writePiece(piece, new ArrayBuffer(PIECE - 1)), code('INTERNAL'))
    await assert.rejects(store.writePiece(pieceIndex(99), new ArrayBuffer(PIECE)), code('INTERNAL'))
    await assert.rejects(store.finish(), code('UNFINISHED'))
    await store.close()
    const closed = await store.writePiece(pieceIndex(3), bufferOf(manifest, pieceIndex(3)))
    assert.equal(closed.verdict === 'ioError' && closed.error.code, 'CANCELLED')
  })

  test('blocks that do not exist are refused, whatever the numbers', async () => {
    const { manifest, root, progress } = await shareTree()
    const store = await open(manifest, { kind: 'shared', path: root }, progress)
    const wrong: [piece: number, begin: number, length: number][] = [
      [-1, 0, 1],
      [6, 0, 1],
      [1.5, 0, 1],
      [NaN, 0, 1],
      [2 ** 40, 0, 1],
      [1, -1, 1],
      [1, 0.5, 1],
      [1, PIECE, 1],
      [1, 0, 0],
      [1, 0, -1],
      [1, 0, PIECE + 1],
      [1, 1, PIECE],
      [1, NaN, 1],
      [1, 0, NaN],
      [1, 0, Infinity],
      [3, 0, 6],
      [0, 1, 1],
    ]
    for (const [piece, begin, length] of wrong) {
      assert.deepEqual(await store.readBlock(piece, begin, length), { status: 'range' }, `${piece} ${begin} ${length}`)
    }
    assert.equal((await store.readBlock(3, 0, 5)).status, 'ok', 'the last piece of a file is short')
    const into = new Uint8Array(100).fill(9)
    const read = await store.readBlock(1, 10, 50, into)
    assert.equal(read.status === 'ok' && read.bytes.buffer, into.buffer)
    assert.deepEqual(Buffer.from(into.subarray(0, 50)), contents['a/three']!.subarray(10, 60))
    assert.equal(into[50], 9)
    await store.close()
  })

  test('the largest block, and one byte more', async () => {
    const data = pattern(MAX_BLOCK_BYTES + 1, 7)
    const path = put(join(fresh(), 'file'), data)
    const { manifest, record } = await shareContent(path, pool, { pieceBytes: 2 * MAX_BLOCK_BYTES })
    const progress = new MemoryProgress()
    await progress.save(record)
    const store = await open(manifest, { kind: 'shared', path }, progress)
    assert.equal((await store.readBlock(0, 0, MAX_BLOCK_BYTES)).status, 'ok')
    assert.deepEqual(await store.readBlock(0, 0, MAX_BLOCK_BYTES + 1), { status: 'range' })
    await store.close()
  })

  const takers: [what: string, take: (path: string) => void][] = [
    ['another file', (path) => writeFileSync(path, 'mine')],
    ['a file of the same length', (path) => writeFileSync(path, Buffer.alloc(3 * PIECE, 1))],
    ['a folder', (path) => put(join(path, 'x'), 'mine')],
    ['an empty folder', (path) => mkdirSync(path)],
    ['a dangling link', (path) => symlinkSync('/nowhere', path)],
  ]
  for (const [what, take] of takers) {
    test(`a name that is taken by ${what} is a conflict at the start, and one at the end`, async () => {
      const { manifest } = await shareOne(3 * PIECE)
      const taken = fresh()
      take(join(taken, 'file'))
      const before = lstatSync(join(taken, 'file')).ino
      await assert.rejects(
        open(manifest, { kind: 'download', folder: taken }),
        code('CONFLICT', /exists and is something else.*move it away/),
      )
      assert.equal(lstatSync(join(taken, 'file')).ino, before, 'untouched')

      const output = fresh()
      const store = await open(manifest, { kind: 'download', folder: output })
      await fill(store)
      take(join(output, 'file'))
      await assert.rejects(store.finish(), code('CONFLICT', /exists and is something else/))
      assert.equal(store.finished, false)
      assert.equal((await store.readBlock(0, 0, 5)).status, 'ok', 'it is served from where it is')
      rmSync(join(output, 'file'), { recursive: true })
      await store.finish()
      assert.equal(
        sha256(join(output, 'file')),
        createHash('sha256')
          .update(pattern(3 * PIECE, 7))
          .digest('hex'),
      )
      await store.close()
    })
  }

  test('a folder never replaces a folder', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const store = await open(manifest, { kind: 'download', folder: output })
    await fill(store)
    put(join(output, 'tree', 'mine'), 'mine')
    await assert.rejects(store.finish(), code('CONFLICT'))
    assert.deepEqual(readdirSync(join(output, 'tree')), ['mine'])
    await store.close()
  })

  test('the very content in the final place is taken as it is, other files beside it stay', async () => {
    const { manifest, root } = await shareTree()
    put(join(root, 'extra'), 'mine')
    const progress = new MemoryProgress()
    const store = await open(manifest, { kind: 'download', folder: join(root, '..') }, progress)
    assert.equal(store.finished && store.have.full, true)
    assert.equal(progress.saves, 1)
    await store.deleteData()
    assert.deepEqual(readdirSync(root), ['extra'], 'only its own files are deleted')
  })

  test('an orderly stop and start: nothing is hashed, the rest can be written', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const progress = new MemoryProgress()
    const place = { kind: 'download', folder: output } as const
    const store = await open(manifest, place, progress)
    await fill(store, [0, 2, 5].map(pieceIndex))
    await store.close()
    let hashed = 0
    const again = await open(manifest, place, progress, { onProgress: () => hashed++ })
    assert.equal(hashed, 0)
    assert.deepEqual(
      [...piecesOf(manifest)].filter((piece) => again.have.has(piece)),
      [0, 2, 5],
    )
    await fill(again, [1, 3, 4].map(pieceIndex))
    await again.finish()
    assertTree(join(output, 'tree'))
    await again.close()
  })

  test('a crash without any record: what is on disk is found by hashing', async () => {
    const { manifest } = await shareTree()
    const place = { kind: 'download', folder: fresh() } as const
    await fill(await open(manifest, place), [0, 2, 5].map(pieceIndex))
    const again = await open(manifest, place)
    assert.deepEqual(
      piecesOf(manifest).filter((piece) => again.have.has(piece)),
      [0, 2, 5],
    )
    await again.close()
  })

  test('a crash after a record: pieces written since count, a damaged recorded one does not', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const progress = new MemoryProgress()
    const place = { kind: 'download', folder: output } as const
    const store = await open(manifest, place, progress)
    await fill(store, [0, 1, 2].map(pieceIndex))
    await store.flush()
    await fill(store, [4, 5].map(pieceIndex))
    // Piece 1 is recorded; its block is lost nevertheless, as by a disk that lied.
    const fd = openSync(join(stagingOf(manifest, output), 'tree', 'a', 'three'), 'r+')
    writeSync(fd, Buffer.alloc(4096), 0, 4096, 8192)
    closeSync(fd)
    const again = await open(manifest, place, progress)
    assert.deepEqual(
      piecesOf(manifest).filter((piece) => again.have.has(piece)),
      [0, 2, 4, 5],
    )
    await again.close()
    await store.close()
  })

  test('a crash while a record was being made: pieces that it misses are found', async () => {
    const { manifest } = await shareTree()
    const progress = new MemoryProgress()
    const place = { kind: 'download', folder: fresh() } as const
    const store = await open(manifest, place, progress)
    await fill(store, [1, 2].map(pieceIndex))
    await store.flush()
    // As if piece 2 had been written after the pieces were listed and before the file was looked at.
    const bits = 16
    assert.equal(progress.record?.[bits], 0b0110_0000)
    progress.record[bits] = 0b0100_0000
    const again = await open(manifest, place, progress)
    assert.deepEqual(
      piecesOf(manifest).filter((piece) => again.have.has(piece)),
      [1, 2],
    )
    await again.close()
    await store.close()
  })

  const damages: [what: string, damage: (path: string) => void, left: number[]][] = [
    ['is gone', (path) => unlinkSync(path), []],
    ['is cut short', (path) => truncateSync(path, PIECE), [1]],
    ['is longer', (path) => appendFileSync(path, 'x'), [1, 2, 3]],
    [
      'was emptied in place, its times set back',
      (path) => {
        // To the nanosecond, which utimes cannot.
        execFileSync('touch', ['-r', path, `${path}.times`])
        writeFileSync(path, Buffer.alloc(2 * PIECE + 5))
        execFileSync('touch', ['-r', `${path}.times`, path])
      },
      [],
    ],
    [
      'was replaced by a copy with one piece changed',
      (path) => {
        const data = readFileSync(path)
        data[PIECE]! ^= 1
        rmSync(path)
        writeFileSync(path, data)
      },
      [1, 3],
    ],
    [
      'became a link',
      (path) => {
        renameSync(path, `${path}.old`)
        symlinkSync(`${path}.old`, path)
      },
      [],
    ],
    [
      'became a folder',
      (path) => {
        unlinkSync(path)
        mkdirSync(path)
      },
      [],
    ],
  ]
  for (const [what, damage, left] of damages) {
    test(`a recorded, complete, finished file that ${what} between two runs`, async () => {
      const { manifest, root, progress } = await shareTree()
      damage(join(root, 'a', 'three'))
      const store = await open(manifest, { kind: 'shared', path: root }, progress)
      assert.deepEqual(
        piecesOf(manifest).filter((piece) => store.have.has(piece)),
        [0, ...left, 4, 5],
      )
      for (const piece of [1, 2, 3]) {
        assert.equal((await store.readBlock(piece, 0, 5)).status, left.includes(piece) ? 'ok' : 'absent')
      }
      const write = await store.writePiece(pieceIndex(2), bufferOf(manifest, pieceIndex(2)))
      assert.equal(write.verdict, left.includes(2) ? 'late' : 'ioError', "the user's own files are never written to")
      await store.close()
    })
  }

  test('shared content that is gone altogether is no error, only absent', async () => {
    const { manifest, root, progress } = await shareTree()
    rmSync(root, { recursive: true })
    const store = await open(manifest, { kind: 'shared', path: root }, progress)
    assert.equal(store.have.count, 0)
    await store.close()
  })

  test('a record of something else, cut short, or of nonsense: all is hashed anew', async () => {
    const { manifest, root, progress } = await shareTree()
    const good = progress.record!
    const spare = good.slice()
    spare[16]! |= 1 // a bit for a piece that does not exist
    const flags = good.slice()
    flags[7] = 4
    for (const record of [
      new Uint8Array(0),
      good.subarray(0, 20),
      Buffer.concat([good, good]),
      new Uint8Array(good.length),
      spare,
      flags,
    ]) {
      progress.record = record
      let hashed = 0
      const store = await open(manifest, { kind: 'shared', path: root }, progress, {
        onProgress: (now) => (hashed = now.hashedBytes),
      })
      assert.equal(hashed, manifest.info.totalBytes)
      assert.equal(store.have.full, true)
      await store.close()
    }
  })

  test('a shared file that is rewritten while it is served: nothing wrong goes out, right pieces come back', async () => {
    const { manifest, root, progress } = await shareTree()
    const lost: number[] = []
    const regained = Promise.withResolvers<readonly number[]>()
    const events = { lost: (pieces: readonly number[]) => lost.push(...pieces), regained: regained.resolve }
    const store = await open(manifest, { kind: 'shared', path: root }, progress, { events })
    assert.equal((await store.readBlock(1, 0, 10)).status, 'ok')
    const path = join(root, 'a', 'three')
    const fd = openSync(path, 'r+')
    writeSync(fd, Buffer.alloc(10, 0xee), 0, 10, PIECE)
    closeSync(fd)
    assert.equal((await store.readBlock(2, 0, 10)).status, 'changed')
    assert.deepEqual(lost, [1, 2, 3])
    assert.equal((await store.readBlock(1, 0, 10)).status, 'changed', 'not before it is verified')
    assert.deepEqual(await regained.promise, [1, 3])
    assert.equal((await store.readBlock(1, 0, 10)).status, 'ok')
    assert.deepEqual(await store.readBlock(2, 0, 10), { status: 'absent' })
    assert.equal((await store.readBlock(0, 0, 1)).status, 'ok', 'other files are not concerned')
    // Mended, it counts again after a recheck.
    const mend = openSync(path, 'r+')
    writeSync(mend, contents['a/three']!, PIECE, 10, PIECE)
    closeSync(mend)
    await store.recheck()
    assert.equal(store.have.full, true)
    assert.equal((await store.readBlock(2, 0, 10)).status, 'ok')
    await store.close()
  })

  const swaps: [what: string, swap: (path: string) => void][] = [
    ['replaced', (path) => renameSync(put(`${path}.new`, Buffer.alloc(2 * PIECE + 5)), path)],
    ['deleted', (path) => unlinkSync(path)],
    ['cut short', (path) => truncateSync(path, 3)],
  ]
  for (const [what, swap] of swaps) {
    test(`a shared file that is ${what} while it is served`, async () => {
      const { manifest, root, progress } = await shareTree()
      const lost = Promise.withResolvers<readonly number[]>()
      const store = await open(manifest, { kind: 'shared', path: root }, progress, { events: { lost: lost.resolve } })
      assert.equal((await store.readBlock(1, 0, 10)).status, 'ok')
      swap(join(root, 'a', 'three'))
      assert.equal((await store.readBlock(1, 0, 10)).status, 'changed')
      assert.deepEqual(await lost.promise, [1, 2, 3])
      await store.close()
      assert.equal(store.have.count, 3)
    })
  }

  test('staged files that vanish are missed when it is time to finish', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const lost: number[] = []
    const store = await open(manifest, { kind: 'download', folder: output }, new MemoryProgress(), {
      events: { lost: (pieces) => lost.push(...pieces) },
    })
    await fill(store)
    unlinkSync(join(stagingOf(manifest, output), 'tree', 'b', 'exact'))
    await assert.rejects(store.finish(), code('UNFINISHED', /changed on disk/))
    assert.deepEqual(lost, [4])
    assert.equal(existsSync(join(output, 'tree')), false)
    await store.close()
  })

  test('a write to a staging folder that is gone is an answer, and the buffer is back', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const store = await open(manifest, { kind: 'download', folder: output })
    rmSync(stagingOf(manifest, output), { recursive: true })
    const result = await store.writePiece(pieceIndex(1), bufferOf(manifest, pieceIndex(1)))
    assert.equal(result.verdict === 'ioError' && result.error.code, 'NOT_FOUND')
    assert.equal(result.buffer?.byteLength, PIECE)
    await store.deleteData()
  })

  test('content that exceeds the disk is refused before anything is written', async () => {
    const bytes = 2 ** 43
    const layer = Buffer.alloc((bytes / MAX_PIECE_BYTES) * 32, 1)
    const root = piecesRoot(layer, MAX_PIECE_BYTES / LEAF_BYTES)
    const manifest = new Manifest(buildInfo('huge', MAX_PIECE_BYTES, [{ path: ['huge'], bytes, root }]))
    assert.equal(manifest.acceptLayer(root, layer), 'complete')
    const output = fresh()
    const message = /needs 8796093022208 bytes.*make room/
    await assert.rejects(open(manifest, { kind: 'download', folder: output }), code('STORAGE_FULL', message))
    assert.deepEqual(readdirSync(output), [])
  })

  test('places that cannot be: a file as folder, a link as staging folder, an unwritable one', async () => {
    const { manifest } = await shareTree()
    const notFolder = put(join(fresh(), 'file'), 'x')
    await assert.rejects(open(manifest, { kind: 'download', folder: notFolder }), code('INVALID_ARGUMENT', /no folder/))
    await assert.rejects(
      open(manifest, { kind: 'download', folder: join(notFolder, 'x') }),
      code('INVALID_ARGUMENT', /no folder/),
    )
    await assert.rejects(
      open(manifest, { kind: 'download', folder: '/proc/nothing' }),
      (error) => error instanceof OrbError,
    )
    const output = fresh()
    symlinkSync(fresh(), stagingOf(manifest, output))
    await assert.rejects(open(manifest, { kind: 'download', folder: output }), code('CONFLICT', /is no folder/))
  })

  test('a planted link inside the staging folder is not followed', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    const victim = put(join(fresh(), 'victim'), 'precious')
    mkdirSync(join(stagingOf(manifest, output), 'tree', 'a'), { recursive: true })
    symlinkSync(victim, join(stagingOf(manifest, output), 'tree', 'a', 'one'))
    await assert.rejects(
      open(manifest, { kind: 'download', folder: output }),
      code('INVALID_ARGUMENT', /symbolic link/),
    )
    assert.equal(readFileSync(victim, 'utf8'), 'precious')

    const other = fresh()
    const elsewhere = fresh()
    mkdirSync(join(stagingOf(manifest, other), 'tree'), { recursive: true })
    symlinkSync(elsewhere, join(stagingOf(manifest, other), 'tree', 'a'))
    await assert.rejects(open(manifest, { kind: 'download', folder: other }), code('INVALID_ARGUMENT', /no folder/))
    assert.deepEqual(readdirSync(elsewhere), [])
  })

  test('a file system that takes two names for one is noticed', async () => {
    const { manifest } = await shareTree()
    const output = fresh()
    // As a file system that ignores case would answer: both names lead to one file.
    const one = put(join(stagingOf(manifest, output), 'tree', 'a', 'one'), '')
    linkSync(one, join(stagingOf(manifest, output), 'tree', 'a', 'three'))
    await assert.rejects(
      open(manifest, { kind: 'download', folder: output }),
      code('CONFLICT', /another name for one file/),
    )
  })

  test('progress that cannot be recorded is heard by who asks, and the pieces stay', async () => {
    const { manifest } = await shareTree()
    const progress = new MemoryProgress()
    const place = { kind: 'download', folder: fresh() } as const
    const store = await open(manifest, place, progress)
    await fill(store, [pieceIndex(1)])
    progress.failure = new OrbError('STORAGE_FULL', 'no room')
    await assert.rejects(store.flush(), code('STORAGE_FULL'))
    assert.equal(store.have.has(1), true)
    progress.failure = undefined
    await store.close()
    let hashed = 0
    const again = await open(manifest, place, progress, { onProgress: () => hashed++ })
    assert.equal(again.have.has(1) && hashed === 0, true)
    await again.close()
  })

  test('rechecking while pieces are written loses none', async () => {
    const { manifest } = await shareOne(200 * PIECE)
    const lost: number[] = []
    const store = await open(manifest, { kind: 'download', folder: fresh() }, new MemoryProgress(), {
      events: { lost: (pieces) => lost.push(...pieces) },
    })
    const pieces = piecesOf(manifest)
    // Each quarter is written beside two rechecks, however fast the machine writes.
    for (let lane = 0; lane < 4; lane++) {
      const quarter = pieces.filter((piece) => piece % 4 === lane)
      await Promise.all([fill(store, quarter), store.recheck(), store.recheck()])
    }
    assert.equal(store.have.full, true)
    assert.deepEqual(lost, [])
    await Promise.all([store.finish(), store.finish(), store.recheck()])
    assert.equal(store.finished && store.have.full, true)
    await store.close()
  })

  test('blocks are served while the content moves', async () => {
    const { manifest } = await shareTree()
    // With one open file at a time each block opens its own, by the path of the moment.
    const store = await open(manifest, { kind: 'download', folder: fresh() }, new MemoryProgress(), {
      files: new OpenFiles(1),
    })
    await fill(store)
    let moved = false
    const finishing = store.finish().then(() => (moved = true))
    for (let i = 0; !moved || i < 6; i++) assert.equal((await store.readBlock(i % 6, 0, 1)).status, 'ok')
    await finishing
    await store.close()
  })

  test('deleting: an unfinished download goes altogether, shared content never', async () => {
    const { manifest, root, progress } = await shareTree()
    const output = fresh()
    const store = await open(manifest, { kind: 'download', folder: output })
    await fill(store, [pieceIndex(1)])
    await store.deleteData()
    assert.deepEqual(readdirSync(output), [])
    const shared = await open(manifest, { kind: 'shared', path: root }, progress)
    await assert.rejects(shared.deleteData(), code('FORBIDDEN'))
    assertTree(root)
    await shared.close()
  })

  test('an abort of the verification at the start is heard', async () => {
    const { manifest, root } = await shareTree()
    await assert.rejects(
      open(manifest, { kind: 'shared', path: root }, new MemoryProgress(), { signal: AbortSignal.abort() }),
      code('CANCELLED'),
    )
  })
})
