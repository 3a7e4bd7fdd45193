import { VersionMismatch, type CallOptions, type Condition, type RecordsBackend } from '../admin/index.ts'
import { OrbError, ringIdOfKey, type RingId } from '../base/index.ts'
import { isPeerId } from '../adapters/libp2p/index.ts'
import { sha256 } from '../adapters/system/index.ts'
import type { Result } from '../protocols/index.ts'
import {
  parseVersion,
  versionText,
  type FoundRecord,
  type IfMatch,
  type KeptRecord,
  type Version,
  type WatchedState,
  type WrittenRecord,
} from '../protocols/records/index.ts'
import type { Pump } from '../runtime/index.ts'
import { ConsistentRecords, leftOf } from './consistent-records.ts'

/** Rows of a listing that are read at once, and looked through for one answer. */
const PAGE_ROWS = 256
const MAX_SCANNED_ROWS = 10_000
/** How often a change over "any version there is" is tried when others change it meanwhile. */
const MAX_TRIES = 5

export interface RecordsInit {
  readonly pump: Pick<Pump, 'command'>
  /** The value of a command, or its failure as an OrbError. */
  readonly valueOf: <Value>(result: Result<Value>) => Value
  /** The same of the command that marks a key as a consistent one. */
  readonly valueOfMark: <Value>(result: Result<Value>) => Value
  /** The same of a command of agreement. */
  readonly valueOfRegister: <Value>(result: Result<Value>) => Value
  readonly defaultTtlMs: () => number
  readonly wallNow: () => number
  /** Does this daemon take part in agreement? Else it has no consistent records. */
  readonly agrees: boolean
}

/** The part of the admin API that concerns records, on the commands of their machine. */
export function makeRecordsBackend(init: RecordsInit): RecordsBackend {
  const { pump, valueOf, defaultTtlMs, agrees } = init
  const registers = new ConsistentRecords(pump, { marks: init.valueOfMark, registers: init.valueOfRegister })
  const consistent = (): ConsistentRecords => {
    if (agrees) return registers
    throw new OrbError('INVALID_ARGUMENT', 'this daemon takes no part in agreement: it has no consistent records')
  }
  const get = async (id: RingId, call: CallOptions): Promise<FoundRecord> =>
    valueOf(await pump.command('records', { name: 'get', args: { id } }, call))
  const bound = (id: RingId, condition: Condition, call: CallOptions, change: Change): Promise<WrittenRecord> =>
    condition === 'present' ? overPresent(() => get(id, call), call, change) : change(ifMatchOf(condition), call)
  return {
    putRecord: async (
      { key, value, contentType, ttlMs = defaultTtlMs(), condition, sign, consistent: isConsistent },
      call,
    ) => {
      const id = ringIdOfKey(sha256, key)
      if (isConsistent) {
        if (sign) throw new OrbError('INVALID_ARGUMENT', 'consistent records are not signed')
        return consistent().put({ id, key }, { value, contentType, ttlMs }, condition, call)
      }
      const args = { id, key, value, contentType, ttlMs, sign }
      const put: Change = async (ifMatch, options) =>
        valueOf(await pump.command('records', { name: 'put', args: { ...args, ...ifMatch } }, options))
      return writtenAnswer(await bound(id, condition, call, put))
    },
    record: async (key, isConsistent, call) => {
      const id = ringIdOfKey(sha256, key)
      if (isConsistent) return consistent().get({ id, key }, call)
      const begun = performance.now()
      const found = await get(id, call)
      if (found.consistent) return consistent().get({ id, key }, leftOf(call, begun))
      return { ...found, version: versionText(found.version) }
    },
    removeRecord: async ({ key, condition, consistent: isConsistent }, call) => {
      const id = ringIdOfKey(sha256, key)
      if (isConsistent) return consistent().remove({ id, key }, condition, call)
      const remove: Change = async (ifMatch, options) =>
        valueOf(await pump.command('records', { name: 'remove', args: { id, ...ifMatch } }, options))
      return writtenAnswer(await bound(id, condition, call, remove))
    },
    watchRecord: (key, told, call) => watchRecord(init, ringIdOfKey(sha256, key), told, call),
    keptRecords: (wanted, call) => keptRecords(init, wanted, call),
  }
}

type Watch = RecordsBackend['watchRecord']

/** Tells each state of the record until the caller goes. @throws OrbError CONFLICT as soon as it shows to be a consistent one */
async function watchRecord(
  { pump, valueOf }: RecordsInit,
  id: RingId,
  told: Parameters<Watch>[1],
  call: CallOptions,
): Promise<void> {
  const given = new AbortController()
  const found: { consistent: boolean } = { consistent: false }
  const progress = (state: WatchedState): void => {
    found.consistent ||= state.consistent
    if (found.consistent) {
      given.abort()
      return
    }
    const { version, value, contentType, expiresAtMs, owner } = state
    told({ version: version && versionText(version), value, contentType, expiresAtMs, owner })
  }
  const signal = AbortSignal.any([call.signal, given.signal])
  const result = await pump.command('records', { name: 'watch', args: { id } }, { ...call, signal, progress })
  if (found.consistent)
    throw new OrbError('CONFLICT', 'the key lives in the consistent mode, which cannot be watched', {
      hint: 'read it now and then: its ETag changes when it does',
    })
  valueOf(result)
}

/** A page of what this daemon keeps; the end of its search, where it has looked through many that do not fit. */
async function keptRecords(
  { pump, valueOf, wallNow }: RecordsInit,
  { after, limit, expiresWithinMs }: Parameters<RecordsBackend['keptRecords']>[0],
  call: CallOptions,
): ReturnType<RecordsBackend['keptRecords']> {
  const before = expiresWithinMs === undefined ? Infinity : wallNow() + expiresWithinMs
  const fits = ({ kind, expiresAtMs }: KeptRecord): boolean =>
    expiresWithinMs === undefined || (kind === 'value' && expiresAtMs < before)
  const records: KeptRecord[] = []
  let at = after
  for (let scanned = 0; scanned < MAX_SCANNED_ROWS;) {
    const page: KeptRecord[] = []
    const progress = (rows: readonly KeptRecord[]): void => {
      page.push(...rows)
    }
    const args = { after: at, limit: PAGE_ROWS }
    const { more } = valueOf(await pump.command('records', { name: 'list', args }, { ...call, progress }))
    for (const record of page) {
      if (records.length === limit) return { records: records.map(textual), next: at }
      if (fits(record)) records.push(record)
      at = record.id
    }
    if (!more) return { records: records.map(textual), next: undefined }
    scanned += page.length
  }
  return { records: records.map(textual), next: at }
}

type Change = (ifMatch: { readonly ifMatch?: IfMatch }, call: CallOptions) => Promise<WrittenRecord>

/** Changes whatever version there is, as long as there is one. */
async function overPresent(get: () => Promise<FoundRecord>, call: CallOptions, change: Change): Promise<WrittenRecord> {
  const begun = performance.now()
  let present = await presentVersion(get)
  for (let tries = 1; ; tries++) {
    try {
      return await change({ ifMatch: present }, leftOf(call, begun))
    } catch (error) {
      if (!(error instanceof VersionMismatch) || tries === MAX_TRIES) throw error
      present = (error.version === null ? undefined : parseVersion(error.version)) ?? none()
    }
  }
}

async function presentVersion(get: () => Promise<FoundRecord>): Promise<Version> {
  try {
    return (await get()).version
  } catch (error) {
    if (error instanceof OrbError && error.code === 'NOT_FOUND') none()
    throw error
  }
}

function none(): never {
  throw new VersionMismatch('there is no record', null)
}

function ifMatchOf(condition: Exclude<Condition, 'present'>): { readonly ifMatch?: IfMatch } {
  if (condition === undefined) return {}
  if (condition === 'absent') return { ifMatch: 'absent' }
  const version = parseVersion(condition.version)
  // It travels, and only peers can be spelt on the wire.
  if (version !== undefined && isPeerId(version.peer)) return { ifMatch: version }
  throw new OrbError('INVALID_ARGUMENT', 'If-Match names no version of a record', {
    hint: 'a version is what the ETag of an earlier answer says',
  })
}

/** The failure of a condition; its detail ends with the present version. */
export function versionMismatch(detail: string): VersionMismatch {
  const present = /the present version is (\S+)$/.exec(detail)?.[1]
  return new VersionMismatch(detail, present === undefined || present === 'absent' ? null : present, {
    hint: 'read it again; what is there now is what If-Match (--if-match) must name',
  })
}

const writtenAnswer = ({ version, ...rest }: WrittenRecord) => ({ ...rest, version: versionText(version) })
const textual = ({ version, ...rest }: KeptRecord) => ({ ...rest, version: versionText(version) })
