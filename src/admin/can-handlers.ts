import { isUtf8 } from 'node:buffer'
import { OrbError, volumeOf, zoneOf, type ZonePath } from '../base/index.ts'
import { instantOf, keyAnswer, millis, nodeAnswer, textOf } from './answer-parts.ts'
import { callOptions } from './call-options.ts'
import type { GatheredItem, GatherItems, ItemName, Place } from './can-backend.ts'
import { canMapSvg } from './can-map-svg.ts'
import { MAX_ITEM_KEY_BYTES } from './bounds.ts'
import { DEFAULT_CAN_ITEMS } from './can-schemas.ts'
import type { Handler } from './handler.ts'
import { takeKey, type Key } from './request.ts'
import type { QueryOf, ResponseOf } from './schemas.ts'

type CanRoute = 'can' | 'canLocate' | 'canItems' | 'putCanItem' | 'removeCanItem' | 'canMap' | 'canMapSvg'

export const CAN_HANDLERS: { readonly [N in CanRoute]: Handler<N> } = {
  can: ({ query }, { backend }) => {
    const { space, spaces, dimensions, state, self, zones, granted, ...rest } = backend.can(query.space ?? 0)
    const { mates, mateOf, neighbours, mismatch, ...kept } = rest
    return {
      space,
      spaces: [...spaces],
      dimensions,
      state,
      peerId: self.peer,
      volume: volumeOfAll(zones),
      zones: zones.map(({ path, epoch, givenTo }) => ({
        ...zoneAnswer(path, dimensions),
        epoch,
        ...(givenTo === undefined ? {} : { givenTo: givenTo.peer }),
      })),
      granted: granted.map(({ path, to }) => ({ ...zoneAnswer(path, dimensions), to: to.peer })),
      mates: mates.map(({ peer }) => peer),
      ...(mateOf === undefined ? {} : { mateOf: mateOf.peer }),
      neighbours: neighbours.map(({ ref, claims }) => ({
        peerId: ref.peer,
        addresses: [...ref.addresses],
        volume: volumeOfAll(claims),
        zones: claims.map(({ path, epoch }) => ({ ...zoneAnswer(path, dimensions), epoch })),
      })),
      ...(mismatch === undefined ? {} : { mismatch: { peerId: mismatch.node.peer, dimensions: mismatch.dimensions } }),
      items: kept.items,
      bytes: kept.bytes,
      maxBytes: kept.maxBytes,
    }
  },
  canLocate: async ({ query, signal }, { backend }) => {
    const key = keyOf(query)
    const { space = 0, trace = false } = query
    const args = { space, place: placeOf(key, query.point), trace }
    const { point, owner, claim, hops, durationMs, path } = await backend.canLocate(
      args,
      callOptions(query.timeoutMs, signal),
    )
    return {
      ...(key === undefined ? {} : keyAnswer(key)),
      point: [...point],
      owner: nodeAnswer(owner),
      zone: { ...zoneAnswer(claim.path, point.length), epoch: claim.epoch },
      hops,
      durationMs: millis(durationMs),
      ...(trace ? { path: path.map(nodeAnswer) } : {}),
    }
  },
  canItems: async ({ query, signal }, { backend }) => {
    const call = callOptions(query.timeoutMs, signal)
    const where = whereOf(query)
    if ('key' in where) {
      if (query.limit !== undefined || query.after !== undefined)
        throw invalid(
          'a key names one item: limit and after are for boxes, points and neighbourhoods',
          'leave them out',
        )
      return { items: [itemAnswer(await backend.item(where, call))], next: null, missing: [], asked: 1 }
    }
    if ('near' in where && query.after !== undefined)
      throw invalid('the nearest items have no next page', 'ask for more of them with limit')
    const { limit = DEFAULT_CAN_ITEMS, after } = query
    const { items, next, missing, asked } = await backend.gatherItems({ where, after, limit }, call)
    const dimensions = ('at' in where ? where.at : 'near' in where ? where.near : where.low).length
    return {
      items: items.map(itemAnswer),
      next: next ?? null,
      missing: missing.map((path) => zoneAnswer(path, dimensions)),
      asked,
    }
  },
  putCanItem: async ({ query, body, signal }, { backend }) => {
    const { name, key } = itemName(query)
    const put = { ...name, value: body, leaseMs: query.lease }
    const { point, owner, version, copies, expiresAtMs } = await backend.putItem(
      put,
      callOptions(query.timeoutMs, signal),
    )
    return {
      ...keyAnswer(key),
      point: [...point],
      owner: nodeAnswer(owner),
      version: versionText(version),
      copies,
      expiresAt: instantOf(expiresAtMs),
    }
  },
  removeCanItem: async ({ query, signal }, { backend }) => {
    const { name, key } = itemName(query)
    const { point, owner } = await backend.removeItem(name, callOptions(query.timeoutMs, signal))
    return { ...keyAnswer(key), point: [...point], owner: nodeAnswer(owner) }
  },
  canMap: async ({ query, signal }, { backend }) => {
    const map = await backend.canMap(query.space ?? 0, callOptions(query.timeoutMs, signal))
    const { space, dimensions, self, zones, missing } = map
    return {
      space,
      dimensions,
      peerId: self,
      zones: zones.map(({ path, holder, items }) => ({
        ...zoneAnswer(path, dimensions),
        peerId: holder.peer,
        ...(items === undefined ? {} : { items }),
      })),
      missing: missing.map((path) => zoneAnswer(path, dimensions)),
    }
  },
  canMapSvg: async ({ query, signal }, { backend }) =>
    canMapSvg(await backend.canMap(query.space ?? 0, callOptions(query.timeoutMs, signal))),
}

type ItemsQuery = QueryOf<'canItems'>

/** What a query of items is about: exactly one of the ways there are. */
function whereOf(query: ItemsQuery): ItemName | GatherItems['where'] {
  const { point, box, near } = query
  const key = keyOf(query)
  const ways = [key ?? point, box, near].filter((way) => way !== undefined)
  if (ways.length !== 1) {
    throw invalid(
      ways.length === 0
        ? 'nothing says which items are meant'
        : 'a key or a point, a box and a neighbourhood exclude each other',
      'give key= or key64= (and point= if it does not lie at the point of its key), point=, box= or near=',
    )
  }
  if (key !== undefined) return { key: itemKey(key), point }
  if (box !== undefined) return box
  return near === undefined ? { at: point ?? [] } : { near }
}

function itemName(query: Pick<ItemsQuery, 'key' | 'key64' | 'point'>): { readonly name: ItemName; readonly key: Key } {
  const key = keyOf(query)
  if (key === undefined)
    throw invalid('there is no key', 'an item is named by key= or key64=, and by point= if it lies elsewhere')
  return { name: { key: itemKey(key), point: query.point }, key }
}

function keyOf({ key, key64 }: Pick<ItemsQuery, 'key' | 'key64'>): Key | undefined {
  if (key === undefined && key64 === undefined) return undefined
  return takeKey(undefined, { ...(key === undefined ? {} : { key }), ...(key64 === undefined ? {} : { key64 }) })
}

const KEY_HINT = `a key has 1 to ${MAX_ITEM_KEY_BYTES} bytes; what is longer goes into the value`

function itemKey({ bytes }: Key): Uint8Array {
  if (bytes.byteLength === 0) throw invalid('the key of an item has at least one byte', KEY_HINT)
  if (bytes.byteLength <= MAX_ITEM_KEY_BYTES) return bytes
  throw new OrbError(
    'TOO_LARGE',
    `the key of an item has at most ${MAX_ITEM_KEY_BYTES} bytes, this one has ${bytes.byteLength}`,
    { hint: KEY_HINT },
  )
}

function placeOf(key: Key | undefined, point: readonly number[] | undefined): Place {
  if (key !== undefined && point === undefined) return { pointOf: key.bytes }
  if (key === undefined && point !== undefined) return { point }
  throw invalid('either a key or a point', 'key=, key64= or point=0.2,0.7')
}

const invalid = (detail: string, hint?: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', detail, hint === undefined ? {} : { hint })

const volumeOfAll = (claims: readonly { readonly path: ZonePath }[]): number =>
  claims.reduce((sum, { path }) => sum + volumeOf(path), 0)

function zoneAnswer(path: ZonePath, dimensions: number): ResponseOf<'canMap'>['missing'][number] {
  const { low, high } = zoneOf(path, dimensions)
  return { path, low: [...low], high: [...high] }
}

function itemAnswer({
  point,
  key,
  value = new Uint8Array(0),
  version,
  expiresAtMs,
}: GatheredItem): ResponseOf<'canItems'>['items'][number] {
  return {
    ...keyAnswer({ bytes: key, text: textOf(key) }),
    point: [...point],
    ...(isUtf8(value) ? { value: textOf(value) } : { value64: Buffer.from(value).toString('base64') }),
    sizeBytes: value.byteLength,
    version: versionText(version),
    writer: version.peer,
    expiresAt: instantOf(expiresAtMs),
  }
}

const versionText = ({ lamport, peer }: GatheredItem['version']): string => `${lamport}-${peer}`
