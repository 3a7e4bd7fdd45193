// Made by `npm run generate`; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface CanRequest {
  space: number
  find?: CanFind
  update?: CanUpdate
  join?: CanJoin
  give?: CanGive
  accept?: CanClaim
  take?: CanTake
  pair?: CanPair
  put?: CanPut
  get?: CanGet
  store?: CanStore
  page?: CanPage
  digest?: CanDigest
  query?: CanQuery
}

export namespace CanRequest {
  let _codec: Codec<CanRequest>

  export const codec = (): Codec<CanRequest> => {
    if (_codec == null) {
      _codec = message<CanRequest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.query != null) {
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.digest != null) {
          obj.query = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.page != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.store != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.get != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.put != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.pair != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.take != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.accept != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.give != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.join = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.join != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.update = undefined
          obj.find = undefined
        }

        if (obj.update != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.find = undefined
        }

        if (obj.find != null) {
          obj.query = undefined
          obj.digest = undefined
          obj.page = undefined
          obj.store = undefined
          obj.get = undefined
          obj.put = undefined
          obj.pair = undefined
          obj.take = undefined
          obj.accept = undefined
          obj.give = undefined
          obj.join = undefined
          obj.update = undefined
        }

        if ((obj.space != null && obj.space !== 0)) {
          w.uint32(8)
          w.uint32(obj.space)
        }

        if (obj.find != null) {
          w.uint32(18)
          CanFind.codec().encode(obj.find, w)
        }

        if (obj.update != null) {
          w.uint32(26)
          CanUpdate.codec().encode(obj.update, w)
        }

        if (obj.join != null) {
          w.uint32(34)
          CanJoin.codec().encode(obj.join, w)
        }

        if (obj.give != null) {
          w.uint32(42)
          CanGive.codec().encode(obj.give, w)
        }

        if (obj.accept != null) {
          w.uint32(50)
          CanClaim.codec().encode(obj.accept, w)
        }

        if (obj.take != null) {
          w.uint32(58)
          CanTake.codec().encode(obj.take, w)
        }

        if (obj.pair != null) {
          w.uint32(66)
          CanPair.codec().encode(obj.pair, w)
        }

        if (obj.put != null) {
          w.uint32(74)
          CanPut.codec().encode(obj.put, w)
        }

        if (obj.get != null) {
          w.uint32(82)
          CanGet.codec().encode(obj.get, w)
        }

        if (obj.store != null) {
          w.uint32(90)
          CanStore.codec().encode(obj.store, w)
        }

        if (obj.page != null) {
          w.uint32(98)
          CanPage.codec().encode(obj.page, w)
        }

        if (obj.digest != null) {
          w.uint32(106)
          CanDigest.codec().encode(obj.digest, w)
        }

        if (obj.query != null) {
          w.uint32(114)
          CanQuery.codec().encode(obj.query, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          space: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.space = reader.uint32()
              break
            }
            case 2: {
              obj.find = CanFind.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.find
              })
              break
            }
            case 3: {
              obj.update = CanUpdate.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.update
              })
              break
            }
            case 4: {
              obj.join = CanJoin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.join
              })
              break
            }
            case 5: {
              obj.give = CanGive.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.give
              })
              break
            }
            case 6: {
              obj.accept = CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            case 7: {
              obj.take = CanTake.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.take
              })
              break
            }
            case 8: {
              obj.pair = CanPair.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pair
              })
              break
            }
            case 9: {
              obj.put = CanPut.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.put
              })
              break
            }
            case 10: {
              obj.get = CanGet.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.get
              })
              break
            }
            case 11: {
              obj.store = CanStore.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.store
              })
              break
            }
            case 12: {
              obj.page = CanPage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.page
              })
              break
            }
            case 13: {
              obj.digest = CanDigest.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.digest
              })
              break
            }
            case 14: {
              obj.query = CanQuery.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.query
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.query != null) {
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.digest != null) {
          delete obj.query
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.page != null) {
          delete obj.query
          delete obj.digest
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.store != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.get != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.put != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.pair != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.take != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.accept != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.give
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.give != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.join
          delete obj.update
          delete obj.find
        }

        if (obj.join != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.update
          delete obj.find
        }

        if (obj.update != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.find
        }

        if (obj.find != null) {
          delete obj.query
          delete obj.digest
          delete obj.page
          delete obj.store
          delete obj.get
          delete obj.put
          delete obj.pair
          delete obj.take
          delete obj.accept
          delete obj.give
          delete obj.join
          delete obj.update
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.space`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield * CanFind.codec().stream(reader, reader.uint32(), `${prefix}.find`, {
                limits: opts.limits?.find
              })

              break
            }
            case 3: {
              yield * CanUpdate.codec().stream(reader, reader.uint32(), `${prefix}.update`, {
                limits: opts.limits?.update
              })

              break
            }
            case 4: {
              yield * CanJoin.codec().stream(reader, reader.uint32(), `${prefix}.join`, {
                limits: opts.limits?.join
              })

              break
            }
            case 5: {
              yield * CanGive.codec().stream(reader, reader.uint32(), `${prefix}.give`, {
                limits: opts.limits?.give
              })

              break
            }
            case 6: {
              yield * CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.accept`, {
                limits: opts.limits?.accept
              })

              break
            }
            case 7: {
              yield * CanTake.codec().stream(reader, reader.uint32(), `${prefix}.take`, {
                limits: opts.limits?.take
              })

              break
            }
            case 8: {
              yield * CanPair.codec().stream(reader, reader.uint32(), `${prefix}.pair`, {
                limits: opts.limits?.pair
              })

              break
            }
            case 9: {
              yield * CanPut.codec().stream(reader, reader.uint32(), `${prefix}.put`, {
                limits: opts.limits?.put
              })

              break
            }
            case 10: {
              yield * CanGet.codec().stream(reader, reader.uint32(), `${prefix}.get`, {
                limits: opts.limits?.get
              })

              break
            }
            case 11: {
              yield * CanStore.codec().stream(reader, reader.uint32(), `${prefix}.store`, {
                limits: opts.limits?.store
              })

              break
            }
            case 12: {
              yield * CanPage.codec().stream(reader, reader.uint32(), `${prefix}.page`, {
                limits: opts.limits?.page
              })

              break
            }
            case 13: {
              yield * CanDigest.codec().stream(reader, reader.uint32(), `${prefix}.digest`, {
                limits: opts.limits?.digest
              })

              break
            }
            case 14: {
              yield * CanQuery.codec().stream(reader, reader.uint32(), `${prefix}.query`, {
                limits: opts.limits?.query
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

  export interface CanRequestSpaceFieldEvent {
    field: '$.space'
    value: number
  }

  export interface CanRequestFindPointFieldEvent {
    field: '$.find.point[]'
    index: number
    value: number
  }

  export interface CanRequestFindHopsFieldEvent {
    field: '$.find.hops'
    value: number
  }

  export interface CanRequestFindTraceFieldEvent {
    field: '$.find.trace'
    value: boolean
  }

  export interface CanRequestFindNearestFieldEvent {
    field: '$.find.nearest'
    value: number
  }

  export interface CanRequestFindVisitedFieldEvent {
    field: '$.find.visited[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestFindAnyFieldEvent {
    field: '$.find.any'
    value: boolean
  }

  export interface CanRequestFindThanFieldEvent {
    field: '$.find.than'
    value: number
  }

  export interface CanRequestUpdateDimensionsFieldEvent {
    field: '$.update.dimensions'
    value: number
  }

  export interface CanRequestUpdateSelfPeerFieldEvent {
    field: '$.update.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestUpdateSelfPositionFieldEvent {
    field: '$.update.self.position'
    value: number
  }

  export interface CanRequestUpdateSelfEpochFieldEvent {
    field: '$.update.self.epoch'
    value: number
  }

  export interface CanRequestUpdateSelfAddressesFieldEvent {
    field: '$.update.self.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestUpdateHaveFieldEvent {
    field: '$.update.have'
    value: number
  }

  export interface CanRequestUpdatePictureVersionFieldEvent {
    field: '$.update.picture.version'
    value: number
  }

  export interface CanRequestUpdatePictureShownClaimsPathLengthFieldEvent {
    field: '$.update.picture.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownClaimsPathBitsFieldEvent {
    field: '$.update.picture.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestUpdatePictureShownClaimsEpochFieldEvent {
    field: '$.update.picture.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundNodePeerFieldEvent {
    field: '$.update.picture.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundNodePositionFieldEvent {
    field: '$.update.picture.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundNodeEpochFieldEvent {
    field: '$.update.picture.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundNodeAddressesFieldEvent {
    field: '$.update.picture.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestUpdatePictureShownAroundClaimsPathLengthFieldEvent {
    field: '$.update.picture.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundClaimsPathBitsFieldEvent {
    field: '$.update.picture.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestUpdatePictureShownAroundClaimsEpochFieldEvent {
    field: '$.update.picture.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownMatesPeerFieldEvent {
    field: '$.update.picture.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestUpdatePictureShownMatesPositionFieldEvent {
    field: '$.update.picture.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownMatesEpochFieldEvent {
    field: '$.update.picture.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanRequestUpdatePictureShownMatesAddressesFieldEvent {
    field: '$.update.picture.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanRequestUpdateFollowsFieldEvent {
    field: '$.update.follows'
    value: boolean
  }

  export interface CanRequestJoinDimensionsFieldEvent {
    field: '$.join.dimensions'
    value: number
  }

  export interface CanRequestJoinSelfPeerFieldEvent {
    field: '$.join.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestJoinSelfPositionFieldEvent {
    field: '$.join.self.position'
    value: number
  }

  export interface CanRequestJoinSelfEpochFieldEvent {
    field: '$.join.self.epoch'
    value: number
  }

  export interface CanRequestJoinSelfAddressesFieldEvent {
    field: '$.join.self.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestJoinPointFieldEvent {
    field: '$.join.point[]'
    index: number
    value: number
  }

  export interface CanRequestJoinChosenFieldEvent {
    field: '$.join.chosen'
    value: boolean
  }

  export interface CanRequestGiveSelfPeerFieldEvent {
    field: '$.give.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestGiveSelfPositionFieldEvent {
    field: '$.give.self.position'
    value: number
  }

  export interface CanRequestGiveSelfEpochFieldEvent {
    field: '$.give.self.epoch'
    value: number
  }

  export interface CanRequestGiveSelfAddressesFieldEvent {
    field: '$.give.self.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestGiveClaimPathLengthFieldEvent {
    field: '$.give.claim.path.length'
    value: number
  }

  export interface CanRequestGiveClaimPathBitsFieldEvent {
    field: '$.give.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestGiveClaimEpochFieldEvent {
    field: '$.give.claim.epoch'
    value: number
  }

  export interface CanRequestGiveAroundNodePeerFieldEvent {
    field: '$.give.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestGiveAroundNodePositionFieldEvent {
    field: '$.give.around[].node.position'
    value: number
    index: number
  }

  export interface CanRequestGiveAroundNodeEpochFieldEvent {
    field: '$.give.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanRequestGiveAroundNodeAddressesFieldEvent {
    field: '$.give.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestGiveAroundClaimsPathLengthFieldEvent {
    field: '$.give.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanRequestGiveAroundClaimsPathBitsFieldEvent {
    field: '$.give.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestGiveAroundClaimsEpochFieldEvent {
    field: '$.give.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanRequestGiveMatesPeerFieldEvent {
    field: '$.give.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestGiveMatesPositionFieldEvent {
    field: '$.give.mates[].position'
    value: number
    index: number
  }

  export interface CanRequestGiveMatesEpochFieldEvent {
    field: '$.give.mates[].epoch'
    value: number
    index: number
  }

  export interface CanRequestGiveMatesAddressesFieldEvent {
    field: '$.give.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanRequestAcceptPathLengthFieldEvent {
    field: '$.accept.path.length'
    value: number
  }

  export interface CanRequestAcceptPathBitsFieldEvent {
    field: '$.accept.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestAcceptEpochFieldEvent {
    field: '$.accept.epoch'
    value: number
  }

  export interface CanRequestTakeSelfPeerFieldEvent {
    field: '$.take.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestTakeSelfPositionFieldEvent {
    field: '$.take.self.position'
    value: number
  }

  export interface CanRequestTakeSelfEpochFieldEvent {
    field: '$.take.self.epoch'
    value: number
  }

  export interface CanRequestTakeSelfAddressesFieldEvent {
    field: '$.take.self.addresses[]'
    index: number
    value: string
  }

  export interface CanRequestTakeClaimsPathLengthFieldEvent {
    field: '$.take.claims[].path.length'
    value: number
    index: number
  }

  export interface CanRequestTakeClaimsPathBitsFieldEvent {
    field: '$.take.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestTakeClaimsEpochFieldEvent {
    field: '$.take.claims[].epoch'
    value: number
    index: number
  }

  export interface CanRequestTakeVolumeFieldEvent {
    field: '$.take.volume'
    value: number
  }

  export interface CanRequestTakeOfFieldEvent {
    field: '$.take.of'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestPairBelowLengthFieldEvent {
    field: '$.pair.below.length'
    value: number
  }

  export interface CanRequestPairBelowBitsFieldEvent {
    field: '$.pair.below.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestPairHopsFieldEvent {
    field: '$.pair.hops'
    value: number
  }

  export interface CanRequestPutPointFieldEvent {
    field: '$.put.point[]'
    index: number
    value: number
  }

  export interface CanRequestPutKeyFieldEvent {
    field: '$.put.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestPutValueFieldEvent {
    field: '$.put.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestPutLeaseMsFieldEvent {
    field: '$.put.leaseMs'
    value: number
  }

  export interface CanRequestPutLamportFieldEvent {
    field: '$.put.lamport'
    value: number
  }

  export interface CanRequestGetPointFieldEvent {
    field: '$.get.point[]'
    index: number
    value: number
  }

  export interface CanRequestGetKeyFieldEvent {
    field: '$.get.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestGetCopiesFieldEvent {
    field: '$.get.copies'
    value: boolean
  }

  export interface CanRequestStoreItemsPointFieldEvent {
    field: '$.store.items[].point[]'
    index: number
    value: number
  }

  export interface CanRequestStoreItemsKeyFieldEvent {
    field: '$.store.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestStoreItemsValueFieldEvent {
    field: '$.store.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestStoreItemsLamportFieldEvent {
    field: '$.store.items[].lamport'
    value: number
    index: number
  }

  export interface CanRequestStoreItemsPeerFieldEvent {
    field: '$.store.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestStoreItemsExpiresAtMsFieldEvent {
    field: '$.store.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanRequestStoreItemsKeepMsFieldEvent {
    field: '$.store.items[].keepMs'
    value: number
    index: number
  }

  export interface CanRequestPagePathLengthFieldEvent {
    field: '$.page.path.length'
    value: number
  }

  export interface CanRequestPagePathBitsFieldEvent {
    field: '$.page.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRequestPageAfterFieldEvent {
    field: '$.page.after'
    value: string
  }

  export interface CanRequestDigestPartsPathLengthFieldEvent {
    field: '$.digest.parts[].path.length'
    value: number
    index: number
  }

  export interface CanRequestDigestPartsPathBitsFieldEvent {
    field: '$.digest.parts[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanRequestDigestPartsCountFieldEvent {
    field: '$.digest.parts[].count'
    value: number
    index: number
  }

  export interface CanRequestDigestPartsLowFieldEvent {
    field: '$.digest.parts[].low'
    value: number
    index: number
  }

  export interface CanRequestDigestPartsHighFieldEvent {
    field: '$.digest.parts[].high'
    value: number
    index: number
  }

  export interface CanRequestQueryLowFieldEvent {
    field: '$.query.low[]'
    index: number
    value: number
  }

  export interface CanRequestQueryHighFieldEvent {
    field: '$.query.high[]'
    index: number
    value: number
  }

  export interface CanRequestQueryAfterFieldEvent {
    field: '$.query.after'
    value: string
  }

  export interface CanRequestQueryLimitFieldEvent {
    field: '$.query.limit'
    value: number
  }

  export function encode (obj: Partial<CanRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRequest>): CanRequest {
    return decodeMessage(buf, CanRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRequest>): Generator<CanRequestSpaceFieldEvent | CanRequestFindPointFieldEvent | CanRequestFindHopsFieldEvent | CanRequestFindTraceFieldEvent | CanRequestFindNearestFieldEvent | CanRequestFindVisitedFieldEvent | CanRequestFindAnyFieldEvent | CanRequestFindThanFieldEvent | CanRequestUpdateDimensionsFieldEvent | CanRequestUpdateSelfPeerFieldEvent | CanRequestUpdateSelfPositionFieldEvent | CanRequestUpdateSelfEpochFieldEvent | CanRequestUpdateSelfAddressesFieldEvent | CanRequestUpdateHaveFieldEvent | CanRequestUpdatePictureVersionFieldEvent | CanRequestUpdatePictureShownClaimsPathLengthFieldEvent | CanRequestUpdatePictureShownClaimsPathBitsFieldEvent | CanRequestUpdatePictureShownClaimsEpochFieldEvent | CanRequestUpdatePictureShownAroundNodePeerFieldEvent | CanRequestUpdatePictureShownAroundNodePositionFieldEvent | CanRequestUpdatePictureShownAroundNodeEpochFieldEvent | CanRequestUpdatePictureShownAroundNodeAddressesFieldEvent | CanRequestUpdatePictureShownAroundClaimsPathLengthFieldEvent | CanRequestUpdatePictureShownAroundClaimsPathBitsFieldEvent | CanRequestUpdatePictureShownAroundClaimsEpochFieldEvent | CanRequestUpdatePictureShownMatesPeerFieldEvent | CanRequestUpdatePictureShownMatesPositionFieldEvent | CanRequestUpdatePictureShownMatesEpochFieldEvent | CanRequestUpdatePictureShownMatesAddressesFieldEvent | CanRequestUpdateFollowsFieldEvent | CanRequestJoinDimensionsFieldEvent | CanRequestJoinSelfPeerFieldEvent | CanRequestJoinSelfPositionFieldEvent | CanRequestJoinSelfEpochFieldEvent | CanRequestJoinSelfAddressesFieldEvent | CanRequestJoinPointFieldEvent | CanRequestJoinChosenFieldEvent | CanRequestGiveSelfPeerFieldEvent | CanRequestGiveSelfPositionFieldEvent | CanRequestGiveSelfEpochFieldEvent | CanRequestGiveSelfAddressesFieldEvent | CanRequestGiveClaimPathLengthFieldEvent | CanRequestGiveClaimPathBitsFieldEvent | CanRequestGiveClaimEpochFieldEvent | CanRequestGiveAroundNodePeerFieldEvent | CanRequestGiveAroundNodePositionFieldEvent | CanRequestGiveAroundNodeEpochFieldEvent | CanRequestGiveAroundNodeAddressesFieldEvent | CanRequestGiveAroundClaimsPathLengthFieldEvent | CanRequestGiveAroundClaimsPathBitsFieldEvent | CanRequestGiveAroundClaimsEpochFieldEvent | CanRequestGiveMatesPeerFieldEvent | CanRequestGiveMatesPositionFieldEvent | CanRequestGiveMatesEpochFieldEvent | CanRequestGiveMatesAddressesFieldEvent | CanRequestAcceptPathLengthFieldEvent | CanRequestAcceptPathBitsFieldEvent | CanRequestAcceptEpochFieldEvent | CanRequestTakeSelfPeerFieldEvent | CanRequestTakeSelfPositionFieldEvent | CanRequestTakeSelfEpochFieldEvent | CanRequestTakeSelfAddressesFieldEvent | CanRequestTakeClaimsPathLengthFieldEvent | CanRequestTakeClaimsPathBitsFieldEvent | CanRequestTakeClaimsEpochFieldEvent | CanRequestTakeVolumeFieldEvent | CanRequestTakeOfFieldEvent | CanRequestPairBelowLengthFieldEvent | CanRequestPairBelowBitsFieldEvent | CanRequestPairHopsFieldEvent | CanRequestPutPointFieldEvent | CanRequestPutKeyFieldEvent | CanRequestPutValueFieldEvent | CanRequestPutLeaseMsFieldEvent | CanRequestPutLamportFieldEvent | CanRequestGetPointFieldEvent | CanRequestGetKeyFieldEvent | CanRequestGetCopiesFieldEvent | CanRequestStoreItemsPointFieldEvent | CanRequestStoreItemsKeyFieldEvent | CanRequestStoreItemsValueFieldEvent | CanRequestStoreItemsLamportFieldEvent | CanRequestStoreItemsPeerFieldEvent | CanRequestStoreItemsExpiresAtMsFieldEvent | CanRequestStoreItemsKeepMsFieldEvent | CanRequestPagePathLengthFieldEvent | CanRequestPagePathBitsFieldEvent | CanRequestPageAfterFieldEvent | CanRequestDigestPartsPathLengthFieldEvent | CanRequestDigestPartsPathBitsFieldEvent | CanRequestDigestPartsCountFieldEvent | CanRequestDigestPartsLowFieldEvent | CanRequestDigestPartsHighFieldEvent | CanRequestQueryLowFieldEvent | CanRequestQueryHighFieldEvent | CanRequestQueryAfterFieldEvent | CanRequestQueryLimitFieldEvent> {
    return streamMessage(buf, CanRequest.codec(), opts)
  }
}

export interface CanItem {
  point: number[]
  key: Uint8Array<ArrayBuffer>
  value?: Uint8Array<ArrayBuffer>
  lamport: number
  peer: Uint8Array<ArrayBuffer>
  expiresAtMs: number
  keepMs: number
}

export namespace CanItem {
  let _codec: Codec<CanItem>

  export const codec = (): Codec<CanItem> => {
    if (_codec == null) {
      _codec = message<CanItem>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.point != null && obj.point.length > 0) {
          for (const value of obj.point) {
            w.uint32(9)
            w.double(value)
          }
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.key)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if ((obj.lamport != null && obj.lamport !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.lamport)
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.peer)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.keepMs != null && obj.keepMs !== 0)) {
          w.uint32(56)
          w.uint64Number(obj.keepMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          point: [],
          key: uint8ArrayAlloc(0),
          lamport: 0,
          peer: uint8ArrayAlloc(0),
          expiresAtMs: 0,
          keepMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point.length === opts.limits.point) {
                throw new MaxLengthError('Decode error - repeated field "point" had too many elements')
              }

              obj.point.push(reader.double())
              break
            }
            case 2: {
              obj.key = reader.bytes()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.lamport = reader.uint64Number()
              break
            }
            case 5: {
              obj.peer = reader.bytes()
              break
            }
            case 6: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 7: {
              obj.keepMs = reader.uint64Number()
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
          point: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point === opts.limits.point) {
                throw new MaxLengthError('Streaming decode error - repeated field "point" had too many elements')
              }

              yield {
                field: `${prefix}.point[]`,
                index: obj.point,
                value: reader.double()
              }

              obj.point++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
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
              yield {
                field: `${prefix}.lamport`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.peer`,
                value: reader.bytes()
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
                field: `${prefix}.keepMs`,
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

  export interface CanItemPointFieldEvent {
    field: '$.point[]'
    index: number
    value: number
  }

  export interface CanItemKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanItemValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanItemLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface CanItemPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanItemExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface CanItemKeepMsFieldEvent {
    field: '$.keepMs'
    value: number
  }

  export function encode (obj: Partial<CanItem>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanItem.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanItem>): CanItem {
    return decodeMessage(buf, CanItem.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanItem>): Generator<CanItemPointFieldEvent | CanItemKeyFieldEvent | CanItemValueFieldEvent | CanItemLamportFieldEvent | CanItemPeerFieldEvent | CanItemExpiresAtMsFieldEvent | CanItemKeepMsFieldEvent> {
    return streamMessage(buf, CanItem.codec(), opts)
  }
}

export interface CanPut {
  point: number[]
  key: Uint8Array<ArrayBuffer>
  value?: Uint8Array<ArrayBuffer>
  leaseMs: number
  lamport?: number
}

export namespace CanPut {
  let _codec: Codec<CanPut>

  export const codec = (): Codec<CanPut> => {
    if (_codec == null) {
      _codec = message<CanPut>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.point != null && obj.point.length > 0) {
          for (const value of obj.point) {
            w.uint32(9)
            w.double(value)
          }
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.key)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if ((obj.leaseMs != null && obj.leaseMs !== 0)) {
          w.uint32(32)
          w.uint32(obj.leaseMs)
        }

        if (obj.lamport != null) {
          w.uint32(40)
          w.uint64Number(obj.lamport)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          point: [],
          key: uint8ArrayAlloc(0),
          leaseMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point.length === opts.limits.point) {
                throw new MaxLengthError('Decode error - repeated field "point" had too many elements')
              }

              obj.point.push(reader.double())
              break
            }
            case 2: {
              obj.key = reader.bytes()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.leaseMs = reader.uint32()
              break
            }
            case 5: {
              obj.lamport = reader.uint64Number()
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
          point: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point === opts.limits.point) {
                throw new MaxLengthError('Streaming decode error - repeated field "point" had too many elements')
              }

              yield {
                field: `${prefix}.point[]`,
                index: obj.point,
                value: reader.double()
              }

              obj.point++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
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
              yield {
                field: `${prefix}.leaseMs`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.lamport`,
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

  export interface CanPutPointFieldEvent {
    field: '$.point[]'
    index: number
    value: number
  }

  export interface CanPutKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPutValueFieldEvent {
    field: '$.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPutLeaseMsFieldEvent {
    field: '$.leaseMs'
    value: number
  }

  export interface CanPutLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export function encode (obj: Partial<CanPut>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPut.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPut>): CanPut {
    return decodeMessage(buf, CanPut.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPut>): Generator<CanPutPointFieldEvent | CanPutKeyFieldEvent | CanPutValueFieldEvent | CanPutLeaseMsFieldEvent | CanPutLamportFieldEvent> {
    return streamMessage(buf, CanPut.codec(), opts)
  }
}

export interface CanGet {
  point: number[]
  key: Uint8Array<ArrayBuffer>
  copies: boolean
}

export namespace CanGet {
  let _codec: Codec<CanGet>

  export const codec = (): Codec<CanGet> => {
    if (_codec == null) {
      _codec = message<CanGet>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.point != null && obj.point.length > 0) {
          for (const value of obj.point) {
            w.uint32(9)
            w.double(value)
          }
        }

        if ((obj.key != null && obj.key.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.key)
        }

        if ((obj.copies != null && obj.copies !== false)) {
          w.uint32(24)
          w.bool(obj.copies)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          point: [],
          key: uint8ArrayAlloc(0),
          copies: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point.length === opts.limits.point) {
                throw new MaxLengthError('Decode error - repeated field "point" had too many elements')
              }

              obj.point.push(reader.double())
              break
            }
            case 2: {
              obj.key = reader.bytes()
              break
            }
            case 3: {
              obj.copies = reader.bool()
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
          point: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point === opts.limits.point) {
                throw new MaxLengthError('Streaming decode error - repeated field "point" had too many elements')
              }

              yield {
                field: `${prefix}.point[]`,
                index: obj.point,
                value: reader.double()
              }

              obj.point++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.key`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.copies`,
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

  export interface CanGetPointFieldEvent {
    field: '$.point[]'
    index: number
    value: number
  }

  export interface CanGetKeyFieldEvent {
    field: '$.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGetCopiesFieldEvent {
    field: '$.copies'
    value: boolean
  }

  export function encode (obj: Partial<CanGet>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanGet.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGet>): CanGet {
    return decodeMessage(buf, CanGet.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGet>): Generator<CanGetPointFieldEvent | CanGetKeyFieldEvent | CanGetCopiesFieldEvent> {
    return streamMessage(buf, CanGet.codec(), opts)
  }
}

export interface CanStore {
  items: CanItem[]
}

export namespace CanStore {
  let _codec: Codec<CanStore>

  export const codec = (): Codec<CanStore> => {
    if (_codec == null) {
      _codec = message<CanStore>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.items != null && obj.items.length > 0) {
          for (const value of obj.items) {
            w.uint32(10)
            CanItem.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          items: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items.length === opts.limits.items) {
                throw new MaxLengthError('Decode error - repeated field "items" had too many elements')
              }

              obj.items.push(CanItem.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.items$
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
          items: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items === opts.limits.items) {
                throw new MaxLengthError('Streaming decode error - repeated field "items" had too many elements')
              }

              for (const evt of CanItem.codec().stream(reader, reader.uint32(), `${prefix}.items[]`, {
                limits: opts.limits?.items$
              })) {
                yield {
                  ...evt,
                  index: obj.items
                }
              }

              obj.items++

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

  export interface CanStoreItemsPointFieldEvent {
    field: '$.items[].point[]'
    index: number
    value: number
  }

  export interface CanStoreItemsKeyFieldEvent {
    field: '$.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanStoreItemsValueFieldEvent {
    field: '$.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanStoreItemsLamportFieldEvent {
    field: '$.items[].lamport'
    value: number
    index: number
  }

  export interface CanStoreItemsPeerFieldEvent {
    field: '$.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanStoreItemsExpiresAtMsFieldEvent {
    field: '$.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanStoreItemsKeepMsFieldEvent {
    field: '$.items[].keepMs'
    value: number
    index: number
  }

  export function encode (obj: Partial<CanStore>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanStore.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanStore>): CanStore {
    return decodeMessage(buf, CanStore.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanStore>): Generator<CanStoreItemsPointFieldEvent | CanStoreItemsKeyFieldEvent | CanStoreItemsValueFieldEvent | CanStoreItemsLamportFieldEvent | CanStoreItemsPeerFieldEvent | CanStoreItemsExpiresAtMsFieldEvent | CanStoreItemsKeepMsFieldEvent> {
    return streamMessage(buf, CanStore.codec(), opts)
  }
}

export interface CanPage {
  path?: CanPath
  after?: string
}

export namespace CanPage {
  let _codec: Codec<CanPage>

  export const codec = (): Codec<CanPage> => {
    if (_codec == null) {
      _codec = message<CanPage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.path != null) {
          w.uint32(10)
          CanPath.codec().encode(obj.path, w)
        }

        if (obj.after != null) {
          w.uint32(18)
          w.string(obj.after)
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
              obj.path = CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path
              })
              break
            }
            case 2: {
              obj.after = reader.string()
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
              yield * CanPath.codec().stream(reader, reader.uint32(), `${prefix}.path`, {
                limits: opts.limits?.path
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.after`,
                value: reader.string()
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

  export interface CanPagePathLengthFieldEvent {
    field: '$.path.length'
    value: number
  }

  export interface CanPagePathBitsFieldEvent {
    field: '$.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPageAfterFieldEvent {
    field: '$.after'
    value: string
  }

  export function encode (obj: Partial<CanPage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPage>): CanPage {
    return decodeMessage(buf, CanPage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPage>): Generator<CanPagePathLengthFieldEvent | CanPagePathBitsFieldEvent | CanPageAfterFieldEvent> {
    return streamMessage(buf, CanPage.codec(), opts)
  }
}

export interface CanPart {
  path?: CanPath
  count: number
  low: number
  high: number
}

export namespace CanPart {
  let _codec: Codec<CanPart>

  export const codec = (): Codec<CanPart> => {
    if (_codec == null) {
      _codec = message<CanPart>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.path != null) {
          w.uint32(10)
          CanPath.codec().encode(obj.path, w)
        }

        if ((obj.count != null && obj.count !== 0)) {
          w.uint32(16)
          w.uint32(obj.count)
        }

        if ((obj.low != null && obj.low !== 0)) {
          w.uint32(29)
          w.fixed32(obj.low)
        }

        if ((obj.high != null && obj.high !== 0)) {
          w.uint32(37)
          w.fixed32(obj.high)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          count: 0,
          low: 0,
          high: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.path = CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path
              })
              break
            }
            case 2: {
              obj.count = reader.uint32()
              break
            }
            case 3: {
              obj.low = reader.fixed32()
              break
            }
            case 4: {
              obj.high = reader.fixed32()
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
              yield * CanPath.codec().stream(reader, reader.uint32(), `${prefix}.path`, {
                limits: opts.limits?.path
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.count`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.low`,
                value: reader.fixed32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.high`,
                value: reader.fixed32()
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

  export interface CanPartPathLengthFieldEvent {
    field: '$.path.length'
    value: number
  }

  export interface CanPartPathBitsFieldEvent {
    field: '$.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPartCountFieldEvent {
    field: '$.count'
    value: number
  }

  export interface CanPartLowFieldEvent {
    field: '$.low'
    value: number
  }

  export interface CanPartHighFieldEvent {
    field: '$.high'
    value: number
  }

  export function encode (obj: Partial<CanPart>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPart>): CanPart {
    return decodeMessage(buf, CanPart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPart>): Generator<CanPartPathLengthFieldEvent | CanPartPathBitsFieldEvent | CanPartCountFieldEvent | CanPartLowFieldEvent | CanPartHighFieldEvent> {
    return streamMessage(buf, CanPart.codec(), opts)
  }
}

export interface CanDigest {
  parts: CanPart[]
}

export namespace CanDigest {
  let _codec: Codec<CanDigest>

  export const codec = (): Codec<CanDigest> => {
    if (_codec == null) {
      _codec = message<CanDigest>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.parts != null && obj.parts.length > 0) {
          for (const value of obj.parts) {
            w.uint32(10)
            CanPart.codec().encode(value, w)
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

              obj.parts.push(CanPart.codec().decode(reader, reader.uint32(), {
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

              for (const evt of CanPart.codec().stream(reader, reader.uint32(), `${prefix}.parts[]`, {
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

  export interface CanDigestPartsPathLengthFieldEvent {
    field: '$.parts[].path.length'
    value: number
    index: number
  }

  export interface CanDigestPartsPathBitsFieldEvent {
    field: '$.parts[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanDigestPartsCountFieldEvent {
    field: '$.parts[].count'
    value: number
    index: number
  }

  export interface CanDigestPartsLowFieldEvent {
    field: '$.parts[].low'
    value: number
    index: number
  }

  export interface CanDigestPartsHighFieldEvent {
    field: '$.parts[].high'
    value: number
    index: number
  }

  export function encode (obj: Partial<CanDigest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanDigest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanDigest>): CanDigest {
    return decodeMessage(buf, CanDigest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanDigest>): Generator<CanDigestPartsPathLengthFieldEvent | CanDigestPartsPathBitsFieldEvent | CanDigestPartsCountFieldEvent | CanDigestPartsLowFieldEvent | CanDigestPartsHighFieldEvent> {
    return streamMessage(buf, CanDigest.codec(), opts)
  }
}

export interface CanQuery {
  low: number[]
  high: number[]
  after?: string
  limit: number
}

export namespace CanQuery {
  let _codec: Codec<CanQuery>

  export const codec = (): Codec<CanQuery> => {
    if (_codec == null) {
      _codec = message<CanQuery>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.low != null && obj.low.length > 0) {
          for (const value of obj.low) {
            w.uint32(9)
            w.double(value)
          }
        }

        if (obj.high != null && obj.high.length > 0) {
          for (const value of obj.high) {
            w.uint32(17)
            w.double(value)
          }
        }

        if (obj.after != null) {
          w.uint32(26)
          w.string(obj.after)
        }

        if ((obj.limit != null && obj.limit !== 0)) {
          w.uint32(32)
          w.uint32(obj.limit)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          low: [],
          high: [],
          limit: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.low != null && obj.low.length === opts.limits.low) {
                throw new MaxLengthError('Decode error - repeated field "low" had too many elements')
              }

              obj.low.push(reader.double())
              break
            }
            case 2: {
              if (opts.limits?.high != null && obj.high.length === opts.limits.high) {
                throw new MaxLengthError('Decode error - repeated field "high" had too many elements')
              }

              obj.high.push(reader.double())
              break
            }
            case 3: {
              obj.after = reader.string()
              break
            }
            case 4: {
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
        const obj = {
          low: 0,
          high: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.low != null && obj.low === opts.limits.low) {
                throw new MaxLengthError('Streaming decode error - repeated field "low" had too many elements')
              }

              yield {
                field: `${prefix}.low[]`,
                index: obj.low,
                value: reader.double()
              }

              obj.low++

              break
            }
            case 2: {
              if (opts.limits?.high != null && obj.high === opts.limits.high) {
                throw new MaxLengthError('Streaming decode error - repeated field "high" had too many elements')
              }

              yield {
                field: `${prefix}.high[]`,
                index: obj.high,
                value: reader.double()
              }

              obj.high++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.after`,
                value: reader.string()
              }
              break
            }
            case 4: {
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

  export interface CanQueryLowFieldEvent {
    field: '$.low[]'
    index: number
    value: number
  }

  export interface CanQueryHighFieldEvent {
    field: '$.high[]'
    index: number
    value: number
  }

  export interface CanQueryAfterFieldEvent {
    field: '$.after'
    value: string
  }

  export interface CanQueryLimitFieldEvent {
    field: '$.limit'
    value: number
  }

  export function encode (obj: Partial<CanQuery>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanQuery.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanQuery>): CanQuery {
    return decodeMessage(buf, CanQuery.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanQuery>): Generator<CanQueryLowFieldEvent | CanQueryHighFieldEvent | CanQueryAfterFieldEvent | CanQueryLimitFieldEvent> {
    return streamMessage(buf, CanQuery.codec(), opts)
  }
}

export interface CanPath {
  length: number
  bits: Uint8Array<ArrayBuffer>
}

export namespace CanPath {
  let _codec: Codec<CanPath>

  export const codec = (): Codec<CanPath> => {
    if (_codec == null) {
      _codec = message<CanPath>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.length != null && obj.length !== 0)) {
          w.uint32(8)
          w.uint32(obj.length)
        }

        if ((obj.bits != null && obj.bits.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.bits)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          length: 0,
          bits: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.length = reader.uint32()
              break
            }
            case 2: {
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
                field: `${prefix}.length`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
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

  export interface CanPathLengthFieldEvent {
    field: '$.length'
    value: number
  }

  export interface CanPathBitsFieldEvent {
    field: '$.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<CanPath>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPath.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPath>): CanPath {
    return decodeMessage(buf, CanPath.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPath>): Generator<CanPathLengthFieldEvent | CanPathBitsFieldEvent> {
    return streamMessage(buf, CanPath.codec(), opts)
  }
}

export interface CanClaim {
  path?: CanPath
  epoch: number
}

export namespace CanClaim {
  let _codec: Codec<CanClaim>

  export const codec = (): Codec<CanClaim> => {
    if (_codec == null) {
      _codec = message<CanClaim>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.path != null) {
          w.uint32(10)
          CanPath.codec().encode(obj.path, w)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(16)
          w.uint32(obj.epoch)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.path = CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path
              })
              break
            }
            case 2: {
              obj.epoch = reader.uint32()
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
              yield * CanPath.codec().stream(reader, reader.uint32(), `${prefix}.path`, {
                limits: opts.limits?.path
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.epoch`,
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

  export interface CanClaimPathLengthFieldEvent {
    field: '$.path.length'
    value: number
  }

  export interface CanClaimPathBitsFieldEvent {
    field: '$.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanClaimEpochFieldEvent {
    field: '$.epoch'
    value: number
  }

  export function encode (obj: Partial<CanClaim>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanClaim.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanClaim>): CanClaim {
    return decodeMessage(buf, CanClaim.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanClaim>): Generator<CanClaimPathLengthFieldEvent | CanClaimPathBitsFieldEvent | CanClaimEpochFieldEvent> {
    return streamMessage(buf, CanClaim.codec(), opts)
  }
}

export interface CanHolding {
  node?: NodeRef
  claims: CanClaim[]
}

export namespace CanHolding {
  let _codec: Codec<CanHolding>

  export const codec = (): Codec<CanHolding> => {
    if (_codec == null) {
      _codec = message<CanHolding>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.node != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.node, w)
        }

        if (obj.claims != null && obj.claims.length > 0) {
          for (const value of obj.claims) {
            w.uint32(18)
            CanClaim.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          claims: []
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
              if (opts.limits?.claims != null && obj.claims.length === opts.limits.claims) {
                throw new MaxLengthError('Decode error - repeated field "claims" had too many elements')
              }

              obj.claims.push(CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claims$
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
          claims: 0
        }

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
              if (opts.limits?.claims != null && obj.claims === opts.limits.claims) {
                throw new MaxLengthError('Streaming decode error - repeated field "claims" had too many elements')
              }

              for (const evt of CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claims[]`, {
                limits: opts.limits?.claims$
              })) {
                yield {
                  ...evt,
                  index: obj.claims
                }
              }

              obj.claims++

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

  export interface CanHoldingNodePeerFieldEvent {
    field: '$.node.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanHoldingNodePositionFieldEvent {
    field: '$.node.position'
    value: number
  }

  export interface CanHoldingNodeEpochFieldEvent {
    field: '$.node.epoch'
    value: number
  }

  export interface CanHoldingNodeAddressesFieldEvent {
    field: '$.node.addresses[]'
    index: number
    value: string
  }

  export interface CanHoldingClaimsPathLengthFieldEvent {
    field: '$.claims[].path.length'
    value: number
    index: number
  }

  export interface CanHoldingClaimsPathBitsFieldEvent {
    field: '$.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanHoldingClaimsEpochFieldEvent {
    field: '$.claims[].epoch'
    value: number
    index: number
  }

  export function encode (obj: Partial<CanHolding>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanHolding.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanHolding>): CanHolding {
    return decodeMessage(buf, CanHolding.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanHolding>): Generator<CanHoldingNodePeerFieldEvent | CanHoldingNodePositionFieldEvent | CanHoldingNodeEpochFieldEvent | CanHoldingNodeAddressesFieldEvent | CanHoldingClaimsPathLengthFieldEvent | CanHoldingClaimsPathBitsFieldEvent | CanHoldingClaimsEpochFieldEvent> {
    return streamMessage(buf, CanHolding.codec(), opts)
  }
}

export interface CanFind {
  point: number[]
  hops: number
  trace: boolean
  nearest?: number
  visited: Uint8Array<ArrayBuffer>[]
  any: boolean
  than?: number
}

export namespace CanFind {
  let _codec: Codec<CanFind>

  export const codec = (): Codec<CanFind> => {
    if (_codec == null) {
      _codec = message<CanFind>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.point != null && obj.point.length > 0) {
          for (const value of obj.point) {
            w.uint32(9)
            w.double(value)
          }
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(16)
          w.uint32(obj.hops)
        }

        if ((obj.trace != null && obj.trace !== false)) {
          w.uint32(24)
          w.bool(obj.trace)
        }

        if (obj.nearest != null) {
          w.uint32(33)
          w.double(obj.nearest)
        }

        if (obj.visited != null && obj.visited.length > 0) {
          for (const value of obj.visited) {
            w.uint32(42)
            w.bytes(value)
          }
        }

        if ((obj.any != null && obj.any !== false)) {
          w.uint32(48)
          w.bool(obj.any)
        }

        if (obj.than != null) {
          w.uint32(57)
          w.double(obj.than)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          point: [],
          hops: 0,
          trace: false,
          visited: [],
          any: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point.length === opts.limits.point) {
                throw new MaxLengthError('Decode error - repeated field "point" had too many elements')
              }

              obj.point.push(reader.double())
              break
            }
            case 2: {
              obj.hops = reader.uint32()
              break
            }
            case 3: {
              obj.trace = reader.bool()
              break
            }
            case 4: {
              obj.nearest = reader.double()
              break
            }
            case 5: {
              if (opts.limits?.visited != null && obj.visited.length === opts.limits.visited) {
                throw new MaxLengthError('Decode error - repeated field "visited" had too many elements')
              }

              obj.visited.push(reader.bytes())
              break
            }
            case 6: {
              obj.any = reader.bool()
              break
            }
            case 7: {
              obj.than = reader.double()
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
          point: 0,
          visited: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.point != null && obj.point === opts.limits.point) {
                throw new MaxLengthError('Streaming decode error - repeated field "point" had too many elements')
              }

              yield {
                field: `${prefix}.point[]`,
                index: obj.point,
                value: reader.double()
              }

              obj.point++

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
                field: `${prefix}.trace`,
                value: reader.bool()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.nearest`,
                value: reader.double()
              }
              break
            }
            case 5: {
              if (opts.limits?.visited != null && obj.visited === opts.limits.visited) {
                throw new MaxLengthError('Streaming decode error - repeated field "visited" had too many elements')
              }

              yield {
                field: `${prefix}.visited[]`,
                index: obj.visited,
                value: reader.bytes()
              }

              obj.visited++

              break
            }
            case 6: {
              yield {
                field: `${prefix}.any`,
                value: reader.bool()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.than`,
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

  export interface CanFindPointFieldEvent {
    field: '$.point[]'
    index: number
    value: number
  }

  export interface CanFindHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export interface CanFindTraceFieldEvent {
    field: '$.trace'
    value: boolean
  }

  export interface CanFindNearestFieldEvent {
    field: '$.nearest'
    value: number
  }

  export interface CanFindVisitedFieldEvent {
    field: '$.visited[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanFindAnyFieldEvent {
    field: '$.any'
    value: boolean
  }

  export interface CanFindThanFieldEvent {
    field: '$.than'
    value: number
  }

  export function encode (obj: Partial<CanFind>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanFind.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFind>): CanFind {
    return decodeMessage(buf, CanFind.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFind>): Generator<CanFindPointFieldEvent | CanFindHopsFieldEvent | CanFindTraceFieldEvent | CanFindNearestFieldEvent | CanFindVisitedFieldEvent | CanFindAnyFieldEvent | CanFindThanFieldEvent> {
    return streamMessage(buf, CanFind.codec(), opts)
  }
}

export interface CanPicture {
  version: number
  shown?: CanShown
}

export namespace CanPicture {
  let _codec: Codec<CanPicture>

  export const codec = (): Codec<CanPicture> => {
    if (_codec == null) {
      _codec = message<CanPicture>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.version)
        }

        if (obj.shown != null) {
          w.uint32(18)
          CanShown.codec().encode(obj.shown, w)
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
            case 2: {
              obj.shown = CanShown.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.shown
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
                field: `${prefix}.version`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield * CanShown.codec().stream(reader, reader.uint32(), `${prefix}.shown`, {
                limits: opts.limits?.shown
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

  export interface CanPictureVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export interface CanPictureShownClaimsPathLengthFieldEvent {
    field: '$.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanPictureShownClaimsPathBitsFieldEvent {
    field: '$.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanPictureShownClaimsEpochFieldEvent {
    field: '$.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanPictureShownAroundNodePeerFieldEvent {
    field: '$.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanPictureShownAroundNodePositionFieldEvent {
    field: '$.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanPictureShownAroundNodeEpochFieldEvent {
    field: '$.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanPictureShownAroundNodeAddressesFieldEvent {
    field: '$.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanPictureShownAroundClaimsPathLengthFieldEvent {
    field: '$.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanPictureShownAroundClaimsPathBitsFieldEvent {
    field: '$.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanPictureShownAroundClaimsEpochFieldEvent {
    field: '$.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanPictureShownMatesPeerFieldEvent {
    field: '$.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanPictureShownMatesPositionFieldEvent {
    field: '$.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanPictureShownMatesEpochFieldEvent {
    field: '$.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanPictureShownMatesAddressesFieldEvent {
    field: '$.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanPicture>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPicture.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPicture>): CanPicture {
    return decodeMessage(buf, CanPicture.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPicture>): Generator<CanPictureVersionFieldEvent | CanPictureShownClaimsPathLengthFieldEvent | CanPictureShownClaimsPathBitsFieldEvent | CanPictureShownClaimsEpochFieldEvent | CanPictureShownAroundNodePeerFieldEvent | CanPictureShownAroundNodePositionFieldEvent | CanPictureShownAroundNodeEpochFieldEvent | CanPictureShownAroundNodeAddressesFieldEvent | CanPictureShownAroundClaimsPathLengthFieldEvent | CanPictureShownAroundClaimsPathBitsFieldEvent | CanPictureShownAroundClaimsEpochFieldEvent | CanPictureShownMatesPeerFieldEvent | CanPictureShownMatesPositionFieldEvent | CanPictureShownMatesEpochFieldEvent | CanPictureShownMatesAddressesFieldEvent> {
    return streamMessage(buf, CanPicture.codec(), opts)
  }
}

export interface CanShown {
  claims: CanClaim[]
  around: CanHolding[]
  mates: NodeRef[]
}

export namespace CanShown {
  let _codec: Codec<CanShown>

  export const codec = (): Codec<CanShown> => {
    if (_codec == null) {
      _codec = message<CanShown>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.claims != null && obj.claims.length > 0) {
          for (const value of obj.claims) {
            w.uint32(10)
            CanClaim.codec().encode(value, w)
          }
        }

        if (obj.around != null && obj.around.length > 0) {
          for (const value of obj.around) {
            w.uint32(18)
            CanHolding.codec().encode(value, w)
          }
        }

        if (obj.mates != null && obj.mates.length > 0) {
          for (const value of obj.mates) {
            w.uint32(26)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          claims: [],
          around: [],
          mates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.claims != null && obj.claims.length === opts.limits.claims) {
                throw new MaxLengthError('Decode error - repeated field "claims" had too many elements')
              }

              obj.claims.push(CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claims$
              }))
              break
            }
            case 2: {
              if (opts.limits?.around != null && obj.around.length === opts.limits.around) {
                throw new MaxLengthError('Decode error - repeated field "around" had too many elements')
              }

              obj.around.push(CanHolding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.around$
              }))
              break
            }
            case 3: {
              if (opts.limits?.mates != null && obj.mates.length === opts.limits.mates) {
                throw new MaxLengthError('Decode error - repeated field "mates" had too many elements')
              }

              obj.mates.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mates$
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
          claims: 0,
          around: 0,
          mates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.claims != null && obj.claims === opts.limits.claims) {
                throw new MaxLengthError('Streaming decode error - repeated field "claims" had too many elements')
              }

              for (const evt of CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claims[]`, {
                limits: opts.limits?.claims$
              })) {
                yield {
                  ...evt,
                  index: obj.claims
                }
              }

              obj.claims++

              break
            }
            case 2: {
              if (opts.limits?.around != null && obj.around === opts.limits.around) {
                throw new MaxLengthError('Streaming decode error - repeated field "around" had too many elements')
              }

              for (const evt of CanHolding.codec().stream(reader, reader.uint32(), `${prefix}.around[]`, {
                limits: opts.limits?.around$
              })) {
                yield {
                  ...evt,
                  index: obj.around
                }
              }

              obj.around++

              break
            }
            case 3: {
              if (opts.limits?.mates != null && obj.mates === opts.limits.mates) {
                throw new MaxLengthError('Streaming decode error - repeated field "mates" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.mates[]`, {
                limits: opts.limits?.mates$
              })) {
                yield {
                  ...evt,
                  index: obj.mates
                }
              }

              obj.mates++

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

  export interface CanShownClaimsPathLengthFieldEvent {
    field: '$.claims[].path.length'
    value: number
    index: number
  }

  export interface CanShownClaimsPathBitsFieldEvent {
    field: '$.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanShownClaimsEpochFieldEvent {
    field: '$.claims[].epoch'
    value: number
    index: number
  }

  export interface CanShownAroundNodePeerFieldEvent {
    field: '$.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanShownAroundNodePositionFieldEvent {
    field: '$.around[].node.position'
    value: number
    index: number
  }

  export interface CanShownAroundNodeEpochFieldEvent {
    field: '$.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanShownAroundNodeAddressesFieldEvent {
    field: '$.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanShownAroundClaimsPathLengthFieldEvent {
    field: '$.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanShownAroundClaimsPathBitsFieldEvent {
    field: '$.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanShownAroundClaimsEpochFieldEvent {
    field: '$.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanShownMatesPeerFieldEvent {
    field: '$.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanShownMatesPositionFieldEvent {
    field: '$.mates[].position'
    value: number
    index: number
  }

  export interface CanShownMatesEpochFieldEvent {
    field: '$.mates[].epoch'
    value: number
    index: number
  }

  export interface CanShownMatesAddressesFieldEvent {
    field: '$.mates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanShown>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanShown.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanShown>): CanShown {
    return decodeMessage(buf, CanShown.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanShown>): Generator<CanShownClaimsPathLengthFieldEvent | CanShownClaimsPathBitsFieldEvent | CanShownClaimsEpochFieldEvent | CanShownAroundNodePeerFieldEvent | CanShownAroundNodePositionFieldEvent | CanShownAroundNodeEpochFieldEvent | CanShownAroundNodeAddressesFieldEvent | CanShownAroundClaimsPathLengthFieldEvent | CanShownAroundClaimsPathBitsFieldEvent | CanShownAroundClaimsEpochFieldEvent | CanShownMatesPeerFieldEvent | CanShownMatesPositionFieldEvent | CanShownMatesEpochFieldEvent | CanShownMatesAddressesFieldEvent> {
    return streamMessage(buf, CanShown.codec(), opts)
  }
}

export interface CanUpdate {
  dimensions: number
  self?: NodeRef
  have: number
  picture?: CanPicture
  follows: boolean
}

export namespace CanUpdate {
  let _codec: Codec<CanUpdate>

  export const codec = (): Codec<CanUpdate> => {
    if (_codec == null) {
      _codec = message<CanUpdate>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.dimensions != null && obj.dimensions !== 0)) {
          w.uint32(8)
          w.uint32(obj.dimensions)
        }

        if (obj.self != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.self, w)
        }

        if ((obj.have != null && obj.have !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.have)
        }

        if (obj.picture != null) {
          w.uint32(34)
          CanPicture.codec().encode(obj.picture, w)
        }

        if ((obj.follows != null && obj.follows !== false)) {
          w.uint32(40)
          w.bool(obj.follows)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          dimensions: 0,
          have: 0,
          follows: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.dimensions = reader.uint32()
              break
            }
            case 2: {
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 3: {
              obj.have = reader.uint64Number()
              break
            }
            case 4: {
              obj.picture = CanPicture.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.picture
              })
              break
            }
            case 5: {
              obj.follows = reader.bool()
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
                field: `${prefix}.dimensions`,
                value: reader.uint32()
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
              yield {
                field: `${prefix}.have`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield * CanPicture.codec().stream(reader, reader.uint32(), `${prefix}.picture`, {
                limits: opts.limits?.picture
              })

              break
            }
            case 5: {
              yield {
                field: `${prefix}.follows`,
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

  export interface CanUpdateDimensionsFieldEvent {
    field: '$.dimensions'
    value: number
  }

  export interface CanUpdateSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanUpdateSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface CanUpdateSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface CanUpdateSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface CanUpdateHaveFieldEvent {
    field: '$.have'
    value: number
  }

  export interface CanUpdatePictureVersionFieldEvent {
    field: '$.picture.version'
    value: number
  }

  export interface CanUpdatePictureShownClaimsPathLengthFieldEvent {
    field: '$.picture.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownClaimsPathBitsFieldEvent {
    field: '$.picture.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatePictureShownClaimsEpochFieldEvent {
    field: '$.picture.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownAroundNodePeerFieldEvent {
    field: '$.picture.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatePictureShownAroundNodePositionFieldEvent {
    field: '$.picture.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownAroundNodeEpochFieldEvent {
    field: '$.picture.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownAroundNodeAddressesFieldEvent {
    field: '$.picture.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanUpdatePictureShownAroundClaimsPathLengthFieldEvent {
    field: '$.picture.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownAroundClaimsPathBitsFieldEvent {
    field: '$.picture.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatePictureShownAroundClaimsEpochFieldEvent {
    field: '$.picture.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownMatesPeerFieldEvent {
    field: '$.picture.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatePictureShownMatesPositionFieldEvent {
    field: '$.picture.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownMatesEpochFieldEvent {
    field: '$.picture.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatePictureShownMatesAddressesFieldEvent {
    field: '$.picture.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanUpdateFollowsFieldEvent {
    field: '$.follows'
    value: boolean
  }

  export function encode (obj: Partial<CanUpdate>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanUpdate.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanUpdate>): CanUpdate {
    return decodeMessage(buf, CanUpdate.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanUpdate>): Generator<CanUpdateDimensionsFieldEvent | CanUpdateSelfPeerFieldEvent | CanUpdateSelfPositionFieldEvent | CanUpdateSelfEpochFieldEvent | CanUpdateSelfAddressesFieldEvent | CanUpdateHaveFieldEvent | CanUpdatePictureVersionFieldEvent | CanUpdatePictureShownClaimsPathLengthFieldEvent | CanUpdatePictureShownClaimsPathBitsFieldEvent | CanUpdatePictureShownClaimsEpochFieldEvent | CanUpdatePictureShownAroundNodePeerFieldEvent | CanUpdatePictureShownAroundNodePositionFieldEvent | CanUpdatePictureShownAroundNodeEpochFieldEvent | CanUpdatePictureShownAroundNodeAddressesFieldEvent | CanUpdatePictureShownAroundClaimsPathLengthFieldEvent | CanUpdatePictureShownAroundClaimsPathBitsFieldEvent | CanUpdatePictureShownAroundClaimsEpochFieldEvent | CanUpdatePictureShownMatesPeerFieldEvent | CanUpdatePictureShownMatesPositionFieldEvent | CanUpdatePictureShownMatesEpochFieldEvent | CanUpdatePictureShownMatesAddressesFieldEvent | CanUpdateFollowsFieldEvent> {
    return streamMessage(buf, CanUpdate.codec(), opts)
  }
}

export interface CanUpdated {
  picture?: CanPicture
  have: number
}

export namespace CanUpdated {
  let _codec: Codec<CanUpdated>

  export const codec = (): Codec<CanUpdated> => {
    if (_codec == null) {
      _codec = message<CanUpdated>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.picture != null) {
          w.uint32(10)
          CanPicture.codec().encode(obj.picture, w)
        }

        if ((obj.have != null && obj.have !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.have)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          have: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.picture = CanPicture.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.picture
              })
              break
            }
            case 2: {
              obj.have = reader.uint64Number()
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
              yield * CanPicture.codec().stream(reader, reader.uint32(), `${prefix}.picture`, {
                limits: opts.limits?.picture
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.have`,
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

  export interface CanUpdatedPictureVersionFieldEvent {
    field: '$.picture.version'
    value: number
  }

  export interface CanUpdatedPictureShownClaimsPathLengthFieldEvent {
    field: '$.picture.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownClaimsPathBitsFieldEvent {
    field: '$.picture.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatedPictureShownClaimsEpochFieldEvent {
    field: '$.picture.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownAroundNodePeerFieldEvent {
    field: '$.picture.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatedPictureShownAroundNodePositionFieldEvent {
    field: '$.picture.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownAroundNodeEpochFieldEvent {
    field: '$.picture.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownAroundNodeAddressesFieldEvent {
    field: '$.picture.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanUpdatedPictureShownAroundClaimsPathLengthFieldEvent {
    field: '$.picture.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownAroundClaimsPathBitsFieldEvent {
    field: '$.picture.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatedPictureShownAroundClaimsEpochFieldEvent {
    field: '$.picture.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownMatesPeerFieldEvent {
    field: '$.picture.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanUpdatedPictureShownMatesPositionFieldEvent {
    field: '$.picture.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownMatesEpochFieldEvent {
    field: '$.picture.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanUpdatedPictureShownMatesAddressesFieldEvent {
    field: '$.picture.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanUpdatedHaveFieldEvent {
    field: '$.have'
    value: number
  }

  export function encode (obj: Partial<CanUpdated>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanUpdated.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanUpdated>): CanUpdated {
    return decodeMessage(buf, CanUpdated.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanUpdated>): Generator<CanUpdatedPictureVersionFieldEvent | CanUpdatedPictureShownClaimsPathLengthFieldEvent | CanUpdatedPictureShownClaimsPathBitsFieldEvent | CanUpdatedPictureShownClaimsEpochFieldEvent | CanUpdatedPictureShownAroundNodePeerFieldEvent | CanUpdatedPictureShownAroundNodePositionFieldEvent | CanUpdatedPictureShownAroundNodeEpochFieldEvent | CanUpdatedPictureShownAroundNodeAddressesFieldEvent | CanUpdatedPictureShownAroundClaimsPathLengthFieldEvent | CanUpdatedPictureShownAroundClaimsPathBitsFieldEvent | CanUpdatedPictureShownAroundClaimsEpochFieldEvent | CanUpdatedPictureShownMatesPeerFieldEvent | CanUpdatedPictureShownMatesPositionFieldEvent | CanUpdatedPictureShownMatesEpochFieldEvent | CanUpdatedPictureShownMatesAddressesFieldEvent | CanUpdatedHaveFieldEvent> {
    return streamMessage(buf, CanUpdated.codec(), opts)
  }
}

export interface CanJoin {
  dimensions: number
  self?: NodeRef
  point: number[]
  chosen: boolean
}

export namespace CanJoin {
  let _codec: Codec<CanJoin>

  export const codec = (): Codec<CanJoin> => {
    if (_codec == null) {
      _codec = message<CanJoin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.dimensions != null && obj.dimensions !== 0)) {
          w.uint32(8)
          w.uint32(obj.dimensions)
        }

        if (obj.self != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.point != null && obj.point.length > 0) {
          for (const value of obj.point) {
            w.uint32(25)
            w.double(value)
          }
        }

        if ((obj.chosen != null && obj.chosen !== false)) {
          w.uint32(32)
          w.bool(obj.chosen)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          dimensions: 0,
          point: [],
          chosen: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.dimensions = reader.uint32()
              break
            }
            case 2: {
              obj.self = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.self
              })
              break
            }
            case 3: {
              if (opts.limits?.point != null && obj.point.length === opts.limits.point) {
                throw new MaxLengthError('Decode error - repeated field "point" had too many elements')
              }

              obj.point.push(reader.double())
              break
            }
            case 4: {
              obj.chosen = reader.bool()
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
          point: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.dimensions`,
                value: reader.uint32()
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
              if (opts.limits?.point != null && obj.point === opts.limits.point) {
                throw new MaxLengthError('Streaming decode error - repeated field "point" had too many elements')
              }

              yield {
                field: `${prefix}.point[]`,
                index: obj.point,
                value: reader.double()
              }

              obj.point++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.chosen`,
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

  export interface CanJoinDimensionsFieldEvent {
    field: '$.dimensions'
    value: number
  }

  export interface CanJoinSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanJoinSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface CanJoinSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface CanJoinSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface CanJoinPointFieldEvent {
    field: '$.point[]'
    index: number
    value: number
  }

  export interface CanJoinChosenFieldEvent {
    field: '$.chosen'
    value: boolean
  }

  export function encode (obj: Partial<CanJoin>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanJoin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanJoin>): CanJoin {
    return decodeMessage(buf, CanJoin.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanJoin>): Generator<CanJoinDimensionsFieldEvent | CanJoinSelfPeerFieldEvent | CanJoinSelfPositionFieldEvent | CanJoinSelfEpochFieldEvent | CanJoinSelfAddressesFieldEvent | CanJoinPointFieldEvent | CanJoinChosenFieldEvent> {
    return streamMessage(buf, CanJoin.codec(), opts)
  }
}

export interface CanGive {
  self?: NodeRef
  claim?: CanClaim
  around: CanHolding[]
  mates: NodeRef[]
}

export namespace CanGive {
  let _codec: Codec<CanGive>

  export const codec = (): Codec<CanGive> => {
    if (_codec == null) {
      _codec = message<CanGive>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.claim != null) {
          w.uint32(18)
          CanClaim.codec().encode(obj.claim, w)
        }

        if (obj.around != null && obj.around.length > 0) {
          for (const value of obj.around) {
            w.uint32(26)
            CanHolding.codec().encode(value, w)
          }
        }

        if (obj.mates != null && obj.mates.length > 0) {
          for (const value of obj.mates) {
            w.uint32(34)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          around: [],
          mates: []
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
              obj.claim = CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 3: {
              if (opts.limits?.around != null && obj.around.length === opts.limits.around) {
                throw new MaxLengthError('Decode error - repeated field "around" had too many elements')
              }

              obj.around.push(CanHolding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.around$
              }))
              break
            }
            case 4: {
              if (opts.limits?.mates != null && obj.mates.length === opts.limits.mates) {
                throw new MaxLengthError('Decode error - repeated field "mates" had too many elements')
              }

              obj.mates.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mates$
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
          around: 0,
          mates: 0
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
              yield * CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claim`, {
                limits: opts.limits?.claim
              })

              break
            }
            case 3: {
              if (opts.limits?.around != null && obj.around === opts.limits.around) {
                throw new MaxLengthError('Streaming decode error - repeated field "around" had too many elements')
              }

              for (const evt of CanHolding.codec().stream(reader, reader.uint32(), `${prefix}.around[]`, {
                limits: opts.limits?.around$
              })) {
                yield {
                  ...evt,
                  index: obj.around
                }
              }

              obj.around++

              break
            }
            case 4: {
              if (opts.limits?.mates != null && obj.mates === opts.limits.mates) {
                throw new MaxLengthError('Streaming decode error - repeated field "mates" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.mates[]`, {
                limits: opts.limits?.mates$
              })) {
                yield {
                  ...evt,
                  index: obj.mates
                }
              }

              obj.mates++

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

  export interface CanGiveSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGiveSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface CanGiveSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface CanGiveSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface CanGiveClaimPathLengthFieldEvent {
    field: '$.claim.path.length'
    value: number
  }

  export interface CanGiveClaimPathBitsFieldEvent {
    field: '$.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGiveClaimEpochFieldEvent {
    field: '$.claim.epoch'
    value: number
  }

  export interface CanGiveAroundNodePeerFieldEvent {
    field: '$.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGiveAroundNodePositionFieldEvent {
    field: '$.around[].node.position'
    value: number
    index: number
  }

  export interface CanGiveAroundNodeEpochFieldEvent {
    field: '$.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanGiveAroundNodeAddressesFieldEvent {
    field: '$.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanGiveAroundClaimsPathLengthFieldEvent {
    field: '$.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanGiveAroundClaimsPathBitsFieldEvent {
    field: '$.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGiveAroundClaimsEpochFieldEvent {
    field: '$.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanGiveMatesPeerFieldEvent {
    field: '$.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGiveMatesPositionFieldEvent {
    field: '$.mates[].position'
    value: number
    index: number
  }

  export interface CanGiveMatesEpochFieldEvent {
    field: '$.mates[].epoch'
    value: number
    index: number
  }

  export interface CanGiveMatesAddressesFieldEvent {
    field: '$.mates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanGive>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanGive.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGive>): CanGive {
    return decodeMessage(buf, CanGive.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGive>): Generator<CanGiveSelfPeerFieldEvent | CanGiveSelfPositionFieldEvent | CanGiveSelfEpochFieldEvent | CanGiveSelfAddressesFieldEvent | CanGiveClaimPathLengthFieldEvent | CanGiveClaimPathBitsFieldEvent | CanGiveClaimEpochFieldEvent | CanGiveAroundNodePeerFieldEvent | CanGiveAroundNodePositionFieldEvent | CanGiveAroundNodeEpochFieldEvent | CanGiveAroundNodeAddressesFieldEvent | CanGiveAroundClaimsPathLengthFieldEvent | CanGiveAroundClaimsPathBitsFieldEvent | CanGiveAroundClaimsEpochFieldEvent | CanGiveMatesPeerFieldEvent | CanGiveMatesPositionFieldEvent | CanGiveMatesEpochFieldEvent | CanGiveMatesAddressesFieldEvent> {
    return streamMessage(buf, CanGive.codec(), opts)
  }
}

export interface CanTake {
  self?: NodeRef
  claims: CanClaim[]
  volume: number
  of?: Uint8Array<ArrayBuffer>
}

export namespace CanTake {
  let _codec: Codec<CanTake>

  export const codec = (): Codec<CanTake> => {
    if (_codec == null) {
      _codec = message<CanTake>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.self != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.self, w)
        }

        if (obj.claims != null && obj.claims.length > 0) {
          for (const value of obj.claims) {
            w.uint32(18)
            CanClaim.codec().encode(value, w)
          }
        }

        if ((obj.volume != null && obj.volume !== 0)) {
          w.uint32(25)
          w.double(obj.volume)
        }

        if (obj.of != null) {
          w.uint32(34)
          w.bytes(obj.of)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          claims: [],
          volume: 0
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
              if (opts.limits?.claims != null && obj.claims.length === opts.limits.claims) {
                throw new MaxLengthError('Decode error - repeated field "claims" had too many elements')
              }

              obj.claims.push(CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claims$
              }))
              break
            }
            case 3: {
              obj.volume = reader.double()
              break
            }
            case 4: {
              obj.of = reader.bytes()
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
          claims: 0
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
              if (opts.limits?.claims != null && obj.claims === opts.limits.claims) {
                throw new MaxLengthError('Streaming decode error - repeated field "claims" had too many elements')
              }

              for (const evt of CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claims[]`, {
                limits: opts.limits?.claims$
              })) {
                yield {
                  ...evt,
                  index: obj.claims
                }
              }

              obj.claims++

              break
            }
            case 3: {
              yield {
                field: `${prefix}.volume`,
                value: reader.double()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.of`,
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

  export interface CanTakeSelfPeerFieldEvent {
    field: '$.self.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanTakeSelfPositionFieldEvent {
    field: '$.self.position'
    value: number
  }

  export interface CanTakeSelfEpochFieldEvent {
    field: '$.self.epoch'
    value: number
  }

  export interface CanTakeSelfAddressesFieldEvent {
    field: '$.self.addresses[]'
    index: number
    value: string
  }

  export interface CanTakeClaimsPathLengthFieldEvent {
    field: '$.claims[].path.length'
    value: number
    index: number
  }

  export interface CanTakeClaimsPathBitsFieldEvent {
    field: '$.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanTakeClaimsEpochFieldEvent {
    field: '$.claims[].epoch'
    value: number
    index: number
  }

  export interface CanTakeVolumeFieldEvent {
    field: '$.volume'
    value: number
  }

  export interface CanTakeOfFieldEvent {
    field: '$.of'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<CanTake>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanTake.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanTake>): CanTake {
    return decodeMessage(buf, CanTake.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanTake>): Generator<CanTakeSelfPeerFieldEvent | CanTakeSelfPositionFieldEvent | CanTakeSelfEpochFieldEvent | CanTakeSelfAddressesFieldEvent | CanTakeClaimsPathLengthFieldEvent | CanTakeClaimsPathBitsFieldEvent | CanTakeClaimsEpochFieldEvent | CanTakeVolumeFieldEvent | CanTakeOfFieldEvent> {
    return streamMessage(buf, CanTake.codec(), opts)
  }
}

export interface CanPair {
  below?: CanPath
  hops: number
}

export namespace CanPair {
  let _codec: Codec<CanPair>

  export const codec = (): Codec<CanPair> => {
    if (_codec == null) {
      _codec = message<CanPair>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.below != null) {
          w.uint32(10)
          CanPath.codec().encode(obj.below, w)
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(16)
          w.uint32(obj.hops)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hops: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.below = CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.below
              })
              break
            }
            case 2: {
              obj.hops = reader.uint32()
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
              yield * CanPath.codec().stream(reader, reader.uint32(), `${prefix}.below`, {
                limits: opts.limits?.below
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.hops`,
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

  export interface CanPairBelowLengthFieldEvent {
    field: '$.below.length'
    value: number
  }

  export interface CanPairBelowBitsFieldEvent {
    field: '$.below.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPairHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export function encode (obj: Partial<CanPair>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPair.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPair>): CanPair {
    return decodeMessage(buf, CanPair.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPair>): Generator<CanPairBelowLengthFieldEvent | CanPairBelowBitsFieldEvent | CanPairHopsFieldEvent> {
    return streamMessage(buf, CanPair.codec(), opts)
  }
}

export interface CanResponse {
  relaying?: CanRelaying
  found?: CanFound
  updated?: CanUpdated
  granted?: CanGranted
  redirect?: CanRedirect
  taken?: CanTaken
  verdict?: CanVerdict
  pair?: CanPaired
  failed?: CanFailed
  kept?: CanKept
  got?: CanGot
  items?: CanItems
  differing?: CanDiffering
  answered?: CanAnswered
  mate?: CanPicture
}

export namespace CanResponse {
  let _codec: Codec<CanResponse>

  export const codec = (): Codec<CanResponse> => {
    if (_codec == null) {
      _codec = message<CanResponse>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.mate != null) {
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.answered != null) {
          obj.mate = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.differing != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.items != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.got != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.kept != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.failed != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.pair != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.verdict != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.taken != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.redirect != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.granted != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.updated = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.updated != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.found = undefined
          obj.relaying = undefined
        }

        if (obj.found != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.relaying = undefined
        }

        if (obj.relaying != null) {
          obj.mate = undefined
          obj.answered = undefined
          obj.differing = undefined
          obj.items = undefined
          obj.got = undefined
          obj.kept = undefined
          obj.failed = undefined
          obj.pair = undefined
          obj.verdict = undefined
          obj.taken = undefined
          obj.redirect = undefined
          obj.granted = undefined
          obj.updated = undefined
          obj.found = undefined
        }

        if (obj.relaying != null) {
          w.uint32(10)
          CanRelaying.codec().encode(obj.relaying, w)
        }

        if (obj.found != null) {
          w.uint32(18)
          CanFound.codec().encode(obj.found, w)
        }

        if (obj.updated != null) {
          w.uint32(26)
          CanUpdated.codec().encode(obj.updated, w)
        }

        if (obj.granted != null) {
          w.uint32(34)
          CanGranted.codec().encode(obj.granted, w)
        }

        if (obj.redirect != null) {
          w.uint32(42)
          CanRedirect.codec().encode(obj.redirect, w)
        }

        if (obj.taken != null) {
          w.uint32(50)
          CanTaken.codec().encode(obj.taken, w)
        }

        if (obj.verdict != null) {
          w.uint32(56)
          CanVerdict.codec().encode(obj.verdict, w)
        }

        if (obj.pair != null) {
          w.uint32(66)
          CanPaired.codec().encode(obj.pair, w)
        }

        if (obj.failed != null) {
          w.uint32(74)
          CanFailed.codec().encode(obj.failed, w)
        }

        if (obj.kept != null) {
          w.uint32(82)
          CanKept.codec().encode(obj.kept, w)
        }

        if (obj.got != null) {
          w.uint32(90)
          CanGot.codec().encode(obj.got, w)
        }

        if (obj.items != null) {
          w.uint32(98)
          CanItems.codec().encode(obj.items, w)
        }

        if (obj.differing != null) {
          w.uint32(106)
          CanDiffering.codec().encode(obj.differing, w)
        }

        if (obj.answered != null) {
          w.uint32(114)
          CanAnswered.codec().encode(obj.answered, w)
        }

        if (obj.mate != null) {
          w.uint32(122)
          CanPicture.codec().encode(obj.mate, w)
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
              obj.relaying = CanRelaying.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.relaying
              })
              break
            }
            case 2: {
              obj.found = CanFound.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.found
              })
              break
            }
            case 3: {
              obj.updated = CanUpdated.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updated
              })
              break
            }
            case 4: {
              obj.granted = CanGranted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.granted
              })
              break
            }
            case 5: {
              obj.redirect = CanRedirect.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.redirect
              })
              break
            }
            case 6: {
              obj.taken = CanTaken.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.taken
              })
              break
            }
            case 7: {
              obj.verdict = CanVerdict.codec().decode(reader)
              break
            }
            case 8: {
              obj.pair = CanPaired.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pair
              })
              break
            }
            case 9: {
              obj.failed = CanFailed.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.failed
              })
              break
            }
            case 10: {
              obj.kept = CanKept.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.kept
              })
              break
            }
            case 11: {
              obj.got = CanGot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.got
              })
              break
            }
            case 12: {
              obj.items = CanItems.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.items
              })
              break
            }
            case 13: {
              obj.differing = CanDiffering.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.differing
              })
              break
            }
            case 14: {
              obj.answered = CanAnswered.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.answered
              })
              break
            }
            case 15: {
              obj.mate = CanPicture.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mate
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.mate != null) {
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.answered != null) {
          delete obj.mate
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.differing != null) {
          delete obj.mate
          delete obj.answered
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.items != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.got != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.kept != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.failed != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.pair != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.verdict != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.taken != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.redirect != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.granted
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.granted != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.updated
          delete obj.found
          delete obj.relaying
        }

        if (obj.updated != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.found
          delete obj.relaying
        }

        if (obj.found != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.relaying
        }

        if (obj.relaying != null) {
          delete obj.mate
          delete obj.answered
          delete obj.differing
          delete obj.items
          delete obj.got
          delete obj.kept
          delete obj.failed
          delete obj.pair
          delete obj.verdict
          delete obj.taken
          delete obj.redirect
          delete obj.granted
          delete obj.updated
          delete obj.found
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * CanRelaying.codec().stream(reader, reader.uint32(), `${prefix}.relaying`, {
                limits: opts.limits?.relaying
              })

              break
            }
            case 2: {
              yield * CanFound.codec().stream(reader, reader.uint32(), `${prefix}.found`, {
                limits: opts.limits?.found
              })

              break
            }
            case 3: {
              yield * CanUpdated.codec().stream(reader, reader.uint32(), `${prefix}.updated`, {
                limits: opts.limits?.updated
              })

              break
            }
            case 4: {
              yield * CanGranted.codec().stream(reader, reader.uint32(), `${prefix}.granted`, {
                limits: opts.limits?.granted
              })

              break
            }
            case 5: {
              yield * CanRedirect.codec().stream(reader, reader.uint32(), `${prefix}.redirect`, {
                limits: opts.limits?.redirect
              })

              break
            }
            case 6: {
              yield * CanTaken.codec().stream(reader, reader.uint32(), `${prefix}.taken`, {
                limits: opts.limits?.taken
              })

              break
            }
            case 7: {
              yield {
                field: `${prefix}.verdict`,
                value: CanVerdict.codec().decode(reader)
              }
              break
            }
            case 8: {
              yield * CanPaired.codec().stream(reader, reader.uint32(), `${prefix}.pair`, {
                limits: opts.limits?.pair
              })

              break
            }
            case 9: {
              yield * CanFailed.codec().stream(reader, reader.uint32(), `${prefix}.failed`, {
                limits: opts.limits?.failed
              })

              break
            }
            case 10: {
              yield * CanKept.codec().stream(reader, reader.uint32(), `${prefix}.kept`, {
                limits: opts.limits?.kept
              })

              break
            }
            case 11: {
              yield * CanGot.codec().stream(reader, reader.uint32(), `${prefix}.got`, {
                limits: opts.limits?.got
              })

              break
            }
            case 12: {
              yield * CanItems.codec().stream(reader, reader.uint32(), `${prefix}.items`, {
                limits: opts.limits?.items
              })

              break
            }
            case 13: {
              yield * CanDiffering.codec().stream(reader, reader.uint32(), `${prefix}.differing`, {
                limits: opts.limits?.differing
              })

              break
            }
            case 14: {
              yield * CanAnswered.codec().stream(reader, reader.uint32(), `${prefix}.answered`, {
                limits: opts.limits?.answered
              })

              break
            }
            case 15: {
              yield * CanPicture.codec().stream(reader, reader.uint32(), `${prefix}.mate`, {
                limits: opts.limits?.mate
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

  export interface CanResponseFoundHolderNodePeerFieldEvent {
    field: '$.found.holder.node.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseFoundHolderNodePositionFieldEvent {
    field: '$.found.holder.node.position'
    value: number
  }

  export interface CanResponseFoundHolderNodeEpochFieldEvent {
    field: '$.found.holder.node.epoch'
    value: number
  }

  export interface CanResponseFoundHolderNodeAddressesFieldEvent {
    field: '$.found.holder.node.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseFoundHolderClaimsPathLengthFieldEvent {
    field: '$.found.holder.claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseFoundHolderClaimsPathBitsFieldEvent {
    field: '$.found.holder.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseFoundHolderClaimsEpochFieldEvent {
    field: '$.found.holder.claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseFoundClaimPathLengthFieldEvent {
    field: '$.found.claim.path.length'
    value: number
  }

  export interface CanResponseFoundClaimPathBitsFieldEvent {
    field: '$.found.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseFoundClaimEpochFieldEvent {
    field: '$.found.claim.epoch'
    value: number
  }

  export interface CanResponseFoundHopsFieldEvent {
    field: '$.found.hops'
    value: number
  }

  export interface CanResponseFoundPathPeerFieldEvent {
    field: '$.found.path[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseFoundPathPositionFieldEvent {
    field: '$.found.path[].position'
    value: number
    index: number
  }

  export interface CanResponseFoundPathEpochFieldEvent {
    field: '$.found.path[].epoch'
    value: number
    index: number
  }

  export interface CanResponseFoundPathAddressesFieldEvent {
    field: '$.found.path[].addresses[]'
    index: number
    value: string
  }

  export interface CanResponseFoundSpaceFieldEvent {
    field: '$.found.space'
    value: number
  }

  export interface CanResponseUpdatedPictureVersionFieldEvent {
    field: '$.updated.picture.version'
    value: number
  }

  export interface CanResponseUpdatedPictureShownClaimsPathLengthFieldEvent {
    field: '$.updated.picture.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownClaimsPathBitsFieldEvent {
    field: '$.updated.picture.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseUpdatedPictureShownClaimsEpochFieldEvent {
    field: '$.updated.picture.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundNodePeerFieldEvent {
    field: '$.updated.picture.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundNodePositionFieldEvent {
    field: '$.updated.picture.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundNodeEpochFieldEvent {
    field: '$.updated.picture.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundNodeAddressesFieldEvent {
    field: '$.updated.picture.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseUpdatedPictureShownAroundClaimsPathLengthFieldEvent {
    field: '$.updated.picture.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundClaimsPathBitsFieldEvent {
    field: '$.updated.picture.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseUpdatedPictureShownAroundClaimsEpochFieldEvent {
    field: '$.updated.picture.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownMatesPeerFieldEvent {
    field: '$.updated.picture.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseUpdatedPictureShownMatesPositionFieldEvent {
    field: '$.updated.picture.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownMatesEpochFieldEvent {
    field: '$.updated.picture.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanResponseUpdatedPictureShownMatesAddressesFieldEvent {
    field: '$.updated.picture.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanResponseUpdatedHaveFieldEvent {
    field: '$.updated.have'
    value: number
  }

  export interface CanResponseGrantedClaimPathLengthFieldEvent {
    field: '$.granted.claim.path.length'
    value: number
  }

  export interface CanResponseGrantedClaimPathBitsFieldEvent {
    field: '$.granted.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseGrantedClaimEpochFieldEvent {
    field: '$.granted.claim.epoch'
    value: number
  }

  export interface CanResponseGrantedAroundNodePeerFieldEvent {
    field: '$.granted.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseGrantedAroundNodePositionFieldEvent {
    field: '$.granted.around[].node.position'
    value: number
    index: number
  }

  export interface CanResponseGrantedAroundNodeEpochFieldEvent {
    field: '$.granted.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanResponseGrantedAroundNodeAddressesFieldEvent {
    field: '$.granted.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseGrantedAroundClaimsPathLengthFieldEvent {
    field: '$.granted.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseGrantedAroundClaimsPathBitsFieldEvent {
    field: '$.granted.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseGrantedAroundClaimsEpochFieldEvent {
    field: '$.granted.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseGrantedMatesPeerFieldEvent {
    field: '$.granted.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseGrantedMatesPositionFieldEvent {
    field: '$.granted.mates[].position'
    value: number
    index: number
  }

  export interface CanResponseGrantedMatesEpochFieldEvent {
    field: '$.granted.mates[].epoch'
    value: number
    index: number
  }

  export interface CanResponseGrantedMatesAddressesFieldEvent {
    field: '$.granted.mates[].addresses[]'
    index: number
    value: string
  }

  export interface CanResponseRedirectToPeerFieldEvent {
    field: '$.redirect.to.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseRedirectToPositionFieldEvent {
    field: '$.redirect.to.position'
    value: number
  }

  export interface CanResponseRedirectToEpochFieldEvent {
    field: '$.redirect.to.epoch'
    value: number
  }

  export interface CanResponseRedirectToAddressesFieldEvent {
    field: '$.redirect.to.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseRedirectChosenFieldEvent {
    field: '$.redirect.chosen'
    value: boolean
  }

  export interface CanResponseVerdictFieldEvent {
    field: '$.verdict'
    value: CanVerdict
  }

  export interface CanResponsePairPathLengthFieldEvent {
    field: '$.pair.path.length'
    value: number
  }

  export interface CanResponsePairPathBitsFieldEvent {
    field: '$.pair.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponsePairLowerPeerFieldEvent {
    field: '$.pair.lower.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponsePairLowerPositionFieldEvent {
    field: '$.pair.lower.position'
    value: number
  }

  export interface CanResponsePairLowerEpochFieldEvent {
    field: '$.pair.lower.epoch'
    value: number
  }

  export interface CanResponsePairLowerAddressesFieldEvent {
    field: '$.pair.lower.addresses[]'
    index: number
    value: string
  }

  export interface CanResponsePairUpperPeerFieldEvent {
    field: '$.pair.upper.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponsePairUpperPositionFieldEvent {
    field: '$.pair.upper.position'
    value: number
  }

  export interface CanResponsePairUpperEpochFieldEvent {
    field: '$.pair.upper.epoch'
    value: number
  }

  export interface CanResponsePairUpperAddressesFieldEvent {
    field: '$.pair.upper.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseFailedCodeFieldEvent {
    field: '$.failed.code'
    value: CanRefusal
  }

  export interface CanResponseFailedDimensionsFieldEvent {
    field: '$.failed.dimensions'
    value: number
  }

  export interface CanResponseKeptLamportFieldEvent {
    field: '$.kept.lamport'
    value: number
  }

  export interface CanResponseKeptPeerFieldEvent {
    field: '$.kept.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseKeptExpiresAtMsFieldEvent {
    field: '$.kept.expiresAtMs'
    value: number
  }

  export interface CanResponseKeptCopiesFieldEvent {
    field: '$.kept.copies'
    value: number
  }

  export interface CanResponseGotItemPointFieldEvent {
    field: '$.got.item.point[]'
    index: number
    value: number
  }

  export interface CanResponseGotItemKeyFieldEvent {
    field: '$.got.item.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseGotItemValueFieldEvent {
    field: '$.got.item.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseGotItemLamportFieldEvent {
    field: '$.got.item.lamport'
    value: number
  }

  export interface CanResponseGotItemPeerFieldEvent {
    field: '$.got.item.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanResponseGotItemExpiresAtMsFieldEvent {
    field: '$.got.item.expiresAtMs'
    value: number
  }

  export interface CanResponseGotItemKeepMsFieldEvent {
    field: '$.got.item.keepMs'
    value: number
  }

  export interface CanResponseItemsItemsPointFieldEvent {
    field: '$.items.items[].point[]'
    index: number
    value: number
  }

  export interface CanResponseItemsItemsKeyFieldEvent {
    field: '$.items.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseItemsItemsValueFieldEvent {
    field: '$.items.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseItemsItemsLamportFieldEvent {
    field: '$.items.items[].lamport'
    value: number
    index: number
  }

  export interface CanResponseItemsItemsPeerFieldEvent {
    field: '$.items.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseItemsItemsExpiresAtMsFieldEvent {
    field: '$.items.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanResponseItemsItemsKeepMsFieldEvent {
    field: '$.items.items[].keepMs'
    value: number
    index: number
  }

  export interface CanResponseItemsMoreFieldEvent {
    field: '$.items.more'
    value: boolean
  }

  export interface CanResponseDifferingPathsLengthFieldEvent {
    field: '$.differing.paths[].length'
    value: number
    index: number
  }

  export interface CanResponseDifferingPathsBitsFieldEvent {
    field: '$.differing.paths[].bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredItemsPointFieldEvent {
    field: '$.answered.items[].point[]'
    index: number
    value: number
  }

  export interface CanResponseAnsweredItemsKeyFieldEvent {
    field: '$.answered.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredItemsValueFieldEvent {
    field: '$.answered.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredItemsLamportFieldEvent {
    field: '$.answered.items[].lamport'
    value: number
    index: number
  }

  export interface CanResponseAnsweredItemsPeerFieldEvent {
    field: '$.answered.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredItemsExpiresAtMsFieldEvent {
    field: '$.answered.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanResponseAnsweredItemsKeepMsFieldEvent {
    field: '$.answered.items[].keepMs'
    value: number
    index: number
  }

  export interface CanResponseAnsweredMoreFieldEvent {
    field: '$.answered.more'
    value: boolean
  }

  export interface CanResponseAnsweredCoveredLengthFieldEvent {
    field: '$.answered.covered[].length'
    value: number
    index: number
  }

  export interface CanResponseAnsweredCoveredBitsFieldEvent {
    field: '$.answered.covered[].bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredAroundNodePeerFieldEvent {
    field: '$.answered.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredAroundNodePositionFieldEvent {
    field: '$.answered.around[].node.position'
    value: number
    index: number
  }

  export interface CanResponseAnsweredAroundNodeEpochFieldEvent {
    field: '$.answered.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanResponseAnsweredAroundNodeAddressesFieldEvent {
    field: '$.answered.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseAnsweredAroundClaimsPathLengthFieldEvent {
    field: '$.answered.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseAnsweredAroundClaimsPathBitsFieldEvent {
    field: '$.answered.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseAnsweredAroundClaimsEpochFieldEvent {
    field: '$.answered.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseAnsweredCountsFieldEvent {
    field: '$.answered.counts[]'
    index: number
    value: number
  }

  export interface CanResponseMateVersionFieldEvent {
    field: '$.mate.version'
    value: number
  }

  export interface CanResponseMateShownClaimsPathLengthFieldEvent {
    field: '$.mate.shown.claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseMateShownClaimsPathBitsFieldEvent {
    field: '$.mate.shown.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseMateShownClaimsEpochFieldEvent {
    field: '$.mate.shown.claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseMateShownAroundNodePeerFieldEvent {
    field: '$.mate.shown.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseMateShownAroundNodePositionFieldEvent {
    field: '$.mate.shown.around[].node.position'
    value: number
    index: number
  }

  export interface CanResponseMateShownAroundNodeEpochFieldEvent {
    field: '$.mate.shown.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanResponseMateShownAroundNodeAddressesFieldEvent {
    field: '$.mate.shown.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanResponseMateShownAroundClaimsPathLengthFieldEvent {
    field: '$.mate.shown.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanResponseMateShownAroundClaimsPathBitsFieldEvent {
    field: '$.mate.shown.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseMateShownAroundClaimsEpochFieldEvent {
    field: '$.mate.shown.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanResponseMateShownMatesPeerFieldEvent {
    field: '$.mate.shown.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanResponseMateShownMatesPositionFieldEvent {
    field: '$.mate.shown.mates[].position'
    value: number
    index: number
  }

  export interface CanResponseMateShownMatesEpochFieldEvent {
    field: '$.mate.shown.mates[].epoch'
    value: number
    index: number
  }

  export interface CanResponseMateShownMatesAddressesFieldEvent {
    field: '$.mate.shown.mates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanResponse>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanResponse.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanResponse>): CanResponse {
    return decodeMessage(buf, CanResponse.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanResponse>): Generator<CanResponseFoundHolderNodePeerFieldEvent | CanResponseFoundHolderNodePositionFieldEvent | CanResponseFoundHolderNodeEpochFieldEvent | CanResponseFoundHolderNodeAddressesFieldEvent | CanResponseFoundHolderClaimsPathLengthFieldEvent | CanResponseFoundHolderClaimsPathBitsFieldEvent | CanResponseFoundHolderClaimsEpochFieldEvent | CanResponseFoundClaimPathLengthFieldEvent | CanResponseFoundClaimPathBitsFieldEvent | CanResponseFoundClaimEpochFieldEvent | CanResponseFoundHopsFieldEvent | CanResponseFoundPathPeerFieldEvent | CanResponseFoundPathPositionFieldEvent | CanResponseFoundPathEpochFieldEvent | CanResponseFoundPathAddressesFieldEvent | CanResponseFoundSpaceFieldEvent | CanResponseUpdatedPictureVersionFieldEvent | CanResponseUpdatedPictureShownClaimsPathLengthFieldEvent | CanResponseUpdatedPictureShownClaimsPathBitsFieldEvent | CanResponseUpdatedPictureShownClaimsEpochFieldEvent | CanResponseUpdatedPictureShownAroundNodePeerFieldEvent | CanResponseUpdatedPictureShownAroundNodePositionFieldEvent | CanResponseUpdatedPictureShownAroundNodeEpochFieldEvent | CanResponseUpdatedPictureShownAroundNodeAddressesFieldEvent | CanResponseUpdatedPictureShownAroundClaimsPathLengthFieldEvent | CanResponseUpdatedPictureShownAroundClaimsPathBitsFieldEvent | CanResponseUpdatedPictureShownAroundClaimsEpochFieldEvent | CanResponseUpdatedPictureShownMatesPeerFieldEvent | CanResponseUpdatedPictureShownMatesPositionFieldEvent | CanResponseUpdatedPictureShownMatesEpochFieldEvent | CanResponseUpdatedPictureShownMatesAddressesFieldEvent | CanResponseUpdatedHaveFieldEvent | CanResponseGrantedClaimPathLengthFieldEvent | CanResponseGrantedClaimPathBitsFieldEvent | CanResponseGrantedClaimEpochFieldEvent | CanResponseGrantedAroundNodePeerFieldEvent | CanResponseGrantedAroundNodePositionFieldEvent | CanResponseGrantedAroundNodeEpochFieldEvent | CanResponseGrantedAroundNodeAddressesFieldEvent | CanResponseGrantedAroundClaimsPathLengthFieldEvent | CanResponseGrantedAroundClaimsPathBitsFieldEvent | CanResponseGrantedAroundClaimsEpochFieldEvent | CanResponseGrantedMatesPeerFieldEvent | CanResponseGrantedMatesPositionFieldEvent | CanResponseGrantedMatesEpochFieldEvent | CanResponseGrantedMatesAddressesFieldEvent | CanResponseRedirectToPeerFieldEvent | CanResponseRedirectToPositionFieldEvent | CanResponseRedirectToEpochFieldEvent | CanResponseRedirectToAddressesFieldEvent | CanResponseRedirectChosenFieldEvent | CanResponseVerdictFieldEvent | CanResponsePairPathLengthFieldEvent | CanResponsePairPathBitsFieldEvent | CanResponsePairLowerPeerFieldEvent | CanResponsePairLowerPositionFieldEvent | CanResponsePairLowerEpochFieldEvent | CanResponsePairLowerAddressesFieldEvent | CanResponsePairUpperPeerFieldEvent | CanResponsePairUpperPositionFieldEvent | CanResponsePairUpperEpochFieldEvent | CanResponsePairUpperAddressesFieldEvent | CanResponseFailedCodeFieldEvent | CanResponseFailedDimensionsFieldEvent | CanResponseKeptLamportFieldEvent | CanResponseKeptPeerFieldEvent | CanResponseKeptExpiresAtMsFieldEvent | CanResponseKeptCopiesFieldEvent | CanResponseGotItemPointFieldEvent | CanResponseGotItemKeyFieldEvent | CanResponseGotItemValueFieldEvent | CanResponseGotItemLamportFieldEvent | CanResponseGotItemPeerFieldEvent | CanResponseGotItemExpiresAtMsFieldEvent | CanResponseGotItemKeepMsFieldEvent | CanResponseItemsItemsPointFieldEvent | CanResponseItemsItemsKeyFieldEvent | CanResponseItemsItemsValueFieldEvent | CanResponseItemsItemsLamportFieldEvent | CanResponseItemsItemsPeerFieldEvent | CanResponseItemsItemsExpiresAtMsFieldEvent | CanResponseItemsItemsKeepMsFieldEvent | CanResponseItemsMoreFieldEvent | CanResponseDifferingPathsLengthFieldEvent | CanResponseDifferingPathsBitsFieldEvent | CanResponseAnsweredItemsPointFieldEvent | CanResponseAnsweredItemsKeyFieldEvent | CanResponseAnsweredItemsValueFieldEvent | CanResponseAnsweredItemsLamportFieldEvent | CanResponseAnsweredItemsPeerFieldEvent | CanResponseAnsweredItemsExpiresAtMsFieldEvent | CanResponseAnsweredItemsKeepMsFieldEvent | CanResponseAnsweredMoreFieldEvent | CanResponseAnsweredCoveredLengthFieldEvent | CanResponseAnsweredCoveredBitsFieldEvent | CanResponseAnsweredAroundNodePeerFieldEvent | CanResponseAnsweredAroundNodePositionFieldEvent | CanResponseAnsweredAroundNodeEpochFieldEvent | CanResponseAnsweredAroundNodeAddressesFieldEvent | CanResponseAnsweredAroundClaimsPathLengthFieldEvent | CanResponseAnsweredAroundClaimsPathBitsFieldEvent | CanResponseAnsweredAroundClaimsEpochFieldEvent | CanResponseAnsweredCountsFieldEvent | CanResponseMateVersionFieldEvent | CanResponseMateShownClaimsPathLengthFieldEvent | CanResponseMateShownClaimsPathBitsFieldEvent | CanResponseMateShownClaimsEpochFieldEvent | CanResponseMateShownAroundNodePeerFieldEvent | CanResponseMateShownAroundNodePositionFieldEvent | CanResponseMateShownAroundNodeEpochFieldEvent | CanResponseMateShownAroundNodeAddressesFieldEvent | CanResponseMateShownAroundClaimsPathLengthFieldEvent | CanResponseMateShownAroundClaimsPathBitsFieldEvent | CanResponseMateShownAroundClaimsEpochFieldEvent | CanResponseMateShownMatesPeerFieldEvent | CanResponseMateShownMatesPositionFieldEvent | CanResponseMateShownMatesEpochFieldEvent | CanResponseMateShownMatesAddressesFieldEvent> {
    return streamMessage(buf, CanResponse.codec(), opts)
  }
}

export interface CanRelaying {}

export namespace CanRelaying {
  let _codec: Codec<CanRelaying>

  export const codec = (): Codec<CanRelaying> => {
    if (_codec == null) {
      _codec = message<CanRelaying>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<CanRelaying>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanRelaying.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRelaying>): CanRelaying {
    return decodeMessage(buf, CanRelaying.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRelaying>): Generator<{}> {
    return streamMessage(buf, CanRelaying.codec(), opts)
  }
}

export interface CanFound {
  holder?: CanHolding
  claim?: CanClaim
  hops: number
  path: NodeRef[]
  space: number
}

export namespace CanFound {
  let _codec: Codec<CanFound>

  export const codec = (): Codec<CanFound> => {
    if (_codec == null) {
      _codec = message<CanFound>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.holder != null) {
          w.uint32(10)
          CanHolding.codec().encode(obj.holder, w)
        }

        if (obj.claim != null) {
          w.uint32(18)
          CanClaim.codec().encode(obj.claim, w)
        }

        if ((obj.hops != null && obj.hops !== 0)) {
          w.uint32(24)
          w.uint32(obj.hops)
        }

        if (obj.path != null && obj.path.length > 0) {
          for (const value of obj.path) {
            w.uint32(34)
            NodeRef.codec().encode(value, w)
          }
        }

        if ((obj.space != null && obj.space !== 0)) {
          w.uint32(40)
          w.uint32(obj.space)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          hops: 0,
          path: [],
          space: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.holder = CanHolding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.holder
              })
              break
            }
            case 2: {
              obj.claim = CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 3: {
              obj.hops = reader.uint32()
              break
            }
            case 4: {
              if (opts.limits?.path != null && obj.path.length === opts.limits.path) {
                throw new MaxLengthError('Decode error - repeated field "path" had too many elements')
              }

              obj.path.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path$
              }))
              break
            }
            case 5: {
              obj.space = reader.uint32()
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
              yield * CanHolding.codec().stream(reader, reader.uint32(), `${prefix}.holder`, {
                limits: opts.limits?.holder
              })

              break
            }
            case 2: {
              yield * CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claim`, {
                limits: opts.limits?.claim
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
              if (opts.limits?.path != null && obj.path === opts.limits.path) {
                throw new MaxLengthError('Streaming decode error - repeated field "path" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.path[]`, {
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
            case 5: {
              yield {
                field: `${prefix}.space`,
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

  export interface CanFoundHolderNodePeerFieldEvent {
    field: '$.holder.node.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanFoundHolderNodePositionFieldEvent {
    field: '$.holder.node.position'
    value: number
  }

  export interface CanFoundHolderNodeEpochFieldEvent {
    field: '$.holder.node.epoch'
    value: number
  }

  export interface CanFoundHolderNodeAddressesFieldEvent {
    field: '$.holder.node.addresses[]'
    index: number
    value: string
  }

  export interface CanFoundHolderClaimsPathLengthFieldEvent {
    field: '$.holder.claims[].path.length'
    value: number
    index: number
  }

  export interface CanFoundHolderClaimsPathBitsFieldEvent {
    field: '$.holder.claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanFoundHolderClaimsEpochFieldEvent {
    field: '$.holder.claims[].epoch'
    value: number
    index: number
  }

  export interface CanFoundClaimPathLengthFieldEvent {
    field: '$.claim.path.length'
    value: number
  }

  export interface CanFoundClaimPathBitsFieldEvent {
    field: '$.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanFoundClaimEpochFieldEvent {
    field: '$.claim.epoch'
    value: number
  }

  export interface CanFoundHopsFieldEvent {
    field: '$.hops'
    value: number
  }

  export interface CanFoundPathPeerFieldEvent {
    field: '$.path[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanFoundPathPositionFieldEvent {
    field: '$.path[].position'
    value: number
    index: number
  }

  export interface CanFoundPathEpochFieldEvent {
    field: '$.path[].epoch'
    value: number
    index: number
  }

  export interface CanFoundPathAddressesFieldEvent {
    field: '$.path[].addresses[]'
    index: number
    value: string
  }

  export interface CanFoundSpaceFieldEvent {
    field: '$.space'
    value: number
  }

  export function encode (obj: Partial<CanFound>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanFound.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFound>): CanFound {
    return decodeMessage(buf, CanFound.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFound>): Generator<CanFoundHolderNodePeerFieldEvent | CanFoundHolderNodePositionFieldEvent | CanFoundHolderNodeEpochFieldEvent | CanFoundHolderNodeAddressesFieldEvent | CanFoundHolderClaimsPathLengthFieldEvent | CanFoundHolderClaimsPathBitsFieldEvent | CanFoundHolderClaimsEpochFieldEvent | CanFoundClaimPathLengthFieldEvent | CanFoundClaimPathBitsFieldEvent | CanFoundClaimEpochFieldEvent | CanFoundHopsFieldEvent | CanFoundPathPeerFieldEvent | CanFoundPathPositionFieldEvent | CanFoundPathEpochFieldEvent | CanFoundPathAddressesFieldEvent | CanFoundSpaceFieldEvent> {
    return streamMessage(buf, CanFound.codec(), opts)
  }
}

export interface CanGranted {
  claim?: CanClaim
  around: CanHolding[]
  mates: NodeRef[]
}

export namespace CanGranted {
  let _codec: Codec<CanGranted>

  export const codec = (): Codec<CanGranted> => {
    if (_codec == null) {
      _codec = message<CanGranted>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.claim != null) {
          w.uint32(10)
          CanClaim.codec().encode(obj.claim, w)
        }

        if (obj.around != null && obj.around.length > 0) {
          for (const value of obj.around) {
            w.uint32(18)
            CanHolding.codec().encode(value, w)
          }
        }

        if (obj.mates != null && obj.mates.length > 0) {
          for (const value of obj.mates) {
            w.uint32(26)
            NodeRef.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          around: [],
          mates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.claim = CanClaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 2: {
              if (opts.limits?.around != null && obj.around.length === opts.limits.around) {
                throw new MaxLengthError('Decode error - repeated field "around" had too many elements')
              }

              obj.around.push(CanHolding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.around$
              }))
              break
            }
            case 3: {
              if (opts.limits?.mates != null && obj.mates.length === opts.limits.mates) {
                throw new MaxLengthError('Decode error - repeated field "mates" had too many elements')
              }

              obj.mates.push(NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.mates$
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
          around: 0,
          mates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * CanClaim.codec().stream(reader, reader.uint32(), `${prefix}.claim`, {
                limits: opts.limits?.claim
              })

              break
            }
            case 2: {
              if (opts.limits?.around != null && obj.around === opts.limits.around) {
                throw new MaxLengthError('Streaming decode error - repeated field "around" had too many elements')
              }

              for (const evt of CanHolding.codec().stream(reader, reader.uint32(), `${prefix}.around[]`, {
                limits: opts.limits?.around$
              })) {
                yield {
                  ...evt,
                  index: obj.around
                }
              }

              obj.around++

              break
            }
            case 3: {
              if (opts.limits?.mates != null && obj.mates === opts.limits.mates) {
                throw new MaxLengthError('Streaming decode error - repeated field "mates" had too many elements')
              }

              for (const evt of NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.mates[]`, {
                limits: opts.limits?.mates$
              })) {
                yield {
                  ...evt,
                  index: obj.mates
                }
              }

              obj.mates++

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

  export interface CanGrantedClaimPathLengthFieldEvent {
    field: '$.claim.path.length'
    value: number
  }

  export interface CanGrantedClaimPathBitsFieldEvent {
    field: '$.claim.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGrantedClaimEpochFieldEvent {
    field: '$.claim.epoch'
    value: number
  }

  export interface CanGrantedAroundNodePeerFieldEvent {
    field: '$.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGrantedAroundNodePositionFieldEvent {
    field: '$.around[].node.position'
    value: number
    index: number
  }

  export interface CanGrantedAroundNodeEpochFieldEvent {
    field: '$.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanGrantedAroundNodeAddressesFieldEvent {
    field: '$.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanGrantedAroundClaimsPathLengthFieldEvent {
    field: '$.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanGrantedAroundClaimsPathBitsFieldEvent {
    field: '$.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGrantedAroundClaimsEpochFieldEvent {
    field: '$.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanGrantedMatesPeerFieldEvent {
    field: '$.mates[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanGrantedMatesPositionFieldEvent {
    field: '$.mates[].position'
    value: number
    index: number
  }

  export interface CanGrantedMatesEpochFieldEvent {
    field: '$.mates[].epoch'
    value: number
    index: number
  }

  export interface CanGrantedMatesAddressesFieldEvent {
    field: '$.mates[].addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanGranted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanGranted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGranted>): CanGranted {
    return decodeMessage(buf, CanGranted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGranted>): Generator<CanGrantedClaimPathLengthFieldEvent | CanGrantedClaimPathBitsFieldEvent | CanGrantedClaimEpochFieldEvent | CanGrantedAroundNodePeerFieldEvent | CanGrantedAroundNodePositionFieldEvent | CanGrantedAroundNodeEpochFieldEvent | CanGrantedAroundNodeAddressesFieldEvent | CanGrantedAroundClaimsPathLengthFieldEvent | CanGrantedAroundClaimsPathBitsFieldEvent | CanGrantedAroundClaimsEpochFieldEvent | CanGrantedMatesPeerFieldEvent | CanGrantedMatesPositionFieldEvent | CanGrantedMatesEpochFieldEvent | CanGrantedMatesAddressesFieldEvent> {
    return streamMessage(buf, CanGranted.codec(), opts)
  }
}

export interface CanRedirect {
  to?: NodeRef
  chosen: boolean
}

export namespace CanRedirect {
  let _codec: Codec<CanRedirect>

  export const codec = (): Codec<CanRedirect> => {
    if (_codec == null) {
      _codec = message<CanRedirect>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.to != null) {
          w.uint32(10)
          NodeRef.codec().encode(obj.to, w)
        }

        if ((obj.chosen != null && obj.chosen !== false)) {
          w.uint32(16)
          w.bool(obj.chosen)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosen: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.to = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.to
              })
              break
            }
            case 2: {
              obj.chosen = reader.bool()
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
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.to`, {
                limits: opts.limits?.to
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.chosen`,
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

  export interface CanRedirectToPeerFieldEvent {
    field: '$.to.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanRedirectToPositionFieldEvent {
    field: '$.to.position'
    value: number
  }

  export interface CanRedirectToEpochFieldEvent {
    field: '$.to.epoch'
    value: number
  }

  export interface CanRedirectToAddressesFieldEvent {
    field: '$.to.addresses[]'
    index: number
    value: string
  }

  export interface CanRedirectChosenFieldEvent {
    field: '$.chosen'
    value: boolean
  }

  export function encode (obj: Partial<CanRedirect>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanRedirect.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRedirect>): CanRedirect {
    return decodeMessage(buf, CanRedirect.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanRedirect>): Generator<CanRedirectToPeerFieldEvent | CanRedirectToPositionFieldEvent | CanRedirectToEpochFieldEvent | CanRedirectToAddressesFieldEvent | CanRedirectChosenFieldEvent> {
    return streamMessage(buf, CanRedirect.codec(), opts)
  }
}

export interface CanTaken {}

export namespace CanTaken {
  let _codec: Codec<CanTaken>

  export const codec = (): Codec<CanTaken> => {
    if (_codec == null) {
      _codec = message<CanTaken>((obj, w, opts = {}) => {
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

  export function encode (obj: Partial<CanTaken>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanTaken.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanTaken>): CanTaken {
    return decodeMessage(buf, CanTaken.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanTaken>): Generator<{}> {
    return streamMessage(buf, CanTaken.codec(), opts)
  }
}

export enum CanVerdict {
  CAN_VERDICT_UNSPECIFIED = 'CAN_VERDICT_UNSPECIFIED',
  AGREED = 'AGREED',
  BETTER = 'BETTER',
  ALIVE = 'ALIVE'
}

enum __CanVerdictValues {
  CAN_VERDICT_UNSPECIFIED = 0,
  AGREED = 1,
  BETTER = 2,
  ALIVE = 3
}

export namespace CanVerdict {
  export const codec = (): Codec<CanVerdict> => {
    return enumeration<CanVerdict>(__CanVerdictValues)
  }
}

export interface CanPaired {
  path?: CanPath
  lower?: NodeRef
  upper?: NodeRef
}

export namespace CanPaired {
  let _codec: Codec<CanPaired>

  export const codec = (): Codec<CanPaired> => {
    if (_codec == null) {
      _codec = message<CanPaired>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.path != null) {
          w.uint32(10)
          CanPath.codec().encode(obj.path, w)
        }

        if (obj.lower != null) {
          w.uint32(18)
          NodeRef.codec().encode(obj.lower, w)
        }

        if (obj.upper != null) {
          w.uint32(26)
          NodeRef.codec().encode(obj.upper, w)
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
              obj.path = CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.path
              })
              break
            }
            case 2: {
              obj.lower = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.lower
              })
              break
            }
            case 3: {
              obj.upper = NodeRef.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.upper
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
              yield * CanPath.codec().stream(reader, reader.uint32(), `${prefix}.path`, {
                limits: opts.limits?.path
              })

              break
            }
            case 2: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.lower`, {
                limits: opts.limits?.lower
              })

              break
            }
            case 3: {
              yield * NodeRef.codec().stream(reader, reader.uint32(), `${prefix}.upper`, {
                limits: opts.limits?.upper
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

  export interface CanPairedPathLengthFieldEvent {
    field: '$.path.length'
    value: number
  }

  export interface CanPairedPathBitsFieldEvent {
    field: '$.path.bits'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPairedLowerPeerFieldEvent {
    field: '$.lower.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPairedLowerPositionFieldEvent {
    field: '$.lower.position'
    value: number
  }

  export interface CanPairedLowerEpochFieldEvent {
    field: '$.lower.epoch'
    value: number
  }

  export interface CanPairedLowerAddressesFieldEvent {
    field: '$.lower.addresses[]'
    index: number
    value: string
  }

  export interface CanPairedUpperPeerFieldEvent {
    field: '$.upper.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanPairedUpperPositionFieldEvent {
    field: '$.upper.position'
    value: number
  }

  export interface CanPairedUpperEpochFieldEvent {
    field: '$.upper.epoch'
    value: number
  }

  export interface CanPairedUpperAddressesFieldEvent {
    field: '$.upper.addresses[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<CanPaired>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanPaired.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPaired>): CanPaired {
    return decodeMessage(buf, CanPaired.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanPaired>): Generator<CanPairedPathLengthFieldEvent | CanPairedPathBitsFieldEvent | CanPairedLowerPeerFieldEvent | CanPairedLowerPositionFieldEvent | CanPairedLowerEpochFieldEvent | CanPairedLowerAddressesFieldEvent | CanPairedUpperPeerFieldEvent | CanPairedUpperPositionFieldEvent | CanPairedUpperEpochFieldEvent | CanPairedUpperAddressesFieldEvent> {
    return streamMessage(buf, CanPaired.codec(), opts)
  }
}

export enum CanRefusal {
  CAN_REFUSAL_UNSPECIFIED = 'CAN_REFUSAL_UNSPECIFIED',
  CAN_NOT_JOINED = 'CAN_NOT_JOINED',
  CAN_NO_ROUTE = 'CAN_NO_ROUTE',
  CAN_HOPS_EXCEEDED = 'CAN_HOPS_EXCEEDED',
  CAN_BUSY = 'CAN_BUSY',
  CAN_TOO_SMALL = 'CAN_TOO_SMALL',
  CAN_DIMENSIONS = 'CAN_DIMENSIONS',
  CAN_NOT_HELD = 'CAN_NOT_HELD',
  CAN_FULL = 'CAN_FULL',
  CAN_UNREACHABLE = 'CAN_UNREACHABLE',
  CAN_IO = 'CAN_IO',
  CAN_FORBIDDEN = 'CAN_FORBIDDEN'
}

enum __CanRefusalValues {
  CAN_REFUSAL_UNSPECIFIED = 0,
  CAN_NOT_JOINED = 1,
  CAN_NO_ROUTE = 2,
  CAN_HOPS_EXCEEDED = 3,
  CAN_BUSY = 4,
  CAN_TOO_SMALL = 5,
  CAN_DIMENSIONS = 6,
  CAN_NOT_HELD = 7,
  CAN_FULL = 8,
  CAN_UNREACHABLE = 9,
  CAN_IO = 10,
  CAN_FORBIDDEN = 11
}

export namespace CanRefusal {
  export const codec = (): Codec<CanRefusal> => {
    return enumeration<CanRefusal>(__CanRefusalValues)
  }
}

export interface CanKept {
  lamport: number
  peer: Uint8Array<ArrayBuffer>
  expiresAtMs: number
  copies: number
}

export namespace CanKept {
  let _codec: Codec<CanKept>

  export const codec = (): Codec<CanKept> => {
    if (_codec == null) {
      _codec = message<CanKept>((obj, w, opts = {}) => {
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

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.expiresAtMs)
        }

        if ((obj.copies != null && obj.copies !== 0)) {
          w.uint32(32)
          w.uint32(obj.copies)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lamport: 0,
          peer: uint8ArrayAlloc(0),
          expiresAtMs: 0,
          copies: 0
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
            case 3: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 4: {
              obj.copies = reader.uint32()
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
            case 3: {
              yield {
                field: `${prefix}.expiresAtMs`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.copies`,
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

  export interface CanKeptLamportFieldEvent {
    field: '$.lamport'
    value: number
  }

  export interface CanKeptPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanKeptExpiresAtMsFieldEvent {
    field: '$.expiresAtMs'
    value: number
  }

  export interface CanKeptCopiesFieldEvent {
    field: '$.copies'
    value: number
  }

  export function encode (obj: Partial<CanKept>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanKept.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanKept>): CanKept {
    return decodeMessage(buf, CanKept.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanKept>): Generator<CanKeptLamportFieldEvent | CanKeptPeerFieldEvent | CanKeptExpiresAtMsFieldEvent | CanKeptCopiesFieldEvent> {
    return streamMessage(buf, CanKept.codec(), opts)
  }
}

export interface CanGot {
  item?: CanItem
}

export namespace CanGot {
  let _codec: Codec<CanGot>

  export const codec = (): Codec<CanGot> => {
    if (_codec == null) {
      _codec = message<CanGot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.item != null) {
          w.uint32(10)
          CanItem.codec().encode(obj.item, w)
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
              obj.item = CanItem.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.item
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
              yield * CanItem.codec().stream(reader, reader.uint32(), `${prefix}.item`, {
                limits: opts.limits?.item
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

  export interface CanGotItemPointFieldEvent {
    field: '$.item.point[]'
    index: number
    value: number
  }

  export interface CanGotItemKeyFieldEvent {
    field: '$.item.key'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGotItemValueFieldEvent {
    field: '$.item.value'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGotItemLamportFieldEvent {
    field: '$.item.lamport'
    value: number
  }

  export interface CanGotItemPeerFieldEvent {
    field: '$.item.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CanGotItemExpiresAtMsFieldEvent {
    field: '$.item.expiresAtMs'
    value: number
  }

  export interface CanGotItemKeepMsFieldEvent {
    field: '$.item.keepMs'
    value: number
  }

  export function encode (obj: Partial<CanGot>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanGot.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGot>): CanGot {
    return decodeMessage(buf, CanGot.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanGot>): Generator<CanGotItemPointFieldEvent | CanGotItemKeyFieldEvent | CanGotItemValueFieldEvent | CanGotItemLamportFieldEvent | CanGotItemPeerFieldEvent | CanGotItemExpiresAtMsFieldEvent | CanGotItemKeepMsFieldEvent> {
    return streamMessage(buf, CanGot.codec(), opts)
  }
}

export interface CanItems {
  items: CanItem[]
  more: boolean
}

export namespace CanItems {
  let _codec: Codec<CanItems>

  export const codec = (): Codec<CanItems> => {
    if (_codec == null) {
      _codec = message<CanItems>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.items != null && obj.items.length > 0) {
          for (const value of obj.items) {
            w.uint32(10)
            CanItem.codec().encode(value, w)
          }
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(16)
          w.bool(obj.more)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          items: [],
          more: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items.length === opts.limits.items) {
                throw new MaxLengthError('Decode error - repeated field "items" had too many elements')
              }

              obj.items.push(CanItem.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.items$
              }))
              break
            }
            case 2: {
              obj.more = reader.bool()
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
          items: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items === opts.limits.items) {
                throw new MaxLengthError('Streaming decode error - repeated field "items" had too many elements')
              }

              for (const evt of CanItem.codec().stream(reader, reader.uint32(), `${prefix}.items[]`, {
                limits: opts.limits?.items$
              })) {
                yield {
                  ...evt,
                  index: obj.items
                }
              }

              obj.items++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.more`,
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

  export interface CanItemsItemsPointFieldEvent {
    field: '$.items[].point[]'
    index: number
    value: number
  }

  export interface CanItemsItemsKeyFieldEvent {
    field: '$.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanItemsItemsValueFieldEvent {
    field: '$.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanItemsItemsLamportFieldEvent {
    field: '$.items[].lamport'
    value: number
    index: number
  }

  export interface CanItemsItemsPeerFieldEvent {
    field: '$.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanItemsItemsExpiresAtMsFieldEvent {
    field: '$.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanItemsItemsKeepMsFieldEvent {
    field: '$.items[].keepMs'
    value: number
    index: number
  }

  export interface CanItemsMoreFieldEvent {
    field: '$.more'
    value: boolean
  }

  export function encode (obj: Partial<CanItems>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanItems.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanItems>): CanItems {
    return decodeMessage(buf, CanItems.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanItems>): Generator<CanItemsItemsPointFieldEvent | CanItemsItemsKeyFieldEvent | CanItemsItemsValueFieldEvent | CanItemsItemsLamportFieldEvent | CanItemsItemsPeerFieldEvent | CanItemsItemsExpiresAtMsFieldEvent | CanItemsItemsKeepMsFieldEvent | CanItemsMoreFieldEvent> {
    return streamMessage(buf, CanItems.codec(), opts)
  }
}

export interface CanDiffering {
  paths: CanPath[]
}

export namespace CanDiffering {
  let _codec: Codec<CanDiffering>

  export const codec = (): Codec<CanDiffering> => {
    if (_codec == null) {
      _codec = message<CanDiffering>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.paths != null && obj.paths.length > 0) {
          for (const value of obj.paths) {
            w.uint32(10)
            CanPath.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          paths: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.paths != null && obj.paths.length === opts.limits.paths) {
                throw new MaxLengthError('Decode error - repeated field "paths" had too many elements')
              }

              obj.paths.push(CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.paths$
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
          paths: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.paths != null && obj.paths === opts.limits.paths) {
                throw new MaxLengthError('Streaming decode error - repeated field "paths" had too many elements')
              }

              for (const evt of CanPath.codec().stream(reader, reader.uint32(), `${prefix}.paths[]`, {
                limits: opts.limits?.paths$
              })) {
                yield {
                  ...evt,
                  index: obj.paths
                }
              }

              obj.paths++

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

  export interface CanDifferingPathsLengthFieldEvent {
    field: '$.paths[].length'
    value: number
    index: number
  }

  export interface CanDifferingPathsBitsFieldEvent {
    field: '$.paths[].bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<CanDiffering>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanDiffering.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanDiffering>): CanDiffering {
    return decodeMessage(buf, CanDiffering.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanDiffering>): Generator<CanDifferingPathsLengthFieldEvent | CanDifferingPathsBitsFieldEvent> {
    return streamMessage(buf, CanDiffering.codec(), opts)
  }
}

export interface CanAnswered {
  items: CanItem[]
  more: boolean
  covered: CanPath[]
  around: CanHolding[]
  counts: number[]
}

export namespace CanAnswered {
  let _codec: Codec<CanAnswered>

  export const codec = (): Codec<CanAnswered> => {
    if (_codec == null) {
      _codec = message<CanAnswered>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.items != null && obj.items.length > 0) {
          for (const value of obj.items) {
            w.uint32(10)
            CanItem.codec().encode(value, w)
          }
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(16)
          w.bool(obj.more)
        }

        if (obj.covered != null && obj.covered.length > 0) {
          for (const value of obj.covered) {
            w.uint32(26)
            CanPath.codec().encode(value, w)
          }
        }

        if (obj.around != null && obj.around.length > 0) {
          for (const value of obj.around) {
            w.uint32(34)
            CanHolding.codec().encode(value, w)
          }
        }

        if (obj.counts != null && obj.counts.length > 0) {
          for (const value of obj.counts) {
            w.uint32(40)
            w.uint32(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          items: [],
          more: false,
          covered: [],
          around: [],
          counts: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items.length === opts.limits.items) {
                throw new MaxLengthError('Decode error - repeated field "items" had too many elements')
              }

              obj.items.push(CanItem.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.items$
              }))
              break
            }
            case 2: {
              obj.more = reader.bool()
              break
            }
            case 3: {
              if (opts.limits?.covered != null && obj.covered.length === opts.limits.covered) {
                throw new MaxLengthError('Decode error - repeated field "covered" had too many elements')
              }

              obj.covered.push(CanPath.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.covered$
              }))
              break
            }
            case 4: {
              if (opts.limits?.around != null && obj.around.length === opts.limits.around) {
                throw new MaxLengthError('Decode error - repeated field "around" had too many elements')
              }

              obj.around.push(CanHolding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.around$
              }))
              break
            }
            case 5: {
              if (opts.limits?.counts != null && obj.counts.length === opts.limits.counts) {
                throw new MaxLengthError('Decode error - repeated field "counts" had too many elements')
              }

              obj.counts.push(reader.uint32())
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
          items: 0,
          covered: 0,
          around: 0,
          counts: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.items != null && obj.items === opts.limits.items) {
                throw new MaxLengthError('Streaming decode error - repeated field "items" had too many elements')
              }

              for (const evt of CanItem.codec().stream(reader, reader.uint32(), `${prefix}.items[]`, {
                limits: opts.limits?.items$
              })) {
                yield {
                  ...evt,
                  index: obj.items
                }
              }

              obj.items++

              break
            }
            case 2: {
              yield {
                field: `${prefix}.more`,
                value: reader.bool()
              }
              break
            }
            case 3: {
              if (opts.limits?.covered != null && obj.covered === opts.limits.covered) {
                throw new MaxLengthError('Streaming decode error - repeated field "covered" had too many elements')
              }

              for (const evt of CanPath.codec().stream(reader, reader.uint32(), `${prefix}.covered[]`, {
                limits: opts.limits?.covered$
              })) {
                yield {
                  ...evt,
                  index: obj.covered
                }
              }

              obj.covered++

              break
            }
            case 4: {
              if (opts.limits?.around != null && obj.around === opts.limits.around) {
                throw new MaxLengthError('Streaming decode error - repeated field "around" had too many elements')
              }

              for (const evt of CanHolding.codec().stream(reader, reader.uint32(), `${prefix}.around[]`, {
                limits: opts.limits?.around$
              })) {
                yield {
                  ...evt,
                  index: obj.around
                }
              }

              obj.around++

              break
            }
            case 5: {
              if (opts.limits?.counts != null && obj.counts === opts.limits.counts) {
                throw new MaxLengthError('Streaming decode error - repeated field "counts" had too many elements')
              }

              yield {
                field: `${prefix}.counts[]`,
                index: obj.counts,
                value: reader.uint32()
              }

              obj.counts++

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

  export interface CanAnsweredItemsPointFieldEvent {
    field: '$.items[].point[]'
    index: number
    value: number
  }

  export interface CanAnsweredItemsKeyFieldEvent {
    field: '$.items[].key'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredItemsValueFieldEvent {
    field: '$.items[].value'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredItemsLamportFieldEvent {
    field: '$.items[].lamport'
    value: number
    index: number
  }

  export interface CanAnsweredItemsPeerFieldEvent {
    field: '$.items[].peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredItemsExpiresAtMsFieldEvent {
    field: '$.items[].expiresAtMs'
    value: number
    index: number
  }

  export interface CanAnsweredItemsKeepMsFieldEvent {
    field: '$.items[].keepMs'
    value: number
    index: number
  }

  export interface CanAnsweredMoreFieldEvent {
    field: '$.more'
    value: boolean
  }

  export interface CanAnsweredCoveredLengthFieldEvent {
    field: '$.covered[].length'
    value: number
    index: number
  }

  export interface CanAnsweredCoveredBitsFieldEvent {
    field: '$.covered[].bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredAroundNodePeerFieldEvent {
    field: '$.around[].node.peer'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredAroundNodePositionFieldEvent {
    field: '$.around[].node.position'
    value: number
    index: number
  }

  export interface CanAnsweredAroundNodeEpochFieldEvent {
    field: '$.around[].node.epoch'
    value: number
    index: number
  }

  export interface CanAnsweredAroundNodeAddressesFieldEvent {
    field: '$.around[].node.addresses[]'
    index: number
    value: string
  }

  export interface CanAnsweredAroundClaimsPathLengthFieldEvent {
    field: '$.around[].claims[].path.length'
    value: number
    index: number
  }

  export interface CanAnsweredAroundClaimsPathBitsFieldEvent {
    field: '$.around[].claims[].path.bits'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface CanAnsweredAroundClaimsEpochFieldEvent {
    field: '$.around[].claims[].epoch'
    value: number
    index: number
  }

  export interface CanAnsweredCountsFieldEvent {
    field: '$.counts[]'
    index: number
    value: number
  }

  export function encode (obj: Partial<CanAnswered>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanAnswered.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanAnswered>): CanAnswered {
    return decodeMessage(buf, CanAnswered.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanAnswered>): Generator<CanAnsweredItemsPointFieldEvent | CanAnsweredItemsKeyFieldEvent | CanAnsweredItemsValueFieldEvent | CanAnsweredItemsLamportFieldEvent | CanAnsweredItemsPeerFieldEvent | CanAnsweredItemsExpiresAtMsFieldEvent | CanAnsweredItemsKeepMsFieldEvent | CanAnsweredMoreFieldEvent | CanAnsweredCoveredLengthFieldEvent | CanAnsweredCoveredBitsFieldEvent | CanAnsweredAroundNodePeerFieldEvent | CanAnsweredAroundNodePositionFieldEvent | CanAnsweredAroundNodeEpochFieldEvent | CanAnsweredAroundNodeAddressesFieldEvent | CanAnsweredAroundClaimsPathLengthFieldEvent | CanAnsweredAroundClaimsPathBitsFieldEvent | CanAnsweredAroundClaimsEpochFieldEvent | CanAnsweredCountsFieldEvent> {
    return streamMessage(buf, CanAnswered.codec(), opts)
  }
}

export interface CanFailed {
  code: CanRefusal
  dimensions: number
}

export namespace CanFailed {
  let _codec: Codec<CanFailed>

  export const codec = (): Codec<CanFailed> => {
    if (_codec == null) {
      _codec = message<CanFailed>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.code != null && __CanRefusalValues[obj.code] !== 0) {
          w.uint32(8)
          CanRefusal.codec().encode(obj.code, w)
        }

        if ((obj.dimensions != null && obj.dimensions !== 0)) {
          w.uint32(16)
          w.uint32(obj.dimensions)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: CanRefusal.CAN_REFUSAL_UNSPECIFIED,
          dimensions: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = CanRefusal.codec().decode(reader)
              break
            }
            case 2: {
              obj.dimensions = reader.uint32()
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
                value: CanRefusal.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.dimensions`,
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

  export interface CanFailedCodeFieldEvent {
    field: '$.code'
    value: CanRefusal
  }

  export interface CanFailedDimensionsFieldEvent {
    field: '$.dimensions'
    value: number
  }

  export function encode (obj: Partial<CanFailed>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CanFailed.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFailed>): CanFailed {
    return decodeMessage(buf, CanFailed.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CanFailed>): Generator<CanFailedCodeFieldEvent | CanFailedDimensionsFieldEvent> {
    return streamMessage(buf, CanFailed.codec(), opts)
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
