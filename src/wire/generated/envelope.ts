// Made by `npm run generate`; do not edit.
// @ts-nocheck
import { decodeMessage, encodeMessage, enumeration, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export enum EnvelopeKind {
  ENVELOPE_KIND_UNSPECIFIED = 'ENVELOPE_KIND_UNSPECIFIED',
  MESSAGE = 'MESSAGE',
  REQUEST = 'REQUEST',
  ANSWER = 'ANSWER',
  INTERIM = 'INTERIM',
  REFUSAL = 'REFUSAL'
}

enum __EnvelopeKindValues {
  ENVELOPE_KIND_UNSPECIFIED = 0,
  MESSAGE = 1,
  REQUEST = 2,
  ANSWER = 3,
  INTERIM = 4,
  REFUSAL = 5
}

export namespace EnvelopeKind {
  export const codec = (): Codec<EnvelopeKind> => {
    return enumeration<EnvelopeKind>(__EnvelopeKindValues)
  }
}

export enum RefusalWhy {
  REFUSAL_WHY_UNSPECIFIED = 'REFUSAL_WHY_UNSPECIFIED',
  REFUSED = 'REFUSED',
  OVERLOAD = 'OVERLOAD',
  UNKNOWN_OUTCOME = 'UNKNOWN_OUTCOME'
}

enum __RefusalWhyValues {
  REFUSAL_WHY_UNSPECIFIED = 0,
  REFUSED = 1,
  OVERLOAD = 2,
  UNKNOWN_OUTCOME = 3
}

export namespace RefusalWhy {
  export const codec = (): Codec<RefusalWhy> => {
    return enumeration<RefusalWhy>(__RefusalWhyValues)
  }
}

export enum Semantics {
  MAYBE = 'MAYBE',
  AT_LEAST_ONCE = 'AT_LEAST_ONCE',
  AT_MOST_ONCE = 'AT_MOST_ONCE'
}

enum __SemanticsValues {
  MAYBE = 0,
  AT_LEAST_ONCE = 1,
  AT_MOST_ONCE = 2
}

export namespace Semantics {
  export const codec = (): Codec<Semantics> => {
    return enumeration<Semantics>(__SemanticsValues)
  }
}

export interface Envelope {
  kind: EnvelopeKind
  lamport: number
  machine: number
  id: number
  leftMs: number
  why: RefusalWhy
  body: Uint8Array<ArrayBuffer>
  semantics: Semantics
  calleeEpoch: number
  settledBelow: number
}

export namespace Envelope {
  let _codec: Codec<Envelope>

  export const codec = (): Codec<Envelope> => {
    if (_codec == null) {
      _codec = message<Envelope>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.kind != null && __EnvelopeKindValues[obj.kind] !== 0) {
          w.uint32(8)
          EnvelopeKind.codec().encode(obj.kind, w)
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.lamport)
        }

        if ((obj.machine != null && obj.machine !== 0)) {
          w.uint32(24)
          w.uint32(obj.machine)
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.id)
        }

        if ((obj.leftMs != null && obj.leftMs !== 0)) {
          w.uint32(40)
          w.uint32(obj.leftMs)
        }

        if (obj.why != null && __RefusalWhyValues[obj.why] !== 0) {
          w.uint32(48)
          RefusalWhy.codec().encode(obj.why, w)
        }

        if ((obj.body != null && obj.body.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.body)
        }

        if (obj.semantics != null && __SemanticsValues[obj.semantics] !== 0) {
          w.uint32(64)
          Semantics.codec().encode(obj.semantics, w)
        }

        if ((obj.calleeEpoch != null && obj.calleeEpoch !== 0)) {
          w.uint32(72)
          w.uint64Number(obj.calleeEpoch)
        }

        if ((obj.settledBelow != null && obj.settledBelow !== 0)) {
          w.uint32(80)
          w.uint64Number(obj.settledBelow)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: EnvelopeKind.ENVELOPE_KIND_UNSPECIFIED,
          lamport: 0,
          machine: 0,
          id: 0,
          leftMs: 0,
          why: RefusalWhy.REFUSAL_WHY_UNSPECIFIED,
          body: uint8ArrayAlloc(0),
          semantics: Semantics.MAYBE,
          calleeEpoch: 0,
          settledBelow: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = EnvelopeKind.codec().decode(reader)
              break
            }
            case 2: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 3: {
              obj.machine = reader.uint32()
              break
            }
            case 4: {
              obj.id = reader.uint64Number()
              break
            }
            case 5: {
              obj.leftMs = reader.uint32()
              break
            }
            case 6: {
              obj.why = RefusalWhy.codec().decode(reader)
              break
            }
            case 7: {
              obj.body = reader.bytes()
              break
            }
            case 8: {
              obj.semantics = Semantics.codec().decode(reader)
              break
            }
            case 9: {
              obj.calleeEpoch = reader.uint64Number()
              break
            }
            case 10: {
              obj.settledBelow = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.kind`,
                value: EnvelopeKind.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.machine`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.id`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.leftMs`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.why`,
                value: RefusalWhy.codec().decode(reader)
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.body`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.semantics`,
                value: Semantics.codec().decode(reader)
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.calleeEpoch`,
                value: reader.uint64Number()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.settledBelow`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface EnvelopeKindFieldEvent {
    field: '$.kind'
    value: EnvelopeKind
  }

  export interface EnvelopeLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface EnvelopeMachineFieldEvent {
    field: '$.machine'
    value: number
  }

  export interface EnvelopeIdFieldEvent {
    field: '$.id'
    value: number
  }

  export interface EnvelopeLeftMsFieldEvent {
    field: '$.leftMs'
    value: number
  }

  export interface EnvelopeWhyFieldEvent {
    field: '$.why'
    value: RefusalWhy
  }

  export interface EnvelopeBodyFieldEvent {
    field: '$.body'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EnvelopeSemanticsFieldEvent {
    field: '$.semantics'
    value: Semantics
  }

  export interface EnvelopeCalleeEpochFieldEvent {
    field: '$.calleeEpoch'
    value: number
  }

  export interface EnvelopeSettledBelowFieldEvent {
    field: '$.settledBelow'
    value: number
  }

  export function encode (obj: Partial<Envelope>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Envelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Envelope {
    return decodeMessage(buf, Envelope.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Generator<EnvelopeKindFieldEvent | EnvelopeLamportFieldEvent | EnvelopeMachineFieldEvent | EnvelopeIdFieldEvent | EnvelopeLeftMsFieldEvent | EnvelopeWhyFieldEvent | EnvelopeBodyFieldEvent | EnvelopeSemanticsFieldEvent | EnvelopeCalleeEpochFieldEvent | EnvelopeSettledBelowFieldEvent> {
    return streamMessage(buf, Envelope.codec(), opts)
  }
}
