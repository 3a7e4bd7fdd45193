import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { AskFailure, AskId, CallId, CommandId } from '../machine.ts'
import type { FoundRecord, RecordsCommands } from './commands.ts'
import type { DirectRead } from './direct.ts'
import type { Begun, IfMatch, RecordHead, RecordsRefusal, Signed } from './messages.ts'
import type { ValueReader, ValueSender } from './transfer.ts'

export type Failure = RecordsCommands['put' | 'get' | 'remove']['codes']

export interface Wanted {
  readonly type: 'put'
  readonly kind: 'value' | 'marker'
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly digest: Uint8Array
  readonly contentType: string
  readonly ttlMs: number
  readonly ifMatch: IfMatch | undefined
  readonly sign: boolean
}
export type Want =
  Wanted | { readonly type: 'remove'; readonly ifMatch: IfMatch | undefined } | { readonly type: 'get' }

/** A command under way. */
export interface Attempt {
  readonly command: CommandId
  readonly id: RingId
  readonly want: Want
  readonly deadline: number
  failures: number
  /** Who is to be asked next, as a refusal named it. */
  named: NodeRef | undefined
  /** The next try looks the owner up, whatever the own lists show: they were wrong. */
  doubtful: boolean
  call: CallId | undefined
  ask: AskId | undefined
  asked: PeerKey | undefined
  direct: DirectRead | undefined
  moving: ValueSender | ValueReader | undefined
  /** An owner's version must be above this. */
  above: number
  stamps: number
  /** The last remove of a signed record asks for a signature. */
  mustSign: boolean
  /** What was signed last. */
  signed: Signed | undefined
  /** An owner has begun it, and it is gone on with under this version; whatever it ends with, it may be stored. */
  begun: Begun | undefined
  /** When to try again; Infinity while something is under way. */
  retryAt: number
}

export const newAttempt = (command: CommandId, id: RingId, want: Want, deadline: number): Attempt => ({
  command,
  id,
  want,
  deadline,
  failures: 0,
  named: undefined,
  doubtful: false,
  call: undefined,
  ask: undefined,
  asked: undefined,
  direct: undefined,
  moving: undefined,
  above: 0,
  stamps: 0,
  mustSign: false,
  signed: undefined,
  begun: undefined,
  retryAt: Infinity,
})

export const foundOf = (head: RecordHead, value: Uint8Array): FoundRecord => ({
  value,
  version: head.version,
  contentType: head.contentType,
  expiresAtMs: head.expiresAtMs,
  owner: head.signature === undefined ? undefined : head.writer,
  consistent: head.kind === 'marker',
})

/** What a coordinator's refusal is called where it was commanded. */
export const REFUSED: Readonly<Record<RecordsRefusal, Failure>> = {
  NOT_OWNER: 'LOOKUP_TIMEOUT',
  VERSION_MISMATCH: 'VERSION_MISMATCH',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  INVALID: 'INVALID_ARGUMENT',
  NOT_STAGED: 'OVERLOAD',
  GONE: 'NOT_FOUND',
  QUOTA_EXCEEDED: 'QUOTA_EXCEEDED',
  OVERLOAD: 'OVERLOAD',
  NOT_YET: 'OVERLOAD',
  NO_QUORUM: 'NO_QUORUM',
  STORAGE_FULL: 'STORAGE_FULL',
  IO: 'IO',
  CORRUPT: 'CORRUPT',
}

export function wordsOf(code: RecordsRefusal, detail: string): string {
  if (code === 'CONFLICT') return 'the key lives in the other mode: write with the one it was written with first'
  if (code === 'FORBIDDEN') return 'the record belongs to another peer, which has signed it'
  if (code === 'NOT_FOUND') return 'there is no such record'
  if (code === 'NO_QUORUM')
    return `too few replicas of the record can be reached, or one of them has a newer version: ${detail}`
  return detail
}

/** Codes that say themselves that a write may be found later. */
const DOUBTFUL: ReadonlySet<Failure> = new Set<Failure>(['TIMEOUT', 'NO_QUORUM', 'UNKNOWN_OUTCOME', 'IO'])

/** What a write ends with that failed with `code`: one that was begun may be stored, whatever came after. */
export const endingOf = ({ begun }: Attempt, code: Failure): Failure =>
  begun === undefined || DOUBTFUL.has(code) ? code : 'UNKNOWN_OUTCOME'

/** What a failed ask means. `isSure`: it was not carried out, so that asking another one writes nothing twice. */
export const FAILED: Readonly<Record<AskFailure, { code: Failure; isSure: boolean; says: string }>> = {
  timeout: { code: 'TIMEOUT', isSure: false, says: 'it may be stored' },
  unreachable: { code: 'UNREACHABLE', isSure: true, says: 'it was not asked' },
  refused: { code: 'UNREACHABLE', isSure: true, says: 'it will not' },
  overload: { code: 'OVERLOAD', isSure: true, says: 'it has too much to do' },
  'unknown-outcome': {
    code: 'UNKNOWN_OUTCOME',
    isSure: false,
    says: 'it has restarted since it was asked, and may have stored it before',
  },
}
