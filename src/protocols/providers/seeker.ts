import type { MonoMs, NodeRef, PeerKey, Random, SwarmId } from '../../base/index.ts'
import {
  fail,
  Pending,
  succeed,
  Timers,
  type AskFailure,
  type AskId,
  type CallId,
  type CallResult,
  type CommandId,
  type CommandOf,
  type Effect,
} from '../machine.ts'
import { pauseMs, retryMs, type Attempt, type OwnSwarm } from './attempts.ts'
import type { FindResult, ProvidersFailure } from './commands.ts'
import { MAX_SAMPLE, type Provider, type ProvidersRefusal, type ProvidersResponse } from './messages.ts'
import type { ProvidersParams } from './params.ts'
import type { ProvidersProtocol, ProvidersSiblings } from './protocol.ts'

/** Look-ups and asks under way at once; finds beyond it fail with OVERLOAD, announcements wait. */
export const MAX_ATTEMPTS = 1_024
/** Announcements under way at once: a thousand swarms after a restart must not be a burst. */
const MAX_ANNOUNCING = 32
/** After news of the ring, wait for what else is coming. */
export const SETTLE_MS = 500

type Effects = Effect<ProvidersProtocol>[]
/** All but what concerns what this node keeps for others. */
type SeekerCommand = Exclude<CommandOf<ProvidersProtocol>, { name: 'handOver' }>

/** Our own side: announces what this node has or wants, and finds who else does. */
export class Seeker {
  readonly #params: ProvidersParams
  readonly #siblings: ProvidersSiblings
  readonly #random: Random
  readonly #timers = new Timers<'announce' | 'retry'>()
  readonly #own = new Map<SwarmId, OwnSwarm>()
  readonly #attempts = new Set<Attempt>()
  readonly #lookups = new Pending<CallId, Attempt>(MAX_ATTEMPTS)
  readonly #asks = new Pending<AskId, { attempt: Attempt; to: NodeRef }>(MAX_ATTEMPTS)
  readonly #pauses: { at: number; attempt: Attempt }[] = []
  #announcing = 0

  constructor(params: ProvidersParams, siblings: ProvidersSiblings, random: Random) {
    this.#params = params
    this.#siblings = siblings
    this.#random = random
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next
  }

  get sizes(): { own: number; attempts: number } {
    return { own: this.#own.size, attempts: this.#attempts.size }
  }

  get #self(): NodeRef {
    return this.#siblings.ring.self(0)
  }

  command(now: number, id: CommandId, command: SeekerCommand, leftMs: number, effects: Effects): void {
    switch (command.name) {
      case 'announce':
        this.#announce(now, id, command.args.swarm, command.args.seeding, effects)
        return
      case 'withdraw': {
        const own = this.#own.get(command.args.swarm)
        this.#own.delete(command.args.swarm)
        for (const waiting of own?.waiting ?? []) {
          effects.push({ type: 'done', id: waiting, result: fail('UNREACHABLE', 'withdrawn before it was announced') })
        }
        if (own?.owner !== undefined) {
          effects.push({ type: 'send', to: own.owner, body: { type: 'withdraw', swarm: own.swarm } })
        }
        effects.push({ type: 'done', id, result: succeed(null) })
        return
      }
      case 'find': {
        if (this.#attempts.size >= MAX_ATTEMPTS) {
          const result = fail('OVERLOAD', `${MAX_ATTEMPTS} look-ups of providers are under way`)
          effects.push({ type: 'done', id, result })
          return
        }
        const limit = Math.max(1, Math.min(command.args.limit, MAX_SAMPLE))
        this.#begin(command.args.swarm, { type: 'find', limit, id }, now + leftMs, effects)
      }
    }
  }

  #announce(now: number, id: CommandId, swarm: SwarmId, seeding: boolean, effects: Effects): void {
    let own = this.#own.get(swarm)
    if (own === undefined) {
      if (this.#own.size >= this.#params.limits.own) {
        const result = fail('OVERLOAD', `${this.#params.limits.own} swarms are announced already`)
        effects.push({ type: 'done', id, result })
        return
      }
      own = { swarm, seeding, owner: undefined, dueAt: now, failures: 0, running: false, again: false, waiting: [] }
      this.#own.set(swarm, own)
    }
    if (own.running && own.seeding !== seeding) own.again = true
    own.seeding = seeding
    own.dueAt = now
    own.waiting.push(id)
    this.#announceDue(now, effects)
  }

  /** Starts the announcements that are due, as many as may run. */
  #announceDue(now: number, effects: Effects): void {
    let next: number | undefined
    for (const own of this.#own.values()) {
      if (own.running) continue
      if (own.dueAt <= now && this.#announcing < MAX_ANNOUNCING && this.#attempts.size < MAX_ATTEMPTS) {
        own.running = true
        this.#announcing++
        this.#begin(own.swarm, { type: 'announce' }, now + 3 * this.#params.askMs, effects)
      } else if (next === undefined || own.dueAt < next) next = own.dueAt
    }
    if (next === undefined) this.#timers.clear('announce')
    // Those that are due and may not run yet are started when one ends.
    else this.#timers.set('announce', next <= now ? now + SETTLE_MS : next)
  }

  #begin(swarm: SwarmId, want: Attempt['want'], deadline: number, effects: Effects): void {
    const attempt: Attempt = {
      swarm,
      want,
      deadline,
      failures: 0,
      owner: undefined,
      fallback: [],
      asked: new Set<PeerKey>(),
    }
    this.#attempts.add(attempt)
    this.#lookUp(attempt, this.#params.askMs, effects)
  }

  #lookUp(attempt: Attempt, deadlineMs: number, effects: Effects): void {
    const args = { target: this.#siblings.keyOf(attempt.swarm), mode: 'recursive' as const }
    const call = this.#lookups.open(attempt)
    effects.push({ type: 'call', to: 'chord', call, command: { name: 'lookup', args }, deadlineMs })
  }

  lookedUp(now: number, call: CallId, result: CallResult<ProvidersProtocol>, effects: Effects): void {
    const attempt = this.#lookups.take(call)
    if (attempt === undefined || !this.#attempts.has(attempt)) return
    if (!result.ok) {
      const code = result.code === 'NOT_JOINED' ? 'NOT_JOINED' : 'LOOKUP_TIMEOUT'
      this.#again(now, attempt, code, result.detail, effects)
      return
    }
    const { owner } = result.value
    attempt.owner = owner
    attempt.fallback = []
    attempt.asked.clear()
    this.#ask(now, attempt, owner, effects)
  }

  #ask(now: number, attempt: Attempt, to: NodeRef, effects: Effects): void {
    attempt.asked.add(to.peer)
    const { swarm, want } = attempt
    const ask = this.#asks.open({ attempt, to })
    const deadlineMs = Math.max(1, Math.min(this.#params.askMs, attempt.deadline - now))
    const { position } = to
    let body
    if (want.type === 'find') body = { type: 'find' as const, position, swarm, limit: want.limit }
    else {
      const own = this.#own.get(swarm)
      if (own === undefined) {
        this.#asks.take(ask)
        this.#end(attempt)
        return
      }
      body = { type: 'announce' as const, position, swarm, self: this.#self, seeding: own.seeding }
    }
    effects.push({ type: 'ask', ask, to, body, deadlineMs, semantics: 'maybe' })
  }

  answered(now: number, ask: AskId, body: ProvidersResponse, effects: Effects): void {
    const open = this.#asks.take(ask)
    if (open === undefined || !this.#attempts.has(open.attempt)) return
    const { attempt, to } = open
    switch (body.type) {
      case 'announced':
        this.#announced(now, attempt, to, body.replicas, effects)
        return
      case 'found':
        this.#found(now, attempt, body.providers, body.replicas, effects)
        return
      case 'failed':
        if (this.#askNext(now, attempt, effects)) return
        this.#again(
          now,
          attempt,
          body.code === 'NOT_OWNER' ? 'LOOKUP_TIMEOUT' : 'OVERLOAD',
          refusal(body.code),
          effects,
        )
    }
  }

  askFailed(now: number, ask: AskId, why: AskFailure, effects: Effects): void {
    const open = this.#asks.take(ask)
    if (open === undefined || !this.#attempts.has(open.attempt)) return
    if (this.#askNext(now, open.attempt, effects)) return
    const detail = `the keeper of the providers, ${open.to.peer}, did not answer: ${why}`
    this.#again(now, open.attempt, why === 'overload' ? 'OVERLOAD' : 'UNREACHABLE', detail, effects)
  }

  /** Another keeper of a copy, if the owner had named some. */
  #askNext(now: number, attempt: Attempt, effects: Effects): boolean {
    const next = attempt.fallback.shift()
    if (next === undefined || now >= attempt.deadline) return false
    this.#ask(now, attempt, next, effects)
    return true
  }

  #found(
    now: number,
    attempt: Attempt,
    providers: readonly Provider[],
    replicas: readonly NodeRef[],
    effects: Effects,
  ): void {
    const { want, owner } = attempt
    if (want.type !== 'find' || owner === undefined) return
    const self = this.#self.peer
    const others = providers.filter(({ ref }) => ref.peer !== self).slice(0, want.limit)
    if (others.length === 0) {
      for (const node of replicas.slice(0, this.#params.replicas)) {
        if (!attempt.asked.has(node.peer) && attempt.asked.size + attempt.fallback.length < this.#params.replicas + 1) {
          attempt.fallback.push(node)
        }
      }
      if (this.#askNext(now, attempt, effects)) return
    }
    this.#end(attempt)
    const value: FindResult = { providers: others, owner }
    effects.push({ type: 'done', id: want.id, result: succeed(value) })
  }

  #announced(now: number, attempt: Attempt, owner: NodeRef, replicas: number, effects: Effects): void {
    const own = this.#own.get(attempt.swarm)
    this.#end(attempt)
    if (own === undefined) {
      // It was withdrawn while the announcement was under way.
      effects.push({ type: 'send', to: owner, body: { type: 'withdraw', swarm: attempt.swarm } })
    } else {
      own.running = false
      own.owner = owner
      own.failures = 0
      own.dueAt = own.again ? now : now + this.#random.jitter(this.#params.refreshMs)
      own.again = false
      for (const id of own.waiting) effects.push({ type: 'done', id, result: succeed({ replicas, owner }) })
      own.waiting = []
    }
    this.#announceDue(now, effects)
  }

  /** A try failed: the next after a pause, or the end when the time is up. */
  #again(now: number, attempt: Attempt, code: ProvidersFailure, detail: string, effects: Effects): void {
    const at = now + pauseMs(++attempt.failures)
    if (at < attempt.deadline) {
      this.#pauses.push({ at, attempt })
      this.#retryTimer()
      return
    }
    this.#end(attempt)
    const { want } = attempt
    if (want.type === 'find') {
      effects.push({ type: 'done', id: want.id, result: fail(code, detail) })
      return
    }
    const own = this.#own.get(attempt.swarm)
    if (own !== undefined) {
      own.running = false
      own.again = false
      own.owner = undefined
      own.failures++
      own.dueAt = now + this.#random.jitter(retryMs(own.failures, this.#params.refreshMs))
      for (const id of own.waiting) effects.push({ type: 'done', id, result: fail(code, detail) })
      own.waiting = []
    }
    this.#announceDue(now, effects)
  }

  #end(attempt: Attempt): void {
    if (this.#attempts.delete(attempt) && attempt.want.type === 'announce') this.#announcing--
  }

  cancel(id: CommandId, effects: Effects): void {
    for (const own of this.#own.values()) {
      const at = own.waiting.indexOf(id)
      if (at >= 0) own.waiting.splice(at, 1)
    }
    for (const attempt of this.#attempts) {
      if (attempt.want.type !== 'find' || attempt.want.id !== id) continue
      this.#end(attempt)
      for (const [call, of] of this.#lookups.entries()) {
        if (of !== attempt) continue
        this.#lookups.take(call)
        effects.push({ type: 'cancelCall', call })
      }
      for (const [ask, { attempt: of }] of this.#asks.entries()) {
        if (of !== attempt) continue
        this.#asks.take(ask)
        effects.push({ type: 'cancelAsk', ask })
      }
    }
  }

  /** Announces these again soon: their owner died, or the ring is another one. */
  refresh(now: number, owner?: PeerKey): void {
    for (const own of this.#own.values()) {
      if (owner === undefined || own.owner?.peer === owner) this.#soon(now, own)
    }
  }

  tick(now: MonoMs, effects: Effects): void {
    for (const due of this.#timers.due(now)) {
      if (due === 'announce') this.#announceDue(now, effects)
      else this.#retry(now, effects)
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

  #retry(now: number, effects: Effects): void {
    for (let i = this.#pauses.length - 1; i >= 0; i--) {
      const pause = this.#pauses[i]
      if (pause === undefined || pause.at > now) continue
      this.#pauses.splice(i, 1)
      const { attempt } = pause
      if (!this.#attempts.has(attempt)) continue
      if (attempt.want.type === 'announce' && !this.#own.has(attempt.swarm)) this.#end(attempt)
      else this.#lookUp(attempt, Math.max(1, Math.min(this.#params.askMs, attempt.deadline - now)), effects)
    }
    this.#retryTimer()
  }
}

function refusal(code: ProvidersRefusal): string {
  switch (code) {
    case 'NOT_OWNER':
      return 'the node that was looked up says it is not responsible: the ring is changing'
    case 'NOT_YOURS':
      return 'the owner does not take us for the peer we announced'
    case 'FULL':
      return 'the owner keeps as many providers as it may'
  }
}
