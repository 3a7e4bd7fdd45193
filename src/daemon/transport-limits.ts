import type { TransportLimits } from '../adapters/libp2p/index.ts'
import type { Config } from '../config/index.ts'

/** Two pings and a half without an answer. */
const SILENT_INTERVALS = 2.5

/** What of the transport's limits is for users to move. */
export function transportLimits({ overlay, connections }: Config): Partial<TransportLimits> {
  return {
    softLinks: overlay.maxConnections,
    hardLinks: connections.most,
    peerConnections: connections.perPeer,
    prefixConnections: connections.perPrefix,
    prefixHandshakesPerSecond: connections.handshakesPerSecond,
    keepAliveMs: connections.keepAliveMs,
    silentMs: connections.keepAliveMs * SILENT_INTERVALS,
  }
}
