// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface AgreementRequest {
  lineage: Uint8Array<ArrayBuffer>
  shard: number
  epoch: number
  ping?: AgreementPing
  where?: AgreementWhere
  change?: AgreementChange
  list?: AgreementList
  look?: AgreementLook
  prepare?: AgreementPrepare
  accept?: AgreementAccept
  forget?: AgreementForget
  scan?: AgreementList
  target?: AgreementGroup
  copy?: AgreementSuccession
  prepareSeal?: AgreementBallot
  acceptSeal?: AgreementSeal
  install?: AgreementSuccession
  digest?: AgreementDigest
  fetch?: AgreementFetch
}

export namespace AgreementRequest {
  let _codec: Codec<AgreementRequest>

  export const codec = (): Codec<AgreementRequest> => {
    if (_codec == null) {
      _codec = message<AgreementRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.fetch != null) {
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.digest != null) {
          obj.fetch = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.install != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.acceptSeal != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.prepareSeal != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.copy != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.target != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.scan != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.forget != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.accept != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.prepare != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.look != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.list != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.change = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.change != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.where = undefined
          obj.ping = undefined
        }

        if (obj.where != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.ping = undefined
        }

        if (obj.ping != null) {
          obj.fetch = undefined
          obj.digest = undefined
          obj.install = undefined
          obj.acceptSeal = undefined
          obj.prepareSeal = undefined
          obj.copy = undefined
          obj.target = undefined
          obj.scan = undefined
          obj.forget = undefined
          obj.accept = undefined
          obj.prepare = undefined
          obj.look = undefined
          obj.list = undefined
          obj.change = undefined
          obj.where = undefined
        }

        if ((obj.lineage != null && obj.lineage.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.lineage)
        }

        if ((obj.shard != null && obj.shard !== 0)) {
          w.uint32(16)
          w.uint32(obj.shard)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.epoch)
        }

        if (obj.ping != null) {
          w.uint32(34)
          AgreementPing.codec().encode(obj.ping, w)
        }

        if (obj.where != null) {
          w.uint32(42)
          AgreementWhere.codec().encode(obj.where, w)
        }

        if (obj.change != null) {
          w.uint32(50)
          AgreementChange.codec().encode(obj.change, w)
        }

        if (obj.list != null) {
          w.uint32(58)
          AgreementList.codec().encode(obj.list, w)
        }

        if (obj.look != null) {
          w.uint32(66)
          AgreementLook.codec().encode(obj.look, w)
        }

        if (obj.prepare != null) {
          w.uint32(74)
          AgreementPrepare.codec().encode(obj.prepare, w)
        }

        if (obj.accept != null) {
          w.uint32(82)
          AgreementAccept.codec().encode(obj.accept, w)
        }

        if (obj.forget != null) {
          w.uint32(90)
          AgreementForget.codec().encode(obj.forget, w)
        }

        if (obj.scan != null) {
          w.uint32(98)
          AgreementList.codec().encode(obj.scan, w)
        }

        if (obj.target != null) {
          w.uint32(106)
          AgreementGroup.codec().encode(obj.target, w)
        }

        if (obj.copy != null) {
          w.uint32(114)
          AgreementSuccession.codec().encode(obj.copy, w)
        }

        if (obj.prepareSeal != null) {
          w.uint32(122)
          AgreementBallot.codec().encode(obj.prepareSeal, w)
        }

        if (obj.acceptSeal != null) {
          w.uint32(130)
          AgreementSeal.codec().encode(obj.acceptSeal, w)
        }

        if (obj.install != null) {
          w.uint32(138)
          AgreementSuccession.codec().encode(obj.install, w)
        }

        if (obj.digest != null) {
          w.uint32(146)
          AgreementDigest.codec().encode(obj.digest, w)
        }

        if (obj.fetch != null) {
          w.uint32(154)
          AgreementFetch.codec().encode(obj.fetch, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lineage: uint8ArrayAlloc(0),
          shard: 0,
          epoch: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lineage = reader.bytes()
              break
            }
            case 2: {
              obj.shard = reader.uint32()
              break
            }
            case 3: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 4: {
              obj.ping = AgreementPing.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 5: {
              obj.where = AgreementWhere.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.where
              })
              break
            }
            case 6: {
              obj.change = AgreementChange.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.change
              })
              break
            }
            case 7: {
              obj.list = AgreementList.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.list
              })
              break
            }
            case 8: {
              obj.look = AgreementLook.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.look
              })
              break
            }
            case 9: {
              obj.prepare = AgreementPrepare.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.prepare
              })
              break
            }
            case 10: {
              obj.accept = AgreementAccept.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            case 11: {
              obj.forget = AgreementForget.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.forget
              })
              break
            }
            case 12: {
              obj.scan = AgreementList.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.scan
              })
              break
            }
            case 13: {
              obj.target = AgreementGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.target
              })
              break
            }
            case 14: {
              obj.copy = AgreementSuccession.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.copy
              })
              break
            }
            case 15: {
              obj.prepareSeal = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.prepareSeal
              })
              break
            }
            case 16: {
              obj.acceptSeal = AgreementSeal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.acceptSeal
              })
              break
            }
            case 17: {
              obj.install = AgreementSuccession.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.install
              })
              break
            }
            case 18: {
              obj.digest = AgreementDigest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.digest
              })
              break
            }
            case 19: {
              obj.fetch = AgreementFetch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fetch
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.fetch != null) {
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.digest != null) {
          delete obj.fetch
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.install != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.acceptSeal != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.prepareSeal != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.copy != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.target != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.scan != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.forget != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.accept != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.prepare != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.look != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.list
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.list != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.change
          delete obj.where
          delete obj.ping
        }

        if (obj.change != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.where
          delete obj.ping
        }

        if (obj.where != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.ping
        }

        if (obj.ping != null) {
          delete obj.fetch
          delete obj.digest
          delete obj.install
          delete obj.acceptSeal
          delete obj.prepareSeal
          delete obj.copy
          delete obj.target
          delete obj.scan
          delete obj.forget
          delete obj.accept
          delete obj.prepare
          delete obj.look
          delete obj.list
          delete obj.change
          delete obj.where
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.lineage`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.shard`,
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
              yield * AgreementPing.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                limits: opts.limits?.ping
              })

              break
            }
            case 5: {
              yield * AgreementWhere.codec().stream(reader, reader.uint32(), `${prefix}.where`, {
                limits: opts.limits?.where
              })

              break
            }
            case 6: {
              yield * AgreementChange.codec().stream(reader, reader.uint32(), `${prefix}.change`, {
                limits: opts.limits?.change
              })

              break
            }
            case 7: {
              yield * AgreementList.codec().stream(reader, reader.uint32(), `${prefix}.list`, {
                limits: opts.limits?.list
              })

              break
            }
            case 8: {
              yield * AgreementLook.codec().stream(reader, reader.uint32(), `${prefix}.look`, {
                limits: opts.limits?.look
              })

              break
            }
            case 9: {
              yield * AgreementPrepare.codec().stream(reader, reader.uint32(), `${prefix}.prepare`, {
                limits: opts.limits?.prepare
              })

              break
            }
            case 10: {
              yield * AgreementAccept.codec().stream(reader, reader.uint32(), `${prefix}.accept`, {
                limits: opts.limits?.accept
              })

              break
            }
            case 11: {
              yield * AgreementForget.codec().stream(reader, reader.uint32(), `${prefix}.forget`, {
                limits: opts.limits?.forget
              })

              break
            }
            case 12: {
              yield * AgreementList.codec().stream(reader, reader.uint32(), `${prefix}.scan`, {
                limits: opts.limits?.scan
              })

              break
            }
            case 13: {
              yield * AgreementGroup.codec().stream(reader, reader.uint32(), `${prefix}.target`, {
                limits: opts.limits?.target
              })

              break
            }
            case 14: {
              yield * AgreementSuccession.codec().stream(reader, reader.uint32(), `${prefix}.copy`, {
                limits: opts.limits?.copy
              })

              break
            }
            case 15: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.prepareSeal`, {
                limits: opts.limits?.prepareSeal
              })

              break
            }
            case 16: {
              yield * AgreementSeal.codec().stream(reader, reader.uint32(), `${prefix}.acceptSeal`, {
                limits: opts.limits?.acceptSeal
              })

              break
            }
            case 17: {
              yield * AgreementSuccession.codec().stream(reader, reader.uint32(), `${prefix}.install`, {
                limits: opts.limits?.install
              })

              break
            }
            case 18: {
              yield * AgreementDigest.codec().stream(reader, reader.uint32(), `${prefix}.digest`, {
                limits: opts.limits?.digest
              })

              break
            }
            case 19: {
              yield * AgreementFetch.codec().stream(reader, reader.uint32(), `${prefix}.fetch`, {
                limits: opts.limits?.fetch
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

  export interface AgreementRequestLineageFieldEvent {
    field: '$.lineage'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestShardFieldEvent {
    field: '$.shard'
    value: number
  }

  export interface AgreementRequestEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface AgreementRequestChangeKeyFieldEvent {
    field: '$.change.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestChangePutValueFieldEvent {
    field: '$.change.put.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestChangePutContentTypeFieldEvent {
    field: '$.change.put.contentType'
    value: string
  }

  export interface AgreementRequestChangePutTtlMsFieldEvent {
    field: '$.change.put.ttlMs'
    value: number
  }

  export interface AgreementRequestChangePutIfMatchFieldEvent {
    field: '$.change.put.ifMatch'
    value: number
  }

  export interface AgreementRequestChangeRemoveIfMatchFieldEvent {
    field: '$.change.remove.ifMatch'
    value: number
  }

  export interface AgreementRequestListPrefixFieldEvent {
    field: '$.list.prefix'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestListAfterFieldEvent {
    field: '$.list.after'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestListLimitFieldEvent {
    field: '$.list.limit'
    value: number
  }

  export interface AgreementRequestLookKeyFieldEvent {
    field: '$.look.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestLookFullFieldEvent {
    field: '$.look.full'
    value: boolean
  }

  export interface AgreementRequestPrepareKeyFieldEvent {
    field: '$.prepare.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestPrepareBallotEpochFieldEvent {
    field: '$.prepare.ballot.epoch'
    value: number
  }

  export interface AgreementRequestPrepareBallotCounterFieldEvent {
    field: '$.prepare.ballot.counter'
    value: number
  }

  export interface AgreementRequestPrepareBallotPeerFieldEvent {
    field: '$.prepare.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestPrepareHaveEpochFieldEvent {
    field: '$.prepare.have.epoch'
    value: number
  }

  export interface AgreementRequestPrepareHaveCounterFieldEvent {
    field: '$.prepare.have.counter'
    value: number
  }

  export interface AgreementRequestPrepareHavePeerFieldEvent {
    field: '$.prepare.have.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptBallotEpochFieldEvent {
    field: '$.accept.ballot.epoch'
    value: number
  }

  export interface AgreementRequestAcceptBallotCounterFieldEvent {
    field: '$.accept.ballot.counter'
    value: number
  }

  export interface AgreementRequestAcceptBallotPeerFieldEvent {
    field: '$.accept.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptNextEpochFieldEvent {
    field: '$.accept.next.epoch'
    value: number
  }

  export interface AgreementRequestAcceptNextCounterFieldEvent {
    field: '$.accept.next.counter'
    value: number
  }

  export interface AgreementRequestAcceptNextPeerFieldEvent {
    field: '$.accept.next.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptStateSequenceFieldEvent {
    field: '$.accept.state.sequence'
    value: number
  }

  export interface AgreementRequestAcceptStateTombstoneFieldEvent {
    field: '$.accept.state.tombstone'
    value: boolean
  }

  export interface AgreementRequestAcceptStateKeyFieldEvent {
    field: '$.accept.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptStateValueFieldEvent {
    field: '$.accept.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptStateContentTypeFieldEvent {
    field: '$.accept.state.contentType'
    value: string
  }

  export interface AgreementRequestAcceptStateExpiresAtMsFieldEvent {
    field: '$.accept.state.expiresAtMs'
    value: number
  }

  export interface AgreementRequestAcceptStateWriterFieldEvent {
    field: '$.accept.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptStateTagEpochFieldEvent {
    field: '$.accept.state.tag.epoch'
    value: number
  }

  export interface AgreementRequestAcceptStateTagCounterFieldEvent {
    field: '$.accept.state.tag.counter'
    value: number
  }

  export interface AgreementRequestAcceptStateTagPeerFieldEvent {
    field: '$.accept.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptStateRecentEpochFieldEvent {
    field: '$.accept.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestAcceptStateRecentCounterFieldEvent {
    field: '$.accept.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementRequestAcceptStateRecentPeerFieldEvent {
    field: '$.accept.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestForgetKeyFieldEvent {
    field: '$.forget.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestForgetBallotEpochFieldEvent {
    field: '$.forget.ballot.epoch'
    value: number
  }

  export interface AgreementRequestForgetBallotCounterFieldEvent {
    field: '$.forget.ballot.counter'
    value: number
  }

  export interface AgreementRequestForgetBallotPeerFieldEvent {
    field: '$.forget.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestForgetSequenceFieldEvent {
    field: '$.forget.sequence'
    value: number
  }

  export interface AgreementRequestScanPrefixFieldEvent {
    field: '$.scan.prefix'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestScanAfterFieldEvent {
    field: '$.scan.after'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestScanLimitFieldEvent {
    field: '$.scan.limit'
    value: number
  }

  export interface AgreementRequestTargetEpochFieldEvent {
    field: '$.target.epoch'
    value: number
  }

  export interface AgreementRequestTargetMembersPeerFieldEvent {
    field: '$.target.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestTargetMembersPositionFieldEvent {
    field: '$.target.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestTargetMembersEpochFieldEvent {
    field: '$.target.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestTargetMembersAddressesFieldEvent {
    field: '$.target.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestCopyFromEpochFieldEvent {
    field: '$.copy.from.epoch'
    value: number
  }

  export interface AgreementRequestCopyFromMembersPeerFieldEvent {
    field: '$.copy.from.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestCopyFromMembersPositionFieldEvent {
    field: '$.copy.from.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestCopyFromMembersEpochFieldEvent {
    field: '$.copy.from.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestCopyFromMembersAddressesFieldEvent {
    field: '$.copy.from.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestCopyToEpochFieldEvent {
    field: '$.copy.to.epoch'
    value: number
  }

  export interface AgreementRequestCopyToMembersPeerFieldEvent {
    field: '$.copy.to.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestCopyToMembersPositionFieldEvent {
    field: '$.copy.to.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestCopyToMembersEpochFieldEvent {
    field: '$.copy.to.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestCopyToMembersAddressesFieldEvent {
    field: '$.copy.to.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestPrepareSealEpochFieldEvent {
    field: '$.prepareSeal.epoch'
    value: number
  }

  export interface AgreementRequestPrepareSealCounterFieldEvent {
    field: '$.prepareSeal.counter'
    value: number
  }

  export interface AgreementRequestPrepareSealPeerFieldEvent {
    field: '$.prepareSeal.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptSealBallotEpochFieldEvent {
    field: '$.acceptSeal.ballot.epoch'
    value: number
  }

  export interface AgreementRequestAcceptSealBallotCounterFieldEvent {
    field: '$.acceptSeal.ballot.counter'
    value: number
  }

  export interface AgreementRequestAcceptSealBallotPeerFieldEvent {
    field: '$.acceptSeal.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestAcceptSealNextEpochFieldEvent {
    field: '$.acceptSeal.next.epoch'
    value: number
  }

  export interface AgreementRequestAcceptSealNextMembersPeerFieldEvent {
    field: '$.acceptSeal.next.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestAcceptSealNextMembersPositionFieldEvent {
    field: '$.acceptSeal.next.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestAcceptSealNextMembersEpochFieldEvent {
    field: '$.acceptSeal.next.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestAcceptSealNextMembersAddressesFieldEvent {
    field: '$.acceptSeal.next.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestInstallFromEpochFieldEvent {
    field: '$.install.from.epoch'
    value: number
  }

  export interface AgreementRequestInstallFromMembersPeerFieldEvent {
    field: '$.install.from.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestInstallFromMembersPositionFieldEvent {
    field: '$.install.from.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestInstallFromMembersEpochFieldEvent {
    field: '$.install.from.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestInstallFromMembersAddressesFieldEvent {
    field: '$.install.from.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestInstallToEpochFieldEvent {
    field: '$.install.to.epoch'
    value: number
  }

  export interface AgreementRequestInstallToMembersPeerFieldEvent {
    field: '$.install.to.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementRequestInstallToMembersPositionFieldEvent {
    field: '$.install.to.members[].position'
    value: number
    index: number
  }

  export interface AgreementRequestInstallToMembersEpochFieldEvent {
    field: '$.install.to.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementRequestInstallToMembersAddressesFieldEvent {
    field: '$.install.to.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementRequestDigestAfterFieldEvent {
    field: '$.digest.after'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRequestDigestFinalFieldEvent {
    field: '$.digest.final'
    value: boolean
  }

  export interface AgreementRequestFetchKeysFieldEvent {
    field: '$.fetch.keys[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRequest>): AgreementRequest {
    return decodeMessage(buf, AgreementRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRequest>): Generator<AgreementRequestLineageFieldEvent | AgreementRequestShardFieldEvent | AgreementRequestEpochFieldEvent | AgreementRequestChangeKeyFieldEvent | AgreementRequestChangePutValueFieldEvent | AgreementRequestChangePutContentTypeFieldEvent | AgreementRequestChangePutTtlMsFieldEvent | AgreementRequestChangePutIfMatchFieldEvent | AgreementRequestChangeRemoveIfMatchFieldEvent | AgreementRequestListPrefixFieldEvent | AgreementRequestListAfterFieldEvent | AgreementRequestListLimitFieldEvent | AgreementRequestLookKeyFieldEvent | AgreementRequestLookFullFieldEvent | AgreementRequestPrepareKeyFieldEvent | AgreementRequestPrepareBallotEpochFieldEvent | AgreementRequestPrepareBallotCounterFieldEvent | AgreementRequestPrepareBallotPeerFieldEvent | AgreementRequestPrepareHaveEpochFieldEvent | AgreementRequestPrepareHaveCounterFieldEvent | AgreementRequestPrepareHavePeerFieldEvent | AgreementRequestAcceptBallotEpochFieldEvent | AgreementRequestAcceptBallotCounterFieldEvent | AgreementRequestAcceptBallotPeerFieldEvent | AgreementRequestAcceptNextEpochFieldEvent | AgreementRequestAcceptNextCounterFieldEvent | AgreementRequestAcceptNextPeerFieldEvent | AgreementRequestAcceptStateSequenceFieldEvent | AgreementRequestAcceptStateTombstoneFieldEvent | AgreementRequestAcceptStateKeyFieldEvent | AgreementRequestAcceptStateValueFieldEvent | AgreementRequestAcceptStateContentTypeFieldEvent | AgreementRequestAcceptStateExpiresAtMsFieldEvent | AgreementRequestAcceptStateWriterFieldEvent | AgreementRequestAcceptStateTagEpochFieldEvent | AgreementRequestAcceptStateTagCounterFieldEvent | AgreementRequestAcceptStateTagPeerFieldEvent | AgreementRequestAcceptStateRecentEpochFieldEvent | AgreementRequestAcceptStateRecentCounterFieldEvent | AgreementRequestAcceptStateRecentPeerFieldEvent | AgreementRequestForgetKeyFieldEvent | AgreementRequestForgetBallotEpochFieldEvent | AgreementRequestForgetBallotCounterFieldEvent | AgreementRequestForgetBallotPeerFieldEvent | AgreementRequestForgetSequenceFieldEvent | AgreementRequestScanPrefixFieldEvent | AgreementRequestScanAfterFieldEvent | AgreementRequestScanLimitFieldEvent | AgreementRequestTargetEpochFieldEvent | AgreementRequestTargetMembersPeerFieldEvent | AgreementRequestTargetMembersPositionFieldEvent | AgreementRequestTargetMembersEpochFieldEvent | AgreementRequestTargetMembersAddressesFieldEvent | AgreementRequestCopyFromEpochFieldEvent | AgreementRequestCopyFromMembersPeerFieldEvent | AgreementRequestCopyFromMembersPositionFieldEvent | AgreementRequestCopyFromMembersEpochFieldEvent | AgreementRequestCopyFromMembersAddressesFieldEvent | AgreementRequestCopyToEpochFieldEvent | AgreementRequestCopyToMembersPeerFieldEvent | AgreementRequestCopyToMembersPositionFieldEvent | AgreementRequestCopyToMembersEpochFieldEvent | AgreementRequestCopyToMembersAddressesFieldEvent | AgreementRequestPrepareSealEpochFieldEvent | AgreementRequestPrepareSealCounterFieldEvent | AgreementRequestPrepareSealPeerFieldEvent | AgreementRequestAcceptSealBallotEpochFieldEvent | AgreementRequestAcceptSealBallotCounterFieldEvent | AgreementRequestAcceptSealBallotPeerFieldEvent | AgreementRequestAcceptSealNextEpochFieldEvent | AgreementRequestAcceptSealNextMembersPeerFieldEvent | AgreementRequestAcceptSealNextMembersPositionFieldEvent | AgreementRequestAcceptSealNextMembersEpochFieldEvent | AgreementRequestAcceptSealNextMembersAddressesFieldEvent | AgreementRequestInstallFromEpochFieldEvent | AgreementRequestInstallFromMembersPeerFieldEvent | AgreementRequestInstallFromMembersPositionFieldEvent | AgreementRequestInstallFromMembersEpochFieldEvent | AgreementRequestInstallFromMembersAddressesFieldEvent | AgreementRequestInstallToEpochFieldEvent | AgreementRequestInstallToMembersPeerFieldEvent | AgreementRequestInstallToMembersPositionFieldEvent | AgreementRequestInstallToMembersEpochFieldEvent | AgreementRequestInstallToMembersAddressesFieldEvent | AgreementRequestDigestAfterFieldEvent | AgreementRequestDigestFinalFieldEvent | AgreementRequestFetchKeysFieldEvent> {
    return streamMessage(buf, AgreementRequest.codec(), opts)
  }
}

export interface AgreementPing {}

export namespace AgreementPing {
  let _codec: Codec<AgreementPing>

  export const codec = (): Codec<AgreementPing> => {
    if (_codec == null) {
      _codec = message<AgreementPing>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementPing>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementPing.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPing>): AgreementPing {
    return decodeMessage(buf, AgreementPing.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPing>): Generator<{}> {
    return streamMessage(buf, AgreementPing.codec(), opts)
  }
}

export interface AgreementWhere {}

export namespace AgreementWhere {
  let _codec: Codec<AgreementWhere>

  export const codec = (): Codec<AgreementWhere> => {
    if (_codec == null) {
      _codec = message<AgreementWhere>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementWhere>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementWhere.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWhere>): AgreementWhere {
    return decodeMessage(buf, AgreementWhere.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWhere>): Generator<{}> {
    return streamMessage(buf, AgreementWhere.codec(), opts)
  }
}

export interface AgreementBallot {
  epoch: number
  counter: number
  peer: Uint8Array<ArrayBuffer>
}

export namespace AgreementBallot {
  let _codec: Codec<AgreementBallot>

  export const codec = (): Codec<AgreementBallot> => {
    if (_codec == null) {
      _codec = message<AgreementBallot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.epoch)
        }

        if ((obj.counter != null && obj.counter !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.counter)
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.peer)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: 0,
          counter: 0,
          peer: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 2: {
              obj.counter = reader.uint64Number()
              break
            }
            case 3: {
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
                field: `${prefix}.epoch`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.counter`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
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

  export interface AgreementBallotEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface AgreementBallotCounterFieldEvent {
    field: '$.counter'
    value: number
  }

  export interface AgreementBallotPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementBallot>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementBallot.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementBallot>): AgreementBallot {
    return decodeMessage(buf, AgreementBallot.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementBallot>): Generator<AgreementBallotEpochFieldEvent | AgreementBallotCounterFieldEvent | AgreementBallotPeerFieldEvent> {
    return streamMessage(buf, AgreementBallot.codec(), opts)
  }
}

export interface AgreementGroup {
  epoch: number
  members: NodeRef[]
}

export namespace AgreementGroup {
  let _codec: Codec<AgreementGroup>

  export const codec = (): Codec<AgreementGroup> => {
    if (_codec == null) {
      _codec = message<AgreementGroup>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.epoch)
        }

        if (obj.members != null && obj.members.length > 0) {
          for (const value of obj.members) {
            w.uint32(18)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: 0,
          members: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 2: {
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
              yield {
                field: `${prefix}.epoch`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
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

  export interface AgreementGroupEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export interface AgreementGroupMembersPeerFieldEvent {
    field: '$.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementGroupMembersPositionFieldEvent {
    field: '$.members[].position'
    value: number
    index: number
  }

  export interface AgreementGroupMembersEpochFieldEvent {
    field: '$.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementGroupMembersAddressesFieldEvent {
    field: '$.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementGroup>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementGroup.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementGroup>): AgreementGroup {
    return decodeMessage(buf, AgreementGroup.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementGroup>): Generator<AgreementGroupEpochFieldEvent | AgreementGroupMembersPeerFieldEvent | AgreementGroupMembersPositionFieldEvent | AgreementGroupMembersEpochFieldEvent | AgreementGroupMembersAddressesFieldEvent> {
    return streamMessage(buf, AgreementGroup.codec(), opts)
  }
}

export interface AgreementState {
  sequence: number
  tombstone: boolean
  key: Uint8Array<ArrayBuffer>
  value: Uint8Array<ArrayBuffer>
  contentType: string
  expiresAtMs?: number
  writer: Uint8Array<ArrayBuffer>
  tag?: AgreementBallot
  recent: AgreementBallot[]
}

export namespace AgreementState {
  let _codec: Codec<AgreementState>

  export const codec = (): Codec<AgreementState> => {
    if (_codec == null) {
      _codec = message<AgreementState>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.sequence)
        }

        if ((obj.tombstone != null && obj.tombstone !== false)) {
          w.uint32(16)
          w.bool(obj.tombstone)
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.key)
        }

        if ((obj.value != null && obj.value.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.value)
        }

        if ((obj.contentType != null && obj.contentType !== '')) {
          w.uint32(42)
          w.string(obj.contentType)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(48)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.writer != null && obj.writer.byteLength > 0)) {
          w.uint32(58)
          w.bytes(obj.writer)
        }

        if (obj.tag != null) {
          w.uint32(66)
          AgreementBallot.codec().encode(obj.tag, w)
        }

        if (obj.recent != null && obj.recent.length > 0) {
          for (const value of obj.recent) {
            w.uint32(74)
            AgreementBallot.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          sequence: 0,
          tombstone: false,
          key: uint8ArrayAlloc(0),
          value: uint8ArrayAlloc(0),
          contentType: '',
          writer: uint8ArrayAlloc(0),
          recent: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 2: {
              obj.tombstone = reader.bool()
              break
            }
            case 3: {
              obj.key = reader.bytes()
              break
            }
            case 4: {
              obj.value = reader.bytes()
              break
            }
            case 5: {
              obj.contentType = reader.string()
              break
            }
            case 6: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 7: {
              obj.writer = reader.bytes()
              break
            }
            case 8: {
              obj.tag = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.tag
              })
              break
            }
            case 9: {
              if (opts.limits?.recent != null && obj.recent.length === opts.limits.recent) {
                throw new MaxLengthError('Decode error - repeated field "recent" had too many elements')
              }

              obj.recent.push(AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.recent$
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
          recent: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.sequence`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.tombstone`,
                value: reader.bool()
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
                field: `${prefix}.value`,
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
                field: `${prefix}.expiresAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.writer`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.tag`, {
                limits: opts.limits?.tag
              })

              break
            }
            case 9: {
              if (opts.limits?.recent != null && obj.recent === opts.limits.recent) {
                throw new MaxLengthError('Streaming decode error - repeated field "recent" had too many elements')
              }

              for (const evt of AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.recent[]`, {
                limits: opts.limits?.recent$
              })) {
                yield {
                  ...evt,
                  index: obj.recent
                }
              }

              obj.recent++

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

  export interface AgreementStateSequenceFieldEvent {
    field: '$.sequence'
    value: number
  }

  export interface AgreementStateTombstoneFieldEvent {
    field: '$.tombstone'
    value: boolean
  }

  export interface AgreementStateKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementStateValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementStateContentTypeFieldEvent {
    field: '$.contentType'
    value: string
  }

  export interface AgreementStateExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface AgreementStateWriterFieldEvent {
    field: '$.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementStateTagEpochFieldEvent {
    field: '$.tag.epoch'
    value: number
  }

  export interface AgreementStateTagCounterFieldEvent {
    field: '$.tag.counter'
    value: number
  }

  export interface AgreementStateTagPeerFieldEvent {
    field: '$.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementStateRecentEpochFieldEvent {
    field: '$.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementStateRecentCounterFieldEvent {
    field: '$.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementStateRecentPeerFieldEvent {
    field: '$.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<AgreementState>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementState.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementState>): AgreementState {
    return decodeMessage(buf, AgreementState.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementState>): Generator<AgreementStateSequenceFieldEvent | AgreementStateTombstoneFieldEvent | AgreementStateKeyFieldEvent | AgreementStateValueFieldEvent | AgreementStateContentTypeFieldEvent | AgreementStateExpiresAtMsFieldEvent | AgreementStateWriterFieldEvent | AgreementStateTagEpochFieldEvent | AgreementStateTagCounterFieldEvent | AgreementStateTagPeerFieldEvent | AgreementStateRecentEpochFieldEvent | AgreementStateRecentCounterFieldEvent | AgreementStateRecentPeerFieldEvent> {
    return streamMessage(buf, AgreementState.codec(), opts)
  }
}

export interface AgreementChange {
  key: Uint8Array<ArrayBuffer>
  read?: AgreementRead
  put?: AgreementPut
  remove?: AgreementRemove
}

export namespace AgreementChange {
  let _codec: Codec<AgreementChange>

  export const codec = (): Codec<AgreementChange> => {
    if (_codec == null) {
      _codec = message<AgreementChange>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.remove != null) {
          obj.put = undefined
          obj.read = undefined
        }

        if (obj.put != null) {
          obj.remove = undefined
          obj.read = undefined
        }

        if (obj.read != null) {
          obj.remove = undefined
          obj.put = undefined
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.read != null) {
          w.uint32(18)
          AgreementRead.codec().encode(obj.read, w)
        }

        if (obj.put != null) {
          w.uint32(26)
          AgreementPut.codec().encode(obj.put, w)
        }

        if (obj.remove != null) {
          w.uint32(34)
          AgreementRemove.codec().encode(obj.remove, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.read = AgreementRead.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.read
              })
              break
            }
            case 3: {
              obj.put = AgreementPut.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.put
              })
              break
            }
            case 4: {
              obj.remove = AgreementRemove.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.remove
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.remove != null) {
          delete obj.put
          delete obj.read
        }

        if (obj.put != null) {
          delete obj.remove
          delete obj.read
        }

        if (obj.read != null) {
          delete obj.remove
          delete obj.put
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * AgreementRead.codec().stream(reader, reader.uint32(), `${prefix}.read`, {
                limits: opts.limits?.read
              })

              break
            }
            case 3: {
              yield * AgreementPut.codec().stream(reader, reader.uint32(), `${prefix}.put`, {
                limits: opts.limits?.put
              })

              break
            }
            case 4: {
              yield * AgreementRemove.codec().stream(reader, reader.uint32(), `${prefix}.remove`, {
                limits: opts.limits?.remove
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

  export interface AgreementChangeKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementChangePutValueFieldEvent {
    field: '$.put.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementChangePutContentTypeFieldEvent {
    field: '$.put.contentType'
    value: string
  }

  export interface AgreementChangePutTtlMsFieldEvent {
    field: '$.put.ttlMs'
    value: number
  }

  export interface AgreementChangePutIfMatchFieldEvent {
    field: '$.put.ifMatch'
    value: number
  }

  export interface AgreementChangeRemoveIfMatchFieldEvent {
    field: '$.remove.ifMatch'
    value: number
  }

  export function encode (obj: Partial<AgreementChange>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementChange.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementChange>): AgreementChange {
    return decodeMessage(buf, AgreementChange.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementChange>): Generator<AgreementChangeKeyFieldEvent | AgreementChangePutValueFieldEvent | AgreementChangePutContentTypeFieldEvent | AgreementChangePutTtlMsFieldEvent | AgreementChangePutIfMatchFieldEvent | AgreementChangeRemoveIfMatchFieldEvent> {
    return streamMessage(buf, AgreementChange.codec(), opts)
  }
}

export interface AgreementRead {}

export namespace AgreementRead {
  let _codec: Codec<AgreementRead>

  export const codec = (): Codec<AgreementRead> => {
    if (_codec == null) {
      _codec = message<AgreementRead>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementRead>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementRead.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRead>): AgreementRead {
    return decodeMessage(buf, AgreementRead.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRead>): Generator<{}> {
    return streamMessage(buf, AgreementRead.codec(), opts)
  }
}

export interface AgreementPut {
  value: Uint8Array<ArrayBuffer>
  contentType: string
  ttlMs?: number
  ifMatch?: number
}

export namespace AgreementPut {
  let _codec: Codec<AgreementPut>

  export const codec = (): Codec<AgreementPut> => {
    if (_codec == null) {
      _codec = message<AgreementPut>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.value != null && obj.value.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.value)
        }

        if ((obj.contentType != null && obj.contentType !== '')) {
          w.uint32(18)
          w.string(obj.contentType)
        }

        if (obj.ttlMs != null) {
          w.uint32(24)
          w.uint64Number(obj.ttlMs)
        }

        if (obj.ifMatch != null) {
          w.uint32(32)
          w.uint64Number(obj.ifMatch)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          value: uint8ArrayAlloc(0),
          contentType: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.value = reader.bytes()
              break
            }
            case 2: {
              obj.contentType = reader.string()
              break
            }
            case 3: {
              obj.ttlMs = reader.uint64Number()
              break
            }
            case 4: {
              obj.ifMatch = reader.uint64Number()
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
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.contentType`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.ttlMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.ifMatch`,
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

  export interface AgreementPutValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementPutContentTypeFieldEvent {
    field: '$.contentType'
    value: string
  }

  export interface AgreementPutTtlMsFieldEvent {
    field: '$.ttlMs'
    value: number
  }

  export interface AgreementPutIfMatchFieldEvent {
    field: '$.ifMatch'
    value: number
  }

  export function encode (obj: Partial<AgreementPut>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementPut.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPut>): AgreementPut {
    return decodeMessage(buf, AgreementPut.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPut>): Generator<AgreementPutValueFieldEvent | AgreementPutContentTypeFieldEvent | AgreementPutTtlMsFieldEvent | AgreementPutIfMatchFieldEvent> {
    return streamMessage(buf, AgreementPut.codec(), opts)
  }
}

export interface AgreementRemove {
  ifMatch?: number
}

export namespace AgreementRemove {
  let _codec: Codec<AgreementRemove>

  export const codec = (): Codec<AgreementRemove> => {
    if (_codec == null) {
      _codec = message<AgreementRemove>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ifMatch != null) {
          w.uint32(8)
          w.uint64Number(obj.ifMatch)
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
              obj.ifMatch = reader.uint64Number()
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
                field: `${prefix}.ifMatch`,
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

  export interface AgreementRemoveIfMatchFieldEvent {
    field: '$.ifMatch'
    value: number
  }

  export function encode (obj: Partial<AgreementRemove>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementRemove.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRemove>): AgreementRemove {
    return decodeMessage(buf, AgreementRemove.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRemove>): Generator<AgreementRemoveIfMatchFieldEvent> {
    return streamMessage(buf, AgreementRemove.codec(), opts)
  }
}

export interface AgreementList {
  prefix: Uint8Array<ArrayBuffer>
  after: Uint8Array<ArrayBuffer>
  limit: number
}

export namespace AgreementList {
  let _codec: Codec<AgreementList>

  export const codec = (): Codec<AgreementList> => {
    if (_codec == null) {
      _codec = message<AgreementList>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.prefix != null && obj.prefix.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.prefix)
        }

        if ((obj.after != null && obj.after.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.after)
        }

        if ((obj.limit != null && obj.limit !== 0)) {
          w.uint32(24)
          w.uint32(obj.limit)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          prefix: uint8ArrayAlloc(0),
          after: uint8ArrayAlloc(0),
          limit: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.prefix = reader.bytes()
              break
            }
            case 2: {
              obj.after = reader.bytes()
              break
            }
            case 3: {
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
                field: `${prefix}.prefix`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.after`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
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

  export interface AgreementListPrefixFieldEvent {
    field: '$.prefix'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementListAfterFieldEvent {
    field: '$.after'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementListLimitFieldEvent {
    field: '$.limit'
    value: number
  }

  export function encode (obj: Partial<AgreementList>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementList.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementList>): AgreementList {
    return decodeMessage(buf, AgreementList.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementList>): Generator<AgreementListPrefixFieldEvent | AgreementListAfterFieldEvent | AgreementListLimitFieldEvent> {
    return streamMessage(buf, AgreementList.codec(), opts)
  }
}

export interface AgreementLook {
  key: Uint8Array<ArrayBuffer>
  full: boolean
}

export namespace AgreementLook {
  let _codec: Codec<AgreementLook>

  export const codec = (): Codec<AgreementLook> => {
    if (_codec == null) {
      _codec = message<AgreementLook>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if ((obj.full != null && obj.full !== false)) {
          w.uint32(16)
          w.bool(obj.full)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0),
          full: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.full = reader.bool()
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
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.full`,
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

  export interface AgreementLookKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementLookFullFieldEvent {
    field: '$.full'
    value: boolean
  }

  export function encode (obj: Partial<AgreementLook>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementLook.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementLook>): AgreementLook {
    return decodeMessage(buf, AgreementLook.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementLook>): Generator<AgreementLookKeyFieldEvent | AgreementLookFullFieldEvent> {
    return streamMessage(buf, AgreementLook.codec(), opts)
  }
}

export interface AgreementPrepare {
  key: Uint8Array<ArrayBuffer>
  ballot?: AgreementBallot
  have?: AgreementBallot
}

export namespace AgreementPrepare {
  let _codec: Codec<AgreementPrepare>

  export const codec = (): Codec<AgreementPrepare> => {
    if (_codec == null) {
      _codec = message<AgreementPrepare>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if (obj.have != null) {
          w.uint32(26)
          AgreementBallot.codec().encode(obj.have, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 3: {
              obj.have = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.have
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
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 3: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.have`, {
                limits: opts.limits?.have
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

  export interface AgreementPrepareKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementPrepareBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementPrepareBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementPrepareBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementPrepareHaveEpochFieldEvent {
    field: '$.have.epoch'
    value: number
  }

  export interface AgreementPrepareHaveCounterFieldEvent {
    field: '$.have.counter'
    value: number
  }

  export interface AgreementPrepareHavePeerFieldEvent {
    field: '$.have.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementPrepare>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementPrepare.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPrepare>): AgreementPrepare {
    return decodeMessage(buf, AgreementPrepare.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementPrepare>): Generator<AgreementPrepareKeyFieldEvent | AgreementPrepareBallotEpochFieldEvent | AgreementPrepareBallotCounterFieldEvent | AgreementPrepareBallotPeerFieldEvent | AgreementPrepareHaveEpochFieldEvent | AgreementPrepareHaveCounterFieldEvent | AgreementPrepareHavePeerFieldEvent> {
    return streamMessage(buf, AgreementPrepare.codec(), opts)
  }
}

export interface AgreementAccept {
  ballot?: AgreementBallot
  next?: AgreementBallot
  state?: AgreementState
}

export namespace AgreementAccept {
  let _codec: Codec<AgreementAccept>

  export const codec = (): Codec<AgreementAccept> => {
    if (_codec == null) {
      _codec = message<AgreementAccept>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if (obj.next != null) {
          w.uint32(18)
          AgreementBallot.codec().encode(obj.next, w)
        }

        if (obj.state != null) {
          w.uint32(26)
          AgreementState.codec().encode(obj.state, w)
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
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 2: {
              obj.next = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.next
              })
              break
            }
            case 3: {
              obj.state = AgreementState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
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
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 2: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.next`, {
                limits: opts.limits?.next
              })

              break
            }
            case 3: {
              yield * AgreementState.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
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

  export interface AgreementAcceptBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementAcceptBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementAcceptBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptNextEpochFieldEvent {
    field: '$.next.epoch'
    value: number
  }

  export interface AgreementAcceptNextCounterFieldEvent {
    field: '$.next.counter'
    value: number
  }

  export interface AgreementAcceptNextPeerFieldEvent {
    field: '$.next.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptStateSequenceFieldEvent {
    field: '$.state.sequence'
    value: number
  }

  export interface AgreementAcceptStateTombstoneFieldEvent {
    field: '$.state.tombstone'
    value: boolean
  }

  export interface AgreementAcceptStateKeyFieldEvent {
    field: '$.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptStateValueFieldEvent {
    field: '$.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptStateContentTypeFieldEvent {
    field: '$.state.contentType'
    value: string
  }

  export interface AgreementAcceptStateExpiresAtMsFieldEvent {
    field: '$.state.expiresAtMs'
    value: number
  }

  export interface AgreementAcceptStateWriterFieldEvent {
    field: '$.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptStateTagEpochFieldEvent {
    field: '$.state.tag.epoch'
    value: number
  }

  export interface AgreementAcceptStateTagCounterFieldEvent {
    field: '$.state.tag.counter'
    value: number
  }

  export interface AgreementAcceptStateTagPeerFieldEvent {
    field: '$.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementAcceptStateRecentEpochFieldEvent {
    field: '$.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementAcceptStateRecentCounterFieldEvent {
    field: '$.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementAcceptStateRecentPeerFieldEvent {
    field: '$.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<AgreementAccept>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementAccept.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementAccept>): AgreementAccept {
    return decodeMessage(buf, AgreementAccept.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementAccept>): Generator<AgreementAcceptBallotEpochFieldEvent | AgreementAcceptBallotCounterFieldEvent | AgreementAcceptBallotPeerFieldEvent | AgreementAcceptNextEpochFieldEvent | AgreementAcceptNextCounterFieldEvent | AgreementAcceptNextPeerFieldEvent | AgreementAcceptStateSequenceFieldEvent | AgreementAcceptStateTombstoneFieldEvent | AgreementAcceptStateKeyFieldEvent | AgreementAcceptStateValueFieldEvent | AgreementAcceptStateContentTypeFieldEvent | AgreementAcceptStateExpiresAtMsFieldEvent | AgreementAcceptStateWriterFieldEvent | AgreementAcceptStateTagEpochFieldEvent | AgreementAcceptStateTagCounterFieldEvent | AgreementAcceptStateTagPeerFieldEvent | AgreementAcceptStateRecentEpochFieldEvent | AgreementAcceptStateRecentCounterFieldEvent | AgreementAcceptStateRecentPeerFieldEvent> {
    return streamMessage(buf, AgreementAccept.codec(), opts)
  }
}

export interface AgreementForget {
  key: Uint8Array<ArrayBuffer>
  ballot?: AgreementBallot
  sequence: number
}

export namespace AgreementForget {
  let _codec: Codec<AgreementForget>

  export const codec = (): Codec<AgreementForget> => {
    if (_codec == null) {
      _codec = message<AgreementForget>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.sequence)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0),
          sequence: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 3: {
              obj.sequence = reader.uint64Number()
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
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.sequence`,
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

  export interface AgreementForgetKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementForgetBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementForgetBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementForgetBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementForgetSequenceFieldEvent {
    field: '$.sequence'
    value: number
  }

  export function encode (obj: Partial<AgreementForget>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementForget.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementForget>): AgreementForget {
    return decodeMessage(buf, AgreementForget.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementForget>): Generator<AgreementForgetKeyFieldEvent | AgreementForgetBallotEpochFieldEvent | AgreementForgetBallotCounterFieldEvent | AgreementForgetBallotPeerFieldEvent | AgreementForgetSequenceFieldEvent> {
    return streamMessage(buf, AgreementForget.codec(), opts)
  }
}

export interface AgreementSuccession {
  from?: AgreementGroup
  to?: AgreementGroup
}

export namespace AgreementSuccession {
  let _codec: Codec<AgreementSuccession>

  export const codec = (): Codec<AgreementSuccession> => {
    if (_codec == null) {
      _codec = message<AgreementSuccession>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.from != null) {
          w.uint32(10)
          AgreementGroup.codec().encode(obj.from, w)
        }

        if (obj.to != null) {
          w.uint32(18)
          AgreementGroup.codec().encode(obj.to, w)
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
              obj.from = AgreementGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.from
              })
              break
            }
            case 2: {
              obj.to = AgreementGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.to
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
              yield * AgreementGroup.codec().stream(reader, reader.uint32(), `${prefix}.from`, {
                limits: opts.limits?.from
              })

              break
            }
            case 2: {
              yield * AgreementGroup.codec().stream(reader, reader.uint32(), `${prefix}.to`, {
                limits: opts.limits?.to
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

  export interface AgreementSuccessionFromEpochFieldEvent {
    field: '$.from.epoch'
    value: number
  }

  export interface AgreementSuccessionFromMembersPeerFieldEvent {
    field: '$.from.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementSuccessionFromMembersPositionFieldEvent {
    field: '$.from.members[].position'
    value: number
    index: number
  }

  export interface AgreementSuccessionFromMembersEpochFieldEvent {
    field: '$.from.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementSuccessionFromMembersAddressesFieldEvent {
    field: '$.from.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementSuccessionToEpochFieldEvent {
    field: '$.to.epoch'
    value: number
  }

  export interface AgreementSuccessionToMembersPeerFieldEvent {
    field: '$.to.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementSuccessionToMembersPositionFieldEvent {
    field: '$.to.members[].position'
    value: number
    index: number
  }

  export interface AgreementSuccessionToMembersEpochFieldEvent {
    field: '$.to.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementSuccessionToMembersAddressesFieldEvent {
    field: '$.to.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementSuccession>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementSuccession.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSuccession>): AgreementSuccession {
    return decodeMessage(buf, AgreementSuccession.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSuccession>): Generator<AgreementSuccessionFromEpochFieldEvent | AgreementSuccessionFromMembersPeerFieldEvent | AgreementSuccessionFromMembersPositionFieldEvent | AgreementSuccessionFromMembersEpochFieldEvent | AgreementSuccessionFromMembersAddressesFieldEvent | AgreementSuccessionToEpochFieldEvent | AgreementSuccessionToMembersPeerFieldEvent | AgreementSuccessionToMembersPositionFieldEvent | AgreementSuccessionToMembersEpochFieldEvent | AgreementSuccessionToMembersAddressesFieldEvent> {
    return streamMessage(buf, AgreementSuccession.codec(), opts)
  }
}

export interface AgreementSeal {
  ballot?: AgreementBallot
  next?: AgreementGroup
}

export namespace AgreementSeal {
  let _codec: Codec<AgreementSeal>

  export const codec = (): Codec<AgreementSeal> => {
    if (_codec == null) {
      _codec = message<AgreementSeal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if (obj.next != null) {
          w.uint32(18)
          AgreementGroup.codec().encode(obj.next, w)
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
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 2: {
              obj.next = AgreementGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.next
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
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 2: {
              yield * AgreementGroup.codec().stream(reader, reader.uint32(), `${prefix}.next`, {
                limits: opts.limits?.next
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

  export interface AgreementSealBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementSealBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementSealBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementSealNextEpochFieldEvent {
    field: '$.next.epoch'
    value: number
  }

  export interface AgreementSealNextMembersPeerFieldEvent {
    field: '$.next.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementSealNextMembersPositionFieldEvent {
    field: '$.next.members[].position'
    value: number
    index: number
  }

  export interface AgreementSealNextMembersEpochFieldEvent {
    field: '$.next.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementSealNextMembersAddressesFieldEvent {
    field: '$.next.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementSeal>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementSeal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSeal>): AgreementSeal {
    return decodeMessage(buf, AgreementSeal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSeal>): Generator<AgreementSealBallotEpochFieldEvent | AgreementSealBallotCounterFieldEvent | AgreementSealBallotPeerFieldEvent | AgreementSealNextEpochFieldEvent | AgreementSealNextMembersPeerFieldEvent | AgreementSealNextMembersPositionFieldEvent | AgreementSealNextMembersEpochFieldEvent | AgreementSealNextMembersAddressesFieldEvent> {
    return streamMessage(buf, AgreementSeal.codec(), opts)
  }
}

export interface AgreementDigest {
  after: Uint8Array<ArrayBuffer>
  final: boolean
}

export namespace AgreementDigest {
  let _codec: Codec<AgreementDigest>

  export const codec = (): Codec<AgreementDigest> => {
    if (_codec == null) {
      _codec = message<AgreementDigest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.after != null && obj.after.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.after)
        }

        if ((obj.final != null && obj.final !== false)) {
          w.uint32(16)
          w.bool(obj.final)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          after: uint8ArrayAlloc(0),
          final: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.after = reader.bytes()
              break
            }
            case 2: {
              obj.final = reader.bool()
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
                field: `${prefix}.after`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.final`,
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

  export interface AgreementDigestAfterFieldEvent {
    field: '$.after'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementDigestFinalFieldEvent {
    field: '$.final'
    value: boolean
  }

  export function encode (obj: Partial<AgreementDigest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementDigest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementDigest>): AgreementDigest {
    return decodeMessage(buf, AgreementDigest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementDigest>): Generator<AgreementDigestAfterFieldEvent | AgreementDigestFinalFieldEvent> {
    return streamMessage(buf, AgreementDigest.codec(), opts)
  }
}

export interface AgreementFetch {
  keys: Uint8Array<ArrayBuffer>[]
}

export namespace AgreementFetch {
  let _codec: Codec<AgreementFetch>

  export const codec = (): Codec<AgreementFetch> => {
    if (_codec == null) {
      _codec = message<AgreementFetch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.keys != null && obj.keys.length > 0) {
          for (const value of obj.keys) {
            w.uint32(10)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          keys: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.keys != null && obj.keys.length === opts.limits.keys) {
                throw new MaxLengthError('Decode error - repeated field "keys" had too many elements')
              }

              obj.keys.push(reader.bytes())
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
          keys: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.keys != null && obj.keys === opts.limits.keys) {
                throw new MaxLengthError('Streaming decode error - repeated field "keys" had too many elements')
              }

              yield {
                field: `${prefix}.keys[]`,
                index: obj.keys,
                value: reader.bytes()
              }

              obj.keys++

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

  export interface AgreementFetchKeysFieldEvent {
    field: '$.keys[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementFetch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementFetch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFetch>): AgreementFetch {
    return decodeMessage(buf, AgreementFetch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFetch>): Generator<AgreementFetchKeysFieldEvent> {
    return streamMessage(buf, AgreementFetch.codec(), opts)
  }
}

export interface AgreementResponse {
  working?: AgreementWorking
  group?: AgreementWhereabouts
  changed?: AgreementState
  listed?: AgreementListed
  held?: AgreementHeld
  promised?: AgreementHeld
  accepted?: AgreementAccepted
  rejected?: AgreementBallot
  forgotten?: AgreementForgotten
  nodes?: AgreementNodes
  copied?: AgreementReady
  sealPromised?: AgreementSealPromised
  installed?: AgreementReady
  digested?: AgreementDigested
  fetched?: AgreementFetched
  failed?: AgreementFailed
}

export namespace AgreementResponse {
  let _codec: Codec<AgreementResponse>

  export const codec = (): Codec<AgreementResponse> => {
    if (_codec == null) {
      _codec = message<AgreementResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.failed != null) {
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.fetched != null) {
          obj.failed = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.digested != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.installed != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.sealPromised != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.copied != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.nodes != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.forgotten != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.rejected != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.accepted != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.promised != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.held != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.listed != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.changed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.changed != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.group = undefined
          obj.working = undefined
        }

        if (obj.group != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.working = undefined
        }

        if (obj.working != null) {
          obj.failed = undefined
          obj.fetched = undefined
          obj.digested = undefined
          obj.installed = undefined
          obj.sealPromised = undefined
          obj.copied = undefined
          obj.nodes = undefined
          obj.forgotten = undefined
          obj.rejected = undefined
          obj.accepted = undefined
          obj.promised = undefined
          obj.held = undefined
          obj.listed = undefined
          obj.changed = undefined
          obj.group = undefined
        }

        if (obj.working != null) {
          w.uint32(10)
          AgreementWorking.codec().encode(obj.working, w)
        }

        if (obj.group != null) {
          w.uint32(18)
          AgreementWhereabouts.codec().encode(obj.group, w)
        }

        if (obj.changed != null) {
          w.uint32(26)
          AgreementState.codec().encode(obj.changed, w)
        }

        if (obj.listed != null) {
          w.uint32(34)
          AgreementListed.codec().encode(obj.listed, w)
        }

        if (obj.held != null) {
          w.uint32(42)
          AgreementHeld.codec().encode(obj.held, w)
        }

        if (obj.promised != null) {
          w.uint32(50)
          AgreementHeld.codec().encode(obj.promised, w)
        }

        if (obj.accepted != null) {
          w.uint32(58)
          AgreementAccepted.codec().encode(obj.accepted, w)
        }

        if (obj.rejected != null) {
          w.uint32(66)
          AgreementBallot.codec().encode(obj.rejected, w)
        }

        if (obj.forgotten != null) {
          w.uint32(74)
          AgreementForgotten.codec().encode(obj.forgotten, w)
        }

        if (obj.nodes != null) {
          w.uint32(82)
          AgreementNodes.codec().encode(obj.nodes, w)
        }

        if (obj.copied != null) {
          w.uint32(90)
          AgreementReady.codec().encode(obj.copied, w)
        }

        if (obj.sealPromised != null) {
          w.uint32(98)
          AgreementSealPromised.codec().encode(obj.sealPromised, w)
        }

        if (obj.installed != null) {
          w.uint32(106)
          AgreementReady.codec().encode(obj.installed, w)
        }

        if (obj.digested != null) {
          w.uint32(114)
          AgreementDigested.codec().encode(obj.digested, w)
        }

        if (obj.fetched != null) {
          w.uint32(122)
          AgreementFetched.codec().encode(obj.fetched, w)
        }

        if (obj.failed != null) {
          w.uint32(130)
          AgreementFailed.codec().encode(obj.failed, w)
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
              obj.working = AgreementWorking.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.working
              })
              break
            }
            case 2: {
              obj.group = AgreementWhereabouts.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
              })
              break
            }
            case 3: {
              obj.changed = AgreementState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.changed
              })
              break
            }
            case 4: {
              obj.listed = AgreementListed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.listed
              })
              break
            }
            case 5: {
              obj.held = AgreementHeld.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.held
              })
              break
            }
            case 6: {
              obj.promised = AgreementHeld.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.promised
              })
              break
            }
            case 7: {
              obj.accepted = AgreementAccepted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
              })
              break
            }
            case 8: {
              obj.rejected = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.rejected
              })
              break
            }
            case 9: {
              obj.forgotten = AgreementForgotten.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.forgotten
              })
              break
            }
            case 10: {
              obj.nodes = AgreementNodes.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.nodes
              })
              break
            }
            case 11: {
              obj.copied = AgreementReady.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.copied
              })
              break
            }
            case 12: {
              obj.sealPromised = AgreementSealPromised.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sealPromised
              })
              break
            }
            case 13: {
              obj.installed = AgreementReady.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.installed
              })
              break
            }
            case 14: {
              obj.digested = AgreementDigested.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.digested
              })
              break
            }
            case 15: {
              obj.fetched = AgreementFetched.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fetched
              })
              break
            }
            case 16: {
              obj.failed = AgreementFailed.codec().decode(reader, reader.uint32(), {
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
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.fetched != null) {
          delete obj.failed
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.digested != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.installed != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.sealPromised != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.copied != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.nodes != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.forgotten != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.rejected != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.accepted != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.promised != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.held != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.listed
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.listed != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.changed
          delete obj.group
          delete obj.working
        }

        if (obj.changed != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.group
          delete obj.working
        }

        if (obj.group != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.working
        }

        if (obj.working != null) {
          delete obj.failed
          delete obj.fetched
          delete obj.digested
          delete obj.installed
          delete obj.sealPromised
          delete obj.copied
          delete obj.nodes
          delete obj.forgotten
          delete obj.rejected
          delete obj.accepted
          delete obj.promised
          delete obj.held
          delete obj.listed
          delete obj.changed
          delete obj.group
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * AgreementWorking.codec().stream(reader, reader.uint32(), `${prefix}.working`, {
                limits: opts.limits?.working
              })

              break
            }
            case 2: {
              yield * AgreementWhereabouts.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
              })

              break
            }
            case 3: {
              yield * AgreementState.codec().stream(reader, reader.uint32(), `${prefix}.changed`, {
                limits: opts.limits?.changed
              })

              break
            }
            case 4: {
              yield * AgreementListed.codec().stream(reader, reader.uint32(), `${prefix}.listed`, {
                limits: opts.limits?.listed
              })

              break
            }
            case 5: {
              yield * AgreementHeld.codec().stream(reader, reader.uint32(), `${prefix}.held`, {
                limits: opts.limits?.held
              })

              break
            }
            case 6: {
              yield * AgreementHeld.codec().stream(reader, reader.uint32(), `${prefix}.promised`, {
                limits: opts.limits?.promised
              })

              break
            }
            case 7: {
              yield * AgreementAccepted.codec().stream(reader, reader.uint32(), `${prefix}.accepted`, {
                limits: opts.limits?.accepted
              })

              break
            }
            case 8: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.rejected`, {
                limits: opts.limits?.rejected
              })

              break
            }
            case 9: {
              yield * AgreementForgotten.codec().stream(reader, reader.uint32(), `${prefix}.forgotten`, {
                limits: opts.limits?.forgotten
              })

              break
            }
            case 10: {
              yield * AgreementNodes.codec().stream(reader, reader.uint32(), `${prefix}.nodes`, {
                limits: opts.limits?.nodes
              })

              break
            }
            case 11: {
              yield * AgreementReady.codec().stream(reader, reader.uint32(), `${prefix}.copied`, {
                limits: opts.limits?.copied
              })

              break
            }
            case 12: {
              yield * AgreementSealPromised.codec().stream(reader, reader.uint32(), `${prefix}.sealPromised`, {
                limits: opts.limits?.sealPromised
              })

              break
            }
            case 13: {
              yield * AgreementReady.codec().stream(reader, reader.uint32(), `${prefix}.installed`, {
                limits: opts.limits?.installed
              })

              break
            }
            case 14: {
              yield * AgreementDigested.codec().stream(reader, reader.uint32(), `${prefix}.digested`, {
                limits: opts.limits?.digested
              })

              break
            }
            case 15: {
              yield * AgreementFetched.codec().stream(reader, reader.uint32(), `${prefix}.fetched`, {
                limits: opts.limits?.fetched
              })

              break
            }
            case 16: {
              yield * AgreementFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
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

  export interface AgreementResponseGroupLineageFieldEvent {
    field: '$.group.lineage'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseGroupGroupEpochFieldEvent {
    field: '$.group.group.epoch'
    value: number
  }

  export interface AgreementResponseGroupGroupMembersPeerFieldEvent {
    field: '$.group.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseGroupGroupMembersPositionFieldEvent {
    field: '$.group.group.members[].position'
    value: number
    index: number
  }

  export interface AgreementResponseGroupGroupMembersEpochFieldEvent {
    field: '$.group.group.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseGroupGroupMembersAddressesFieldEvent {
    field: '$.group.group.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementResponseGroupOthersPeerFieldEvent {
    field: '$.group.others[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseGroupOthersPositionFieldEvent {
    field: '$.group.others[].position'
    value: number
    index: number
  }

  export interface AgreementResponseGroupOthersEpochFieldEvent {
    field: '$.group.others[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseGroupOthersAddressesFieldEvent {
    field: '$.group.others[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementResponseChangedSequenceFieldEvent {
    field: '$.changed.sequence'
    value: number
  }

  export interface AgreementResponseChangedTombstoneFieldEvent {
    field: '$.changed.tombstone'
    value: boolean
  }

  export interface AgreementResponseChangedKeyFieldEvent {
    field: '$.changed.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseChangedValueFieldEvent {
    field: '$.changed.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseChangedContentTypeFieldEvent {
    field: '$.changed.contentType'
    value: string
  }

  export interface AgreementResponseChangedExpiresAtMsFieldEvent {
    field: '$.changed.expiresAtMs'
    value: number
  }

  export interface AgreementResponseChangedWriterFieldEvent {
    field: '$.changed.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseChangedTagEpochFieldEvent {
    field: '$.changed.tag.epoch'
    value: number
  }

  export interface AgreementResponseChangedTagCounterFieldEvent {
    field: '$.changed.tag.counter'
    value: number
  }

  export interface AgreementResponseChangedTagPeerFieldEvent {
    field: '$.changed.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseChangedRecentEpochFieldEvent {
    field: '$.changed.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseChangedRecentCounterFieldEvent {
    field: '$.changed.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementResponseChangedRecentPeerFieldEvent {
    field: '$.changed.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseListedRegistersKeyFieldEvent {
    field: '$.listed.registers[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseListedRegistersSequenceFieldEvent {
    field: '$.listed.registers[].sequence'
    value: number
    index: number
  }

  export interface AgreementResponseListedRegistersTombstoneFieldEvent {
    field: '$.listed.registers[].tombstone'
    value: boolean
    index: number
  }

  export interface AgreementResponseListedRegistersContentTypeFieldEvent {
    field: '$.listed.registers[].contentType'
    value: string
    index: number
  }

  export interface AgreementResponseListedRegistersExpiresAtMsFieldEvent {
    field: '$.listed.registers[].expiresAtMs'
    value: number
    index: number
  }

  export interface AgreementResponseListedRegistersSizeFieldEvent {
    field: '$.listed.registers[].size'
    value: number
    index: number
  }

  export interface AgreementResponseListedRegistersValueFieldEvent {
    field: '$.listed.registers[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseListedBallotsEpochFieldEvent {
    field: '$.listed.ballots[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseListedBallotsCounterFieldEvent {
    field: '$.listed.ballots[].counter'
    value: number
    index: number
  }

  export interface AgreementResponseListedBallotsPeerFieldEvent {
    field: '$.listed.ballots[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseListedThroughFieldEvent {
    field: '$.listed.through'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldAcceptedEpochFieldEvent {
    field: '$.held.accepted.epoch'
    value: number
  }

  export interface AgreementResponseHeldAcceptedCounterFieldEvent {
    field: '$.held.accepted.counter'
    value: number
  }

  export interface AgreementResponseHeldAcceptedPeerFieldEvent {
    field: '$.held.accepted.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldStateSequenceFieldEvent {
    field: '$.held.state.sequence'
    value: number
  }

  export interface AgreementResponseHeldStateTombstoneFieldEvent {
    field: '$.held.state.tombstone'
    value: boolean
  }

  export interface AgreementResponseHeldStateKeyFieldEvent {
    field: '$.held.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldStateValueFieldEvent {
    field: '$.held.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldStateContentTypeFieldEvent {
    field: '$.held.state.contentType'
    value: string
  }

  export interface AgreementResponseHeldStateExpiresAtMsFieldEvent {
    field: '$.held.state.expiresAtMs'
    value: number
  }

  export interface AgreementResponseHeldStateWriterFieldEvent {
    field: '$.held.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldStateTagEpochFieldEvent {
    field: '$.held.state.tag.epoch'
    value: number
  }

  export interface AgreementResponseHeldStateTagCounterFieldEvent {
    field: '$.held.state.tag.counter'
    value: number
  }

  export interface AgreementResponseHeldStateTagPeerFieldEvent {
    field: '$.held.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseHeldStateRecentEpochFieldEvent {
    field: '$.held.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseHeldStateRecentCounterFieldEvent {
    field: '$.held.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementResponseHeldStateRecentPeerFieldEvent {
    field: '$.held.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseHeldFloorFieldEvent {
    field: '$.held.floor'
    value: number
  }

  export interface AgreementResponsePromisedAcceptedEpochFieldEvent {
    field: '$.promised.accepted.epoch'
    value: number
  }

  export interface AgreementResponsePromisedAcceptedCounterFieldEvent {
    field: '$.promised.accepted.counter'
    value: number
  }

  export interface AgreementResponsePromisedAcceptedPeerFieldEvent {
    field: '$.promised.accepted.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponsePromisedStateSequenceFieldEvent {
    field: '$.promised.state.sequence'
    value: number
  }

  export interface AgreementResponsePromisedStateTombstoneFieldEvent {
    field: '$.promised.state.tombstone'
    value: boolean
  }

  export interface AgreementResponsePromisedStateKeyFieldEvent {
    field: '$.promised.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponsePromisedStateValueFieldEvent {
    field: '$.promised.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponsePromisedStateContentTypeFieldEvent {
    field: '$.promised.state.contentType'
    value: string
  }

  export interface AgreementResponsePromisedStateExpiresAtMsFieldEvent {
    field: '$.promised.state.expiresAtMs'
    value: number
  }

  export interface AgreementResponsePromisedStateWriterFieldEvent {
    field: '$.promised.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponsePromisedStateTagEpochFieldEvent {
    field: '$.promised.state.tag.epoch'
    value: number
  }

  export interface AgreementResponsePromisedStateTagCounterFieldEvent {
    field: '$.promised.state.tag.counter'
    value: number
  }

  export interface AgreementResponsePromisedStateTagPeerFieldEvent {
    field: '$.promised.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponsePromisedStateRecentEpochFieldEvent {
    field: '$.promised.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponsePromisedStateRecentCounterFieldEvent {
    field: '$.promised.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementResponsePromisedStateRecentPeerFieldEvent {
    field: '$.promised.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponsePromisedFloorFieldEvent {
    field: '$.promised.floor'
    value: number
  }

  export interface AgreementResponseRejectedEpochFieldEvent {
    field: '$.rejected.epoch'
    value: number
  }

  export interface AgreementResponseRejectedCounterFieldEvent {
    field: '$.rejected.counter'
    value: number
  }

  export interface AgreementResponseRejectedPeerFieldEvent {
    field: '$.rejected.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseNodesNodesPeerFieldEvent {
    field: '$.nodes.nodes[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseNodesNodesPositionFieldEvent {
    field: '$.nodes.nodes[].position'
    value: number
    index: number
  }

  export interface AgreementResponseNodesNodesEpochFieldEvent {
    field: '$.nodes.nodes[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseNodesNodesAddressesFieldEvent {
    field: '$.nodes.nodes[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementResponseCopiedReadyFieldEvent {
    field: '$.copied.ready'
    value: boolean
  }

  export interface AgreementResponseSealPromisedAcceptedBallotEpochFieldEvent {
    field: '$.sealPromised.accepted.ballot.epoch'
    value: number
  }

  export interface AgreementResponseSealPromisedAcceptedBallotCounterFieldEvent {
    field: '$.sealPromised.accepted.ballot.counter'
    value: number
  }

  export interface AgreementResponseSealPromisedAcceptedBallotPeerFieldEvent {
    field: '$.sealPromised.accepted.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseSealPromisedAcceptedNextEpochFieldEvent {
    field: '$.sealPromised.accepted.next.epoch'
    value: number
  }

  export interface AgreementResponseSealPromisedAcceptedNextMembersPeerFieldEvent {
    field: '$.sealPromised.accepted.next.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseSealPromisedAcceptedNextMembersPositionFieldEvent {
    field: '$.sealPromised.accepted.next.members[].position'
    value: number
    index: number
  }

  export interface AgreementResponseSealPromisedAcceptedNextMembersEpochFieldEvent {
    field: '$.sealPromised.accepted.next.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseSealPromisedAcceptedNextMembersAddressesFieldEvent {
    field: '$.sealPromised.accepted.next.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementResponseInstalledReadyFieldEvent {
    field: '$.installed.ready'
    value: boolean
  }

  export interface AgreementResponseDigestedBallotsKeyFieldEvent {
    field: '$.digested.ballots[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseDigestedBallotsBallotEpochFieldEvent {
    field: '$.digested.ballots[].ballot.epoch'
    value: number
    index: number
  }

  export interface AgreementResponseDigestedBallotsBallotCounterFieldEvent {
    field: '$.digested.ballots[].ballot.counter'
    value: number
    index: number
  }

  export interface AgreementResponseDigestedBallotsBallotPeerFieldEvent {
    field: '$.digested.ballots[].ballot.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseDigestedThroughFieldEvent {
    field: '$.digested.through'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementResponseDigestedFloorFieldEvent {
    field: '$.digested.floor'
    value: number
  }

  export interface AgreementResponseFetchedStatesBallotEpochFieldEvent {
    field: '$.fetched.states[].ballot.epoch'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesBallotCounterFieldEvent {
    field: '$.fetched.states[].ballot.counter'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesBallotPeerFieldEvent {
    field: '$.fetched.states[].ballot.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFetchedStatesStateSequenceFieldEvent {
    field: '$.fetched.states[].state.sequence'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateTombstoneFieldEvent {
    field: '$.fetched.states[].state.tombstone'
    value: boolean
    index: number
  }

  export interface AgreementResponseFetchedStatesStateKeyFieldEvent {
    field: '$.fetched.states[].state.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFetchedStatesStateValueFieldEvent {
    field: '$.fetched.states[].state.value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFetchedStatesStateContentTypeFieldEvent {
    field: '$.fetched.states[].state.contentType'
    value: string
    index: number
  }

  export interface AgreementResponseFetchedStatesStateExpiresAtMsFieldEvent {
    field: '$.fetched.states[].state.expiresAtMs'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateWriterFieldEvent {
    field: '$.fetched.states[].state.writer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFetchedStatesStateTagEpochFieldEvent {
    field: '$.fetched.states[].state.tag.epoch'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateTagCounterFieldEvent {
    field: '$.fetched.states[].state.tag.counter'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateTagPeerFieldEvent {
    field: '$.fetched.states[].state.tag.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFetchedStatesStateRecentEpochFieldEvent {
    field: '$.fetched.states[].state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateRecentCounterFieldEvent {
    field: '$.fetched.states[].state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementResponseFetchedStatesStateRecentPeerFieldEvent {
    field: '$.fetched.states[].state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: AgreementRefusal
  }

  export interface AgreementResponseFailedSequenceFieldEvent {
    field: '$.failed.sequence'
    value: number
  }

  export function encode (obj: Partial<AgreementResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementResponse>): AgreementResponse {
    return decodeMessage(buf, AgreementResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementResponse>): Generator<AgreementResponseGroupLineageFieldEvent | AgreementResponseGroupGroupEpochFieldEvent | AgreementResponseGroupGroupMembersPeerFieldEvent | AgreementResponseGroupGroupMembersPositionFieldEvent | AgreementResponseGroupGroupMembersEpochFieldEvent | AgreementResponseGroupGroupMembersAddressesFieldEvent | AgreementResponseGroupOthersPeerFieldEvent | AgreementResponseGroupOthersPositionFieldEvent | AgreementResponseGroupOthersEpochFieldEvent | AgreementResponseGroupOthersAddressesFieldEvent | AgreementResponseChangedSequenceFieldEvent | AgreementResponseChangedTombstoneFieldEvent | AgreementResponseChangedKeyFieldEvent | AgreementResponseChangedValueFieldEvent | AgreementResponseChangedContentTypeFieldEvent | AgreementResponseChangedExpiresAtMsFieldEvent | AgreementResponseChangedWriterFieldEvent | AgreementResponseChangedTagEpochFieldEvent | AgreementResponseChangedTagCounterFieldEvent | AgreementResponseChangedTagPeerFieldEvent | AgreementResponseChangedRecentEpochFieldEvent | AgreementResponseChangedRecentCounterFieldEvent | AgreementResponseChangedRecentPeerFieldEvent | AgreementResponseListedRegistersKeyFieldEvent | AgreementResponseListedRegistersSequenceFieldEvent | AgreementResponseListedRegistersTombstoneFieldEvent | AgreementResponseListedRegistersContentTypeFieldEvent | AgreementResponseListedRegistersExpiresAtMsFieldEvent | AgreementResponseListedRegistersSizeFieldEvent | AgreementResponseListedRegistersValueFieldEvent | AgreementResponseListedBallotsEpochFieldEvent | AgreementResponseListedBallotsCounterFieldEvent | AgreementResponseListedBallotsPeerFieldEvent | AgreementResponseListedThroughFieldEvent | AgreementResponseHeldAcceptedEpochFieldEvent | AgreementResponseHeldAcceptedCounterFieldEvent | AgreementResponseHeldAcceptedPeerFieldEvent | AgreementResponseHeldStateSequenceFieldEvent | AgreementResponseHeldStateTombstoneFieldEvent | AgreementResponseHeldStateKeyFieldEvent | AgreementResponseHeldStateValueFieldEvent | AgreementResponseHeldStateContentTypeFieldEvent | AgreementResponseHeldStateExpiresAtMsFieldEvent | AgreementResponseHeldStateWriterFieldEvent | AgreementResponseHeldStateTagEpochFieldEvent | AgreementResponseHeldStateTagCounterFieldEvent | AgreementResponseHeldStateTagPeerFieldEvent | AgreementResponseHeldStateRecentEpochFieldEvent | AgreementResponseHeldStateRecentCounterFieldEvent | AgreementResponseHeldStateRecentPeerFieldEvent | AgreementResponseHeldFloorFieldEvent | AgreementResponsePromisedAcceptedEpochFieldEvent | AgreementResponsePromisedAcceptedCounterFieldEvent | AgreementResponsePromisedAcceptedPeerFieldEvent | AgreementResponsePromisedStateSequenceFieldEvent | AgreementResponsePromisedStateTombstoneFieldEvent | AgreementResponsePromisedStateKeyFieldEvent | AgreementResponsePromisedStateValueFieldEvent | AgreementResponsePromisedStateContentTypeFieldEvent | AgreementResponsePromisedStateExpiresAtMsFieldEvent | AgreementResponsePromisedStateWriterFieldEvent | AgreementResponsePromisedStateTagEpochFieldEvent | AgreementResponsePromisedStateTagCounterFieldEvent | AgreementResponsePromisedStateTagPeerFieldEvent | AgreementResponsePromisedStateRecentEpochFieldEvent | AgreementResponsePromisedStateRecentCounterFieldEvent | AgreementResponsePromisedStateRecentPeerFieldEvent | AgreementResponsePromisedFloorFieldEvent | AgreementResponseRejectedEpochFieldEvent | AgreementResponseRejectedCounterFieldEvent | AgreementResponseRejectedPeerFieldEvent | AgreementResponseNodesNodesPeerFieldEvent | AgreementResponseNodesNodesPositionFieldEvent | AgreementResponseNodesNodesEpochFieldEvent | AgreementResponseNodesNodesAddressesFieldEvent | AgreementResponseCopiedReadyFieldEvent | AgreementResponseSealPromisedAcceptedBallotEpochFieldEvent | AgreementResponseSealPromisedAcceptedBallotCounterFieldEvent | AgreementResponseSealPromisedAcceptedBallotPeerFieldEvent | AgreementResponseSealPromisedAcceptedNextEpochFieldEvent | AgreementResponseSealPromisedAcceptedNextMembersPeerFieldEvent | AgreementResponseSealPromisedAcceptedNextMembersPositionFieldEvent | AgreementResponseSealPromisedAcceptedNextMembersEpochFieldEvent | AgreementResponseSealPromisedAcceptedNextMembersAddressesFieldEvent | AgreementResponseInstalledReadyFieldEvent | AgreementResponseDigestedBallotsKeyFieldEvent | AgreementResponseDigestedBallotsBallotEpochFieldEvent | AgreementResponseDigestedBallotsBallotCounterFieldEvent | AgreementResponseDigestedBallotsBallotPeerFieldEvent | AgreementResponseDigestedThroughFieldEvent | AgreementResponseDigestedFloorFieldEvent | AgreementResponseFetchedStatesBallotEpochFieldEvent | AgreementResponseFetchedStatesBallotCounterFieldEvent | AgreementResponseFetchedStatesBallotPeerFieldEvent | AgreementResponseFetchedStatesStateSequenceFieldEvent | AgreementResponseFetchedStatesStateTombstoneFieldEvent | AgreementResponseFetchedStatesStateKeyFieldEvent | AgreementResponseFetchedStatesStateValueFieldEvent | AgreementResponseFetchedStatesStateContentTypeFieldEvent | AgreementResponseFetchedStatesStateExpiresAtMsFieldEvent | AgreementResponseFetchedStatesStateWriterFieldEvent | AgreementResponseFetchedStatesStateTagEpochFieldEvent | AgreementResponseFetchedStatesStateTagCounterFieldEvent | AgreementResponseFetchedStatesStateTagPeerFieldEvent | AgreementResponseFetchedStatesStateRecentEpochFieldEvent | AgreementResponseFetchedStatesStateRecentCounterFieldEvent | AgreementResponseFetchedStatesStateRecentPeerFieldEvent | AgreementResponseFailedCodeFieldEvent | AgreementResponseFailedSequenceFieldEvent> {
    return streamMessage(buf, AgreementResponse.codec(), opts)
  }
}

export interface AgreementWorking {}

export namespace AgreementWorking {
  let _codec: Codec<AgreementWorking>

  export const codec = (): Codec<AgreementWorking> => {
    if (_codec == null) {
      _codec = message<AgreementWorking>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementWorking>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementWorking.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWorking>): AgreementWorking {
    return decodeMessage(buf, AgreementWorking.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWorking>): Generator<{}> {
    return streamMessage(buf, AgreementWorking.codec(), opts)
  }
}

export interface AgreementAccepted {}

export namespace AgreementAccepted {
  let _codec: Codec<AgreementAccepted>

  export const codec = (): Codec<AgreementAccepted> => {
    if (_codec == null) {
      _codec = message<AgreementAccepted>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementAccepted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementAccepted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementAccepted>): AgreementAccepted {
    return decodeMessage(buf, AgreementAccepted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementAccepted>): Generator<{}> {
    return streamMessage(buf, AgreementAccepted.codec(), opts)
  }
}

export interface AgreementForgotten {}

export namespace AgreementForgotten {
  let _codec: Codec<AgreementForgotten>

  export const codec = (): Codec<AgreementForgotten> => {
    if (_codec == null) {
      _codec = message<AgreementForgotten>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<AgreementForgotten>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementForgotten.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementForgotten>): AgreementForgotten {
    return decodeMessage(buf, AgreementForgotten.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementForgotten>): Generator<{}> {
    return streamMessage(buf, AgreementForgotten.codec(), opts)
  }
}

export interface AgreementWhereabouts {
  lineage: Uint8Array<ArrayBuffer>
  group?: AgreementGroup
  others: NodeRef[]
}

export namespace AgreementWhereabouts {
  let _codec: Codec<AgreementWhereabouts>

  export const codec = (): Codec<AgreementWhereabouts> => {
    if (_codec == null) {
      _codec = message<AgreementWhereabouts>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lineage != null && obj.lineage.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.lineage)
        }

        if (obj.group != null) {
          w.uint32(18)
          AgreementGroup.codec().encode(obj.group, w)
        }

        if (obj.others != null && obj.others.length > 0) {
          for (const value of obj.others) {
            w.uint32(26)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lineage: uint8ArrayAlloc(0),
          others: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lineage = reader.bytes()
              break
            }
            case 2: {
              obj.group = AgreementGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.group
              })
              break
            }
            case 3: {
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
              yield {
                field: `${prefix}.lineage`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * AgreementGroup.codec().stream(reader, reader.uint32(), `${prefix}.group`, {
                limits: opts.limits?.group
              })

              break
            }
            case 3: {
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

  export interface AgreementWhereaboutsLineageFieldEvent {
    field: '$.lineage'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementWhereaboutsGroupEpochFieldEvent {
    field: '$.group.epoch'
    value: number
  }

  export interface AgreementWhereaboutsGroupMembersPeerFieldEvent {
    field: '$.group.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementWhereaboutsGroupMembersPositionFieldEvent {
    field: '$.group.members[].position'
    value: number
    index: number
  }

  export interface AgreementWhereaboutsGroupMembersEpochFieldEvent {
    field: '$.group.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementWhereaboutsGroupMembersAddressesFieldEvent {
    field: '$.group.members[].addresses[]'
    index: number
    value: string
  }

  export interface AgreementWhereaboutsOthersPeerFieldEvent {
    field: '$.others[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementWhereaboutsOthersPositionFieldEvent {
    field: '$.others[].position'
    value: number
    index: number
  }

  export interface AgreementWhereaboutsOthersEpochFieldEvent {
    field: '$.others[].epoch'
    value: number
    index: number
  }

  export interface AgreementWhereaboutsOthersAddressesFieldEvent {
    field: '$.others[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementWhereabouts>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementWhereabouts.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWhereabouts>): AgreementWhereabouts {
    return decodeMessage(buf, AgreementWhereabouts.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementWhereabouts>): Generator<AgreementWhereaboutsLineageFieldEvent | AgreementWhereaboutsGroupEpochFieldEvent | AgreementWhereaboutsGroupMembersPeerFieldEvent | AgreementWhereaboutsGroupMembersPositionFieldEvent | AgreementWhereaboutsGroupMembersEpochFieldEvent | AgreementWhereaboutsGroupMembersAddressesFieldEvent | AgreementWhereaboutsOthersPeerFieldEvent | AgreementWhereaboutsOthersPositionFieldEvent | AgreementWhereaboutsOthersEpochFieldEvent | AgreementWhereaboutsOthersAddressesFieldEvent> {
    return streamMessage(buf, AgreementWhereabouts.codec(), opts)
  }
}

export interface AgreementRegister {
  key: Uint8Array<ArrayBuffer>
  sequence: number
  tombstone: boolean
  contentType: string
  expiresAtMs?: number
  size: number
  value?: Uint8Array<ArrayBuffer>
}

export namespace AgreementRegister {
  let _codec: Codec<AgreementRegister>

  export const codec = (): Codec<AgreementRegister> => {
    if (_codec == null) {
      _codec = message<AgreementRegister>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if ((obj.tombstone != null && obj.tombstone !== false)) {
          w.uint32(24)
          w.bool(obj.tombstone)
        }

        if ((obj.contentType != null && obj.contentType !== '')) {
          w.uint32(34)
          w.string(obj.contentType)
        }

        if (obj.expiresAtMs != null) {
          w.uint32(40)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.size != null && obj.size !== 0)) {
          w.uint32(48)
          w.uint32(obj.size)
        }

        if (obj.value != null) {
          w.uint32(58)
          w.bytes(obj.value)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0),
          sequence: 0,
          tombstone: false,
          contentType: '',
          size: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.tombstone = reader.bool()
              break
            }
            case 4: {
              obj.contentType = reader.string()
              break
            }
            case 5: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 6: {
              obj.size = reader.uint32()
              break
            }
            case 7: {
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
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.sequence`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.tombstone`,
                value: reader.bool()
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
                field: `${prefix}.expiresAtMs`,
                value: reader.uint64Number()
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

  export interface AgreementRegisterKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementRegisterSequenceFieldEvent {
    field: '$.sequence'
    value: number
  }

  export interface AgreementRegisterTombstoneFieldEvent {
    field: '$.tombstone'
    value: boolean
  }

  export interface AgreementRegisterContentTypeFieldEvent {
    field: '$.contentType'
    value: string
  }

  export interface AgreementRegisterExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface AgreementRegisterSizeFieldEvent {
    field: '$.size'
    value: number
  }

  export interface AgreementRegisterValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementRegister>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementRegister.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRegister>): AgreementRegister {
    return decodeMessage(buf, AgreementRegister.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementRegister>): Generator<AgreementRegisterKeyFieldEvent | AgreementRegisterSequenceFieldEvent | AgreementRegisterTombstoneFieldEvent | AgreementRegisterContentTypeFieldEvent | AgreementRegisterExpiresAtMsFieldEvent | AgreementRegisterSizeFieldEvent | AgreementRegisterValueFieldEvent> {
    return streamMessage(buf, AgreementRegister.codec(), opts)
  }
}

export interface AgreementListed {
  registers: AgreementRegister[]
  ballots: AgreementBallot[]
  through?: Uint8Array<ArrayBuffer>
}

export namespace AgreementListed {
  let _codec: Codec<AgreementListed>

  export const codec = (): Codec<AgreementListed> => {
    if (_codec == null) {
      _codec = message<AgreementListed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.registers != null && obj.registers.length > 0) {
          for (const value of obj.registers) {
            w.uint32(10)
            AgreementRegister.codec().encode(value, w)
          }
        }

        if (obj.ballots != null && obj.ballots.length > 0) {
          for (const value of obj.ballots) {
            w.uint32(18)
            AgreementBallot.codec().encode(value, w)
          }
        }

        if (obj.through != null) {
          w.uint32(26)
          w.bytes(obj.through)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          registers: [],
          ballots: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.registers != null && obj.registers.length === opts.limits.registers) {
                throw new MaxLengthError('Decode error - repeated field "registers" had too many elements')
              }

              obj.registers.push(AgreementRegister.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.registers$
              }))
              break
            }
            case 2: {
              if (opts.limits?.ballots != null && obj.ballots.length === opts.limits.ballots) {
                throw new MaxLengthError('Decode error - repeated field "ballots" had too many elements')
              }

              obj.ballots.push(AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballots$
              }))
              break
            }
            case 3: {
              obj.through = reader.bytes()
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
          registers: 0,
          ballots: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.registers != null && obj.registers === opts.limits.registers) {
                throw new MaxLengthError('Streaming decode error - repeated field "registers" had too many elements')
              }

              for (const evt of AgreementRegister.codec().stream(reader, reader.uint32(), `${prefix}.registers[]`, {
                limits: opts.limits?.registers$
              })) {
                yield {
                  ...evt,
                  index: obj.registers
                }
              }

              obj.registers++

              break
            }
            case 2: {
              if (opts.limits?.ballots != null && obj.ballots === opts.limits.ballots) {
                throw new MaxLengthError('Streaming decode error - repeated field "ballots" had too many elements')
              }

              for (const evt of AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballots[]`, {
                limits: opts.limits?.ballots$
              })) {
                yield {
                  ...evt,
                  index: obj.ballots
                }
              }

              obj.ballots++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.through`,
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

  export interface AgreementListedRegistersKeyFieldEvent {
    field: '$.registers[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementListedRegistersSequenceFieldEvent {
    field: '$.registers[].sequence'
    value: number
    index: number
  }

  export interface AgreementListedRegistersTombstoneFieldEvent {
    field: '$.registers[].tombstone'
    value: boolean
    index: number
  }

  export interface AgreementListedRegistersContentTypeFieldEvent {
    field: '$.registers[].contentType'
    value: string
    index: number
  }

  export interface AgreementListedRegistersExpiresAtMsFieldEvent {
    field: '$.registers[].expiresAtMs'
    value: number
    index: number
  }

  export interface AgreementListedRegistersSizeFieldEvent {
    field: '$.registers[].size'
    value: number
    index: number
  }

  export interface AgreementListedRegistersValueFieldEvent {
    field: '$.registers[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementListedBallotsEpochFieldEvent {
    field: '$.ballots[].epoch'
    value: number
    index: number
  }

  export interface AgreementListedBallotsCounterFieldEvent {
    field: '$.ballots[].counter'
    value: number
    index: number
  }

  export interface AgreementListedBallotsPeerFieldEvent {
    field: '$.ballots[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementListedThroughFieldEvent {
    field: '$.through'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementListed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementListed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementListed>): AgreementListed {
    return decodeMessage(buf, AgreementListed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementListed>): Generator<AgreementListedRegistersKeyFieldEvent | AgreementListedRegistersSequenceFieldEvent | AgreementListedRegistersTombstoneFieldEvent | AgreementListedRegistersContentTypeFieldEvent | AgreementListedRegistersExpiresAtMsFieldEvent | AgreementListedRegistersSizeFieldEvent | AgreementListedRegistersValueFieldEvent | AgreementListedBallotsEpochFieldEvent | AgreementListedBallotsCounterFieldEvent | AgreementListedBallotsPeerFieldEvent | AgreementListedThroughFieldEvent> {
    return streamMessage(buf, AgreementListed.codec(), opts)
  }
}

export interface AgreementHeld {
  accepted?: AgreementBallot
  state?: AgreementState
  floor: number
}

export namespace AgreementHeld {
  let _codec: Codec<AgreementHeld>

  export const codec = (): Codec<AgreementHeld> => {
    if (_codec == null) {
      _codec = message<AgreementHeld>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.accepted != null) {
          w.uint32(10)
          AgreementBallot.codec().encode(obj.accepted, w)
        }

        if (obj.state != null) {
          w.uint32(18)
          AgreementState.codec().encode(obj.state, w)
        }

        if ((obj.floor != null && obj.floor !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.floor)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          floor: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.accepted = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
              })
              break
            }
            case 2: {
              obj.state = AgreementState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
              })
              break
            }
            case 3: {
              obj.floor = reader.uint64Number()
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
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.accepted`, {
                limits: opts.limits?.accepted
              })

              break
            }
            case 2: {
              yield * AgreementState.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.floor`,
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

  export interface AgreementHeldAcceptedEpochFieldEvent {
    field: '$.accepted.epoch'
    value: number
  }

  export interface AgreementHeldAcceptedCounterFieldEvent {
    field: '$.accepted.counter'
    value: number
  }

  export interface AgreementHeldAcceptedPeerFieldEvent {
    field: '$.accepted.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementHeldStateSequenceFieldEvent {
    field: '$.state.sequence'
    value: number
  }

  export interface AgreementHeldStateTombstoneFieldEvent {
    field: '$.state.tombstone'
    value: boolean
  }

  export interface AgreementHeldStateKeyFieldEvent {
    field: '$.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementHeldStateValueFieldEvent {
    field: '$.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementHeldStateContentTypeFieldEvent {
    field: '$.state.contentType'
    value: string
  }

  export interface AgreementHeldStateExpiresAtMsFieldEvent {
    field: '$.state.expiresAtMs'
    value: number
  }

  export interface AgreementHeldStateWriterFieldEvent {
    field: '$.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementHeldStateTagEpochFieldEvent {
    field: '$.state.tag.epoch'
    value: number
  }

  export interface AgreementHeldStateTagCounterFieldEvent {
    field: '$.state.tag.counter'
    value: number
  }

  export interface AgreementHeldStateTagPeerFieldEvent {
    field: '$.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementHeldStateRecentEpochFieldEvent {
    field: '$.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementHeldStateRecentCounterFieldEvent {
    field: '$.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementHeldStateRecentPeerFieldEvent {
    field: '$.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementHeldFloorFieldEvent {
    field: '$.floor'
    value: number
  }

  export function encode (obj: Partial<AgreementHeld>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementHeld.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementHeld>): AgreementHeld {
    return decodeMessage(buf, AgreementHeld.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementHeld>): Generator<AgreementHeldAcceptedEpochFieldEvent | AgreementHeldAcceptedCounterFieldEvent | AgreementHeldAcceptedPeerFieldEvent | AgreementHeldStateSequenceFieldEvent | AgreementHeldStateTombstoneFieldEvent | AgreementHeldStateKeyFieldEvent | AgreementHeldStateValueFieldEvent | AgreementHeldStateContentTypeFieldEvent | AgreementHeldStateExpiresAtMsFieldEvent | AgreementHeldStateWriterFieldEvent | AgreementHeldStateTagEpochFieldEvent | AgreementHeldStateTagCounterFieldEvent | AgreementHeldStateTagPeerFieldEvent | AgreementHeldStateRecentEpochFieldEvent | AgreementHeldStateRecentCounterFieldEvent | AgreementHeldStateRecentPeerFieldEvent | AgreementHeldFloorFieldEvent> {
    return streamMessage(buf, AgreementHeld.codec(), opts)
  }
}

export interface AgreementNodes {
  nodes: NodeRef[]
}

export namespace AgreementNodes {
  let _codec: Codec<AgreementNodes>

  export const codec = (): Codec<AgreementNodes> => {
    if (_codec == null) {
      _codec = message<AgreementNodes>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.nodes != null && obj.nodes.length > 0) {
          for (const value of obj.nodes) {
            w.uint32(10)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nodes: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.nodes != null && obj.nodes.length === opts.limits.nodes) {
                throw new MaxLengthError('Decode error - repeated field "nodes" had too many elements')
              }

              obj.nodes.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.nodes$
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
          nodes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.nodes != null && obj.nodes === opts.limits.nodes) {
                throw new MaxLengthError('Streaming decode error - repeated field "nodes" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.nodes[]`, {
                limits: opts.limits?.nodes$
              })) {
                yield {
                  ...evt,
                  index: obj.nodes
                }
              }

              obj.nodes++

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

  export interface AgreementNodesNodesPeerFieldEvent {
    field: '$.nodes[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementNodesNodesPositionFieldEvent {
    field: '$.nodes[].position'
    value: number
    index: number
  }

  export interface AgreementNodesNodesEpochFieldEvent {
    field: '$.nodes[].epoch'
    value: number
    index: number
  }

  export interface AgreementNodesNodesAddressesFieldEvent {
    field: '$.nodes[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementNodes>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementNodes.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementNodes>): AgreementNodes {
    return decodeMessage(buf, AgreementNodes.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementNodes>): Generator<AgreementNodesNodesPeerFieldEvent | AgreementNodesNodesPositionFieldEvent | AgreementNodesNodesEpochFieldEvent | AgreementNodesNodesAddressesFieldEvent> {
    return streamMessage(buf, AgreementNodes.codec(), opts)
  }
}

export interface AgreementReady {
  ready: boolean
}

export namespace AgreementReady {
  let _codec: Codec<AgreementReady>

  export const codec = (): Codec<AgreementReady> => {
    if (_codec == null) {
      _codec = message<AgreementReady>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.ready != null && obj.ready !== false)) {
          w.uint32(8)
          w.bool(obj.ready)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ready: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ready = reader.bool()
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
                field: `${prefix}.ready`,
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

  export interface AgreementReadyReadyFieldEvent {
    field: '$.ready'
    value: boolean
  }

  export function encode (obj: Partial<AgreementReady>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementReady.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementReady>): AgreementReady {
    return decodeMessage(buf, AgreementReady.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementReady>): Generator<AgreementReadyReadyFieldEvent> {
    return streamMessage(buf, AgreementReady.codec(), opts)
  }
}

export interface AgreementSealPromised {
  accepted?: AgreementSeal
}

export namespace AgreementSealPromised {
  let _codec: Codec<AgreementSealPromised>

  export const codec = (): Codec<AgreementSealPromised> => {
    if (_codec == null) {
      _codec = message<AgreementSealPromised>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.accepted != null) {
          w.uint32(10)
          AgreementSeal.codec().encode(obj.accepted, w)
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
              obj.accepted = AgreementSeal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
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
              yield * AgreementSeal.codec().stream(reader, reader.uint32(), `${prefix}.accepted`, {
                limits: opts.limits?.accepted
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

  export interface AgreementSealPromisedAcceptedBallotEpochFieldEvent {
    field: '$.accepted.ballot.epoch'
    value: number
  }

  export interface AgreementSealPromisedAcceptedBallotCounterFieldEvent {
    field: '$.accepted.ballot.counter'
    value: number
  }

  export interface AgreementSealPromisedAcceptedBallotPeerFieldEvent {
    field: '$.accepted.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementSealPromisedAcceptedNextEpochFieldEvent {
    field: '$.accepted.next.epoch'
    value: number
  }

  export interface AgreementSealPromisedAcceptedNextMembersPeerFieldEvent {
    field: '$.accepted.next.members[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementSealPromisedAcceptedNextMembersPositionFieldEvent {
    field: '$.accepted.next.members[].position'
    value: number
    index: number
  }

  export interface AgreementSealPromisedAcceptedNextMembersEpochFieldEvent {
    field: '$.accepted.next.members[].epoch'
    value: number
    index: number
  }

  export interface AgreementSealPromisedAcceptedNextMembersAddressesFieldEvent {
    field: '$.accepted.next.members[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<AgreementSealPromised>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementSealPromised.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSealPromised>): AgreementSealPromised {
    return decodeMessage(buf, AgreementSealPromised.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementSealPromised>): Generator<AgreementSealPromisedAcceptedBallotEpochFieldEvent | AgreementSealPromisedAcceptedBallotCounterFieldEvent | AgreementSealPromisedAcceptedBallotPeerFieldEvent | AgreementSealPromisedAcceptedNextEpochFieldEvent | AgreementSealPromisedAcceptedNextMembersPeerFieldEvent | AgreementSealPromisedAcceptedNextMembersPositionFieldEvent | AgreementSealPromisedAcceptedNextMembersEpochFieldEvent | AgreementSealPromisedAcceptedNextMembersAddressesFieldEvent> {
    return streamMessage(buf, AgreementSealPromised.codec(), opts)
  }
}

export interface AgreementKeyBallot {
  key: Uint8Array<ArrayBuffer>
  ballot?: AgreementBallot
}

export namespace AgreementKeyBallot {
  let _codec: Codec<AgreementKeyBallot>

  export const codec = (): Codec<AgreementKeyBallot> => {
    if (_codec == null) {
      _codec = message<AgreementKeyBallot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          key: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
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
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
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

  export interface AgreementKeyBallotKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyBallotBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementKeyBallotBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementKeyBallotBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AgreementKeyBallot>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementKeyBallot.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementKeyBallot>): AgreementKeyBallot {
    return decodeMessage(buf, AgreementKeyBallot.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementKeyBallot>): Generator<AgreementKeyBallotKeyFieldEvent | AgreementKeyBallotBallotEpochFieldEvent | AgreementKeyBallotBallotCounterFieldEvent | AgreementKeyBallotBallotPeerFieldEvent> {
    return streamMessage(buf, AgreementKeyBallot.codec(), opts)
  }
}

export interface AgreementDigested {
  ballots: AgreementKeyBallot[]
  through?: Uint8Array<ArrayBuffer>
  floor: number
}

export namespace AgreementDigested {
  let _codec: Codec<AgreementDigested>

  export const codec = (): Codec<AgreementDigested> => {
    if (_codec == null) {
      _codec = message<AgreementDigested>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballots != null && obj.ballots.length > 0) {
          for (const value of obj.ballots) {
            w.uint32(10)
            AgreementKeyBallot.codec().encode(value, w)
          }
        }

        if (obj.through != null) {
          w.uint32(18)
          w.bytes(obj.through)
        }

        if ((obj.floor != null && obj.floor !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.floor)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ballots: [],
          floor: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ballots != null && obj.ballots.length === opts.limits.ballots) {
                throw new MaxLengthError('Decode error - repeated field "ballots" had too many elements')
              }

              obj.ballots.push(AgreementKeyBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballots$
              }))
              break
            }
            case 2: {
              obj.through = reader.bytes()
              break
            }
            case 3: {
              obj.floor = reader.uint64Number()
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
          ballots: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.ballots != null && obj.ballots === opts.limits.ballots) {
                throw new MaxLengthError('Streaming decode error - repeated field "ballots" had too many elements')
              }

              for (const evt of AgreementKeyBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballots[]`, {
                limits: opts.limits?.ballots$
              })) {
                yield {
                  ...evt,
                  index: obj.ballots
                }
              }

              obj.ballots++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.through`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.floor`,
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

  export interface AgreementDigestedBallotsKeyFieldEvent {
    field: '$.ballots[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementDigestedBallotsBallotEpochFieldEvent {
    field: '$.ballots[].ballot.epoch'
    value: number
    index: number
  }

  export interface AgreementDigestedBallotsBallotCounterFieldEvent {
    field: '$.ballots[].ballot.counter'
    value: number
    index: number
  }

  export interface AgreementDigestedBallotsBallotPeerFieldEvent {
    field: '$.ballots[].ballot.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementDigestedThroughFieldEvent {
    field: '$.through'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementDigestedFloorFieldEvent {
    field: '$.floor'
    value: number
  }

  export function encode (obj: Partial<AgreementDigested>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementDigested.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementDigested>): AgreementDigested {
    return decodeMessage(buf, AgreementDigested.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementDigested>): Generator<AgreementDigestedBallotsKeyFieldEvent | AgreementDigestedBallotsBallotEpochFieldEvent | AgreementDigestedBallotsBallotCounterFieldEvent | AgreementDigestedBallotsBallotPeerFieldEvent | AgreementDigestedThroughFieldEvent | AgreementDigestedFloorFieldEvent> {
    return streamMessage(buf, AgreementDigested.codec(), opts)
  }
}

export interface AgreementKeyState {
  ballot?: AgreementBallot
  state?: AgreementState
}

export namespace AgreementKeyState {
  let _codec: Codec<AgreementKeyState>

  export const codec = (): Codec<AgreementKeyState> => {
    if (_codec == null) {
      _codec = message<AgreementKeyState>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          AgreementBallot.codec().encode(obj.ballot, w)
        }

        if (obj.state != null) {
          w.uint32(18)
          AgreementState.codec().encode(obj.state, w)
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
              obj.ballot = AgreementBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 2: {
              obj.state = AgreementState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.state
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
              yield * AgreementBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 2: {
              yield * AgreementState.codec().stream(reader, reader.uint32(), `${prefix}.state`, {
                limits: opts.limits?.state
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

  export interface AgreementKeyStateBallotEpochFieldEvent {
    field: '$.ballot.epoch'
    value: number
  }

  export interface AgreementKeyStateBallotCounterFieldEvent {
    field: '$.ballot.counter'
    value: number
  }

  export interface AgreementKeyStateBallotPeerFieldEvent {
    field: '$.ballot.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyStateStateSequenceFieldEvent {
    field: '$.state.sequence'
    value: number
  }

  export interface AgreementKeyStateStateTombstoneFieldEvent {
    field: '$.state.tombstone'
    value: boolean
  }

  export interface AgreementKeyStateStateKeyFieldEvent {
    field: '$.state.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyStateStateValueFieldEvent {
    field: '$.state.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyStateStateContentTypeFieldEvent {
    field: '$.state.contentType'
    value: string
  }

  export interface AgreementKeyStateStateExpiresAtMsFieldEvent {
    field: '$.state.expiresAtMs'
    value: number
  }

  export interface AgreementKeyStateStateWriterFieldEvent {
    field: '$.state.writer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyStateStateTagEpochFieldEvent {
    field: '$.state.tag.epoch'
    value: number
  }

  export interface AgreementKeyStateStateTagCounterFieldEvent {
    field: '$.state.tag.counter'
    value: number
  }

  export interface AgreementKeyStateStateTagPeerFieldEvent {
    field: '$.state.tag.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AgreementKeyStateStateRecentEpochFieldEvent {
    field: '$.state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementKeyStateStateRecentCounterFieldEvent {
    field: '$.state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementKeyStateStateRecentPeerFieldEvent {
    field: '$.state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<AgreementKeyState>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementKeyState.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementKeyState>): AgreementKeyState {
    return decodeMessage(buf, AgreementKeyState.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementKeyState>): Generator<AgreementKeyStateBallotEpochFieldEvent | AgreementKeyStateBallotCounterFieldEvent | AgreementKeyStateBallotPeerFieldEvent | AgreementKeyStateStateSequenceFieldEvent | AgreementKeyStateStateTombstoneFieldEvent | AgreementKeyStateStateKeyFieldEvent | AgreementKeyStateStateValueFieldEvent | AgreementKeyStateStateContentTypeFieldEvent | AgreementKeyStateStateExpiresAtMsFieldEvent | AgreementKeyStateStateWriterFieldEvent | AgreementKeyStateStateTagEpochFieldEvent | AgreementKeyStateStateTagCounterFieldEvent | AgreementKeyStateStateTagPeerFieldEvent | AgreementKeyStateStateRecentEpochFieldEvent | AgreementKeyStateStateRecentCounterFieldEvent | AgreementKeyStateStateRecentPeerFieldEvent> {
    return streamMessage(buf, AgreementKeyState.codec(), opts)
  }
}

export interface AgreementFetched {
  states: AgreementKeyState[]
}

export namespace AgreementFetched {
  let _codec: Codec<AgreementFetched>

  export const codec = (): Codec<AgreementFetched> => {
    if (_codec == null) {
      _codec = message<AgreementFetched>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.states != null && obj.states.length > 0) {
          for (const value of obj.states) {
            w.uint32(10)
            AgreementKeyState.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          states: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.states != null && obj.states.length === opts.limits.states) {
                throw new MaxLengthError('Decode error - repeated field "states" had too many elements')
              }

              obj.states.push(AgreementKeyState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.states$
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
          states: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.states != null && obj.states === opts.limits.states) {
                throw new MaxLengthError('Streaming decode error - repeated field "states" had too many elements')
              }

              for (const evt of AgreementKeyState.codec().stream(reader, reader.uint32(), `${prefix}.states[]`, {
                limits: opts.limits?.states$
              })) {
                yield {
                  ...evt,
                  index: obj.states
                }
              }

              obj.states++

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

  export interface AgreementFetchedStatesBallotEpochFieldEvent {
    field: '$.states[].ballot.epoch'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesBallotCounterFieldEvent {
    field: '$.states[].ballot.counter'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesBallotPeerFieldEvent {
    field: '$.states[].ballot.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementFetchedStatesStateSequenceFieldEvent {
    field: '$.states[].state.sequence'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateTombstoneFieldEvent {
    field: '$.states[].state.tombstone'
    value: boolean
    index: number
  }

  export interface AgreementFetchedStatesStateKeyFieldEvent {
    field: '$.states[].state.key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementFetchedStatesStateValueFieldEvent {
    field: '$.states[].state.value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementFetchedStatesStateContentTypeFieldEvent {
    field: '$.states[].state.contentType'
    value: string
    index: number
  }

  export interface AgreementFetchedStatesStateExpiresAtMsFieldEvent {
    field: '$.states[].state.expiresAtMs'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateWriterFieldEvent {
    field: '$.states[].state.writer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementFetchedStatesStateTagEpochFieldEvent {
    field: '$.states[].state.tag.epoch'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateTagCounterFieldEvent {
    field: '$.states[].state.tag.counter'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateTagPeerFieldEvent {
    field: '$.states[].state.tag.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AgreementFetchedStatesStateRecentEpochFieldEvent {
    field: '$.states[].state.recent[].epoch'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateRecentCounterFieldEvent {
    field: '$.states[].state.recent[].counter'
    value: number
    index: number
  }

  export interface AgreementFetchedStatesStateRecentPeerFieldEvent {
    field: '$.states[].state.recent[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<AgreementFetched>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementFetched.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFetched>): AgreementFetched {
    return decodeMessage(buf, AgreementFetched.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFetched>): Generator<AgreementFetchedStatesBallotEpochFieldEvent | AgreementFetchedStatesBallotCounterFieldEvent | AgreementFetchedStatesBallotPeerFieldEvent | AgreementFetchedStatesStateSequenceFieldEvent | AgreementFetchedStatesStateTombstoneFieldEvent | AgreementFetchedStatesStateKeyFieldEvent | AgreementFetchedStatesStateValueFieldEvent | AgreementFetchedStatesStateContentTypeFieldEvent | AgreementFetchedStatesStateExpiresAtMsFieldEvent | AgreementFetchedStatesStateWriterFieldEvent | AgreementFetchedStatesStateTagEpochFieldEvent | AgreementFetchedStatesStateTagCounterFieldEvent | AgreementFetchedStatesStateTagPeerFieldEvent | AgreementFetchedStatesStateRecentEpochFieldEvent | AgreementFetchedStatesStateRecentCounterFieldEvent | AgreementFetchedStatesStateRecentPeerFieldEvent> {
    return streamMessage(buf, AgreementFetched.codec(), opts)
  }
}

export enum AgreementRefusal {
  AGREEMENT_REFUSAL_UNSPECIFIED = 'AGREEMENT_REFUSAL_UNSPECIFIED',
  AGREEMENT_NOT_MEMBER = 'AGREEMENT_NOT_MEMBER',
  AGREEMENT_FROZEN = 'AGREEMENT_FROZEN',
  AGREEMENT_OTHER_LINEAGE = 'AGREEMENT_OTHER_LINEAGE',
  AGREEMENT_BUSY = 'AGREEMENT_BUSY',
  AGREEMENT_NO_QUORUM = 'AGREEMENT_NO_QUORUM',
  AGREEMENT_VERSION_MISMATCH = 'AGREEMENT_VERSION_MISMATCH',
  AGREEMENT_NOT_FOUND = 'AGREEMENT_NOT_FOUND',
  AGREEMENT_QUOTA_EXCEEDED = 'AGREEMENT_QUOTA_EXCEEDED',
  AGREEMENT_UNKNOWN_OUTCOME = 'AGREEMENT_UNKNOWN_OUTCOME',
  AGREEMENT_STORAGE_FULL = 'AGREEMENT_STORAGE_FULL',
  AGREEMENT_IO = 'AGREEMENT_IO',
  AGREEMENT_CORRUPT = 'AGREEMENT_CORRUPT',
  AGREEMENT_FORBIDDEN = 'AGREEMENT_FORBIDDEN'
}

enum __AgreementRefusalValues {
  AGREEMENT_REFUSAL_UNSPECIFIED = 0,
  AGREEMENT_NOT_MEMBER = 1,
  AGREEMENT_FROZEN = 2,
  AGREEMENT_OTHER_LINEAGE = 3,
  AGREEMENT_BUSY = 4,
  AGREEMENT_NO_QUORUM = 5,
  AGREEMENT_VERSION_MISMATCH = 6,
  AGREEMENT_NOT_FOUND = 7,
  AGREEMENT_QUOTA_EXCEEDED = 8,
  AGREEMENT_UNKNOWN_OUTCOME = 9,
  AGREEMENT_STORAGE_FULL = 10,
  AGREEMENT_IO = 11,
  AGREEMENT_CORRUPT = 12,
  AGREEMENT_FORBIDDEN = 13
}

export namespace AgreementRefusal {
  export const codec = (): Codec<AgreementRefusal> => {
    return enumeration<AgreementRefusal>(__AgreementRefusalValues)
  }
}

export interface AgreementFailed {
  code: AgreementRefusal
  sequence?: number
}

export namespace AgreementFailed {
  let _codec: Codec<AgreementFailed>

  export const codec = (): Codec<AgreementFailed> => {
    if (_codec == null) {
      _codec = message<AgreementFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __AgreementRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          AgreementRefusal.codec().encode(obj.code, w)
        }

        if (obj.sequence != null) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: AgreementRefusal.AGREEMENT_REFUSAL_UNSPECIFIED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = AgreementRefusal.codec().decode(reader)
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
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
                value: AgreementRefusal.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.sequence`,
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

  export interface AgreementFailedCodeFieldEvent {
    field: '$.code'
    value: AgreementRefusal
  }

  export interface AgreementFailedSequenceFieldEvent {
    field: '$.sequence'
    value: number
  }

  export function encode (obj: Partial<AgreementFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AgreementFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFailed>): AgreementFailed {
    return decodeMessage(buf, AgreementFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AgreementFailed>): Generator<AgreementFailedCodeFieldEvent | AgreementFailedSequenceFieldEvent> {
    return streamMessage(buf, AgreementFailed.codec(), opts)
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
