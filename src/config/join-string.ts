import { createHash } from 'node:crypto'
import { OrbError, multiaddr, type Multiaddr } from '../base/index.ts'
import { jsonObject } from './json.ts'
import { networkOf, type Network } from './network-key.ts'

/** Through whom to join, and which network. Without `network` the data dir's own counts. */
export interface Join {
  readonly addresses: readonly Multiaddr[]
  readonly network: Network | undefined
}

/** Version 1: `orbweaver-join:1:` and base64url of UTF-8 JSON `{n: name, s: secret or null, a: addresses}` and a checksum. */
const PREFIX = 'orbweaver-join:1:'
/** First bytes of the SHA-256 of the JSON: a string cut off or mistyped is told from a wrong one. */
const CHECK_BYTES = 4
/** Addresses that a join string holds at most: one machine's. */
export const MAX_JOIN_ADDRESSES = 8
export const MAX_JOIN_CHARS = 8_192
const MAX_ADDRESS_CHARS = 512

const checkOf = (payload: Uint8Array): Buffer => createHash('sha256').update(payload).digest().subarray(0, CHECK_BYTES)

/** The join string: it holds the secret, so it is handed on like a password. */
export function encodeJoinString(join: { readonly addresses: readonly string[]; readonly network: Network }): string {
  const { name, secret } = join.network
  const payload = Buffer.from(
    JSON.stringify({
      n: name,
      s: secret === undefined ? null : Buffer.from(secret).toString('base64url'),
      a: join.addresses.slice(0, MAX_JOIN_ADDRESSES),
    }),
  )
  return PREFIX + Buffer.concat([payload, checkOf(payload)]).toString('base64url')
}

/**
 * Reads what `--join` was given: a join string or one bare multiaddr. The text itself never stands in an error: it may
 * be a secret.
 * @throws OrbError INVALID_ARGUMENT
 */
export function parseJoin(text: string): Join {
  const trimmed = text.trim()
  if (trimmed.startsWith('/')) {
    if (trimmed.length > MAX_ADDRESS_CHARS || /\s/.test(trimmed)) throw bad('not a multiaddr')
    return { addresses: [multiaddr(trimmed)], network: undefined }
  }
  if (trimmed.length > MAX_JOIN_CHARS) throw bad(`a join string has at most ${MAX_JOIN_CHARS} characters`)
  if (!trimmed.startsWith('orbweaver-join:')) throw bad('neither a join string nor a multiaddr')
  if (!trimmed.startsWith(PREFIX)) throw bad('a join string of another version than 1')
  return decode(trimmed.slice(PREFIX.length))
}

function decode(encoded: string): Join {
  const bytes = /^[\w-]+$/.test(encoded) ? Buffer.from(encoded, 'base64url') : Buffer.alloc(0)
  const payload = bytes.subarray(0, Math.max(0, bytes.byteLength - CHECK_BYTES))
  if (payload.byteLength === 0 || !bytes.subarray(payload.byteLength).equals(checkOf(payload))) {
    throw bad('the join string is cut off or mistyped (its checksum is wrong)')
  }
  const { n: name, s: secret, a: list } = jsonObject(payload.toString('utf8')) ?? {}
  const network = networkOf(name, secret)
  if (network === undefined || !Array.isArray(list)) throw bad('the join string lacks a network or addresses')
  const addresses = list.filter((address): address is string => typeof address === 'string' && address.startsWith('/'))
  if (addresses.length === 0 || addresses.length > MAX_JOIN_ADDRESSES) {
    throw bad(`a join string holds 1 to ${MAX_JOIN_ADDRESSES} addresses`)
  }
  return { addresses: addresses.map((address) => multiaddr(address)), network }
}

/** Several `--join`: all addresses; at most one network among them. @throws OrbError INVALID_ARGUMENT */
export function mergeJoins(joins: readonly Join[]): Join | undefined {
  if (joins.length === 0) return undefined
  const networks = joins.flatMap((join) => (join.network === undefined ? [] : [join.network]))
  const first = networks[0]
  const foreign = networks.find((other) => other.name !== first?.name || !sameSecret(other, first))
  if (foreign !== undefined) throw bad(`join strings of two networks, "${first?.name ?? ''}" and "${foreign.name}"`)
  return { addresses: [...new Set(joins.flatMap((join) => join.addresses))], network: first }
}

const sameSecret = (a: Network, b: Network): boolean =>
  a.secret === undefined || b.secret === undefined ? a.secret === b.secret : Buffer.compare(a.secret, b.secret) === 0

function bad(why: string): OrbError {
  return new OrbError('INVALID_ARGUMENT', why, {
    hint: '`orbweaver join-string` on a daemon of the network prints one; pass it as --join @file, --join - (standard input) or in ORBWEAVER_JOIN',
  })
}
