import { asciiJson, hexOf, jsonOf, pathOfPoint, type PeerKey, type Point, type ZonePath } from '../../base/index.ts'
import { prefixRange, type KeyRange, type Put, type Row } from '../machine.ts'
import type { Item, ItemVersion } from './messages.ts'
import type { SpaceSpec } from './spaces.ts'

/**
 * Rows of items: `can/items/<space>/<place>`, the place being the first 64 halvings of the point and the key in hex. So the
 * items of a zone are one range, in the order of the partition tree (z-order). A value is a header of ASCII JSON with its
 * length before it, and the item's value.
 */
export const ITEMS = 'can/items/'
/** Halvings in a place. */
export const PLACE_BITS = 64

/** Where an item stands among all: `<64 bits>/<key in hex>`. */
export const placeOf = (point: Point, key: Uint8Array): string => `${pathOfPoint(point, PLACE_BITS)}/${hexOf(key)}`

export const rowKeyOf = (space: number, place: string): string => `${ITEMS}${space.toString()}/${place}`

/** All that lies below the path; of paths beyond PLACE_BITS a little more. */
export const rangeOf = (space: number, path: ZonePath): KeyRange =>
  prefixRange(rowKeyOf(space, path.slice(0, PLACE_BITS)))

/** The first place after all that lie below the path is greater than this, and none of those is. */
export const lastPlaceOf = (path: ZonePath): string => `${path.slice(0, PLACE_BITS).padEnd(PLACE_BITS, '1')}/~`
export const firstPlaceOf = (path: ZonePath): string => path.slice(0, PLACE_BITS).padEnd(PLACE_BITS, '0')

interface Header {
  readonly point: Point
  readonly lamport: number
  readonly peer: PeerKey
  readonly expiresAtMs: number
  readonly keepUntilMs: number
  readonly gone: boolean
}

export function itemPut(space: number, item: Item): Put {
  const { point, key, value, version, expiresAtMs, keepUntilMs } = item
  const { lamport, peer } = version
  const header: Header = { point, lamport, peer, expiresAtMs, keepUntilMs, gone: value === undefined }
  const head = asciiJson(header)
  const bytes = new Uint8Array(2 + head.length + (value?.byteLength ?? 0))
  new DataView(bytes.buffer).setUint16(0, head.length)
  bytes.set(head, 2)
  if (value !== undefined) bytes.set(value, 2 + head.length)
  return { key: rowKeyOf(space, placeOf(point, key)), value: bytes }
}

/** What a row says; undefined: it is damaged, this machine has not written it so. */
export function itemOf([rowKey, bytes]: Row):
  { readonly space: number; readonly place: string; readonly item: Item } | undefined {
  const slash = rowKey.indexOf('/', ITEMS.length)
  if (!rowKey.startsWith(ITEMS) || slash < 0 || bytes.byteLength < 2) return undefined
  const space = Number(rowKey.slice(ITEMS.length, slash))
  const place = rowKey.slice(slash + 1)
  const key = bytesOf(place.slice(PLACE_BITS + 1))
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(0)
  const header = headerOf(bytes.subarray(2, 2 + length))
  if (header === undefined || key === undefined || !Number.isSafeInteger(space)) return undefined
  const { point, lamport, peer, expiresAtMs, keepUntilMs, gone } = header
  const value = gone ? undefined : bytes.slice(2 + length)
  return { space, place, item: { point, key, value, version: { lamport, peer }, expiresAtMs, keepUntilMs } }
}

function headerOf(bytes: Uint8Array): Header | undefined {
  const header = jsonOf(bytes) as Partial<Header> | null | undefined
  const isHeader =
    Array.isArray(header?.point) &&
    Number.isSafeInteger(header.lamport) &&
    typeof header.peer === 'string' &&
    Number.isFinite(header.expiresAtMs) &&
    Number.isFinite(header.keepUntilMs)
  return isHeader ? (header as Header) : undefined
}

/** May that peer have written it? In the space of attributes an item is named by its writer: its peer id in ASCII. */
export const isWriters = (holds: SpaceSpec['holds'], key: Uint8Array, writer: PeerKey): boolean =>
  holds !== 'attributes' || (key.byteLength === writer.length && key.every((byte, i) => byte === writer.charCodeAt(i)))

/** Whether the first is the later version. */
export const isLater = (a: ItemVersion, b: ItemVersion): boolean =>
  a.lamport > b.lamport || (a.lamport === b.lamport && a.peer > b.peer)

/** What both say of the same item: the later version, remembered as long as either asks for. */
export function newest(a: Item, b: Item | undefined): Item {
  if (b === undefined) return a
  const later = isLater(a.version, b.version) ? a : b
  const keepUntilMs = Math.max(a.keepUntilMs, b.keepUntilMs)
  return later.keepUntilMs === keepUntilMs ? later : { ...later, keepUntilMs }
}

/** It has a value, and its lease has not ended. */
export const isLive = ({ value, expiresAtMs }: Item, now: number): boolean => value !== undefined && expiresAtMs > now

/** The same as far as it is live: without its value from the end of its lease on. */
export const liveAt = (item: Item, now: number): Item => (isLive(item, now) ? item : { ...item, value: undefined })

export const itemBytes = ({ key, value, point }: Item): number =>
  key.byteLength + (value?.byteLength ?? 0) + 8 * point.length + 64

function bytesOf(hex: string): Uint8Array | undefined {
  if (hex.length === 0 || hex.length % 2 !== 0 || !/^[0-9a-f]+$/.test(hex)) return undefined
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}
