import type { NodeRef, PeerKey } from '../../base/index.ts'
import { compareBallots, sameBallot, type Ballot } from './ballot.ts'
import type { Core, Step } from './core.ts'
import { isMember, majorityOf } from './group.ts'
import type { Address, AgreementRequest, AgreementResponse, Group, Held, RegisterState } from './messages.ts'
import type { Ended, ProposerParts, Waiting } from './proposal.ts'
import { evaluate, fateOf, type Evaluation, type Sent } from './register.ts'

/** What a proposal leaves behind: a majority holds `state`, accepted at `accepted`, and has promised `next` to nobody else. */
export interface Remembered {
  readonly next: Ballot
  readonly accepted: Ballot | undefined
  readonly state: RegisterState | undefined
  readonly floor: number
}

export interface RoundInit extends ProposerParts {
  readonly counts: { fast: number; full: number; looked: number; conflicts: number }
  readonly shard: number
  readonly key: Uint8Array
  readonly wanted: readonly Waiting[]
  readonly remembered: Remembered | undefined
  readonly ended: (step: Step, ended: readonly Ended[], remembered: Remembered | undefined) => void
}

/** Attempts that found no quorum before it is said. */
export const MAX_LONELY = 2
/** Attempts that met another proposer, or a group that is being changed. */
export const MAX_ATTEMPTS = 64
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 400

type Phase = 'look' | 'prepare' | 'accept'
type Question = AgreementRequest extends infer R ? (R extends { type: Phase } ? Omit<R, keyof Address> : never) : never

/** One question to all members. */
interface Poll {
  readonly group: Group
  readonly expects: AgreementResponse['type']
  readonly yes: Map<string, AgreementResponse>
  /** Members that answered no, or not. `soft`: it may be otherwise soon. */
  no: number
  soft: boolean
  readonly heard: (step: Step, poll: Poll) => void
}

/** What was proposed and not acknowledged by a majority. */
interface Attempted extends Sent {
  readonly evaluation: Evaluation
}

/**
 * One proposal for one register, from the first question to the answer, over as many attempts as it takes (CASPaxos §2.2).
 * What is decided here is subtle, so it is said where it is: docs/protocols/agreement.md, "One register".
 */
export class Round {
  /** When it goes on; Infinity: it waits for answers. */
  retryAt = Infinity
  readonly #init: RoundInit
  readonly #core: Core
  #remembered: Remembered | undefined
  #poll: Poll | undefined
  #attempts = 0
  #lonely = 0
  #looked = false
  /** Proposals of changed states that may have been accepted somewhere. */
  readonly #sent: Attempted[] = []
  #over = false

  constructor(init: RoundInit) {
    this.#init = init
    this.#core = init.core
    this.#remembered = init.remembered
  }

  attempt(step: Step): void {
    this.retryAt = Infinity
    const { shards, shard, wanted } = this.#init
    const own = shards.own(shard)
    const deadline = Math.max(...wanted.map((each) => each.deadline))
    if (own === undefined || (own.frozen && !mayGoOn(own.accepted?.next, this.#core))) {
      this.#giveUp(step, 'moved')
      return
    }
    if (step.now >= deadline || this.#attempts++ >= MAX_ATTEMPTS) {
      this.#giveUp(step, this.#lonely > 0 ? 'NO_QUORUM' : 'BUSY')
      return
    }
    if (own.frozen) {
      this.#pause(step)
      return
    }
    const { epoch } = own.group
    const remembered = this.#remembered?.next.epoch === epoch ? this.#remembered : undefined
    this.#remembered = undefined
    if (remembered !== undefined && this.#goOnFrom(step, own.group, remembered)) return
    // Who may have changed the register already must not take its own change for somebody else's.
    const mayLook = !this.#looked && this.#sent.length === 0
    if (mayLook && wanted.every(({ change }) => change.type !== 'put' || change.ifMatch !== undefined)) {
      this.#look(step, own.group)
    } else this.#prepare(step, own.group)
  }

  // ---- the three questions -----------------------------------------------------------------------------------------

  /** With a promise from before the first phase is over already. False: it is better to look first. */
  #goOnFrom(step: Step, group: Group, { next, state, floor }: Remembered): boolean {
    const evaluation = this.#evaluate(step, state, floor, next)
    // Nobody need write to learn that there is nothing to change.
    if (!evaluation.changed) return false
    this.#init.counts.fast++
    this.#accept(step, group, next, state, evaluation, floor)
    return true
  }

  /** A majority that holds the same, asked after the change was: it is what the register is, and nothing is written. */
  #look(step: Step, group: Group): void {
    const { key } = this.#init
    const { self } = this.#core
    this.#looked = true
    this.#ask(
      step,
      group,
      ({ peer }) => ({ type: 'look', key, full: peer === self }),
      'held',
      (then, poll) => {
        const held = heldOf(poll)
        const own = poll.yes.get(self)
        const votes = (one: Held): number => held.filter(({ accepted }) => sameBallot(accepted, one.accepted)).length
        const agreed = held.find((one) => votes(one) >= majorityOf(group))
        const open = group.members.length - poll.yes.size - poll.no
        const mayAgree = own === undefined || Math.max(0, ...held.map(votes)) + open >= majorityOf(group)
        if (own?.type === 'held' && agreed !== undefined && sameBallot(own.accepted, agreed.accepted)) {
          const evaluation = this.#evaluate(then, own.state, agreed.floor, ballotAt(then, group, self))
          if (evaluation.changed) this.#prepare(then, group)
          else {
            this.#init.counts.looked++
            this.#end(then, evaluation.outcomes, undefined)
          }
        } else if (open === 0 || !mayAgree) this.#prepare(then, group)
      },
    )
  }

  #prepare(step: Step, group: Group): void {
    const { key } = this.#init
    const ballot = ballotAt(step, group, this.#core.self)
    const body = { type: 'prepare' as const, key, ballot, have: undefined }
    this.#ask(
      step,
      group,
      () => body,
      'promised',
      (then, poll) => {
        if (poll.yes.size < majorityOf(group)) return
        const held = heldOf(poll)
        const [latest] = [...held].sort((a, b) => compareBallots(b.accepted, a.accepted))
        const floor = Math.max(...held.map((one) => one.floor))
        const isChosen = held.every(({ accepted }) => sameBallot(accepted, latest?.accepted))
        this.#promised(then, group, ballot, { accepted: latest?.accepted, state: latest?.state, floor }, isChosen)
      },
    )
  }

  /** The first phase is over: nothing before `ballot` will be accepted by a majority any more. */
  #promised(step: Step, group: Group, ballot: Ballot, { accepted, state, floor }: Held, isChosen: boolean): void {
    const fates = this.#sent.map((sent) => fateOf(sent, state))
    const done = fates.indexOf('done')
    if (done < 0 && fates.includes('unknown')) {
      this.#giveUp(step, 'UNKNOWN_OUTCOME')
      return
    }
    const evaluation =
      done < 0
        ? this.#evaluate(step, state, floor, ballot)
        : { outcomes: this.#sent[done]?.evaluation.outcomes ?? [], state, changed: false }
    if (!evaluation.changed && isChosen) {
      this.#end(step, evaluation.outcomes, { next: ballot, accepted, state, floor })
      return
    }
    this.#init.counts.full++
    this.#accept(step, group, ballot, state, evaluation, floor)
  }

  /** Also of what has not changed: it becomes what a majority holds, before anybody is told of it. */
  #accept(
    step: Step,
    group: Group,
    ballot: Ballot,
    base: RegisterState | undefined,
    evaluation: Evaluation,
    floor: number,
  ): void {
    const { state } = evaluation
    if (state === undefined) {
      // All of a majority hold nothing, which is agreement.
      this.#end(step, evaluation.outcomes, { next: ballot, accepted: undefined, state, floor })
      return
    }
    const next = { ...ballot, counter: step.lamport + 1 }
    if (evaluation.changed) this.#sent.push({ tag: ballot, base: base?.tag, evaluation })
    const body = { type: 'accept' as const, ballot, next, state }
    this.#ask(
      step,
      group,
      () => body,
      'accepted',
      (then, poll) => {
        if (poll.yes.size < majorityOf(group)) return
        this.#end(then, evaluation.outcomes, { next, accepted: ballot, state, floor })
      },
    )
  }

  // ---- questions and answers ---------------------------------------------------------------------------------------

  #ask(
    step: Step,
    group: Group,
    bodyFor: (member: NodeRef) => Question,
    expects: AgreementResponse['type'],
    heard: (step: Step, poll: Poll) => void,
  ): void {
    const { shards, shard } = this.#init
    const poll: Poll = { group, expects, yes: new Map(), no: 0, soft: false, heard }
    this.#poll = poll
    const address = { lineage: shards.lineage, shard, epoch: group.epoch }
    for (const member of group.members) {
      const body: AgreementRequest = { ...address, ...bodyFor(member) }
      this.#core.askOften(step, member, body, {
        answered: (then, _from, answer) => {
          this.#answered(then, poll, member, answer)
        },
        failed: (then) => {
          this.#refused(then, poll, false)
        },
      })
    }
  }

  #answered(step: Step, poll: Poll, member: NodeRef, answer: AgreementResponse): void {
    if (this.#over || this.#poll !== poll) return
    if (answer.type === poll.expects) {
      poll.yes.set(member.peer, answer)
      poll.heard(step, poll)
      return
    }
    switch (answer.type) {
      case 'rejected':
        this.#init.counts.conflicts++
        this.#refused(step, poll, true)
        return
      case 'group':
        if (answer.group !== undefined) this.#init.shards.heard(this.#init.shard, answer.lineage, answer.group)
        this.#refused(step, poll, true)
        return
      case 'failed':
        this.#refused(step, poll, answer.code === 'FROZEN' || answer.code === 'BUSY')
        return
      default:
        this.#refused(step, poll, false)
    }
  }

  /** One member less. When no majority can come together any more, this attempt is over. */
  #refused(step: Step, poll: Poll, soft: boolean): void {
    if (this.#over || this.#poll !== poll) return
    poll.no++
    poll.soft ||= soft
    if (poll.group.members.length - poll.no >= majorityOf(poll.group)) {
      poll.heard(step, poll)
      return
    }
    if (!poll.soft && ++this.#lonely >= MAX_LONELY) this.#giveUp(step, 'NO_QUORUM')
    else this.#pause(step)
  }

  /** Another proposer is at it, or the group is being changed: later, and the later the more often that has happened. */
  #pause(step: Step): void {
    this.#poll = undefined
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(this.#attempts, 6), LONGEST_PAUSE_MS)
    this.retryAt = step.now + Math.max(1, this.#core.random.jitter(pauseMs, 0.9))
  }

  /** `why` holds when nothing was ever proposed that may have been accepted. */
  #giveUp(step: Step, why: 'NO_QUORUM' | 'BUSY' | 'UNKNOWN_OUTCOME' | 'moved'): void {
    const code = this.#sent.length > 0 ? 'UNKNOWN_OUTCOME' : why
    // Of what only reads it does not matter what was proposed.
    const ended = this.#init.wanted.map(({ change }): Ended => ({
      ok: false,
      code: change.type === 'read' && code === 'UNKNOWN_OUTCOME' ? 'NO_QUORUM' : code,
    }))
    this.#end(step, ended, undefined)
  }

  #end(step: Step, ended: readonly Ended[], remembered: Remembered | undefined): void {
    if (this.#over) return
    this.#over = true
    this.#poll = undefined
    this.retryAt = Infinity
    this.#init.ended(step, ended, remembered)
  }

  #evaluate(step: Step, state: RegisterState | undefined, floor: number, tag: Ballot): Evaluation {
    const { key, wanted, usage, core } = this.#init
    const refuses = usage.refuses.bind(usage)
    const { judge } = core.siblings
    return evaluate(state, wanted, { key, wall: step.wall, tag, floor, refuses, judge })
  }
}

const heldOf = (poll: Poll): Held[] =>
  [...poll.yes.values()].flatMap((answer) => (answer.type === 'held' || answer.type === 'promised' ? [answer] : []))

/** Lamport time makes it new and later than all this node has seen. */
const ballotAt = (step: Step, { epoch }: Group, peer: PeerKey): Ballot => ({ epoch, counter: step.lamport, peer })

/** Will this node be a member of the next group, as far as it knows? */
const mayGoOn = (next: Group | undefined, core: Core): boolean => next === undefined || isMember(next, core.self)
