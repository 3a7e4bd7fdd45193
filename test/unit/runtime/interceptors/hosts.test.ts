import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { epoch, monoMs, peerKey, Random, wallMs, type PeerKey } from '../../../../src/base/index.ts'
import { LamportClock } from '../../../../src/protocols/clock/index.ts'
import type { AskEffect, AskId, Envelope, Input, Protocol } from '../../../../src/protocols/index.ts'
import {
  Dedup,
  FailureDetector,
  InterceptorMaker,
  interceptorSpec,
  lamportInterceptor,
  metricsInterceptor,
  PeerHost,
  QUIET_PORTS,
  traceInterceptor,
  type FaultCounts,
  type Interceptor,
  type InterceptorSpec,
  type Ports,
} from '../../../../src/runtime/index.ts'
import { Scripted } from '../rig.ts'

const [alice, bob] = [peerKey('alice'), peerKey('bob')]
const FIRST = epoch(1)
const LATENCY_MS = 1
const nothing = (): void => undefined
const wall = { earliest: wallMs(0), latest: wallMs(0) }

/** A host whose chain is made from specs. */
class Side {
  readonly host: PeerHost
  readonly machine = new Scripted()
  readonly #maker: InterceptorMaker

  constructor(self: PeerKey, send: Ports['send']) {
    const clock = new LamportClock(0, Number.MAX_SAFE_INTEGER)
    this.#maker = new InterceptorMaker({
      lasting: [lamportInterceptor(clock), metricsInterceptor(), traceInterceptor(clock, nothing), new Dedup(FIRST)],
      standing: () => this.host.interceptors.interceptors,
      machines: ['chord'],
      audit: nothing,
      corrupt: () => undefined,
      allowFaults: true,
    })
    this.host = new PeerHost({
      self,
      epoch: FIRST,
      clock,
      machines: [['chord', this.machine]],
      detector: new FailureDetector(),
      interceptors: this.make([], []),
      ports: { ...QUIET_PORTS, send },
      random: new Random(self),
      wall: () => wall,
    })
  }

  get counts(): FaultCounts {
    return this.#maker.counts.faults
  }

  /** The chain of some specs between those that have their places. */
  make(middle: readonly InterceptorSpec[], standing: readonly Interceptor[]): Interceptor[] {
    return this.#maker.make([interceptorSpec('lamport'), ...middle, interceptorSpec('dedup')], standing)
  }

  swap(now: number, middle: readonly InterceptorSpec[], patienceMs = 100): void {
    if (this.host.interceptors.changing) return
    this.host.intercept(monoMs(now), this.make(middle, this.host.interceptors.interceptors), patienceMs, nothing)
  }
}

/** Two hosts, a wire with a millisecond of latency between them, and virtual time. */
class Pair {
  readonly asking: Side
  readonly answering: Side
  now = 0
  #wire: { at: number; to: () => Side; from: PeerKey; envelope: Envelope }[] = []
  readonly outcomes = new Map<AskId, Input<Protocol>[]>()
  readonly executions = new Map<number, number>()
  readonly sent: { from: PeerKey; envelope: Envelope }[] = []
  #next: AskEffect<Protocol>[] = []

  constructor() {
    const wired =
      (from: PeerKey, to: () => Side): Ports['send'] =>
      (_to, envelope) => {
        // By value, as on a wire: the sender may stamp its own again.
        this.sent.push({ from, envelope: { ...envelope } })
        this.#wire.push({ at: this.now + LATENCY_MS, to, from, envelope: { ...envelope } })
      }
    this.asking = new Side(
      alice,
      wired(alice, () => this.answering),
    )
    this.answering = new Side(
      bob,
      wired(bob, () => this.asking),
    )
    this.asking.machine.react = (input) => {
      if (input.type === 'command') {
        return [...this.#next.splice(0), { type: 'done', id: input.id, result: { ok: true, value: undefined } }]
      }
      if (input.type === 'answer' || input.type === 'failed') {
        this.outcomes.set(input.ask, [...(this.outcomes.get(input.ask) ?? []), input])
      }
      return []
    }
    this.answering.machine.react = (input) => {
      if (input.type !== 'request') return []
      const { number } = input.body as { number: number }
      this.executions.set(number, (this.executions.get(number) ?? 0) + 1)
      return [{ type: 'respond', reply: input.reply, body: { type: 'a', number } }]
    }
    for (const { host } of [this.asking, this.answering]) host.wake(monoMs(0))
  }

  ask(number: number, semantics: AskEffect<Protocol>['semantics']): void {
    const ask = number as AskId
    this.#next.push({ type: 'ask', ask, to: bob, body: { type: 'q', number }, deadlineMs: 4_000, semantics })
    this.asking.host.command(monoMs(this.now), 'chord', { name: 'ask', args: {} }, 1)
  }

  /** Runs all that is due by then. */
  until(end: number): void {
    for (;;) {
      const [first] = this.#wire
      const wakes = [this.asking.host.wakeAt ?? Infinity, this.answering.host.wakeAt ?? Infinity]
      const at = Math.min(first?.at ?? Infinity, ...wakes)
      if (at > end) break
      this.now = Math.max(this.now, at)
      if (first !== undefined && first.at <= at) {
        this.#wire.shift()
        first.to().host.deliver(monoMs(this.now), first.from, FIRST, first.envelope)
      } else {
        this.asking.host.wake(monoMs(this.now))
        this.answering.host.wake(monoMs(this.now))
      }
    }
    this.now = end
  }
}

const POOL: readonly InterceptorSpec[] = [
  interceptorSpec('metrics'),
  interceptorSpec('audit'),
  interceptorSpec('rate-limit', { perSecond: 1_000_000, burst: 1_000_000 }),
  interceptorSpec('faults:slow', { delayMs: 5, jitterMs: 30, reorder: true }),
  interceptorSpec('faults:double', { duplicate: 0.6, jitterMs: 10 }),
]
const LOSSY = interceptorSpec('faults:lossy', { drop: 0.2, duplicate: 0.2, jitterMs: 10, reorder: true })

type Op =
  | { readonly type: 'ask' }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'swap'; readonly side: 'asking' | 'answering'; readonly chain: readonly InterceptorSpec[] }
const ops = (pool: readonly InterceptorSpec[]): fc.Arbitrary<Op[]> =>
  fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ type: fc.constant('ask' as const) }) },
      { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 15 }) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('swap' as const),
          side: fc.constantFrom('asking' as const, 'answering' as const),
          chain: fc.shuffledSubarray([...pool]),
        }),
      },
    ),
    { maxLength: 80, size: 'max' },
  )

function play(schedule: readonly Op[], semantics: AskEffect<Protocol>['semantics']): { pair: Pair; asked: number } {
  const pair = new Pair()
  let asked = 0
  for (const op of schedule) {
    if (op.type === 'ask') pair.ask(++asked, semantics)
    else if (op.type === 'pass') pair.until(pair.now + op.ms)
    else pair[op.side].swap(pair.now, op.chain)
  }
  pair.until(pair.now + 10_000)
  return { pair, asked }
}

describe('interceptors between two hosts', () => {
  it('swapped at random, with delays and duplicates: each call is carried out once and answered once', () => {
    for (const semantics of ['maybe', 'at-most-once'] as const) {
      fc.assert(
        fc.property(ops(POOL), (schedule) => {
          const { pair, asked } = play(schedule, semantics)
          for (let number = 1; number <= asked; number++) {
            assert.equal(pair.executions.get(number), 1, `${semantics} ${number} carried out`)
            assert.deepEqual(
              pair.outcomes.get(number as AskId)?.map(({ type }) => type),
              ['answer'],
              `${semantics} ${number}`,
            )
          }
          assert.equal(pair.asking.host.interceptors.held + pair.answering.host.interceptors.held, 0)
        }),
        { numRuns: 100 },
      )
    }
  })

  it('swapped at random, with loss as well: each call ends once, and none is carried out twice', () => {
    let dropped = 0
    fc.assert(
      fc.property(ops([...POOL, LOSSY]), (schedule) => {
        const { pair, asked } = play(schedule, 'at-most-once')
        for (let number = 1; number <= asked; number++) {
          const outcomes = pair.outcomes.get(number as AskId) ?? []
          assert.equal(outcomes.length, 1, `${number} ends once`)
          const executions = pair.executions.get(number) ?? 0
          assert.ok(executions <= 1, `${number} was carried out ${executions} times`)
          if (outcomes[0]?.type === 'answer') assert.equal(executions, 1)
        }
        dropped += pair.asking.counts.dropped + pair.answering.counts.dropped
      }),
      { numRuns: 150 },
    )
    assert.ok(dropped > 100, `${dropped} were dropped`)
  })

  it('lets more requests at once pass than a peer may have waiting: each arrives in a step of its own', () => {
    const pair = new Pair()
    pair.answering.swap(0, [interceptorSpec('faults', { delayMs: 50 })])
    for (let number = 1; number <= 2_000; number++) pair.ask(number, 'maybe')
    pair.until(20)
    assert.equal(pair.answering.host.interceptors.held, 2_000)
    pair.answering.swap(20, [])
    pair.until(100)
    assert.equal([...pair.outcomes.values()].filter(([outcome]) => outcome?.type === 'answer').length, 2_000)
  })

  it('gives what an interceptor sends of itself a time after all that it answers', () => {
    const pair = new Pair()
    pair.answering.swap(0, [interceptorSpec('rate-limit', { perSecond: 0.01, burst: 1 })])
    for (let number = 1; number <= 3; number++) pair.ask(number, 'maybe')
    pair.until(10)
    const timeOf = (kind: Envelope['kind'], id: number): number =>
      pair.sent.find(({ envelope }) => envelope.kind !== 'message' && envelope.kind === kind && envelope.id === id)
        ?.envelope.lamport ?? NaN
    const refused = pair.sent.flatMap(({ envelope }) => (envelope.kind === 'refusal' ? [envelope.id] : []))
    assert.equal(refused.length, 2)
    for (const id of refused) assert.ok(timeOf('refusal', id) > timeOf('request', id))
    assert.deepEqual(
      [...pair.outcomes.values()].map(([outcome]) => outcome?.type === 'failed' && outcome.why),
      [false, 'overload', 'overload'],
    )
  })
})
