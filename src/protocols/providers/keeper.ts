import { between, type NodeRef, type PeerKey, type RingId, type SwarmId } from '../../base/index.ts'
import { holds, type Arc } from '../arcs.ts'
import type { Asked } from '../core.ts'
import { liveNode, succeed, type CommandId } from '../machine.ts'
import { positionBehind } from '../own-positions.ts'
import type { Core, Step } from './core.ts'
import { Giver } from './giver.ts'
import { LeaseTable } from './leases.ts'
import {
  MAX_REPLICATED,
  MAX_SAMPLE,
  MAX_SOURCES,
  type AnnounceRequest,
  type FindRequest,
  type ProvidersRefusal,
  type ProvidersRequest,
  type PullRequest,
  type ReplicateRequest,
} from './messages.ts'
import { Range, touches } from './range.ts'

/** Pulls that are being served at once, one of a peer; another one gets FULL. */
export const MAX_PULLS = 32

/**
 * What this node keeps for others: answers, copies to those that follow, and what moves when ranges do (Range).
 *
 * Who may write here. A peer announces itself, and only itself. Copies are taken from a node that stands between the set's
 * id and this one, as the owner does for those that follow it; or, into a set this node owns, from one of its own
 * successors, who had the range before. So a stranger cannot add to a set of which this node is the owner; copies it may
 * place elsewhere are bounded in number and time, never displace an announcement, and it can remove only its own.
 */
export class Keeper {
  readonly leases: LeaseTable
  readonly #core: Core
  readonly #giver: Giver
  readonly #ranges = new Map<number, Range>()
  readonly #wake: (at: number) => void
  readonly #pulls = new Set<PeerKey>()
  /** The command that ends when all has been handed over. What this node gives away from now on is the last word. */
  #leaving: { readonly id: CommandId | undefined } | undefined

  constructor(core: Core, wake: (at: number) => void) {
    this.#core = core
    this.#wake = wake
    this.leases = new LeaseTable(core.params.limits)
    this.#giver = new Giver(core, this.leases)
  }

  request(step: Step, asked: Asked, body: ProvidersRequest): void {
    switch (body.type) {
      case 'announce':
        this.#announced(step, asked, body)
        return
      case 'find':
        this.#find(step, asked, body)
        return
      case 'replicate':
        if (this.#replicated(step, asked.from, body)) this.#core.respond(step, asked.reply, { type: 'replicated' })
        else this.#fail(step, asked, 'NOT_YOURS')
        return
      case 'pull':
        this.#pulled(step, asked, body)
    }
  }

  /** Is there anything to look after? */
  get isQuiet(): boolean {
    return this.leases.total === 0 && [...this.#ranges.values()].every((range) => range.isQuiet)
  }

  #fail(step: Step, { reply }: Asked, code: ProvidersRefusal): void {
    this.#core.respond(step, reply, { type: 'failed', code })
  }

  // ---- announcements -------------------------------------------------------------------------------------------------

  /** It is answered when those that follow have it too, or cannot be reached. */
  #announced(step: Step, asked: Asked, { swarm, position, self: claimed, seeding }: AnnounceRequest): void {
    const core = this.#core
    const { leaseMs, askMs } = core.params
    const self = liveNode(asked.from, claimed)
    if (self === undefined || !core.owns(position, core.keyOf(swarm))) {
      this.#fail(step, asked, self === undefined ? 'NOT_YOURS' : 'NOT_OWNER')
      return
    }
    if (!this.leases.announce(step.now, swarm, self, seeding, leaseMs)) {
      this.#fail(step, asked, 'FULL')
      return
    }
    const providers = [{ ref: self, seeding, leftMs: leaseMs }]
    this.#tellFollowers(step, position, { swarm, providers, gone: [] }, askMs / 2, (then, told) => {
      core.respond(then, asked.reply, { type: 'announced', leaseMs, replicas: told + 1 })
    })
  }

  withdrawn(step: Step, from: PeerKey, swarm: SwarmId): void {
    if (!this.leases.remove(swarm, from, from)) return
    const position = this.#core.positionOwning(this.#core.keyOf(swarm))
    if (position === undefined) return
    const change = { swarm, providers: [], gone: [from] }
    this.#tellFollowers(step, position, change, this.#core.params.askMs, () => undefined)
  }

  #tellFollowers(
    step: Step,
    position: number,
    change: Pick<ReplicateRequest, 'swarm' | 'providers' | 'gone'>,
    deadlineMs: number,
    ended: (step: Step, told: number) => void,
  ): void {
    const followers = this.#followers(position)
    let open = followers.length
    let told = 0
    if (open === 0) ended(step, 0)
    for (const node of followers) {
      this.#giver.tell(step, node, position, change, deadlineMs, (then, isDone) => {
        if (isDone) told++
        else this.#rangeOf(position).behind(then, node)
        if (--open === 0) ended(then, told)
      })
    }
  }

  /** The nodes after a position that keep copies. Who leaves has no copy itself to count. */
  #followers(position: number): readonly NodeRef[] {
    const { replicas } = this.#core.params
    return this.#core.ring.replicas(position, this.#leaving === undefined ? replicas - 1 : replicas)
  }

  // ---- look-ups ------------------------------------------------------------------------------------------------------

  #find(step: Step, asked: Asked, { swarm, position, limit: wanted }: FindRequest): void {
    const core = this.#core
    const key = core.keyOf(swarm)
    const isOwner = core.owns(position, key)
    if (!isOwner && !this.leases.has(swarm)) {
      this.#fail(step, asked, 'NOT_OWNER')
      return
    }
    const limit = Math.max(1, Math.min(wanted, MAX_SAMPLE))
    const providers = this.leases.sample(step.now, swarm, limit, asked.from, core.random)
    const total = this.leases.count(swarm)
    const replicas = this.#others(isOwner ? position : undefined, key)
    core.respond(step, asked.reply, { type: 'found', providers, total, replicas })
  }

  /** Who may know more of a set: while it is not settled here, those it is fetched from; of another's, who stands before. */
  #others(position: number | undefined, key: RingId): readonly NodeRef[] {
    const { ring } = this.#core
    if (position === undefined) {
      const before = ring.predecessor(positionBehind(ring, key))
      return before === undefined ? [] : [before]
    }
    if (this.#rangeOf(position).knows(key)) return []
    return ring.replicas(position, MAX_SOURCES)
  }

  // ---- copies --------------------------------------------------------------------------------------------------------

  /** Takes copies from a node that is in a position to give them. False: it is not. */
  #replicated(step: Step, from: PeerKey, body: ReplicateRequest): boolean {
    const sender = liveNode(from, body.self)
    if (sender === undefined || !this.#mayReplicate(sender, this.#core.keyOf(body.swarm))) return false
    for (const provider of body.providers.slice(0, MAX_REPLICATED)) {
      this.leases.copy(step.now, body.swarm, provider, from, this.#core.params.leaseMs)
    }
    for (const peer of body.gone.slice(0, MAX_REPLICATED)) this.leases.remove(body.swarm, peer, from)
    return true
  }

  #mayReplicate(sender: NodeRef, key: RingId): boolean {
    const { ring } = this.#core
    return ring.positions().some((position) => {
      if (ring.owns(position, key)) return ring.successors(position).some((node) => node.peer === sender.peer)
      return sender.id === key || between(key, sender.id, ring.self(position).id)
    })
  }

  /** Somebody owns an arc now: it is given what is here of it, unless this node believes that it owns some of it itself. */
  #pulled(step: Step, asked: Asked, { self: claimed, arc }: PullRequest): void {
    const core = this.#core
    const self = liveNode(asked.from, claimed)
    if (self === undefined || (arc.to !== self.id && holds(arc, self.id))) {
      this.#fail(step, asked, 'NOT_YOURS')
      return
    }
    const positions = core.ring.positions()
    if (positions.some((position) => touches(arc, core.owned(position)))) {
      this.#fail(step, asked, 'NOT_YET')
      return
    }
    if (this.#pulls.size >= MAX_PULLS || this.#pulls.has(asked.from)) {
      this.#fail(step, asked, 'FULL')
      return
    }
    this.#pulls.add(asked.from)
    this.look(step)
    const settled = positions.some((position) => this.#rangeOf(position).had(step.now, arc))
    step.effects.push({ type: 'respond', reply: asked.reply, body: { type: 'working' }, interim: true })
    this.#giver.give(step, self, 0, this.#within(arc), (then, isDone) => {
      this.#pulls.delete(asked.from)
      if (isDone) core.respond(then, asked.reply, { type: 'pulled', settled })
      else this.#fail(then, asked, 'FULL')
    })
  }

  #within(arc: Arc): SwarmId[] {
    return [...this.leases.swarms].filter((swarm) => holds(arc, this.#core.keyOf(swarm)))
  }

  // ---- ranges --------------------------------------------------------------------------------------------------------

  /** The ring, or who is in it, has changed, or may have. */
  look(step: Step): void {
    if (this.#leaving !== undefined) return
    for (const position of this.#core.ring.positions()) this.#rangeOf(position).look(step)
  }

  #rangeOf(position: number): Range {
    let range = this.#ranges.get(position)
    if (range === undefined) {
      const parts = { core: this.#core, giver: this.#giver, within: (arc: Arc) => this.#within(arc), wake: this.#wake }
      this.#ranges.set(position, (range = new Range(parts, position)))
    }
    return range
  }

  /**
   * This node leaves: every set it is responsible for goes to as many that follow as keep one, since the first of them is
   * responsible next. It ends when all have them, or cannot be reached.
   */
  handOver(step: Step, id: CommandId): void {
    const leaving = (this.#leaving = { id })
    let leases = 0
    let open = 1
    const end = (then: Step): void => {
      if (--open > 0 || this.#leaving !== leaving) return
      this.#leaving = { id: undefined }
      then.effects.push({ type: 'done', id, result: succeed({ leases }) })
    }
    for (const position of this.#core.ring.positions()) {
      const owned = this.#core.owned(position)
      const swarms = owned === undefined ? [] : this.#within(owned)
      for (const swarm of swarms) leases += this.leases.count(swarm)
      for (const node of this.#followers(position)) {
        open++
        this.#giver.give(step, node, position, swarms, end)
      }
    }
    end(step)
  }

  cancel(step: Step, id: CommandId): void {
    if (this.#leaving?.id !== id) return
    this.#leaving = undefined
    this.look(step)
  }

  /** This node is in the ring, perhaps again. */
  joined(): void {
    if (this.#leaving?.id === undefined) this.#leaving = undefined
  }
}
