import { VersionMismatch, type CallOptions, type Condition } from '../admin/index.ts'
import { OrbError, type RingId } from '../base/index.ts'
import {
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  sequenceOf,
  versionText,
  type AgreementCommands,
  type Register,
} from '../protocols/agreement/index.ts'
import type { Result } from '../protocols/index.ts'
import type { RecordsCommands } from '../protocols/records/index.ts'
import type { Pump } from '../runtime/index.ts'

type ValuesOf = Readonly<Record<'marks' | 'registers', <Value>(result: Result<Value>) => Value>>
type Change = AgreementCommands['change']['args']['change']

interface Named {
  readonly id: RingId
  readonly key: Uint8Array
}
interface Written {
  readonly id: RingId
  readonly version: string
  readonly replicas: undefined
  readonly expiresAtMs: number | undefined
}
interface Found {
  readonly value: Uint8Array
  readonly version: string
  readonly contentType: string
  readonly expiresAtMs: number | undefined
  readonly owner: undefined
}

/** How often a change over "any version there is" is tried when others change it meanwhile. */
const MAX_TRIES = 5
/** After these nothing has been done, and nothing will be. */
const UNDONE: ReadonlySet<string> = new Set([
  'NO_QUORUM',
  'QUOTA_EXCEEDED',
  'TOO_LARGE',
  'INVALID_ARGUMENT',
  'OVERLOAD',
])
/** How long the mark of a create lasts at first: longer than any create may take. */
const PROVISIONAL_MS = 180_000
/** Part of the time of a call that marking the key may take. */
const MARK_SHARE = 0.5

const encoder = new TextEncoder()
const PREFIX = encoder.encode('record\0')
const LONG_PREFIX = encoder.encode('record\x01')

/**
 * The key of a record's register: "record", 0, the key. So that what a user calls a record can never be the key of a name, or
 * of whatever else lives in registers. One that would be too long: "record", 1, the id, which is SHA-256 of the key.
 */
export function registerKey(id: RingId, key: Uint8Array): Uint8Array {
  const isLong = PREFIX.byteLength + key.byteLength > MAX_KEY_BYTES
  const [prefix, rest] = isLong ? [LONG_PREFIX, encoder.encode(id)] : [PREFIX, key]
  const whole = new Uint8Array(prefix.byteLength + rest.byteLength)
  whole.set(prefix)
  whole.set(rest, prefix.byteLength)
  return whole
}

/**
 * Records in the consistent mode: registers of agreement. A key has one mode: before the first consistent write an eventual
 * marker says so at its place on the ring, where plain reads and writes meet it.
 */
export class ConsistentRecords {
  readonly #pump: Pick<Pump, 'command'>
  readonly #valueOf: ValuesOf

  /** @param valueOf the value of a command of either machine, or its failure as an OrbError */
  constructor(pump: Pick<Pump, 'command'>, valueOf: ValuesOf) {
    this.#pump = pump
    this.#valueOf = valueOf
  }

  /** @throws OrbError CONFLICT when the key has a live eventual record */
  async put(
    named: Named,
    put: { readonly value: Uint8Array; readonly contentType: string; readonly ttlMs: number },
    condition: Condition,
    call: CallOptions,
  ): Promise<Written> {
    if (put.value.byteLength > MAX_VALUE_BYTES) {
      throw new OrbError('TOO_LARGE', `the value of a consistent record has at most ${MAX_VALUE_BYTES} bytes`, {
        hint: 'without consistent=1 (--consistent) it may have a mebibyte',
      })
    }
    const begun = performance.now()
    // What cannot be done must not leave the mark behind.
    if (condition !== undefined && condition !== 'absent') await this.#present(named, call)
    const args = { ...named, ttlMs: put.ttlMs }
    const marking = leftOf({ ...call, deadlineMs: call.deadlineMs * MARK_SHARE }, begun)
    const isProvisional = condition === 'absent' && (await this.#markForNow(args, marking))
    if (!isProvisional) await this.#mark(args, leftOf(marking, begun))
    const change = (ifMatch: number | 'absent' | undefined): Change => ({ type: 'put', ...put, ifMatch })
    try {
      const register = await this.#bound(named, condition, change, leftOf(call, begun))
      if (isProvisional) await this.#stay(args, leftOf(call, begun))
      return written(named, register)
    } catch (error) {
      const isUndone = error instanceof OrbError && UNDONE.has(error.code)
      // It may be there, or be there yet: then the key must stay marked.
      if (isProvisional && !isUndone) await this.#pump.command('records', { name: 'mark', args }, leftOf(call, begun))
      throw error
    }
  }

  async #mark(args: RecordsCommands['mark']['args'], call: CallOptions): Promise<void> {
    this.#valueOf.marks(await this.#pump.command('records', { name: 'mark', args }, call))
  }

  /** Marks a key that has no mark for as long as a create may take: one that comes to nothing leaves none behind. */
  async #markForNow(args: RecordsCommands['mark']['args'], call: CallOptions): Promise<boolean> {
    const ttlMs = Math.min(args.ttlMs, PROVISIONAL_MS)
    const marking = { name: 'mark' as const, args: { ...args, ttlMs, ifMatch: 'absent' as const } }
    const result = await this.#pump.command('records', marking, call)
    if (!result.ok && result.code === 'VERSION_MISMATCH') return false
    this.#valueOf.marks(result)
    return true
  }

  /** The create has been carried out: the mark is to last as long as the record. */
  async #stay(args: RecordsCommands['mark']['args'], call: CallOptions): Promise<void> {
    const result = await this.#pump.command('records', { name: 'mark', args }, call)
    if (result.ok) return
    throw new OrbError('UNKNOWN_OUTCOME', `the record was created, but its key could not be marked (${result.code})`, {
      hint: 'read it, and put it again',
    })
  }

  async get(named: Named, call: CallOptions): Promise<Found> {
    const { value, sequence, contentType, expiresAtMs } = await this.#change(named, { type: 'read' }, call)
    if (value === undefined) throw new OrbError('NOT_FOUND', 'there is no such record')
    return { value, version: versionText(sequence), contentType, expiresAtMs, owner: undefined }
  }

  async remove(named: Named, condition: Condition, call: CallOptions): Promise<Written> {
    const change = (ifMatch: number | 'absent' | undefined): Change => {
      if (ifMatch === 'absent') throw new OrbError('INVALID_ARGUMENT', 'what is absent cannot be removed')
      return { type: 'remove', ifMatch }
    }
    return written(named, await this.#bound(named, condition, change, call))
  }

  async #bound(
    named: Named,
    condition: Condition,
    change: (ifMatch: number | 'absent' | undefined) => Change,
    call: CallOptions,
  ): Promise<Register> {
    if (condition !== 'present') return this.#change(named, change(sequenceIn(condition)), call)
    const begun = performance.now()
    for (let tries = 1; ; tries++) {
      const present = await this.#present(named, leftOf(call, begun))
      try {
        return await this.#change(named, change(present), leftOf(call, begun))
      } catch (error) {
        if (!(error instanceof VersionMismatch) || tries === MAX_TRIES) throw error
      }
    }
  }

  async #present(named: Named, call: CallOptions): Promise<number> {
    try {
      const { sequence, value } = await this.#change(named, { type: 'read' }, call)
      if (value !== undefined) return sequence
    } catch (error) {
      if (!(error instanceof OrbError) || error.code !== 'NOT_FOUND') throw error
    }
    throw new VersionMismatch('there is no record', null)
  }

  async #change({ id, key }: Named, change: Change, call: CallOptions): Promise<Register> {
    const args = { id, key: registerKey(id, key), change }
    return this.#valueOf.registers(await this.#pump.command('agreement', { name: 'change', args }, call))
  }
}

function sequenceIn(condition: Exclude<Condition, 'present'>): number | 'absent' | undefined {
  if (condition === undefined || condition === 'absent') return condition
  const sequence = sequenceOf(condition.version)
  if (sequence !== undefined) return sequence
  throw new OrbError('INVALID_ARGUMENT', 'If-Match names no version of a consistent record', {
    hint: 'a version is what the ETag of an earlier answer says',
  })
}

const written = ({ id }: Named, { sequence, expiresAtMs }: Register): Written => ({
  id,
  version: versionText(sequence),
  replicas: undefined,
  expiresAtMs,
})

/** What is left of the time of a call that began then. */
export const leftOf = (call: CallOptions, begun: number): CallOptions => ({
  ...call,
  deadlineMs: Math.max(1, call.deadlineMs - (performance.now() - begun)),
})
