import { hash } from 'node:crypto'
import { type Brand, KIB, OrbError, type SwarmId, swarmId } from '../base/index.ts'
import { type BencodeDict, type Bencoded, bytesOf, decodeBencode, encodeBencode, keyOf } from './bencode.ts'
import {
  HASH_BYTES,
  MAX_CONTENT_BYTES,
  MAX_FILES,
  MAX_INFO_BYTES,
  MAX_PIECE_BYTES,
  MAX_PIECES,
  MIN_PIECE_BYTES,
} from './limits.ts'
import { checkPathSize, collisionKey, nameFault, type Platform, quoted, textOf } from './names.ts'

/** A piece of a swarm: 0 is the first piece of the first non-empty file, on through all files in the order of the tree. */
export type PieceIndex = Brand<number, 'PieceIndex'>
export const pieceIndex = (value: number): PieceIndex => value as PieceIndex

/** One file of a swarm. Files are in the order of the file tree: by raw bytes of their names, folder by folder. */
export interface ContentFile {
  readonly index: number
  /** Components below the content's root, at least one, safe as file names. */
  readonly path: readonly string[]
  readonly bytes: number
  /** `pieces root`; absent exactly for empty files. */
  readonly root: Uint8Array | undefined
  /** The file's first piece; pieces never span files. */
  readonly firstPiece: number
  readonly pieces: number
}

/** What a v2 info dictionary says (BEP 52). */
export interface Info {
  readonly swarmId: SwarmId
  /** The dictionary as bytes, whose SHA-256 is the swarm id. */
  readonly infoBytes: Uint8Array
  readonly name: string
  readonly pieceBytes: number
  readonly files: readonly ContentFile[]
  readonly totalBytes: number
  readonly pieces: number
  /** The content is one file called `name`; otherwise it is a folder of that name. */
  readonly singleFile: boolean
}

/** A file that goes into an info dictionary. */
export interface FileEntry {
  /** Components below the root; of a single file its name alone. */
  readonly path: readonly string[]
  readonly bytes: number
  /** Needed for all but empty files. */
  readonly root?: Uint8Array | undefined
}

/**
 * The piece length for so many bytes: the smallest power of two from 64 KiB on with at most 2,048 pieces. Below 64 KiB a
 * piece would be less than one request (64 KiB), so nothing but hashes and `have`s would be gained; 1,000 to 2,000
 * pieces let a swarm spread them (sharing is within 1 % of the optimum from 200 on: Mundinger, Weber and Weiss 2008)
 * and keep the piece layer at 64 KiB, which arrives before the first piece does, and a `have` for each to each peer
 * bearable. 1 GiB gets 512 KiB. From 32 GiB on the 16 MiB bound lets the number grow instead.
 */
export function pieceLengthFor(totalBytes: number): number {
  let pieceBytes = 64 * KIB
  while (pieceBytes < MAX_PIECE_BYTES && totalBytes / pieceBytes > 2048) pieceBytes *= 2
  return pieceBytes
}

/** @throws OrbError INVALID_ARGUMENT unless it is a power of two from 16 KiB to 16 MiB. */
export function checkPieceLength(pieceBytes: number): void {
  const inRange = Number.isInteger(pieceBytes) && pieceBytes >= MIN_PIECE_BYTES && pieceBytes <= MAX_PIECE_BYTES
  if (inRange && (pieceBytes & (pieceBytes - 1)) === 0) return
  throw new OrbError('INVALID_ARGUMENT', `the piece length ${pieceBytes} is not possible`, {
    hint: `a piece length is a power of two from ${MIN_PIECE_BYTES} to ${MAX_PIECE_BYTES} bytes`,
  })
}

/**
 * The info dictionary of these files: the same files always give the same bytes, whatever their order. Times, owners,
 * modes and empty folders are no part of it.
 * @throws OrbError INVALID_ARGUMENT, TOO_LARGE as `parseInfo`.
 */
export const buildInfo = (
  name: string,
  pieceBytes: number,
  files: Iterable<FileEntry>,
  platform: Platform = process.platform,
): Info => {
  const infoBytes = encodeInfo(name, pieceBytes, files)
  if (infoBytes.byteLength > MAX_INFO_BYTES) {
    throw new OrbError(
      'TOO_LARGE',
      `the list of files takes ${infoBytes.byteLength} bytes, at most ${MAX_INFO_BYTES}`,
      {
        hint: 'share parts of it, or an archive',
      },
    )
  }
  return parseInfo(infoBytes, platform)
}

function encodeInfo(name: string, pieceBytes: number, files: Iterable<FileEntry>): Uint8Array<ArrayBuffer> {
  const tree: BencodeDict = new Map()
  for (const file of files) {
    let folder = tree
    for (const component of file.path) {
      if (component === '') throw unusable('a name is empty')
      if (!component.isWellFormed()) throw unusable(`the name ${quoted(component)} is not valid Unicode`)
      const key = keyOf(component)
      let next = folder.get(key)
      if (next === undefined) folder.set(key, (next = new Map<string, Bencoded>()))
      if (!(next instanceof Map)) throw unusable('a path runs through a property')
      folder = next
    }
    if (folder.size > 0) throw unusable(`${quoted(file.path.join('/'))} is there twice, or both a file and a folder`)
    const properties: BencodeDict = new Map([['length', file.bytes]])
    if (file.root !== undefined) properties.set('pieces root', file.root)
    folder.set('', properties)
  }
  const utf8 = new TextEncoder()
  return encodeBencode(
    new Map<string, Bencoded>([
      ['name', utf8.encode(name)],
      ['piece length', pieceBytes],
      ['meta version', 2],
      ['file tree', tree],
    ]),
  )
}

/** The swarm id of an info dictionary: SHA-256 of its bytes (BEP 52, infohash). */
export const infoHash = (infoBytes: Uint8Array): SwarmId => swarmId(hash('sha256', infoBytes, 'hex'))

const unusable = (what: string): OrbError => new OrbError('INVALID_ARGUMENT', `unusable content description: ${what}`)
const ONLY_V2 = 'only BitTorrent v2 and hybrid descriptions are supported (BEP 52)'

/**
 * Reads an info dictionary by any author, hybrids (v1 and v2 in one) included; keys that we do not know stay in the bytes
 * and count for the hash only. Nothing is sanitised: a name that cannot be a file here makes the whole unusable, so that
 * no two names ever mean one file.
 * @throws OrbError INVALID_ARGUMENT, TOO_LARGE.
 */
export function parseInfo(infoBytes: Uint8Array, platform: Platform = process.platform): Info {
  const info = decodeBencode(infoBytes, { bytes: MAX_INFO_BYTES })
  if (!(info instanceof Map)) throw unusable('it is no dictionary')
  const version = info.get('meta version')
  if (version !== 2) {
    if (typeof version === 'number' && version > 2) throw unusable(`it is of version ${version}, newer than 2`)
    throw new OrbError('INVALID_ARGUMENT', 'this is a BitTorrent v1 description', { hint: ONLY_V2 })
  }
  const pieceBytes = info.get('piece length')
  if (typeof pieceBytes !== 'number') throw unusable('the piece length is missing')
  checkPieceLength(pieceBytes)
  const nameBytes = info.get('name')
  if (!(nameBytes instanceof Uint8Array)) throw unusable('the name is missing')
  const name = checkedName(nameBytes, platform)
  const tree = info.get('file tree')
  if (!(tree instanceof Map)) throw unusable('the file tree is missing')
  const reader = new TreeReader(pieceBytes, platform)
  reader.folder(tree, [], 0)
  const { files, totalBytes, pieces } = reader
  if (files.length === 0) throw unusable('it holds no files')
  const only = files.length === 1 ? files[0] : undefined
  const singleFile = only?.path.length === 1 && only.path[0] === name
  return { swarmId: infoHash(infoBytes), infoBytes, name, pieceBytes, files, totalBytes, pieces, singleFile }
}

function checkedName(name: Uint8Array, platform: Platform): string {
  const why = nameFault(name, platform)
  if (why !== undefined) throw unusable(`the name ${quoted(name)} ${why}`)
  return textOf(name)
}

class TreeReader {
  readonly files: ContentFile[] = []
  totalBytes = 0
  pieces = 0
  readonly #pieceBytes: number
  readonly #platform: Platform
  /** Length of the file of each `pieces root`: equal roots are equal files, so they cannot differ in length. */
  readonly #lengthOfRoot = new Map<string, number>()

  constructor(pieceBytes: number, platform: Platform) {
    this.#pieceBytes = pieceBytes
    this.#platform = platform
  }

  /** Everything below `path`, whose components with separators are `pathBytes` long. */
  folder(tree: BencodeDict, path: readonly string[], pathBytes: number): void {
    const taken = new Set<string>()
    for (const [key, node] of tree) {
      if (key === '') throw unusable(`${quoted(path.join('/'))} is both a file and a folder`)
      const name = checkedName(bytesOf(key), this.#platform)
      const collision = collisionKey(name, this.#platform)
      if (taken.has(collision)) throw unusable(`two names are one file here: ${quoted(name)}`)
      taken.add(collision)
      if (!(node instanceof Map)) throw unusable(`${quoted(name)} is neither file nor folder`)
      const inner = [...path, name]
      const innerBytes = pathBytes + key.length + (path.length > 0 ? 1 : 0)
      checkPathSize(inner.length, innerBytes)
      const properties = node.get('')
      if (node.size === 0) throw unusable(`the folder ${quoted(name)} is empty`)
      if (node.size === 1 && properties !== undefined) this.#file(properties, inner)
      else this.folder(node, inner, innerBytes)
    }
  }

  #file(properties: Bencoded, path: readonly string[]): void {
    const shown = quoted(path.join('/'))
    if (!(properties instanceof Map)) throw unusable(`${shown} has no properties`)
    const bytes = properties.get('length')
    if (typeof bytes !== 'number' || bytes < 0) throw unusable(`${shown} has no length`)
    if (properties.has('symlink path')) throw unusable(`${shown} is a symbolic link; links are not supported`)
    const root = properties.get('pieces root')
    if (bytes === 0 ? root !== undefined : !(root instanceof Uint8Array) || root.byteLength !== HASH_BYTES) {
      throw unusable(`${shown} has ${bytes === 0 ? 'a hash but no bytes' : 'no pieces root of 32 bytes'}`)
    }
    const pieces = Math.ceil(bytes / this.#pieceBytes)
    this.#count(bytes, pieces)
    const file = { index: this.files.length, path, bytes, firstPiece: this.pieces - pieces, pieces }
    if (!(root instanceof Uint8Array)) {
      this.files.push({ ...file, root: undefined })
      return
    }
    const key = Buffer.from(root).toString('latin1')
    if ((this.#lengthOfRoot.get(key) ?? bytes) !== bytes)
      throw unusable(`${shown} has the hash of a file of other length`)
    this.#lengthOfRoot.set(key, bytes)
    this.files.push({ ...file, root })
  }

  #count(bytes: number, pieces: number): void {
    this.totalBytes += bytes
    this.pieces += pieces
    if (this.totalBytes > MAX_CONTENT_BYTES || this.pieces > MAX_PIECES) {
      throw new OrbError('TOO_LARGE', `the content has more than ${MAX_PIECES} pieces of ${this.#pieceBytes} bytes`, {
        hint: `larger pieces (up to ${MAX_PIECE_BYTES} bytes) make fewer of them`,
      })
    }
    if (this.files.length >= MAX_FILES) throw new OrbError('TOO_LARGE', `the content has more than ${MAX_FILES} files`)
  }
}
