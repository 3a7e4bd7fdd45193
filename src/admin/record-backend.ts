import type { RingId } from '../base/index.ts'
import type { KeptRecord } from '../protocols/records/commands.ts'
import type { CallOptions } from './call-options.ts'
import type { Condition } from './conditions.ts'

export interface PutRecord {
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly contentType: string
  /** Undefined: what the configuration says. */
  readonly ttlMs: number | undefined
  readonly condition: Condition
  readonly sign: boolean
  /** In the consistent mode: linearizable, by agreement of a majority of the key's group. */
  readonly consistent: boolean
}

/** A change that is durable at `replicas` daemons, a majority of those that keep the record. */
export interface RecordWritten {
  readonly id: RingId
  readonly version: string
  /** Undefined in the consistent mode: a majority of the key's group. */
  readonly replicas: number | undefined
  readonly expiresAtMs: number | undefined
}

export interface RecordFound {
  readonly value: Uint8Array
  readonly version: string
  readonly contentType: string
  readonly expiresAtMs: number | undefined
  readonly owner: string | undefined
}

export interface RecordState {
  readonly version: string | undefined
  readonly value: Uint8Array | undefined
  readonly contentType: string
  readonly expiresAtMs: number | undefined
  readonly owner: string | undefined
}

export interface RemoveRecord {
  readonly key: Uint8Array
  readonly condition: Condition
  readonly consistent: boolean
}

export interface ListKept {
  readonly after: RingId | undefined
  readonly limit: number
  /** Only values that expire before that many milliseconds have passed. */
  readonly expiresWithinMs: number | undefined
}

/** The part of the admin API that concerns records. Failures are OrbErrors with the codes of the routes. */
export interface RecordsBackend {
  /** @throws VersionMismatch when the condition does not hold */
  putRecord(put: PutRecord, call: CallOptions): Promise<RecordWritten>
  /** A plain read of a key that lives in the consistent mode is answered by that. */
  record(key: Uint8Array, consistent: boolean, call: CallOptions): Promise<RecordFound>
  /** @throws VersionMismatch when the condition does not hold */
  removeRecord(args: RemoveRecord, call: CallOptions): Promise<RecordWritten>
  /** Tells the present state, then each later one, until the signal aborts. */
  watchRecord(key: Uint8Array, told: (state: RecordState) => void, call: CallOptions): Promise<void>
  /** `next`: where to go on; undefined: these were all. */
  keptRecords(
    args: ListKept,
    call: CallOptions,
  ): Promise<{
    readonly records: readonly (Omit<KeptRecord, 'version'> & { readonly version: string })[]
    readonly next: RingId | undefined
  }>
}
