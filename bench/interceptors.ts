/**
 * Swapping the chain of interceptors under load: two hosts, requests at a fixed rate (open loop: a late one counts from
 * when it was due), windows with and without swaps every 50 ms on both sides in turn. The chain has an interceptor that
 * keeps every envelope back for a millisecond and moves or leaves with each swap, so each swap has to drain it. Lost: asks
 * without an answer. Doubled: requests that were carried out twice; nothing de-duplicates here. Once in this process
 * through the codec, once between two processes over libp2p. And what one interceptor costs per envelope, in CPU time.
 *
 *   npx tsx bench/interceptors.ts [--rate 12000] [--seconds 2] [--rounds 3] [--only chain|codec|processes]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerSpelling, Transport, type TransportSink } from '../src/adapters/libp2p/index.ts'
import { sha256 } from '../src/adapters/system/index.ts'
import { monoMs, peerKey, type PeerKey } from '../src/base/index.ts'
import { LamportClock } from '../src/protocols/clock/index.ts'
import type { Envelope } from '../src/protocols/index.ts'
import { InterceptorChain, interceptorSpec, type Interceptor, type Ports, type Pump } from '../src/runtime/index.ts'
import { decodeEnvelope, encodeEnvelope, WireContext } from '../src/wire/index.ts'
import { Callee, Caller, DEADLINE_MS, FIRST, makerOf, SWAP_MS, Swapped } from './interceptors-rig.ts'
import { QUIET_SINK } from './quiet-sink.ts'
import { median, printTable, quantile, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '12000' },
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    serve: { type: 'boolean', default: false },
  },
})
const rate = Number(values.rate)
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const wire = new WireContext(sha256, peerSpelling)
const nothing = (): void => undefined
/** A machine that is too slow for the rate shows it in the latency, not by filling tables until they refuse. */
const MOST_OPEN = 400

// ---- load -----------------------------------------------------------------------------------------------------------

interface Side {
  swapping(on: boolean): void
}
interface Outcome {
  readonly steady: readonly number[]
  readonly swapping: readonly number[]
  readonly achieved: number
}

/** Windows in turn, so that what else runs on the machine meets both alike. */
async function load(caller: Caller, pump: Pump, sides: readonly Side[]): Promise<Outcome> {
  const p99s = { steady: [] as number[], swapping: [] as number[] }
  const rates: number[] = []
  await window(caller, pump, 1_000)
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['steady', 'swapping'] as const) {
      for (const side of sides) side.swapping(kind === 'swapping')
      caller.latencies = []
      rates.push(await window(caller, pump, seconds * 1_000))
      p99s[kind].push(quantile(caller.latencies, 0.99))
    }
  }
  for (const side of sides) side.swapping(false)
  const begun = performance.now()
  while (caller.open > 0 && performance.now() - begun < DEADLINE_MS + 1_000) await turn()
  return { ...p99s, achieved: Math.min(...rates) }
}

/** Asks at the rate for so long; answers per second. */
async function window(caller: Caller, pump: Pump, forMs: number): Promise<number> {
  const [begun, before] = [performance.now(), caller.answered]
  let sent = 0
  for (let now = begun; now - begun < forMs; now = performance.now()) {
    const due: number[] = []
    while (begun + (sent * 1_000) / rate <= now && caller.open + due.length < MOST_OPEN) {
      due.push(begun + (sent++ * 1_000) / rate)
    }
    if (due.length > 0) pump.run((host, now) => host.command(now, 'chord', { name: 'ask', args: due }, DEADLINE_MS))
    await turn()
  }
  return ((caller.answered - before) * 1_000) / (performance.now() - begun)
}

function rowsOf(what: string, caller: Caller, outcome: Outcome, counts: Counts, own: Swapped): Row[] {
  const [steady, swapping] = [median(outcome.steady), median(outcome.swapping)]
  const swaps = own.swaps + counts.swaps
  const note = `${swaps} swaps, ${own.refused + counts.refused} refused`
  return [
    { what: `${what}: answers, least of all windows`, value: outcome.achieved, unit: '/s', gate: '≥ 10000', note },
    { what: `${what}: lost of ${caller.asked}`, value: caller.asked - caller.answered, unit: 'asks', gate: '= 0' },
    { what: `${what}: doubled`, value: counts.doubled, unit: 'requests', gate: '= 0' },
    { what: `${what}: p99 without swaps`, value: steady, unit: 'ms' },
    { what: `${what}: p99 with swaps`, value: swapping, unit: 'ms' },
    { what: `${what}: ratio`, value: swapping / steady, unit: '×', gate: '≤ 2' },
  ]
}

interface Counts {
  readonly doubled: number
  readonly swaps: number
  readonly refused: number
}

// ---- in one process, through the codec ------------------------------------------------------------------------------

async function throughCodec(): Promise<Row[]> {
  const [alice, bob] = [peerKey('alice'), peerKey('bob')]
  const [caller, callee] = [new Caller(bob), new Callee()]
  const carry =
    (from: PeerKey, to: () => Swapped): Ports['send'] =>
    (_to, envelope) => {
      const bytes = encodeEnvelope(wire, envelope)
      setImmediate(() => {
        to().pump.run((host, now) => {
          host.deliver(now, from, FIRST, decodeEnvelope(wire, bytes))
        })
      })
    }
  const left: Swapped = new Swapped(
    alice,
    caller,
    carry(alice, () => right),
  )
  const right: Swapped = new Swapped(
    bob,
    callee,
    carry(bob, () => left),
  )
  const outcome = await load(caller, left.pump, [left, right])
  return rowsOf('codec', caller, outcome, { doubled: callee.doubled, swaps: right.swaps, refused: right.refused }, left)
}

// ---- between two processes ------------------------------------------------------------------------------------------

async function startTransport(frame: TransportSink['frame']): Promise<Transport> {
  return Transport.start({
    privateKey: await generateKeyPair('Ed25519'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    epoch: FIRST,
    wire,
    sink: {
      ...QUIET_SINK,
      frame,
      event: (event) => {
        console.error(event)
      },
    },
    limits: { framesPerSecond: 1e9 },
  })
}

async function serve(): Promise<void> {
  const callee = new Callee()
  const side: { swapped?: Swapped } = {}
  const transport = await startTransport((from, at, envelope) => {
    side.swapped?.pump.run((host, now) => {
      host.deliver(now, from, at, envelope)
    })
  })
  const swapped = new Swapped(peerKey('callee'), callee, (to, envelope) => {
    transport.send(to, envelope)
  })
  side.swapped = swapped
  process.on('message', (message: 'swap' | 'steady' | 'report') => {
    if (message === 'report') {
      process.send?.({ doubled: callee.doubled, swaps: swapped.swaps, refused: swapped.refused } satisfies Counts)
    } else swapped.swapping(message === 'swap')
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.(transport.listening[0] ?? '')
}

async function betweenProcesses(): Promise<Row[]> {
  const child = fork(import.meta.filename, ['--serve'], { execArgv: process.execArgv })
  try {
    const [address] = (await once(child, 'message')) as [string]
    const side: { swapped?: Swapped } = {}
    const transport = await startTransport((from, at, envelope) => {
      side.swapped?.pump.run((host, now) => {
        host.deliver(now, from, at, envelope)
      })
    })
    const { peer } = await transport.connect(address)
    const caller = new Caller(peer)
    const swapped = new Swapped(peerKey('caller'), caller, (to, envelope) => {
      transport.send(to, envelope)
    })
    side.swapped = swapped
    const far: Side = { swapping: (on) => child.send(on ? 'swap' : 'steady') }
    const outcome = await load(caller, swapped.pump, [swapped, far])
    child.send('report')
    const [counts] = (await once(child, 'message')) as [Counts]
    await transport.stop()
    return rowsOf('processes', caller, outcome, counts, swapped)
  } finally {
    child.disconnect()
  }
}

// ---- what an interceptor costs --------------------------------------------------------------------------------------

const ENVELOPES = 3_000_000

/** Passes all, each of a shape of its own as real ones are. */
const passing = (i: number): Interceptor => ({
  name: `pass:${i}`,
  ...(i % 2 === 0 ? { [`own${i}`]: i } : {}),
  inbound: (envelope) => envelope.kind.length > 0,
  outbound: (envelope) => envelope.kind.length > 0,
})

let clockMs = 0
/** Nanoseconds of CPU time per envelope. */
function costOf(interceptors: readonly Interceptor[]): number {
  const chain = new InterceptorChain(interceptors, {
    begin: () => false,
    end: nothing,
    arrive: nothing,
    leave: nothing,
  })
  const body = { type: 'ping', position: 0 }
  const envelope: Envelope = { kind: 'message', lamport: 1 as never, machine: 'chord', body, session: undefined }
  const bob = peerKey('bob')
  const run = (): number => {
    const begun = process.cpuUsage()
    let passed = 0
    for (let i = 0; i < ENVELOPES; i += 2) {
      const now = monoMs(++clockMs)
      if (chain.inbound(envelope, bob, FIRST, now)) passed++
      if (chain.outbound(envelope, bob, now)) passed++
    }
    const { user, system } = process.cpuUsage(begun)
    if (passed !== ENVELOPES) throw new Error(`${passed} of ${ENVELOPES} passed`)
    return ((user + system) * 1_000) / ENVELOPES
  }
  run()
  return median([run(), run(), run()])
}

function costs(): Row[] {
  const lengths = [0, 1, 3, 6].map((length) => [length, costOf(Array.from({ length }, (_, i) => passing(i)))] as const)
  const none = lengths[0]?.[1] ?? 0
  const pass = lengths.map(([length, ns]) => ({
    what: `chain: ${length} that pass all`,
    value: ns,
    unit: 'ns/envelope',
    ...(length === 0 ? {} : { note: `${((ns - none) / length).toFixed(1)} ns each`, gate: `≤ ${20 * length}` }),
  }))
  const clock = new LamportClock(0, Number.MAX_SAFE_INTEGER)
  const maker = makerOf(clock, () => [])
  const kinds = ['lamport', 'audit', 'metrics', 'trace', 'rate-limit', 'faults'].map((kind) => ({
    what: `chain: ${kind}`,
    value: costOf(maker.make([interceptorSpec(kind)], [])) - none,
    unit: 'ns/envelope',
  }))
  return [...pass, ...kinds]
}

if (values.serve) await serve()
else {
  const title = `interceptors; ${rate} requests/s, swaps each ${SWAP_MS} ms, ${rounds} × ${seconds} s of each kind`
  const rows: Row[] = []
  const only = (name: string): boolean => values.only === undefined || values.only === name
  if (only('chain')) rows.push(...costs())
  if (only('codec')) rows.push(...(await throughCodec()))
  if (only('processes')) rows.push(...(await betweenProcesses()))
  printTable(title, rows)
  process.exit(0)
}
