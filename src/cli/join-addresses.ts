import { networkInterfaces } from 'node:os'
import { MAX_JOIN_ADDRESSES } from '../config/index.ts'

/** An address of an interface of this machine. */
export interface InterfaceAddress {
  readonly family: 'IPv4' | 'IPv6'
  readonly address: string
  readonly internal: boolean
}

const interfaces = (): InterfaceAddress[] => Object.values(networkInterfaces()).flatMap((list) => list ?? [])

/**
 * Addresses with `/p2p/` under which others reach a daemon that listens on `listen`: "any address" becomes those of the
 * machine's interfaces, loopback only if there is nothing else. Empty when all ports are 0.
 */
export function reachable(
  listen: readonly string[],
  announce: readonly string[],
  peerId: string,
  machine: readonly InterfaceAddress[] = interfaces(),
): string[] {
  const addresses = announce.length > 0 ? [...announce] : listen.flatMap((address) => expanded(address, machine))
  return forJoining(addresses, peerId)
}

/** Distinct addresses for a join string, loopback last and only if there is no other. */
export function forJoining(addresses: readonly string[], peerId: string): string[] {
  const complete = addresses.map((address) => (address.includes('/p2p/') ? address : `${address}/p2p/${peerId}`))
  const distinct = [...new Set(complete)].filter((address) => !/\/(?:tcp|udp)\/0(?:\/|$)/.test(address))
  const outside = distinct.filter((address) => !/^\/(?:ip4\/127\.|ip6\/::1\/)/.test(address))
  return (outside.length > 0 ? outside : distinct).slice(0, MAX_JOIN_ADDRESSES)
}

function expanded(address: string, machine: readonly InterfaceAddress[]): string[] {
  const any = /^\/(ip4\/0\.0\.0\.0|ip6\/::)(\/.*)$/.exec(address)
  if (any === null) return [address]
  const family = any[1]?.startsWith('ip4') === true ? 'IPv4' : 'IPv6'
  const protocol = family === 'IPv4' ? 'ip4' : 'ip6'
  return machine
    .filter((entry) => entry.family === family && !entry.address.startsWith('fe80:'))
    .map((entry) => `/${protocol}/${entry.address}${any[2] ?? ''}`)
}
