import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Epoch, Multiaddr, PeerKey } from '../../base/index.ts'
import {
  decodeHello,
  encodeHello,
  NONCE_BYTES,
  PROTOCOL_VERSION,
  WireError,
  type Hello,
  type HelloFrame,
  type HelloRefusalCode,
} from '../../wire/index.ts'
import type { FrameStream } from './frame-stream.ts'

const DOMAIN = 'orbweaver/hello/1'
const ROLES = { initiator: 1, responder: 2 } as const

export interface HelloInit {
  readonly role: keyof typeof ROLES
  readonly self: PeerKey
  /** Authenticated by Noise. */
  readonly remote: PeerKey
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
  /** The network's secret; undefined: an open network. */
  readonly secret: Uint8Array | undefined
  /** Highest epoch that the remote has shown; 0 when unknown. */
  readonly highestEpoch: number
  /** Refuse whatever the remote says. */
  readonly refuse: HelloRefusalCode | undefined
  readonly timeoutMs: number
  readonly multihashOf: (peer: PeerKey) => Uint8Array
}

export interface HelloResult {
  readonly version: number
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
}

/** Hello did not end well. `refusedBy` is absent when the remote broke the protocol, went away or was silent. */
export class HelloError extends Error {
  override readonly name = 'HelloError'
  readonly code: HelloRefusalCode | 'PROTOCOL' | 'CLOSED' | 'TIMEOUT'
  readonly refusedBy: 'us' | 'them' | undefined

  constructor(code: HelloError['code'], message: string, options?: { refusedBy?: 'us' | 'them'; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.refusedBy = options?.refusedBy
  }
}

/**
 * The mutual handshake of hello.proto on a fresh control stream. A refusal is said to the remote before this rejects.
 * @throws HelloError
 */
export async function sayHello(frames: FrameStream, init: HelloInit): Promise<HelloResult> {
  const late = new Error('hello took too long')
  const timer = setTimeout(() => {
    frames.abort(late)
  }, init.timeoutMs)
  try {
    return await (init.role === 'initiator' ? initiate(frames, init) : respond(frames, init))
  } catch (err) {
    if (err === late) throw new HelloError('TIMEOUT', `no hello within ${init.timeoutMs} ms`)
    if (err instanceof HelloError) throw err
    if (err instanceof WireError) throw new HelloError('PROTOCOL', `not a hello: ${err.message}`, { cause: err })
    throw new HelloError('CLOSED', 'the connection ended during hello', { cause: err })
  } finally {
    clearTimeout(timer)
  }
}

async function initiate(frames: FrameStream, init: HelloInit): Promise<HelloResult> {
  const nonce = randomBytes(NONCE_BYTES)
  frames.send(encodeHello(helloOf(init, nonce, undefined)))
  const theirs = await readHello(frames)
  const version = check(frames, init, theirs)
  checkProof(frames, init, theirs.proof, 'responder', nonce, theirs.nonce)
  frames.send(encodeHello({ type: 'proof', mac: proofOf(init, 'initiator', nonce, theirs.nonce) }))
  return { version, epoch: theirs.epoch, addresses: theirs.addresses }
}

async function respond(frames: FrameStream, init: HelloInit): Promise<HelloResult> {
  const theirs = await readHello(frames)
  const version = check(frames, init, theirs)
  const nonce = randomBytes(NONCE_BYTES)
  frames.send(encodeHello(helloOf(init, nonce, proofOf(init, 'responder', theirs.nonce, nonce))))
  const answer = await readFrame(frames)
  if (answer.type !== 'proof') throw new HelloError('PROTOCOL', `a ${answer.type} instead of a proof`)
  checkProof(frames, init, answer.mac, 'initiator', theirs.nonce, nonce)
  return { version, epoch: theirs.epoch, addresses: theirs.addresses }
}

function helloOf(init: HelloInit, nonce: Uint8Array, proof: Uint8Array | undefined): Hello {
  return {
    type: 'hello',
    minVersion: PROTOCOL_VERSION,
    maxVersion: PROTOCOL_VERSION,
    epoch: init.epoch,
    nonce,
    private: init.secret !== undefined,
    addresses: init.addresses,
    proof,
  }
}

/** HMAC over role, both peer ids and both nonces: neither side's proof can be replayed, reflected or relayed by a third. */
function proofOf(
  init: HelloInit,
  role: keyof typeof ROLES,
  initiatorNonce: Uint8Array,
  responderNonce: Uint8Array,
): Uint8Array | undefined {
  if (init.secret === undefined) return undefined
  const [initiator, responder] = init.role === 'initiator' ? [init.self, init.remote] : [init.remote, init.self]
  return createHmac('sha256', init.secret)
    .update(DOMAIN)
    .update(Uint8Array.of(ROLES[role]))
    .update(init.multihashOf(initiator))
    .update(init.multihashOf(responder))
    .update(initiatorNonce)
    .update(responderNonce)
    .digest()
}

/** Refuses what does not fit. Returns the highest common version. */
function check(frames: FrameStream, init: HelloInit, theirs: Hello): number {
  if (init.refuse !== undefined) refuse(frames, init.refuse, 'this daemon takes no connection now')
  if (theirs.maxVersion < PROTOCOL_VERSION || theirs.minVersion > PROTOCOL_VERSION) {
    const range = `${theirs.minVersion} to ${theirs.maxVersion}`
    refuse(frames, 'VERSION_MISMATCH', `the peer speaks protocol ${range}, this daemon ${PROTOCOL_VERSION}`)
  }
  if (theirs.private !== (init.secret !== undefined)) {
    refuse(
      frames,
      'NETWORK_MISMATCH',
      theirs.private ? 'the peer is in a private network' : 'the peer is in an open network',
    )
  }
  if (theirs.epoch < init.highestEpoch) {
    const words = `the peer says epoch ${theirs.epoch}, but has been at ${init.highestEpoch}`
    refuse(frames, 'STALE_EPOCH', words, init.highestEpoch)
  }
  return PROTOCOL_VERSION
}

function checkProof(
  frames: FrameStream,
  init: HelloInit,
  mac: Uint8Array | undefined,
  role: keyof typeof ROLES,
  initiatorNonce: Uint8Array,
  responderNonce: Uint8Array,
): void {
  const expected = proofOf(init, role, initiatorNonce, responderNonce)
  const right = expected === undefined ? mac === undefined : mac !== undefined && timingSafeEqual(mac, expected)
  if (!right) refuse(frames, 'NETWORK_MISMATCH', 'the peer does not know the secret of this network')
}

/** Says why, and throws. */
function refuse(frames: FrameStream, code: HelloRefusalCode, words: string, epoch = 0): never {
  const versions = { minVersion: PROTOCOL_VERSION, maxVersion: PROTOCOL_VERSION }
  frames.send(encodeHello({ type: 'refusal', code, ...versions, epoch }))
  frames.flush()
  throw new HelloError(code, words, { refusedBy: 'us' })
}

async function readHello(frames: FrameStream): Promise<Hello> {
  const frame = await readFrame(frames)
  if (frame.type !== 'hello') throw new HelloError('PROTOCOL', `a ${frame.type} instead of a hello`)
  return frame
}

async function readFrame(frames: FrameStream): Promise<Exclude<HelloFrame, { type: 'refusal' }>> {
  const bytes = await frames.read()
  if (bytes === undefined) throw new HelloError('CLOSED', 'the peer closed the stream during hello')
  const frame = decodeHello(bytes)
  if (frame.type === 'refusal') {
    throw new HelloError(frame.code, `the peer refused: ${REFUSAL_WORDS[frame.code]}`, { refusedBy: 'them' })
  }
  return frame
}

const REFUSAL_WORDS = {
  NETWORK_MISMATCH: 'it is in another network, or the secret differs',
  VERSION_MISMATCH: 'it speaks another version of the protocol',
  STALE_EPOCH: 'it has seen this daemon at a later start; the data directory is a copy or was set back',
  OVERLOAD: 'it has too many connections',
  BANNED: 'it has banned this daemon for a while',
} as const satisfies Record<HelloRefusalCode, string>
