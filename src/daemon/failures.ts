import { ERROR_CODES, OrbError, type ErrorCode } from '../base/index.ts'
import type { Result } from '../protocols/index.ts'
import { versionMismatch } from './records.ts'

/** What a command was about, as far as it matters for what to do when it failed. */
export type Subject = 'records' | 'marks' | 'registers' | 'names' | 'items' | 'other'

interface FailureContext {
  /** The daemon is on its way out. */
  readonly leaving: boolean
  /** What a missed deadline is called; TIMEOUT when not given. */
  readonly late?: ErrorCode
  /** `other` when not given. */
  readonly subject?: Subject
}

/** A machine's result as the API's callers want it: a value, or an OrbError that says what to do. */
export function valueOrThrow<Value>(result: Result<Value>, context: FailureContext): Value {
  if (result.ok) return result.value
  const { leaving, late = 'TIMEOUT', subject = 'other' } = context
  const { detail } = result
  if (result.code === 'NOT_JOINED' && leaving) {
    throw new OrbError('NOT_JOINED', 'the daemon is leaving: it is in no ring any more', { hint: 'ask another daemon' })
  }
  if (result.code === 'VERSION_MISMATCH') throw versionMismatch(detail)
  const known = result.code === 'TIMEOUT' ? late : ERROR_CODES.find((other) => other === result.code)
  const hint = known && hintOf(known, subject)
  throw new OrbError(known ?? 'INTERNAL', dated(detail), hint === undefined ? {} : { hint })
}

/** Machines know no calendar: an instant in their words counts from 1970. */
const dated = (detail: string): string =>
  detail.replace(/(\d{1,15}) ms after 1970/g, (_all, ms: string) => new Date(Number(ms)).toISOString())

const MORE_TIME = 'try again, or allow more time with timeoutMs (--timeout)'
const READ_FIRST = 'read it before you try again: what was wanted may have been done, or be done yet'
const NOT_JOINED = 'the daemon is still joining the ring; its log says what it waits for'

type Hints = Readonly<Partial<Record<ErrorCode, string>>>

const STORED: Hints = {
  NO_QUORUM:
    'a majority of the daemons that keep it must be up: try again in a minute, and bring back those that are down; `orbweaver doctor` says what is missing',
  UNKNOWN_OUTCOME: READ_FIRST,
  TIMEOUT: `${MORE_TIME}; of a change that may have been done, read it first`,
  OVERLOAD: 'try again in a moment, with fewer requests at once',
  UNREACHABLE: 'try again in a moment; if it lasts, `orbweaver doctor` says what is missing',
  IO: 'the log of the daemon that keeps it says which disk fails',
  CORRUPT: 'a row on the disk of a daemon that keeps it is damaged; its log says more, and the others repair it',
}
const RECORDS: Hints = {
  ...STORED,
  CONFLICT:
    'a key in the consistent mode wants consistent=1 (--consistent); one that others keep changing, another try',
  TOO_LARGE: 'what is larger can be shared as a file: `orbweaver share`',
  FORBIDDEN:
    'only its owner can change it, whom GET names in Orbweaver-Owner (`orbweaver get --json`); or take another key',
  QUOTA_EXCEEDED:
    'remove what nobody needs, or raise records.quotaBytes or records.quotaRecords on the daemons that keep it',
  STORAGE_FULL: 'free some disk, or raise records.maxBytes, on the daemons that keep it',
}
const HINTS: Readonly<Record<Subject, Hints>> = {
  records: RECORDS,
  marks: { ...RECORDS, CONFLICT: 'the key is not in the consistent mode: leave consistent=1 (--consistent) out' },
  registers: {
    ...STORED,
    NOT_FOUND: 'what was put without consistent=1 (--consistent) is read and removed without it',
    CONFLICT: 'docs/protocols/agreement.md says what becomes of networks that were founded apart',
    QUOTA_EXCEEDED:
      'remove what nobody needs, or raise agreement.quotaBytes or agreement.quotaRecords on the daemons that keep it',
    STORAGE_FULL: 'free some disk, or raise agreement.maxBytes, on the daemons that keep it',
  },
  names: {
    ...STORED,
    CONFLICT: 'read it again, and try again with what is there now',
    FORBIDDEN:
      'take a name that is free, or have its owner make this daemon a delegate (`orbweaver name set --delegate`)',
    QUOTA_EXCEEDED:
      'remove what nobody needs, or raise agreement.quotaBytes or agreement.quotaRecords on the daemons that keep it',
    STORAGE_FULL: 'free some disk, or raise agreement.maxBytes, on the daemons that keep it',
  },
  items: {
    ...STORED,
    NOT_JOINED: 'the daemon comes to a zone within seconds after it joined; `orbweaver can` says how far it is',
    UNREACHABLE: 'the space may be mending: try again in a moment; `orbweaver can` says who is around',
    STORAGE_FULL:
      'remove what nobody needs, or raise can.maxBytes or can.quotaItems on the daemon that holds the point (`orbweaver can locate`)',
  },
  other: {
    NO_QUORUM:
      'the ring may be mending: try again in a moment; if it lasts, peers give false answers, or hide from this daemon',
  },
}

function hintOf(code: ErrorCode, subject: Subject): string | undefined {
  if (code === 'NOT_JOINED') return HINTS[subject].NOT_JOINED ?? NOT_JOINED
  if (code === 'LOOKUP_TIMEOUT') return `the ${subject === 'items' ? 'space' : 'ring'} may be mending: ${MORE_TIME}`
  return HINTS[subject][code]
}
