import type { NodeRef } from '../../base/index.ts'
import type { AskId, ReplyId } from '../machine.ts'
import type { BatchedAnswer, BatchedRequest, ChordRequest, ChordResponse } from './messages.ts'

/** A question of the step under way that may go with others to the same peer. */
export interface Held {
  readonly ask: AskId
  readonly to: NodeRef
  readonly body: BatchedRequest
}

/** The parts of a batch are answered under this number, which no host and no own position gives. */
export const PART_REPLY = 0 as ReplyId

export const isBatched = (body: ChordRequest): body is BatchedRequest =>
  body.type === 'view' || body.type === 'ping' || body.type === 'notify' || body.type === 'changed'

const PART_ANSWERS: ReadonlySet<ChordResponse['type']> = new Set(['view', 'unchanged', 'pong', 'noted', 'failed'])
export const isPartAnswer = (body: ChordResponse): body is BatchedAnswer => PART_ANSWERS.has(body.type)
