import type { PeerKey } from '../../base/index.ts'
import type { BlockRef } from '../machine.ts'
import type { Geometry } from './layout.ts'
import { METADATA_CHUNK_BYTES } from './messages.ts'

const MISSING = 0
const REQUESTED = 1
const RECEIVED = 2

/** Keys of units: pieces are themselves, layers come after them, the info dictionary after these. */
const LAYER_BASE = 2 ** 21
const INFO_KEY = 2 ** 22
/** More than the blocks of any unit: a piece has at most 1,024 leaves, a layer 2,048 chunks. */
const BLOCKS_PER_KEY = 4096

/** What is verified as a whole: a piece, the info dictionary, or a file's piece layer. Fetched in blocks. */
export class Unit {
  readonly kind: BlockRef['kind']
  /** Piece, file; 0 for the info dictionary. */
  readonly index: number
  readonly bytes: number
  readonly key: number
  readonly #blockBytes: number
  readonly #state: Uint8Array
  /** Of how many peers a block is asked: more than one only in the end game. */
  readonly #askers: Uint8Array
  #requested = 0
  #received = 0
  /** Blocks before this one are not missing. */
  #cursor = 0
  /** Who sent blocks of it. With one entry a bad unit has one culprit. */
  readonly contributors: PeerKey[] = []

  constructor(kind: BlockRef['kind'], index: number, bytes: number, blockBytes: number) {
    this.kind = kind
    this.index = index
    this.bytes = bytes
    this.#blockBytes = kind === 'piece' ? blockBytes : METADATA_CHUNK_BYTES
    this.key = unitKey(kind, index)
    this.#state = new Uint8Array(Math.ceil(bytes / this.#blockBytes))
    this.#askers = new Uint8Array(this.#state.length)
  }

  /** What a person calls it. */
  get name(): string {
    return this.kind === 'piece' ? `piece ${this.index}` : this.kind === 'info' ? 'the metainfo' : 'a piece layer'
  }

  /** Blocks that nobody was asked for. */
  get missing(): number {
    return this.#state.length - this.#requested - this.#received
  }

  get requested(): number {
    return this.#requested
  }

  get received(): number {
    return this.#received
  }

  /** All its blocks are here: what is left is the verdict. */
  get isComplete(): boolean {
    return this.#received === this.#state.length
  }

  /** Marks the first missing block as requested and returns its number, or undefined. */
  take(): number | undefined {
    while (this.#cursor < this.#state.length && this.#state[this.#cursor] !== MISSING) this.#cursor++
    if (this.#cursor >= this.#state.length) return undefined
    this.#state[this.#cursor] = REQUESTED
    this.#askers[this.#cursor] = 1
    this.#requested++
    return this.#cursor++
  }

  /** A requested block is asked of one more peer. False: it is not requested, or of `most` already. */
  double(block: number, most: number): boolean {
    const askers = this.askersOf(block)
    if (this.#state[block] !== REQUESTED || askers >= most) return false
    this.#askers[block] = askers + 1
    return true
  }

  /** Of how many peers a block is asked. */
  askersOf(block: number): number {
    return this.#askers[block] ?? 0
  }

  /** One request for a block has come to nothing; after the last one it is missing again. */
  giveBack(block: number): void {
    if (this.#state[block] !== REQUESTED) return
    this.#askers[block] = this.askersOf(block) - 1
    if (this.#askers[block] > 0) return
    this.#state[block] = MISSING
    this.#requested--
    if (block < this.#cursor) this.#cursor = block
  }

  /** The blocks that are here. */
  *receivedBlocks(): Generator<number> {
    for (let block = 0; block < this.#state.length; block++) if (this.#state[block] === RECEIVED) yield block
  }

  /** A requested block is here. */
  receive(block: number, from: PeerKey): void {
    if (this.#state[block] !== REQUESTED) return
    this.#state[block] = RECEIVED
    this.#askers[block] = 0
    this.#requested--
    this.#received++
    if (this.contributors.at(-1) !== from && !this.contributors.includes(from)) this.contributors.push(from)
  }

  bytesOf(block: number): number {
    return Math.min(this.#blockBytes, this.bytes - block * this.#blockBytes)
  }

  refOf(block: number): BlockRef {
    switch (this.kind) {
      case 'piece': {
        const begin = block * this.#blockBytes
        return { kind: 'piece', piece: this.index, begin, length: this.bytesOf(block) }
      }
      case 'info':
        return { kind: 'info', index: block }
      case 'layer':
        return { kind: 'layer', file: this.index, index: block }
    }
  }

  blockKey(block: number): number {
    return this.key * BLOCKS_PER_KEY + block
  }
}

export function unitKey(kind: BlockRef['kind'], index: number): number {
  return kind === 'piece' ? index : kind === 'layer' ? LAYER_BASE + index : INFO_KEY
}

/** The key of the unit that a reference belongs to. */
export const unitKeyOf = (ref: BlockRef): number =>
  unitKey(ref.kind, ref.kind === 'piece' ? ref.piece : ref.kind === 'layer' ? ref.file : 0)

/** The key of the block that a reference names, if blocks are cut like that; undefined: it names none. */
export function blockKeyOf(ref: BlockRef, geometry: Geometry | undefined, blockBytes: number): number | undefined {
  if (ref.kind !== 'piece') return ref.index < BLOCKS_PER_KEY ? unitKeyOf(ref) * BLOCKS_PER_KEY + ref.index : undefined
  const { piece, begin, length } = ref
  if (geometry?.has(piece) !== true || begin % blockBytes !== 0) return undefined
  return length === Math.min(blockBytes, geometry.bytesOf(piece) - begin)
    ? piece * BLOCKS_PER_KEY + begin / blockBytes
    : undefined
}
