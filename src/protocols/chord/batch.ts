import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { AskFailure, AskId, ReplyId } from '../machine.ts'
import { bytesOf, MOST_BYTES, type Held } from './batch-parts.ts'
import type { Core } from './core.ts'
import { MAX_BATCH, MAX_PLAIN } from './limits.ts'
import type { BatchedAnswer, BatchedRequest, BatchRequest, ChordResponse } from './messages.ts'
import type { Purpose } from './state.ts'

/**
 * One message per peer. The positions of a peer have their neighbours among the same others, so what a step asks one of
 * them for maintenance goes as one request, and comes back as one answer. Each part means what it means alone.
 */

type BatchPurpose = Extract<Purpose, { kind: 'batch' }>

const PART_BYTES = 24

/** Sends what the step has held back. */
export function sendHeld(core: Core, held: readonly Held[]): void {
  const byPeer = new Map<PeerKey, Held[]>()
  for (const each of held) {
    const others = byPeer.get(each.to.peer)
    if (others === undefined) byPeer.set(each.to.peer, [each])
    else others.push(each)
  }
  for (const [peer, parts] of byPeer) {
    if (core.state.plain.has(peer)) for (const part of parts) core.sendAsk(part.ask, part.to, part.body)
    else for (const each of inFrames(parts)) sendParts(core, each)
  }
}

function sendParts(core: Core, parts: readonly Held[]): void {
  const [first] = parts
  if (first === undefined) return
  if (parts.length === 1) {
    core.sendAsk(first.ask, first.to, first.body)
    return
  }
  const requests = parts.map(({ body }) => body)
  const ask = core.open({ kind: 'batch', parts })
  core.sendAsk(ask, first.to, { type: 'batch', position: first.to.position, requests })
}

/** As many at a time as fit a frame. */
function inFrames(parts: readonly Held[]): Held[][] {
  const frames: Held[][] = []
  let frame: Held[] = []
  let bytes = 0
  for (const part of parts) {
    const more = PART_BYTES + (part.body.type === 'notify' ? bytesOf(part.body.self) : 0)
    if (frame.length >= MAX_BATCH || (frame.length > 0 && bytes + more > MOST_BYTES)) {
      frames.push(frame)
      frame = []
      bytes = 0
    }
    frame.push(part)
    bytes += more
  }
  frames.push(frame)
  return frames
}

/** Answers part by part; what would make the answer too large for a frame is left out, to be asked for alone. */
export function batchHeard(
  core: Core,
  reply: ReplyId,
  body: BatchRequest,
  handle: (part: BatchedRequest) => void,
): void {
  const answers: (BatchedAnswer | undefined)[] = []
  let bytes = 0
  for (const part of body.requests.slice(0, MAX_BATCH)) {
    core.partAnswer = undefined
    handle(part)
    // Set while the part was dealt with.
    const answer = core.partAnswer as BatchedAnswer | undefined
    bytes += PART_BYTES
    for (const node of refsIn(answer)) bytes += bytesOf(node)
    answers.push(bytes <= MOST_BYTES || answers.length === 0 ? answer : undefined)
  }
  core.partAnswer = undefined
  core.respond(reply, { type: 'batch', answers })
}

function refsIn(answer: BatchedAnswer | undefined): readonly NodeRef[] {
  if (answer?.type === 'pong') return [answer.self]
  if (answer?.type !== 'view') return NONE
  const { self, predecessor, successors } = answer.view
  const others = [...successors, ...(answer.fingers ?? NONE)]
  return predecessor === undefined ? [self, ...others] : [self, predecessor, ...others]
}
const NONE: readonly NodeRef[] = Object.freeze([])

/** What becomes of the parts, as if each had been asked alone. */
export interface PartEnds {
  answered(ask: AskId, body: ChordResponse): void
  failed(ask: AskId, why: AskFailure): void
}

export function batchAnswered(core: Core, { parts }: BatchPurpose, body: ChordResponse, ends: PartEnds): void {
  const answers = body.type === 'batch' ? body.answers : undefined
  for (const [at, { ask, to, body: request }] of parts.entries()) {
    const answer = answers?.[at]
    if (answer !== undefined) ends.answered(ask, answer)
    else if (answers !== undefined && at < answers.length) core.sendAsk(ask, to, request)
    else ends.failed(ask, 'refused')
  }
}

/** A peer of an earlier version refuses what it does not know: from now on it is asked one by one. */
export function batchFailed(core: Core, { parts }: BatchPurpose, from: PeerKey, why: AskFailure, ends: PartEnds): void {
  if (why !== 'refused') {
    for (const { ask } of parts) ends.failed(ask, why)
    return
  }
  const { plain } = core.state
  plain.add(from)
  if (plain.size > MAX_PLAIN) {
    for (const oldest of plain) {
      plain.delete(oldest)
      break
    }
  }
  for (const { ask, to, body } of parts) core.sendAsk(ask, to, body)
}
