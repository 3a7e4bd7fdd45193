import type { AttributesRequest, AttributesResponse, SampledResponse } from '../protocols/attributes/messages.ts'
import { decoded, type BodyCodec } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/attributes.ts'

export const ATTRIBUTES_LIMITS = {
  dimensions: 2,
  placeMs: 5_000,
  heightMs: { least: 0.01, most: 5_000 },
  error: { least: 0.02, most: 1 },
} as const

/** A number in a range; what is not a number is in none. */
function between(value: number, { least, most }: { least: number; most: number }, field: string): number {
  if (!(value >= least && value <= most)) throw new WireError('limit', `${field} is not in ${least} to ${most}`)
  return value
}

function sampledFrom({ place, height, error }: pb.AttributesSampled): SampledResponse {
  const { dimensions, placeMs, heightMs, error: errors } = ATTRIBUTES_LIMITS
  if (place.length !== dimensions) throw new WireError('malformed', `a coordinate has ${dimensions} dimensions`)
  return {
    type: 'sampled',
    coordinate: {
      place: place.map((x) => between(x, { least: -placeMs, most: placeMs }, 'place')),
      height: between(height, heightMs, 'height'),
    },
    error: between(error, errors, 'error'),
  }
}

function requestFrom(body: pb.AttributesRequest): AttributesRequest {
  if (body.sample !== undefined) return { type: 'sample' }
  throw new WireError('unknown', 'an attributes request without a known body')
}

function responseFrom(body: pb.AttributesResponse): AttributesResponse {
  if (body.sampled !== undefined) return sampledFrom(body.sampled)
  throw new WireError('unknown', 'an attributes response without a known body')
}

const requestTo = ({ type }: AttributesRequest): Partial<pb.AttributesRequest> => ({ [type]: {} })

const responseTo = ({ coordinate, error }: AttributesResponse): Partial<pb.AttributesResponse> => ({
  sampled: { place: [...coordinate.place], height: coordinate.height, error },
})

export const attributesCodec: {
  readonly request: BodyCodec<AttributesRequest>
  readonly response: BodyCodec<AttributesResponse>
} = {
  request: {
    encode: (_wire, body) => pb.AttributesRequest.encode(requestTo(body)),
    decode: (_wire, bytes) => requestFrom(decoded(pb.AttributesRequest.decode, bytes)),
  },
  response: {
    encode: (_wire, body) => pb.AttributesResponse.encode(responseTo(body)),
    decode: (_wire, bytes) => responseFrom(decoded(pb.AttributesResponse.decode, bytes)),
  },
}
