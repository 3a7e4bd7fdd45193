import { asciiOf, type PeerKey } from '../../base/index.ts'
import { CHUNK_BYTES, MAX_VALUE_BYTES } from './messages.ts'
import type { RecordsLimits } from './params.ts'
import { chunksOf } from './rows.ts'

/** A value of which nothing has come for so long is forgotten. */
const FORGET_MS = 30_000

interface Staged {
  readonly from: PeerKey
  readonly value: Uint8Array
  readonly have: boolean[]
  missing: number
  touchedAt: number
}

/** Values on their way in, in memory: by who sends them and their digest, until a put or a replication names them. */
export class Staging {
  readonly #limits: RecordsLimits
  /** Least recently touched first. */
  readonly #values = new Map<string, Staged>()
  readonly #ofPeer = new Map<PeerKey, number>()
  #bytes = 0

  constructor(limits: RecordsLimits) {
    this.#limits = limits
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Takes one chunk; room is made for the whole value with its first. False: it does not fit, or says what cannot be. */
  take(now: number, from: PeerKey, digest: Uint8Array, size: number, index: number, bytes: Uint8Array): boolean {
    this.expire(now)
    const begin = index * CHUNK_BYTES
    const isSound = size <= MAX_VALUE_BYTES && begin < size && bytes.byteLength === Math.min(CHUNK_BYTES, size - begin)
    if (!isSound) return false
    const key = keyOf(from, digest)
    let staged = this.#values.get(key)
    if (staged !== undefined && staged.value.byteLength !== size) return false
    if (staged === undefined) {
      const ofPeer = this.#ofPeer.get(from) ?? 0
      const { stagedBytes, stagedPerPeerBytes } = this.#limits
      if (this.#bytes + size > stagedBytes || ofPeer + size > stagedPerPeerBytes) return false
      const chunks = chunksOf(size)
      staged = {
        from,
        value: new Uint8Array(size),
        have: new Array<boolean>(chunks).fill(false),
        missing: chunks,
        touchedAt: now,
      }
      this.#count(from, size)
    } else this.#values.delete(key)
    this.#values.set(key, staged)
    staged.touchedAt = now
    if (staged.have[index] !== true) {
      staged.have[index] = true
      staged.missing--
      staged.value.set(bytes, begin)
    }
    return true
  }

  /** The value, when all of it has come; it stays until it is dropped or forgotten. */
  value(now: number, from: PeerKey, digest: Uint8Array): Uint8Array | undefined {
    this.expire(now)
    const staged = this.#values.get(keyOf(from, digest))
    return staged?.missing === 0 ? staged.value : undefined
  }

  /** It has been stored: nobody needs it any more. */
  drop(from: PeerKey, digest: Uint8Array): void {
    const key = keyOf(from, digest)
    const staged = this.#values.get(key)
    if (staged === undefined) return
    this.#values.delete(key)
    this.#count(from, -staged.value.byteLength)
  }

  expire(now: number): void {
    for (const [key, staged] of this.#values) {
      if (staged.touchedAt + FORGET_MS > now) return
      this.#values.delete(key)
      this.#count(staged.from, -staged.value.byteLength)
    }
  }

  #count(from: PeerKey, bytes: number): void {
    this.#bytes += bytes
    const ofPeer = (this.#ofPeer.get(from) ?? 0) + bytes
    if (ofPeer > 0) this.#ofPeer.set(from, ofPeer)
    else this.#ofPeer.delete(from)
  }
}

const keyOf = (from: PeerKey, digest: Uint8Array): string => `${from}/${asciiOf(digest)}`
