import { multiaddr, type Multiaddr, type NodeRef } from '../base/index.ts'
import { atMostLong, epochFrom, positionFrom, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import type { NodeRef as WireNodeRef } from './generated/node.ts'
import { MAX_ADDRESS_BYTES, MAX_NODE_REFS, MAX_REF_ADDRESSES, MAX_REF_ADDRESSES_BYTES } from './limits.ts'

/** The form of a multiaddr, not its meaning: printable ASCII parts, each after a slash. Dialling parses it in full. */
const ADDRESS = /^(?:\/[!-.0-~]+)+$/

const isAddress = (text: string): boolean => text.length <= MAX_ADDRESS_BYTES && ADDRESS.test(text)

/** The first of these addresses that a reference may carry: well-formed, at most 8, at most 256 bytes together. */
export function fittingAddresses(addresses: readonly Multiaddr[]): readonly Multiaddr[] {
  let bytes = 0
  for (const address of addresses) bytes += address.length
  if (bytes <= MAX_REF_ADDRESSES_BYTES && addresses.length <= MAX_REF_ADDRESSES && addresses.every(isAddress)) {
    return addresses
  }
  bytes = 0
  const fitting = addresses.filter((address) => {
    if (!isAddress(address) || bytes + address.length > MAX_REF_ADDRESSES_BYTES) return false
    bytes += address.length
    return true
  })
  return fitting.slice(0, MAX_REF_ADDRESSES)
}

/** @throws WireError when there are too many, or one is too long or not of the form of a multiaddr. */
export function addressesFrom(addresses: string[]): Multiaddr[] {
  atMostLong(addresses, MAX_REF_ADDRESSES, 'addresses')
  let bytes = 0
  for (const address of addresses) {
    bytes += address.length
    if (address.length > MAX_ADDRESS_BYTES || bytes > MAX_REF_ADDRESSES_BYTES) {
      throw new WireError('limit', `addresses have more than ${MAX_ADDRESS_BYTES} or ${MAX_REF_ADDRESSES_BYTES} bytes`)
    }
    if (!ADDRESS.test(address)) throw new WireError('malformed', 'an address is not a multiaddr')
  }
  return addresses.map(multiaddr)
}

export function nodeRefTo(wire: WireContext, ref: NodeRef): WireNodeRef {
  return {
    peer: wire.peerBytes(ref.peer) as Uint8Array<ArrayBuffer>,
    position: ref.position,
    epoch: ref.epoch,
    addresses: fittingAddresses(ref.addresses) as readonly string[] as string[],
  }
}

/** Interned; the ring id is computed, never taken from the wire. */
export function nodeRefFrom(wire: WireContext, ref: WireNodeRef): NodeRef {
  const peer = wire.peerOf(ref.peer)
  return wire.refs.refOf(peer, positionFrom(ref.position), epochFrom(ref.epoch), addressesFrom(ref.addresses))
}

export const nodeRefsTo = (wire: WireContext, refs: readonly NodeRef[]): WireNodeRef[] =>
  refs.slice(0, MAX_NODE_REFS).map((ref) => nodeRefTo(wire, ref))

export const nodeRefsFrom = (wire: WireContext, refs: WireNodeRef[], field: string): NodeRef[] =>
  atMostLong(refs, MAX_NODE_REFS, field).map((ref) => nodeRefFrom(wire, ref))
