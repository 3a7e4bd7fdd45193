// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface TallyRequest {
  position: number
  name: string
  add?: TallyAdd
  get?: TallyGet
  take?: TallyTake
}

export namespace TallyRequest {
  let _codec: Codec<TallyRequest>

  export const codec = (): Codec<TallyRequest> => {
    if (_codec == null) {
      _codec = message<TallyRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.take != null) {
          obj.get = undefined
          obj.add = undefined
        }

        if (obj.get != null) {
          obj.take = undefined
          obj.add = undefined
        }

        if (obj.add != null) {
          obj.take = undefined
          obj.get = undefined
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(8)
          w.uint32(obj.position)
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(18)
          w.string(obj.name)
        }

        if (obj.add != null) {
          w.uint32(26)
          TallyAdd.codec().encode(obj.add, w)
        }

        if (obj.get != null) {
          w.uint32(34)
          TallyGet.codec().encode(obj.get, w)
        }

        if (obj.take != null) {
          w.uint32(42)
          TallyTake.codec().encode(obj.take, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          position: 0,
          name: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.position = reader.uint32()
              break
            }
            case 2: {
              obj.name = reader.string()
              break
            }
            case 3: {
              obj.add = TallyAdd.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.add
              })
              break
            }
            case 4: {
              obj.get = TallyGet.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.get
              })
              break
            }
            case 5: {
              obj.take = TallyTake.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.take
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.take != null) {
          delete obj.get
          delete obj.add
        }

        if (obj.get != null) {
          delete obj.take
          delete obj.add
        }

        if (obj.add != null) {
          delete obj.take
          delete obj.get
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.position`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield * TallyAdd.codec().stream(reader, reader.uint32(), `${prefix}.add`, {
                limits: opts.limits?.add
              })

              break
            }
            case 4: {
              yield * TallyGet.codec().stream(reader, reader.uint32(), `${prefix}.get`, {
                limits: opts.limits?.get
              })

              break
            }
            case 5: {
              yield * TallyTake.codec().stream(reader, reader.uint32(), `${prefix}.take`, {
                limits: opts.limits?.take
              })

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

  export interface TallyRequestPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface TallyRequestNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface TallyRequestAddNFieldEvent {
    field: '$.add.n'
    value: number
  }

  export interface TallyRequestTakeAmountFieldEvent {
    field: '$.take.amount'
    value: number
  }

  export interface TallyRequestTakeSerialFieldEvent {
    field: '$.take.serial'
    value: number
  }

  export interface TallyRequestTakeBelowFieldEvent {
    field: '$.take.below'
    value: number
  }

  export interface TallyRequestTakeOpenFieldEvent {
    field: '$.take.open[]'
    index: number
    value: number
  }

  export function encode (obj: Partial<TallyRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyRequest>): TallyRequest {
    return decodeMessage(buf, TallyRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyRequest>): Generator<TallyRequestPositionFieldEvent | TallyRequestNameFieldEvent | TallyRequestAddNFieldEvent | TallyRequestTakeAmountFieldEvent | TallyRequestTakeSerialFieldEvent | TallyRequestTakeBelowFieldEvent | TallyRequestTakeOpenFieldEvent> {
    return streamMessage(buf, TallyRequest.codec(), opts)
  }
}

export interface TallyAdd {
  n: number
}

export namespace TallyAdd {
  let _codec: Codec<TallyAdd>

  export const codec = (): Codec<TallyAdd> => {
    if (_codec == null) {
      _codec = message<TallyAdd>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.n != null && obj.n !== 0)) {
          w.uint32(8)
          w.sint64Number(obj.n)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          n: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.n = reader.sint64Number()
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
                field: `${prefix}.n`,
                value: reader.sint64Number()
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

  export interface TallyAddNFieldEvent {
    field: '$.n'
    value: number
  }

  export function encode (obj: Partial<TallyAdd>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyAdd.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyAdd>): TallyAdd {
    return decodeMessage(buf, TallyAdd.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyAdd>): Generator<TallyAddNFieldEvent> {
    return streamMessage(buf, TallyAdd.codec(), opts)
  }
}

export interface TallyGet {}

export namespace TallyGet {
  let _codec: Codec<TallyGet>

  export const codec = (): Codec<TallyGet> => {
    if (_codec == null) {
      _codec = message<TallyGet>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
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

  export function encode (obj: Partial<TallyGet>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyGet.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyGet>): TallyGet {
    return decodeMessage(buf, TallyGet.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyGet>): Generator<{}> {
    return streamMessage(buf, TallyGet.codec(), opts)
  }
}

export interface TallyTake {
  amount: number
  serial: number
  below: number
  open: number[]
}

export namespace TallyTake {
  let _codec: Codec<TallyTake>

  export const codec = (): Codec<TallyTake> => {
    if (_codec == null) {
      _codec = message<TallyTake>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.amount != null && obj.amount !== 0)) {
          w.uint32(8)
          w.sint64Number(obj.amount)
        }

        if ((obj.serial != null && obj.serial !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.serial)
        }

        if ((obj.below != null && obj.below !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.below)
        }

        if (obj.open != null && obj.open.length > 0) {
          for (const value of obj.open) {
            w.uint32(32)
            w.uint64Number(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          amount: 0,
          serial: 0,
          below: 0,
          open: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.amount = reader.sint64Number()
              break
            }
            case 2: {
              obj.serial = reader.uint64Number()
              break
            }
            case 3: {
              obj.below = reader.uint64Number()
              break
            }
            case 4: {
              if (opts.limits?.open != null && obj.open.length === opts.limits.open) {
                throw new MaxLengthError('Decode error - repeated field "open" had too many elements')
              }

              obj.open.push(reader.uint64Number())
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
        const obj = {
          open: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.amount`,
                value: reader.sint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.serial`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.below`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              if (opts.limits?.open != null && obj.open === opts.limits.open) {
                throw new MaxLengthError('Streaming decode error - repeated field "open" had too many elements')
              }

              yield {
                field: `${prefix}.open[]`,
                index: obj.open,
                value: reader.uint64Number()
              }

              obj.open++

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

  export interface TallyTakeAmountFieldEvent {
    field: '$.amount'
    value: number
  }

  export interface TallyTakeSerialFieldEvent {
    field: '$.serial'
    value: number
  }

  export interface TallyTakeBelowFieldEvent {
    field: '$.below'
    value: number
  }

  export interface TallyTakeOpenFieldEvent {
    field: '$.open[]'
    index: number
    value: number
  }

  export function encode (obj: Partial<TallyTake>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyTake.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyTake>): TallyTake {
    return decodeMessage(buf, TallyTake.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyTake>): Generator<TallyTakeAmountFieldEvent | TallyTakeSerialFieldEvent | TallyTakeBelowFieldEvent | TallyTakeOpenFieldEvent> {
    return streamMessage(buf, TallyTake.codec(), opts)
  }
}

export interface TallyResponse {
  working?: TallyWorking
  counted?: TallyCounted
  taken?: TallyTaken
  failed?: TallyFailed
}

export namespace TallyResponse {
  let _codec: Codec<TallyResponse>

  export const codec = (): Codec<TallyResponse> => {
    if (_codec == null) {
      _codec = message<TallyResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.failed != null) {
          obj.taken = undefined
          obj.counted = undefined
          obj.working = undefined
        }

        if (obj.taken != null) {
          obj.failed = undefined
          obj.counted = undefined
          obj.working = undefined
        }

        if (obj.counted != null) {
          obj.failed = undefined
          obj.taken = undefined
          obj.working = undefined
        }

        if (obj.working != null) {
          obj.failed = undefined
          obj.taken = undefined
          obj.counted = undefined
        }

        if (obj.working != null) {
          w.uint32(10)
          TallyWorking.codec().encode(obj.working, w)
        }

        if (obj.counted != null) {
          w.uint32(18)
          TallyCounted.codec().encode(obj.counted, w)
        }

        if (obj.taken != null) {
          w.uint32(26)
          TallyTaken.codec().encode(obj.taken, w)
        }

        if (obj.failed != null) {
          w.uint32(34)
          TallyFailed.codec().encode(obj.failed, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.working = TallyWorking.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.working
              })
              break
            }
            case 2: {
              obj.counted = TallyCounted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.counted
              })
              break
            }
            case 3: {
              obj.taken = TallyTaken.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.taken
              })
              break
            }
            case 4: {
              obj.failed = TallyFailed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.failed
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.failed != null) {
          delete obj.taken
          delete obj.counted
          delete obj.working
        }

        if (obj.taken != null) {
          delete obj.failed
          delete obj.counted
          delete obj.working
        }

        if (obj.counted != null) {
          delete obj.failed
          delete obj.taken
          delete obj.working
        }

        if (obj.working != null) {
          delete obj.failed
          delete obj.taken
          delete obj.counted
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * TallyWorking.codec().stream(reader, reader.uint32(), `${prefix}.working`, {
                limits: opts.limits?.working
              })

              break
            }
            case 2: {
              yield * TallyCounted.codec().stream(reader, reader.uint32(), `${prefix}.counted`, {
                limits: opts.limits?.counted
              })

              break
            }
            case 3: {
              yield * TallyTaken.codec().stream(reader, reader.uint32(), `${prefix}.taken`, {
                limits: opts.limits?.taken
              })

              break
            }
            case 4: {
              yield * TallyFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
                limits: opts.limits?.failed
              })

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

  export interface TallyResponseCountedValueFieldEvent {
    field: '$.counted.value'
    value: number
  }

  export interface TallyResponseCountedKeeperPeerFieldEvent {
    field: '$.counted.keeper.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TallyResponseCountedKeeperPositionFieldEvent {
    field: '$.counted.keeper.position'
    value: number
  }

  export interface TallyResponseCountedKeeperEpochFieldEvent {
    field: '$.counted.keeper.epoch'
    value: number
  }

  export interface TallyResponseCountedKeeperAddressesFieldEvent {
    field: '$.counted.keeper.addresses[]'
    index: number
    value: string
  }

  export interface TallyResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: TallyRefusal
  }

  export function encode (obj: Partial<TallyResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyResponse>): TallyResponse {
    return decodeMessage(buf, TallyResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyResponse>): Generator<TallyResponseCountedValueFieldEvent | TallyResponseCountedKeeperPeerFieldEvent | TallyResponseCountedKeeperPositionFieldEvent | TallyResponseCountedKeeperEpochFieldEvent | TallyResponseCountedKeeperAddressesFieldEvent | TallyResponseFailedCodeFieldEvent> {
    return streamMessage(buf, TallyResponse.codec(), opts)
  }
}

export interface TallyWorking {}

export namespace TallyWorking {
  let _codec: Codec<TallyWorking>

  export const codec = (): Codec<TallyWorking> => {
    if (_codec == null) {
      _codec = message<TallyWorking>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
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

  export function encode (obj: Partial<TallyWorking>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyWorking.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyWorking>): TallyWorking {
    return decodeMessage(buf, TallyWorking.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyWorking>): Generator<{}> {
    return streamMessage(buf, TallyWorking.codec(), opts)
  }
}

export interface TallyCounted {
  value: number
  keeper?: NodeRef
}

export namespace TallyCounted {
  let _codec: Codec<TallyCounted>

  export const codec = (): Codec<TallyCounted> => {
    if (_codec == null) {
      _codec = message<TallyCounted>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.value != null && obj.value !== 0)) {
          w.uint32(8)
          w.sint64Number(obj.value)
        }

        if (obj.keeper != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.keeper, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          value: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.value = reader.sint64Number()
              break
            }
            case 2: {
              obj.keeper = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.keeper
              })
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
                field: `${prefix}.value`,
                value: reader.sint64Number()
              }
              break
            }
            case 2: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.keeper`, {
                limits: opts.limits?.keeper
              })

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

  export interface TallyCountedValueFieldEvent {
    field: '$.value'
    value: number
  }

  export interface TallyCountedKeeperPeerFieldEvent {
    field: '$.keeper.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TallyCountedKeeperPositionFieldEvent {
    field: '$.keeper.position'
    value: number
  }

  export interface TallyCountedKeeperEpochFieldEvent {
    field: '$.keeper.epoch'
    value: number
  }

  export interface TallyCountedKeeperAddressesFieldEvent {
    field: '$.keeper.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<TallyCounted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyCounted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyCounted>): TallyCounted {
    return decodeMessage(buf, TallyCounted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyCounted>): Generator<TallyCountedValueFieldEvent | TallyCountedKeeperPeerFieldEvent | TallyCountedKeeperPositionFieldEvent | TallyCountedKeeperEpochFieldEvent | TallyCountedKeeperAddressesFieldEvent> {
    return streamMessage(buf, TallyCounted.codec(), opts)
  }
}

export interface TallyTaken {}

export namespace TallyTaken {
  let _codec: Codec<TallyTaken>

  export const codec = (): Codec<TallyTaken> => {
    if (_codec == null) {
      _codec = message<TallyTaken>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
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

  export function encode (obj: Partial<TallyTaken>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyTaken.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyTaken>): TallyTaken {
    return decodeMessage(buf, TallyTaken.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyTaken>): Generator<{}> {
    return streamMessage(buf, TallyTaken.codec(), opts)
  }
}

export enum TallyRefusal {
  TALLY_REFUSAL_UNSPECIFIED = 'TALLY_REFUSAL_UNSPECIFIED',
  TALLY_NOT_KEEPER = 'TALLY_NOT_KEEPER',
  TALLY_FULL = 'TALLY_FULL',
  TALLY_OUT_OF_RANGE = 'TALLY_OUT_OF_RANGE',
  TALLY_STORAGE_FULL = 'TALLY_STORAGE_FULL',
  TALLY_IO = 'TALLY_IO',
  TALLY_CORRUPT = 'TALLY_CORRUPT'
}

enum __TallyRefusalValues {
  TALLY_REFUSAL_UNSPECIFIED = 0,
  TALLY_NOT_KEEPER = 1,
  TALLY_FULL = 2,
  TALLY_OUT_OF_RANGE = 3,
  TALLY_STORAGE_FULL = 4,
  TALLY_IO = 5,
  TALLY_CORRUPT = 6
}

export namespace TallyRefusal {
  export const codec = (): Codec<TallyRefusal> => {
    return enumeration<TallyRefusal>(__TallyRefusalValues)
  }
}

export interface TallyFailed {
  code: TallyRefusal
}

export namespace TallyFailed {
  let _codec: Codec<TallyFailed>

  export const codec = (): Codec<TallyFailed> => {
    if (_codec == null) {
      _codec = message<TallyFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __TallyRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          TallyRefusal.codec().encode(obj.code, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: TallyRefusal.TALLY_REFUSAL_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = TallyRefusal.codec().decode(reader)
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
                field: `${prefix}.code`,
                value: TallyRefusal.codec().decode(reader)
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

  export interface TallyFailedCodeFieldEvent {
    field: '$.code'
    value: TallyRefusal
  }

  export function encode (obj: Partial<TallyFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyFailed>): TallyFailed {
    return decodeMessage(buf, TallyFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyFailed>): Generator<TallyFailedCodeFieldEvent> {
    return streamMessage(buf, TallyFailed.codec(), opts)
  }
}

export interface TallyMessage {
  settled?: TallySettled
}

export namespace TallyMessage {
  let _codec: Codec<TallyMessage>

  export const codec = (): Codec<TallyMessage> => {
    if (_codec == null) {
      _codec = message<TallyMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.settled != null) {
          w.uint32(10)
          TallySettled.codec().encode(obj.settled, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.settled = TallySettled.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settled
              })
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
              yield * TallySettled.codec().stream(reader, reader.uint32(), `${prefix}.settled`, {
                limits: opts.limits?.settled
              })

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

  export interface TallyMessageSettledBelowFieldEvent {
    field: '$.settled.below'
    value: number
  }

  export function encode (obj: Partial<TallyMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallyMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyMessage>): TallyMessage {
    return decodeMessage(buf, TallyMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallyMessage>): Generator<TallyMessageSettledBelowFieldEvent> {
    return streamMessage(buf, TallyMessage.codec(), opts)
  }
}

export interface TallySettled {
  below: number
}

export namespace TallySettled {
  let _codec: Codec<TallySettled>

  export const codec = (): Codec<TallySettled> => {
    if (_codec == null) {
      _codec = message<TallySettled>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.below != null && obj.below !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.below)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          below: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.below = reader.uint64Number()
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
                field: `${prefix}.below`,
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

  export interface TallySettledBelowFieldEvent {
    field: '$.below'
    value: number
  }

  export function encode (obj: Partial<TallySettled>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TallySettled.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallySettled>): TallySettled {
    return decodeMessage(buf, TallySettled.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TallySettled>): Generator<TallySettledBelowFieldEvent> {
    return streamMessage(buf, TallySettled.codec(), opts)
  }
}

export interface NodeRef {
  peer: Uint8Array<ArrayBuffer>
  position: number
  epoch: number
  addresses: string[]
}

export namespace NodeRef {
  let _codec: Codec<NodeRef>

  export const codec = (): Codec<NodeRef> => {
    if (_codec == null) {
      _codec = message<NodeRef>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.peer)
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(16)
          w.uint32(obj.position)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.epoch)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(34)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          peer: uint8ArrayAlloc(0),
          position: 0,
          epoch: 0,
          addresses: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peer = reader.bytes()
              break
            }
            case 2: {
              obj.position = reader.uint32()
              break
            }
            case 3: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
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
        const obj = {
          addresses: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.peer`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.position`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.string()
              }

              obj.addresses++

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

  export interface NodeRefPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface NodeRefPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface NodeRefEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface NodeRefAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<NodeRef>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, NodeRef.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NodeRef>): NodeRef {
    return decodeMessage(buf, NodeRef.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NodeRef>): Generator<NodeRefPeerFieldEvent | NodeRefPositionFieldEvent | NodeRefEpochFieldEvent | NodeRefAddressesFieldEvent> {
    return streamMessage(buf, NodeRef.codec(), opts)
  }
}
