import type { Box, ZonePath } from '../base/index.ts'
import type { CanRequest, CanResponse, Item, ItemVersion, PartDigest } from '../protocols/can/messages.ts'
import { CAN_LIMITS, pathFrom, pathTo, pointFrom } from './can-parts.ts'
import { atMost, atMostLong, within, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import type * as pb from './generated/can.ts'
import { MAX_COUNT } from './limits.ts'

/** Items of CAN on the wire. */

type Bytes = Uint8Array<ArrayBuffer>
type ItemRequest = Extract<CanRequest, { readonly type: 'put' | 'get' | 'store' | 'page' | 'digest' | 'query' }>
type ItemResponse = Extract<CanResponse, { readonly type: 'kept' | 'item' | 'items' | 'differing' }>

export function itemTo(wire: WireContext, item: Item): pb.CanItem {
  const { point, key, value, version, expiresAtMs, keepUntilMs } = item
  const to = {
    point: [...point],
    key: key as Bytes,
    lamport: version.lamport,
    peer: wire.peerBytes(version.peer) as Bytes,
    expiresAtMs: Math.round(expiresAtMs),
    keepMs: Math.max(0, Math.round(keepUntilMs) - Math.round(expiresAtMs)),
  }
  return value === undefined ? to : { ...to, value: value as Bytes }
}

function itemFrom(wire: WireContext, item: pb.CanItem): Item {
  const expiresAtMs = atMost(item.expiresAtMs, MAX_COUNT, 'expiresAtMs')
  const keepMs = atMost(item.keepMs, CAN_LIMITS.leaseMs, 'keepMs')
  return {
    point: pointFrom(item.point),
    key: keyFrom(item.key),
    value: valueFrom(item.value),
    version: versionFrom(wire, item.lamport, item.peer),
    expiresAtMs,
    keepUntilMs: expiresAtMs + keepMs,
  }
}

export const itemsFrom = (wire: WireContext, items: pb.CanItem[]): Item[] =>
  atMostLong(items, CAN_LIMITS.items, 'items').map((item) => itemFrom(wire, item))

function keyFrom(key: Uint8Array): Uint8Array {
  within(key.byteLength, 1, CAN_LIMITS.keyBytes, 'key')
  return key
}

function valueFrom(value: Uint8Array | undefined): Uint8Array | undefined {
  if (value !== undefined) atMost(value.byteLength, CAN_LIMITS.valueBytes, 'value')
  return value
}

const versionFrom = (wire: WireContext, lamport: number, peer: Uint8Array): ItemVersion => ({
  lamport: within(lamport, 1, MAX_COUNT, 'lamport'),
  peer: wire.peerOf(peer),
})

function placeFrom(place: string | undefined): string | undefined {
  if (place === undefined) return undefined
  atMost(place.length, CAN_LIMITS.place, 'after')
  if (!/^[01]{64}\/[0-9a-f]*$/.test(place)) throw new WireError('malformed', 'after is no place')
  return place
}

function boxFrom(low: number[], high: number[]): Box {
  pointFrom(low)
  if (low.length !== high.length || !high.every((x, i) => x > (low[i] ?? 1) && x <= 1)) {
    throw new WireError('malformed', 'a box holds no point, or not of the torus')
  }
  return { low, high }
}

const partTo = ({ path, count, hash: [low, high] }: PartDigest): pb.CanPart => ({
  path: pathTo(path),
  count,
  low,
  high,
})
const partFrom = ({ path, count, low, high }: pb.CanPart): PartDigest => ({
  path: pathFrom(path, 'path'),
  count,
  hash: [low, high],
})

const pathsFrom = (paths: pb.CanPath[]): ZonePath[] =>
  atMostLong(paths, CAN_LIMITS.parts, 'paths').map((path) => pathFrom(path, 'paths'))

export function itemRequestTo(wire: WireContext, body: ItemRequest): Partial<pb.CanRequest> {
  switch (body.type) {
    case 'put': {
      const { point, key, value, leaseMs, lamport } = body
      const stamped = lamport === undefined ? {} : { lamport }
      const put = { point: [...point], key: key as Bytes, leaseMs, ...stamped }
      return { put: value === undefined ? put : { ...put, value: value as Bytes } }
    }
    case 'get':
      return { get: { point: [...body.point], key: body.key as Bytes, copies: body.copies } }
    case 'store':
      return { store: { items: body.items.map((item) => itemTo(wire, item)) } }
    case 'page':
      return { page: { path: pathTo(body.path), ...(body.after === undefined ? {} : { after: body.after }) } }
    case 'digest':
      return { digest: { parts: body.parts.map(partTo) } }
    case 'query': {
      const { box, after, limit } = body
      const query = { low: [...box.low], high: [...box.high], limit }
      return { query: after === undefined ? query : { ...query, after } }
    }
  }
}

export function itemRequestFrom(wire: WireContext, space: number, body: pb.CanRequest): CanRequest {
  if (body.put !== undefined) {
    const { point, key, value, lamport } = body.put
    const leaseMs = within(body.put.leaseMs, 1, CAN_LIMITS.leaseMs, 'leaseMs')
    const stamped = lamport === undefined ? {} : { lamport: within(lamport, 1, MAX_COUNT, 'lamport') }
    return {
      type: 'put',
      space,
      point: pointFrom(point),
      key: keyFrom(key),
      value: valueFrom(value),
      leaseMs,
      ...stamped,
    }
  }
  if (body.get !== undefined) {
    const { point, key, copies } = body.get
    return { type: 'get', space, point: pointFrom(point), key: keyFrom(key), copies }
  }
  if (body.store !== undefined) return { type: 'store', space, items: itemsFrom(wire, body.store.items) }
  if (body.page !== undefined) {
    return { type: 'page', space, path: pathFrom(body.page.path, 'path'), after: placeFrom(body.page.after) }
  }
  if (body.digest !== undefined) {
    return { type: 'digest', space, parts: atMostLong(body.digest.parts, CAN_LIMITS.parts, 'parts').map(partFrom) }
  }
  if (body.query !== undefined) {
    const { low, high, after, limit } = body.query
    const most = atMost(limit, CAN_LIMITS.items, 'limit')
    return { type: 'query', space, box: boxFrom(low, high), after: placeFrom(after), limit: most }
  }
  throw new WireError('unknown', 'a can request without a known body')
}

export function itemResponseTo(wire: WireContext, body: ItemResponse): Partial<pb.CanResponse> {
  switch (body.type) {
    case 'kept': {
      const { version, expiresAtMs, copies } = body
      const peer = wire.peerBytes(version.peer) as Bytes
      return { kept: { lamport: version.lamport, peer, expiresAtMs: Math.round(expiresAtMs), copies } }
    }
    case 'item':
      return { got: body.item === undefined ? {} : { item: itemTo(wire, body.item) } }
    case 'items':
      return { items: { items: body.items.map((item) => itemTo(wire, item)), more: body.more } }
    case 'differing':
      return { differing: { paths: body.paths.map(pathTo) } }
  }
}

export function itemResponseFrom(wire: WireContext, body: pb.CanResponse): CanResponse {
  if (body.kept !== undefined) {
    const { lamport, peer, copies } = body.kept
    const expiresAtMs = atMost(body.kept.expiresAtMs, MAX_COUNT, 'expiresAtMs')
    const version = versionFrom(wire, lamport, peer)
    return { type: 'kept', version, expiresAtMs, copies: within(copies, 1, CAN_LIMITS.replicas, 'copies') }
  }
  if (body.got !== undefined) {
    const { item } = body.got
    return { type: 'item', item: item === undefined ? undefined : itemFrom(wire, item) }
  }
  if (body.items !== undefined)
    return { type: 'items', items: itemsFrom(wire, body.items.items), more: body.items.more }
  if (body.differing !== undefined) return { type: 'differing', paths: pathsFrom(body.differing.paths) }
  throw new WireError('unknown', 'a can response without a known body')
}
