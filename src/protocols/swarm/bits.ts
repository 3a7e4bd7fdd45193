/** A set of pieces as a bitfield: bit 0x80 of byte 0 is piece 0 (BEP 3); spare bits are 0. */
export class PieceSet {
  readonly size: number
  readonly bytes: Uint8Array
  #count = 0

  constructor(size: number) {
    this.size = size
    this.bytes = new Uint8Array(Math.ceil(size / 8))
  }

  /** A set from a stranger's bitfield, or undefined when it has the wrong length or spare bits that are set. */
  static from(size: number, bytes: Uint8Array): PieceSet | undefined {
    if (bytes.byteLength !== Math.ceil(size / 8)) return undefined
    const spare = bytes.byteLength * 8 - size
    const last = bytes.at(-1) ?? 0
    if ((last & ((1 << spare) - 1)) !== 0) return undefined
    const set = new PieceSet(size)
    set.bytes.set(bytes)
    let count = 0
    for (let byte of bytes) for (; byte !== 0; byte &= byte - 1) count++
    set.#count = count
    return set
  }

  static full(size: number): PieceSet {
    const set = new PieceSet(size)
    set.bytes.fill(0xff)
    const spare = set.bytes.byteLength * 8 - size
    if (spare > 0) set.bytes[set.bytes.byteLength - 1] = (0xff << spare) & 0xff
    set.#count = size
    return set
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === this.size
  }

  has(piece: number): boolean {
    return ((this.bytes[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0
  }

  /** False when it was there already. */
  add(piece: number): boolean {
    if (this.has(piece)) return false
    this.bytes[piece >> 3] = (this.bytes[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
    this.#count++
    return true
  }

  /** False when it was not there. */
  remove(piece: number): boolean {
    if (!this.has(piece)) return false
    this.bytes[piece >> 3] = (this.bytes[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
    this.#count--
    return true
  }

  /** Calls `visit` for each member, ascending. */
  forEach(visit: (piece: number) => void): void {
    const { bytes } = this
    for (let i = 0; i < bytes.byteLength; i++) {
      const byte = bytes[i] ?? 0
      if (byte === 0) continue
      for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) visit(i * 8 + bit)
    }
  }

  /** How many of these are missing in `other`. */
  countWithout(other: PieceSet): number {
    let count = 0
    for (let i = 0; i < this.bytes.byteLength; i++) {
      for (let byte = (this.bytes[i] ?? 0) & ~(other.bytes[i] ?? 0) & 0xff; byte !== 0; byte &= byte - 1) count++
    }
    return count
  }
}
