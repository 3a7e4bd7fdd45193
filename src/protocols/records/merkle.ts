import type { RingId } from '../../base/index.ts'
import { holds, isWhole } from '../arcs.ts'
import type { Arc } from './quorum.ts'

/** Bytes of a mark, which stands for one version of one record, and of a sum of marks. */
export const MARK_BYTES = 16
/** Leaf buckets: ids by their first three hex digits. 64 KiB of sums, whatever is stored. */
export const BUCKETS = 4_096
/** Leaves of an inner node, and inner nodes below the root. */
export const FAN_OUT = 64
/** Levels below the root: inner nodes, leaves, and the records of a leaf. */
export const MERKLE_DEPTH = 3
/** An arc may begin and end within a leaf, so that it has two parts more than whole ones. */
export const MAX_PARTS = FAN_OUT + 2

const BUCKET_DIGITS = 3
const REST = 'f'.repeat(64 - BUCKET_DIGITS)

/** First 16 bytes of a SHA-256 over what makes a version of a record. */
export type Mark = Uint8Array

/** Of the records of an arc: the sum of their marks, modulo 2^64 in each half, and their number. */
export class Sum {
  #high = 0n
  #low = 0n
  count = 0

  add(mark: Mark, times: 1 | -1 = 1): void {
    const view = new DataView(mark.buffer, mark.byteOffset, MARK_BYTES)
    this.#into(view.getBigUint64(0), view.getBigUint64(8), times, times)
  }

  addSum(other: Sum, times: 1 | -1 = 1): void {
    this.#into(other.#high, other.#low, times, times * other.count)
  }

  /** What travels. Equal sums are taken for equal sets. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(MARK_BYTES)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(0, this.#high)
    view.setBigUint64(8, this.#low)
    return bytes
  }

  equals(bytes: Uint8Array): boolean {
    const own = this.bytes()
    return bytes.byteLength === MARK_BYTES && own.every((byte, i) => byte === bytes[i])
  }

  #into(high: bigint, low: bigint, times: 1 | -1, count: number): void {
    this.#high = BigInt.asUintN(64, times === 1 ? this.#high + high : this.#high - high)
    this.#low = BigInt.asUintN(64, times === 1 ? this.#low + low : this.#low - low)
    this.count += count
  }
}

interface Bucket {
  readonly sum: Sum
  /** False: something has changed of which the sum knows nothing, or it has not been read yet. */
  known: boolean
  /** Counts changes: a reading that something came between is not kept. */
  changes: number
}

/**
 * A Merkle tree over the ids of the ring: a root, 64 inner nodes, 4,096 leaf buckets. In memory are only the sums of the
 * buckets; an inner node is the sum of its leaves. A bucket is read from disk when it is asked for the first time, and from
 * then on follows each change. Sums, not hashes of lists: they follow a change without reading the bucket again, at a
 * million records some 250 rows of each bucket, and an arc that cuts through buckets is compared by the same means.
 *
 * Who can choose many records so that their sums collide (Wagner, CRYPTO 2002) can hide that a replica lacks just these;
 * nothing is lost or forged by that, and reads go to a majority all the same.
 */
export class MerkleTree {
  readonly #buckets: (Bucket | undefined)[] = new Array<Bucket | undefined>(BUCKETS)

  /** A version of a record has taken the place of another one; undefined: of nothing, or by nothing. */
  changed(id: RingId, before: Mark | undefined, after: Mark | undefined): void {
    const bucket = this.#buckets[bucketOf(id)]
    if (bucket === undefined) return
    bucket.changes++
    if (!bucket.known) return
    if (before !== undefined) bucket.sum.add(before, -1)
    if (after !== undefined) bucket.sum.add(after)
  }

  /** The bucket of the id is to be read again: a row was damaged, or it is not known what was there. */
  doubt(id: RingId): void {
    const bucket = this.#buckets[bucketOf(id)]
    if (bucket === undefined) return
    bucket.known = false
    bucket.changes++
  }

  /** The sum of an arc as far as it is known, and the arcs, each within a bucket, that have to be read for the rest. */
  sumOf(arc: Arc): { readonly sum: Sum; readonly unread: readonly Arc[] } {
    const sum = new Sum()
    const unread: Arc[] = []
    for (const part of cut(arc, 1)) {
      const index = bucketOf(part.to)
      const bucket = this.#buckets[index]
      if (isBucket(part, index) && bucket?.known === true) sum.addSum(bucket.sum)
      else unread.push(part)
    }
    return { sum, unread }
  }

  /** A reading of such an arc begins: the returned function is told what it has come to. */
  reading(part: Arc): (sum: Sum) => void {
    const index = bucketOf(part.to)
    if (!isBucket(part, index)) return () => undefined
    const bucket = (this.#buckets[index] ??= { sum: new Sum(), known: false, changes: 0 })
    const { changes } = bucket
    return (sum) => {
      if (bucket.changes !== changes || bucket.known) return
      bucket.sum.addSum(bucket.sum, -1)
      bucket.sum.addSum(sum)
      bucket.known = true
    }
  }
}

/**
 * The parts in which an arc is compared: its leaves if these are at most MAX_PARTS, else by inner nodes. Undefined: it lies
 * within one leaf, whose records are compared. Both ends cut alike.
 */
export function partsOf(arc: Arc): Arc[] | undefined {
  const { buckets } = span(arc)
  if (buckets === 1) return undefined
  return cut(arc, buckets <= MAX_PARTS ? 1 : FAN_OUT)
}

export const bucketOf = (id: RingId): number => parseInt(id.slice(0, BUCKET_DIGITS), 16)

/** The last id of each bucket: made once, since an arc is cut up again and again. */
const LAST = Array.from(
  { length: BUCKETS },
  (_, bucket) => (bucket.toString(16).padStart(BUCKET_DIGITS, '0') + REST) as RingId,
)
const lastOf = (bucket: number): RingId => LAST[bucket] as RingId

/** Is the arc exactly a bucket? */
const isBucket = ({ from, to }: Arc, index: number): boolean =>
  to === lastOf(index) && from === lastOf((index + BUCKETS - 1) % BUCKETS)

/** In which bucket an arc begins, and how many it touches; one that ends in the bucket where it began has that twice. */
function span(arc: Arc): { first: number; buckets: number } {
  const before = bucketOf(arc.from)
  const first = arc.from === lastOf(before) ? (before + 1) % BUCKETS : before
  const last = bucketOf(arc.to)
  const isRound = first === last && (isWhole(arc) || !holds({ from: arc.from, to: lastOf(first) }, arc.to))
  return { first, buckets: isRound ? BUCKETS + 1 : ((last - first + BUCKETS) % BUCKETS) + 1 }
}

/** Cuts an arc at the ends of every `width`-th bucket. */
function cut(arc: Arc, width: number): Arc[] {
  const { first, buckets } = span(arc)
  const parts: Arc[] = []
  let from = arc.from
  for (let i = 0; i < buckets; i++) {
    const bucket = (first + i) % BUCKETS
    const isLast = i === buckets - 1
    if (!isLast && (bucket + 1) % width !== 0) continue
    const to = isLast ? arc.to : lastOf(bucket)
    parts.push({ from, to })
    from = to
  }
  return parts
}
