import type { Socket } from 'node:net'
import type { Connection, MultiaddrConnection, Transport, Upgrader } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** What is used of libp2p's TCP connection besides its interface. */
interface TcpConnection {
  readonly socket: Socket
  readonly timeline: object
  maxWriteBufferLength?: number
  sendData(data: Uint8Array | Uint8ArrayList): unknown
}

/** Packets up to this size are copied into one piece: that costs less than a write of several. */
const JOINED_MAX_BYTES = 4096

/** By the `timeline` object, the one thing that a connection shares with the TCP connection that it was made of. */
const sockets = new WeakMap<object, Socket>()

/** Bytes received on a connection's socket, encryption and all; undefined when it is not one of ours. */
export const bytesReadOf = (connection: Connection): number | undefined => sockets.get(connection.timeline)?.bytesRead

/**
 * libp2p's TCP writes each part of a packet to the socket by itself: the length that Noise puts before it, ciphertext,
 * tag. Each is a system call, and for small frames these are most of the cost of sending. Corked until the end of the
 * tick, all parts, and the packets of all streams of a connection, leave in one call.
 */
export function corkedTcp<Components>(
  makeTcp: (components: Components) => Transport,
): (components: Components) => Transport {
  return (components) => {
    const transport = makeTcp(components)
    const dial = transport.dial.bind(transport)
    const createListener = transport.createListener.bind(transport)
    transport.dial = (address, options) => dial(address, { ...options, upgrader: corking(options.upgrader) })
    transport.createListener = (options) => createListener({ ...options, upgrader: corking(options.upgrader) })
    return transport
  }
}

/** The upgrader, which sees every connection first. */
function corking(upgrader: Upgrader): Upgrader {
  return new Proxy(upgrader, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const method = value.bind(target) as (...args: unknown[]) => unknown
      if (name !== 'upgradeInbound' && name !== 'upgradeOutbound') return method
      return (connection: MultiaddrConnection, ...rest: unknown[]) => {
        corkPerTick(connection as unknown as TcpConnection)
        return method(connection, ...rest)
      }
    },
  })
}

function corkPerTick(connection: TcpConnection): void {
  const { socket } = connection
  sockets.set(connection.timeline, socket)
  const sendData = connection.sendData.bind(connection)
  let corked = false
  const uncork = (): void => {
    corked = false
    socket.uncork()
  }
  connection.sendData = (data) => {
    if (!corked) {
      corked = true
      socket.cork()
      process.nextTick(uncork)
    }
    const { byteLength } = data
    if (byteLength > JOINED_MAX_BYTES || data instanceof Uint8Array) return sendData(data)
    return { sentBytes: byteLength, canSendMore: socket.write(data.subarray()) }
  }
}
