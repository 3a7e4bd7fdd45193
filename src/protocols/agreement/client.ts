import type { NodeRef, PeerKey } from '../../base/index.ts'
import { fail, succeed, type AskFailure, type AskId, type CommandId } from '../machine.ts'
import type { AgreementFailure, Register } from './commands.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { AgreementRefusal, AgreementRequest, AgreementResponse, Change, Group, RegisterState } from './messages.ts'
import { proposersOf } from './proposer.ts'
import type { Shards } from './shards.ts'
import { mismatchDetail } from './version.ts'

export type Question =
  | Pick<Extract<AgreementRequest, { type: 'change' }>, 'type' | 'key' | 'change'>
  | Pick<Extract<AgreementRequest, { type: 'list' }>, 'type' | 'prefix' | 'after' | 'limit'>

export type Failure = {
  readonly code: AgreementFailure | 'VERSION_MISMATCH' | 'NOT_FOUND' | 'FORBIDDEN' | 'QUOTA_EXCEEDED'
  readonly detail: string
}

/** A question to any member of a shard's group, on its way. */
interface Errand {
  readonly id: CommandId
  readonly shard: number
  readonly question: Question
  readonly deadline: number
  readonly done: (step: Step, answer: AgreementResponse) => void
  readonly failed: (step: Step, failure: Failure) => void
  /** Asked since the group was found. */
  tried: Set<PeerKey>
  /** The group was looked for anew since it last changed. */
  found: boolean
  ask: AskId | undefined
  retryAt: number
  pauses: number
  /** What the last member said that could not do it. */
  last: Failure | undefined
}

/** Errands of this node at once. */
export const MAX_ERRANDS = 1_024
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 500
/** What only reads is asked of another when the first does not answer for so long. */
const READ_MS = 4_000
/** The host ends the command at its deadline; this ends it before, with a better word. */
const ANSWER_MS = 50

/** Takes what is asked of a register to a member of its group, and finds that one. */
export class Client {
  readonly #core: Core
  readonly #shards: Shards
  readonly #finder: Finder
  readonly #errands = new Map<CommandId, Errand>()

  constructor(core: Core, shards: Shards, finder: Finder) {
    this.#core = core
    this.#shards = shards
    this.#finder = finder
  }

  get open(): number {
    return this.#errands.size
  }

  get wakeAt(): number {
    let at = Infinity
    for (const { retryAt } of this.#errands.values()) at = Math.min(at, retryAt)
    return at
  }

  begin(
    step: Step,
    id: CommandId,
    shard: number,
    question: Question,
    deadline: number,
    ends: Pick<Errand, 'done' | 'failed'>,
  ): void {
    if (this.#errands.size >= MAX_ERRANDS) {
      ends.failed(step, { code: 'OVERLOAD', detail: 'this node has too many changes under way' })
      return
    }
    const errand: Errand = {
      id,
      shard,
      question,
      deadline: deadline - ANSWER_MS,
      ...ends,
      tried: new Set(),
      found: false,
      ask: undefined,
      retryAt: Infinity,
      pauses: 0,
      last: undefined,
    }
    this.#errands.set(id, errand)
    this.#go(step, errand)
  }

  cancel(step: Step, id: CommandId): void {
    const errand = this.#errands.get(id)
    if (errand === undefined) return
    this.#errands.delete(id)
    if (errand.ask !== undefined) this.#core.cancelAsk(step, errand.ask)
  }

  tick(step: Step): void {
    for (const errand of [...this.#errands.values()]) {
      if (errand.retryAt > step.now) continue
      errand.retryAt = Infinity
      this.#go(step, errand)
    }
  }

  #go(step: Step, errand: Errand): void {
    const leftMs = errand.deadline - step.now
    if (leftMs <= 0) {
      this.#fail(
        step,
        errand,
        errand.last ?? { code: 'NO_QUORUM', detail: `no member of the group could be asked in time` },
      )
      return
    }
    const group = this.#shards.known(errand.shard)
    const next = group === undefined ? undefined : proposersOf(this.#core, group, errand.tried)[0]
    if (group !== undefined && next !== undefined) {
      this.#ask(step, errand, group, next, leftMs)
      return
    }
    if (errand.found && group !== undefined) {
      this.#fail(
        step,
        errand,
        errand.last ?? { code: 'NO_QUORUM', detail: `no member of the key's group can be reached` },
      )
      return
    }
    errand.found = true
    this.#finder.find(step, errand.shard, (then, found) => {
      if (!this.#errands.has(errand.id)) return
      if (found !== undefined) errand.tried = new Set()
      else if (group === undefined) {
        // Young rings do not know yet who keeps what.
        errand.last = { code: 'UNREACHABLE', detail: 'nobody knows the group of the key' }
        this.#pause(then, errand)
        return
      }
      if (found === undefined)
        this.#fail(then, errand, errand.last ?? { code: 'NO_QUORUM', detail: 'no member of the group can be reached' })
      else this.#go(then, errand)
    })
  }

  #ask(step: Step, errand: Errand, group: Group, to: NodeRef, leftMs: number): void {
    const { question, shard } = errand
    errand.tried.add(to.peer)
    const body: AgreementRequest = { lineage: this.#shards.lineage, shard, epoch: group.epoch, ...question }
    const options = readsOnly(question)
      ? { deadlineMs: Math.min(leftMs, READ_MS), semantics: 'at-least-once' as const }
      : // Once: of what is repeated, the last repetition may wait for a connection when the asker is told that it has none.
        { deadlineMs: leftMs, semantics: 'maybe' as const }
    errand.ask = this.#core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        errand.ask = undefined
        this.#answered(then, errand, group, answer)
      },
      failed: (then, why) => {
        errand.ask = undefined
        this.#askFailed(then, errand, to, why)
      },
    })
  }

  #answered(step: Step, errand: Errand, asked: Group, answer: AgreementResponse): void {
    switch (answer.type) {
      case 'changed':
      case 'listed':
        this.#errands.delete(errand.id)
        errand.done(step, answer)
        return
      case 'group': {
        this.#shards.adopt(step, answer.lineage)
        const isNews = answer.group !== undefined && this.#shards.heard(errand.shard, answer.lineage, answer.group)
        if (isNews) {
          errand.tried = new Set()
          errand.found = false
          this.#go(step, errand)
        } else this.#again(step, errand, asked)
        return
      }
      case 'failed':
        this.#refused(step, errand, asked, answer.code, answer.sequence)
        return
      default:
        this.#fail(step, errand, { code: 'UNREACHABLE', detail: 'the member gave no sensible answer' })
    }
  }

  #refused(step: Step, errand: Errand, asked: Group, code: AgreementRefusal, sequence: number | undefined): void {
    const says = REFUSED[code]
    if (says === 'again') {
      this.#again(step, errand, asked)
      return
    }
    const detail = code === 'VERSION_MISMATCH' ? mismatchDetail(sequence) : says.detail
    const failure: Failure = { code: says.code, detail }
    // Another member may reach those that this one does not, or have the disk that works; nothing was done here.
    if (says.elsewhere === true || (code === 'UNKNOWN_OUTCOME' && readsOnly(errand.question))) {
      errand.last = failure
      this.#go(step, errand)
    } else this.#fail(step, errand, failure)
  }

  /** The group is being changed, or the one that was asked is not in it: a little later, all over. */
  #again(step: Step, errand: Errand, asked: Group): void {
    const known = this.#shards.known(errand.shard)
    if (errand.pauses >= 2 && known === asked && this.#shards.own(errand.shard) === undefined) {
      // What is known here leads nowhere.
      this.#shards.forget(errand.shard, asked)
      errand.found = false
    }
    this.#pause(step, errand)
  }

  #pause(step: Step, errand: Errand): void {
    errand.tried = new Set()
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(errand.pauses++, 6), LONGEST_PAUSE_MS)
    errand.retryAt = Math.min(errand.deadline, step.now + this.#core.random.jitter(pauseMs, 0.5))
  }

  #askFailed(step: Step, errand: Errand, to: NodeRef, why: AskFailure): void {
    const isSure = why === 'unreachable' || why === 'refused' || why === 'overload'
    const says = `a member of the group of the key, ${to.peer}, has not answered: ${why}`
    if (isSure || readsOnly(errand.question)) {
      errand.last = { code: why === 'overload' ? 'OVERLOAD' : 'NO_QUORUM', detail: says }
      this.#go(step, errand)
    } else this.#fail(step, errand, { code: 'UNKNOWN_OUTCOME', detail: says })
  }

  #fail(step: Step, errand: Errand, failure: Failure): void {
    this.#errands.delete(errand.id)
    errand.failed(step, failure)
  }
}

const readsOnly = (question: Question): boolean => question.type === 'list' || question.change.type === 'read'

interface Says {
  readonly code: Failure['code']
  readonly detail: string
  /** Nothing was done, and another member may be asked. */
  readonly elsewhere?: true
}

const REFUSED: Readonly<Record<AgreementRefusal, Says | 'again'>> = {
  NOT_MEMBER: 'again',
  FROZEN: 'again',
  BUSY: 'again',
  OTHER_LINEAGE: {
    code: 'CONFLICT',
    detail: 'networks that were founded apart have met: their consistent records are apart',
  },
  NO_QUORUM: { code: 'NO_QUORUM', detail: "fewer than a majority of the key's group can be reached", elsewhere: true },
  VERSION_MISMATCH: { code: 'VERSION_MISMATCH', detail: '' },
  NOT_FOUND: { code: 'NOT_FOUND', detail: 'there is no value' },
  FORBIDDEN: { code: 'FORBIDDEN', detail: 'it belongs to another peer' },
  QUOTA_EXCEEDED: { code: 'QUOTA_EXCEEDED', detail: 'this node has stored all that it may' },
  UNKNOWN_OUTCOME: {
    code: 'UNKNOWN_OUTCOME',
    detail: 'no majority has confirmed it: it may have been carried out, or be yet',
  },
  STORAGE_FULL: { code: 'STORAGE_FULL', detail: 'the member has no room', elsewhere: true },
  IO: { code: 'IO', detail: "the member's disk failed", elsewhere: true },
  CORRUPT: { code: 'CORRUPT', detail: "the member's row is damaged", elsewhere: true },
}

/** What a change came to, for whoever commanded it. */
export function settle(step: Step, id: CommandId, change: Change, answer: AgreementResponse): void {
  if (answer.type !== 'changed') {
    step.effects.push({ type: 'done', id, result: fail('UNREACHABLE', 'the member gave no sensible answer') })
    return
  }
  const { state } = answer
  // Of what was put only the rest comes back.
  const register = registerOf(change.type === 'put' ? { ...state, value: change.value } : state)
  step.effects.push({ type: 'done', id, result: succeed(register) })
}

const registerOf = ({ sequence, kind, value, contentType, expiresAtMs, writer }: RegisterState): Register => ({
  sequence,
  value: kind === 'value' ? value : undefined,
  contentType,
  expiresAtMs,
  writer,
})
