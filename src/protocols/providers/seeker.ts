import type { MonoMs, NodeRef, PeerKey, Random, SwarmId } from '../../base/index.ts'
import { fail, succeed, Timers, type AskFailure, type CallResult, type CommandId } from '../machine.ts'
import { pauseMs, retryMs, type Attempt, type OwnSwarm } from './attempts.ts'
import type { FindResult, ProvidersCommands, ProvidersFailure } from './commands.ts'
import type { Core, Step } from './core.ts'
import {
  MAX_SAMPLE,
  MAX_SOURCES,
  type Provider,
  type ProvidersRefusal,
  type ProvidersRequest,
  type ProvidersResponse,
} from './messages.ts'
import type { ProvidersProtocol } from './protocol.ts'

/** Look-ups and asks under way at once; finds beyond it fail with OVERLOAD, announcements wait. */
export const MAX_ATTEMPTS = 1_024
/** Announcements under way at once: a thousand swarms after a restart must not be a burst. */
export const MAX_ANNOUNCING = 32
/** After news of the ring, wait for what else is coming. */
export const SETTLE_MS = 500

/** Our own side: announces what this node has or wants, and finds who else does. */
export class Seeker {
  readonly #core: Core
  readonly #random: Random
  readonly #timers = new Timers<'announce' | 'retry'>()
  readonly #own = new Map<SwarmId, OwnSwarm>()
  readonly #attempts = new Set<Attempt>()
  readonly #pauses: { at: number; attempt: Attempt }[] = []
  #announcing = 0

  constructor(core: Core) {
    this.#core = core
    this.#random = core.random.fork('seeker')
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next
  }

  get sizes(): { own: number; attempts: number } {
    return { own: this.#own.size, attempts: this.#attempts.size }
  }

  withdraw(step: Step, id: CommandId, { swarm }: ProvidersCommands['withdraw']['args']): void {
    const own = this.#own.get(swarm)
    this.#own.delete(swarm)
    for (const waiting of own?.waiting ?? []) {
      step.effects.push({ type: 'done', id: waiting, result: fail('UNREACHABLE', 'withdrawn before it was announced') })
    }
    if (own?.owner !== undefined) step.effects.push({ type: 'send', to: own.owner, body: { type: 'withdraw', swarm } })
    step.effects.push({ type: 'done', id, result: succeed(null) })
  }

  find(step: Step, id: CommandId, { swarm, limit }: ProvidersCommands['find']['args'], leftMs: number): void {
    if (this.#attempts.size >= MAX_ATTEMPTS) {
      const result = fail('OVERLOAD', `${MAX_ATTEMPTS} look-ups of providers are under way`)
      step.effects.push({ type: 'done', id, result })
      return
    }
    const want = { type: 'find' as const, limit: Math.max(1, Math.min(limit, MAX_SAMPLE)), id }
    this.#begin(step, swarm, want, step.now + leftMs)
  }

  announce(step: Step, id: CommandId, { swarm, seeding }: ProvidersCommands['announce']['args']): void {
    const { now } = step
    let own = this.#own.get(swarm)
    if (own === undefined) {
      if (this.#own.size >= this.#core.params.limits.own) {
        const result = fail('OVERLOAD', `${this.#core.params.limits.own} swarms are announced already`)
        step.effects.push({ type: 'done', id, result })
        return
      }
      own = { swarm, seeding, owner: undefined, dueAt: now, failures: 0, running: false, again: false, waiting: [] }
      this.#own.set(swarm, own)
    }
    if (own.running && own.seeding !== seeding) own.again = true
    own.seeding = seeding
    own.dueAt = now
    own.waiting.push(id)
    this.#announceDue(step)
  }

  /** Starts the announcements that are due, as many as may run. */
  #announceDue(step: Step): void {
    const { now } = step
    let next: number | undefined
    for (const own of this.#own.values()) {
      if (own.running) continue
      if (own.dueAt <= now && this.#announcing < MAX_ANNOUNCING && this.#attempts.size < MAX_ATTEMPTS) {
        own.running = true
        this.#announcing++
        this.#begin(step, own.swarm, { type: 'announce' }, now + 3 * this.#core.params.askMs)
      } else if (next === undefined || own.dueAt < next) next = own.dueAt
    }
    if (next === undefined) this.#timers.clear('announce')
    // Those that are due and may not run yet are started when one ends.
    else this.#timers.set('announce', next <= now ? now + SETTLE_MS : next)
  }

  #begin(step: Step, swarm: SwarmId, want: Attempt['want'], deadline: number): void {
    const attempt: Attempt = {
      swarm,
      want,
      deadline,
      failures: 0,
      owner: undefined,
      found: new Map<PeerKey, Provider>(),
      call: undefined,
      asks: new Set(),
    }
    this.#attempts.add(attempt)
    this.#lookUp(step, attempt, this.#core.params.askMs)
  }

  #lookUp(step: Step, attempt: Attempt, deadlineMs: number): void {
    attempt.call = this.#core.lookup(step, attempt.swarm, deadlineMs, (then, result) => {
      attempt.call = undefined
      if (this.#attempts.has(attempt)) this.#lookedUp(then, attempt, result)
    })
  }

  #lookedUp(step: Step, attempt: Attempt, result: CallResult<ProvidersProtocol>): void {
    if (!result.ok) {
      this.#again(step, attempt, result.code === 'NOT_JOINED' ? 'NOT_JOINED' : 'LOOKUP_TIMEOUT', result.detail)
      return
    }
    const { owner } = result.value
    attempt.owner = owner
    const { swarm, want } = attempt
    const { position } = owner
    if (want.type === 'find') {
      this.#ask(step, attempt, owner, { type: 'find', position, swarm, limit: want.limit })
      return
    }
    const own = this.#own.get(swarm)
    if (own === undefined) this.#end(attempt)
    else {
      const { seeding } = own
      this.#ask(step, attempt, owner, { type: 'announce', position, swarm, self: this.#core.self, seeding })
    }
  }

  /** Asks the owner. */
  #ask(step: Step, attempt: Attempt, to: NodeRef, body: ProvidersRequest): void {
    this.#question(step, attempt, to, body, {
      answered: (then, answer) => {
        this.#answered(then, attempt, to, answer)
      },
      failed: (then, why) => {
        const detail = `the keeper of the providers, ${to.peer}, did not answer: ${why}`
        this.#again(then, attempt, why === 'overload' ? 'OVERLOAD' : 'UNREACHABLE', detail)
      },
    })
  }

  #question(
    step: Step,
    attempt: Attempt,
    to: NodeRef,
    body: ProvidersRequest,
    ends: { answered(step: Step, body: ProvidersResponse): void; failed(step: Step, why: AskFailure): void },
  ): void {
    const deadlineMs = Math.max(1, Math.min(this.#core.params.askMs, attempt.deadline - step.now))
    const ask = this.#core.ask(
      step,
      to,
      body,
      { deadlineMs, semantics: 'maybe' },
      {
        answered: (then, _from, answer) => {
          attempt.asks.delete(ask)
          if (this.#attempts.has(attempt)) ends.answered(then, answer)
        },
        failed: (then, why) => {
          attempt.asks.delete(ask)
          if (this.#attempts.has(attempt)) ends.failed(then, why)
        },
      },
    )
    attempt.asks.add(ask)
  }

  #answered(step: Step, attempt: Attempt, from: NodeRef, body: ProvidersResponse): void {
    const { want } = attempt
    if (want.type === 'announce' && body.type === 'announced') this.#announced(step, attempt, from, body.replicas)
    else if (want.type === 'find' && body.type === 'found') this.#found(step, attempt, want, from, body)
    else {
      const { code, detail } = body.type === 'failed' ? REFUSALS[body.code] : SENSELESS
      this.#again(step, attempt, code, detail)
    }
  }

  /** An owner that may lack some names those who may have them: all of them are asked. */
  #found(
    step: Step,
    attempt: Attempt,
    want: Extract<Attempt['want'], { type: 'find' }>,
    from: NodeRef,
    { providers, replicas }: Extract<ProvidersResponse, { type: 'found' }>,
  ): void {
    const { swarm } = attempt
    this.#merge(attempt, providers)
    const end = (then: Step): void => {
      if (attempt.asks.size === 0) this.#tell(then, attempt, want.id, want.limit)
    }
    for (const node of replicas.slice(0, MAX_SOURCES)) {
      if (node.peer === from.peer || this.#core.isSelf(node.peer)) continue
      const body = { type: 'find' as const, position: node.position, swarm, limit: want.limit }
      this.#question(step, attempt, node, body, {
        answered: (then, answer) => {
          if (answer.type === 'found') this.#merge(attempt, answer.providers)
          end(then)
        },
        failed: end,
      })
    }
    end(step)
  }

  /** Of what is told twice the longer lease counts. */
  #merge({ found }: Attempt, providers: readonly Provider[]): void {
    for (const provider of providers.slice(0, MAX_SAMPLE)) {
      const { peer } = provider.ref
      if (!this.#core.isSelf(peer) && provider.leftMs > (found.get(peer)?.leftMs ?? -1)) found.set(peer, provider)
    }
  }

  #tell(step: Step, attempt: Attempt, id: CommandId, limit: number): void {
    const { owner, found } = attempt
    this.#end(attempt)
    if (owner === undefined) return
    const value: FindResult = { providers: [...found.values()].slice(0, limit), owner }
    step.effects.push({ type: 'done', id, result: succeed(value) })
  }

  #announced(step: Step, attempt: Attempt, owner: NodeRef, replicas: number): void {
    const { now } = step
    const own = this.#own.get(attempt.swarm)
    this.#end(attempt)
    if (own === undefined) {
      // It was withdrawn while the announcement was under way.
      step.effects.push({ type: 'send', to: owner, body: { type: 'withdraw', swarm: attempt.swarm } })
    } else {
      own.running = false
      own.owner = owner
      own.failures = 0
      own.dueAt = own.again ? now : now + this.#random.jitter(this.#core.params.refreshMs)
      own.again = false
      for (const id of own.waiting) step.effects.push({ type: 'done', id, result: succeed({ replicas, owner }) })
      own.waiting = []
    }
    this.#announceDue(step)
  }

  /** A try failed: the next after a pause, or the end when the time is up. */
  #again(step: Step, attempt: Attempt, code: ProvidersFailure, detail: string): void {
    const { now } = step
    const at = now + pauseMs(++attempt.failures)
    if (at < attempt.deadline) {
      this.#pauses.push({ at, attempt })
      this.#retryTimer()
      return
    }
    this.#end(attempt)
    const { want } = attempt
    if (want.type === 'find') {
      step.effects.push({ type: 'done', id: want.id, result: fail(code, detail) })
      return
    }
    const own = this.#own.get(attempt.swarm)
    if (own !== undefined) {
      own.running = false
      own.again = false
      own.owner = undefined
      own.failures++
      own.dueAt = now + this.#random.jitter(retryMs(own.failures, this.#core.params.refreshMs))
      for (const id of own.waiting) step.effects.push({ type: 'done', id, result: fail(code, detail) })
      own.waiting = []
    }
    this.#announceDue(step)
  }

  #end(attempt: Attempt): void {
    if (this.#attempts.delete(attempt) && attempt.want.type === 'announce') this.#announcing--
  }

  cancel(step: Step, id: CommandId): void {
    for (const own of this.#own.values()) {
      const at = own.waiting.indexOf(id)
      if (at >= 0) own.waiting.splice(at, 1)
    }
    for (const attempt of this.#attempts) {
      if (attempt.want.type !== 'find' || attempt.want.id !== id) continue
      this.#end(attempt)
      this.#core.cancelCall(step, attempt.call)
      for (const ask of attempt.asks) this.#core.cancelAsk(step, ask)
    }
  }

  /** Announces these again soon: their owner died, or the ring is another one. */
  refresh(now: number, owner?: PeerKey): void {
    for (const own of this.#own.values()) {
      if (owner === undefined || own.owner?.peer === owner) this.#soon(now, own)
    }
  }

  tick(step: Step): void {
    for (const due of this.#timers.due(step.now as MonoMs)) {
      if (due === 'announce') this.#announceDue(step)
      else this.#retry(step)
    }
  }

  #soon(now: number, own: OwnSwarm): void {
    own.dueAt = Math.min(own.dueAt, now + SETTLE_MS + this.#random.below(SETTLE_MS))
    if (!this.#timers.has('announce') || (this.#timers.next ?? now) > own.dueAt) this.#timers.set('announce', own.dueAt)
  }

  #retryTimer(): void {
    let next: number | undefined
    for (const { at } of this.#pauses) if (next === undefined || at < next) next = at
    if (next === undefined) this.#timers.clear('retry')
    else this.#timers.set('retry', next)
  }

  #retry(step: Step): void {
    const { now } = step
    for (let i = this.#pauses.length - 1; i >= 0; i--) {
      const pause = this.#pauses[i]
      if (pause === undefined || pause.at > now) continue
      this.#pauses.splice(i, 1)
      const { attempt } = pause
      if (!this.#attempts.has(attempt)) continue
      if (attempt.want.type === 'announce' && !this.#own.has(attempt.swarm)) this.#end(attempt)
      else this.#lookUp(step, attempt, Math.max(1, Math.min(this.#core.params.askMs, attempt.deadline - now)))
    }
    this.#retryTimer()
  }
}

const SENSELESS = { code: 'UNREACHABLE', detail: 'the owner gave no sensible answer' } as const

/** What a refusal by the owner comes to. */
const REFUSALS: Readonly<Record<ProvidersRefusal, { readonly code: ProvidersFailure; readonly detail: string }>> = {
  NOT_OWNER: {
    code: 'LOOKUP_TIMEOUT',
    detail: 'the node that was looked up says it is not responsible: the ring is changing',
  },
  NOT_YOURS: { code: 'UNREACHABLE', detail: 'the owner does not take us for the peer we announced' },
  FULL: { code: 'OVERLOAD', detail: 'the owner keeps as many providers as it may' },
  // Of an arc that is pulled alone.
  NOT_YET: SENSELESS,
}
