import { sameBytes, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import { fail, succeed, type AskFailure, type CommandId } from '../machine.ts'
import {
  endingOf,
  FAILED,
  foundOf,
  newAttempt,
  REFUSED,
  wordsOf,
  type Attempt,
  type Failure,
  type Want,
} from './attempts.ts'
import { putProblem } from './check.ts'
import type { FoundRecord, RecordsCommands, WrittenRecord } from './commands.ts'
import type { Core, Step } from './core.ts'
import { DirectReads } from './direct.ts'
import { INLINE_BYTES, type RecordHead, type RecordsRequest, type RecordsResponse } from './messages.ts'
import { forgeryIn } from './signing.ts'
import { Stamps } from './stamps.ts'
import { ValueReader, ValueSender } from './transfer.ts'
import { isLive, versionText } from './versions.ts'

/** Commands under way at once; one more gets OVERLOAD. */
export const MAX_ATTEMPTS = 1_024
/** The answer is given so much before the deadline of the command, which would give none. */
const ANSWER_MS = 50
/** Between two tries while the ring is changing: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000
/** An attempt that may be made again elsewhere takes at least so long. */
const SHORTEST_ASK_MS = 500
/** How often an owner stamps a record anew because there is a newer version. */
export const MAX_STAMPS = 8

/**
 * Carries out put, get and remove from the asking side: finds the owner (by what this node knows, else by a look-up), moves
 * large values in chunks, and asks again where that does no harm. A write is asked for again only when the first has surely
 * not been carried out.
 */
export class Asker {
  readonly #core: Core
  readonly #attempts = new Map<CommandId, Attempt>()
  readonly #direct: DirectReads
  readonly #stamps: Stamps
  #wakeAt = Infinity

  constructor(core: Core) {
    this.#core = core
    this.#direct = new DirectReads(core)
    this.#stamps = new Stamps(core)
  }

  get wakeAt(): number {
    return Math.min(this.#wakeAt, this.#direct.wakeAt)
  }

  get open(): number {
    return this.#attempts.size
  }

  put(step: Step, command: CommandId, args: RecordsCommands['put']['args'], leftMs: number): void {
    const { sha256, siblings, params } = this.#core
    const problem =
      putProblem(sha256, params.maxTtlMs, args) ??
      (args.sign && siblings.signer === undefined ? fail('INVALID_ARGUMENT', 'this node cannot sign') : undefined)
    if (problem !== undefined) {
      step.effects.push({ type: 'done', id: command, result: problem })
      return
    }
    const { key, value, contentType = '', ttlMs, ifMatch, sign } = args
    const digest = sha256(value)
    const want = { type: 'put' as const, kind: 'value' as const, key, value, digest, contentType, ttlMs, ifMatch, sign }
    this.#begin(step, command, args.id, want, leftMs)
  }

  mark(step: Step, command: CommandId, args: RecordsCommands['mark']['args'], leftMs: number): void {
    const { sha256, params } = this.#core
    const value = new Uint8Array(0)
    const problem = putProblem(sha256, params.maxTtlMs, { ...args, value, sign: false })
    if (problem !== undefined) {
      step.effects.push({ type: 'done', id: command, result: problem })
      return
    }
    const { key, ttlMs, id } = args
    const rest = { contentType: '', ttlMs, ifMatch: args.ifMatch, sign: false }
    this.#begin(step, command, id, { type: 'put', kind: 'marker', key, value, digest: sha256(value), ...rest }, leftMs)
  }

  get(step: Step, command: CommandId, id: RingId, leftMs: number): void {
    this.#begin(step, command, id, { type: 'get' }, leftMs)
  }

  remove(step: Step, command: CommandId, args: RecordsCommands['remove']['args'], leftMs: number): void {
    this.#begin(step, command, args.id, { type: 'remove', ifMatch: args.ifMatch }, leftMs)
  }

  /** Whoever commanded it waits no longer: neither do we. */
  cancel(step: Step, command: CommandId): void {
    const attempt = this.#attempts.get(command)
    if (attempt === undefined) return
    this.#attempts.delete(command)
    this.#drop(step, attempt)
  }

  peerDied(step: Step, peer: PeerKey): void {
    for (const attempt of [...this.#attempts.values()]) {
      if (attempt.asked !== peer) continue
      const isAsked = attempt.ask !== undefined
      this.#drop(step, attempt)
      if (isAsked && attempt.want.type !== 'get') {
        this.#end(step, attempt, 'UNKNOWN_OUTCOME', `${peer}, who was asked, has died: it may have been stored before`)
      } else this.#again(step, attempt, 'UNREACHABLE', `${peer}, who was asked, has died`)
    }
  }

  tick(step: Step): void {
    this.#direct.tick(step)
    if (this.#wakeAt > step.now) return
    for (const attempt of [...this.#attempts.values()]) if (attempt.retryAt <= step.now) this.#try(step, attempt)
    let next = Infinity
    for (const { retryAt } of this.#attempts.values()) next = Math.min(next, retryAt)
    this.#wakeAt = next
  }

  #begin(step: Step, command: CommandId, id: RingId, want: Want, leftMs: number): void {
    if (this.#attempts.size >= MAX_ATTEMPTS) {
      step.effects.push({
        type: 'done',
        id: command,
        result: fail('OVERLOAD', `${MAX_ATTEMPTS} commands are under way`),
      })
      return
    }
    const deadline = step.now + leftMs - Math.min(ANSWER_MS, leftMs / 10)
    const attempt = newAttempt(command, id, want, deadline)
    this.#attempts.set(command, attempt)
    this.#try(step, attempt)
  }

  #try(step: Step, attempt: Attempt): void {
    attempt.retryAt = Infinity
    const { named } = attempt
    attempt.named = undefined
    const owner = named ?? (attempt.doubtful ? undefined : this.#core.ring.likelyOwner(attempt.id))
    if (owner !== undefined) {
      this.#reach(step, attempt, owner)
      return
    }
    const deadlineMs = Math.max(1, (attempt.deadline - step.now) / 2)
    attempt.call = this.#core.lookup(step, attempt.id, deadlineMs, (then, result) => {
      attempt.call = undefined
      attempt.doubtful = false
      if (result.ok) this.#reach(then, attempt, result.value.owner)
      else this.#again(then, attempt, result.code === 'NOT_JOINED' ? 'NOT_JOINED' : 'LOOKUP_TIMEOUT', result.detail)
    })
  }

  /** Asks the owner; a large value goes there first. */
  #reach(step: Step, attempt: Attempt, to: NodeRef): void {
    const { want } = attempt
    attempt.asked = to.peer
    if (want.type === 'get') {
      this.#read(step, attempt, to)
      return
    }
    if (want.type !== 'put' || want.value.byteLength <= INLINE_BYTES) {
      this.#ask(step, attempt, to)
      return
    }
    const sender = new ValueSender(this.#core, to, want.digest, want.value, {
      moved: (then) => {
        attempt.moving = undefined
        this.#ask(then, attempt, to)
      },
      failed: (then, why, code) => {
        attempt.moving = undefined
        if (code === undefined)
          this.#again(then, attempt, FAILED[why].code, `${to.peer} did not take the value: ${why}`)
        else this.#again(then, attempt, REFUSED[code], `${to.peer} did not take the value: ${code}`)
      },
    })
    attempt.moving = sender
    sender.begin(step, attempt.deadline)
  }

  /** Asks the owner and members of its group at once where the group is known, else the owner alone, who asks them. */
  #read(step: Step, attempt: Attempt, to: NodeRef): void {
    const { id, deadline } = attempt
    attempt.direct = this.#direct.begin(step, to, id, this.#getMs(step, deadline), {
      known: (then, head, value) => {
        attempt.direct = undefined
        if (isLive(head, then.wall)) this.#found(then, attempt, to, head, value)
        else this.#end(then, attempt, 'NOT_FOUND', 'there is no such record')
      },
      answered: (then, answer) => {
        attempt.direct = undefined
        this.#answered(then, attempt, to, answer)
      },
      failed: (then, why) => {
        attempt.direct = undefined
        this.#askFailed(then, attempt, to, why)
      },
      unsure: (then) => {
        attempt.direct = undefined
        this.#ask(then, attempt, to)
      },
    })
    if (attempt.direct === undefined) this.#ask(step, attempt, to)
  }

  /** Who may ask somebody else afterwards does not spend all the time on one who may be gone. */
  #getMs({ now }: Step, deadline: number): number {
    const leftMs = Math.max(1, deadline - now)
    return Math.min(leftMs, Math.max(SHORTEST_ASK_MS, leftMs / 3))
  }

  #ask(step: Step, attempt: Attempt, to: NodeRef): void {
    const leftMs = Math.max(1, attempt.deadline - step.now)
    const isGet = attempt.want.type === 'get'
    const body = this.#request(step, attempt, to)
    const options = {
      deadlineMs: isGet ? this.#getMs(step, attempt.deadline) : leftMs,
      semantics: isGet ? ('at-least-once' as const) : ('at-most-once' as const),
    }
    attempt.asked = to.peer
    attempt.ask = this.#core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        attempt.ask = undefined
        this.#answered(then, attempt, to, answer)
      },
      failed: (then, why) => {
        attempt.ask = undefined
        this.#askFailed(then, attempt, to, why)
      },
    })
  }

  #request(step: Step, attempt: Attempt, { position }: NodeRef): RecordsRequest {
    const { id, want } = attempt
    if (want.type === 'get') return { type: 'get', position, id }
    if (want.type === 'remove') {
      const signed = attempt.mustSign ? this.#stamps.signed(step, attempt) : undefined
      return { type: 'remove', position, id, ifMatch: want.ifMatch, signed, begun: signed ? undefined : attempt.begun }
    }
    const signed = want.sign || attempt.mustSign ? this.#stamps.signed(step, attempt) : undefined
    const { kind, key, value, digest, contentType, ttlMs, ifMatch } = want
    return {
      type: 'put',
      position,
      id,
      kind,
      key,
      contentType,
      size: value.byteLength,
      digest,
      value: value.byteLength <= INLINE_BYTES ? value : undefined,
      ttlMs,
      ifMatch,
      signed,
      begun: signed ? undefined : attempt.begun,
    }
  }

  #answered(step: Step, attempt: Attempt, to: NodeRef, body: RecordsResponse): void {
    switch (body.type) {
      case 'stored': {
        const { version, replicas, expiresAtMs } = body
        this.#succeed(step, attempt, { id: attempt.id, version, replicas, expiresAtMs })
        return
      }
      case 'found':
        this.#direct.learn(to, body.group)
        this.#found(step, attempt, to, body.head, body.value)
        return
      case 'absent':
        this.#direct.learn(to, body.group)
        this.#end(step, attempt, 'NOT_FOUND', 'there is no such record')
        return
      case 'stale':
        if (attempt.begun !== undefined) {
          this.#end(step, attempt, 'UNKNOWN_OUTCOME', 'it was written over, or never stored, while its owner changed')
          return
        }
        // Of a signed record: the owner has to stamp it anew.
        attempt.above = body.head.version.lamport
        attempt.mustSign = true
        if (++attempt.stamps > MAX_STAMPS) this.#end(step, attempt, 'CONFLICT', 'others keep changing the record')
        else this.#ask(step, attempt, to)
        return
      case 'failed':
        this.#refused(step, attempt, to, body)
        return
      default:
        this.#end(step, attempt, 'CORRUPT', `${to.peer} answered with ${body.type}`)
    }
  }

  #refused(step: Step, attempt: Attempt, to: NodeRef, body: Extract<RecordsResponse, { type: 'failed' }>): void {
    const { code, owner, version } = body
    const detail = `${to.peer} says ${code}`
    if (code === 'NOT_OWNER') {
      const isNew = owner !== undefined && owner.peer !== to.peer && attempt.failures === 0
      attempt.doubtful = true
      if (attempt.want.type !== 'get' && attempt.want.ifMatch === undefined) attempt.begun ??= body.begun
      if (isNew) {
        attempt.named = owner
        attempt.failures++
        this.#try(step, attempt)
      } else this.#again(step, attempt, 'LOOKUP_TIMEOUT', 'the ring is changing: nobody is responsible yet')
    } else if (code === 'NOT_STAGED') this.#again(step, attempt, 'OVERLOAD', detail)
    else if (code === 'VERSION_MISMATCH') {
      const present = version === undefined ? 'absent' : versionText(version)
      this.#end(step, attempt, 'VERSION_MISMATCH', `the present version is ${present}`)
    } else if (attempt.want.type === 'get' && code === 'NO_QUORUM') this.#again(step, attempt, code, detail)
    else this.#end(step, attempt, REFUSED[code], wordsOf(code, detail))
  }

  #found(step: Step, attempt: Attempt, to: NodeRef, head: RecordHead, value: Uint8Array | undefined): void {
    const problem = forgeryIn(this.#core.siblings.signer, head, attempt.id)
    if (problem !== undefined) {
      this.#end(step, attempt, 'CORRUPT', `${to.peer} answered with ${problem}`)
      return
    }
    if (head.kind === 'marker' || head.size === 0 || value !== undefined) {
      this.#got(step, attempt, to, head, value ?? new Uint8Array(0))
      return
    }
    const reader = new ValueReader(this.#core, to, head, {
      read: (then, bytes) => {
        attempt.moving = undefined
        this.#got(then, attempt, to, head, bytes)
      },
      failed: (then, why) => {
        attempt.moving = undefined
        this.#again(then, attempt, 'UNREACHABLE', `the value could not be read from ${to.peer}: ${why}`)
      },
    })
    attempt.moving = reader
    reader.begin(step, attempt.deadline)
  }

  #got(step: Step, attempt: Attempt, to: NodeRef, head: RecordHead, value: Uint8Array): void {
    const digest = this.#core.sha256(value)
    if (value.byteLength !== head.size || !sameBytes(digest, head.digest)) {
      this.#again(step, attempt, 'CORRUPT', `${to.peer} gave other bytes than it said`)
      return
    }
    this.#succeed(step, attempt, foundOf(head, value))
  }

  #askFailed(step: Step, attempt: Attempt, to: NodeRef, why: AskFailure): void {
    const failure = FAILED[why]
    const isGet = attempt.want.type === 'get'
    const says = isGet ? '' : `: ${failure.says}`
    const detail = `the owner ${to.peer} did not answer (${why})${says}`
    attempt.doubtful = true
    if ((failure.isSure || isGet) && why !== 'overload') this.#again(step, attempt, failure.code, detail)
    else this.#end(step, attempt, failure.code, detail)
  }

  /** Another try after a pause, or the end when the time is up. */
  #again(step: Step, attempt: Attempt, code: Failure, detail: string): void {
    if (!this.#attempts.has(attempt.command)) return
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt.failures++, 10), LONGEST_PAUSE_MS)
    const retryAt = step.now + this.#core.random.jitter(pauseMs)
    if (retryAt >= attempt.deadline) {
      this.#end(step, attempt, code, detail)
      return
    }
    attempt.retryAt = retryAt
    this.#wakeAt = Math.min(this.#wakeAt, retryAt)
  }

  #end(step: Step, attempt: Attempt, code: Failure, detail: string): void {
    const { command } = attempt
    if (!this.#attempts.delete(command)) return
    step.effects.push({ type: 'done', id: command, result: fail(endingOf(attempt, code), detail) })
  }

  #succeed(step: Step, { command }: Attempt, value: WrittenRecord | FoundRecord): void {
    if (this.#attempts.delete(command)) step.effects.push({ type: 'done', id: command, result: succeed(value) })
  }

  /** Nothing that is under way for it counts any more. */
  #drop(step: Step, attempt: Attempt): void {
    this.#core.cancelCall(step, attempt.call)
    this.#core.cancelAsk(step, attempt.ask)
    attempt.direct?.cancel(step)
    attempt.moving?.cancel(step)
    attempt.call = attempt.ask = attempt.direct = attempt.moving = undefined
  }
}
