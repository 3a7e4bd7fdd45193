import { swarmId, type NodeRef, type SwarmId } from '../base/index.ts'
import type {
  Provider,
  ProvidersMessage,
  ProvidersRefusal,
  ProvidersRequest,
  ProvidersResponse,
} from '../protocols/providers/messages.ts'
import {
  atMost,
  atMostLong,
  bytesOfHex,
  decoded,
  hexFrom,
  positionFrom,
  present,
  within,
  type BodyCodec,
  type WireContext,
} from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/providers.ts'
import { nodeRefFrom, nodeRefsTo, nodeRefTo } from './node-ref.ts'

export const PROVIDERS_LIMITS = {
  /** Providers of one answer, and the most that may be asked for. */
  sample: 50,
  /** Providers, and withdrawn peers, of one replicate message: with all their addresses they fit a control frame. */
  replicated: 16,
  /** Nodes that keep a set. */
  replicas: 8,
  /** Leases are told as at most a day. */
  leaseMs: 86_400_000,
  total: 2 ** 31,
} as const

const swarmFrom = (bytes: Uint8Array): SwarmId => swarmId(hexFrom(bytes, 'swarm'))

const providerTo = (wire: WireContext, { ref, seeding, leftMs }: Provider): pb.Provider => ({
  node: nodeRefTo(wire, ref),
  seeding,
  leftMs: Math.min(leftMs, PROVIDERS_LIMITS.leaseMs),
})

const providerFrom = (wire: WireContext, { node, seeding, leftMs }: pb.Provider): Provider => ({
  ref: nodeRefFrom(wire, present(node, 'node')),
  seeding,
  leftMs: atMost(leftMs, PROVIDERS_LIMITS.leaseMs, 'leftMs'),
})

const providersFrom = (wire: WireContext, list: pb.Provider[], max: number): Provider[] =>
  atMostLong(list, max, 'providers').map((provider) => providerFrom(wire, provider))

function requestTo(wire: WireContext, body: ProvidersRequest): Partial<pb.ProvidersRequest> {
  const { position } = body
  const swarm = bytesOfHex(body.swarm)
  if (body.type === 'find') return { position, swarm, find: { limit: body.limit } }
  return { position, swarm, announce: { self: nodeRefTo(wire, body.self), seeding: body.seeding } }
}

function requestFrom(wire: WireContext, body: pb.ProvidersRequest): ProvidersRequest {
  const position = positionFrom(body.position)
  const swarm = swarmFrom(body.swarm)
  if (body.find !== undefined) {
    return { type: 'find', position, swarm, limit: within(body.find.limit, 1, PROVIDERS_LIMITS.sample, 'limit') }
  }
  if (body.announce !== undefined) {
    const { self, seeding } = body.announce
    return { type: 'announce', position, swarm, self: nodeRefFrom(wire, present(self, 'self')), seeding }
  }
  throw new WireError('unknown', 'a providers request without a known body')
}

const REFUSALS = {
  NOT_OWNER: pb.ProvidersRefusal.NOT_OWNER,
  NOT_YOURS: pb.ProvidersRefusal.NOT_YOURS,
  FULL: pb.ProvidersRefusal.FULL,
} as const satisfies Record<ProvidersRefusal, pb.ProvidersRefusal>

function refusalFrom(code: pb.ProvidersRefusal): ProvidersRefusal {
  if (code === pb.ProvidersRefusal.PROVIDERS_REFUSAL_UNSPECIFIED) throw new WireError('malformed', 'code is missing')
  return code
}

function responseTo(wire: WireContext, body: ProvidersResponse): Partial<pb.ProvidersResponse> {
  switch (body.type) {
    case 'announced':
      return { announced: { leaseMs: Math.min(body.leaseMs, PROVIDERS_LIMITS.leaseMs), replicas: body.replicas } }
    case 'found': {
      const providers = body.providers.slice(0, PROVIDERS_LIMITS.sample).map((provider) => providerTo(wire, provider))
      const replicas = nodeRefsTo(wire, body.replicas.slice(0, PROVIDERS_LIMITS.replicas))
      return { found: { providers, total: body.total, replicas } }
    }
    case 'failed':
      return { failed: { code: REFUSALS[body.code] } }
  }
}

function responseFrom(wire: WireContext, body: pb.ProvidersResponse): ProvidersResponse {
  if (body.announced !== undefined) {
    const leaseMs = atMost(body.announced.leaseMs, PROVIDERS_LIMITS.leaseMs, 'leaseMs')
    return {
      type: 'announced',
      leaseMs,
      replicas: atMost(body.announced.replicas, PROVIDERS_LIMITS.replicas, 'replicas'),
    }
  }
  if (body.found !== undefined) {
    const { providers, total, replicas } = body.found
    const others: NodeRef[] = atMostLong(replicas, PROVIDERS_LIMITS.replicas, 'replicas').map((ref) =>
      nodeRefFrom(wire, ref),
    )
    return {
      type: 'found',
      providers: providersFrom(wire, providers, PROVIDERS_LIMITS.sample),
      total: atMost(total, PROVIDERS_LIMITS.total, 'total'),
      replicas: others,
    }
  }
  if (body.failed !== undefined) return { type: 'failed', code: refusalFrom(body.failed.code) }
  throw new WireError('unknown', 'a providers response without a known body')
}

function messageTo(wire: WireContext, body: ProvidersMessage): Partial<pb.ProvidersMessage> {
  const swarm = bytesOfHex(body.swarm)
  if (body.type === 'withdraw') return { swarm, withdraw: {} }
  const providers = body.providers.map((provider) => providerTo(wire, provider))
  const gone = body.gone.map((peer) => wire.peerBytes(peer) as Uint8Array<ArrayBuffer>)
  return { swarm, replicate: { self: nodeRefTo(wire, body.self), providers, gone } }
}

function messageFrom(wire: WireContext, body: pb.ProvidersMessage): ProvidersMessage {
  const swarm = swarmFrom(body.swarm)
  if (body.withdraw !== undefined) return { type: 'withdraw', swarm }
  if (body.replicate !== undefined) {
    const { self, providers, gone } = body.replicate
    return {
      type: 'replicate',
      self: nodeRefFrom(wire, present(self, 'self')),
      swarm,
      providers: providersFrom(wire, providers, PROVIDERS_LIMITS.replicated),
      gone: atMostLong(gone, PROVIDERS_LIMITS.replicated, 'gone').map((peer) => wire.peerOf(peer)),
    }
  }
  throw new WireError('unknown', 'a providers message without a known body')
}

export const providersCodec: {
  readonly message: BodyCodec<ProvidersMessage>
  readonly request: BodyCodec<ProvidersRequest>
  readonly response: BodyCodec<ProvidersResponse>
} = {
  message: {
    encode: (wire, body) => pb.ProvidersMessage.encode(messageTo(wire, body)),
    decode: (wire, bytes) => messageFrom(wire, decoded(pb.ProvidersMessage.decode, bytes)),
  },
  request: {
    encode: (wire, body) => pb.ProvidersRequest.encode(requestTo(wire, body)),
    decode: (wire, bytes) => requestFrom(wire, decoded(pb.ProvidersRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.ProvidersResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.ProvidersResponse.decode, bytes)),
  },
}
