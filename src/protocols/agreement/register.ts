import type { PeerKey, WallInterval, WallMs } from '../../base/index.ts'
import type { Ballot } from './ballot.ts'
import { sameBallot } from './ballot.ts'
import { MAX_RECENT, type Change, type RegisterState } from './messages.ts'
import type { ChangeJudge } from './protocol.ts'

/** A change with who asks for it. */
export interface Wanted {
  readonly change: Change
  readonly writer: PeerKey
}

/** What became of one change. */
export type Outcome =
  | { readonly ok: true; readonly state: RegisterState }
  | {
      readonly ok: false
      readonly code: 'NOT_FOUND' | 'VERSION_MISMATCH' | 'FORBIDDEN' | 'QUOTA_EXCEEDED' | 'STORAGE_FULL'
      readonly sequence: number | undefined
    }

export interface Evaluation {
  readonly outcomes: readonly Outcome[]
  /** The state after all of them. */
  readonly state: RegisterState | undefined
  readonly changed: boolean
}

export interface Circumstances {
  readonly key: Uint8Array
  readonly wall: WallInterval
  /** Names this proposal. */
  readonly tag: Ballot
  /** A new register begins above this version. */
  readonly floor: number
  /** May the writer put so much instead? */
  readonly refuses: (
    before: RegisterState | undefined,
    after: RegisterState,
  ) => 'QUOTA_EXCEEDED' | 'STORAGE_FULL' | undefined
  /** Undefined: whoever asks may change whatever there is. */
  readonly judge: ChangeJudge | undefined
}

/** What a state counts against its writer, bytes: its row, about. */
export const costOf = (state: RegisterState | undefined): number =>
  state === undefined ? 0 : state.value.byteLength + state.key.byteLength + state.contentType.length + ROW_COST
const ROW_COST = 256

/**
 * Is its time over, wherever the true time may be? Then it is removed by a change of its own before anything else happens:
 * clocks differ, so that of two who look one might still see it, after the other has not.
 */
export const isOver = (state: RegisterState | undefined, wall: WallInterval): boolean =>
  state?.kind === 'value' && state.expiresAtMs !== undefined && wall.earliest >= state.expiresAtMs

/** Carries changes out one after the other on a state. */
export function evaluate(
  before: RegisterState | undefined,
  changes: readonly Wanted[],
  circumstances: Circumstances,
): Evaluation {
  const run = new Run(before, circumstances)
  if (before !== undefined && isOver(before, circumstances.wall)) run.remove(before, before.writer)
  const outcomes = changes.map((wanted) => run.apply(wanted))
  return { outcomes, state: run.state, changed: run.state !== before }
}

class Run {
  state: RegisterState | undefined
  readonly #first: RegisterState | undefined
  readonly #circumstances: Circumstances

  constructor(before: RegisterState | undefined, circumstances: Circumstances) {
    this.state = this.#first = before
    this.#circumstances = circumstances
  }

  apply({ change, writer }: Wanted): Outcome {
    const { state } = this
    const present = state?.kind === 'value' ? state : undefined
    if (change.type === 'read') return present === undefined ? missing : { ok: true, state: present }
    if (change.type === 'remove' && present === undefined && change.ifMatch === undefined) return missing
    const { ifMatch } = change
    const holds =
      ifMatch === undefined || (ifMatch === 'absent' ? present === undefined : present?.sequence === ifMatch)
    if (!holds) return { ok: false, code: 'VERSION_MISMATCH', sequence: present?.sequence }
    const { key, judge } = this.#circumstances
    if (judge?.(key, present, change, writer) === false) return { ok: false, code: 'FORBIDDEN', sequence: undefined }
    if (change.type === 'remove') return { ok: true, state: this.remove(present as RegisterState, writer) }
    const { value, contentType, ttlMs } = change
    const expiresAtMs = ttlMs === undefined ? undefined : ((this.#circumstances.wall.latest + ttlMs) as WallMs)
    const after = this.#after({ kind: 'value', value, contentType, expiresAtMs, writer })
    const refused = this.#circumstances.refuses(state, after)
    if (refused !== undefined) return { ok: false, code: refused, sequence: undefined }
    this.state = after
    return { ok: true, state: after }
  }

  remove(present: RegisterState, writer: PeerKey): RegisterState {
    const { key } = present
    return (this.state = {
      ...this.#after({ kind: 'tombstone', value: NOTHING, contentType: '', expiresAtMs: undefined, writer }),
      key,
    })
  }

  #after(what: Pick<RegisterState, 'kind' | 'value' | 'contentType' | 'expiresAtMs' | 'writer'>): RegisterState {
    const { key, tag, floor } = this.#circumstances
    const sequence = Math.max(this.state?.sequence ?? 0, floor) + 1
    // All that happens at once is one proposal.
    const recent = this.#first === undefined ? [] : [this.#first.tag, ...this.#first.recent].slice(0, MAX_RECENT)
    return { sequence, key, tag, recent, ...what }
  }
}

const NOTHING = new Uint8Array(0)
const missing: Outcome = { ok: false, code: 'NOT_FOUND', sequence: undefined }

/** A proposal that may have been accepted by somebody, although nobody was told that it was carried out. */
export interface Sent {
  readonly tag: Ballot
  /** What it was made from. */
  readonly base: Ballot | undefined
}

/**
 * What a state tells of an earlier proposal: it is in it, it is not and never will be (the state has been promised to a
 * later ballot by a majority), or the state remembers too little.
 */
export function fateOf({ tag, base }: Sent, state: RegisterState | undefined): 'done' | 'never' | 'unknown' {
  const history = state === undefined ? [] : [state.tag, ...state.recent]
  if (history.some((one) => sameBallot(one, tag))) return 'done'
  const isWhole = history.length <= MAX_RECENT
  if (base === undefined ? isWhole : history.some((one) => sameBallot(one, base))) return 'never'
  return 'unknown'
}
