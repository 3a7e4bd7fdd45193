// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface ProvidersRequest {
  position: number
  swarm: Uint8Array<ArrayBuffer>
  announce?: ProvidersAnnounce
  find?: ProvidersFind
  replicate?: ProvidersReplicate
  pull?: ProvidersPull
}

export namespace ProvidersRequest {
  let _codec: Codec<ProvidersRequest>

  export const codec = (): Codec<ProvidersRequest> => {
    if (_codec == null) {
      _codec = message<ProvidersRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.pull != null) {
          obj.replicate = undefined
          obj.find = undefined
          obj.announce = undefined
        }

        if (obj.replicate != null) {
          obj.pull = undefined
          obj.find = undefined
          obj.announce = undefined
        }

        if (obj.find != null) {
          obj.pull = undefined
          obj.replicate = undefined
          obj.announce = undefined
        }

        if (obj.announce != null) {
          obj.pull = undefined
          obj.replicate = undefined
          obj.find = undefined
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(8)
          w.uint32(obj.position)
        }

        if ((obj.swarm != null && obj.swarm.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.swarm)
        }

        if (obj.announce != null) {
          w.uint32(26)
          ProvidersAnnounce.codec().encode(obj.announce, w)
        }

        if (obj.find != null) {
          w.uint32(34)
          ProvidersFind.codec().encode(obj.find, w)
        }

        if (obj.replicate != null) {
          w.uint32(42)
          ProvidersReplicate.codec().encode(obj.replicate, w)
        }

        if (obj.pull != null) {
          w.uint32(50)
          ProvidersPull.codec().encode(obj.pull, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          position: 0,
          swarm: uint8ArrayAlloc(0)
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
              obj.swarm = reader.bytes()
              break
            }
            case 3: {
              obj.announce = ProvidersAnnounce.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.announce
              })
              break
            }
            case 4: {
              obj.find = ProvidersFind.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.find
              })
              break
            }
            case 5: {
              obj.replicate = ProvidersReplicate.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.replicate
              })
              break
            }
            case 6: {
              obj.pull = ProvidersPull.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pull
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.pull != null) {
          delete obj.replicate
          delete obj.find
          delete obj.announce
        }

        if (obj.replicate != null) {
          delete obj.pull
          delete obj.find
          delete obj.announce
        }

        if (obj.find != null) {
          delete obj.pull
          delete obj.replicate
          delete obj.announce
        }

        if (obj.announce != null) {
          delete obj.pull
          delete obj.replicate
          delete obj.find
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
                field: `${prefix}.swarm`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield * ProvidersAnnounce.codec().stream(reader, reader.uint32(), `${prefix}.announce`, {
                limits: opts.limits?.announce
              })

              break
            }
            case 4: {
              yield * ProvidersFind.codec().stream(reader, reader.uint32(), `${prefix}.find`, {
                limits: opts.limits?.find
              })

              break
            }
            case 5: {
              yield * ProvidersReplicate.codec().stream(reader, reader.uint32(), `${prefix}.replicate`, {
                limits: opts.limits?.replicate
              })

              break
            }
            case 6: {
              yield * ProvidersPull.codec().stream(reader, reader.uint32(), `${prefix}.pull`, {
                limits: opts.limits?.pull
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

  export interface ProvidersRequestPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface ProvidersRequestSwarmFieldEvent {
    field: '$.swarm'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestAnnounceSelfPeerFieldEvent {
    field: '$.announce.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestAnnounceSelfPositionFieldEvent {
    field: '$.announce.self.position'
    value: number
  }

  export interface ProvidersRequestAnnounceSelfEpochFieldEvent {
    field: '$.announce.self.epoch'
    value: number
  }

  export interface ProvidersRequestAnnounceSelfAddressesFieldEvent {
    field: '$.announce.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersRequestAnnounceSeedingFieldEvent {
    field: '$.announce.seeding'
    value: boolean
  }

  export interface ProvidersRequestFindLimitFieldEvent {
    field: '$.find.limit'
    value: number
  }

  export interface ProvidersRequestReplicateSelfPeerFieldEvent {
    field: '$.replicate.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestReplicateSelfPositionFieldEvent {
    field: '$.replicate.self.position'
    value: number
  }

  export interface ProvidersRequestReplicateSelfEpochFieldEvent {
    field: '$.replicate.self.epoch'
    value: number
  }

  export interface ProvidersRequestReplicateSelfAddressesFieldEvent {
    field: '$.replicate.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersRequestReplicateProvidersNodePeerFieldEvent {
    field: '$.replicate.providers[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersRequestReplicateProvidersNodePositionFieldEvent {
    field: '$.replicate.providers[].node.position'
    value: number
    index: number
  }

  export interface ProvidersRequestReplicateProvidersNodeEpochFieldEvent {
    field: '$.replicate.providers[].node.epoch'
    value: number
    index: number
  }

  export interface ProvidersRequestReplicateProvidersNodeAddressesFieldEvent {
    field: '$.replicate.providers[].node.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersRequestReplicateProvidersSeedingFieldEvent {
    field: '$.replicate.providers[].seeding'
    value: boolean
    index: number
  }

  export interface ProvidersRequestReplicateProvidersLeftMsFieldEvent {
    field: '$.replicate.providers[].leftMs'
    value: number
    index: number
  }

  export interface ProvidersRequestReplicateGoneFieldEvent {
    field: '$.replicate.gone[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestPullSelfPeerFieldEvent {
    field: '$.pull.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestPullSelfPositionFieldEvent {
    field: '$.pull.self.position'
    value: number
  }

  export interface ProvidersRequestPullSelfEpochFieldEvent {
    field: '$.pull.self.epoch'
    value: number
  }

  export interface ProvidersRequestPullSelfAddressesFieldEvent {
    field: '$.pull.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersRequestPullFromFieldEvent {
    field: '$.pull.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersRequestPullToFieldEvent {
    field: '$.pull.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProvidersRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersRequest>): ProvidersRequest {
    return decodeMessage(buf, ProvidersRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersRequest>): Generator<ProvidersRequestPositionFieldEvent | ProvidersRequestSwarmFieldEvent | ProvidersRequestAnnounceSelfPeerFieldEvent | ProvidersRequestAnnounceSelfPositionFieldEvent | ProvidersRequestAnnounceSelfEpochFieldEvent | ProvidersRequestAnnounceSelfAddressesFieldEvent | ProvidersRequestAnnounceSeedingFieldEvent | ProvidersRequestFindLimitFieldEvent | ProvidersRequestReplicateSelfPeerFieldEvent | ProvidersRequestReplicateSelfPositionFieldEvent | ProvidersRequestReplicateSelfEpochFieldEvent | ProvidersRequestReplicateSelfAddressesFieldEvent | ProvidersRequestReplicateProvidersNodePeerFieldEvent | ProvidersRequestReplicateProvidersNodePositionFieldEvent | ProvidersRequestReplicateProvidersNodeEpochFieldEvent | ProvidersRequestReplicateProvidersNodeAddressesFieldEvent | ProvidersRequestReplicateProvidersSeedingFieldEvent | ProvidersRequestReplicateProvidersLeftMsFieldEvent | ProvidersRequestReplicateGoneFieldEvent | ProvidersRequestPullSelfPeerFieldEvent | ProvidersRequestPullSelfPositionFieldEvent | ProvidersRequestPullSelfEpochFieldEvent | ProvidersRequestPullSelfAddressesFieldEvent | ProvidersRequestPullFromFieldEvent | ProvidersRequestPullToFieldEvent> {
    return streamMessage(buf, ProvidersRequest.codec(), opts)
  }
}

export interface ProvidersAnnounce {
  self?: NodeRef
  seeding: boolean
}

export namespace ProvidersAnnounce {
  let _codec: Codec<ProvidersAnnounce>

  export const codec = (): Codec<ProvidersAnnounce> => {
    if (_codec == null) {
      _codec = message<ProvidersAnnounce>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if ((obj.seeding != null && obj.seeding !== false)) {
          w.uint32(16)
          w.bool(obj.seeding)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seeding: false
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
              obj.seeding = reader.bool()
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
              yield {
                field: `${prefix}.seeding`,
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

  export interface ProvidersAnnounceSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersAnnounceSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ProvidersAnnounceSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ProvidersAnnounceSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersAnnounceSeedingFieldEvent {
    field: '$.seeding'
    value: boolean
  }

  export function encode (obj: Partial<ProvidersAnnounce>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersAnnounce.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersAnnounce>): ProvidersAnnounce {
    return decodeMessage(buf, ProvidersAnnounce.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersAnnounce>): Generator<ProvidersAnnounceSelfPeerFieldEvent | ProvidersAnnounceSelfPositionFieldEvent | ProvidersAnnounceSelfEpochFieldEvent | ProvidersAnnounceSelfAddressesFieldEvent | ProvidersAnnounceSeedingFieldEvent> {
    return streamMessage(buf, ProvidersAnnounce.codec(), opts)
  }
}

export interface ProvidersFind {
  limit: number
}

export namespace ProvidersFind {
  let _codec: Codec<ProvidersFind>

  export const codec = (): Codec<ProvidersFind> => {
    if (_codec == null) {
      _codec = message<ProvidersFind>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.limit != null && obj.limit !== 0)) {
          w.uint32(8)
          w.uint32(obj.limit)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          limit: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.limit = reader.uint32()
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
                field: `${prefix}.limit`,
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

  export interface ProvidersFindLimitFieldEvent {
    field: '$.limit'
    value: number
  }

  export function encode (obj: Partial<ProvidersFind>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersFind.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFind>): ProvidersFind {
    return decodeMessage(buf, ProvidersFind.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFind>): Generator<ProvidersFindLimitFieldEvent> {
    return streamMessage(buf, ProvidersFind.codec(), opts)
  }
}

export interface ProvidersReplicate {
  self?: NodeRef
  providers: Provider[]
  gone: Uint8Array<ArrayBuffer>[]
}

export namespace ProvidersReplicate {
  let _codec: Codec<ProvidersReplicate>

  export const codec = (): Codec<ProvidersReplicate> => {
    if (_codec == null) {
      _codec = message<ProvidersReplicate>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.providers != null && obj.providers.length > 0) {
          for (const value of obj.providers) {
            w.uint32(18)
            Provider.codec().encode(value, w)
          }
        }

        if (obj.gone != null && obj.gone.length > 0) {
          for (const value of obj.gone) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          providers: [],
          gone: []
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
              if (opts.limits?.providers != null && obj.providers.length === opts.limits.providers) {
                throw new MaxLengthError('Decode error - repeated field "providers" had too many elements')
              }

              obj.providers.push(Provider.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.providers$
              }))
              break
            }
            case 3: {
              if (opts.limits?.gone != null && obj.gone.length === opts.limits.gone) {
                throw new MaxLengthError('Decode error - repeated field "gone" had too many elements')
              }

              obj.gone.push(reader.bytes())
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
          providers: 0,
          gone: 0
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
              if (opts.limits?.providers != null && obj.providers === opts.limits.providers) {
                throw new MaxLengthError('Streaming decode error - repeated field "providers" had too many elements')
              }

              for (const evt of Provider.codec().stream(reader, reader.uint32(), `${prefix}.providers[]`, {
                limits: opts.limits?.providers$
              })) {
                yield {
                  ...evt,
                  index: obj.providers
                }
              }

              obj.providers++

              break
            }
            case 3: {
              if (opts.limits?.gone != null && obj.gone === opts.limits.gone) {
                throw new MaxLengthError('Streaming decode error - repeated field "gone" had too many elements')
              }

              yield {
                field: `${prefix}.gone[]`,
                index: obj.gone,
                value: reader.bytes()
              }

              obj.gone++

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

  export interface ProvidersReplicateSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersReplicateSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ProvidersReplicateSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ProvidersReplicateSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersReplicateProvidersNodePeerFieldEvent {
    field: '$.providers[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersReplicateProvidersNodePositionFieldEvent {
    field: '$.providers[].node.position'
    value: number
    index: number
  }

  export interface ProvidersReplicateProvidersNodeEpochFieldEvent {
    field: '$.providers[].node.epoch'
    value: number
    index: number
  }

  export interface ProvidersReplicateProvidersNodeAddressesFieldEvent {
    field: '$.providers[].node.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersReplicateProvidersSeedingFieldEvent {
    field: '$.providers[].seeding'
    value: boolean
    index: number
  }

  export interface ProvidersReplicateProvidersLeftMsFieldEvent {
    field: '$.providers[].leftMs'
    value: number
    index: number
  }

  export interface ProvidersReplicateGoneFieldEvent {
    field: '$.gone[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProvidersReplicate>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersReplicate.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersReplicate>): ProvidersReplicate {
    return decodeMessage(buf, ProvidersReplicate.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersReplicate>): Generator<ProvidersReplicateSelfPeerFieldEvent | ProvidersReplicateSelfPositionFieldEvent | ProvidersReplicateSelfEpochFieldEvent | ProvidersReplicateSelfAddressesFieldEvent | ProvidersReplicateProvidersNodePeerFieldEvent | ProvidersReplicateProvidersNodePositionFieldEvent | ProvidersReplicateProvidersNodeEpochFieldEvent | ProvidersReplicateProvidersNodeAddressesFieldEvent | ProvidersReplicateProvidersSeedingFieldEvent | ProvidersReplicateProvidersLeftMsFieldEvent | ProvidersReplicateGoneFieldEvent> {
    return streamMessage(buf, ProvidersReplicate.codec(), opts)
  }
}

export interface ProvidersPull {
  self?: NodeRef
  from: Uint8Array<ArrayBuffer>
  to: Uint8Array<ArrayBuffer>
}

export namespace ProvidersPull {
  let _codec: Codec<ProvidersPull>

  export const codec = (): Codec<ProvidersPull> => {
    if (_codec == null) {
      _codec = message<ProvidersPull>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if ((obj.from != null && obj.from.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.from)
        }

        if ((obj.to != null && obj.to.byteLength > 0)) {
          w.uint32(26)
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
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 2: {
              obj.from = reader.bytes()
              break
            }
            case 3: {
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
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.self`, {
                limits: opts.limits?.self
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.from`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
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

  export interface ProvidersPullSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersPullSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ProvidersPullSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ProvidersPullSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersPullFromFieldEvent {
    field: '$.from'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProvidersPullToFieldEvent {
    field: '$.to'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProvidersPull>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersPull.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersPull>): ProvidersPull {
    return decodeMessage(buf, ProvidersPull.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersPull>): Generator<ProvidersPullSelfPeerFieldEvent | ProvidersPullSelfPositionFieldEvent | ProvidersPullSelfEpochFieldEvent | ProvidersPullSelfAddressesFieldEvent | ProvidersPullFromFieldEvent | ProvidersPullToFieldEvent> {
    return streamMessage(buf, ProvidersPull.codec(), opts)
  }
}

export interface ProvidersResponse {
  announced?: ProvidersAnnounced
  found?: ProvidersFound
  failed?: ProvidersFailed
  replicated?: ProvidersReplicated
  pulled?: ProvidersPulled
  working?: ProvidersWorking
}

export namespace ProvidersResponse {
  let _codec: Codec<ProvidersResponse>

  export const codec = (): Codec<ProvidersResponse> => {
    if (_codec == null) {
      _codec = message<ProvidersResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.working != null) {
          obj.pulled = undefined
          obj.replicated = undefined
          obj.failed = undefined
          obj.found = undefined
          obj.announced = undefined
        }

        if (obj.pulled != null) {
          obj.working = undefined
          obj.replicated = undefined
          obj.failed = undefined
          obj.found = undefined
          obj.announced = undefined
        }

        if (obj.replicated != null) {
          obj.working = undefined
          obj.pulled = undefined
          obj.failed = undefined
          obj.found = undefined
          obj.announced = undefined
        }

        if (obj.failed != null) {
          obj.working = undefined
          obj.pulled = undefined
          obj.replicated = undefined
          obj.found = undefined
          obj.announced = undefined
        }

        if (obj.found != null) {
          obj.working = undefined
          obj.pulled = undefined
          obj.replicated = undefined
          obj.failed = undefined
          obj.announced = undefined
        }

        if (obj.announced != null) {
          obj.working = undefined
          obj.pulled = undefined
          obj.replicated = undefined
          obj.failed = undefined
          obj.found = undefined
        }

        if (obj.announced != null) {
          w.uint32(10)
          ProvidersAnnounced.codec().encode(obj.announced, w)
        }

        if (obj.found != null) {
          w.uint32(18)
          ProvidersFound.codec().encode(obj.found, w)
        }

        if (obj.failed != null) {
          w.uint32(26)
          ProvidersFailed.codec().encode(obj.failed, w)
        }

        if (obj.replicated != null) {
          w.uint32(34)
          ProvidersReplicated.codec().encode(obj.replicated, w)
        }

        if (obj.pulled != null) {
          w.uint32(42)
          ProvidersPulled.codec().encode(obj.pulled, w)
        }

        if (obj.working != null) {
          w.uint32(50)
          ProvidersWorking.codec().encode(obj.working, w)
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
              obj.announced = ProvidersAnnounced.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.announced
              })
              break
            }
            case 2: {
              obj.found = ProvidersFound.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.found
              })
              break
            }
            case 3: {
              obj.failed = ProvidersFailed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.failed
              })
              break
            }
            case 4: {
              obj.replicated = ProvidersReplicated.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.replicated
              })
              break
            }
            case 5: {
              obj.pulled = ProvidersPulled.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pulled
              })
              break
            }
            case 6: {
              obj.working = ProvidersWorking.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.working
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.working != null) {
          delete obj.pulled
          delete obj.replicated
          delete obj.failed
          delete obj.found
          delete obj.announced
        }

        if (obj.pulled != null) {
          delete obj.working
          delete obj.replicated
          delete obj.failed
          delete obj.found
          delete obj.announced
        }

        if (obj.replicated != null) {
          delete obj.working
          delete obj.pulled
          delete obj.failed
          delete obj.found
          delete obj.announced
        }

        if (obj.failed != null) {
          delete obj.working
          delete obj.pulled
          delete obj.replicated
          delete obj.found
          delete obj.announced
        }

        if (obj.found != null) {
          delete obj.working
          delete obj.pulled
          delete obj.replicated
          delete obj.failed
          delete obj.announced
        }

        if (obj.announced != null) {
          delete obj.working
          delete obj.pulled
          delete obj.replicated
          delete obj.failed
          delete obj.found
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * ProvidersAnnounced.codec().stream(reader, reader.uint32(), `${prefix}.announced`, {
                limits: opts.limits?.announced
              })

              break
            }
            case 2: {
              yield * ProvidersFound.codec().stream(reader, reader.uint32(), `${prefix}.found`, {
                limits: opts.limits?.found
              })

              break
            }
            case 3: {
              yield * ProvidersFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
                limits: opts.limits?.failed
              })

              break
            }
            case 4: {
              yield * ProvidersReplicated.codec().stream(reader, reader.uint32(), `${prefix}.replicated`, {
                limits: opts.limits?.replicated
              })

              break
            }
            case 5: {
              yield * ProvidersPulled.codec().stream(reader, reader.uint32(), `${prefix}.pulled`, {
                limits: opts.limits?.pulled
              })

              break
            }
            case 6: {
              yield * ProvidersWorking.codec().stream(reader, reader.uint32(), `${prefix}.working`, {
                limits: opts.limits?.working
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

  export interface ProvidersResponseAnnouncedLeaseMsFieldEvent {
    field: '$.announced.leaseMs'
    value: number
  }

  export interface ProvidersResponseAnnouncedReplicasFieldEvent {
    field: '$.announced.replicas'
    value: number
  }

  export interface ProvidersResponseFoundProvidersNodePeerFieldEvent {
    field: '$.found.providers[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersResponseFoundProvidersNodePositionFieldEvent {
    field: '$.found.providers[].node.position'
    value: number
    index: number
  }

  export interface ProvidersResponseFoundProvidersNodeEpochFieldEvent {
    field: '$.found.providers[].node.epoch'
    value: number
    index: number
  }

  export interface ProvidersResponseFoundProvidersNodeAddressesFieldEvent {
    field: '$.found.providers[].node.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersResponseFoundProvidersSeedingFieldEvent {
    field: '$.found.providers[].seeding'
    value: boolean
    index: number
  }

  export interface ProvidersResponseFoundProvidersLeftMsFieldEvent {
    field: '$.found.providers[].leftMs'
    value: number
    index: number
  }

  export interface ProvidersResponseFoundTotalFieldEvent {
    field: '$.found.total'
    value: number
  }

  export interface ProvidersResponseFoundReplicasPeerFieldEvent {
    field: '$.found.replicas[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersResponseFoundReplicasPositionFieldEvent {
    field: '$.found.replicas[].position'
    value: number
    index: number
  }

  export interface ProvidersResponseFoundReplicasEpochFieldEvent {
    field: '$.found.replicas[].epoch'
    value: number
    index: number
  }

  export interface ProvidersResponseFoundReplicasAddressesFieldEvent {
    field: '$.found.replicas[].addresses[]'
    index: number
    value: string
  }

  export interface ProvidersResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: ProvidersRefusal
  }

  export interface ProvidersResponsePulledSettledFieldEvent {
    field: '$.pulled.settled'
    value: boolean
  }

  export function encode (obj: Partial<ProvidersResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersResponse>): ProvidersResponse {
    return decodeMessage(buf, ProvidersResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersResponse>): Generator<ProvidersResponseAnnouncedLeaseMsFieldEvent | ProvidersResponseAnnouncedReplicasFieldEvent | ProvidersResponseFoundProvidersNodePeerFieldEvent | ProvidersResponseFoundProvidersNodePositionFieldEvent | ProvidersResponseFoundProvidersNodeEpochFieldEvent | ProvidersResponseFoundProvidersNodeAddressesFieldEvent | ProvidersResponseFoundProvidersSeedingFieldEvent | ProvidersResponseFoundProvidersLeftMsFieldEvent | ProvidersResponseFoundTotalFieldEvent | ProvidersResponseFoundReplicasPeerFieldEvent | ProvidersResponseFoundReplicasPositionFieldEvent | ProvidersResponseFoundReplicasEpochFieldEvent | ProvidersResponseFoundReplicasAddressesFieldEvent | ProvidersResponseFailedCodeFieldEvent | ProvidersResponsePulledSettledFieldEvent> {
    return streamMessage(buf, ProvidersResponse.codec(), opts)
  }
}

export interface ProvidersReplicated {}

export namespace ProvidersReplicated {
  let _codec: Codec<ProvidersReplicated>

  export const codec = (): Codec<ProvidersReplicated> => {
    if (_codec == null) {
      _codec = message<ProvidersReplicated>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ProvidersReplicated>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersReplicated.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersReplicated>): ProvidersReplicated {
    return decodeMessage(buf, ProvidersReplicated.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersReplicated>): Generator<{}> {
    return streamMessage(buf, ProvidersReplicated.codec(), opts)
  }
}

export interface ProvidersPulled {
  settled: boolean
}

export namespace ProvidersPulled {
  let _codec: Codec<ProvidersPulled>

  export const codec = (): Codec<ProvidersPulled> => {
    if (_codec == null) {
      _codec = message<ProvidersPulled>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.settled != null && obj.settled !== false)) {
          w.uint32(8)
          w.bool(obj.settled)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          settled: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.settled = reader.bool()
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
                field: `${prefix}.settled`,
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

  export interface ProvidersPulledSettledFieldEvent {
    field: '$.settled'
    value: boolean
  }

  export function encode (obj: Partial<ProvidersPulled>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersPulled.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersPulled>): ProvidersPulled {
    return decodeMessage(buf, ProvidersPulled.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersPulled>): Generator<ProvidersPulledSettledFieldEvent> {
    return streamMessage(buf, ProvidersPulled.codec(), opts)
  }
}

export interface ProvidersWorking {}

export namespace ProvidersWorking {
  let _codec: Codec<ProvidersWorking>

  export const codec = (): Codec<ProvidersWorking> => {
    if (_codec == null) {
      _codec = message<ProvidersWorking>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ProvidersWorking>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersWorking.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersWorking>): ProvidersWorking {
    return decodeMessage(buf, ProvidersWorking.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersWorking>): Generator<{}> {
    return streamMessage(buf, ProvidersWorking.codec(), opts)
  }
}

export interface ProvidersAnnounced {
  leaseMs: number
  replicas: number
}

export namespace ProvidersAnnounced {
  let _codec: Codec<ProvidersAnnounced>

  export const codec = (): Codec<ProvidersAnnounced> => {
    if (_codec == null) {
      _codec = message<ProvidersAnnounced>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.leaseMs != null && obj.leaseMs !== 0)) {
          w.uint32(8)
          w.uint32(obj.leaseMs)
        }

        if ((obj.replicas != null && obj.replicas !== 0)) {
          w.uint32(16)
          w.uint32(obj.replicas)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          leaseMs: 0,
          replicas: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.leaseMs = reader.uint32()
              break
            }
            case 2: {
              obj.replicas = reader.uint32()
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
                field: `${prefix}.leaseMs`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.replicas`,
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

  export interface ProvidersAnnouncedLeaseMsFieldEvent {
    field: '$.leaseMs'
    value: number
  }

  export interface ProvidersAnnouncedReplicasFieldEvent {
    field: '$.replicas'
    value: number
  }

  export function encode (obj: Partial<ProvidersAnnounced>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersAnnounced.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersAnnounced>): ProvidersAnnounced {
    return decodeMessage(buf, ProvidersAnnounced.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersAnnounced>): Generator<ProvidersAnnouncedLeaseMsFieldEvent | ProvidersAnnouncedReplicasFieldEvent> {
    return streamMessage(buf, ProvidersAnnounced.codec(), opts)
  }
}

export interface Provider {
  node?: NodeRef
  seeding: boolean
  leftMs: number
}

export namespace Provider {
  let _codec: Codec<Provider>

  export const codec = (): Codec<Provider> => {
    if (_codec == null) {
      _codec = message<Provider>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.node != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.node, w)
        }

        if ((obj.seeding != null && obj.seeding !== false)) {
          w.uint32(16)
          w.bool(obj.seeding)
        }

        if ((obj.leftMs != null && obj.leftMs !== 0)) {
          w.uint32(24)
          w.uint32(obj.leftMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seeding: false,
          leftMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.node = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.node
              })
              break
            }
            case 2: {
              obj.seeding = reader.bool()
              break
            }
            case 3: {
              obj.leftMs = reader.uint32()
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
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.node`, {
                limits: opts.limits?.node
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.seeding`,
                value: reader.bool()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.leftMs`,
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

  export interface ProviderNodePeerFieldEvent {
    field: '$.node.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProviderNodePositionFieldEvent {
    field: '$.node.position'
    value: number
  }

  export interface ProviderNodeEpochFieldEvent {
    field: '$.node.epoch'
    value: number
  }

  export interface ProviderNodeAddressesFieldEvent {
    field: '$.node.addresses[]'
    index: number
    value: string
  }

  export interface ProviderSeedingFieldEvent {
    field: '$.seeding'
    value: boolean
  }

  export interface ProviderLeftMsFieldEvent {
    field: '$.leftMs'
    value: number
  }

  export function encode (obj: Partial<Provider>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Provider.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Provider>): Provider {
    return decodeMessage(buf, Provider.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Provider>): Generator<ProviderNodePeerFieldEvent | ProviderNodePositionFieldEvent | ProviderNodeEpochFieldEvent | ProviderNodeAddressesFieldEvent | ProviderSeedingFieldEvent | ProviderLeftMsFieldEvent> {
    return streamMessage(buf, Provider.codec(), opts)
  }
}

export interface ProvidersFound {
  providers: Provider[]
  total: number
  replicas: NodeRef[]
}

export namespace ProvidersFound {
  let _codec: Codec<ProvidersFound>

  export const codec = (): Codec<ProvidersFound> => {
    if (_codec == null) {
      _codec = message<ProvidersFound>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.providers != null && obj.providers.length > 0) {
          for (const value of obj.providers) {
            w.uint32(10)
            Provider.codec().encode(value, w)
          }
        }

        if ((obj.total != null && obj.total !== 0)) {
          w.uint32(16)
          w.uint32(obj.total)
        }

        if (obj.replicas != null && obj.replicas.length > 0) {
          for (const value of obj.replicas) {
            w.uint32(26)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          providers: [],
          total: 0,
          replicas: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.providers != null && obj.providers.length === opts.limits.providers) {
                throw new MaxLengthError('Decode error - repeated field "providers" had too many elements')
              }

              obj.providers.push(Provider.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.providers$
              }))
              break
            }
            case 2: {
              obj.total = reader.uint32()
              break
            }
            case 3: {
              if (opts.limits?.replicas != null && obj.replicas.length === opts.limits.replicas) {
                throw new MaxLengthError('Decode error - repeated field "replicas" had too many elements')
              }

              obj.replicas.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.replicas$
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
          providers: 0,
          replicas: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.providers != null && obj.providers === opts.limits.providers) {
                throw new MaxLengthError('Streaming decode error - repeated field "providers" had too many elements')
              }

              for (const evt of Provider.codec().stream(reader, reader.uint32(), `${prefix}.providers[]`, {
                limits: opts.limits?.providers$
              })) {
                yield {
                  ...evt,
                  index: obj.providers
                }
              }

              obj.providers++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.total`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              if (opts.limits?.replicas != null && obj.replicas === opts.limits.replicas) {
                throw new MaxLengthError('Streaming decode error - repeated field "replicas" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.replicas[]`, {
                limits: opts.limits?.replicas$
              })) {
                yield {
                  ...evt,
                  index: obj.replicas
                }
              }

              obj.replicas++

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

  export interface ProvidersFoundProvidersNodePeerFieldEvent {
    field: '$.providers[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersFoundProvidersNodePositionFieldEvent {
    field: '$.providers[].node.position'
    value: number
    index: number
  }

  export interface ProvidersFoundProvidersNodeEpochFieldEvent {
    field: '$.providers[].node.epoch'
    value: number
    index: number
  }

  export interface ProvidersFoundProvidersNodeAddressesFieldEvent {
    field: '$.providers[].node.addresses[]'
    index: number
    value: string
  }

  export interface ProvidersFoundProvidersSeedingFieldEvent {
    field: '$.providers[].seeding'
    value: boolean
    index: number
  }

  export interface ProvidersFoundProvidersLeftMsFieldEvent {
    field: '$.providers[].leftMs'
    value: number
    index: number
  }

  export interface ProvidersFoundTotalFieldEvent {
    field: '$.total'
    value: number
  }

  export interface ProvidersFoundReplicasPeerFieldEvent {
    field: '$.replicas[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ProvidersFoundReplicasPositionFieldEvent {
    field: '$.replicas[].position'
    value: number
    index: number
  }

  export interface ProvidersFoundReplicasEpochFieldEvent {
    field: '$.replicas[].epoch'
    value: number
    index: number
  }

  export interface ProvidersFoundReplicasAddressesFieldEvent {
    field: '$.replicas[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ProvidersFound>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersFound.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFound>): ProvidersFound {
    return decodeMessage(buf, ProvidersFound.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFound>): Generator<ProvidersFoundProvidersNodePeerFieldEvent | ProvidersFoundProvidersNodePositionFieldEvent | ProvidersFoundProvidersNodeEpochFieldEvent | ProvidersFoundProvidersNodeAddressesFieldEvent | ProvidersFoundProvidersSeedingFieldEvent | ProvidersFoundProvidersLeftMsFieldEvent | ProvidersFoundTotalFieldEvent | ProvidersFoundReplicasPeerFieldEvent | ProvidersFoundReplicasPositionFieldEvent | ProvidersFoundReplicasEpochFieldEvent | ProvidersFoundReplicasAddressesFieldEvent> {
    return streamMessage(buf, ProvidersFound.codec(), opts)
  }
}

export enum ProvidersRefusal {
  PROVIDERS_REFUSAL_UNSPECIFIED = 'PROVIDERS_REFUSAL_UNSPECIFIED',
  NOT_OWNER = 'NOT_OWNER',
  NOT_YOURS = 'NOT_YOURS',
  FULL = 'FULL',
  NOT_YET = 'NOT_YET'
}

enum __ProvidersRefusalValues {
  PROVIDERS_REFUSAL_UNSPECIFIED = 0,
  NOT_OWNER = 1,
  NOT_YOURS = 2,
  FULL = 3,
  NOT_YET = 4
}

export namespace ProvidersRefusal {
  export const codec = (): Codec<ProvidersRefusal> => {
    return enumeration<ProvidersRefusal>(__ProvidersRefusalValues)
  }
}

export interface ProvidersFailed {
  code: ProvidersRefusal
}

export namespace ProvidersFailed {
  let _codec: Codec<ProvidersFailed>

  export const codec = (): Codec<ProvidersFailed> => {
    if (_codec == null) {
      _codec = message<ProvidersFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __ProvidersRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          ProvidersRefusal.codec().encode(obj.code, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: ProvidersRefusal.PROVIDERS_REFUSAL_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = ProvidersRefusal.codec().decode(reader)
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
                value: ProvidersRefusal.codec().decode(reader)
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

  export interface ProvidersFailedCodeFieldEvent {
    field: '$.code'
    value: ProvidersRefusal
  }

  export function encode (obj: Partial<ProvidersFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFailed>): ProvidersFailed {
    return decodeMessage(buf, ProvidersFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersFailed>): Generator<ProvidersFailedCodeFieldEvent> {
    return streamMessage(buf, ProvidersFailed.codec(), opts)
  }
}

export interface ProvidersMessage {
  swarm: Uint8Array<ArrayBuffer>
  withdraw?: ProvidersWithdraw
}

export namespace ProvidersMessage {
  let _codec: Codec<ProvidersMessage>

  export const codec = (): Codec<ProvidersMessage> => {
    if (_codec == null) {
      _codec = message<ProvidersMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.swarm != null && obj.swarm.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.swarm)
        }

        if (obj.withdraw != null) {
          w.uint32(18)
          ProvidersWithdraw.codec().encode(obj.withdraw, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          swarm: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.swarm = reader.bytes()
              break
            }
            case 2: {
              obj.withdraw = ProvidersWithdraw.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.withdraw
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
                field: `${prefix}.swarm`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * ProvidersWithdraw.codec().stream(reader, reader.uint32(), `${prefix}.withdraw`, {
                limits: opts.limits?.withdraw
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

  export interface ProvidersMessageSwarmFieldEvent {
    field: '$.swarm'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProvidersMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersMessage>): ProvidersMessage {
    return decodeMessage(buf, ProvidersMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersMessage>): Generator<ProvidersMessageSwarmFieldEvent> {
    return streamMessage(buf, ProvidersMessage.codec(), opts)
  }
}

export interface ProvidersWithdraw {}

export namespace ProvidersWithdraw {
  let _codec: Codec<ProvidersWithdraw>

  export const codec = (): Codec<ProvidersWithdraw> => {
    if (_codec == null) {
      _codec = message<ProvidersWithdraw>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ProvidersWithdraw>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProvidersWithdraw.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersWithdraw>): ProvidersWithdraw {
    return decodeMessage(buf, ProvidersWithdraw.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProvidersWithdraw>): Generator<{}> {
    return streamMessage(buf, ProvidersWithdraw.codec(), opts)
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
