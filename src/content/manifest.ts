import { fault, OrbError, type SwarmId } from '../base/index.ts'
import { Bitfield } from './bitfield.ts'
import { type ContentFile, type Info, infoHash, parseInfo, type PieceIndex } from './info.ts'
import { HASH_BYTES, MAX_INFO_BYTES } from './limits.ts'
import {
  equalHashes,
  type HashRange,
  type Hashes,
  heightOf,
  isRange,
  layersUpwards,
  leavesPerPiece,
  piecesRoot,
  proveRange,
  verifyRange,
} from './merkle.ts'
import type { Platform } from './names.ts'

/**
 * What became of hashes from a peer: `complete` = the layer is now known in full, `accepted` = right, more are missing,
 * `known` = it was complete before, `unknown` = no file of this swarm has that root and a layer, `corrupt` = they are
 * not what the root says: the sender is at fault.
 */
export type LayerVerdict = 'complete' | 'accepted' | 'known' | 'unknown' | 'corrupt'

interface Layer {
  readonly file: ContentFile
  /** 32 bytes per piece; right where `got` says so. */
  readonly hashes: Uint8Array
  readonly got: Bitfield
  /** It and the layers above it, once a proof was asked for: else each would cost a hash per piece. */
  upwards?: readonly Hashes[]
}

/**
 * All that is needed to verify the content of one swarm: the info dictionary, and the piece layers of files with more than
 * one piece, which for a magnet link arrive later. Every hash in it has been checked against the swarm id.
 */
export class Manifest {
  readonly info: Info
  readonly swarmId: SwarmId
  /** By `pieces root`, as a string: equal files share a layer. */
  readonly #layers = new Map<string, Layer>()
  #missing = 0

  constructor(info: Info) {
    this.info = info
    this.swarmId = info.swarmId
    for (const file of info.files) {
      if (file.pieces < 2 || file.root === undefined || this.#layers.has(keyOf(file.root))) continue
      const hashes = new Uint8Array(file.pieces * HASH_BYTES)
      this.#layers.set(keyOf(file.root), { file, hashes, got: new Bitfield(file.pieces) })
      this.#missing++
    }
  }

  /** The info dictionary, to be sent in chunks; whoever has all of it checks it with `acceptInfo`. */
  get infoBytes(): Uint8Array {
    return this.info.infoBytes
  }

  /** True when the hash of every piece is known, so that content can be fetched and stored. */
  get complete(): boolean {
    return this.#missing === 0
  }

  /** Files whose piece layer is not known in full yet, one for each `pieces root`. */
  missingLayers(): ContentFile[] {
    return [...this.#layers.values()].filter(isMissing).map((layer) => layer.file)
  }

  /** The piece layer of a file: 32 bytes per piece. Undefined when the file has at most one piece, or not known in full. */
  layerBytes(fileIndex: number): Uint8Array | undefined {
    const layer = this.#layerOf(this.info.files[fileIndex]?.root)
    return layer === undefined || isMissing(layer) ? undefined : layer.hashes
  }

  /** Takes a whole piece layer from anybody. */
  acceptLayer(root: Uint8Array, bytes: Uint8Array): LayerVerdict {
    const layer = this.#layerOf(root)
    if (layer === undefined) return 'unknown'
    if (!isMissing(layer)) return 'known'
    if (bytes.byteLength !== layer.hashes.byteLength) return 'corrupt'
    if (!equalHashes(piecesRoot(bytes, this.#leavesOf(layer.file)), root)) return 'corrupt'
    layer.hashes.set(bytes)
    layer.got.addRange(0, layer.file.pieces)
    this.#missing--
    return 'complete'
  }

  /**
   * Part of a piece layer with its proof (BEP 52, `hashes`): `length` hashes, a power of two, from `index` on, a multiple
   * of `length`. Undefined when there is no such range or the layer is not known in full.
   */
  layerRange(root: Uint8Array, index: number, length: number): HashRange | undefined {
    const layer = this.#layerOf(root)
    if (layer === undefined || isMissing(layer) || !isRange(index, length, layer.file.pieces)) return undefined
    const height = heightOf(this.#leavesOf(layer.file))
    layer.upwards ??= layersUpwards(layer.hashes, height)
    return proveRange(layer.upwards, height, index, length)
  }

  /** Takes part of a piece layer with its proof from anybody: each part is checked alone, so a bad one has one author. */
  acceptRange(root: Uint8Array, range: HashRange): LayerVerdict {
    const layer = this.#layerOf(root)
    if (layer === undefined) return 'unknown'
    if (!isMissing(layer)) return 'known'
    const { file, got } = layer
    if (!verifyRange(range, file.pieces, heightOf(this.#leavesOf(file)), root)) return 'corrupt'
    layer.hashes.set(range.hashes, range.index * HASH_BYTES)
    got.addRange(range.index, Math.min(range.index + range.length, file.pieces))
    if (isMissing(layer)) return 'accepted'
    this.#missing--
    return 'complete'
  }

  /** The file that a piece belongs to. */
  fileOf(piece: PieceIndex): ContentFile {
    const { files, pieces } = this.info
    if (!Number.isInteger(piece) || piece < 0 || piece >= pieces) fault(`there is no piece ${piece}`)
    let low = 0
    let high = files.length - 1
    // The last file that starts at or before the piece: an empty file starts where its successor does.
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((files[middle] as ContentFile).firstPiece <= piece) low = middle
      else high = middle - 1
    }
    return files[low] as ContentFile
  }

  /** Where a piece lies: its file, its first byte in it, and its length (the last piece of a file may be shorter). */
  spanOf(piece: PieceIndex): { file: ContentFile; begin: number; bytes: number } {
    const file = this.fileOf(piece)
    const begin = (piece - file.firstPiece) * this.info.pieceBytes
    return { file, begin, bytes: Math.min(this.info.pieceBytes, file.bytes - begin) }
  }

  /** The hash of a piece and the leaves that its tree spans; undefined while not known. */
  hashOf(piece: PieceIndex): { hash: Uint8Array; leaves: number } | undefined {
    const file = this.fileOf(piece)
    const leaves = this.#leavesOf(file)
    if (file.pieces === 1 && file.root !== undefined) return { hash: file.root, leaves }
    const layer = this.#layerOf(file.root)
    const index = piece - file.firstPiece
    if (layer?.got.has(index) !== true) return undefined
    return { hash: layer.hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES), leaves }
  }

  #leavesOf(file: ContentFile): number {
    return leavesPerPiece(file.bytes, this.info.pieceBytes)
  }

  #layerOf(root: Uint8Array | undefined): Layer | undefined {
    return root === undefined ? undefined : this.#layers.get(keyOf(root))
  }
}

const keyOf = (root: Uint8Array): string => Buffer.from(root).toString('latin1')
const isMissing = (layer: Layer): boolean => layer.got.count < layer.got.length

/**
 * What an info dictionary from a peer is worth: `corrupt` = its hash is not the swarm id, the sender is at fault;
 * `unusable` = it is what the swarm id names, but we cannot take it (v1 only, unsafe names, beyond a limit): whoever asked
 * for the swarm must read why.
 */
export type InfoVerdict =
  | { readonly verdict: 'accepted'; readonly manifest: Manifest }
  | { readonly verdict: 'corrupt' }
  | { readonly verdict: 'unusable'; readonly error: OrbError }

/** Takes an info dictionary from anybody. `bytes` is kept, not copied. */
export function acceptInfo(bytes: Uint8Array, swarmId: SwarmId, platform: Platform = process.platform): InfoVerdict {
  if (bytes.byteLength > MAX_INFO_BYTES || infoHash(bytes) !== swarmId) return { verdict: 'corrupt' }
  try {
    return { verdict: 'accepted', manifest: new Manifest(parseInfo(bytes, platform)) }
  } catch (error) {
    if (error instanceof OrbError) return { verdict: 'unusable', error }
    throw error
  }
}
