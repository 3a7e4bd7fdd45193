// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface SwarmMessage {
  hello?: SwarmHello
  bitfield?: SwarmBitfield
  haveAll?: SwarmNothing
  haveNone?: SwarmNothing
  have?: SwarmHave
  interested?: SwarmNothing
  notInterested?: SwarmNothing
  request?: SwarmBlockRef
  cancel?: SwarmBlockRef
  reject?: SwarmBlockRef
}

export namespace SwarmMessage {
  let _codec: Codec<SwarmMessage>

  export const codec = (): Codec<SwarmMessage> => {
    if (_codec == null) {
      _codec = message<SwarmMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.reject != null) {
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.cancel != null) {
          obj.reject = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.request != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.notInterested != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.interested != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.have != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.haveNone != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.haveAll != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.bitfield = undefined
          obj.hello = undefined
        }

        if (obj.bitfield != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.hello = undefined
        }

        if (obj.hello != null) {
          obj.reject = undefined
          obj.cancel = undefined
          obj.request = undefined
          obj.notInterested = undefined
          obj.interested = undefined
          obj.have = undefined
          obj.haveNone = undefined
          obj.haveAll = undefined
          obj.bitfield = undefined
        }

        if (obj.hello != null) {
          w.uint32(10)
          SwarmHello.codec().encode(obj.hello, w)
        }

        if (obj.bitfield != null) {
          w.uint32(18)
          SwarmBitfield.codec().encode(obj.bitfield, w)
        }

        if (obj.haveAll != null) {
          w.uint32(26)
          SwarmNothing.codec().encode(obj.haveAll, w)
        }

        if (obj.haveNone != null) {
          w.uint32(34)
          SwarmNothing.codec().encode(obj.haveNone, w)
        }

        if (obj.have != null) {
          w.uint32(42)
          SwarmHave.codec().encode(obj.have, w)
        }

        if (obj.interested != null) {
          w.uint32(50)
          SwarmNothing.codec().encode(obj.interested, w)
        }

        if (obj.notInterested != null) {
          w.uint32(58)
          SwarmNothing.codec().encode(obj.notInterested, w)
        }

        if (obj.request != null) {
          w.uint32(66)
          SwarmBlockRef.codec().encode(obj.request, w)
        }

        if (obj.cancel != null) {
          w.uint32(74)
          SwarmBlockRef.codec().encode(obj.cancel, w)
        }

        if (obj.reject != null) {
          w.uint32(82)
          SwarmBlockRef.codec().encode(obj.reject, w)
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
              obj.hello = SwarmHello.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hello
              })
              break
            }
            case 2: {
              obj.bitfield = SwarmBitfield.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.bitfield
              })
              break
            }
            case 3: {
              obj.haveAll = SwarmNothing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.haveAll
              })
              break
            }
            case 4: {
              obj.haveNone = SwarmNothing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.haveNone
              })
              break
            }
            case 5: {
              obj.have = SwarmHave.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.have
              })
              break
            }
            case 6: {
              obj.interested = SwarmNothing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.interested
              })
              break
            }
            case 7: {
              obj.notInterested = SwarmNothing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.notInterested
              })
              break
            }
            case 8: {
              obj.request = SwarmBlockRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.request
              })
              break
            }
            case 9: {
              obj.cancel = SwarmBlockRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.cancel
              })
              break
            }
            case 10: {
              obj.reject = SwarmBlockRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.reject
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.reject != null) {
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.cancel != null) {
          delete obj.reject
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.request != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.notInterested != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.interested != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.have != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.haveNone != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveAll
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.haveAll != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.bitfield
          delete obj.hello
        }

        if (obj.bitfield != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.hello
        }

        if (obj.hello != null) {
          delete obj.reject
          delete obj.cancel
          delete obj.request
          delete obj.notInterested
          delete obj.interested
          delete obj.have
          delete obj.haveNone
          delete obj.haveAll
          delete obj.bitfield
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SwarmHello.codec().stream(reader, reader.uint32(), `${prefix}.hello`, {
                limits: opts.limits?.hello
              })

              break
            }
            case 2: {
              yield * SwarmBitfield.codec().stream(reader, reader.uint32(), `${prefix}.bitfield`, {
                limits: opts.limits?.bitfield
              })

              break
            }
            case 3: {
              yield * SwarmNothing.codec().stream(reader, reader.uint32(), `${prefix}.haveAll`, {
                limits: opts.limits?.haveAll
              })

              break
            }
            case 4: {
              yield * SwarmNothing.codec().stream(reader, reader.uint32(), `${prefix}.haveNone`, {
                limits: opts.limits?.haveNone
              })

              break
            }
            case 5: {
              yield * SwarmHave.codec().stream(reader, reader.uint32(), `${prefix}.have`, {
                limits: opts.limits?.have
              })

              break
            }
            case 6: {
              yield * SwarmNothing.codec().stream(reader, reader.uint32(), `${prefix}.interested`, {
                limits: opts.limits?.interested
              })

              break
            }
            case 7: {
              yield * SwarmNothing.codec().stream(reader, reader.uint32(), `${prefix}.notInterested`, {
                limits: opts.limits?.notInterested
              })

              break
            }
            case 8: {
              yield * SwarmBlockRef.codec().stream(reader, reader.uint32(), `${prefix}.request`, {
                limits: opts.limits?.request
              })

              break
            }
            case 9: {
              yield * SwarmBlockRef.codec().stream(reader, reader.uint32(), `${prefix}.cancel`, {
                limits: opts.limits?.cancel
              })

              break
            }
            case 10: {
              yield * SwarmBlockRef.codec().stream(reader, reader.uint32(), `${prefix}.reject`, {
                limits: opts.limits?.reject
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

  export interface SwarmMessageHelloInfoBytesFieldEvent {
    field: '$.hello.infoBytes'
    value: number
  }

  export interface SwarmMessageHelloPiecesFieldEvent {
    field: '$.hello.pieces'
    value: number
  }

  export interface SwarmMessageBitfieldBitsFieldEvent {
    field: '$.bitfield.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SwarmMessageHavePieceFieldEvent {
    field: '$.have.piece'
    value: number
  }

  export interface SwarmMessageRequestKindFieldEvent {
    field: '$.request.kind'
    value: SwarmBlockKind
  }

  export interface SwarmMessageRequestIndexFieldEvent {
    field: '$.request.index'
    value: number
  }

  export interface SwarmMessageRequestBeginFieldEvent {
    field: '$.request.begin'
    value: number
  }

  export interface SwarmMessageRequestLengthFieldEvent {
    field: '$.request.length'
    value: number
  }

  export interface SwarmMessageCancelKindFieldEvent {
    field: '$.cancel.kind'
    value: SwarmBlockKind
  }

  export interface SwarmMessageCancelIndexFieldEvent {
    field: '$.cancel.index'
    value: number
  }

  export interface SwarmMessageCancelBeginFieldEvent {
    field: '$.cancel.begin'
    value: number
  }

  export interface SwarmMessageCancelLengthFieldEvent {
    field: '$.cancel.length'
    value: number
  }

  export interface SwarmMessageRejectKindFieldEvent {
    field: '$.reject.kind'
    value: SwarmBlockKind
  }

  export interface SwarmMessageRejectIndexFieldEvent {
    field: '$.reject.index'
    value: number
  }

  export interface SwarmMessageRejectBeginFieldEvent {
    field: '$.reject.begin'
    value: number
  }

  export interface SwarmMessageRejectLengthFieldEvent {
    field: '$.reject.length'
    value: number
  }

  export function encode (obj: Partial<SwarmMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmMessage>): SwarmMessage {
    return decodeMessage(buf, SwarmMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmMessage>): Generator<SwarmMessageHelloInfoBytesFieldEvent | SwarmMessageHelloPiecesFieldEvent | SwarmMessageBitfieldBitsFieldEvent | SwarmMessageHavePieceFieldEvent | SwarmMessageRequestKindFieldEvent | SwarmMessageRequestIndexFieldEvent | SwarmMessageRequestBeginFieldEvent | SwarmMessageRequestLengthFieldEvent | SwarmMessageCancelKindFieldEvent | SwarmMessageCancelIndexFieldEvent | SwarmMessageCancelBeginFieldEvent | SwarmMessageCancelLengthFieldEvent | SwarmMessageRejectKindFieldEvent | SwarmMessageRejectIndexFieldEvent | SwarmMessageRejectBeginFieldEvent | SwarmMessageRejectLengthFieldEvent> {
    return streamMessage(buf, SwarmMessage.codec(), opts)
  }
}

export interface SwarmHello {
  infoBytes: number
  pieces: number
}

export namespace SwarmHello {
  let _codec: Codec<SwarmHello>

  export const codec = (): Codec<SwarmHello> => {
    if (_codec == null) {
      _codec = message<SwarmHello>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.infoBytes != null && obj.infoBytes !== 0)) {
          w.uint32(8)
          w.uint32(obj.infoBytes)
        }

        if ((obj.pieces != null && obj.pieces !== 0)) {
          w.uint32(16)
          w.uint32(obj.pieces)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          infoBytes: 0,
          pieces: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.infoBytes = reader.uint32()
              break
            }
            case 2: {
              obj.pieces = reader.uint32()
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
                field: `${prefix}.infoBytes`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.pieces`,
                value: reader.uint32()
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

  export interface SwarmHelloInfoBytesFieldEvent {
    field: '$.infoBytes'
    value: number
  }

  export interface SwarmHelloPiecesFieldEvent {
    field: '$.pieces'
    value: number
  }

  export function encode (obj: Partial<SwarmHello>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmHello.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmHello>): SwarmHello {
    return decodeMessage(buf, SwarmHello.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmHello>): Generator<SwarmHelloInfoBytesFieldEvent | SwarmHelloPiecesFieldEvent> {
    return streamMessage(buf, SwarmHello.codec(), opts)
  }
}

export interface SwarmBitfield {
  bits: Uint8Array<ArrayBuffer>
}

export namespace SwarmBitfield {
  let _codec: Codec<SwarmBitfield>

  export const codec = (): Codec<SwarmBitfield> => {
    if (_codec == null) {
      _codec = message<SwarmBitfield>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.bits != null && obj.bits.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.bits)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          bits: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.bits = reader.bytes()
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
                field: `${prefix}.bits`,
                value: reader.bytes()
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

  export interface SwarmBitfieldBitsFieldEvent {
    field: '$.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SwarmBitfield>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmBitfield.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmBitfield>): SwarmBitfield {
    return decodeMessage(buf, SwarmBitfield.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmBitfield>): Generator<SwarmBitfieldBitsFieldEvent> {
    return streamMessage(buf, SwarmBitfield.codec(), opts)
  }
}

export interface SwarmHave {
  piece: number
}

export namespace SwarmHave {
  let _codec: Codec<SwarmHave>

  export const codec = (): Codec<SwarmHave> => {
    if (_codec == null) {
      _codec = message<SwarmHave>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.piece != null && obj.piece !== 0)) {
          w.uint32(8)
          w.uint32(obj.piece)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          piece: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.piece = reader.uint32()
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
                field: `${prefix}.piece`,
                value: reader.uint32()
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

  export interface SwarmHavePieceFieldEvent {
    field: '$.piece'
    value: number
  }

  export function encode (obj: Partial<SwarmHave>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmHave.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmHave>): SwarmHave {
    return decodeMessage(buf, SwarmHave.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmHave>): Generator<SwarmHavePieceFieldEvent> {
    return streamMessage(buf, SwarmHave.codec(), opts)
  }
}

export interface SwarmNothing {}

export namespace SwarmNothing {
  let _codec: Codec<SwarmNothing>

  export const codec = (): Codec<SwarmNothing> => {
    if (_codec == null) {
      _codec = message<SwarmNothing>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<SwarmNothing>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmNothing.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmNothing>): SwarmNothing {
    return decodeMessage(buf, SwarmNothing.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmNothing>): Generator<{}> {
    return streamMessage(buf, SwarmNothing.codec(), opts)
  }
}

export enum SwarmBlockKind {
  SWARM_BLOCK_KIND_UNSPECIFIED = 'SWARM_BLOCK_KIND_UNSPECIFIED',
  PIECE = 'PIECE',
  INFO = 'INFO',
  LAYER = 'LAYER'
}

enum __SwarmBlockKindValues {
  SWARM_BLOCK_KIND_UNSPECIFIED = 0,
  PIECE = 1,
  INFO = 2,
  LAYER = 3
}

export namespace SwarmBlockKind {
  export const codec = (): Codec<SwarmBlockKind> => {
    return enumeration<SwarmBlockKind>(__SwarmBlockKindValues)
  }
}

export interface SwarmBlockRef {
  kind: SwarmBlockKind
  index: number
  begin: number
  length: number
}

export namespace SwarmBlockRef {
  let _codec: Codec<SwarmBlockRef>

  export const codec = (): Codec<SwarmBlockRef> => {
    if (_codec == null) {
      _codec = message<SwarmBlockRef>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.kind != null && __SwarmBlockKindValues[obj.kind] !== 0) {
          w.uint32(8)
          SwarmBlockKind.codec().encode(obj.kind, w)
        }

        if ((obj.index != null && obj.index !== 0)) {
          w.uint32(16)
          w.uint32(obj.index)
        }

        if ((obj.begin != null && obj.begin !== 0)) {
          w.uint32(24)
          w.uint32(obj.begin)
        }

        if ((obj.length != null && obj.length !== 0)) {
          w.uint32(32)
          w.uint32(obj.length)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: SwarmBlockKind.SWARM_BLOCK_KIND_UNSPECIFIED,
          index: 0,
          begin: 0,
          length: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = SwarmBlockKind.codec().decode(reader)
              break
            }
            case 2: {
              obj.index = reader.uint32()
              break
            }
            case 3: {
              obj.begin = reader.uint32()
              break
            }
            case 4: {
              obj.length = reader.uint32()
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
                value: SwarmBlockKind.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.index`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.begin`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.length`,
                value: reader.uint32()
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

  export interface SwarmBlockRefKindFieldEvent {
    field: '$.kind'
    value: SwarmBlockKind
  }

  export interface SwarmBlockRefIndexFieldEvent {
    field: '$.index'
    value: number
  }

  export interface SwarmBlockRefBeginFieldEvent {
    field: '$.begin'
    value: number
  }

  export interface SwarmBlockRefLengthFieldEvent {
    field: '$.length'
    value: number
  }

  export function encode (obj: Partial<SwarmBlockRef>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SwarmBlockRef.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmBlockRef>): SwarmBlockRef {
    return decodeMessage(buf, SwarmBlockRef.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SwarmBlockRef>): Generator<SwarmBlockRefKindFieldEvent | SwarmBlockRefIndexFieldEvent | SwarmBlockRefBeginFieldEvent | SwarmBlockRefLengthFieldEvent> {
    return streamMessage(buf, SwarmBlockRef.codec(), opts)
  }
}
