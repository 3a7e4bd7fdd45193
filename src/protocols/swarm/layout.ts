import type { PieceSet } from './bits.ts'
import { LEAF_BYTES, MAX_PIECE_BYTES, MAX_PIECES } from './messages.ts'

/** How a swarm is cut into pieces (BEP 52: every file begins a piece, so the last piece of each may be shorter). */
export interface SwarmLayout {
  readonly pieces: number
  readonly pieceBytes: number
  /** The pieces that are shorter than pieceBytes, with their bytes (at least 1). */
  readonly shortPieces: readonly (readonly [piece: number, bytes: number])[]
}

/** Lengths of pieces, looked up. */
export class Geometry {
  readonly pieces: number
  readonly pieceBytes: number
  readonly totalBytes: number
  readonly #short: ReadonlyMap<number, number>

  constructor(layout: SwarmLayout) {
    this.pieces = layout.pieces
    this.pieceBytes = layout.pieceBytes
    this.#short = new Map(layout.shortPieces)
    let total = layout.pieces * layout.pieceBytes
    for (const bytes of this.#short.values()) total -= layout.pieceBytes - bytes
    this.totalBytes = total
  }

  bytesOf(piece: number): number {
    return this.#short.get(piece) ?? this.pieceBytes
  }

  /** Bytes of the pieces of a set. */
  bytesIn(set: PieceSet): number {
    let bytes = set.count * this.pieceBytes
    for (const [piece, short] of this.#short) if (set.has(piece)) bytes -= this.pieceBytes - short
    return bytes
  }

  has(piece: number): boolean {
    return Number.isInteger(piece) && piece >= 0 && piece < this.pieces
  }
}

/** Why a layout cannot be, or undefined. Zero pieces are fine: all files are empty. */
export function layoutFault(layout: SwarmLayout): string | undefined {
  const { pieces, pieceBytes, shortPieces } = layout
  if (!Number.isInteger(pieces) || pieces < 0 || pieces > MAX_PIECES) return `${pieces} pieces`
  if (!(pieceBytes >= LEAF_BYTES && pieceBytes <= MAX_PIECE_BYTES && Number.isInteger(Math.log2(pieceBytes)))) {
    return `pieces of ${pieceBytes} bytes`
  }
  for (const [piece, bytes] of shortPieces) {
    if (!(Number.isInteger(piece) && piece >= 0 && piece < pieces)) return `no piece ${piece}`
    if (!(Number.isInteger(bytes) && bytes > 0 && bytes < pieceBytes)) return `a piece of ${bytes} bytes`
  }
  return undefined
}
