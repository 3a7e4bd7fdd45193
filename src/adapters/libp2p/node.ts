import { noise } from '@chainsafe/libp2p-noise'
import type { Connection, ConnectionGater, Libp2p, MultiaddrConnection, PrivateKey } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { OrbError, type PeerKey } from '../../base/index.ts'
import type { TransportLimits } from './limits.ts'
import type { Admission, InboundSocket } from './admission.ts'
import { corkedTcp } from './corked-tcp.ts'
import { mendedMuxer } from './muxer.ts'
import { forgetfulDatastore } from './forgetful-datastore.ts'
import { fastCrypto } from './noise-crypto.ts'

/**
 * The largest receive window of a stream: 100 MB/s at 40 ms round trip. A reader that stops is sent about twice this
 * before back-pressure reaches the sender, so it bounds memory per stream.
 */
const MAX_WINDOW_BYTES = 4 * 1024 * 1024
/** The round trip of a connection that is never quiet is measured anew after so many intervals of the keep-alive. */
const ROUND_TRIP_INTERVALS = 30

/** What we take from inside libp2p: to dial one address, without its queue that goes through addresses one after the other. */
interface Inside {
  readonly transportManager: {
    dial(address: ReturnType<typeof multiaddr>, options: { signal: AbortSignal }): Promise<Connection>
    getAddrs(): ReturnType<typeof multiaddr>[]
  }
}

export interface Libp2pNode {
  readonly libp2p: Libp2p
  /** Dials one address, which names the peer or not. */
  dial(address: string, signal: AbortSignal): Promise<Connection>
  /** What it listens on, wildcards expanded to the addresses of the interfaces. */
  listening(): string[]
}

/**
 * TCP + Noise + yamux and nothing else: hello does what identify would, the failure detector what the connection monitor
 * would, Transport keeps its own budget and book.
 * @throws OrbError PORT_IN_USE, CONFIG_INVALID when it cannot listen
 */
export async function startNode(init: {
  readonly privateKey: PrivateKey
  readonly listen: readonly string[]
  readonly limits: TransportLimits
  /** Who may connect; absent: anybody. */
  readonly admission?: Admission
}): Promise<Libp2pNode> {
  const { limits, admission } = init
  let inside: Inside | undefined
  const libp2p = await createLibp2p({
    privateKey: init.privateKey,
    start: false,
    datastore: forgetfulDatastore,
    nodeInfo: { name: 'orbweaver', version: '1', userAgent: 'orbweaver/1' },
    addresses: { listen: [...init.listen] },
    transports: [corkedTcp(tcp({ backlog: 1024 }))],
    connectionEncrypters: [noise({ crypto: fastCrypto })],
    streamMuxers: [muxerOf(limits)],
    connectionManager: {
      // Admission counts for itself and says why. libp2p's own limits would refuse in silence, and above the first it
      // closes connections by rules that know nothing of neighbours.
      maxConnections: Infinity,
      maxIncomingPendingConnections: Infinity,
      inboundConnectionThreshold: Infinity,
      inboundUpgradeTimeout: limits.helloTimeoutMs,
      inboundStreamProtocolNegotiationTimeout: limits.helloTimeoutMs,
      reconnectRetries: 0,
    },
    // It aborts healthy connections when the event loop was blocked; asks that fail and probes tell the truth.
    connectionMonitor: { enabled: false },
    connectionGater: gaterOf(admission),
    services: {
      inside: (components: unknown) => {
        inside = components as Inside
        return {}
      },
    },
  })
  try {
    await libp2p.start()
  } catch (err) {
    throw listenError(err, init.listen)
  }
  const reached = inside
  if (reached === undefined) throw new OrbError('INTERNAL', 'libp2p made no services')
  return {
    libp2p,
    dial: (address, signal) => reached.transportManager.dial(multiaddr(address), { signal }),
    listening: () => reached.transportManager.getAddrs().map((address) => address.toString()),
  }
}

const muxerOf = (limits: TransportLimits) =>
  mendedMuxer(
    yamux({
      // Pings keep NATs and the idle time-out of sockets away and give KeepAlive a sign of life: it sends those itself,
      // where nothing else is said. yamux' own measure the round trip that windows grow by, at first and now and then.
      keepAliveInterval: limits.keepAliveMs * ROUND_TRIP_INTERVALS,
      maxInboundStreams: 256,
      maxOutboundStreams: 256,
      // The default of 10 kills a connection whose dialler is faster than the listener's upgrade.
      maxEarlyStreams: 256,
      streamOptions: {
        maxStreamWindowSize: MAX_WINDOW_BYTES,
        maxReadBufferLength: 4 * MAX_WINDOW_BYTES,
        maxWriteBufferLength: 4 * MAX_WINDOW_BYTES,
      },
    }),
    limits.connectionBacklogBytes,
  )

const gaterOf = (admission: Admission | undefined): ConnectionGater => ({
  denyInboundConnection: (connection) =>
    admission !== undefined && !admission.connecting(connection, socketOf(connection)),
  denyInboundEncryptedConnection: (peer, connection) =>
    admission !== undefined && !admission.authenticated(connection, peer.toString() as PeerKey),
  denyInboundUpgradedConnection: (_peer, connection) => {
    admission?.upgraded(connection)
    return false
  },
  denyDialMultiaddr: () => false,
})

function socketOf(connection: MultiaddrConnection): InboundSocket {
  const host = connection.remoteAddr.getComponents()[0]
  return {
    host: host?.name === 'ip4' || host?.name === 'ip6' ? host.value : undefined,
    onClose: (callback) => {
      connection.addEventListener('close', callback, { once: true })
    },
  }
}

function listenError(err: unknown, listen: readonly string[]): OrbError {
  const words = err instanceof Error ? err.message : ''
  const where = listen.join(', ')
  if (words.includes('EADDRINUSE')) {
    return new OrbError('PORT_IN_USE', `another process listens on ${where}`, {
      hint: 'stop it, or choose another address with --listen (port 0 takes a free one)',
      cause: err,
    })
  }
  return new OrbError('CONFIG_INVALID', `cannot listen on ${where}: ${reasonIn(words)}`, {
    hint: 'listen on an address of this machine, for instance /ip4/0.0.0.0/tcp/7461',
    cause: err,
  })
}

/** The system's word for it out of libp2p's several lines. */
const reasonIn = (words: string): string =>
  /\b(?:listen )?(E[A-Z]{3,}[^\n]*)/.exec(words)?.[1] ?? words.split('\n')[0] ?? ''
