import { fault, lamport } from '../base/index.ts'
import type { Envelope, RefusalWhy, RequestEnvelope, SessionId } from '../protocols/index.ts'
import { atMost, decoded, within, type MachineCodec, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/envelope.ts'
import { MAX_COUNT, MAX_LEFT_MS } from './limits.ts'
import { machineOfNumber, WIRE_MACHINES } from './registry.ts'

const KINDS = {
  message: pb.EnvelopeKind.MESSAGE,
  request: pb.EnvelopeKind.REQUEST,
  answer: pb.EnvelopeKind.ANSWER,
  interim: pb.EnvelopeKind.INTERIM,
  refusal: pb.EnvelopeKind.REFUSAL,
} as const satisfies Record<Envelope['kind'], pb.EnvelopeKind>

const WHYS = {
  refused: pb.RefusalWhy.REFUSED,
  overload: pb.RefusalWhy.OVERLOAD,
  'unknown-outcome': pb.RefusalWhy.UNKNOWN_OUTCOME,
} as const satisfies Record<RefusalWhy, pb.RefusalWhy>

/** Which part of a machine's codec carries the bodies of a kind. */
const PARTS = { message: 'message', request: 'request', answer: 'response', interim: 'response' } as const

/** The bytes of an envelope, without a frame around them. The session is not in them: it is the stream's. */
export function encodeEnvelope(wire: WireContext, envelope: Envelope): Uint8Array {
  const kind = KINDS[envelope.kind]
  if (envelope.kind === 'refusal') {
    return pb.Envelope.encode({ kind, lamport: envelope.lamport, id: envelope.id, why: WHYS[envelope.why] })
  }
  const machine = WIRE_MACHINES[envelope.machine]
  const codec = machine.codec[PARTS[envelope.kind]]
  if (codec === undefined) fault(`${envelope.machine} has no ${envelope.kind} on the wire`)
  const head: Partial<pb.Envelope> = {
    kind,
    lamport: envelope.lamport,
    machine: machine.number,
    body: codec.encode(wire, envelope.body) as Uint8Array<ArrayBuffer>,
  }
  if (envelope.kind !== 'message') head.id = envelope.id
  // Rounded up: less than a millisecond left is still something, zero is not.
  if (envelope.kind === 'request') {
    head.leftMs = Math.min(Math.ceil(envelope.leftMs), MAX_LEFT_MS)
    if (envelope.semantics !== 'maybe') addSemantics(head, envelope)
  }
  return pb.Envelope.encode(head)
}

/**
 * The envelope in `bytes`.
 * @param session the session whose stream they came on; undefined: the control stream.
 * @throws WireError
 */
export function decodeEnvelope(wire: WireContext, bytes: Uint8Array, session?: SessionId): Envelope {
  const frame = decoded(pb.Envelope.decode, bytes)
  // Time 0 is before every step: nobody sends it.
  const time = lamport(within(frame.lamport, 1, MAX_COUNT, 'lamport'))
  const id = atMost(frame.id, MAX_COUNT, 'id')
  switch (frame.kind) {
    case pb.EnvelopeKind.MESSAGE: {
      const [machine, codec] = machineFrom(frame.machine)
      const body = bodyFrom(wire, codec.message, frame.body)
      return { kind: 'message', lamport: time, machine, body, session }
    }
    case pb.EnvelopeKind.REQUEST: {
      const [machine, codec] = machineFrom(frame.machine)
      const leftMs = atMost(frame.leftMs, MAX_LEFT_MS, 'leftMs')
      const body = bodyFrom(wire, codec.request, frame.body)
      const { semantics } = frame
      if (semantics === pb.Semantics.MAYBE) {
        return { kind: 'request', lamport: time, id, leftMs, machine, body, semantics: 'maybe', once: undefined }
      }
      const [name, once] = semanticsFrom(frame)
      return { kind: 'request', lamport: time, id, leftMs, machine, body, semantics: name, once }
    }
    case pb.EnvelopeKind.ANSWER:
    case pb.EnvelopeKind.INTERIM: {
      const [machine, codec] = machineFrom(frame.machine)
      const body = bodyFrom(wire, codec.response, frame.body)
      const kind = frame.kind === pb.EnvelopeKind.ANSWER ? 'answer' : 'interim'
      return { kind, lamport: time, id, machine, body }
    }
    case pb.EnvelopeKind.REFUSAL:
      return { kind: 'refusal', lamport: time, id, why: whyFrom(frame.why) }
    case pb.EnvelopeKind.ENVELOPE_KIND_UNSPECIFIED:
      throw new WireError('malformed', 'kind is missing')
  }
}

function machineFrom(number: number): NonNullable<ReturnType<typeof machineOfNumber>> {
  const machine = machineOfNumber(number)
  if (machine === undefined) throw new WireError('unknown', `machine ${number}`)
  return machine
}

function bodyFrom(wire: WireContext, codec: MachineCodec['message'], bytes: Uint8Array): unknown {
  if (codec === undefined) throw new WireError('unknown', 'the machine has no bodies of this kind')
  return codec.decode(wire, bytes)
}

function addSemantics(head: Partial<pb.Envelope>, { semantics, once }: RequestEnvelope): void {
  head.semantics = semantics === 'at-most-once' ? pb.Semantics.AT_MOST_ONCE : pb.Semantics.AT_LEAST_ONCE
  if (once === undefined) return
  head.calleeEpoch = once.calleeEpoch
  head.settledBelow = once.settledBelow
}

function semanticsFrom(frame: pb.Envelope): [RequestEnvelope['semantics'], RequestEnvelope['once']] {
  if (frame.semantics === pb.Semantics.AT_LEAST_ONCE) return ['at-least-once', undefined]
  const calleeEpoch = atMost(frame.calleeEpoch, MAX_COUNT, 'calleeEpoch')
  const settledBelow = atMost(frame.settledBelow, MAX_COUNT, 'settledBelow')
  return ['at-most-once', { calleeEpoch, settledBelow }]
}

function whyFrom(why: pb.RefusalWhy): RefusalWhy {
  switch (why) {
    case pb.RefusalWhy.REFUSED:
      return 'refused'
    case pb.RefusalWhy.OVERLOAD:
      return 'overload'
    case pb.RefusalWhy.UNKNOWN_OUTCOME:
      return 'unknown-outcome'
    case pb.RefusalWhy.REFUSAL_WHY_UNSPECIFIED:
      throw new WireError('malformed', 'why is missing')
  }
}
