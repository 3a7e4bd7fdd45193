import { reader } from 'protons-runtime'
import { lamport, type Lamport } from '../base/index.ts'
import type { Envelope, MachineName } from '../protocols/index.ts'
import { MAX_COUNT, MAX_LEFT_MS } from './limits.ts'

/** Fields of Envelope and values of EnvelopeKind that every version keeps; see envelope.proto. */
const KIND = 1
const LAMPORT = 2
const ID = 4
const REQUEST = 2
const REFUSAL = 5

const laterName: string = 'later'
/** Stands for what this version does not know, in a request. No host has such a machine, so each refuses it. */
export const LATER_MACHINE = laterName as MachineName

/**
 * What to make of an envelope that `decodeEnvelope` has found `unknown`: a request for something that a later version has
 * becomes one that this host refuses, so that its asker need not wait; a refusal for a later reason becomes a plain one.
 * Undefined: nobody waits, it can be passed over.
 */
export function laterEnvelope(bytes: Uint8Array): Envelope | undefined {
  const { kind, time, id } = headOf(bytes)
  if (time === undefined || !(id <= MAX_COUNT)) return undefined
  if (kind === REFUSAL) return { kind: 'refusal', lamport: time, id, why: 'refused' }
  if (kind !== REQUEST) return undefined
  return {
    kind: 'request',
    lamport: time,
    id,
    leftMs: MAX_LEFT_MS,
    machine: LATER_MACHINE,
    body: undefined,
    semantics: 'maybe',
    once: undefined,
  }
}

/** The head field by field, past all that is new: the generated decoder ends at the first enum value that it does not know. */
function headOf(bytes: Uint8Array): { kind: number; time: Lamport | undefined; id: number } {
  const from = reader(bytes)
  const head = { kind: 0, time: undefined as Lamport | undefined, id: 0 }
  try {
    while (from.pos < from.len) {
      const tag = from.uint32()
      if (tag === KIND << 3) head.kind = from.uint32()
      else if (tag === ID << 3) head.id = from.uint64Number()
      else if (tag === LAMPORT << 3) {
        const time = from.uint64Number()
        if (time >= 1 && time <= MAX_COUNT) head.time = lamport(time)
      } else from.skipType(tag & 7)
    }
  } catch {
    // Cut short, or no protobuf: nothing that anybody could answer.
    head.time = undefined
  }
  return head
}
