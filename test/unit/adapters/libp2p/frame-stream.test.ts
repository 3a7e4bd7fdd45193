import assert from 'node:assert/strict'
import { test } from 'node:test'
import { streamPair } from '@libp2p/utils'
import fc from 'fast-check'
import { FrameStream, FrameTooLargeError, TruncatedStreamError } from '../../../../src/adapters/libp2p/frame-stream.ts'

const init = { maxFrameBytes: 1024, highWaterBytes: 4096 }

async function pair(over: Partial<typeof init> = {}): Promise<[FrameStream, FrameStream]> {
  const [a, b] = await streamPair()
  return [new FrameStream(a, { ...init, ...over }), new FrameStream(b, { ...init, ...over })]
}

const lengthOf = (bytes: number): Uint8Array => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

async function all(frames: FrameStream): Promise<Buffer[]> {
  const got: Buffer[] = []
  for await (const frame of frames) got.push(Buffer.from(frame))
  return got
}

test('frames of any parts come out as they went in, however the bytes are cut on the way', async () => {
  const parts = fc.array(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(parts, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), async (frames, cuts) => {
      const [near, far] = await streamPair()
      const whole = Buffer.concat(
        frames.map((each) => Buffer.concat([lengthOf(each.reduce((sum, part) => sum + part.byteLength, 0)), ...each])),
      )
      const reader = new FrameStream(far, init)
      const read = all(reader)
      for (let at = 0, i = 0; at < whole.byteLength; i++) {
        const cut = cuts[i % cuts.length] ?? 1
        near.send(whole.subarray(at, at + cut))
        at += cut
      }
      await near.close()
      assert.deepEqual(
        await read,
        frames.map((each) => Buffer.concat(each)),
      )
    }),
    { numRuns: 50 },
  )
})

test('all frames of a turn of the event loop go out as one packet', async () => {
  const [near, far] = await streamPair()
  const writer = new FrameStream(near, init)
  let packets = 0
  let bytes = 0
  far.addEventListener('message', (event) => {
    packets++
    bytes += event.data.byteLength
  })
  // As from the callbacks of two sockets: ticks and microtasks of the first are over when the second begins.
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      for (let i = 0; i < 9; i++) writer.send(Uint8Array.of(i))
      process.nextTick(() => {
        queueMicrotask(() => writer.send(Uint8Array.of(9)))
      })
    }, 1)
    setTimeout(() => {
      writer.send(Uint8Array.of(10))
      resolve()
    }, 1)
  })
  while (bytes < 11 * 5) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(packets, 1)
})

test('a large part is passed on, not copied', async () => {
  const [near] = await streamPair()
  const large = new Uint8Array(100_000)
  const sent: { buffer: ArrayBufferLike }[] = []
  near.send = (data) => {
    for (const part of data instanceof Uint8Array ? [data] : data) sent.push(part)
    return true
  }
  new FrameStream(near, init).send(Uint8Array.of(1), large)
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(sent.some((part) => part.buffer === large.buffer))
})

test('a frame of the largest size is taken, one byte more is not', async () => {
  const [near, far] = await pair()
  near.send(new Uint8Array(1024))
  assert.equal((await far.read())?.byteLength, 1024)
  near.send(new Uint8Array(1025))
  await assert.rejects(far.read(), FrameTooLargeError)
  await assert.rejects(far.read(), FrameTooLargeError)
  assert.equal(far.stream.status, 'aborted')
})

test('an end inside a frame is told apart from an end between frames', async () => {
  for (const bytes of [Buffer.of(0, 0), Buffer.concat([lengthOf(5), Buffer.of(1, 2)])]) {
    const [near, far] = await streamPair()
    const reader = new FrameStream(far, init)
    near.send(bytes)
    await near.close()
    await assert.rejects(reader.read(), TruncatedStreamError)
  }
  const [near, far] = await pair()
  near.send(Uint8Array.of(7))
  await near.close()
  assert.deepEqual([...((await far.read()) ?? [])], [7])
  assert.equal(await far.read(), undefined)
})

test('an end that came before the reader was there is noticed', async () => {
  const [near, far] = await streamPair()
  near.send(Buffer.concat([lengthOf(1), Buffer.of(9)]))
  await near.close()
  await new Promise((resolve) => setTimeout(resolve, 0))
  assert.deepEqual(
    (await all(new FrameStream(far, init))).map((frame) => [...frame]),
    [[9]],
  )
})

test('a reset rejects the reader and whoever waits to write', async () => {
  const [near, far] = await pair()
  const reading = far.read()
  near.abort(new Error('gone'))
  await assert.rejects(reading)
  await assert.rejects(near.drained())
  assert.equal(near.send(Uint8Array.of(1)), false)
})

test('a reader that does not read stops the writer; empty frames count, too', async () => {
  for (const size of [1000, 0]) {
    const [near, far] = await pair({ highWaterBytes: 64 * 1024 })
    let sent = 0
    while (near.send(new Uint8Array(size)) && sent < 1_000_000) {
      sent++
      if (sent % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
      if (far.stream.readStatus === 'paused') break
    }
    assert.equal(far.stream.readStatus, 'paused', `after ${sent} frames of ${size} bytes`)
    const total = sent
    let read = 0
    for (; read < total; read++) assert.equal((await far.read())?.byteLength, size)
    assert.equal(far.stream.readStatus, 'readable')
  }
})

test('single bytes do not cost an object each', async () => {
  const [near, far] = await streamPair()
  const reader = new FrameStream(far, { maxFrameBytes: 100_000, highWaterBytes: 4096 })
  const frame = Buffer.concat([lengthOf(20_000), Buffer.alloc(20_000, 3)])
  for (const byte of frame) near.send(Uint8Array.of(byte))
  assert.deepEqual(Buffer.from((await reader.read()) ?? []), frame.subarray(4))
})

test('a stream that was reset before anybody looked is noticed', async () => {
  const [near, far] = await streamPair()
  near.abort(new Error('gone'))
  await new Promise((resolve) => setTimeout(resolve, 0))
  await assert.rejects(new FrameStream(far, init).read())
})

test('a writer is woken at every drain, not only at the first', async () => {
  const [near, far] = await pair({ maxFrameBytes: 100_000, highWaterBytes: 100_000 })
  const total = 400
  let read = 0
  const reading = (async () => {
    while (read < total) {
      if ((await far.read()) === undefined) break
      read++
      // Slower than the writer, so that it has to wait again and again.
      if (read % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  let waits = 0
  for (let i = 0; i < total; i++) {
    if (near.send(new Uint8Array(50_000))) continue
    waits++
    await near.drained()
    assert.ok(near.pendingBytes < 8 * 1024 * 1024, `${near.pendingBytes} bytes wait`)
  }
  await reading
  assert.deepEqual([read, waits > 1], [total, true])
})

test('a pause that falls into a resume is not undone', async () => {
  const [near, far] = await streamPair()
  const reader = new FrameStream(far, { maxFrameBytes: 1024, highWaterBytes: 4096 })
  const frame = Buffer.concat([lengthOf(1000), Buffer.alloc(1000)])
  // Far more than the high water while it is paused: the resume hands all of it over at once.
  for (let i = 0; i < 100; i++) near.send(frame)
  while (far.readBufferLength < 20 * 1004) {
    if (reader.stream.readStatus !== 'paused') near.send(frame)
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal(far.readStatus, 'paused')
  for (let i = 0; i < 4; i++) assert.ok(reader.tryRead())
  assert.equal(far.readStatus, 'paused', 'it took all that waited, and is full again')
})

test('how long a frame has been resting half received is known, while we would take it', async () => {
  const [near, far] = await streamPair()
  const reader = new FrameStream(far, init)
  assert.equal(reader.stalledMs(performance.now()), 0)
  near.send(Buffer.concat([lengthOf(5), Buffer.of(1, 2)]))
  while (reader.stalledMs(performance.now() + 1_000) === 0) await new Promise((resolve) => setImmediate(resolve))
  const now = performance.now()
  assert.ok(reader.stalledMs(now + 1_000) >= 1_000)
  far.pause()
  assert.equal(reader.stalledMs(now + 1_000), 0)
  far.resume()
  near.send(Buffer.of(3, 4, 5))
  assert.deepEqual([...((await reader.read()) ?? [])], [1, 2, 3, 4, 5])
  assert.equal(reader.stalledMs(now + 1_000), 0)
})
