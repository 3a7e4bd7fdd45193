import type { PrivateKey } from '@libp2p/interface'
import type { Epoch, Multiaddr, PeerKey } from '../../base/index.ts'
import type { WireContext } from '../../wire/index.ts'
import type { TransportLimits } from './limits.ts'
import type { TransportSink } from './sink.ts'

export interface TransportOptions {
  readonly privateKey: PrivateKey
  /** Multiaddrs to listen on; none: dial only. */
  readonly listen: readonly string[]
  /** What to tell others instead of what it listens on. */
  readonly announce?: readonly string[]
  /** The network's secret; absent: an open network. */
  readonly secret?: Uint8Array
  readonly epoch: Epoch
  readonly wire: WireContext
  readonly sink: TransportSink
  readonly limits?: Partial<TransportLimits>
  /** Prefixes such as 192.0.2.0/24 that the limits of prefixes spare, besides loopback. */
  readonly exemptPrefixes?: readonly string[]
}

/** A connected peer. */
export interface Contact {
  readonly peer: PeerKey
  readonly epoch: Epoch
  /** As it said in hello. */
  readonly addresses: readonly Multiaddr[]
}

export interface LinkInfo extends Contact {
  /** Of the protocol between peers. */
  readonly version: number
  /** By how much its calendar was ahead of ours when it said hello; undefined: it did not say. */
  readonly clockOffsetMs: number | undefined
  readonly direction: 'inbound' | 'outbound'
  /** Where the connection goes. */
  readonly remoteAddress: Multiaddr
  readonly kept: boolean
  readonly sessions: number
  /** Milliseconds since it came up, since the last frame, and since the last envelope either way. */
  readonly ageMs: number
  readonly heardMs: number
  readonly idleMs: number
}
