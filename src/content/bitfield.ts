import { fault } from '../base/index.ts'

/** A set of the integers 0 to length − 1; as bytes the high bit of the first byte is 0 (BEP 3, `bitfield`). */
export class Bitfield {
  readonly length: number
  readonly #bytes: Uint8Array
  #count = 0

  constructor(length: number) {
    this.length = length
    this.#bytes = new Uint8Array(Math.ceil(length / 8))
  }

  /** From bytes that anybody wrote; undefined unless they have the right length and no bit beyond it. */
  static of(length: number, bytes: Uint8Array): Bitfield | undefined {
    if (bytes.byteLength !== Math.ceil(length / 8)) return undefined
    if (length % 8 !== 0 && ((bytes.at(-1) ?? 0) & (0xff >> (length % 8))) !== 0) return undefined
    const field = new Bitfield(length)
    field.#bytes.set(bytes)
    for (const byte of bytes) field.#count += ones(byte)
    return field
  }

  /** How many are in the set. */
  get count(): number {
    return this.#count
  }

  get full(): boolean {
    return this.#count === this.length
  }

  /** False beyond the length, too. */
  has(index: number): boolean {
    return ((this.#bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0
  }

  /** True when it was not there before. */
  add(index: number): boolean {
    if (index < 0 || index >= this.length || !Number.isInteger(index)) fault(`bit ${index} of ${this.length}`)
    if (this.has(index)) return false
    this.#bytes[index >> 3] = (this.#bytes[index >> 3] ?? 0) | (0x80 >> (index & 7))
    this.#count++
    return true
  }

  /** True when it was there before. */
  delete(index: number): boolean {
    if (!this.has(index)) return false
    this.#bytes[index >> 3] = (this.#bytes[index >> 3] ?? 0) & ~(0x80 >> (index & 7))
    this.#count--
    return true
  }

  /** Adds begin to end − 1. */
  addRange(begin: number, end: number): void {
    for (let index = begin; index < end; index++) this.add(index)
  }

  /** The integers in the set, ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.length; index++) if (this.has(index)) yield index
  }

  /** A copy as bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice()
  }
}

function ones(byte: number): number {
  let count = 0
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++
  return count
}
