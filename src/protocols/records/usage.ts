import type { PeerKey } from '../../base/index.ts'
import type { RecordsParams } from './params.ts'
import { ROW_COST_BYTES, type Stored } from './rows.ts'

/** What a record counts, bytes. */
export const costOf = ({ head, hasValue }: Stored): number =>
  ROW_COST_BYTES + head.key.length + (hasValue ? head.size : 0)

interface Share {
  bytes: number
  records: number
}

/** What is stored here, in all and by writer: counters, no records. */
export class Usage {
  readonly #params: RecordsParams
  readonly #of = new Map<PeerKey, Share>()
  #bytes = 0
  #records = 0

  constructor(params: RecordsParams) {
    this.#params = params
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Tombstones and markers count too. */
  get records(): number {
    return this.#records
  }

  get writers(): number {
    return this.#of.size
  }

  of(writer: PeerKey): { readonly bytes: number; readonly records: number } {
    return this.#of.get(writer) ?? { bytes: 0, records: 0 }
  }

  /** Why `next` cannot take the place of `before`; undefined: it can. What makes it no larger always can. */
  refusal(before: Stored | undefined, next: Stored): 'QUOTA_EXCEEDED' | 'STORAGE_FULL' | undefined {
    const { quotaBytes, quotaRecords, maxBytes, limits } = this.#params
    const { writer } = next.head
    const isOwn = before?.head.writer === writer
    const bytes = costOf(next) - (isOwn ? costOf(before) : 0)
    const records = isOwn ? 0 : 1
    const share = this.of(writer)
    const isOver = bytes > 0 && (share.bytes + bytes > quotaBytes || share.records + records > quotaRecords)
    // Who removes must be able to, or nobody could ever make room.
    if (isOver && next.head.kind === 'value') return 'QUOTA_EXCEEDED'
    if (share.records === 0 && this.#of.size >= limits.writers) return 'QUOTA_EXCEEDED'
    const more = costOf(next) - (before === undefined ? 0 : costOf(before))
    return more > 0 && next.head.kind === 'value' && this.#bytes + more > maxBytes ? 'STORAGE_FULL' : undefined
  }

  replace(before: Stored | undefined, next: Stored | undefined): void {
    if (before !== undefined) this.#add(before.head.writer, -costOf(before), -1)
    if (next !== undefined) this.#add(next.head.writer, costOf(next), 1)
  }

  #add(writer: PeerKey, bytes: number, records: number): void {
    this.#bytes += bytes
    this.#records += records
    const share = this.#of.get(writer) ?? { bytes: 0, records: 0 }
    share.bytes += bytes
    share.records += records
    if (share.records > 0) this.#of.set(writer, share)
    else this.#of.delete(writer)
  }
}
