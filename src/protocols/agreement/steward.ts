import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { CommandId } from '../machine.ts'
import type { Asked, Core, Step } from './core.ts'
import { isMember, nextMembers } from './group.ts'
import { Herald } from './herald.ts'
import { Leaving, LEAVING_FACTOR, LEAVING_MS } from './leaving.ts'
import type { AgreementRequest, Group } from './messages.ts'
import type { Pages } from './pages.ts'
import type { Membership } from './rows.ts'
import type { Decision } from './seal.ts'
import type { Shards } from './shards.ts'
import { Succession } from './succession.ts'
import type { Takeover } from './takeover.ts'
import { Targets } from './targets.ts'
import { Vitals } from './vitals.ts'
import { isCalm, newWatch, type Watch } from './watch.ts'

export interface StewardParts {
  readonly core: Core
  readonly shards: Shards
  readonly pages: Pages
  readonly takeover: Takeover
  /** This node serves the shard no more. */
  readonly left: (step: Step, shard: number) => void
}

/** After news of the ring, wait for what else is coming. */
const NEWS_MS = 1_000
/** Who has frozen and hears no more ends the decision itself after so long. */
const PATIENCE_MS = 3_000
/** Between two questions whether others have taken over. */
const CONFIRM_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Looks after the groups of this node: whether the right peers are members, whether what was decided is carried out, and
 * what may be deleted. Of each group the first living member acts; when two do, Paxos decides between them.
 */
export class Steward {
  readonly #parts: StewardParts
  readonly #herald: Herald
  #lookAt = Infinity
  readonly #watches = new Map<number, Watch>()
  readonly #successions = new Set<Succession>()
  readonly #vitals: Vitals
  readonly #targets: Targets
  readonly #leaving: Leaving

  constructor(parts: StewardParts) {
    this.#parts = parts
    this.#herald = new Herald(parts.core, parts.shards)
    this.#vitals = new Vitals(parts.core, parts.shards)
    this.#targets = new Targets(parts.core, parts.shards)
    this.#leaving = new Leaving(parts.core, parts.shards)
  }

  get wakeAt(): number {
    let at = Math.min(this.#lookAt, this.#leaving.endsAt)
    for (const { retryAt } of this.#successions) at = Math.min(at, retryAt)
    return at
  }

  /** Groups that are being changed by this node. */
  get changing(): number {
    return this.#successions.size
  }

  start(now: number): void {
    this.#lookAt = now + NEWS_MS
  }

  /** The ring has changed, or somebody has died or come back. */
  news(now: number): void {
    for (const watch of this.#watches.values()) if (watch.failures === 0) watch.nextAt = Math.min(watch.nextAt, now)
    this.#lookSoon(now, NEWS_MS)
  }

  joined(now: number): void {
    this.#leaving.joined()
    this.news(now)
  }

  #lookSoon(now: number, inMs: number): void {
    this.#lookAt = Math.min(this.#lookAt, now + inMs)
  }

  tick(step: Step): void {
    if (this.#leaving.endsAt <= step.now) this.#leaving.end(step)
    if (this.#lookAt <= step.now) this.#look(step)
    for (const succession of [...this.#successions]) if (succession.retryAt <= step.now) succession.goOn(step)
  }

  /** A peer has asked something: it is alive. */
  heard(now: number, peer: PeerKey): void {
    this.#vitals.heard(now, peer)
  }

  // ---- looking -----------------------------------------------------------------------------------------------------

  #look(step: Step): void {
    const { core, shards } = this.#parts
    core.refresh()
    this.#targets.renew()
    this.#vitals.look(step)
    let isUrgent = false
    for (const [shard, own] of shards.mine()) {
      const watch = this.#watchOf(shard)
      if (!watch.busy && watch.nextAt <= step.now) this.#attend(step, shard, own, watch)
      isUrgent ||= own.frozen || own.from !== undefined || watch.failures > 0 || watch.unwanted !== undefined
      isUrgent ||= watch.busy || watch.nextAt <= step.now
    }
    if (this.leaves && this.#leaving.isDone) this.#leaving.end(step)
    const { lookMs } = core.params
    const inMs = this.leaves ? LEAVING_MS : isUrgent ? CONFIRM_MS : core.random.jitter(lookMs)
    this.#lookAt = step.now + Math.min(inMs, lookMs)
  }

  #watchOf(shard: number): Watch {
    const watch = this.#watches.get(shard) ?? newWatch()
    this.#watches.set(shard, watch)
    return watch
  }

  /** Somebody says that the group has been sealed, of which this node has not heard: it asks the others. */
  doubt(step: Step, shard: number): void {
    const [own, watch] = [this.#parts.shards.own(shard), this.#watchOf(shard)]
    if (own !== undefined && !watch.busy) this.#begin(step, shard, own.group, undefined, watch)
  }

  /** This node has taken the shard over: others may not have. */
  entered(step: Step, shard: number): void {
    const watch = this.#watchOf(shard)
    // They are about to, as this node was: asked at once they would have to be asked again.
    watch.nextAt = step.now + CONFIRM_MS / 2
    watch.failures = 0
    watch.since = undefined
    this.#lookSoon(step.now, CONFIRM_MS / 2)
  }

  #attend(step: Step, shard: number, own: Membership, watch: Watch): void {
    if (own.frozen) this.#endSeal(step, shard, own, watch)
    else if (own.from !== undefined && !this.#isLate(step, watch)) this.#confirm(step, shard, own, own.from, watch)
    else this.#choose(step, shard, own, watch)
    if (own.from === undefined && !own.frozen) watch.since = undefined
  }

  /** Somebody has not taken over for so long that another one must. Meanwhile it is told again now and then. */
  #isLate(step: Step, watch: Watch): boolean {
    watch.since ??= step.now
    return step.now - watch.since > this.#parts.core.params.deadMs && watch.failures % 2 === 1
  }

  // ---- who should be a member --------------------------------------------------------------------------------------

  #choose(step: Step, shard: number, own: Membership, watch: Watch): void {
    const { core, shards } = this.#parts
    const { group } = own
    const first = group.members.find((member) => member.peer === core.self || !core.isDead(core.latest(member)))
    // While some have not taken over, who is first may be one of those.
    if (!this.leaves && own.from === undefined && first?.peer !== core.self) {
      // It was for this node to see to that while it was the first one.
      watch.unwanted = undefined
      this.#pause(step, watch, core.params.lookMs)
      return
    }
    watch.busy = true
    this.#targets.find(step, shard, group, (then, nodes) => {
      if (nodes === undefined) {
        this.#failed(then, watch)
        return
      }
      watch.busy = false
      const now = shards.own(shard)
      if (now?.group === group && !now.frozen) this.#chosen(then, shard, now, watch, nodes)
    })
  }

  /** To the ring's owner of the beginning of the shard: it is told of the group, and tells who should be in it. */
  target(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'target' }>, verified: boolean): void {
    const { core } = this.#parts
    const position = core.positionOwning(body.shard)
    if (position === undefined || !verified) this.#parts.shards.redirect(step, asked.reply, body.shard)
    else core.respond(step, asked.reply, { type: 'nodes', nodes: this.#targets.at(position) })
  }

  #chosen(step: Step, shard: number, own: Membership, watch: Watch, target: readonly NodeRef[]): void {
    const { core } = this.#parts
    const { group } = own
    const fit = target.filter((node) => !this.#vitals.isLeftOut(node.peer) && !core.isDead(node))
    const wanted = new Set(fit.slice(0, core.params.replicas).map(({ peer }) => peer))
    const unwanted = group.members.find(({ peer }) => !wanted.has(peer))
    if (unwanted?.peer !== watch.unwanted?.peer) {
      watch.unwanted = unwanted && { peer: unwanted.peer, sinceMs: step.now }
    }
    const members = nextMembers({
      shard,
      group,
      target: fit,
      replicas: core.params.replicas,
      mayGo: (member) => this.#mayGo(step, member, watch),
      isLeaving: ({ peer }) => peer === core.self && this.leaves,
    })
    if (members === undefined) {
      watch.failures = 0
      this.#pause(step, watch, unwanted === undefined ? core.params.lookMs : core.params.settleMs)
      return
    }
    const isLarger = members.length > group.members.length && !this.leaves
    if (isLarger && !isCalm(step.now, watch, members, core.params.settleMs / 2)) return
    // Else: when one of those under way has ended, all are looked at again.
    const atOnce = (this.leaves ? LEAVING_FACTOR : 1) * core.params.limits.groupChanges
    if (this.changing < atOnce) this.#begin(step, shard, group, members, watch)
  }

  #mayGo(step: Step, member: NodeRef, watch: Watch): boolean {
    const { core } = this.#parts
    const dead = this.#vitals.deadSince(member.peer)
    if (dead !== undefined) return step.now - dead >= core.params.deadMs
    return watch.unwanted?.peer === member.peer && step.now - watch.unwanted.sinceMs >= core.params.settleMs
  }

  // ---- the change --------------------------------------------------------------------------------------------------

  #begin(step: Step, shard: number, group: Group, members: readonly NodeRef[] | undefined, watch: Watch): void {
    watch.busy = true
    watch.larger = undefined
    const succession = new Succession({
      ...this.#parts,
      shard,
      group,
      members,
      ended: (then, decision, unfit) => {
        this.#successions.delete(succession)
        if (unfit !== undefined) this.#vitals.leaveOut(then, unfit)
        this.#ended(then, shard, group, watch, decision)
      },
    })
    this.#successions.add(succession)
    succession.begin(step)
  }

  #ended(step: Step, shard: number, group: Group, watch: Watch, decision: Decision): void {
    const { core, shards, takeover } = this.#parts
    watch.busy = false
    if (decision.type === 'failed') {
      this.#failed(step, watch)
      return
    }
    watch.failures = 0
    watch.nextAt = 0
    if (decision.type === 'decided') {
      const { next } = decision
      // They are told now, and asked when they can have taken over.
      watch.nextAt = step.now + CONFIRM_MS / 2
      shards.heardOwn(shard, next)
      if (isMember(next, core.self)) takeover.take(step, shard, group, next)
      this.#herald.tell(step, shard, group, next, () => undefined)
    }
    this.#lookSoon(step.now, 0)
  }

  /** Frozen: the decision is ended, or it has been and this node has to find its place in what came of it. */
  #endSeal(step: Step, shard: number, own: Membership, watch: Watch): void {
    const { core, shards, takeover } = this.#parts
    watch.since ??= step.now
    const newest = shards.known(shard)
    if (newest === undefined || newest.epoch <= own.group.epoch) {
      if (step.now - watch.since < core.random.jitter(PATIENCE_MS, 0.5)) return
      this.#begin(step, shard, own.group, undefined, watch)
    } else if (isMember(newest, core.self)) {
      if (newest.epoch === own.group.epoch + 1) takeover.take(step, shard, own.group, newest)
      // Else: those who have taken over tell it, as long as it has not.
    } else this.#retire(step, shard, own, newest, watch)
  }

  /** This node is a member no more: once all others have what it has, it deletes it. Who leaves does not wait for the dead. */
  #retire(step: Step, shard: number, own: Membership, newest: Group, watch: Watch): void {
    const { shards } = this.#parts
    watch.busy = true
    let open = newest.members.length
    let ready = 0
    const heard = (then: Step, isReady: boolean): void => {
      if (isReady) ready++
      if (--open > 0) return
      if (shards.own(shard)?.group !== own.group) {
        // Meanwhile it has been made a member again: what is here now is needed.
        watch.busy = false
        return
      }
      if (ready === newest.members.length) {
        this.#drop(then, shard, watch)
        return
      }
      if (this.#leaving.isServed(newest, ready)) this.#leaving.keep(shard)
      this.#failed(then, watch)
    }
    if (newest.epoch === own.group.epoch + 1) this.#herald.tell(step, shard, own.group, newest, heard)
    else this.#herald.ask(step, shard, newest, heard)
    if (shards.others(newest).length === 0) this.#failed(step, watch)
  }

  #drop(step: Step, shard: number, watch: Watch): void {
    const { shards, takeover, left } = this.#parts
    takeover.purge(step, shard, (then, isDone) => {
      if (!isDone) {
        this.#failed(then, watch)
        return
      }
      shards.enter(then, shard, undefined, {
        done: (later) => {
          this.#watches.delete(shard)
          left(later, shard)
          this.#leaving.dropped(shard)
          if (this.leaves) this.#lookSoon(later.now, 0)
        },
        failed: (later) => {
          this.#failed(later, watch)
        },
      })
    })
  }

  /** Those who have not taken over yet are told again; when all have, nobody needs the group before any more. */
  #confirm(step: Step, shard: number, own: Membership, from: Group, watch: Watch): void {
    const { shards } = this.#parts
    const others = shards.others(own.group)
    watch.busy = true
    let open = others.length
    let ready = 0
    const complete = (then: Step): void => {
      watch.busy = false
      watch.failures = 0
      watch.nextAt = 0
      const now = shards.own(shard)
      if (now?.group === own.group) shards.bind(then, shard, { ...now, from: undefined }, () => undefined)
    }
    if (open === 0) {
      complete(step)
      return
    }
    this.#herald.tell(step, shard, from, own.group, (then, isReady) => {
      if (isReady) ready++
      if (--open > 0) return
      if (ready === others.length) complete(then)
      else this.#failed(then, watch)
    })
  }

  #failed(step: Step, watch: Watch): void {
    watch.busy = false
    watch.failures++
    this.#pause(step, watch, Math.min(CONFIRM_MS * 2 ** Math.min(watch.failures, 6), LONGEST_PAUSE_MS))
  }

  #pause(step: Step, watch: Watch, ms: number): void {
    const longest = this.leaves ? Math.min(ms, 4 * LEAVING_MS) : ms
    watch.nextAt = step.now + this.#parts.core.random.jitter(0.8 * longest)
  }

  // ---- leaving -----------------------------------------------------------------------------------------------------

  /** It leaves, or has left: it is to be made a member of nothing more. */
  get leaves(): boolean {
    return this.#leaving.is
  }

  leave(step: Step, id: CommandId, leftMs: number): void {
    this.#leaving.begin(step, id, leftMs)
    for (const watch of this.#watches.values()) watch.nextAt = 0
    this.#look(step)
  }

  cancel(id: CommandId): void {
    this.#leaving.cancel(id)
  }
}
