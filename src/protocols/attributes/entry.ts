import {
  asciiBytes,
  asciiJson,
  epoch,
  jsonOf,
  MAX_ADDRESSES,
  multiaddr,
  type Epoch,
  type Multiaddr,
  type PeerKey,
} from '../../base/index.ts'
import type { Signer } from '../signer.ts'
import { isCoordinate, MAX_ERROR, MIN_ERROR, type Located } from './coordinate.ts'
import { isFigures, type Figures } from './figures.ts'

/** What a node tells of itself at one time: the value of its item in the attribute space. */
export interface Entry {
  /** Its start, and which of its entries since then: the later one holds. */
  readonly epoch: Epoch
  readonly serial: number
  /** When it was measured, UTC milliseconds by the node's calendar. */
  readonly atMs: number
  readonly leaseMs: number
  readonly figures: Figures
  readonly located: Located
  /** Where it can be reached. */
  readonly addresses: readonly Multiaddr[]
}

/** Bytes of an item's value at most: addresses take 256 of them, figures and coordinate no more than 400. */
export const MAX_ENTRY_BYTES = 1_024
/** Leases that are believed. */
export const MAX_ENTRY_LEASE_MS = 86_400_000
const MAX_ADDRESSES_BYTES = 256
const SIGNATURE_BYTES = 64
const FORM = 1
const DOMAIN = asciiBytes('orbweaver/attributes/1')
/** As the wire takes addresses: the form of a multiaddr, in ASCII. */
const ADDRESS = /^(?:\/[!-.0-~]+)+$/

/** Under which key a peer's item stands: its peer id in ASCII. */
export const keyOfPeer = (peer: PeerKey): Uint8Array => asciiBytes(peer)

/** The addresses that an entry has room for. */
function fitting(addresses: readonly Multiaddr[]): readonly Multiaddr[] {
  let bytes = 0
  return addresses
    .filter((address) => {
      if (!ADDRESS.test(address) || bytes + address.length > MAX_ADDRESSES_BYTES) return false
      bytes += address.length
      return true
    })
    .slice(0, MAX_ADDRESSES)
}

/** The signature of the node (64 bytes) over "orbweaver/attributes/1" and what follows it: the entry as JSON in ASCII. */
export function encodeEntry(signer: Signer, entry: Entry): Uint8Array {
  const { epoch, serial, atMs, leaseMs, figures, located, addresses } = entry
  const { coordinate, error } = located
  const body = asciiJson({
    form: FORM,
    epoch,
    serial,
    atMs,
    leaseMs,
    ...figures,
    place: coordinate.place,
    height: coordinate.height,
    error,
    addresses: fitting(addresses),
  })
  const bytes = new Uint8Array(SIGNATURE_BYTES + body.byteLength)
  bytes.set(signer.sign(signedBytes(body)))
  bytes.set(body, SIGNATURE_BYTES)
  return bytes
}

/** What the bytes say, whoever wrote them; undefined: they are not an entry. See `isSigned`. */
export function decodeEntry(bytes: Uint8Array): Entry | undefined {
  if (bytes.byteLength <= SIGNATURE_BYTES || bytes.byteLength > MAX_ENTRY_BYTES) return undefined
  const value = jsonOf(bytes.subarray(SIGNATURE_BYTES)) as Readonly<Record<string, unknown>> | null | undefined
  if (typeof value !== 'object' || value === null || value['form'] !== FORM) return undefined
  const number = (name: string): number => {
    const is = value[name]
    return typeof is === 'number' ? is : NaN
  }
  const figures: Figures = {
    freeBytes: number('freeBytes'),
    uploadRate: number('uploadRate'),
    uptimeMs: number('uptimeMs'),
    load: number('load'),
  }
  const located = locatedOf(value['place'], number('height'), number('error'))
  const addresses = addressesOf(value['addresses'])
  const [start, serial, atMs, leaseMs] = [number('epoch'), number('serial'), number('atMs'), number('leaseMs')]
  const fits =
    Number.isSafeInteger(start) &&
    start >= 1 &&
    Number.isSafeInteger(serial) &&
    serial >= 0 &&
    Number.isSafeInteger(atMs) &&
    atMs >= 0 &&
    leaseMs >= 1 &&
    leaseMs <= MAX_ENTRY_LEASE_MS &&
    isFigures(figures)
  if (!fits || located === undefined || addresses === undefined) return undefined
  return { epoch: epoch(start), serial, atMs, leaseMs, figures, located, addresses }
}

function locatedOf(place: unknown, height: number, error: number): Located | undefined {
  if (!Array.isArray(place) || !place.every((x) => typeof x === 'number')) return undefined
  const coordinate = { place, height }
  return isCoordinate(coordinate) && error >= MIN_ERROR && error <= MAX_ERROR ? { coordinate, error } : undefined
}

function addressesOf(value: unknown): Multiaddr[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_ADDRESSES) return undefined
  const texts = value.filter((each): each is string => typeof each === 'string' && ADDRESS.test(each))
  const bytes = texts.reduce((sum, text) => sum + text.length, 0)
  return texts.length === value.length && bytes <= MAX_ADDRESSES_BYTES ? texts.map(multiaddr) : undefined
}

/** Has this peer said so? */
export function isSigned(signer: Signer, peer: PeerKey, bytes: Uint8Array): boolean {
  return signer.verify(peer, signedBytes(bytes.subarray(SIGNATURE_BYTES)), bytes.subarray(0, SIGNATURE_BYTES))
}

function signedBytes(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DOMAIN.byteLength + body.byteLength)
  bytes.set(DOMAIN)
  bytes.set(body, DOMAIN.byteLength)
  return bytes
}

/** Which of two entries of a node is the later one. */
export const isLaterEntry = (a: Entry, b: Entry): boolean =>
  a.epoch > b.epoch || (a.epoch === b.epoch && a.serial > b.serial)
