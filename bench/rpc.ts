/**
 * Requests between two daemons: two processes on loopback, each with transport, host and pump composed as in the daemon,
 * and one machine that echoes. The asking machine itself keeps so many asks in flight. In the same run: frames of the same
 * size over a bare FrameStream (libp2p, Noise, yamux, all frames of a turn of the event loop in one packet), which is what there is to win.
 *
 *   npx tsx bench/rpc.ts [--seconds 2] [--runs 3] [--in-flight 1,32,256]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { FrameStream } from '../src/adapters/libp2p/frame-stream.ts'
import { peerSpelling, Transport, type TransportSink } from '../src/adapters/libp2p/index.ts'
import { DEFAULT_LIMITS } from '../src/adapters/libp2p/limits.ts'
import { startNode } from '../src/adapters/libp2p/node.ts'
import { sha256, systemClock } from '../src/adapters/system/index.ts'
import { epoch, Random, ringId, wallMs, type PeerKey } from '../src/base/index.ts'
import { TraceBuffer } from '../src/observe/index.ts'
import { LamportClock } from '../src/protocols/clock/index.ts'
import { NO_EFFECTS, type AskId, type Effect, type Input, type Machine, type Protocol } from '../src/protocols/index.ts'
import {
  Dedup,
  FailureDetector,
  lamportInterceptor,
  metricsInterceptor,
  PeerHost,
  QUIET_PORTS,
  Pump,
  traceInterceptor,
  type Ports,
  type TraceEvent,
} from '../src/runtime/index.ts'
import { encodeEnvelope, WireContext } from '../src/wire/index.ts'
import { QUIET_SINK } from './quiet-sink.ts'
import { median, printTable, quantile, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    runs: { type: 'string', default: '3' },
    'in-flight': { type: 'string', default: '1,32,256' },
    server: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const runs = Number(values.runs)
const GATE_PER_SECOND = 30_000
const RAW_PROTOCOL = '/orbweaver-bench/frames/1'
/** Far enough that no run gets there; a daemon would write a mark each 2^16 steps. */
const NO_MARK = Number.MAX_SAFE_INTEGER

const wire = new WireContext(sha256, peerSpelling)
// A look-up as it travels between two hops: 32 bytes of target and some numbers.
const REQUEST = { type: 'find', position: 0, target: ringId('ab'.repeat(32)), hops: 2, final: false } as const
const ANSWER = { type: 'noted' } as const

interface Result {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Microseconds of CPU per request. */
  readonly askerUs: number
  readonly answererUs: number
}

/** Microseconds of CPU of this process so far; unlike wall time they do not depend on who else runs. */
const cpuUs = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Counts what was answered, and when to stop. */
class Round {
  readonly #sentAt = new Map<number, number>()
  readonly #latencies: number[] = []
  readonly #started = performance.now()
  readonly #endAt = this.#started + seconds * 1000
  readonly #done = Promise.withResolvers<{ perSecond: number; p50Ms: number; p99Ms: number; count: number }>()
  static #next = 1

  get done(): Promise<{ perSecond: number; p50Ms: number; p99Ms: number; count: number }> {
    return this.#done.promise
  }

  /** The id of the next request. */
  ask(): number {
    const id = Round.#next++
    this.#sentAt.set(id, performance.now())
    return id
  }

  /** True: ask the next one. */
  answered(id: number): boolean {
    const now = performance.now()
    this.#latencies.push(now - (this.#sentAt.get(id) ?? now))
    this.#sentAt.delete(id)
    if (now < this.#endAt) return true
    if (this.#sentAt.size === 0) {
      const of = (q: number): number => quantile(this.#latencies, q)
      const count = this.#latencies.length
      this.#done.resolve({ perSecond: (count * 1000) / (now - this.#started), p50Ms: of(0.5), p99Ms: of(0.99), count })
    }
    return false
  }
}

/** Answers requests; asks on its own when a round is set. */
class Echo implements Machine<Protocol> {
  readonly wakeAt = undefined
  readonly hears = []
  round: Round | undefined
  peer: PeerKey | undefined
  #start = 0

  /** The next input begins a round of so many asks in flight. */
  begin(round: Round, inFlight: number): void {
    this.round = round
    this.#start = inFlight
  }

  step(_ctx: unknown, input: Input<Protocol>): readonly Effect<Protocol>[] {
    switch (input.type) {
      case 'request':
        return [{ type: 'respond', reply: input.reply, body: ANSWER }]
      case 'answer':
        return this.round?.answered(input.ask) === true ? [this.#ask(this.round)] : NO_EFFECTS
      case 'failed':
        throw new Error(`an ask failed: ${input.why}`)
      case 'command': {
        const { round } = this
        if (round === undefined) return NO_EFFECTS
        const effects: Effect<Protocol>[] = Array.from({ length: this.#start }, () => this.#ask(round))
        effects.push({ type: 'done', id: input.id, result: { ok: true, value: undefined } })
        return effects
      }
      default:
        return NO_EFFECTS
    }
  }

  #ask(round: Round): Effect<Protocol> {
    const ask = round.ask() as AskId
    if (this.peer === undefined) throw new Error('nobody to ask')
    return { type: 'ask', ask, to: this.peer, body: REQUEST, deadlineMs: 5_000, semantics: 'maybe' }
  }
}

/** Transport, host and pump with the daemon's chain of interceptors. */
async function startDaemon(echo: Echo): Promise<{ transport: Transport; pump: Pump }> {
  const clock = new LamportClock(0, NO_MARK)
  const trace = new TraceBuffer<TraceEvent>(2_048)
  const privateKey = await generateKeyPair('Ed25519')
  const self = peerSpelling.peerOf(Buffer.concat([Buffer.of(0, 0x24, 8, 1, 0x12, 0x20), privateKey.publicKey.raw]))
  const ports: Ports = {
    ...QUIET_PORTS,
    send: (to, envelope) => transport.send(to, envelope),
    probe: (peer) => transport.probe(peer),
    write: () => {
      throw new Error('this machine does not write')
    },
    settled: (id, result) => pump.settled(id, result),
  }
  const host = new PeerHost({
    self,
    epoch: epoch(1),
    clock,
    machines: [['chord', echo]],
    detector: new FailureDetector(),
    interceptors: [
      lamportInterceptor(clock),
      metricsInterceptor(),
      traceInterceptor(clock, (event) => {
        trace.record(event)
      }),
      new Dedup(epoch(1)),
    ],
    random: new Random('bench'),
    ports,
    wall: () => ({ earliest: wallMs(0), latest: wallMs(1) }),
  })
  const pump = new Pump(host, systemClock)
  const sink: TransportSink = {
    ...QUIET_SINK,
    frame: (from, at, envelope) => {
      pump.run((to, now) => {
        to.deliver(now, from, at, envelope)
      })
    },
    linkUp: (peer, at) => {
      pump.run((to, now) => {
        to.linkUp(now, peer, at)
      })
    },
    event: (event) => {
      console.error(event)
    },
  }
  const listen = ['/ip4/127.0.0.1/tcp/0']
  const transport = await Transport.start({ privateKey, listen, epoch: epoch(1), wire, sink, limits: NO_RATE })
  pump.start()
  return { transport, pump }
}

/** What one peer may send per second is a decision, not a cost. */
const NO_RATE = { framesPerSecond: 1e9, controlBytesPerSecond: 1e12 }

const startBare = async () =>
  startNode({ privateKey: await generateKeyPair('Ed25519'), listen: ['/ip4/127.0.0.1/tcp/0'], limits: DEFAULT_LIMITS })

const framesOf = (stream: ConstructorParameters<typeof FrameStream>[0]): FrameStream =>
  new FrameStream(stream, { maxFrameBytes: 16_384, highWaterBytes: 1 << 20 })

async function serve(): Promise<void> {
  const { transport } = await startDaemon(new Echo())
  const bare = await startBare()
  await bare.libp2p.handle(RAW_PROTOCOL, async (stream) => {
    const frames = framesOf(stream)
    for await (const frame of frames) frames.send(frame)
  })
  process.on('message', () => process.send?.(cpuUs()))
  process.on('disconnect', () => process.exit(0))
  const raw = `${bare.listening()[0] ?? ''}/p2p/${bare.libp2p.peerId.toString()}`
  process.send?.({ address: transport.listening[0], raw })
}

async function main(): Promise<void> {
  const child = fork(import.meta.filename, ['--server'], { execArgv: process.execArgv })
  const [hello] = (await once(child, 'message')) as [{ address: string; raw: string }]
  const answererUs = async (): Promise<number> => {
    child.send('cpu')
    return ((await once(child, 'message')) as [number])[0]
  }
  const echo = new Echo()
  const { transport, pump } = await startDaemon(echo)
  echo.peer = (await transport.connect(hello.address)).peer
  const bare = await startBare()
  const stream = await (await bare.dial(hello.raw, new AbortController().signal)).newStream(RAW_PROTOCOL)
  const frames = framesOf(stream)
  let rawRound: Round | undefined
  const requestBytes = encodeEnvelope(wire, {
    kind: 'request',
    lamport: 12_345 as never,
    id: 1,
    leftMs: 5_000,
    machine: 'chord',
    body: REQUEST,
    semantics: 'maybe',
    once: undefined,
  }).byteLength
  const rawAsk = (round: Round): void => {
    const frame = Buffer.alloc(requestBytes + 1)
    frame.writeUInt32BE(round.ask())
    frames.send(frame)
  }
  void (async () => {
    for await (const frame of frames) {
      const id = new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0)
      if (rawRound?.answered(id) === true) rawAsk(rawRound)
    }
  })()

  const measure = async (begin: (round: Round) => void): Promise<Result> => {
    const before = [cpuUs(), await answererUs()] as const
    const round = new Round()
    begin(round)
    const { count, ...result } = await round.done
    const after = [cpuUs(), await answererUs()] as const
    return { ...result, askerUs: (after[0] - before[0]) / count, answererUs: (after[1] - before[1]) / count }
  }
  const rpc = (inFlight: number): Promise<Result> =>
    measure((round) => {
      echo.begin(round, inFlight)
      pump.run((host, now) => host.command(now, 'chord', { name: 'begin', args: undefined }, 60_000))
    })
  const raw = (inFlight: number): Promise<Result> =>
    measure((round) => {
      rawRound = round
      for (let i = 0; i < inFlight; i++) rawAsk(round)
    })

  const rows: Row[] = []
  await rpc(32)
  await raw(32)
  for (const inFlight of values['in-flight'].split(',').map(Number)) {
    const results: Record<'rpc' | 'raw frames', Result[]> = { rpc: [], 'raw frames': [] }
    for (let run = 0; run < runs; run++) {
      results.rpc.push(await rpc(inFlight))
      results['raw frames'].push(await raw(inFlight))
    }
    const of = (name: keyof typeof results, key: keyof Result): number => median(results[name].map((each) => each[key]))
    for (const name of ['rpc', 'raw frames'] as const) {
      const cpu = `CPU µs: asker ${of(name, 'askerUs').toFixed(1)}, answerer ${of(name, 'answererUs').toFixed(1)}`
      const note = `p50 ${of(name, 'p50Ms').toFixed(3)} ms, p99 ${of(name, 'p99Ms').toFixed(3)} ms, ${cpu}`
      const gate = name === 'rpc' && inFlight === 32 ? { gate: `≥ ${GATE_PER_SECOND}` } : {}
      rows.push({ what: `${name}, ${inFlight} in flight`, value: of(name, 'perSecond'), unit: '/s', ...gate, note })
    }
    const ratio = of('rpc', 'perSecond') / of('raw frames', 'perSecond')
    rows.push({ what: `ratio, ${inFlight} in flight`, value: ratio, unit: 'of raw' })
  }
  printTable(`Requests of ${requestBytes} bytes between two daemons on loopback`, rows)
  child.disconnect()
  process.exit(0)
}

await (values.server ? serve() : main())
