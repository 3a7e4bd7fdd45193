import type { PeerKey } from '../../base/index.ts'
import type { RegisterState } from './messages.ts'
import type { AgreementParams } from './params.ts'
import { costOf } from './register.ts'

/** What each peer has stored here, as writer; removed registers count their rows until they are forgotten. */
export class Usage {
  readonly #params: AgreementParams
  readonly #of = new Map<PeerKey, { bytes: number; records: number }>()
  #bytes = 0
  #records = 0

  constructor(params: AgreementParams) {
    this.#params = params
  }

  get totals(): { bytes: number; records: number; writers: number } {
    return { bytes: this.#bytes, records: this.#records, writers: this.#of.size }
  }

  of(peer: PeerKey): { readonly bytes: number; readonly records: number } {
    return this.#of.get(peer) ?? { bytes: 0, records: 0 }
  }

  /** The state of a register has changed here. */
  changed(before: RegisterState | undefined, after: RegisterState | undefined): void {
    if (before !== undefined) this.#add(before, -1)
    if (after !== undefined) this.#add(after, 1)
  }

  /** May there be `after` in the place of `before`? As far as this node knows: each member holds all of its shards. */
  refuses(before: RegisterState | undefined, after: RegisterState): 'QUOTA_EXCEEDED' | 'STORAGE_FULL' | undefined {
    const { quotaBytes, quotaRecords, limits } = this.#params
    const own = before?.writer === after.writer ? before : undefined
    const { bytes, records } = this.of(after.writer)
    const grows = costOf(after) - costOf(own)
    if (grows > 0 && bytes + grows > quotaBytes) return 'QUOTA_EXCEEDED'
    if (own === undefined && records + 1 > quotaRecords) return 'QUOTA_EXCEEDED'
    if (!this.#of.has(after.writer) && this.#of.size >= limits.writers) return 'QUOTA_EXCEEDED'
    return this.hasRoom(before, after) ? undefined : 'STORAGE_FULL'
  }

  hasRoom(before: RegisterState | undefined, after: RegisterState): boolean {
    const grows = costOf(after) - costOf(before)
    return grows <= 0 || this.#bytes + grows <= this.#params.maxBytes
  }

  #add(state: RegisterState, sign: 1 | -1): void {
    const cost = sign * costOf(state)
    this.#bytes += cost
    this.#records += sign
    const { bytes, records } = this.of(state.writer)
    if (records + sign <= 0) this.#of.delete(state.writer)
    else this.#of.set(state.writer, { bytes: bytes + cost, records: records + sign })
  }
}
