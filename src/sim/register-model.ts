import type { SequentialModel } from './linearizable.ts'

/** A call of a register, as a client makes it; values are names, each put once. */
export type RegisterCall =
  | { readonly type: 'read' }
  | {
      readonly type: 'put'
      readonly value: string
      /** A version, or `absent`: only if there is no value; undefined: whatever there is. */
      readonly ifMatch: number | 'absent' | undefined
      /** It has a lifetime: it may be gone at any time after it was put. */
      readonly mayExpire: boolean
    }
  | { readonly type: 'remove'; readonly ifMatch: number | undefined }

/** What a client was told. A refusal that says that nothing was done needs no place in a history: leave it out. */
export type RegisterAnswer =
  /** Of a read: the value; of a change: done. `version` is the one after it. */
  | { readonly type: 'is'; readonly version: number; readonly value: string | undefined }
  /** Of a read or a remove: there is no value. */
  | { readonly type: 'absent' }
  /** Of a change: the condition did not hold; `version`: the present one, undefined: there is no value. */
  | { readonly type: 'mismatch'; readonly version: number | undefined }

export interface RegisterState {
  readonly value: string | undefined
  /** Of the value, or of the last one there was; 0: there never was one. */
  readonly version: number
  /** False: somebody who was never answered has made it, and it is at least this. */
  readonly exact: boolean
  readonly mayExpire: boolean
}

const EMPTY: RegisterState = { value: undefined, version: 0, exact: true, mayExpire: false }

/** A register with versions that grow, compare-and-set, removal and lifetimes: the reference that is too simple to be wrong. */
export const REGISTER_MODEL: SequentialModel<RegisterState, RegisterCall, RegisterAnswer> = {
  initial: EMPTY,
  nameOf: ({ value, version, exact, mayExpire }) =>
    `${value ?? ''}/${version}${exact ? '' : '+'}${mayExpire ? '~' : ''}${value === undefined ? '-' : ''}`,
  next: (state, call, answer) => {
    const after = step(state, call, answer)
    if (!state.mayExpire || state.value === undefined) return after
    return [...after, ...step(gone(state), call, answer)]
  },
}

/** After its time; the version goes on, by how much is not told. */
const gone = (state: RegisterState): RegisterState => ({
  value: undefined,
  version: state.version,
  exact: false,
  mayExpire: false,
})

function step(state: RegisterState, call: RegisterCall, answer: RegisterAnswer | undefined): readonly RegisterState[] {
  switch (call.type) {
    case 'read':
      return read(state, answer)
    case 'put': {
      const { value, ifMatch, mayExpire } = call
      return change(state, answer, ifMatch, { value, mayExpire })
    }
    case 'remove':
      if (state.value === undefined) {
        return answer === undefined || answer.type === 'absent' ? [state] : mismatch(state, answer, call.ifMatch)
      }
      return change(state, answer, call.ifMatch, { value: undefined, mayExpire: false })
  }
}

function read(state: RegisterState, answer: RegisterAnswer | undefined): readonly RegisterState[] {
  if (answer === undefined) return [state]
  if (state.value === undefined) return answer.type === 'absent' ? [state] : []
  if (answer.type !== 'is' || answer.value !== state.value) return []
  return at(state, answer.version)
}

/** The state if its version is this one. */
function at(state: RegisterState, version: number): readonly RegisterState[] {
  if (state.exact ? version !== state.version : version < state.version) return []
  return [{ ...state, version, exact: true }]
}

function change(
  state: RegisterState,
  answer: RegisterAnswer | undefined,
  ifMatch: number | 'absent' | undefined,
  after: Pick<RegisterState, 'value' | 'mayExpire'>,
): readonly RegisterState[] {
  if (answer?.type === 'mismatch') return mismatch(state, answer, ifMatch)
  const states = met(state, ifMatch).map(({ version }) => ({ ...after, version: version + 1, exact: false }))
  // Without an answer it was done or not; what is not done needs no place in the order.
  if (answer === undefined) return states
  if (answer.type !== 'is' || answer.value !== after.value) return []
  return states.flatMap((each) => at(each, answer.version))
}

/** The state, if the condition may hold in it. */
function met(state: RegisterState, ifMatch: number | 'absent' | undefined): readonly RegisterState[] {
  if (ifMatch === undefined) return [state]
  if (ifMatch === 'absent') return state.value === undefined ? [state] : []
  return state.value === undefined ? [] : at(state, ifMatch)
}

function mismatch(
  state: RegisterState,
  answer: RegisterAnswer,
  ifMatch: number | 'absent' | undefined,
): readonly RegisterState[] {
  if (answer.type !== 'mismatch' || ifMatch === undefined) return []
  if (answer.version === undefined) return state.value === undefined && ifMatch !== 'absent' ? [state] : []
  if (state.value === undefined || answer.version === ifMatch) return []
  return at(state, answer.version)
}
