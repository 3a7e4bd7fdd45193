/**
 * The tables of LevelDB (`.ldb`), read without LevelDB: to verify their checksums beside a running daemon and without
 * changing a byte, which opening the database does. leveldb/doc/table_format.md, log_format.md; Google's snappy
 * format_description.txt.
 */

/** Index and metaindex handles, padding, magic. */
const FOOTER_BYTES = 48
const MAGIC = 0xdb47_7524_8b80_fb57n
/** Behind each block: how it is compressed, and its checksum. */
const TRAILER_BYTES = 5
const RAW = 0
const SNAPPY = 1
/** LevelDB writes blocks of 4 KiB, and an index of some MB at most; more is no block. */
const MAX_BLOCK_BYTES = 64 * 1024 * 1024

/** Verifies every block of a table. Returns how many there are. @throws RangeError saying what is wrong where */
export function verifyTable(file: Uint8Array): number {
  const footer = file.byteLength - FOOTER_BYTES
  if (footer < 0) throw new RangeError('shorter than a footer')
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.readBigUInt64LE(footer + FOOTER_BYTES - 8) !== MAGIC) throw new RangeError('no table: its magic is wrong')
  const handles = new Reader(bytes.subarray(footer))
  const metaIndex = handles.handle()
  const index = handles.handle()
  const blocks = [...handlesIn(block(bytes, index)), ...handlesIn(block(bytes, metaIndex))]
  for (const handle of blocks) block(bytes, handle)
  return blocks.length + 2
}

interface Handle {
  readonly offset: number
  readonly size: number
}

/** The content of a block, its checksum verified. */
function block(bytes: Buffer, { offset, size }: Handle): Buffer {
  const end = offset + size
  if (size > MAX_BLOCK_BYTES || end + TRAILER_BYTES > bytes.byteLength) throw new RangeError(`no block at ${offset}`)
  if (crc32c(bytes.subarray(offset, end + 1)) !== unmasked(bytes.readUInt32LE(end + 1))) {
    throw new RangeError(`the checksum of the block at ${offset} is wrong`)
  }
  const content = bytes.subarray(offset, end)
  const kind = bytes[end]
  if (kind === RAW) return content
  if (kind === SNAPPY) return unsnappied(content)
  throw new RangeError(`the block at ${offset} is compressed in an unknown way`)
}

/** The handles that an index block holds as its values. */
function handlesIn(content: Buffer): Handle[] {
  const restarts = content.byteLength < 4 ? 0 : content.readUInt32LE(content.byteLength - 4)
  const end = content.byteLength - 4 - 4 * restarts
  if (end < 0) throw new RangeError('an index block is cut off')
  const reader = new Reader(content.subarray(0, end))
  const handles: Handle[] = []
  while (!reader.done) {
    reader.varint() // bytes that the key shares with the one before
    const keyBytes = reader.varint()
    const valueBytes = reader.varint()
    reader.take(keyBytes)
    handles.push(new Reader(reader.take(valueBytes)).handle())
  }
  return handles
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.byteLength
  }

  byte(): number {
    return this.take(1)[0] ?? 0
  }

  varint(): number {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
    throw new RangeError('a number is too large')
  }

  handle(): Handle {
    return { offset: this.varint(), size: this.varint() }
  }

  take(count: number): Buffer {
    const end = this.#at + count
    if (end > this.#bytes.byteLength) throw new RangeError('a block is cut off')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}

function unsnappied(packed: Buffer): Buffer {
  const reader = new Reader(packed)
  const size = reader.varint()
  if (size > MAX_BLOCK_BYTES) throw new RangeError('a block is too large')
  const out = Buffer.alloc(size)
  let at = 0
  const put = (bytes: Uint8Array): void => {
    if (at + bytes.byteLength > size) throw new RangeError('a block is longer than it says')
    out.set(bytes, at)
    at += bytes.byteLength
  }
  while (!reader.done) {
    const tag = reader.byte()
    const kind = tag & 3
    if (kind === 0) {
      const short = tag >> 2
      put(reader.take(1 + (short < 60 ? short : littleEndian(reader.take(short - 59)))))
      continue
    }
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2)
    const back = kind === 1 ? ((tag >> 5) << 8) | reader.byte() : littleEndian(reader.take(kind === 2 ? 2 : 4))
    if (back === 0 || back > at) throw new RangeError('a block refers to what lies before it')
    // Byte by byte: what is copied may overlap with what it makes.
    for (let i = 0; i < length; i++) put(out.subarray(at - back, at - back + 1))
  }
  if (at !== size) throw new RangeError('a block is shorter than it says')
  return out
}

const littleEndian = (bytes: Uint8Array): number => bytes.reduce((sum, byte, i) => sum + byte * 256 ** i, 0)

/** CRC-32C (Castagnoli), a byte at a time. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78)
  return crc >>> 0
})

/** CRC-32C of some bytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

/** LevelDB masks checksums, since a checksum of data that holds its own checksum is a weak one. */
function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}
