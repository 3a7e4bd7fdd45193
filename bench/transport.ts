/**
 * What the transport costs between two processes on loopback: request and answer as envelopes over a link, and blocks over
 * a session, against bare TCP and against a bare libp2p stream (Noise and yamux as we set them) in the same run.
 *
 *   npx tsx bench/transport.ts [--seconds 2] [--mib 512] [--runs 3]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { parseArgs } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerSpelling, Transport, type TransportSink } from '../src/adapters/libp2p/index.ts'
import { DEFAULT_LIMITS } from '../src/adapters/libp2p/limits.ts'
import { startNode } from '../src/adapters/libp2p/node.ts'
import { sha256 } from '../src/adapters/system/index.ts'
import { epoch, lamport, swarmId } from '../src/base/index.ts'
import { sessionIdOf, type Envelope, type PieceBlock } from '../src/protocols/index.ts'
import { encodeEnvelope, WireContext } from '../src/wire/index.ts'
import { QUIET_SINK } from './quiet-sink.ts'
import { median, peakRss, printTable, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    mib: { type: 'string', default: '512' },
    runs: { type: 'string', default: '3' },
    server: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const bulkBytes = Number(values.mib) * 2 ** 20
const runs = Number(values.runs)

const RAW_PROTOCOL = '/orbweaver-bench/raw/1'
const BLOCK_BYTES = 64 * 1024
const SWARM = swarmId('ab'.repeat(32))
const wire = new WireContext(sha256, peerSpelling)

/** Where the server listens, and what it was told to count. */
interface Hello {
  readonly address: string
  readonly raw: string
  readonly tcp: number
}

/** CPU time of this process so far; unlike wall time it does not depend on who else runs. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const quiet: TransportSink = {
  ...QUIET_SINK,
  wantsSession: () => true,
  event: (event) => {
    console.error(event)
  },
}

const startTransport = async (sink: TransportSink): Promise<Transport> =>
  Transport.start({
    privateKey: await generateKeyPair('Ed25519'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    epoch: epoch(1),
    wire,
    sink,
    limits: { framesPerSecond: 1e9 },
  })

const startBare = async () =>
  startNode({
    privateKey: await generateKeyPair('Ed25519'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    limits: DEFAULT_LIMITS,
  })

async function serve(): Promise<void> {
  let counted = 0
  const count = (bytes: number): void => {
    counted += bytes
    if (counted < bulkBytes) return
    counted = 0
    process.send?.(cpuMs())
  }
  const transport = await startTransport({
    ...quiet,
    frame: (from, _epoch, envelope) => {
      if (envelope.kind !== 'request') return
      const { lamport: time, id, machine } = envelope
      transport.send(from, { kind: 'answer', lamport: time, id, machine, body: { type: 'noted' } })
    },
    block: (_session, _ref, bytes) => {
      count(bytes.byteLength)
      return undefined
    },
  })
  const bare = await startBare()
  await bare.libp2p.handle(RAW_PROTOCOL, (stream) => {
    stream.addEventListener('message', (event) => count(event.data.byteLength))
  })
  // The first byte of a connection says whether to echo or to count.
  const tcp = net.createServer((socket) => {
    socket.setNoDelay()
    socket.once('data', (first) => {
      const echo = first[0] === 1
      socket.write(first)
      socket.on('data', (bytes) => {
        if (echo) socket.write(bytes)
        else count(bytes.byteLength)
      })
    })
  })
  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  process.on('disconnect', () => process.exit(0))
  const hello: Hello = {
    address: transport.listening[0] ?? '',
    raw: `${bare.listening()[0] ?? ''}/p2p/${bare.libp2p.peerId.toString()}`,
    tcp: (tcp.address() as net.AddressInfo).port,
  }
  process.send?.(hello)
}

interface Echo {
  /** Sends request `id`; `answered(id)` follows. */
  ask(id: number): void
  answered: (id: number) => void
}

interface EchoResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Keeps so many requests in flight for a while. */
async function measureEcho(echo: Echo, inFlight: number): Promise<EchoResult> {
  const sentAt = new Map<number, number>()
  const latencies: number[] = []
  const started = performance.now()
  const endAt = started + seconds * 1000
  let next = 0
  await new Promise<void>((resolve) => {
    const ask = (): void => {
      sentAt.set(++next, performance.now())
      echo.ask(next)
    }
    echo.answered = (id) => {
      const now = performance.now()
      latencies.push(now - (sentAt.get(id) ?? now))
      sentAt.delete(id)
      if (now < endAt) ask()
      else if (sentAt.size === 0) resolve()
    }
    for (let i = 0; i < inFlight; i++) ask()
  })
  latencies.sort((a, b) => a - b)
  const at = (q: number): number => latencies[Math.floor(latencies.length * q)] ?? NaN
  return { perSecond: (latencies.length * 1000) / (performance.now() - started), p50Ms: at(0.5), p99Ms: at(0.99) }
}

const request = (id: number): Envelope => ({
  kind: 'request',
  lamport: lamport(12_345),
  id,
  leftMs: 1000,
  machine: 'chord',
  body: { type: 'find', position: 0, target: SWARM, hops: 2, final: false },
  semantics: 'maybe',
  once: undefined,
})

async function tcpTo(port: number, kind: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay()
  socket.write(Uint8Array.of(kind))
  // Answered before anything else is sent, so that it is not taken for a frame.
  await once(socket, 'data')
  return socket
}

/** Frames of the same size as the envelope's over bare TCP, the id in front. */
async function tcpEcho(port: number): Promise<Echo> {
  const socket = await tcpTo(port, 1)
  const frameBytes = 5 + encodeEnvelope(wire, request(1)).byteLength
  let rest = Buffer.alloc(0)
  const echo: Echo = {
    ask: (id) => {
      const frame = Buffer.alloc(frameBytes)
      frame.writeUInt32BE(id)
      socket.write(frame)
    },
    answered: () => undefined,
  }
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes])
    let at = 0
    for (; at + frameBytes <= rest.byteLength; at += frameBytes) echo.answered(rest.readUInt32BE(at))
    rest = rest.subarray(at)
  })
  return echo
}

interface BulkResult {
  readonly mbPerSecond: number
  /** CPU seconds per GB of both processes. */
  readonly sender: number
  readonly receiver: number
}

async function measureBulk(
  counted: () => Promise<unknown[]>,
  send: () => Promise<void>,
  before: number,
): Promise<BulkResult & { receiverMs: number }> {
  const done = counted()
  const started = performance.now()
  const senderBefore = cpuMs()
  await send()
  const [receiverMs] = (await done) as [number]
  const gigabytes = bulkBytes / 1e9
  return {
    mbPerSecond: bulkBytes / 1e6 / ((performance.now() - started) / 1000),
    sender: (cpuMs() - senderBefore) / 1000 / gigabytes,
    receiver: (receiverMs - before) / 1000 / gigabytes,
    receiverMs,
  }
}

async function main(): Promise<void> {
  const child = fork(import.meta.filename, ['--server', '--mib', values.mib], { execArgv: process.execArgv })
  const [hello] = (await once(child, 'message')) as [Hello]
  const counted = (): Promise<unknown[]> => once(child, 'message')
  const viaLink: Echo = { ask: () => undefined, answered: () => undefined }
  const up = Promise.withResolvers<Parameters<TransportSink['sessionUp']>[0]>()
  const transport = await startTransport({
    ...quiet,
    frame: (_from, _epoch, envelope) => {
      if (envelope.kind === 'answer') viaLink.answered(envelope.id)
    },
    sessionUp: (session) => up.resolve(session),
  })
  const { peer } = await transport.connect(hello.address)
  viaLink.ask = (id) => transport.send(peer, request(id))
  transport.openSession(sessionIdOf(SWARM, peer), SWARM, peer)
  const session = await up.promise
  const bare = await startBare()
  const stream = await (await bare.dial(hello.raw, new AbortController().signal)).newStream(RAW_PROTOCOL)
  const [tcp, tcpBulk] = [await tcpEcho(hello.tcp), await tcpTo(hello.tcp, 2)]

  const block = new Uint8Array(BLOCK_BYTES).fill(7)
  const blocks = bulkBytes / BLOCK_BYTES
  const rows: Row[] = []
  for (const inFlight of [1, 32]) {
    const results: Record<'link' | 'tcp', EchoResult[]> = { link: [], tcp: [] }
    for (let run = 0; run < runs; run++) {
      results.link.push(await measureEcho(viaLink, inFlight))
      results.tcp.push(await measureEcho(tcp, inFlight))
    }
    for (const [name, result] of Object.entries(results)) {
      const of = (key: 'perSecond' | 'p50Ms' | 'p99Ms'): number => median(result.map((each) => each[key]))
      const note = `p50 ${of('p50Ms').toFixed(3)} ms, p99 ${of('p99Ms').toFixed(3)} ms`
      rows.push({ what: `echo, ${inFlight} in flight, ${name}`, value: of('perSecond'), unit: '/s', note })
    }
  }
  const bulk: Record<string, () => Promise<void>> = {
    'session.sendBlock': async () => {
      for (let piece = 0; piece < blocks; piece++) {
        const ref: PieceBlock = { kind: 'piece', piece, begin: 0, length: BLOCK_BYTES }
        await session.sendBlock(ref, block)
      }
    },
    'bare libp2p stream': async () => {
      for (let i = 0; i < blocks; i++) if (!stream.send(block)) await once(stream as never, 'drain')
    },
    'bare TCP': async () => {
      for (let i = 0; i < blocks; i++) if (!tcpBulk.write(block)) await once(tcpBulk, 'drain')
    },
  }
  for (const [what, send] of Object.entries(bulk)) {
    const results: BulkResult[] = []
    // The first run warms up, and tells what CPU time the receiver has used before.
    let { receiverMs } = await measureBulk(counted, send, 0)
    for (let run = 0; run < runs; run++) {
      const result = await measureBulk(counted, send, receiverMs)
      receiverMs = result.receiverMs
      results.push(result)
    }
    const of = (key: keyof BulkResult): number => median(results.map((each) => each[key]))
    const note = `CPU s/GB: sender ${of('sender').toFixed(2)}, receiver ${of('receiver').toFixed(2)}`
    rows.push({ what: `blocks of 64 KiB, ${what}`, value: of('mbPerSecond'), unit: 'MB/s', note })
  }
  rows.push({ what: 'highest memory, sender', value: peakRss(process.pid) / 1e6, unit: 'MB' })
  rows.push({ what: 'highest memory, receiver', value: peakRss(child.pid ?? 0) / 1e6, unit: 'MB' })
  printTable('Transport, two processes on loopback', rows)
  child.disconnect()
  process.exit(0)
}

await (values.server ? serve() : main())
