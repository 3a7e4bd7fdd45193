import { asciiJson, isRingId, jsonOf, type Lamport, type PeerKey, type RingId, type Sha256 } from '../../base/index.ts'
import type { Put, Row } from '../machine.ts'
import type { Piece } from './config-table.ts'
import { MAX_MEMBERS, MAX_PRIOR, type Arc, type ConfigId, type PriorConfig } from './quorum.ts'
import { sealed, unsealed } from './rows.ts'

/** What this node knows of its ranges: a row per piece, by the end of its arc. */
export const PIECES = 'records/r/'

const pieceKey = (to: RingId): string => PIECES + to

export function piecePut(sha256: Sha256, piece: Piece): Put {
  const key = pieceKey(piece.arc.to)
  return { key, value: sealed(sha256, key, asciiJson(piece)) }
}
export const pieceGone = (to: RingId): Put => ({ key: pieceKey(to) })

/** What a row says; undefined: it is damaged. */
export function pieceOf(sha256: Sha256, row: Row): Piece | undefined {
  const bytes = unsealed(sha256, row)
  if (bytes === undefined) return undefined
  // Sealed by this node, and all the same it may be of another version of it, and no JSON.
  const piece = jsonOf(bytes) as Partial<Piece> | null | undefined
  const { arc, config, since } = piece ?? {}
  if (!isArc(arc) || !isArc(config) || !isPrior(config) || !Array.isArray(config.prior)) return undefined
  if (config.prior.length > MAX_PRIOR || !config.prior.every(isPrior)) return undefined
  if (since !== undefined && !isId(since)) return undefined
  return { arc, config, since }
}

const isArc = (arc: Partial<Arc> | undefined): arc is Arc =>
  typeof arc?.from === 'string' && typeof arc.to === 'string' && isRingId(arc.from) && isRingId(arc.to)

const isId = (id: Partial<ConfigId> | undefined): id is ConfigId =>
  Number.isSafeInteger(id?.lamport) && (id?.lamport as Lamport) > 0 && typeof id?.peer === 'string'

const isPrior = (config: Partial<PriorConfig> | undefined): config is PriorConfig =>
  isId(config?.id) &&
  (config.unusedFrom === undefined || Number.isSafeInteger(config.unusedFrom)) &&
  Array.isArray(config.members) &&
  config.members.length >= 1 &&
  config.members.length <= MAX_MEMBERS &&
  config.members.every(
    (member: { peer?: PeerKey; position?: number } | null) =>
      typeof member?.peer === 'string' && Number.isInteger(member.position),
  )
