import { swarmId, type SwarmId } from '../base/index.ts'
import { bytesOfHex, exactly, hexFrom } from './codec.ts'
import { WireError } from './errors.ts'
import { ID_BYTES } from './limits.ts'

/** libp2p protocol ids. */
export const CONTROL_PROTOCOL = '/orbweaver/control/1'
/** Envelopes that are too large for the control stream. */
export const DATA_PROTOCOL = '/orbweaver/data/1'
export const SESSION_PROTOCOL = '/orbweaver/session/1'

/** First byte of every frame after hello; numbers are never re-used. */
export const FRAME_ENVELOPE = 0
/** Session streams only: see block.ts. */
export const FRAME_BLOCK = 1
/** The sender is about to close and why, so that nobody takes it for a crash: one byte of reason. */
export const FRAME_GOODBYE = 2
/** First frame of a session stream, from its opener: the 32 bytes of the swarm id. */
export const FRAME_SESSION_OPEN = 3
/** Its answer: taken. */
export const FRAME_SESSION_ACCEPT = 4
/** Its answer: not taken, one byte of reason. */
export const FRAME_SESSION_REFUSE = 5

const GOODBYES = {
  /** Too many connections; come back when there is something to say. */
  pruned: 1,
  /** The daemon stops. */
  stopping: 2,
  /** Another connection between the two serves. */
  duplicate: 3,
} as const
/** Why a side closes a connection. */
export type GoodbyeReason = keyof typeof GOODBYES

const SESSION_REFUSALS = {
  /** Both opened at once and the receiver's own stream, as that of the smaller peer id, is the one that stays. */
  duplicate: 1,
  /** Too many sessions. */
  overload: 2,
  /** The receiver has nothing to do with this swarm. */
  unwanted: 3,
} as const
export type SessionRefusal = keyof typeof SESSION_REFUSALS

export const encodeGoodbye = (reason: GoodbyeReason): Uint8Array => Uint8Array.of(FRAME_GOODBYE, GOODBYES[reason])
export const encodeSessionRefusal = (why: SessionRefusal): Uint8Array =>
  Uint8Array.of(FRAME_SESSION_REFUSE, SESSION_REFUSALS[why])

export function encodeSessionOpen(swarm: SwarmId): Uint8Array {
  const frame = new Uint8Array(1 + ID_BYTES)
  frame[0] = FRAME_SESSION_OPEN
  frame.set(bytesOfHex(swarm), 1)
  return frame
}

/** True of a kind that some later version may have. */
export const isLaterFrame = (kind: number): boolean => kind > FRAME_SESSION_REFUSE

/**
 * A reason of a later version is a goodbye all the same, by somebody who is alive: `pruned`.
 * @throws WireError
 */
export const decodeGoodbye = (frame: Uint8Array): GoodbyeReason => oneByteOf(frame, GOODBYES, 'pruned', 'goodbye')
/**
 * A reason of a later version is a refusal all the same: `unwanted`.
 * @throws WireError
 */
export const decodeSessionRefusal = (frame: Uint8Array): SessionRefusal =>
  oneByteOf(frame, SESSION_REFUSALS, 'unwanted', 'refusal')
/** @throws WireError */
export const decodeSessionOpen = (frame: Uint8Array): SwarmId => {
  if (frame[0] !== FRAME_SESSION_OPEN) throw new WireError('malformed', 'a session stream begins by naming its swarm')
  return swarmId(hexFrom(exactly(frame.subarray(1), ID_BYTES, 'swarm'), 'swarm'))
}

function oneByteOf<Name extends string>(
  frame: Uint8Array,
  names: Record<Name, number>,
  later: Name,
  what: string,
): Name {
  const number = exactly(frame, 2, what)[1] ?? 0
  if (number === 0) throw new WireError('malformed', `${what} without a reason`)
  for (const name of Object.keys(names) as Name[]) if (names[name] === number) return name
  return later
}
