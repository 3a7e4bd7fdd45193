/**
 * What one step of a host costs: a request is delivered, a machine answers at once, the answer leaves through the ports.
 * With an echo machine that does nothing else, so this is the host itself; and with Chord's `ping` and `view`. Chains: bare
 * (Lamport alone, as in simulation) and the daemon's (Lamport, metrics, trace, de-duplication).
 *
 *   npx tsx bench/host-step.ts [--steps 300000] [--runs 7]
 */
import { parseArgs } from 'node:util'
import { epoch, monoMs, peerKey, Random, wallMs, type MonoMs, type NodeRef, type RingId } from '../src/base/index.ts'
import { makeChord } from '../src/protocols/chord/index.ts'
import { LamportClock } from '../src/protocols/clock/index.ts'
import { RING_PARAMS } from '../src/sim/index.ts'
import type { Effect, Envelope, Input, Machine, Protocol } from '../src/protocols/index.ts'
import {
  Dedup,
  FailureDetector,
  lamportInterceptor,
  metricsInterceptor,
  PeerHost,
  QUIET_PORTS,
  traceInterceptor,
  type Interceptor,
  type Ports,
} from '../src/runtime/index.ts'
import { median, printTable } from './report.ts'

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '300000' }, runs: { type: 'string', default: '7' } },
})
const steps = Number(values.steps)
const runs = Number(values.runs)

const bob = peerKey('bob')
const first = epoch(1)
const self: NodeRef = { peer: peerKey('me'), position: 0, epoch: first, addresses: [], id: '7'.repeat(64) as RingId }

class Echo implements Machine<Protocol> {
  readonly hears = []
  readonly wakeAt = undefined

  step(_ctx: unknown, input: Input<Protocol>): readonly Effect<Protocol>[] {
    return input.type === 'request' ? [{ type: 'respond', reply: input.reply, body: input.body }] : []
  }
}

let left = 0
const nothing = (): void => undefined
const ports: Ports = {
  ...QUIET_PORTS,
  send: () => {
    left++
  },
}
const wall = { earliest: wallMs(0), latest: wallMs(0) }

function hostOf(machine: Machine<Protocol>, chain: (clock: LamportClock) => Interceptor[]): PeerHost {
  const clock = new LamportClock(0, Number.MAX_SAFE_INTEGER)
  const detector = new FailureDetector()
  const host = new PeerHost({
    self: self.peer,
    epoch: first,
    clock,
    machines: [['chord', machine]],
    detector,
    interceptors: chain(clock),
    ports,
    random: new Random('bench'),
    wall: () => wall,
  })
  host.wake(monoMs(0))
  return host
}

const bare = (clock: LamportClock): Interceptor[] => [lamportInterceptor(clock)]
const full = (clock: LamportClock): Interceptor[] => [
  lamportInterceptor(clock),
  metricsInterceptor(),
  traceInterceptor(clock, nothing),
  new Dedup(first),
]
const chord = (): Machine<Protocol> =>
  makeChord(RING_PARAMS, { detector: new FailureDetector(), self: () => [self] }, new Random('chord'))

let id = 0
/** Nanoseconds per step. */
function measure(host: PeerHost, body: unknown): number {
  const before = left
  const begun = process.cpuUsage()
  for (let i = 0; i < steps; i++) {
    const envelope: Envelope = {
      kind: 'request',
      lamport: 1 as Envelope['lamport'],
      id: ++id * 16,
      leftMs: 1000,
      machine: 'chord',
      body,
      semantics: 'maybe',
      once: undefined,
    }
    host.deliver((i / 1000) as MonoMs, bob, first, envelope)
  }
  const { user, system } = process.cpuUsage(begun)
  if (left - before !== steps) throw new Error(`${left - before} answers to ${steps} requests`)
  return ((user + system) * 1000) / steps
}

const ping = { type: 'ping', position: 0 }
const view = { type: 'view', position: 0, have: 0 }
const cases: [name: string, host: PeerHost, body: unknown][] = [
  ['echo, bare chain', hostOf(new Echo(), bare), ping],
  ["echo, the daemon's chain", hostOf(new Echo(), full), ping],
  ['Chord ping, bare chain', hostOf(chord(), bare), ping],
  ['Chord view, bare chain', hostOf(chord(), bare), view],
]
printTable(
  `one step of a host: a request in, its answer out; ${steps} steps, median of ${runs} runs`,
  cases.map(([name, host, body]) => {
    measure(host, body) // warm
    const each = Array.from({ length: runs }, () => measure(host, body))
    return { what: name, value: median(each) / 1000, unit: 'µs', gate: '≤ 2' }
  }),
)
