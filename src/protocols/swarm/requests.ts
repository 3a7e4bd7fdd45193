import type { Effect } from '../machine.ts'
import type { SwarmProtocol } from './protocol.ts'
import type { Asked, Session } from './session.ts'
import type { Unit } from './unit.ts'

type Effects = Effect<SwarmProtocol>[]

/** Asks a session for a block that is marked as asked for. */
export function request(now: number, session: Session, unit: Unit, block: number, effects: Effects): void {
  if (session.asked.size === 0) session.lastBlockAt = now
  session.asked.set(unit.blockKey(block), { unit, block, sentAt: now, deliveredThen: session.pace.delivered })
  const ref = unit.refOf(block)
  effects.push({ type: 'fetchBlock', session: session.id, ref })
  effects.push({ type: 'send', to: session.peer, session: session.id, body: { type: 'request', ref } })
}

/** Cancels one request; it is still owed an answer. */
export function takeBack(session: Session, key: number, { unit, block }: Asked, effects: Effects): void {
  const ref = unit.refOf(block)
  session.asked.delete(key)
  session.cancelled.add(key)
  unit.giveBack(block)
  effects.push({ type: 'cancelBlock', session: session.id, ref })
  effects.push({ type: 'send', to: session.peer, session: session.id, body: { type: 'cancel', ref } })
}

/** Cancels all requests for a unit, of whomever. */
export function takeBackUnit(sessions: Iterable<Session>, unit: Unit, effects: Effects): void {
  for (const session of sessions) {
    for (const [key, asked] of session.asked) if (asked.unit === unit) takeBack(session, key, asked, effects)
  }
}

/** A block of the end game is here: whoever else was asked for it need not send it. */
export function takeBackBlock(sessions: Iterable<Session>, unit: Unit, block: number, effects: Effects): void {
  const key = unit.blockKey(block)
  for (const session of sessions) {
    const asked = session.asked.get(key)
    if (asked?.unit === unit) takeBack(session, key, asked, effects)
  }
}
