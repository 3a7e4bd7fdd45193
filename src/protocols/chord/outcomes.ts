import type { PeerKey } from '../../base/index.ts'
import type { AskFailure, AskId } from '../machine.ts'
import type { Core } from './core.ts'
import { fingerChecked } from './fix-fingers.ts'
import { joinFound, joinViewed } from './join.ts'
import { leaveAnswered } from './leave.ts'
import { stepAnswered, verifyingAnswered } from './lookup.ts'
import { meetAnswered, probed } from './merge.ts'
import type { ChordResponse } from './messages.ts'
import { nearAnswered } from './near.ts'
import { notifyEnded } from './query.ts'
import { predecessorAnswered } from './rectify.ts'
import { aroundAnswered } from './small-ring.ts'
import type { Purpose } from './state.ts'

/** What an ask came to, for those purposes that treat answer and failure in one place. */
export function outcome(
  core: Core,
  ask: AskId,
  purpose: Exclude<Purpose, { kind: 'hop' | 'query' | 'batch' }>,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  switch (purpose.kind) {
    case 'joinFind':
      joinFound(core, purpose.position, purpose.attempt, answer)
      return
    case 'joinView':
      joinViewed(core, purpose.position, purpose.attempt, purpose.to, from, answer)
      return
    case 'notify':
      notifyEnded(purpose.position, ask, purpose, typeof answer === 'object' && answer.type === 'noted')
      return
    case 'predecessor':
      predecessorAnswered(core, purpose.position, purpose.to, from, answer)
      return
    case 'finger':
      fingerChecked(core, purpose, answer)
      return
    case 'around':
      aroundAnswered(core, purpose, answer)
      return
    case 'near':
      nearAnswered(core, purpose, answer)
      return
    case 'step':
      stepAnswered(core, purpose, from, answer)
      return
    case 'verify':
      verifyingAnswered(core, purpose, from, answer)
      return
    case 'leave':
      leaveAnswered(core, purpose, answer)
      return
    case 'probe':
      probed(core, purpose.position, purpose.peer, answer)
      return
    case 'meet':
      meetAnswered(core, purpose, from, answer)
      return
    case 'announce':
      return
  }
}
