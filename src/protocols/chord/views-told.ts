import type { PeerKey } from '../../base/index.ts'
import type { ReplyId } from '../machine.ts'
import type { Core } from './core.ts'
import { fingersToTell } from './hints.ts'
import type { ChangedRequest, ViewRequest } from './messages.ts'
import type { Position } from './state.ts'
import { successorsOf, viewOf } from './views.ts'

/** Somebody asks for our view: told at once, and remembered as told while a query of ours is out (decision 0004). */
export function viewed(core: Core, position: Position, from: PeerKey, reply: ReplyId, body: ViewRequest): void {
  if (position.membership.state === 'joining') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  if (position.query !== undefined) position.query.told = true
  if (position.membership.state === 'member' && position.membership.predecessor?.peer === from) {
    position.polledAt = core.now
    position.behindKnows = true
  }
  if (body.have === position.version) {
    core.respond(reply, { type: 'unchanged', version: position.version })
    return
  }
  const view = viewOf(position)
  const fingers = body.fingers === true ? fingersToTell(position) : []
  core.respond(reply, fingers.length === 0 ? { type: 'view', view } : { type: 'view', view, fingers })
}

/** The head has news: it is asked soon. Of anybody else it means nothing here. */
export function changeHeard(core: Core, position: Position, from: PeerKey, reply: ReplyId, body: ChangedRequest): void {
  if (position.membership.state === 'joining') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  core.respond(reply, { type: 'noted' })
  const [head] = successorsOf(position)
  if (head?.peer === from && head.position === body.of) core.prompt(position)
}
