import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { streamPair } from '@libp2p/utils'
import { FrameStream } from '../../../../src/adapters/libp2p/frame-stream.ts'
import { HelloError, sayHello, type HelloInit } from '../../../../src/adapters/libp2p/hello.ts'
import { epoch, peerKey, type PeerKey } from '../../../../src/base/index.ts'
import { decodeHello, encodeHello, type Hello, type HelloFrame } from '../../../../src/wire/index.ts'

const A = peerKey('a')
const B = peerKey('b')
const C = peerKey('c')
const secret = randomBytes(32)

const initOf = (role: HelloInit['role'], self: PeerKey, remote: PeerKey, over: Partial<HelloInit> = {}): HelloInit => ({
  role,
  self,
  remote,
  epoch: epoch(1),
  addresses: [],
  secret,
  highestEpoch: 0,
  refuse: undefined,
  timeoutMs: 2_000,
  multihashOf: (peer) => Buffer.from(peer.padEnd(38)),
  ...over,
})

async function pair(): Promise<[FrameStream, FrameStream]> {
  const [a, b] = await streamPair()
  const init = { maxFrameBytes: 16_384, highWaterBytes: 65_536 }
  return [new FrameStream(a, init), new FrameStream(b, init)]
}

const isHello = (code: HelloError['code'], by?: 'us' | 'them') => (err: unknown) =>
  err instanceof HelloError && err.code === code && err.refusedBy === by

async function read(frames: FrameStream): Promise<HelloFrame> {
  return decodeHello((await frames.read()) ?? assert.fail('the stream ended'))
}

test('both sides learn epoch, addresses and version of the other', async () => {
  const [near, far] = await pair()
  const addresses = ['/ip4/192.0.2.1/tcp/7461' as never]
  const [atA, atB] = await Promise.all([
    sayHello(near, initOf('initiator', A, B, { epoch: epoch(5), wall: () => 1_000 })),
    sayHello(far, initOf('responder', B, A, { epoch: epoch(9), addresses, wall: () => 43_000 })),
  ])
  assert.deepEqual(atA, { version: 1, epoch: 9, addresses, clockOffsetMs: 42_000 })
  assert.deepEqual(atB, { version: 1, epoch: 5, addresses: [], clockOffsetMs: -42_000 })
})

test('the offset of the calendars is taken half-way between question and answer; who says none is not compared', async () => {
  const [near, far] = await pair()
  const times = [1_000, 1_000, 1_400]
  const [atA] = await Promise.all([
    sayHello(near, initOf('initiator', A, B, { wall: () => times.shift() ?? 1_400 })),
    sayHello(far, initOf('responder', B, A, { wall: () => 1_200 })),
  ])
  assert.equal(atA.clockOffsetMs, 0)
  const [one, other] = await pair()
  const [silent] = await Promise.all([
    sayHello(one, initOf('initiator', A, B)),
    sayHello(other, initOf('responder', B, A, { wall: () => 0 })),
  ])
  assert.equal(silent.clockOffsetMs, undefined)
})

test("a responder's proof cannot be sent back to it as the initiator's", async () => {
  const [near, far] = await pair()
  const answering = sayHello(far, initOf('responder', B, A))
  const nonce = randomBytes(32)
  near.send(encodeHello(helloOf(nonce)))
  const theirs = (await read(near)) as Hello
  near.send(encodeHello({ type: 'proof', mac: theirs.proof }))
  await assert.rejects(answering, isHello('NETWORK_MISMATCH', 'us'))
})

test('a proof made for another pair of peers or another nonce is worth nothing', async () => {
  // C, who does not know the secret, lets A and B do its work: what A proves to C it passes on to B.
  const [atA, fromA] = await pair()
  const [toB, atB] = await pair()
  const proving = sayHello(atA, initOf('initiator', A, C))
  const answering = sayHello(atB, initOf('responder', B, C))
  toB.send((await fromA.read())!)
  fromA.send((await toB.read())!)
  await assert.rejects(proving, isHello('NETWORK_MISMATCH', 'us'))
  toB.send((await fromA.read())!)
  await assert.rejects(answering, (err) => err instanceof HelloError)
})

test('an old exchange cannot be played again', async () => {
  const recorded: Uint8Array[] = []
  const [near, far] = await pair()
  const send = near.send.bind(near)
  near.send = (...parts) => {
    recorded.push(Buffer.concat(parts))
    return send(...parts)
  }
  await Promise.all([sayHello(near, initOf('initiator', A, B)), sayHello(far, initOf('responder', B, A))])
  assert.equal(recorded.length, 2)
  const [again, other] = await pair()
  for (const frame of recorded) again.send(frame)
  await assert.rejects(sayHello(other, initOf('responder', B, A)), isHello('NETWORK_MISMATCH', 'us'))
})

const helloOf = (nonce: Uint8Array, over: Partial<Hello> = {}): Hello => ({
  type: 'hello',
  minVersion: 1,
  maxVersion: 1,
  epoch: epoch(1),
  nonce,
  private: true,
  addresses: [],
  proof: undefined,
  wallMs: undefined,
  ...over,
})

test('versions without a common one are refused, and the refusal says ours', async () => {
  for (const [minVersion, maxVersion, common] of [
    [2, 9, false],
    [1, 9, true],
  ] as const) {
    const [near, far] = await pair()
    const answering = sayHello(far, initOf('responder', B, A))
    near.send(encodeHello(helloOf(randomBytes(32), { minVersion, maxVersion })))
    const answer = await read(near)
    if (common) {
      assert.equal(answer.type, 'hello')
      near.abort(new Error('enough'))
      await assert.rejects(answering, isHello('CLOSED'))
    } else {
      assert.deepEqual(answer, { type: 'refusal', code: 'VERSION_MISMATCH', minVersion: 1, maxVersion: 1, epoch: 0 })
      await assert.rejects(answering, isHello('VERSION_MISMATCH', 'us'))
    }
  }
})

test('a lower epoch is refused with the highest that was seen', async () => {
  const [near, far] = await pair()
  const refused = sayHello(far, initOf('responder', B, A, { highestEpoch: 7 }))
  near.send(encodeHello(helloOf(randomBytes(32), { epoch: epoch(6) })))
  const answer = await read(near)
  assert.ok(answer.type === 'refusal' && answer.code === 'STALE_EPOCH' && answer.epoch === 7)
  await assert.rejects(refused, isHello('STALE_EPOCH', 'us'))
})

test('frames out of turn, silence and a closed stream each have their code', async () => {
  const cases: [(near: FrameStream) => void, HelloError['code']][] = [
    [(near) => near.send(encodeHello({ type: 'proof', mac: randomBytes(32) })), 'PROTOCOL'],
    [(near) => near.send(randomBytes(200)), 'PROTOCOL'],
    [(near) => void near.close(), 'CLOSED'],
    [(near) => near.abort(new Error('gone')), 'CLOSED'],
    [() => undefined, 'TIMEOUT'],
  ]
  for (const [act, code] of cases) {
    const [near, far] = await pair()
    // None but the last is to wait for it.
    const timeoutMs = code === 'TIMEOUT' ? 20 : 60_000
    const answering = sayHello(far, initOf('responder', B, A, { timeoutMs }))
    act(near)
    await assert.rejects(answering, isHello(code), code)
  }
})
