// Made by `npm run generate`; do not edit.
// @ts-nocheck
import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface HelloFrame {
  hello?: Hello
  proof?: Proof
  refusal?: HelloRefusal
}

export namespace HelloFrame {
  let _codec: Codec<HelloFrame>

  export const codec = (): Codec<HelloFrame> => {
    if (_codec == null) {
      _codec = message<HelloFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.refusal != null) {
          obj.proof = undefined
          obj.hello = undefined
        }

        if (obj.proof != null) {
          obj.refusal = undefined
          obj.hello = undefined
        }

        if (obj.hello != null) {
          obj.refusal = undefined
          obj.proof = undefined
        }

        if (obj.hello != null) {
          w.uint32(10)
          Hello.codec().encode(obj.hello, w)
        }

        if (obj.proof != null) {
          w.uint32(18)
          Proof.codec().encode(obj.proof, w)
        }

        if (obj.refusal != null) {
          w.uint32(26)
          HelloRefusal.codec().encode(obj.refusal, w)
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
              obj.hello = Hello.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.hello
              })
              break
            }
            case 2: {
              obj.proof = Proof.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proof
              })
              break
            }
            case 3: {
              obj.refusal = HelloRefusal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refusal
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.refusal != null) {
          delete obj.proof
          delete obj.hello
        }

        if (obj.proof != null) {
          delete obj.refusal
          delete obj.hello
        }

        if (obj.hello != null) {
          delete obj.refusal
          delete obj.proof
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * Hello.codec().stream(reader, reader.uint32(), `${prefix}.hello`, {
                limits: opts.limits?.hello
              })

              break
            }
            case 2: {
              yield * Proof.codec().stream(reader, reader.uint32(), `${prefix}.proof`, {
                limits: opts.limits?.proof
              })

              break
            }
            case 3: {
              yield * HelloRefusal.codec().stream(reader, reader.uint32(), `${prefix}.refusal`, {
                limits: opts.limits?.refusal
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

  export interface HelloFrameHelloMinVersionFieldEvent {
    field: '$.hello.minVersion'
    value: number
  }

  export interface HelloFrameHelloMaxVersionFieldEvent {
    field: '$.hello.maxVersion'
    value: number
  }

  export interface HelloFrameHelloEpochFieldEvent {
    field: '$.hello.epoch'
    value: number
  }

  export interface HelloFrameHelloNonceFieldEvent {
    field: '$.hello.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HelloFrameHelloPrivateFieldEvent {
    field: '$.hello.private'
    value: boolean
  }

  export interface HelloFrameHelloAddressesFieldEvent {
    field: '$.hello.addresses[]'
    index: number
    value: string
  }

  export interface HelloFrameHelloProofFieldEvent {
    field: '$.hello.proof'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HelloFrameHelloWallMsFieldEvent {
    field: '$.hello.wallMs'
    value: number
  }

  export interface HelloFrameProofMacFieldEvent {
    field: '$.proof.mac'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HelloFrameRefusalCodeFieldEvent {
    field: '$.refusal.code'
    value: number
  }

  export interface HelloFrameRefusalMinVersionFieldEvent {
    field: '$.refusal.minVersion'
    value: number
  }

  export interface HelloFrameRefusalMaxVersionFieldEvent {
    field: '$.refusal.maxVersion'
    value: number
  }

  export interface HelloFrameRefusalEpochFieldEvent {
    field: '$.refusal.epoch'
    value: number
  }

  export function encode (obj: Partial<HelloFrame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, HelloFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloFrame>): HelloFrame {
    return decodeMessage(buf, HelloFrame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloFrame>): Generator<HelloFrameHelloMinVersionFieldEvent | HelloFrameHelloMaxVersionFieldEvent | HelloFrameHelloEpochFieldEvent | HelloFrameHelloNonceFieldEvent | HelloFrameHelloPrivateFieldEvent | HelloFrameHelloAddressesFieldEvent | HelloFrameHelloProofFieldEvent | HelloFrameHelloWallMsFieldEvent | HelloFrameProofMacFieldEvent | HelloFrameRefusalCodeFieldEvent | HelloFrameRefusalMinVersionFieldEvent | HelloFrameRefusalMaxVersionFieldEvent | HelloFrameRefusalEpochFieldEvent> {
    return streamMessage(buf, HelloFrame.codec(), opts)
  }
}

export interface Hello {
  minVersion: number
  maxVersion: number
  epoch: number
  nonce: Uint8Array<ArrayBuffer>
  private: boolean
  addresses: string[]
  proof: Uint8Array<ArrayBuffer>
  wallMs: number
}

export namespace Hello {
  let _codec: Codec<Hello>

  export const codec = (): Codec<Hello> => {
    if (_codec == null) {
      _codec = message<Hello>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.minVersion != null && obj.minVersion !== 0)) {
          w.uint32(8)
          w.uint32(obj.minVersion)
        }

        if ((obj.maxVersion != null && obj.maxVersion !== 0)) {
          w.uint32(16)
          w.uint32(obj.maxVersion)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.epoch)
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.nonce)
        }

        if ((obj.private != null && obj.private !== false)) {
          w.uint32(40)
          w.bool(obj.private)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(50)
            w.string(value)
          }
        }

        if ((obj.proof != null && obj.proof.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.proof)
        }

        if ((obj.wallMs != null && obj.wallMs !== 0)) {
          w.uint32(64)
          w.uint64Number(obj.wallMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          minVersion: 0,
          maxVersion: 0,
          epoch: 0,
          nonce: uint8ArrayAlloc(0),
          private: false,
          addresses: [],
          proof: uint8ArrayAlloc(0),
          wallMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.minVersion = reader.uint32()
              break
            }
            case 2: {
              obj.maxVersion = reader.uint32()
              break
            }
            case 3: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 4: {
              obj.nonce = reader.bytes()
              break
            }
            case 5: {
              obj.private = reader.bool()
              break
            }
            case 6: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
              break
            }
            case 7: {
              obj.proof = reader.bytes()
              break
            }
            case 8: {
              obj.wallMs = reader.uint64Number()
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
                field: `${prefix}.minVersion`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.maxVersion`,
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
              yield {
                field: `${prefix}.nonce`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.private`,
                value: reader.bool()
              }
              break
            }
            case 6: {
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
            case 7: {
              yield {
                field: `${prefix}.proof`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.wallMs`,
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

  export interface HelloMinVersionFieldEvent {
    field: '$.minVersion'
    value: number
  }

  export interface HelloMaxVersionFieldEvent {
    field: '$.maxVersion'
    value: number
  }

  export interface HelloEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface HelloNonceFieldEvent {
    field: '$.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HelloPrivateFieldEvent {
    field: '$.private'
    value: boolean
  }

  export interface HelloAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: string
  }

  export interface HelloProofFieldEvent {
    field: '$.proof'
    value: Uint8Array<ArrayBuffer>
  }

  export interface HelloWallMsFieldEvent {
    field: '$.wallMs'
    value: number
  }

  export function encode (obj: Partial<Hello>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Hello.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hello>): Hello {
    return decodeMessage(buf, Hello.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Hello>): Generator<HelloMinVersionFieldEvent | HelloMaxVersionFieldEvent | HelloEpochFieldEvent | HelloNonceFieldEvent | HelloPrivateFieldEvent | HelloAddressesFieldEvent | HelloProofFieldEvent | HelloWallMsFieldEvent> {
    return streamMessage(buf, Hello.codec(), opts)
  }
}

export interface Proof {
  mac: Uint8Array<ArrayBuffer>
}

export namespace Proof {
  let _codec: Codec<Proof>

  export const codec = (): Codec<Proof> => {
    if (_codec == null) {
      _codec = message<Proof>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.mac != null && obj.mac.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.mac)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          mac: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.mac = reader.bytes()
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
                field: `${prefix}.mac`,
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

  export interface ProofMacFieldEvent {
    field: '$.mac'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Proof>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Proof.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Proof>): Proof {
    return decodeMessage(buf, Proof.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Proof>): Generator<ProofMacFieldEvent> {
    return streamMessage(buf, Proof.codec(), opts)
  }
}

export enum HelloRefusalCode {
  HELLO_REFUSAL_UNSPECIFIED = 'HELLO_REFUSAL_UNSPECIFIED',
  NETWORK_MISMATCH = 'NETWORK_MISMATCH',
  VERSION_MISMATCH = 'VERSION_MISMATCH',
  STALE_EPOCH = 'STALE_EPOCH',
  OVERLOAD = 'OVERLOAD',
  BANNED = 'BANNED'
}

enum __HelloRefusalCodeValues {
  HELLO_REFUSAL_UNSPECIFIED = 0,
  NETWORK_MISMATCH = 1,
  VERSION_MISMATCH = 2,
  STALE_EPOCH = 3,
  OVERLOAD = 4,
  BANNED = 5
}

export namespace HelloRefusalCode {
  export const codec = (): Codec<HelloRefusalCode> => {
    return enumeration<HelloRefusalCode>(__HelloRefusalCodeValues)
  }
}

export interface HelloRefusal {
  code: number
  minVersion: number
  maxVersion: number
  epoch: number
}

export namespace HelloRefusal {
  let _codec: Codec<HelloRefusal>

  export const codec = (): Codec<HelloRefusal> => {
    if (_codec == null) {
      _codec = message<HelloRefusal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.code != null && obj.code !== 0)) {
          w.uint32(8)
          w.uint32(obj.code)
        }

        if ((obj.minVersion != null && obj.minVersion !== 0)) {
          w.uint32(16)
          w.uint32(obj.minVersion)
        }

        if ((obj.maxVersion != null && obj.maxVersion !== 0)) {
          w.uint32(24)
          w.uint32(obj.maxVersion)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.epoch)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: 0,
          minVersion: 0,
          maxVersion: 0,
          epoch: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = reader.uint32()
              break
            }
            case 2: {
              obj.minVersion = reader.uint32()
              break
            }
            case 3: {
              obj.maxVersion = reader.uint32()
              break
            }
            case 4: {
              obj.epoch = reader.uint64Number()
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
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.minVersion`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.maxVersion`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.epoch`,
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

  export interface HelloRefusalCodeFieldEvent {
    field: '$.code'
    value: number
  }

  export interface HelloRefusalMinVersionFieldEvent {
    field: '$.minVersion'
    value: number
  }

  export interface HelloRefusalMaxVersionFieldEvent {
    field: '$.maxVersion'
    value: number
  }

  export interface HelloRefusalEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export function encode (obj: Partial<HelloRefusal>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, HelloRefusal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloRefusal>): HelloRefusal {
    return decodeMessage(buf, HelloRefusal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HelloRefusal>): Generator<HelloRefusalCodeFieldEvent | HelloRefusalMinVersionFieldEvent | HelloRefusalMaxVersionFieldEvent | HelloRefusalEpochFieldEvent> {
    return streamMessage(buf, HelloRefusal.codec(), opts)
  }
}
