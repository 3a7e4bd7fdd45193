import { ringIdOfBytes, type NodeRef, type RingId } from '../base/index.ts'
import type {
  BatchedAnswer,
  BatchedRequest,
  ChordRefusal,
  ChordRequest,
  ChordResponse,
  PathHop,
  RingView,
  ViewRequest,
} from '../protocols/chord/messages.ts'
import {
  atMost,
  atMostLong,
  bytesOfHex,
  decoded,
  epochFrom,
  exactly,
  positionFrom,
  present,
  type BodyCodec,
  type WireContext,
} from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/chord.ts'
import { ID_BYTES, MAX_BATCH_PARTS, MAX_COUNT, MAX_HOPS, MAX_MET_REFS, MAX_PATH_HOPS } from './limits.ts'
import { nodeRefFrom, nodeRefsFrom, nodeRefsTo, nodeRefTo } from './node-ref.ts'

const targetFrom = (bytes: Uint8Array): RingId => ringIdOfBytes(exactly(bytes, ID_BYTES, 'target'))
const targetTo = (id: RingId): Uint8Array<ArrayBuffer> => bytesOfHex(id)
const versionFrom = (value: number): number => atMost(value, MAX_COUNT, 'version')
const hopsFrom = (value: number): number => atMost(value, MAX_HOPS, 'hops')

function requestTo(wire: WireContext, body: ChordRequest): Partial<pb.ChordRequest> {
  const position = body.position
  switch (body.type) {
    case 'view':
      return { position, view: { have: body.have, fingers: body.fingers === true } }
    case 'ping':
      return { position, ping: {} }
    case 'notify':
      return { position, notify: { self: nodeRefTo(wire, body.self), onRing: body.onRing } }
    case 'find':
      return {
        position,
        find: { target: targetTo(body.target), hops: body.hops, final: body.final, trace: body.trace === true },
      }
    case 'step':
      return { position, step: { target: targetTo(body.target), nearest: body.nearest === true } }
    case 'meet':
      return { position, meet: { self: nodeRefTo(wire, body.self), others: nodeRefsTo(wire, body.others) } }
    case 'leave': {
      const { self, heir, boundary, successors } = body
      const leave: pb.ChordLeaveRequest = {
        self: nodeRefTo(wire, self),
        heir,
        successors: nodeRefsTo(wire, successors),
      }
      if (boundary !== undefined) leave.boundary = nodeRefTo(wire, boundary)
      return { position, leave }
    }
    case 'changed':
      return { position, changed: { of: body.of } }
    case 'batch': {
      return { position, batch: { parts: body.requests.map((each) => partTo(wire, each)) } }
    }
  }
}

function viewRequestFrom(position: number, { have, fingers }: pb.ChordViewRequest): ViewRequest {
  const view = { type: 'view', position, have: versionFrom(have) } as const
  return fingers ? { ...view, fingers } : view
}

function requestFrom(wire: WireContext, body: pb.ChordRequest): ChordRequest {
  const position = positionFrom(body.position)
  if (body.find !== undefined) {
    const { target, hops, final, trace } = body.find
    const find = { type: 'find', position, target: targetFrom(target), hops: hopsFrom(hops), final } as const
    return trace ? { ...find, trace } : find
  }
  if (body.view !== undefined) return viewRequestFrom(position, body.view)
  if (body.ping !== undefined) return { type: 'ping', position }
  if (body.notify !== undefined) {
    const { self, onRing } = body.notify
    return { type: 'notify', position, self: nodeRefFrom(wire, present(self, 'self')), onRing }
  }
  if (body.step !== undefined) {
    const step = { type: 'step', position, target: targetFrom(body.step.target) } as const
    return body.step.nearest ? { ...step, nearest: true } : step
  }
  if (body.meet !== undefined) {
    const { self, others } = body.meet
    atMost(others.length, MAX_MET_REFS, 'others')
    return {
      type: 'meet',
      position,
      self: nodeRefFrom(wire, present(self, 'self')),
      others: nodeRefsFrom(wire, others, 'others'),
    }
  }
  if (body.leave !== undefined) {
    const { self, heir, boundary, successors } = body.leave
    return {
      type: 'leave',
      position,
      self: nodeRefFrom(wire, present(self, 'self')),
      heir,
      boundary: boundary && nodeRefFrom(wire, boundary),
      successors: nodeRefsFrom(wire, successors, 'successors'),
    }
  }
  if (body.changed !== undefined) return { type: 'changed', position, of: positionFrom(body.changed.of) }
  if (body.batch !== undefined) {
    const { parts } = body.batch
    if (parts.length === 0) throw new WireError('malformed', 'an empty batch')
    atMost(parts.length, MAX_BATCH_PARTS, 'parts')
    return { type: 'batch', position, requests: parts.map((each) => partFrom(wire, each)) }
  }
  throw new WireError('unknown', 'a chord request without a known body')
}

function partTo(wire: WireContext, body: BatchedRequest): pb.ChordPart {
  const { position } = body
  switch (body.type) {
    case 'view':
      return { position, view: { have: body.have, fingers: body.fingers === true } }
    case 'ping':
      return { position, ping: {} }
    case 'notify':
      return { position, notify: { self: nodeRefTo(wire, body.self), onRing: body.onRing } }
    case 'changed':
      return { position, changed: { of: body.of } }
  }
}

function partFrom(wire: WireContext, body: pb.ChordPart): BatchedRequest {
  const position = positionFrom(body.position)
  if (body.view !== undefined) return viewRequestFrom(position, body.view)
  if (body.ping !== undefined) return { type: 'ping', position }
  if (body.notify !== undefined) {
    const { self, onRing } = body.notify
    return { type: 'notify', position, self: nodeRefFrom(wire, present(self, 'self')), onRing }
  }
  if (body.changed !== undefined) return { type: 'changed', position, of: positionFrom(body.changed.of) }
  throw new WireError('unknown', 'a part of a batch without a known body')
}

const REFUSALS = {
  NOT_JOINED: pb.ChordRefusal.NOT_JOINED,
  NO_SUCH_POSITION: pb.ChordRefusal.NO_SUCH_POSITION,
  HOPS_EXCEEDED: pb.ChordRefusal.HOPS_EXCEEDED,
  NO_ROUTE: pb.ChordRefusal.NO_ROUTE,
  NOT_HEIR: pb.ChordRefusal.NOT_HEIR,
} as const satisfies Record<ChordRefusal, pb.ChordRefusal>

function refusalFrom(code: pb.ChordRefusal): ChordRefusal {
  if (code === pb.ChordRefusal.CHORD_REFUSAL_UNSPECIFIED) throw new WireError('malformed', 'code is missing')
  return code
}

function viewTo(wire: WireContext, told: RingView, fingers: readonly NodeRef[] = NO_REFS): pb.ChordView {
  const { version, self, predecessor, successors } = told
  const view: pb.ChordView = {
    version,
    self: nodeRefTo(wire, self),
    successors: nodeRefsTo(wire, successors),
    fingers: nodeRefsTo(wire, fingers),
  }
  if (predecessor !== undefined) view.predecessor = nodeRefTo(wire, predecessor)
  return view
}

function viewFrom(wire: WireContext, { version, self, predecessor, successors }: pb.ChordView): RingView {
  return {
    version: versionFrom(version),
    self: nodeRefFrom(wire, present(self, 'self')),
    predecessor: predecessor && nodeRefFrom(wire, predecessor),
    successors: nodeRefsFrom(wire, successors, 'successors'),
  }
}

function viewAnswerFrom(wire: WireContext, body: pb.ChordView): Extract<ChordResponse, { type: 'view' }> {
  const answer = { type: 'view', view: viewFrom(wire, body) } as const
  if (body.fingers.length === 0) return answer
  return { ...answer, fingers: nodeRefsFrom(wire, body.fingers, 'fingers') }
}

const NO_REFS: readonly NodeRef[] = []
const NO_PATH: pb.ChordPathHop[] = []

const OUTCOMES = {
  owner: pb.ChordOutcome.OWNER,
  relayed: pb.ChordOutcome.RELAYED,
  closer: pb.ChordOutcome.CLOSER,
  late: pb.ChordOutcome.LATE,
  timeout: pb.ChordOutcome.TIMEOUT,
  unreachable: pb.ChordOutcome.UNREACHABLE,
  refused: pb.ChordOutcome.REFUSED,
} as const satisfies Record<PathHop['outcome'], pb.ChordOutcome>
const OUTCOME_NAMES = new Map(
  Object.entries(OUTCOMES).map(([name, outcome]) => [outcome as pb.ChordOutcome, name as PathHop['outcome']]),
)

/** A round trip that is longer is told as this: more than an hour. */
const MAX_MICROSECONDS = 2 ** 32 - 1

function pathHopTo(wire: WireContext, { peer, ringId, rttMs, outcome }: PathHop): pb.ChordPathHop {
  return {
    peer: wire.peerBytes(peer) as Uint8Array<ArrayBuffer>,
    ringId: targetTo(ringId),
    rttMicroseconds: Math.min(MAX_MICROSECONDS, Math.round(rttMs * 1_000)),
    outcome: OUTCOMES[outcome],
  }
}

function pathHopFrom(wire: WireContext, hop: pb.ChordPathHop): PathHop {
  const outcome = OUTCOME_NAMES.get(hop.outcome)
  if (outcome === undefined) throw new WireError('malformed', 'outcome is missing')
  return {
    peer: wire.peerOf(hop.peer),
    ringId: ringIdOfBytes(exactly(hop.ringId, ID_BYTES, 'ringId')),
    rttMs: hop.rttMicroseconds / 1_000,
    outcome,
  }
}

function responseTo(wire: WireContext, body: ChordResponse): Partial<pb.ChordResponse> {
  switch (body.type) {
    case 'view':
      return { view: viewTo(wire, body.view, body.fingers) }
    case 'unchanged':
      return { unchanged: { version: body.version } }
    case 'pong':
      return { pong: { self: nodeRefTo(wire, body.self) } }
    case 'noted':
      return { noted: {} }
    case 'relaying':
      return { relaying: {} }
    case 'found': {
      const { owner, predecessor } = body.found
      const path = body.path === undefined ? NO_PATH : body.path.map((hop) => pathHopTo(wire, hop))
      const found: pb.ChordFound = { owner: nodeRefTo(wire, owner), hops: body.hops, epoch: body.epoch, path }
      if (predecessor !== undefined) found.predecessor = nodeRefTo(wire, predecessor)
      return { found }
    }
    case 'closer':
      return { closer: { candidates: nodeRefsTo(wire, body.candidates) } }
    case 'failed':
      return { failed: { code: REFUSALS[body.code] } }
    case 'batch':
      return { batch: { answers: body.answers.map((each) => partAnswerTo(wire, each)) } }
  }
}

function responseFrom(wire: WireContext, body: pb.ChordResponse): ChordResponse {
  if (body.found !== undefined) {
    const { owner, predecessor, hops, epoch, path } = body.found
    const found = {
      type: 'found',
      found: {
        owner: nodeRefFrom(wire, present(owner, 'owner')),
        predecessor: predecessor && nodeRefFrom(wire, predecessor),
      },
      hops: hopsFrom(hops),
      epoch: epochFrom(epoch),
    } as const
    if (path.length === 0) return found
    return { ...found, path: atMostLong(path, MAX_PATH_HOPS, 'path').map((hop) => pathHopFrom(wire, hop)) }
  }
  if (body.relaying !== undefined) return { type: 'relaying' }
  if (body.unchanged !== undefined) return { type: 'unchanged', version: versionFrom(body.unchanged.version) }
  if (body.noted !== undefined) return { type: 'noted' }
  if (body.pong !== undefined) return { type: 'pong', self: nodeRefFrom(wire, present(body.pong.self, 'self')) }
  if (body.view !== undefined) return viewAnswerFrom(wire, body.view)
  if (body.closer !== undefined) {
    return { type: 'closer', candidates: nodeRefsFrom(wire, body.closer.candidates, 'candidates') }
  }
  if (body.failed !== undefined) return { type: 'failed', code: refusalFrom(body.failed.code) }
  if (body.batch !== undefined) {
    atMost(body.batch.answers.length, MAX_BATCH_PARTS, 'answers')
    return { type: 'batch', answers: body.batch.answers.map((each) => partAnswerFrom(wire, each)) }
  }
  throw new WireError('unknown', 'a chord response without a known body')
}

function partAnswerTo(wire: WireContext, body: BatchedAnswer | undefined): pb.ChordPartAnswer {
  switch (body?.type) {
    case 'view':
      return { view: viewTo(wire, body.view, body.fingers) }
    case 'unchanged':
      return { unchanged: { version: body.version } }
    case 'pong':
      return { pong: { self: nodeRefTo(wire, body.self) } }
    case 'noted':
      return { noted: {} }
    case 'failed':
      return { failed: { code: REFUSALS[body.code] } }
    case undefined:
      return {}
  }
}

function partAnswerFrom(wire: WireContext, body: pb.ChordPartAnswer): BatchedAnswer | undefined {
  if (body.view !== undefined) return viewAnswerFrom(wire, body.view)
  if (body.unchanged !== undefined) return { type: 'unchanged', version: versionFrom(body.unchanged.version) }
  if (body.pong !== undefined) return { type: 'pong', self: nodeRefFrom(wire, present(body.pong.self, 'self')) }
  if (body.noted !== undefined) return { type: 'noted' }
  if (body.failed !== undefined) return { type: 'failed', code: refusalFrom(body.failed.code) }
  return undefined
}

/** Chord has no one-way messages. */
export const chordCodec: {
  readonly request: BodyCodec<ChordRequest>
  readonly response: BodyCodec<ChordResponse>
} = {
  request: {
    encode: (wire, body) => pb.ChordRequest.encode(requestTo(wire, body)),
    decode: (wire, bytes) => requestFrom(wire, decoded(pb.ChordRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.ChordResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.ChordResponse.decode, bytes)),
  },
}
