import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Connection, Stream } from '@libp2p/interface'
import { FrameStream } from '../../src/adapters/libp2p/frame-stream.ts'
import { sayHello, type HelloInit, type HelloResult } from '../../src/adapters/libp2p/hello.ts'
import { DEFAULT_LIMITS } from '../../src/adapters/libp2p/limits.ts'
import { startNode, type Libp2pNode } from '../../src/adapters/libp2p/node.ts'
import { peerSpelling } from '../../src/adapters/libp2p/index.ts'
import { epoch, peerKey, type PeerKey } from '../../src/base/index.ts'
import { CONTROL_PROTOCOL, DATA_PROTOCOL, FRAME_ENVELOPE } from '../../src/wire/index.ts'
import { PATIENT, type TestNode } from './harness.ts'

/** A peer that speaks libp2p and then whatever a test likes. */
export class Stranger {
  readonly peer: PeerKey
  readonly #node: Libp2pNode
  constructor(node: Libp2pNode) {
    this.#node = node
    this.peer = peerKey(node.libp2p.peerId.toString())
  }
  static async make(type: 'Ed25519' | 'secp256k1' = 'Ed25519'): Promise<Stranger> {
    const privateKey = await (type === 'Ed25519' ? generateKeyPair('Ed25519') : generateKeyPair('secp256k1'))
    return new Stranger(await startNode({ privateKey, listen: [], limits: { ...DEFAULT_LIMITS, ...PATIENT } }))
  }
  dial(node: TestNode, address = node.address): Promise<Connection> {
    return this.#node.dial(address, new AbortController().signal)
  }
  /** A link as any other, and the bare control stream to misuse. */
  async meet(
    node: TestNode,
    over: Partial<HelloInit> = {},
    address = node.address,
  ): Promise<
    { connection: Connection; stream: Stream; frames: FrameStream } & Pick<HelloResult, 'version' | 'clockOffsetMs'>
  > {
    const connection = await this.dial(node, address)
    const stream = await connection.newStream(CONTROL_PROTOCOL)
    const frames = new FrameStream(stream, { maxFrameBytes: 1 << 20, highWaterBytes: 1 << 20 })
    const { version, clockOffsetMs } = await sayHello(frames, {
      role: 'initiator',
      self: this.peer,
      remote: node.peer,
      epoch: epoch(1),
      addresses: [],
      secret: undefined,
      highestEpoch: 0,
      refuse: undefined,
      timeoutMs: PATIENT.helloTimeoutMs,
      multihashOf: (peer) => peerSpelling.multihashOf(peer),
      ...over,
    })
    await node.sink.until('linkUp', (told) => told.peer === this.peer)
    return { connection, stream, frames, version, clockOffsetMs }
  }
  /** Takes data streams from now on; each is handed over as it comes. */
  async takeData(taken: (stream: Stream) => void): Promise<void> {
    await this.#node.libp2p.handle(DATA_PROTOCOL, taken)
  }
  /** What the peer store of its libp2p holds; it is made as the daemon's. */
  remembered(): Promise<unknown[]> {
    return this.#node.libp2p.peerStore.all()
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#node.libp2p.stop()
  }
}

export const envelopeFrame = (bytes: Uint8Array): Buffer => Buffer.concat([Uint8Array.of(FRAME_ENVELOPE), bytes])
export const lengthOf = (bytes: number): Uint8Array => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
export const frame = (bytes: Uint8Array): Uint8Array => Buffer.concat([lengthOf(bytes.byteLength), bytes])
