import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { LEAF_BYTES } from '../../../src/content/index.ts'
import {
  heightOf,
  layersUpwards,
  leafHashes,
  leavesPerPiece,
  merkleRoot,
  paddingHash,
  pieceHash,
  piecesRoot,
  powerOfTwoAtLeast,
  proveLeafRun,
  proveRange,
  verifyLeafRun,
  verifyPiece,
  verifyRange,
} from '../../../src/content/merkle.ts'

/* A reference that is too simple to be wrong: all leaves, all zeros, recursion. */
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const leavesOf = (data: Uint8Array): Buffer[] => {
  const leaves: Buffer[] = []
  for (let at = 0; at < data.byteLength; at += LEAF_BYTES) leaves.push(sha256(data.subarray(at, at + LEAF_BYTES)))
  return leaves
}
const dumbRoot = (leaves: Buffer[], width: number): Buffer => {
  const all = [...leaves, ...Array.from({ length: width - leaves.length }, () => Buffer.alloc(32))]
  const root = (from: number, to: number): Buffer =>
    to - from === 1 ? all[from]! : sha256(root(from, (from + to) / 2), root((from + to) / 2, to))
  return root(0, width)
}
const widthOf = (count: number): number => {
  let width = 1
  while (width < count) width *= 2
  return width
}

/** Content that is cheap to make and has no two equal leaves. */
const content = (bytes: number): Buffer => {
  const data = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += LEAF_BYTES) data.write(`leaf ${at} of ${bytes}`.slice(0, bytes - at), at)
  return data
}
/** Lengths around the borders of leaves and powers of two, up to 40 leaves. */
const lengths = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(-1, 0, 1, 5000))
  .map(([leaves, more]) => Math.max(1, leaves * LEAF_BYTES + more))
const pieceLengths = fc.constantFrom(1, 2, 4, 8).map((leaves) => leaves * LEAF_BYTES)

const layerOf = (data: Buffer, pieceBytes: number): Buffer => {
  const leaves = leavesPerPiece(data.byteLength, pieceBytes)
  const hashes: Uint8Array[] = []
  for (let at = 0; at < data.byteLength; at += pieceBytes)
    hashes.push(pieceHash(data.subarray(at, at + pieceBytes), leaves))
  return Buffer.concat(hashes)
}

suite('merkle', () => {
  test('property: leaves, pieces and roots are those of the reference', () => {
    fc.assert(
      fc.property(lengths, pieceLengths, (bytes, pieceBytes) => {
        const data = content(bytes)
        const leaves = leavesOf(data)
        const root = dumbRoot(leaves, widthOf(leaves.length))
        assert.deepEqual(Buffer.from(leafHashes(data)), Buffer.concat(leaves))
        const layer = layerOf(data, pieceBytes)
        const perPiece = leavesPerPiece(bytes, pieceBytes)
        assert.deepEqual(Buffer.from(piecesRoot(layer, perPiece)), root)
        // BEP 52: in a file of several pieces each hash covers a full piece, padding of the last one included.
        if (bytes > pieceBytes) {
          const full = pieceBytes / LEAF_BYTES
          for (let piece = 0; piece * full < leaves.length; piece++) {
            const expected = dumbRoot(leaves.slice(piece * full, (piece + 1) * full), full)
            assert.deepEqual(Buffer.from(layer.subarray(piece * 32, piece * 32 + 32)), expected)
          }
        } else {
          assert.deepEqual(layer, root)
        }
      }),
    )
  })

  test('a known root: two leaves of "hello" repeated', () => {
    // python3: H(H(b'hello'*4000[:16384]) + H(rest)) with hashlib.sha256
    const data = Buffer.from('hello'.repeat(4000))
    assert.equal(
      Buffer.from(pieceHash(data, 2)).toString('hex'),
      '3e9bb89ffe7fa6921a7a2bb2f5c414c2eb2cea0f88ad59ddc9cdce8d68e78362',
    )
  })

  test('padding hashes are roots over missing leaves', () => {
    assert.deepEqual(Buffer.from(paddingHash(0)), Buffer.alloc(32))
    for (const height of [1, 2, 5]) assert.deepEqual(Buffer.from(paddingHash(height)), dumbRoot([], 2 ** height))
  })

  test('powers of two', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 1023, 1024, 1025].map(powerOfTwoAtLeast), [1, 2, 4, 4, 8, 1024, 1024, 2048])
    assert.deepEqual([1, 2, 4, 2 ** 20].map(heightOf), [0, 1, 2, 20])
    assert.equal(powerOfTwoAtLeast(2 ** 30 + 1), 2 ** 31)
  })

  test('holes hash as zeros do', () => {
    const data = Buffer.alloc(5 * LEAF_BYTES + 100)
    assert.deepEqual(Buffer.from(leafHashes(data)), Buffer.concat(leavesOf(data)))
    data[3 * LEAF_BYTES - 1] = 1
    assert.deepEqual(Buffer.from(leafHashes(data)), Buffer.concat(leavesOf(data)))
  })

  test('a piece is verified, and one flipped bit anywhere is seen', () => {
    const data = content(3 * LEAF_BYTES + 77)
    const hash = pieceHash(data, 4)
    assert.equal(verifyPiece(data, hash, 4), true)
    assert.equal(verifyPiece(data, hash, 8), false, 'a wider tree is another')
    assert.equal(verifyPiece(data.subarray(1), hash, 4), false)
    assert.equal(verifyPiece(new Uint8Array(0), hash, 4), false)
    assert.equal(verifyPiece(content(5 * LEAF_BYTES), hash, 4), false, 'more leaves than the tree has')
    for (const at of [0, LEAF_BYTES - 1, LEAF_BYTES, 3 * LEAF_BYTES + 76]) {
      const bad = Buffer.from(data)
      bad[at]! ^= 1
      assert.equal(verifyPiece(bad, hash, 4), false)
    }
  })

  test('merkleRoot: our own mistakes are faults', () => {
    assert.throws(() => merkleRoot(new Uint8Array(0), 4), /0 hashes/)
    assert.throws(() => merkleRoot(new Uint8Array(5 * 32), 4), /5 hashes/)
  })

  const ranges = fc
    .record({ bytes: lengths, pieceBytes: pieceLengths, power: fc.integer({ min: 0, max: 6 }), at: fc.nat(100) })
    .filter(({ bytes, pieceBytes }) => bytes > pieceBytes)

  test('property: every range of a piece layer is proved, and only that', () => {
    fc.assert(
      fc.property(ranges, fc.nat(10_000), ({ bytes, pieceBytes, power, at }, flip) => {
        const data = content(bytes)
        const layer = layerOf(data, pieceBytes)
        const count = layer.byteLength / 32
        const height = heightOf(leavesPerPiece(bytes, pieceBytes))
        const root = piecesRoot(layer, leavesPerPiece(bytes, pieceBytes))
        const length = Math.min(2 ** power, powerOfTwoAtLeast(count))
        const index = Math.floor((at % count) / length) * length
        const range = proveRange(layersUpwards(layer, height), height, index, length)
        assert.equal(verifyRange(range, count, height, root), true)
        // Any flipped bit of a hash or an uncle is seen.
        const all = Buffer.concat([range.hashes, range.uncles])
        all[flip % all.byteLength]! ^= 0x10
        const hashes = all.subarray(0, range.hashes.byteLength)
        const uncles = all.subarray(range.hashes.byteLength)
        assert.equal(verifyRange({ ...range, hashes, uncles }, count, height, root), false)
      }),
    )
  })

  test('a range from a stranger: every wrong shape is refused without a throw', () => {
    const data = content(11 * LEAF_BYTES)
    const layer = layerOf(data, LEAF_BYTES)
    const root = piecesRoot(layer, 1)
    const good = proveRange(layersUpwards(layer, 0), 0, 4, 4)
    assert.equal(verifyRange(good, 11, 0, root), true)
    assert.equal(good.uncles.byteLength, 2 * 32, 'from 4 to 16 leaves are two steps')
    const wrong = [
      { ...good, index: 0 },
      { ...good, index: 5 },
      { ...good, index: -4 },
      { ...good, index: 1e9 },
      { ...good, index: 4.5 },
      { ...good, index: NaN },
      { ...good, length: 0 },
      { ...good, length: 3 },
      { ...good, length: 8 },
      { ...good, length: 2 ** 31 },
      { ...good, length: 2 ** 40 },
      { ...good, hashes: good.hashes.subarray(32) },
      { ...good, hashes: good.hashes.subarray(1) },
      { ...good, hashes: new Uint8Array(0) },
      { ...good, uncles: good.uncles.subarray(32) },
      { ...good, uncles: Buffer.concat([good.uncles, Buffer.alloc(32)]) },
      { ...good, uncles: new Uint8Array(0) },
    ]
    for (const range of wrong) assert.equal(verifyRange(range, 11, 0, root), false, JSON.stringify(range.index))
    const last = proveRange(layersUpwards(layer, 0), 0, 8, 4)
    assert.equal(last.hashes.byteLength, 3 * 32, 'the fourth lies beyond the end')
    assert.equal(verifyRange(last, 11, 0, root), true)
    assert.equal(verifyRange(last, 11, 1, root), false, 'padding of another height')
    assert.equal(verifyRange(good, 16, 0, root), true, 'the same tree, seen as full')
    assert.equal(verifyRange(good, 17, 0, root), false)
  })

  test('property: a run of leaves of a piece is verified alone', () => {
    const cases = fc.record({
      bytes: lengths.filter((bytes) => bytes <= 8 * LEAF_BYTES),
      wide: fc.boolean(),
      at: fc.nat(7),
      power: fc.integer({ min: 0, max: 3 }),
      flip: fc.nat(),
    })
    fc.assert(
      fc.property(cases, ({ bytes, wide, at, power, flip }) => {
        const data = content(bytes)
        const count = Math.ceil(bytes / LEAF_BYTES)
        // The last piece of a larger file has the width of a full piece, a file of one piece that of its leaves.
        const leaves = wide ? 8 : powerOfTwoAtLeast(count)
        const length = Math.min(2 ** power, powerOfTwoAtLeast(count))
        const first = Math.floor((at % count) / length) * length
        const run = Buffer.from(data.subarray(first * LEAF_BYTES, (first + length) * LEAF_BYTES))
        // A run that ends with the piece may be shorter than asked; it is proved as the power of two that it fills.
        const own = powerOfTwoAtLeast(Math.ceil(run.byteLength / LEAF_BYTES))
        const uncles = proveLeafRun(data, first, own, leaves)
        const hash = pieceHash(data, leaves)
        assert.equal(verifyLeafRun(run, first, uncles, hash, leaves), true)
        assert.equal(verifyLeafRun(run, first + length, uncles, hash, leaves), false)
        run[flip % run.byteLength]! ^= 1
        assert.equal(verifyLeafRun(run, first, uncles, hash, leaves), false)
      }),
    )
  })

  test('a leaf run from a stranger: empty and too long are refused', () => {
    const data = content(2 * LEAF_BYTES)
    const hash = pieceHash(data, 2)
    assert.equal(verifyLeafRun(new Uint8Array(0), 0, new Uint8Array(0), hash, 2), false)
    assert.equal(verifyLeafRun(content(3 * LEAF_BYTES), 0, new Uint8Array(0), hash, 2), false)
    assert.equal(verifyLeafRun(data, 0, new Uint8Array(0), hash, 2), true)
  })
})
