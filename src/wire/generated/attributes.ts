// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface AttributesRequest {
  sample?: AttributesSample
}

export namespace AttributesRequest {
  let _codec: Codec<AttributesRequest>

  export const codec = (): Codec<AttributesRequest> => {
    if (_codec == null) {
      _codec = message<AttributesRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.sample != null) {
          w.uint32(10)
          AttributesSample.codec().encode(obj.sample, w)
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
              obj.sample = AttributesSample.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sample
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
              yield * AttributesSample.codec().stream(reader, reader.uint32(), `${prefix}.sample`, {
                limits: opts.limits?.sample
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

  export function encode (obj: Partial<AttributesRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AttributesRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesRequest>): AttributesRequest {
    return decodeMessage(buf, AttributesRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesRequest>): Generator<{}> {
    return streamMessage(buf, AttributesRequest.codec(), opts)
  }
}

export interface AttributesSample {}

export namespace AttributesSample {
  let _codec: Codec<AttributesSample>

  export const codec = (): Codec<AttributesSample> => {
    if (_codec == null) {
      _codec = message<AttributesSample>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AttributesSample>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AttributesSample.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesSample>): AttributesSample {
    return decodeMessage(buf, AttributesSample.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesSample>): Generator<{}> {
    return streamMessage(buf, AttributesSample.codec(), opts)
  }
}

export interface AttributesResponse {
  sampled?: AttributesSampled
}

export namespace AttributesResponse {
  let _codec: Codec<AttributesResponse>

  export const codec = (): Codec<AttributesResponse> => {
    if (_codec == null) {
      _codec = message<AttributesResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.sampled != null) {
          w.uint32(10)
          AttributesSampled.codec().encode(obj.sampled, w)
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
              obj.sampled = AttributesSampled.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sampled
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
              yield * AttributesSampled.codec().stream(reader, reader.uint32(), `${prefix}.sampled`, {
                limits: opts.limits?.sampled
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

  export interface AttributesResponseSampledPlaceFieldEvent {
    field: '$.sampled.place[]'
    index: number
    value: number
  }

  export interface AttributesResponseSampledHeightFieldEvent {
    field: '$.sampled.height'
    value: number
  }

  export interface AttributesResponseSampledErrorFieldEvent {
    field: '$.sampled.error'
    value: number
  }

  export function encode (obj: Partial<AttributesResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AttributesResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesResponse>): AttributesResponse {
    return decodeMessage(buf, AttributesResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesResponse>): Generator<AttributesResponseSampledPlaceFieldEvent | AttributesResponseSampledHeightFieldEvent | AttributesResponseSampledErrorFieldEvent> {
    return streamMessage(buf, AttributesResponse.codec(), opts)
  }
}

export interface AttributesSampled {
  place: number[]
  height: number
  error: number
}

export namespace AttributesSampled {
  let _codec: Codec<AttributesSampled>

  export const codec = (): Codec<AttributesSampled> => {
    if (_codec == null) {
      _codec = message<AttributesSampled>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.place != null && obj.place.length > 0) {
          for (const value of obj.place) {
            w.uint32(9)
            w.double(value)
          }
        }

        if ((obj.height != null && obj.height !== 0)) {
          w.uint32(17)
          w.double(obj.height)
        }

        if ((obj.error != null && obj.error !== 0)) {
          w.uint32(25)
          w.double(obj.error)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          place: [],
          height: 0,
          error: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.place != null && obj.place.length === opts.limits.place) {
                throw new MaxLengthError('Decode error - repeated field "place" had too many elements')
              }

              obj.place.push(reader.double())
              break
            }
            case 2: {
              obj.height = reader.double()
              break
            }
            case 3: {
              obj.error = reader.double()
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
          place: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.place != null && obj.place === opts.limits.place) {
                throw new MaxLengthError('Streaming decode error - repeated field "place" had too many elements')
              }

              yield {
                field: `${prefix}.place[]`,
                index: obj.place,
                value: reader.double()
              }

              obj.place++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.height`,
                value: reader.double()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.error`,
                value: reader.double()
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

  export interface AttributesSampledPlaceFieldEvent {
    field: '$.place[]'
    index: number
    value: number
  }

  export interface AttributesSampledHeightFieldEvent {
    field: '$.height'
    value: number
  }

  export interface AttributesSampledErrorFieldEvent {
    field: '$.error'
    value: number
  }

  export function encode (obj: Partial<AttributesSampled>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AttributesSampled.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesSampled>): AttributesSampled {
    return decodeMessage(buf, AttributesSampled.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AttributesSampled>): Generator<AttributesSampledPlaceFieldEvent | AttributesSampledHeightFieldEvent | AttributesSampledErrorFieldEvent> {
    return streamMessage(buf, AttributesSampled.codec(), opts)
  }
}
