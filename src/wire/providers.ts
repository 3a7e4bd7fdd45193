import { swarmId, type NodeRef, type SwarmId } from '../base/index.ts'
import type {
  Provider,
  ProvidersMessage,
  ProvidersRefusal,
  ProvidersRequest,
  ProvidersResponse,
} from '../protocols/providers/messages.ts'
import { arcFrom, arcTo } from './arc.ts'
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
  switch (body.type) {
    case 'announce':
      return {
        position,
        swarm: bytesOfHex(body.swarm),
        announce: { self: nodeRefTo(wire, body.self), seeding: body.seeding },
      }
    case 'find':
      return { position, swarm: bytesOfHex(body.swarm), find: { limit: body.limit } }
    case 'replicate': {
      const providers = body.providers.map((provider) => providerTo(wire, provider))
      const gone = body.gone.map((peer) => wire.peerBytes(peer) as Uint8Array<ArrayBuffer>)
      return {
        position,
        swarm: bytesOfHex(body.swarm),
        replicate: { self: nodeRefTo(wire, body.self), providers, gone },
      }
    }
    case 'pull':
      return { position, pull: { self: nodeRefTo(wire, body.self), ...arcTo(body.arc) } }
  }
}

function requestFrom(wire: WireContext, body: pb.ProvidersRequest): ProvidersRequest {
  const position = positionFrom(body.position)
  if (body.pull !== undefined) {
    return { type: 'pull', position, self: selfFrom(wire, body.pull), arc: arcFrom(body.pull) }
  }
  const swarm = swarmFrom(body.swarm)
  if (body.find !== undefined) {
    return { type: 'find', position, swarm, limit: within(body.find.limit, 1, PROVIDERS_LIMITS.sample, 'limit') }
  }
  if (body.announce !== undefined) {
    const { seeding } = body.announce
    return { type: 'announce', position, swarm, self: selfFrom(wire, body.announce), seeding }
  }
  if (body.replicate !== undefined) {
    const { providers, gone } = body.replicate
    return {
      type: 'replicate',
      position,
      self: selfFrom(wire, body.replicate),
      swarm,
      providers: providersFrom(wire, providers, PROVIDERS_LIMITS.replicated),
      gone: atMostLong(gone, PROVIDERS_LIMITS.replicated, 'gone').map((peer) => wire.peerOf(peer)),
    }
  }
  throw new WireError('unknown', 'a providers request without a known body')
}

const selfFrom = (wire: WireContext, { self }: { self?: pb.NodeRef | undefined }): NodeRef =>
  nodeRefFrom(wire, present(self, 'self'))

const REFUSALS = {
  NOT_OWNER: pb.ProvidersRefusal.NOT_OWNER,
  NOT_YOURS: pb.ProvidersRefusal.NOT_YOURS,
  FULL: pb.ProvidersRefusal.FULL,
  NOT_YET: pb.ProvidersRefusal.NOT_YET,
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
    case 'replicated':
      return { replicated: {} }
    case 'pulled':
      return { pulled: { settled: body.settled } }
    case 'working':
      return { working: {} }
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
  if (body.replicated !== undefined) return { type: 'replicated' }
  if (body.pulled !== undefined) return { type: 'pulled', settled: body.pulled.settled }
  if (body.working !== undefined) return { type: 'working' }
  if (body.failed !== undefined) return { type: 'failed', code: refusalFrom(body.failed.code) }
  throw new WireError('unknown', 'a providers response without a known body')
}

function messageTo(_wire: WireContext, { swarm }: ProvidersMessage): Partial<pb.ProvidersMessage> {
  return { swarm: bytesOfHex(swarm), withdraw: {} }
}

function messageFrom(_wire: WireContext, body: pb.ProvidersMessage): ProvidersMessage {
  if (body.withdraw !== undefined) return { type: 'withdraw', swarm: swarmFrom(body.swarm) }
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
