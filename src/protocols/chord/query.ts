import { between, sameNode, type NodeRef } from '../../base/index.ts'
import type { AskId } from '../machine.ts'
import type { Core } from './core.ts'
import { sameRef } from './lists.ts'
import { isDeparting, type Position, type Query } from './state.ts'

/**
 * So long an answer that the view is unchanged will do; then it is told anew. What was once heard wrong, from a node with a
 * bug, would otherwise stay for as long as nothing changes.
 */
const WHOLE_VIEW_PERIODS = 60

/** Sends the one query whose answer may change the list. */
export function query(
  core: Core,
  position: Position,
  kind: Query['kind'],
  to: NodeRef,
  walked = 0,
  restarts = 0,
): void {
  const known = kind === 'successor' ? position.headView : undefined
  const isFresh = core.now - position.wholeViewAt < WHOLE_VIEW_PERIODS * core.params.stabilizeMs
  const have = known !== undefined && sameNode(known.self, to) && isFresh ? known.version : 0
  if (have === 0) position.wholeViewAt = core.now
  const body = { type: 'view', position: to.position, have } as const
  const ask = core.ask({ kind: 'query', position }, to, body, core.params.queryMs)
  position.query = { kind, to, ask, told: false, restarts, walked }
}

/** "I may be your predecessor", unless the head has acknowledged that already. */
export function notifyHead(core: Core, position: Position): void {
  const { membership, self, notified, notifying, headView } = position
  if (membership.state !== 'member' || membership.successors.state !== 'settled' || isDeparting(position)) return
  const { head } = membership.successors
  const onRing = membership.boundary !== undefined && position.claimsAt <= core.now
  const known = headView?.predecessor
  const isKnown = known !== undefined && sameRef(known, self)
  if (isKnown && notified?.id === head.id && notified.epoch === head.epoch && notified.onRing === onRing) return
  if (notifying?.id === head.id && notifying.onRing === onRing) return
  const body = { type: 'notify', position: head.position, self, onRing } as const
  const ask = core.ask({ kind: 'notify', position, to: head, onRing }, head, body, core.params.queryMs)
  position.notifying = { ask, id: head.id, onRing }
}

/** The notify was acknowledged, or was not. */
export function notifyEnded(
  position: Position,
  ask: AskId,
  told: { readonly to: NodeRef; readonly onRing: boolean },
  acknowledged: boolean,
): void {
  if (position.notifying?.ask === ask) position.notifying = undefined
  if (acknowledged) position.notified = { id: told.to.id, epoch: told.to.epoch, onRing: told.onRing }
}

/** The query under way has ended: the one met meanwhile is asked. */
export function askMet(core: Core, position: Position): void {
  const { met, membership, self } = position
  if (met === undefined || position.query !== undefined || position.linkAt > core.now) return
  if (membership.state !== 'member') return
  position.met = undefined
  const { successors } = membership
  if (successors.state !== 'settled' || core.isDead(met) || !between(self.id, met.id, successors.head.id)) return
  query(core, position, 'met', met)
}
