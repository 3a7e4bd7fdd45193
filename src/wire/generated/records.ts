// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface RecordVersion {
  lamport: number
  peer: Uint8Array<ArrayBuffer>
}

export namespace RecordVersion {
  let _codec: Codec<RecordVersion>

  export const codec = (): Codec<RecordVersion> => {
    if (_codec == null) {
      _codec = message<RecordVersion>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lamport)
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.peer)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lamport: 0,
          peer: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 2: {
              obj.peer = reader.bytes()
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
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.peer`,
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

  export interface RecordVersionLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface RecordVersionPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordVersion>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordVersion.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordVersion>): RecordVersion {
    return decodeMessage(buf, RecordVersion.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordVersion>): Generator<RecordVersionLamportFieldEvent | RecordVersionPeerFieldEvent> {
    return streamMessage(buf, RecordVersion.codec(), opts)
  }
}

export enum RecordKind {
  RECORD_KIND_UNSPECIFIED = 'RECORD_KIND_UNSPECIFIED',
  RECORD_VALUE = 'RECORD_VALUE',
  RECORD_TOMBSTONE = 'RECORD_TOMBSTONE',
  RECORD_MARKER = 'RECORD_MARKER'
}

enum __RecordKindValues {
  RECORD_KIND_UNSPECIFIED = 0,
  RECORD_VALUE = 1,
  RECORD_TOMBSTONE = 2,
  RECORD_MARKER = 3
}

export namespace RecordKind {
  export const codec = (): Codec<RecordKind> => {
    return enumeration<RecordKind>(__RecordKindValues)
  }
}

export interface RecordHead {
  id: Uint8Array<ArrayBuffer>
  version?: RecordVersion
  kind: RecordKind
  key: Uint8Array<ArrayBuffer>
  contentType: string
  size: number
  digest: Uint8Array<ArrayBuffer>
  expiresAtMs: number
  keepUntilMs: number
  writer: Uint8Array<ArrayBuffer>
  signature?: Uint8Array<ArrayBuffer>
}

export namespace RecordHead {
  let _codec: Codec<RecordHead>

  export const codec = (): Codec<RecordHead> => {
    if (_codec == null) {
      _codec = message<RecordHead>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.version != null) {
          w.uint32(18)
          RecordVersion.codec().encode(obj.version, w)
        }

        if (obj.kind != null && __RecordKindValues[obj.kind] !== 0) {
          w.uint32(24)
          RecordKind.codec().encode(obj.kind, w)
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.key)
        }

        if ((obj.contentType != null && obj.contentType !== '')) {
          w.uint32(42)
          w.string(obj.contentType)
        }

        if ((obj.size != null && obj.size !== 0)) {
          w.uint32(48)
          w.uint32(obj.size)
        }

        if ((obj.digest != null && obj.digest.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.digest)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(64)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.keepUntilMs != null && obj.keepUntilMs !== 0)) {
          w.uint32(72)
          w.uint64Number(obj.keepUntilMs)
        }

        if ((obj.writer != null && obj.writer.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.writer)
        }

        if (obj.signature != null) {
          w.uint32(90)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          kind: RecordKind.RECORD_KIND_UNSPECIFIED,
          key: uint8ArrayAlloc(0),
          contentType: '',
          size: 0,
          digest: uint8ArrayAlloc(0),
          expiresAtMs: 0,
          keepUntilMs: 0,
          writer: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
              })
              break
            }
            case 3: {
              obj.kind = RecordKind.codec().decode(reader)
              break
            }
            case 4: {
              obj.key = reader.bytes()
              break
            }
            case 5: {
              obj.contentType = reader.string()
              break
            }
            case 6: {
              obj.size = reader.uint32()
              break
            }
            case 7: {
              obj.digest = reader.bytes()
              break
            }
            case 8: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 9: {
              obj.keepUntilMs = reader.uint64Number()
              break
            }
            case 10: {
              obj.writer = reader.bytes()
              break
            }
            case 11: {
              obj.signature = reader.bytes()
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.kind`,
                value: RecordKind.codec().decode(reader)
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.contentType`,
                value: reader.string()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.size`,
                value: reader.uint32()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.digest`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.expiresAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.keepUntilMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.writer`,
                value: reader.bytes()
              }
              break
            }
            case 11: {
              yield {
                field: `${prefix}.signature`,
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

  export interface RecordHeadIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHeadVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordHeadVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHeadKindFieldEvent {
    field: '$.kind'
    value: RecordKind
  }

  export interface RecordHeadKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHeadContentTypeFieldEvent {
    field: '$.contentType'
    value: string
  }

  export interface RecordHeadSizeFieldEvent {
    field: '$.size'
    value: number
  }

  export interface RecordHeadDigestFieldEvent {
    field: '$.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHeadExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface RecordHeadKeepUntilMsFieldEvent {
    field: '$.keepUntilMs'
    value: number
  }

  export interface RecordHeadWriterFieldEvent {
    field: '$.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHeadSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordHead>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordHead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHead>): RecordHead {
    return decodeMessage(buf, RecordHead.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHead>): Generator<RecordHeadIdFieldEvent | RecordHeadVersionLamportFieldEvent | RecordHeadVersionPeerFieldEvent | RecordHeadKindFieldEvent | RecordHeadKeyFieldEvent | RecordHeadContentTypeFieldEvent | RecordHeadSizeFieldEvent | RecordHeadDigestFieldEvent | RecordHeadExpiresAtMsFieldEvent | RecordHeadKeepUntilMsFieldEvent | RecordHeadWriterFieldEvent | RecordHeadSignatureFieldEvent> {
    return streamMessage(buf, RecordHead.codec(), opts)
  }
}

export interface RecordConfigId {
  lamport: number
  peer: Uint8Array<ArrayBuffer>
}

export namespace RecordConfigId {
  let _codec: Codec<RecordConfigId>

  export const codec = (): Codec<RecordConfigId> => {
    if (_codec == null) {
      _codec = message<RecordConfigId>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lamport)
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.peer)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lamport: 0,
          peer: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 2: {
              obj.peer = reader.bytes()
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
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.peer`,
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

  export interface RecordConfigIdLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface RecordConfigIdPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordConfigId>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordConfigId.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigId>): RecordConfigId {
    return decodeMessage(buf, RecordConfigId.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigId>): Generator<RecordConfigIdLamportFieldEvent | RecordConfigIdPeerFieldEvent> {
    return streamMessage(buf, RecordConfigId.codec(), opts)
  }
}

export interface RecordStanding {
  config?: RecordConfigId
  synced: boolean
}

export namespace RecordStanding {
  let _codec: Codec<RecordStanding>

  export const codec = (): Codec<RecordStanding> => {
    if (_codec == null) {
      _codec = message<RecordStanding>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.config != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.config, w)
        }

        if ((obj.synced != null && obj.synced !== false)) {
          w.uint32(16)
          w.bool(obj.synced)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          synced: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.config = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 2: {
              obj.synced = reader.bool()
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
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.synced`,
                value: reader.bool()
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

  export interface RecordStandingConfigLamportFieldEvent {
    field: '$.config.lamport'
    value: number
  }

  export interface RecordStandingConfigPeerFieldEvent {
    field: '$.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStandingSyncedFieldEvent {
    field: '$.synced'
    value: boolean
  }

  export function encode (obj: Partial<RecordStanding>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordStanding.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStanding>): RecordStanding {
    return decodeMessage(buf, RecordStanding.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStanding>): Generator<RecordStandingConfigLamportFieldEvent | RecordStandingConfigPeerFieldEvent | RecordStandingSyncedFieldEvent> {
    return streamMessage(buf, RecordStanding.codec(), opts)
  }
}

export interface RecordIfMatch {
  version?: RecordVersion
}

export namespace RecordIfMatch {
  let _codec: Codec<RecordIfMatch>

  export const codec = (): Codec<RecordIfMatch> => {
    if (_codec == null) {
      _codec = message<RecordIfMatch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.version != null) {
          w.uint32(10)
          RecordVersion.codec().encode(obj.version, w)
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
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
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
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
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

  export interface RecordIfMatchVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordIfMatchVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordIfMatch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordIfMatch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordIfMatch>): RecordIfMatch {
    return decodeMessage(buf, RecordIfMatch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordIfMatch>): Generator<RecordIfMatchVersionLamportFieldEvent | RecordIfMatchVersionPeerFieldEvent> {
    return streamMessage(buf, RecordIfMatch.codec(), opts)
  }
}

export interface RecordSigned {
  lamport: number
  expiresAtMs: number
  signature: Uint8Array<ArrayBuffer>
}

export namespace RecordSigned {
  let _codec: Codec<RecordSigned>

  export const codec = (): Codec<RecordSigned> => {
    if (_codec == null) {
      _codec = message<RecordSigned>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lamport)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lamport: 0,
          expiresAtMs: 0,
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 2: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 3: {
              obj.signature = reader.bytes()
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
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.expiresAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.signature`,
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

  export interface RecordSignedLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface RecordSignedExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface RecordSignedSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordSigned>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordSigned.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSigned>): RecordSigned {
    return decodeMessage(buf, RecordSigned.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSigned>): Generator<RecordSignedLamportFieldEvent | RecordSignedExpiresAtMsFieldEvent | RecordSignedSignatureFieldEvent> {
    return streamMessage(buf, RecordSigned.codec(), opts)
  }
}

export interface RecordBegun {
  version?: RecordVersion
  expiresAtMs: number
}

export namespace RecordBegun {
  let _codec: Codec<RecordBegun>

  export const codec = (): Codec<RecordBegun> => {
    if (_codec == null) {
      _codec = message<RecordBegun>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.version != null) {
          w.uint32(10)
          RecordVersion.codec().encode(obj.version, w)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          expiresAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
              })
              break
            }
            case 2: {
              obj.expiresAtMs = reader.uint64Number()
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
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.expiresAtMs`,
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

  export interface RecordBegunVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordBegunVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordBegunExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export function encode (obj: Partial<RecordBegun>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordBegun.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordBegun>): RecordBegun {
    return decodeMessage(buf, RecordBegun.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordBegun>): Generator<RecordBegunVersionLamportFieldEvent | RecordBegunVersionPeerFieldEvent | RecordBegunExpiresAtMsFieldEvent> {
    return streamMessage(buf, RecordBegun.codec(), opts)
  }
}

export interface RecordsRequest {
  position: number
  put?: RecordPut
  remove?: RecordRemove
  get?: RecordGet
  watch?: RecordWatch
  stage?: RecordStage
  chunk?: RecordChunk
  replicate?: RecordReplicate
  handBack?: RecordHandBack
  fetch?: RecordFetch
  survey?: RecordSurvey
  configure?: RecordConfigure
  compare?: RecordCompare
  pull?: RecordPull
  have?: RecordHave
  release?: RecordRelease
  leaving?: RecordLeaving
}

export namespace RecordsRequest {
  let _codec: Codec<RecordsRequest>

  export const codec = (): Codec<RecordsRequest> => {
    if (_codec == null) {
      _codec = message<RecordsRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.leaving != null) {
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.release != null) {
          obj.leaving = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.have != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.pull != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.compare != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.configure != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.survey != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.fetch != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.handBack != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.replicate != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.chunk != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.stage != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.watch != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.get = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.get != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.remove = undefined
          obj.put = undefined
        }

        if (obj.remove != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.put = undefined
        }

        if (obj.put != null) {
          obj.leaving = undefined
          obj.release = undefined
          obj.have = undefined
          obj.pull = undefined
          obj.compare = undefined
          obj.configure = undefined
          obj.survey = undefined
          obj.fetch = undefined
          obj.handBack = undefined
          obj.replicate = undefined
          obj.chunk = undefined
          obj.stage = undefined
          obj.watch = undefined
          obj.get = undefined
          obj.remove = undefined
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(8)
          w.uint32(obj.position)
        }

        if (obj.put != null) {
          w.uint32(18)
          RecordPut.codec().encode(obj.put, w)
        }

        if (obj.remove != null) {
          w.uint32(26)
          RecordRemove.codec().encode(obj.remove, w)
        }

        if (obj.get != null) {
          w.uint32(34)
          RecordGet.codec().encode(obj.get, w)
        }

        if (obj.watch != null) {
          w.uint32(42)
          RecordWatch.codec().encode(obj.watch, w)
        }

        if (obj.stage != null) {
          w.uint32(50)
          RecordStage.codec().encode(obj.stage, w)
        }

        if (obj.chunk != null) {
          w.uint32(58)
          RecordChunk.codec().encode(obj.chunk, w)
        }

        if (obj.replicate != null) {
          w.uint32(66)
          RecordReplicate.codec().encode(obj.replicate, w)
        }

        if (obj.handBack != null) {
          w.uint32(74)
          RecordHandBack.codec().encode(obj.handBack, w)
        }

        if (obj.fetch != null) {
          w.uint32(82)
          RecordFetch.codec().encode(obj.fetch, w)
        }

        if (obj.survey != null) {
          w.uint32(90)
          RecordSurvey.codec().encode(obj.survey, w)
        }

        if (obj.configure != null) {
          w.uint32(98)
          RecordConfigure.codec().encode(obj.configure, w)
        }

        if (obj.compare != null) {
          w.uint32(106)
          RecordCompare.codec().encode(obj.compare, w)
        }

        if (obj.pull != null) {
          w.uint32(114)
          RecordPull.codec().encode(obj.pull, w)
        }

        if (obj.have != null) {
          w.uint32(122)
          RecordHave.codec().encode(obj.have, w)
        }

        if (obj.release != null) {
          w.uint32(130)
          RecordRelease.codec().encode(obj.release, w)
        }

        if (obj.leaving != null) {
          w.uint32(138)
          RecordLeaving.codec().encode(obj.leaving, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          position: 0
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
              obj.put = RecordPut.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.put
              })
              break
            }
            case 3: {
              obj.remove = RecordRemove.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.remove
              })
              break
            }
            case 4: {
              obj.get = RecordGet.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.get
              })
              break
            }
            case 5: {
              obj.watch = RecordWatch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.watch
              })
              break
            }
            case 6: {
              obj.stage = RecordStage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stage
              })
              break
            }
            case 7: {
              obj.chunk = RecordChunk.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.chunk
              })
              break
            }
            case 8: {
              obj.replicate = RecordReplicate.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.replicate
              })
              break
            }
            case 9: {
              obj.handBack = RecordHandBack.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.handBack
              })
              break
            }
            case 10: {
              obj.fetch = RecordFetch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fetch
              })
              break
            }
            case 11: {
              obj.survey = RecordSurvey.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.survey
              })
              break
            }
            case 12: {
              obj.configure = RecordConfigure.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configure
              })
              break
            }
            case 13: {
              obj.compare = RecordCompare.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.compare
              })
              break
            }
            case 14: {
              obj.pull = RecordPull.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pull
              })
              break
            }
            case 15: {
              obj.have = RecordHave.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.have
              })
              break
            }
            case 16: {
              obj.release = RecordRelease.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.release
              })
              break
            }
            case 17: {
              obj.leaving = RecordLeaving.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.leaving
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.leaving != null) {
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.release != null) {
          delete obj.leaving
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.have != null) {
          delete obj.leaving
          delete obj.release
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.pull != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.compare != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.configure != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.survey != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.fetch != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.handBack != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.replicate != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.chunk != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.stage != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.watch
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.watch != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.get
          delete obj.remove
          delete obj.put
        }

        if (obj.get != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.remove
          delete obj.put
        }

        if (obj.remove != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.put
        }

        if (obj.put != null) {
          delete obj.leaving
          delete obj.release
          delete obj.have
          delete obj.pull
          delete obj.compare
          delete obj.configure
          delete obj.survey
          delete obj.fetch
          delete obj.handBack
          delete obj.replicate
          delete obj.chunk
          delete obj.stage
          delete obj.watch
          delete obj.get
          delete obj.remove
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
              yield * RecordPut.codec().stream(reader, reader.uint32(), `${prefix}.put`, {
                limits: opts.limits?.put
              })

              break
            }
            case 3: {
              yield * RecordRemove.codec().stream(reader, reader.uint32(), `${prefix}.remove`, {
                limits: opts.limits?.remove
              })

              break
            }
            case 4: {
              yield * RecordGet.codec().stream(reader, reader.uint32(), `${prefix}.get`, {
                limits: opts.limits?.get
              })

              break
            }
            case 5: {
              yield * RecordWatch.codec().stream(reader, reader.uint32(), `${prefix}.watch`, {
                limits: opts.limits?.watch
              })

              break
            }
            case 6: {
              yield * RecordStage.codec().stream(reader, reader.uint32(), `${prefix}.stage`, {
                limits: opts.limits?.stage
              })

              break
            }
            case 7: {
              yield * RecordChunk.codec().stream(reader, reader.uint32(), `${prefix}.chunk`, {
                limits: opts.limits?.chunk
              })

              break
            }
            case 8: {
              yield * RecordReplicate.codec().stream(reader, reader.uint32(), `${prefix}.replicate`, {
                limits: opts.limits?.replicate
              })

              break
            }
            case 9: {
              yield * RecordHandBack.codec().stream(reader, reader.uint32(), `${prefix}.handBack`, {
                limits: opts.limits?.handBack
              })

              break
            }
            case 10: {
              yield * RecordFetch.codec().stream(reader, reader.uint32(), `${prefix}.fetch`, {
                limits: opts.limits?.fetch
              })

              break
            }
            case 11: {
              yield * RecordSurvey.codec().stream(reader, reader.uint32(), `${prefix}.survey`, {
                limits: opts.limits?.survey
              })

              break
            }
            case 12: {
              yield * RecordConfigure.codec().stream(reader, reader.uint32(), `${prefix}.configure`, {
                limits: opts.limits?.configure
              })

              break
            }
            case 13: {
              yield * RecordCompare.codec().stream(reader, reader.uint32(), `${prefix}.compare`, {
                limits: opts.limits?.compare
              })

              break
            }
            case 14: {
              yield * RecordPull.codec().stream(reader, reader.uint32(), `${prefix}.pull`, {
                limits: opts.limits?.pull
              })

              break
            }
            case 15: {
              yield * RecordHave.codec().stream(reader, reader.uint32(), `${prefix}.have`, {
                limits: opts.limits?.have
              })

              break
            }
            case 16: {
              yield * RecordRelease.codec().stream(reader, reader.uint32(), `${prefix}.release`, {
                limits: opts.limits?.release
              })

              break
            }
            case 17: {
              yield * RecordLeaving.codec().stream(reader, reader.uint32(), `${prefix}.leaving`, {
                limits: opts.limits?.leaving
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

  export interface RecordsRequestPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface RecordsRequestPutIdFieldEvent {
    field: '$.put.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutKindFieldEvent {
    field: '$.put.kind'
    value: RecordKind
  }

  export interface RecordsRequestPutKeyFieldEvent {
    field: '$.put.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutContentTypeFieldEvent {
    field: '$.put.contentType'
    value: string
  }

  export interface RecordsRequestPutSizeFieldEvent {
    field: '$.put.size'
    value: number
  }

  export interface RecordsRequestPutDigestFieldEvent {
    field: '$.put.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutValueFieldEvent {
    field: '$.put.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutTtlMsFieldEvent {
    field: '$.put.ttlMs'
    value: number
  }

  export interface RecordsRequestPutIfMatchVersionLamportFieldEvent {
    field: '$.put.ifMatch.version.lamport'
    value: number
  }

  export interface RecordsRequestPutIfMatchVersionPeerFieldEvent {
    field: '$.put.ifMatch.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutSignedLamportFieldEvent {
    field: '$.put.signed.lamport'
    value: number
  }

  export interface RecordsRequestPutSignedExpiresAtMsFieldEvent {
    field: '$.put.signed.expiresAtMs'
    value: number
  }

  export interface RecordsRequestPutSignedSignatureFieldEvent {
    field: '$.put.signed.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutBegunVersionLamportFieldEvent {
    field: '$.put.begun.version.lamport'
    value: number
  }

  export interface RecordsRequestPutBegunVersionPeerFieldEvent {
    field: '$.put.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPutBegunExpiresAtMsFieldEvent {
    field: '$.put.begun.expiresAtMs'
    value: number
  }

  export interface RecordsRequestRemoveIdFieldEvent {
    field: '$.remove.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestRemoveIfMatchVersionLamportFieldEvent {
    field: '$.remove.ifMatch.version.lamport'
    value: number
  }

  export interface RecordsRequestRemoveIfMatchVersionPeerFieldEvent {
    field: '$.remove.ifMatch.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestRemoveSignedLamportFieldEvent {
    field: '$.remove.signed.lamport'
    value: number
  }

  export interface RecordsRequestRemoveSignedExpiresAtMsFieldEvent {
    field: '$.remove.signed.expiresAtMs'
    value: number
  }

  export interface RecordsRequestRemoveSignedSignatureFieldEvent {
    field: '$.remove.signed.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestRemoveBegunVersionLamportFieldEvent {
    field: '$.remove.begun.version.lamport'
    value: number
  }

  export interface RecordsRequestRemoveBegunVersionPeerFieldEvent {
    field: '$.remove.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestRemoveBegunExpiresAtMsFieldEvent {
    field: '$.remove.begun.expiresAtMs'
    value: number
  }

  export interface RecordsRequestGetIdFieldEvent {
    field: '$.get.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestGetUnderLamportFieldEvent {
    field: '$.get.under.lamport'
    value: number
  }

  export interface RecordsRequestGetUnderPeerFieldEvent {
    field: '$.get.under.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestWatchIdFieldEvent {
    field: '$.watch.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestStageDigestFieldEvent {
    field: '$.stage.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestStageSizeFieldEvent {
    field: '$.stage.size'
    value: number
  }

  export interface RecordsRequestStageIndexFieldEvent {
    field: '$.stage.index'
    value: number
  }

  export interface RecordsRequestStageBytesFieldEvent {
    field: '$.stage.bytes'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestChunkIdFieldEvent {
    field: '$.chunk.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestChunkVersionLamportFieldEvent {
    field: '$.chunk.version.lamport'
    value: number
  }

  export interface RecordsRequestChunkVersionPeerFieldEvent {
    field: '$.chunk.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestChunkIndexFieldEvent {
    field: '$.chunk.index'
    value: number
  }

  export interface RecordsRequestReplicateConfigLamportFieldEvent {
    field: '$.replicate.config.lamport'
    value: number
  }

  export interface RecordsRequestReplicateConfigPeerFieldEvent {
    field: '$.replicate.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadIdFieldEvent {
    field: '$.replicate.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadVersionLamportFieldEvent {
    field: '$.replicate.head.version.lamport'
    value: number
  }

  export interface RecordsRequestReplicateHeadVersionPeerFieldEvent {
    field: '$.replicate.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadKindFieldEvent {
    field: '$.replicate.head.kind'
    value: RecordKind
  }

  export interface RecordsRequestReplicateHeadKeyFieldEvent {
    field: '$.replicate.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadContentTypeFieldEvent {
    field: '$.replicate.head.contentType'
    value: string
  }

  export interface RecordsRequestReplicateHeadSizeFieldEvent {
    field: '$.replicate.head.size'
    value: number
  }

  export interface RecordsRequestReplicateHeadDigestFieldEvent {
    field: '$.replicate.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadExpiresAtMsFieldEvent {
    field: '$.replicate.head.expiresAtMs'
    value: number
  }

  export interface RecordsRequestReplicateHeadKeepUntilMsFieldEvent {
    field: '$.replicate.head.keepUntilMs'
    value: number
  }

  export interface RecordsRequestReplicateHeadWriterFieldEvent {
    field: '$.replicate.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHeadSignatureFieldEvent {
    field: '$.replicate.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateValueFieldEvent {
    field: '$.replicate.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHintForPeerFieldEvent {
    field: '$.replicate.hintFor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReplicateHintForPositionFieldEvent {
    field: '$.replicate.hintFor.position'
    value: number
  }

  export interface RecordsRequestReplicateHintForEpochFieldEvent {
    field: '$.replicate.hintFor.epoch'
    value: number
  }

  export interface RecordsRequestReplicateHintForAddressesFieldEvent {
    field: '$.replicate.hintFor.addresses[]'
    index: number
    value: string
  }

  export interface RecordsRequestHandBackHeadIdFieldEvent {
    field: '$.handBack.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackHeadVersionLamportFieldEvent {
    field: '$.handBack.head.version.lamport'
    value: number
  }

  export interface RecordsRequestHandBackHeadVersionPeerFieldEvent {
    field: '$.handBack.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackHeadKindFieldEvent {
    field: '$.handBack.head.kind'
    value: RecordKind
  }

  export interface RecordsRequestHandBackHeadKeyFieldEvent {
    field: '$.handBack.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackHeadContentTypeFieldEvent {
    field: '$.handBack.head.contentType'
    value: string
  }

  export interface RecordsRequestHandBackHeadSizeFieldEvent {
    field: '$.handBack.head.size'
    value: number
  }

  export interface RecordsRequestHandBackHeadDigestFieldEvent {
    field: '$.handBack.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackHeadExpiresAtMsFieldEvent {
    field: '$.handBack.head.expiresAtMs'
    value: number
  }

  export interface RecordsRequestHandBackHeadKeepUntilMsFieldEvent {
    field: '$.handBack.head.keepUntilMs'
    value: number
  }

  export interface RecordsRequestHandBackHeadWriterFieldEvent {
    field: '$.handBack.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackHeadSignatureFieldEvent {
    field: '$.handBack.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHandBackValueFieldEvent {
    field: '$.handBack.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestFetchConfigLamportFieldEvent {
    field: '$.fetch.config.lamport'
    value: number
  }

  export interface RecordsRequestFetchConfigPeerFieldEvent {
    field: '$.fetch.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestFetchIdFieldEvent {
    field: '$.fetch.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestSurveyArcFromFieldEvent {
    field: '$.survey.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestSurveyArcToFieldEvent {
    field: '$.survey.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestConfigureSelfPeerFieldEvent {
    field: '$.configure.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestConfigureSelfPositionFieldEvent {
    field: '$.configure.self.position'
    value: number
  }

  export interface RecordsRequestConfigureSelfEpochFieldEvent {
    field: '$.configure.self.epoch'
    value: number
  }

  export interface RecordsRequestConfigureSelfAddressesFieldEvent {
    field: '$.configure.self.addresses[]'
    index: number
    value: string
  }

  export interface RecordsRequestConfigureConfigArcFromFieldEvent {
    field: '$.configure.config.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestConfigureConfigArcToFieldEvent {
    field: '$.configure.config.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestConfigureConfigIdLamportFieldEvent {
    field: '$.configure.config.id.lamport'
    value: number
  }

  export interface RecordsRequestConfigureConfigIdPeerFieldEvent {
    field: '$.configure.config.id.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestConfigureConfigMembersPeerFieldEvent {
    field: '$.configure.config.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsRequestConfigureConfigMembersPositionFieldEvent {
    field: '$.configure.config.members[].position'
    value: number
    index: number
  }

  export interface RecordsRequestConfigureConfigPriorIdLamportFieldEvent {
    field: '$.configure.config.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordsRequestConfigureConfigPriorIdPeerFieldEvent {
    field: '$.configure.config.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsRequestConfigureConfigPriorMembersPeerFieldEvent {
    field: '$.configure.config.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsRequestConfigureConfigPriorMembersPositionFieldEvent {
    field: '$.configure.config.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordsRequestConfigureConfigPriorUnusedFromFieldEvent {
    field: '$.configure.config.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordsRequestConfigureConfigUnusedFromFieldEvent {
    field: '$.configure.config.unusedFrom'
    value: number
  }

  export interface RecordsRequestConfigureFilledFieldEvent {
    field: '$.configure.filled'
    value: boolean
  }

  export interface RecordsRequestCompareArcFromFieldEvent {
    field: '$.compare.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestCompareArcToFieldEvent {
    field: '$.compare.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestCompareSumFieldEvent {
    field: '$.compare.sum'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestPullIdsFieldEvent {
    field: '$.pull.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHaveSelfPeerFieldEvent {
    field: '$.have.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestHaveSelfPositionFieldEvent {
    field: '$.have.self.position'
    value: number
  }

  export interface RecordsRequestHaveSelfEpochFieldEvent {
    field: '$.have.self.epoch'
    value: number
  }

  export interface RecordsRequestHaveSelfAddressesFieldEvent {
    field: '$.have.self.addresses[]'
    index: number
    value: string
  }

  export interface RecordsRequestHaveIdsFieldEvent {
    field: '$.have.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReleaseArcFromFieldEvent {
    field: '$.release.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReleaseArcToFieldEvent {
    field: '$.release.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestReleaseKnownLamportFieldEvent {
    field: '$.release.known.lamport'
    value: number
  }

  export interface RecordsRequestReleaseKnownPeerFieldEvent {
    field: '$.release.known.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestLeavingSelfPeerFieldEvent {
    field: '$.leaving.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsRequestLeavingSelfPositionFieldEvent {
    field: '$.leaving.self.position'
    value: number
  }

  export interface RecordsRequestLeavingSelfEpochFieldEvent {
    field: '$.leaving.self.epoch'
    value: number
  }

  export interface RecordsRequestLeavingSelfAddressesFieldEvent {
    field: '$.leaving.self.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordsRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordsRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsRequest>): RecordsRequest {
    return decodeMessage(buf, RecordsRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsRequest>): Generator<RecordsRequestPositionFieldEvent | RecordsRequestPutIdFieldEvent | RecordsRequestPutKindFieldEvent | RecordsRequestPutKeyFieldEvent | RecordsRequestPutContentTypeFieldEvent | RecordsRequestPutSizeFieldEvent | RecordsRequestPutDigestFieldEvent | RecordsRequestPutValueFieldEvent | RecordsRequestPutTtlMsFieldEvent | RecordsRequestPutIfMatchVersionLamportFieldEvent | RecordsRequestPutIfMatchVersionPeerFieldEvent | RecordsRequestPutSignedLamportFieldEvent | RecordsRequestPutSignedExpiresAtMsFieldEvent | RecordsRequestPutSignedSignatureFieldEvent | RecordsRequestPutBegunVersionLamportFieldEvent | RecordsRequestPutBegunVersionPeerFieldEvent | RecordsRequestPutBegunExpiresAtMsFieldEvent | RecordsRequestRemoveIdFieldEvent | RecordsRequestRemoveIfMatchVersionLamportFieldEvent | RecordsRequestRemoveIfMatchVersionPeerFieldEvent | RecordsRequestRemoveSignedLamportFieldEvent | RecordsRequestRemoveSignedExpiresAtMsFieldEvent | RecordsRequestRemoveSignedSignatureFieldEvent | RecordsRequestRemoveBegunVersionLamportFieldEvent | RecordsRequestRemoveBegunVersionPeerFieldEvent | RecordsRequestRemoveBegunExpiresAtMsFieldEvent | RecordsRequestGetIdFieldEvent | RecordsRequestGetUnderLamportFieldEvent | RecordsRequestGetUnderPeerFieldEvent | RecordsRequestWatchIdFieldEvent | RecordsRequestStageDigestFieldEvent | RecordsRequestStageSizeFieldEvent | RecordsRequestStageIndexFieldEvent | RecordsRequestStageBytesFieldEvent | RecordsRequestChunkIdFieldEvent | RecordsRequestChunkVersionLamportFieldEvent | RecordsRequestChunkVersionPeerFieldEvent | RecordsRequestChunkIndexFieldEvent | RecordsRequestReplicateConfigLamportFieldEvent | RecordsRequestReplicateConfigPeerFieldEvent | RecordsRequestReplicateHeadIdFieldEvent | RecordsRequestReplicateHeadVersionLamportFieldEvent | RecordsRequestReplicateHeadVersionPeerFieldEvent | RecordsRequestReplicateHeadKindFieldEvent | RecordsRequestReplicateHeadKeyFieldEvent | RecordsRequestReplicateHeadContentTypeFieldEvent | RecordsRequestReplicateHeadSizeFieldEvent | RecordsRequestReplicateHeadDigestFieldEvent | RecordsRequestReplicateHeadExpiresAtMsFieldEvent | RecordsRequestReplicateHeadKeepUntilMsFieldEvent | RecordsRequestReplicateHeadWriterFieldEvent | RecordsRequestReplicateHeadSignatureFieldEvent | RecordsRequestReplicateValueFieldEvent | RecordsRequestReplicateHintForPeerFieldEvent | RecordsRequestReplicateHintForPositionFieldEvent | RecordsRequestReplicateHintForEpochFieldEvent | RecordsRequestReplicateHintForAddressesFieldEvent | RecordsRequestHandBackHeadIdFieldEvent | RecordsRequestHandBackHeadVersionLamportFieldEvent | RecordsRequestHandBackHeadVersionPeerFieldEvent | RecordsRequestHandBackHeadKindFieldEvent | RecordsRequestHandBackHeadKeyFieldEvent | RecordsRequestHandBackHeadContentTypeFieldEvent | RecordsRequestHandBackHeadSizeFieldEvent | RecordsRequestHandBackHeadDigestFieldEvent | RecordsRequestHandBackHeadExpiresAtMsFieldEvent | RecordsRequestHandBackHeadKeepUntilMsFieldEvent | RecordsRequestHandBackHeadWriterFieldEvent | RecordsRequestHandBackHeadSignatureFieldEvent | RecordsRequestHandBackValueFieldEvent | RecordsRequestFetchConfigLamportFieldEvent | RecordsRequestFetchConfigPeerFieldEvent | RecordsRequestFetchIdFieldEvent | RecordsRequestSurveyArcFromFieldEvent | RecordsRequestSurveyArcToFieldEvent | RecordsRequestConfigureSelfPeerFieldEvent | RecordsRequestConfigureSelfPositionFieldEvent | RecordsRequestConfigureSelfEpochFieldEvent | RecordsRequestConfigureSelfAddressesFieldEvent | RecordsRequestConfigureConfigArcFromFieldEvent | RecordsRequestConfigureConfigArcToFieldEvent | RecordsRequestConfigureConfigIdLamportFieldEvent | RecordsRequestConfigureConfigIdPeerFieldEvent | RecordsRequestConfigureConfigMembersPeerFieldEvent | RecordsRequestConfigureConfigMembersPositionFieldEvent | RecordsRequestConfigureConfigPriorIdLamportFieldEvent | RecordsRequestConfigureConfigPriorIdPeerFieldEvent | RecordsRequestConfigureConfigPriorMembersPeerFieldEvent | RecordsRequestConfigureConfigPriorMembersPositionFieldEvent | RecordsRequestConfigureConfigPriorUnusedFromFieldEvent | RecordsRequestConfigureConfigUnusedFromFieldEvent | RecordsRequestConfigureFilledFieldEvent | RecordsRequestCompareArcFromFieldEvent | RecordsRequestCompareArcToFieldEvent | RecordsRequestCompareSumFieldEvent | RecordsRequestPullIdsFieldEvent | RecordsRequestHaveSelfPeerFieldEvent | RecordsRequestHaveSelfPositionFieldEvent | RecordsRequestHaveSelfEpochFieldEvent | RecordsRequestHaveSelfAddressesFieldEvent | RecordsRequestHaveIdsFieldEvent | RecordsRequestReleaseArcFromFieldEvent | RecordsRequestReleaseArcToFieldEvent | RecordsRequestReleaseKnownLamportFieldEvent | RecordsRequestReleaseKnownPeerFieldEvent | RecordsRequestLeavingSelfPeerFieldEvent | RecordsRequestLeavingSelfPositionFieldEvent | RecordsRequestLeavingSelfEpochFieldEvent | RecordsRequestLeavingSelfAddressesFieldEvent> {
    return streamMessage(buf, RecordsRequest.codec(), opts)
  }
}

export interface RecordPut {
  id: Uint8Array<ArrayBuffer>
  kind: RecordKind
  key: Uint8Array<ArrayBuffer>
  contentType: string
  size: number
  digest: Uint8Array<ArrayBuffer>
  value?: Uint8Array<ArrayBuffer>
  ttlMs: number
  ifMatch?: RecordIfMatch
  signed?: RecordSigned
  begun?: RecordBegun
}

export namespace RecordPut {
  let _codec: Codec<RecordPut>

  export const codec = (): Codec<RecordPut> => {
    if (_codec == null) {
      _codec = message<RecordPut>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.kind != null && __RecordKindValues[obj.kind] !== 0) {
          w.uint32(16)
          RecordKind.codec().encode(obj.kind, w)
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.key)
        }

        if ((obj.contentType != null && obj.contentType !== '')) {
          w.uint32(34)
          w.string(obj.contentType)
        }

        if ((obj.size != null && obj.size !== 0)) {
          w.uint32(40)
          w.uint32(obj.size)
        }

        if ((obj.digest != null && obj.digest.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.digest)
        }

        if (obj.value != null) {
          w.uint32(58)
          w.bytes(obj.value)
        }

        if ((obj.ttlMs != null && obj.ttlMs !== 0)) {
          w.uint32(64)
          w.uint64Number(obj.ttlMs)
        }

        if (obj.ifMatch != null) {
          w.uint32(74)
          RecordIfMatch.codec().encode(obj.ifMatch, w)
        }

        if (obj.signed != null) {
          w.uint32(82)
          RecordSigned.codec().encode(obj.signed, w)
        }

        if (obj.begun != null) {
          w.uint32(90)
          RecordBegun.codec().encode(obj.begun, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          kind: RecordKind.RECORD_KIND_UNSPECIFIED,
          key: uint8ArrayAlloc(0),
          contentType: '',
          size: 0,
          digest: uint8ArrayAlloc(0),
          ttlMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.kind = RecordKind.codec().decode(reader)
              break
            }
            case 3: {
              obj.key = reader.bytes()
              break
            }
            case 4: {
              obj.contentType = reader.string()
              break
            }
            case 5: {
              obj.size = reader.uint32()
              break
            }
            case 6: {
              obj.digest = reader.bytes()
              break
            }
            case 7: {
              obj.value = reader.bytes()
              break
            }
            case 8: {
              obj.ttlMs = reader.uint64Number()
              break
            }
            case 9: {
              obj.ifMatch = RecordIfMatch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ifMatch
              })
              break
            }
            case 10: {
              obj.signed = RecordSigned.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.signed
              })
              break
            }
            case 11: {
              obj.begun = RecordBegun.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.begun
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.kind`,
                value: RecordKind.codec().decode(reader)
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.contentType`,
                value: reader.string()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.size`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.digest`,
                value: reader.bytes()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.value`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.ttlMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 9: {
              yield * RecordIfMatch.codec().stream(reader, reader.uint32(), `${prefix}.ifMatch`, {
                limits: opts.limits?.ifMatch
              })

              break
            }
            case 10: {
              yield * RecordSigned.codec().stream(reader, reader.uint32(), `${prefix}.signed`, {
                limits: opts.limits?.signed
              })

              break
            }
            case 11: {
              yield * RecordBegun.codec().stream(reader, reader.uint32(), `${prefix}.begun`, {
                limits: opts.limits?.begun
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

  export interface RecordPutIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutKindFieldEvent {
    field: '$.kind'
    value: RecordKind
  }

  export interface RecordPutKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutContentTypeFieldEvent {
    field: '$.contentType'
    value: string
  }

  export interface RecordPutSizeFieldEvent {
    field: '$.size'
    value: number
  }

  export interface RecordPutDigestFieldEvent {
    field: '$.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutTtlMsFieldEvent {
    field: '$.ttlMs'
    value: number
  }

  export interface RecordPutIfMatchVersionLamportFieldEvent {
    field: '$.ifMatch.version.lamport'
    value: number
  }

  export interface RecordPutIfMatchVersionPeerFieldEvent {
    field: '$.ifMatch.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutSignedLamportFieldEvent {
    field: '$.signed.lamport'
    value: number
  }

  export interface RecordPutSignedExpiresAtMsFieldEvent {
    field: '$.signed.expiresAtMs'
    value: number
  }

  export interface RecordPutSignedSignatureFieldEvent {
    field: '$.signed.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutBegunVersionLamportFieldEvent {
    field: '$.begun.version.lamport'
    value: number
  }

  export interface RecordPutBegunVersionPeerFieldEvent {
    field: '$.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPutBegunExpiresAtMsFieldEvent {
    field: '$.begun.expiresAtMs'
    value: number
  }

  export function encode (obj: Partial<RecordPut>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordPut.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPut>): RecordPut {
    return decodeMessage(buf, RecordPut.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPut>): Generator<RecordPutIdFieldEvent | RecordPutKindFieldEvent | RecordPutKeyFieldEvent | RecordPutContentTypeFieldEvent | RecordPutSizeFieldEvent | RecordPutDigestFieldEvent | RecordPutValueFieldEvent | RecordPutTtlMsFieldEvent | RecordPutIfMatchVersionLamportFieldEvent | RecordPutIfMatchVersionPeerFieldEvent | RecordPutSignedLamportFieldEvent | RecordPutSignedExpiresAtMsFieldEvent | RecordPutSignedSignatureFieldEvent | RecordPutBegunVersionLamportFieldEvent | RecordPutBegunVersionPeerFieldEvent | RecordPutBegunExpiresAtMsFieldEvent> {
    return streamMessage(buf, RecordPut.codec(), opts)
  }
}

export interface RecordRemove {
  id: Uint8Array<ArrayBuffer>
  ifMatch?: RecordIfMatch
  signed?: RecordSigned
  begun?: RecordBegun
}

export namespace RecordRemove {
  let _codec: Codec<RecordRemove>

  export const codec = (): Codec<RecordRemove> => {
    if (_codec == null) {
      _codec = message<RecordRemove>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.ifMatch != null) {
          w.uint32(18)
          RecordIfMatch.codec().encode(obj.ifMatch, w)
        }

        if (obj.signed != null) {
          w.uint32(26)
          RecordSigned.codec().encode(obj.signed, w)
        }

        if (obj.begun != null) {
          w.uint32(34)
          RecordBegun.codec().encode(obj.begun, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.ifMatch = RecordIfMatch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ifMatch
              })
              break
            }
            case 3: {
              obj.signed = RecordSigned.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.signed
              })
              break
            }
            case 4: {
              obj.begun = RecordBegun.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.begun
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * RecordIfMatch.codec().stream(reader, reader.uint32(), `${prefix}.ifMatch`, {
                limits: opts.limits?.ifMatch
              })

              break
            }
            case 3: {
              yield * RecordSigned.codec().stream(reader, reader.uint32(), `${prefix}.signed`, {
                limits: opts.limits?.signed
              })

              break
            }
            case 4: {
              yield * RecordBegun.codec().stream(reader, reader.uint32(), `${prefix}.begun`, {
                limits: opts.limits?.begun
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

  export interface RecordRemoveIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordRemoveIfMatchVersionLamportFieldEvent {
    field: '$.ifMatch.version.lamport'
    value: number
  }

  export interface RecordRemoveIfMatchVersionPeerFieldEvent {
    field: '$.ifMatch.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordRemoveSignedLamportFieldEvent {
    field: '$.signed.lamport'
    value: number
  }

  export interface RecordRemoveSignedExpiresAtMsFieldEvent {
    field: '$.signed.expiresAtMs'
    value: number
  }

  export interface RecordRemoveSignedSignatureFieldEvent {
    field: '$.signed.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordRemoveBegunVersionLamportFieldEvent {
    field: '$.begun.version.lamport'
    value: number
  }

  export interface RecordRemoveBegunVersionPeerFieldEvent {
    field: '$.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordRemoveBegunExpiresAtMsFieldEvent {
    field: '$.begun.expiresAtMs'
    value: number
  }

  export function encode (obj: Partial<RecordRemove>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordRemove.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordRemove>): RecordRemove {
    return decodeMessage(buf, RecordRemove.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordRemove>): Generator<RecordRemoveIdFieldEvent | RecordRemoveIfMatchVersionLamportFieldEvent | RecordRemoveIfMatchVersionPeerFieldEvent | RecordRemoveSignedLamportFieldEvent | RecordRemoveSignedExpiresAtMsFieldEvent | RecordRemoveSignedSignatureFieldEvent | RecordRemoveBegunVersionLamportFieldEvent | RecordRemoveBegunVersionPeerFieldEvent | RecordRemoveBegunExpiresAtMsFieldEvent> {
    return streamMessage(buf, RecordRemove.codec(), opts)
  }
}

export interface RecordGet {
  id: Uint8Array<ArrayBuffer>
  under?: RecordConfigId
}

export namespace RecordGet {
  let _codec: Codec<RecordGet>

  export const codec = (): Codec<RecordGet> => {
    if (_codec == null) {
      _codec = message<RecordGet>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.under != null) {
          w.uint32(18)
          RecordConfigId.codec().encode(obj.under, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.under = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.under
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.under`, {
                limits: opts.limits?.under
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

  export interface RecordGetIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordGetUnderLamportFieldEvent {
    field: '$.under.lamport'
    value: number
  }

  export interface RecordGetUnderPeerFieldEvent {
    field: '$.under.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordGet>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordGet.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordGet>): RecordGet {
    return decodeMessage(buf, RecordGet.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordGet>): Generator<RecordGetIdFieldEvent | RecordGetUnderLamportFieldEvent | RecordGetUnderPeerFieldEvent> {
    return streamMessage(buf, RecordGet.codec(), opts)
  }
}

export interface RecordWatch {
  id: Uint8Array<ArrayBuffer>
}

export namespace RecordWatch {
  let _codec: Codec<RecordWatch>

  export const codec = (): Codec<RecordWatch> => {
    if (_codec == null) {
      _codec = message<RecordWatch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
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
                field: `${prefix}.id`,
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

  export interface RecordWatchIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordWatch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordWatch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWatch>): RecordWatch {
    return decodeMessage(buf, RecordWatch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWatch>): Generator<RecordWatchIdFieldEvent> {
    return streamMessage(buf, RecordWatch.codec(), opts)
  }
}

export interface RecordStage {
  digest: Uint8Array<ArrayBuffer>
  size: number
  index: number
  bytes: Uint8Array<ArrayBuffer>
}

export namespace RecordStage {
  let _codec: Codec<RecordStage>

  export const codec = (): Codec<RecordStage> => {
    if (_codec == null) {
      _codec = message<RecordStage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.digest != null && obj.digest.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.digest)
        }

        if ((obj.size != null && obj.size !== 0)) {
          w.uint32(16)
          w.uint32(obj.size)
        }

        if ((obj.index != null && obj.index !== 0)) {
          w.uint32(24)
          w.uint32(obj.index)
        }

        if ((obj.bytes != null && obj.bytes.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.bytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          digest: uint8ArrayAlloc(0),
          size: 0,
          index: 0,
          bytes: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.digest = reader.bytes()
              break
            }
            case 2: {
              obj.size = reader.uint32()
              break
            }
            case 3: {
              obj.index = reader.uint32()
              break
            }
            case 4: {
              obj.bytes = reader.bytes()
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
                field: `${prefix}.digest`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.size`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.index`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.bytes`,
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

  export interface RecordStageDigestFieldEvent {
    field: '$.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStageSizeFieldEvent {
    field: '$.size'
    value: number
  }

  export interface RecordStageIndexFieldEvent {
    field: '$.index'
    value: number
  }

  export interface RecordStageBytesFieldEvent {
    field: '$.bytes'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordStage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordStage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStage>): RecordStage {
    return decodeMessage(buf, RecordStage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStage>): Generator<RecordStageDigestFieldEvent | RecordStageSizeFieldEvent | RecordStageIndexFieldEvent | RecordStageBytesFieldEvent> {
    return streamMessage(buf, RecordStage.codec(), opts)
  }
}

export interface RecordChunk {
  id: Uint8Array<ArrayBuffer>
  version?: RecordVersion
  index: number
}

export namespace RecordChunk {
  let _codec: Codec<RecordChunk>

  export const codec = (): Codec<RecordChunk> => {
    if (_codec == null) {
      _codec = message<RecordChunk>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (obj.version != null) {
          w.uint32(18)
          RecordVersion.codec().encode(obj.version, w)
        }

        if ((obj.index != null && obj.index !== 0)) {
          w.uint32(24)
          w.uint32(obj.index)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          index: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
              })
              break
            }
            case 3: {
              obj.index = reader.uint32()
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.index`,
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

  export interface RecordChunkIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChunkVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordChunkVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChunkIndexFieldEvent {
    field: '$.index'
    value: number
  }

  export function encode (obj: Partial<RecordChunk>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordChunk.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordChunk>): RecordChunk {
    return decodeMessage(buf, RecordChunk.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordChunk>): Generator<RecordChunkIdFieldEvent | RecordChunkVersionLamportFieldEvent | RecordChunkVersionPeerFieldEvent | RecordChunkIndexFieldEvent> {
    return streamMessage(buf, RecordChunk.codec(), opts)
  }
}

export interface RecordReplicate {
  config?: RecordConfigId
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
  hintFor?: NodeRef
}

export namespace RecordReplicate {
  let _codec: Codec<RecordReplicate>

  export const codec = (): Codec<RecordReplicate> => {
    if (_codec == null) {
      _codec = message<RecordReplicate>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.config != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.config, w)
        }

        if (obj.head != null) {
          w.uint32(18)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if (obj.hintFor != null) {
          w.uint32(34)
          NodeRef.codec().encode(obj.hintFor, w)
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
              obj.config = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 2: {
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.hintFor = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hintFor
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
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 2: {
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.value`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.hintFor`, {
                limits: opts.limits?.hintFor
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

  export interface RecordReplicateConfigLamportFieldEvent {
    field: '$.config.lamport'
    value: number
  }

  export interface RecordReplicateConfigPeerFieldEvent {
    field: '$.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordReplicateHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordReplicateHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordReplicateHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordReplicateHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordReplicateHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordReplicateHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHintForPeerFieldEvent {
    field: '$.hintFor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReplicateHintForPositionFieldEvent {
    field: '$.hintFor.position'
    value: number
  }

  export interface RecordReplicateHintForEpochFieldEvent {
    field: '$.hintFor.epoch'
    value: number
  }

  export interface RecordReplicateHintForAddressesFieldEvent {
    field: '$.hintFor.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordReplicate>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordReplicate.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordReplicate>): RecordReplicate {
    return decodeMessage(buf, RecordReplicate.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordReplicate>): Generator<RecordReplicateConfigLamportFieldEvent | RecordReplicateConfigPeerFieldEvent | RecordReplicateHeadIdFieldEvent | RecordReplicateHeadVersionLamportFieldEvent | RecordReplicateHeadVersionPeerFieldEvent | RecordReplicateHeadKindFieldEvent | RecordReplicateHeadKeyFieldEvent | RecordReplicateHeadContentTypeFieldEvent | RecordReplicateHeadSizeFieldEvent | RecordReplicateHeadDigestFieldEvent | RecordReplicateHeadExpiresAtMsFieldEvent | RecordReplicateHeadKeepUntilMsFieldEvent | RecordReplicateHeadWriterFieldEvent | RecordReplicateHeadSignatureFieldEvent | RecordReplicateValueFieldEvent | RecordReplicateHintForPeerFieldEvent | RecordReplicateHintForPositionFieldEvent | RecordReplicateHintForEpochFieldEvent | RecordReplicateHintForAddressesFieldEvent> {
    return streamMessage(buf, RecordReplicate.codec(), opts)
  }
}

export interface RecordHandBack {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
}

export namespace RecordHandBack {
  let _codec: Codec<RecordHandBack>

  export const codec = (): Codec<RecordHandBack> => {
    if (_codec == null) {
      _codec = message<RecordHandBack>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
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

  export interface RecordHandBackHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordHandBackHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordHandBackHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordHandBackHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordHandBackHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordHandBackHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordHandBackHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHandBackValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordHandBack>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordHandBack.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHandBack>): RecordHandBack {
    return decodeMessage(buf, RecordHandBack.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHandBack>): Generator<RecordHandBackHeadIdFieldEvent | RecordHandBackHeadVersionLamportFieldEvent | RecordHandBackHeadVersionPeerFieldEvent | RecordHandBackHeadKindFieldEvent | RecordHandBackHeadKeyFieldEvent | RecordHandBackHeadContentTypeFieldEvent | RecordHandBackHeadSizeFieldEvent | RecordHandBackHeadDigestFieldEvent | RecordHandBackHeadExpiresAtMsFieldEvent | RecordHandBackHeadKeepUntilMsFieldEvent | RecordHandBackHeadWriterFieldEvent | RecordHandBackHeadSignatureFieldEvent | RecordHandBackValueFieldEvent> {
    return streamMessage(buf, RecordHandBack.codec(), opts)
  }
}

export interface RecordFetch {
  config?: RecordConfigId
  id: Uint8Array<ArrayBuffer>
}

export namespace RecordFetch {
  let _codec: Codec<RecordFetch>

  export const codec = (): Codec<RecordFetch> => {
    if (_codec == null) {
      _codec = message<RecordFetch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.config != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.config, w)
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.id)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.config = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 2: {
              obj.id = reader.bytes()
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
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.id`,
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

  export interface RecordFetchConfigLamportFieldEvent {
    field: '$.config.lamport'
    value: number
  }

  export interface RecordFetchConfigPeerFieldEvent {
    field: '$.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFetchIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordFetch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordFetch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFetch>): RecordFetch {
    return decodeMessage(buf, RecordFetch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFetch>): Generator<RecordFetchConfigLamportFieldEvent | RecordFetchConfigPeerFieldEvent | RecordFetchIdFieldEvent> {
    return streamMessage(buf, RecordFetch.codec(), opts)
  }
}

export interface RecordsResponse {
  working?: RecordWorking
  stored?: RecordStored
  found?: RecordFound
  absent?: RecordAbsent
  watching?: RecordWatching
  staged?: RecordStaged
  chunk?: RecordBytes
  taken?: RecordTaken
  stale?: RecordStale
  copy?: RecordCopy
  notAdmitted?: RecordNotAdmitted
  failed?: RecordFailed
  surveyed?: RecordSurveyed
  configured?: RecordConfigured
  compared?: RecordCompared
  pulled?: RecordPulled
  agreed?: RecordAgreed
  own?: RecordOwn
}

export namespace RecordsResponse {
  let _codec: Codec<RecordsResponse>

  export const codec = (): Codec<RecordsResponse> => {
    if (_codec == null) {
      _codec = message<RecordsResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.own != null) {
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.agreed != null) {
          obj.own = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.pulled != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.compared != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.configured != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.surveyed != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.failed != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.notAdmitted != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.copy != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.stale != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.taken != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.chunk != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.staged != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.watching != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.absent != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.found = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.found != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.stored = undefined
          obj.working = undefined
        }

        if (obj.stored != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.working = undefined
        }

        if (obj.working != null) {
          obj.own = undefined
          obj.agreed = undefined
          obj.pulled = undefined
          obj.compared = undefined
          obj.configured = undefined
          obj.surveyed = undefined
          obj.failed = undefined
          obj.notAdmitted = undefined
          obj.copy = undefined
          obj.stale = undefined
          obj.taken = undefined
          obj.chunk = undefined
          obj.staged = undefined
          obj.watching = undefined
          obj.absent = undefined
          obj.found = undefined
          obj.stored = undefined
        }

        if (obj.working != null) {
          w.uint32(10)
          RecordWorking.codec().encode(obj.working, w)
        }

        if (obj.stored != null) {
          w.uint32(18)
          RecordStored.codec().encode(obj.stored, w)
        }

        if (obj.found != null) {
          w.uint32(26)
          RecordFound.codec().encode(obj.found, w)
        }

        if (obj.absent != null) {
          w.uint32(34)
          RecordAbsent.codec().encode(obj.absent, w)
        }

        if (obj.watching != null) {
          w.uint32(42)
          RecordWatching.codec().encode(obj.watching, w)
        }

        if (obj.staged != null) {
          w.uint32(50)
          RecordStaged.codec().encode(obj.staged, w)
        }

        if (obj.chunk != null) {
          w.uint32(58)
          RecordBytes.codec().encode(obj.chunk, w)
        }

        if (obj.taken != null) {
          w.uint32(66)
          RecordTaken.codec().encode(obj.taken, w)
        }

        if (obj.stale != null) {
          w.uint32(74)
          RecordStale.codec().encode(obj.stale, w)
        }

        if (obj.copy != null) {
          w.uint32(82)
          RecordCopy.codec().encode(obj.copy, w)
        }

        if (obj.notAdmitted != null) {
          w.uint32(90)
          RecordNotAdmitted.codec().encode(obj.notAdmitted, w)
        }

        if (obj.failed != null) {
          w.uint32(98)
          RecordFailed.codec().encode(obj.failed, w)
        }

        if (obj.surveyed != null) {
          w.uint32(106)
          RecordSurveyed.codec().encode(obj.surveyed, w)
        }

        if (obj.configured != null) {
          w.uint32(114)
          RecordConfigured.codec().encode(obj.configured, w)
        }

        if (obj.compared != null) {
          w.uint32(122)
          RecordCompared.codec().encode(obj.compared, w)
        }

        if (obj.pulled != null) {
          w.uint32(130)
          RecordPulled.codec().encode(obj.pulled, w)
        }

        if (obj.agreed != null) {
          w.uint32(138)
          RecordAgreed.codec().encode(obj.agreed, w)
        }

        if (obj.own != null) {
          w.uint32(146)
          RecordOwn.codec().encode(obj.own, w)
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
              obj.working = RecordWorking.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.working
              })
              break
            }
            case 2: {
              obj.stored = RecordStored.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stored
              })
              break
            }
            case 3: {
              obj.found = RecordFound.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.found
              })
              break
            }
            case 4: {
              obj.absent = RecordAbsent.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.absent
              })
              break
            }
            case 5: {
              obj.watching = RecordWatching.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.watching
              })
              break
            }
            case 6: {
              obj.staged = RecordStaged.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.staged
              })
              break
            }
            case 7: {
              obj.chunk = RecordBytes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.chunk
              })
              break
            }
            case 8: {
              obj.taken = RecordTaken.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.taken
              })
              break
            }
            case 9: {
              obj.stale = RecordStale.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stale
              })
              break
            }
            case 10: {
              obj.copy = RecordCopy.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.copy
              })
              break
            }
            case 11: {
              obj.notAdmitted = RecordNotAdmitted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.notAdmitted
              })
              break
            }
            case 12: {
              obj.failed = RecordFailed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.failed
              })
              break
            }
            case 13: {
              obj.surveyed = RecordSurveyed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.surveyed
              })
              break
            }
            case 14: {
              obj.configured = RecordConfigured.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configured
              })
              break
            }
            case 15: {
              obj.compared = RecordCompared.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.compared
              })
              break
            }
            case 16: {
              obj.pulled = RecordPulled.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pulled
              })
              break
            }
            case 17: {
              obj.agreed = RecordAgreed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.agreed
              })
              break
            }
            case 18: {
              obj.own = RecordOwn.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.own
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.own != null) {
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.agreed != null) {
          delete obj.own
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.pulled != null) {
          delete obj.own
          delete obj.agreed
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.compared != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.configured != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.surveyed != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.failed != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.notAdmitted != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.copy != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.stale != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.taken != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.chunk != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.staged != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.watching != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.absent
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.absent != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.found
          delete obj.stored
          delete obj.working
        }

        if (obj.found != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.stored
          delete obj.working
        }

        if (obj.stored != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.working
        }

        if (obj.working != null) {
          delete obj.own
          delete obj.agreed
          delete obj.pulled
          delete obj.compared
          delete obj.configured
          delete obj.surveyed
          delete obj.failed
          delete obj.notAdmitted
          delete obj.copy
          delete obj.stale
          delete obj.taken
          delete obj.chunk
          delete obj.staged
          delete obj.watching
          delete obj.absent
          delete obj.found
          delete obj.stored
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordWorking.codec().stream(reader, reader.uint32(), `${prefix}.working`, {
                limits: opts.limits?.working
              })

              break
            }
            case 2: {
              yield * RecordStored.codec().stream(reader, reader.uint32(), `${prefix}.stored`, {
                limits: opts.limits?.stored
              })

              break
            }
            case 3: {
              yield * RecordFound.codec().stream(reader, reader.uint32(), `${prefix}.found`, {
                limits: opts.limits?.found
              })

              break
            }
            case 4: {
              yield * RecordAbsent.codec().stream(reader, reader.uint32(), `${prefix}.absent`, {
                limits: opts.limits?.absent
              })

              break
            }
            case 5: {
              yield * RecordWatching.codec().stream(reader, reader.uint32(), `${prefix}.watching`, {
                limits: opts.limits?.watching
              })

              break
            }
            case 6: {
              yield * RecordStaged.codec().stream(reader, reader.uint32(), `${prefix}.staged`, {
                limits: opts.limits?.staged
              })

              break
            }
            case 7: {
              yield * RecordBytes.codec().stream(reader, reader.uint32(), `${prefix}.chunk`, {
                limits: opts.limits?.chunk
              })

              break
            }
            case 8: {
              yield * RecordTaken.codec().stream(reader, reader.uint32(), `${prefix}.taken`, {
                limits: opts.limits?.taken
              })

              break
            }
            case 9: {
              yield * RecordStale.codec().stream(reader, reader.uint32(), `${prefix}.stale`, {
                limits: opts.limits?.stale
              })

              break
            }
            case 10: {
              yield * RecordCopy.codec().stream(reader, reader.uint32(), `${prefix}.copy`, {
                limits: opts.limits?.copy
              })

              break
            }
            case 11: {
              yield * RecordNotAdmitted.codec().stream(reader, reader.uint32(), `${prefix}.notAdmitted`, {
                limits: opts.limits?.notAdmitted
              })

              break
            }
            case 12: {
              yield * RecordFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
                limits: opts.limits?.failed
              })

              break
            }
            case 13: {
              yield * RecordSurveyed.codec().stream(reader, reader.uint32(), `${prefix}.surveyed`, {
                limits: opts.limits?.surveyed
              })

              break
            }
            case 14: {
              yield * RecordConfigured.codec().stream(reader, reader.uint32(), `${prefix}.configured`, {
                limits: opts.limits?.configured
              })

              break
            }
            case 15: {
              yield * RecordCompared.codec().stream(reader, reader.uint32(), `${prefix}.compared`, {
                limits: opts.limits?.compared
              })

              break
            }
            case 16: {
              yield * RecordPulled.codec().stream(reader, reader.uint32(), `${prefix}.pulled`, {
                limits: opts.limits?.pulled
              })

              break
            }
            case 17: {
              yield * RecordAgreed.codec().stream(reader, reader.uint32(), `${prefix}.agreed`, {
                limits: opts.limits?.agreed
              })

              break
            }
            case 18: {
              yield * RecordOwn.codec().stream(reader, reader.uint32(), `${prefix}.own`, {
                limits: opts.limits?.own
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

  export interface RecordsResponseStoredVersionLamportFieldEvent {
    field: '$.stored.version.lamport'
    value: number
  }

  export interface RecordsResponseStoredVersionPeerFieldEvent {
    field: '$.stored.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStoredReplicasFieldEvent {
    field: '$.stored.replicas'
    value: number
  }

  export interface RecordsResponseStoredExpiresAtMsFieldEvent {
    field: '$.stored.expiresAtMs'
    value: number
  }

  export interface RecordsResponseFoundHeadIdFieldEvent {
    field: '$.found.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundHeadVersionLamportFieldEvent {
    field: '$.found.head.version.lamport'
    value: number
  }

  export interface RecordsResponseFoundHeadVersionPeerFieldEvent {
    field: '$.found.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundHeadKindFieldEvent {
    field: '$.found.head.kind'
    value: RecordKind
  }

  export interface RecordsResponseFoundHeadKeyFieldEvent {
    field: '$.found.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundHeadContentTypeFieldEvent {
    field: '$.found.head.contentType'
    value: string
  }

  export interface RecordsResponseFoundHeadSizeFieldEvent {
    field: '$.found.head.size'
    value: number
  }

  export interface RecordsResponseFoundHeadDigestFieldEvent {
    field: '$.found.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundHeadExpiresAtMsFieldEvent {
    field: '$.found.head.expiresAtMs'
    value: number
  }

  export interface RecordsResponseFoundHeadKeepUntilMsFieldEvent {
    field: '$.found.head.keepUntilMs'
    value: number
  }

  export interface RecordsResponseFoundHeadWriterFieldEvent {
    field: '$.found.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundHeadSignatureFieldEvent {
    field: '$.found.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundValueFieldEvent {
    field: '$.found.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundGroupConfigLamportFieldEvent {
    field: '$.found.group.config.lamport'
    value: number
  }

  export interface RecordsResponseFoundGroupConfigPeerFieldEvent {
    field: '$.found.group.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFoundGroupConfirmationsFieldEvent {
    field: '$.found.group.confirmations'
    value: number
  }

  export interface RecordsResponseFoundGroupMembersPeerFieldEvent {
    field: '$.found.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseFoundGroupMembersPositionFieldEvent {
    field: '$.found.group.members[].position'
    value: number
    index: number
  }

  export interface RecordsResponseFoundGroupMembersEpochFieldEvent {
    field: '$.found.group.members[].epoch'
    value: number
    index: number
  }

  export interface RecordsResponseFoundGroupMembersAddressesFieldEvent {
    field: '$.found.group.members[].addresses[]'
    index: number
    value: string
  }

  export interface RecordsResponseAbsentGroupConfigLamportFieldEvent {
    field: '$.absent.group.config.lamport'
    value: number
  }

  export interface RecordsResponseAbsentGroupConfigPeerFieldEvent {
    field: '$.absent.group.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseAbsentGroupConfirmationsFieldEvent {
    field: '$.absent.group.confirmations'
    value: number
  }

  export interface RecordsResponseAbsentGroupMembersPeerFieldEvent {
    field: '$.absent.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseAbsentGroupMembersPositionFieldEvent {
    field: '$.absent.group.members[].position'
    value: number
    index: number
  }

  export interface RecordsResponseAbsentGroupMembersEpochFieldEvent {
    field: '$.absent.group.members[].epoch'
    value: number
    index: number
  }

  export interface RecordsResponseAbsentGroupMembersAddressesFieldEvent {
    field: '$.absent.group.members[].addresses[]'
    index: number
    value: string
  }

  export interface RecordsResponseWatchingHeadIdFieldEvent {
    field: '$.watching.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingHeadVersionLamportFieldEvent {
    field: '$.watching.head.version.lamport'
    value: number
  }

  export interface RecordsResponseWatchingHeadVersionPeerFieldEvent {
    field: '$.watching.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingHeadKindFieldEvent {
    field: '$.watching.head.kind'
    value: RecordKind
  }

  export interface RecordsResponseWatchingHeadKeyFieldEvent {
    field: '$.watching.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingHeadContentTypeFieldEvent {
    field: '$.watching.head.contentType'
    value: string
  }

  export interface RecordsResponseWatchingHeadSizeFieldEvent {
    field: '$.watching.head.size'
    value: number
  }

  export interface RecordsResponseWatchingHeadDigestFieldEvent {
    field: '$.watching.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingHeadExpiresAtMsFieldEvent {
    field: '$.watching.head.expiresAtMs'
    value: number
  }

  export interface RecordsResponseWatchingHeadKeepUntilMsFieldEvent {
    field: '$.watching.head.keepUntilMs'
    value: number
  }

  export interface RecordsResponseWatchingHeadWriterFieldEvent {
    field: '$.watching.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingHeadSignatureFieldEvent {
    field: '$.watching.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingValueFieldEvent {
    field: '$.watching.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseWatchingLeaseMsFieldEvent {
    field: '$.watching.leaseMs'
    value: number
  }

  export interface RecordsResponseChunkBytesFieldEvent {
    field: '$.chunk.bytes'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadIdFieldEvent {
    field: '$.stale.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadVersionLamportFieldEvent {
    field: '$.stale.head.version.lamport'
    value: number
  }

  export interface RecordsResponseStaleHeadVersionPeerFieldEvent {
    field: '$.stale.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadKindFieldEvent {
    field: '$.stale.head.kind'
    value: RecordKind
  }

  export interface RecordsResponseStaleHeadKeyFieldEvent {
    field: '$.stale.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadContentTypeFieldEvent {
    field: '$.stale.head.contentType'
    value: string
  }

  export interface RecordsResponseStaleHeadSizeFieldEvent {
    field: '$.stale.head.size'
    value: number
  }

  export interface RecordsResponseStaleHeadDigestFieldEvent {
    field: '$.stale.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadExpiresAtMsFieldEvent {
    field: '$.stale.head.expiresAtMs'
    value: number
  }

  export interface RecordsResponseStaleHeadKeepUntilMsFieldEvent {
    field: '$.stale.head.keepUntilMs'
    value: number
  }

  export interface RecordsResponseStaleHeadWriterFieldEvent {
    field: '$.stale.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseStaleHeadSignatureFieldEvent {
    field: '$.stale.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadIdFieldEvent {
    field: '$.copy.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadVersionLamportFieldEvent {
    field: '$.copy.head.version.lamport'
    value: number
  }

  export interface RecordsResponseCopyHeadVersionPeerFieldEvent {
    field: '$.copy.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadKindFieldEvent {
    field: '$.copy.head.kind'
    value: RecordKind
  }

  export interface RecordsResponseCopyHeadKeyFieldEvent {
    field: '$.copy.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadContentTypeFieldEvent {
    field: '$.copy.head.contentType'
    value: string
  }

  export interface RecordsResponseCopyHeadSizeFieldEvent {
    field: '$.copy.head.size'
    value: number
  }

  export interface RecordsResponseCopyHeadDigestFieldEvent {
    field: '$.copy.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadExpiresAtMsFieldEvent {
    field: '$.copy.head.expiresAtMs'
    value: number
  }

  export interface RecordsResponseCopyHeadKeepUntilMsFieldEvent {
    field: '$.copy.head.keepUntilMs'
    value: number
  }

  export interface RecordsResponseCopyHeadWriterFieldEvent {
    field: '$.copy.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyHeadSignatureFieldEvent {
    field: '$.copy.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyStandingConfigLamportFieldEvent {
    field: '$.copy.standing.config.lamport'
    value: number
  }

  export interface RecordsResponseCopyStandingConfigPeerFieldEvent {
    field: '$.copy.standing.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseCopyStandingSyncedFieldEvent {
    field: '$.copy.standing.synced'
    value: boolean
  }

  export interface RecordsResponseNotAdmittedWhyFieldEvent {
    field: '$.notAdmitted.why'
    value: RecordAdmission
  }

  export interface RecordsResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: RecordsRefusal
  }

  export interface RecordsResponseFailedOwnerPeerFieldEvent {
    field: '$.failed.owner.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFailedOwnerPositionFieldEvent {
    field: '$.failed.owner.position'
    value: number
  }

  export interface RecordsResponseFailedOwnerEpochFieldEvent {
    field: '$.failed.owner.epoch'
    value: number
  }

  export interface RecordsResponseFailedOwnerAddressesFieldEvent {
    field: '$.failed.owner.addresses[]'
    index: number
    value: string
  }

  export interface RecordsResponseFailedVersionLamportFieldEvent {
    field: '$.failed.version.lamport'
    value: number
  }

  export interface RecordsResponseFailedVersionPeerFieldEvent {
    field: '$.failed.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFailedBegunVersionLamportFieldEvent {
    field: '$.failed.begun.version.lamport'
    value: number
  }

  export interface RecordsResponseFailedBegunVersionPeerFieldEvent {
    field: '$.failed.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseFailedBegunExpiresAtMsFieldEvent {
    field: '$.failed.begun.expiresAtMs'
    value: number
  }

  export interface RecordsResponseSurveyedPiecesArcFromFieldEvent {
    field: '$.surveyed.pieces[].arc.from'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesArcToFieldEvent {
    field: '$.surveyed.pieces[].arc.to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigArcFromFieldEvent {
    field: '$.surveyed.pieces[].config.arc.from'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigArcToFieldEvent {
    field: '$.surveyed.pieces[].config.arc.to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigIdLamportFieldEvent {
    field: '$.surveyed.pieces[].config.id.lamport'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigIdPeerFieldEvent {
    field: '$.surveyed.pieces[].config.id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigMembersPeerFieldEvent {
    field: '$.surveyed.pieces[].config.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigMembersPositionFieldEvent {
    field: '$.surveyed.pieces[].config.members[].position'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigPriorIdLamportFieldEvent {
    field: '$.surveyed.pieces[].config.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigPriorIdPeerFieldEvent {
    field: '$.surveyed.pieces[].config.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigPriorMembersPeerFieldEvent {
    field: '$.surveyed.pieces[].config.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigPriorMembersPositionFieldEvent {
    field: '$.surveyed.pieces[].config.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigPriorUnusedFromFieldEvent {
    field: '$.surveyed.pieces[].config.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedPiecesConfigUnusedFromFieldEvent {
    field: '$.surveyed.pieces[].config.unusedFrom'
    value: number
    index: number
  }

  export interface RecordsResponseSurveyedToFieldEvent {
    field: '$.surveyed.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseConfiguredSinceLamportFieldEvent {
    field: '$.configured.since.lamport'
    value: number
  }

  export interface RecordsResponseConfiguredSincePeerFieldEvent {
    field: '$.configured.since.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseComparedPartsSumsFieldEvent {
    field: '$.compared.parts.sums[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseComparedEntriesEntriesIdFieldEvent {
    field: '$.compared.entries.entries[].id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseComparedEntriesEntriesMarkFieldEvent {
    field: '$.compared.entries.entries[].mark'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponseComparedEntriesToFieldEvent {
    field: '$.compared.entries.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponsePulledRecordsHeadIdFieldEvent {
    field: '$.pulled.records[].head.id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadVersionLamportFieldEvent {
    field: '$.pulled.records[].head.version.lamport'
    value: number
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadVersionPeerFieldEvent {
    field: '$.pulled.records[].head.version.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadKindFieldEvent {
    field: '$.pulled.records[].head.kind'
    value: RecordKind
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadKeyFieldEvent {
    field: '$.pulled.records[].head.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadContentTypeFieldEvent {
    field: '$.pulled.records[].head.contentType'
    value: string
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadSizeFieldEvent {
    field: '$.pulled.records[].head.size'
    value: number
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadDigestFieldEvent {
    field: '$.pulled.records[].head.digest'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadExpiresAtMsFieldEvent {
    field: '$.pulled.records[].head.expiresAtMs'
    value: number
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadKeepUntilMsFieldEvent {
    field: '$.pulled.records[].head.keepUntilMs'
    value: number
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadWriterFieldEvent {
    field: '$.pulled.records[].head.writer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsHeadSignatureFieldEvent {
    field: '$.pulled.records[].head.signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledRecordsValueFieldEvent {
    field: '$.pulled.records[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordsResponsePulledHandledFieldEvent {
    field: '$.pulled.handled'
    value: number
  }

  export interface RecordsResponseOwnHeadIdFieldEvent {
    field: '$.own.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnHeadVersionLamportFieldEvent {
    field: '$.own.head.version.lamport'
    value: number
  }

  export interface RecordsResponseOwnHeadVersionPeerFieldEvent {
    field: '$.own.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnHeadKindFieldEvent {
    field: '$.own.head.kind'
    value: RecordKind
  }

  export interface RecordsResponseOwnHeadKeyFieldEvent {
    field: '$.own.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnHeadContentTypeFieldEvent {
    field: '$.own.head.contentType'
    value: string
  }

  export interface RecordsResponseOwnHeadSizeFieldEvent {
    field: '$.own.head.size'
    value: number
  }

  export interface RecordsResponseOwnHeadDigestFieldEvent {
    field: '$.own.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnHeadExpiresAtMsFieldEvent {
    field: '$.own.head.expiresAtMs'
    value: number
  }

  export interface RecordsResponseOwnHeadKeepUntilMsFieldEvent {
    field: '$.own.head.keepUntilMs'
    value: number
  }

  export interface RecordsResponseOwnHeadWriterFieldEvent {
    field: '$.own.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnHeadSignatureFieldEvent {
    field: '$.own.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsResponseOwnValueFieldEvent {
    field: '$.own.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordsResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordsResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsResponse>): RecordsResponse {
    return decodeMessage(buf, RecordsResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsResponse>): Generator<RecordsResponseStoredVersionLamportFieldEvent | RecordsResponseStoredVersionPeerFieldEvent | RecordsResponseStoredReplicasFieldEvent | RecordsResponseStoredExpiresAtMsFieldEvent | RecordsResponseFoundHeadIdFieldEvent | RecordsResponseFoundHeadVersionLamportFieldEvent | RecordsResponseFoundHeadVersionPeerFieldEvent | RecordsResponseFoundHeadKindFieldEvent | RecordsResponseFoundHeadKeyFieldEvent | RecordsResponseFoundHeadContentTypeFieldEvent | RecordsResponseFoundHeadSizeFieldEvent | RecordsResponseFoundHeadDigestFieldEvent | RecordsResponseFoundHeadExpiresAtMsFieldEvent | RecordsResponseFoundHeadKeepUntilMsFieldEvent | RecordsResponseFoundHeadWriterFieldEvent | RecordsResponseFoundHeadSignatureFieldEvent | RecordsResponseFoundValueFieldEvent | RecordsResponseFoundGroupConfigLamportFieldEvent | RecordsResponseFoundGroupConfigPeerFieldEvent | RecordsResponseFoundGroupConfirmationsFieldEvent | RecordsResponseFoundGroupMembersPeerFieldEvent | RecordsResponseFoundGroupMembersPositionFieldEvent | RecordsResponseFoundGroupMembersEpochFieldEvent | RecordsResponseFoundGroupMembersAddressesFieldEvent | RecordsResponseAbsentGroupConfigLamportFieldEvent | RecordsResponseAbsentGroupConfigPeerFieldEvent | RecordsResponseAbsentGroupConfirmationsFieldEvent | RecordsResponseAbsentGroupMembersPeerFieldEvent | RecordsResponseAbsentGroupMembersPositionFieldEvent | RecordsResponseAbsentGroupMembersEpochFieldEvent | RecordsResponseAbsentGroupMembersAddressesFieldEvent | RecordsResponseWatchingHeadIdFieldEvent | RecordsResponseWatchingHeadVersionLamportFieldEvent | RecordsResponseWatchingHeadVersionPeerFieldEvent | RecordsResponseWatchingHeadKindFieldEvent | RecordsResponseWatchingHeadKeyFieldEvent | RecordsResponseWatchingHeadContentTypeFieldEvent | RecordsResponseWatchingHeadSizeFieldEvent | RecordsResponseWatchingHeadDigestFieldEvent | RecordsResponseWatchingHeadExpiresAtMsFieldEvent | RecordsResponseWatchingHeadKeepUntilMsFieldEvent | RecordsResponseWatchingHeadWriterFieldEvent | RecordsResponseWatchingHeadSignatureFieldEvent | RecordsResponseWatchingValueFieldEvent | RecordsResponseWatchingLeaseMsFieldEvent | RecordsResponseChunkBytesFieldEvent | RecordsResponseStaleHeadIdFieldEvent | RecordsResponseStaleHeadVersionLamportFieldEvent | RecordsResponseStaleHeadVersionPeerFieldEvent | RecordsResponseStaleHeadKindFieldEvent | RecordsResponseStaleHeadKeyFieldEvent | RecordsResponseStaleHeadContentTypeFieldEvent | RecordsResponseStaleHeadSizeFieldEvent | RecordsResponseStaleHeadDigestFieldEvent | RecordsResponseStaleHeadExpiresAtMsFieldEvent | RecordsResponseStaleHeadKeepUntilMsFieldEvent | RecordsResponseStaleHeadWriterFieldEvent | RecordsResponseStaleHeadSignatureFieldEvent | RecordsResponseCopyHeadIdFieldEvent | RecordsResponseCopyHeadVersionLamportFieldEvent | RecordsResponseCopyHeadVersionPeerFieldEvent | RecordsResponseCopyHeadKindFieldEvent | RecordsResponseCopyHeadKeyFieldEvent | RecordsResponseCopyHeadContentTypeFieldEvent | RecordsResponseCopyHeadSizeFieldEvent | RecordsResponseCopyHeadDigestFieldEvent | RecordsResponseCopyHeadExpiresAtMsFieldEvent | RecordsResponseCopyHeadKeepUntilMsFieldEvent | RecordsResponseCopyHeadWriterFieldEvent | RecordsResponseCopyHeadSignatureFieldEvent | RecordsResponseCopyStandingConfigLamportFieldEvent | RecordsResponseCopyStandingConfigPeerFieldEvent | RecordsResponseCopyStandingSyncedFieldEvent | RecordsResponseNotAdmittedWhyFieldEvent | RecordsResponseFailedCodeFieldEvent | RecordsResponseFailedOwnerPeerFieldEvent | RecordsResponseFailedOwnerPositionFieldEvent | RecordsResponseFailedOwnerEpochFieldEvent | RecordsResponseFailedOwnerAddressesFieldEvent | RecordsResponseFailedVersionLamportFieldEvent | RecordsResponseFailedVersionPeerFieldEvent | RecordsResponseFailedBegunVersionLamportFieldEvent | RecordsResponseFailedBegunVersionPeerFieldEvent | RecordsResponseFailedBegunExpiresAtMsFieldEvent | RecordsResponseSurveyedPiecesArcFromFieldEvent | RecordsResponseSurveyedPiecesArcToFieldEvent | RecordsResponseSurveyedPiecesConfigArcFromFieldEvent | RecordsResponseSurveyedPiecesConfigArcToFieldEvent | RecordsResponseSurveyedPiecesConfigIdLamportFieldEvent | RecordsResponseSurveyedPiecesConfigIdPeerFieldEvent | RecordsResponseSurveyedPiecesConfigMembersPeerFieldEvent | RecordsResponseSurveyedPiecesConfigMembersPositionFieldEvent | RecordsResponseSurveyedPiecesConfigPriorIdLamportFieldEvent | RecordsResponseSurveyedPiecesConfigPriorIdPeerFieldEvent | RecordsResponseSurveyedPiecesConfigPriorMembersPeerFieldEvent | RecordsResponseSurveyedPiecesConfigPriorMembersPositionFieldEvent | RecordsResponseSurveyedPiecesConfigPriorUnusedFromFieldEvent | RecordsResponseSurveyedPiecesConfigUnusedFromFieldEvent | RecordsResponseSurveyedToFieldEvent | RecordsResponseConfiguredSinceLamportFieldEvent | RecordsResponseConfiguredSincePeerFieldEvent | RecordsResponseComparedPartsSumsFieldEvent | RecordsResponseComparedEntriesEntriesIdFieldEvent | RecordsResponseComparedEntriesEntriesMarkFieldEvent | RecordsResponseComparedEntriesToFieldEvent | RecordsResponsePulledRecordsHeadIdFieldEvent | RecordsResponsePulledRecordsHeadVersionLamportFieldEvent | RecordsResponsePulledRecordsHeadVersionPeerFieldEvent | RecordsResponsePulledRecordsHeadKindFieldEvent | RecordsResponsePulledRecordsHeadKeyFieldEvent | RecordsResponsePulledRecordsHeadContentTypeFieldEvent | RecordsResponsePulledRecordsHeadSizeFieldEvent | RecordsResponsePulledRecordsHeadDigestFieldEvent | RecordsResponsePulledRecordsHeadExpiresAtMsFieldEvent | RecordsResponsePulledRecordsHeadKeepUntilMsFieldEvent | RecordsResponsePulledRecordsHeadWriterFieldEvent | RecordsResponsePulledRecordsHeadSignatureFieldEvent | RecordsResponsePulledRecordsValueFieldEvent | RecordsResponsePulledHandledFieldEvent | RecordsResponseOwnHeadIdFieldEvent | RecordsResponseOwnHeadVersionLamportFieldEvent | RecordsResponseOwnHeadVersionPeerFieldEvent | RecordsResponseOwnHeadKindFieldEvent | RecordsResponseOwnHeadKeyFieldEvent | RecordsResponseOwnHeadContentTypeFieldEvent | RecordsResponseOwnHeadSizeFieldEvent | RecordsResponseOwnHeadDigestFieldEvent | RecordsResponseOwnHeadExpiresAtMsFieldEvent | RecordsResponseOwnHeadKeepUntilMsFieldEvent | RecordsResponseOwnHeadWriterFieldEvent | RecordsResponseOwnHeadSignatureFieldEvent | RecordsResponseOwnValueFieldEvent> {
    return streamMessage(buf, RecordsResponse.codec(), opts)
  }
}

export interface RecordWorking {}

export namespace RecordWorking {
  let _codec: Codec<RecordWorking>

  export const codec = (): Codec<RecordWorking> => {
    if (_codec == null) {
      _codec = message<RecordWorking>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<RecordWorking>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordWorking.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWorking>): RecordWorking {
    return decodeMessage(buf, RecordWorking.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWorking>): Generator<{}> {
    return streamMessage(buf, RecordWorking.codec(), opts)
  }
}

export interface RecordStored {
  version?: RecordVersion
  replicas: number
  expiresAtMs: number
}

export namespace RecordStored {
  let _codec: Codec<RecordStored>

  export const codec = (): Codec<RecordStored> => {
    if (_codec == null) {
      _codec = message<RecordStored>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.version != null) {
          w.uint32(10)
          RecordVersion.codec().encode(obj.version, w)
        }

        if ((obj.replicas != null && obj.replicas !== 0)) {
          w.uint32(16)
          w.uint32(obj.replicas)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.expiresAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          replicas: 0,
          expiresAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
              })
              break
            }
            case 2: {
              obj.replicas = reader.uint32()
              break
            }
            case 3: {
              obj.expiresAtMs = reader.uint64Number()
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
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.replicas`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.expiresAtMs`,
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

  export interface RecordStoredVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordStoredVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStoredReplicasFieldEvent {
    field: '$.replicas'
    value: number
  }

  export interface RecordStoredExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export function encode (obj: Partial<RecordStored>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordStored.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStored>): RecordStored {
    return decodeMessage(buf, RecordStored.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStored>): Generator<RecordStoredVersionLamportFieldEvent | RecordStoredVersionPeerFieldEvent | RecordStoredReplicasFieldEvent | RecordStoredExpiresAtMsFieldEvent> {
    return streamMessage(buf, RecordStored.codec(), opts)
  }
}

export interface RecordFound {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
  group?: RecordGroup
}

export namespace RecordFound {
  let _codec: Codec<RecordFound>

  export const codec = (): Codec<RecordFound> => {
    if (_codec == null) {
      _codec = message<RecordFound>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
        }

        if (obj.group != null) {
          w.uint32(26)
          RecordGroup.codec().encode(obj.group, w)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
              break
            }
            case 3: {
              obj.group = RecordGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield * RecordGroup.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
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

  export interface RecordFoundHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordFoundHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordFoundHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordFoundHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordFoundHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordFoundHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordFoundHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundGroupConfigLamportFieldEvent {
    field: '$.group.config.lamport'
    value: number
  }

  export interface RecordFoundGroupConfigPeerFieldEvent {
    field: '$.group.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFoundGroupConfirmationsFieldEvent {
    field: '$.group.confirmations'
    value: number
  }

  export interface RecordFoundGroupMembersPeerFieldEvent {
    field: '$.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordFoundGroupMembersPositionFieldEvent {
    field: '$.group.members[].position'
    value: number
    index: number
  }

  export interface RecordFoundGroupMembersEpochFieldEvent {
    field: '$.group.members[].epoch'
    value: number
    index: number
  }

  export interface RecordFoundGroupMembersAddressesFieldEvent {
    field: '$.group.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordFound>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordFound.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFound>): RecordFound {
    return decodeMessage(buf, RecordFound.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFound>): Generator<RecordFoundHeadIdFieldEvent | RecordFoundHeadVersionLamportFieldEvent | RecordFoundHeadVersionPeerFieldEvent | RecordFoundHeadKindFieldEvent | RecordFoundHeadKeyFieldEvent | RecordFoundHeadContentTypeFieldEvent | RecordFoundHeadSizeFieldEvent | RecordFoundHeadDigestFieldEvent | RecordFoundHeadExpiresAtMsFieldEvent | RecordFoundHeadKeepUntilMsFieldEvent | RecordFoundHeadWriterFieldEvent | RecordFoundHeadSignatureFieldEvent | RecordFoundValueFieldEvent | RecordFoundGroupConfigLamportFieldEvent | RecordFoundGroupConfigPeerFieldEvent | RecordFoundGroupConfirmationsFieldEvent | RecordFoundGroupMembersPeerFieldEvent | RecordFoundGroupMembersPositionFieldEvent | RecordFoundGroupMembersEpochFieldEvent | RecordFoundGroupMembersAddressesFieldEvent> {
    return streamMessage(buf, RecordFound.codec(), opts)
  }
}

export interface RecordAbsent {
  group?: RecordGroup
}

export namespace RecordAbsent {
  let _codec: Codec<RecordAbsent>

  export const codec = (): Codec<RecordAbsent> => {
    if (_codec == null) {
      _codec = message<RecordAbsent>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.group != null) {
          w.uint32(10)
          RecordGroup.codec().encode(obj.group, w)
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
              obj.group = RecordGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
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
              yield * RecordGroup.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
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

  export interface RecordAbsentGroupConfigLamportFieldEvent {
    field: '$.group.config.lamport'
    value: number
  }

  export interface RecordAbsentGroupConfigPeerFieldEvent {
    field: '$.group.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordAbsentGroupConfirmationsFieldEvent {
    field: '$.group.confirmations'
    value: number
  }

  export interface RecordAbsentGroupMembersPeerFieldEvent {
    field: '$.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordAbsentGroupMembersPositionFieldEvent {
    field: '$.group.members[].position'
    value: number
    index: number
  }

  export interface RecordAbsentGroupMembersEpochFieldEvent {
    field: '$.group.members[].epoch'
    value: number
    index: number
  }

  export interface RecordAbsentGroupMembersAddressesFieldEvent {
    field: '$.group.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordAbsent>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordAbsent.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordAbsent>): RecordAbsent {
    return decodeMessage(buf, RecordAbsent.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordAbsent>): Generator<RecordAbsentGroupConfigLamportFieldEvent | RecordAbsentGroupConfigPeerFieldEvent | RecordAbsentGroupConfirmationsFieldEvent | RecordAbsentGroupMembersPeerFieldEvent | RecordAbsentGroupMembersPositionFieldEvent | RecordAbsentGroupMembersEpochFieldEvent | RecordAbsentGroupMembersAddressesFieldEvent> {
    return streamMessage(buf, RecordAbsent.codec(), opts)
  }
}

export interface RecordGroup {
  config?: RecordConfigId
  confirmations: number
  members: NodeRef[]
}

export namespace RecordGroup {
  let _codec: Codec<RecordGroup>

  export const codec = (): Codec<RecordGroup> => {
    if (_codec == null) {
      _codec = message<RecordGroup>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.config != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.config, w)
        }

        if ((obj.confirmations != null && obj.confirmations !== 0)) {
          w.uint32(16)
          w.uint32(obj.confirmations)
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(26)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          confirmations: 0,
          members: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.config = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 2: {
              obj.confirmations = reader.uint32()
              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                throw new MaxLengthError('Decode error - repeated field "members" had too many elements')
              }

              obj.members.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.members$
              }))
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
          members: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.confirmations`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members === opts.limits.members) {
                throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.members[]`, {
                limits: opts.limits?.members$
              })) {
                yield {
                  ...evt,
                  index: obj.members
                }
              }

              obj.members++

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

  export interface RecordGroupConfigLamportFieldEvent {
    field: '$.config.lamport'
    value: number
  }

  export interface RecordGroupConfigPeerFieldEvent {
    field: '$.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordGroupConfirmationsFieldEvent {
    field: '$.confirmations'
    value: number
  }

  export interface RecordGroupMembersPeerFieldEvent {
    field: '$.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordGroupMembersPositionFieldEvent {
    field: '$.members[].position'
    value: number
    index: number
  }

  export interface RecordGroupMembersEpochFieldEvent {
    field: '$.members[].epoch'
    value: number
    index: number
  }

  export interface RecordGroupMembersAddressesFieldEvent {
    field: '$.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordGroup>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordGroup.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordGroup>): RecordGroup {
    return decodeMessage(buf, RecordGroup.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordGroup>): Generator<RecordGroupConfigLamportFieldEvent | RecordGroupConfigPeerFieldEvent | RecordGroupConfirmationsFieldEvent | RecordGroupMembersPeerFieldEvent | RecordGroupMembersPositionFieldEvent | RecordGroupMembersEpochFieldEvent | RecordGroupMembersAddressesFieldEvent> {
    return streamMessage(buf, RecordGroup.codec(), opts)
  }
}

export interface RecordOwn {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
}

export namespace RecordOwn {
  let _codec: Codec<RecordOwn>

  export const codec = (): Codec<RecordOwn> => {
    if (_codec == null) {
      _codec = message<RecordOwn>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
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

  export interface RecordOwnHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordOwnHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordOwnHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordOwnHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordOwnHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordOwnHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordOwnHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordOwnValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordOwn>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordOwn.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordOwn>): RecordOwn {
    return decodeMessage(buf, RecordOwn.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordOwn>): Generator<RecordOwnHeadIdFieldEvent | RecordOwnHeadVersionLamportFieldEvent | RecordOwnHeadVersionPeerFieldEvent | RecordOwnHeadKindFieldEvent | RecordOwnHeadKeyFieldEvent | RecordOwnHeadContentTypeFieldEvent | RecordOwnHeadSizeFieldEvent | RecordOwnHeadDigestFieldEvent | RecordOwnHeadExpiresAtMsFieldEvent | RecordOwnHeadKeepUntilMsFieldEvent | RecordOwnHeadWriterFieldEvent | RecordOwnHeadSignatureFieldEvent | RecordOwnValueFieldEvent> {
    return streamMessage(buf, RecordOwn.codec(), opts)
  }
}

export interface RecordWatching {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
  leaseMs: number
}

export namespace RecordWatching {
  let _codec: Codec<RecordWatching>

  export const codec = (): Codec<RecordWatching> => {
    if (_codec == null) {
      _codec = message<RecordWatching>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
        }

        if ((obj.leaseMs != null && obj.leaseMs !== 0)) {
          w.uint32(24)
          w.uint32(obj.leaseMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          leaseMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
              break
            }
            case 3: {
              obj.leaseMs = reader.uint32()
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.leaseMs`,
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

  export interface RecordWatchingHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordWatchingHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordWatchingHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordWatchingHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordWatchingHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordWatchingHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordWatchingHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWatchingLeaseMsFieldEvent {
    field: '$.leaseMs'
    value: number
  }

  export function encode (obj: Partial<RecordWatching>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordWatching.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWatching>): RecordWatching {
    return decodeMessage(buf, RecordWatching.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWatching>): Generator<RecordWatchingHeadIdFieldEvent | RecordWatchingHeadVersionLamportFieldEvent | RecordWatchingHeadVersionPeerFieldEvent | RecordWatchingHeadKindFieldEvent | RecordWatchingHeadKeyFieldEvent | RecordWatchingHeadContentTypeFieldEvent | RecordWatchingHeadSizeFieldEvent | RecordWatchingHeadDigestFieldEvent | RecordWatchingHeadExpiresAtMsFieldEvent | RecordWatchingHeadKeepUntilMsFieldEvent | RecordWatchingHeadWriterFieldEvent | RecordWatchingHeadSignatureFieldEvent | RecordWatchingValueFieldEvent | RecordWatchingLeaseMsFieldEvent> {
    return streamMessage(buf, RecordWatching.codec(), opts)
  }
}

export interface RecordStaged {}

export namespace RecordStaged {
  let _codec: Codec<RecordStaged>

  export const codec = (): Codec<RecordStaged> => {
    if (_codec == null) {
      _codec = message<RecordStaged>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<RecordStaged>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordStaged.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStaged>): RecordStaged {
    return decodeMessage(buf, RecordStaged.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStaged>): Generator<{}> {
    return streamMessage(buf, RecordStaged.codec(), opts)
  }
}

export interface RecordBytes {
  bytes: Uint8Array<ArrayBuffer>
}

export namespace RecordBytes {
  let _codec: Codec<RecordBytes>

  export const codec = (): Codec<RecordBytes> => {
    if (_codec == null) {
      _codec = message<RecordBytes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.bytes != null && obj.bytes.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.bytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          bytes: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.bytes = reader.bytes()
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
                field: `${prefix}.bytes`,
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

  export interface RecordBytesBytesFieldEvent {
    field: '$.bytes'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordBytes>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordBytes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordBytes>): RecordBytes {
    return decodeMessage(buf, RecordBytes.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordBytes>): Generator<RecordBytesBytesFieldEvent> {
    return streamMessage(buf, RecordBytes.codec(), opts)
  }
}

export interface RecordTaken {}

export namespace RecordTaken {
  let _codec: Codec<RecordTaken>

  export const codec = (): Codec<RecordTaken> => {
    if (_codec == null) {
      _codec = message<RecordTaken>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<RecordTaken>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordTaken.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordTaken>): RecordTaken {
    return decodeMessage(buf, RecordTaken.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordTaken>): Generator<{}> {
    return streamMessage(buf, RecordTaken.codec(), opts)
  }
}

export interface RecordStale {
  head?: RecordHead
}

export namespace RecordStale {
  let _codec: Codec<RecordStale>

  export const codec = (): Codec<RecordStale> => {
    if (_codec == null) {
      _codec = message<RecordStale>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
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

  export interface RecordStaleHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStaleHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordStaleHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStaleHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordStaleHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStaleHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordStaleHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordStaleHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStaleHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordStaleHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordStaleHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordStaleHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordStale>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordStale.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStale>): RecordStale {
    return decodeMessage(buf, RecordStale.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordStale>): Generator<RecordStaleHeadIdFieldEvent | RecordStaleHeadVersionLamportFieldEvent | RecordStaleHeadVersionPeerFieldEvent | RecordStaleHeadKindFieldEvent | RecordStaleHeadKeyFieldEvent | RecordStaleHeadContentTypeFieldEvent | RecordStaleHeadSizeFieldEvent | RecordStaleHeadDigestFieldEvent | RecordStaleHeadExpiresAtMsFieldEvent | RecordStaleHeadKeepUntilMsFieldEvent | RecordStaleHeadWriterFieldEvent | RecordStaleHeadSignatureFieldEvent> {
    return streamMessage(buf, RecordStale.codec(), opts)
  }
}

export interface RecordCopy {
  head?: RecordHead
  standing?: RecordStanding
}

export namespace RecordCopy {
  let _codec: Codec<RecordCopy>

  export const codec = (): Codec<RecordCopy> => {
    if (_codec == null) {
      _codec = message<RecordCopy>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.standing != null) {
          w.uint32(18)
          RecordStanding.codec().encode(obj.standing, w)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.standing = RecordStanding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.standing
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield * RecordStanding.codec().stream(reader, reader.uint32(), `${prefix}.standing`, {
                limits: opts.limits?.standing
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

  export interface RecordCopyHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordCopyHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordCopyHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordCopyHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordCopyHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordCopyHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordCopyHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyStandingConfigLamportFieldEvent {
    field: '$.standing.config.lamport'
    value: number
  }

  export interface RecordCopyStandingConfigPeerFieldEvent {
    field: '$.standing.config.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCopyStandingSyncedFieldEvent {
    field: '$.standing.synced'
    value: boolean
  }

  export function encode (obj: Partial<RecordCopy>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordCopy.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCopy>): RecordCopy {
    return decodeMessage(buf, RecordCopy.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCopy>): Generator<RecordCopyHeadIdFieldEvent | RecordCopyHeadVersionLamportFieldEvent | RecordCopyHeadVersionPeerFieldEvent | RecordCopyHeadKindFieldEvent | RecordCopyHeadKeyFieldEvent | RecordCopyHeadContentTypeFieldEvent | RecordCopyHeadSizeFieldEvent | RecordCopyHeadDigestFieldEvent | RecordCopyHeadExpiresAtMsFieldEvent | RecordCopyHeadKeepUntilMsFieldEvent | RecordCopyHeadWriterFieldEvent | RecordCopyHeadSignatureFieldEvent | RecordCopyStandingConfigLamportFieldEvent | RecordCopyStandingConfigPeerFieldEvent | RecordCopyStandingSyncedFieldEvent> {
    return streamMessage(buf, RecordCopy.codec(), opts)
  }
}

export enum RecordAdmission {
  RECORD_ADMISSION_UNSPECIFIED = 'RECORD_ADMISSION_UNSPECIFIED',
  RECORD_SUPERSEDED = 'RECORD_SUPERSEDED',
  RECORD_UNKNOWN = 'RECORD_UNKNOWN'
}

enum __RecordAdmissionValues {
  RECORD_ADMISSION_UNSPECIFIED = 0,
  RECORD_SUPERSEDED = 1,
  RECORD_UNKNOWN = 2
}

export namespace RecordAdmission {
  export const codec = (): Codec<RecordAdmission> => {
    return enumeration<RecordAdmission>(__RecordAdmissionValues)
  }
}

export interface RecordNotAdmitted {
  why: RecordAdmission
}

export namespace RecordNotAdmitted {
  let _codec: Codec<RecordNotAdmitted>

  export const codec = (): Codec<RecordNotAdmitted> => {
    if (_codec == null) {
      _codec = message<RecordNotAdmitted>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.why != null && __RecordAdmissionValues[obj.why] !== 0) {
          w.uint32(8)
          RecordAdmission.codec().encode(obj.why, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          why: RecordAdmission.RECORD_ADMISSION_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.why = RecordAdmission.codec().decode(reader)
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
                field: `${prefix}.why`,
                value: RecordAdmission.codec().decode(reader)
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

  export interface RecordNotAdmittedWhyFieldEvent {
    field: '$.why'
    value: RecordAdmission
  }

  export function encode (obj: Partial<RecordNotAdmitted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordNotAdmitted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordNotAdmitted>): RecordNotAdmitted {
    return decodeMessage(buf, RecordNotAdmitted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordNotAdmitted>): Generator<RecordNotAdmittedWhyFieldEvent> {
    return streamMessage(buf, RecordNotAdmitted.codec(), opts)
  }
}

export enum RecordsRefusal {
  RECORDS_REFUSAL_UNSPECIFIED = 'RECORDS_REFUSAL_UNSPECIFIED',
  RECORDS_NOT_OWNER = 'RECORDS_NOT_OWNER',
  RECORDS_VERSION_MISMATCH = 'RECORDS_VERSION_MISMATCH',
  RECORDS_NOT_FOUND = 'RECORDS_NOT_FOUND',
  RECORDS_CONFLICT = 'RECORDS_CONFLICT',
  RECORDS_FORBIDDEN = 'RECORDS_FORBIDDEN',
  RECORDS_INVALID = 'RECORDS_INVALID',
  RECORDS_NOT_STAGED = 'RECORDS_NOT_STAGED',
  RECORDS_GONE = 'RECORDS_GONE',
  RECORDS_QUOTA_EXCEEDED = 'RECORDS_QUOTA_EXCEEDED',
  RECORDS_OVERLOAD = 'RECORDS_OVERLOAD',
  RECORDS_NO_QUORUM = 'RECORDS_NO_QUORUM',
  RECORDS_STORAGE_FULL = 'RECORDS_STORAGE_FULL',
  RECORDS_IO = 'RECORDS_IO',
  RECORDS_CORRUPT = 'RECORDS_CORRUPT',
  RECORDS_NOT_YET = 'RECORDS_NOT_YET'
}

enum __RecordsRefusalValues {
  RECORDS_REFUSAL_UNSPECIFIED = 0,
  RECORDS_NOT_OWNER = 1,
  RECORDS_VERSION_MISMATCH = 2,
  RECORDS_NOT_FOUND = 3,
  RECORDS_CONFLICT = 4,
  RECORDS_FORBIDDEN = 5,
  RECORDS_INVALID = 6,
  RECORDS_NOT_STAGED = 7,
  RECORDS_GONE = 8,
  RECORDS_QUOTA_EXCEEDED = 9,
  RECORDS_OVERLOAD = 10,
  RECORDS_NO_QUORUM = 11,
  RECORDS_STORAGE_FULL = 12,
  RECORDS_IO = 13,
  RECORDS_CORRUPT = 14,
  RECORDS_NOT_YET = 15
}

export namespace RecordsRefusal {
  export const codec = (): Codec<RecordsRefusal> => {
    return enumeration<RecordsRefusal>(__RecordsRefusalValues)
  }
}

export interface RecordFailed {
  code: RecordsRefusal
  owner?: NodeRef
  version?: RecordVersion
  begun?: RecordBegun
}

export namespace RecordFailed {
  let _codec: Codec<RecordFailed>

  export const codec = (): Codec<RecordFailed> => {
    if (_codec == null) {
      _codec = message<RecordFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __RecordsRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          RecordsRefusal.codec().encode(obj.code, w)
        }

        if (obj.owner != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.owner, w)
        }

        if (obj.version != null) {
          w.uint32(26)
          RecordVersion.codec().encode(obj.version, w)
        }

        if (obj.begun != null) {
          w.uint32(34)
          RecordBegun.codec().encode(obj.begun, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: RecordsRefusal.RECORDS_REFUSAL_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = RecordsRefusal.codec().decode(reader)
              break
            }
            case 2: {
              obj.owner = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.owner
              })
              break
            }
            case 3: {
              obj.version = RecordVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.version
              })
              break
            }
            case 4: {
              obj.begun = RecordBegun.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.begun
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
                field: `${prefix}.code`,
                value: RecordsRefusal.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.owner`, {
                limits: opts.limits?.owner
              })

              break
            }
            case 3: {
              yield * RecordVersion.codec().stream(reader, reader.uint32(), `${prefix}.version`, {
                limits: opts.limits?.version
              })

              break
            }
            case 4: {
              yield * RecordBegun.codec().stream(reader, reader.uint32(), `${prefix}.begun`, {
                limits: opts.limits?.begun
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

  export interface RecordFailedCodeFieldEvent {
    field: '$.code'
    value: RecordsRefusal
  }

  export interface RecordFailedOwnerPeerFieldEvent {
    field: '$.owner.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFailedOwnerPositionFieldEvent {
    field: '$.owner.position'
    value: number
  }

  export interface RecordFailedOwnerEpochFieldEvent {
    field: '$.owner.epoch'
    value: number
  }

  export interface RecordFailedOwnerAddressesFieldEvent {
    field: '$.owner.addresses[]'
    index: number
    value: string
  }

  export interface RecordFailedVersionLamportFieldEvent {
    field: '$.version.lamport'
    value: number
  }

  export interface RecordFailedVersionPeerFieldEvent {
    field: '$.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFailedBegunVersionLamportFieldEvent {
    field: '$.begun.version.lamport'
    value: number
  }

  export interface RecordFailedBegunVersionPeerFieldEvent {
    field: '$.begun.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordFailedBegunExpiresAtMsFieldEvent {
    field: '$.begun.expiresAtMs'
    value: number
  }

  export function encode (obj: Partial<RecordFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFailed>): RecordFailed {
    return decodeMessage(buf, RecordFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordFailed>): Generator<RecordFailedCodeFieldEvent | RecordFailedOwnerPeerFieldEvent | RecordFailedOwnerPositionFieldEvent | RecordFailedOwnerEpochFieldEvent | RecordFailedOwnerAddressesFieldEvent | RecordFailedVersionLamportFieldEvent | RecordFailedVersionPeerFieldEvent | RecordFailedBegunVersionLamportFieldEvent | RecordFailedBegunVersionPeerFieldEvent | RecordFailedBegunExpiresAtMsFieldEvent> {
    return streamMessage(buf, RecordFailed.codec(), opts)
  }
}

export interface RecordsMessage {
  changed?: RecordChanged
  moved?: RecordMoved
  unwatch?: RecordUnwatch
}

export namespace RecordsMessage {
  let _codec: Codec<RecordsMessage>

  export const codec = (): Codec<RecordsMessage> => {
    if (_codec == null) {
      _codec = message<RecordsMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.unwatch != null) {
          obj.moved = undefined
          obj.changed = undefined
        }

        if (obj.moved != null) {
          obj.unwatch = undefined
          obj.changed = undefined
        }

        if (obj.changed != null) {
          obj.unwatch = undefined
          obj.moved = undefined
        }

        if (obj.changed != null) {
          w.uint32(10)
          RecordChanged.codec().encode(obj.changed, w)
        }

        if (obj.moved != null) {
          w.uint32(18)
          RecordMoved.codec().encode(obj.moved, w)
        }

        if (obj.unwatch != null) {
          w.uint32(26)
          RecordUnwatch.codec().encode(obj.unwatch, w)
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
              obj.changed = RecordChanged.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.changed
              })
              break
            }
            case 2: {
              obj.moved = RecordMoved.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.moved
              })
              break
            }
            case 3: {
              obj.unwatch = RecordUnwatch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.unwatch
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.unwatch != null) {
          delete obj.moved
          delete obj.changed
        }

        if (obj.moved != null) {
          delete obj.unwatch
          delete obj.changed
        }

        if (obj.changed != null) {
          delete obj.unwatch
          delete obj.moved
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordChanged.codec().stream(reader, reader.uint32(), `${prefix}.changed`, {
                limits: opts.limits?.changed
              })

              break
            }
            case 2: {
              yield * RecordMoved.codec().stream(reader, reader.uint32(), `${prefix}.moved`, {
                limits: opts.limits?.moved
              })

              break
            }
            case 3: {
              yield * RecordUnwatch.codec().stream(reader, reader.uint32(), `${prefix}.unwatch`, {
                limits: opts.limits?.unwatch
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

  export interface RecordsMessageChangedHeadIdFieldEvent {
    field: '$.changed.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedHeadVersionLamportFieldEvent {
    field: '$.changed.head.version.lamport'
    value: number
  }

  export interface RecordsMessageChangedHeadVersionPeerFieldEvent {
    field: '$.changed.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedHeadKindFieldEvent {
    field: '$.changed.head.kind'
    value: RecordKind
  }

  export interface RecordsMessageChangedHeadKeyFieldEvent {
    field: '$.changed.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedHeadContentTypeFieldEvent {
    field: '$.changed.head.contentType'
    value: string
  }

  export interface RecordsMessageChangedHeadSizeFieldEvent {
    field: '$.changed.head.size'
    value: number
  }

  export interface RecordsMessageChangedHeadDigestFieldEvent {
    field: '$.changed.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedHeadExpiresAtMsFieldEvent {
    field: '$.changed.head.expiresAtMs'
    value: number
  }

  export interface RecordsMessageChangedHeadKeepUntilMsFieldEvent {
    field: '$.changed.head.keepUntilMs'
    value: number
  }

  export interface RecordsMessageChangedHeadWriterFieldEvent {
    field: '$.changed.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedHeadSignatureFieldEvent {
    field: '$.changed.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageChangedValueFieldEvent {
    field: '$.changed.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageMovedIdFieldEvent {
    field: '$.moved.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordsMessageUnwatchIdFieldEvent {
    field: '$.unwatch.id'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordsMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordsMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsMessage>): RecordsMessage {
    return decodeMessage(buf, RecordsMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordsMessage>): Generator<RecordsMessageChangedHeadIdFieldEvent | RecordsMessageChangedHeadVersionLamportFieldEvent | RecordsMessageChangedHeadVersionPeerFieldEvent | RecordsMessageChangedHeadKindFieldEvent | RecordsMessageChangedHeadKeyFieldEvent | RecordsMessageChangedHeadContentTypeFieldEvent | RecordsMessageChangedHeadSizeFieldEvent | RecordsMessageChangedHeadDigestFieldEvent | RecordsMessageChangedHeadExpiresAtMsFieldEvent | RecordsMessageChangedHeadKeepUntilMsFieldEvent | RecordsMessageChangedHeadWriterFieldEvent | RecordsMessageChangedHeadSignatureFieldEvent | RecordsMessageChangedValueFieldEvent | RecordsMessageMovedIdFieldEvent | RecordsMessageUnwatchIdFieldEvent> {
    return streamMessage(buf, RecordsMessage.codec(), opts)
  }
}

export interface RecordChanged {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
}

export namespace RecordChanged {
  let _codec: Codec<RecordChanged>

  export const codec = (): Codec<RecordChanged> => {
    if (_codec == null) {
      _codec = message<RecordChanged>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
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

  export interface RecordChangedHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordChangedHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordChangedHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordChangedHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordChangedHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordChangedHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordChangedHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordChangedValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordChanged>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordChanged.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordChanged>): RecordChanged {
    return decodeMessage(buf, RecordChanged.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordChanged>): Generator<RecordChangedHeadIdFieldEvent | RecordChangedHeadVersionLamportFieldEvent | RecordChangedHeadVersionPeerFieldEvent | RecordChangedHeadKindFieldEvent | RecordChangedHeadKeyFieldEvent | RecordChangedHeadContentTypeFieldEvent | RecordChangedHeadSizeFieldEvent | RecordChangedHeadDigestFieldEvent | RecordChangedHeadExpiresAtMsFieldEvent | RecordChangedHeadKeepUntilMsFieldEvent | RecordChangedHeadWriterFieldEvent | RecordChangedHeadSignatureFieldEvent | RecordChangedValueFieldEvent> {
    return streamMessage(buf, RecordChanged.codec(), opts)
  }
}

export interface RecordMoved {
  id: Uint8Array<ArrayBuffer>
}

export namespace RecordMoved {
  let _codec: Codec<RecordMoved>

  export const codec = (): Codec<RecordMoved> => {
    if (_codec == null) {
      _codec = message<RecordMoved>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
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
                field: `${prefix}.id`,
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

  export interface RecordMovedIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordMoved>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordMoved.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordMoved>): RecordMoved {
    return decodeMessage(buf, RecordMoved.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordMoved>): Generator<RecordMovedIdFieldEvent> {
    return streamMessage(buf, RecordMoved.codec(), opts)
  }
}

export interface RecordUnwatch {
  id: Uint8Array<ArrayBuffer>
}

export namespace RecordUnwatch {
  let _codec: Codec<RecordUnwatch>

  export const codec = (): Codec<RecordUnwatch> => {
    if (_codec == null) {
      _codec = message<RecordUnwatch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
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
                field: `${prefix}.id`,
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

  export interface RecordUnwatchIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordUnwatch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordUnwatch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordUnwatch>): RecordUnwatch {
    return decodeMessage(buf, RecordUnwatch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordUnwatch>): Generator<RecordUnwatchIdFieldEvent> {
    return streamMessage(buf, RecordUnwatch.codec(), opts)
  }
}

export interface RecordArc {
  from: Uint8Array<ArrayBuffer>
  to: Uint8Array<ArrayBuffer>
}

export namespace RecordArc {
  let _codec: Codec<RecordArc>

  export const codec = (): Codec<RecordArc> => {
    if (_codec == null) {
      _codec = message<RecordArc>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.from != null && obj.from.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.from)
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.to)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          from: uint8ArrayAlloc(0),
          to: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.from = reader.bytes()
              break
            }
            case 2: {
              obj.to = reader.bytes()
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
                field: `${prefix}.from`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.to`,
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

  export interface RecordArcFromFieldEvent {
    field: '$.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordArcToFieldEvent {
    field: '$.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordArc>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordArc.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordArc>): RecordArc {
    return decodeMessage(buf, RecordArc.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordArc>): Generator<RecordArcFromFieldEvent | RecordArcToFieldEvent> {
    return streamMessage(buf, RecordArc.codec(), opts)
  }
}

export interface RecordMember {
  peer: Uint8Array<ArrayBuffer>
  position: number
}

export namespace RecordMember {
  let _codec: Codec<RecordMember>

  export const codec = (): Codec<RecordMember> => {
    if (_codec == null) {
      _codec = message<RecordMember>((obj, w, opts = {}) => {
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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          peer: uint8ArrayAlloc(0),
          position: 0
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

  export interface RecordMemberPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordMemberPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export function encode (obj: Partial<RecordMember>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordMember.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordMember>): RecordMember {
    return decodeMessage(buf, RecordMember.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordMember>): Generator<RecordMemberPeerFieldEvent | RecordMemberPositionFieldEvent> {
    return streamMessage(buf, RecordMember.codec(), opts)
  }
}

export interface RecordPriorConfig {
  id?: RecordConfigId
  members: RecordMember[]
  unusedFrom: number
}

export namespace RecordPriorConfig {
  let _codec: Codec<RecordPriorConfig>

  export const codec = (): Codec<RecordPriorConfig> => {
    if (_codec == null) {
      _codec = message<RecordPriorConfig>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.id != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.id, w)
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(18)
            RecordMember.codec().encode(value, w)
          }
        }

        if ((obj.unusedFrom != null && obj.unusedFrom !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.unusedFrom)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          members: [],
          unusedFrom: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.id
              })
              break
            }
            case 2: {
              if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                throw new MaxLengthError('Decode error - repeated field "members" had too many elements')
              }

              obj.members.push(RecordMember.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.members$
              }))
              break
            }
            case 3: {
              obj.unusedFrom = reader.uint64Number()
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
          members: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.id`, {
                limits: opts.limits?.id
              })

              break
            }
            case 2: {
              if (opts.limits?.members != null && obj.members === opts.limits.members) {
                throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements')
              }

              for (const evt of RecordMember.codec().stream(reader, reader.uint32(), `${prefix}.members[]`, {
                limits: opts.limits?.members$
              })) {
                yield {
                  ...evt,
                  index: obj.members
                }
              }

              obj.members++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.unusedFrom`,
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

  export interface RecordPriorConfigIdLamportFieldEvent {
    field: '$.id.lamport'
    value: number
  }

  export interface RecordPriorConfigIdPeerFieldEvent {
    field: '$.id.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPriorConfigMembersPeerFieldEvent {
    field: '$.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPriorConfigMembersPositionFieldEvent {
    field: '$.members[].position'
    value: number
    index: number
  }

  export interface RecordPriorConfigUnusedFromFieldEvent {
    field: '$.unusedFrom'
    value: number
  }

  export function encode (obj: Partial<RecordPriorConfig>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordPriorConfig.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPriorConfig>): RecordPriorConfig {
    return decodeMessage(buf, RecordPriorConfig.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPriorConfig>): Generator<RecordPriorConfigIdLamportFieldEvent | RecordPriorConfigIdPeerFieldEvent | RecordPriorConfigMembersPeerFieldEvent | RecordPriorConfigMembersPositionFieldEvent | RecordPriorConfigUnusedFromFieldEvent> {
    return streamMessage(buf, RecordPriorConfig.codec(), opts)
  }
}

export interface RecordConfig {
  arc?: RecordArc
  id?: RecordConfigId
  members: RecordMember[]
  prior: RecordPriorConfig[]
  unusedFrom: number
}

export namespace RecordConfig {
  let _codec: Codec<RecordConfig>

  export const codec = (): Codec<RecordConfig> => {
    if (_codec == null) {
      _codec = message<RecordConfig>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.arc != null) {
          w.uint32(10)
          RecordArc.codec().encode(obj.arc, w)
        }

        if (obj.id != null) {
          w.uint32(18)
          RecordConfigId.codec().encode(obj.id, w)
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(26)
            RecordMember.codec().encode(value, w)
          }
        }

        if (obj.prior != null && obj.prior.length > 0) {
          for (const value of obj.prior) {
            w.uint32(34)
            RecordPriorConfig.codec().encode(value, w)
          }
        }

        if ((obj.unusedFrom != null && obj.unusedFrom !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.unusedFrom)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          members: [],
          prior: [],
          unusedFrom: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.arc = RecordArc.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.arc
              })
              break
            }
            case 2: {
              obj.id = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.id
              })
              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members.length === opts.limits.members) {
                throw new MaxLengthError('Decode error - repeated field "members" had too many elements')
              }

              obj.members.push(RecordMember.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.members$
              }))
              break
            }
            case 4: {
              if (opts.limits?.prior != null && obj.prior.length === opts.limits.prior) {
                throw new MaxLengthError('Decode error - repeated field "prior" had too many elements')
              }

              obj.prior.push(RecordPriorConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.prior$
              }))
              break
            }
            case 5: {
              obj.unusedFrom = reader.uint64Number()
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
          members: 0,
          prior: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordArc.codec().stream(reader, reader.uint32(), `${prefix}.arc`, {
                limits: opts.limits?.arc
              })

              break
            }
            case 2: {
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.id`, {
                limits: opts.limits?.id
              })

              break
            }
            case 3: {
              if (opts.limits?.members != null && obj.members === opts.limits.members) {
                throw new MaxLengthError('Streaming decode error - repeated field "members" had too many elements')
              }

              for (const evt of RecordMember.codec().stream(reader, reader.uint32(), `${prefix}.members[]`, {
                limits: opts.limits?.members$
              })) {
                yield {
                  ...evt,
                  index: obj.members
                }
              }

              obj.members++

              break
            }
            case 4: {
              if (opts.limits?.prior != null && obj.prior === opts.limits.prior) {
                throw new MaxLengthError('Streaming decode error - repeated field "prior" had too many elements')
              }

              for (const evt of RecordPriorConfig.codec().stream(reader, reader.uint32(), `${prefix}.prior[]`, {
                limits: opts.limits?.prior$
              })) {
                yield {
                  ...evt,
                  index: obj.prior
                }
              }

              obj.prior++

              break
            }
            case 5: {
              yield {
                field: `${prefix}.unusedFrom`,
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

  export interface RecordConfigArcFromFieldEvent {
    field: '$.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigArcToFieldEvent {
    field: '$.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigIdLamportFieldEvent {
    field: '$.id.lamport'
    value: number
  }

  export interface RecordConfigIdPeerFieldEvent {
    field: '$.id.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigMembersPeerFieldEvent {
    field: '$.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigMembersPositionFieldEvent {
    field: '$.members[].position'
    value: number
    index: number
  }

  export interface RecordConfigPriorIdLamportFieldEvent {
    field: '$.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordConfigPriorIdPeerFieldEvent {
    field: '$.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigPriorMembersPeerFieldEvent {
    field: '$.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigPriorMembersPositionFieldEvent {
    field: '$.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordConfigPriorUnusedFromFieldEvent {
    field: '$.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordConfigUnusedFromFieldEvent {
    field: '$.unusedFrom'
    value: number
  }

  export function encode (obj: Partial<RecordConfig>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordConfig.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfig>): RecordConfig {
    return decodeMessage(buf, RecordConfig.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfig>): Generator<RecordConfigArcFromFieldEvent | RecordConfigArcToFieldEvent | RecordConfigIdLamportFieldEvent | RecordConfigIdPeerFieldEvent | RecordConfigMembersPeerFieldEvent | RecordConfigMembersPositionFieldEvent | RecordConfigPriorIdLamportFieldEvent | RecordConfigPriorIdPeerFieldEvent | RecordConfigPriorMembersPeerFieldEvent | RecordConfigPriorMembersPositionFieldEvent | RecordConfigPriorUnusedFromFieldEvent | RecordConfigUnusedFromFieldEvent> {
    return streamMessage(buf, RecordConfig.codec(), opts)
  }
}

export interface RecordSurvey {
  arc?: RecordArc
}

export namespace RecordSurvey {
  let _codec: Codec<RecordSurvey>

  export const codec = (): Codec<RecordSurvey> => {
    if (_codec == null) {
      _codec = message<RecordSurvey>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.arc != null) {
          w.uint32(10)
          RecordArc.codec().encode(obj.arc, w)
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
              obj.arc = RecordArc.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.arc
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
              yield * RecordArc.codec().stream(reader, reader.uint32(), `${prefix}.arc`, {
                limits: opts.limits?.arc
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

  export interface RecordSurveyArcFromFieldEvent {
    field: '$.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordSurveyArcToFieldEvent {
    field: '$.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordSurvey>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordSurvey.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSurvey>): RecordSurvey {
    return decodeMessage(buf, RecordSurvey.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSurvey>): Generator<RecordSurveyArcFromFieldEvent | RecordSurveyArcToFieldEvent> {
    return streamMessage(buf, RecordSurvey.codec(), opts)
  }
}

export interface RecordPiece {
  arc?: RecordArc
  config?: RecordConfig
}

export namespace RecordPiece {
  let _codec: Codec<RecordPiece>

  export const codec = (): Codec<RecordPiece> => {
    if (_codec == null) {
      _codec = message<RecordPiece>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.arc != null) {
          w.uint32(10)
          RecordArc.codec().encode(obj.arc, w)
        }

        if (obj.config != null) {
          w.uint32(18)
          RecordConfig.codec().encode(obj.config, w)
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
              obj.arc = RecordArc.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.arc
              })
              break
            }
            case 2: {
              obj.config = RecordConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
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
              yield * RecordArc.codec().stream(reader, reader.uint32(), `${prefix}.arc`, {
                limits: opts.limits?.arc
              })

              break
            }
            case 2: {
              yield * RecordConfig.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
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

  export interface RecordPieceArcFromFieldEvent {
    field: '$.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPieceArcToFieldEvent {
    field: '$.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPieceConfigArcFromFieldEvent {
    field: '$.config.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPieceConfigArcToFieldEvent {
    field: '$.config.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPieceConfigIdLamportFieldEvent {
    field: '$.config.id.lamport'
    value: number
  }

  export interface RecordPieceConfigIdPeerFieldEvent {
    field: '$.config.id.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordPieceConfigMembersPeerFieldEvent {
    field: '$.config.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPieceConfigMembersPositionFieldEvent {
    field: '$.config.members[].position'
    value: number
    index: number
  }

  export interface RecordPieceConfigPriorIdLamportFieldEvent {
    field: '$.config.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordPieceConfigPriorIdPeerFieldEvent {
    field: '$.config.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPieceConfigPriorMembersPeerFieldEvent {
    field: '$.config.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPieceConfigPriorMembersPositionFieldEvent {
    field: '$.config.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordPieceConfigPriorUnusedFromFieldEvent {
    field: '$.config.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordPieceConfigUnusedFromFieldEvent {
    field: '$.config.unusedFrom'
    value: number
  }

  export function encode (obj: Partial<RecordPiece>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordPiece.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPiece>): RecordPiece {
    return decodeMessage(buf, RecordPiece.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPiece>): Generator<RecordPieceArcFromFieldEvent | RecordPieceArcToFieldEvent | RecordPieceConfigArcFromFieldEvent | RecordPieceConfigArcToFieldEvent | RecordPieceConfigIdLamportFieldEvent | RecordPieceConfigIdPeerFieldEvent | RecordPieceConfigMembersPeerFieldEvent | RecordPieceConfigMembersPositionFieldEvent | RecordPieceConfigPriorIdLamportFieldEvent | RecordPieceConfigPriorIdPeerFieldEvent | RecordPieceConfigPriorMembersPeerFieldEvent | RecordPieceConfigPriorMembersPositionFieldEvent | RecordPieceConfigPriorUnusedFromFieldEvent | RecordPieceConfigUnusedFromFieldEvent> {
    return streamMessage(buf, RecordPiece.codec(), opts)
  }
}

export interface RecordSurveyed {
  pieces: RecordPiece[]
  to: Uint8Array<ArrayBuffer>
}

export namespace RecordSurveyed {
  let _codec: Codec<RecordSurveyed>

  export const codec = (): Codec<RecordSurveyed> => {
    if (_codec == null) {
      _codec = message<RecordSurveyed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.pieces != null && obj.pieces.length > 0) {
          for (const value of obj.pieces) {
            w.uint32(10)
            RecordPiece.codec().encode(value, w)
          }
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.to)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          pieces: [],
          to: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.pieces != null && obj.pieces.length === opts.limits.pieces) {
                throw new MaxLengthError('Decode error - repeated field "pieces" had too many elements')
              }

              obj.pieces.push(RecordPiece.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pieces$
              }))
              break
            }
            case 2: {
              obj.to = reader.bytes()
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
          pieces: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.pieces != null && obj.pieces === opts.limits.pieces) {
                throw new MaxLengthError('Streaming decode error - repeated field "pieces" had too many elements')
              }

              for (const evt of RecordPiece.codec().stream(reader, reader.uint32(), `${prefix}.pieces[]`, {
                limits: opts.limits?.pieces$
              })) {
                yield {
                  ...evt,
                  index: obj.pieces
                }
              }

              obj.pieces++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.to`,
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

  export interface RecordSurveyedPiecesArcFromFieldEvent {
    field: '$.pieces[].arc.from'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesArcToFieldEvent {
    field: '$.pieces[].arc.to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigArcFromFieldEvent {
    field: '$.pieces[].config.arc.from'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigArcToFieldEvent {
    field: '$.pieces[].config.arc.to'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigIdLamportFieldEvent {
    field: '$.pieces[].config.id.lamport'
    value: number
    index: number
  }

  export interface RecordSurveyedPiecesConfigIdPeerFieldEvent {
    field: '$.pieces[].config.id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigMembersPeerFieldEvent {
    field: '$.pieces[].config.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigMembersPositionFieldEvent {
    field: '$.pieces[].config.members[].position'
    value: number
    index: number
  }

  export interface RecordSurveyedPiecesConfigPriorIdLamportFieldEvent {
    field: '$.pieces[].config.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordSurveyedPiecesConfigPriorIdPeerFieldEvent {
    field: '$.pieces[].config.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigPriorMembersPeerFieldEvent {
    field: '$.pieces[].config.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordSurveyedPiecesConfigPriorMembersPositionFieldEvent {
    field: '$.pieces[].config.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordSurveyedPiecesConfigPriorUnusedFromFieldEvent {
    field: '$.pieces[].config.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordSurveyedPiecesConfigUnusedFromFieldEvent {
    field: '$.pieces[].config.unusedFrom'
    value: number
    index: number
  }

  export interface RecordSurveyedToFieldEvent {
    field: '$.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordSurveyed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordSurveyed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSurveyed>): RecordSurveyed {
    return decodeMessage(buf, RecordSurveyed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSurveyed>): Generator<RecordSurveyedPiecesArcFromFieldEvent | RecordSurveyedPiecesArcToFieldEvent | RecordSurveyedPiecesConfigArcFromFieldEvent | RecordSurveyedPiecesConfigArcToFieldEvent | RecordSurveyedPiecesConfigIdLamportFieldEvent | RecordSurveyedPiecesConfigIdPeerFieldEvent | RecordSurveyedPiecesConfigMembersPeerFieldEvent | RecordSurveyedPiecesConfigMembersPositionFieldEvent | RecordSurveyedPiecesConfigPriorIdLamportFieldEvent | RecordSurveyedPiecesConfigPriorIdPeerFieldEvent | RecordSurveyedPiecesConfigPriorMembersPeerFieldEvent | RecordSurveyedPiecesConfigPriorMembersPositionFieldEvent | RecordSurveyedPiecesConfigPriorUnusedFromFieldEvent | RecordSurveyedPiecesConfigUnusedFromFieldEvent | RecordSurveyedToFieldEvent> {
    return streamMessage(buf, RecordSurveyed.codec(), opts)
  }
}

export interface RecordConfigure {
  self?: NodeRef
  config?: RecordConfig
  filled: boolean
}

export namespace RecordConfigure {
  let _codec: Codec<RecordConfigure>

  export const codec = (): Codec<RecordConfigure> => {
    if (_codec == null) {
      _codec = message<RecordConfigure>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.config != null) {
          w.uint32(18)
          RecordConfig.codec().encode(obj.config, w)
        }

        if ((obj.filled != null && obj.filled !== false)) {
          w.uint32(24)
          w.bool(obj.filled)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          filled: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 2: {
              obj.config = RecordConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 3: {
              obj.filled = reader.bool()
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
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.self`, {
                limits: opts.limits?.self
              })

              break
            }
            case 2: {
              yield * RecordConfig.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.filled`,
                value: reader.bool()
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

  export interface RecordConfigureSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigureSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface RecordConfigureSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface RecordConfigureSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface RecordConfigureConfigArcFromFieldEvent {
    field: '$.config.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigureConfigArcToFieldEvent {
    field: '$.config.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigureConfigIdLamportFieldEvent {
    field: '$.config.id.lamport'
    value: number
  }

  export interface RecordConfigureConfigIdPeerFieldEvent {
    field: '$.config.id.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordConfigureConfigMembersPeerFieldEvent {
    field: '$.config.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigureConfigMembersPositionFieldEvent {
    field: '$.config.members[].position'
    value: number
    index: number
  }

  export interface RecordConfigureConfigPriorIdLamportFieldEvent {
    field: '$.config.prior[].id.lamport'
    value: number
    index: number
  }

  export interface RecordConfigureConfigPriorIdPeerFieldEvent {
    field: '$.config.prior[].id.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigureConfigPriorMembersPeerFieldEvent {
    field: '$.config.prior[].members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordConfigureConfigPriorMembersPositionFieldEvent {
    field: '$.config.prior[].members[].position'
    value: number
    index: number
  }

  export interface RecordConfigureConfigPriorUnusedFromFieldEvent {
    field: '$.config.prior[].unusedFrom'
    value: number
    index: number
  }

  export interface RecordConfigureConfigUnusedFromFieldEvent {
    field: '$.config.unusedFrom'
    value: number
  }

  export interface RecordConfigureFilledFieldEvent {
    field: '$.filled'
    value: boolean
  }

  export function encode (obj: Partial<RecordConfigure>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordConfigure.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigure>): RecordConfigure {
    return decodeMessage(buf, RecordConfigure.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigure>): Generator<RecordConfigureSelfPeerFieldEvent | RecordConfigureSelfPositionFieldEvent | RecordConfigureSelfEpochFieldEvent | RecordConfigureSelfAddressesFieldEvent | RecordConfigureConfigArcFromFieldEvent | RecordConfigureConfigArcToFieldEvent | RecordConfigureConfigIdLamportFieldEvent | RecordConfigureConfigIdPeerFieldEvent | RecordConfigureConfigMembersPeerFieldEvent | RecordConfigureConfigMembersPositionFieldEvent | RecordConfigureConfigPriorIdLamportFieldEvent | RecordConfigureConfigPriorIdPeerFieldEvent | RecordConfigureConfigPriorMembersPeerFieldEvent | RecordConfigureConfigPriorMembersPositionFieldEvent | RecordConfigureConfigPriorUnusedFromFieldEvent | RecordConfigureConfigUnusedFromFieldEvent | RecordConfigureFilledFieldEvent> {
    return streamMessage(buf, RecordConfigure.codec(), opts)
  }
}

export interface RecordConfigured {
  since?: RecordConfigId
}

export namespace RecordConfigured {
  let _codec: Codec<RecordConfigured>

  export const codec = (): Codec<RecordConfigured> => {
    if (_codec == null) {
      _codec = message<RecordConfigured>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.since != null) {
          w.uint32(10)
          RecordConfigId.codec().encode(obj.since, w)
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
              obj.since = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.since
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
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.since`, {
                limits: opts.limits?.since
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

  export interface RecordConfiguredSinceLamportFieldEvent {
    field: '$.since.lamport'
    value: number
  }

  export interface RecordConfiguredSincePeerFieldEvent {
    field: '$.since.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordConfigured>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordConfigured.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigured>): RecordConfigured {
    return decodeMessage(buf, RecordConfigured.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordConfigured>): Generator<RecordConfiguredSinceLamportFieldEvent | RecordConfiguredSincePeerFieldEvent> {
    return streamMessage(buf, RecordConfigured.codec(), opts)
  }
}

export interface RecordCompare {
  arc?: RecordArc
  sum: Uint8Array<ArrayBuffer>
}

export namespace RecordCompare {
  let _codec: Codec<RecordCompare>

  export const codec = (): Codec<RecordCompare> => {
    if (_codec == null) {
      _codec = message<RecordCompare>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.arc != null) {
          w.uint32(10)
          RecordArc.codec().encode(obj.arc, w)
        }

        if ((obj.sum != null && obj.sum.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.sum)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sum: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.arc = RecordArc.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.arc
              })
              break
            }
            case 2: {
              obj.sum = reader.bytes()
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
              yield * RecordArc.codec().stream(reader, reader.uint32(), `${prefix}.arc`, {
                limits: opts.limits?.arc
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.sum`,
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

  export interface RecordCompareArcFromFieldEvent {
    field: '$.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCompareArcToFieldEvent {
    field: '$.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordCompareSumFieldEvent {
    field: '$.sum'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordCompare>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordCompare.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCompare>): RecordCompare {
    return decodeMessage(buf, RecordCompare.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCompare>): Generator<RecordCompareArcFromFieldEvent | RecordCompareArcToFieldEvent | RecordCompareSumFieldEvent> {
    return streamMessage(buf, RecordCompare.codec(), opts)
  }
}

export interface RecordSums {
  sums: Uint8Array<ArrayBuffer>[]
}

export namespace RecordSums {
  let _codec: Codec<RecordSums>

  export const codec = (): Codec<RecordSums> => {
    if (_codec == null) {
      _codec = message<RecordSums>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.sums != null && obj.sums.length > 0) {
          for (const value of obj.sums) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sums: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.sums != null && obj.sums.length === opts.limits.sums) {
                throw new MaxLengthError('Decode error - repeated field "sums" had too many elements')
              }

              obj.sums.push(reader.bytes())
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
          sums: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.sums != null && obj.sums === opts.limits.sums) {
                throw new MaxLengthError('Streaming decode error - repeated field "sums" had too many elements')
              }

              yield {
                field: `${prefix}.sums[]`,
                index: obj.sums,
                value: reader.bytes()
              }

              obj.sums++

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

  export interface RecordSumsSumsFieldEvent {
    field: '$.sums[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordSums>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordSums.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSums>): RecordSums {
    return decodeMessage(buf, RecordSums.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSums>): Generator<RecordSumsSumsFieldEvent> {
    return streamMessage(buf, RecordSums.codec(), opts)
  }
}

export interface RecordEntry {
  id: Uint8Array<ArrayBuffer>
  mark: Uint8Array<ArrayBuffer>
}

export namespace RecordEntry {
  let _codec: Codec<RecordEntry>

  export const codec = (): Codec<RecordEntry> => {
    if (_codec == null) {
      _codec = message<RecordEntry>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.id)
        }

        if ((obj.mark != null && obj.mark.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.mark)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: uint8ArrayAlloc(0),
          mark: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.bytes()
              break
            }
            case 2: {
              obj.mark = reader.bytes()
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
                field: `${prefix}.id`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.mark`,
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

  export interface RecordEntryIdFieldEvent {
    field: '$.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordEntryMarkFieldEvent {
    field: '$.mark'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordEntry>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordEntry.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordEntry>): RecordEntry {
    return decodeMessage(buf, RecordEntry.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordEntry>): Generator<RecordEntryIdFieldEvent | RecordEntryMarkFieldEvent> {
    return streamMessage(buf, RecordEntry.codec(), opts)
  }
}

export interface RecordEntries {
  entries: RecordEntry[]
  to: Uint8Array<ArrayBuffer>
}

export namespace RecordEntries {
  let _codec: Codec<RecordEntries>

  export const codec = (): Codec<RecordEntries> => {
    if (_codec == null) {
      _codec = message<RecordEntries>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(10)
            RecordEntry.codec().encode(value, w)
          }
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.to)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          entries: [],
          to: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

              obj.entries.push(RecordEntry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
              break
            }
            case 2: {
              obj.to = reader.bytes()
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
          entries: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.entries != null && obj.entries === opts.limits.entries) {
                throw new MaxLengthError('Streaming decode error - repeated field "entries" had too many elements')
              }

              for (const evt of RecordEntry.codec().stream(reader, reader.uint32(), `${prefix}.entries[]`, {
                limits: opts.limits?.entries$
              })) {
                yield {
                  ...evt,
                  index: obj.entries
                }
              }

              obj.entries++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.to`,
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

  export interface RecordEntriesEntriesIdFieldEvent {
    field: '$.entries[].id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordEntriesEntriesMarkFieldEvent {
    field: '$.entries[].mark'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordEntriesToFieldEvent {
    field: '$.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordEntries>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordEntries.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordEntries>): RecordEntries {
    return decodeMessage(buf, RecordEntries.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordEntries>): Generator<RecordEntriesEntriesIdFieldEvent | RecordEntriesEntriesMarkFieldEvent | RecordEntriesToFieldEvent> {
    return streamMessage(buf, RecordEntries.codec(), opts)
  }
}

export interface RecordSame {}

export namespace RecordSame {
  let _codec: Codec<RecordSame>

  export const codec = (): Codec<RecordSame> => {
    if (_codec == null) {
      _codec = message<RecordSame>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<RecordSame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordSame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSame>): RecordSame {
    return decodeMessage(buf, RecordSame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordSame>): Generator<{}> {
    return streamMessage(buf, RecordSame.codec(), opts)
  }
}

export interface RecordCompared {
  same?: RecordSame
  parts?: RecordSums
  entries?: RecordEntries
}

export namespace RecordCompared {
  let _codec: Codec<RecordCompared>

  export const codec = (): Codec<RecordCompared> => {
    if (_codec == null) {
      _codec = message<RecordCompared>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.entries != null) {
          obj.parts = undefined
          obj.same = undefined
        }

        if (obj.parts != null) {
          obj.entries = undefined
          obj.same = undefined
        }

        if (obj.same != null) {
          obj.entries = undefined
          obj.parts = undefined
        }

        if (obj.same != null) {
          w.uint32(10)
          RecordSame.codec().encode(obj.same, w)
        }

        if (obj.parts != null) {
          w.uint32(18)
          RecordSums.codec().encode(obj.parts, w)
        }

        if (obj.entries != null) {
          w.uint32(26)
          RecordEntries.codec().encode(obj.entries, w)
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
              obj.same = RecordSame.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.same
              })
              break
            }
            case 2: {
              obj.parts = RecordSums.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.parts
              })
              break
            }
            case 3: {
              obj.entries = RecordEntries.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.entries != null) {
          delete obj.parts
          delete obj.same
        }

        if (obj.parts != null) {
          delete obj.entries
          delete obj.same
        }

        if (obj.same != null) {
          delete obj.entries
          delete obj.parts
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * RecordSame.codec().stream(reader, reader.uint32(), `${prefix}.same`, {
                limits: opts.limits?.same
              })

              break
            }
            case 2: {
              yield * RecordSums.codec().stream(reader, reader.uint32(), `${prefix}.parts`, {
                limits: opts.limits?.parts
              })

              break
            }
            case 3: {
              yield * RecordEntries.codec().stream(reader, reader.uint32(), `${prefix}.entries`, {
                limits: opts.limits?.entries
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

  export interface RecordComparedPartsSumsFieldEvent {
    field: '$.parts.sums[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordComparedEntriesEntriesIdFieldEvent {
    field: '$.entries.entries[].id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordComparedEntriesEntriesMarkFieldEvent {
    field: '$.entries.entries[].mark'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordComparedEntriesToFieldEvent {
    field: '$.entries.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordCompared>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordCompared.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCompared>): RecordCompared {
    return decodeMessage(buf, RecordCompared.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordCompared>): Generator<RecordComparedPartsSumsFieldEvent | RecordComparedEntriesEntriesIdFieldEvent | RecordComparedEntriesEntriesMarkFieldEvent | RecordComparedEntriesToFieldEvent> {
    return streamMessage(buf, RecordCompared.codec(), opts)
  }
}

export interface RecordPull {
  ids: Uint8Array<ArrayBuffer>[]
}

export namespace RecordPull {
  let _codec: Codec<RecordPull>

  export const codec = (): Codec<RecordPull> => {
    if (_codec == null) {
      _codec = message<RecordPull>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ids != null && obj.ids.length > 0) {
          for (const value of obj.ids) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ids: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ids != null && obj.ids.length === opts.limits.ids) {
                throw new MaxLengthError('Decode error - repeated field "ids" had too many elements')
              }

              obj.ids.push(reader.bytes())
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
          ids: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ids != null && obj.ids === opts.limits.ids) {
                throw new MaxLengthError('Streaming decode error - repeated field "ids" had too many elements')
              }

              yield {
                field: `${prefix}.ids[]`,
                index: obj.ids,
                value: reader.bytes()
              }

              obj.ids++

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

  export interface RecordPullIdsFieldEvent {
    field: '$.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordPull>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordPull.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPull>): RecordPull {
    return decodeMessage(buf, RecordPull.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPull>): Generator<RecordPullIdsFieldEvent> {
    return streamMessage(buf, RecordPull.codec(), opts)
  }
}

export interface RecordWhole {
  head?: RecordHead
  value?: Uint8Array<ArrayBuffer>
}

export namespace RecordWhole {
  let _codec: Codec<RecordWhole>

  export const codec = (): Codec<RecordWhole> => {
    if (_codec == null) {
      _codec = message<RecordWhole>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          RecordHead.codec().encode(obj.head, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
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
              obj.head = RecordHead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 2: {
              obj.value = reader.bytes()
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
              yield * RecordHead.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.value`,
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

  export interface RecordWholeHeadIdFieldEvent {
    field: '$.head.id'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeHeadVersionLamportFieldEvent {
    field: '$.head.version.lamport'
    value: number
  }

  export interface RecordWholeHeadVersionPeerFieldEvent {
    field: '$.head.version.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeHeadKindFieldEvent {
    field: '$.head.kind'
    value: RecordKind
  }

  export interface RecordWholeHeadKeyFieldEvent {
    field: '$.head.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeHeadContentTypeFieldEvent {
    field: '$.head.contentType'
    value: string
  }

  export interface RecordWholeHeadSizeFieldEvent {
    field: '$.head.size'
    value: number
  }

  export interface RecordWholeHeadDigestFieldEvent {
    field: '$.head.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeHeadExpiresAtMsFieldEvent {
    field: '$.head.expiresAtMs'
    value: number
  }

  export interface RecordWholeHeadKeepUntilMsFieldEvent {
    field: '$.head.keepUntilMs'
    value: number
  }

  export interface RecordWholeHeadWriterFieldEvent {
    field: '$.head.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeHeadSignatureFieldEvent {
    field: '$.head.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordWholeValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordWhole>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordWhole.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWhole>): RecordWhole {
    return decodeMessage(buf, RecordWhole.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordWhole>): Generator<RecordWholeHeadIdFieldEvent | RecordWholeHeadVersionLamportFieldEvent | RecordWholeHeadVersionPeerFieldEvent | RecordWholeHeadKindFieldEvent | RecordWholeHeadKeyFieldEvent | RecordWholeHeadContentTypeFieldEvent | RecordWholeHeadSizeFieldEvent | RecordWholeHeadDigestFieldEvent | RecordWholeHeadExpiresAtMsFieldEvent | RecordWholeHeadKeepUntilMsFieldEvent | RecordWholeHeadWriterFieldEvent | RecordWholeHeadSignatureFieldEvent | RecordWholeValueFieldEvent> {
    return streamMessage(buf, RecordWhole.codec(), opts)
  }
}

export interface RecordPulled {
  records: RecordWhole[]
  handled: number
}

export namespace RecordPulled {
  let _codec: Codec<RecordPulled>

  export const codec = (): Codec<RecordPulled> => {
    if (_codec == null) {
      _codec = message<RecordPulled>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.records != null && obj.records.length > 0) {
          for (const value of obj.records) {
            w.uint32(10)
            RecordWhole.codec().encode(value, w)
          }
        }

        if ((obj.handled != null && obj.handled !== 0)) {
          w.uint32(16)
          w.uint32(obj.handled)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          records: [],
          handled: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.records != null && obj.records.length === opts.limits.records) {
                throw new MaxLengthError('Decode error - repeated field "records" had too many elements')
              }

              obj.records.push(RecordWhole.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.records$
              }))
              break
            }
            case 2: {
              obj.handled = reader.uint32()
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
          records: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.records != null && obj.records === opts.limits.records) {
                throw new MaxLengthError('Streaming decode error - repeated field "records" had too many elements')
              }

              for (const evt of RecordWhole.codec().stream(reader, reader.uint32(), `${prefix}.records[]`, {
                limits: opts.limits?.records$
              })) {
                yield {
                  ...evt,
                  index: obj.records
                }
              }

              obj.records++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.handled`,
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

  export interface RecordPulledRecordsHeadIdFieldEvent {
    field: '$.records[].head.id'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsHeadVersionLamportFieldEvent {
    field: '$.records[].head.version.lamport'
    value: number
    index: number
  }

  export interface RecordPulledRecordsHeadVersionPeerFieldEvent {
    field: '$.records[].head.version.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsHeadKindFieldEvent {
    field: '$.records[].head.kind'
    value: RecordKind
    index: number
  }

  export interface RecordPulledRecordsHeadKeyFieldEvent {
    field: '$.records[].head.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsHeadContentTypeFieldEvent {
    field: '$.records[].head.contentType'
    value: string
    index: number
  }

  export interface RecordPulledRecordsHeadSizeFieldEvent {
    field: '$.records[].head.size'
    value: number
    index: number
  }

  export interface RecordPulledRecordsHeadDigestFieldEvent {
    field: '$.records[].head.digest'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsHeadExpiresAtMsFieldEvent {
    field: '$.records[].head.expiresAtMs'
    value: number
    index: number
  }

  export interface RecordPulledRecordsHeadKeepUntilMsFieldEvent {
    field: '$.records[].head.keepUntilMs'
    value: number
    index: number
  }

  export interface RecordPulledRecordsHeadWriterFieldEvent {
    field: '$.records[].head.writer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsHeadSignatureFieldEvent {
    field: '$.records[].head.signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledRecordsValueFieldEvent {
    field: '$.records[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface RecordPulledHandledFieldEvent {
    field: '$.handled'
    value: number
  }

  export function encode (obj: Partial<RecordPulled>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordPulled.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPulled>): RecordPulled {
    return decodeMessage(buf, RecordPulled.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordPulled>): Generator<RecordPulledRecordsHeadIdFieldEvent | RecordPulledRecordsHeadVersionLamportFieldEvent | RecordPulledRecordsHeadVersionPeerFieldEvent | RecordPulledRecordsHeadKindFieldEvent | RecordPulledRecordsHeadKeyFieldEvent | RecordPulledRecordsHeadContentTypeFieldEvent | RecordPulledRecordsHeadSizeFieldEvent | RecordPulledRecordsHeadDigestFieldEvent | RecordPulledRecordsHeadExpiresAtMsFieldEvent | RecordPulledRecordsHeadKeepUntilMsFieldEvent | RecordPulledRecordsHeadWriterFieldEvent | RecordPulledRecordsHeadSignatureFieldEvent | RecordPulledRecordsValueFieldEvent | RecordPulledHandledFieldEvent> {
    return streamMessage(buf, RecordPulled.codec(), opts)
  }
}

export interface RecordHave {
  self?: NodeRef
  ids: Uint8Array<ArrayBuffer>[]
}

export namespace RecordHave {
  let _codec: Codec<RecordHave>

  export const codec = (): Codec<RecordHave> => {
    if (_codec == null) {
      _codec = message<RecordHave>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.ids != null && obj.ids.length > 0) {
          for (const value of obj.ids) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ids: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 2: {
              if (opts.limits?.ids != null && obj.ids.length === opts.limits.ids) {
                throw new MaxLengthError('Decode error - repeated field "ids" had too many elements')
              }

              obj.ids.push(reader.bytes())
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
          ids: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.self`, {
                limits: opts.limits?.self
              })

              break
            }
            case 2: {
              if (opts.limits?.ids != null && obj.ids === opts.limits.ids) {
                throw new MaxLengthError('Streaming decode error - repeated field "ids" had too many elements')
              }

              yield {
                field: `${prefix}.ids[]`,
                index: obj.ids,
                value: reader.bytes()
              }

              obj.ids++

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

  export interface RecordHaveSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordHaveSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface RecordHaveSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface RecordHaveSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface RecordHaveIdsFieldEvent {
    field: '$.ids[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordHave>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordHave.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHave>): RecordHave {
    return decodeMessage(buf, RecordHave.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordHave>): Generator<RecordHaveSelfPeerFieldEvent | RecordHaveSelfPositionFieldEvent | RecordHaveSelfEpochFieldEvent | RecordHaveSelfAddressesFieldEvent | RecordHaveIdsFieldEvent> {
    return streamMessage(buf, RecordHave.codec(), opts)
  }
}

export interface RecordRelease {
  arc?: RecordArc
  known?: RecordConfigId
}

export namespace RecordRelease {
  let _codec: Codec<RecordRelease>

  export const codec = (): Codec<RecordRelease> => {
    if (_codec == null) {
      _codec = message<RecordRelease>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.arc != null) {
          w.uint32(10)
          RecordArc.codec().encode(obj.arc, w)
        }

        if (obj.known != null) {
          w.uint32(18)
          RecordConfigId.codec().encode(obj.known, w)
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
              obj.arc = RecordArc.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.arc
              })
              break
            }
            case 2: {
              obj.known = RecordConfigId.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
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
              yield * RecordArc.codec().stream(reader, reader.uint32(), `${prefix}.arc`, {
                limits: opts.limits?.arc
              })

              break
            }
            case 2: {
              yield * RecordConfigId.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
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

  export interface RecordReleaseArcFromFieldEvent {
    field: '$.arc.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReleaseArcToFieldEvent {
    field: '$.arc.to'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordReleaseKnownLamportFieldEvent {
    field: '$.known.lamport'
    value: number
  }

  export interface RecordReleaseKnownPeerFieldEvent {
    field: '$.known.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RecordRelease>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordRelease.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordRelease>): RecordRelease {
    return decodeMessage(buf, RecordRelease.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordRelease>): Generator<RecordReleaseArcFromFieldEvent | RecordReleaseArcToFieldEvent | RecordReleaseKnownLamportFieldEvent | RecordReleaseKnownPeerFieldEvent> {
    return streamMessage(buf, RecordRelease.codec(), opts)
  }
}

export interface RecordLeaving {
  self?: NodeRef
}

export namespace RecordLeaving {
  let _codec: Codec<RecordLeaving>

  export const codec = (): Codec<RecordLeaving> => {
    if (_codec == null) {
      _codec = message<RecordLeaving>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
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
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
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
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.self`, {
                limits: opts.limits?.self
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

  export interface RecordLeavingSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RecordLeavingSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface RecordLeavingSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface RecordLeavingSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<RecordLeaving>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordLeaving.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordLeaving>): RecordLeaving {
    return decodeMessage(buf, RecordLeaving.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordLeaving>): Generator<RecordLeavingSelfPeerFieldEvent | RecordLeavingSelfPositionFieldEvent | RecordLeavingSelfEpochFieldEvent | RecordLeavingSelfAddressesFieldEvent> {
    return streamMessage(buf, RecordLeaving.codec(), opts)
  }
}

export interface RecordAgreed {}

export namespace RecordAgreed {
  let _codec: Codec<RecordAgreed>

  export const codec = (): Codec<RecordAgreed> => {
    if (_codec == null) {
      _codec = message<RecordAgreed>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<RecordAgreed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RecordAgreed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordAgreed>): RecordAgreed {
    return decodeMessage(buf, RecordAgreed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RecordAgreed>): Generator<{}> {
    return streamMessage(buf, RecordAgreed.codec(), opts)
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
