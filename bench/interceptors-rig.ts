/** For interceptors.ts: two machines, one that asks and one that answers, and a host whose chain is swapped. */
import { systemClock } from '../src/adapters/system/index.ts'
import { epoch, Random, wallMs, type MonoMs, type PeerKey } from '../src/base/index.ts'
import { LamportClock } from '../src/protocols/clock/index.ts'
import { succeed, type AskId, type Effect, type Input, type Machine, type Protocol } from '../src/protocols/index.ts'
import {
  FailureDetector,
  InterceptorMaker,
  interceptorSpec,
  lamportInterceptor,
  metricsInterceptor,
  PeerHost,
  Pump,
  QUIET_PORTS,
  traceInterceptor,
  type Interceptor,
  type InterceptorSpec,
  type Ports,
} from '../src/runtime/index.ts'

/** How often a chain is swapped. */
export const SWAP_MS = 50
export const DEADLINE_MS = 10_000
export const FIRST = epoch(1)
const nothing = (): void => undefined

// ---- two machines ---------------------------------------------------------------------------------------------------

/** Answers, and counts what it was asked. */
export class Callee implements Machine<Protocol> {
  readonly hears = []
  readonly wakeAt = undefined
  readonly #seen = new Set<string>()
  executions = 0

  get doubled(): number {
    return this.executions - this.#seen.size
  }

  step(_ctx: unknown, input: Input<Protocol>): readonly Effect<Protocol>[] {
    if (input.type !== 'request') return []
    this.executions++
    this.#seen.add((input.body as { target: string }).target)
    return [{ type: 'respond', reply: input.reply, body: { type: 'noted' } }]
  }
}

/** Asks as often as a command says, and measures. */
export class Caller implements Machine<Protocol> {
  readonly hears = []
  readonly wakeAt = undefined
  readonly #dueAt = new Map<AskId, number>()
  readonly #callee: PeerKey
  asked = 0
  answered = 0
  failed = 0
  latencies: number[] = []

  constructor(callee: PeerKey) {
    this.#callee = callee
  }

  get open(): number {
    return this.#dueAt.size
  }

  step(ctx: { now: MonoMs }, input: Input<Protocol>): readonly Effect<Protocol>[] {
    if (input.type === 'answer') {
      this.answered++
      this.latencies.push(ctx.now - (this.#dueAt.get(input.ask) ?? NaN))
      this.#dueAt.delete(input.ask)
    } else if (input.type === 'failed') {
      this.failed++
      this.#dueAt.delete(input.ask)
    } else if (input.type === 'command') {
      const effects: Effect<Protocol>[] = [{ type: 'done', id: input.id, result: succeed(undefined) }]
      for (const due of input.command.args as number[]) effects.push(this.#ask(due))
      return effects
    }
    return []
  }

  #ask(due: number): Effect<Protocol> {
    const ask = ++this.asked as AskId
    this.#dueAt.set(ask, due)
    const target = ask.toString(16).padStart(64, '0')
    const body = { type: 'find', position: 0, target, hops: 2, final: false }
    return { type: 'ask', ask, to: this.#callee, body, deadlineMs: DEADLINE_MS, semantics: 'maybe' }
  }
}

// ---- a host with a chain that can be swapped -------------------------------------------------------------------------

const DELAYING = interceptorSpec('faults:kept', { delayMs: 1 })
const POOL: readonly InterceptorSpec[] = [
  interceptorSpec('audit'),
  interceptorSpec('metrics'),
  interceptorSpec('trace'),
  interceptorSpec('rate-limit', { perSecond: 1_000_000, burst: 1_000_000 }),
  interceptorSpec('faults:idle', { drop: 0 }),
]

export class Swapped {
  readonly host: PeerHost
  readonly pump: Pump
  swaps = 0
  refused = 0
  readonly #maker: InterceptorMaker
  readonly #random = new Random('swaps')
  #timer: NodeJS.Timeout | undefined

  constructor(self: PeerKey, machine: Machine<Protocol>, send: Ports['send']) {
    const clock = new LamportClock(0, Number.MAX_SAFE_INTEGER)
    const standing = (): readonly Interceptor[] => this.host.interceptors.interceptors
    this.#maker = makerOf(clock, standing)
    const wall = { earliest: wallMs(0), latest: wallMs(0) }
    this.host = new PeerHost({
      self,
      epoch: FIRST,
      clock,
      machines: [['chord', machine]],
      detector: new FailureDetector(),
      interceptors: this.#maker.make([interceptorSpec('lamport'), ...POOL, DELAYING], []),
      ports: { ...QUIET_PORTS, send },
      random: new Random('bench'),
      wall: () => wall,
    })
    this.pump = new Pump(this.host, systemClock)
    this.pump.start()
  }

  swapping(on: boolean): void {
    clearInterval(this.#timer)
    if (on) {
      this.#timer = setInterval(() => {
        this.#swap()
      }, SWAP_MS)
    }
  }

  /** Another order, with some left out; the one that holds something is always there, and always a new one. */
  #swap(): void {
    const order = this.#random.shuffle(POOL).slice(0, 3 + this.#random.below(3))
    order.splice(this.#random.below(order.length + 1), 0, { ...DELAYING, name: `faults:kept-${this.swaps}` })
    this.pump.run((host, now) => {
      const { interceptors } = host.interceptors
      const next = this.#maker.make([interceptorSpec('lamport'), ...order], interceptors)
      host.intercept(now, next, 1_000, ({ ok }) => {
        if (ok) this.swaps++
        else this.refused++
      })
    })
  }
}

/** Makes interceptors that tell nobody. */
export const makerOf = (clock: LamportClock, standing: () => readonly Interceptor[]): InterceptorMaker =>
  new InterceptorMaker({
    lasting: [lamportInterceptor(clock), metricsInterceptor(), traceInterceptor(clock, nothing)],
    standing,
    machines: ['chord'],
    audit: nothing,
    corrupt: (envelope) => envelope,
    allowFaults: true,
  })
