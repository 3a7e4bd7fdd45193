import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StreamMuxerFactory } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { mendedMuxer } from '../../../../src/adapters/libp2p/muxer.ts'

/** A ping of yamux: version 0, type 2, flag SYN, stream 0, a number. */
const PING = Uint8Array.of(0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)

test('answers to pings that nobody reads are bounded: above the limit the connection is ended', () => {
  const [near, far] = multiaddrConnectionPair()
  const factory = mendedMuxer(() => yamux({ enableKeepAlive: false })() as StreamMuxerFactory, 10_000)({})
  const made = factory.createStreamMuxer(near)
  // As a socket that is full: everything waits.
  near.writableNeedsDrain = true
  let pings = 0
  while (near.status === 'open' && pings < 10_000) {
    pings++
    ;(made as unknown as { onData(bytes: Uint8Array): void }).onData(PING)
  }
  assert.equal(pings, Math.floor(10_000 / PING.byteLength) + 1)
  far.abort(new Error('enough'))
})

test('window is granted when some is used up, not after every frame', async () => {
  const [near, far] = multiaddrConnectionPair()
  const make = mendedMuxer(() => yamux({ enableKeepAlive: false })() as StreamMuxerFactory, 1e9)({})
  const [dialler, listener] = [make.createStreamMuxer(near), make.createStreamMuxer(far)]
  listener.addEventListener('stream', ({ detail }) => {
    detail.addEventListener('message', () => undefined)
  })
  // Window updates are what comes back; yamux' header has 12 bytes.
  let grants = 0
  near.addEventListener('message', () => grants++)
  const stream = await dialler.createStream()
  for (let i = 0; i < 100; i++) {
    stream.send(new Uint8Array(1_000))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const opened = grants
  assert.ok(opened <= 5, `${opened} for 100 kB in 100 frames`)
  for (let i = 0; i < 1_000; i++) {
    stream.send(new Uint8Array(1_000))
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal(stream.writeBufferLength, 0, 'and it never runs dry')
  assert.ok(grants > opened && grants < opened + 36, `${grants - opened} for a megabyte`)
  dialler.abort(new Error('enough'))
})
