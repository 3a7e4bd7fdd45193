import { asciiJson, jsonOf, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { KeyRange, Put, Row } from '../machine.ts'

/**
 * The rows of this machine. A tally's count is in exactly one place: `kept` where it is counted, or `given` on its way to
 * another keeper, from which it vanishes when that one has written `kept` and `taken`. Values are JSON in ASCII.
 */
export const ALL = 'tally/'
export const KEPT = 'tally/kept/'
const GIVEN = 'tally/given/'
const TAKEN = 'tally/taken/'

/** What a keeper has of a tally. */
export interface Kept {
  readonly value: number
  /** Who made it hold the tally: began or gave it. Its limits count. */
  readonly by: PeerKey
}
/** An amount that is on its way to a new keeper. */
export interface Given {
  readonly amount: number
  readonly serial: number
  readonly to: NodeRef
}

/** A row as the machine understands it. */
export type KnownRow =
  | { readonly kind: 'kept'; readonly name: string; readonly kept: Kept }
  | { readonly kind: 'given'; readonly name: string; readonly given: Given }
  | { readonly kind: 'taken'; readonly name: string; readonly giver: PeerKey; readonly serial: number }

/** Without a value the row is deleted. */
const put = (key: string, value: unknown): Put => (value === undefined ? { key } : { key, value: asciiJson(value) })

export const keptPut = (name: string, kept?: Kept): Put => put(KEPT + name, kept)
export const givenPut = (name: string, given?: Given): Put => put(GIVEN + name, given)
export const takenPut = (giver: PeerKey, name: string, serial?: number): Put => put(`${TAKEN}${giver}/${name}`, serial)

/** The row of one tally alone. */
export const keptRange = (name: string): KeyRange => ({ from: KEPT + name, below: `${KEPT}${name}\0` })

/** What a row says; undefined: it is damaged, this machine has not written it so. */
export function rowOf([key, bytes]: Row): KnownRow | undefined {
  const value = jsonOf(bytes)
  if (key.startsWith(KEPT)) {
    const kept = value as Partial<Kept> | null
    if (!isCount(kept?.value) || typeof kept.by !== 'string') return undefined
    return { kind: 'kept', name: key.slice(KEPT.length), kept: kept as Kept }
  }
  if (key.startsWith(GIVEN)) {
    const given = value as Partial<Given> | null
    if (!isCount(given?.amount) || !isCount(given.serial) || typeof given.to?.peer !== 'string') return undefined
    return { kind: 'given', name: key.slice(GIVEN.length), given: given as Given }
  }
  const slash = key.indexOf('/', TAKEN.length)
  if (!key.startsWith(TAKEN) || slash < 0 || !isCount(value)) return undefined
  return { kind: 'taken', name: key.slice(slash + 1), giver: key.slice(TAKEN.length, slash) as PeerKey, serial: value }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value)
