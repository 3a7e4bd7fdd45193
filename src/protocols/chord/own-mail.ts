import type { AskId, ReplyId } from '../machine.ts'
import type { ChordRequest, ChordResponse } from './messages.ts'

/**
 * What one position of this machine says to another. It needs no network and no host: it is handed over within the step,
 * first in, first out, and answered like anything else. So the rules of the ring are the same between own positions as
 * between peers, and a ring of own positions costs no message.
 */
export type OwnLetter =
  | { readonly kind: 'request'; readonly ask: AskId; readonly body: ChordRequest; readonly leftMs: number }
  | { readonly kind: 'answer'; readonly ask: AskId; readonly body: ChordResponse; readonly interim: boolean }
  | { readonly kind: 'refused'; readonly ask: AskId }

/** Where letters wait, in the state of the machine. */
interface Post {
  readonly ownMail: OwnLetter[]
}

/** Own requests are answered under the negative of their ask's number; replies that a host gives are positive. */
export const ownReply = (ask: AskId): ReplyId => (0 - ask) as ReplyId

export function askOwn(state: Post, ask: AskId, body: ChordRequest, leftMs: number): void {
  // A find that stays within this peer has passed no remote one.
  const asked = body.type === 'find' ? { ...body, hops: body.hops - 1 } : body
  state.ownMail.push({ kind: 'request', ask, body: asked, leftMs })
}

export function answerOwn(
  state: Post,
  effect:
    | { readonly type: 'respond'; readonly reply: ReplyId; readonly body: ChordResponse; readonly interim?: true }
    | { readonly type: 'refuse'; readonly reply: ReplyId },
): void {
  const ask = (0 - effect.reply) as AskId
  if (effect.type === 'refuse') state.ownMail.push({ kind: 'refused', ask })
  else state.ownMail.push({ kind: 'answer', ask, body: effect.body, interim: effect.interim === true })
}
