import type { NodeRef, PeerKey } from '../../base/index.ts'
import { compareBallots, type Ballot } from './ballot.ts'
import type { Asked, Core, Step } from './core.ts'
import { isMember, majorityOf } from './group.ts'
import type { AgreementRequest, AgreementResponse, Group } from './messages.ts'
import type { Membership } from './rows.ts'
import type { Shards } from './shards.ts'

/** How a decision on the next group ended. */
export type Decision =
  | { readonly type: 'decided'; readonly next: Group }
  /** The group has gone on already, as `Shards` knows now. */
  | { readonly type: 'moved' }
  | { readonly type: 'failed' }

/** The acceptor's half of the decision on the next group: single-decree Paxos among the members of the present one. */
export class SealAcceptor {
  readonly #core: Core
  readonly #shards: Shards

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  request(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'prepareSeal' | 'acceptSeal' }>): void {
    const { shard, lineage, epoch, ballot } = body
    const own = this.#member(step, asked, shard, lineage, epoch)
    if (own === undefined) return
    if (!isHonest(body, asked.from, step.lamport)) {
      step.effects.push({ type: 'refuse', reply: asked.reply })
      return
    }
    if (own.promised !== undefined && compareBallots(ballot, own.promised) < 0) {
      this.#core.respond(step, asked.reply, { type: 'rejected', promised: own.promised })
      return
    }
    const isSeal = body.type === 'acceptSeal'
    // From now on nothing changes in this epoch here, although the seal is not on disk yet: what is accepted after it in
    // memory would be after it on disk as well, and who takes over would not see it.
    const next: Membership = isSeal
      ? { ...own, promised: ballot, accepted: { ballot, next: body.next }, frozen: true }
      : { ...own, promised: ballot }
    const op = this.#shards.bind(step, shard, next, (then, code) => {
      this.#core.refuse(then, asked.reply, code)
    })
    const answer: AgreementResponse = isSeal ? { type: 'accepted' } : { type: 'sealPromised', accepted: own.accepted }
    this.#core.respond(step, asked.reply, answer, op)
  }

  /** As `Shards.fellow`, but those who have frozen go on deciding. */
  #member(step: Step, asked: Asked, shard: number, lineage: string, epoch: number): Membership | undefined {
    const refusal = this.#shards.refusal(shard, lineage, epoch)
    const own = this.#shards.own(shard)
    if (own !== undefined && (refusal === undefined || refusal === 'FROZEN') && isMember(own.group, asked.from))
      return own
    if (refusal === 'OTHER_LINEAGE' || refusal === 'BUSY') this.#core.refuse(step, asked.reply, refusal)
    else this.#shards.redirect(step, asked.reply, shard)
    return undefined
  }
}

function isHonest(
  { type, ballot, epoch, ...rest }: Extract<AgreementRequest, { type: 'prepareSeal' | 'acceptSeal' }>,
  from: PeerKey,
  lamport: number,
): boolean {
  if (ballot.epoch !== epoch || ballot.peer !== from || ballot.counter < 1 || ballot.counter > lamport) return false
  return type === 'prepareSeal' || ('next' in rest && rest.next.epoch === epoch + 1)
}

interface Poll {
  readonly expects: AgreementResponse['type']
  readonly yes: AgreementResponse[]
  no: number
}

/**
 * Brings a decision on the next group of a shard about: what some member has accepted already, the latest of it, else what
 * is wanted. `next` undefined: only what was begun is ended.
 */
export class Sealing {
  readonly #core: Core
  readonly #shards: Shards
  readonly #shard: number
  readonly #group: Group
  readonly #wanted: readonly NodeRef[] | undefined
  readonly #ended: (step: Step, decision: Decision) => void
  #poll: Poll | undefined

  constructor(init: {
    readonly core: Core
    readonly shards: Shards
    readonly shard: number
    readonly group: Group
    readonly next: readonly NodeRef[] | undefined
    readonly ended: (step: Step, decision: Decision) => void
  }) {
    this.#core = init.core
    this.#shards = init.shards
    this.#shard = init.shard
    this.#group = init.group
    this.#wanted = init.next
    this.#ended = init.ended
  }

  begin(step: Step): void {
    const { epoch } = this.#group
    const ballot: Ballot = { epoch, counter: step.lamport, peer: this.#core.self }
    this.#ask(step, 'sealPromised', { type: 'prepareSeal', ballot }, (then, answers) => {
      let latest: { readonly ballot: Ballot; readonly next: Group } | undefined
      for (const answer of answers) {
        if (answer.type !== 'sealPromised' || answer.accepted === undefined) continue
        if (compareBallots(answer.accepted.ballot, latest?.ballot) > 0) latest = answer.accepted
      }
      const next = latest?.next ?? (this.#wanted && { epoch: epoch + 1, members: this.#wanted })
      if (next === undefined) this.#end(then, { type: 'failed' })
      else this.#accept(then, ballot, next)
    })
  }

  #accept(step: Step, ballot: Ballot, next: Group): void {
    this.#ask(step, 'accepted', { type: 'acceptSeal', ballot, next }, (then) => {
      this.#end(then, { type: 'decided', next })
    })
  }

  #ask(
    step: Step,
    expects: AgreementResponse['type'],
    question: { type: 'prepareSeal'; ballot: Ballot } | { type: 'acceptSeal'; ballot: Ballot; next: Group },
    agreed: (step: Step, answers: readonly AgreementResponse[]) => void,
  ): void {
    const poll: Poll = { expects, yes: [], no: 0 }
    this.#poll = poll
    const { epoch, members } = this.#group
    const body: AgreementRequest = { lineage: this.#shards.lineage, shard: this.#shard, epoch, ...question }
    for (const member of members) {
      this.#core.askOften(step, member, body, {
        answered: (then, _from, answer) => {
          this.#answered(then, poll, answer, agreed)
        },
        failed: (then) => {
          this.#refused(then, poll)
        },
      })
    }
  }

  #answered(
    step: Step,
    poll: Poll,
    answer: AgreementResponse,
    agreed: (step: Step, answers: readonly AgreementResponse[]) => void,
  ): void {
    if (this.#poll !== poll) return
    if (answer.type === poll.expects) {
      poll.yes.push(answer)
      if (poll.yes.length >= majorityOf(this.#group)) agreed(step, poll.yes)
      return
    }
    const newest = answer.type === 'group' ? answer : undefined
    if (newest?.group !== undefined && newest.group.epoch > this.#group.epoch) {
      this.#shards.heard(this.#shard, newest.lineage, newest.group)
      this.#end(step, { type: 'moved' })
    } else this.#refused(step, poll)
  }

  #refused(step: Step, poll: Poll): void {
    if (this.#poll !== poll) return
    poll.no++
    if (this.#group.members.length - poll.no < majorityOf(this.#group)) this.#end(step, { type: 'failed' })
  }

  #end(step: Step, decision: Decision): void {
    this.#poll = undefined
    this.#ended(step, decision)
  }
}
