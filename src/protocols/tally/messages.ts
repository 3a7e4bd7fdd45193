import type { NodeRef } from '../../base/index.ts'

/** Bytes of UTF-8 that the name of a tally may have, at least one. */
export const MAX_NAME_BYTES = 256
/** What one `add` may add or take away. */
export const MAX_ADD = 2 ** 40
/** How far from 0 a tally may count: integers are exact in a double up to here. */
export const MAX_VALUE = Number.MAX_SAFE_INTEGER
/** Grants that a giver may have open at once. */
export const MAX_OPEN_GRANTS = 64

/** Adds `n` to the tally. Deliberately not idempotent: carried out twice it counts twice. */
export interface AddRequest {
  readonly type: 'add'
  /** The receiver's position that is meant, since several may share a peer. */
  readonly position: number
  readonly name: string
  /** A whole number other than 0, at most MAX_ADD away from it. */
  readonly n: number
}
export interface GetRequest {
  readonly type: 'get'
  readonly position: number
  readonly name: string
}
/**
 * "You are responsible for this tally now: take what I have of it." It may be asked again and again, also after a restart
 * of either side: `serial` tells the receiver whether it has taken the amount already.
 */
export interface TakeRequest {
  readonly type: 'take'
  readonly position: number
  readonly name: string
  /** Other than 0. */
  readonly amount: number
  /** Lamport time of the giver's grant: of two grants of one giver the later has the greater. */
  readonly serial: number
  /**
   * The giver's grants to the receiver with a serial below `below` that is not in `open` are closed: the receiver need
   * not remember them. Says again what a lost `settled` said. 0: says nothing.
   */
  readonly below: number
  /** At most MAX_OPEN_GRANTS. */
  readonly open: readonly number[]
}
export type TallyRequest = AddRequest | GetRequest | TakeRequest

export type TallyResponse =
  /** An interim answer: the keeper has to ask its disk first. */
  | { readonly type: 'working' }
  /** `value` after the add, or as it is; durable at the keeper. */
  | { readonly type: 'counted'; readonly value: number; readonly keeper: NodeRef }
  | { readonly type: 'taken' }
  | { readonly type: 'failed'; readonly code: TallyRefusal }

/**
 * It was not carried out. NOT_KEEPER: another position is responsible, look up again; FULL: a limit of the keeper is
 * reached; OUT_OF_RANGE: the tally would count beyond MAX_VALUE; the others: its disk failed.
 */
export type TallyRefusal = 'NOT_KEEPER' | 'FULL' | 'OUT_OF_RANGE' | 'STORAGE_FULL' | 'IO' | 'CORRUPT'

/**
 * The giver has closed all its grants to the receiver with a serial below this: the receiver need not remember them. Makes
 * room early and at the end; nothing depends on it, since the next `take` says it too.
 */
export interface SettledMessage {
  readonly type: 'settled'
  readonly below: number
}
export type TallyMessage = SettledMessage

/** 1 to MAX_NAME_BYTES bytes of UTF-8, without control characters. */
export function isTallyName(name: string): boolean {
  // U+10FFFF is a noncharacter; as the end of every range of keys it cannot begin a name.
  return /^[^\p{Cc}\u{10ffff}]+$/u.test(name) && name.isWellFormed() && utf8Bytes(name) <= MAX_NAME_BYTES
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const char of text) bytes += char < '\x80' ? 1 : char < '\u0800' ? 2 : char.length === 1 ? 3 : 4
  return bytes
}

/** A whole number other than 0, at most MAX_ADD away from it. */
export const isTallyStep = (n: number): boolean => Number.isInteger(n) && n !== 0 && Math.abs(n) <= MAX_ADD
