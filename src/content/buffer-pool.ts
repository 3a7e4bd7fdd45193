import { fault, MIB } from '../base/index.ts'

/** Bytes in all buffers that are lent out or kept: two dozen pieces of 1 MiB, or four of the largest. */
const DEFAULT_CAPACITY_BYTES = 64 * MIB

/**
 * Buffers for pieces on their way, lent and given back, so that a fetch at full speed makes no garbage and memory has a
 * bound. Not zeroed between uses: a buffer is read only where bytes were put into it.
 */
export class BufferPool {
  #capacityBytes: number
  readonly #free = new Map<number, ArrayBuffer[]>()
  #lentBytes = 0
  #freeBytes = 0

  constructor(capacityBytes: number = DEFAULT_CAPACITY_BYTES) {
    this.#capacityBytes = capacityBytes
  }

  get capacityBytes(): number {
    return this.#capacityBytes
  }

  /** Another bound from now on; what is lent above it comes back by and by. */
  limitTo(capacityBytes: number): void {
    this.#capacityBytes = capacityBytes
  }

  /** For metrics, bytes: `lent` to somebody, `free` kept for the next. */
  get stats(): { lentBytes: number; freeBytes: number } {
    return { lentBytes: this.#lentBytes, freeBytes: this.#freeBytes }
  }

  /** How many more buffers of this size can be lent now. */
  available(bytes: number): number {
    return Math.max(0, Math.floor((this.capacityBytes - this.#lentBytes) / bytes))
  }

  /** A buffer of exactly so many bytes, or undefined when the bound is reached: ask for fewer pieces at a time. */
  take(bytes: number): ArrayBuffer | undefined {
    if (this.available(bytes) < 1) return undefined
    this.#lentBytes += bytes
    const kept = this.#free.get(bytes)?.pop()
    if (kept !== undefined) {
      this.#freeBytes -= bytes
      return kept
    }
    this.#makeRoom(bytes)
    return new ArrayBuffer(bytes)
  }

  /** Gives a buffer back. */
  give(buffer: ArrayBuffer): void {
    if (buffer.detached) fault('a detached buffer was given back: say `lost` with its size')
    this.lost(buffer.byteLength)
    this.#freeBytes += buffer.byteLength
    const list = this.#free.get(buffer.byteLength)
    if (list === undefined) this.#free.set(buffer.byteLength, [buffer])
    else list.push(buffer)
  }

  /** A buffer of this size will not come back: its thread crashed. */
  lost(bytes: number): void {
    if (bytes > this.#lentBytes) fault('more bytes were given back than lent')
    this.#lentBytes -= bytes
  }

  /** Lets go of all buffers that nobody uses. */
  trim(): void {
    this.#free.clear()
    this.#freeBytes = 0
  }

  /** Drops free buffers of other sizes until one more of `bytes` keeps the bound. */
  #makeRoom(bytes: number): void {
    for (const [size, list] of this.#free) {
      while (list.length > 0 && this.#lentBytes + this.#freeBytes > this.capacityBytes) {
        list.pop()
        this.#freeBytes -= size
      }
      if (list.length === 0 && size !== bytes) this.#free.delete(size)
    }
  }
}
