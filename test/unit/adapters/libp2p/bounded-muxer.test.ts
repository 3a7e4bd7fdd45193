import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageStream, StreamMuxerFactory } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { yamux } from '@libp2p/yamux'
import { boundedMuxer } from '../../../../src/adapters/libp2p/corked-tcp.ts'

/** A ping of yamux: version 0, type 2, flag SYN, stream 0, a number. */
const PING = Uint8Array.of(0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)

test('answers to pings that nobody reads are bounded: above the limit the connection is ended', () => {
  const [near, far] = multiaddrConnectionPair()
  const factory = boundedMuxer(() => yamux({ enableKeepAlive: false })() as StreamMuxerFactory, 10_000)({})
  const made = factory.createStreamMuxer(near as MessageStream)
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
