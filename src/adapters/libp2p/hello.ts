import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Epoch, Multiaddr, PeerKey } from '../../base/index.ts'
import {
  commonVersion,
  decodeHello,
  encodeHello,
  NONCE_BYTES,
  OUR_VERSIONS,
  WireError,
  type ForeignHello,
  type Hello,
  type HelloFrame,
  type HelloRefusal,
  type HelloRefusalCode,
  type VersionRange,
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
  /** The calendar, milliseconds since 1970; absent: the system's. */
  readonly wall?: () => number
  /** What to speak; absent: all that this code can. */
  readonly versions?: VersionRange
}

export interface HelloResult {
  /** The highest that both speak. */
  readonly version: number
  readonly epoch: Epoch
  readonly addresses: readonly Multiaddr[]
  /**
   * By how much the peer's calendar was ahead of ours, give or take the time that hello took, in milliseconds; undefined: it
   * does not say.
   */
  readonly clockOffsetMs: number | undefined
}

/** Hello did not end well. `refusedBy` is absent when the remote broke the protocol, went away or was silent. */
export class HelloError extends Error {
  override readonly name = 'HelloError'
  readonly code: HelloRefusal['code'] | 'PROTOCOL' | 'CLOSED' | 'TIMEOUT'
  readonly refusedBy: 'us' | 'them' | undefined
  /** Of VERSION_MISMATCH: which side should be updated. */
  readonly older: 'us' | 'them' | undefined

  constructor(
    code: HelloError['code'],
    message: string,
    options?: { refusedBy?: 'us' | 'them'; older?: 'us' | 'them' | undefined; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.refusedBy = options?.refusedBy
    this.older = options?.older
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
  const asked = wallOf(init)
  frames.send(encodeHello(helloOf(init, nonce, undefined)))
  const hello = await readHello(frames, init)
  // It wrote its answer about half-way between.
  const then = (asked + wallOf(init)) / 2
  const { theirs, version } = check(frames, init, hello)
  checkProof(frames, init, theirs.proof, 'responder', nonce, theirs.nonce)
  frames.send(encodeHello({ type: 'proof', mac: proofOf(init, 'initiator', nonce, theirs.nonce) }))
  return { version, epoch: theirs.epoch, addresses: theirs.addresses, clockOffsetMs: offsetOf(theirs, then) }
}

async function respond(frames: FrameStream, init: HelloInit): Promise<HelloResult> {
  const hello = await readHello(frames, init)
  const then = wallOf(init)
  const { theirs, version } = check(frames, init, hello)
  const nonce = randomBytes(NONCE_BYTES)
  frames.send(encodeHello(helloOf(init, nonce, proofOf(init, 'responder', theirs.nonce, nonce))))
  const answer = await readFrame(frames, init)
  if (answer.type !== 'proof') throw new HelloError('PROTOCOL', `a ${answer.type} instead of a proof`)
  checkProof(frames, init, answer.mac, 'initiator', theirs.nonce, nonce)
  return { version, epoch: theirs.epoch, addresses: theirs.addresses, clockOffsetMs: offsetOf(theirs, then) }
}

function helloOf(init: HelloInit, nonce: Uint8Array, proof: Uint8Array | undefined): Hello {
  return {
    type: 'hello',
    ...versionsOf(init),
    epoch: init.epoch,
    nonce,
    private: init.secret !== undefined,
    addresses: init.addresses,
    proof,
    wallMs: wallOf(init),
  }
}

const wallOf = ({ wall = Date.now }: HelloInit): number => wall()
const offsetOf = ({ wallMs }: Hello, then: number): number | undefined =>
  // Not -0, which is no number for people.
  wallMs === undefined ? undefined : Math.round(wallMs - then) + 0

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

/** Refuses what does not fit. */
function check(frames: FrameStream, init: HelloInit, hello: Hello | ForeignHello): { theirs: Hello; version: number } {
  if (init.refuse !== undefined) refuse(frames, init, init.refuse, 'this daemon takes no connection now')
  const version = commonVersion(versionsOf(init), hello)
  if (version === undefined || hello.type === 'foreign') {
    say(frames, init, 'VERSION_MISMATCH')
    throw versionMismatch(init, hello, 'us')
  }
  const theirs = hello
  if (theirs.private !== (init.secret !== undefined)) {
    refuse(
      frames,
      init,
      'NETWORK_MISMATCH',
      theirs.private ? 'the peer is in a private network' : 'the peer is in an open network',
    )
  }
  if (theirs.epoch < init.highestEpoch) {
    const why = `the peer says epoch ${theirs.epoch}, but has been at ${init.highestEpoch}`
    refuse(frames, init, 'STALE_EPOCH', why, init.highestEpoch)
  }
  return { theirs, version }
}

const versionsOf = (init: HelloInit): VersionRange => init.versions ?? OUR_VERSIONS
const words = ({ minVersion, maxVersion }: VersionRange): string =>
  minVersion === maxVersion ? `${minVersion}` : `${minVersion} to ${maxVersion}`

function versionMismatch(init: HelloInit, theirs: VersionRange, refusedBy: 'us' | 'them'): HelloError {
  const ours = versionsOf(init)
  const older = theirs.maxVersion < ours.minVersion ? 'them' : theirs.minVersion > ours.maxVersion ? 'us' : undefined
  const message = `the peer speaks version ${words(theirs)} of the protocol, this daemon ${words(ours)}`
  return new HelloError('VERSION_MISMATCH', message, { refusedBy, older })
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
  if (!right) refuse(frames, init, 'NETWORK_MISMATCH', 'the peer does not know the secret of this network')
}

/** Says why, and throws. */
function refuse(frames: FrameStream, init: HelloInit, code: HelloRefusalCode, why: string, epoch = 0): never {
  say(frames, init, code, epoch)
  throw new HelloError(code, why, { refusedBy: 'us' })
}

function say(frames: FrameStream, init: HelloInit, code: HelloRefusalCode, epoch = 0): void {
  frames.send(encodeHello({ type: 'refusal', code, ...versionsOf(init), epoch }))
  frames.flush()
}

async function readHello(frames: FrameStream, init: HelloInit): Promise<Hello | ForeignHello> {
  const frame = await readFrame(frames, init)
  if (frame.type === 'proof') throw new HelloError('PROTOCOL', 'a proof instead of a hello')
  return frame
}

async function readFrame(frames: FrameStream, init: HelloInit): Promise<Exclude<HelloFrame, { type: 'refusal' }>> {
  const bytes = await frames.read()
  if (bytes === undefined) throw new HelloError('CLOSED', 'the peer closed the stream during hello')
  const frame = decodeHello(bytes, versionsOf(init))
  if (frame.type !== 'refusal') return frame
  if (frame.code === 'VERSION_MISMATCH') throw versionMismatch(init, frame, 'them')
  throw new HelloError(frame.code, `the peer refused: ${REFUSAL_WORDS[frame.code]}`, { refusedBy: 'them' })
}

const REFUSAL_WORDS = {
  NETWORK_MISMATCH: 'it is in another network, or the secret differs',
  STALE_EPOCH: 'it has seen this daemon at a later start; the data directory is a copy or was set back',
  OVERLOAD: 'it has too many connections',
  BANNED: 'it has banned this daemon for a while',
  OTHER: 'for a reason that this version does not know',
} as const satisfies Record<Exclude<HelloRefusal['code'], 'VERSION_MISMATCH'>, string>
