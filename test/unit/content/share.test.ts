import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import { MAX_SKIPPED } from '../../../src/content/share.ts'
import { decodeTorrent, encodeTorrent, hashContent, scanContent, shareContent } from '../../../src/content/index.ts'
import { pattern, put, tempFolder, tools } from './temp.ts'

const KIB = 1024
const PIECE = 64 * KIB
const code = (expected: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof OrbError, String(error))
  assert.equal(error.code, expected)
  assert.match(`${error.message} | ${error.hint ?? ''}`, message)
  return true
}

suite('share', () => {
  const folder = tempFolder()
  const { pool } = tools()

  /*
   * Golden info-hashes, made twice and independently of this code, with equal results:
   * - by thirty lines of Python (hashlib; leaves of 16 KiB, zero hashes up to a power of two, hashed in pairs; a dictionary
   *   {name, piece length, meta version: 2, file tree} bencoded with sorted(keys)),
   * - by libtorrent 2.0.8 (Debian's python3-libtorrent): create_torrent(fs, piece_size, flags=v2_only),
   *   set_piece_hashes, torrent_info(…).info_hashes().v2.
   * Byte i of a file with seed s is (i * s + (i >> 8) + 31 * (i >> 16)) & 255.
   */
  const golden = (): string => {
    const tree = join(folder, 'golden', 'tree')
    put(join(tree, 'a', 'one'), pattern(1, 3))
    put(join(tree, 'a.d', 'exact'), pattern(PIECE, 5))
    put(join(tree, 'a', 'five-pieces'), pattern(5 * PIECE - 1, 7))
    put(join(tree, 'empty'), '')
    put(join(tree, 'leaf'), pattern(16 * KIB, 11))
    put(join(tree, '😀', 'two'), pattern(PIECE + 3 * 16 * KIB + 9, 13))
    put(join(tree, 'ﬀ'), pattern(20_000, 17))
    put(join(tree, 'twin'), pattern(5 * PIECE - 1, 7))
    return tree
  }

  test('golden: a folder and a file have the info-hashes that libtorrent gives them', async () => {
    const tree = golden()
    const shared = await shareContent(tree, pool, { pieceBytes: PIECE })
    assert.equal(shared.manifest.swarmId, 'aa2f8ef8bf58202973d6cd3487f43497cf71ba4fa55dee284cb7dbe608ad423e')
    assert.equal(shared.manifest.info.pieces, 16)
    assert.equal(shared.manifest.complete, true)
    assert.deepEqual(shared.skipped, { count: 0, first: [] })
    const twin = await shareContent(join(tree, 'twin'), pool, { pieceBytes: PIECE })
    assert.equal(twin.manifest.swarmId, 'a8214a6b90365716811a25042ebeab87e14382b70f0cb9b51757ada8030c2469')
    assert.equal(twin.manifest.info.singleFile, true)
    const fine = await shareContent(join(tree, 'twin'), pool, { pieceBytes: 16 * KIB })
    assert.equal(fine.manifest.swarmId, '8429bbfe29f8269348389528db686744b8d2ba622be06507f5b949f1952c19bf')
    const read = decodeTorrent(encodeTorrent({ manifest: shared.manifest }))
    assert.equal(read.manifest.swarmId, shared.manifest.swarmId)
    assert.deepEqual(read.manifest.layerBytes(0), shared.manifest.layerBytes(0))
  })

  test('the same tree elsewhere, made in another order at another time, is the same swarm', async () => {
    const one = join(folder, 'here', 'same')
    const two = join(folder, 'there', 'same')
    const names = ['b', 'a/x', 'c', 'a/y']
    for (const name of names) put(join(one, name), `content of ${name}`)
    for (const name of names.toReversed()) put(join(two, name), `content of ${name}`)
    mkdirSync(join(two, 'empty folder'))
    chmodSync(join(two, 'b'), 0o700)
    const ids = [await shareContent(one, pool), await shareContent(two, pool)].map((shared) => shared.manifest.swarmId)
    assert.equal(ids[0], ids[1])
  })

  test('progress, and an automatic piece length', async () => {
    const path = put(join(folder, 'progress'), '')
    truncateSync(path, 150 * KIB * KIB)
    const seen: number[] = []
    const { manifest } = await shareContent(path, pool, { onProgress: ({ hashedBytes }) => seen.push(hashedBytes) })
    assert.equal(manifest.info.pieceBytes, 128 * KIB)
    assert.equal(seen.at(-1), 150 * KIB * KIB)
    assert.ok(seen.length >= 9)
  })

  test('an empty file is content without pieces', async () => {
    const { manifest } = await shareContent(put(join(folder, 'nothing'), ''), pool)
    assert.equal(manifest.info.pieces, 0)
    assert.equal(manifest.info.files[0]?.bytes, 0)
    assert.equal(manifest.complete, true)
  })

  test('links, pipes, empty folders and unfinished downloads are left out and listed', async () => {
    const root = join(folder, 'mixed')
    put(join(root, 'file'), 'x')
    symlinkSync(put(join(folder, 'outside', 'secret'), 'secret'), join(root, 'link'))
    symlinkSync(join(folder, 'outside'), join(root, 'folder-link'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    put(join(root, `.orbweaver-${'a'.repeat(64)}`, 'part'), 'x')
    mkdirSync(join(root, 'hollow'))
    const scan = await scanContent(root)
    assert.deepEqual(
      scan.files.map((file) => file.path),
      [['file']],
    )
    const skipped = Object.fromEntries(scan.skipped.first.map(({ path, why }) => [basename(path).slice(0, 12), why]))
    assert.deepEqual(skipped, {
      link: 'symbolic link',
      'folder-link': 'symbolic link',
      pipe: 'not a file or folder',
      '.orbweaver-a': 'unfinished download',
      hollow: 'empty folder',
    })
    assert.equal(scan.skipped.count, 5)
  })

  test('of what is left out the first hundred are named, the rest is counted', async () => {
    const root = join(folder, 'links')
    put(join(root, 'file'), 'x')
    for (let i = 0; i <= MAX_SKIPPED; i++) symlinkSync('file', join(root, `link ${i}`))
    const { skipped } = await scanContent(root)
    assert.equal(skipped.count, MAX_SKIPPED + 1)
    assert.equal(skipped.first.length, MAX_SKIPPED)
  })

  test(
    'files that say they are empty and are not, as those of /proc, are no content',
    { skip: process.platform !== 'linux' },
    async () => {
      await assert.rejects(scanContent('/proc/version'), code('INVALID_ARGUMENT', /says that it is empty and is not/))
      const { files } = await scanContent(put(join(folder, 'truly empty'), ''))
      assert.equal(files.length, 1)
    },
  )

  test('what cannot be shared says why', async () => {
    const link = join(folder, 'a-link')
    symlinkSync(folder, link)
    const pipe = join(folder, 'a-pipe')
    execFileSync('mkfifo', [pipe])
    mkdirSync(join(folder, 'hollow', 'deeper'), { recursive: true })
    put(join(folder, 'odd', 'back\\slash'), 'x')
    execFileSync('sh', [
      '-c',
      `printf x > "$1/bad$(printf '\\377')name"`,
      'sh',
      put(join(folder, 'bytes', 'ok'), 'x').slice(0, -3),
    ])
    const cases: [path: string, code: string, message: RegExp][] = [
      [join(folder, 'missing'), 'NOT_FOUND', /missing": there is no such file/],
      [join(folder, 'nothing', 'below-a-file'), 'INVALID_ARGUMENT', /no folder/],
      [link, 'INVALID_ARGUMENT', /symbolic link.*share what it points to/],
      [pipe, 'INVALID_ARGUMENT', /neither a file nor a folder/],
      [join(folder, 'hollow'), 'INVALID_ARGUMENT', /no file in/],
      [join(folder, 'odd'), 'INVALID_ARGUMENT', /backslash.*rename it/],
      [join(folder, 'bytes'), 'INVALID_ARGUMENT', /UTF-8.*rename it/],
      ['/', 'INVALID_ARGUMENT', /is empty/],
      ['nul\0byte', 'INVALID_ARGUMENT', /NUL/],
      [join(folder, 'x'.repeat(300)), 'INVALID_ARGUMENT', /too long/],
    ]
    for (const [path, expected, message] of cases)
      await assert.rejects(shareContent(path, pool), code(expected, message), path)
    await assert.rejects(
      shareContent(join(folder, 'nothing'), pool, { pieceBytes: 1000 }),
      code('INVALID_ARGUMENT', /power of two/),
    )
  })

  const changes: [what: string, change: (path: string) => void][] = [
    ['grows', (path) => appendFileSync(path, 'more')],
    ['shrinks', (path) => truncateSync(path, 10)],
    ['is rewritten', (path) => writeFileSync(path, pattern(100_000, 5))],
    ['is replaced', (path) => renameSync(put(`${path}.new`, pattern(100_000, 3)), path)],
    ['vanishes', (path) => unlinkSync(path)],
    [
      'becomes a link',
      (path) => {
        renameSync(path, `${path}.old`)
        symlinkSync(`${path}.old`, path)
      },
    ],
    [
      'becomes a folder',
      (path) => {
        unlinkSync(path)
        mkdirSync(path)
      },
    ],
  ]
  for (const [i, [what, change]] of changes.entries()) {
    test(`a file that ${what} between being found and being hashed is refused`, async () => {
      const path = put(join(folder, 'changing', String(i), 'file'), pattern(100_000, 3))
      const scan = await scanContent(path)
      change(path)
      await assert.rejects(hashContent(scan, pool), code('CONFLICT', /changed while.*nothing writes to it/))
    })
  }

  test('a file that changes while it is hashed ends the hashing early', async () => {
    const root = join(folder, 'early')
    put(join(root, 'a'), 'x')
    put(join(root, 'b'), '')
    truncateSync(join(root, 'b'), 2 ** 31)
    const scan = await scanContent(root)
    appendFileSync(join(root, 'a'), 'y')
    let hashed = 0
    await assert.rejects(
      hashContent(scan, pool, { onProgress: (now) => (hashed = now.hashedBytes) }),
      code('CONFLICT', /"a|a"/),
    )
    assert.ok(hashed < 2 ** 30, `${hashed} bytes were hashed for nothing`)
  })

  test('what cannot be described is refused before anything is hashed', async () => {
    const root = join(folder, 'early')
    const scan = await scanContent(root)
    const many = (count: number, name: number): Promise<unknown> => {
      const files = Array.from({ length: count }, (_, i) => ({
        ...scan.files[0]!,
        path: [String(i).padEnd(name, 'x')],
      }))
      return hashContent({ ...scan, files }, pool, { onProgress: () => assert.fail('hashing has begun') })
    }
    await assert.rejects(many(60_000, 130), code('TOO_LARGE', /list of files takes \d+ bytes.*an archive/))
    const huge = { ...scan.files[0]!, signature: { ...scan.files[0]!.signature, bytes: 2 ** 44 + 1 } }
    const onProgress = (): void => assert.fail('hashing has begun')
    await assert.rejects(hashContent({ ...scan, files: [huge] }, pool, { onProgress }), code('TOO_LARGE', /pieces/))
  })

  test('an abort is heard', async () => {
    const signal = AbortSignal.abort()
    await assert.rejects(shareContent(folder, pool, { signal }), code('CANCELLED', /cancelled/))
    const scan = await scanContent(join(folder, 'early'))
    await assert.rejects(hashContent(scan, pool, { signal }), code('CANCELLED', /cancelled/))
  })
})
