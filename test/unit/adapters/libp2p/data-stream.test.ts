import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, Stream } from '@libp2p/interface'
import { streamPair } from '@libp2p/utils'
import { DataStream, type DataEvents } from '../../../../src/adapters/libp2p/data-stream.ts'
import { DEFAULT_LIMITS } from '../../../../src/adapters/libp2p/limits.ts'

const LARGE = 60 * 1024
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const noEvents: DataEvents = {
  envelope: () => undefined,
  laterFrame: () => undefined,
  dropped: () => undefined,
  failed: () => undefined,
}

/** A stream whose connection takes one packet and then is full until it is told to go on. */
async function narrow(): Promise<{ stream: Stream; packets: number[]; drain: () => Promise<void> }> {
  const [near] = await streamPair()
  const packets: number[] = []
  near.send = (data) => {
    packets.push(data.byteLength)
    near.writableNeedsDrain = true
    return false
  }
  const drain = async (): Promise<void> => {
    near.dispatchEvent(new Event('drain'))
    await settled()
  }
  return { stream: near, packets, drain }
}

function dataOver(stream: Stream, over: Partial<typeof DEFAULT_LIMITS> = {}, events: Partial<DataEvents> = {}) {
  const connection = { status: 'open', newStream: () => Promise.resolve(stream) } as unknown as Connection
  let now = 1
  const data = new DataStream({
    connection,
    limits: { ...DEFAULT_LIMITS, ...over },
    now: () => now,
    events: { ...noEvents, ...events },
  })
  data.start()
  return { data, at: (ms: number) => (now = ms) }
}

test('of what waits one frame at a time is handed over, as the connection takes it', async () => {
  const { stream, packets, drain } = await narrow()
  const { data } = dataOver(stream)
  for (let i = 0; i < 5; i++) assert.equal(data.send(new Uint8Array(LARGE)), undefined)
  for (let handed = 1; handed <= 5; handed++) {
    await settled()
    assert.deepEqual(packets, new Array<number>(handed).fill(LARGE + 5))
    await drain()
  }
  assert.equal(data.pendingBytes, 0)
})

test('what waits is bounded by its bytes, and one byte more is refused', async () => {
  const { stream } = await narrow()
  const { data } = dataOver(stream, { dataBacklogBytes: 3 * LARGE })
  for (let i = 0; i < 3; i++) assert.equal(data.send(new Uint8Array(LARGE)), undefined)
  assert.equal(data.send(new Uint8Array(1)), 'dataFull')
  await settled()
})

test('no progress for too long gives the stream up, and the time begins with what waits', async () => {
  const { stream, drain } = await narrow()
  const dropped: string[] = []
  const { data, at } = dataOver(stream, { stalledFrameMs: 100 }, { dropped: (why) => dropped.push(why) })
  at(10_000)
  data.dropStalled(10_000)
  for (let i = 0; i < 3; i++) data.send(new Uint8Array(LARGE))
  await settled()
  data.dropStalled(10_050)
  at(10_120)
  await drain()
  data.dropStalled(10_120)
  data.dropStalled(10_219)
  assert.deepEqual(dropped, [])
  at(10_220)
  data.dropStalled(10_220)
  await settled()
  assert.deepEqual([dropped, stream.status, data.pendingBytes], [['slowReader'], 'aborted', 0])
  assert.equal(data.send(new Uint8Array(LARGE)), 'dataResting')
})
