import type {
  TakeRequest,
  TallyMessage,
  TallyRefusal,
  TallyRequest,
  TallyResponse,
} from '../protocols/tally/messages.ts'
import { atMostLong, decoded, positionFrom, present, within, type BodyCodec, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/tally.ts'
import { MAX_COUNT } from './limits.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'

export const TALLY_LIMITS = {
  /** Bytes of a name. */
  nameBytes: 256,
  /** What one add may add or take away. */
  add: 2 ** 40,
  /** How far from 0 a tally may count. */
  value: MAX_COUNT,
  /** Serials of open grants in one take. */
  open: 64,
} as const

const encoder = new TextEncoder()

function nameFrom(name: string): string {
  if (encoder.encode(name).byteLength > TALLY_LIMITS.nameBytes) {
    throw new WireError('limit', `name has more than ${TALLY_LIMITS.nameBytes} bytes`)
  }
  if (!/^[^\p{Cc}\u{10ffff}]+$/u.test(name))
    throw new WireError('malformed', 'name is empty or has a control character')
  return name
}

/** A whole number at most `max` away from 0. */
function signed(value: number, max: number, field: string): number {
  if (!(Math.abs(value) <= max)) throw new WireError('limit', `${field} is more than ${max} away from 0`)
  return value
}

function signedNotZero(value: number, max: number, field: string): number {
  if (value === 0) throw new WireError('malformed', `${field} is 0`)
  return signed(value, max, field)
}

const takeTo = ({ amount, serial, below, open }: TakeRequest): pb.TallyTake => ({
  amount,
  serial,
  below,
  open: [...open],
})

function takeFrom({ amount, serial, below, open }: pb.TallyTake): Omit<TakeRequest, 'type' | 'position' | 'name'> {
  return {
    amount: signedNotZero(amount, TALLY_LIMITS.value, 'amount'),
    serial: within(serial, 1, MAX_COUNT, 'serial'),
    below: within(below, 0, MAX_COUNT, 'below'),
    open: atMostLong(open, TALLY_LIMITS.open, 'open').map((one) => within(one, 1, MAX_COUNT, 'open')),
  }
}

function requestTo(body: TallyRequest): Partial<pb.TallyRequest> {
  const { position, name } = body
  switch (body.type) {
    case 'add':
      return { position, name, add: { n: body.n } }
    case 'get':
      return { position, name, get: {} }
    case 'take':
      return { position, name, take: takeTo(body) }
  }
}

function requestFrom(body: pb.TallyRequest): TallyRequest {
  const position = positionFrom(body.position)
  const name = nameFrom(body.name)
  if (body.add !== undefined) {
    return { type: 'add', position, name, n: signedNotZero(body.add.n, TALLY_LIMITS.add, 'n') }
  }
  if (body.get !== undefined) return { type: 'get', position, name }
  if (body.take !== undefined) return { type: 'take', position, name, ...takeFrom(body.take) }
  throw new WireError('unknown', 'a tally request without a known body')
}

const REFUSALS = {
  NOT_KEEPER: pb.TallyRefusal.TALLY_NOT_KEEPER,
  FULL: pb.TallyRefusal.TALLY_FULL,
  OUT_OF_RANGE: pb.TallyRefusal.TALLY_OUT_OF_RANGE,
  STORAGE_FULL: pb.TallyRefusal.TALLY_STORAGE_FULL,
  IO: pb.TallyRefusal.TALLY_IO,
  CORRUPT: pb.TallyRefusal.TALLY_CORRUPT,
} as const satisfies Record<TallyRefusal, pb.TallyRefusal>

function refusalFrom(code: pb.TallyRefusal): TallyRefusal {
  for (const [name, known] of Object.entries(REFUSALS)) if (known === code) return name as TallyRefusal
  throw new WireError('malformed', 'code is missing')
}

function responseTo(wire: WireContext, body: TallyResponse): Partial<pb.TallyResponse> {
  switch (body.type) {
    case 'working':
      return { working: {} }
    case 'counted':
      return { counted: { value: body.value, keeper: nodeRefTo(wire, body.keeper) } }
    case 'taken':
      return { taken: {} }
    case 'failed':
      return { failed: { code: REFUSALS[body.code] } }
  }
}

function responseFrom(wire: WireContext, body: pb.TallyResponse): TallyResponse {
  if (body.working !== undefined) return { type: 'working' }
  if (body.counted !== undefined) {
    const value = signed(body.counted.value, TALLY_LIMITS.value, 'value')
    return { type: 'counted', value, keeper: nodeRefFrom(wire, present(body.counted.keeper, 'keeper')) }
  }
  if (body.taken !== undefined) return { type: 'taken' }
  if (body.failed !== undefined) return { type: 'failed', code: refusalFrom(body.failed.code) }
  throw new WireError('unknown', 'a tally response without a known body')
}

function messageFrom(body: pb.TallyMessage): TallyMessage {
  if (body.settled !== undefined) return { type: 'settled', below: within(body.settled.below, 1, MAX_COUNT, 'below') }
  throw new WireError('unknown', 'a tally message without a known body')
}

export const tallyCodec: {
  readonly message: BodyCodec<TallyMessage>
  readonly request: BodyCodec<TallyRequest>
  readonly response: BodyCodec<TallyResponse>
} = {
  message: {
    encode: (_wire, body) => pb.TallyMessage.encode({ settled: { below: body.below } }),
    decode: (_wire, bytes) => messageFrom(decoded(pb.TallyMessage.decode, bytes)),
  },
  request: {
    encode: (_wire, body) => pb.TallyRequest.encode(requestTo(body)),
    decode: (_wire, bytes) => requestFrom(decoded(pb.TallyRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.TallyResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.TallyResponse.decode, bytes)),
  },
}
