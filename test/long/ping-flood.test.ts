import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, TestNet } from '../loopback/harness.ts'
import { Stranger } from '../loopback/stranger.ts'

test('a peer that pings without reading the answers is ended before they fill the memory', async () => {
  await using net = new TestNet()
  const node = await net.node({ limits: { connectionBacklogBytes: 256 * 1024 } })
  await using stranger = await Stranger.make()
  const { connection } = await stranger.meet(node)
  const inside = connection as unknown as {
    muxer: { maConn: { send(bytes: Uint8Array): boolean } }
    maConn: { pause(): void }
  }
  // A ping of yamux: version 0, type 2, flag SYN, stream 0, a number.
  const pings = Buffer.alloc(12 * 4_096)
  for (let i = 0; i < 4_096; i++) pings.set([0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], 12 * i)
  inside.maConn.pause()
  let sent = 0
  while (node.transport.sizes.connections > 0) {
    if (connection.status === 'open') {
      inside.muxer.maConn.send(pings)
      sent += pings.byteLength
    }
    assert.ok(sent < 512 * 1024 * 1024, 'never ended')
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.ok(sent < 256 * 1024 * 1024, `${sent} bytes of pings`)
  await eventually(() => node.sink.of('linkDown').length === 1, 'the link is down')
})
