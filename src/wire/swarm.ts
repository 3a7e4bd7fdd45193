import type { BlockRef } from '../protocols/index.ts'
import type { SwarmMessage } from '../protocols/swarm/messages.ts'
import { atMost, decoded, within, type BodyCodec } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/swarm.ts'

/** What the fields of a session's messages may be, whatever the swarm; the machine knows the swarm and is stricter. */
export const SWARM_LIMITS = {
  infoBytes: 8 * 1024 * 1024,
  pieces: 2 ** 20,
  /** A bitfield of the most pieces. */
  bitfieldBytes: 2 ** 20 / 8,
  /** Last begin of a block in the largest piece, and bytes of a block. */
  begin: 16 * 1024 * 1024 - 1,
  blockBytes: 64 * 1024,
  /** Chunks of the largest info dictionary, and of the largest piece layer; files. */
  infoChunks: 512,
  layerChunks: 2048,
  files: 100_000,
} as const

function refTo(ref: BlockRef): pb.SwarmBlockRef {
  switch (ref.kind) {
    case 'piece':
      return { kind: pb.SwarmBlockKind.PIECE, index: ref.piece, begin: ref.begin, length: ref.length }
    case 'info':
      return { kind: pb.SwarmBlockKind.INFO, index: 0, begin: ref.index, length: 0 }
    case 'layer':
      return { kind: pb.SwarmBlockKind.LAYER, index: ref.file, begin: ref.index, length: 0 }
  }
}

function refFrom({ kind, index, begin, length }: pb.SwarmBlockRef): BlockRef {
  switch (kind) {
    case pb.SwarmBlockKind.PIECE:
      return {
        kind: 'piece',
        piece: atMost(index, SWARM_LIMITS.pieces - 1, 'piece'),
        begin: atMost(begin, SWARM_LIMITS.begin, 'begin'),
        length: within(length, 1, SWARM_LIMITS.blockBytes, 'length'),
      }
    case pb.SwarmBlockKind.INFO:
      return { kind: 'info', index: atMost(begin, SWARM_LIMITS.infoChunks - 1, 'chunk') }
    case pb.SwarmBlockKind.LAYER:
      return {
        kind: 'layer',
        file: atMost(index, SWARM_LIMITS.files - 1, 'file'),
        index: atMost(begin, SWARM_LIMITS.layerChunks - 1, 'chunk'),
      }
    case pb.SwarmBlockKind.SWARM_BLOCK_KIND_UNSPECIFIED:
      throw new WireError('malformed', 'the kind of a block is missing')
  }
}

function messageTo(body: SwarmMessage): pb.SwarmMessage {
  switch (body.type) {
    case 'hello':
      return { hello: { infoBytes: body.infoBytes, pieces: body.pieces } }
    case 'bitfield':
      return { bitfield: { bits: body.bits as Uint8Array<ArrayBuffer> } }
    case 'haveAll':
      return { haveAll: {} }
    case 'haveNone':
      return { haveNone: {} }
    case 'have':
      return { have: { piece: body.piece } }
    case 'interested':
      return { interested: {} }
    case 'notInterested':
      return { notInterested: {} }
    case 'request':
      return { request: refTo(body.ref) }
    case 'cancel':
      return { cancel: refTo(body.ref) }
    case 'reject':
      return { reject: refTo(body.ref) }
  }
}

function messageFrom(body: pb.SwarmMessage): SwarmMessage {
  if (body.request !== undefined) return { type: 'request', ref: refFrom(body.request) }
  if (body.have !== undefined) {
    return { type: 'have', piece: atMost(body.have.piece, SWARM_LIMITS.pieces - 1, 'piece') }
  }
  if (body.reject !== undefined) return { type: 'reject', ref: refFrom(body.reject) }
  if (body.cancel !== undefined) return { type: 'cancel', ref: refFrom(body.cancel) }
  if (body.interested !== undefined) return { type: 'interested' }
  if (body.notInterested !== undefined) return { type: 'notInterested' }
  if (body.hello !== undefined) {
    const infoBytes = atMost(body.hello.infoBytes, SWARM_LIMITS.infoBytes, 'infoBytes')
    return { type: 'hello', infoBytes, pieces: atMost(body.hello.pieces, SWARM_LIMITS.pieces, 'pieces') }
  }
  if (body.bitfield !== undefined) {
    const { bits } = body.bitfield
    atMost(bits.byteLength, SWARM_LIMITS.bitfieldBytes, 'bitfield')
    return { type: 'bitfield', bits }
  }
  if (body.haveAll !== undefined) return { type: 'haveAll' }
  if (body.haveNone !== undefined) return { type: 'haveNone' }
  throw new WireError('unknown', 'a swarm message without a known body')
}

/** The swarm machine has one-way messages only. */
export const swarmCodec: { readonly message: BodyCodec<SwarmMessage> } = {
  message: {
    encode: (_wire, body) => pb.SwarmMessage.encode(messageTo(body)),
    decode: (_wire, bytes) => messageFrom(decoded(pb.SwarmMessage.decode, bytes)),
  },
}
