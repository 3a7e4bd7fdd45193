import { Recent, type MonoMs, type NodeRef, type PeerKey } from '../../base/index.ts'
import {
  fail,
  liveNode,
  succeed,
  Timers,
  type AskFailure,
  type AskId,
  type CallId,
  type CallResult,
  type CommandId,
  type LiveNode,
  type Semantics,
} from '../machine.ts'
import type { Counted, TallyFailure } from './commands.ts'
import type { Core, Step } from './core.ts'
import { isTallyName, isTallyStep, MAX_ADD, MAX_NAME_BYTES, type TallyRefusal, type TallyResponse } from './messages.ts'
import type { TallyProtocol } from './protocol.ts'

/** Commands under way at once; one more gets OVERLOAD. */
export const MAX_ATTEMPTS = 1_024
/** Keepers that are remembered, least recently used first to go: they are asked without a look-up. */
export const MAX_KEEPERS = 1_024
/** The answer is given so much before the deadline of the command, which would give none. */
const ANSWER_MS = 50
/** Between two tries while the ring is changing: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
/** An attempt that may be made again elsewhere takes at least so long. */
const SHORTEST_ASK_MS = 500

/** An `add` or a `get` under way. */
interface Attempt {
  readonly id: CommandId
  readonly name: string
  /** What to add; undefined: only read. */
  readonly n: number | undefined
  readonly semantics: Semantics
  readonly deadline: number
  asked: number
  failures: number
  call: CallId | undefined
  ask: AskId | undefined
  /** When to try again; Infinity while something is under way. */
  retryAt: number
}

/**
 * Carries out the commands `add` and `get`: finds the keeper, asks it, and asks another one when that does no harm. An
 * `add` is asked for again only when the first has surely not been carried out, or when the user said at-least-once.
 */
export class Asker {
  readonly #core: Core
  readonly #timers = new Timers<'retry'>()
  readonly #attempts = new Map<CommandId, Attempt>()
  /** Only those who have answered as keepers themselves. */
  readonly #keepers = new Recent<string, LiveNode>(MAX_KEEPERS)

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next
  }

  get open(): number {
    return this.#attempts.size
  }

  begin(step: Step, id: CommandId, name: string, n: number | undefined, semantics: Semantics, leftMs: number): void {
    const refusal = !isTallyName(name)
      ? fail('INVALID_ARGUMENT', `a name has 1 to ${MAX_NAME_BYTES} bytes of UTF-8 and no control characters`)
      : n !== undefined && !isTallyStep(n)
        ? fail('INVALID_ARGUMENT', `what is added is a whole number other than 0, at most ${MAX_ADD} away from it`)
        : this.#attempts.size >= MAX_ATTEMPTS
          ? fail('OVERLOAD', `${MAX_ATTEMPTS} commands are under way`)
          : undefined
    if (refusal !== undefined) {
      step.effects.push({ type: 'done', id, result: refusal })
      return
    }
    const attempt: Attempt = {
      id,
      name,
      n,
      semantics,
      deadline: step.now + leftMs - ANSWER_MS,
      asked: 0,
      failures: 0,
      call: undefined,
      ask: undefined,
      retryAt: Infinity,
    }
    this.#attempts.set(id, attempt)
    this.#try(step, attempt)
  }

  /** Whoever commanded it waits no longer: neither do we. */
  cancel(step: Step, id: CommandId): void {
    const attempt = this.#attempts.get(id)
    if (attempt === undefined) return
    this.#attempts.delete(id)
    this.#core.cancelCall(step, attempt.call)
    this.#core.cancelAsk(step, attempt.ask)
  }

  peerDied(peer: PeerKey): void {
    for (const [name, keeper] of this.#keepers) if (keeper.peer === peer) this.#keepers.delete(name)
  }

  tick(step: Step): void {
    if (this.#timers.due(step.now as MonoMs).length === 0) return
    for (const attempt of [...this.#attempts.values()]) if (attempt.retryAt <= step.now) this.#try(step, attempt)
    this.#setTimer()
  }

  #try(step: Step, attempt: Attempt): void {
    attempt.retryAt = Infinity
    const keeper = this.#keepers.get(attempt.name)
    if (keeper !== undefined) {
      this.#ask(step, attempt, keeper)
      return
    }
    const deadlineMs = Math.max(1, (attempt.deadline - step.now) / 2)
    attempt.call = this.#core.lookup(step, attempt.name, deadlineMs, (then, result) => {
      attempt.call = undefined
      this.#lookedUp(then, attempt, result)
    })
  }

  #lookedUp(step: Step, attempt: Attempt, result: CallResult<TallyProtocol>): void {
    if (result.ok) this.#ask(step, attempt, result.value.owner)
    else this.#again(step, attempt, result.code === 'NOT_JOINED' ? 'NOT_JOINED' : 'LOOKUP_TIMEOUT', result.detail)
  }

  #ask(step: Step, attempt: Attempt, to: NodeRef): void {
    const { name, n, semantics } = attempt
    const { position } = to
    attempt.asked++
    const leftMs = Math.max(1, attempt.deadline - step.now)
    // Who may ask somebody else afterwards does not spend all the time on one who may be gone.
    const deadlineMs = semantics === 'at-least-once' ? Math.min(leftMs, Math.max(SHORTEST_ASK_MS, leftMs / 3)) : leftMs
    const body =
      n === undefined ? { type: 'get' as const, position, name } : { type: 'add' as const, position, name, n }
    attempt.ask = this.#core.ask(
      step,
      to,
      body,
      { deadlineMs, semantics },
      {
        answered: (then, from, answer) => {
          attempt.ask = undefined
          this.#answered(then, attempt, from, answer)
        },
        failed: (then, why) => {
          attempt.ask = undefined
          this.#askFailed(then, attempt, to, why)
        },
      },
    )
  }

  #answered(step: Step, attempt: Attempt, from: PeerKey, body: TallyResponse): void {
    const { id, name } = attempt
    if (body.type === 'counted') {
      // Never adopt without an answer: only the sender itself can become the keeper that is remembered.
      const keeper = liveNode(from, body.keeper)
      if (keeper !== undefined) this.#keepers.set(name, keeper)
      const value: Counted = { name, value: body.value, keeper: body.keeper, attempts: attempt.asked }
      this.#attempts.delete(id)
      step.effects.push({ type: 'done', id, result: succeed(value) })
      return
    }
    const code = body.type === 'failed' ? body.code : 'CORRUPT'
    if (code === 'NOT_KEEPER') this.#again(step, attempt, 'LOOKUP_TIMEOUT', 'the ring is changing: nobody keeps it yet')
    else this.#end(step, attempt, REFUSED[code], `the keeper ${from} says ${code}`)
  }

  #askFailed(step: Step, attempt: Attempt, to: NodeRef, why: AskFailure): void {
    const failure = FAILED[why]
    const detail = `the keeper ${to.peer} did not answer (${why}): ${failure.says}`
    // Whoever reads does no harm by asking twice.
    const harmless = failure.isSure || attempt.semantics === 'at-least-once'
    if (harmless && why !== 'overload') this.#again(step, attempt, failure.code, detail)
    else this.#end(step, attempt, failure.code, detail)
  }

  /** Another try after a pause, or the end when the time is up. */
  #again(step: Step, attempt: Attempt, code: TallyFailure, detail: string): void {
    this.#keepers.delete(attempt.name)
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt.failures++, LONGEST_PAUSE_MS)
    const retryAt = step.now + this.#core.random.jitter(pauseMs)
    if (retryAt >= attempt.deadline) {
      this.#end(step, attempt, code, detail)
      return
    }
    attempt.retryAt = retryAt
    this.#setTimer()
  }

  #end(step: Step, { id }: Attempt, code: TallyFailure, detail: string): void {
    this.#attempts.delete(id)
    step.effects.push({ type: 'done', id, result: fail(code, detail) })
  }

  #setTimer(): void {
    let next = Infinity
    for (const { retryAt } of this.#attempts.values()) next = Math.min(next, retryAt)
    if (next === Infinity) this.#timers.clear('retry')
    else this.#timers.set('retry', next)
  }
}

/** What a keeper's refusal is called where it was commanded. NOT_KEEPER is not told: another one is asked. */
const REFUSED: Readonly<Record<Exclude<TallyRefusal, 'NOT_KEEPER'>, TallyFailure>> = {
  FULL: 'OVERLOAD',
  OUT_OF_RANGE: 'CONFLICT',
  STORAGE_FULL: 'STORAGE_FULL',
  IO: 'IO',
  CORRUPT: 'CORRUPT',
}

/** What a failed ask means. `isSure`: it was not carried out, so that asking another one counts nothing twice. */
const FAILED: Readonly<Record<AskFailure, { code: TallyFailure; isSure: boolean; says: string }>> = {
  timeout: { code: 'TIMEOUT', isSure: false, says: 'it may have counted' },
  unreachable: { code: 'UNREACHABLE', isSure: true, says: 'it was not asked' },
  refused: { code: 'UNREACHABLE', isSure: true, says: 'it will not' },
  overload: { code: 'OVERLOAD', isSure: true, says: 'it has too much to do' },
  'unknown-outcome': {
    code: 'UNKNOWN_OUTCOME',
    isSure: false,
    says: 'it has restarted since it was asked, and may have counted before',
  },
}
