import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { isMember } from './group.ts'
import type { Group } from './messages.ts'
import type { Pages } from './pages.ts'
import { Sealing, type Decision } from './seal.ts'
import type { Shards } from './shards.ts'

export interface SuccessionInit {
  readonly core: Core
  readonly shards: Shards
  readonly pages: Pages
  readonly shard: number
  readonly group: Group
  /** Undefined: what was begun is ended. */
  readonly members: readonly NodeRef[] | undefined
  /** `unfit`: a newcomer that could not be had. */
  readonly ended: (step: Step, decision: Decision, unfit: PeerKey | undefined) => void
}

/** Between two questions to a newcomer whether it has copied all. */
const COPY_PAUSE_MS = 250
/** Questions that a newcomer may leave unanswered. */
export const MAX_FAILURES = 3
/** A copy may take so long. */
const COPY_MS = 600_000

interface Newcomer {
  readonly node: NodeRef
  ready: boolean
  failures: number
}

/** One change of a group, driven by one of its members: newcomers copy what there is, then the group decides. */
export class Succession {
  /** When to ask newcomers again; Infinity: answers are awaited. */
  retryAt = Infinity
  readonly #init: SuccessionInit
  readonly #newcomers: Newcomer[]
  #begunAt = 0
  #open = 0
  #over = false

  constructor(init: SuccessionInit) {
    this.#init = init
    const newcomers = init.members?.filter(({ peer }) => !isMember(init.group, peer)) ?? []
    this.#newcomers = newcomers.map((node) => ({ node, ready: false, failures: 0 }))
  }

  begin(step: Step): void {
    this.#begunAt = step.now
    if (this.#newcomers.length > 0) {
      this.#init.pages.invite(this.#init.shard, new Set(this.#newcomers.map(({ node }) => node.peer)))
    }
    this.goOn(step)
  }

  goOn(step: Step): void {
    this.retryAt = Infinity
    const { shards, shard, group } = this.#init
    if (shards.own(shard)?.group.epoch !== group.epoch) {
      // The group has gone on meanwhile, by the hand of another member.
      this.#end(step, { type: 'moved' }, undefined)
      return
    }
    const left = this.#newcomers.filter(({ ready }) => !ready)
    const lost = left.find(({ failures }) => failures >= MAX_FAILURES)
    if (lost !== undefined || step.now - this.#begunAt > COPY_MS) {
      this.#end(step, { type: 'failed' }, lost?.node.peer)
    } else if (left.length === 0) this.#seal(step)
    else this.#invite(step, left)
  }

  #invite(step: Step, left: readonly Newcomer[]): void {
    const { core, shards, shard, group, members = [] } = this.#init
    const to: Group = { epoch: group.epoch + 1, members }
    const body = { type: 'copy' as const, lineage: shards.lineage, shard, epoch: to.epoch, from: group, to }
    this.#open = left.length
    for (const newcomer of left) {
      core.askOften(step, newcomer.node, body, {
        answered: (then, _from, answer) => {
          if (answer.type === 'copied') newcomer.ready = answer.ready
          else if (answer.type !== 'failed' || answer.code !== 'BUSY') newcomer.failures++
          if (answer.type === 'group' && answer.group !== undefined) shards.heard(shard, answer.lineage, answer.group)
          this.#heard(then)
        },
        failed: (then) => {
          newcomer.failures++
          this.#heard(then)
        },
      })
    }
  }

  #heard(step: Step): void {
    if (--this.#open > 0 || this.#over) return
    const isDone = this.#newcomers.every(({ ready, failures }) => ready || failures >= MAX_FAILURES)
    if (isDone) this.goOn(step)
    else this.retryAt = step.now + this.#init.core.random.jitter(COPY_PAUSE_MS)
  }

  #seal(step: Step): void {
    const { core, shards, shard, group, members } = this.#init
    const sealing = new Sealing({
      core,
      shards,
      shard,
      group,
      next: members,
      ended: (then, decision) => {
        this.#end(then, decision, undefined)
      },
    })
    sealing.begin(step)
  }

  #end(step: Step, decision: Decision, unfit: PeerKey | undefined): void {
    if (this.#over) return
    this.#over = true
    this.retryAt = Infinity
    this.#init.pages.invite(this.#init.shard, undefined)
    this.#init.ended(step, decision, unfit)
  }
}
