import { hash } from 'node:crypto'
import { fault } from '../base/index.ts'
import { HASH_BYTES, LEAF_BYTES } from './limits.ts'

/*
 * BEP 52's tree: SHA-256 over 16 KiB leaves (the last one may be shorter and is hashed as it is), a binary tree above,
 * missing leaves are 32 zero bytes. Lists of hashes are flat byte arrays of 32 n bytes: no object per hash.
 */

/** A number of hashes end to end. */
export type Hashes = Uint8Array

const LEVELS = 64
const ZERO_LEAF = Buffer.alloc(LEAF_BYTES)

/** SHA-256 of `bytes` into `out` at byte `at`. Through a binary string: a tenth faster than a Buffer for each hash. */
function hashInto(bytes: Uint8Array, out: Buffer, at: number): void {
  out.write(hash('sha256', bytes, 'binary'), at, HASH_BYTES, 'latin1')
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Roots of trees whose leaves are all missing, by height: 32 zero bytes, then each the hash of twice the one below. */
const padding: Buffer = Buffer.alloc(LEVELS * HASH_BYTES)
for (let level = 1; level < LEVELS; level++) {
  const below = padding.subarray((level - 1) * HASH_BYTES, level * HASH_BYTES)
  hashInto(Buffer.concat([below, below]), padding, level * HASH_BYTES)
}
/** The hash that stands for a node of this height (0 = leaf) which lies wholly beyond the end of the file. */
export const paddingHash = (height: number): Uint8Array =>
  padding.subarray(height * HASH_BYTES, (height + 1) * HASH_BYTES)

/** The hash of a leaf of zeros, so that holes of sparse files cost a comparison instead of a hash. */
const ZERO_LEAF_HASH = Buffer.alloc(HASH_BYTES)
hashInto(ZERO_LEAF, ZERO_LEAF_HASH, 0)

/** The smallest power of two ≥ n, for 1 ≤ n ≤ 2^31. */
export const powerOfTwoAtLeast = (n: number): number => 2 ** (32 - Math.clz32(n - 1))
/** log2 of a power of two below 2^32. */
export const heightOf = (width: number): number => 31 - Math.clz32(width)
/** Leaves of `bytes` bytes. */
export const leafCount = (bytes: number): number => Math.ceil(bytes / LEAF_BYTES)

/**
 * How many leaves the tree of one piece spans: all of a full piece, but in a file of one piece only as many as the file
 * has, rounded up to a power of two, since there the piece's root is the file's `pieces root`.
 */
export const leavesPerPiece = (fileBytes: number, pieceBytes: number): number =>
  fileBytes > pieceBytes ? pieceBytes / LEAF_BYTES : powerOfTwoAtLeast(Math.max(1, leafCount(fileBytes)))

/** The leaf hashes of consecutive bytes; only the last leaf may be short. */
export function leafHashes(bytes: Uint8Array): Hashes {
  const out = Buffer.allocUnsafeSlow(leafCount(bytes.byteLength) * HASH_BYTES)
  leafHashesInto(bytes, out, 0)
  return out
}

/** Writes the leaf hashes of `bytes` into `out` from byte `at` and returns the byte after the last. */
export function leafHashesInto(bytes: Uint8Array, out: Buffer, at: number): number {
  const buffer = asBuffer(bytes)
  for (let begin = 0; begin < buffer.byteLength; begin += LEAF_BYTES) {
    const leaf = buffer.subarray(begin, begin + LEAF_BYTES)
    if (leaf[0] === 0 && leaf.byteLength === LEAF_BYTES && leaf.equals(ZERO_LEAF)) out.set(ZERO_LEAF_HASH, at)
    else hashInto(leaf, out, at)
    at += HASH_BYTES
  }
  return at
}

/**
 * The root over `hashes`, which are nodes of height `height`, filled up with padding to `width` nodes (a power of two).
 * `scratch`, overwritten when given, has room for one hash more than `hashes`, which may be its beginning.
 */
export function merkleRoot(hashes: Hashes, width: number, height = 0, scratch?: Uint8Array): Uint8Array {
  let count = hashes.byteLength / HASH_BYTES
  if (count < 1 || count > width) fault(`a tree of ${width} cannot be built over ${count} hashes`)
  // One more than there are, so that an odd level always has room for its padding.
  const nodes = scratch === undefined ? Buffer.allocUnsafeSlow((count + 1) * HASH_BYTES) : asBuffer(scratch)
  nodes.set(hashes)
  for (let remaining = width; remaining > 1; remaining /= 2, height++) {
    if (count % 2 === 1) nodes.set(paddingHash(height), count++ * HASH_BYTES)
    count /= 2
    for (let i = 0; i < count; i++) {
      hashInto(nodes.subarray(2 * i * HASH_BYTES, 2 * (i + 1) * HASH_BYTES), nodes, i * HASH_BYTES)
    }
  }
  return nodes.subarray(0, HASH_BYTES)
}

/** The hash of a piece: `bytes` are all its bytes, `leaves` the width of its tree (`leavesPerPiece`). */
export function pieceHash(bytes: Uint8Array, leaves: number): Uint8Array {
  const scratch = Buffer.allocUnsafeSlow((leafCount(bytes.byteLength) + 1) * HASH_BYTES)
  const end = leafHashesInto(bytes, scratch, 0)
  return merkleRoot(scratch.subarray(0, end), leaves, 0, scratch)
}

/** True when `bytes` hash to `expected`, the piece's hash in the piece layer or the file's `pieces root`. */
export function verifyPiece(bytes: Uint8Array, expected: Uint8Array, leaves: number): boolean {
  return (
    bytes.byteLength > 0 && leafCount(bytes.byteLength) <= leaves && equalHashes(pieceHash(bytes, leaves), expected)
  )
}

/** The `pieces root` of a file from the hashes of its pieces (BEP 52, `piece layers`); for one piece it is its hash. */
export function piecesRoot(pieceHashes: Hashes, leaves: number): Uint8Array {
  return merkleRoot(pieceHashes, powerOfTwoAtLeast(pieceHashes.byteLength / HASH_BYTES), heightOf(leaves))
}

/**
 * A run of nodes of one layer, and the siblings ("uncle hashes") on the way from them to the root, lowest first: what
 * BEP 52's `hashes` message carries. `index` is a multiple of `length`, which is a power of two.
 */
export interface HashRange {
  readonly index: number
  readonly length: number
  /** Of `length` hashes those that exist; those wholly beyond the end of the file are left out. */
  readonly hashes: Hashes
  readonly uncles: Hashes
}

/** True when a range may be asked of a layer of `count` nodes: aligned, a power of two, beginning inside it. */
export function isRange(index: number, length: number, count: number): boolean {
  if (!Number.isInteger(index) || !Number.isInteger(length)) return false
  if (index < 0 || length < 1 || length > powerOfTwoAtLeast(count)) return false
  return 2 ** heightOf(length) === length && index % length === 0 && index < count
}

/**
 * A layer, whose nodes have height `height`, and all those above it up to the root: what proofs are cut from. Costs a
 * hash per node and as many bytes again as the layer has, so it is made once and kept where proofs are asked for often.
 */
export function layersUpwards(layer: Hashes, height: number): readonly Hashes[] {
  const layers = [layer]
  for (let width = powerOfTwoAtLeast(layer.byteLength / HASH_BYTES); width > 1; width /= 2, height++) {
    layers.push(parents(layers.at(-1) ?? layer, height))
  }
  return layers
}

/** A range of the lowest of `layers`, whose nodes have height `height`, with the proof that leads to the root. */
export function proveRange(layers: readonly Hashes[], height: number, index: number, length: number): HashRange {
  const layer = layers[0] ?? new Uint8Array(0)
  const total = layer.byteLength / HASH_BYTES
  if (!isRange(index, length, total)) fault(`hashes ${index} + ${length} are no range of ${total}`)
  const uncles: Uint8Array[] = []
  // Below the run's own root everything follows from its hashes; from there on one sibling per layer is needed.
  const own = heightOf(length)
  for (let position = index / length, up = own; up < layers.length - 1; up++, position = Math.floor(position / 2)) {
    uncles.push(nodeOf(layers[up] ?? layer, position % 2 === 0 ? position + 1 : position - 1, height + up))
  }
  return {
    index,
    length,
    hashes: layer.slice(index * HASH_BYTES, Math.min(index + length, total) * HASH_BYTES),
    uncles: Buffer.concat(uncles),
  }
}

/**
 * True when `range` belongs to a layer of `count` nodes of height `height` below `root`. Everything in it may come from
 * a stranger.
 */
export function verifyRange(range: HashRange, count: number, height: number, root: Uint8Array): boolean {
  const { index, length, hashes, uncles } = range
  if (!isRange(index, length, count)) return false
  if (hashes.byteLength !== (Math.min(index + length, count) - index) * HASH_BYTES) return false
  const steps = heightOf(powerOfTwoAtLeast(count)) - heightOf(length)
  if (uncles.byteLength !== steps * HASH_BYTES) return false
  let node: Uint8Array = merkleRoot(hashes, length, height)
  const pair = Buffer.allocUnsafeSlow(2 * HASH_BYTES)
  for (let step = 0, position = index / length; step < steps; step++, position = Math.floor(position / 2)) {
    const uncle = uncles.subarray(step * HASH_BYTES, (step + 1) * HASH_BYTES)
    pair.set(node, position % 2 === 0 ? 0 : HASH_BYTES)
    pair.set(uncle, position % 2 === 0 ? HASH_BYTES : 0)
    const parent = Buffer.allocUnsafeSlow(HASH_BYTES)
    hashInto(pair, parent, 0)
    node = parent
  }
  return equalHashes(node, root)
}

/**
 * True when `bytes`, the leaves from `firstLeaf` on of a piece with hash `expected`, belong to it. They are a power of two
 * of leaves at a multiple of that number, of which those beyond the end of the piece are missing; `leaves` is the width
 * of the piece's tree and `uncles` lead from the run to its root. So of several peers that sent blocks of one piece, the
 * one that sent a bad 16 KiB can be told from those that sent good ones.
 */
export function verifyLeafRun(
  bytes: Uint8Array,
  firstLeaf: number,
  uncles: Hashes,
  expected: Uint8Array,
  leaves: number,
): boolean {
  if (bytes.byteLength === 0 || leafCount(bytes.byteLength) > leaves) return false
  const length = powerOfTwoAtLeast(leafCount(bytes.byteLength))
  return verifyRange(
    { index: firstLeaf, length, hashes: filledUp(leafHashes(bytes), length), uncles },
    leaves,
    0,
    expected,
  )
}

/** The uncles for `verifyLeafRun` of `length` leaves from `firstLeaf` on; `bytes` are all of the piece. */
export function proveLeafRun(bytes: Uint8Array, firstLeaf: number, length: number, leaves: number): Hashes {
  return proveRange(layersUpwards(filledUp(leafHashes(bytes), leaves), 0), 0, firstLeaf, length).uncles
}

/** `hashes` and as many missing leaves as make `count`. */
function filledUp(hashes: Hashes, count: number): Hashes {
  const filled = Buffer.alloc(count * HASH_BYTES)
  filled.set(hashes)
  return filled
}

const nodeOf = (level: Hashes, position: number, height: number): Uint8Array =>
  position * HASH_BYTES < level.byteLength
    ? level.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES)
    : paddingHash(height)

function parents(level: Hashes, height: number): Hashes {
  const count = Math.ceil(level.byteLength / HASH_BYTES / 2)
  const out = Buffer.allocUnsafeSlow(count * HASH_BYTES)
  const pair = Buffer.allocUnsafeSlow(2 * HASH_BYTES)
  for (let i = 0; i < count; i++) {
    pair.set(nodeOf(level, 2 * i, height))
    pair.set(nodeOf(level, 2 * i + 1, height), HASH_BYTES)
    hashInto(pair, out, i * HASH_BYTES)
  }
  return out
}

export const equalHashes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
