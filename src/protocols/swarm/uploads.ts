import type { BlockRef, Effect } from '../machine.ts'
import type { PieceSet } from './bits.ts'
import type { Geometry } from './layout.ts'
import { LEAF_BYTES, MAX_BLOCK_BYTES, MAX_FILES, MAX_REQUESTS, METADATA_CHUNK_BYTES } from './messages.ts'
import type { SwarmProtocol } from './protocol.ts'
import type { Session } from './session.ts'
import { unitKeyOf } from './unit.ts'

/** Requests for what we do not have: more than races explain. */
export const MAX_BAD_REQUESTS = 64
/** A hash in a piece layer: SHA-256. */
const HASH_BYTES = 32

/** What this side can serve. */
export interface Stock {
  /** 0: the info dictionary is not known. */
  readonly infoBytes: number
  readonly geometry: Geometry | undefined
  /** Undefined until pieces and layers are served. */
  readonly have: PieceSet | undefined
}

type Effects = Effect<SwarmProtocol>[]

/** Answers a request: with a block, sooner or later, or with a reject at once. Returns what rule it breaks, if one. */
export function requested(session: Session, stock: Stock, ref: BlockRef, effects: Effects): string | undefined {
  const fault = refFault(ref, stock)
  if (fault !== undefined) return fault
  const key = requestKey(ref)
  if (session.serving.has(key)) return 'asked twice for the same block'
  if (!isInStock(ref, stock)) {
    if (++session.badRequests > MAX_BAD_REQUESTS) return 'asks for pieces that are not there'
    reject(session, ref, effects)
  } else if (session.serving.size >= MAX_REQUESTS) reject(session, ref, effects)
  else {
    session.serving.set(key, ref)
    effects.push({ type: 'serveBlock', session: session.id, ref })
  }
  return undefined
}

/** Asks the glue not to send it; it answers with `served`, true if it was too late. */
export function cancelled(session: Session, ref: BlockRef, effects: Effects): void {
  if (session.serving.has(requestKey(ref))) effects.push({ type: 'cancelBlock', session: session.id, ref })
}

/** The glue sent the block, or could not. Returns the bytes of content that went out. */
export function served(now: number, session: Session, ref: BlockRef, ok: boolean, effects: Effects): number {
  if (!session.serving.delete(requestKey(ref))) return 0
  if (!ok) {
    reject(session, ref, effects)
    return 0
  }
  const bytes = ref.kind === 'piece' ? ref.length : 0
  session.up.add(now, bytes)
  return bytes
}

function reject(session: Session, ref: BlockRef, effects: Effects): void {
  effects.push({ type: 'send', to: session.peer, session: session.id, body: { type: 'reject', ref } })
}

/** A request's key: two with the same begin are the same, whatever their lengths. */
const requestKey = (ref: BlockRef): number =>
  unitKeyOf(ref) * 4096 + (ref.kind === 'piece' ? ref.begin / LEAF_BYTES : ref.index)

function isInStock(ref: BlockRef, { infoBytes, have }: Stock): boolean {
  if (ref.kind === 'info') return infoBytes > 0
  return have !== undefined && (ref.kind === 'layer' || have.has(ref.piece))
}

/** What is wrong with a reference, whatever there is in stock. */
function refFault(ref: BlockRef, { infoBytes, geometry }: Stock): string | undefined {
  if (ref.kind === 'info') {
    return infoBytes > 0 && ref.index * METADATA_CHUNK_BYTES >= infoBytes ? `no metainfo chunk ${ref.index}` : undefined
  }
  if (geometry === undefined) return undefined
  if (ref.kind === 'layer') {
    const isBeyond = ref.file >= MAX_FILES || ref.index * METADATA_CHUNK_BYTES >= geometry.pieces * HASH_BYTES
    return isBeyond ? `no layer chunk ${ref.index}` : undefined
  }
  const { piece, begin, length } = ref
  if (!geometry.has(piece)) return `no piece ${piece}`
  const end = begin + length
  const bytes = geometry.bytesOf(piece)
  if (length < 1 || length > MAX_BLOCK_BYTES || end > bytes) return `no block of ${length} bytes at ${begin}`
  if (begin % LEAF_BYTES !== 0 || (length % LEAF_BYTES !== 0 && end !== bytes)) return 'a block that splits a leaf'
  return undefined
}
