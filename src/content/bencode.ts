import { OrbError } from '../base/index.ts'
import { MAX_BENCODE_DEPTH, MAX_BENCODE_VALUES } from './limits.ts'

/**
 * A dictionary key is a string of bytes; here each byte is one UTF-16 unit of 0 to 255, so that keys work in a Map and
 * the order of JavaScript strings is the order of raw bytes that bencode wants.
 */
export type ByteString = string
export type BencodeDict = Map<ByteString, Bencoded>
/** Integers beyond ±(2^53 − 1) are refused, though bencode itself has no bound: nothing we read needs them. */
export type Bencoded = number | Uint8Array | Bencoded[] | BencodeDict

export interface BencodeLimits {
  /** Input bytes. */
  readonly bytes: number
  /** Nested lists and dictionaries. */
  readonly depth?: number
  /** Values in all, keys not counted. */
  readonly values?: number
}

const utf8 = new TextEncoder()

/** The key of a text: its UTF-8 bytes. */
export const keyOf = (text: string): ByteString => byteString(utf8.encode(text))
/** Bytes as a key, and back. */
export const byteString = (bytes: Uint8Array): ByteString =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
export const bytesOf = (key: ByteString): Uint8Array => Buffer.from(key, 'latin1')

const I = 0x69
const L = 0x6c
const D = 0x64
const E = 0x65
const COLON = 0x3a
const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
/** Digits of 2^53: no number of more digits can be in range. */
const MAX_DIGITS = 16

const malformed = (what: string, at: number): OrbError =>
  new OrbError('INVALID_ARGUMENT', `malformed bencode at byte ${at}: ${what}`)

/**
 * Decodes one bencoded value (BEP 3, BEP 52) that fills the input. Only the canonical form is taken: decoding and
 * encoding again gives the same bytes, which is what makes hashing a decoded info dictionary safe. Byte strings are views
 * of the input, not copies.
 * @throws OrbError INVALID_ARGUMENT with the offset for anything else: unsorted or repeated keys, leading zeros, `-0`,
 *   numbers beyond ±(2^53 − 1), input cut short or going on; TOO_LARGE beyond a limit.
 */
export function decodeBencode(input: Uint8Array, limits: BencodeLimits): Bencoded {
  if (input.byteLength > limits.bytes) {
    throw new OrbError('TOO_LARGE', `bencoded data of ${input.byteLength} bytes; at most ${limits.bytes} are taken`)
  }
  const decoder = new Decoder(input, limits.depth ?? MAX_BENCODE_DEPTH, limits.values ?? MAX_BENCODE_VALUES)
  const value = decoder.value(0)
  if (decoder.at !== input.byteLength) throw malformed('data after the end of the value', decoder.at)
  return value
}

class Decoder {
  at = 0
  readonly #input: Uint8Array
  readonly #depth: number
  #valuesLeft: number

  constructor(input: Uint8Array, depth: number, values: number) {
    this.#input = input
    this.#depth = depth
    this.#valuesLeft = values
  }

  value(depth: number): Bencoded {
    if (--this.#valuesLeft < 0) throw new OrbError('TOO_LARGE', 'bencoded data holds too many values')
    const byte = this.#input[this.at]
    if (byte === L || byte === D) {
      if (depth >= this.#depth) {
        throw new OrbError('TOO_LARGE', `bencoded data is nested more than ${this.#depth} deep`)
      }
      this.at++
      return byte === L ? this.#list(depth) : this.#dict(depth)
    }
    if (byte === I) return this.#integer()
    return this.#bytes()
  }

  #list(depth: number): Bencoded[] {
    const list: Bencoded[] = []
    while (!this.#end()) list.push(this.value(depth + 1))
    return list
  }

  #dict(depth: number): BencodeDict {
    const dict: BencodeDict = new Map()
    let last: ByteString | undefined
    while (!this.#end()) {
      const start = this.at
      const key = byteString(this.#bytes())
      if (last !== undefined && key <= last) {
        throw malformed(key === last ? 'a key occurs twice' : 'keys are not in the order of their bytes', start)
      }
      last = key
      dict.set(key, this.value(depth + 1))
    }
    return dict
  }

  #end(): boolean {
    const byte = this.#input[this.at]
    if (byte === undefined) throw malformed('cut short', this.at)
    if (byte === E) this.at++
    return byte === E
  }

  #integer(): number {
    const start = this.at++
    const negative = this.#input[this.at] === MINUS
    if (negative) this.at++
    const magnitude = this.#digits(E)
    if (negative && magnitude === 0) throw malformed('minus zero', start)
    return negative ? -magnitude : magnitude
  }

  #bytes(): Uint8Array {
    const start = this.at
    const length = this.#digits(COLON)
    if (length > this.#input.byteLength - this.at) throw malformed('a string reaches beyond the end', start)
    const bytes = this.#input.subarray(this.at, this.at + length)
    this.at += length
    return bytes
  }

  /** An unsigned number without leading zeros, and the byte that ends it. */
  #digits(terminator: number): number {
    const start = this.at
    let number = 0
    for (;;) {
      const byte = this.#input[this.at]
      if (byte === undefined) throw malformed('cut short', this.at)
      this.at++
      if (byte === terminator) break
      if (byte < ZERO || byte > NINE) throw malformed('not a digit', this.at - 1)
      number = number * 10 + (byte - ZERO)
      if (this.at - start > MAX_DIGITS) throw malformed('a number beyond 2^53', start)
    }
    const digits = this.at - 1 - start
    if (digits === 0) throw malformed('a number without digits', start)
    if (digits > 1 && this.#input[start] === ZERO) throw malformed('a number with a leading zero', start)
    if (!Number.isSafeInteger(number)) throw malformed('a number beyond 2^53', start)
    return number
  }
}

/**
 * Encodes in canonical form, keys sorted by their raw bytes whatever their order in the Map.
 * @throws OrbError INTERNAL for a number that is no safe integer.
 */
export function encodeBencode(value: Bencoded): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(encodedBytes(value))
  write(value, bytes, 0)
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const stringBytes = (length: number): number => String(length).length + 1 + length

function encodedBytes(value: Bencoded): number {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new OrbError('INTERNAL', `bencode cannot carry the number ${value}`)
    }
    return String(value).length + 2
  }
  if (value instanceof Uint8Array) return stringBytes(value.byteLength)
  let bytes = 2
  if (Array.isArray(value)) {
    for (const element of value) bytes += encodedBytes(element)
  } else {
    for (const [key, element] of value) bytes += stringBytes(key.length) + encodedBytes(element)
  }
  return bytes
}

function write(value: Bencoded, out: Buffer, at: number): number {
  if (typeof value === 'number') return at + out.write(`i${value}e`, at, 'latin1')
  if (value instanceof Uint8Array) {
    const start = at + out.write(`${value.byteLength}:`, at, 'latin1')
    out.set(value, start)
    return start + value.byteLength
  }
  if (Array.isArray(value)) {
    out[at++] = L
    for (const element of value) at = write(element, out, at)
  } else {
    out[at++] = D
    for (const [key, element] of [...value].sort(([a], [b]) => (a < b ? -1 : 1))) {
      at += out.write(`${key.length}:${key}`, at, 'latin1')
      at = write(element, out, at)
    }
  }
  out[at++] = E
  return at
}
