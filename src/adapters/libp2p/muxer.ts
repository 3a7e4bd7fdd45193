import type { MessageStream, StreamMuxer, StreamMuxerFactory } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** What is used of yamux' streams besides their interface. */
interface YamuxStream {
  readonly state: number
  readonly recvWindow: number
  readonly recvWindowCapacity: number
  sendWindowUpdate(): void
}
interface YamuxMuxer extends StreamMuxer {
  _newStream(...args: unknown[]): YamuxStream
}

/** What is used of Noise's stream besides its interface: it cuts packets, each after two bytes of length, out of chunks. */
interface NoiseStream extends MessageStream {
  readonly decoder?: { lengthDecoder: (data: Uint8ArrayList) => number }
}
/** The longest packet of Noise. As the length of one whose length has not come yet it says: wait for more. */
const LONGEST_PACKET_BYTES = 0xffff

/** Hundreds of small frames, half a block. The smallest window is eight times as large. */
const GRANT_BYTES = 32 * 1024

/** yamux' StreamState.Established: what is said before says that the stream opens, and cannot be left out. */
const ESTABLISHED = 3

/**
 * yamux, with three things mended.
 *
 * Bounded: what waits to be written below the streams. Their own queues are bounded one by one, but answers to pings and
 * window updates go straight to the connection, and a peer that asks for them and does not read them would have us keep
 * them all. Above `maxBytes` the connection is ended.
 *
 * Frugal: js-libp2p's yamux grants window after every frame of data, so that each small frame costs an encrypted packet
 * and a system call on both sides. Here it is granted when GRANT_BYTES are used up. Not later: blocks are larger, so for
 * them nothing changes, and a window that is granted by halves hardly grows, which costs throughput where there is delay.
 *
 * And in the layer below: Noise's reader asks for the length of the next packet until that throws, at the end of every
 * chunk; the exception with its stack was a twentieth of the cost of a small request.
 */
export function mendedMuxer<Components>(
  makeMuxer: (components: Components) => StreamMuxerFactory,
  maxBytes: number,
): (components: Components) => StreamMuxerFactory {
  return (components) => {
    const factory = makeMuxer(components)
    const create = factory.createStreamMuxer.bind(factory)
    factory.createStreamMuxer = (connection) => {
      connection.maxWriteBufferLength = maxBytes
      const { decoder } = connection as NoiseStream
      if (decoder !== undefined) decoder.lengthDecoder = packetLength
      const muxer = create(connection)
      grantByChunks(muxer as YamuxMuxer)
      return muxer
    }
    return factory
  }
}

const packetLength = (data: Uint8ArrayList): number => (data.byteLength < 2 ? LONGEST_PACKET_BYTES : data.getUint16(0))

function grantByChunks(muxer: YamuxMuxer): void {
  const newStream = muxer._newStream.bind(muxer)
  muxer._newStream = (...args) => {
    const stream = newStream(...args)
    const grant = stream.sendWindowUpdate.bind(stream)
    stream.sendWindowUpdate = () => {
      if (stream.state !== ESTABLISHED || stream.recvWindow - stream.recvWindowCapacity >= GRANT_BYTES) grant()
    }
    return stream
  }
}
