import type { NodeRef } from '../../base/index.ts'
import type { IoFailure, Semantics } from '../machine.ts'

/** A tally as its keeper has told it. */
export interface Counted {
  readonly name: string
  /** A tally that nobody has counted is 0. */
  readonly value: number
  readonly keeper: NodeRef
  /** Keepers that were asked: more than one when the first was not responsible any more, or could not be reached. */
  readonly attempts: number
}

/** One tally that this node keeps. */
export interface KeptTally {
  readonly name: string
  readonly value: number
}

/** Why a tally could not be counted or read. Only TIMEOUT and UNKNOWN_OUTCOME leave open whether an `add` was counted. */
export type TallyFailure =
  | 'INVALID_ARGUMENT'
  | 'NOT_JOINED'
  | 'LOOKUP_TIMEOUT'
  | 'UNREACHABLE'
  | 'OVERLOAD'
  | 'CONFLICT'
  | 'TIMEOUT'
  | 'UNKNOWN_OUTCOME'
  | IoFailure

/** The one table of the commands of tally: it types machine, admin route, client and CLI. */
export type TallyCommands = {
  /**
   * Adds `n` to the tally, with the semantics that the caller chooses. CONFLICT: it would count out of range; OVERLOAD:
   * the keeper, or this node, has too much to do.
   */
  add: {
    args: { readonly name: string; readonly n: number; readonly semantics: Semantics }
    result: Counted
    codes: TallyFailure
  }
  get: { args: { readonly name: string }; result: Counted; codes: TallyFailure }
  /**
   * The tallies that this node itself keeps whose names begin with `prefix`, in the order of their UTF-8 bytes: the first
   * `limit` (1 to MAX_LISTED) after the name `after`, if given. They come as progress, a page at a time.
   */
  list: {
    args: { readonly prefix: string; readonly after: string | undefined; readonly limit: number }
    progress: readonly KeptTally[]
    /** `more`: there are others after the last one listed. */
    result: { readonly listed: number; readonly more: boolean }
    codes: 'INVALID_ARGUMENT' | 'OVERLOAD' | IoFailure
  }
  /**
   * Gives all tallies to the successor, before this node leaves the ring; from then on it keeps none until it has joined
   * again. Ends when all are given, or shortly before its deadline: `left` remain here, on disk.
   */
  handOver: {
    args: Readonly<Record<string, never>>
    result: { readonly given: number; readonly left: number }
    codes: IoFailure
  }
}
