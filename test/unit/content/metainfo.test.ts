import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { OrbError, swarmId } from '../../../src/base/index.ts'
import { type BencodeDict, type Bencoded, encodeBencode, keyOf } from '../../../src/content/bencode.ts'
import {
  acceptInfo,
  decodeTorrent,
  encodeTorrent,
  formatMagnet,
  LEAF_BYTES,
  MAX_INFO_BYTES,
  MAX_PIECE_BYTES,
  MAX_PIECES,
  Manifest,
  parseMagnet,
  pieceIndex,
  pieceLengthFor,
} from '../../../src/content/index.ts'
import { buildInfo, type FileEntry, infoHash, parseInfo } from '../../../src/content/info.ts'
import { layersUpwards, piecesRoot, proveRange } from '../../../src/content/merkle.ts'
import { nameFault, quoted } from '../../../src/content/names.ts'

const KIB = 1024
const PIECE = 64 * KIB
const root = (seed: number): Uint8Array => createHash('sha256').update(String(seed)).digest()
const refused =
  (message: RegExp, code = 'INVALID_ARGUMENT') =>
  (error: unknown): boolean => {
    assert.ok(error instanceof OrbError, String(error))
    assert.equal(error.code, code)
    assert.match(`${error.message} | ${error.hint ?? ''}`, message)
    return true
  }
const file = (path: string, bytes: number, seed = bytes): FileEntry => ({
  path: path.split('/'),
  bytes,
  ...(bytes > 0 ? { root: root(seed) } : {}),
})

const utf8 = (text: string): Uint8Array => Buffer.from(text)
const leaf = (bytes: number, more: [string, Bencoded][] = []): BencodeDict =>
  new Map<string, Bencoded>([
    [
      '',
      new Map<string, Bencoded>([
        ['length', bytes],
        ...(bytes > 0 ? [['pieces root', root(bytes)] as [string, Bencoded]] : []),
        ...more,
      ]),
    ],
  ])
/** An info dictionary by hand, for what `buildInfo` would not make. */
const infoOf = (tree: Bencoded, change: Record<string, Bencoded | undefined> = {}): Uint8Array => {
  const dict: BencodeDict = new Map<string, Bencoded>([
    ['file tree', tree],
    ['meta version', 2],
    ['name', utf8('n')],
    ['piece length', PIECE],
  ])
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) dict.delete(key)
    else dict.set(key, value)
  }
  return encodeBencode(dict)
}
const treeOf = (...names: (string | Uint8Array)[]): BencodeDict =>
  new Map(names.map((name) => [typeof name === 'string' ? keyOf(name) : Buffer.from(name).toString('latin1'), leaf(5)]))

suite('info dictionary', () => {
  test('files are in the order of raw bytes, folder by folder, and pieces never span files', () => {
    // U+FB00 sorts before U+1F600 in UTF-8 but after it in UTF-16; "a" comes before "a.d", though "a/" would not.
    const entries = [
      file('😀/two', PIECE + 3),
      file('ﬀ', 20_000),
      file('a.d/x', PIECE),
      file('empty', 0),
      file('a/z', 3 * PIECE - 1),
      file('a/b', 1),
      file('B', 2),
    ]
    const info = buildInfo('tree', PIECE, entries)
    assert.deepEqual(
      info.files.map(({ path, firstPiece, pieces, bytes }) => [path.join('/'), firstPiece, pieces, bytes]),
      [
        ['B', 0, 1, 2],
        ['a/b', 1, 1, 1],
        ['a/z', 2, 3, 3 * PIECE - 1],
        ['a.d/x', 5, 1, PIECE],
        ['empty', 6, 0, 0],
        ['ﬀ', 6, 1, 20_000],
        ['😀/two', 7, 2, PIECE + 3],
      ],
    )
    assert.equal(info.pieces, 9)
    assert.equal(info.singleFile, false)
    assert.equal(info.totalBytes, 5 * PIECE + 2 + 1 + 20_000 + 3 - 1)
    const manifest = new Manifest(info)
    const owner = Array.from({ length: 9 }, (_, piece) => manifest.fileOf(pieceIndex(piece)).path.join('/'))
    assert.deepEqual(owner, ['B', 'a/b', 'a/z', 'a/z', 'a/z', 'a.d/x', 'ﬀ', '😀/two', '😀/two'])
    assert.deepEqual(manifest.spanOf(pieceIndex(4)), { file: info.files[2], begin: 2 * PIECE, bytes: PIECE - 1 })
    assert.throws(() => manifest.fileOf(pieceIndex(9)), refused(/no piece 9/, 'INTERNAL'))
  })

  test('property: the order in which files are given does not matter', () => {
    const entries = ['a', 'b/c', 'b/d', 'ä', 'Z', 'é/x', 'empty'].map((path, i) => file(path, i * 1000))
    const id = buildInfo('n', PIECE, entries).swarmId
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        assert.equal(buildInfo('n', PIECE, shuffled).swarmId, id)
      }),
    )
  })

  test('what is built is parsed to the same; the swarm id is SHA-256 of the bytes', () => {
    const info = buildInfo('n', PIECE, [file('a', 5), file('b/c', 0)])
    assert.deepEqual(parseInfo(info.infoBytes), info)
    assert.equal(info.swarmId, createHash('sha256').update(info.infoBytes).digest('hex'))
    assert.equal(buildInfo('n', 2 * PIECE, [file('a', 5), file('b/c', 0)]).swarmId === info.swarmId, false)
  })

  test("one file of the content's name is a single file; of another name it lies in a folder", () => {
    assert.equal(buildInfo('n', PIECE, [file('n', 5)]).singleFile, true)
    assert.equal(buildInfo('m', PIECE, [file('n', 5)]).singleFile, false)
    assert.equal(buildInfo('n', PIECE, [file('n/n', 5)]).singleFile, false)
    assert.equal(buildInfo('n', PIECE, [file('n', 0)]).singleFile, true)
  })

  const badNames: [name: string | Uint8Array, message: RegExp][] = [
    ['..', /another folder/],
    ['.', /another folder/],
    ['a/b', /slash/],
    ['..\\..\\x', /backslash/],
    ['nul\0byte', /NUL/],
    ['x'.repeat(256), /256 bytes/],
    ['é'.repeat(128), /256 bytes/],
    [Uint8Array.of(0xff, 0x41), /UTF-8/],
    [Uint8Array.of(0xc0, 0xae, 0xc0, 0xae), /UTF-8/], // '..' in overlong form
    [Uint8Array.of(0xed, 0xa0, 0x80), /UTF-8/], // a lone surrogate
    [`.orbweaver-${'0'.repeat(64)}`, /unfinished downloads/],
  ]
  for (const [name, message] of badNames) {
    test(`a name is refused as file, folder and title: ${quoted(name)}`, () => {
      assert.throws(() => parseInfo(infoOf(treeOf(name))), refused(message))
      const key = typeof name === 'string' ? keyOf(name) : Buffer.from(name).toString('latin1')
      assert.throws(() => parseInfo(infoOf(new Map([[key, treeOf('x')]]))), refused(message))
      const title = typeof name === 'string' ? utf8(name) : name
      assert.throws(() => parseInfo(infoOf(treeOf('x'), { name: title })), refused(message))
    })
  }

  test('names that are taken: 255 bytes, emoji, blanks, dots, a byte order mark', () => {
    const names = ['x'.repeat(255), '👩‍👩‍👧', ' ', '...', '.hidden', 'a:b', 'con', '\uFEFFbom', 'new\nline']
    const { files } = parseInfo(infoOf(treeOf(...names)), 'linux')
    assert.deepEqual(new Set(files.map((one) => one.path[0])), new Set(names))
  })

  test('Windows refuses devices, reserved characters, and dots or blanks at the end', () => {
    for (const name of [
      'con',
      'NUL',
      'aux.txt',
      'Com1',
      'LPT9.tar.gz',
      'com¹',
      'CONIN$',
      'a:b',
      'a<b',
      'q?',
      'x\u0001',
      'end.',
      'end ',
    ]) {
      assert.notEqual(nameFault(utf8(name), 'win32'), undefined, name)
      assert.equal(nameFault(utf8(name), 'linux'), undefined, name)
    }
    for (const name of ['console', 'com', 'com10', 'nul_', 'x.con', 'a b'])
      assert.equal(nameFault(utf8(name), 'win32'), undefined, name)
  })

  test('names that are one file on this platform collide', () => {
    const cases = infoOf(treeOf('Read', 'read'))
    assert.equal(parseInfo(cases, 'linux').files.length, 2)
    assert.throws(() => parseInfo(cases, 'win32'), refused(/one file here/))
    assert.throws(() => parseInfo(cases, 'darwin'), refused(/one file here/))
    const forms = infoOf(treeOf('\u00e9', 'e\u0301'))
    assert.equal(parseInfo(forms, 'linux').files.length, 2)
    assert.throws(() => parseInfo(forms, 'darwin'), refused(/one file here/))
  })

  test('a path cannot be both file and folder, nor occur twice', () => {
    assert.throws(() => buildInfo('n', PIECE, [file('a', 1), file('a/b', 1)]), refused(/both a file and a folder/))
    assert.throws(() => buildInfo('n', PIECE, [file('a/b', 1), file('a', 1)]), refused(/both a file and a folder/))
    assert.throws(() => buildInfo('n', PIECE, [file('a', 1), file('a', 2)]), refused(/is there twice/))
    assert.throws(() => parseInfo(infoOf(leaf(5))), refused(/both a file and a folder/))
    assert.throws(() => buildInfo('n', PIECE, [file('a//b', 1)]), refused(/a name is empty/))
  })

  const shapes: [why: string, info: Uint8Array, message: RegExp, code?: 'TOO_LARGE'][] = [
    ['not bencode', utf8('hello'), /malformed bencode/],
    ['no dictionary', utf8('i1e'), /no dictionary/],
    ['v1', infoOf(treeOf('a'), { 'meta version': undefined, pieces: utf8('x'.repeat(20)) }), /v1.*only BitTorrent v2/],
    ['version 3', infoOf(treeOf('a'), { 'meta version': 3 }), /version 3/],
    [
      'version 3 is said before anything else',
      infoOf(treeOf('a'), { 'meta version': 3, name: 1, 'piece length': -5 }),
      /version 3/,
    ],
    ['no piece length', infoOf(treeOf('a'), { 'piece length': undefined }), /piece length is missing/],
    ['8 KiB pieces', infoOf(treeOf('a'), { 'piece length': 8 * KIB }), /power of two/],
    ['32 MiB pieces', infoOf(treeOf('a'), { 'piece length': 2 * MAX_PIECE_BYTES }), /power of two/],
    ['pieces of 48 KiB', infoOf(treeOf('a'), { 'piece length': 48 * KIB }), /power of two/],
    ['negative pieces', infoOf(treeOf('a'), { 'piece length': -PIECE }), /power of two/],
    ['pieces of 2^50 + 1', infoOf(treeOf('a'), { 'piece length': 2 ** 50 + 1 }), /power of two/],
    ['no name', infoOf(treeOf('a'), { name: undefined }), /name is missing/],
    ['an empty name', infoOf(treeOf('a'), { name: utf8('') }), /is empty/],
    ['no tree', infoOf(treeOf('a'), { 'file tree': undefined }), /file tree is missing/],
    ['an empty tree', infoOf(new Map()), /no files/],
    ['an empty folder', infoOf(new Map([['a', new Map()]])), /is empty/],
    ['a file that is a number', infoOf(new Map([['a', 5]])), /neither file nor folder/],
    ['properties that are a list', infoOf(new Map([['a', new Map([['', [] as Bencoded]])]])), /no properties/],
    ['no length', infoOf(new Map([['a', new Map([['', new Map([['pieces root', root(1)]])]])]])), /no length/],
    ['a negative length', infoOf(new Map([['a', leaf(-1)]])), /no length/],
    ['no root', infoOf(new Map([['a', new Map([['', new Map([['length', 5]])]])]])), /pieces root/],
    ['a short root', infoOf(new Map([['a', leaf(5, [['pieces root', new Uint8Array(31)]])]])), /pieces root/],
    ['an empty file with a root', infoOf(new Map([['a', leaf(0, [['pieces root', root(1)]])]])), /a hash but no bytes/],
    ['a symbolic link', infoOf(new Map([['a', leaf(0, [['symlink path', [utf8('etc')]]])]])), /symbolic link/],
    [
      'one root with two lengths',
      infoOf(
        new Map([
          ['a', leaf(5)],
          ['b', leaf(6, [['pieces root', root(5)]])],
        ]),
      ),
      /other length/,
    ],
    [
      'too many pieces',
      infoOf(new Map([['a', leaf(PIECE * MAX_PIECES + 1)]])),
      /more than 1048576 pieces/,
      'TOO_LARGE',
    ],
    [
      'too much',
      infoOf(
        new Map([
          ['a', leaf(2 ** 53 - 1)],
          ['b', leaf(2 ** 53 - 2)],
        ]),
      ),
      /pieces/,
      'TOO_LARGE',
    ],
  ]
  for (const [why, info, message, code] of shapes) {
    test(`refused: ${why}`, () => assert.throws(() => parseInfo(info), refused(message, code)))
  }

  test('limits, with one above: pieces, depth, path length, files, bytes', () => {
    assert.equal(parseInfo(infoOf(new Map([['a', leaf(PIECE * MAX_PIECES)]]))).pieces, MAX_PIECES)
    const deep = (depth: number): FileEntry => file(Array.from({ length: depth }, () => 'd').join('/'), 1)
    assert.equal(buildInfo('n', PIECE, [deep(64)]).files.length, 1)
    assert.throws(() => buildInfo('n', PIECE, [deep(65)]), refused(/65 folders deep/))
    const long = (last: number): FileEntry =>
      file([...Array.from({ length: 15 }, () => 'x'.repeat(255)), 'y'.repeat(last)].join('/'), 1)
    assert.equal(buildInfo('n', PIECE, [long(255)]).files.length, 1, '4095 bytes')
    assert.throws(() => buildInfo('n', PIECE, [file(`${'x'.repeat(255)}/`.repeat(16) + 'y', 1)]), refused(/4097 bytes/))
    const many = (count: number): FileEntry[] =>
      Array.from({ length: count }, (_, i) => ({ path: [i.toString(36)], bytes: 0 }))
    assert.equal(buildInfo('n', PIECE, many(100_000)).files.length, 100_000)
    assert.throws(() => buildInfo('n', PIECE, many(100_001)), refused(/more than 100000 files/, 'TOO_LARGE'))
    const padded = (extra: number): Uint8Array => infoOf(treeOf('a'), { pad: new Uint8Array(extra) })
    const frame = padded(8_000_000).byteLength - 8_000_000
    assert.ok(parseInfo(padded(MAX_INFO_BYTES - frame)))
    assert.throws(() => parseInfo(padded(MAX_INFO_BYTES - frame + 1)), refused(/at most/, 'TOO_LARGE'))
  })

  test('hybrids and unknown keys: taken, and part of the hash', () => {
    const hybrid = infoOf(treeOf('a'), { pieces: new Uint8Array(20), length: 5, private: 1 })
    assert.equal(parseInfo(hybrid).swarmId, createHash('sha256').update(hybrid).digest('hex'))
    assert.notEqual(infoHash(hybrid), infoHash(infoOf(treeOf('a'))))
  })

  test('property: a changed byte never crashes the parser', () => {
    const good = buildInfo('n', PIECE, [file('a', 5), file('b/c', PIECE * 3), file('b/d', 0)]).infoBytes
    fc.assert(
      fc.property(fc.nat(good.byteLength - 1), fc.nat(255), (at, byte) => {
        const bad = Uint8Array.from(good)
        bad[at] = byte
        try {
          parseInfo(bad)
        } catch (error) {
          assert.ok(error instanceof OrbError && error.code !== 'INTERNAL', String(error))
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('the piece length gives 1,025 to 2,048 pieces from 64 MiB to 32 GiB', () => {
    assert.equal(pieceLengthFor(0), 64 * KIB)
    assert.equal(pieceLengthFor(128 * KIB * KIB), 64 * KIB)
    assert.equal(pieceLengthFor(128 * KIB * KIB + 1), 128 * KIB)
    assert.equal(pieceLengthFor(KIB ** 3), 512 * KIB)
    assert.equal(pieceLengthFor(KIB ** 4), MAX_PIECE_BYTES)
    for (let bytes = 128 * KIB * KIB + 1; bytes < 32 * KIB ** 3; bytes = Math.floor(bytes * 1.3)) {
      const pieces = Math.ceil(bytes / pieceLengthFor(bytes))
      assert.ok(pieces > 1024 && pieces <= 2048, `${bytes} bytes: ${pieces} pieces`)
    }
  })
})

/** A manifest of made-up layers: their hashes are right with one another, no data is needed. */
const layerOf = (pieces: number, seed: number): Buffer =>
  Buffer.concat(Array.from({ length: pieces }, (_, i) => root(seed * 1000 + i)))
const withLayers = (): { manifest: Manifest; layers: Buffer[]; roots: Uint8Array[] } => {
  const layers = [layerOf(5, 1), layerOf(11, 2)]
  const roots = layers.map((layer) => piecesRoot(layer, PIECE / LEAF_BYTES))
  const info = buildInfo('n', PIECE, [
    { path: ['a'], bytes: 5 * PIECE, root: roots[0] },
    { path: ['b'], bytes: 11 * PIECE - 1, root: roots[1] },
    { path: ['b-twin'], bytes: 11 * PIECE - 1, root: roots[1] },
    { path: ['c'], bytes: 9, root: root(7) },
    { path: ['d'], bytes: 0 },
  ])
  return { manifest: new Manifest(info), layers, roots }
}

suite('manifest', () => {
  test('an info dictionary from a peer', () => {
    const { manifest } = withLayers()
    const accepted = acceptInfo(manifest.infoBytes, manifest.swarmId)
    assert.equal(accepted.verdict, 'accepted')
    const flipped = Uint8Array.from(manifest.infoBytes)
    flipped[30]! ^= 1
    assert.deepEqual(acceptInfo(flipped, manifest.swarmId), { verdict: 'corrupt' })
    assert.deepEqual(acceptInfo(new Uint8Array(0), manifest.swarmId), { verdict: 'corrupt' })
    assert.deepEqual(acceptInfo(new Uint8Array(MAX_INFO_BYTES + 1), manifest.swarmId), { verdict: 'corrupt' })
    const evil = infoOf(treeOf('..'))
    const verdict = acceptInfo(evil, infoHash(evil))
    assert.equal(verdict.verdict, 'unusable')
    assert.match(verdict.verdict === 'unusable' ? verdict.error.message : '', /another folder/)
  })

  test('whole layers: equal files share one, wrong ones change nothing', () => {
    const { manifest, layers, roots } = withLayers()
    assert.equal(manifest.complete, false)
    assert.deepEqual(
      manifest.missingLayers().map((one) => one.index),
      [0, 1],
    )
    assert.equal(manifest.hashOf(pieceIndex(0)), undefined)
    assert.equal(manifest.layerBytes(0), undefined)
    assert.equal(manifest.acceptLayer(root(99), layers[0]!), 'unknown')
    assert.equal(manifest.acceptLayer(root(7), root(7)), 'unknown', 'a file of one piece has no layer')
    assert.equal(manifest.acceptLayer(roots[0]!, layers[1]!), 'corrupt')
    const bad = Buffer.from(layers[0]!)
    bad[159]! ^= 1
    assert.equal(manifest.acceptLayer(roots[0]!, bad), 'corrupt')
    assert.equal(manifest.acceptLayer(roots[0]!, layers[0]!.subarray(1)), 'corrupt')
    assert.equal(manifest.acceptLayer(roots[0]!, Buffer.concat([layers[0]!, Buffer.alloc(32)])), 'corrupt')
    assert.equal(manifest.hashOf(pieceIndex(0)), undefined, 'nothing of a bad layer stays')
    assert.equal(manifest.acceptLayer(roots[0]!, layers[0]!), 'complete')
    assert.equal(manifest.acceptLayer(roots[0]!, layers[0]!), 'known')
    assert.equal(manifest.complete, false)
    assert.equal(manifest.acceptLayer(roots[1]!, layers[1]!), 'complete')
    assert.equal(manifest.complete, true)
    assert.deepEqual(manifest.layerBytes(1), manifest.layerBytes(2))
    assert.deepEqual(Buffer.from(manifest.layerBytes(0)!), layers[0])
    assert.equal(manifest.layerBytes(3), undefined)
    assert.equal(manifest.layerBytes(77), undefined)
    // Pieces: 5 of a, 11 of b, 11 of its twin, then c.
    assert.deepEqual(Buffer.from(manifest.hashOf(pieceIndex(5 + 11 + 3))!.hash), layers[1]!.subarray(96, 128))
    assert.equal(manifest.hashOf(pieceIndex(5))!.leaves, 4)
    assert.deepEqual(manifest.hashOf(pieceIndex(27)), { hash: Uint8Array.from(root(7)), leaves: 1 })
  })

  test('a layer in ranges with proofs, from several peers in any order', () => {
    const { manifest: seed, layers, roots } = withLayers()
    const { manifest } = withLayers()
    for (const [i, layer] of layers.entries()) seed.acceptLayer(roots[i]!, layer)
    assert.equal(manifest.layerRange(roots[1]!, 0, 4), undefined, 'not known yet')
    for (const [index, length] of [
      [3, 4],
      [0, 3],
      [12, 4],
      [0, 32],
      [-4, 4],
    ] as const) {
      assert.equal(seed.layerRange(roots[1]!, index, length), undefined, `${index} + ${length}`)
    }
    const last = seed.layerRange(roots[1]!, 8, 4)!
    assert.equal(last.hashes.byteLength, 3 * 32)
    const forged = { ...last, hashes: Uint8Array.from(last.hashes, (byte) => byte ^ 1) }
    assert.equal(manifest.acceptRange(roots[1]!, forged), 'corrupt')
    assert.equal(manifest.acceptRange(roots[0]!, last), 'corrupt', 'a range of another file')
    assert.equal(manifest.acceptRange(root(99), last), 'unknown')
    assert.equal(manifest.acceptRange(roots[1]!, last), 'accepted')
    assert.deepEqual(Buffer.from(manifest.hashOf(pieceIndex(5 + 10))!.hash), layers[1]!.subarray(320, 352))
    assert.equal(manifest.hashOf(pieceIndex(5)), undefined)
    assert.equal(manifest.acceptRange(roots[1]!, seed.layerRange(roots[1]!, 4, 4)!), 'accepted')
    assert.equal(manifest.acceptRange(roots[1]!, last), 'accepted', 'again')
    assert.equal(manifest.acceptRange(roots[1]!, seed.layerRange(roots[1]!, 0, 4)!), 'complete')
    assert.equal(manifest.acceptRange(roots[1]!, last), 'known')
    assert.equal(manifest.acceptRange(roots[0]!, seed.layerRange(roots[0]!, 0, 8)!), 'complete')
    assert.equal(manifest.complete, true)
    assert.deepEqual(manifest.layerBytes(1), seed.layerBytes(1))
  })

  test('a proof made for another height is refused', () => {
    const { manifest, layers, roots } = withLayers()
    assert.equal(manifest.acceptRange(roots[1]!, proveRange(layersUpwards(layers[1]!, 0), 0, 8, 4)), 'corrupt')
  })
})

suite('.torrent files', () => {
  const full = (): Manifest => {
    const { manifest, layers, roots } = withLayers()
    for (const [i, layer] of layers.entries()) manifest.acceptLayer(roots[i]!, layer)
    return manifest
  }

  test('round trip, deterministic, with and without a tracker', () => {
    const bytes = encodeTorrent({ manifest: full() })
    assert.deepEqual(bytes, encodeTorrent({ manifest: full() }))
    const read = decodeTorrent(bytes)
    assert.equal(read.manifest.swarmId, full().swarmId)
    assert.equal(read.manifest.complete, true)
    assert.deepEqual(read.manifest.layerBytes(1), full().layerBytes(1))
    assert.equal('announce' in read, false)
    assert.equal(decodeTorrent(encodeTorrent({ manifest: full(), announce: 'http://t/é' })).announce, 'http://t/é')
  })

  test('without all layers there is none to write', () => {
    assert.throws(() => encodeTorrent({ manifest: withLayers().manifest }), refused(/not known yet/, 'UNFINISHED'))
  })

  test('missing, wrong, surplus and odd layers are refused', () => {
    const { manifest, layers, roots } = withLayers()
    const torrent = (layerMap: Bencoded | undefined): Uint8Array => {
      const info = Buffer.from(manifest.infoBytes).toString('latin1')
      const rest =
        layerMap === undefined ? '' : `12:piece layers${Buffer.from(encodeBencode(layerMap)).toString('latin1')}`
      return Buffer.from(`d4:info${info}${rest}e`, 'latin1')
    }
    const key = (i: number): string => Buffer.from(roots[i]!).toString('latin1')
    const both = new Map<string, Bencoded>([
      [key(0), layers[0]!],
      [key(1), layers[1]!],
    ])
    assert.equal(decodeTorrent(torrent(both)).manifest.complete, true)
    assert.throws(() => decodeTorrent(torrent(undefined)), refused(/piece layers are missing/))
    assert.throws(() => decodeTorrent(torrent([])), refused(/piece layers are missing/))
    assert.throws(() => decodeTorrent(torrent(new Map([[key(0), layers[0]!]]))), refused(/layer of "b" is missing/))
    assert.throws(() => decodeTorrent(torrent(new Map([...both, [key(1), layers[0]!]]))), refused(/is wrong/))
    assert.throws(
      () => decodeTorrent(torrent(new Map([...both, ['x'.repeat(32), layers[0]!]]))),
      refused(/belongs to no file/),
    )
    assert.throws(() => decodeTorrent(torrent(new Map([...both, [key(1), 5]]))), refused(/no string/))
  })

  test('other files are refused with a word on why', () => {
    assert.throws(() => decodeTorrent(utf8('<html>')), refused(/malformed bencode/))
    assert.throws(() => decodeTorrent(utf8('le')), refused(/no info dictionary/))
    assert.throws(() => decodeTorrent(utf8('d4:info0:e')), refused(/no info dictionary/))
    assert.throws(
      () => decodeTorrent(utf8('d4:infod6:lengthi5e4:name1:a12:piece lengthi16384e6:pieces0:ee')),
      refused(/v1.*only BitTorrent v2/),
    )
  })
})

suite('magnet links', () => {
  const id = swarmId('8e38d9295accf908dd7f4c3157c05d4d89726a1b8ae1be321ea3068df787aafa')

  test('what is formatted is parsed', () => {
    assert.equal(formatMagnet(id), `magnet:?xt=urn:btmh:1220${id}`)
    assert.equal(formatMagnet(id, 'a b&c'), `magnet:?xt=urn:btmh:1220${id}&dn=a%20b%26c`)
    assert.deepEqual(parseMagnet(formatMagnet(id)), { swarmId: id, name: undefined })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        assert.deepEqual(parseMagnet(formatMagnet(id, name)), { swarmId: id, name: name.toWellFormed() })
      }),
    )
  })

  test('links of others: order, case, plus signs, trackers, hybrids', () => {
    const v1 = 'xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a'
    const links = [
      `magnet:?dn=a+b&tr=udp%3A%2F%2Ft%3A80&xt=urn:btmh:1220${id}&x.pe=1.2.3.4:5`,
      `MAGNET:?XT=URN:BTMH:1220${id.toUpperCase()}&DN=a%20b`,
      `  magnet:?${v1}&xt=urn:btmh:1220${id}&dn=a%20b\n`,
      `magnet:?xt.1=${v1.slice(3)}&xt.2=urn%3Abtmh%3A1220${id}&dn=a+b&dn=other`,
    ]
    for (const link of links) assert.deepEqual(parseMagnet(link), { swarmId: id, name: 'a b' }, link)
    assert.equal(parseMagnet(`magnet:?xt=urn:btmh:1220${id}&xt=urn:btmh:1220${id}`).swarmId, id)
  })

  const wrong: [why: string, link: string, message: RegExp][] = [
    ['v1 only', 'magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&dn=x', /v1 swarm.*only v2 is supported/],
    ['empty', '', /"magnet:\?"/],
    ['a web address', `https://example.org/?xt=urn:btmh:1220${id}`, /"magnet:\?"/],
    ['a bare hash', id, /"magnet:\?"/],
    ['no topic', 'magnet:?dn=x', /no "xt"/],
    ['another kind of topic', 'magnet:?xt=urn:sha1:ABC', /not of the kind/],
    ['a hash cut short', `magnet:?xt=urn:btmh:1220${id.slice(1)}`, /64 hexadecimal/],
    ['a hash too long', `magnet:?xt=urn:btmh:1220${id}0`, /64 hexadecimal/],
    ['another hash function', `magnet:?xt=urn:btmh:1320${id}`, /64 hexadecimal/],
    ['letters beyond f', `magnet:?xt=urn:btmh:1220${'g'.repeat(64)}`, /64 hexadecimal/],
    ['two swarms', `magnet:?xt=urn:btmh:1220${id}&xt=urn:btmh:1220${'0'.repeat(64)}`, /two different/],
    ['broken escapes', `magnet:?xt=urn:btmh:1220${id}&dn=%E9`, /percent-encoding/],
    ['endless', `magnet:?xt=urn:btmh:1220${id}&dn=${'x'.repeat(8192)}`, /longer than 8192/],
  ]
  for (const [why, link, message] of wrong) {
    test(`refused with a hint: ${why}`, () => {
      assert.throws(
        () => parseMagnet(link),
        (error) => refused(message)(error) && (error as OrbError).hint !== undefined,
      )
    })
  }
})
