import type { Put, Row } from '../machine.ts'
import { nameOf, type Name } from './name.ts'

/** What this node renews: `names/own/<name>`, the lease in milliseconds (8 bytes, big-endian), the entry. */
export const OWN = 'names/own/'
const TTL_BYTES = 8

export interface OwnRow {
  readonly name: Name
  readonly ttlMs: number
  readonly bytes: Uint8Array
}

/** Without an entry the row is deleted. */
export function ownPut(name: Name, own?: { readonly ttlMs: number; readonly bytes: Uint8Array }): Put {
  const key = OWN + name.text
  if (own === undefined) return { key }
  const value = new Uint8Array(TTL_BYTES + own.bytes.byteLength)
  new DataView(value.buffer).setBigUint64(0, BigInt(own.ttlMs))
  value.set(own.bytes, TTL_BYTES)
  return { key, value }
}

/** What a row says; undefined: it is damaged. */
export function ownOf([key, value]: Row): OwnRow | undefined {
  const name = nameOf(key.slice(OWN.length))
  if (!('labels' in name) || value.byteLength <= TTL_BYTES) return undefined
  const ttlMs = Number(new DataView(value.buffer, value.byteOffset, value.byteLength).getBigUint64(0))
  return Number.isSafeInteger(ttlMs) ? { name, ttlMs, bytes: value.slice(TTL_BYTES) } : undefined
}
