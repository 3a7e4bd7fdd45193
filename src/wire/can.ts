import { MAX_DIMENSIONS, type NodeRef, type PeerKey } from '../base/index.ts'
import type {
  CanRefusal,
  CanRequest,
  CanResponse,
  Claim,
  FindRequest,
  Holding,
  Picture,
} from '../protocols/can/messages.ts'
import { atMost, atMostLong, decoded, present, within, type BodyCodec, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import { itemRequestFrom, itemRequestTo, itemResponseFrom, itemResponseTo, itemsFrom, itemTo } from './can-items.ts'
import { CAN_LIMITS, pathFrom, pathTo, pointFrom } from './can-parts.ts'
import * as pb from './generated/can.ts'
import { MAX_COUNT } from './limits.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'

type Wire = WireContext
type Bytes = Uint8Array<ArrayBuffer>

const claimTo = ({ path, epoch }: Claim): pb.CanClaim => ({ path: pathTo(path), epoch })

function claimFrom(wire: pb.CanClaim | undefined): Claim {
  const { path, epoch } = present(wire, 'claim')
  return { path: pathFrom(path, 'path'), epoch: within(epoch, 1, CAN_LIMITS.epoch, 'epoch') }
}

const claimsFrom = (claims: pb.CanClaim[]): Claim[] => atMostLong(claims, CAN_LIMITS.claims, 'claims').map(claimFrom)

const holdingTo = (wire: Wire, { ref, claims }: Holding): pb.CanHolding => ({
  node: nodeRefTo(wire, ref),
  claims: claims.map(claimTo),
})

function holdingFrom(wire: Wire, holding: pb.CanHolding | undefined): Holding {
  const { node, claims } = present(holding, 'holding')
  return { ref: refFrom(wire, node, 'node'), claims: claimsFrom(claims) }
}

const refFrom = (wire: Wire, ref: pb.CanHolding['node'], field: string): NodeRef =>
  nodeRefFrom(wire, present(ref, field))

const aroundTo = (wire: Wire, around: readonly Holding[]): pb.CanHolding[] =>
  around.slice(0, CAN_LIMITS.around).map((each) => holdingTo(wire, each))

const aroundFrom = (wire: Wire, around: pb.CanHolding[]): Holding[] =>
  atMostLong(around, CAN_LIMITS.around, 'around').map((each) => holdingFrom(wire, each))

const matesTo = (wire: Wire, mates: readonly NodeRef[] = []): NonNullable<pb.CanHolding['node']>[] =>
  mates.map((mate) => nodeRefTo(wire, mate))

/** None is left out. */
function matesFrom(wire: Wire, told: NonNullable<pb.CanHolding['node']>[]): { readonly mates?: readonly NodeRef[] } {
  const mates = atMostLong(told, CAN_LIMITS.mates, 'mates').map((mate) => nodeRefFrom(wire, mate))
  return mates.length > 0 ? { mates } : {}
}

function pictureTo(wire: Wire, { version, shown }: Picture): pb.CanPicture {
  if (shown === undefined) return { version }
  const { claims, around, mates } = shown
  return {
    version,
    shown: { claims: claims.map(claimTo), around: aroundTo(wire, around), mates: matesTo(wire, mates) },
  }
}

function pictureFrom(wire: Wire, picture: pb.CanPicture | undefined): Picture {
  const { version, shown } = present(picture, 'picture')
  within(version, 1, MAX_COUNT, 'version')
  if (shown === undefined) return { version }
  const { claims, around, mates } = shown
  return {
    version,
    shown: { claims: claimsFrom(claims), around: aroundFrom(wire, around), ...matesFrom(wire, mates) },
  }
}

function findTo(wire: Wire, { point, hops, detour, trace, any, than }: FindRequest): pb.CanFind {
  const visited = (detour?.visited ?? []).map((peer) => wire.peerBytes(peer) as Bytes)
  const base = { point: [...point], hops, trace: trace === true, any: any === true, visited }
  const find = than === undefined ? base : { ...base, than }
  return detour === undefined ? find : { ...find, nearest: detour.nearest }
}

function findFrom(wire: Wire, space: number, find: pb.CanFind): FindRequest {
  const { nearest, than } = find
  const visited = atMostLong(find.visited, CAN_LIMITS.visited, 'visited').map((peer): PeerKey => wire.peerOf(peer))
  if (nearest !== undefined && !(nearest >= 0)) throw new WireError('malformed', 'nearest is no distance')
  if (than !== undefined && !(than >= 0)) throw new WireError('malformed', 'than is no distance')
  return {
    type: 'find',
    space,
    point: pointFrom(find.point),
    hops: atMost(find.hops, CAN_LIMITS.hops, 'hops'),
    detour: nearest === undefined ? undefined : { nearest, visited },
    ...(find.trace ? { trace: true } : {}),
    ...(find.any ? { any: true } : {}),
    ...(than === undefined ? {} : { than }),
  }
}

function requestTo(wire: Wire, body: CanRequest): Partial<pb.CanRequest> {
  const { space } = body
  switch (body.type) {
    case 'find':
      return { space, find: findTo(wire, body) }
    case 'update': {
      const { dimensions, have } = body
      const picture = pictureTo(wire, body.picture)
      const update = { dimensions, have, picture, follows: body.follows === true }
      return { space, update: body.self === undefined ? update : { ...update, self: nodeRefTo(wire, body.self) } }
    }
    case 'join': {
      const { dimensions, chosen } = body
      return { space, join: { dimensions, self: nodeRefTo(wire, body.self), point: [...body.point], chosen } }
    }
    case 'give': {
      const around = aroundTo(wire, body.around)
      const mates = matesTo(wire, body.mates)
      return { space, give: { self: nodeRefTo(wire, body.self), claim: claimTo(body.claim), around, mates } }
    }
    case 'accept':
      return { space, accept: claimTo(body.claim) }
    case 'claim': {
      const take = { self: nodeRefTo(wire, body.self), claims: body.claims.map(claimTo), volume: body.volume }
      return { space, take: body.of === undefined ? take : { ...take, of: wire.peerBytes(body.of) as Bytes } }
    }
    case 'pair':
      return { space, pair: { below: pathTo(body.below), hops: body.hops } }
    default:
      return { space, ...itemRequestTo(wire, body) }
  }
}

function requestFrom(wire: Wire, body: pb.CanRequest): CanRequest {
  const space = atMost(body.space, CAN_LIMITS.space, 'space')
  if (body.find !== undefined) return findFrom(wire, space, body.find)
  if (body.update !== undefined) return updateFrom(wire, space, body.update)
  if (body.join !== undefined) {
    const { self, point, chosen } = body.join
    const dimensions = dimensionsFrom(body.join.dimensions)
    return { type: 'join', space, dimensions, self: refFrom(wire, self, 'self'), point: pointFrom(point), chosen }
  }
  if (body.give !== undefined) {
    const { self, claim, around, mates } = body.give
    return {
      type: 'give',
      space,
      self: refFrom(wire, self, 'self'),
      claim: claimFrom(claim),
      around: aroundFrom(wire, around),
      ...matesFrom(wire, mates),
    }
  }
  if (body.accept !== undefined) return { type: 'accept', space, claim: claimFrom(body.accept) }
  if (body.take !== undefined) return takeFrom(wire, space, body.take)
  if (body.pair !== undefined) {
    const hops = atMost(body.pair.hops, CAN_LIMITS.pairHops, 'hops')
    return { type: 'pair', space, below: pathFrom(body.pair.below, 'below'), hops }
  }
  return itemRequestFrom(wire, space, body)
}

const dimensionsFrom = (value: number): number => within(value, 1, MAX_DIMENSIONS, 'dimensions')

function updateFrom(wire: Wire, space: number, update: pb.CanUpdate): CanRequest {
  return {
    type: 'update',
    space,
    dimensions: dimensionsFrom(update.dimensions),
    ...(update.self === undefined ? {} : { self: nodeRefFrom(wire, update.self) }),
    have: atMost(update.have, MAX_COUNT, 'have'),
    picture: pictureFrom(wire, update.picture),
    ...(update.follows ? { follows: true } : {}),
  }
}

function takeFrom(wire: Wire, space: number, { self, claims, volume, of }: pb.CanTake): CanRequest {
  if (!(volume >= 0 && volume <= 1)) throw new WireError('malformed', 'volume is not in [0, 1]')
  if (claims.length === 0) throw new WireError('malformed', 'claims are missing')
  const body = { type: 'claim', space, self: refFrom(wire, self, 'self'), claims: claimsFrom(claims), volume } as const
  return of === undefined ? body : { ...body, of: wire.peerOf(of) }
}

const REFUSALS = {
  NOT_JOINED: pb.CanRefusal.CAN_NOT_JOINED,
  NO_ROUTE: pb.CanRefusal.CAN_NO_ROUTE,
  HOPS_EXCEEDED: pb.CanRefusal.CAN_HOPS_EXCEEDED,
  BUSY: pb.CanRefusal.CAN_BUSY,
  TOO_SMALL: pb.CanRefusal.CAN_TOO_SMALL,
  DIMENSIONS: pb.CanRefusal.CAN_DIMENSIONS,
  NOT_HELD: pb.CanRefusal.CAN_NOT_HELD,
  FULL: pb.CanRefusal.CAN_FULL,
  UNREACHABLE: pb.CanRefusal.CAN_UNREACHABLE,
  IO: pb.CanRefusal.CAN_IO,
  FORBIDDEN: pb.CanRefusal.CAN_FORBIDDEN,
} as const satisfies Record<CanRefusal, pb.CanRefusal>

function refusalFrom(wire: pb.CanRefusal): CanRefusal {
  for (const [code, value] of Object.entries(REFUSALS)) if (value === wire) return code as CanRefusal
  throw new WireError('malformed', 'code is missing')
}

const VERDICTS = { agreed: pb.CanVerdict.AGREED, better: pb.CanVerdict.BETTER, alive: pb.CanVerdict.ALIVE } as const

function verdictFrom(wire: pb.CanVerdict): CanResponse {
  if (wire === pb.CanVerdict.AGREED) return { type: 'agreed' }
  if (wire === pb.CanVerdict.BETTER) return { type: 'better' }
  if (wire === pb.CanVerdict.ALIVE) return { type: 'alive' }
  throw new WireError('malformed', 'verdict is missing')
}

function responseTo(wire: Wire, body: CanResponse): Partial<pb.CanResponse> {
  switch (body.type) {
    case 'relaying':
      return { relaying: {} }
    case 'found': {
      const { hops, space } = body
      const path = body.path.slice(0, CAN_LIMITS.hops).map((ref) => nodeRefTo(wire, ref))
      return { found: { holder: holdingTo(wire, body.holder), claim: claimTo(body.claim), hops, path, space } }
    }
    case 'updated':
      return { updated: { picture: pictureTo(wire, body.picture), have: body.have } }
    case 'granted':
      return {
        granted: {
          claim: claimTo(body.claim),
          around: aroundTo(wire, body.around),
          mates: matesTo(wire, body.mates),
        },
      }
    case 'mate':
      return { mate: pictureTo(wire, body.picture) }
    case 'redirect':
      return { redirect: { to: nodeRefTo(wire, body.to), chosen: body.chosen } }
    case 'taken':
      return { taken: {} }
    case 'agreed':
    case 'better':
    case 'alive':
      return { verdict: VERDICTS[body.type] }
    case 'pair': {
      const { path, lower, upper } = body
      return { pair: { path: pathTo(path), lower: nodeRefTo(wire, lower), upper: nodeRefTo(wire, upper) } }
    }
    case 'failed':
      return { failed: { code: REFUSALS[body.code], dimensions: body.dimensions ?? 0 } }
    case 'answered': {
      const { items, more, covered, counts, around } = body
      return {
        answered: {
          items: items.map((item) => itemTo(wire, item)),
          more,
          covered: covered.map(pathTo),
          counts: counts.map((count) => (count === undefined ? 0 : count + 1)),
          around: aroundTo(wire, around),
        },
      }
    }
    default:
      return itemResponseTo(wire, body)
  }
}

function responseFrom(wire: Wire, body: pb.CanResponse): CanResponse {
  if (body.relaying !== undefined) return { type: 'relaying' }
  if (body.found !== undefined) {
    const { holder, claim, hops, path } = body.found
    return {
      type: 'found',
      space: atMost(body.found.space, CAN_LIMITS.space, 'space'),
      holder: holdingFrom(wire, holder),
      claim: claimFrom(claim),
      hops: atMost(hops, CAN_LIMITS.hops, 'hops'),
      path: atMostLong(path, CAN_LIMITS.hops, 'path').map((ref) => nodeRefFrom(wire, ref)),
    }
  }
  if (body.updated !== undefined) {
    const { picture, have } = body.updated
    return { type: 'updated', picture: pictureFrom(wire, picture), have: atMost(have, MAX_COUNT, 'have') }
  }
  if (body.granted !== undefined) {
    const { claim, around, mates } = body.granted
    return {
      type: 'granted',
      claim: claimFrom(claim),
      around: aroundFrom(wire, around),
      ...matesFrom(wire, mates),
    }
  }
  if (body.mate !== undefined) return { type: 'mate', picture: pictureFrom(wire, body.mate) }
  if (body.redirect !== undefined) {
    return { type: 'redirect', to: refFrom(wire, body.redirect.to, 'to'), chosen: body.redirect.chosen }
  }
  if (body.taken !== undefined) return { type: 'taken' }
  if (body.verdict !== undefined) return verdictFrom(body.verdict)
  if (body.pair !== undefined) {
    const { path, lower, upper } = body.pair
    const [low, high] = [refFrom(wire, lower, 'lower'), refFrom(wire, upper, 'upper')]
    return { type: 'pair', path: pathFrom(path, 'path'), lower: low, upper: high }
  }
  if (body.failed !== undefined) {
    const code = refusalFrom(body.failed.code)
    if (code !== 'DIMENSIONS') return { type: 'failed', code }
    return { type: 'failed', code, dimensions: atMost(body.failed.dimensions, MAX_DIMENSIONS, 'dimensions') }
  }
  if (body.answered !== undefined) {
    const { items, more, covered, counts, around } = body.answered
    return {
      type: 'answered',
      items: itemsFrom(wire, items),
      more,
      covered: atMostLong(covered, CAN_LIMITS.claims, 'covered').map((path) => pathFrom(path, 'covered')),
      counts: atMostLong(counts, CAN_LIMITS.claims, 'counts').map((count) => (count === 0 ? undefined : count - 1)),
      around: aroundFrom(wire, around),
    }
  }
  return itemResponseFrom(wire, body)
}

export { CAN_LIMITS } from './can-parts.ts'

export const canCodec: {
  readonly request: BodyCodec<CanRequest>
  readonly response: BodyCodec<CanResponse>
} = {
  request: {
    encode: (wire, body) => pb.CanRequest.encode(requestTo(wire, body)),
    decode: (wire, bytes) => requestFrom(wire, decoded(pb.CanRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.CanResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.CanResponse.decode, bytes)),
  },
}
