import { Recent, type NodeRef, type RingId } from '../../base/index.ts'
import type { AskFailure, AskId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { RecordHead, RecordsResponse } from './messages.ts'
import { compareConfigs, type Group } from './quorum.ts'
import { compareRecords } from './versions.ts'

/** Owners of which it is remembered who their groups are; beyond, the ones asked the longest ago go. */
export const MAX_GROUPS = 1_024
/** Another member is asked when the owner has answered, and one asked before has said nothing for so long. */
const HEDGE_MS = 50

/** What becomes of a direct read: one of them is told, once, unless it is cancelled. */
export interface DirectEnds {
  /** What the owner has is the present state. */
  known(step: Step, head: RecordHead | undefined, value: Uint8Array | undefined): void
  /** The owner has answered by itself. */
  answered(step: Step, answer: RecordsResponse): void
  /** The owner has not answered. */
  failed(step: Step, why: AskFailure): void
  /** Members have something else, or too few confirm the configuration: the owner is to see to it. */
  unsure(step: Step): void
}

export interface DirectRead {
  cancel(step: Step): void
}

/** What a member has: `head` undefined: nothing. */
interface Copy {
  readonly head: RecordHead | undefined
}

/**
 * Reads in two legs instead of four. Who reads asks the owner what it has, and at the same time as many members as the owner
 * would ask, whether they know the same configuration still and what they have. All of them answer after the read has begun,
 * so that it is what the owner would have found out; see docs/decisions/0015-direct-reads.md. Only where all have the same
 * it is the answer; else the owner is asked to read, and repairs what is behind.
 */
export class DirectReads {
  readonly #core: Core
  readonly #groups = new Recent<string, Group>(MAX_GROUPS)
  readonly #reads = new Set<Read>()
  #wakeAt = Infinity

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    return this.#wakeAt
  }

  /** Owners whose group is remembered. */
  get groups(): number {
    return this.#groups.size
  }

  /** An owner has said whom to ask beside it. */
  learn(owner: NodeRef, group: Group | undefined): void {
    const isWhole = group !== undefined && group.members.length >= group.confirmations
    if (isWhole) this.#groups.set(nameOf(owner), group)
    else this.#groups.delete(nameOf(owner))
  }

  /** Undefined: the group of that owner is not known. */
  begin(step: Step, owner: NodeRef, id: RingId, deadlineMs: number, ends: DirectEnds): DirectRead | undefined {
    const group = this.#groups.get(nameOf(owner))
    if (group === undefined) return undefined
    const read = new Read(this.#core, id, group, ends, {
      ended: () => {
        this.#reads.delete(read)
      },
      wake: (at) => {
        this.#wakeAt = Math.min(this.#wakeAt, at)
      },
      silent: (member) => {
        this.#last(owner, member)
      },
    })
    this.#reads.add(read)
    read.begin(step, owner, deadlineMs)
    return read
  }

  tick(step: Step): void {
    if (this.#wakeAt > step.now) return
    for (const read of [...this.#reads]) read.tick(step)
    let next = Infinity
    for (const { at } of this.#reads) next = Math.min(next, at)
    this.#wakeAt = next
  }

  /** One that does not answer is asked after the others the next time. */
  #last(owner: NodeRef, member: NodeRef): void {
    const group = this.#groups.get(nameOf(owner))
    const others = group?.members.filter(({ peer }) => peer !== member.peer)
    if (group === undefined || others?.length !== group.members.length - 1) return
    this.#groups.set(nameOf(owner), { ...group, members: [...others, member] })
  }
}

const nameOf = ({ peer, position }: NodeRef): string => `${position.toString()}/${peer}`

interface ReadHost {
  readonly ended: () => void
  readonly wake: (at: number) => void
  readonly silent: (member: NodeRef) => void
}

/** One read under way. */
class Read implements DirectRead {
  /** When the next member is asked; Infinity before the owner has answered. */
  at = Infinity
  readonly #core: Core
  readonly #id: RingId
  readonly #group: Group
  readonly #ends: DirectEnds
  readonly #host: ReadHost
  readonly #asks = new Map<AskId, NodeRef>()
  /** Members not asked yet. */
  readonly #waiting: NodeRef[]
  #own: { readonly head: RecordHead | undefined; readonly value: Uint8Array | undefined } | undefined
  readonly #copies: Copy[] = []
  #done = false

  constructor(core: Core, id: RingId, group: Group, ends: DirectEnds, host: ReadHost) {
    this.#core = core
    this.#id = id
    this.#group = group
    this.#ends = ends
    this.#host = host
    this.#waiting = [...group.members]
  }

  begin(step: Step, owner: NodeRef, deadlineMs: number): void {
    const { config, confirmations } = this.#group
    const body = { type: 'get' as const, position: owner.position, id: this.#id, under: config }
    const options = { deadlineMs, semantics: 'at-least-once' as const }
    const ask = this.#core.ask(step, owner, body, options, {
      answered: (then, _from, answer) => {
        this.#asks.delete(ask)
        this.#owner(then, answer)
      },
      failed: (then, why) => {
        this.#asks.delete(ask)
        this.cancel(then)
        this.#ends.failed(then, why)
      },
    })
    this.#asks.set(ask, owner)
    for (let i = 0; i < confirmations; i++) this.#askNext(step)
  }

  cancel(step: Step): void {
    this.#done = true
    for (const ask of this.#asks.keys()) this.#core.cancelAsk(step, ask)
    this.#asks.clear()
    this.#host.ended()
  }

  tick(step: Step): void {
    if (this.at > step.now) return
    this.at = Infinity
    for (const member of this.#asks.values()) this.#host.silent(member)
    this.#more(step)
  }

  #owner(step: Step, answer: RecordsResponse): void {
    const isOwn = answer.type === 'own' && (answer.head === undefined || answer.head.id === this.#id)
    if (!isOwn) {
      this.cancel(step)
      this.#ends.answered(step, answer)
      return
    }
    this.#own = answer
    this.#settle(step)
    if (this.#done) return
    this.#hedge(step)
  }

  #hedge(step: Step): void {
    this.at = step.now + HEDGE_MS
    this.#host.wake(this.at)
  }

  #askNext(step: Step): boolean {
    const to = this.#waiting.shift()
    if (to === undefined) return false
    const { config } = this.#group
    const body = { type: 'fetch' as const, position: to.position, config, id: this.#id }
    const options = { deadlineMs: this.#core.params.replicaMs, semantics: 'at-least-once' as const }
    const ask = this.#core.ask(step, to, body, options, {
      answered: (then, _from, answer) => {
        this.#asks.delete(ask)
        this.#member(then, answer)
      },
      failed: (then) => {
        this.#asks.delete(ask)
        this.#host.silent(to)
        this.#more(then)
      },
    })
    this.#asks.set(ask, to)
    return true
  }

  #member(step: Step, answer: RecordsResponse): void {
    if (answer.type !== 'copy' || (answer.head !== undefined && answer.head.id !== this.#id)) {
      this.#more(step)
      return
    }
    const { standing } = answer
    // Its row is damaged: the owner puts it right.
    if (standing === undefined) this.#unsure(step)
    else if (compareConfigs(standing.config, this.#group.config) !== 0) this.#more(step)
    else {
      this.#copies.push(answer)
      this.#settle(step)
    }
  }

  /** One of those asked is of no use: another one, or the owner has to see to it. */
  #more(step: Step): void {
    if (this.#askNext(step)) {
      if (this.#own !== undefined) this.#hedge(step)
    } else if (this.#own === undefined) {
      // The owner is asked to read when it has answered this.
      if (this.#asks.size === 0) this.#unsure(step)
    } else this.#unsure(step)
  }

  #settle(step: Step): void {
    const own = this.#own
    if (own === undefined) return
    const isSame = ({ head }: Copy): boolean =>
      head === undefined || own.head === undefined ? head === own.head : compareRecords(head, own.head, step.wall) === 0
    if (!this.#copies.every(isSame)) this.#unsure(step)
    else if (this.#copies.length >= this.#group.confirmations) {
      this.cancel(step)
      this.#ends.known(step, own.head, own.value)
    } else if (this.#asks.size === 0) this.#more(step)
  }

  #unsure(step: Step): void {
    this.cancel(step)
    this.#ends.unsure(step)
  }
}
