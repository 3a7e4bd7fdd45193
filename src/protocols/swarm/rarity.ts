/**
 * The pieces that could be asked for, ordered by how many peers have them. Pieces of one level stand together, so a peer
 * more or less for a piece is one swap, and the rarest are at the front. Seeds count for every piece alike and are left
 * out.
 */
export class Rarity {
  /** Idle pieces (missing here and asked of nobody), rarest level first. */
  readonly #order: Uint32Array
  /** Where a piece stands in #order, or ABSENT. */
  readonly #at: Uint32Array
  /** How many peers have a piece, idle or not. */
  readonly #level: Uint16Array
  /** #ends[n]: where level n ends in #order; level n begins where n - 1 ends. */
  readonly #ends: number[] = [0]

  constructor(pieces: number) {
    this.#order = new Uint32Array(pieces)
    this.#at = new Uint32Array(pieces).fill(ABSENT)
    this.#level = new Uint16Array(pieces)
  }

  /** Idle pieces. */
  get size(): number {
    return this.#ends.at(-1) ?? 0
  }

  /** Levels that may be populated: 0 … levels - 1. */
  get levels(): number {
    return this.#ends.length
  }

  levelOf(piece: number): number {
    return this.#level[piece] ?? 0
  }

  /** Idle pieces that some peer has which is not a seed. */
  get held(): number {
    return this.size - this.endOf(0)
  }

  isIdle(piece: number): boolean {
    return this.#at[piece] !== ABSENT
  }

  /** The idle piece at an index of the order. */
  pieceAt(index: number): number {
    return this.#order[index] ?? ABSENT
  }

  beginOf(level: number): number {
    return level === 0 ? 0 : (this.#ends[level - 1] ?? this.size)
  }

  endOf(level: number): number {
    return this.#ends[level] ?? this.size
  }

  /** The piece may be asked for (again). */
  insert(piece: number): void {
    if (this.isIdle(piece)) return
    const level = this.levelOf(piece)
    this.#reach(level)
    // A hole travels from the end down to the level: the first of each level moves to its end.
    let hole = this.size
    for (let n = this.#ends.length - 1; n > level; n--) {
      const begin = this.beginOf(n)
      if (begin < hole) this.#put(this.pieceAt(begin), hole)
      hole = begin
      this.#ends[n] = this.endOf(n) + 1
    }
    this.#ends[level] = this.endOf(level) + 1
    this.#put(piece, hole)
  }

  /** The piece is asked for, or here. */
  remove(piece: number): void {
    if (!this.isIdle(piece)) return
    let hole = this.#at[piece] ?? 0
    for (let n = this.levelOf(piece); n < this.#ends.length; n++) {
      const last = this.endOf(n) - 1
      if (last > hole) this.#put(this.pieceAt(last), hole)
      if (last >= hole) hole = last
      this.#ends[n] = last
    }
    this.#at[piece] = ABSENT
  }

  /** One more peer has it. */
  increase(piece: number): void {
    const level = this.levelOf(piece)
    this.#level[piece] = level + 1
    if (!this.isIdle(piece)) return
    this.#reach(level + 1)
    this.#swap(this.#at[piece] ?? 0, this.endOf(level) - 1)
    this.#ends[level] = this.endOf(level) - 1
  }

  /** One peer less has it. */
  decrease(piece: number): void {
    const level = this.levelOf(piece)
    if (level === 0) return
    this.#level[piece] = level - 1
    if (!this.isIdle(piece)) return
    this.#swap(this.#at[piece] ?? 0, this.beginOf(level))
    this.#ends[level - 1] = this.endOf(level - 1) + 1
  }

  #reach(level: number): void {
    while (this.#ends.length <= level) this.#ends.push(this.size)
  }

  #put(piece: number, index: number): void {
    this.#order[index] = piece
    this.#at[piece] = index
  }

  #swap(a: number, b: number): void {
    const first = this.pieceAt(a)
    this.#put(this.pieceAt(b), a)
    this.#put(first, b)
  }
}

const ABSENT = 0xffffffff
