import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr as parse } from '@multiformats/multiaddr'
import { multiaddr, OrbError, peerKey, type Multiaddr, type PeerKey } from '../../base/index.ts'
import { fittingAddresses } from '../../wire/index.ts'

const P2P = '/p2p/'

/** A dialable address taken apart: where, and whom to expect there. */
export interface PeerAddress {
  readonly peer: PeerKey | undefined
  /** Without /p2p/. */
  readonly address: Multiaddr
}

/**
 * Reads a multiaddr such as `/ip4/192.0.2.1/tcp/7461/p2p/12D3Koo…`; the peer may be left out.
 * @throws OrbError INVALID_ARGUMENT
 */
export function parseAddress(text: string): PeerAddress {
  const hint = 'an address looks like /ip4/192.0.2.1/tcp/7461 or /dns4/host.example/tcp/7461/p2p/12D3Koo…'
  try {
    const parts = parse(text).getComponents()
    const names = parts.map((part) => part.name)
    const host = names[0] ?? ''
    const named = names[2] === 'p2p' ? parts[2]?.value : undefined
    const peer = named === undefined ? undefined : peerIdFromString(named).toString()
    const good = ['ip4', 'ip6', 'dns', 'dns4', 'dns6'].includes(host) && names[1] === 'tcp'
    if (!good || names.length > 3 || (names.length === 3 && peer === undefined)) {
      throw new OrbError('INVALID_ARGUMENT', `not an address of TCP: ${JSON.stringify(text.slice(0, 200))}`, { hint })
    }
    const end = text.indexOf(P2P)
    const address = end < 0 ? text : text.slice(0, end)
    return { peer: peer === undefined ? undefined : peerKey(peer), address: multiaddr(address) }
  } catch (err) {
    if (err instanceof OrbError) throw err
    const message = `not a multiaddr: ${JSON.stringify(text.slice(0, 200))}`
    throw new OrbError('INVALID_ARGUMENT', message, { hint, cause: err })
  }
}

export const withPeer = (address: Multiaddr, peer: PeerKey): string => `${address}${P2P}${peer}`

/**
 * What a daemon says of itself: the addresses to announce when they are set, else what it listens on. Loopback is left out
 * unless there is nothing else, link-local always; IPv4 comes first, since it is what a small network has.
 */
export function addressesToAnnounce(listening: readonly string[], announce: readonly string[]): readonly Multiaddr[] {
  if (announce.length > 0) return fittingAddresses(announce.map((text) => parseAddress(text).address))
  const usable = listening.map((text) => parseAddress(text).address).filter((address) => !LINK_LOCAL.test(address))
  const reachable = usable.filter((address) => !LOOPBACK.test(address))
  const chosen = reachable.length > 0 ? reachable : usable
  return fittingAddresses([...chosen.filter(isIp4), ...chosen.filter((address) => !isIp4(address))])
}

const LOOPBACK = /^\/(?:ip4\/127\.|ip6\/::1\/)/
const LINK_LOCAL = /^\/(?:ip4\/169\.254\.|ip6\/fe[89ab][0-9a-f]:)/i
const isIp4 = (address: Multiaddr): boolean => address.startsWith('/ip4/')
