// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface ChordRequest {
  position: number
  view?: ChordViewRequest
  ping?: ChordPingRequest
  notify?: ChordNotifyRequest
  find?: ChordFindRequest
  step?: ChordStepRequest
  meet?: ChordMeetRequest
  leave?: ChordLeaveRequest
  changed?: ChordChangedRequest
  batch?: ChordBatchRequest
}

export namespace ChordRequest {
  let _codec: Codec<ChordRequest>

  export const codec = (): Codec<ChordRequest> => {
    if (_codec == null) {
      _codec = message<ChordRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.batch != null) {
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.changed != null) {
          obj.batch = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.leave != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.meet != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.step != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.find != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.notify != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.ping != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.view = undefined
        }

        if (obj.view != null) {
          obj.batch = undefined
          obj.changed = undefined
          obj.leave = undefined
          obj.meet = undefined
          obj.step = undefined
          obj.find = undefined
          obj.notify = undefined
          obj.ping = undefined
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(8)
          w.uint32(obj.position)
        }

        if (obj.view != null) {
          w.uint32(18)
          ChordViewRequest.codec().encode(obj.view, w)
        }

        if (obj.ping != null) {
          w.uint32(26)
          ChordPingRequest.codec().encode(obj.ping, w)
        }

        if (obj.notify != null) {
          w.uint32(34)
          ChordNotifyRequest.codec().encode(obj.notify, w)
        }

        if (obj.find != null) {
          w.uint32(42)
          ChordFindRequest.codec().encode(obj.find, w)
        }

        if (obj.step != null) {
          w.uint32(50)
          ChordStepRequest.codec().encode(obj.step, w)
        }

        if (obj.meet != null) {
          w.uint32(58)
          ChordMeetRequest.codec().encode(obj.meet, w)
        }

        if (obj.leave != null) {
          w.uint32(66)
          ChordLeaveRequest.codec().encode(obj.leave, w)
        }

        if (obj.changed != null) {
          w.uint32(74)
          ChordChangedRequest.codec().encode(obj.changed, w)
        }

        if (obj.batch != null) {
          w.uint32(82)
          ChordBatchRequest.codec().encode(obj.batch, w)
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
              obj.view = ChordViewRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.view
              })
              break
            }
            case 3: {
              obj.ping = ChordPingRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 4: {
              obj.notify = ChordNotifyRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.notify
              })
              break
            }
            case 5: {
              obj.find = ChordFindRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.find
              })
              break
            }
            case 6: {
              obj.step = ChordStepRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.step
              })
              break
            }
            case 7: {
              obj.meet = ChordMeetRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.meet
              })
              break
            }
            case 8: {
              obj.leave = ChordLeaveRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.leave
              })
              break
            }
            case 9: {
              obj.changed = ChordChangedRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.changed
              })
              break
            }
            case 10: {
              obj.batch = ChordBatchRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.batch
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.batch != null) {
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.changed != null) {
          delete obj.batch
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.leave != null) {
          delete obj.batch
          delete obj.changed
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.meet != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.step != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.find
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.find != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.notify != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.ping
          delete obj.view
        }

        if (obj.ping != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.view
        }

        if (obj.view != null) {
          delete obj.batch
          delete obj.changed
          delete obj.leave
          delete obj.meet
          delete obj.step
          delete obj.find
          delete obj.notify
          delete obj.ping
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
              yield * ChordViewRequest.codec().stream(reader, reader.uint32(), `${prefix}.view`, {
                limits: opts.limits?.view
              })

              break
            }
            case 3: {
              yield * ChordPingRequest.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                limits: opts.limits?.ping
              })

              break
            }
            case 4: {
              yield * ChordNotifyRequest.codec().stream(reader, reader.uint32(), `${prefix}.notify`, {
                limits: opts.limits?.notify
              })

              break
            }
            case 5: {
              yield * ChordFindRequest.codec().stream(reader, reader.uint32(), `${prefix}.find`, {
                limits: opts.limits?.find
              })

              break
            }
            case 6: {
              yield * ChordStepRequest.codec().stream(reader, reader.uint32(), `${prefix}.step`, {
                limits: opts.limits?.step
              })

              break
            }
            case 7: {
              yield * ChordMeetRequest.codec().stream(reader, reader.uint32(), `${prefix}.meet`, {
                limits: opts.limits?.meet
              })

              break
            }
            case 8: {
              yield * ChordLeaveRequest.codec().stream(reader, reader.uint32(), `${prefix}.leave`, {
                limits: opts.limits?.leave
              })

              break
            }
            case 9: {
              yield * ChordChangedRequest.codec().stream(reader, reader.uint32(), `${prefix}.changed`, {
                limits: opts.limits?.changed
              })

              break
            }
            case 10: {
              yield * ChordBatchRequest.codec().stream(reader, reader.uint32(), `${prefix}.batch`, {
                limits: opts.limits?.batch
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

  export interface ChordRequestPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface ChordRequestViewHaveFieldEvent {
    field: '$.view.have'
    value: number
  }

  export interface ChordRequestViewFingersFieldEvent {
    field: '$.view.fingers'
    value: boolean
  }

  export interface ChordRequestNotifySelfPeerFieldEvent {
    field: '$.notify.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestNotifySelfPositionFieldEvent {
    field: '$.notify.self.position'
    value: number
  }

  export interface ChordRequestNotifySelfEpochFieldEvent {
    field: '$.notify.self.epoch'
    value: number
  }

  export interface ChordRequestNotifySelfAddressesFieldEvent {
    field: '$.notify.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestNotifyOnRingFieldEvent {
    field: '$.notify.onRing'
    value: boolean
  }

  export interface ChordRequestFindTargetFieldEvent {
    field: '$.find.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestFindHopsFieldEvent {
    field: '$.find.hops'
    value: number
  }

  export interface ChordRequestFindFinalFieldEvent {
    field: '$.find.final'
    value: boolean
  }

  export interface ChordRequestFindTraceFieldEvent {
    field: '$.find.trace'
    value: boolean
  }

  export interface ChordRequestStepTargetFieldEvent {
    field: '$.step.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestStepNearestFieldEvent {
    field: '$.step.nearest'
    value: boolean
  }

  export interface ChordRequestMeetSelfPeerFieldEvent {
    field: '$.meet.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestMeetSelfPositionFieldEvent {
    field: '$.meet.self.position'
    value: number
  }

  export interface ChordRequestMeetSelfEpochFieldEvent {
    field: '$.meet.self.epoch'
    value: number
  }

  export interface ChordRequestMeetSelfAddressesFieldEvent {
    field: '$.meet.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestMeetOthersPeerFieldEvent {
    field: '$.meet.others[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordRequestMeetOthersPositionFieldEvent {
    field: '$.meet.others[].position'
    value: number
    index: number
  }

  export interface ChordRequestMeetOthersEpochFieldEvent {
    field: '$.meet.others[].epoch'
    value: number
    index: number
  }

  export interface ChordRequestMeetOthersAddressesFieldEvent {
    field: '$.meet.others[].addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestLeaveSelfPeerFieldEvent {
    field: '$.leave.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestLeaveSelfPositionFieldEvent {
    field: '$.leave.self.position'
    value: number
  }

  export interface ChordRequestLeaveSelfEpochFieldEvent {
    field: '$.leave.self.epoch'
    value: number
  }

  export interface ChordRequestLeaveSelfAddressesFieldEvent {
    field: '$.leave.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestLeaveHeirFieldEvent {
    field: '$.leave.heir'
    value: boolean
  }

  export interface ChordRequestLeaveBoundaryPeerFieldEvent {
    field: '$.leave.boundary.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordRequestLeaveBoundaryPositionFieldEvent {
    field: '$.leave.boundary.position'
    value: number
  }

  export interface ChordRequestLeaveBoundaryEpochFieldEvent {
    field: '$.leave.boundary.epoch'
    value: number
  }

  export interface ChordRequestLeaveBoundaryAddressesFieldEvent {
    field: '$.leave.boundary.addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestLeaveSuccessorsPeerFieldEvent {
    field: '$.leave.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordRequestLeaveSuccessorsPositionFieldEvent {
    field: '$.leave.successors[].position'
    value: number
    index: number
  }

  export interface ChordRequestLeaveSuccessorsEpochFieldEvent {
    field: '$.leave.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordRequestLeaveSuccessorsAddressesFieldEvent {
    field: '$.leave.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestChangedOfFieldEvent {
    field: '$.changed.of'
    value: number
  }

  export interface ChordRequestBatchPartsPositionFieldEvent {
    field: '$.batch.parts[].position'
    value: number
    index: number
  }

  export interface ChordRequestBatchPartsViewHaveFieldEvent {
    field: '$.batch.parts[].view.have'
    value: number
    index: number
  }

  export interface ChordRequestBatchPartsViewFingersFieldEvent {
    field: '$.batch.parts[].view.fingers'
    value: boolean
    index: number
  }

  export interface ChordRequestBatchPartsNotifySelfPeerFieldEvent {
    field: '$.batch.parts[].notify.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordRequestBatchPartsNotifySelfPositionFieldEvent {
    field: '$.batch.parts[].notify.self.position'
    value: number
    index: number
  }

  export interface ChordRequestBatchPartsNotifySelfEpochFieldEvent {
    field: '$.batch.parts[].notify.self.epoch'
    value: number
    index: number
  }

  export interface ChordRequestBatchPartsNotifySelfAddressesFieldEvent {
    field: '$.batch.parts[].notify.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordRequestBatchPartsNotifyOnRingFieldEvent {
    field: '$.batch.parts[].notify.onRing'
    value: boolean
    index: number
  }

  export interface ChordRequestBatchPartsChangedOfFieldEvent {
    field: '$.batch.parts[].changed.of'
    value: number
    index: number
  }

  export function encode (obj: Partial<ChordRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordRequest>): ChordRequest {
    return decodeMessage(buf, ChordRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordRequest>): Generator<ChordRequestPositionFieldEvent | ChordRequestViewHaveFieldEvent | ChordRequestViewFingersFieldEvent | ChordRequestNotifySelfPeerFieldEvent | ChordRequestNotifySelfPositionFieldEvent | ChordRequestNotifySelfEpochFieldEvent | ChordRequestNotifySelfAddressesFieldEvent | ChordRequestNotifyOnRingFieldEvent | ChordRequestFindTargetFieldEvent | ChordRequestFindHopsFieldEvent | ChordRequestFindFinalFieldEvent | ChordRequestFindTraceFieldEvent | ChordRequestStepTargetFieldEvent | ChordRequestStepNearestFieldEvent | ChordRequestMeetSelfPeerFieldEvent | ChordRequestMeetSelfPositionFieldEvent | ChordRequestMeetSelfEpochFieldEvent | ChordRequestMeetSelfAddressesFieldEvent | ChordRequestMeetOthersPeerFieldEvent | ChordRequestMeetOthersPositionFieldEvent | ChordRequestMeetOthersEpochFieldEvent | ChordRequestMeetOthersAddressesFieldEvent | ChordRequestLeaveSelfPeerFieldEvent | ChordRequestLeaveSelfPositionFieldEvent | ChordRequestLeaveSelfEpochFieldEvent | ChordRequestLeaveSelfAddressesFieldEvent | ChordRequestLeaveHeirFieldEvent | ChordRequestLeaveBoundaryPeerFieldEvent | ChordRequestLeaveBoundaryPositionFieldEvent | ChordRequestLeaveBoundaryEpochFieldEvent | ChordRequestLeaveBoundaryAddressesFieldEvent | ChordRequestLeaveSuccessorsPeerFieldEvent | ChordRequestLeaveSuccessorsPositionFieldEvent | ChordRequestLeaveSuccessorsEpochFieldEvent | ChordRequestLeaveSuccessorsAddressesFieldEvent | ChordRequestChangedOfFieldEvent | ChordRequestBatchPartsPositionFieldEvent | ChordRequestBatchPartsViewHaveFieldEvent | ChordRequestBatchPartsViewFingersFieldEvent | ChordRequestBatchPartsNotifySelfPeerFieldEvent | ChordRequestBatchPartsNotifySelfPositionFieldEvent | ChordRequestBatchPartsNotifySelfEpochFieldEvent | ChordRequestBatchPartsNotifySelfAddressesFieldEvent | ChordRequestBatchPartsNotifyOnRingFieldEvent | ChordRequestBatchPartsChangedOfFieldEvent> {
    return streamMessage(buf, ChordRequest.codec(), opts)
  }
}

export interface ChordViewRequest {
  have: number
  fingers: boolean
}

export namespace ChordViewRequest {
  let _codec: Codec<ChordViewRequest>

  export const codec = (): Codec<ChordViewRequest> => {
    if (_codec == null) {
      _codec = message<ChordViewRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.have != null && obj.have !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.have)
        }

        if ((obj.fingers != null && obj.fingers !== false)) {
          w.uint32(16)
          w.bool(obj.fingers)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          have: 0,
          fingers: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.have = reader.uint64Number()
              break
            }
            case 2: {
              obj.fingers = reader.bool()
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
                field: `${prefix}.have`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.fingers`,
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

  export interface ChordViewRequestHaveFieldEvent {
    field: '$.have'
    value: number
  }

  export interface ChordViewRequestFingersFieldEvent {
    field: '$.fingers'
    value: boolean
  }

  export function encode (obj: Partial<ChordViewRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordViewRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordViewRequest>): ChordViewRequest {
    return decodeMessage(buf, ChordViewRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordViewRequest>): Generator<ChordViewRequestHaveFieldEvent | ChordViewRequestFingersFieldEvent> {
    return streamMessage(buf, ChordViewRequest.codec(), opts)
  }
}

export interface ChordPingRequest {}

export namespace ChordPingRequest {
  let _codec: Codec<ChordPingRequest>

  export const codec = (): Codec<ChordPingRequest> => {
    if (_codec == null) {
      _codec = message<ChordPingRequest>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ChordPingRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordPingRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPingRequest>): ChordPingRequest {
    return decodeMessage(buf, ChordPingRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPingRequest>): Generator<{}> {
    return streamMessage(buf, ChordPingRequest.codec(), opts)
  }
}

export interface ChordNotifyRequest {
  self?: NodeRef
  onRing: boolean
}

export namespace ChordNotifyRequest {
  let _codec: Codec<ChordNotifyRequest>

  export const codec = (): Codec<ChordNotifyRequest> => {
    if (_codec == null) {
      _codec = message<ChordNotifyRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if ((obj.onRing != null && obj.onRing !== false)) {
          w.uint32(16)
          w.bool(obj.onRing)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          onRing: false
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
              obj.onRing = reader.bool()
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
                field: `${prefix}.onRing`,
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

  export interface ChordNotifyRequestSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordNotifyRequestSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ChordNotifyRequestSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ChordNotifyRequestSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordNotifyRequestOnRingFieldEvent {
    field: '$.onRing'
    value: boolean
  }

  export function encode (obj: Partial<ChordNotifyRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordNotifyRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordNotifyRequest>): ChordNotifyRequest {
    return decodeMessage(buf, ChordNotifyRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordNotifyRequest>): Generator<ChordNotifyRequestSelfPeerFieldEvent | ChordNotifyRequestSelfPositionFieldEvent | ChordNotifyRequestSelfEpochFieldEvent | ChordNotifyRequestSelfAddressesFieldEvent | ChordNotifyRequestOnRingFieldEvent> {
    return streamMessage(buf, ChordNotifyRequest.codec(), opts)
  }
}

export interface ChordFindRequest {
  target: Uint8Array<ArrayBuffer>
  hops: number
  final: boolean
  trace: boolean
}

export namespace ChordFindRequest {
  let _codec: Codec<ChordFindRequest>

  export const codec = (): Codec<ChordFindRequest> => {
    if (_codec == null) {
      _codec = message<ChordFindRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(16)
          w.uint32(obj.hops)
        }

        if ((obj.final != null && obj.final !== false)) {
          w.uint32(24)
          w.bool(obj.final)
        }

        if ((obj.trace != null && obj.trace !== false)) {
          w.uint32(32)
          w.bool(obj.trace)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          hops: 0,
          final: false,
          trace: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.hops = reader.uint32()
              break
            }
            case 3: {
              obj.final = reader.bool()
              break
            }
            case 4: {
              obj.trace = reader.bool()
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
                field: `${prefix}.target`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.hops`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.final`,
                value: reader.bool()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.trace`,
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

  export interface ChordFindRequestTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordFindRequestHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export interface ChordFindRequestFinalFieldEvent {
    field: '$.final'
    value: boolean
  }

  export interface ChordFindRequestTraceFieldEvent {
    field: '$.trace'
    value: boolean
  }

  export function encode (obj: Partial<ChordFindRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordFindRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFindRequest>): ChordFindRequest {
    return decodeMessage(buf, ChordFindRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFindRequest>): Generator<ChordFindRequestTargetFieldEvent | ChordFindRequestHopsFieldEvent | ChordFindRequestFinalFieldEvent | ChordFindRequestTraceFieldEvent> {
    return streamMessage(buf, ChordFindRequest.codec(), opts)
  }
}

export interface ChordStepRequest {
  target: Uint8Array<ArrayBuffer>
  nearest: boolean
}

export namespace ChordStepRequest {
  let _codec: Codec<ChordStepRequest>

  export const codec = (): Codec<ChordStepRequest> => {
    if (_codec == null) {
      _codec = message<ChordStepRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.target != null && obj.target.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.target)
        }

        if ((obj.nearest != null && obj.nearest !== false)) {
          w.uint32(16)
          w.bool(obj.nearest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          target: uint8ArrayAlloc(0),
          nearest: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.target = reader.bytes()
              break
            }
            case 2: {
              obj.nearest = reader.bool()
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
                field: `${prefix}.target`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.nearest`,
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

  export interface ChordStepRequestTargetFieldEvent {
    field: '$.target'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordStepRequestNearestFieldEvent {
    field: '$.nearest'
    value: boolean
  }

  export function encode (obj: Partial<ChordStepRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordStepRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordStepRequest>): ChordStepRequest {
    return decodeMessage(buf, ChordStepRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordStepRequest>): Generator<ChordStepRequestTargetFieldEvent | ChordStepRequestNearestFieldEvent> {
    return streamMessage(buf, ChordStepRequest.codec(), opts)
  }
}

export interface ChordMeetRequest {
  self?: NodeRef
  others: NodeRef[]
}

export namespace ChordMeetRequest {
  let _codec: Codec<ChordMeetRequest>

  export const codec = (): Codec<ChordMeetRequest> => {
    if (_codec == null) {
      _codec = message<ChordMeetRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.others != null && obj.others.length > 0) {
          for (const value of obj.others) {
            w.uint32(18)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          others: []
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
              if (opts.limits?.others != null && obj.others.length === opts.limits.others) {
                throw new MaxLengthError('Decode error - repeated field "others" had too many elements')
              }

              obj.others.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.others$
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
          others: 0
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
              if (opts.limits?.others != null && obj.others === opts.limits.others) {
                throw new MaxLengthError('Streaming decode error - repeated field "others" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.others[]`, {
                limits: opts.limits?.others$
              })) {
                yield {
                  ...evt,
                  index: obj.others
                }
              }

              obj.others++

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

  export interface ChordMeetRequestSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordMeetRequestSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ChordMeetRequestSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ChordMeetRequestSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordMeetRequestOthersPeerFieldEvent {
    field: '$.others[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordMeetRequestOthersPositionFieldEvent {
    field: '$.others[].position'
    value: number
    index: number
  }

  export interface ChordMeetRequestOthersEpochFieldEvent {
    field: '$.others[].epoch'
    value: number
    index: number
  }

  export interface ChordMeetRequestOthersAddressesFieldEvent {
    field: '$.others[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ChordMeetRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordMeetRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordMeetRequest>): ChordMeetRequest {
    return decodeMessage(buf, ChordMeetRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordMeetRequest>): Generator<ChordMeetRequestSelfPeerFieldEvent | ChordMeetRequestSelfPositionFieldEvent | ChordMeetRequestSelfEpochFieldEvent | ChordMeetRequestSelfAddressesFieldEvent | ChordMeetRequestOthersPeerFieldEvent | ChordMeetRequestOthersPositionFieldEvent | ChordMeetRequestOthersEpochFieldEvent | ChordMeetRequestOthersAddressesFieldEvent> {
    return streamMessage(buf, ChordMeetRequest.codec(), opts)
  }
}

export interface ChordLeaveRequest {
  self?: NodeRef
  heir: boolean
  boundary?: NodeRef
  successors: NodeRef[]
}

export namespace ChordLeaveRequest {
  let _codec: Codec<ChordLeaveRequest>

  export const codec = (): Codec<ChordLeaveRequest> => {
    if (_codec == null) {
      _codec = message<ChordLeaveRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if ((obj.heir != null && obj.heir !== false)) {
          w.uint32(16)
          w.bool(obj.heir)
        }

        if (obj.boundary != null) {
          w.uint32(26)
          NodeRef.codec().encode(obj.boundary, w)
        }

        if (obj.successors != null && obj.successors.length > 0) {
          for (const value of obj.successors) {
            w.uint32(34)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          heir: false,
          successors: []
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
              obj.heir = reader.bool()
              break
            }
            case 3: {
              obj.boundary = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.boundary
              })
              break
            }
            case 4: {
              if (opts.limits?.successors != null && obj.successors.length === opts.limits.successors) {
                throw new MaxLengthError('Decode error - repeated field "successors" had too many elements')
              }

              obj.successors.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.successors$
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
          successors: 0
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
              yield {
                field: `${prefix}.heir`,
                value: reader.bool()
              }
              break
            }
            case 3: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.boundary`, {
                limits: opts.limits?.boundary
              })

              break
            }
            case 4: {
              if (opts.limits?.successors != null && obj.successors === opts.limits.successors) {
                throw new MaxLengthError('Streaming decode error - repeated field "successors" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.successors[]`, {
                limits: opts.limits?.successors$
              })) {
                yield {
                  ...evt,
                  index: obj.successors
                }
              }

              obj.successors++

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

  export interface ChordLeaveRequestSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordLeaveRequestSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ChordLeaveRequestSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ChordLeaveRequestSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordLeaveRequestHeirFieldEvent {
    field: '$.heir'
    value: boolean
  }

  export interface ChordLeaveRequestBoundaryPeerFieldEvent {
    field: '$.boundary.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordLeaveRequestBoundaryPositionFieldEvent {
    field: '$.boundary.position'
    value: number
  }

  export interface ChordLeaveRequestBoundaryEpochFieldEvent {
    field: '$.boundary.epoch'
    value: number
  }

  export interface ChordLeaveRequestBoundaryAddressesFieldEvent {
    field: '$.boundary.addresses[]'
    index: number
    value: string
  }

  export interface ChordLeaveRequestSuccessorsPeerFieldEvent {
    field: '$.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordLeaveRequestSuccessorsPositionFieldEvent {
    field: '$.successors[].position'
    value: number
    index: number
  }

  export interface ChordLeaveRequestSuccessorsEpochFieldEvent {
    field: '$.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordLeaveRequestSuccessorsAddressesFieldEvent {
    field: '$.successors[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ChordLeaveRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordLeaveRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordLeaveRequest>): ChordLeaveRequest {
    return decodeMessage(buf, ChordLeaveRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordLeaveRequest>): Generator<ChordLeaveRequestSelfPeerFieldEvent | ChordLeaveRequestSelfPositionFieldEvent | ChordLeaveRequestSelfEpochFieldEvent | ChordLeaveRequestSelfAddressesFieldEvent | ChordLeaveRequestHeirFieldEvent | ChordLeaveRequestBoundaryPeerFieldEvent | ChordLeaveRequestBoundaryPositionFieldEvent | ChordLeaveRequestBoundaryEpochFieldEvent | ChordLeaveRequestBoundaryAddressesFieldEvent | ChordLeaveRequestSuccessorsPeerFieldEvent | ChordLeaveRequestSuccessorsPositionFieldEvent | ChordLeaveRequestSuccessorsEpochFieldEvent | ChordLeaveRequestSuccessorsAddressesFieldEvent> {
    return streamMessage(buf, ChordLeaveRequest.codec(), opts)
  }
}

export interface ChordChangedRequest {
  of: number
}

export namespace ChordChangedRequest {
  let _codec: Codec<ChordChangedRequest>

  export const codec = (): Codec<ChordChangedRequest> => {
    if (_codec == null) {
      _codec = message<ChordChangedRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.of != null && obj.of !== 0)) {
          w.uint32(8)
          w.uint32(obj.of)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          of: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.of = reader.uint32()
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
                field: `${prefix}.of`,
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

  export interface ChordChangedRequestOfFieldEvent {
    field: '$.of'
    value: number
  }

  export function encode (obj: Partial<ChordChangedRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordChangedRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordChangedRequest>): ChordChangedRequest {
    return decodeMessage(buf, ChordChangedRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordChangedRequest>): Generator<ChordChangedRequestOfFieldEvent> {
    return streamMessage(buf, ChordChangedRequest.codec(), opts)
  }
}

export interface ChordBatchRequest {
  parts: ChordPart[]
}

export namespace ChordBatchRequest {
  let _codec: Codec<ChordBatchRequest>

  export const codec = (): Codec<ChordBatchRequest> => {
    if (_codec == null) {
      _codec = message<ChordBatchRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.parts != null && obj.parts.length > 0) {
          for (const value of obj.parts) {
            w.uint32(10)
            ChordPart.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          parts: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.parts != null && obj.parts.length === opts.limits.parts) {
                throw new MaxLengthError('Decode error - repeated field "parts" had too many elements')
              }

              obj.parts.push(ChordPart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.parts$
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
          parts: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.parts != null && obj.parts === opts.limits.parts) {
                throw new MaxLengthError('Streaming decode error - repeated field "parts" had too many elements')
              }

              for (const evt of ChordPart.codec().stream(reader, reader.uint32(), `${prefix}.parts[]`, {
                limits: opts.limits?.parts$
              })) {
                yield {
                  ...evt,
                  index: obj.parts
                }
              }

              obj.parts++

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

  export interface ChordBatchRequestPartsPositionFieldEvent {
    field: '$.parts[].position'
    value: number
    index: number
  }

  export interface ChordBatchRequestPartsViewHaveFieldEvent {
    field: '$.parts[].view.have'
    value: number
    index: number
  }

  export interface ChordBatchRequestPartsViewFingersFieldEvent {
    field: '$.parts[].view.fingers'
    value: boolean
    index: number
  }

  export interface ChordBatchRequestPartsNotifySelfPeerFieldEvent {
    field: '$.parts[].notify.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchRequestPartsNotifySelfPositionFieldEvent {
    field: '$.parts[].notify.self.position'
    value: number
    index: number
  }

  export interface ChordBatchRequestPartsNotifySelfEpochFieldEvent {
    field: '$.parts[].notify.self.epoch'
    value: number
    index: number
  }

  export interface ChordBatchRequestPartsNotifySelfAddressesFieldEvent {
    field: '$.parts[].notify.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchRequestPartsNotifyOnRingFieldEvent {
    field: '$.parts[].notify.onRing'
    value: boolean
    index: number
  }

  export interface ChordBatchRequestPartsChangedOfFieldEvent {
    field: '$.parts[].changed.of'
    value: number
    index: number
  }

  export function encode (obj: Partial<ChordBatchRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordBatchRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordBatchRequest>): ChordBatchRequest {
    return decodeMessage(buf, ChordBatchRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordBatchRequest>): Generator<ChordBatchRequestPartsPositionFieldEvent | ChordBatchRequestPartsViewHaveFieldEvent | ChordBatchRequestPartsViewFingersFieldEvent | ChordBatchRequestPartsNotifySelfPeerFieldEvent | ChordBatchRequestPartsNotifySelfPositionFieldEvent | ChordBatchRequestPartsNotifySelfEpochFieldEvent | ChordBatchRequestPartsNotifySelfAddressesFieldEvent | ChordBatchRequestPartsNotifyOnRingFieldEvent | ChordBatchRequestPartsChangedOfFieldEvent> {
    return streamMessage(buf, ChordBatchRequest.codec(), opts)
  }
}

export interface ChordPart {
  position: number
  view?: ChordViewRequest
  ping?: ChordPingRequest
  notify?: ChordNotifyRequest
  changed?: ChordChangedRequest
}

export namespace ChordPart {
  let _codec: Codec<ChordPart>

  export const codec = (): Codec<ChordPart> => {
    if (_codec == null) {
      _codec = message<ChordPart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.changed != null) {
          obj.notify = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.notify != null) {
          obj.changed = undefined
          obj.ping = undefined
          obj.view = undefined
        }

        if (obj.ping != null) {
          obj.changed = undefined
          obj.notify = undefined
          obj.view = undefined
        }

        if (obj.view != null) {
          obj.changed = undefined
          obj.notify = undefined
          obj.ping = undefined
        }

        if ((obj.position != null && obj.position !== 0)) {
          w.uint32(8)
          w.uint32(obj.position)
        }

        if (obj.view != null) {
          w.uint32(18)
          ChordViewRequest.codec().encode(obj.view, w)
        }

        if (obj.ping != null) {
          w.uint32(26)
          ChordPingRequest.codec().encode(obj.ping, w)
        }

        if (obj.notify != null) {
          w.uint32(34)
          ChordNotifyRequest.codec().encode(obj.notify, w)
        }

        if (obj.changed != null) {
          w.uint32(74)
          ChordChangedRequest.codec().encode(obj.changed, w)
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
              obj.view = ChordViewRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.view
              })
              break
            }
            case 3: {
              obj.ping = ChordPingRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 4: {
              obj.notify = ChordNotifyRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.notify
              })
              break
            }
            case 9: {
              obj.changed = ChordChangedRequest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.changed
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.changed != null) {
          delete obj.notify
          delete obj.ping
          delete obj.view
        }

        if (obj.notify != null) {
          delete obj.changed
          delete obj.ping
          delete obj.view
        }

        if (obj.ping != null) {
          delete obj.changed
          delete obj.notify
          delete obj.view
        }

        if (obj.view != null) {
          delete obj.changed
          delete obj.notify
          delete obj.ping
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
              yield * ChordViewRequest.codec().stream(reader, reader.uint32(), `${prefix}.view`, {
                limits: opts.limits?.view
              })

              break
            }
            case 3: {
              yield * ChordPingRequest.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                limits: opts.limits?.ping
              })

              break
            }
            case 4: {
              yield * ChordNotifyRequest.codec().stream(reader, reader.uint32(), `${prefix}.notify`, {
                limits: opts.limits?.notify
              })

              break
            }
            case 9: {
              yield * ChordChangedRequest.codec().stream(reader, reader.uint32(), `${prefix}.changed`, {
                limits: opts.limits?.changed
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

  export interface ChordPartPositionFieldEvent {
    field: '$.position'
    value: number
  }

  export interface ChordPartViewHaveFieldEvent {
    field: '$.view.have'
    value: number
  }

  export interface ChordPartViewFingersFieldEvent {
    field: '$.view.fingers'
    value: boolean
  }

  export interface ChordPartNotifySelfPeerFieldEvent {
    field: '$.notify.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPartNotifySelfPositionFieldEvent {
    field: '$.notify.self.position'
    value: number
  }

  export interface ChordPartNotifySelfEpochFieldEvent {
    field: '$.notify.self.epoch'
    value: number
  }

  export interface ChordPartNotifySelfAddressesFieldEvent {
    field: '$.notify.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordPartNotifyOnRingFieldEvent {
    field: '$.notify.onRing'
    value: boolean
  }

  export interface ChordPartChangedOfFieldEvent {
    field: '$.changed.of'
    value: number
  }

  export function encode (obj: Partial<ChordPart>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordPart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPart>): ChordPart {
    return decodeMessage(buf, ChordPart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPart>): Generator<ChordPartPositionFieldEvent | ChordPartViewHaveFieldEvent | ChordPartViewFingersFieldEvent | ChordPartNotifySelfPeerFieldEvent | ChordPartNotifySelfPositionFieldEvent | ChordPartNotifySelfEpochFieldEvent | ChordPartNotifySelfAddressesFieldEvent | ChordPartNotifyOnRingFieldEvent | ChordPartChangedOfFieldEvent> {
    return streamMessage(buf, ChordPart.codec(), opts)
  }
}

export interface ChordResponse {
  view?: ChordView
  unchanged?: ChordUnchanged
  pong?: ChordPong
  noted?: ChordNoted
  relaying?: ChordRelaying
  found?: ChordFound
  closer?: ChordCloser
  failed?: ChordFailed
  batch?: ChordBatchResponse
}

export namespace ChordResponse {
  let _codec: Codec<ChordResponse>

  export const codec = (): Codec<ChordResponse> => {
    if (_codec == null) {
      _codec = message<ChordResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.batch != null) {
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.failed != null) {
          obj.batch = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.closer != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.found != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.relaying != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.noted != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.pong != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.unchanged != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.view = undefined
        }

        if (obj.view != null) {
          obj.batch = undefined
          obj.failed = undefined
          obj.closer = undefined
          obj.found = undefined
          obj.relaying = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
        }

        if (obj.view != null) {
          w.uint32(10)
          ChordView.codec().encode(obj.view, w)
        }

        if (obj.unchanged != null) {
          w.uint32(18)
          ChordUnchanged.codec().encode(obj.unchanged, w)
        }

        if (obj.pong != null) {
          w.uint32(26)
          ChordPong.codec().encode(obj.pong, w)
        }

        if (obj.noted != null) {
          w.uint32(34)
          ChordNoted.codec().encode(obj.noted, w)
        }

        if (obj.relaying != null) {
          w.uint32(42)
          ChordRelaying.codec().encode(obj.relaying, w)
        }

        if (obj.found != null) {
          w.uint32(50)
          ChordFound.codec().encode(obj.found, w)
        }

        if (obj.closer != null) {
          w.uint32(58)
          ChordCloser.codec().encode(obj.closer, w)
        }

        if (obj.failed != null) {
          w.uint32(66)
          ChordFailed.codec().encode(obj.failed, w)
        }

        if (obj.batch != null) {
          w.uint32(74)
          ChordBatchResponse.codec().encode(obj.batch, w)
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
              obj.view = ChordView.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.view
              })
              break
            }
            case 2: {
              obj.unchanged = ChordUnchanged.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.unchanged
              })
              break
            }
            case 3: {
              obj.pong = ChordPong.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pong
              })
              break
            }
            case 4: {
              obj.noted = ChordNoted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.noted
              })
              break
            }
            case 5: {
              obj.relaying = ChordRelaying.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relaying
              })
              break
            }
            case 6: {
              obj.found = ChordFound.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.found
              })
              break
            }
            case 7: {
              obj.closer = ChordCloser.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.closer
              })
              break
            }
            case 8: {
              obj.failed = ChordFailed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.failed
              })
              break
            }
            case 9: {
              obj.batch = ChordBatchResponse.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.batch
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.batch != null) {
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.failed != null) {
          delete obj.batch
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.closer != null) {
          delete obj.batch
          delete obj.failed
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.found != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.relaying != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.noted != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.pong != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.unchanged
          delete obj.view
        }

        if (obj.unchanged != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.view
        }

        if (obj.view != null) {
          delete obj.batch
          delete obj.failed
          delete obj.closer
          delete obj.found
          delete obj.relaying
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * ChordView.codec().stream(reader, reader.uint32(), `${prefix}.view`, {
                limits: opts.limits?.view
              })

              break
            }
            case 2: {
              yield * ChordUnchanged.codec().stream(reader, reader.uint32(), `${prefix}.unchanged`, {
                limits: opts.limits?.unchanged
              })

              break
            }
            case 3: {
              yield * ChordPong.codec().stream(reader, reader.uint32(), `${prefix}.pong`, {
                limits: opts.limits?.pong
              })

              break
            }
            case 4: {
              yield * ChordNoted.codec().stream(reader, reader.uint32(), `${prefix}.noted`, {
                limits: opts.limits?.noted
              })

              break
            }
            case 5: {
              yield * ChordRelaying.codec().stream(reader, reader.uint32(), `${prefix}.relaying`, {
                limits: opts.limits?.relaying
              })

              break
            }
            case 6: {
              yield * ChordFound.codec().stream(reader, reader.uint32(), `${prefix}.found`, {
                limits: opts.limits?.found
              })

              break
            }
            case 7: {
              yield * ChordCloser.codec().stream(reader, reader.uint32(), `${prefix}.closer`, {
                limits: opts.limits?.closer
              })

              break
            }
            case 8: {
              yield * ChordFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
                limits: opts.limits?.failed
              })

              break
            }
            case 9: {
              yield * ChordBatchResponse.codec().stream(reader, reader.uint32(), `${prefix}.batch`, {
                limits: opts.limits?.batch
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

  export interface ChordResponseViewVersionFieldEvent {
    field: '$.view.version'
    value: number
  }

  export interface ChordResponseViewSelfPeerFieldEvent {
    field: '$.view.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordResponseViewSelfPositionFieldEvent {
    field: '$.view.self.position'
    value: number
  }

  export interface ChordResponseViewSelfEpochFieldEvent {
    field: '$.view.self.epoch'
    value: number
  }

  export interface ChordResponseViewSelfAddressesFieldEvent {
    field: '$.view.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseViewPredecessorPeerFieldEvent {
    field: '$.view.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordResponseViewPredecessorPositionFieldEvent {
    field: '$.view.predecessor.position'
    value: number
  }

  export interface ChordResponseViewPredecessorEpochFieldEvent {
    field: '$.view.predecessor.epoch'
    value: number
  }

  export interface ChordResponseViewPredecessorAddressesFieldEvent {
    field: '$.view.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseViewSuccessorsPeerFieldEvent {
    field: '$.view.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseViewSuccessorsPositionFieldEvent {
    field: '$.view.successors[].position'
    value: number
    index: number
  }

  export interface ChordResponseViewSuccessorsEpochFieldEvent {
    field: '$.view.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordResponseViewSuccessorsAddressesFieldEvent {
    field: '$.view.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseViewFingersPeerFieldEvent {
    field: '$.view.fingers[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseViewFingersPositionFieldEvent {
    field: '$.view.fingers[].position'
    value: number
    index: number
  }

  export interface ChordResponseViewFingersEpochFieldEvent {
    field: '$.view.fingers[].epoch'
    value: number
    index: number
  }

  export interface ChordResponseViewFingersAddressesFieldEvent {
    field: '$.view.fingers[].addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseUnchangedVersionFieldEvent {
    field: '$.unchanged.version'
    value: number
  }

  export interface ChordResponsePongSelfPeerFieldEvent {
    field: '$.pong.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordResponsePongSelfPositionFieldEvent {
    field: '$.pong.self.position'
    value: number
  }

  export interface ChordResponsePongSelfEpochFieldEvent {
    field: '$.pong.self.epoch'
    value: number
  }

  export interface ChordResponsePongSelfAddressesFieldEvent {
    field: '$.pong.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseFoundOwnerPeerFieldEvent {
    field: '$.found.owner.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordResponseFoundOwnerPositionFieldEvent {
    field: '$.found.owner.position'
    value: number
  }

  export interface ChordResponseFoundOwnerEpochFieldEvent {
    field: '$.found.owner.epoch'
    value: number
  }

  export interface ChordResponseFoundOwnerAddressesFieldEvent {
    field: '$.found.owner.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseFoundPredecessorPeerFieldEvent {
    field: '$.found.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordResponseFoundPredecessorPositionFieldEvent {
    field: '$.found.predecessor.position'
    value: number
  }

  export interface ChordResponseFoundPredecessorEpochFieldEvent {
    field: '$.found.predecessor.epoch'
    value: number
  }

  export interface ChordResponseFoundPredecessorAddressesFieldEvent {
    field: '$.found.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseFoundHopsFieldEvent {
    field: '$.found.hops'
    value: number
  }

  export interface ChordResponseFoundEpochFieldEvent {
    field: '$.found.epoch'
    value: number
  }

  export interface ChordResponseFoundPathPeerFieldEvent {
    field: '$.found.path[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseFoundPathRingIdFieldEvent {
    field: '$.found.path[].ringId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseFoundPathRttMicrosecondsFieldEvent {
    field: '$.found.path[].rttMicroseconds'
    value: number
    index: number
  }

  export interface ChordResponseFoundPathOutcomeFieldEvent {
    field: '$.found.path[].outcome'
    value: ChordOutcome
    index: number
  }

  export interface ChordResponseCloserCandidatesPeerFieldEvent {
    field: '$.closer.candidates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseCloserCandidatesPositionFieldEvent {
    field: '$.closer.candidates[].position'
    value: number
    index: number
  }

  export interface ChordResponseCloserCandidatesEpochFieldEvent {
    field: '$.closer.candidates[].epoch'
    value: number
    index: number
  }

  export interface ChordResponseCloserCandidatesAddressesFieldEvent {
    field: '$.closer.candidates[].addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: ChordRefusal
  }

  export interface ChordResponseBatchAnswersViewVersionFieldEvent {
    field: '$.batch.answers[].view.version'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewSelfPeerFieldEvent {
    field: '$.batch.answers[].view.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseBatchAnswersViewSelfPositionFieldEvent {
    field: '$.batch.answers[].view.self.position'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewSelfEpochFieldEvent {
    field: '$.batch.answers[].view.self.epoch'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewSelfAddressesFieldEvent {
    field: '$.batch.answers[].view.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseBatchAnswersViewPredecessorPeerFieldEvent {
    field: '$.batch.answers[].view.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseBatchAnswersViewPredecessorPositionFieldEvent {
    field: '$.batch.answers[].view.predecessor.position'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewPredecessorEpochFieldEvent {
    field: '$.batch.answers[].view.predecessor.epoch'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewPredecessorAddressesFieldEvent {
    field: '$.batch.answers[].view.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseBatchAnswersViewSuccessorsPeerFieldEvent {
    field: '$.batch.answers[].view.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseBatchAnswersViewSuccessorsPositionFieldEvent {
    field: '$.batch.answers[].view.successors[].position'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewSuccessorsEpochFieldEvent {
    field: '$.batch.answers[].view.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewSuccessorsAddressesFieldEvent {
    field: '$.batch.answers[].view.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseBatchAnswersViewFingersPeerFieldEvent {
    field: '$.batch.answers[].view.fingers[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseBatchAnswersViewFingersPositionFieldEvent {
    field: '$.batch.answers[].view.fingers[].position'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewFingersEpochFieldEvent {
    field: '$.batch.answers[].view.fingers[].epoch'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersViewFingersAddressesFieldEvent {
    field: '$.batch.answers[].view.fingers[].addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseBatchAnswersUnchangedVersionFieldEvent {
    field: '$.batch.answers[].unchanged.version'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersPongSelfPeerFieldEvent {
    field: '$.batch.answers[].pong.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordResponseBatchAnswersPongSelfPositionFieldEvent {
    field: '$.batch.answers[].pong.self.position'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersPongSelfEpochFieldEvent {
    field: '$.batch.answers[].pong.self.epoch'
    value: number
    index: number
  }

  export interface ChordResponseBatchAnswersPongSelfAddressesFieldEvent {
    field: '$.batch.answers[].pong.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordResponseBatchAnswersFailedCodeFieldEvent {
    field: '$.batch.answers[].failed.code'
    value: ChordRefusal
    index: number
  }

  export function encode (obj: Partial<ChordResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordResponse>): ChordResponse {
    return decodeMessage(buf, ChordResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordResponse>): Generator<ChordResponseViewVersionFieldEvent | ChordResponseViewSelfPeerFieldEvent | ChordResponseViewSelfPositionFieldEvent | ChordResponseViewSelfEpochFieldEvent | ChordResponseViewSelfAddressesFieldEvent | ChordResponseViewPredecessorPeerFieldEvent | ChordResponseViewPredecessorPositionFieldEvent | ChordResponseViewPredecessorEpochFieldEvent | ChordResponseViewPredecessorAddressesFieldEvent | ChordResponseViewSuccessorsPeerFieldEvent | ChordResponseViewSuccessorsPositionFieldEvent | ChordResponseViewSuccessorsEpochFieldEvent | ChordResponseViewSuccessorsAddressesFieldEvent | ChordResponseViewFingersPeerFieldEvent | ChordResponseViewFingersPositionFieldEvent | ChordResponseViewFingersEpochFieldEvent | ChordResponseViewFingersAddressesFieldEvent | ChordResponseUnchangedVersionFieldEvent | ChordResponsePongSelfPeerFieldEvent | ChordResponsePongSelfPositionFieldEvent | ChordResponsePongSelfEpochFieldEvent | ChordResponsePongSelfAddressesFieldEvent | ChordResponseFoundOwnerPeerFieldEvent | ChordResponseFoundOwnerPositionFieldEvent | ChordResponseFoundOwnerEpochFieldEvent | ChordResponseFoundOwnerAddressesFieldEvent | ChordResponseFoundPredecessorPeerFieldEvent | ChordResponseFoundPredecessorPositionFieldEvent | ChordResponseFoundPredecessorEpochFieldEvent | ChordResponseFoundPredecessorAddressesFieldEvent | ChordResponseFoundHopsFieldEvent | ChordResponseFoundEpochFieldEvent | ChordResponseFoundPathPeerFieldEvent | ChordResponseFoundPathRingIdFieldEvent | ChordResponseFoundPathRttMicrosecondsFieldEvent | ChordResponseFoundPathOutcomeFieldEvent | ChordResponseCloserCandidatesPeerFieldEvent | ChordResponseCloserCandidatesPositionFieldEvent | ChordResponseCloserCandidatesEpochFieldEvent | ChordResponseCloserCandidatesAddressesFieldEvent | ChordResponseFailedCodeFieldEvent | ChordResponseBatchAnswersViewVersionFieldEvent | ChordResponseBatchAnswersViewSelfPeerFieldEvent | ChordResponseBatchAnswersViewSelfPositionFieldEvent | ChordResponseBatchAnswersViewSelfEpochFieldEvent | ChordResponseBatchAnswersViewSelfAddressesFieldEvent | ChordResponseBatchAnswersViewPredecessorPeerFieldEvent | ChordResponseBatchAnswersViewPredecessorPositionFieldEvent | ChordResponseBatchAnswersViewPredecessorEpochFieldEvent | ChordResponseBatchAnswersViewPredecessorAddressesFieldEvent | ChordResponseBatchAnswersViewSuccessorsPeerFieldEvent | ChordResponseBatchAnswersViewSuccessorsPositionFieldEvent | ChordResponseBatchAnswersViewSuccessorsEpochFieldEvent | ChordResponseBatchAnswersViewSuccessorsAddressesFieldEvent | ChordResponseBatchAnswersViewFingersPeerFieldEvent | ChordResponseBatchAnswersViewFingersPositionFieldEvent | ChordResponseBatchAnswersViewFingersEpochFieldEvent | ChordResponseBatchAnswersViewFingersAddressesFieldEvent | ChordResponseBatchAnswersUnchangedVersionFieldEvent | ChordResponseBatchAnswersPongSelfPeerFieldEvent | ChordResponseBatchAnswersPongSelfPositionFieldEvent | ChordResponseBatchAnswersPongSelfEpochFieldEvent | ChordResponseBatchAnswersPongSelfAddressesFieldEvent | ChordResponseBatchAnswersFailedCodeFieldEvent> {
    return streamMessage(buf, ChordResponse.codec(), opts)
  }
}

export interface ChordView {
  version: number
  self?: NodeRef
  predecessor?: NodeRef
  successors: NodeRef[]
  fingers: NodeRef[]
}

export namespace ChordView {
  let _codec: Codec<ChordView>

  export const codec = (): Codec<ChordView> => {
    if (_codec == null) {
      _codec = message<ChordView>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.version)
        }

        if (obj.self != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.predecessor != null) {
          w.uint32(26)
          NodeRef.codec().encode(obj.predecessor, w)
        }

        if (obj.successors != null && obj.successors.length > 0) {
          for (const value of obj.successors) {
            w.uint32(34)
            NodeRef.codec().encode(value, w)
          }
        }

        if (obj.fingers != null && obj.fingers.length > 0) {
          for (const value of obj.fingers) {
            w.uint32(42)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          successors: [],
          fingers: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint64Number()
              break
            }
            case 2: {
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 3: {
              obj.predecessor = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.predecessor
              })
              break
            }
            case 4: {
              if (opts.limits?.successors != null && obj.successors.length === opts.limits.successors) {
                throw new MaxLengthError('Decode error - repeated field "successors" had too many elements')
              }

              obj.successors.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.successors$
              }))
              break
            }
            case 5: {
              if (opts.limits?.fingers != null && obj.fingers.length === opts.limits.fingers) {
                throw new MaxLengthError('Decode error - repeated field "fingers" had too many elements')
              }

              obj.fingers.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fingers$
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
          successors: 0,
          fingers: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.self`, {
                limits: opts.limits?.self
              })

              break
            }
            case 3: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.predecessor`, {
                limits: opts.limits?.predecessor
              })

              break
            }
            case 4: {
              if (opts.limits?.successors != null && obj.successors === opts.limits.successors) {
                throw new MaxLengthError('Streaming decode error - repeated field "successors" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.successors[]`, {
                limits: opts.limits?.successors$
              })) {
                yield {
                  ...evt,
                  index: obj.successors
                }
              }

              obj.successors++

              break
            }
            case 5: {
              if (opts.limits?.fingers != null && obj.fingers === opts.limits.fingers) {
                throw new MaxLengthError('Streaming decode error - repeated field "fingers" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.fingers[]`, {
                limits: opts.limits?.fingers$
              })) {
                yield {
                  ...evt,
                  index: obj.fingers
                }
              }

              obj.fingers++

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

  export interface ChordViewVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface ChordViewSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordViewSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ChordViewSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ChordViewSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordViewPredecessorPeerFieldEvent {
    field: '$.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordViewPredecessorPositionFieldEvent {
    field: '$.predecessor.position'
    value: number
  }

  export interface ChordViewPredecessorEpochFieldEvent {
    field: '$.predecessor.epoch'
    value: number
  }

  export interface ChordViewPredecessorAddressesFieldEvent {
    field: '$.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordViewSuccessorsPeerFieldEvent {
    field: '$.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordViewSuccessorsPositionFieldEvent {
    field: '$.successors[].position'
    value: number
    index: number
  }

  export interface ChordViewSuccessorsEpochFieldEvent {
    field: '$.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordViewSuccessorsAddressesFieldEvent {
    field: '$.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordViewFingersPeerFieldEvent {
    field: '$.fingers[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordViewFingersPositionFieldEvent {
    field: '$.fingers[].position'
    value: number
    index: number
  }

  export interface ChordViewFingersEpochFieldEvent {
    field: '$.fingers[].epoch'
    value: number
    index: number
  }

  export interface ChordViewFingersAddressesFieldEvent {
    field: '$.fingers[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ChordView>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordView.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordView>): ChordView {
    return decodeMessage(buf, ChordView.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordView>): Generator<ChordViewVersionFieldEvent | ChordViewSelfPeerFieldEvent | ChordViewSelfPositionFieldEvent | ChordViewSelfEpochFieldEvent | ChordViewSelfAddressesFieldEvent | ChordViewPredecessorPeerFieldEvent | ChordViewPredecessorPositionFieldEvent | ChordViewPredecessorEpochFieldEvent | ChordViewPredecessorAddressesFieldEvent | ChordViewSuccessorsPeerFieldEvent | ChordViewSuccessorsPositionFieldEvent | ChordViewSuccessorsEpochFieldEvent | ChordViewSuccessorsAddressesFieldEvent | ChordViewFingersPeerFieldEvent | ChordViewFingersPositionFieldEvent | ChordViewFingersEpochFieldEvent | ChordViewFingersAddressesFieldEvent> {
    return streamMessage(buf, ChordView.codec(), opts)
  }
}

export interface ChordUnchanged {
  version: number
}

export namespace ChordUnchanged {
  let _codec: Codec<ChordUnchanged>

  export const codec = (): Codec<ChordUnchanged> => {
    if (_codec == null) {
      _codec = message<ChordUnchanged>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.version)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint64Number()
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
                field: `${prefix}.version`,
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

  export interface ChordUnchangedVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export function encode (obj: Partial<ChordUnchanged>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordUnchanged.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordUnchanged>): ChordUnchanged {
    return decodeMessage(buf, ChordUnchanged.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordUnchanged>): Generator<ChordUnchangedVersionFieldEvent> {
    return streamMessage(buf, ChordUnchanged.codec(), opts)
  }
}

export interface ChordPong {
  self?: NodeRef
}

export namespace ChordPong {
  let _codec: Codec<ChordPong>

  export const codec = (): Codec<ChordPong> => {
    if (_codec == null) {
      _codec = message<ChordPong>((obj, w, opts = {}) => {
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

  export interface ChordPongSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPongSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface ChordPongSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface ChordPongSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ChordPong>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordPong.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPong>): ChordPong {
    return decodeMessage(buf, ChordPong.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPong>): Generator<ChordPongSelfPeerFieldEvent | ChordPongSelfPositionFieldEvent | ChordPongSelfEpochFieldEvent | ChordPongSelfAddressesFieldEvent> {
    return streamMessage(buf, ChordPong.codec(), opts)
  }
}

export interface ChordNoted {}

export namespace ChordNoted {
  let _codec: Codec<ChordNoted>

  export const codec = (): Codec<ChordNoted> => {
    if (_codec == null) {
      _codec = message<ChordNoted>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ChordNoted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordNoted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordNoted>): ChordNoted {
    return decodeMessage(buf, ChordNoted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordNoted>): Generator<{}> {
    return streamMessage(buf, ChordNoted.codec(), opts)
  }
}

export interface ChordRelaying {}

export namespace ChordRelaying {
  let _codec: Codec<ChordRelaying>

  export const codec = (): Codec<ChordRelaying> => {
    if (_codec == null) {
      _codec = message<ChordRelaying>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<ChordRelaying>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordRelaying.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordRelaying>): ChordRelaying {
    return decodeMessage(buf, ChordRelaying.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordRelaying>): Generator<{}> {
    return streamMessage(buf, ChordRelaying.codec(), opts)
  }
}

export interface ChordFound {
  owner?: NodeRef
  predecessor?: NodeRef
  hops: number
  epoch: number
  path: ChordPathHop[]
}

export namespace ChordFound {
  let _codec: Codec<ChordFound>

  export const codec = (): Codec<ChordFound> => {
    if (_codec == null) {
      _codec = message<ChordFound>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.owner != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.owner, w)
        }

        if (obj.predecessor != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.predecessor, w)
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(24)
          w.uint32(obj.hops)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.epoch)
        }

        if (obj.path != null && obj.path.length > 0) {
          for (const value of obj.path) {
            w.uint32(42)
            ChordPathHop.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hops: 0,
          epoch: 0,
          path: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.owner = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.owner
              })
              break
            }
            case 2: {
              obj.predecessor = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.predecessor
              })
              break
            }
            case 3: {
              obj.hops = reader.uint32()
              break
            }
            case 4: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 5: {
              if (opts.limits?.path != null && obj.path.length === opts.limits.path) {
                throw new MaxLengthError('Decode error - repeated field "path" had too many elements')
              }

              obj.path.push(ChordPathHop.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path$
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
          path: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.owner`, {
                limits: opts.limits?.owner
              })

              break
            }
            case 2: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.predecessor`, {
                limits: opts.limits?.predecessor
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.hops`,
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
            case 5: {
              if (opts.limits?.path != null && obj.path === opts.limits.path) {
                throw new MaxLengthError('Streaming decode error - repeated field "path" had too many elements')
              }

              for (const evt of ChordPathHop.codec().stream(reader, reader.uint32(), `${prefix}.path[]`, {
                limits: opts.limits?.path$
              })) {
                yield {
                  ...evt,
                  index: obj.path
                }
              }

              obj.path++

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

  export interface ChordFoundOwnerPeerFieldEvent {
    field: '$.owner.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordFoundOwnerPositionFieldEvent {
    field: '$.owner.position'
    value: number
  }

  export interface ChordFoundOwnerEpochFieldEvent {
    field: '$.owner.epoch'
    value: number
  }

  export interface ChordFoundOwnerAddressesFieldEvent {
    field: '$.owner.addresses[]'
    index: number
    value: string
  }

  export interface ChordFoundPredecessorPeerFieldEvent {
    field: '$.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordFoundPredecessorPositionFieldEvent {
    field: '$.predecessor.position'
    value: number
  }

  export interface ChordFoundPredecessorEpochFieldEvent {
    field: '$.predecessor.epoch'
    value: number
  }

  export interface ChordFoundPredecessorAddressesFieldEvent {
    field: '$.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordFoundHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export interface ChordFoundEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface ChordFoundPathPeerFieldEvent {
    field: '$.path[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordFoundPathRingIdFieldEvent {
    field: '$.path[].ringId'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordFoundPathRttMicrosecondsFieldEvent {
    field: '$.path[].rttMicroseconds'
    value: number
    index: number
  }

  export interface ChordFoundPathOutcomeFieldEvent {
    field: '$.path[].outcome'
    value: ChordOutcome
    index: number
  }

  export function encode (obj: Partial<ChordFound>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordFound.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFound>): ChordFound {
    return decodeMessage(buf, ChordFound.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFound>): Generator<ChordFoundOwnerPeerFieldEvent | ChordFoundOwnerPositionFieldEvent | ChordFoundOwnerEpochFieldEvent | ChordFoundOwnerAddressesFieldEvent | ChordFoundPredecessorPeerFieldEvent | ChordFoundPredecessorPositionFieldEvent | ChordFoundPredecessorEpochFieldEvent | ChordFoundPredecessorAddressesFieldEvent | ChordFoundHopsFieldEvent | ChordFoundEpochFieldEvent | ChordFoundPathPeerFieldEvent | ChordFoundPathRingIdFieldEvent | ChordFoundPathRttMicrosecondsFieldEvent | ChordFoundPathOutcomeFieldEvent> {
    return streamMessage(buf, ChordFound.codec(), opts)
  }
}

export enum ChordOutcome {
  CHORD_OUTCOME_UNSPECIFIED = 'CHORD_OUTCOME_UNSPECIFIED',
  OWNER = 'OWNER',
  RELAYED = 'RELAYED',
  CLOSER = 'CLOSER',
  LATE = 'LATE',
  TIMEOUT = 'TIMEOUT',
  UNREACHABLE = 'UNREACHABLE',
  REFUSED = 'REFUSED'
}

enum __ChordOutcomeValues {
  CHORD_OUTCOME_UNSPECIFIED = 0,
  OWNER = 1,
  RELAYED = 2,
  CLOSER = 3,
  LATE = 4,
  TIMEOUT = 5,
  UNREACHABLE = 6,
  REFUSED = 7
}

export namespace ChordOutcome {
  export const codec = (): Codec<ChordOutcome> => {
    return enumeration<ChordOutcome>(__ChordOutcomeValues)
  }
}

export interface ChordPathHop {
  peer: Uint8Array<ArrayBuffer>
  ringId: Uint8Array<ArrayBuffer>
  rttMicroseconds: number
  outcome: ChordOutcome
}

export namespace ChordPathHop {
  let _codec: Codec<ChordPathHop>

  export const codec = (): Codec<ChordPathHop> => {
    if (_codec == null) {
      _codec = message<ChordPathHop>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.peer)
        }

        if ((obj.ringId != null && obj.ringId.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.ringId)
        }

        if ((obj.rttMicroseconds != null && obj.rttMicroseconds !== 0)) {
          w.uint32(24)
          w.uint32(obj.rttMicroseconds)
        }

        if (obj.outcome != null && __ChordOutcomeValues[obj.outcome] !== 0) {
          w.uint32(32)
          ChordOutcome.codec().encode(obj.outcome, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          peer: uint8ArrayAlloc(0),
          ringId: uint8ArrayAlloc(0),
          rttMicroseconds: 0,
          outcome: ChordOutcome.CHORD_OUTCOME_UNSPECIFIED
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
              obj.ringId = reader.bytes()
              break
            }
            case 3: {
              obj.rttMicroseconds = reader.uint32()
              break
            }
            case 4: {
              obj.outcome = ChordOutcome.codec().decode(reader)
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
                field: `${prefix}.ringId`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.rttMicroseconds`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.outcome`,
                value: ChordOutcome.codec().decode(reader)
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

  export interface ChordPathHopPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPathHopRingIdFieldEvent {
    field: '$.ringId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPathHopRttMicrosecondsFieldEvent {
    field: '$.rttMicroseconds'
    value: number
  }

  export interface ChordPathHopOutcomeFieldEvent {
    field: '$.outcome'
    value: ChordOutcome
  }

  export function encode (obj: Partial<ChordPathHop>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordPathHop.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPathHop>): ChordPathHop {
    return decodeMessage(buf, ChordPathHop.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPathHop>): Generator<ChordPathHopPeerFieldEvent | ChordPathHopRingIdFieldEvent | ChordPathHopRttMicrosecondsFieldEvent | ChordPathHopOutcomeFieldEvent> {
    return streamMessage(buf, ChordPathHop.codec(), opts)
  }
}

export interface ChordCloser {
  candidates: NodeRef[]
}

export namespace ChordCloser {
  let _codec: Codec<ChordCloser>

  export const codec = (): Codec<ChordCloser> => {
    if (_codec == null) {
      _codec = message<ChordCloser>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.candidates != null && obj.candidates.length > 0) {
          for (const value of obj.candidates) {
            w.uint32(10)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          candidates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.candidates != null && obj.candidates.length === opts.limits.candidates) {
                throw new MaxLengthError('Decode error - repeated field "candidates" had too many elements')
              }

              obj.candidates.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.candidates$
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
          candidates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.candidates != null && obj.candidates === opts.limits.candidates) {
                throw new MaxLengthError('Streaming decode error - repeated field "candidates" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.candidates[]`, {
                limits: opts.limits?.candidates$
              })) {
                yield {
                  ...evt,
                  index: obj.candidates
                }
              }

              obj.candidates++

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

  export interface ChordCloserCandidatesPeerFieldEvent {
    field: '$.candidates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordCloserCandidatesPositionFieldEvent {
    field: '$.candidates[].position'
    value: number
    index: number
  }

  export interface ChordCloserCandidatesEpochFieldEvent {
    field: '$.candidates[].epoch'
    value: number
    index: number
  }

  export interface ChordCloserCandidatesAddressesFieldEvent {
    field: '$.candidates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<ChordCloser>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordCloser.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordCloser>): ChordCloser {
    return decodeMessage(buf, ChordCloser.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordCloser>): Generator<ChordCloserCandidatesPeerFieldEvent | ChordCloserCandidatesPositionFieldEvent | ChordCloserCandidatesEpochFieldEvent | ChordCloserCandidatesAddressesFieldEvent> {
    return streamMessage(buf, ChordCloser.codec(), opts)
  }
}

export enum ChordRefusal {
  CHORD_REFUSAL_UNSPECIFIED = 'CHORD_REFUSAL_UNSPECIFIED',
  NOT_JOINED = 'NOT_JOINED',
  NO_SUCH_POSITION = 'NO_SUCH_POSITION',
  HOPS_EXCEEDED = 'HOPS_EXCEEDED',
  NO_ROUTE = 'NO_ROUTE',
  NOT_HEIR = 'NOT_HEIR'
}

enum __ChordRefusalValues {
  CHORD_REFUSAL_UNSPECIFIED = 0,
  NOT_JOINED = 1,
  NO_SUCH_POSITION = 2,
  HOPS_EXCEEDED = 3,
  NO_ROUTE = 4,
  NOT_HEIR = 5
}

export namespace ChordRefusal {
  export const codec = (): Codec<ChordRefusal> => {
    return enumeration<ChordRefusal>(__ChordRefusalValues)
  }
}

export interface ChordFailed {
  code: ChordRefusal
}

export namespace ChordFailed {
  let _codec: Codec<ChordFailed>

  export const codec = (): Codec<ChordFailed> => {
    if (_codec == null) {
      _codec = message<ChordFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __ChordRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          ChordRefusal.codec().encode(obj.code, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: ChordRefusal.CHORD_REFUSAL_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = ChordRefusal.codec().decode(reader)
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
                value: ChordRefusal.codec().decode(reader)
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

  export interface ChordFailedCodeFieldEvent {
    field: '$.code'
    value: ChordRefusal
  }

  export function encode (obj: Partial<ChordFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFailed>): ChordFailed {
    return decodeMessage(buf, ChordFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordFailed>): Generator<ChordFailedCodeFieldEvent> {
    return streamMessage(buf, ChordFailed.codec(), opts)
  }
}

export interface ChordBatchResponse {
  answers: ChordPartAnswer[]
}

export namespace ChordBatchResponse {
  let _codec: Codec<ChordBatchResponse>

  export const codec = (): Codec<ChordBatchResponse> => {
    if (_codec == null) {
      _codec = message<ChordBatchResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.answers != null && obj.answers.length > 0) {
          for (const value of obj.answers) {
            w.uint32(10)
            ChordPartAnswer.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          answers: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.answers != null && obj.answers.length === opts.limits.answers) {
                throw new MaxLengthError('Decode error - repeated field "answers" had too many elements')
              }

              obj.answers.push(ChordPartAnswer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.answers$
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
          answers: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.answers != null && obj.answers === opts.limits.answers) {
                throw new MaxLengthError('Streaming decode error - repeated field "answers" had too many elements')
              }

              for (const evt of ChordPartAnswer.codec().stream(reader, reader.uint32(), `${prefix}.answers[]`, {
                limits: opts.limits?.answers$
              })) {
                yield {
                  ...evt,
                  index: obj.answers
                }
              }

              obj.answers++

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

  export interface ChordBatchResponseAnswersViewVersionFieldEvent {
    field: '$.answers[].view.version'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewSelfPeerFieldEvent {
    field: '$.answers[].view.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchResponseAnswersViewSelfPositionFieldEvent {
    field: '$.answers[].view.self.position'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewSelfEpochFieldEvent {
    field: '$.answers[].view.self.epoch'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewSelfAddressesFieldEvent {
    field: '$.answers[].view.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchResponseAnswersViewPredecessorPeerFieldEvent {
    field: '$.answers[].view.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchResponseAnswersViewPredecessorPositionFieldEvent {
    field: '$.answers[].view.predecessor.position'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewPredecessorEpochFieldEvent {
    field: '$.answers[].view.predecessor.epoch'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewPredecessorAddressesFieldEvent {
    field: '$.answers[].view.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchResponseAnswersViewSuccessorsPeerFieldEvent {
    field: '$.answers[].view.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchResponseAnswersViewSuccessorsPositionFieldEvent {
    field: '$.answers[].view.successors[].position'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewSuccessorsEpochFieldEvent {
    field: '$.answers[].view.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewSuccessorsAddressesFieldEvent {
    field: '$.answers[].view.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchResponseAnswersViewFingersPeerFieldEvent {
    field: '$.answers[].view.fingers[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchResponseAnswersViewFingersPositionFieldEvent {
    field: '$.answers[].view.fingers[].position'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewFingersEpochFieldEvent {
    field: '$.answers[].view.fingers[].epoch'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersViewFingersAddressesFieldEvent {
    field: '$.answers[].view.fingers[].addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchResponseAnswersUnchangedVersionFieldEvent {
    field: '$.answers[].unchanged.version'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersPongSelfPeerFieldEvent {
    field: '$.answers[].pong.self.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordBatchResponseAnswersPongSelfPositionFieldEvent {
    field: '$.answers[].pong.self.position'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersPongSelfEpochFieldEvent {
    field: '$.answers[].pong.self.epoch'
    value: number
    index: number
  }

  export interface ChordBatchResponseAnswersPongSelfAddressesFieldEvent {
    field: '$.answers[].pong.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordBatchResponseAnswersFailedCodeFieldEvent {
    field: '$.answers[].failed.code'
    value: ChordRefusal
    index: number
  }

  export function encode (obj: Partial<ChordBatchResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordBatchResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordBatchResponse>): ChordBatchResponse {
    return decodeMessage(buf, ChordBatchResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordBatchResponse>): Generator<ChordBatchResponseAnswersViewVersionFieldEvent | ChordBatchResponseAnswersViewSelfPeerFieldEvent | ChordBatchResponseAnswersViewSelfPositionFieldEvent | ChordBatchResponseAnswersViewSelfEpochFieldEvent | ChordBatchResponseAnswersViewSelfAddressesFieldEvent | ChordBatchResponseAnswersViewPredecessorPeerFieldEvent | ChordBatchResponseAnswersViewPredecessorPositionFieldEvent | ChordBatchResponseAnswersViewPredecessorEpochFieldEvent | ChordBatchResponseAnswersViewPredecessorAddressesFieldEvent | ChordBatchResponseAnswersViewSuccessorsPeerFieldEvent | ChordBatchResponseAnswersViewSuccessorsPositionFieldEvent | ChordBatchResponseAnswersViewSuccessorsEpochFieldEvent | ChordBatchResponseAnswersViewSuccessorsAddressesFieldEvent | ChordBatchResponseAnswersViewFingersPeerFieldEvent | ChordBatchResponseAnswersViewFingersPositionFieldEvent | ChordBatchResponseAnswersViewFingersEpochFieldEvent | ChordBatchResponseAnswersViewFingersAddressesFieldEvent | ChordBatchResponseAnswersUnchangedVersionFieldEvent | ChordBatchResponseAnswersPongSelfPeerFieldEvent | ChordBatchResponseAnswersPongSelfPositionFieldEvent | ChordBatchResponseAnswersPongSelfEpochFieldEvent | ChordBatchResponseAnswersPongSelfAddressesFieldEvent | ChordBatchResponseAnswersFailedCodeFieldEvent> {
    return streamMessage(buf, ChordBatchResponse.codec(), opts)
  }
}

export interface ChordPartAnswer {
  view?: ChordView
  unchanged?: ChordUnchanged
  pong?: ChordPong
  noted?: ChordNoted
  failed?: ChordFailed
}

export namespace ChordPartAnswer {
  let _codec: Codec<ChordPartAnswer>

  export const codec = (): Codec<ChordPartAnswer> => {
    if (_codec == null) {
      _codec = message<ChordPartAnswer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.failed != null) {
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.noted != null) {
          obj.failed = undefined
          obj.pong = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.pong != null) {
          obj.failed = undefined
          obj.noted = undefined
          obj.unchanged = undefined
          obj.view = undefined
        }

        if (obj.unchanged != null) {
          obj.failed = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.view = undefined
        }

        if (obj.view != null) {
          obj.failed = undefined
          obj.noted = undefined
          obj.pong = undefined
          obj.unchanged = undefined
        }

        if (obj.view != null) {
          w.uint32(10)
          ChordView.codec().encode(obj.view, w)
        }

        if (obj.unchanged != null) {
          w.uint32(18)
          ChordUnchanged.codec().encode(obj.unchanged, w)
        }

        if (obj.pong != null) {
          w.uint32(26)
          ChordPong.codec().encode(obj.pong, w)
        }

        if (obj.noted != null) {
          w.uint32(34)
          ChordNoted.codec().encode(obj.noted, w)
        }

        if (obj.failed != null) {
          w.uint32(66)
          ChordFailed.codec().encode(obj.failed, w)
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
              obj.view = ChordView.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.view
              })
              break
            }
            case 2: {
              obj.unchanged = ChordUnchanged.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.unchanged
              })
              break
            }
            case 3: {
              obj.pong = ChordPong.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pong
              })
              break
            }
            case 4: {
              obj.noted = ChordNoted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.noted
              })
              break
            }
            case 8: {
              obj.failed = ChordFailed.codec().decode(reader, reader.uint32(), {
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
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.noted != null) {
          delete obj.failed
          delete obj.pong
          delete obj.unchanged
          delete obj.view
        }

        if (obj.pong != null) {
          delete obj.failed
          delete obj.noted
          delete obj.unchanged
          delete obj.view
        }

        if (obj.unchanged != null) {
          delete obj.failed
          delete obj.noted
          delete obj.pong
          delete obj.view
        }

        if (obj.view != null) {
          delete obj.failed
          delete obj.noted
          delete obj.pong
          delete obj.unchanged
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * ChordView.codec().stream(reader, reader.uint32(), `${prefix}.view`, {
                limits: opts.limits?.view
              })

              break
            }
            case 2: {
              yield * ChordUnchanged.codec().stream(reader, reader.uint32(), `${prefix}.unchanged`, {
                limits: opts.limits?.unchanged
              })

              break
            }
            case 3: {
              yield * ChordPong.codec().stream(reader, reader.uint32(), `${prefix}.pong`, {
                limits: opts.limits?.pong
              })

              break
            }
            case 4: {
              yield * ChordNoted.codec().stream(reader, reader.uint32(), `${prefix}.noted`, {
                limits: opts.limits?.noted
              })

              break
            }
            case 8: {
              yield * ChordFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
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

  export interface ChordPartAnswerViewVersionFieldEvent {
    field: '$.view.version'
    value: number
  }

  export interface ChordPartAnswerViewSelfPeerFieldEvent {
    field: '$.view.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPartAnswerViewSelfPositionFieldEvent {
    field: '$.view.self.position'
    value: number
  }

  export interface ChordPartAnswerViewSelfEpochFieldEvent {
    field: '$.view.self.epoch'
    value: number
  }

  export interface ChordPartAnswerViewSelfAddressesFieldEvent {
    field: '$.view.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordPartAnswerViewPredecessorPeerFieldEvent {
    field: '$.view.predecessor.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPartAnswerViewPredecessorPositionFieldEvent {
    field: '$.view.predecessor.position'
    value: number
  }

  export interface ChordPartAnswerViewPredecessorEpochFieldEvent {
    field: '$.view.predecessor.epoch'
    value: number
  }

  export interface ChordPartAnswerViewPredecessorAddressesFieldEvent {
    field: '$.view.predecessor.addresses[]'
    index: number
    value: string
  }

  export interface ChordPartAnswerViewSuccessorsPeerFieldEvent {
    field: '$.view.successors[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordPartAnswerViewSuccessorsPositionFieldEvent {
    field: '$.view.successors[].position'
    value: number
    index: number
  }

  export interface ChordPartAnswerViewSuccessorsEpochFieldEvent {
    field: '$.view.successors[].epoch'
    value: number
    index: number
  }

  export interface ChordPartAnswerViewSuccessorsAddressesFieldEvent {
    field: '$.view.successors[].addresses[]'
    index: number
    value: string
  }

  export interface ChordPartAnswerViewFingersPeerFieldEvent {
    field: '$.view.fingers[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface ChordPartAnswerViewFingersPositionFieldEvent {
    field: '$.view.fingers[].position'
    value: number
    index: number
  }

  export interface ChordPartAnswerViewFingersEpochFieldEvent {
    field: '$.view.fingers[].epoch'
    value: number
    index: number
  }

  export interface ChordPartAnswerViewFingersAddressesFieldEvent {
    field: '$.view.fingers[].addresses[]'
    index: number
    value: string
  }

  export interface ChordPartAnswerUnchangedVersionFieldEvent {
    field: '$.unchanged.version'
    value: number
  }

  export interface ChordPartAnswerPongSelfPeerFieldEvent {
    field: '$.pong.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ChordPartAnswerPongSelfPositionFieldEvent {
    field: '$.pong.self.position'
    value: number
  }

  export interface ChordPartAnswerPongSelfEpochFieldEvent {
    field: '$.pong.self.epoch'
    value: number
  }

  export interface ChordPartAnswerPongSelfAddressesFieldEvent {
    field: '$.pong.self.addresses[]'
    index: number
    value: string
  }

  export interface ChordPartAnswerFailedCodeFieldEvent {
    field: '$.failed.code'
    value: ChordRefusal
  }

  export function encode (obj: Partial<ChordPartAnswer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ChordPartAnswer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPartAnswer>): ChordPartAnswer {
    return decodeMessage(buf, ChordPartAnswer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ChordPartAnswer>): Generator<ChordPartAnswerViewVersionFieldEvent | ChordPartAnswerViewSelfPeerFieldEvent | ChordPartAnswerViewSelfPositionFieldEvent | ChordPartAnswerViewSelfEpochFieldEvent | ChordPartAnswerViewSelfAddressesFieldEvent | ChordPartAnswerViewPredecessorPeerFieldEvent | ChordPartAnswerViewPredecessorPositionFieldEvent | ChordPartAnswerViewPredecessorEpochFieldEvent | ChordPartAnswerViewPredecessorAddressesFieldEvent | ChordPartAnswerViewSuccessorsPeerFieldEvent | ChordPartAnswerViewSuccessorsPositionFieldEvent | ChordPartAnswerViewSuccessorsEpochFieldEvent | ChordPartAnswerViewSuccessorsAddressesFieldEvent | ChordPartAnswerViewFingersPeerFieldEvent | ChordPartAnswerViewFingersPositionFieldEvent | ChordPartAnswerViewFingersEpochFieldEvent | ChordPartAnswerViewFingersAddressesFieldEvent | ChordPartAnswerUnchangedVersionFieldEvent | ChordPartAnswerPongSelfPeerFieldEvent | ChordPartAnswerPongSelfPositionFieldEvent | ChordPartAnswerPongSelfEpochFieldEvent | ChordPartAnswerPongSelfAddressesFieldEvent | ChordPartAnswerFailedCodeFieldEvent> {
    return streamMessage(buf, ChordPartAnswer.codec(), opts)
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
