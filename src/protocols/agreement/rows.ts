import { asciiBytes, asciiJson, asciiOf, jsonOf, type PeerKey, type WallMs } from '../../base/index.ts'
import { prefixRange, type KeyRange, type Put, type Row } from '../machine.ts'
import type { Ballot } from './ballot.ts'
import { LINEAGE_DIGITS, SHARDS, type Group, type RegisterState } from './messages.ts'

/**
 * The rows of this machine: the lineage, the groups of which this node is a member, and the registers of their shards by
 * key. Each begins with a checksum of the rest: what is damaged is never taken for a promise that was not made.
 */
export const ALL = 'agreement/'
const LINEAGE = 'agreement/lineage'
const GROUPS = 'agreement/g/'
const REGISTERS = 'agreement/k/'

/** What a member has promised and accepted of one register. */
export interface RegisterRow {
  readonly promised: Ballot | undefined
  readonly accepted: Ballot | undefined
  /** Of the accepted proposal. */
  readonly state: RegisterState | undefined
}
export const NO_ROW: RegisterRow = { promised: undefined, accepted: undefined, state: undefined }

/** What a member knows of its group. */
export interface Membership {
  readonly group: Group
  /** The group before: until all members have taken over, its members and these help those who have not. */
  readonly from: Group | undefined
  /** Of the decision on the next group. */
  readonly promised: Ballot | undefined
  readonly accepted: { readonly ballot: Ballot; readonly next: Group } | undefined
  /** True: nothing changes in this epoch any more. */
  readonly frozen: boolean
  /** New registers begin above this version. */
  readonly floor: number
  /** The latest ballot by which a register was forgotten in this epoch: of what there is no row, it is promised. */
  readonly forgotten: Ballot | undefined
}

const hexOfShard = (shard: number): string => shard.toString(16).padStart(2, '0')

/** A key as it stands in rows and maps: hex digits. */
export function textOfKey(key: Uint8Array): string {
  let text = ''
  for (const byte of key) text += HEX[byte] ?? ''
  return text
}
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function keyOfText(text: string): Uint8Array {
  const key = new Uint8Array(text.length >> 1)
  for (let i = 0; i < key.length; i++) key[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return key
}

export const registerKey = (shard: number, key: string): string => `${REGISTERS}${hexOfShard(shard)}/${key}`
/** The registers of a shard. */
export const shardRange = (shard: number): KeyRange => prefixRange(registerKey(shard, ''))
/** The row of one register alone. */
export const registerRange = (shard: number, key: string): KeyRange => {
  const from = registerKey(shard, key)
  return { from, below: `${from}\0` }
}
/** Of a shard the registers whose keys begin so, after a key. */
export function listedRange(shard: number, prefix: string, after: string): KeyRange {
  const { from, below } = prefixRange(registerKey(shard, prefix))
  const next = `${registerKey(shard, after)}\0`
  return { from: after !== '' && next > from ? next : from, below }
}
/** A key of such a row. */
export const keyTextOf = (rowKey: string): string => rowKey.slice(REGISTERS.length + 3)

export const lineagePut = (lineage: string): Put => ({ key: LINEAGE, value: sealed(asciiBytes(lineage), NOTHING) })

/** Without a membership the row is deleted. */
export const groupPut = (shard: number, membership: Membership | undefined): Put =>
  membership === undefined
    ? { key: GROUPS + hexOfShard(shard) }
    : { key: GROUPS + hexOfShard(shard), value: sealed(asciiJson(membership), NOTHING) }

/** Without a row, or with an empty one, it is deleted. */
export function registerPut(shard: number, key: string, row: RegisterRow | undefined): Put {
  const at = registerKey(shard, key)
  if (row === undefined || (row.promised === undefined && row.accepted === undefined)) return { key: at }
  const { promised, accepted, state } = row
  const head = { promised, accepted, state: state && { ...state, key: undefined, value: undefined } }
  return { key: at, value: sealed(asciiJson(head), state?.value ?? NOTHING) }
}

/** A row as the machine understands it. */
export type KnownRow =
  | { readonly kind: 'lineage'; readonly lineage: string }
  | { readonly kind: 'group'; readonly shard: number; readonly membership: Membership }
  | { readonly kind: 'register'; readonly shard: number; readonly key: string; readonly row: RegisterRow }

/** What a row says; undefined: it is damaged. */
export function rowOf([key, bytes]: Row): KnownRow | undefined {
  const parts = unsealed(bytes)
  if (parts === undefined) return undefined
  const [head, value] = parts
  if (key === LINEAGE) return head.length === LINEAGE_DIGITS ? { kind: 'lineage', lineage: asciiOf(head) } : undefined
  const told = jsonOf(head)
  if (typeof told !== 'object' || told === null) return undefined
  if (key.startsWith(GROUPS)) {
    const shard = Number.parseInt(key.slice(GROUPS.length), 16)
    if (!(shard < SHARDS)) return undefined
    return { kind: 'group', shard, membership: membershipOf(told) }
  }
  const shard = Number.parseInt(key.slice(REGISTERS.length, REGISTERS.length + 2), 16)
  if (!key.startsWith(REGISTERS) || !(shard < SHARDS)) return undefined
  const text = keyTextOf(key)
  return { kind: 'register', shard, key: text, row: registerOf(told, text, value) }
}

/** JSON leaves out what is undefined. */
function membershipOf(told: Partial<Membership>): Membership {
  const { from, promised, accepted, frozen = false, floor = 0, forgotten } = told
  return { group: told.group as Group, from, promised, accepted, frozen, floor, forgotten }
}

function registerOf(told: Partial<RegisterRow>, key: string, value: Uint8Array): RegisterRow {
  const { promised, accepted, state } = told
  if (state === undefined) return { promised, accepted, state }
  const { sequence, kind, contentType, writer, tag, recent } = state
  const expiresAtMs: WallMs | undefined = state.expiresAtMs
  const peer: PeerKey = writer
  const whole = { sequence, kind, key: keyOfText(key), value, contentType, expiresAtMs, writer: peer, tag, recent }
  return { promised, accepted, state: whole }
}

// ---- bytes ---------------------------------------------------------------------------------------------------------

/** CRC-32 and length of the head, each four bytes. */
const PREFACE_BYTES = 8
const NOTHING = new Uint8Array(0)

function sealed(head: Uint8Array, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PREFACE_BYTES + head.byteLength + value.byteLength)
  const view = new DataView(bytes.buffer)
  view.setUint32(4, head.byteLength)
  bytes.set(head, PREFACE_BYTES)
  bytes.set(value, PREFACE_BYTES + head.byteLength)
  view.setUint32(0, crc32(bytes.subarray(4)))
  return bytes
}

function unsealed(bytes: Uint8Array): readonly [head: Uint8Array, value: Uint8Array] | undefined {
  if (bytes.byteLength < PREFACE_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = PREFACE_BYTES + view.getUint32(4)
  if (view.getUint32(0) !== crc32(bytes.subarray(4)) || end > bytes.byteLength) return undefined
  return [bytes.subarray(PREFACE_BYTES, end), bytes.slice(end)]
}

/** The table of CRC-32 (ISO 3309, polynomial edb88320 reflected), by byte. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** Finds every burst of up to 32 damaged bits, and others but for one in four billion. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}
