import { PieceSet } from './bits.ts'
import { MAX_INFO_BYTES, MAX_PIECES, type HelloMessage, type SwarmMessage } from './messages.ts'
import type { Session } from './session.ts'

/** A side says hello when the session stands, when it knows the info dictionary, and when it knows its pieces. */
export const MAX_HELLOS = 3

/** The message that says which pieces a peer has. */
export type HaveState = Extract<SwarmMessage, { type: 'bitfield' | 'haveAll' | 'haveNone' }>

/**
 * What is wrong with a hello, if anything. What we know ourselves is verified; what only the peer knows may not change.
 * @param infoBytes ours, or 0
 */
export function helloFault(
  session: Session,
  hello: HelloMessage,
  infoBytes: number,
  pieces: number | undefined,
): string | undefined {
  if (session.hellosHeard >= MAX_HELLOS) return 'says hello again and again'
  if (hello.infoBytes > MAX_INFO_BYTES || hello.pieces > MAX_PIECES) return 'a metainfo too large'
  if (session.infoBytes > 0 && session.infoBytes !== hello.infoBytes) return 'contradicts its hello'
  if (session.pieces > 0 && session.pieces !== hello.pieces) return 'contradicts its hello'
  if (hello.infoBytes > 0 && infoBytes > 0 && hello.infoBytes !== infoBytes)
    return 'lies about the size of the metainfo'
  if (hello.pieces > 0 && pieces !== undefined && hello.pieces !== pieces) return 'lies about the number of pieces'
  return undefined
}

/** The pieces of a message, or undefined when its bitfield has the wrong size or spare bits. */
export function haveOf(message: HaveState, pieces: number): PieceSet | undefined {
  if (message.type === 'haveAll') return PieceSet.full(pieces)
  return message.type === 'haveNone' ? new PieceSet(pieces) : PieceSet.from(pieces, message.bits)
}
