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

/** A frame holds 16 KiB; the envelope, the tags and what `bytesOf` is too low by fit in the rest. */
export const MOST_BYTES = 12 * 1024
/** A reference without its addresses. */
const REF_BYTES = 56

/** About what a reference takes on the wire. */
export function bytesOf({ addresses }: NodeRef): number {
  let bytes = REF_BYTES
  for (const address of addresses) bytes += 2 + address.length
  return bytes
}
